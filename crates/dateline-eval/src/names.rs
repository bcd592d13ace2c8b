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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_span_and_kind_is_right() {
        let name = |start, end, kind| Name { start, end, kind };
        let gold = [
            name(0, 2, NameKind::Per),
            name(4, 5, NameKind::Loc),
            name(7, 9, NameKind::Org),
        ];
        let found = [
            name(0, 2, NameKind::Per),
            name(4, 5, NameKind::Org),
            name(7, 8, NameKind::Org),
        ];
        let mut all = Counts::default();
        all.add(&gold, &found, None);
        assert_eq!(
            all,
            Counts {
                right: 1,
                gold: 3,
                found: 3
            }
        );
        assert!((all.f1() - 1.0 / 3.0).abs() < 1e-9);
        let mut orgs = Counts::default();
        orgs.add(&gold, &found, Some(NameKind::Org));
        assert_eq!(
            orgs,
            Counts {
                right: 0,
                gold: 1,
                found: 2
            }
        );
        assert!(Counts::default().f1().abs() < 1e-9);
    }
}
