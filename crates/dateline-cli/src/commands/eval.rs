//! `dateline eval`: how well it reads and codes, on gold sets.

use anyhow::Result;
use clap::Args;

use crate::run::Outcome;

/// Measure against gold sets
#[derive(Debug, Args)]
pub struct EvalArgs {}

pub fn run(_args: &EvalArgs) -> Result<Outcome> {
    anyhow::bail!("eval: not there yet")
}
