//! Gold texts through the whole program, as `dateline code` would take them.

use anyhow::{Context, Result};
use dateline::code::output::EventLine;
use dateline::read::{Options, Reader};
use dateline::{Document, Metadata, Pipeline, Status};
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
            let lines = pipeline.lines(&document, &coded.events, statuses, false);
            Ok(Coded {
                document,
                resolved: coded.resolved,
                lines,
            })
        })
        .collect()
}

/// The events of all texts as JSON Lines, as `dateline code` writes them.
pub(crate) fn json(coded: &[Coded]) -> Result<String> {
    let mut lines = String::new();
    for line in coded.iter().flat_map(|coded| &coded.lines) {
        lines.push_str(&serde_json::to_string(line)?);
        lines.push('\n');
    }
    Ok(lines)
}

/// The document that the reader makes of a text.
fn read(given: &Given) -> Result<Document> {
    let reader = Reader::new(Options {
        plain: given.plain,
        ..Options::default()
    })?;
    let date = given.date.as_ref().map(|date| date.parse());
    let meta = Metadata {
        publisher: given.publisher.clone(),
        published: date.transpose().with_context(|| format!("no date: {:?}", given.date))?,
        language: Some("en".to_owned()),
        ..Metadata::default()
    };
    Ok(reader.text(&given.id, given.text.clone(), meta))
}
