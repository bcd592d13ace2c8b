//! `dateline code`: documents to events.

use std::time::Instant;

use anyhow::Result;
use clap::{Args, ValueEnum};
use dateline::code::LONGEST_SENTENCE;
use dateline::code::output::{CSV_COLUMNS, EventLine, PartyLine, csv_line};
use dateline::{Event, Pipeline};

use super::listing::WIDE;
use crate::args::{InputArgs, KnowledgeArgs, LexiconArgs, ModelArgs, OutputArgs, Statuses, TreeArgs, sources};
use crate::input::Source;
use crate::run::{Outcome, complain, complain_of_cuts, ordered};
use crate::sink::Sink;
use crate::table::Table;

/// Code events: who did what to whom, where and when, and who says so
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dateline code page.txt
  dateline code --format csv --output events.csv news/
  zcat news.jsonl.gz | dateline code --status all --jobs 4 > events.jsonl

One event is one line; schema/event.schema.json describes it. Spans are half-open ranges of Unicode code
points into the document's text (see dateline read).")]
pub struct CodeArgs {
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    trees: TreeArgs,
    /// Form of the output [default: table on a terminal, else jsonl]
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Statuses to show: all, or a list
    ///
    /// Of actual, planned, conditional, possible, negated, requested.
    #[arg(long, default_value_t, value_name = "LIST")]
    status: Statuses,

    /// Also events whose text names nobody who did them ("four were arrested")
    #[arg(long)]
    agentless: bool,

    /// The acts themselves, without PLOVER's type rules for planned and negated ones
    ///
    /// A planned visit is a planned CONSULT then, not an AGREE; a refusal in the future tense is the act negated, not a
    /// REJECT.
    #[arg(long)]
    raw_types: bool,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    lexicon: LexiconArgs,
    #[command(flatten)]
    model: ModelArgs,
    #[command(flatten)]
    knowledge: KnowledgeArgs,
}

/// Forms of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For reading on a terminal
    Table,
    /// One JSON object a line
    Jsonl,
    /// Comma-separated values with a heading line
    Csv,
}

pub fn run(args: &CodeArgs) -> Result<Outcome> {
    let since = Instant::now();
    let source = Source::new(&args.input, args.trees.input)?;
    let pipeline = Pipeline::load(&sources(&args.model, Some(&args.lexicon), &args.knowledge))?;
    let mut sink = Sink::open(args.output.output.as_deref())?;
    let format = args.format.unwrap_or(if sink.is_terminal() {
        Format::Table
    } else {
        Format::Jsonl
    });
    if format == Format::Csv {
        sink.text(&csv_line(CSV_COLUMNS))?;
    }
    let tally = ordered(
        &source,
        args.output.jobs,
        "events",
        |input| {
            let document = &input.document;
            let coded = match &input.sentences {
                Some(sentences) => pipeline.process_parsed(document, sentences.clone()),
                None => pipeline.process(document),
            };
            complain_of_cuts(&document.id, &coded.sentences);
            let long = coded
                .sentences
                .iter()
                .filter(|s| s.tokens.len() > LONGEST_SENTENCE)
                .count();
            if long > 0 {
                let what = format!("sentences of more than {LONGEST_SENTENCE} words, not coded: {long}");
                complain(&format!("{}: {what}", document.id));
            }
            let mut events = coded.events;
            if args.raw_types {
                events = events.iter().map(Event::raw).collect();
            }
            pipeline.lines(document, &events, &args.status.0, args.agentless)
        },
        |_, lines| {
            match format {
                Format::Jsonl => {
                    for line in &lines {
                        sink.json(line)?;
                    }
                }
                Format::Csv => {
                    for line in &lines {
                        sink.text(&csv_line(&line.csv_cells()))?;
                    }
                }
                Format::Table => {
                    let text = table(&lines, sink.width.unwrap_or(WIDE), sink.colour);
                    sink.text(&text)?;
                }
            }
            sink.flush()?;
            Ok(lines.len())
        },
    )?;
    sink.flush()?;
    complain(&format!(
        "{} documents, {} events, {} skipped{}, {:.1} s",
        tally.documents,
        tally.results,
        tally.skipped,
        match tally.failed {
            0 => String::new(),
            failed => format!(", {failed} failed"),
        },
        since.elapsed().as_secs_f64()
    ));
    Ok(tally.outcome())
}

/// The events of one document, under its name.
fn table(lines: &[EventLine], width: usize, colour: bool) -> String {
    let Some(first) = lines.first() else {
        return String::new();
    };
    let about = &first.document;
    let mut heading = about.id.clone();
    for piece in [&about.title, &about.publisher, &about.published].into_iter().flatten() {
        heading.push_str(" · ");
        heading.push_str(&piece.replace(char::is_control, " "));
    }
    let mut table = Table::new(&[
        ("TYPE", 12),
        ("STATUS", 8),
        ("WHO", 12),
        ("TO WHOM", 12),
        ("WHEN", 10),
        ("WHERE", 8),
        ("SAYS", 8),
        ("WORDS", 10),
    ]);
    for line in lines {
        let mut kind = line.kind.clone();
        if line.act != line.kind {
            kind = format!("{kind} ({})", line.act);
        }
        if let Some(mode) = &line.mode {
            kind = format!("{kind}/{mode}");
        }
        let mut status = line.status.clone();
        if line.historical {
            status.push_str(" †");
        }
        if line.background {
            status.push_str(" ‡");
        }
        if !line.disputed_by.is_empty() {
            status.push_str(" ≠");
        }
        if line.unsupported_by_body {
            status.push_str(" ?");
        }
        table.row(vec![
            kind,
            status,
            parties(&line.actors),
            if line.reciprocal {
                "↔".to_owned()
            } else {
                parties(&line.recipients)
            },
            line.when
                .as_ref()
                .map(|when| {
                    if when.from == when.to {
                        when.from.clone()
                    } else {
                        format!("{}–{}", when.from, when.to.get(5..).unwrap_or(&when.to))
                    }
                })
                .unwrap_or_default(),
            line.place
                .as_ref()
                .map(|place| match &place.country {
                    Some(country) => format!("{} {country}", place.name),
                    None => place.name.clone(),
                })
                .unwrap_or_default(),
            line.speakers()
                .map(|speaker| speaker.party.name.as_deref().unwrap_or(&speaker.party.text))
                .collect::<Vec<_>>()
                .join(" < "),
            line.evidence.trigger.text.clone(),
        ]);
    }
    let body = table.render(width, colour);
    if colour {
        format!("\u{1b}[1;36m{heading}\u{1b}[0m\n{body}\n")
    } else {
        format!("{heading}\n{body}\n")
    }
}

fn parties(parties: &[PartyLine]) -> String {
    parties
        .iter()
        .map(|party| {
            let codes = if party.members.is_empty() {
                party.country.clone().unwrap_or_default()
            } else {
                party.members.join("+")
            };
            if codes.is_empty() {
                party.text.clone()
            } else {
                format!("{} {codes}", party.text)
            }
        })
        .collect::<Vec<_>>()
        .join("; ")
}
