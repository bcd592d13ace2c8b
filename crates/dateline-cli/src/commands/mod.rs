//! The subcommands, a file for each.

mod annotate;
mod code;
mod eval;
mod explain;
mod kb;
mod lexicon;
mod listing;
mod mentions;
mod quotes;
mod read;

use anyhow::Result;
use clap::Subcommand;

use crate::args::Cli;
use crate::run::Outcome;

/// What to do. The stages of the program, in order, then what serves to look into them.
#[derive(Debug, Subcommand)]
pub enum Command {
    Read(read::ReadArgs),
    Annotate(annotate::AnnotateArgs),
    Code(code::CodeArgs),
    Explain(explain::ExplainArgs),
    Mentions(mentions::MentionsArgs),
    Quotes(quotes::QuotesArgs),
    Kb(kb::KbCommand),
    Lexicon(lexicon::LexiconCommand),
    Eval(eval::EvalArgs),
}

/// Does what the command line asks for.
pub fn run(cli: Cli) -> Result<Outcome> {
    match cli.command {
        Command::Read(args) => read::run(&args),
        Command::Annotate(args) => annotate::run(&args),
        Command::Code(args) => code::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Mentions(args) => mentions::run(&args),
        Command::Quotes(args) => quotes::run(&args),
        Command::Kb(args) => kb::run(&args),
        Command::Lexicon(args) => lexicon::run(&args),
        Command::Eval(args) => eval::run(&args),
    }
}
