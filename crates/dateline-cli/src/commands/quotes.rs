//! `dateline quotes`: who says what.

use anyhow::Result;
use clap::Args;
use dateline::resolve::quotes::output::line;
use dateline::{CodePoints, Document, Pipeline, Quote, Span};

use crate::args::{InputArgs, KnowledgeArgs, LineFormat, ModelArgs, OutputArgs, TreeArgs, sources};
use crate::input::Source;
use crate::run::{Outcome, ordered};
use crate::sink::Sink;
use crate::table::Table;

/// List every attribution: who says what, in whose words, carried by which outlet
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dateline quotes page.txt
  dateline quotes --format jsonl articles/ > quotes.jsonl")]
pub struct QuotesArgs {
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    trees: TreeArgs,
    /// Form of the output [default: table on a terminal, else jsonl]
    #[arg(long, value_enum)]
    format: Option<LineFormat>,
    /// Also what is reported inside somebody else's words
    ///
    /// "He told me to go", she said: without this option only what she said is listed.
    #[arg(long)]
    inner: bool,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    model: ModelArgs,
    #[command(flatten)]
    knowledge: KnowledgeArgs,
}

pub fn run(args: &QuotesArgs) -> Result<Outcome> {
    let source = Source::new(&args.input, args.trees.input)?;
    let pipeline = Pipeline::load(&sources(&args.model, None, &args.knowledge))?;
    let mut sink = Sink::open(args.output.output.as_deref())?;
    let as_table = match args.format {
        Some(format) => format == LineFormat::Table,
        None => sink.is_terminal(),
    };
    let tally = ordered(
        &source,
        args.output.jobs,
        "quotes",
        |input| {
            let document = &input.document;
            let annotated;
            let sentences = match &input.sentences {
                Some(sentences) => sentences,
                None => {
                    annotated = pipeline.annotator().annotate(document);
                    &annotated
                }
            };
            let mut quotes = pipeline.resolver().resolve(document, sentences).quotes;
            quotes.retain(|quote| args.inner || !quote.inner);
            quotes
        },
        |input, quotes| {
            if as_table {
                let text = table(&input.document, &quotes, sink.width.unwrap_or(160), sink.colour);
                sink.text(&text)?;
            } else {
                let points = CodePoints::new(&input.document.text);
                for quote in &quotes {
                    sink.json(&line(&input.document, quote, &points))?;
                }
            }
            sink.flush()?;
            Ok(quotes.len())
        },
    )?;
    Ok(tally.outcome())
}

fn table(document: &Document, quotes: &[Quote], width: usize, colour: bool) -> String {
    if quotes.is_empty() {
        return String::new();
    }
    let words = |spans: &[Span]| {
        let pieces: Vec<_> = spans.iter().map(|span| span.of(&document.text)).collect();
        pieces.join(" … ")
    };
    let mut table = Table::new(&[
        ("SPEAKER", 12),
        ("WHO", 8),
        ("CUE", 8),
        ("KIND", 8),
        ("OUTLET", 8),
        ("SAYS", 20),
    ]);
    for quote in quotes {
        let speaker = quote.speaker.as_ref();
        table.row(vec![
            speaker
                .map(|speaker| speaker.span.of(&document.text).to_owned())
                .unwrap_or_default(),
            speaker
                .map(|speaker| {
                    let country = speaker.actor.country.as_deref().unwrap_or_default();
                    let sectors: String = speaker.actor.sectors.iter().map(|sector| sector.as_str()).collect();
                    format!("{country}{sectors}")
                })
                .unwrap_or_default(),
            words(&quote.cue),
            quote.kind.to_string(),
            quote.outlet.clone().unwrap_or_default(),
            words(&quote.content),
        ]);
    }
    format!("{}\n{}\n", document.id, table.render(width, colour))
}
