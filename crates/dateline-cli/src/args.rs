//! The options that several subcommands share.

use std::path::PathBuf;

use clap::{Args, Parser, ValueEnum};
use dateline::Status;
use dateline::pipeline::{DEFAULT_STATUSES, Sources};

use crate::commands::Command;

/// Reads news dispatches and writes down who did what to whom, where and when, and who says so.
#[derive(Debug, Parser)]
#[command(name = "dateline", version, max_term_width = 100)]
#[command(after_help = "Examples:
  dateline code examples                      events of all documents in a folder, as a table
  dateline code --status all news.jsonl.gz    with negated, conditional and possible ones, as JSON Lines
  dateline explain page.txt --sentence 3      why events were, or were not, coded

Exit status: 0 if all went well (documents that are not English are skipped and named), 1 if a file or
document could not be read or coded (the others were), 2 for wrong usage.")]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

/// Wrong usage that clap cannot see; exit status 2.
#[derive(Debug, thiserror::Error)]
#[error("{0}\n\nFor more information, try '--help'.")]
pub struct UsageError(pub String);

/// What to read.
#[derive(Clone, Debug, Args)]
pub struct InputArgs {
    /// Files or folders; `-` or none for standard input
    ///
    /// Plain text, HTML and JSON Lines ({"id", "text", "title"?, "date"?, "publisher"?, "url"?, "language"?}), also
    /// compressed (.gz, .zst). Folders are read with all folders in them: .txt, .html, .htm and .jsonl, also
    /// compressed.
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,

    /// Do not look for page furniture in text and JSON Lines
    ///
    /// Headline, dateline and agency are still found; each line is a paragraph.
    #[arg(long)]
    pub plain: bool,

    /// Day of publication of the files, where they do not say it themselves
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub date: Option<jiff::civil::Date>,

    /// Publisher of the files, where they do not say it themselves
    #[arg(long, value_name = "NAME")]
    pub publisher: Option<String>,

    /// Take a file's path without extension as the document's id, not only its name
    #[arg(long)]
    pub id_from_path: bool,

    /// Take documents in other languages too, not only English
    #[arg(long)]
    pub any_language: bool,
}

/// What form the input has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum InputForm {
    /// Documents: text, HTML, JSON Lines
    #[default]
    Text,
    /// Sentences with trees, as CoNLL-U
    Conllu,
}

/// What form the input of `annotate` has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum AnnotateForm {
    /// Documents: text, HTML, JSON Lines
    #[default]
    Text,
    /// Sentences with trees, as CoNLL-U; they are written as they are
    Conllu,
    /// Sentences with tokens, as CoNLL-U of which only the forms are read
    Tokens,
}

/// Trees that somebody else's parser made.
#[derive(Clone, Debug, Args)]
pub struct TreeArgs {
    /// Form of the input: documents, or trees that any parser made
    #[arg(long, value_enum, default_value_t, value_name = "FORM")]
    pub input: InputForm,
}

/// What to load.
#[derive(Clone, Debug, Args)]
pub struct ModelArgs {
    /// Model file instead of the built-in one
    #[arg(long, value_name = "FILE")]
    pub model: Option<PathBuf>,
}

/// What to code by.
#[derive(Clone, Debug, Args)]
pub struct LexiconArgs {
    /// Folder of lexicon files (.toml), added to the built-in lexicon
    #[arg(long, value_name = "DIR")]
    pub lexicon: Option<PathBuf>,

    /// Use the folder of --lexicon instead of the built-in lexicon
    #[arg(long, requires = "lexicon")]
    pub replace_lexicon: bool,
}

/// What to know beyond what is built in.
#[derive(Clone, Debug, Args)]
pub struct KnowledgeArgs {
    /// File of actors, added to the built-in ones: .tsv (columns as data/actors/groups.tsv) or .toml; `dateline kb add` and
    /// `kb import` make it
    #[arg(long, value_name = "FILE")]
    pub actors: Option<PathBuf>,

    /// Table of places, added to the built-in ones; `dateline kb places import` makes it
    #[arg(long, value_name = "FILE")]
    pub places: Option<PathBuf>,
}

/// Where and how fast to write.
#[derive(Clone, Debug, Args)]
pub struct OutputArgs {
    /// Write to a file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Threads [default: one for each core]; results are the same for any number
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub jobs: Option<u16>,
}

/// How lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LineFormat {
    /// For reading on a terminal
    Table,
    /// One JSON object a line
    Jsonl,
}

/// Statuses to show: `all` or a list.
#[derive(Clone, Debug)]
pub struct Statuses(pub Vec<Status>);

impl Default for Statuses {
    fn default() -> Self {
        Self(DEFAULT_STATUSES.to_vec())
    }
}

impl std::str::FromStr for Statuses {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "all" {
            return Ok(Self(Status::ALL.to_vec()));
        }
        text.split(',')
            .map(|name| {
                Status::parse(name.trim()).ok_or_else(|| {
                    let names: Vec<_> = Status::ALL.iter().map(|s| s.as_str()).collect();
                    format!("{name:?} is not a status: all, or some of {}", names.join(","))
                })
            })
            .collect::<Result<_, _>>()
            .map(Self)
    }
}

impl std::fmt::Display for Statuses {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names: Vec<_> = self.0.iter().map(|s| s.as_str()).collect();
        f.write_str(&names.join(","))
    }
}

/// The pipeline's sources, from the options.
pub fn sources(model: &ModelArgs, lexicon: Option<&LexiconArgs>, knowledge: &KnowledgeArgs) -> Sources {
    Sources {
        model: model.model.clone(),
        lexicon: lexicon.and_then(|args| args.lexicon.clone()),
        replace_lexicon: lexicon.is_some_and(|args| args.replace_lexicon),
        actors: knowledge.actors.clone(),
        places: knowledge.places.clone(),
    }
}
