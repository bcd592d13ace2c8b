//! The sample page dump: every part with its span and value, and its core events.

use std::path::Path;

use anyhow::Result;
use dateline::{Pipeline, Status};
use serde_json::Value;

use crate::Report;
use crate::documents::{read_one, read_predictions, score};
use crate::run::{Given, code};

/// Measures on one `.gold.json` of a page dump, all statuses shown.
///
/// # Errors
/// If a file cannot be read.
pub fn run(pipeline: &Pipeline, path: &Path) -> Result<Report> {
    let gold = read_one(path)?;
    let given = Given {
        id: gold.name.clone(),
        text: gold.text.clone(),
        ..Given::default()
    };
    let coded = code(pipeline, &[given], Status::ALL)?;
    let lines = crate::run::json(&coded)?;
    let mut report = Report::new("sample");
    for coded in &coded {
        let read = parts_of(pipeline, &coded.document);
        let (mut right, mut all) = (0, 0);
        for (name, part) in gold.parts.as_object().into_iter().flatten() {
            all += 1;
            let found = &read[name.as_str()];
            if same_part(part, found) {
                right += 1;
            } else {
                report.misses.push(format!("part {name}\t{part}\t{found}"));
            }
        }
        report.share("parts", right, all);
    }
    let golds = [gold];
    let events = score(&golds, &read_predictions(&lines, &golds)?);
    report.figures.extend(events.figures);
    report.misses.extend(events.misses);
    Ok(report)
}

/// A document's parts, in the form of the gold.
fn parts_of(pipeline: &Pipeline, document: &dateline::Document) -> Value {
    let mut json = dateline::read::write_json(document, pipeline.resolver().dateline_country(document).as_deref());
    let paragraphs = json["body"].as_array().map_or(0, Vec::len);
    let mut parts = json["parts"].take();
    parts["body_paragraphs"] = paragraphs.into();
    parts
}

/// All fields of the gold part are there and equal; a number is the number of things found.
fn same_part(gold: &Value, found: &Value) -> bool {
    match (gold, found) {
        (Value::Object(gold), Value::Object(found)) => gold
            .iter()
            .all(|(key, value)| found.get(key).is_some_and(|other| other == value)),
        (gold, Value::Array(found)) if gold.is_object() => {
            matches!(found.as_slice(), [one] if same_part(gold, one))
        }
        _ => gold == found,
    }
}
