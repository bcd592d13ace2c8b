//! Gold texts through the whole program, as `dateline code` would take them.

use anyhow::{Context, Result};
use dateline::code::output::EventLine;
use dateline::{Document, Pipeline, Status};
use rayon::prelude::*;

/// A gold text as it is given to the program: a line of JSON Lines.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// The document's id.
    pub id: String,
    /// The text.
    pub text: String,
    /// Day of publication, ISO.
    pub date: Option<String>,
    /// Publisher.
    pub publisher: Option<String>,
    /// True where the text is no page: `--plain`.
    pub plain: bool,
}

/// What the program found in a gold text.
#[derive(Debug)]
pub struct Coded {
    /// As read.
    pub document: Document,
    /// As resolved.
    pub resolved: dateline::Resolved,
    /// Its events as output lines.
    pub lines: Vec<EventLine>,
}

/// Reads and codes all texts, in their order.
///
/// # Errors
/// If a text cannot be read.
pub fn code(pipeline: &Pipeline, given: &[Given], statuses: &[Status]) -> Result<Vec<Coded>> {
    given
        .par_iter()
        .map(|given| {
            let document = read(given).with_context(|| given.id.clone())?;
            let coded = pipeline.process(&document);
            let lines = pipeline.lines(&document, &coded.events, statuses);
            Ok(Coded {
                document,
                resolved: coded.resolved,
                lines,
            })
        })
        .collect()
}

/// The document that the reader makes of a text.
fn read(_given: &Given) -> Result<Document> {
    anyhow::bail!("no reader yet")
}
