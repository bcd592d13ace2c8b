//! Who says what: attributions and quotations.

use super::DataError;
use crate::{ActorMention, Document, Quote, Sentence};

/// Who says what: attributions and quotations.
#[derive(Debug)]
pub struct QuoteFinder {}

impl QuoteFinder {
    /// With the built-in data.
    ///
    /// # Errors
    /// If a built-in data file is broken, which the tests rule out.
    pub fn builtin() -> Result<Self, DataError> {
        Ok(Self {})
    }

    /// Quotes, in text order.
    #[must_use]
    pub fn find(&self, _document: &Document, _sentences: &[Sentence], _actors: &[ActorMention]) -> Vec<Quote> {
        Vec::new()
    }
}
