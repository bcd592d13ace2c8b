//! Treebanks and name corpora to training items.

use std::path::Path;

use anyhow::{Context, Result};
use dateline::annotate::conllu::{self, Parsed};
use dateline::types::{NameKind, Rel, SubRel, Token};
use rustc_hash::FxHashMap;

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

/// What the classes of the heads stand for.
#[derive(Clone, Debug, Default)]
pub struct Classes {
    pub xpos: Vec<Box<str>>,
    pub labels: Vec<(Rel, SubRel)>,
    pub scripts: Vec<dateline::annotate::lemma::Script>,
}

/// Items ordered by how often they occur, most frequent first, then by themselves.
pub fn by_count<T: Ord + Clone + std::hash::Hash>(items: impl Iterator<Item = T>, least: usize) -> Vec<(T, usize)> {
    let mut counts: FxHashMap<T, usize> = FxHashMap::default();
    for item in items {
        *counts.entry(item).or_default() += 1;
    }
    let mut out: Vec<(T, usize)> = counts.into_iter().filter(|(_, n)| *n >= least).collect();
    out.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    out
}
