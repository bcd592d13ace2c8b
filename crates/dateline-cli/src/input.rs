//! What the commands read: documents, or trees that were made elsewhere.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::fs::File;
use std::io::{IsTerminal, Read};
use std::path::{Path, PathBuf};

use anyhow::Result;
use dateline::annotate::Annotator;
use dateline::annotate::conllu::{self, ConlluError, Parsed};
use dateline::read::{self, Options, Reader};
use dateline::{Document, Sentence};

use crate::args::{AnnotateForm, InputArgs, InputForm, UsageError};

/// Files of trees over this many bytes are refused: 512 MB.
const MAX_TREES: u64 = 512_000_000;

/// A document, with its trees where they were given.
pub struct Input {
    /// The document.
    pub document: Document,
    /// Its sentences, where somebody else's parser made them.
    pub sentences: Option<Vec<Sentence>>,
}

impl Input {
    /// Its sentences: as given, or by the annotator.
    pub fn annotated(&self, annotator: &Annotator) -> Cow<'_, [Sentence]> {
        match &self.sentences {
            Some(sentences) => Cow::Borrowed(sentences),
            None => Cow::Owned(annotator.annotate(&self.document)),
        }
    }
}

/// What comes out of reading.
pub enum Item {
    /// A document.
    Document(Box<Input>),
    /// A document left out on purpose: which, and why.
    Skipped(String),
    /// A file, line or document that could not be read, and why.
    Failed(String),
}

/// What is to be read, and how.
pub struct Source {
    reader: Reader,
    paths: Vec<PathBuf>,
    trees: Option<ReadTrees>,
    args: InputArgs,
}

type ReadTrees = fn(&str, &str) -> Result<Vec<Parsed>, ConlluError>;

impl Source {
    /// Documents, or trees.
    pub fn new(args: &InputArgs, form: InputForm) -> Result<Self> {
        let trees: Option<ReadTrees> = match form {
            InputForm::Text => None,
            InputForm::Conllu => Some(conllu::read),
        };
        Self::with(args, trees)
    }

    /// The same for `annotate`, which also takes tokens.
    pub fn for_annotate(args: &InputArgs, form: AnnotateForm) -> Result<Self> {
        let trees: Option<ReadTrees> = match form {
            AnnotateForm::Text => None,
            AnnotateForm::Conllu => Some(conllu::read),
            AnnotateForm::Tokens => Some(conllu::read_tokens),
        };
        Self::with(args, trees)
    }

    fn with(args: &InputArgs, trees: Option<ReadTrees>) -> Result<Self> {
        let mut paths = args.files.clone();
        if paths.is_empty() {
            if std::io::stdin().is_terminal() {
                let message = "name a file or a folder, or - for standard input";
                return Err(UsageError(message.to_owned()).into());
            }
            paths.push(PathBuf::from("-"));
        }
        let reader = Reader::new(Options {
            plain: args.plain,
            date: args.date,
            publisher: args.publisher.clone(),
            id_from_path: args.id_from_path,
            any_language: args.any_language,
            ..Options::default()
        })?;
        Ok(Self {
            reader,
            paths,
            trees,
            args: args.clone(),
        })
    }

    /// The documents, in order.
    pub fn items(&self) -> Box<dyn Iterator<Item = Item> + '_> {
        match self.trees {
            None => Box::new(self.reader.open(&self.paths).map(|item| match item {
                read::Item::Document(document) => Item::Document(Box::new(Input {
                    document: *document,
                    sentences: None,
                })),
                read::Item::Skipped(skipped) => Item::Skipped(skipped.to_string()),
                read::Item::Failed(error) => Item::Failed(error.to_string()),
            })),
            Some(read) => Box::new(Trees {
                source: self,
                read,
                paths: self.paths.iter().cloned().collect(),
                parsed: VecDeque::new(),
            }),
        }
    }
}

/// Documents of CoNLL-U files and folders of them.
struct Trees<'a> {
    source: &'a Source,
    read: ReadTrees,
    paths: VecDeque<PathBuf>,
    parsed: VecDeque<Parsed>,
}

impl Iterator for Trees<'_> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            if let Some(parsed) = self.parsed.pop_front() {
                return Some(self.document(parsed));
            }
            let path = self.paths.pop_front()?;
            if let Err(reason) = self.open(&path) {
                return Some(Item::Failed(format!("{}{reason}", shown(&path))));
            }
        }
    }
}

impl Trees<'_> {
    fn document(&self, parsed: Parsed) -> Item {
        let mut document = parsed.document;
        document.meta.published = document.meta.published.or(self.source.args.date);
        if document.meta.publisher.is_none() {
            document.meta.publisher.clone_from(&self.source.args.publisher);
        }
        Item::Document(Box::new(Input {
            document,
            sentences: Some(parsed.sentences),
        }))
    }

    /// Reads one file, or puts a folder's files first in the queue. Fails with the rest of a message that begins with
    /// the path: ": reason" or ":line: reason".
    fn open(&mut self, path: &Path) -> Result<(), String> {
        let plain = |reason: String| format!(": {reason}");
        if path.is_dir() {
            let entries = std::fs::read_dir(path).map_err(|error| plain(error.to_string()))?;
            let mut files: Vec<PathBuf> = entries
                .filter_map(|entry| Some(entry.ok()?.path()))
                .filter(|path| path.is_dir() || path.extension().is_some_and(|extension| extension == "conllu"))
                .collect();
            if files.is_empty() {
                return Err(plain("no .conllu file in this folder".to_owned()));
            }
            files.sort();
            for file in files.into_iter().rev() {
                self.paths.push_front(file);
            }
            return Ok(());
        }
        let stdin = path == Path::new("-");
        let mut bytes = Vec::new();
        let stream: Box<dyn Read> = if stdin {
            Box::new(std::io::stdin().lock())
        } else {
            Box::new(File::open(path).map_err(|error| plain(error.to_string()))?)
        };
        stream
            .take(MAX_TREES + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| plain(error.to_string()))?;
        if bytes.len() as u64 > MAX_TREES {
            return Err(plain(format!("over {} MB; split it", MAX_TREES / 1_000_000)));
        }
        let text = String::from_utf8(bytes)
            .map_err(|error| plain(format!("not UTF-8 at byte {}", error.utf8_error().valid_up_to())))?;
        let id = match path.file_stem() {
            _ if stdin => "stdin".to_owned(),
            Some(_) if self.source.args.id_from_path => path.with_extension("").to_string_lossy().into_owned(),
            Some(stem) => stem.to_string_lossy().into_owned(),
            None => String::new(),
        };
        let parsed = (self.read)(&text, &id).map_err(|error| format!(":{}: {}", error.line, error.what))?;
        if parsed.is_empty() {
            return Err(plain("there is no sentence in it".to_owned()));
        }
        self.parsed.extend(parsed);
        Ok(())
    }
}

/// A path for messages.
fn shown(path: &Path) -> String {
    if path == Path::new("-") {
        return "standard input".to_owned();
    }
    path.display().to_string()
}
