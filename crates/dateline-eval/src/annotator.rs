//! The annotator on treebanks (rules of the CoNLL 2018 scorer) and on names.

use std::path::Path;

use anyhow::{Context, Result};
use dateline::annotate::Annotator;
use dateline::annotate::conllu::{self, Parsed};
use dateline::{Name, NameKind, PartKind, Rel, Sentence, Span, SubRel, Token, Upos};
use serde::Deserialize;

use crate::{Report, names, treebank};

/// Scores on a CoNLL-U file: from raw text, then on its tokens. `name` is the set's.
///
/// # Errors
/// If the file cannot be read or is broken.
pub fn treebank(annotator: &Annotator, name: &str, path: &Path) -> Result<Report> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let gold = conllu::read(&text, name).with_context(|| path.display().to_string())?;
    let raw: Vec<Parsed> = gold
        .iter()
        .map(|parsed| Parsed {
            document: parsed.document.clone(),
            sentences: annotator.annotate_text(&parsed.document.text),
        })
        .collect();
    let mut given = gold.clone();
    for parsed in &mut given {
        for token in parsed.sentences.iter_mut().flat_map(|s| &mut s.tokens) {
            blank(token);
        }
        annotator.annotate_tokens(&mut parsed.sentences);
    }
    let mut report = Report::new(name);
    for (what, system) in [("raw", &raw), ("tokens", &given)] {
        let scores = treebank::score(&gold, system)?;
        if what == "raw" {
            report.count("words", scores.gold_words);
        }
        for (figure, value) in [
            ("tokens", scores.tokens),
            ("sentences", scores.sentences),
            ("words", scores.words),
            ("upos", scores.upos),
            ("xpos", scores.xpos),
            ("lemma", scores.lemma),
            ("uas", scores.uas),
            ("las", scores.las),
        ] {
            let given = what == "tokens" && matches!(figure, "tokens" | "sentences" | "words");
            if !given {
                report.rate(format!("{what} {figure}"), Some(value), None);
            }
        }
    }
    Ok(report)
}

/// Takes everything from a word but its form.
pub(crate) fn blank(token: &mut Token) {
    token.lemma = Default::default();
    token.xpos = Default::default();
    token.upos = Upos::X;
    token.head = None;
    (token.rel, token.sub) = (Rel::Dep, SubRel::None);
}

#[derive(Deserialize)]
struct Named {
    tokens: Vec<String>,
    entities: Vec<Entity>,
}

#[derive(Deserialize)]
struct Entity {
    start: u32,
    end: u32,
    #[serde(rename = "type")]
    kind: String,
}

/// Scores of names on a file of sentences: exact spans and types. Only every second sentence is measured, the second,
/// fourth and so on; the others may have been learned from.
///
/// # Errors
/// If the file cannot be read or is not in this form.
pub fn names(annotator: &Annotator, path: &Path) -> Result<Report> {
    let shown = path.display();
    let text = std::fs::read_to_string(path).with_context(|| format!("{shown}"))?;
    let mut report = Report::new("names");
    let mut counts = [names::Counts::default(); 4];
    let mut sentences = 0;
    for (i, line) in text.lines().enumerate().filter(|(i, _)| i % 2 == 1) {
        let gold: Named = serde_json::from_str(line).with_context(|| format!("{shown}:{}", i + 1))?;
        if gold.tokens.is_empty() {
            continue;
        }
        sentences += 1;
        let wanted: Vec<Name> = gold
            .entities
            .iter()
            .filter_map(|entity| {
                Some(Name {
                    start: entity.start,
                    end: entity.end,
                    kind: NameKind::parse(&entity.kind)?,
                })
            })
            .collect();
        let mut given = [sentence(&gold.tokens)];
        annotator.annotate_tokens(&mut given);
        let found = &given[0].names;
        counts[0].add(&wanted, found, None);
        for (count, kind) in counts[1..].iter_mut().zip(NameKind::ALL) {
            count.add(&wanted, found, Some(*kind));
        }
        for (what, left, right) in [("missed", &wanted, found), ("false", found, &wanted)] {
            for name in left.iter().filter(|name| !right.contains(name)) {
                let words = gold
                    .tokens
                    .get(name.start as usize..name.end as usize)
                    .unwrap_or_default();
                report.misses.push(format!(
                    "{what}\t{}\t{}\t{}",
                    name.kind,
                    words.join(" "),
                    gold.tokens.join(" ")
                ));
            }
        }
    }
    report.count("sentences", sentences);
    for (count, kind) in counts.iter().zip(["all", "PER", "ORG", "LOC"]) {
        report.rate(format!("precision {kind}"), Some(count.precision()), Some(count.found));
        report.rate(format!("recall {kind}"), Some(count.recall()), Some(count.gold));
        report.rate(format!("f1 {kind}"), Some(count.f1()), None);
    }
    Ok(report)
}

/// A bare sentence of these words.
fn sentence(words: &[String]) -> Sentence {
    let mut at = 0;
    let tokens: Vec<Token> = words
        .iter()
        .map(|word| {
            let span = Span::new(at, at + word.len());
            at += word.len() + 1;
            Token {
                span,
                form: word.as_str().into(),
                lemma: Default::default(),
                upos: Upos::X,
                xpos: Default::default(),
                head: None,
                rel: Rel::Dep,
                sub: SubRel::None,
                mwt_first: false,
                mwt_rest: false,
            }
        })
        .collect();
    Sentence {
        span: Span::new(0, at.saturating_sub(1)),
        part: PartKind::Body,
        index: 0,
        tokens,
        names: Vec::new(),
        paragraph_start: true,
    }
}
