//! `dateline quotes`: who says what.

use anyhow::Result;
use clap::Args;
use dateline::resolve::quotes::output::line;
use dateline::{CodePoints, Document, Quote, Span};

use super::listing::ListingArgs;
use crate::run::Outcome;

/// List every attribution: who says what, in whose words, carried by which outlet
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dateline quotes page.txt
  dateline quotes --format jsonl articles/ > quotes.jsonl")]
pub struct QuotesArgs {
    #[command(flatten)]
    listing: ListingArgs,
    /// Also what is reported inside somebody else's words
    ///
    /// "He told me to go", she said: without this option only what she said is listed.
    #[arg(long)]
    inner: bool,
}

/// Columns of the table, and how narrow they may get.
const COLUMNS: [(&str, usize); 6] = [
    ("SPEAKER", 12),
    ("WHO", 8),
    ("CUE", 8),
    ("KIND", 8),
    ("OUTLET", 8),
    ("SAYS", 20),
];

pub fn run(args: &QuotesArgs) -> Result<Outcome> {
    args.listing.run("quotes", &COLUMNS, |document, resolved| {
        let points = CodePoints::new(&document.text);
        let shown = resolved.quotes.iter().filter(|quote| args.inner || !quote.inner);
        shown
            .map(|quote| (line(document, quote, &points), row(document, quote)))
            .collect()
    })
}

fn row(document: &Document, quote: &Quote) -> Vec<String> {
    let words = |spans: &[Span]| {
        let pieces: Vec<_> = spans.iter().map(|span| span.of(&document.text)).collect();
        pieces.join(" … ")
    };
    let speaker = quote.speaker.as_ref();
    vec![
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
    ]
}
