//! Trains the annotator.

#![allow(missing_docs, clippy::too_many_arguments)]

mod backprop;
mod data;
mod optimise;
mod random;
mod tokens;
mod train;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

/// Trains Dateline's annotator from treebanks and names.
#[derive(Parser)]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Trains a model.
    Train(train::Options),
    /// Scores a model on a treebank, from gold tokens and from raw text.
    Eval {
        /// Model file.
        #[arg(long, default_value = "data/../models/english.model")]
        model: PathBuf,
        /// Folder for what the model makes of the raw texts, as CoNLL-U.
        #[arg(long)]
        dump: Option<PathBuf>,
        /// Treebanks.
        files: Vec<PathBuf>,
    },
}

fn main() -> anyhow::Result<()> {
    match Args::parse().command {
        Command::Train(options) => train::run(&options),
        Command::Eval { model, dump, files } => train::eval(&model, dump.as_deref(), &files),
    }
}
