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

/// What a word says of a phrase for an actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum WordClass {
    /// With a region or organisation, its plural stands for the states or their officers: "leaders".
    State,
    /// It stands for the states themselves: "countries".
    Whole,
    /// With an organisation, those who serve it, not its members: "EU officials".
    Servant,
    /// "Neighbours" of a state.
    Neighbour,
    /// "Bordering".
    Border,
    /// Leaves some out: "several", "southern".
    Narrowing,
    /// Who backs others is not who they are: "US-backed".
    Backing,
    /// Who leads others is: "Saudi-led".
    Leading,
    /// What a medium does with others' words.
    Carrying,
    /// Its subject speaks: what it says elsewhere tells nothing of where the subject is.
    Speaking,
    /// It only says that somebody told what is told: "said", "reported".
    Telling,
    /// Of a town, it is the town's, not the government's: "mayor".
    Local,
    /// A family name that stands first: "Xi Jinping".
    Family,
    /// Who it is to somebody is somebody else: "its rival".
    Other,
    /// With a region, some of its states, not all: "European partners".
    Chosen,
}

/// Words by class.
#[derive(Debug, Default)]
pub(crate) struct Words(rustc_hash::FxHashSet<(Box<str>, WordClass)>);

impl Words {
    /// Reads `words.tsv`.
    pub(crate) fn read(text: &str) -> Result<Self, DataError> {
        let mut all = Self::default();
        for row in Table::new("words.tsv", text, &["word", "class"])?.rows() {
            let row = row?;
            let class = match row.field(1) {
                "state" => WordClass::State,
                "whole" => WordClass::Whole,
                "servant" => WordClass::Servant,
                "neighbour" => WordClass::Neighbour,
                "border" => WordClass::Border,
                "narrowing" => WordClass::Narrowing,
                "backing" => WordClass::Backing,
                "leading" => WordClass::Leading,
                "carrying" => WordClass::Carrying,
                "speaking" => WordClass::Speaking,
                "telling" => WordClass::Telling,
                "chosen" => WordClass::Chosen,
                "family" => WordClass::Family,
                "local" => WordClass::Local,
                "other" => WordClass::Other,
                other => return Err(row.error(format!("{other:?} is not a class of words"))),
            };
            if !all.0.insert((fold(row.field(0)).into(), class)) {
                return Err(row.error(format!("{:?} stands in the file twice", row.field(0))));
            }
        }
        Ok(all)
    }

    /// True if a folded word is of a class.
    pub(crate) fn is(&self, word: &str, class: WordClass) -> bool {
        self.0.contains(&(word.into(), class))
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

/// Names of media and agencies.
#[derive(Debug, Default)]
pub(crate) struct Outlets(rustc_hash::FxHashSet<String>);

#[derive(serde::Deserialize)]
struct RawOutlets {
    #[serde(flatten)]
    lists: std::collections::BTreeMap<String, toml::Value>,
}

impl Outlets {
    /// Reads the names of `outlets.toml` that mean a medium wherever they stand.
    pub(crate) fn read(file: &str, text: &str) -> Result<Self, DataError> {
        let raw: RawOutlets = toml::from_str(text).map_err(|error| DataError {
            file: file.to_owned(),
            line: None,
            reason: error.message().to_owned(),
        })?;
        let mut names = rustc_hash::FxHashSet::default();
        for kind in ["agency", "medium"] {
            let tables = raw
                .lists
                .get(kind)
                .and_then(toml::Value::as_array)
                .into_iter()
                .flatten();
            for table in tables.filter(|t| t.get("article").is_none()) {
                let lists = table.get("names").and_then(toml::Value::as_array).into_iter().flatten();
                let each = lists.filter_map(toml::Value::as_array).flatten();
                names.extend(each.filter_map(toml::Value::as_str).map(fold));
            }
        }
        Ok(Self(names))
    }

    /// True for the name of a medium.
    pub(crate) fn has(&self, name: &str) -> bool {
        let name = fold(name);
        self.0.contains(&name) || name.strip_prefix("the ").is_some_and(|rest| self.0.contains(rest))
    }
}
