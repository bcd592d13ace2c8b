//! The grammar of time phrases: atoms in, phrases with the days they stand for out.
//!
//! Each method reads one kind of phrase at an atom and says where it ends. `docs/times.md` has
//! the conventions.

use jiff::civil::Date;

use super::atoms::Atom;
use super::calendar::{self, Part, add_days, add_months, between, containing, day, part, shift};
use super::tense::{Clause, Tense, clause};
use super::words::{HolidayRule, Unit, Word, Words, has};
use super::{Basis, Granularity};
use crate::{NameKind, Sentence, TimeSpan, Upos};

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
            Self::Days(month, first, last) => between(
                calendar::date(year, month, first)?,
                calendar::date(year, month, last)?,
            ),
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

type Want = Option<Tense>;

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
        self.atom(i)
            .is_some_and(|atom| atom.text.eq_ignore_ascii_case(text))
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
            && (self.any(i + 1, &[":", "%"])
                || self.any(i + 1, &[",", "."])
                    && self.glued(i + 2)
                    && self.digits(i + 2).is_some()
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
        let found = self
            .point(i, None)
            .filter(|found| found.unit == Unit::Day)?;
        let list = (i..found.end)
            .any(|at| self.any(at, &["and", "to", "until", "till", "through", "-", "–"]));
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
        if first.yearless.is_some()
            && add_days(a.to, 1)? != second.yearless?.in_year(a.from.year())?.from
        {
            return None;
        }
        let time = between(a.from, to)?;
        Some(Found::new(second.end, Some(time), first.unit, first.basis))
    }

    /// "since 2014": up to the anchor.
    fn since(&self, i: usize) -> Option<Found> {
        let found = self.point(i, Some(Tense::Past))?;
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
        let found = self
            .range(i + 1, &["and", "to", "-", "–"])
            .or_else(|| self.point(i + 1, None))?;
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
        self.point_within(i, want, 2)
    }

    /// A point whose article may belong to the noun after it ("before the May 5 vote").
    fn point_past_the(&self, i: usize) -> Option<Found> {
        let at = self.skip(i, &["the"]);
        self.point_within(i, None, 1)
            .or_else(|| self.point_within(at, None, 1))
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
        take(self.relative(j, the, want));
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

    /// "2021-08-26", "26.08.2021", "8/26/2021", "9/11".
    fn numeric(&self, i: usize) -> Option<Found> {
        let (first, length) = self.digits(i)?;
        if i > 0
            && self.glued(i)
            && (self.digits(i - 1).is_some() || self.any(i - 1, &["/", ".", "-", "–"]))
        {
            return None;
        }
        let mark = self.atom(i + 1)?.text;
        if !self.glued(i + 1) || !self.glued(i + 2) || !matches!(mark, "-" | "/" | ".") {
            return None;
        }
        let (second, second_length) = self.digits(i + 2)?;
        let more = self.is(i + 3, mark) && self.glued(i + 3) && self.glued(i + 4);
        let third = if more { self.digits(i + 4) } else { None };
        let Some((third, third_length)) = third else {
            let attack = (first, second) == (9, 11) && mark == "/" && !more;
            return attack.then(|| {
                let time = calendar::date(2001, 9, 11).map(day);
                Found::new(i + 3, time, Unit::Day, Basis::Text)
            });
        };
        let made = |year: u32, month: u32, day_number: u32| {
            let time = calendar::date(year as i16, month as i8, day_number as i8).map(day);
            match time {
                Some(_) => Found::new(i + 5, time, Unit::Day, Basis::Text),
                None => Found::dead(i + 5),
            }
        };
        let short = second_length <= 2 && second <= 99;
        if length == 4 && mark != "." && short && third_length <= 2 {
            return Some(made(first, second, third));
        }
        if length > 2 || !short || third_length != 4 || third > 2199 {
            return None;
        }
        Some(match (mark, first > 12, second > 12) {
            (".", ..) | ("/" | "-", true, false) => made(third, second, first),
            (_, false, true) => made(third, first, second),
            (_, true, true) => Found::dead(i + 5),
            _ if first == second => made(third, first, second),
            // Day first or month first: nobody can say.
            _ => Found::new(i + 5, None, Unit::Day, Basis::Text),
        })
    }

    /// A month's name, and where it ends with its full stop.
    fn month_name(&self, i: usize) -> Option<(i8, bool, usize)> {
        let Word::Month(month, short) = self.word(i) else {
            return None;
        };
        if !self.capital(i) {
            return None;
        }
        let mut end = i + 1;
        let dotted = short && self.is(end, ".") && self.glued(end);
        if dotted && (self.digits(end + 1).is_some() || self.is(end + 1, ",")) {
            end += 1;
        }
        Some((month, short, end))
    }

    /// A day's number; `ordinal` if it says so ("26th").
    fn day_number(&self, i: usize) -> Option<(u32, bool, usize)> {
        if let Word::Ordinal(value) = self.word(i) {
            return Some((value, true, i + 1));
        }
        let (value, length) = self.digits(i)?;
        if length > 2 || value == 0 {
            return None;
        }
        let mut end = i + 1;
        let ordinal = self.glued(end) && self.any(end, &["st", "nd", "rd", "th"]);
        end += usize::from(ordinal);
        let goes_on = self.glued(end)
            && (self.any(end, &[":", "%"])
                || self.atom(end).is_some_and(Atom::is_letters)
                || self.any(end, &[".", ",", "/"])
                    && self.glued(end + 1)
                    && self.digits(end + 1).is_some());
        (!goes_on).then_some((value, ordinal, end))
    }

    /// "7", "7-9", "7 and 9", "3, 4 and 5": first, last, end.
    fn day_list(
        &self,
        i: usize,
        after_between: bool,
        before_month: bool,
    ) -> Option<(u32, u32, usize)> {
        let (first, _, mut end) = self.day_number(i)?;
        let mut last = first;
        for _ in 0..31 {
            let Some((next, _, stop)) = self.day_number(end + 1) else {
                break;
            };
            let listed =
                self.is(end, ",") && self.is(stop, "and") && self.day_number(stop + 1).is_some();
            let linked = self.dash(end) || self.any(end, &["to", "through", "until", "till"]);
            let sure = after_between || before_month || linked;
            let also = self.any(end, &["and", "or", "&"])
                && (sure
                    || !matches!(
                        self.upos(stop),
                        Some(Upos::Noun | Upos::Adj | Upos::Num | Upos::Propn)
                    ) && !self.any(stop, &["of"]));
            if next <= last || !(listed || linked || also) {
                break;
            }
            // "September 7 and 9 October": the second has a month of its own.
            if !before_month && self.month_name(stop).is_some() {
                break;
            }
            (last, end) = (next, stop);
        }
        Some((first, last, end))
    }

    /// The year after a date: "2021", ", 2021", "last year", "of this year", "that year".
    fn year_after(&self, i: usize) -> Option<(i16, usize)> {
        if let Some((year, end)) = self.year(i)
            && !self.counted(end)
        {
            return Some((year, end));
        }
        if self.is(i, ",")
            && let Some((year, end)) = self.year(i + 1)
            && (!matches!(self.upos(end), Some(Upos::Noun | Upos::Adj))
                || self.any(end, &[",", "-"]))
        {
            return Some((year, end));
        }
        let i = self.skip(i, &["of", "in"]);
        if let Some((year, end)) = self.year(i).filter(|_| self.prev(i, &["of"])) {
            return Some((year, end));
        }
        if self.is(i + 1, "year") {
            let year = match () {
                () if self.is(i, "that") => self.memory.any?.1.from.year(),
                () if self.is(i, "this") => self.anchor?.year(),
                () if self.is(i, "last") => self.anchor?.year() - 1,
                () if self.is(i, "next") => self.anchor?.year() + 1,
                () => return None,
            };
            return Some((year, i + 2));
        }
        if self.is(i, "the")
            && self.any(i + 1, &["same", "previous", "following"])
            && self.is(i + 2, "year")
        {
            let year = self.memory.any?.1.from.year();
            let year = year + i16::from(self.is(i + 1, "following"))
                - i16::from(self.is(i + 1, "previous"));
            return Some((year, i + 3));
        }
        None
    }

    /// Dates with a month's name, and months.
    fn calendar_date(&self, i: usize, the: bool, want: Want) -> Option<Found> {
        if let Some((month, short, end)) = self.month_name(i) {
            // In "the May 5 attack" the article is not the date's.
            if the {
                return None;
            }
            return self
                .dated(i, month, end, want)
                .or_else(|| self.bare_month(i, month, short, end, want));
        }
        // "26 August", "7-9 September", "the first of May"
        let (first, last, end) = self.day_list(i, false, true)?;
        let (_, ordinal, _) = self.day_number(i)?;
        let of = self.is(end, "of");
        let words = matches!(self.word(i), Word::Ordinal(_));
        if words && (!of || !the) || of && !ordinal {
            return None;
        }
        let (month, _, end) = self.month_name(self.skip(end, &["of"]))?;
        Some(self.days_of(i, month, first, last, end, want))
    }

    /// "May 5", "May 5-7, 2021", "May the 5th".
    fn dated(&self, i: usize, month: i8, end: usize, want: Want) -> Option<Found> {
        let start = self.skip(end, &["the"]);
        let (_, ordinal, _) = self.day_number(start)?;
        if start > end && !ordinal || matches!(self.word(start), Word::Ordinal(_)) && start == end {
            return None;
        }
        let after_between = self.prev(i, &["between"]);
        let (first, last, end) = self.day_list(start, after_between, false)?;
        // "in May 12 people died"
        if first == last && !ordinal && self.counted(end) {
            return None;
        }
        Some(self.days_of(i, month, first, last, end, want))
    }

    fn days_of(&self, i: usize, month: i8, first: u32, last: u32, end: usize, want: Want) -> Found {
        let year = self.year_after(end);
        let stop = year.map_or(end, |(_, stop)| stop);
        let longest = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month as usize - 1];
        if last > longest {
            return Found::dead(stop);
        }
        let days = Yearless::Days(month, first as i8, last as i8);
        if let Some((year, stop)) = year {
            return match days.in_year(year) {
                Some(time) => Found::new(stop, Some(time), Unit::Day, Basis::Text),
                None => Found::dead(stop),
            };
        }
        let Some(anchor) = self.anchor else {
            return Found::new(end, None, Unit::Day, self.basis);
        };
        let weekday = self.weekday_before(i);
        match self.nearest(days, anchor, self.direction(i, want), weekday) {
            Some(time) => Found {
                yearless: Some(days),
                ..Found::new(end, Some(time), Unit::Day, self.basis)
            },
            None => Found::dead(end),
        }
    }

    /// The weekday that stands right before a date ("Thursday, August 26").
    fn weekday_before(&self, i: usize) -> Option<i8> {
        let at = i.checked_sub(1)?;
        let at = if self.any(at, &[",", ".", "the"]) {
            at.checked_sub(1)?
        } else {
            at
        };
        match self.word(at) {
            Word::Weekday(weekday, _) => Some(weekday),
            _ => None,
        }
    }

    /// Where a date without year lies: what its verb says, if it is the verb's own, else the
    /// nearest.
    fn direction(&self, i: usize, want: Want) -> Tense {
        let clause = self.clause(i);
        want.unwrap_or(match clause.tense {
            Tense::Past if !clause.direct => Tense::Unknown,
            tense => tense,
        })
    }

    fn nearest(
        &self,
        days: Yearless,
        anchor: Date,
        tense: Tense,
        weekday: Option<i8>,
    ) -> Option<TimeSpan> {
        let years = anchor.year() - 6..=anchor.year() + 6;
        let mut all: Vec<TimeSpan> = years.filter_map(|year| days.in_year(year)).collect();
        if let Some(weekday) = weekday {
            let fits: Vec<TimeSpan> = all
                .iter()
                .copied()
                .filter(|time| time.from.weekday().to_monday_one_offset() == weekday)
                .collect();
            if !fits.is_empty() {
                all = fits;
            }
        }
        match tense {
            Tense::Past => all.into_iter().rfind(|time| time.from <= anchor),
            Tense::Future => all.into_iter().find(|time| time.to >= anchor),
            Tense::Unknown => all.into_iter().min_by_key(|time| {
                let before = calendar::days_between(time.to, anchor).max(0);
                let after = calendar::days_between(anchor, time.from).max(0);
                before + after
            }),
        }
    }

    /// A month without day: with a year, or after a preposition of time.
    fn bare_month(
        &self,
        i: usize,
        month: i8,
        short: bool,
        end: usize,
        want: Want,
    ) -> Option<Found> {
        if let Some((year, stop)) = self.year_after(end) {
            return Some(Found::new(
                stop,
                calendar::month(year, month),
                Unit::Month,
                Basis::Text,
            ));
        }
        let of = self.is(end, ",") && self.year(end + 1).is_some();
        let introduced = self.prev(
            i,
            &[
                "in", "since", "by", "until", "till", "during", "from", "between", "through", "to",
                "of", "before", "after", "early", "late", "mid", "last", "next", "this", "and",
                "or", "for", "around",
            ],
        ) || self.dash_mid(i);
        let ambiguous = matches!(month, 3 | 5) || short || self.shouted();
        let weak = self.prev(
            i,
            &[
                "to", "of", "for", "and", "or", "from", "by", "before", "after",
            ],
        );
        let noun = matches!(self.upos(i), Some(Upos::Propn | Upos::Noun));
        let person = self.in_name(i, NameKind::Per)
            || i > 0
                && self
                    .atom(i - 1)
                    .is_some_and(|a| a.is_capital() && a.is_letters())
                && !introduced
                && self.upos(i - 1) == Some(Upos::Propn)
                && self.word(i - 1) == Word::Other;
        let name_follows = self.capital(end)
            && self.upos(end) == Some(Upos::Propn)
            && self.word(end) == Word::Other;
        if of || person || name_follows && ambiguous || ambiguous && (!introduced || weak && !noun)
        {
            return None;
        }
        // "April said", "August Smith": a name, not a month.
        if !introduced && (!noun || self.clause(i).direct && self.is_subject(i) || name_follows) {
            return None;
        }
        self.month_alone(i, month, end, want)
    }

    fn month_alone(&self, i: usize, month: i8, end: usize, want: Want) -> Option<Found> {
        let days = Yearless::Month(month);
        let Some(anchor) = self.anchor else {
            return Some(Found::new(end, None, Unit::Month, self.basis));
        };
        let time = self.nearest(days, anchor, self.direction(i, want), None);
        Some(Found {
            yearless: Some(days),
            ..Found::new(end, time, Unit::Month, self.basis)
        })
    }

    fn dash_mid(&self, i: usize) -> bool {
        i > 1
            && self.dash(i - 1)
            && (self.any(i - 2, &["mid", "early", "late"])
                || matches!(self.word(i - 2), Word::Month(..)))
    }

    /// The sentence is in capitals, which then say nothing.
    fn shouted(&self) -> bool {
        !self.atoms.iter().any(|a| {
            a.is_letters() && a.text.len() > 3 && !a.text.bytes().all(|b| b.is_ascii_uppercase())
        })
    }

    fn is_subject(&self, i: usize) -> bool {
        self.atom(i)
            .and_then(|a| self.sentence.tokens.get(a.token as usize))
            .is_some_and(|t| t.rel == crate::Rel::Nsubj)
    }

    fn in_name(&self, i: usize, kind: NameKind) -> bool {
        let Some(atom) = self.atom(i) else {
            return false;
        };
        self.sentence
            .names
            .iter()
            .any(|name| name.kind == kind && (name.start..name.end).contains(&atom.token))
    }

    /// "Thursday", "Thursday night", "Thursday last week", "Thursday, August 26".
    fn weekday(&self, i: usize, want: Want) -> Option<Found> {
        let Word::Weekday(weekday, short) = self.word(i) else {
            return None;
        };
        let mut end = i + 1;
        if short && self.is(end, ".") && self.glued(end) {
            end += 1;
        }
        // A date after it says which.
        let at = self.skip(end, &[","]);
        let the = self.is(at, "the");
        if let Some(date) = self.calendar_date(at + usize::from(the), the, want)
            && date.unit == Unit::Day
            && (!the || date.basis == Basis::Text || date.yearless.is_some())
        {
            return Some(date);
        }
        if let Some(date) = self.numeric(at) {
            return Some(date);
        }
        if short
            && !(self.capital(i)
                && (self.prev(i, &["on", "last", "next"]) || i == 0)
                && !matches!(weekday, 6 | 7))
        {
            return None;
        }
        if self.name_of_something(i, end) {
            return None;
        }
        if short {
            end = i + 1;
        }
        end = self.day_part(end);
        let at = self.skip(end, &["of", "in"]);
        if self.any(at, &["last", "next", "this"]) && self.is(at + 1, "week") {
            let weeks = if self.is(at, "last") {
                -1
            } else {
                i64::from(self.is(at, "next"))
            };
            let time = self.anchor.and_then(|anchor| {
                let week = containing(shift(anchor, Unit::Week, weeks)?, Unit::Week)?;
                Some(day(add_days(week.from, i64::from(weekday) - 1)?))
            });
            return Some(Found::new(at + 2, time, Unit::Day, self.basis));
        }
        let time = self.anchor.and_then(|anchor| {
            Some(day(match self.tense(i, want) {
                Tense::Future => calendar::weekday_after(anchor, weekday)?,
                _ => calendar::weekday_before(anchor, weekday)?,
            }))
        });
        Some(Found {
            weekday: true,
            ..Found::new(end, time, Unit::Day, self.basis)
        })
    }

    /// "Bloody Sunday", "the Sunday Times".
    fn name_of_something(&self, i: usize, end: usize) -> bool {
        let before =
            i > 0 && self.capital(i - 1) && has(&self.words.not_days_after, self.atoms[i - 1].text);
        let after = self.capital(end)
            && !self.shouted()
            && self
                .atom(end)
                .is_some_and(|atom| has(&self.words.not_days_before, atom.text));
        before || after || self.in_name(i, NameKind::Per)
    }

    /// Past "morning" and the like.
    fn day_part(&self, i: usize) -> usize {
        let at = self.skip(i, &["early", "late", "at"]);
        if self.word(at) == Word::DayPart {
            return at + 1;
        }
        i
    }

    /// "today", "yesterday morning", "overnight".
    fn day_word(&self, i: usize) -> Option<Found> {
        if self.is(i, "overnight") {
            if matches!(
                self.word(self.skip(i + 1, &["on", "into"])),
                Word::Weekday(..)
            ) {
                let at = self.skip(i + 1, &["on", "into"]);
                return self.weekday(at, None);
            }
            let noun = matches!(self.upos(i), Some(Upos::Noun));
            let time = self
                .anchor
                .and_then(|anchor| between(add_days(anchor, -1)?, anchor));
            return (!noun).then(|| Found::new(i + 1, time, Unit::Day, self.basis));
        }
        let Word::Deictic(days) = self.word(i) else {
            return None;
        };
        // "Russia Today", "USA Today"
        if i > 0 && self.capital(i) && self.capital(i - 1) && !self.shouted() {
            return None;
        }
        let time = self
            .anchor
            .and_then(|anchor| Some(day(add_days(anchor, i64::from(days))?)));
        Some(Found::new(
            self.day_part(i + 1),
            time,
            Unit::Day,
            self.basis,
        ))
    }

    /// "this week", "last month", "next Friday", "the past three years", "that day".
    fn relative(&self, i: usize, the: bool, want: Want) -> Option<Found> {
        if let Some(found) = self.rolling(i, the, false) {
            return Some(found);
        }
        let mut at = i + 1;
        let ahead = match () {
            () if self.any(i, &["last", "past", "previous", "preceding"]) => -1,
            () if self.any(i, &["next", "coming", "following", "upcoming"]) => 1,
            () if self.any(i, &["this", "current"]) => {
                if self.is(at, "past") {
                    at += 1;
                    -1
                } else if self.any(at, &["coming", "upcoming"]) {
                    at += 1;
                    1
                } else {
                    0
                }
            }
            () if self.any(i, &["that", "same"]) => return self.same(i, the),
            () if the => return self.bare_unit(i, want),
            () => return None,
        };
        let told = self.any(i, &["previous", "preceding", "following"]);
        match self.word(at) {
            Word::Unit(unit, false) => self.unit_beside(i, at, unit, ahead, the, told),
            Word::Weekday(weekday, false) => {
                if self.name_of_something(at, at + 1) {
                    return None;
                }
                let base = if told {
                    self.told_day(ahead < 0)
                } else {
                    self.anchor
                };
                let time = base.and_then(|base| {
                    Some(day(match ahead {
                        -1 => calendar::weekday_before(add_days(base, -1)?, weekday)?,
                        1 => calendar::weekday_after(add_days(base, 1)?, weekday)?,
                        _ => match self.tense(at, want) {
                            Tense::Past => calendar::weekday_before(base, weekday)?,
                            _ => calendar::weekday_after(base, weekday)?,
                        },
                    }))
                });
                let mut found = Found::new(self.day_part(at + 1), time, Unit::Day, self.basis);
                found.weekday = true;
                Some(found)
            }
            Word::Month(month, false) if self.capital(at) && !the => {
                let end = at + 1;
                if self.digits(end).is_some() {
                    return None;
                }
                let days = Yearless::Month(month);
                let time = self.anchor.and_then(|anchor| match ahead {
                    -1 => self.nearest(
                        days,
                        add_months(anchor.first_of_month(), -1)?,
                        Tense::Past,
                        None,
                    ),
                    1 => self.nearest(
                        days,
                        add_months(anchor.first_of_month(), 1)?,
                        Tense::Future,
                        None,
                    ),
                    _ => days.in_year(anchor.year()),
                });
                Some(Found::new(end, time, Unit::Month, self.basis))
            }
            Word::Season(first) if !the => {
                if self.is(at, "fall") && self.any(at + 1, &["of", "in"]) {
                    return None;
                }
                let time = self.anchor.and_then(|anchor| match ahead {
                    -1 => season_near(anchor, first, -1),
                    1 => season_near(anchor, first, 1),
                    _ => season_near(anchor, first, 0),
                });
                Some(Found::new(at + 1, time, Unit::Quarter, self.basis))
            }
            Word::DayPart if !the || told || ahead == 1 => {
                // "this morning", "last night", "the next morning"
                let base = if told || ahead == 1 {
                    self.told_day(ahead < 0)
                        .and_then(|day| add_days(day, ahead))
                } else {
                    self.anchor.and_then(|anchor| add_days(anchor, ahead))
                };
                let basis = if told || ahead == 1 {
                    Basis::Text
                } else {
                    self.basis
                };
                Some(Found::new(at + 1, base.map(day), Unit::Day, basis))
            }
            Word::Holiday if !the => {
                let found = self.holiday(
                    at,
                    Some(if ahead > 0 {
                        Tense::Future
                    } else {
                        Tense::Past
                    }),
                )?;
                Some(found)
            }
            _ => None,
        }
    }

    fn unit_beside(
        &self,
        i: usize,
        at: usize,
        unit: Unit,
        ahead: i64,
        the: bool,
        told: bool,
    ) -> Option<Found> {
        let end = at + 1;
        match unit {
            Unit::Minute | Unit::Hour => return None,
            Unit::Day => {
                // "the next day" follows a day that was told; "last day", "this day" are none.
                if ahead == 0 || self.is(i, "last") || self.is(end, "of") {
                    return None;
                }
                let base = self
                    .told_day(ahead < 0)
                    .and_then(|day| add_days(day, ahead));
                return Some(Found::new(end, base.map(day), Unit::Day, Basis::Text));
            }
            Unit::Fortnight if ahead == 0 => return None,
            _ => {}
        }
        // "the last year of his rule"
        if the && self.is(end, "of") {
            return None;
        }
        let base = if told {
            match self.told_any(ahead < 0) {
                Some(base) => base,
                None => return Some(Found::new(end, None, unit, Basis::Text)),
            }
        } else {
            match self.anchor {
                Some(anchor) => anchor,
                None => return Some(Found::new(end, None, unit, self.basis)),
            }
        };
        let mut base_unit = base;
        if unit >= Unit::Month {
            base_unit = base.first_of_month();
        }
        let whole = containing(shift(base_unit, unit, ahead)?, unit)?;
        let mut time = whole;
        if ahead == 0 {
            time = match self.clause(at) {
                Clause {
                    tense: Tense::Past,
                    direct: true,
                } if base >= whole.from => TimeSpan {
                    to: base.min(whole.to),
                    ..whole
                },
                Clause {
                    tense: Tense::Future,
                    direct: true,
                } if base <= whole.to => TimeSpan {
                    from: base.max(whole.from),
                    ..whole
                },
                _ => whole,
            };
        }
        Some(Found::new(
            end,
            Some(time),
            unit,
            if told { Basis::Text } else { self.basis },
        ))
    }

    /// "the same day", "that year": what was told before.
    fn same(&self, i: usize, the: bool) -> Option<Found> {
        if self.is(i, "same") && !the {
            return None;
        }
        let Word::Unit(unit, false) = self.word(i + 1) else {
            let part = self.word(i + 1) == Word::DayPart;
            let base = self.told_day(false).filter(|_| part)?;
            return Some(Found::new(i + 2, Some(day(base)), Unit::Day, Basis::Text));
        };
        let base = if unit == Unit::Day {
            self.told_day(false)?
        } else {
            self.told_any(false)?
        };
        let time = containing(base, unit);
        (unit >= Unit::Day).then(|| Found::new(i + 2, time, unit, Basis::Text))
    }

    /// The day told last; the anchor where it `may_be_now`.
    fn told_day(&self, may_be_now: bool) -> Option<Date> {
        let told = self
            .memory
            .day
            .filter(|(sentence, _)| self.sentence.index.abs_diff(*sentence) <= MEMORY);
        match told {
            Some((_, time)) => Some(time.to),
            None => self.anchor.filter(|_| may_be_now),
        }
    }

    fn told_any(&self, may_be_now: bool) -> Option<Date> {
        let told = self
            .memory
            .any
            .filter(|(sentence, _)| self.sentence.index.abs_diff(*sentence) <= MEMORY);
        match told {
            Some((_, time)) => Some(time.from),
            None => self.anchor.filter(|_| may_be_now),
        }
    }

    /// "the year", "the week": only as part of a phrase ("the end of the year").
    fn bare_unit(&self, i: usize, _want: Want) -> Option<Found> {
        let Word::Unit(
            unit @ (Unit::Week
            | Unit::Month
            | Unit::Year
            | Unit::Decade
            | Unit::Century
            | Unit::Quarter
            | Unit::Weekend
            | Unit::Day),
            false,
        ) = self.word(i)
        else {
            return None;
        };
        let weekend = unit == Unit::Weekend
            && i > 1
            && self.any(i - 2, &["over", "at", "on", "during", "for"]);
        let inside = i > 1
            && self.any(i - 2, &["of", "in"])
            && i > 2
            && (self.any(
                i - 3,
                &[
                    "end",
                    "start",
                    "beginning",
                    "middle",
                    "half",
                    "quarter",
                    "early",
                    "late",
                    "earlier",
                    "later",
                    "part",
                    "close",
                    "turn",
                    "hours",
                ],
            ) || matches!(self.word(i - 3), Word::Unit(..)))
            || i > 1 && self.is(i - 2, "of");
        if !(weekend || inside) || self.any(i + 1, &["of"]) {
            return None;
        }
        let time = self.anchor.and_then(|anchor| {
            if weekend {
                let saturday = match self.clause(i).tense {
                    Tense::Future => calendar::weekday_after(anchor, 6)?,
                    _ => calendar::weekday_before(anchor, 6)?,
                };
                return between(saturday, add_days(saturday, 1)?);
            }
            containing(anchor, unit)
        });
        Some(Found::new(i + 1, time, unit, self.basis))
    }

    /// "the past three years", "recent weeks", "the next 24 hours", "the coming days".
    fn rolling(&self, i: usize, the: bool, over: bool) -> Option<Found> {
        let back = match () {
            () if self.any(i, &["past", "last", "previous", "preceding", "recent"]) => true,
            () if self.any(i, &["next", "coming", "following"]) => false,
            () => return None,
        };
        let (numbered, least, at) = match self.number(i + 1) {
            Some((_, most, at)) => (true, most, at),
            None => (false, 1, i + 1),
        };
        let Word::Unit(unit, plural) = self.word(at) else {
            return None;
        };
        let end = at + 1;
        if self.any(end, &["of"]) || unit == Unit::Weekend {
            return None;
        }
        let count = match (numbered, plural) {
            (true, _) => least,
            (false, true) => match unit {
                Unit::Minute | Unit::Hour => 24,
                Unit::Day => 5,
                Unit::Decade | Unit::Century => 2,
                _ => 3,
            },
            (false, false) => {
                // "last week", "the next day" are calendar units; "the past week" is not.
                let told = self.any(i, &["previous", "preceding", "following"]);
                let days = unit == Unit::Day && !self.is(i, "past");
                let rolls = (the || over) && !told && !days;
                if !rolls {
                    return None;
                }
                1
            }
        };
        // "three-day", "last two-week visit"
        if self.dash(end) && self.glued(end) {
            return None;
        }
        let count = match unit {
            Unit::Hour => (count + 23) / 24 * 24,
            Unit::Minute => 1440,
            _ => count,
        };
        let time = self.anchor.and_then(|anchor| {
            if back {
                between(shift(anchor, unit, -count)?, anchor)
            } else {
                between(anchor, shift(anchor, unit, count)?)
            }
        });
        Some(Found::new(end, time, unit, self.basis))
    }

    /// "two days ago", "a week earlier", "three days after Friday", "a month from now".
    fn counted_units(&self, i: usize, _want: Want) -> Option<Found> {
        let (least, most, at) = self.number(i)?;
        let Word::Unit(unit, _) = self.word(at) else {
            return None;
        };
        let link = at + 1;
        let weekday_in = |time: TimeSpan, end: usize| {
            // "a week ago Thursday"
            let at = self.skip(end, &["on"]);
            match self.word(at) {
                Word::Weekday(weekday, false) if unit == Unit::Week => {
                    Some((day(add_days(time.from, i64::from(weekday) - 1)?), at + 1))
                }
                _ => None,
            }
        };
        let around = |base: Date, sign: i64| {
            let (near, far) = (
                shift(base, unit, sign * least)?,
                shift(base, unit, sign * most)?,
            );
            if near == far {
                containing(near, unit)
            } else {
                between(near.min(far), near.max(far))
            }
        };
        if self.is(link, "ago") {
            let time = self.anchor.and_then(|anchor| around(anchor, -1));
            if let Some((time, end)) = time.and_then(|time| weekday_in(time, link + 1)) {
                return Some(Found::new(end, Some(time), Unit::Day, self.basis));
            }
            return Some(Found::new(link + 1, time, unit, self.basis));
        }
        if self.is(link, "from") {
            if self.is(link + 1, "now") {
                let time = self.anchor.and_then(|anchor| around(anchor, 1));
                return Some(Found::new(link + 2, time, unit, self.basis));
            }
            let base = self.point_within(link + 1, Some(Tense::Future), 1)?;
            let time = base
                .time
                .and_then(|time| shift(time.from, unit, least))
                .map(day);
            return Some(Found::new(base.end, time, Unit::Day, base.basis));
        }
        let sign = match () {
            () if self.any(link, &["before", "earlier", "previously"]) => -1,
            () if self.any(link, &["after", "later", "afterwards", "on"]) => 1,
            () => return None,
        };
        if self.any(link, &["before", "after"])
            && let Some(base) = self
                .point_past_the(link + 1)
                .filter(|base| !base.dead && base.unit <= Unit::Day)
        {
            let time = base.time.and_then(|time| {
                let base = if sign < 0 { time.from } else { time.to };
                match unit {
                    Unit::Day => around(base, sign),
                    _ => shift(base, unit, sign * least).map(day),
                }
            });
            return Some(Found::new(base.end, time, unit, base.basis));
        }
        // "a day after the attack", "three days on": the day is not known.
        if self.any(link, &["after", "on"])
            || self.is(link, "before") && self.atom(link + 1).is_some_and(Atom::is_letters)
        {
            return None;
        }
        let base = if unit >= Unit::Month {
            self.told_any(sign < 0)
        } else {
            self.told_day(sign < 0)
        };
        let time = base.and_then(|base| around(base, sign));
        Some(Found::new(link + 1, time, unit, Basis::Text))
    }

    /// After "the": "day before yesterday", "day before", "eve of Tuesday".
    fn day_beside(&self, i: usize) -> Option<Found> {
        if self.is(i, "eve") && self.is(i + 1, "of") {
            let base = self
                .point_past_the(i + 2)
                .filter(|base| !base.dead && base.unit <= Unit::Day)?;
            let time = base
                .time
                .and_then(|time| Some(day(add_days(time.from, -1)?)));
            return Some(Found::new(base.end, time, Unit::Day, base.basis));
        }
        let (Word::Unit(unit, false), sign) = (
            self.word(i),
            match () {
                () if self.is(i + 1, "before") => -1,
                () if self.is(i + 1, "after") => 1,
                () => return None,
            },
        ) else {
            let night = self.any(i, &["night", "morning", "evening"]) && self.is(i + 1, "before");
            let last = !self.atom(i + 2).is_some_and(Atom::is_letters);
            let base = self.told_day(true).filter(|_| night && last)?;
            return Some(Found::new(
                i + 2,
                add_days(base, -1).map(day),
                Unit::Day,
                Basis::Text,
            ));
        };
        if unit < Unit::Day {
            return None;
        }
        if let Some(base) = self
            .point_past_the(i + 2)
            .filter(|base| !base.dead && base.unit <= Unit::Day)
        {
            let time = base.time.and_then(|time| {
                let base = if sign < 0 { time.from } else { time.to };
                containing(shift(base, unit, sign)?, unit)
            });
            return Some(Found::new(base.end, time, unit, base.basis));
        }
        if self
            .atom(i + 2)
            .is_some_and(|atom| atom.is_letters() || atom.is_digits())
        {
            return None;
        }
        let base = if unit == Unit::Day {
            self.told_day(sign < 0)
        } else {
            self.told_any(sign < 0)
        };
        let time = base.and_then(|base| containing(shift(base, unit, sign)?, unit));
        Some(Found::new(i + 2, time, unit, Basis::Text))
    }

    /// "on the 26th".
    fn ordinal_day(&self, i: usize, want: Want) -> Option<Found> {
        let (number, ordinal, end) = self.day_number(i)?;
        let on = i > 1 && self.is(i - 2, "on");
        if !ordinal || !on || number > 31 || !self.atom(i)?.is_digits() {
            return None;
        }
        let next = self.upos(end);
        if matches!(next, Some(Upos::Noun | Upos::Adj | Upos::Propn | Upos::Num))
            || self.any(end, &["of", "-"])
        {
            return None;
        }
        let future = self.tense(i, want) == Tense::Future;
        let time = self.anchor.and_then(|anchor| {
            (0..12).find_map(|months| {
                let first = add_months(
                    anchor.first_of_month(),
                    if future { months } else { -months },
                )?;
                let date = calendar::date(first.year(), first.month(), number as i8)?;
                (if future {
                    date >= anchor
                } else {
                    date <= anchor
                })
                .then_some(day(date))
            })
        });
        Some(Found::new(end, time, Unit::Day, self.basis))
    }

    /// "earlier this month", "later in the day", "so far this year".
    fn earlier_later(&self, i: usize, want: Want, depth: u32) -> Option<Found> {
        let depth = depth.checked_sub(1)?;
        let earlier = self.is(i, "earlier") || self.is(i, "so") && self.is(i + 1, "far");
        if !earlier && !self.is(i, "later") {
            return None;
        }
        let at = i + 1 + usize::from(self.is(i, "so"));
        let at = self.skip(at, &["in", "on"]);
        let inner = self
            .point_within(at, want, depth)
            .filter(|inner| !inner.dead)?;
        let (Some(time), Some(anchor)) = (inner.time, self.anchor) else {
            return Some(inner);
        };
        let whole = match inner.unit {
            Unit::Day => Some(time),
            unit if self.any(at, &["this", "the"]) && unit <= Unit::Decade => {
                containing(anchor, unit)
            }
            _ => Some(time),
        }?;
        let time = match (earlier, inner.unit) {
            (_, Unit::Day) => Some(whole),
            (true, _) if whole.from <= anchor && anchor <= whole.to => between(whole.from, anchor),
            (false, _) if whole.from <= anchor && anchor <= whole.to => between(anchor, whole.to),
            _ => Some(whole),
        };
        Some(Found {
            time,
            yearless: None,
            weekday: false,
            ..inner
        })
    }

    /// "early May", "the end of the year", "the first week of June", "the early hours of Tuesday".
    fn part_of(&self, i: usize, the: bool, want: Want, depth: u32) -> Option<Found> {
        let depth = depth.checked_sub(1)?;
        if self.any(i, &["early", "late", "mid", "midway"]) {
            let kind = match () {
                () if self.is(i, "early") => Part::Early,
                () if self.is(i, "late") => Part::Late,
                () => Part::Mid,
            };
            let mut at = i + 1;
            at += usize::from(self.dash(at));
            if self.any(at, &["hours", "days", "weeks", "months", "years", "part"])
                && self.is(at + 1, "of")
            {
                at += 2;
            } else {
                at = self.skip(at, &["in", "on"]);
                if matches!(self.word(at), Word::DayPart) {
                    at += 1;
                }
            }
            return self.part(kind, at, want, depth);
        }
        if self.any(
            i,
            &["beginning", "start", "end", "middle", "close", "outset"],
        ) && self.is(i + 1, "of")
        {
            let kind = match () {
                () if self.any(i, &["end", "close"]) => Part::End,
                () if self.is(i, "middle") => Part::Mid,
                () => Part::Start,
            };
            return self.part(kind, i + 2, want, depth);
        }
        // "year's end", "year-end"
        if self.any(i, &["year", "month"])
            && (self.prev(i, &["by", "until", "before", "at", "the"]))
        {
            let end = match () {
                () if self.any(i + 1, &["'", "’"])
                    && self.is(i + 2, "s")
                    && self.is(i + 3, "end") =>
                {
                    i + 4
                }
                () if self.dash(i + 1) && self.is(i + 2, "end") => i + 3,
                () => 0,
            };
            if end > 0 {
                let unit = if self.is(i, "year") {
                    Unit::Year
                } else {
                    Unit::Month
                };
                let time = self
                    .anchor
                    .and_then(|anchor| part(containing(anchor, unit)?, unit, Part::End));
                return Some(Found::new(end, time, unit, self.basis));
            }
        }
        // "the small hours of Tuesday", "the night of May 5", "the week of May 5", "dawn on Monday"
        if the || self.word(i) == Word::DayPart || self.any(i, &["hours"]) {
            let mut at = i;
            if self.any(
                at,
                &[
                    "small", "predawn", "wee", "morning", "evening", "night", "opening", "closing",
                ],
            ) && self.is(at + 1, "hours")
            {
                at += 1;
            }
            let part_word = self.word(at) == Word::DayPart || self.is(at, "hours");
            let unit = match self.word(at) {
                Word::Unit(
                    unit @ (Unit::Week | Unit::Weekend | Unit::Month | Unit::Year),
                    false,
                ) => Some(unit),
                _ => None,
            };
            let linked = self.is(at + 1, "of") || part_word && self.is(at + 1, "on");
            if (part_word || unit.is_some()) && linked {
                let inner = self.point_within(at + 2, want, depth)?;
                if inner.dead {
                    return Some(inner);
                }
                let fits = match unit {
                    None => inner.unit <= Unit::Day,
                    Some(unit) => inner.unit < unit || inner.unit == unit && unit >= Unit::Month,
                };
                if !fits {
                    return None;
                }
                let time = match unit {
                    Some(unit) => inner.time.and_then(|time| containing(time.from, unit)),
                    None => inner.time,
                };
                return Some(Found {
                    time,
                    unit: unit.unwrap_or(Unit::Day),
                    ..inner
                });
            }
        }
        self.ordinal_part(i, the, want, depth)
    }

    /// "first half of 2014", "last two weeks of May", "second week of next month".
    fn ordinal_part(&self, i: usize, the: bool, want: Want, depth: u32) -> Option<Found> {
        let which = match () {
            () if self.any(i, &["last", "final", "closing", "latter"]) => -1,
            () if self.is(i, "opening") => 1,
            () => match self.word(i) {
                Word::Ordinal(value) => i64::from(value),
                _ => {
                    let (value, ordinal, end) = self.day_number(i)?;
                    if !ordinal || end != i + 2 {
                        return None;
                    }
                    i64::from(value)
                }
            },
        };
        let mut at = i + 1 + usize::from(self.atom(i).is_some_and(Atom::is_digits));
        let mut count = 1;
        if let Some((_, most, end)) = self.number(at) {
            (count, at) = (most, end);
        }
        let half = self.is(at, "half") && !(self.dash(at + 1));
        let (unit, plural) = match self.word(at) {
            _ if half => (Unit::Year, false),
            Word::Unit(
                unit @ (Unit::Day
                | Unit::Week
                | Unit::Weekend
                | Unit::Month
                | Unit::Quarter
                | Unit::Year
                | Unit::Decade),
                plural,
            ) => (unit, plural),
            _ => return None,
        };
        if plural && count == 1 {
            count = 3;
        }
        if !self.is(at + 1, "of") || !(the || which > 0) {
            return None;
        }
        let inner = self
            .point_within(at + 2, want, depth)
            .filter(|inner| !inner.dead)?;
        let whole_unit = if inner.unit == Unit::Quarter && self.season_at(at + 2) {
            Unit::Quarter
        } else {
            inner.unit
        };
        if !half && unit >= whole_unit {
            return None;
        }
        let end = inner.end;
        let Some(whole) = inner.time.map(|time| self.whole(time, whole_unit, at + 2)) else {
            return Some(Found { end, ..inner });
        };
        let time = if half {
            halves(whole, which)
        } else if which == -1 {
            let from = match unit {
                Unit::Week | Unit::Weekend => add_days(whole.to, 1 - 7 * count),
                Unit::Day => add_days(whole.to, 1 - count),
                unit => shift(add_days(whole.to, 1)?, unit, -count),
            }?;
            between(from.max(whole.from), whole.to)
        } else {
            let from = shift(whole.from, unit, which - 1)?;
            let to = add_days(shift(from, unit, count)?, -1)?;
            between(from, to.min(whole.to))
        }?;
        let mut found = Found::new(end, Some(time), unit, inner.basis);
        found.yearless = None;
        Some(found)
    }

    fn season_at(&self, i: usize) -> bool {
        matches!(self.word(self.skip(i, &["the"])), Word::Season(_))
    }

    /// The whole unit, where "this year" was cut at the anchor.
    fn whole(&self, time: TimeSpan, unit: Unit, at: usize) -> TimeSpan {
        if self.any(at, &["this", "the"])
            && matches!(
                unit,
                Unit::Week | Unit::Month | Unit::Quarter | Unit::Year | Unit::Decade
            )
            && !self.season_at(at)
        {
            return containing(time.from, unit).unwrap_or(time);
        }
        time
    }

    fn part(&self, kind: Part, at: usize, want: Want, depth: u32) -> Option<Found> {
        let inner = match self.year(at) {
            Some((year, end)) if !self.counted(end) => {
                Found::new(end, calendar::year(year), Unit::Year, Basis::Text)
            }
            _ => self.point_within(at, want, depth)?,
        };
        if inner.dead {
            return Some(inner);
        }
        // "early Tuesday", "the end of Tuesday"
        let unit = inner.unit;
        let time = inner
            .time
            .and_then(|time| part(self.whole(time, unit, at), unit, kind));
        Some(Found {
            time,
            yearless: None,
            ..inner
        })
    }

    /// "first quarter of 2014" is a part of; here "Q1 2014" and "first quarter".
    fn quarter(&self, i: usize, want: Want) -> Option<Found> {
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
        let told = self.is(i, "q")
            || i > 1 && self.is(i - 1, "the") && self.any(i - 2, &["in", "for", "during", "of"]);
        if !told || self.is(end, "of") {
            return None;
        }
        let time = self.anchor.and_then(|anchor| {
            let this = calendar::three_months(anchor.year(), first)?;
            match self.tense(i, want) {
                Tense::Future if this.to < anchor => {
                    calendar::three_months(anchor.year() + 1, first)
                }
                Tense::Past | Tense::Unknown if this.from > anchor => {
                    calendar::three_months(anchor.year() - 1, first)
                }
                _ => Some(this),
            }
        });
        Some(Found::new(end, time, Unit::Quarter, self.basis))
    }

    /// "summer 2014", "the summer of 2014", "in the spring".
    fn season(&self, i: usize, the: bool, want: Want) -> Option<Found> {
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
                "in", "by", "since", "until", "till", "during", "over", "before", "after", "early",
                "late", "mid", "of", "through",
            ],
        ) || self.dash_mid(i);
        let noun = !matches!(self.upos(i), Some(Upos::Verb));
        let modifies =
            matches!(self.upos(end), Some(Upos::Noun | Upos::Propn)) && !self.any(end, &["'", "’"]);
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
    fn decade(&self, i: usize, the: bool) -> Option<Found> {
        let introduced = the
            || self.prev(
                i,
                &[
                    "early", "late", "mid", "-", "–", "and", "to", "since", "in", "of",
                ],
            );
        if let Word::Decade(decade) = self.word(i) {
            let first = 1900 + decade as i16;
            return introduced.then(|| {
                Found::new(
                    i + 1,
                    calendar::years(first, first + 9),
                    Unit::Decade,
                    Basis::Text,
                )
            });
        }
        let at = self.skip(i, &["'", "’", "‘"]);
        if let Some((value, length)) = self.digits(at) {
            let mut end = at + 1;
            if length == 4
                && self.any(end, &["'", "’"])
                && self.glued(end)
                && self.is(end + 1, "s")
                && the
            {
                end += 1;
            }
            if self.is(end, "s") && self.glued(end) && value % 10 == 0 {
                let first = match length {
                    4 if (1000..=2190).contains(&value) => value as i16,
                    2 if introduced || at > i => {
                        (if value < 20 { 2000 } else { 1900 }) + value as i16
                    }
                    _ => return None,
                };
                let century = length == 4 && first % 100 == 0 && first < 2000;
                let last = first + if century { 99 } else { 9 };
                let unit = if century { Unit::Century } else { Unit::Decade };
                return Some(Found::new(
                    end + 1,
                    calendar::years(first, last),
                    unit,
                    Basis::Text,
                ));
            }
        }
        let (number, ordinal, end) = match self.word(i) {
            Word::Number(20) if self.dash(i + 1) && self.word(i + 2) == Word::Ordinal(1) => {
                (21, true, i + 3)
            }
            _ => self.day_number(i)?,
        };
        let end = end + usize::from(self.dash(end));
        if !ordinal
            || !(2..=22).contains(&number)
            || self.word(end) != Word::Unit(Unit::Century, false)
        {
            return None;
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
    fn bare_year(&self, i: usize) -> Option<Found> {
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
        let next_noun = matches!(self.upos(end), Some(Upos::Noun | Upos::Adj | Upos::Propn));
        let possessive = self.any(end, &["'", "’"]);
        let ranges = self.dash(end)
            && self.glued(end)
            && self.year(end + 1).is_some_and(|(to, _)| to > year);
        let ok = if self.counted(end) {
            false
        } else if ranges {
            true
        } else if linked {
            // "1992 to 1995", "2007 and 2009": a year before says so.
            i > 1
                && (self.year(i - 2).is_some()
                    || matches!(self.word(i - 2), Word::Month(..))
                    || !next_noun
                        && self.prev(i, &["to", "and"])
                        && self.upos(i) == Some(Upos::Num)
                        && self.years_before(i))
        } else if sure {
            true
        } else if before {
            !next_noun || year % 100 != 0
        } else {
            // "the 2003 invasion", "the 2012 London Olympics", "(2009)", "Its 2011 report"
            next_noun
                && i > 0
                && year >= 1800
                && year % 1000 != 0
                && (matches!(self.upos(i - 1), Some(Upos::Det | Upos::Pron | Upos::Adj))
                    || self.prev(i, &["s", "the", "a"]))
                || possessive
                || i == 0 && next_noun && year % 100 != 0
                || self.prev(i, &[","]) && i > 1 && matches!(self.word(i - 2), Word::Month(..))
        };
        ok.then(|| Found::new(end, calendar::years(year, last), Unit::Year, Basis::Text))
    }

    fn years_before(&self, i: usize) -> bool {
        (0..i).any(|at| self.year(at).is_some())
    }

    /// "Christmas Day", "Easter Monday", "New Year's Eve 2012".
    fn holiday(&self, i: usize, want: Want) -> Option<Found> {
        let atom = self.atom(i)?;
        if atom.word != Word::Holiday && !matches!(atom.word, Word::Month(..)) && !atom.is_capital()
            || !atom.is_capital()
        {
            return None;
        }
        let rest = &self.text[atom.start..];
        let holiday = self.words.holidays.iter().find(|holiday| {
            let length = holiday.name.len();
            rest.as_bytes()
                .get(..length)
                .is_some_and(|text| text.eq_ignore_ascii_case(holiday.name.as_bytes()))
                && self.atoms[i..]
                    .iter()
                    .any(|atom| atom.end() == self.atoms[i].start + length)
        })?;
        let stop = atom.start + holiday.name.len();
        let end = i + self.atoms[i..].iter().position(|atom| atom.end() == stop)? + 1;
        let one_word = end == i + 1;
        if let Some((year, end)) = self.year_after(end) {
            let time = calendar::holiday(holiday.rule, year).map(day);
            return Some(Found::new(end, time, Unit::Day, Basis::Text));
        }
        // "a Christmas market", "the Good Friday Agreement"
        if matches!(self.upos(end), Some(Upos::Noun | Upos::Propn))
            && (one_word || self.capital(end))
        {
            return None;
        }
        let time = self
            .anchor
            .and_then(|anchor| self.holiday_near(holiday.rule, anchor, self.tense(i, want)));
        Some(Found::new(end, time, Unit::Day, self.basis))
    }

    fn holiday_near(&self, rule: HolidayRule, anchor: Date, tense: Tense) -> Option<TimeSpan> {
        let days = (anchor.year() - 1..=anchor.year() + 1)
            .filter_map(|year| calendar::holiday(rule, year));
        let mut days: Vec<Date> = days.collect();
        match tense {
            Tense::Past => days.retain(|day| *day <= anchor),
            Tense::Future => days.retain(|day| *day >= anchor),
            Tense::Unknown => {}
        }
        days.into_iter()
            .min_by_key(|day| calendar::days_between(*day, anchor).abs())
            .map(day)
    }
}

/// The season next to `anchor`: -1 the last one that is over, 1 the next one that is yet to start,
/// 0 this year's, -2 the last one that has begun, 2 the first one that has not ended.
fn season_near(anchor: Date, first: i8, which: i8) -> Option<TimeSpan> {
    let all: Vec<TimeSpan> = (anchor.year() - 2..=anchor.year() + 2)
        .filter_map(|year| calendar::three_months(year, first))
        .collect();
    match which {
        -1 => all.into_iter().rfind(|time| time.to < anchor),
        1 => all.into_iter().find(|time| time.from > anchor),
        -2 => all.into_iter().rfind(|time| time.from <= anchor),
        2 => all.into_iter().find(|time| time.to >= anchor),
        _ => all.into_iter().min_by_key(|time| {
            calendar::days_between(time.to, anchor).max(0)
                + calendar::days_between(anchor, time.from).max(0)
        }),
    }
}

/// The first or the second half.
fn halves(whole: TimeSpan, which: i64) -> Option<TimeSpan> {
    let days = calendar::days_between(whole.from, whole.to) + 1;
    let middle = if days > 360 && days < 370 {
        add_months(whole.from, 6)?
    } else if days > 3000 {
        add_months(
            whole.from,
            12 * i64::from((whole.to.year() - whole.from.year() + 1) / 2),
        )?
    } else {
        add_days(whole.from, (days + 1) / 2)?
    };
    match which {
        1 => between(whole.from, add_days(middle, -1)?),
        2 | -1 => between(middle, whole.to),
        _ => None,
    }
}
