//! What common nouns name, and whose first names tell man from woman.

use compact_str::CompactString;
use rustc_hash::FxHashMap;

use super::names::fold;
use super::table::Table;
use crate::Sort;
use crate::resolve::DataError;

/// A common noun for persons, places or bodies.
#[derive(Clone, Debug)]
pub(crate) struct Noun {
    /// What it names.
    pub sort: Sort,
    /// Male `Some(true)`, female `Some(false)`.
    pub male: Option<bool>,
    /// What kind of name it may stand for ("town", "state", "island"); empty for none.
    pub class: CompactString,
}

/// Nouns and first names.
#[derive(Debug)]
pub(crate) struct Nouns {
    nouns: FxHashMap<Box<str>, Noun>,
    first: FxHashMap<Box<str>, bool>,
}

impl Nouns {
    /// Reads `nouns.tsv` and `firstnames.tsv`.
    pub(crate) fn read(nouns: &str, first: &str) -> Result<Self, DataError> {
        let mut found = Self {
            nouns: FxHashMap::with_capacity_and_hasher(1024, Default::default()),
            first: FxHashMap::with_capacity_and_hasher(1024, Default::default()),
        };
        for row in Table::new("nouns.tsv", nouns, &["noun", "sort", "gender", "class"])?.rows() {
            let row = row?;
            let sort = Sort::parse(row.field(1))
                .ok_or_else(|| row.error(format!("{:?} is not one of person, place, organization", row.field(1))))?;
            let male = gender(row.field(2)).map_err(|reason| row.error(reason))?;
            let noun = Noun {
                sort,
                male,
                class: row.field(3).into(),
            };
            if found.nouns.insert(fold(row.field(0)).into(), noun).is_some() {
                return Err(row.error(format!("{:?} stands in the file twice", row.field(0))));
            }
        }
        for row in Table::new("firstnames.tsv", first, &["name", "gender"])?.rows() {
            let row = row?;
            let male = gender(row.field(1))
                .map_err(|reason| row.error(reason))?
                .ok_or_else(|| row.error("a first name without gender says nothing"))?;
            if found.first.insert(fold(row.field(0)).into(), male).is_some() {
                return Err(row.error(format!("{:?} stands in the file twice", row.field(0))));
            }
        }
        Ok(found)
    }

    /// The noun of a folded lemma.
    pub(crate) fn noun(&self, lemma: &str) -> Option<&Noun> {
        self.nouns.get(lemma)
    }

    /// True for a man's, false for a woman's first name in folded form.
    pub(crate) fn first_name(&self, word: &str) -> Option<bool> {
        self.first.get(word).copied()
    }
}

fn gender(field: &str) -> Result<Option<bool>, String> {
    match field {
        "" => Ok(None),
        "m" => Ok(Some(true)),
        "f" => Ok(Some(false)),
        other => Err(format!("{other:?} is neither m, f nor empty")),
    }
}
