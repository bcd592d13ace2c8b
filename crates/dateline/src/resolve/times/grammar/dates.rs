//! Days with a number or a name: dates, weekdays, months, holidays, "today".

use jiff::civil::Date;

use super::{Found, Grammar, Want, Yearless};
use crate::resolve::times::Basis;
use crate::resolve::times::atoms::Atom;
use crate::resolve::times::calendar::{self, add_days, add_months, between, containing, day, shift};
use crate::resolve::times::tense::Tense;
use crate::resolve::times::words::{HolidayRule, Unit, Word, has};
use crate::{NameKind, TimeSpan, Upos};

impl Grammar<'_> {
    /// "2021-08-26", "26.08.2021", "8/26/2021", "9/11".
    pub(super) fn numeric(&self, i: usize) -> Option<Found> {
        let (first, length) = self.digits(i)?;
        if i > 0 && self.glued(i) && (self.digits(i - 1).is_some() || self.any(i - 1, &["/", ".", "-", "–"])) {
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
    pub(super) fn month_name(&self, i: usize) -> Option<(i8, bool, usize)> {
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
    pub(super) fn day_number(&self, i: usize) -> Option<(u32, bool, usize)> {
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
                || self.any(end, &[".", ",", "/"]) && self.glued(end + 1) && self.digits(end + 1).is_some());
        (!goes_on).then_some((value, ordinal, end))
    }

    /// "7", "7-9", "7 and 9", "3, 4 and 5": first, last, end.
    pub(super) fn day_list(&self, i: usize, after_between: bool, before_month: bool) -> Option<(u32, u32, usize)> {
        let (first, _, mut end) = self.day_number(i)?;
        let mut last = first;
        for _ in 0..31 {
            let Some((next, _, stop)) = self.day_number(end + 1) else {
                break;
            };
            let listed = self.is(end, ",") && self.is(stop, "and") && self.day_number(stop + 1).is_some();
            let linked = self.dash(end) || self.any(end, &["to", "through", "until", "till"]);
            let sure = after_between || before_month || linked;
            let also = self.any(end, &["and", "or", "&"])
                && (sure
                    || !matches!(self.upos(stop), Some(Upos::Noun | Upos::Adj | Upos::Num | Upos::Propn))
                        && !self.any(stop, &["of"]));
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
    pub(super) fn year_after(&self, i: usize) -> Option<(i16, usize)> {
        if let Some((year, end)) = self.year(i)
            && !self.counted(end)
        {
            return Some((year, end));
        }
        if self.is(i, ",")
            && let Some((year, end)) = self.year(i + 1)
            && !self.counted(end)
            && !(self.upos(end) == Some(Upos::Adj) && self.counted(end + 1))
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
        if self.is(i, "the") && self.any(i + 1, &["same", "previous", "following"]) && self.is(i + 2, "year") {
            let year = self.memory.any?.1.from.year();
            let year = year + i16::from(self.is(i + 1, "following")) - i16::from(self.is(i + 1, "previous"));
            return Some((year, i + 3));
        }
        None
    }

    /// Dates with a month's name, and months.
    pub(super) fn calendar_date(&self, i: usize, the: bool, want: Want) -> Option<Found> {
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
    pub(super) fn dated(&self, i: usize, month: i8, end: usize, want: Want) -> Option<Found> {
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

    pub(super) fn days_of(&self, i: usize, month: i8, first: u32, last: u32, end: usize, want: Want) -> Found {
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
    pub(super) fn weekday_before(&self, i: usize) -> Option<i8> {
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
    pub(super) fn direction(&self, i: usize, want: Want) -> Tense {
        let clause = self.clause(i);
        want.unwrap_or(match clause.tense {
            Tense::Past if !clause.direct => Tense::Unknown,
            tense => tense,
        })
    }

    pub(super) fn nearest(&self, days: Yearless, anchor: Date, tense: Tense, weekday: Option<i8>) -> Option<TimeSpan> {
        let years = anchor.year() - 8..=anchor.year() + 8;
        let all: Vec<TimeSpan> = years.filter_map(|year| days.in_year(year)).collect();
        let off = |time: &TimeSpan| {
            let before = calendar::days_between(time.to, anchor).max(0);
            let after = calendar::days_between(anchor, time.from).max(0);
            before + after
        };
        // A weekday decides where it agrees with a year close by.
        let agrees = |time: &&TimeSpan| Some(time.from.weekday().to_monday_one_offset()) == weekday;
        if let Some(time) = all.iter().filter(agrees).min_by_key(|time| off(time))
            && off(time) <= 366
        {
            return Some(*time);
        }
        match tense {
            Tense::Past => all.into_iter().rfind(|time| time.from <= anchor),
            Tense::Future => all.into_iter().find(|time| time.to >= anchor),
            Tense::Unknown => all.into_iter().min_by_key(off),
        }
    }

    /// A month without day: with a year, or after a preposition of time.
    pub(super) fn bare_month(&self, i: usize, month: i8, short: bool, end: usize, want: Want) -> Option<Found> {
        if let Some((year, stop)) = self.year_after(end) {
            return Some(Found::new(stop, calendar::month(year, month), Unit::Month, Basis::Text));
        }
        let of = self.is(end, ",") && self.year(end + 1).is_some();
        let introduced = self.prev(
            i,
            &[
                "in", "since", "by", "until", "till", "during", "from", "between", "through", "to", "of", "before",
                "after", "early", "late", "mid", "last", "next", "this", "and", "or", "for", "around",
            ],
        ) || self.dash_mid(i);
        let ambiguous = matches!(month, 3 | 5) || short || self.shouted();
        let weak = self.prev(i, &["to", "of", "for", "and", "or", "from", "by", "before", "after"]);
        let noun = matches!(self.upos(i), Some(Upos::Propn | Upos::Noun));
        let person = self.in_name(i, NameKind::Per)
            || i > 0
                && self.atom(i - 1).is_some_and(|a| a.is_capital() && a.is_letters())
                && !introduced
                && self.upos(i - 1) == Some(Upos::Propn)
                && self.word(i - 1) == Word::Other;
        let name_follows = self.capital(end) && self.upos(end) == Some(Upos::Propn) && self.word(end) == Word::Other;
        if of || person || name_follows && ambiguous || ambiguous && (!introduced || weak && !noun) {
            return None;
        }
        // "April said", "August Smith": a name, not a month.
        if !introduced && (!noun || self.clause(i).direct && self.is_subject(i) || name_follows) {
            return None;
        }
        self.month_alone(i, month, end, want)
    }

    pub(super) fn month_alone(&self, i: usize, month: i8, end: usize, want: Want) -> Option<Found> {
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

    pub(super) fn dash_mid(&self, i: usize) -> bool {
        i > 1
            && self.dash(i - 1)
            && (self.any(i - 2, &["mid", "early", "late"]) || matches!(self.word(i - 2), Word::Month(..)))
    }

    /// The sentence is in capitals, which then say nothing.
    pub(super) fn shouted(&self) -> bool {
        !self
            .atoms
            .iter()
            .any(|a| a.is_letters() && a.text.len() > 3 && !a.text.bytes().all(|b| b.is_ascii_uppercase()))
    }

    pub(super) fn is_subject(&self, i: usize) -> bool {
        self.atom(i)
            .and_then(|a| self.sentence.tokens.get(a.token as usize))
            .is_some_and(|t| t.rel == crate::Rel::Nsubj)
    }

    pub(super) fn in_name(&self, i: usize, kind: NameKind) -> bool {
        let Some(atom) = self.atom(i) else {
            return false;
        };
        self.sentence
            .names
            .iter()
            .any(|name| name.kind == kind && (name.start..name.end).contains(&atom.token))
    }

    /// "Thursday", "Thursday night", "Thursday last week", "Thursday, August 26".
    pub(super) fn weekday(&self, i: usize, want: Want) -> Option<Found> {
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
        if short && !(self.capital(i) && (self.prev(i, &["on", "last", "next"]) || i == 0) && !matches!(weekday, 6 | 7))
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
    pub(super) fn name_of_something(&self, i: usize, end: usize) -> bool {
        let before = i > 0 && self.capital(i - 1) && has(&self.words.not_days_after, self.atoms[i - 1].text);
        let after = self.capital(end)
            && !self.shouted()
            && self
                .atom(end)
                .is_some_and(|atom| has(&self.words.not_days_before, atom.text));
        before || after || self.in_name(i, NameKind::Per)
    }

    /// Past "morning" and the like.
    pub(super) fn day_part(&self, i: usize) -> usize {
        let at = self.skip(i, &["early", "late", "at"]);
        if self.word(at) == Word::DayPart {
            return at + 1;
        }
        i
    }

    /// "today", "yesterday morning", "overnight".
    pub(super) fn day_word(&self, i: usize) -> Option<Found> {
        if self.is(i, "overnight") {
            if matches!(self.word(self.skip(i + 1, &["on", "into"])), Word::Weekday(..)) {
                let at = self.skip(i + 1, &["on", "into"]);
                return self.weekday(at, None);
            }
            let noun = matches!(self.upos(i), Some(Upos::Noun));
            let time = self.anchor.and_then(|anchor| between(add_days(anchor, -1)?, anchor));
            return (!noun).then(|| Found::new(i + 1, time, Unit::Day, self.basis));
        }
        let Word::Deictic(days) = self.word(i) else {
            return None;
        };
        // "Russia Today", "USA Today"
        if i > 0 && self.capital(i) && self.capital(i - 1) && !self.shouted() {
            return None;
        }
        // "yesterday, February 17, 2006"
        if let Some(date) = self
            .calendar_date(self.skip(i + 1, &[","]), false, None)
            .filter(|date| date.unit == Unit::Day)
        {
            return Some(date);
        }
        let time = self
            .anchor
            .and_then(|anchor| Some(day(add_days(anchor, i64::from(days))?)));
        Some(Found::new(self.day_part(i + 1), time, Unit::Day, self.basis))
    }

    /// "on the 26th".
    pub(super) fn ordinal_day(&self, i: usize, want: Want) -> Option<Found> {
        let (number, ordinal, end) = self.day_number(i)?;
        let on = i > 1 && self.is(i - 2, "on");
        if !ordinal || !on || number > 31 || !self.atom(i)?.is_digits() {
            return None;
        }
        let next = self.upos(end);
        if matches!(next, Some(Upos::Noun | Upos::Adj | Upos::Propn | Upos::Num)) || self.any(end, &["of", "-"]) {
            return None;
        }
        let future = self.tense(i, want) == Tense::Future;
        let time = self.anchor.and_then(|anchor| {
            (0..12).find_map(|months| {
                let first = add_months(anchor.first_of_month(), if future { months } else { -months })?;
                let date = calendar::date(first.year(), first.month(), number as i8)?;
                (if future { date >= anchor } else { date <= anchor }).then_some(day(date))
            })
        });
        Some(Found::new(end, time, Unit::Day, self.basis))
    }

    /// "Christmas Day", "Easter Monday", "New Year's Eve 2012".
    pub(super) fn holiday(&self, i: usize, want: Want) -> Option<Found> {
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
        if matches!(self.upos(end), Some(Upos::Noun | Upos::Propn)) && (one_word || self.capital(end)) {
            return None;
        }
        let time = self
            .anchor
            .and_then(|anchor| self.holiday_near(holiday.rule, anchor, self.tense(i, want)));
        Some(Found::new(end, time, Unit::Day, self.basis))
    }

    pub(super) fn holiday_near(&self, rule: HolidayRule, anchor: Date, tense: Tense) -> Option<TimeSpan> {
        let days = (anchor.year() - 1..=anchor.year() + 1).filter_map(|year| calendar::holiday(rule, year));
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
