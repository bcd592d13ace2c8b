//! Attribution against PolNeAR (measure-only): who says so, and what.
//!
//! A predicted attribution is *found* if its cue overlaps a gold cue that has no partner yet;
//! predictions are taken in order, each takes the first such gold cue. Over the found pairs: F1 over
//! words of source and of content. Over everything: exact spans of source, cue and content, where a
//! pair's lists of ranges are equal; what is empty in prediction or gold does not count there.

use std::fmt;
use std::path::Path;

use anyhow::{Context, Result};
use dateline::{CodePoints, CueClass, Document, Metadata, Parts, Quote, Span};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

/// A gold article of PolNeAR, as `dev.jsonl` has it.
#[derive(Clone, Debug, Deserialize)]
pub struct Article {
    /// Its name.
    pub doc: String,
    /// What the ranges index.
    pub text: String,
    /// The gold.
    pub attributions: Vec<GoldAttribution>,
}

/// Ranges of code points; empty where there is none.
#[derive(Clone, Debug, Deserialize)]
pub struct GoldAttribution {
    /// Who says so.
    pub source: Vec<[usize; 2]>,
    /// The reporting words.
    pub cue: Vec<[usize; 2]>,
    /// What is said.
    pub content: Vec<[usize; 2]>,
}

/// Counts of hits, predictions and gold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Right.
    pub right: usize,
    /// Predicted.
    pub predicted: usize,
    /// In the gold.
    pub gold: usize,
}

impl Counts {
    /// Share of the predictions that are right.
    #[must_use]
    pub fn precision(self) -> f64 {
        ratio(self.right, self.predicted)
    }

    /// Share of the gold that was found.
    #[must_use]
    pub fn recall(self) -> f64 {
        ratio(self.right, self.gold)
    }

    /// Harmonic mean of the two.
    #[must_use]
    pub fn f1(self) -> f64 {
        ratio(2 * self.right, self.predicted + self.gold)
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// The scores of issue 6.
#[derive(Clone, Debug, Default)]
pub struct QuoteScores {
    /// Articles read.
    pub articles: usize,
    /// Cue found (overlap).
    pub found: Counts,
    /// Words of the source, over the found.
    pub source_words: Counts,
    /// Words of the content, over the found.
    pub content_words: Counts,
    /// Exact sources, over everything.
    pub source_exact: Counts,
    /// Exact cues, over everything.
    pub cue_exact: Counts,
    /// Exact contents, over everything.
    pub content_exact: Counts,
    /// Found and predicted for each class of cue.
    pub classes: FxHashMap<&'static str, Counts>,
    /// One line for each prediction (found or extra), gold without prediction (missing), and found
    /// pair with wrong spans (source, cue, content: mine, then the gold's): fields with tabs between.
    pub misses: Vec<String>,
}

impl fmt::Display for QuoteScores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "articles {}", self.articles)?;
        writeln!(f, "{:<24}{:>8}{:>8}{:>8}{:>9}", "", "P", "R", "F1", "gold")?;
        let mut row = |name: &str, c: Counts| {
            writeln!(
                f,
                "{name:<24}{:>8.3}{:>8.3}{:>8.3}{:>9}",
                c.precision(),
                c.recall(),
                c.f1(),
                c.gold
            )
        };
        row("cue found", self.found)?;
        row("found: speaker words", self.source_words)?;
        row("found: content words", self.content_words)?;
        row("exact: speaker", self.source_exact)?;
        row("exact: cue", self.cue_exact)?;
        row("exact: content", self.content_exact)?;
        let mut classes: Vec<_> = self.classes.iter().collect();
        classes.sort_by_key(|(name, _)| **name);
        for (name, c) in classes {
            writeln!(
                f,
                "  class {name:<16}{:>8.3}{:>25} of {}",
                c.precision(),
                c.right,
                c.predicted
            )?;
        }
        Ok(())
    }
}

/// Reads the articles of a PolNeAR file.
///
/// # Errors
/// If the file cannot be read or a line is not an article.
pub fn articles(path: &Path) -> Result<Vec<Article>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("{}", path.display()))?;
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(i, line)| serde_json::from_str(line).with_context(|| format!("{}:{}", path.display(), i + 1)))
        .collect()
}

/// An article as a document: first paragraph headline, the others body.
#[must_use]
pub fn document(article: &Article) -> Document {
    let text = article.text.clone();
    let mut spans = Vec::new();
    let mut at = 0;
    for line in text.split('\n') {
        let (lead, body) = (line.len() - line.trim_start().len(), line.trim());
        if !body.is_empty() {
            spans.push(Span::new(at + lead, at + lead + body.len()));
        }
        at += line.len() + 1;
    }
    let headline = (!spans.is_empty()).then(|| spans.remove(0));
    Document {
        id: article.doc.clone(),
        text,
        parts: Parts {
            headline,
            ..Parts::default()
        },
        body: spans,
        meta: Metadata::default(),
    }
}

/// Scores what `quotes` finds in the articles of a PolNeAR file.
///
/// # Errors
/// If the file cannot be read or a line is not an article.
pub fn polnear(path: &Path, quotes: &dyn Fn(&Document) -> Vec<Quote>) -> Result<QuoteScores> {
    let mut scores = QuoteScores::default();
    for article in articles(path)? {
        let document = document(&article);
        // as `dateline quotes` lists them
        let mut found = quotes(&document);
        found.retain(|quote| !quote.inner);
        scores.add(&article, &document, &found);
    }
    Ok(scores)
}

impl QuoteScores {
    /// Adds one article.
    pub fn add(&mut self, article: &Article, document: &Document, quotes: &[Quote]) {
        self.articles += 1;
        let points = CodePoints::new(&document.text);
        let chars: Vec<char> = document.text.chars().collect();
        let spans = |spans: &[Span]| -> Vec<[usize; 2]> { spans.iter().map(|&s| points.span(s)).collect() };
        // In one line, whatever the text.
        let text = |ranges: &[[usize; 2]]| -> String {
            let parts: Vec<String> = ranges
                .iter()
                .map(|r| {
                    chars
                        .get(r[0]..r[1].min(chars.len()))
                        .unwrap_or_default()
                        .iter()
                        .collect()
                })
                .collect();
            parts.join(" | ").replace(char::is_whitespace, " ")
        };
        let mut partner = vec![false; article.attributions.len()];
        for quote in quotes {
            let (source, cue, content) = (spans(quote.source.as_slice()), spans(&quote.cue), spans(&quote.content));
            self.found.predicted += 1;
            self.source_exact.predicted += usize::from(!source.is_empty());
            self.cue_exact.predicted += usize::from(!cue.is_empty());
            self.content_exact.predicted += usize::from(!content.is_empty());
            let class = self.classes.entry(CueClass::as_str(quote.class)).or_default();
            class.predicted += 1;
            let gold =
                article.attributions.iter().enumerate().find(|(i, g)| {
                    !partner[*i] && g.cue.iter().any(|a| cue.iter().any(|b| a[0] < b[1] && b[0] < a[1]))
                });
            let Some((i, gold)) = gold else {
                self.misses.push(format!(
                    "extra\t{}\t{}\t{}\t{}",
                    quote.class,
                    text(&cue),
                    text(&source),
                    text(&content)
                ));
                continue;
            };
            partner[i] = true;
            class.right += 1;
            self.found.right += 1;
            self.misses.push(format!(
                "found\t{}\t{}\t{}\t{}",
                quote.class,
                text(&cue),
                text(&source),
                text(&content)
            ));
            overlap(&mut self.source_words, &chars, &source, &gold.source);
            overlap(&mut self.content_words, &chars, &content, &gold.content);
            self.source_exact.right += usize::from(!source.is_empty() && source == gold.source);
            self.cue_exact.right += usize::from(cue == gold.cue);
            self.content_exact.right += usize::from(!content.is_empty() && content == gold.content);
            for (name, mine, theirs) in [
                ("source", &source, &gold.source),
                ("cue", &cue, &gold.cue),
                ("content", &content, &gold.content),
            ] {
                if mine != theirs {
                    self.misses.push(format!(
                        "{name}\t{}\t{}\t{}\t{}",
                        quote.class,
                        text(&cue),
                        text(mine),
                        text(theirs)
                    ));
                }
            }
        }
        for (gold, found) in article.attributions.iter().zip(partner) {
            self.found.gold += 1;
            self.source_exact.gold += usize::from(!gold.source.is_empty());
            self.cue_exact.gold += usize::from(!gold.cue.is_empty());
            self.content_exact.gold += usize::from(!gold.content.is_empty());
            if !found {
                self.misses.push(format!(
                    "missing\t-\t{}\t{}\t{}",
                    text(&gold.cue),
                    text(&gold.source),
                    text(&gold.content)
                ));
            }
        }
    }
}

/// Adds the words (runs of letters and digits) that two lists of ranges share.
fn overlap(counts: &mut Counts, chars: &[char], mine: &[[usize; 2]], theirs: &[[usize; 2]]) {
    let words = |ranges: &[[usize; 2]]| -> FxHashSet<usize> {
        let mut out = FxHashSet::default();
        for range in ranges {
            for i in range[0]..range[1].min(chars.len()) {
                let starts = chars[i].is_alphanumeric() && (i == range[0] || !chars[i - 1].is_alphanumeric());
                if starts {
                    out.insert(i);
                }
            }
        }
        out
    };
    let (mine, theirs) = (words(mine), words(theirs));
    counts.right += mine.intersection(&theirs).count();
    counts.predicted += mine.len();
    counts.gold += theirs.len();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cue_finds_its_partner_once() {
        let article = Article {
            doc: "x".into(),
            text: "Rebels: Kim said they left.\n\nKim said so.".into(),
            attributions: vec![GoldAttribution {
                source: vec![[8, 11]],
                cue: vec![[12, 16]],
                content: vec![[17, 26]],
            }],
        };
        let document = document(&article);
        let quote = Quote {
            sentence: 0,
            speaker: None,
            source: Some(Span::new(8, 11)),
            class: CueClass::Say,
            cue: vec![Span::new(12, 16)],
            cue_head: None,
            content: vec![Span::new(17, 27)],
            kind: dateline::QuoteKind::Indirect,
            outlet: None,
            outlet_span: None,
            inner: false,
            confidence: 1.0,
        };
        let mut scores = QuoteScores::default();
        scores.add(&article, &document, &[quote.clone(), quote]);
        assert_eq!((scores.found.right, scores.found.predicted), (1, 2));
        assert_eq!(scores.source_exact.right, 1);
        assert_eq!(scores.content_exact.right, 0);
        assert!(scores.content_words.f1() > 0.99);
        assert_eq!(document.body.len(), 1);
    }
}
