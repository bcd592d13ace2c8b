//! Where the place names of a document lie.

use super::DataError;
use crate::{Document, PlaceMention, Sentence};

/// Where the place names of a document lie.
#[derive(Debug)]
pub struct PlaceResolver {}

impl PlaceResolver {
    /// With the built-in data.
    ///
    /// # Errors
    /// If a built-in data file is broken, which the tests rule out.
    pub fn builtin() -> Result<Self, DataError> {
        Ok(Self {})
    }

    /// Place mentions, in text order.
    #[must_use]
    pub fn resolve(&self, _document: &Document, _sentences: &[Sentence]) -> Vec<PlaceMention> {
        Vec::new()
    }
}
