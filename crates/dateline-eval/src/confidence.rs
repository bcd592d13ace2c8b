//! Whether `confidence` is a probability: among events with 0.8, about 80 of 100 are right.
//!
//! Judged on the PLOVER records and the hand-coded dispatches together. In a dispatch an event is right if it is one of
//! the gold events, of any tier (type, place in the text and a loosely agreeing actor). A record holds one event: an event
//! of its type is right; where that was found, what else the sentence tells is not judged; where it was not, all are wrong.

use anyhow::Result;
use dateline::{Doubt, Pipeline, Status};

use crate::run::code;
use crate::{Report, documents, plover};

/// Upper ends of the bins.
const BINS: [f64; 8] = [0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 1.01];

/// An event that was judged.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// Number of its record or dispatch.
    pub group: usize,
    /// What speaks against it.
    pub doubts: Vec<Doubt>,
    /// Its probability as the program gives it.
    pub confidence: f64,
    /// Whether it is right.
    pub right: bool,
}

/// The events of the records.
///
/// # Errors
/// If a text cannot be read.
pub fn of_records(pipeline: &Pipeline, records: &[plover::Gold], statuses: &[Status]) -> Result<Vec<Judged>> {
    let mut out = Vec::new();
    for (group, (record, coded)) in records
        .iter()
        .zip(code(pipeline, &plover::given(records), statuses)?)
        .enumerate()
    {
        let found = coded.lines.iter().any(|line| line.kind == record.kind);
        for line in &coded.lines {
            let right = line.kind == record.kind;
            if right || !found {
                out.push(Judged {
                    group,
                    doubts: line.doubts.clone(),
                    confidence: line.confidence,
                    right,
                });
            }
        }
    }
    Ok(out)
}

/// The events of the dispatches.
///
/// # Errors
/// If a text cannot be read.
pub fn of_dispatches(pipeline: &Pipeline, golds: &[documents::Gold], statuses: &[Status]) -> Result<Vec<Judged>> {
    let mut out = Vec::new();
    let coded = code(
        pipeline,
        &golds.iter().map(documents::given).collect::<Vec<_>>(),
        statuses,
    )?;
    let predictions = documents::read_predictions(&crate::run::json(&coded)?, golds)?;
    for (group, (gold, coded)) in golds.iter().zip(coded).enumerate() {
        let predicted = predictions.get(&gold.name).map_or(&[][..], Vec::as_slice);
        let partners = documents::partners(gold, predicted);
        for (j, line) in coded.lines.iter().enumerate() {
            out.push(Judged {
                group,
                doubts: line.doubts.clone(),
                confidence: line.confidence,
                right: partners.iter().any(|(_, l)| *l == j),
            });
        }
    }
    Ok(out)
}

/// The reliability table: for each bin the events, their mean confidence and the share that is right; the expected
/// calibration error (the mean distance of the two, weighted by events); the slope and offset of the log odds that would
/// fit best (1 and 0 where nothing is to be mended).
#[must_use]
pub fn report(name: &str, judged: &[Judged]) -> Report {
    let judged: Vec<(f64, bool)> = judged.iter().map(|j| (j.confidence, j.right)).collect();
    let mut report = Report::new(name);
    report.count("events", judged.len());
    let mut low = 0.0;
    let mut error = 0.0;
    for high in BINS {
        let bin: Vec<_> = judged.iter().filter(|(c, _)| *c >= low && *c < high).collect();
        if !bin.is_empty() {
            let n = bin.len() as f64;
            let said = bin.iter().map(|(c, _)| c).sum::<f64>() / n;
            let right = bin.iter().filter(|(_, r)| *r).count() as f64 / n;
            let name = format!("{low:.2} to {:.2}", high.min(1.0));
            report.rate(format!("said  {name}"), Some(said), Some(bin.len()));
            report.rate(format!("right {name}"), Some(right), Some(bin.len()));
            error += (said - right).abs() * n / judged.len() as f64;
        }
        low = high;
    }
    report.rate("expected calibration error", Some(error), Some(judged.len()));
    let (slope, offset) = fit(&judged);
    report.rate("fit slope", Some(slope), None);
    report.rate("fit offset", Some(offset), None);
    report
}

/// Logistic regression of "right" on the log odds of the confidence, by Newton's method.
fn fit(judged: &[(f64, bool)]) -> (f64, f64) {
    let (mut a, mut b) = (1.0, 0.0);
    let points: Vec<(f64, f64)> = judged
        .iter()
        .map(|(c, r)| {
            let c = c.clamp(0.01, 0.99);
            ((c / (1.0 - c)).ln(), f64::from(u8::from(*r)))
        })
        .collect();
    for _ in 0..50 {
        let (mut ga, mut gb, mut haa, mut hab, mut hbb) = (0.0, 0.0, 1e-6, 0.0, 1e-6);
        for (x, y) in &points {
            let p = 1.0 / (1.0 + (-(a * x + b)).exp());
            let w = p * (1.0 - p);
            ga += (y - p) * x;
            gb += y - p;
            haa += w * x * x;
            hab += w * x;
            hbb += w;
        }
        let det = haa * hbb - hab * hab;
        if det.abs() < 1e-12 {
            break;
        }
        a += (hbb * ga - hab * gb) / det;
        b += (haa * gb - hab * ga) / det;
    }
    (a, b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(confidence: f64, right: bool) -> Judged {
        Judged {
            group: 0,
            doubts: Vec::new(),
            confidence,
            right,
        }
    }

    #[test]
    fn what_is_calibrated_needs_no_mending() {
        let mut judged_all = Vec::new();
        for (c, right) in [(0.5, 50), (0.8, 80), (0.9, 90)] {
            judged_all.extend((0..100).map(|i| judged(c, i < right)));
        }
        let report = report("x", &judged_all);
        let near = |name: &str, value: f64| {
            let got = report.get(name).expect("a figure");
            assert!((got - value).abs() < 0.01, "{name}: {got}");
        };
        near("fit slope", 1.0);
        near("fit offset", 0.0);
        near("expected calibration error", 0.0);
        near("right 0.90 to 1.00", 0.9);
    }

    #[test]
    fn what_is_too_sure_is_seen() {
        let all: Vec<_> = (0..100)
            .map(|i| judged(if i % 2 == 0 { 0.95 } else { 0.6 }, i % 4 == 0))
            .collect();
        let report = report("x", &all);
        assert!(report.get("expected calibration error").expect("a figure") > 0.3);
        assert!(report.get("fit offset").expect("a figure") < 0.0);
    }
}
