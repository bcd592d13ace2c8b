//! The days that time phrases stand for.

use super::DataError;
use crate::{Document, Sentence, TimeMention};

/// The days that time phrases stand for.
#[derive(Debug)]
pub struct TimeResolver {}

impl TimeResolver {
    /// With the built-in data.
    ///
    /// # Errors
    /// If a built-in data file is broken, which the tests rule out.
    pub fn builtin() -> Result<Self, DataError> {
        Ok(Self {})
    }

    /// Time mentions, in text order.
    #[must_use]
    pub fn resolve(&self, _document: &Document, _sentences: &[Sentence]) -> Vec<TimeMention> {
        Vec::new()
    }
}
