//! Treebanks and name corpora to training items.

use std::path::Path;

use anyhow::{Context, Result};
use dateline::annotate::conllu::{self, Parsed};
use dateline::types::{NameKind, Rel, SubRel, Token};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

/// A sentence to learn from; what is not known about it is `None`.
#[derive(Clone, Debug)]
pub struct Item {
    pub forms: Vec<String>,
    pub tree: Option<Vec<Token>>,
    pub names: Option<Vec<(usize, usize, NameKind)>>,
}

pub fn treebank(path: &Path) -> Result<Vec<Parsed>> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let name = path
        .file_stem()
        .map_or_else(String::new, |s| s.to_string_lossy().into_owned());
    conllu::read(&text, &name).with_context(|| path.display().to_string())
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

/// Names of a sentence of a corpus.
pub struct Named {
    pub id: String,
    pub forms: Vec<String>,
    pub names: Vec<(usize, usize, NameKind)>,
}

/// Reads a file of names. `countries` are names that are always places.
pub fn names(path: &Path, countries: &FxHashSet<String>) -> Result<Vec<Named>> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let mut out = Vec::new();
    for (i, line) in text.lines().enumerate() {
        let line: Line =
            serde_json::from_str(line).with_context(|| format!("{}:{}", path.display(), i + 1))?;
        let mut names = Vec::new();
        for e in line.entities {
            if e.start >= e.end || e.end > line.tokens.len() {
                continue;
            }
            let mut start = e.start;
            let words: Vec<&str> = line.tokens[start..e.end]
                .iter()
                .map(String::as_str)
                .collect();
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

/// What the classes of the heads stand for.
#[derive(Clone, Debug, Default)]
pub struct Classes {
    pub xpos: Vec<Box<str>>,
    pub labels: Vec<(Rel, SubRel)>,
    pub scripts: Vec<dateline::annotate::lemma::Script>,
}

/// Items ordered by how often they occur, most frequent first, then by themselves.
pub fn by_count<T: Ord + Clone + std::hash::Hash>(
    items: impl Iterator<Item = T>,
    least: usize,
) -> Vec<(T, usize)> {
    let mut counts: FxHashMap<T, usize> = FxHashMap::default();
    for item in items {
        *counts.entry(item).or_default() += 1;
    }
    let mut out: Vec<(T, usize)> = counts.into_iter().filter(|(_, n)| *n >= least).collect();
    out.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    out
}
