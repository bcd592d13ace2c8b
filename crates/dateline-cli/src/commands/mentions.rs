//! `dateline mentions`: actors, places and times.

use anyhow::Result;
use clap::Args;
use dateline::resolve::output::{MentionLine, lines};

use super::listing::ListingArgs;
use crate::run::Outcome;

/// List every mention of an actor, a place or a time, and what it stands for
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dateline mentions page.txt
  dateline mentions --lexicon my-lexicon page.txt
  dateline mentions --format jsonl --plain articles/ > mentions.jsonl")]
pub struct MentionsArgs {
    #[command(flatten)]
    listing: ListingArgs,
}

/// Columns of the table, and how narrow they may get.
const COLUMNS: [(&str, usize); 6] = [
    ("KIND", 6),
    ("WORDS", 16),
    ("STANDS FOR", 16),
    ("CODE", 6),
    ("CHAIN", 5),
    ("SPAN", 9),
];

pub fn run(args: &MentionsArgs) -> Result<Outcome> {
    args.listing.run("mentions", &COLUMNS, |document, resolved| {
        let with_row = |line: MentionLine| {
            let row = row(&line);
            (line, row)
        };
        lines(document, &resolved).into_iter().map(with_row).collect()
    })
}

fn row(line: &MentionLine) -> Vec<String> {
    let days = line.from.as_ref().map(|from| {
        let to = line.to.as_ref().unwrap_or(from);
        if from == to {
            from.clone()
        } else {
            format!("{from}–{to}")
        }
    });
    vec![
        line.kind.clone(),
        line.text.clone(),
        line.name.clone().or(days).unwrap_or_default(),
        if line.members.is_empty() {
            line.code.clone().or_else(|| line.country.clone()).unwrap_or_default()
        } else {
            line.members.join("+")
        },
        line.chain.map(|chain| chain.to_string()).unwrap_or_default(),
        format!("{}–{}", line.span[0], line.span[1]),
    ]
}
