//! `dateline lexicon`: the event frames.

use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, Subcommand};
use dateline::code::lexicon::Lexicon;

use crate::run::Outcome;
use crate::sink::Sink;

/// Check and list the frames that say what counts as an event
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dateline lexicon check
  dateline lexicon check my-frames/
  dateline lexicon list --type COERCE")]
pub struct LexiconCommand {
    #[command(subcommand)]
    command: Which,
}

#[derive(Debug, Subcommand)]
enum Which {
    /// Load a lexicon; a fault is named with file, line and what was expected
    Check {
        /// Folder of lexicon files [default: the built-in lexicon]
        dir: Option<PathBuf>,
        /// Check the folder by itself, not together with the built-in lexicon
        #[arg(long, requires = "dir")]
        alone: bool,
    },
    /// List the frames
    List {
        /// Folder of lexicon files, listed by itself [default: the built-in lexicon]
        dir: Option<PathBuf>,
        /// Only frames of this PLOVER type
        #[arg(long = "type", value_name = "TYPE")]
        kind: Option<String>,
    },
}

pub fn run(args: &LexiconCommand) -> Result<Outcome> {
    let mut sink = Sink::open(None)?;
    match &args.command {
        Which::Check { dir, alone } => {
            let lexicon = match dir {
                Some(dir) => Lexicon::open(dir, *alone)?,
                None => Lexicon::builtin()?,
            };
            sink.text(&format!(
                "{} frames, {} patterns, {} triggers: all in order\n",
                lexicon.frames.len(),
                lexicon.patterns.len(),
                lexicon.trigger_count()
            ))?;
        }
        Which::List { dir, kind } => {
            let lexicon = match dir {
                Some(dir) => Lexicon::open(dir, true)?,
                None => Lexicon::builtin()?,
            };
            for frame in &lexicon.frames {
                let name = frame.kind.as_str();
                if kind.as_ref().is_some_and(|kind| !kind.eq_ignore_ascii_case(name)) {
                    continue;
                }
                let mode = frame.mode.map(|mode| format!(" {mode}")).unwrap_or_default();
                sink.text(&format!("{}\t{name}{mode}\t{}\n", frame.id, frame.why))?;
            }
        }
    }
    sink.flush()?;
    Ok(Outcome::Clean)
}
