//! CoNLL-U, in and out.

use std::fmt::Write as _;

use crate::types::{
    CodePoints, Document, Metadata, Name, NameKind, PartKind, Parts, Rel, Sentence, Span, SubRel,
    Token, Upos,
};

/// What is wrong with a line of a CoNLL-U file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct ConlluError {
    /// Number of the line, from 1.
    pub line: usize,
    /// What was found and what was expected.
    pub what: String,
}

/// A document that was given as trees.
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed {
    /// Its text, built from the forms: a space between tokens but where `SpaceAfter=No` stands, and
    /// between sentences; an empty line before a paragraph.
    pub document: Document,
    /// Its sentences, all of them body.
    pub sentences: Vec<Sentence>,
}

struct Open {
    parsed: Parsed,
    paragraph: usize,
}

impl Open {
    fn new(id: String) -> Self {
        let document = Document {
            id,
            text: String::new(),
            parts: Parts::default(),
            body: Vec::new(),
            meta: Metadata::default(),
        };
        Self {
            parsed: Parsed {
                document,
                sentences: Vec::new(),
            },
            paragraph: 0,
        }
    }

    fn close_paragraph(&mut self) {
        let end = self
            .parsed
            .sentences
            .last()
            .map_or(self.paragraph, |s| s.span.end());
        if end > self.paragraph {
            self.parsed
                .document
                .body
                .push(Span::new(self.paragraph, end));
        }
        self.paragraph = end;
    }
}

/// Reads documents. A `# newdoc` comment, or `# document` with a new id, starts a document; without
/// any, all sentences belong to one document, whose id is `default_id`.
pub fn read(text: &str, default_id: &str) -> Result<Vec<Parsed>, ConlluError> {
    documents(text, default_id, true)
}

/// Reads documents of which only the forms, their multiword tokens and spaces count; the other
/// columns may be `_`. The trees are bare: every word hangs on the first.
pub fn read_tokens(text: &str, default_id: &str) -> Result<Vec<Parsed>, ConlluError> {
    documents(text, default_id, false)
}

fn documents(text: &str, default_id: &str, trees: bool) -> Result<Vec<Parsed>, ConlluError> {
    let mut done: Vec<Parsed> = Vec::new();
    let mut open: Option<Open> = None;
    let mut lines: Vec<(usize, &str)> = Vec::new();
    let (mut new_document, mut new_paragraph): (Option<String>, bool) = (None, false);
    for (i, line) in text
        .split('\n')
        .map(|l| l.strip_suffix('\r').unwrap_or(l))
        .chain([""])
        .enumerate()
    {
        if let Some(comment) = line.strip_prefix('#') {
            let (key, value) = comment.split_once('=').unwrap_or((comment, ""));
            match key.trim() {
                "newdoc" | "newdoc id" => {
                    let id = value.trim();
                    new_document = Some(if id.is_empty() {
                        default_id.to_owned()
                    } else {
                        id.to_owned()
                    });
                }
                "document"
                    if new_document.is_none()
                        && open
                            .as_ref()
                            .is_none_or(|o| o.parsed.document.id != value.trim()) =>
                {
                    new_document = Some(value.trim().to_owned());
                }
                "newpar" | "newpar id" => new_paragraph = true,
                _ => {}
            }
        } else if line.trim().is_empty() {
            if !lines.is_empty() {
                if let Some(id) = new_document.take()
                    && let Some(mut old) = open.replace(Open::new(id))
                {
                    old.close_paragraph();
                    done.push(old.parsed);
                }
                let open = open.get_or_insert_with(|| Open::new(default_id.to_owned()));
                sentence(open, &lines, new_paragraph, trees)?;
                lines.clear();
                new_paragraph = false;
            }
        } else {
            lines.push((i + 1, line));
        }
    }
    if let Some(mut open) = open {
        open.close_paragraph();
        done.push(open.parsed);
    }
    Ok(done)
}

fn sentence(
    open: &mut Open,
    lines: &[(usize, &str)],
    new_paragraph: bool,
    trees: bool,
) -> Result<(), ConlluError> {
    let first = open.parsed.sentences.is_empty();
    if !first && new_paragraph {
        open.close_paragraph();
        let text = &mut open.parsed.document.text;
        while text.ends_with(' ') {
            text.pop();
        }
        text.push_str("\n\n");
        open.paragraph = text.len();
    }
    let Open { parsed, .. } = open;
    let text = &mut parsed.document.text;
    let start = text.len();
    let mut tokens: Vec<Token> = Vec::new();
    let mut names: Vec<Name> = Vec::new();
    let mut heads: Vec<(usize, usize)> = Vec::new();
    // First and last word of the multiword token being read, its span, and how much of it the words
    // have spelled.
    let mut range: Option<(usize, usize, Span, usize)> = None;
    let mut space = false;
    for &(line, raw) in lines {
        let fail = |what: String| ConlluError { line, what };
        let columns: Vec<&str> = raw.split('\t').collect();
        let [id, form, lemma, upos, xpos, _, head, deprel, _, misc] = columns[..] else {
            return Err(fail(format!(
                "{} columns, 10 separated by tabs expected",
                columns.len()
            )));
        };
        if id.contains('.') {
            continue;
        }
        let no_space = misc.split('|').any(|m| m == "SpaceAfter=No");
        if form.is_empty() {
            return Err(fail("an empty form, a word expected".into()));
        }
        if let Some((a, b)) = id.split_once('-') {
            let (Ok(a), Ok(b)) = (a.parse::<usize>(), b.parse::<usize>()) else {
                return Err(fail(format!("id \"{id}\", a range such as 3-4 expected")));
            };
            if a != tokens.len() + 1 || b < a {
                return Err(fail(format!(
                    "range {id}, one from {} expected",
                    tokens.len() + 1
                )));
            }
            if space {
                text.push(' ');
            }
            let at = text.len();
            text.push_str(form);
            range = Some((a, b, Span::new(at, text.len()), at));
            space = !no_space;
            continue;
        }
        if id.parse() != Ok(tokens.len() + 1) {
            return Err(fail(format!("id \"{id}\", {} expected", tokens.len() + 1)));
        }
        let number = tokens.len() + 1;
        let (span, mwt_first, mwt_rest) = match &mut range {
            Some((begin, end, whole, spelled)) if number <= *end => {
                let begins = number == *begin;
                let rest = &text[*spelled..whole.end()];
                let own = rest.starts_with(form) && (number < *end || rest.len() == form.len());
                let span = if own {
                    Span::new(*spelled, *spelled + form.len())
                } else {
                    *whole
                };
                if own {
                    *spelled += form.len();
                } else {
                    // From here on nothing is spelled out.
                    *spelled = whole.end();
                }
                (span, begins, !begins)
            }
            _ => {
                if space {
                    text.push(' ');
                }
                let at = text.len();
                text.push_str(form);
                space = !no_space;
                (Span::new(at, text.len()), false, false)
            }
        };
        let (lemma, upos, xpos, head, deprel) = if trees {
            (lemma, upos, xpos, head, deprel)
        } else {
            ("_", "_", "_", if number == 1 { "0" } else { "1" }, "dep")
        };
        let head = match head.parse::<usize>() {
            Ok(h) => h,
            Err(_) => return Err(fail(format!("head \"{head}\", a number expected"))),
        };
        heads.push((line, head));
        let (rel, sub) = deprel.split_once(':').unwrap_or((deprel, ""));
        let rel = if head == 0 {
            Rel::Root
        } else {
            Rel::parse(rel).ok_or_else(|| {
                fail(format!(
                    "relation \"{deprel}\", one of Universal Dependencies expected"
                ))
            })?
        };
        let upos = match upos {
            "_" => Upos::X,
            _ => Upos::parse(upos).ok_or_else(|| {
                fail(format!(
                    "tag \"{upos}\", one of Universal Dependencies expected"
                ))
            })?,
        };
        if let Some(ne) = misc.split('|').find_map(|m| m.strip_prefix("NE=")) {
            let kind = ne.get(2..).and_then(NameKind::parse);
            match (ne.get(..2), kind) {
                (Some("B-"), Some(kind)) => {
                    let at = tokens.len() as u32;
                    names.push(Name {
                        start: at,
                        end: at + 1,
                        kind,
                    });
                }
                (Some("I-"), Some(kind)) => match names.last_mut() {
                    Some(n) if n.kind == kind && n.end as usize == tokens.len() => n.end += 1,
                    _ => {
                        let at = tokens.len() as u32;
                        names.push(Name {
                            start: at,
                            end: at + 1,
                            kind,
                        });
                    }
                },
                _ if ne == "O" => {}
                _ => {
                    return Err(fail(format!(
                        "name \"{ne}\", B- or I- and PER, ORG or LOC expected"
                    )));
                }
            }
        }
        tokens.push(Token {
            span,
            form: form.into(),
            lemma: if lemma == "_" && form != "_" {
                form.into()
            } else {
                lemma.into()
            },
            upos,
            xpos: if xpos == "_" { "".into() } else { xpos.into() },
            head: head.checked_sub(1).map(|h| h as u32),
            rel,
            sub: SubRel::parse(sub).unwrap_or(SubRel::None),
            mwt_first,
            mwt_rest,
        });
    }
    let last = lines.last().map_or(0, |l| l.0);
    if tokens.is_empty() {
        return Err(ConlluError {
            line: last,
            what: "a sentence without words".into(),
        });
    }
    for &(line, head) in &heads {
        if head > tokens.len() {
            return Err(ConlluError {
                line,
                what: format!("head {head} of {} words", tokens.len()),
            });
        }
    }
    // Words that share their token's span because one of them is not spelled out there.
    let mut i = 0;
    while i < tokens.len() {
        if tokens[i].mwt_first {
            let mut j = i + 1;
            while j < tokens.len() && tokens[j].mwt_rest {
                j += 1;
            }
            let whole = tokens[i..j]
                .iter()
                .fold(tokens[i].span, |s, t| s.join(t.span));
            if tokens[i..j]
                .windows(2)
                .any(|w| w[0].span.end() != w[1].span.start())
            {
                tokens[i..j].iter_mut().for_each(|t| t.span = whole);
            }
            i = j;
        } else {
            i += 1;
        }
    }
    if !is_tree(&tokens) {
        return Err(ConlluError {
            line: last,
            what: "not a tree: exactly one root and no cycles expected".into(),
        });
    }
    let span = Span::new(tokens[0].span.start().max(start), text.len());
    if space {
        text.push(' ');
    }
    let index = parsed.sentences.len() as u32;
    parsed.sentences.push(Sentence {
        span,
        part: PartKind::Body,
        index,
        tokens,
        names,
        paragraph_start: first || new_paragraph,
    });
    Ok(())
}

/// True if the heads make a tree with one root.
#[must_use]
pub fn is_tree(tokens: &[Token]) -> bool {
    let mut state = vec![0u8; tokens.len()];
    let mut roots = 0;
    for (i, token) in tokens.iter().enumerate() {
        roots += usize::from(token.head.is_none());
        let mut path = Vec::new();
        let mut at = i;
        while state[at] == 0 {
            state[at] = 1;
            path.push(at);
            match tokens[at].head {
                Some(h) if (h as usize) < tokens.len() => at = h as usize,
                Some(_) => return false,
                None => break,
            }
        }
        if state[at] == 1 && tokens[at].head.is_some() {
            return false;
        }
        for p in path {
            state[p] = 2;
        }
    }
    roots == 1
}

/// Writes a document's sentences.
#[must_use]
pub fn write(document: &Document, sentences: &[Sentence]) -> String {
    let points = CodePoints::new(&document.text);
    let mut out = String::new();
    for sentence in sentences {
        // Writing to a string cannot fail.
        let _ = write_sentence(document, sentence, &points, &mut out);
    }
    out
}

fn write_sentence(
    document: &Document,
    sentence: &Sentence,
    points: &CodePoints,
    out: &mut String,
) -> std::fmt::Result {
    if sentence.index == 0 {
        writeln!(out, "# newdoc id = {}", one_line(&document.id))?;
    }
    if sentence.paragraph_start {
        writeln!(out, "# newpar")?;
    }
    writeln!(
        out,
        "# sent_id = {}-{}",
        one_line(&document.id),
        sentence.index + 1
    )?;
    writeln!(out, "# document = {}", one_line(&document.id))?;
    writeln!(out, "# part = {}", sentence.part)?;
    writeln!(
        out,
        "# text = {}",
        one_line(sentence.span.of(&document.text))
    )?;
    let tokens = &sentence.tokens;
    let range = |s: Span| {
        let [a, b] = points.span(s);
        format!("TokenRange={a}:{b}")
    };
    for (i, token) in tokens.iter().enumerate() {
        let mut end = i + 1;
        if token.mwt_first {
            while tokens.get(end).is_some_and(|t| t.mwt_rest) {
                end += 1;
            }
        }
        let glued = |last: Span| {
            document.text[last.end()..]
                .chars()
                .next()
                .is_some_and(|c| !c.is_whitespace())
        };
        if end > i + 1 {
            let whole = token.span.join(tokens[end - 1].span);
            let space = if glued(whole) { "SpaceAfter=No|" } else { "" };
            let form = one_line(whole.of(&document.text));
            writeln!(
                out,
                "{}-{end}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{space}{}",
                i + 1,
                range(whole)
            )?;
        }
        let mut misc = String::new();
        if let Some(name) = sentence
            .names
            .iter()
            .find(|n| (n.start..n.end).contains(&(i as u32)))
        {
            write!(
                misc,
                "NE={}-{}|",
                if name.start as usize == i { 'B' } else { 'I' },
                name.kind
            )?;
        }
        if !token.mwt_first && !token.mwt_rest && glued(token.span) {
            misc.push_str("SpaceAfter=No|");
        }
        misc.push_str(&range(token.span));
        let rel = token.rel.as_str();
        let sub = token.sub.as_str();
        writeln!(
            out,
            "{}\t{}\t{}\t{}\t{}\t_\t{}\t{rel}{}{sub}\t_\t{misc}",
            i + 1,
            column(&token.form),
            column(&token.lemma),
            token.upos,
            column(&token.xpos),
            token.head.map_or(0, |h| h + 1),
            if sub.is_empty() { "" } else { ":" },
        )?;
    }
    writeln!(out)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn column(text: &str) -> String {
    if text.is_empty() {
        "_".to_owned()
    } else {
        text.replace(['\t', '\n', '\r'], " ")
    }
}
