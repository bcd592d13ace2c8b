//! Figures of one measurement, as a table or as JSON.

use std::fmt;

use serde_json::{Map, json};

/// What was measured on one gold set.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Name of the set, as the command line has it ("plover").
    pub name: String,
    /// The figures, in the order to be shown.
    pub figures: Vec<Figure>,
    /// What was missed, false or wrong: one line each, fields parted by tabs.
    pub misses: Vec<String>,
    /// Lines shown below the figures; empty for most sets.
    pub table: String,
}

/// One figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Its name, the same in every run ("f1", "recall AGREE").
    pub name: String,
    /// How much.
    pub value: Value,
    /// Over how many cases, where that says something.
    pub of: Option<usize>,
}

/// How much: a number of things, or a share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    /// A number of things.
    Count(usize),
    /// A share or rate, to four digits; `None` where there was nothing to judge.
    Rate(Option<f64>),
}

impl Report {
    /// An empty report.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            ..Self::default()
        }
    }

    /// Adds a number of things.
    pub fn count(&mut self, name: impl Into<String>, value: usize) {
        self.figures.push(Figure {
            name: name.into(),
            value: Value::Count(value),
            of: None,
        });
    }

    /// Adds `part / whole`; `None` where the whole is nothing.
    pub fn share(&mut self, name: impl Into<String>, part: usize, whole: usize) {
        let value = (whole > 0).then(|| part as f64 / whole as f64);
        self.rate(name, value, Some(whole));
    }

    /// Adds a rate.
    pub fn rate(&mut self, name: impl Into<String>, value: Option<f64>, of: Option<usize>) {
        self.figures.push(Figure {
            name: name.into(),
            value: Value::Rate(value.map(round4)),
            of,
        });
    }

    /// The figure of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<f64> {
        let figure = self.figures.iter().find(|figure| figure.name == name)?;
        match figure.value {
            Value::Count(count) => Some(count as f64),
            Value::Rate(rate) => rate,
        }
    }

    /// All figures as one JSON object, without the misses.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        let figures: Map<_, _> = self
            .figures
            .iter()
            .map(|figure| {
                let value = match figure.value {
                    Value::Count(count) => json!(count),
                    Value::Rate(rate) => json!(rate),
                };
                (figure.name.clone(), value)
            })
            .collect();
        json!({ "set": self.name, "figures": figures })
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.name)?;
        for figure in &self.figures {
            match figure.value {
                Value::Count(count) => write!(f, "  {:<28}{count:>9}", figure.name)?,
                Value::Rate(Some(rate)) => write!(f, "  {:<28}{rate:>9.4}", figure.name)?,
                Value::Rate(None) => write!(f, "  {:<28}{:>9}", figure.name, "-")?,
            }
            match figure.of {
                Some(of) => writeln!(f, "   of {of}")?,
                None => writeln!(f)?,
            }
        }
        f.write_str(&self.table)
    }
}

/// To four digits after the point, as the figures are quoted.
fn round4(value: f64) -> f64 {
    format!("{value:.4}").parse().unwrap_or(value)
}

/// The harmonic mean of two rates.
pub(crate) fn f1(recall: f64, precision: f64) -> f64 {
    if recall + precision > 0.0 {
        2.0 * recall * precision / (recall + precision)
    } else {
        0.0
    }
}
