//! `dateline read`: bytes to documents.

use anyhow::Result;
use clap::{Args, ValueEnum};
use dateline::read::{write_json, write_text};
use dateline::resolve::Resolver;

use crate::args::{InputArgs, InputForm, OutputArgs};
use crate::input::{Input, Source};
use crate::run::{Outcome, ordered};
use crate::sink::Sink;

/// Read documents and show their parts: headline, dateline, byline, paragraphs, credits
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dateline read page.html
  dateline read --format json news.jsonl.gz > documents.jsonl")]
pub struct ReadArgs {
    #[command(flatten)]
    input: InputArgs,
    /// Form of the output [default: text on a terminal, else json]
    #[arg(long, value_enum)]
    format: Option<Format>,
    #[command(flatten)]
    output: OutputArgs,
}

/// Forms of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One JSON object a line, spans in code points
    Json,
    /// For reading
    Text,
}

pub fn run(args: &ReadArgs) -> Result<Outcome> {
    let source = Source::new(&args.input, InputForm::Text)?;
    let mut sink = Sink::open(args.output.output.as_deref())?;
    let resolver = Resolver::builtin()?;
    let country = |input: &Input| resolver.dateline_country(&input.document);
    let format = args
        .format
        .unwrap_or(if sink.is_terminal() { Format::Text } else { Format::Json });
    let tally = ordered(
        &source,
        args.output.jobs,
        "read",
        |input| match format {
            Format::Json => format!("{}\n", write_json(&input.document, country(input).as_deref())),
            Format::Text => format!("{}\n", write_text(&input.document, country(input).as_deref())),
        },
        |_, text| {
            sink.text(&text)?;
            sink.flush()?;
            Ok(1)
        },
    )?;
    Ok(tally.outcome())
}
