//! Phrases that count from the anchor or from a day told before.

use jiff::civil::Date;

use super::years::season_near;
use super::{Found, Grammar, MEMORY, Want, Yearless};
use crate::TimeSpan;
use crate::resolve::times::Basis;
use crate::resolve::times::atoms::Atom;
use crate::resolve::times::calendar::{self, add_days, add_months, between, containing, day, shift};
use crate::resolve::times::tense::{Clause, Tense};
use crate::resolve::times::words::{Unit, Word};

impl Grammar<'_> {
    /// "this week", "last month", "next Friday", "the past three years", "that day".
    pub(super) fn relative(&self, i: usize, the: bool, want: Want, inside: bool) -> Option<Found> {
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
            () if the => return self.bare_unit(i, inside),
            () => return None,
        };
        let told = self.any(i, &["previous", "preceding", "following"]);
        match self.word(at) {
            Word::Unit(unit, false) => self.unit_beside(i, at, unit, ahead, the, told),
            Word::Weekday(weekday, false) => {
                if self.name_of_something(at, at + 1) {
                    return None;
                }
                let base = if told { self.told_day(ahead < 0) } else { self.anchor };
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
                    -1 => self.nearest(days, add_months(anchor.first_of_month(), -1)?, Tense::Past, None),
                    1 => self.nearest(days, add_months(anchor.first_of_month(), 1)?, Tense::Future, None),
                    _ => days.in_year(anchor.year()),
                });
                Some(Found::new(end, time, Unit::Month, self.basis))
            }
            Word::Season(first) if !the => {
                if self.is(at, "fall") && self.any(at + 1, &["of", "in"]) {
                    return None;
                }
                let base = if told { self.told_any(ahead < 0) } else { self.anchor };
                let time = base.and_then(|anchor| match ahead {
                    -1 => season_near(anchor, first, -1),
                    1 => season_near(anchor, first, 1),
                    _ => season_near(anchor, first, 0),
                });
                Some(Found::new(at + 1, time, Unit::Quarter, self.basis))
            }
            Word::DayPart if !the || told || ahead == 1 => {
                // "this morning", "last night", "the next morning"
                let base = if told || ahead == 1 {
                    self.told_day(ahead < 0).and_then(|day| add_days(day, ahead))
                } else {
                    self.anchor.and_then(|anchor| add_days(anchor, ahead))
                };
                let basis = if told || ahead == 1 { Basis::Text } else { self.basis };
                Some(Found::new(at + 1, base.map(day), Unit::Day, basis))
            }
            Word::Holiday if !the => {
                let found = self.holiday(at, Some(if ahead > 0 { Tense::Future } else { Tense::Past }))?;
                Some(found)
            }
            _ => None,
        }
    }

    pub(super) fn unit_beside(
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
                let base = self.told_day(ahead < 0).and_then(|day| add_days(day, ahead));
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
    pub(super) fn same(&self, i: usize, the: bool) -> Option<Found> {
        if self.is(i, "same") && !the {
            return None;
        }
        // "that same day"
        let i = i + usize::from(self.is(i, "that") && self.is(i + 1, "same"));
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
    pub(super) fn told_day(&self, may_be_now: bool) -> Option<Date> {
        let told = self
            .memory
            .day
            .filter(|(sentence, _)| self.sentence.index.abs_diff(*sentence) <= MEMORY);
        match told {
            Some((_, time)) => Some(time.to),
            None => self.anchor.filter(|_| may_be_now),
        }
    }

    pub(super) fn told_any(&self, may_be_now: bool) -> Option<Date> {
        let told = self
            .memory
            .any
            .filter(|(sentence, _)| self.sentence.index.abs_diff(*sentence) <= MEMORY);
        match told {
            Some((_, time)) => Some(time.from),
            None => self.anchor.filter(|_| may_be_now),
        }
    }

    /// "the year", "the week": only as part of a phrase ("the end of the year"); "the weekend".
    pub(super) fn bare_unit(&self, i: usize, inside: bool) -> Option<Found> {
        let Word::Unit(unit, false) = self.word(i) else {
            return None;
        };
        let weekend = unit == Unit::Weekend && i > 1 && self.any(i - 2, &["over", "at", "on", "during", "for"]);
        if !(weekend || inside) || unit < Unit::Day || self.is(i + 1, "of") || self.dash(i + 1) {
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
    pub(super) fn rolling(&self, i: usize, the: bool, over: bool) -> Option<Found> {
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
    pub(super) fn counted_units(&self, i: usize, _want: Want) -> Option<Found> {
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
            let (near, far) = (shift(base, unit, sign * least)?, shift(base, unit, sign * most)?);
            if near == far {
                containing(near, unit)
            } else {
                between(near.min(far), near.max(far))
            }
        };
        if self.any(link, &["ago", "back"]) {
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
            let time = base.time.and_then(|time| shift(time.from, unit, least)).map(day);
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
    pub(super) fn day_beside(&self, i: usize) -> Option<Found> {
        if self.is(i, "eve") && self.is(i + 1, "of") {
            let base = self
                .point_past_the(i + 2)
                .filter(|base| !base.dead && base.unit <= Unit::Day)?;
            let time = base.time.and_then(|time| Some(day(add_days(time.from, -1)?)));
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
            return Some(Found::new(i + 2, add_days(base, -1).map(day), Unit::Day, Basis::Text));
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
}
