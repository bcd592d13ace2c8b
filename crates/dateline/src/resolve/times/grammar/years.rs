//! Years, decades, centuries, quarters and seasons.

use jiff::civil::Date;

use super::{Found, Grammar, Want};
use crate::resolve::times::Basis;
use crate::resolve::times::atoms::Atom;
use crate::resolve::times::calendar;
use crate::resolve::times::tense::Tense;
use crate::resolve::times::words::{Unit, Word};
use crate::{TimeSpan, Upos};

impl Grammar<'_> {
    /// "first quarter of 2014" is a part of; here "Q1 2014" and "first quarter".
    pub(super) fn quarter(&self, i: usize, want: Want) -> Option<Found> {
        let (number, mut end) = if self.is(i, "q") && self.glued(i + 1) {
            (self.digits(i + 1)?.0, i + 2)
        } else {
            let Word::Ordinal(number) = self.word(i) else {
                return None;
            };
            if self.word(i + 1) != Word::Unit(Unit::Quarter, false) {
                return None;
            }
            (number, i + 2)
        };
        if !(1..=4).contains(&number) {
            return None;
        }
        let first = (number * 3 - 2) as i8;
        if let Some((year, stop)) = self.year_after(end) {
            end = stop;
            return Some(Found::new(
                end,
                calendar::three_months(year, first),
                Unit::Quarter,
                Basis::Text,
            ));
        }
        // "first-quarter results", "the first quarter of the game"
        let told = self.is(i, "q") || i > 1 && self.is(i - 1, "the") && self.any(i - 2, &["in", "for", "during", "of"]);
        if !told || self.is(end, "of") {
            return None;
        }
        let time = self.anchor.and_then(|anchor| {
            let this = calendar::three_months(anchor.year(), first)?;
            match self.tense(i, want) {
                Tense::Future if this.to < anchor => calendar::three_months(anchor.year() + 1, first),
                Tense::Past | Tense::Unknown if this.from > anchor => calendar::three_months(anchor.year() - 1, first),
                _ => Some(this),
            }
        });
        Some(Found::new(end, time, Unit::Quarter, self.basis))
    }

    /// "summer 2014", "the summer of 2014", "in the spring".
    pub(super) fn season(&self, i: usize, the: bool, want: Want) -> Option<Found> {
        let Word::Season(first) = self.word(i) else {
            return None;
        };
        let end = i + 1;
        if let Some((year, stop)) = self
            .year_after(self.skip(end, &["of"]))
            .or_else(|| self.year_after(end))
        {
            return Some(Found::new(
                stop,
                calendar::three_months(year, first),
                Unit::Quarter,
                Basis::Text,
            ));
        }
        let start = if the { i.checked_sub(1)? } else { i };
        let introduced = self.prev(
            start,
            &[
                "in", "by", "since", "until", "till", "during", "over", "before", "after", "early", "late", "mid",
                "of", "through",
            ],
        ) || self.dash_mid(i);
        let noun = !matches!(self.upos(i), Some(Upos::Verb));
        let modifies = matches!(self.upos(end), Some(Upos::Noun | Upos::Propn)) && !self.any(end, &["'", "’"]);
        if !introduced
            || !noun
            || modifies
            || self.is(i, "fall") && (!the || self.any(end, &["of", "in", "from"]))
            || self.is(end, "of")
        {
            return None;
        }
        let time = self.anchor.and_then(|anchor| {
            season_near(
                anchor,
                first,
                match self.tense(i, want) {
                    Tense::Future => 2,
                    _ => -2,
                },
            )
        });
        Some(Found::new(end, time, Unit::Quarter, self.basis))
    }

    /// "the 1990s", "the '90s", "the nineties", "the 19th century".
    pub(super) fn decade(&self, i: usize, the: bool) -> Option<Found> {
        let introduced = the || self.prev(i, &["early", "late", "mid", "-", "–", "and", "to", "since", "in", "of"]);
        if let Word::Decade(decade) = self.word(i) {
            let first = 1900 + decade as i16;
            return introduced.then(|| Found::new(i + 1, calendar::years(first, first + 9), Unit::Decade, Basis::Text));
        }
        let at = self.skip(i, &["'", "’", "‘"]);
        if let Some((value, length)) = self.digits(at) {
            let mut end = at + 1;
            if length == 4 && self.any(end, &["'", "’"]) && self.glued(end) && self.is(end + 1, "s") && the {
                end += 1;
            }
            if self.is(end, "s") && self.glued(end) && value % 10 == 0 {
                let first = match length {
                    4 if (1000..=2190).contains(&value) => value as i16,
                    2 if introduced || at > i => (if value < 20 { 2000 } else { 1900 }) + value as i16,
                    _ => return None,
                };
                let century = length == 4 && first % 100 == 0 && first < 2000;
                let last = first + if century { 99 } else { 9 };
                let unit = if century { Unit::Century } else { Unit::Decade };
                return Some(Found::new(end + 1, calendar::years(first, last), unit, Basis::Text));
            }
        }
        let (number, ordinal, end) = match self.word(i) {
            Word::Number(20) if self.dash(i + 1) && self.word(i + 2) == Word::Ordinal(1) => (21, true, i + 3),
            _ => self.day_number(i)?,
        };
        let end = end + usize::from(self.dash(end));
        if !ordinal || !(2..=22).contains(&number) || self.word(end) != Word::Unit(Unit::Century, false) {
            return None;
        }
        if self.any(end + 1, &["bc", "bce"]) {
            return Some(Found::dead(end + 2));
        }
        let first = (number as i16 - 1) * 100;
        Some(Found::new(
            end + 1,
            calendar::years(first, first + 99),
            Unit::Century,
            Basis::Text,
        ))
    }

    /// A year that stands alone, where nothing else can be meant.
    pub(super) fn bare_year(&self, i: usize) -> Option<Found> {
        let (year, mut end) = self.year(i)?;
        if !(1500..=2100).contains(&year) {
            return None;
        }
        let mut last = year;
        if (self.dash(end) || self.is(end, "/"))
            && self.glued(end)
            && self.glued(end + 1)
            && let Some((value, 2)) = self.digits(end + 1)
        {
            let to = year / 100 * 100 + value as i16;
            if to > year && !self.dash(end + 2) {
                (last, end) = (to, end + 2);
            }
        }
        let before = self.prev(
            i,
            &[
                "in",
                "since",
                "of",
                "by",
                "until",
                "till",
                "before",
                "after",
                "during",
                "from",
                "to",
                "through",
                "late",
                "early",
                "mid",
                "for",
                "between",
                "around",
                "circa",
                "year",
                "and",
                "or",
                "throughout",
                "(",
                "-",
                "–",
                "into",
                "summer",
                "spring",
                "autumn",
                "winter",
                "than",
            ],
        );
        let sure = self.prev(
            i,
            &[
                "in",
                "since",
                "during",
                "until",
                "till",
                "year",
                "early",
                "late",
                "throughout",
                "summer",
                "spring",
                "autumn",
                "winter",
            ],
        );
        let linked = self.prev(i, &["and", "or", "to", "-", "–", "through"]);
        let next_noun = matches!(self.upos(end), Some(Upos::Noun | Upos::Adj | Upos::Propn | Upos::X))
            && self.atom(end).is_some_and(Atom::is_letters);
        let possessive = self.any(end, &["'", "’"]);
        let ranges = (self.dash(end) && self.glued(end) || self.is(end, "to"))
            && self
                .year(end + 1)
                .is_some_and(|(to, stop)| to > year && !self.counted(stop));
        // "the 2006 midterms" are no count, "the 2000 troops" are.
        let named = year % 10 != 0 && self.prev(i, &["the", "s", "its", "their", "his", "her"]);
        let ok = if self.counted(end) && !named {
            false
        } else if ranges {
            true
        } else if linked && !self.prev_two(i, "prior", "to") {
            // "1992 to 1995", "2007 and 2009": a year before says so.
            i > 1
                && (self.year(i - 2).is_some()
                    || matches!(self.word(i - 2), Word::Month(..))
                    || !next_noun
                        && self.prev(i, &["to", "and"])
                        && self.upos(i) == Some(Upos::Num)
                        && self.years_before(i))
        } else if sure || self.prev_two(i, "prior", "to") || self.prev_two(i, "at", "least") {
            true
        } else if before {
            !next_noun || year % 100 != 0
        } else {
            // "the 2003 invasion", "the 2012 London Olympics", "(2009)", "Its 2011 report"
            next_noun
                && i > 0
                && year >= 1800
                && !self.counted(end + 1)
                && (matches!(self.upos(i - 1), Some(Upos::Det | Upos::Pron | Upos::Adj))
                    || self.prev(i, &["s", "the", "a"]))
                || possessive
                || i == 0 && next_noun && year % 100 != 0
                || self.prev(i, &[","]) && i > 1 && matches!(self.word(i - 2), Word::Month(..))
        };
        ok.then(|| Found::new(end, calendar::years(year, last), Unit::Year, Basis::Text))
    }

    pub(super) fn years_before(&self, i: usize) -> bool {
        (0..i).any(|at| self.year(at).is_some())
    }
}

/// The season next to `anchor`: -1 the last one that is over, 1 the next one that is yet to start,
/// 0 this year's, -2 the last one that has begun, 2 the first one that has not ended.
pub(super) fn season_near(anchor: Date, first: i8, which: i8) -> Option<TimeSpan> {
    let all: Vec<TimeSpan> = (anchor.year() - 2..=anchor.year() + 2)
        .filter_map(|year| calendar::three_months(year, first))
        .collect();
    match which {
        -1 => all.into_iter().rfind(|time| time.to < anchor),
        1 => all.into_iter().find(|time| time.from > anchor),
        -2 => all.into_iter().rfind(|time| time.from <= anchor),
        2 => all.into_iter().find(|time| time.to >= anchor),
        _ => all.into_iter().min_by_key(|time| {
            calendar::days_between(time.to, anchor).max(0) + calendar::days_between(anchor, time.from).max(0)
        }),
    }
}
