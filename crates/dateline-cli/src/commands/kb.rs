//! `dateline kb`: what is known of actors and places, and files that add to it.

mod add;
mod import;

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::{Args, Subcommand};
use dateline::resolve::Resolver;
use dateline::resolve::actors::{Entity, Known};
use dateline::resolve::places;
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
  dateline kb add my-actors.tsv \"Tamber Front\" --alias TF --country KEN --sector REB --from 2001
  dateline kb import wikidata.json.gz --out world-actors.tsv
  dateline kb import Phoenix.Countries.actors.txt --out old-actors.tsv
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
    /// Add an actor to a file of your own, after checking it
    Add(Box<add::AddArgs>),
    /// Make a file of actors of other collections: Wikidata's JSON dump, TABARI's and PETRARCH's actor files
    Import(import::ImportArgs),
    /// Check files of actors; faults are named with file and line
    Check {
        /// Files of actors (.tsv with columns as data/actors/groups.tsv, or .toml) [default: what is built in]
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
        Which::Add(args) => add::run(args),
        Which::Import(args) => import::run(args),
        Which::Check { files } => check(files),
        Which::Places {
            command: Places::Import { dump, out, split },
        } => import_places(dump, out, *split),
    }
}

fn show(name: &str, on: Option<Date>, knowledge: &KnowledgeArgs) -> Result<Outcome> {
    let resolver = Resolver::load(knowledge.actors.as_deref(), knowledge.places.as_deref())?;
    let mut sink = Sink::open(None)?;
    let actors = resolver.actors().why(name, on);
    let places = resolver.places().known(name);
    for known in &actors {
        sink.text(&describe(known))?;
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
        let mut message = format!("nothing is known by the name {name:?}{day}");
        if on.is_some() {
            for known in resolver.actors().why(name, None) {
                message.push_str(&format!("; on other days: {}", describe(&known).trim_end()));
            }
        }
        complain(&message);
        return Ok(Outcome::Problems);
    }
    Ok(Outcome::Clean)
}

/// Who an actor is, from when to when, and by which rows that is known.
fn describe(known: &Known<'_>) -> String {
    let mut line = format!("actor  {}: ", known.name);
    match known.entity {
        Some(actor) => line.push_str(&describe_entity(actor)),
        None => line.push_str("region"),
    }
    if !known.members.is_empty() {
        line.push_str(&format!(", members {}", known.members.join(" ")));
    }
    line.push_str(&format!("; {}", known.how));
    if let Some(actor) = known.entity {
        line.push_str(&format!(", id {}", actor.id));
        if let Some(item) = &actor.wikidata {
            line.push_str(&format!(", Wikidata {item}"));
        }
    }
    let rows: Vec<_> = known.rows.iter().map(ToString::to_string).collect();
    line.push_str(&format!("; {}\n", rows.join(", ")));
    line
}

fn describe_entity(actor: &Entity) -> String {
    let mut line = actor.kind.to_string();
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

fn import_places(dump: &Path, out: &Path, split: bool) -> Result<Outcome> {
    let file = File::open(dump).with_context(|| format!("{}", dump.display()))?;
    let imported = places::import(&dump.display().to_string(), BufReader::new(file))?;
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
