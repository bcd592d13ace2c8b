//! `dateline kb add`: one more actor in a file of the user's own.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;
use dateline::resolve::Resolver;
use dateline::resolve::actors::import::ActorRow;

use crate::run::Outcome;
use crate::sink::Sink;

/// What to add.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dateline kb add my-actors.tsv \"Tamber Front\" --alias TF --country KEN --sector REB --from 2001
  dateline kb add my-actors.tsv \"Asha Mwende\" --kind person --country KEN --sector GOV --office \"prime minister\" \\
      --from 2024-03-01
  dateline kb add my-actors.toml \"Lakes Compact\" --kind igo --country IGO --member UGA --member KEN:2006-2012
  dateline code --actors my-actors.tsv news.jsonl")]
pub struct AddArgs {
    /// File to add to: .tsv or .toml; it is made where there is none
    file: PathBuf,
    /// Usual name
    name: String,
    /// Another name; may be given several times
    #[arg(long, value_name = "NAME")]
    alias: Vec<String>,
    /// Alpha-3 code of the country, or IGO, UNO, EUR, NGO, ISM, IMG, MNC
    #[arg(long, value_name = "CODE", default_value = "")]
    country: String,
    /// PLOVER sector, the primary one first; may be given several times
    #[arg(long, value_name = "SECTOR")]
    sector: Vec<String>,
    /// First day: 2004-05-06, 2004-05 or 2004 [default: always]
    #[arg(long, value_name = "DAY", default_value = "", hide_default_value = true)]
    from: String,
    /// Last day [default: still]
    #[arg(long, value_name = "DAY", default_value = "", hide_default_value = true)]
    to: String,
    /// country, igo, organization, person or group
    #[arg(long, default_value = "organization")]
    kind: String,
    /// Member state, with the years if not always: UZB:2006-2012; may be given several times
    #[arg(long, value_name = "CODE")]
    member: Vec<String>,
    /// Office of a person: president, prime minister, foreign minister …
    #[arg(long, default_value = "", hide_default_value = true, conflicts_with = "member")]
    office: String,
    /// Wikidata id
    #[arg(long, value_name = "Q…", default_value = "", hide_default_value = true)]
    wikidata: String,
    /// Key, unique in all files [default: country and name, ken.tamber_front]
    #[arg(long)]
    id: Option<String>,
}

pub fn run(args: &AddArgs) -> Result<Outcome> {
    let row = ActorRow {
        id: args
            .id
            .clone()
            .unwrap_or_else(|| ActorRow::id_of(&args.country, &args.name)),
        name: args.name.clone(),
        aliases: args.alias.clone(),
        country: args.country.clone(),
        sectors: args.sector.clone(),
        from: args.from.clone(),
        to: args.to.clone(),
        kind: args.kind.clone(),
        members: if args.office.is_empty() {
            args.member.join(" ")
        } else {
            args.office.clone()
        },
        wikidata: args.wikidata.clone(),
    };
    let shown = args.file.display().to_string();
    let before = match std::fs::read_to_string(&args.file) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(error).with_context(|| shown),
    };
    let toml = shown.ends_with(".toml");
    let mut added = String::new();
    if !before.is_empty() && !before.ends_with('\n') {
        added.push('\n');
    }
    if toml {
        if !before.is_empty() {
            added.push('\n');
        }
        added.push_str(&row.toml());
    } else {
        // a file without the last column stays so where nothing is to stand in it
        let columns = before.lines().next().map_or(10, |header| header.split('\t').count());
        if before.is_empty() {
            added.push_str(&ActorRow::header());
            added.push('\n');
        }
        let line = row.line();
        let line = match columns {
            9 if row.wikidata.is_empty() => line.trim_end_matches('\t').to_owned() + &"\t".repeat(missing(&line)),
            _ => line,
        };
        added.push_str(&line);
        added.push('\n');
    }
    // the whole file is loaded as it will be, so that nothing is written that would be refused
    Resolver::with(&[(&shown, &format!("{before}{added}"))])?;
    OpenOptions::new()
        .create(true)
        .append(true)
        .open(&args.file)
        .and_then(|mut file| file.write_all(added.as_bytes()))
        .with_context(|| shown.clone())?;
    let mut sink = Sink::open(None)?;
    sink.text(&format!("{shown}: {} added as {}\n", row.name, row.id))?;
    sink.flush()?;
    Ok(Outcome::Clean)
}

/// Tabs at the end of a line of nine columns that says the same.
fn missing(line: &str) -> usize {
    let end = line.trim_end_matches('\t');
    8usize.saturating_sub(end.matches('\t').count())
}
