//! Quotation marks of a document, paragraph by paragraph: what stands between them.

use crate::{Sentence, Span};

/// A paragraph: a run of sentences.
#[derive(Clone, Copy, Debug)]
pub(super) struct Paragraph {
    /// From its first sentence to its last.
    pub span: Span,
    /// Index of its first sentence in the list.
    pub first: usize,
    /// One past its last.
    pub end: usize,
}

/// Words between quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    /// With the marks.
    pub outer: Span,
    /// Without the marks.
    pub inner: Span,
    /// True if it was left open and goes on in the next paragraph's first run.
    pub continues: bool,
    /// True if it goes on from the paragraph before.
    pub continued: bool,
}

/// Splits sentences into paragraphs. A change of part starts one too.
pub(super) fn paragraphs(sentences: &[&Sentence]) -> Vec<Paragraph> {
    let mut out: Vec<Paragraph> = Vec::new();
    for (i, sentence) in sentences.iter().enumerate() {
        let new = i == 0 || sentence.paragraph_start || sentences[i - 1].part != sentence.part;
        match out.last_mut() {
            Some(last) if !new && last.span.start() <= sentence.span.start() => {
                last.span = last.span.join(sentence.span);
                last.end = i + 1;
            }
            _ => out.push(Paragraph {
                span: sentence.span,
                first: i,
                end: i + 1,
            }),
        }
    }
    out
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Open,
    Close,
}

/// How a mark was written: marks of one family pair with each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    Curly,
    Straight,
    Guillemet,
    Apostrophes,
    Broken,
    Single,
}

#[derive(Clone, Copy, Debug)]
struct Mark {
    span: Span,
    family: Family,
    /// What the character itself says.
    shape: Option<Role>,
    /// What the blanks around it say.
    place: Option<Role>,
}

/// All quoted runs, in text order, without nesting: of marks inside marks the outer count.
pub(super) fn runs(text: &str, paragraphs: &[Paragraph], sentences: &[&Sentence]) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::new();
    let mut continued = false;
    // A quotation may stay open over line breaks where every sentence has a line of its own.
    let mut carried: Option<Mark> = None;
    let marks: Vec<Vec<Mark>> = paragraphs.iter().map(|p| find_marks(text, p.span)).collect();
    for (at, paragraph) in paragraphs.iter().enumerate() {
        let from = out.len();
        let mut open = carried.take();
        let mut nested: Option<Family> = None;
        for &mark in marks[at].iter().filter(|m| m.family != Family::Single) {
            let Some(start) = open else {
                if role(mark, false) == Role::Open {
                    open = Some(mark);
                }
                continue;
            };
            if mark.family != start.family {
                match role(mark, nested == Some(mark.family)) {
                    Role::Open => {
                        nested = Some(mark.family);
                        continue;
                    }
                    Role::Close if nested == Some(mark.family) => {
                        nested = None;
                        continue;
                    }
                    Role::Close => {}
                }
            } else if role(mark, true) == Role::Open {
                // The one before was never closed: it holds for its own sentence only.
                let end = sentence_end(sentences, paragraph, start.span.end()).min(mark.span.start());
                push(&mut out, text, start, end, None);
                open = Some(mark);
                continue;
            }
            push(&mut out, text, start, mark.span.start(), Some(mark.span));
            (open, nested) = (None, None);
        }
        let mut continues = false;
        if let Some(start) = open {
            // a headline's mark does not go on in the body
            let part = |p: &Paragraph| sentences[p.first].part;
            let goes_on = paragraphs.get(at + 1).is_some_and(|next| part(next) == part(paragraph));
            let next_opens = paragraphs.get(at + 1).filter(|_| goes_on).is_some_and(|next| {
                marks[at + 1].first().is_some_and(|m| {
                    m.span.start() == next.span.start() && m.shape != Some(Role::Close) && m.family != Family::Single
                })
            });
            let closed_later = || {
                marks[at + 1..]
                    .iter()
                    .take(6)
                    .find_map(|m| m.iter().find(|m| m.family != Family::Single))
                    .is_some_and(|m| m.shape.or(m.place) == Some(Role::Close) && m.place != Some(Role::Open))
            };
            if next_opens {
                continues = true;
                push(&mut out, text, start, paragraph.span.end(), None);
            } else if goes_on && closed_later() {
                carried = Some(start);
            } else {
                let end = sentence_end(sentences, paragraph, start.span.end());
                push(&mut out, text, start, end, None);
            }
        }
        if carried.is_none() {
            single_runs(text, &marks[at], from, &mut out);
        }
        if let Some(last) = out[from..].last_mut() {
            last.continues = continues;
        }
        if continued && let Some(first) = out.get_mut(from) {
            first.continued = true;
        }
        continued = continues;
    }
    out
}

fn role(mark: Mark, inside: bool) -> Role {
    match (mark.shape, mark.place) {
        // A mark of the wrong shape in a clear place is a slip of the writer.
        (Some(shape), Some(place)) if shape != place => place,
        (Some(shape), _) => shape,
        (None, Some(place)) => place,
        (None, None) if inside => Role::Close,
        (None, None) => Role::Open,
    }
}

fn push(out: &mut Vec<Run>, text: &str, open: Mark, end: usize, close: Option<Span>) {
    let start = open.span.end().min(end);
    let inner = &text[start..end];
    let lead = inner.len() - inner.trim_start().len();
    let body = inner.trim();
    if body.is_empty() {
        return;
    }
    let inner = Span::new(start + lead, start + lead + body.len());
    out.push(Run {
        outer: Span::new(open.span.start(), close.map_or(inner.end(), Span::end)),
        inner,
        continues: false,
        continued: false,
    });
}

fn sentence_end(sentences: &[&Sentence], paragraph: &Paragraph, at: usize) -> usize {
    sentences[paragraph.first..paragraph.end]
        .iter()
        .map(|s| s.span.end())
        .find(|&end| end > at)
        .unwrap_or(paragraph.span.end())
}

/// Single marks count only outside double ones, and only where they clearly open and close.
fn single_runs(text: &str, marks: &[Mark], from: usize, out: &mut Vec<Run>) {
    let doubles: Vec<Span> = out[from..].iter().map(|r| r.outer).collect();
    let mut open: Option<Mark> = None;
    for &mark in marks.iter().filter(|m| m.family == Family::Single) {
        if doubles.iter().any(|d| d.overlaps(mark.span)) {
            continue;
        }
        match (open, mark.place) {
            (None, Some(Role::Open)) => open = Some(mark),
            (Some(start), Some(Role::Close))
                if !doubles
                    .iter()
                    .any(|d| d.overlaps(Span::new(start.span.start(), mark.span.end()))) =>
            {
                push(out, text, start, mark.span.start(), Some(mark.span));
                open = None;
            }
            (Some(_), Some(Role::Open)) => open = Some(mark),
            _ => {}
        }
    }
    out[from..].sort_by_key(|r| r.outer);
}

/// Quotation marks in one paragraph.
fn find_marks(text: &str, span: Span) -> Vec<Mark> {
    let slice = span.of(text);
    let mut out = Vec::new();
    let mut skip_to = 0;
    for (i, c) in slice.char_indices() {
        if i < skip_to || (c.is_ascii() && !matches!(c, '"' | '\'' | '`')) {
            continue;
        }
        let rest = &slice[i..];
        let (length, family, shape) = match c {
            '"' | '\u{2033}' | '\u{ff02}' => (c.len_utf8(), Family::Straight, None),
            '“' | '‟' => (c.len_utf8(), Family::Curly, Some(Role::Open)),
            '„' => (c.len_utf8(), Family::Curly, Some(Role::Open)),
            '”' => (c.len_utf8(), Family::Curly, Some(Role::Close)),
            '«' => (c.len_utf8(), Family::Guillemet, Some(Role::Open)),
            '»' => (c.len_utf8(), Family::Guillemet, Some(Role::Close)),
            '`' if rest.starts_with("``") => (2, Family::Apostrophes, Some(Role::Open)),
            '\'' if rest.starts_with("''") => (2, Family::Apostrophes, None),
            '‘' | '’' if rest[c.len_utf8()..].starts_with(c) => (
                2 * c.len_utf8(),
                Family::Curly,
                Some(if c == '‘' { Role::Open } else { Role::Close }),
            ),
            '‘' | '`' => (c.len_utf8(), Family::Single, Some(Role::Open)),
            '’' | '\'' => (c.len_utf8(), Family::Single, None),
            // UTF-8 read as Windows-1252: â€œ, â€\u{9d} and the cut-off â€.
            'â' if rest.starts_with("â€œ") => ("â€œ".len(), Family::Broken, Some(Role::Open)),
            'â' if rest.starts_with("â€\u{9d}") => ("â€\u{9d}".len(), Family::Broken, Some(Role::Close)),
            'â' if rest.starts_with("â€") && !rest["â€".len()..].starts_with(['™', '˜', '”', '“', '¦']) => {
                ("â€".len(), Family::Broken, Some(Role::Close))
            }
            _ => continue,
        };
        skip_to = i + length;
        let before = slice[..i].chars().next_back();
        let after = slice[i + length..].chars().next();
        let place = place(before, after, family);
        if family == Family::Single {
            let next_word: String = slice[i + length..].chars().take(3).collect();
            let digits = next_word.chars().next().is_some_and(|c| c.is_ascii_digit());
            // "'90s", "'em" and apostrophes inside words.
            if place.is_none() || (place == Some(Role::Open) && (digits || next_word.starts_with("em "))) {
                continue;
            }
            if shape == Some(Role::Open) && place == Some(Role::Close) {
                continue;
            }
        }
        let start = span.start() + i;
        out.push(Mark {
            span: Span::new(start, start + length),
            family,
            shape,
            place,
        });
    }
    out
}

fn place(before: Option<char>, after: Option<char>, family: Family) -> Option<Role> {
    let blank_before =
        before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '-' | '–' | '—' | '‘' | '“' | '/'));
    let blank_after = after.is_none_or(|c| {
        c.is_whitespace()
            || matches!(
                c,
                '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '-' | '–' | '—' | '’' | '”'
            )
    });
    match (blank_before, blank_after) {
        (true, false) => Some(Role::Open),
        (false, true) => Some(Role::Close),
        // "workers' rights" closes too; "said:'We" is rare.
        (false, false) if family != Family::Single && before == Some(':') => Some(Role::Open),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{PartKind, Sentence};

    /// Lines are paragraphs of one sentence.
    fn found(text: &str) -> Vec<&str> {
        let mut at = 0;
        let sentences: Vec<Sentence> = text
            .split('\n')
            .enumerate()
            .map(|(i, line)| {
                let span = Span::new(at, at + line.len());
                at += line.len() + 1;
                Sentence {
                    span,
                    part: PartKind::Body,
                    index: i as u32,
                    tokens: Vec::new(),
                    names: Vec::new(),
                    paragraph_start: true,
                }
            })
            .collect();
        let sentences: Vec<&Sentence> = sentences.iter().collect();
        let paragraphs = paragraphs(&sentences);
        runs(text, &paragraphs, &sentences)
            .iter()
            .map(|r| r.outer.of(text))
            .collect()
    }

    #[test]
    fn all_kinds_of_marks() {
        assert_eq!(found("He \"left\" and “came”."), ["\"left\"", "“came”"]);
        assert_eq!(found("A «show» of ``force'' here"), ["«show»", "``force''"]);
        assert_eq!(found("â€œWe go,â€\u{9d} he said."), ["â€œWe go,â€\u{9d}"]);
        assert_eq!(found("''We go,'' he said."), ["''We go,''"]);
        assert_eq!(found("Police ‘ready’ to shoot"), ["‘ready’"]);
        assert_eq!(found("Police 'ready' in Kim's town in the '90s"), ["'ready'"]);
    }

    #[test]
    fn apostrophes_are_no_marks() {
        assert_eq!(found("The workers' union and Kim's dog don't agree"), [""; 0]);
    }

    #[test]
    fn a_mark_left_open_holds_for_its_paragraph() {
        assert_eq!(found("\"We go, he said.\nNobody came."), ["\"We go, he said."]);
        assert_eq!(found("“One.\n“Two,” he said.\nEnd."), ["“One.", "“Two,”"]);
    }

    #[test]
    fn one_sentence_a_line_keeps_a_quotation_together() {
        assert_eq!(found("\"We go.\nWe stay,\" he said."), ["\"We go.\nWe stay,\""]);
    }
}
