//! PLOVER gold standard records: one sentence and one event each. Port of the common scorer.
//!
//! An event hits a record's *type* if the types are equal, and its *triple* if it also shares a country code with the
//! record's sources (not asked if it has none) and with its targets (not asked if it has none; but where the record has
//! several sources and no target, a compound actor, a target that the event does give must be one of the sources).
//! The gold holds one event a sentence, so both precisions are lower bounds.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};
use dateline::{Pipeline, Status};
use rustc_hash::FxHashMap;
use serde_json::Value;

use crate::Report;
use crate::report::f1;
use crate::run::{Given, code};

/// Country codes.
type Codes = BTreeSet<String>;

/// A gold record.
#[derive(Clone, Debug, PartialEq)]
pub struct Gold {
    /// Its id, and how many records before it have the same.
    pub key: (String, usize),
    /// PLOVER type of today.
    pub kind: String,
    /// The sentence.
    pub text: String,
    /// Codes of the actors.
    pub source: Codes,
    /// Codes of the recipients.
    pub target: Codes,
    /// A compound actor without recipient.
    pub reciprocal: bool,
}

/// A predicted event.
#[derive(Clone, Debug, PartialEq)]
pub struct Predicted {
    /// PLOVER type.
    pub kind: String,
    /// Codes of the actors.
    pub source: Codes,
    /// Codes of the recipients.
    pub target: Codes,
}

/// Predicted events by record.
pub type Predictions = FxHashMap<(String, usize), Vec<Predicted>>;

/// Types of PLOVER 0.5 as types of today.
fn event_type(name: &str) -> String {
    match name.to_uppercase().as_str() {
        "DEMAND" => "REQUEST".to_owned(),
        "DISAPPROVE" | "INVESTIGATE" => "ACCUSE".to_owned(),
        "FIGHT" => "ASSAULT".to_owned(),
        other => other.to_owned(),
    }
}

/// The set of three-letter codes; typing errors and retired codes as today's, what is no code dropped.
fn codes<'a>(values: impl IntoIterator<Item = &'a str>) -> Codes {
    values
        .into_iter()
        .map(|value| value.trim().to_uppercase().chars().take(3).collect::<String>())
        .filter(|head| head.chars().count() == 3 && head.chars().all(char::is_alphabetic))
        .map(|head| match head.as_str() {
            "JAP" => "JPN".to_owned(),
            "ITL" => "ITA".to_owned(),
            "VTN" => "VNM".to_owned(),
            "ROM" => "ROU".to_owned(),
            "TMP" => "TLS".to_owned(),
            "ZAR" => "COD".to_owned(),
            "SCG" | "YUG" => "SRB".to_owned(),
            "SUN" | "USR" => "RUS".to_owned(),
            "CSK" => "CZE".to_owned(),
            "DDR" => "DEU".to_owned(),
            "UNO" | "EUR" => "IGO".to_owned(),
            _ => head,
        })
        .collect()
}

/// Codes from a value that is a text, a list of texts, or nothing.
fn codes_of(value: Option<&Value>) -> Codes {
    match value {
        Some(Value::String(text)) => codes([text.as_str()]),
        Some(Value::Array(list)) => codes(list.iter().filter_map(Value::as_str)),
        _ => Codes::new(),
    }
}

fn text_of<'a>(record: &'a Value, key: &str) -> Option<&'a str> {
    record.get(key).and_then(Value::as_str)
}

/// The records of a file: a JSON list or JSON Lines.
///
/// # Errors
/// If it is neither, or a record lacks its id, event or text.
pub fn read_gold(text: &str) -> Result<Vec<Gold>> {
    let records: Vec<Value> = if text.trim_start().starts_with('[') {
        serde_json::from_str(text).context("not a JSON list")?
    } else {
        json_lines(text)?
    };
    let mut seen = FxHashMap::default();
    let mut gold = Vec::new();
    for record in &records {
        let (Some(id), Some(event), Some(text)) =
            (text_of(record, "id"), text_of(record, "event"), text_of(record, "text"))
        else {
            bail!("a record without id, event or text: {record}");
        };
        if event == "DOCUMENT" {
            continue;
        }
        let occurrence: &mut usize = seen.entry(id.to_owned()).or_default();
        let actors = |key| match record.get(key) {
            Some(Value::Array(list)) => codes(list.iter().filter_map(|a| text_of(a, "code"))),
            _ => Codes::new(),
        };
        let (source, target) = (actors("source"), actors("target"));
        let several = record
            .get("source")
            .and_then(Value::as_array)
            .is_some_and(|list| list.len() > 1);
        let destroyed = event == "COERCE" && text_of(record, "mode") == Some("destroy");
        gold.push(Gold {
            key: (id.to_owned(), *occurrence),
            kind: if destroyed {
                "ASSAULT".to_owned()
            } else {
                event_type(event)
            },
            text: text.to_owned(),
            reciprocal: several && target.is_empty(),
            source,
            target,
        });
        *occurrence += 1;
    }
    Ok(gold)
}

/// Predictions: event lines of `dateline code`, or `{"id", "events": [{"type", "source", "target"}]}`.
///
/// # Errors
/// If a line is not JSON or lacks a field.
pub fn read_predictions(text: &str) -> Result<Predictions> {
    let mut predictions = Predictions::default();
    let mut seen: FxHashMap<String, usize> = FxHashMap::default();
    for record in json_lines(text)? {
        if let Some(document) = record.get("document") {
            let id = text_of(document, "id").context("an event without document id")?;
            let side = |key| {
                let parties = record.get(key).and_then(Value::as_array);
                codes(parties.into_iter().flatten().flat_map(|party| {
                    match party.get("members").and_then(Value::as_array) {
                        Some(members) if !members.is_empty() => members.iter().filter_map(Value::as_str).collect(),
                        _ => text_of(party, "country").into_iter().collect::<Vec<_>>(),
                    }
                }))
            };
            let kind = text_of(&record, "type").context("an event without type")?;
            predictions.entry((id.to_owned(), 0)).or_default().push(Predicted {
                kind: kind.to_owned(),
                source: side("actors"),
                target: side("recipients"),
            });
            continue;
        }
        let id = text_of(&record, "id").context("a line without id")?;
        let occurrence = seen.entry(id.to_owned()).or_default();
        let key = (id.to_owned(), *occurrence);
        *occurrence += 1;
        let events = record
            .get("events")
            .and_then(Value::as_array)
            .context("a line without events")?;
        let events: Result<Vec<_>> = events
            .iter()
            .map(|event| {
                Ok(Predicted {
                    kind: event_type(text_of(event, "type").context("an event without type")?),
                    source: codes_of(event.get("source")),
                    target: codes_of(event.get("target")),
                })
            })
            .collect();
        predictions.insert(key, events?);
    }
    Ok(predictions)
}

/// The gold sentences as they are given to the program.
pub(crate) fn given(gold: &[Gold]) -> Vec<Given> {
    gold.iter()
        .map(|record| Given {
            id: record.key.0.clone(),
            text: record.text.clone(),
            ..Given::default()
        })
        .collect()
}

/// Codes the gold sentences; the events as JSON Lines.
///
/// # Errors
/// If a sentence cannot be read.
pub fn predict(pipeline: &Pipeline, gold: &[Gold], statuses: &[Status]) -> Result<String> {
    crate::run::json(&code(pipeline, &given(gold), statuses)?)
}

/// Each line that is not blank, as JSON.
pub(crate) fn json_lines(text: &str) -> Result<Vec<Value>> {
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(i, line)| serde_json::from_str(line).with_context(|| format!("line {}: not JSON", i + 1)))
        .collect()
}

fn type_hit(gold: &Gold, event: &Predicted) -> bool {
    gold.kind == event.kind
}

fn triple_hit(gold: &Gold, event: &Predicted) -> bool {
    if !type_hit(gold, event) {
        return false;
    }
    if !gold.source.is_empty() && gold.source.is_disjoint(&event.source) {
        return false;
    }
    if !gold.target.is_empty() {
        return !gold.target.is_disjoint(&event.target);
    }
    !gold.reciprocal || event.target.is_empty() || !gold.source.is_disjoint(&event.target)
}

/// The figures of the common scorer.
#[must_use]
pub fn score(gold: &[Gold], predictions: &Predictions) -> Report {
    let none = Vec::new();
    let mut report = Report::new("plover");
    let (mut events, mut with_events, mut missing) = (0, BTreeSet::new(), 0);
    let (mut type_right, mut triple_right) = (0, 0);
    let (mut type_found, mut triple_found) = (BTreeSet::new(), BTreeSet::new());
    for record in gold {
        missing += usize::from(!predictions.contains_key(&record.key));
        for event in predictions.get(&record.key).unwrap_or(&none) {
            events += 1;
            with_events.insert(&record.key);
            if type_hit(record, event) {
                type_right += 1;
                type_found.insert(&record.key);
            }
            if triple_hit(record, event) {
                triple_right += 1;
                triple_found.insert(&record.key);
            }
        }
    }
    let n = gold.len();
    let rate = |part: usize, whole: usize| {
        if whole > 0 { part as f64 / whole as f64 } else { 0.0 }
    };
    let (type_recall, triple_recall) = (rate(type_found.len(), n), rate(triple_found.len(), n));
    let (type_precision, triple_precision) = (rate(type_right, events), rate(triple_right, events));
    report.count("n", n);
    report.rate("type_recall", Some(type_recall), None);
    report.rate("triple_recall", Some(triple_recall), None);
    report.rate("event_precision_type", Some(type_precision), None);
    report.rate("event_precision_triple", Some(triple_precision), None);
    report.rate("f1", Some(f1(type_recall, type_precision)), None);
    report.rate("f1_triple", Some(f1(triple_recall, triple_precision)), None);
    report.count("events", events);
    report.rate("events_per_sentence", Some(rate(events, n)), None);
    report.rate("sentences_with_events", Some(rate(with_events.len(), n)), None);
    report.count("missing_predictions", missing);
    let (right, found) = countries(gold, predictions, |record| &record.source, |event| &event.source);
    report.share("actor country", right, found);
    let (right, found) = countries(gold, predictions, |record| &record.target, |event| &event.target);
    report.share("recipient country", right, found);

    let mut per_type: BTreeMap<&str, (usize, usize, usize)> = BTreeMap::new();
    for record in gold {
        let row = per_type.entry(&record.kind).or_default();
        row.0 += 1;
        row.1 += usize::from(type_found.contains(&record.key));
        row.2 += usize::from(triple_found.contains(&record.key));
        if !triple_found.contains(&record.key) {
            let found: Vec<_> = predictions
                .get(&record.key)
                .unwrap_or(&none)
                .iter()
                .map(|event| format!("{} {} {}", event.kind, shown(&event.source), shown(&event.target)))
                .collect();
            report.misses.push(format!(
                "{}\t{}\t{}\t{}\t[{}]\t{}",
                record.key.0,
                record.kind,
                shown(&record.source),
                shown(&record.target),
                found.join(", "),
                record.text
            ));
        }
    }
    for (name, (n, found, triples)) in per_type {
        report.share(format!("type {name}"), found, n);
        report.share(format!("triple {name}"), triples, n);
    }
    report
}

/// Of the records that name a country on one side and whose event is found: how many of the found events of its type
/// share a country code there, and how many records there are.
fn countries(
    gold: &[Gold],
    predictions: &Predictions,
    wanted: fn(&Gold) -> &Codes,
    given: fn(&Predicted) -> &Codes,
) -> (usize, usize) {
    let (mut right, mut found) = (0, 0);
    for record in gold.iter().filter(|record| !wanted(record).is_empty()) {
        let events = predictions.get(&record.key).map_or(&[][..], Vec::as_slice);
        let mut hits = events.iter().filter(|event| type_hit(record, event)).peekable();
        if hits.peek().is_some() {
            found += 1;
            right += usize::from(hits.any(|event| !wanted(record).is_disjoint(given(event))));
        }
    }
    (right, found)
}

fn shown(codes: &Codes) -> String {
    match codes.iter().map(String::as_str).collect::<Vec<_>>() {
        none if none.is_empty() => "-".to_owned(),
        some => some.join("+"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOLD: &str = include_str!("../tests/plover_gold.jsonl");
    const PREDICTED: &str = include_str!("../tests/plover_predicted.jsonl");

    #[test]
    fn figures_are_those_of_the_common_scorer() {
        let gold = read_gold(GOLD).expect("own file");
        let report = score(&gold, &read_predictions(PREDICTED).expect("own file"));
        // Given by score_plover.py on the same two files.
        let expected: serde_json::Value =
            serde_json::from_str(include_str!("../tests/plover_figures.json")).expect("own file");
        for (name, value) in expected.as_object().expect("an object") {
            if let Some(value) = value.as_f64() {
                assert_eq!(report.get(name), Some(value), "{name}");
            }
        }
        for (kind, row) in expected["per_type"].as_object().expect("an object") {
            assert_eq!(
                report.get(&format!("type {kind}")),
                row["type_recall"].as_f64(),
                "{kind}"
            );
            assert_eq!(
                report.get(&format!("triple {kind}")),
                row["triple_recall"].as_f64(),
                "{kind}"
            );
        }
    }

    #[test]
    fn the_gold_scores_one_against_itself() {
        let gold = read_gold(GOLD).expect("own file");
        let predictions = gold
            .iter()
            .map(|record| {
                let event = Predicted {
                    kind: record.kind.clone(),
                    source: record.source.clone(),
                    target: record.target.clone(),
                };
                (record.key.clone(), vec![event])
            })
            .collect();
        let report = score(&gold, &predictions);
        for name in ["type_recall", "triple_recall", "f1", "f1_triple"] {
            assert_eq!(report.get(name), Some(1.0), "{name}");
        }
    }
}
