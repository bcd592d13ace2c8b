//! `dateline lexicon`: the event frames.

use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, Subcommand};
use dateline::code::expect::{Expected, differences};
use dateline::code::lexicon::{Frame, FrameTest, Lexicon};
use dateline::pipeline::Sources;
use dateline::{Document, Metadata, Parts, Pipeline, Span};
use rayon::prelude::*;

use crate::run::{Outcome, guarded};
use crate::sink::Sink;

/// Check and list the frames that say what counts as an event
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dateline lexicon check
  dateline lexicon check my-frames/
  dateline lexicon list --type COERCE

docs/lexicon.md says how frames are written.")]
pub struct LexiconCommand {
    #[command(subcommand)]
    command: Which,
}

#[derive(Debug, Subcommand)]
enum Which {
    /// Load a lexicon and run the tests in its frames; faults are named
    Check {
        /// Folder of lexicon files, added to the built-in lexicon [default: only that]
        dir: Option<PathBuf>,
        /// Check the folder by itself, not together with the built-in lexicon
        #[arg(long, requires = "dir")]
        alone: bool,
        /// Only load, do not run the tests
        #[arg(long)]
        no_tests: bool,
        /// Only the tests of frames whose id begins with this
        #[arg(long, value_name = "PREFIX", conflicts_with = "no_tests")]
        frames: Option<String>,
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
    match &args.command {
        Which::Check {
            dir,
            alone,
            no_tests,
            frames,
        } => check(dir.clone(), *alone, *no_tests, frames.as_deref()),
        Which::List { dir, kind } => list(dir.clone(), kind.as_deref()),
    }
}

fn check(dir: Option<PathBuf>, alone: bool, no_tests: bool, frames: Option<&str>) -> Result<Outcome> {
    let mut sink = Sink::open(None)?;
    let lexicon = match &dir {
        Some(dir) => Lexicon::open(dir, alone)?,
        None => Lexicon::builtin()?,
    };
    sink.text(&format!(
        "{} frames, {} patterns, {} triggers\n",
        lexicon.frames.len(),
        lexicon.patterns.len(),
        lexicon.trigger_count()
    ))?;
    sink.flush()?;
    if no_tests {
        return Ok(Outcome::Clean);
    }
    let pipeline = Pipeline::load(&Sources {
        model: None,
        lexicon: dir,
        replace_lexicon: alone,
        ..Sources::default()
    })?;
    let tests: Vec<(&Frame, usize, &FrameTest)> = lexicon
        .frames
        .iter()
        .filter(|frame| frames.is_none_or(|prefix| frame.id.starts_with(prefix)))
        .flat_map(|frame| (frame.tests.iter().enumerate()).map(move |(i, test)| (frame, i, test)))
        .collect();
    let faults: Vec<Vec<String>> = tests.par_iter().map(|(.., test)| faults(&pipeline, test)).collect();
    let mut failed = 0;
    for ((frame, i, test), faults) in tests.iter().zip(&faults) {
        if faults.is_empty() {
            continue;
        }
        failed += 1;
        sink.text(&format!("{} test {}: {}\n", frame.id, i + 1, test.text))?;
        for fault in faults {
            sink.text(&format!("  {fault}\n"))?;
        }
    }
    sink.text(&format!("{} tests, {failed} failed\n", tests.len()))?;
    sink.flush()?;
    Ok(if failed == 0 { Outcome::Clean } else { Outcome::Problems })
}

/// What is wrong with the events found in a test's sentence.
fn faults(pipeline: &Pipeline, test: &FrameTest) -> Vec<String> {
    let expected: Result<Vec<Expected>, String> = test.expect.iter().map(|line| Expected::parse(line)).collect();
    let expected = match expected {
        Ok(expected) => expected,
        Err(fault) => return vec![fault],
    };
    let document = Document {
        id: "test".to_owned(),
        text: test.text.clone(),
        parts: Parts::default(),
        body: vec![Span::new(0, test.text.len())],
        meta: Metadata::default(),
    };
    match guarded(|| pipeline.process(&document)) {
        Ok(coded) => differences(&expected, &coded.events, &document.text),
        Err(panic) => vec![format!("internal error: {panic}")],
    }
}

fn list(dir: Option<PathBuf>, kind: Option<&str>) -> Result<Outcome> {
    let mut sink = Sink::open(None)?;
    let lexicon = match &dir {
        Some(dir) => Lexicon::open(dir, true)?,
        None => Lexicon::builtin()?,
    };
    for frame in &lexicon.frames {
        let name = frame.kind.as_str();
        if kind.is_some_and(|kind| !kind.eq_ignore_ascii_case(name)) {
            continue;
        }
        let mode = frame.mode.map(|mode| format!(" {mode}")).unwrap_or_default();
        sink.text(&format!("{}\t{name}{mode}\t{}\n", frame.id, frame.why))?;
    }
    sink.flush()?;
    Ok(Outcome::Clean)
}
