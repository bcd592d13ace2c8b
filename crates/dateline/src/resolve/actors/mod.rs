//! Who the noun phrases, pronouns and demonyms of a document stand for.

use super::DataError;
use crate::{ActorMention, Document, PlaceMention, Sentence};

/// Who the noun phrases, pronouns and demonyms of a document stand for.
#[derive(Debug)]
pub struct ActorResolver {}

impl ActorResolver {
    /// With the built-in data.
    ///
    /// # Errors
    /// If a built-in data file is broken, which the tests rule out.
    pub fn builtin() -> Result<Self, DataError> {
        Ok(Self {})
    }

    /// Actor mentions, ordered by sentence and head word; at most one for each head word.
    #[must_use]
    pub fn resolve(
        &self,
        _document: &Document,
        _sentences: &[Sentence],
        _places: &[PlaceMention],
    ) -> Vec<ActorMention> {
        Vec::new()
    }
}
