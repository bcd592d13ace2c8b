//! Trains the annotator.

#![allow(missing_docs, clippy::too_many_arguments)]

mod backprop;
mod checkpoint;
mod data;
mod odds;
mod optimise;
mod random;
mod tokens;
mod train;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

/// Trains Dateline's annotator from treebanks and names, and its confidence from records.
#[derive(Parser)]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Trains a model.
    Train(train::Options),
    /// Puts the networks of several models into one.
    Merge {
        /// Model file to write.
        #[arg(long)]
        out: PathBuf,
        /// Models that were trained on the same corpora; tokeniser and splitter come from the first.
        files: Vec<PathBuf>,
    },
    /// Learns what each doubt about an event costs, from the PLOVER records.
    Confidence {
        /// Folder with `events`.
        #[arg(long, default_value = "../shared/data")]
        data: PathBuf,
        /// Table to write.
        #[arg(long, default_value = "data/confidence.toml")]
        out: PathBuf,
    },
    /// Scores a model on a treebank, from gold tokens and from raw text.
    Eval {
        /// Model file.
        #[arg(long, default_value = "models/english.model")]
        model: PathBuf,
        /// Folder for what the model makes of the raw texts, as CoNLL-U.
        #[arg(long)]
        dump: Option<PathBuf>,
        /// Folder with `ner` and `kb`: scores names too, on the half of UNER EWT dev that does not train.
        #[arg(long)]
        data: Option<PathBuf>,
        /// Treebanks.
        files: Vec<PathBuf>,
    },
}

fn main() -> anyhow::Result<()> {
    match Args::parse().command {
        Command::Train(options) => train::run(&options),
        Command::Merge { out, files } => train::merge(&files, &out),
        Command::Confidence { data, out } => odds::run(&data, &out),
        Command::Eval {
            model,
            dump,
            data,
            files,
        } => train::eval(&model, dump.as_deref(), data.as_deref(), &files),
    }
}
