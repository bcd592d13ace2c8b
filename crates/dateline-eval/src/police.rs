//! IndiaPoliceEvents: what police did, sentence by sentence. For measuring only.
//!
//! A sentence is predicted to have a label if an event in it whose actor is police (sector COP) says so: KILL an actual
//! ASSAULT with dead, ARREST an actual COERCE arrest, FORCE an actual ASSAULT, ANY any actual event, FAIL a negated event
//! or one by a frame of failing.

use std::path::Path;

use anyhow::{Context, Result};
use dateline::code::output::EventLine;
use dateline::{Pipeline, Status};
use serde::Deserialize;

use crate::Report;
use crate::report::f1;
use crate::run::{Given, code};

/// Labels of the gold, and what they are called in the report.
const LABELS: [(&str, &str); 5] = [
    ("KILL", "kill"),
    ("ARREST", "arrest"),
    ("FORCE", "force"),
    ("ANY_ACTION", "any"),
    ("FAIL", "fail"),
];

#[derive(Debug, Deserialize)]
struct Story {
    doc_id: u64,
    #[serde(default)]
    date: Option<String>,
    text: String,
    sents: Vec<Sentence>,
}

#[derive(Debug, Deserialize)]
struct Sentence {
    text: String,
    labels: Vec<String>,
}

/// Measures on `docs.jsonl`.
///
/// # Errors
/// If the file cannot be read or is not in this form.
pub fn run(pipeline: &Pipeline, path: &Path) -> Result<Report> {
    let shown = path.display();
    let text = std::fs::read_to_string(path).with_context(|| format!("{shown}"))?;
    let stories: Vec<Story> = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(i, line)| serde_json::from_str(line).with_context(|| format!("{shown}:{}", i + 1)))
        .collect::<Result<_>>()?;
    let given: Vec<Given> = stories
        .iter()
        .map(|story| Given {
            id: story.doc_id.to_string(),
            text: story.text.clone(),
            date: story.date.clone(),
            ..Given::default()
        })
        .collect();
    let coded = code(pipeline, &given, Status::ALL)?;

    let mut report = Report::new("police");
    let mut counts = [[0usize; 3]; LABELS.len()]; // right, predicted, gold
    let mut sentences = 0;
    for (story, coded) in stories.iter().zip(&coded) {
        let text: Vec<char> = story.text.chars().collect();
        let mut from = 0;
        for sentence in &story.sents {
            sentences += 1;
            let words: Vec<char> = sentence.text.chars().collect();
            let Some(start) = find(&text, &words, from) else {
                continue;
            };
            let end = start + words.len();
            from = end;
            let inside: Vec<&EventLine> = coded
                .lines
                .iter()
                .filter(|line| {
                    let at = line.evidence.trigger.span[0];
                    start <= at && at < end && by_police(line)
                })
                .collect();
            for (count, (label, name)) in counts.iter_mut().zip(LABELS) {
                let gold = sentence.labels.iter().any(|l| l == label);
                let predicted = inside.iter().any(|line| says(line, label));
                count[0] += usize::from(gold && predicted);
                count[1] += usize::from(predicted);
                count[2] += usize::from(gold);
                if gold != predicted {
                    let what = if gold { "missed" } else { "false" };
                    let one_line = sentence.text.replace('\n', " ");
                    let id = story.doc_id;
                    report.misses.push(format!("{id}\t{what}\t{name}\t{one_line}"));
                }
            }
        }
    }
    report.count("stories", stories.len());
    report.count("sentences", sentences);
    for ([right, predicted, gold], (_, name)) in counts.into_iter().zip(LABELS) {
        let rate = |whole: usize| if whole > 0 { right as f64 / whole as f64 } else { 0.0 };
        report.rate(format!("precision {name}"), Some(rate(predicted)), Some(predicted));
        report.rate(format!("recall {name}"), Some(rate(gold)), Some(gold));
        report.rate(format!("f1 {name}"), Some(f1(rate(gold), rate(predicted))), None);
    }
    Ok(report)
}

fn find(text: &[char], words: &[char], from: usize) -> Option<usize> {
    if words.is_empty() {
        return None;
    }
    text.get(from..)?
        .windows(words.len())
        .position(|window| window == words)
        .map(|at| from + at)
}

fn by_police(line: &EventLine) -> bool {
    line.actors.iter().any(|actor| actor.sectors.iter().any(|s| s == "COP"))
}

fn says(line: &EventLine, label: &str) -> bool {
    let actual = line.status == "actual";
    match label {
        "KILL" => actual && line.kind == "ASSAULT" && line.casualties.as_ref().is_some_and(|c| c.dead.is_some()),
        "ARREST" => actual && line.kind == "COERCE" && line.mode.as_deref() == Some("arrest"),
        "FORCE" => actual && line.kind == "ASSAULT",
        "ANY_ACTION" => actual,
        _ => line.status == "negated" || line.evidence.pattern.contains("fail"),
    }
}
