//! Hand-coded dispatches: whole articles with every event in them. Port of the common scorer.
//!
//! *Match*: a prediction can match a gold event if its type is the gold type or in `also`, its trigger overlaps the gold
//! trigger (or one of `trigger_also`) or begins in the same line, and an actor agrees: spans overlap, or the same
//! country (or one of the gold `members`), or the same name. Gold without actors asks for none, and actors that are all
//! `optional` may be left out. Pairs are taken greedily, one to one, by most agreements. A predicted trigger of more
//! than 12 words matches nothing; a party's span of more than 25 words is not looked at.
//!
//! *Count*: a core event is found if it, or another telling of it (`duplicate_of`), is matched. Predictions matched to
//! an optional event, or to a further telling of a found one, count neither way; every other one is false.
//!
//! *Slots* are judged over found core events. `unreal_as_actual`: of all matched events that gold does not let pass as
//! actual, the share that was predicted as actual.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use dateline::{Pipeline, Status};
use jiff::civil::Date;
use rustc_hash::FxHashMap;
use serde::Deserialize;
use serde_json::Value;

use crate::Report;
use crate::plover::json_lines;
use crate::run::{Given, code};

/// Longest trigger that can match, in words.
const LONGEST_TRIGGER: usize = 12;
/// Longest party whose span is looked at, in words.
const LONGEST_PARTY: usize = 25;
/// How many days longer than the gold a predicted time may be.
const WIDER: i32 = 7;
const SLOTS: [&str; 7] = [
    "mode",
    "status",
    "status_exact",
    "recipient",
    "when",
    "where",
    "speaker",
];

type Range = [usize; 2];

/// A hand-coded document.
#[derive(Clone, Debug)]
pub struct Gold {
    /// Its name: the file's without `.gold.json`.
    pub name: String,
    /// Its text.
    pub text: String,
    /// Day of publication, where known.
    pub published: Option<String>,
    /// Publisher, where known.
    pub publisher: Option<String>,
    /// The parts, as in the file.
    pub parts: Value,
    /// Its events.
    pub events: Vec<GoldEvent>,
}

/// A gold event, with the fields that are scored.
#[derive(Clone, Debug, Deserialize)]
#[allow(missing_docs)]
pub struct GoldEvent {
    pub key: String,
    pub tier: String,
    #[serde(rename = "type")]
    pub kind: String,
    #[serde(default)]
    pub also: Vec<String>,
    #[serde(default)]
    pub mode: Option<String>,
    #[serde(default)]
    pub also_modes: Vec<String>,
    pub status: String,
    #[serde(default)]
    pub also_status: Vec<String>,
    #[serde(default)]
    pub reciprocal: bool,
    pub trigger: Words,
    #[serde(default)]
    pub trigger_also: Vec<Words>,
    #[serde(default)]
    pub actors: Vec<Party>,
    #[serde(default)]
    pub recipients: Vec<Party>,
    #[serde(default)]
    pub when: Option<Value>,
    #[serde(default)]
    pub when_also: Option<Value>,
    #[serde(default)]
    pub when_words: Option<Value>,
    #[serde(default, rename = "where")]
    pub place: Option<Place>,
    #[serde(default)]
    pub attribution: Option<Vec<Link>>,
    #[serde(default)]
    pub duplicate_of: Option<String>,
}

/// Words with their place in the text.
#[derive(Clone, Debug, Deserialize)]
#[allow(missing_docs)]
pub struct Words {
    #[serde(default)]
    pub text: Option<String>,
    pub span: Range,
}

/// A party, gold or predicted.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct Party {
    pub text: Option<String>,
    pub span: Option<Range>,
    pub name: Option<String>,
    pub country: Option<String>,
    pub members: Option<Vec<String>>,
    pub optional: bool,
}

/// A place, gold or predicted.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct Place {
    pub text: Option<String>,
    pub country: Option<String>,
    pub country_also: Vec<String>,
}

/// A link of an attribution.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct Link {
    pub speaker: Option<Party>,
}

/// A predicted event.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct Predicted {
    pub kind: String,
    pub mode: Option<String>,
    pub status: String,
    pub trigger: Range,
    pub actors: Vec<Party>,
    pub recipients: Vec<Party>,
    pub when: Option<Value>,
    pub place: Option<Place>,
    pub speakers: Vec<Party>,
}

/// Predicted events by document name.
pub type Predictions = FxHashMap<String, Vec<Predicted>>;

/// The hand-coded documents of a folder, by name.
///
/// # Errors
/// If there are none, or a file cannot be read.
pub fn read_gold(folder: &Path) -> Result<Vec<Gold>> {
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .with_context(|| format!("{}", folder.display()))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.to_string_lossy().ends_with(".gold.json"))
        .collect();
    paths.sort();
    ensure!(!paths.is_empty(), "no *.gold.json in {}", folder.display());
    paths.iter().map(|path| read_one(path)).collect()
}

/// One hand-coded document from its `.gold.json`, with the text beside it.
///
/// # Errors
/// If a file cannot be read or is not in this form.
pub fn read_one(path: &Path) -> Result<Gold> {
    #[derive(Deserialize)]
    struct File {
        file: String,
        #[serde(default)]
        published: Option<String>,
        #[serde(default)]
        publisher: Option<String>,
        #[serde(default)]
        parts: Value,
        events: Vec<GoldEvent>,
    }
    let shown = path.display();
    let json = std::fs::read_to_string(path).with_context(|| format!("{shown}"))?;
    let file: File = serde_json::from_str(&json).with_context(|| format!("{shown}"))?;
    let beside = path.with_file_name(&file.file);
    let text = std::fs::read_to_string(&beside).with_context(|| format!("{}", beside.display()))?;
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    Ok(Gold {
        name: name.trim_end_matches(".gold.json").to_owned(),
        text,
        published: file.published,
        publisher: file.publisher,
        parts: file.parts,
        events: file.events,
    })
}

/// Predictions: event lines of `dateline code`, or with `document` and `trigger` given directly.
///
/// # Errors
/// If a line is not JSON, names a document that is not among the gold, or its trigger lies outside the text.
pub fn read_predictions(text: &str, golds: &[Gold]) -> Result<Predictions> {
    let texts: FxHashMap<&str, Vec<char>> = golds
        .iter()
        .map(|gold| (gold.name.as_str(), gold.text.chars().collect()))
        .collect();
    let mut predictions = Predictions::default();
    for (number, event) in json_lines(text)?.into_iter().enumerate() {
        let (name, trigger) = match event.get("document") {
            Some(Value::String(name)) => (name.clone(), event.get("trigger").cloned()),
            Some(document) => (
                document["id"].as_str().unwrap_or_default().to_owned(),
                event.pointer("/evidence/trigger/span").cloned(),
            ),
            None => bail!("event {}: no document", number + 1),
        };
        let trigger: Range = serde_json::from_value(trigger.unwrap_or_default())
            .with_context(|| format!("event {}: no trigger", number + 1))?;
        let Some(text) = texts.get(name.as_str()) else {
            bail!("event {}: no document {name:?} in the gold", number + 1);
        };
        let [start, end] = trigger;
        ensure!(
            start < end && end <= text.len(),
            "event {}: the trigger lies outside the text of {name}",
            number + 1
        );
        let words = |[start, end]: Range| {
            let (start, end) = (start.min(text.len()), end.min(text.len()));
            let piece: String = text[start.min(end)..end].iter().collect();
            piece.split_whitespace().count()
        };
        let parties = |value: Option<&Value>| -> Result<Vec<Party>> {
            let mut parties: Vec<Party> = match value {
                None | Some(Value::Null) => Vec::new(),
                Some(value) => serde_json::from_value(value.clone())?,
            };
            for party in &mut parties {
                if party.span.is_some_and(|span| words(span) > LONGEST_PARTY) {
                    party.span = None;
                }
            }
            Ok(parties)
        };
        let speakers: Vec<Value> = event
            .get("attribution")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(|link| link.get("speaker").filter(|speaker| !speaker.is_null()))
            .cloned()
            .collect();
        let text_of = |key: &str| event.get(key).and_then(Value::as_str).map(str::to_owned);
        let predicted = Predicted {
            kind: if words(trigger) > LONGEST_TRIGGER {
                "TRIGGER TOO LONG".to_owned()
            } else {
                text_of("type").unwrap_or_default()
            },
            mode: text_of("mode"),
            status: text_of("status").unwrap_or_else(|| "actual".to_owned()),
            trigger,
            actors: parties(event.get("actors"))?,
            recipients: parties(event.get("recipients"))?,
            when: event.get("when").filter(|when| !when.is_null()).cloned(),
            place: event
                .get("where")
                .and_then(|place| serde_json::from_value(place.clone()).ok()),
            speakers: parties(Some(&Value::Array(speakers)))?,
        };
        predictions.entry(name).or_default().push(predicted);
    }
    Ok(predictions)
}

/// A gold document as it is given to the program.
pub(crate) fn given(gold: &Gold) -> Given {
    Given {
        id: gold.name.clone(),
        text: gold.text.clone(),
        date: gold.published.clone(),
        publisher: gold.publisher.clone(),
        plain: true,
    }
}

/// Codes the gold documents; the events as JSON Lines.
///
/// # Errors
/// If a document cannot be read.
pub fn predict(pipeline: &Pipeline, golds: &[Gold], statuses: &[Status]) -> Result<String> {
    let given: Vec<Given> = golds.iter().map(given).collect();
    crate::run::json(&code(pipeline, &given, statuses)?)
}

fn overlap(a: Range, b: Range) -> usize {
    a[1].min(b[1]).saturating_sub(a[0].max(b[0]))
}

fn name_of(party: &Party) -> String {
    let name = party.name.as_deref().filter(|name| !name.is_empty());
    let words = name.or(party.text.as_deref()).unwrap_or_default();
    let lower = words.to_lowercase();
    lower.strip_prefix("the ").unwrap_or(&lower).to_owned()
}

fn same_party(gold: &Party, predicted: &Party) -> bool {
    let spans = matches!((gold.span, predicted.span), (Some(g), Some(p)) if overlap(g, p) > 0);
    let country = predicted.country.as_deref().is_some_and(|country| {
        !country.is_empty()
            && (gold.country.as_deref() == Some(country)
                || gold.members.iter().flatten().any(|member| member == country))
    });
    let name = name_of(gold);
    spans || country || !name.is_empty() && name == name_of(predicted)
}

/// How many of the gold parties are among the predicted ones.
fn agreeing(golds: &[Party], predicted: &[Party]) -> usize {
    golds
        .iter()
        .filter(|gold| predicted.iter().any(|party| same_party(gold, party)))
        .count()
}

fn side_agrees(golds: &[Party], predicted: &[Party]) -> bool {
    agreeing(golds, predicted) > 0 || predicted.is_empty() && golds.iter().all(|gold| gold.optional)
}

/// Whether an actor agrees loosely; whether actors agree; whether recipients agree.
fn sides(gold: &GoldEvent, predicted: &Predicted) -> [bool; 3] {
    if gold.reciprocal && !gold.actors.is_empty() {
        let pooled: Vec<_> = predicted.actors.iter().chain(&predicted.recipients).cloned().collect();
        let n = agreeing(&gold.actors, &pooled);
        let all = n >= gold.actors.len().min(2);
        return [n > 0, all, all];
    }
    let pool = gold.kind == "CONSULT" && predicted.recipients.is_empty() && !gold.recipients.is_empty();
    let recipients = if pool { &predicted.actors } else { &predicted.recipients };
    let actor = side_agrees(&gold.actors, &predicted.actors);
    [
        actor || gold.actors.is_empty(),
        actor,
        side_agrees(&gold.recipients, recipients),
    ]
}

fn days(when: &Value) -> Option<(Date, Date)> {
    let day = |key: &str| when.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
    let from = day("from")?;
    let to = day("to").unwrap_or(from);
    Some((from.parse().ok()?, to.parse().ok()?))
}

fn same_time(gold: &Value, predicted: Option<&Value>) -> bool {
    let (Some(g), Some(p)) = (days(gold), predicted.and_then(days)) else {
        return false;
    };
    let length = |(from, to): (Date, Date)| (to - from).get_days();
    g.0 <= p.1 && p.0 <= g.1 && length(p) <= length(g) + WIDER
}

/// An act of speech has happened, what it promises, asks or threatens has not: either may be given as the status.
fn speech(kind: &str) -> &'static [&'static str] {
    match kind {
        "AGREE" => &["actual", "planned"],
        "REQUEST" => &["actual", "requested"],
        "THREATEN" => &["actual", "planned", "conditional"],
        _ => &[],
    }
}

fn statuses(gold: &GoldEvent) -> Vec<&str> {
    let mut right = vec![gold.status.as_str()];
    right.extend(gold.also_status.iter().map(String::as_str));
    let speech = speech(&gold.kind);
    if speech.contains(&gold.status.as_str()) {
        right.extend(speech);
    }
    right
}

fn gold_speakers(gold: &GoldEvent) -> Vec<&Party> {
    gold.attribution
        .iter()
        .flatten()
        .filter_map(|link| link.speaker.as_ref())
        .collect()
}

/// The slots that can be judged, each right or wrong; in the order of [`SLOTS`].
fn slots(gold: &GoldEvent, predicted: &Predicted) -> [Option<bool>; 7] {
    let mode = gold.mode.as_ref().filter(|_| predicted.kind == gold.kind).map(|mode| {
        predicted
            .mode
            .as_ref()
            .is_some_and(|p| p == mode || gold.also_modes.contains(p))
    });
    let when = gold.when.as_ref().map(|when| {
        [Some(when), gold.when_also.as_ref()]
            .into_iter()
            .flatten()
            .any(|when| same_time(when, predicted.when.as_ref()))
    });
    let place = gold.place.as_ref().filter(|place| place.country.is_some()).map(|gold| {
        let country = predicted.place.as_ref().and_then(|p| p.country.as_ref());
        country.is_some() && country == gold.country.as_ref()
            || country.is_some_and(|country| gold.country_also.contains(country))
    });
    let speakers = gold_speakers(gold);
    let speaker = (!speakers.is_empty()).then(|| {
        speakers.iter().any(|g| {
            predicted
                .speakers
                .iter()
                .any(|p| matches!((g.span, p.span), (Some(g), Some(p)) if overlap(g, p) > 0))
        })
    });
    [
        mode,
        Some(statuses(gold).contains(&predicted.status.as_str())),
        Some(predicted.status == gold.status),
        Some(sides(gold, predicted)[2]),
        when,
        place,
        speaker,
    ]
}

/// How well the two agree; `None` if they cannot match.
fn closeness(line_of: &dyn Fn(usize) -> usize, gold: &GoldEvent, predicted: &Predicted) -> Option<(usize, bool, f64)> {
    let (g, p) = (gold.trigger.span, predicted.trigger);
    let common = overlap(g, p);
    let near = line_of(g[0]) == line_of(p[0]) || gold.trigger_also.iter().any(|other| overlap(other.span, p) > 0);
    let [loose, actor, _] = sides(gold, predicted);
    let kind = predicted.kind == gold.kind || gold.also.contains(&predicted.kind);
    if !kind || !(common > 0 || near) || !loose {
        return None;
    }
    let agreements = usize::from(predicted.kind == gold.kind)
        + usize::from(common > 0)
        + usize::from(actor)
        + slots(gold, predicted)
            .iter()
            .filter(|slot| **slot == Some(true))
            .count();
    let union = (g[1] - g[0]) + (p[1] - p[0]) - common;
    Some((agreements, gold.tier == "core", common as f64 / union as f64))
}

#[derive(Default)]
struct Total {
    core: usize,
    predicted: usize,
    found: usize,
    falses: usize,
    strict: usize,
    unreal: usize,
    unreal_as_actual: usize,
    judged: [usize; 7],
    right: [usize; 7],
    empty: [usize; 3],
    invented: [usize; 3],
    per_type: BTreeMap<String, (usize, usize)>,
}

/// Which gold event each predicted one is: pairs of their numbers, the closest first.
pub(crate) fn partners(gold: &Gold, predicted: &[Predicted]) -> Vec<(usize, usize)> {
    let golds = &gold.events;
    let newlines: Vec<usize> = gold
        .text
        .chars()
        .enumerate()
        .filter(|(_, c)| *c == '\n')
        .map(|(i, _)| i)
        .collect();
    let line_of = |offset: usize| newlines.partition_point(|newline| *newline < offset);

    let mut pairs = Vec::new();
    for (i, g) in golds.iter().enumerate() {
        for (j, p) in predicted.iter().enumerate() {
            if let Some(close) = closeness(&line_of, g, p) {
                pairs.push((close, i, j));
            }
        }
    }
    pairs.sort_by(|(a, i, j), (b, k, l)| {
        (b.0.cmp(&a.0))
            .then(b.1.cmp(&a.1))
            .then(b.2.partial_cmp(&a.2).unwrap_or(Ordering::Equal))
            .then(i.cmp(k))
            .then(j.cmp(l))
    });
    let mut partner: Vec<(usize, usize)> = Vec::new();
    for (_, i, j) in pairs {
        if !partner.iter().any(|(k, l)| *k == i || *l == j) {
            partner.push((i, j));
        }
    }
    partner
}

fn score_document(gold: &Gold, predicted: &[Predicted], total: &mut Total, misses: &mut Vec<String>) {
    let golds = &gold.events;
    let partner = partners(gold, predicted);
    let index: FxHashMap<&str, usize> = golds.iter().enumerate().map(|(i, g)| (g.key.as_str(), i)).collect();
    // An event's own match goes before its duplicates'.
    let mut order = partner.clone();
    order.sort_by_key(|(i, _)| golds[*i].duplicate_of.is_some());
    let mut found: Vec<(usize, usize, usize)> = Vec::new();
    for (i, j) in order {
        let mut first = i;
        for _ in 0..golds.len() {
            let next = golds[first].duplicate_of.as_deref();
            match next.and_then(|key| index.get(key)) {
                Some(next) => first = *next,
                None => break,
            }
        }
        if golds[first].tier == "core" && !found.iter().any(|(f, ..)| *f == first) {
            found.push((first, i, j));
        }
        if !statuses(&golds[i]).contains(&"actual") {
            total.unreal += 1;
            total.unreal_as_actual += usize::from(predicted[j].status == "actual");
        }
    }

    total.predicted += predicted.len();
    total.found += found.len();
    for (i, g) in golds.iter().enumerate() {
        if g.tier != "core" || g.duplicate_of.is_some() {
            continue;
        }
        total.core += 1;
        let row = total.per_type.entry(g.kind.clone()).or_default();
        row.0 += 1;
        if found.iter().any(|(first, ..)| *first == i) {
            row.1 += 1;
        } else {
            let words = g.trigger.text.as_deref().unwrap_or_default();
            misses.push(format!("{}\tmissed\t{}\t{}\t{words}", gold.name, g.kind, g.key));
        }
    }
    let text: Vec<char> = gold.text.chars().collect();
    for (j, p) in predicted.iter().enumerate() {
        if partner.iter().any(|(_, l)| *l == j) {
            continue;
        }
        total.falses += 1;
        let words: String = text[p.trigger[0]..p.trigger[1]].iter().collect();
        let actors: Vec<_> = p.actors.iter().filter_map(|a| a.text.as_deref()).collect();
        misses.push(format!(
            "{}\tfalse\t{}\t{words}\t{}",
            gold.name,
            p.kind,
            actors.join(", ")
        ));
    }
    for (_, i, j) in found {
        let (g, p) = (&golds[i], &predicted[j]);
        let [_, actor, recipient] = sides(g, p);
        total.strict += usize::from(actor && recipient);
        let filled = [
            (g.when.is_some() || g.when_words.is_some(), p.when.is_some()),
            (g.place.is_some(), p.place.is_some()),
            (!gold_speakers(g).is_empty(), !p.speakers.is_empty()),
        ];
        for (slot, (has, says)) in filled.into_iter().enumerate() {
            if !has {
                total.empty[slot] += 1;
                total.invented[slot] += usize::from(says);
                // The slots that may be empty are the last of all.
                let slot = SLOTS.len() - filled.len() + slot;
                if says {
                    misses.push(format!(
                        "{}\tinvented {}\t{}\t{}\t{}",
                        gold.name,
                        SLOTS[slot],
                        g.kind,
                        g.key,
                        said(p, slot)
                    ));
                }
            }
        }
        for (slot, right) in slots(g, p).into_iter().enumerate() {
            let Some(right) = right else { continue };
            total.judged[slot] += 1;
            total.right[slot] += usize::from(right);
            if !right {
                misses.push(format!(
                    "{}\twrong {}\t{}\t{}\t{}",
                    gold.name,
                    SLOTS[slot],
                    g.kind,
                    g.key,
                    said(p, slot)
                ));
            }
        }
    }
}

/// What was predicted in a slot.
fn said(p: &Predicted, slot: usize) -> String {
    let parties = |list: &[Party]| {
        let texts: Vec<_> = list.iter().filter_map(|a| a.text.as_deref()).collect();
        texts.join(", ")
    };
    match slot {
        0 => p.mode.clone().unwrap_or_default(),
        1 | 2 => p.status.clone(),
        3 => parties(&p.recipients),
        4 => p.when.as_ref().map(Value::to_string).unwrap_or_default(),
        5 => p
            .place
            .as_ref()
            .map(|place| {
                format!(
                    "{} {}",
                    place.country.as_deref().unwrap_or("-"),
                    place.text.as_deref().unwrap_or_default()
                )
            })
            .unwrap_or_default(),
        _ => parties(&p.speakers),
    }
}

/// The figures of the common scorer.
#[must_use]
pub fn score(golds: &[Gold], predictions: &Predictions) -> Report {
    let mut report = Report::new("documents");
    let mut total = Total::default();
    for gold in golds {
        let predicted = predictions.get(&gold.name).map_or(&[][..], Vec::as_slice);
        score_document(gold, predicted, &mut total, &mut report.misses);
    }
    let n = total.found + total.falses + total.core;
    report.count("documents", golds.len());
    report.count("core", total.core);
    report.count("predicted", total.predicted);
    report.count("found", total.found);
    report.count("false", total.falses);
    report.count("neutral", total.predicted.saturating_sub(total.found + total.falses));
    report.share("precision", total.found, total.found + total.falses);
    report.share("recall", total.found, total.core);
    report.share("f1", 2 * total.found, n);
    report.share("strict_f1", 2 * total.strict, n);
    for (slot, name) in SLOTS.iter().enumerate() {
        report.share(*name, total.right[slot], total.judged[slot]);
    }
    report.share("unreal_as_actual", total.unreal_as_actual, total.unreal);
    for (slot, name) in ["when", "where", "speaker"].into_iter().enumerate() {
        report.share(format!("invented {name}"), total.invented[slot], total.empty[slot]);
    }
    for (kind, (core, found)) in &total.per_type {
        report.share(format!("recall {kind}"), *found, *core);
    }
    report
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gold() -> Vec<Gold> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents");
        read_gold(&folder).expect("own files")
    }

    #[test]
    fn figures_are_those_of_the_common_scorer() {
        let golds = gold();
        let predicted = include_str!("../tests/documents_predicted.jsonl");
        let report = score(&golds, &read_predictions(predicted, &golds).expect("own file"));
        // Given by score_documents.py on the same files.
        let expected: Value = serde_json::from_str(include_str!("../tests/documents_figures.json")).expect("own file");
        for (name, value) in expected.as_object().expect("an object") {
            if !value.is_object() {
                assert_eq!(report.get(name), value.as_f64(), "{name}");
            }
        }
        for (slot, value) in expected["invented"].as_object().expect("an object") {
            let name = format!("invented {slot}");
            assert_eq!(report.get(&name), value.as_f64(), "{name}");
        }
        for (kind, row) in expected["per_type"].as_object().expect("an object") {
            let name = format!("recall {kind}");
            assert_eq!(report.get(&name), row["recall"].as_f64(), "{name}");
        }
    }

    #[test]
    fn a_prediction_outside_the_text_is_an_error() {
        let golds = gold();
        for line in [
            r#"{"document": "nowhere", "type": "AID", "trigger": [0, 1]}"#,
            r#"{"document": "t1", "type": "AID", "trigger": [0, 100000]}"#,
            r#"{"document": "t1", "type": "AID", "trigger": [5, 5]}"#,
            r#"{"document": "t1", "type": "AID"}"#,
        ] {
            assert!(read_predictions(line, &golds).is_err(), "{line}");
        }
    }
}
