//! Scores of names: precision, recall and F1 over exact span and kind.

use std::path::Path;

use anyhow::{Context, Result};
use dateline::annotate::Annotator;
use dateline::types::{Name, NameKind, PartKind, Rel, Sentence, Span, SubRel, Token, Upos};
use rustc_hash::FxHashSet;
use serde::Deserialize;

/// Counts, and what follows from them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Counts {
    /// Names that are in both.
    pub right: usize,
    /// Names in the gold.
    pub gold: usize,
    /// Names that were found.
    pub found: usize,
}

impl Counts {
    /// Adds one sentence; `only` restricts it to one kind.
    pub fn add(&mut self, gold: &[Name], found: &[Name], only: Option<NameKind>) {
        let counts = |n: &&Name| only.is_none_or(|k| n.kind == k);
        self.gold += gold.iter().filter(counts).count();
        self.found += found.iter().filter(counts).count();
        self.right += gold.iter().filter(counts).filter(|n| found.contains(n)).count();
    }

    /// Share of the names found that are right.
    #[must_use]
    pub fn precision(&self) -> f64 {
        share(self.right, self.found)
    }

    /// Share of the gold's names that were found.
    #[must_use]
    pub fn recall(&self) -> f64 {
        share(self.right, self.gold)
    }

    /// Harmonic mean of the two.
    #[must_use]
    pub fn f1(&self) -> f64 {
        share(2 * self.right, self.gold + self.found)
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

#[derive(Deserialize)]
struct Line {
    sent_id: String,
    tokens: Vec<String>,
    entities: Vec<Entity>,
}

#[derive(Deserialize)]
struct Entity {
    start: usize,
    end: usize,
    #[serde(rename = "type")]
    kind: String,
}

/// A sentence of a corpus with its names.
#[derive(Clone, Debug)]
pub struct Named {
    /// Its id in the corpus.
    pub id: String,
    /// Its words.
    pub forms: Vec<String>,
    /// First word, one past the last, and kind of each name.
    pub names: Vec<(usize, usize, NameKind)>,
}

/// Reads a file of names (JSON Lines with `sent_id`, `tokens`, `entities`). `countries` are names, in
/// small letters, that are always places.
pub fn read(path: &Path, countries: &FxHashSet<String>) -> Result<Vec<Named>> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let mut out = Vec::new();
    for (i, line) in text.lines().enumerate() {
        let line: Line = serde_json::from_str(line).with_context(|| format!("{}:{}", path.display(), i + 1))?;
        let mut names = Vec::new();
        for e in line.entities {
            if e.start >= e.end || e.end > line.tokens.len() {
                continue;
            }
            let mut start = e.start;
            let words: Vec<&str> = line.tokens[start..e.end].iter().map(String::as_str).collect();
            let mut kind = match e.kind.as_str() {
                "PER" | "politician" | "person" => NameKind::Per,
                "ORG" | "politicalparty" | "organisation" => NameKind::Org,
                "LOC" | "country" | "location" => NameKind::Loc,
                _ => continue,
            };
            if words.len() > 1 && words[0].eq_ignore_ascii_case("the") {
                start += 1;
            }
            if countries.contains(&line.tokens[start..e.end].join(" ").to_lowercase()) {
                kind = NameKind::Loc;
            }
            names.push((start, e.end, kind));
        }
        out.push(Named {
            id: line.sent_id,
            forms: line.tokens,
            names,
        });
    }
    Ok(out)
}

/// Names of states in small letters, from the countries table, with a few usual short forms.
pub fn countries(path: &Path) -> Result<FxHashSet<String>> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let all: Vec<serde_json::Value> = serde_json::from_str(&text)?;
    let mut out: FxHashSet<String> = [
        "u.s.",
        "us",
        "usa",
        "u.s",
        "u.k.",
        "uk",
        "britain",
        "england",
        "scotland",
        "wales",
        "america",
        "united states of america",
        "soviet union",
        "ussr",
    ]
    .into_iter()
    .map(str::to_owned)
    .collect();
    for c in all {
        for key in ["common", "official"] {
            if let Some(name) = c["name"][key].as_str() {
                out.insert(name.to_lowercase());
            }
        }
    }
    Ok(out)
}

/// Counts over a corpus, of all kinds and of each kind in the order of [`NameKind::ALL`].
#[must_use]
pub fn evaluate(annotator: &Annotator, corpus: &[Named]) -> (Counts, Vec<Counts>) {
    let mut sentences: Vec<Sentence> = corpus.iter().map(|n| bare(&n.forms)).collect();
    annotator.annotate_tokens(&mut sentences);
    let mut all = Counts::default();
    let mut kinds = vec![Counts::default(); NameKind::ALL.len()];
    for (named, sentence) in corpus.iter().zip(&sentences) {
        let gold: Vec<Name> = named
            .names
            .iter()
            .map(|(a, b, kind)| Name {
                start: *a as u32,
                end: *b as u32,
                kind: *kind,
            })
            .collect();
        all.add(&gold, &sentence.names, None);
        for (counts, kind) in kinds.iter_mut().zip(NameKind::ALL) {
            counts.add(&gold, &sentence.names, Some(*kind));
        }
    }
    (all, kinds)
}

/// A sentence that has words and nothing else.
fn bare(forms: &[String]) -> Sentence {
    let nowhere = Span::new(0, 0);
    let tokens = forms
        .iter()
        .map(|f| Token {
            span: nowhere,
            form: f.as_str().into(),
            lemma: "".into(),
            upos: Upos::X,
            xpos: "".into(),
            head: None,
            rel: Rel::Dep,
            sub: SubRel::None,
            mwt_first: false,
            mwt_rest: false,
        })
        .collect();
    Sentence {
        span: nowhere,
        part: PartKind::Body,
        index: 0,
        tokens,
        names: Vec::new(),
        paragraph_start: true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_span_and_kind_is_right() {
        let name = |start, end, kind| Name { start, end, kind };
        let gold = [
            name(0, 2, NameKind::Per),
            name(4, 5, NameKind::Loc),
            name(7, 9, NameKind::Org),
        ];
        let found = [
            name(0, 2, NameKind::Per),
            name(4, 5, NameKind::Org),
            name(7, 8, NameKind::Org),
        ];
        let mut all = Counts::default();
        all.add(&gold, &found, None);
        assert_eq!(
            all,
            Counts {
                right: 1,
                gold: 3,
                found: 3
            }
        );
        assert!((all.f1() - 1.0 / 3.0).abs() < 1e-9);
        let mut orgs = Counts::default();
        orgs.add(&gold, &found, Some(NameKind::Org));
        assert_eq!(
            orgs,
            Counts {
                right: 0,
                gold: 1,
                found: 2
            }
        );
        assert!(Counts::default().f1().abs() < 1e-9);
    }
}
