//! A [`Document`](crate::Document) to [`Sentence`](crate::Sentence)s; the next stage is `resolve`.
#![allow(missing_docs)]

use crate::{Document, Sentence};
use std::path::Path;

#[derive(Debug, thiserror::Error)]
#[error("model {file}")]
pub struct ModelError {
    file: String,
}

#[derive(Debug)]
pub struct Annotator {}

impl Annotator {
    pub fn builtin() -> Result<Self, ModelError> {
        Ok(Self {})
    }
    pub fn open(path: &Path) -> Result<Self, ModelError> {
        Err(ModelError {
            file: path.display().to_string(),
        })
    }
    #[must_use]
    pub fn model_name(&self) -> &str {
        "none"
    }
    #[must_use]
    pub fn annotate(&self, _document: &Document) -> Vec<Sentence> {
        Vec::new()
    }
    pub fn annotate_tokens(&self, _sentences: &mut [Sentence]) {}
}

pub mod conllu {
    use crate::{Document, Sentence};

    #[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
    #[error("line {line}: {what}")]
    pub struct ConlluError {
        pub line: usize,
        pub what: String,
    }
    #[derive(Clone, Debug, PartialEq)]
    pub struct Parsed {
        pub document: Document,
        pub sentences: Vec<Sentence>,
    }
    pub fn read(_text: &str, _default_id: &str) -> Result<Vec<Parsed>, ConlluError> {
        Ok(Vec::new())
    }
    pub fn read_tokens(_text: &str, _default_id: &str) -> Result<Vec<Parsed>, ConlluError> {
        Ok(Vec::new())
    }
    #[must_use]
    pub fn write(_document: &Document, _sentences: &[Sentence]) -> String {
        String::new()
    }
}
