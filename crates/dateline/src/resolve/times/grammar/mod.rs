//! The grammar of time phrases: atoms in, phrases with the days they stand for out.
//!
//! Each method reads one kind of phrase at an atom and says where it ends. `docs/times.md` has
//! the conventions.

mod dates;
mod parts;
mod relative;
mod years;

use jiff::civil::Date;

use super::atoms::Atom;
use super::calendar::{self, add_days, between, containing, day, shift};
use super::tense::{Clause, Tense, clause};
use super::words::{Unit, Word, Words, has};
use super::{Basis, Granularity};
use crate::{Sentence, TimeSpan, Upos};

/// The last days that the document spoke of.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Memory {
    /// A day, and the sentence it was in.
    pub(super) day: Option<(u32, TimeSpan)>,
    /// Days of any length.
    pub(super) any: Option<(u32, TimeSpan)>,
}

/// Sentences after which a day mentioned is no longer what "the next day" follows.
const MEMORY: u32 = 2;

/// A phrase found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    /// Atoms from here on do not belong to it.
    pub(super) end: usize,
    pub(super) time: Option<TimeSpan>,
    pub(super) unit: Unit,
    pub(super) basis: Basis,
    /// A date that does not exist: to be left alone, all of it.
    pub(super) dead: bool,
    /// Which days of a year, where the year was not said.
    yearless: Option<Yearless>,
    /// A weekday without date.
    weekday: bool,
}

#[derive(Clone, Copy, Debug)]
enum Yearless {
    Days(i8, i8, i8),
    Month(i8),
}

impl Yearless {
    fn in_year(self, year: i16) -> Option<TimeSpan> {
        match self {
            Self::Days(month, first, last) => {
                between(calendar::date(year, month, first)?, calendar::date(year, month, last)?)
            }
            Self::Month(month) => calendar::month(year, month),
        }
    }
}

/// Reads one sentence.
pub(super) struct Grammar<'a> {
    pub(super) sentence: &'a Sentence,
    pub(super) words: &'a Words,
    pub(super) atoms: &'a [Atom<'a>],
    /// The document's text.
    pub(super) text: &'a str,
    pub(super) anchor: Option<Date>,
    pub(super) basis: Basis,
    pub(super) memory: Memory,
}

impl Found {
    fn new(end: usize, time: Option<TimeSpan>, unit: Unit, basis: Basis) -> Self {
        Self {
            end,
            time,
            unit,
            basis,
            dead: false,
            yearless: None,
            weekday: false,
        }
    }

    fn dead(end: usize) -> Self {
        Self {
            dead: true,
            ..Self::new(end, None, Unit::Day, Basis::Text)
        }
    }

    pub(super) fn granularity(&self) -> Granularity {
        match self.unit {
            Unit::Minute | Unit::Hour | Unit::Day => Granularity::Day,
            Unit::Weekend | Unit::Week | Unit::Fortnight => Granularity::Week,
            Unit::Month => Granularity::Month,
            Unit::Quarter => Granularity::Quarter,
            Unit::Year => Granularity::Year,
            Unit::Decade => Granularity::Decade,
            Unit::Century => Granularity::Century,
        }
    }
}

/// The tense that the words around a phrase ask for, whatever its clause says.
type Want = Option<Tense>;

/// Phrases within phrases, at most ("the first week of early May").
const DEPTH: u32 = 2;

impl Grammar<'_> {
    /// The phrase that starts at atom `i`, with the words before it that change its meaning.
    pub(super) fn phrase(&self, i: usize) -> Option<Found> {
        if self.any(i, &["between"]) {
            if let Some(found) = self.range(i + 1, &["and"]).or_else(|| self.listed(i + 1)) {
                return Some(found);
            }
        } else if self.is(i, "from") {
            let links = &["to", "until", "till", "through", "-", "–"];
            if let Some(found) = self.range(i + 1, links).or_else(|| self.listed(i + 1)) {
                return Some(found);
            }
        } else if self.is(i, "since") {
            return self.since(i + 1);
        } else if self.any(i, &["by", "until", "till"]) {
            return self.deadline(i);
        } else if self.any(i, &["within", "in", "over"]) {
            if let Some(found) = self.span_of_time(i) {
                return Some(found);
            }
        } else if self.any(i, &["every", "each"]) {
            // "every Monday", "each summer" are no days.
            let found = self.point(i + 1, None)?;
            return Some(Found::dead(found.end));
        }
        if let Some(found) = self.range(i, &["to", "until", "till", "through", "-", "–"]) {
            return Some(found);
        }
        let first = self.point(i, None)?;
        Some(self.joined(i, first).unwrap_or(first))
    }

    // Words.

    fn atom(&self, i: usize) -> Option<&Atom<'_>> {
        self.atoms.get(i)
    }

    fn is(&self, i: usize, text: &str) -> bool {
        self.atom(i).is_some_and(|atom| atom.text.eq_ignore_ascii_case(text))
    }

    fn any(&self, i: usize, texts: &[&str]) -> bool {
        texts.iter().any(|text| self.is(i, text))
    }

    fn word(&self, i: usize) -> Word {
        self.atom(i).map_or(Word::Other, |atom| atom.word)
    }

    fn glued(&self, i: usize) -> bool {
        self.atom(i).is_some_and(|atom| atom.glued)
    }

    fn capital(&self, i: usize) -> bool {
        self.atom(i).is_some_and(Atom::is_capital)
    }

    fn prev(&self, i: usize, texts: &[&str]) -> bool {
        i > 0 && self.any(i - 1, texts)
    }

    /// These two words stand before `i`.
    fn prev_two(&self, i: usize, first: &str, second: &str) -> bool {
        i > 1 && self.is(i - 2, first) && self.is(i - 1, second)
    }

    fn dash(&self, i: usize) -> bool {
        self.any(i, &["-", "–"])
    }

    fn skip(&self, i: usize, texts: &[&str]) -> usize {
        i + usize::from(self.any(i, texts))
    }

    fn upos(&self, i: usize) -> Option<Upos> {
        let token = self.sentence.tokens.get(self.atom(i)?.token as usize)?;
        Some(token.upos)
    }

    /// A plural noun, other than one that years stand before.
    fn counted(&self, i: usize) -> bool {
        let Some(atom) = self.atom(i).filter(|atom| atom.is_letters()) else {
            return false;
        };
        let token = self.sentence.tokens.get(atom.token as usize);
        token.is_some_and(|token| token.xpos == "NNS") && !has(&self.words.year_nouns, atom.text)
    }

    fn clause(&self, i: usize) -> Clause {
        match self.atom(i) {
            Some(atom) => clause(self.sentence, atom.token, self.words),
            None => Clause {
                tense: Tense::Unknown,
                direct: false,
            },
        }
    }

    /// What the clause of the word at `i` tells, if nothing else is wanted.
    fn tense(&self, i: usize, want: Want) -> Tense {
        want.unwrap_or_else(|| self.clause(i).tense)
    }

    /// Digits with their value, at most six.
    fn digits(&self, i: usize) -> Option<(u32, usize)> {
        let atom = self.atom(i).filter(|atom| atom.is_digits())?;
        if atom.text.len() > 6 {
            return None;
        }
        Some((atom.text.parse().ok()?, atom.text.len()))
    }

    /// Least, most, end. "three", "two or three", "a few", "twenty-five", "1,000".
    fn number(&self, i: usize) -> Option<(i64, i64, usize)> {
        let (least, most, end) = self.one_number(i)?;
        if (self.any(end, &["or", "to"]) || self.dash(end))
            && let Some((_, more, end)) = self.one_number(end + 1)
            && more > most
        {
            return Some((least, more, end));
        }
        Some((least, most, end))
    }

    fn one_number(&self, i: usize) -> Option<(i64, i64, usize)> {
        match self.word(i) {
            Word::Number(value) => {
                if self.any(i, &["a", "an"]) {
                    if let Word::Vague(least, most) = self.word(i + 1) {
                        let end = self.skip(i + 2, &["of"]);
                        return Some((i64::from(least), i64::from(most), end));
                    }
                    if self.is(i + 1, "dozen") {
                        return Some((12, 12, i + 2));
                    }
                }
                if (20..100).contains(&value) {
                    let next = i + 1 + usize::from(self.dash(i + 1));
                    if let Word::Number(ones @ 1..=9) = self.word(next)
                        && !self.any(next, &["a", "an"])
                    {
                        let value = i64::from(value + ones);
                        return Some((value, value, next + 1));
                    }
                }
                Some((i64::from(value), i64::from(value), i + 1))
            }
            Word::Vague(least, most) => {
                let end = self.skip(i + 1, &["of"]);
                Some((i64::from(least), i64::from(most), end))
            }
            _ => {
                let (value, length) = self.digits(i)?;
                if self.glued(i + 1) && self.any(i + 1, &[",", "."]) && self.glued(i + 2) {
                    let (rest, digits) = self.digits(i + 2)?;
                    if !self.is(i + 1, ",") || digits != 3 || length > 3 {
                        return None;
                    }
                    let value = i64::from(value * 1000 + rest);
                    return Some((value, value, i + 3));
                }
                (length <= 4).then_some((i64::from(value), i64::from(value), i + 1))
            }
        }
    }

    /// A year of four digits, and where it ends.
    fn year(&self, i: usize) -> Option<(i16, usize)> {
        let (value, length) = self.digits(i)?;
        if length != 4 || !(1000..=2199).contains(&value) {
            return None;
        }
        let marked = i > 0
            && self.glued(i)
            && self.any(i - 1, &[",", ".", "$", "£", "€", "#", ":", "%"])
            && (!self.is(i - 1, ",") || i > 1 && self.digits(i - 2).is_some_and(|(_, n)| n > 2));
        let goes_on = self.glued(i + 1)
            && (self.is(i + 1, "%")
                || self.any(i + 1, &[",", ".", ":"]) && self.glued(i + 2) && self.digits(i + 2).is_some()
                || self.atom(i + 1).is_some_and(Atom::is_letters));
        let clock = self.any(
            i + 1,
            &[
                "gmt",
                "utc",
                "hours",
                "hrs",
                "local",
                "est",
                "edt",
                "cet",
                "bst",
                "feet",
                "ft",
                "km",
                "kilometres",
                "kilometers",
                "miles",
                "metres",
                "meters",
                "percent",
                "tons",
                "tonnes",
                "bc",
                "bce",
            ],
        );
        if marked || goes_on || clock {
            return None;
        }
        Some((value as i16, i + 1))
    }

    // Compositions.

    /// A point that is a list of days itself ("September 7 and 9").
    fn listed(&self, i: usize) -> Option<Found> {
        let found = self.point(i, None).filter(|found| found.unit == Unit::Day)?;
        let list = (i..found.end).any(|at| self.any(at, &["and", "to", "until", "till", "through", "-", "–"]));
        (list && self.atom(i)?.text.len() > 1 || found.dead).then_some(found)
    }

    /// Two points with one of `links` between.
    fn range(&self, i: usize, links: &[&str]) -> Option<Found> {
        let first = self.point(i, None)?;
        if first.dead {
            return None;
        }
        // "from Dec. 30, 2020, to Jan. 2, 2021"
        let comma = first.basis == Basis::Text
            && self.is(first.end, ",")
            && self.any(first.end + 1, &["to", "through", "until"]);
        let link = first.end + usize::from(comma);
        if !self.any(link, links) {
            return None;
        }
        // "8-year-old": a range has the same sort of thing on both sides.
        let second = self.second(link + 1, &first)?;
        if second.dead {
            return Some(Found::dead(second.end));
        }
        let unit = first.unit.min(second.unit);
        let (mut from, mut to) = match (first.time, second.time) {
            (Some(a), Some(b)) => (a, b),
            _ => return Some(Found::new(second.end, None, unit, self.basis)),
        };
        let basis = if first.basis == second.basis {
            first.basis
        } else {
            self.basis
        };
        if first.weekday && second.weekday {
            let wanted = second.time?.from.weekday().to_monday_one_offset();
            to = day(calendar::weekday_after(from.from, wanted)?);
        } else if first.weekday && second.unit == Unit::Day {
            // "from Monday till Wednesday this week"
            let wanted = from.from.weekday().to_monday_one_offset();
            from = day(calendar::weekday_before(to.from, wanted)?);
        } else if let Some(days) = first.yearless
            && second.yearless.is_none()
        {
            // "from December 30 to January 2, 2021"
            from = days.in_year(to.from.year())?;
            if from.from > to.from {
                from = days.in_year(to.from.year() - 1)?;
            }
        } else if let Some(days) = second.yearless {
            to = days.in_year(from.from.year())?;
            if to.from < from.from {
                to = days.in_year(from.from.year() + 1)?;
            }
        }
        let time = between(from.from, to.to)?;
        let mut found = Found::new(second.end, Some(time), unit, basis);
        found.yearless = None;
        Some(found)
    }

    /// The second point of a range: a point of a like kind.
    fn second(&self, i: usize, first: &Found) -> Option<Found> {
        let second = self.point(i, None)?;
        let like = second.dead
            || first.unit == second.unit
            || first.unit <= Unit::Month && second.unit <= Unit::Month
            || first.unit >= Unit::Year && second.unit >= Unit::Year
            || self.prev(i, &["to", "until", "till", "through", "and"]);
        like.then_some(second)
    }

    /// "Monday and Tuesday", "the 1970s and 1980s": neighbours become one stretch.
    fn joined(&self, _i: usize, first: Found) -> Option<Found> {
        if first.dead || !self.is(first.end, "and") {
            return None;
        }
        let second = self.point(first.end + 1, None)?;
        let (a, b) = (first.time?, second.time?);
        if second.dead || first.unit != second.unit || first.unit == Unit::Week {
            return None;
        }
        let mut to = b.to;
        if let (Some(_), Some(days)) = (first.yearless, second.yearless) {
            to = days.in_year(a.from.year())?.to;
        } else if add_days(a.to, 1) != Some(b.from) {
            return None;
        }
        if first.yearless.is_some() && add_days(a.to, 1)? != second.yearless?.in_year(a.from.year())?.from {
            return None;
        }
        let time = between(a.from, to)?;
        Some(Found::new(second.end, Some(time), first.unit, first.basis))
    }

    /// "since 2014": up to the anchor.
    fn since(&self, i: usize) -> Option<Found> {
        let least = self.is(i, "at") && self.is(i + 1, "least");
        let found = self.point(i + 2 * usize::from(least), Some(Tense::Past))?;
        if found.dead {
            return Some(found);
        }
        let time = match (found.time, self.anchor) {
            (Some(time), Some(anchor)) => between(time.from, anchor),
            _ => None,
        };
        Some(Found {
            time,
            basis: self.basis,
            yearless: None,
            ..found
        })
    }

    /// "by Friday", "until the end of May": from the anchor on, where that lies ahead.
    fn deadline(&self, i: usize) -> Option<Found> {
        let ahead = self.clause(i + 1).tense != Tense::Past;
        let want = ahead.then_some(Tense::Future);
        let found = self
            .range(i + 1, &["and", "to", "-", "–"])
            .or_else(|| self.point(i + 1, want))?;
        let (Some(time), Some(anchor)) = (found.time, self.anchor) else {
            return Some(found);
        };
        // "by Monday's attackers"; "not until Friday".
        if self.any(found.end, &["'", "’"]) || self.prev(i, &["not", "t"]) {
            return None;
        }
        let noun = found.unit <= Unit::Year
            && matches!(self.upos(found.end), Some(Upos::Noun | Upos::Propn))
            && self.is(i, "by")
            && !self.clause(i + 1).direct;
        if noun {
            return None;
        }
        let time = if time.to >= anchor {
            between(anchor, time.to)
        } else {
            Some(time)
        };
        Some(Found {
            time,
            yearless: None,
            ..found
        })
    }

    /// "within ten days", "in two weeks" of what will be, "over the past three years".
    fn span_of_time(&self, i: usize) -> Option<Found> {
        if self.is(i, "over") {
            let start = self.skip(i + 1, &["the"]);
            return self.rolling(start, start > i + 1, true);
        }
        let (least, most, at) = self.number(i + 1)?;
        let Word::Unit(unit, _) = self.word(at) else {
            return None;
        };
        if self.any(
            at + 1,
            &[
                "of", "after", "from", "ago", "earlier", "later", "before", "since", "'", "’", "-",
            ],
        ) || matches!(self.upos(at + 1), Some(Upos::Noun | Upos::Adj))
        {
            return None;
        }
        let within = self.is(i, "within");
        if !within && self.clause(at).tense != Tense::Future {
            return None;
        }
        let time = self.anchor.and_then(|anchor| {
            let (near, far) = (shift(anchor, unit, least)?, shift(anchor, unit, most)?);
            if within {
                between(anchor, far)
            } else if near == far {
                containing(near, unit)
            } else {
                between(near, far)
            }
        });
        Some(Found::new(at + 1, time, unit, self.basis))
    }

    // Points.

    /// A day or a stretch of days with a name or number of its own; the longest reading.
    fn point(&self, i: usize, want: Want) -> Option<Found> {
        self.point_within(i, want, DEPTH)
    }

    /// A point whose article may belong to the noun after it ("before the May 5 vote").
    fn point_past_the(&self, i: usize) -> Option<Found> {
        let at = self.skip(i, &["the"]);
        self.point_within(i, None, 1).or_else(|| self.point_within(at, None, 1))
    }

    fn point_within(&self, i: usize, want: Want, depth: u32) -> Option<Found> {
        self.atom(i)?;
        let the = self.is(i, "the");
        let j = i + usize::from(the);
        let mut best: Option<Found> = None;
        let mut take = |found: Option<Found>| {
            if let Some(found) = found
                && best.is_none_or(|best| found.end > best.end)
            {
                best = Some(found);
            }
        };
        take(self.part_of(j, the, want, depth));
        take(self.calendar_date(j, the, want));
        take(self.relative(j, the, want, depth < DEPTH));
        take(self.season(j, the, want));
        take(self.decade(j, the));
        take(self.quarter(j, want));
        if the {
            take(self.ordinal_day(j, want));
            take(self.day_beside(j));
        } else {
            take(self.numeric(i));
            take(self.weekday(i, want));
            take(self.day_word(i));
            take(self.counted_units(i, want));
            take(self.bare_year(i));
            take(self.holiday(i, want));
            take(self.earlier_later(i, want, depth));
        }
        best
    }
}
