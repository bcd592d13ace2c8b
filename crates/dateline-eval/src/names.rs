//! Scores of names: precision, recall and F1 over exact span and kind.

use dateline::types::{Name, NameKind};

/// Counts, and what follows from them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Counts {
    /// Names that are in both.
    pub right: usize,
    /// Names in the gold.
    pub gold: usize,
    /// Names that were found.
    pub found: usize,
}

impl Counts {
    /// Adds one sentence; `only` restricts it to one kind.
    pub fn add(&mut self, gold: &[Name], found: &[Name], only: Option<NameKind>) {
        let counts = |n: &&Name| only.is_none_or(|k| n.kind == k);
        self.gold += gold.iter().filter(counts).count();
        self.found += found.iter().filter(counts).count();
        self.right += gold
            .iter()
            .filter(counts)
            .filter(|n| found.contains(n))
            .count();
    }

    /// Share of the names found that are right.
    #[must_use]
    pub fn precision(&self) -> f64 {
        share(self.right, self.found)
    }

    /// Share of the gold's names that were found.
    #[must_use]
    pub fn recall(&self) -> f64 {
        share(self.right, self.gold)
    }

    /// Harmonic mean of the two.
    #[must_use]
    pub fn f1(&self) -> f64 {
        share(2 * self.right, self.gold + self.found)
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}
