//! Document, sentences and resolved mentions to [`Event`]s; the last stage before output.

pub mod output;

use std::path::Path;

use crate::resolve::DataError;
use crate::{Document, Event, Resolved, Sentence};

/// Finds events. Holds the compiled lexicon; one for all threads.
#[derive(Debug)]
pub struct Coder {}

/// Why events were, or were not, coded in a sentence; shown by its `Display`.
#[derive(Debug)]
pub struct Explanation(String);

impl std::fmt::Display for Explanation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl Coder {
    /// With the built-in lexicon.
    ///
    /// # Errors
    /// If a built-in file is broken, which the tests rule out.
    pub fn builtin() -> Result<Self, DataError> {
        Ok(Self {})
    }

    /// With the lexicon in `folder`, added to the built-in one or replacing it.
    ///
    /// # Errors
    /// If a file cannot be read or is broken: file, line and what was expected.
    pub fn with_lexicon(_folder: &Path, _replace: bool) -> Result<Self, DataError> {
        Ok(Self {})
    }

    /// All events of a document, whatever their status, in text order.
    #[must_use]
    pub fn code(
        &self,
        _document: &Document,
        _sentences: &[Sentence],
        _resolved: &Resolved,
    ) -> Vec<Event> {
        Vec::new()
    }

    /// Why events were, or were not, coded; for one sentence or all.
    #[must_use]
    pub fn explain(
        &self,
        _document: &Document,
        _sentences: &[Sentence],
        _resolved: &Resolved,
        _sentence: Option<u32>,
    ) -> Explanation {
        Explanation(String::new())
    }
}
