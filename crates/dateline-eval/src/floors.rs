//! Pinned figures: `eval/floors.toml` says how good each must at least be. Floors may only rise.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::Report;

/// Figures are quoted to four digits, so differences below this are none.
const TOLERANCE: f64 = 0.00005;

/// The floors of all sets, by set and figure.
pub type Floors = BTreeMap<String, BTreeMap<String, Floor>>;

/// What a figure must be.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Floor {
    /// At least this.
    #[serde(default)]
    pub least: Option<f64>,
    /// At most this.
    #[serde(default)]
    pub most: Option<f64>,
}

/// Reads `floors.toml`.
///
/// # Errors
/// If it is not in this form.
pub fn read(text: &str) -> Result<Floors> {
    toml::from_str(text).context("not in the form of floors.toml")
}

/// What has fallen below its floor, in words.
#[must_use]
pub fn compare(floors: &Floors, reports: &[Report]) -> Vec<String> {
    let mut faults = Vec::new();
    for (set, figures) in floors {
        let Some(report) = reports.iter().find(|report| report.name == *set) else {
            faults.push(format!("{set}: not measured"));
            continue;
        };
        for (name, floor) in figures {
            let Some(value) = report.get(name) else {
                faults.push(format!("{set}: no figure {name:?}"));
                continue;
            };
            if let Some(least) = floor.least.filter(|least| value < least - TOLERANCE) {
                faults.push(format!("{set}: {name} is {value}, its floor {least}"));
            }
            if let Some(most) = floor.most.filter(|most| value > most + TOLERANCE) {
                faults.push(format!("{set}: {name} is {value}, at most {most} allowed"));
            }
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_falls_is_named() {
        let floors = read("[plover]\nf1 = { least = 0.6 }\nevents = { most = 10 }\n[gone]\nf1 = { least = 0.1 }\n")
            .expect("a good file");
        let mut report = Report::new("plover");
        report.rate("f1", Some(0.6), None);
        report.count("events", 11);
        assert_eq!(
            compare(&floors, &[report]),
            ["gone: not measured", "plover: events is 11, at most 10 allowed"]
        );
    }
}
