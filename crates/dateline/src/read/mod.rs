//! Bytes to a [`Document`]; the next stage is `annotate`.
//!
//! [`Reader::open`] goes over files, folders and standard input in order and gives one [`Item`]
//! for each document. One bad document is reported and the run goes on.

mod agencies;
mod credits;
mod dateline;
mod decode;
mod furniture;
mod html;
mod input;
mod json_lines;
mod language;
mod layout;
mod output;
mod stamp;

use std::fmt;
use std::path::Path;

use jiff::civil::Date;

pub use agencies::Agencies;
pub use input::Documents;
pub use output::{write_json, write_text};

use crate::{Document, Metadata};

/// Documents over this many bytes are refused: 20 MB.
pub const MAX_BYTES: usize = 20_000_000;

/// How to read. The default reads page dumps, finds the format itself and skips what is not
/// English.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Does not look for page furniture in text and JSON Lines: every line is a paragraph of the
    /// article, headline first.
    pub plain: bool,
    /// The format of all input; else by extension, else by content.
    pub format: Option<Format>,
    /// Day of publication of files.
    pub date: Option<Date>,
    /// Publisher of files.
    pub publisher: Option<String>,
    /// Ids of files are their paths without extension, not only their names.
    pub id_from_path: bool,
    /// Reads documents in other languages too.
    pub any_language: bool,
}

/// Forms of input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A text, with or without page furniture.
    Text,
    /// A web page.
    Html,
    /// One JSON object a line.
    JsonLines,
}

/// What came of one document.
#[derive(Clone, Debug)]
pub enum Item {
    /// It was read.
    Document(Box<Document>),
    /// It is sound, but not for us.
    Skipped(Skipped),
    /// It could not be read.
    Failed(ReadError),
}

/// A document that is left out on purpose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// The document's id.
    pub id: String,
    /// Where it came from.
    pub file: String,
    /// Line, from 1, in JSON Lines.
    pub line: Option<usize>,
    /// Why, in words.
    pub reason: String,
}

impl fmt::Display for Skipped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_place(f, &self.file, self.line)?;
        write!(f, "skipped: {}", self.reason)
    }
}

/// Why a document could not be read. The file `-` is standard input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    /// The file's path as it was given.
    pub file: String,
    /// Line, from 1, where one is to blame.
    pub line: Option<usize>,
    /// What was wrong.
    pub reason: String,
}

impl ReadError {
    pub(crate) fn new(file: impl Into<String>, line: Option<usize>, reason: impl Into<String>) -> Self {
        Self {
            file: file.into(),
            line,
            reason: reason.into(),
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_place(f, &self.file, self.line)?;
        f.write_str(&self.reason)
    }
}

impl std::error::Error for ReadError {}

fn write_place(f: &mut fmt::Formatter<'_>, file: &str, line: Option<usize>) -> fmt::Result {
    let file = if file == "-" { "standard input" } else { file };
    match line {
        Some(line) => write!(f, "{file}:{line}: "),
        None => write!(f, "{file}: "),
    }
}

/// Reads documents. Holds the table of agencies; one for all threads.
#[derive(Debug)]
pub struct Reader {
    options: Options,
    agencies: Agencies,
}

impl Reader {
    /// A reader with the built-in table of agencies.
    ///
    /// # Errors
    /// If the built-in table is broken, which the tests rule out.
    pub fn new(options: Options) -> Result<Self, ReadError> {
        let agencies = Agencies::builtin()?;
        Ok(Self { options, agencies })
    }

    /// Goes over files and folders in the order given; `-` is standard input. Folders are read
    /// with all folders in them, sorted by name: .txt, .html, .htm, .jsonl, also with .gz and .zst.
    pub fn open<P: AsRef<Path>>(&self, paths: impl IntoIterator<Item = P>) -> Documents<'_> {
        Documents::new(self, paths.into_iter().map(|path| path.as_ref().to_owned()).collect())
    }

    /// Reads one document that is already in memory. `name` stands for the file in messages, and
    /// gives the id.
    #[must_use]
    pub fn document(&self, name: &str, bytes: Vec<u8>) -> Item {
        input::whole(self, name, bytes)
    }

    /// Reads a text as it stands; its language is not looked at.
    #[must_use]
    pub fn text(&self, id: &str, text: String, meta: Metadata) -> Document {
        let layout = layout::layout(
            &text,
            self.options.plain,
            meta.published,
            &self.agencies,
            &layout::Given::default(),
        );
        self.assemble(id, text, meta, layout)
    }

    fn assemble(&self, id: &str, text: String, mut meta: Metadata, layout: layout::Layout) -> Document {
        meta.published = meta.published.or(layout.published);
        meta.agency = meta.agency.or(layout.agency);
        Document {
            id: id.to_owned(),
            text,
            parts: layout.parts,
            body: layout.body,
            meta,
        }
    }

    /// A text with its language looked at. `given`: the language that the input names.
    fn checked(&self, source: &Source<'_>, text: String, mut meta: Metadata) -> Item {
        if text.trim().is_empty() {
            return Item::Failed(source.error("there is no text in it"));
        }
        match language::english(&text, meta.language.as_deref()) {
            Ok(language) => meta.language = language,
            Err(language) if !self.options.any_language => {
                return Item::Skipped(source.skipped(&language));
            }
            Err(language) => meta.language = Some(language),
        }
        Item::Document(Box::new(self.text(source.id, text, meta)))
    }

    /// What the options say about files.
    fn file_metadata(&self) -> Metadata {
        Metadata {
            published: self.options.date,
            publisher: self.options.publisher.clone(),
            ..Metadata::default()
        }
    }
}

/// Where a document comes from.
#[derive(Clone, Copy, Debug)]
struct Source<'a> {
    file: &'a str,
    line: Option<usize>,
    id: &'a str,
}

impl Source<'_> {
    fn error(&self, reason: impl Into<String>) -> ReadError {
        ReadError::new(self.file, self.line, reason)
    }

    fn skipped(&self, language: &str) -> Skipped {
        Skipped {
            id: self.id.to_owned(),
            file: self.file.to_owned(),
            line: self.line,
            reason: format!("not English (language: {language})"),
        }
    }
}
