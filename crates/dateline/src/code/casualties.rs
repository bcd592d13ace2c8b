//! Dead, injured and detained of an event.

use crate::types::Casualties;
use crate::{Document, Sentence};

/// Losses that the sentence tells for the event whose trigger's head word is `trigger`.
#[must_use]
pub fn casualties(_document: &Document, _sentence: &Sentence, _trigger: u32) -> Option<Casualties> {
    None
}
