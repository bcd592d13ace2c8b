//! `dateline kb import`: other collections' actors to a file for `--actors`.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use dateline::resolve::actors::import::{ActorRow, Form, Importer, Note, each_line, unpacked};

use crate::run::{Outcome, complain};
use crate::sink::Sink;

/// Notes shown without `--left-out`.
const SHOWN: usize = 50;

/// What to import.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dateline kb import latest-all.json.gz --out world.tsv --left-out world.notes
  bzcat latest-all.json.bz2 | dateline kb import - --out world.tsv
  dateline kb import Phoenix.Countries.actors.txt Phoenix.MilNonState.actors.txt --out old.tsv
  dateline code --actors world.tsv news.jsonl

A dump is read line by line: its size does not matter. docs/actors.md says what becomes of what.")]
pub struct ImportArgs {
    /// Dumps of Wikidata (JSON, an entity a line) or actor files, also compressed (.gz); `-` for standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// File of actors to make; it must not exist yet
    #[arg(long, short, value_name = "FILE")]
    out: PathBuf,
    /// Write all that was not converted, with line and reason, to this file [default: the first 50 are shown]
    #[arg(long, value_name = "FILE")]
    left_out: Option<PathBuf>,
    /// What the files are [default: told from how they begin]
    #[arg(long = "as", value_name = "FORM", value_enum)]
    form: Option<FormArg>,
}

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FormArg {
    /// Entities of Wikidata, one JSON object a line
    Wikidata,
    /// An actor file of TABARI or PETRARCH
    Petrarch,
}

/// Where notes go.
struct Notes {
    to: Option<BufWriter<File>>,
    shown: Vec<String>,
    /// Reasons with how often, apart for what was left out and what was kept in part.
    counts: BTreeMap<(bool, &'static str), usize>,
    failed: Option<io::Error>,
    /// True if a file could not be read to its end.
    broken: bool,
}

impl Notes {
    fn add(&mut self, file: &str, note: &Note) {
        *self.counts.entry((note.kept, note.class)).or_default() += 1;
        match &mut self.to {
            Some(to) => {
                if let Err(error) = writeln!(to, "{file}:{}: {}", note.line, note.reason) {
                    self.failed.get_or_insert(error);
                }
            }
            None if self.shown.len() < SHOWN => self.shown.push(format!("{file}:{}: {}\n", note.line, note.reason)),
            None => {}
        }
    }

    fn left_out(&self) -> usize {
        self.counts.iter().filter(|((kept, _), _)| !kept).map(|(_, n)| n).sum()
    }
}

pub fn run(args: &ImportArgs) -> Result<Outcome> {
    let out = args.out.display().to_string();
    if args.out.exists() {
        bail!("{out}: there already; name a file that does not exist yet");
    }
    // rows wait here until the offices and members that a dump tells elsewhere are known
    let part = PathBuf::from(format!("{out}.part"));
    let result = import(args, &part);
    let removed = std::fs::remove_file(&part);
    let (rows, mut notes) = result?;
    removed.with_context(|| part.display().to_string())?;
    if let Some(to) = &mut notes.to {
        to.flush()?;
    }
    if let Some(error) = notes.failed.take() {
        return Err(error).context("the file of --left-out");
    }
    let mut sink = Sink::open(None)?;
    for note in &notes.shown {
        sink.text(note)?;
    }
    let all: usize = notes.counts.values().sum();
    if notes.to.is_none() && all > notes.shown.len() {
        sink.text(&format!(
            "… {} more; --left-out FILE has all\n",
            all - notes.shown.len()
        ))?;
    }
    for ((kept, class), count) in &notes.counts {
        let how = if *kept { "kept, but" } else { "left out" };
        sink.text(&format!("{count:>9} {how}: {class}\n"))?;
    }
    sink.text(&format!("{out}: {rows} actors; {} left out\n", notes.left_out()))?;
    sink.flush()?;
    if rows == 0 {
        std::fs::remove_file(&args.out).with_context(|| out.clone())?;
        bail!("nothing in these files could be converted");
    }
    Ok(if notes.broken {
        Outcome::Problems
    } else {
        Outcome::Clean
    })
}

fn import(args: &ImportArgs, part: &Path) -> Result<(usize, Notes)> {
    let create = |path: &Path| File::create(path).with_context(|| path.display().to_string());
    let mut notes = Notes {
        to: args.left_out.as_deref().map(create).transpose()?.map(BufWriter::new),
        shown: Vec::new(),
        counts: BTreeMap::new(),
        failed: None,
        broken: false,
    };
    let mut importer = Importer::new()?;
    let mut rows = BufWriter::new(create(part)?);
    let mut count = 0;
    for path in &args.files {
        let shown = path.display().to_string();
        let mut reader = if path.as_os_str() == "-" {
            unpacked(io::stdin())
        } else {
            unpacked(File::open(path).with_context(|| shown.clone())?)
        }
        .with_context(|| shown.clone())?;
        let form = match args.form {
            Some(FormArg::Wikidata) => Form::Wikidata,
            Some(FormArg::Petrarch) => Form::Petrarch,
            None => Form::of(reader.fill_buf().with_context(|| shown.clone())?),
        };
        let mut note = |note: Note| notes.add(&shown, &note);
        match form {
            Form::Wikidata => each_line(reader, &mut |number, line| {
                count += importer.wikidata(number, line, &mut rows, &mut note)?;
                Ok(())
            }),
            Form::Petrarch => {
                // old dictionaries are not always UTF-8; letters of ASCII are the same in all their encodings
                let mut bytes = Vec::new();
                reader.read_to_end(&mut bytes).and_then(|_| {
                    let text = String::from_utf8_lossy(&bytes);
                    count += importer.petrarch(&text, &mut rows, &mut note)?;
                    Ok(())
                })
            }
        }
        .unwrap_or_else(|error| {
            // what was read before stays
            complain(&format!("{shown}: {error}"));
            notes.broken = true;
        });
    }
    rows.flush()?;
    drop(rows);
    let mut out = BufWriter::new(create(&args.out)?);
    writeln!(out, "{}", ActorRow::header())?;
    each_line(
        BufReader::new(File::open(part).with_context(|| part.display().to_string())?),
        &mut |_, line| writeln!(out, "{}", importer.complete(line)),
    )?;
    out.flush()?;
    Ok((count, notes))
}
