//! `dateline quotes`: who says what.

use anyhow::Result;
use clap::Args;

use crate::args::{InputArgs, LineFormat, ModelArgs, OutputArgs, TreeArgs};
use crate::run::Outcome;

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
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    model: ModelArgs,
}

pub fn run(_args: &QuotesArgs) -> Result<Outcome> {
    anyhow::bail!("quotes: not there yet")
}
