//! What the commands read: documents, or trees.

use std::path::PathBuf;

use anyhow::Result;
use dateline::annotate::conllu::{self, Parsed};
use dateline::{Document, Sentence};

use crate::args::{AnnotateForm, InputArgs, InputForm};

/// A document, with its trees where they were given.
pub struct Input {
    /// The document.
    pub document: Document,
    /// Its sentences, where somebody else's parser made them.
    pub sentences: Option<Vec<Sentence>>,
}

/// What comes out of reading.
pub enum Item {
    /// A document.
    Document(Input),
    /// A document left out on purpose, and why.
    Skipped { id: String, reason: String },
    /// A file, line or document that could not be read, and why.
    Failed(String),
}

/// The documents of the input, in order.
pub fn open(args: &InputArgs, form: InputForm) -> Result<Box<dyn Iterator<Item = Item>>> {
    match form {
        InputForm::Text => documents(args),
        InputForm::Conllu => trees(args, conllu::read),
    }
}

/// The same for `annotate`, which also takes tokens.
pub fn open_for_annotate(args: &InputArgs, form: AnnotateForm) -> Result<Box<dyn Iterator<Item = Item>>> {
    match form {
        AnnotateForm::Text => documents(args),
        AnnotateForm::Conllu => trees(args, conllu::read),
        AnnotateForm::Tokens => trees(args, conllu::read_tokens),
    }
}

fn documents(_args: &InputArgs) -> Result<Box<dyn Iterator<Item = Item>>> {
    Ok(Box::new(std::iter::empty()))
}

type ReadTrees = fn(&str, &str) -> Result<Vec<Parsed>, conllu::ConlluError>;

fn trees(_args: &InputArgs, _read: ReadTrees) -> Result<Box<dyn Iterator<Item = Item>>> {
    let _: Vec<PathBuf> = Vec::new();
    Ok(Box::new(std::iter::empty()))
}
