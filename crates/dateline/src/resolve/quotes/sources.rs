//! What an unnamed source is: "witnesses", "a senior official", from `data/attribution/sources.toml`.

use compact_str::CompactString;
use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::tree::Tree;
use crate::resolve::DataError;
use crate::{Rel, SourceClass};

const FILE: &str = "attribution/sources.toml";

/// Words for unnamed sources with their classes.
#[derive(Debug, Default)]
pub(super) struct Sources {
    heads: FxHashMap<CompactString, SourceClass>,
    /// Words before a head that says nothing by itself: "hospital sources", "army spokesman".
    before: FxHashMap<CompactString, SourceClass>,
    /// Such heads.
    open: FxHashMap<CompactString, SourceClass>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    source: Vec<Group>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    class: SourceClass,
    #[serde(default)]
    words: String,
    #[serde(default)]
    before: String,
    #[serde(default)]
    open: String,
}

impl Sources {
    /// The embedded table.
    pub fn builtin() -> Result<Self, DataError> {
        let text = super::data_file(FILE)?;
        let file: File = toml::from_str(text).map_err(|e| DataError {
            file: FILE.to_owned(),
            line: e.span().map(|s| text[..s.start].matches('\n').count() + 1),
            reason: e.message().to_owned(),
        })?;
        let mut out = Self::default();
        for group in &file.source {
            let put = |map: &mut FxHashMap<CompactString, SourceClass>, words: &str| {
                map.extend(words.split_whitespace().map(|w| (w.into(), group.class)));
            };
            put(&mut out.heads, &group.words);
            put(&mut out.before, &group.before);
            put(&mut out.open, &group.open);
        }
        Ok(out)
    }

    /// The class of the source that this word heads.
    pub fn class(&self, tree: &Tree<'_>, head: u32) -> Option<SourceClass> {
        let lemma = tree.token(head).lemma.to_lowercase();
        if let Some(class) = self.heads.get(&lemma) {
            return Some(*class);
        }
        let open = self.open.get(&lemma)?;
        let told = tree
            .children(head)
            .filter(|&c| c < head && matches!(tree.token(c).rel, Rel::Compound | Rel::Amod))
            .filter_map(|c| self.before.get(&tree.token(c).lemma.to_lowercase()));
        Some(told.last().copied().unwrap_or(*open))
    }
}
