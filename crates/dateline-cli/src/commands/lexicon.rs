//! `dateline lexicon`: the event frames.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand, ValueEnum};
use dateline::code::expect::{Expected, differences};
use dateline::code::import::{Dictionaries, Kind};
use dateline::code::lexicon::{self, Frame, FrameTest, Lexicon};
use dateline::pipeline::Sources;
use dateline::resolve::own::OwnActors;
use dateline::{Document, Metadata, Parts, Pipeline, Span};
use rayon::prelude::*;

use crate::run::{Outcome, complain, guarded};
use crate::sink::Sink;

/// What `lexicon new` writes.
const NEW: [(&str, &str); 2] = [
    ("events.toml", include_str!("lexicon_new/events.toml")),
    ("actors.tsv", include_str!("lexicon_new/actors.tsv")),
];

/// Start, check, list and import the frames that say what counts as an event
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dateline lexicon new my-lexicon
  dateline lexicon check my-lexicon
  dateline code --lexicon my-lexicon news/
  dateline lexicon import verbs.txt actors.txt agents.txt --output imported
  dateline lexicon list --type COERCE

docs/lexicon.md says how frames are written.")]
pub struct LexiconCommand {
    #[command(subcommand)]
    command: Which,
}

#[derive(Debug, Subcommand)]
enum Which {
    /// Start a lexicon of your own: files with a frame, a test, an event type and an actor to begin from
    New {
        /// Folder to make
        dir: PathBuf,
    },
    /// Make a lexicon of dictionaries for TABARI or PETRARCH; what cannot be converted is named
    ///
    /// Verb, actor, agent and discard files, and ontology.json. What each holds is told from its name.
    Import {
        /// Dictionaries
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Folder to make
        #[arg(long, short, value_name = "DIR")]
        output: PathBuf,
        /// What the files hold, where their names do not say
        #[arg(long = "as", value_name = "KIND", value_enum)]
        kind: Option<DictionaryKind>,
    },
    /// Load a lexicon and run the tests in its frames; all faults are named
    Check {
        /// Folder of lexicon files, added to the built-in lexicon; only its own frames are tested [default: the
        /// built-in lexicon]
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
        /// Only frames of this type, PLOVER's or your own
        #[arg(long = "type", value_name = "TYPE")]
        kind: Option<String>,
    },
}

/// What a dictionary holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum DictionaryKind {
    /// Actors, roles, synonym sets and verbs in one JSON object
    Ontology,
    /// Verbs with their patterns
    Verbs,
    /// Actors with their codes
    Actors,
    /// Roles with their codes
    Agents,
    /// Phrases that drop a sentence or story
    Discards,
    /// Phrases that tell what a story is about; not converted, only named
    Issues,
}

impl From<DictionaryKind> for Kind {
    fn from(kind: DictionaryKind) -> Self {
        match kind {
            DictionaryKind::Ontology => Self::Ontology,
            DictionaryKind::Verbs => Self::Verbs,
            DictionaryKind::Actors => Self::Actors,
            DictionaryKind::Agents => Self::Agents,
            DictionaryKind::Discards => Self::Discards,
            DictionaryKind::Issues => Self::Issues,
        }
    }
}

pub fn run(args: &LexiconCommand) -> Result<Outcome> {
    match &args.command {
        Which::New { dir } => new(dir),
        Which::Import { files, output, kind } => import(files, output, kind.map(Kind::from)),
        Which::Check {
            dir,
            alone,
            no_tests,
            frames,
        } => check(dir.clone(), *alone, *no_tests, frames.as_deref()),
        Which::List { dir, kind } => list(dir.clone(), kind.as_deref()),
    }
}

/// Makes an empty folder, or takes one that is.
fn folder(dir: &Path) -> Result<()> {
    let shown = dir.display();
    if dir.exists()
        && std::fs::read_dir(dir)
            .with_context(|| format!("{shown}"))?
            .next()
            .is_some()
    {
        bail!("{shown}: not empty; name a folder that does not exist yet");
    }
    std::fs::create_dir_all(dir).with_context(|| format!("{shown}"))
}

fn write(path: &Path, text: &str) -> Result<()> {
    std::fs::write(path, text).with_context(|| path.display().to_string())
}

fn new(dir: &Path) -> Result<Outcome> {
    folder(dir)?;
    for (name, text) in NEW {
        write(&dir.join(name), text)?;
    }
    let shown = dir.display();
    let mut sink = Sink::open(None)?;
    sink.text(&format!(
        "{shown}: events.toml and actors.tsv, with an example each; change them, then\n  dateline lexicon check {shown}\n  \
         dateline code --lexicon {shown} FILE\n"
    ))?;
    sink.flush()?;
    Ok(Outcome::Clean)
}

fn import(files: &[PathBuf], output: &Path, kind: Option<Kind>) -> Result<Outcome> {
    let mut all = Dictionaries::default();
    for path in files {
        let shown = path.display().to_string();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let Some(kind) = kind.or_else(|| Kind::of(&name)) else {
            bail!("{shown}: its name does not say what it holds; say so with --as verbs, actors, agents or discards");
        };
        let bytes = std::fs::read(path).with_context(|| shown.clone())?;
        // old dictionaries are not always UTF-8; letters of ASCII are the same in all their encodings
        let text = String::from_utf8_lossy(&bytes);
        if let Err(reason) = all.read(kind, &shown, &text) {
            bail!(reason);
        }
    }
    let imported = all.write();
    if imported.files.is_empty() {
        bail!("nothing in these files could be converted");
    }
    folder(output)?;
    for (name, text) in &imported.files {
        write(&output.join(name), text)?;
    }
    let mut sink = Sink::open(None)?;
    for note in &imported.notes {
        sink.text(&format!("{note}\n"))?;
    }
    let shown = output.display();
    sink.text(&format!(
        "{shown}: {} patterns, {} actors, {} roles; {} not converted\n",
        imported.patterns,
        imported.actors,
        imported.roles,
        imported.notes.len()
    ))?;
    sink.flush()?;
    Ok(Outcome::Clean)
}

fn check(dir: Option<PathBuf>, alone: bool, no_tests: bool, frames: Option<&str>) -> Result<Outcome> {
    let mut sink = Sink::open(None)?;
    let mut files = if alone { Vec::new() } else { lexicon::builtin_files() };
    let mut own: Vec<String> = Vec::new();
    if let Some(dir) = &dir {
        let theirs = lexicon::files_of(dir)?;
        own.extend(theirs.iter().map(|(name, _)| name.clone()));
        files.extend(theirs);
    }
    let (lexicon, mut wrong) = Lexicon::check(&files);
    // a lexicon of one's own is looked at by itself; without one the built-in is
    wrong.extend(lexicon::check::faults(&lexicon, &|file| {
        dir.is_none() || own.iter().any(|f| f == file)
    }));
    if let Some(dir) = &dir {
        wrong.extend(OwnActors::open(dir, alone).err());
    }
    for fault in &wrong {
        complain(&fault.to_string());
    }
    sink.text(&format!(
        "{} frames, {} patterns, {} triggers{}\n",
        lexicon.frames.len(),
        lexicon.patterns.len() + lexicon.lines().all().len(),
        lexicon.trigger_count(),
        match wrong.len() {
            0 => String::new(),
            1 => "; 1 fault".to_owned(),
            faults => format!("; {faults} faults"),
        }
    ))?;
    sink.flush()?;
    if !wrong.is_empty() {
        return Ok(Outcome::Problems);
    }
    if no_tests {
        return Ok(Outcome::Clean);
    }
    let pipeline = Pipeline::load(&Sources {
        model: None,
        lexicon: dir.clone(),
        replace_lexicon: alone,
        ..Sources::default()
    })?;
    let tests: Vec<(&Frame, usize, &FrameTest)> = lexicon
        .frames
        .iter()
        .filter(|frame| dir.is_none() || own.contains(&frame.file))
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
    let expected: Result<Vec<Expected>, String> = {
        let own = |name: &str| pipeline.coder().lexicon().has_type(name);
        test.expect
            .iter()
            .map(|line| Expected::parse_with(line, &own))
            .collect()
    };
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
        Some(dir) => lexicon::open(dir, true)?,
        None => lexicon::builtin()?,
    };
    for frame in &lexicon.frames {
        let name = frame
            .own_type
            .as_ref()
            .map_or(frame.kind.as_str(), |own| own.name.as_str());
        if kind.is_some_and(|kind| !kind.eq_ignore_ascii_case(name)) {
            continue;
        }
        let mode = frame.mode.map(|mode| format!(" {mode}")).unwrap_or_default();
        sink.text(&format!("{}\t{name}{mode}\t{}\n", frame.id, frame.why))?;
    }
    sink.flush()?;
    Ok(Outcome::Clean)
}
