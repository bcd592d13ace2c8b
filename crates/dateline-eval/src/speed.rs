//! Words a second of each stage, on one core.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use dateline::read::{Options, Reader};
use dateline::{Document, Metadata, Pipeline, Sentence, Status};
use serde::Deserialize;

use crate::Report;

/// Runs of which the fastest counts, for each stage.
const RUNS: usize = 3;

#[derive(Deserialize)]
struct Record {
    text: String,
}

/// Times the stages on the texts of a JSON Lines file, one after the other on the calling thread.
///
/// # Errors
/// If the file cannot be read.
pub fn run(pipeline: &Pipeline, path: &Path) -> Result<Report> {
    let shown = path.display();
    let file = std::fs::read_to_string(path).with_context(|| format!("{shown}"))?;
    let texts: Vec<String> = file
        .lines()
        .enumerate()
        .map(|(i, line)| {
            let record: Record = serde_json::from_str(line).with_context(|| format!("{shown}:{}", i + 1))?;
            Ok(record.text)
        })
        .collect::<Result<_>>()?;
    let reader = Reader::new(Options::default())?;
    let (read, documents) = fastest(|| -> Vec<Document> {
        let read = |text: &String| reader.text("d", text.clone(), Metadata::default());
        texts.iter().map(read).collect()
    });
    let (annotate, trees) = fastest(|| -> Vec<Vec<Sentence>> {
        let annotate = |document: &Document| pipeline.annotator().annotate(document);
        documents.iter().map(annotate).collect()
    });
    let (resolve, resolved) = fastest(|| {
        let pairs = documents.iter().zip(&trees);
        let resolve = |(document, trees): (&Document, &Vec<Sentence>)| pipeline.resolver().resolve(document, trees);
        pairs.map(resolve).collect::<Vec<_>>()
    });
    let (quotes, _) = fastest(|| {
        let stages = documents.iter().zip(&trees).zip(&resolved);
        stages
            .map(|((document, trees), resolved)| pipeline.resolver().quotes().find(document, trees, &resolved.actors))
            .collect::<Vec<_>>()
    });
    let (code, events) = fastest(|| {
        let stages = documents.iter().zip(&trees).zip(&resolved);
        stages
            .map(|((document, trees), resolved)| pipeline.coder().code(document, trees, resolved))
            .collect::<Vec<_>>()
    });
    let (output, _) = fastest(|| {
        let lines = documents.iter().zip(&events);
        lines
            .flat_map(|(document, events)| pipeline.lines(document, events, Status::ALL, true))
            .map(|line| serde_json::to_string(&line).map_or(0, |line| line.len()))
            .sum::<usize>()
    });
    let words: usize = trees.iter().flatten().map(|sentence| sentence.tokens.len()).sum();
    let sentences: usize = trees.iter().map(Vec::len).sum();
    let whole = read + annotate + resolve + code + output;
    let mut report = Report::new("speed");
    report.count("documents", texts.len());
    report.count("sentences", sentences);
    report.count("words", words);
    for (stage, time) in [
        ("read", read),
        ("annotate", annotate),
        ("resolve", resolve),
        ("quotes (part of resolve)", quotes),
        ("code", code),
        ("output", output),
        ("whole", whole),
    ] {
        report.count(format!("words/s {stage}"), a_second(words, time));
    }
    report.count("sentences/s code", a_second(sentences, code));
    for (stage, time) in [("annotate", annotate), ("resolve", resolve), ("code", code)] {
        report.rate(
            format!("share of {stage}"),
            Some(time.as_secs_f64() / whole.as_secs_f64()),
            None,
        );
    }
    // the cost of issue 6: who says so, and, as a bound for whether it is so, all of the coder
    for (name, time) in [("quotes", quotes), ("quotes and code", quotes + code)] {
        report.rate(
            format!("{name} beside annotate"),
            Some(time.as_secs_f64() / annotate.as_secs_f64()),
            None,
        );
    }
    Ok(report)
}

fn a_second(count: usize, time: Duration) -> usize {
    (count as f64 / time.as_secs_f64().max(1e-9)) as usize
}

/// The time of the fastest of several runs, and what it gave.
fn fastest<T>(work: impl Fn() -> T) -> (Duration, T) {
    let mut least = Duration::MAX;
    let mut result = None;
    for _ in 0..RUNS {
        let since = Instant::now();
        let value = work();
        least = least.min(since.elapsed());
        result = Some(value);
    }
    (least, result.unwrap_or_else(work))
}
