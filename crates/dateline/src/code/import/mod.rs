//! Dictionaries of other event coders to files of a lexicon: `ontology.json`, and the verb, actor, agent and discard
//! files of TABARI and PETRARCH. What cannot be converted is said, file and line.

mod dictionaries;
mod ontology;
mod write;

use std::collections::BTreeMap;

use jiff::civil::Date;

pub use self::dictionaries::Kind;

/// What was read from dictionaries, before it is written as a lexicon.
#[derive(Debug, Default)]
pub struct Dictionaries {
    actors: Vec<ActorFact>,
    roles: Vec<RoleFact>,
    discards: Vec<(String, bool)>,
    synsets: BTreeMap<String, Vec<String>>,
    groups: Vec<Group>,
    /// What could not be converted.
    pub notes: Vec<Note>,
}

/// Something that could not be converted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The file.
    pub file: String,
    /// Where in it: the line, or the path in JSON.
    pub place: String,
    /// What it was, and why it was left out.
    pub reason: String,
}

impl std::fmt::Display for Note {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.place, self.reason)
    }
}

/// A lexicon made from dictionaries.
#[derive(Clone, Debug, Default)]
pub struct Imported {
    /// Files by name and text: `events.toml`, and `actors.tsv` and `roles.tsv` where there are any.
    pub files: Vec<(String, String)>,
    /// What could not be converted.
    pub notes: Vec<Note>,
    /// Patterns written.
    pub patterns: usize,
    /// Actors written.
    pub actors: usize,
    /// Roles written.
    pub roles: usize,
}

impl Imported {
    /// A file's text; empty if there is no such file.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        let file = self.files.iter().find(|(n, _)| n == name);
        file.map_or("", |(_, text)| text.as_str())
    }
}

#[derive(Debug)]
struct ActorFact {
    phrase: String,
    code: String,
    from: Option<Date>,
    to: Option<Date>,
}

#[derive(Debug)]
struct RoleFact {
    phrase: String,
    plural: Option<String>,
    code: String,
    before: bool,
}

/// A group of verbs with its patterns.
#[derive(Debug, Default)]
struct Group {
    name: String,
    code: Option<String>,
    reverse: Option<String>,
    verbs: Vec<VerbFact>,
    patterns: Vec<PatternFact>,
    place: (String, String),
}

#[derive(Debug)]
struct VerbFact {
    words: String,
    /// The word that is inflected, where there are several.
    inflected: Option<String>,
    /// Irregular forms; regular ones are made where there are none.
    forms: Vec<String>,
    /// A code of its own; within, `None` for no event.
    code: Option<Option<String>>,
    reverse: Option<String>,
}

#[derive(Debug)]
struct PatternFact {
    text: String,
    code: Option<String>,
    reverse: Option<String>,
    place: (String, String),
}

impl Dictionaries {
    fn note(&mut self, file: &str, place: impl ToString, reason: impl Into<String>) {
        self.notes.push(Note {
            file: file.to_owned(),
            place: place.to_string(),
            reason: reason.into(),
        });
    }
}
