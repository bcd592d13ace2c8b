//! `dateline kb`: what is known of actors and places, and files that add to it.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::{Args, Subcommand};
use dateline::resolve::Resolver;
use dateline::resolve::actors::Entity;
use dateline::resolve::places::import;
use jiff::civil::Date;

use crate::args::KnowledgeArgs;
use crate::run::{Outcome, complain};
use crate::sink::Sink;

/// Look up, check and add to what is known of actors and places
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dateline kb show Peskov --on 2021-08-26
  dateline kb show \"Springfield\"
  dateline kb check my-actors.tsv
  dateline kb places import allCountries.txt --out world.places
  dateline code --places world.places --actors my-actors.tsv news.jsonl

docs/places.md and docs/actors.md say how the files are written.")]
pub struct KbCommand {
    #[command(subcommand)]
    command: Which,
}

#[derive(Debug, Subcommand)]
enum Which {
    /// Say who or what a name stands for, and why
    Show {
        /// The name, as a text would write it
        name: String,
        /// Only what holds on this day
        #[arg(long, value_name = "YYYY-MM-DD")]
        on: Option<Date>,
        #[command(flatten)]
        knowledge: KnowledgeArgs,
    },
    /// Check files of actors; faults are named with file and line
    Check {
        /// Files of actors (columns as data/actors/groups.tsv) [default: what is built in]
        #[arg(value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Tables of places
    Places {
        #[command(subcommand)]
        command: Places,
    },
}

#[derive(Debug, Subcommand)]
enum Places {
    /// Make a table of places from a GeoNames dump, for --places
    Import {
        /// allCountries.txt, cities500.txt or a country's file, unpacked
        dump: PathBuf,
        /// File to write
        #[arg(long, short, value_name = "FILE", default_value = "places.table")]
        out: PathBuf,
        /// Write names and points into two files, as they are built in: FILE.names, FILE.points
        #[arg(long)]
        split: bool,
    },
}

pub fn run(args: &KbCommand) -> Result<Outcome> {
    match &args.command {
        Which::Show { name, on, knowledge } => show(name, *on, knowledge),
        Which::Check { files } => check(files),
        Which::Places {
            command: Places::Import { dump, out, split },
        } => places(dump, out, *split),
    }
}

fn show(name: &str, on: Option<Date>, knowledge: &KnowledgeArgs) -> Result<Outcome> {
    let resolver = Resolver::load(knowledge.actors.as_deref(), knowledge.places.as_deref())?;
    let mut sink = Sink::open(None)?;
    let actors = resolver.actors().lookup(name, on);
    let places = resolver.places().known(name);
    for actor in &actors {
        sink.text(&describe(actor))?;
    }
    for (place, why) in &places {
        let country = place.country.as_deref().unwrap_or("no country");
        let precision = place.precision.map(|p| p.to_string()).unwrap_or_default();
        let point = match (place.lat, place.lon) {
            (Some(lat), Some(lon)) => format!("{lat:.3}, {lon:.3}"),
            _ => "no point".to_owned(),
        };
        sink.text(&format!(
            "place  {}: {precision} in {country}, at {point}; {why}\n",
            place.name
        ))?;
    }
    sink.flush()?;
    if actors.is_empty() && places.is_empty() {
        let day = on.map(|day| format!(" on {day}")).unwrap_or_default();
        complain(&format!("nothing is known by the name {name:?}{day}"));
        return Ok(Outcome::Problems);
    }
    Ok(Outcome::Clean)
}

/// Who an actor is, from when to when, and by which row that is known.
fn describe(actor: &Entity) -> String {
    let mut line = format!("actor  {}: {}", actor.name, actor.kind);
    if let Some(office) = &actor.office {
        line.push_str(&format!(", {office}"));
    }
    if let Some(country) = &actor.country {
        line.push_str(&format!(" of {country}"));
    }
    if !actor.sectors.is_empty() {
        let sectors: Vec<_> = actor.sectors.iter().map(ToString::to_string).collect();
        line.push_str(&format!(" ({})", sectors.join(" ")));
    }
    match (actor.from, actor.to) {
        (Some(from), Some(to)) => line.push_str(&format!(", from {from} to {to}")),
        (Some(from), None) => line.push_str(&format!(", since {from}")),
        (None, Some(to)) => line.push_str(&format!(", until {to}")),
        (None, None) => {}
    }
    line.push_str(&format!("; id {}\n", actor.id));
    line
}

fn check(files: &[PathBuf]) -> Result<Outcome> {
    let mut texts = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(file).with_context(|| format!("{}", file.display()))?;
        texts.push((file.display().to_string(), text));
    }
    let extra: Vec<(&str, &str)> = texts
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    let resolver = Resolver::with(&extra)?;
    let mut sink = Sink::open(None)?;
    sink.text(&format!(
        "{} actors, {} places: all in order\n",
        resolver.actors().entities().len(),
        resolver.places().len()
    ))?;
    sink.flush()?;
    Ok(Outcome::Clean)
}

fn places(dump: &Path, out: &Path, split: bool) -> Result<Outcome> {
    let file = File::open(dump).with_context(|| format!("{}", dump.display()))?;
    let imported = import(&dump.display().to_string(), BufReader::new(file))?;
    let (count, left_out) = (imported.len(), imported.left_out);
    let write = |path: &Path, bytes: &[u8]| std::fs::write(path, bytes).with_context(|| format!("{}", path.display()));
    if split {
        let (names, points) = imported.parts();
        write(&out.with_extension("names"), &names)?;
        write(&out.with_extension("points"), &points)?;
    } else {
        write(out, &imported.file())?;
    }
    let mut sink = Sink::open(None)?;
    sink.text(&format!(
        "{count} places from {} into {}; {left_out} lines left out\n",
        dump.display(),
        out.display()
    ))?;
    sink.flush()?;
    Ok(Outcome::Clean)
}
