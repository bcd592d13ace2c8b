//! Parts of a stretch of days: "early May", "the end of the year", "earlier this month".

use super::{Found, Grammar, Want};
use crate::TimeSpan;
use crate::resolve::times::Basis;
use crate::resolve::times::atoms::Atom;
use crate::resolve::times::calendar::{self, Part, add_days, add_months, between, containing, part, shift};
use crate::resolve::times::words::{Unit, Word};

impl Grammar<'_> {
    /// "earlier this month", "later in the day", "so far this year".
    pub(super) fn earlier_later(&self, i: usize, want: Want, depth: u32) -> Option<Found> {
        let depth = depth.checked_sub(1)?;
        let earlier = self.is(i, "earlier") || self.is(i, "so") && self.is(i + 1, "far");
        if !earlier && !self.is(i, "later") {
            return None;
        }
        let at = i + 1 + usize::from(self.is(i, "so"));
        let at = self.skip(at, &["in", "on"]);
        let inner = self.point_within(at, want, depth).filter(|inner| !inner.dead)?;
        let (Some(time), Some(anchor)) = (inner.time, self.anchor) else {
            return Some(inner);
        };
        let whole = match inner.unit {
            Unit::Day => Some(time),
            unit if self.any(at, &["this", "the"]) && unit <= Unit::Decade => containing(anchor, unit),
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
    pub(super) fn part_of(&self, i: usize, the: bool, want: Want, depth: u32) -> Option<Found> {
        let depth = depth.checked_sub(1)?;
        if self.any(i, &["early", "late", "mid", "midway"]) {
            let kind = match () {
                () if self.is(i, "early") => Part::Early,
                () if self.is(i, "late") => Part::Late,
                () => Part::Mid,
            };
            let mut at = i + 1;
            at += usize::from(self.dash(at));
            if self.any(at, &["hours", "days", "weeks", "months", "years", "part"]) && self.is(at + 1, "of") {
                at += 2;
            } else {
                at = self.skip(at, &["in", "on"]);
                if matches!(self.word(at), Word::DayPart) {
                    at += 1;
                }
            }
            return self.part(kind, at, want, depth);
        }
        if self.any(i, &["beginning", "start", "end", "middle", "close", "outset"]) && self.is(i + 1, "of") {
            let kind = match () {
                () if self.any(i, &["end", "close"]) => Part::End,
                () if self.is(i, "middle") => Part::Mid,
                () => Part::Start,
            };
            return self.part(kind, i + 2, want, depth);
        }
        // "year's end", "year-end"
        if self.any(i, &["year", "month"]) && (self.prev(i, &["by", "until", "before", "at", "the"])) {
            let end = match () {
                () if self.any(i + 1, &["'", "’"]) && self.is(i + 2, "s") && self.is(i + 3, "end") => i + 4,
                () if self.dash(i + 1) && self.is(i + 2, "end") => i + 3,
                () => 0,
            };
            if end > 0 {
                let unit = if self.is(i, "year") { Unit::Year } else { Unit::Month };
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
                Word::Unit(unit @ (Unit::Week | Unit::Weekend | Unit::Month | Unit::Year), false) => Some(unit),
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
    pub(super) fn ordinal_part(&self, i: usize, the: bool, want: Want, depth: u32) -> Option<Found> {
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
        let inner = self.point_within(at + 2, want, depth).filter(|inner| !inner.dead)?;
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

    pub(super) fn season_at(&self, i: usize) -> bool {
        matches!(self.word(self.skip(i, &["the"])), Word::Season(_))
    }

    /// The whole unit, where "this year" was cut at the anchor.
    pub(super) fn whole(&self, time: TimeSpan, unit: Unit, at: usize) -> TimeSpan {
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

    pub(super) fn part(&self, kind: Part, at: usize, want: Want, depth: u32) -> Option<Found> {
        let inner = match self.year(at) {
            Some((year, end)) if !self.counted(end) => Found::new(end, calendar::year(year), Unit::Year, Basis::Text),
            _ => self.point_within(at, want, depth)?,
        };
        if inner.dead {
            return Some(inner);
        }
        // "early Tuesday", "the end of Tuesday"
        let unit = inner.unit;
        let time = inner.time.and_then(|time| part(self.whole(time, unit, at), unit, kind));
        Some(Found {
            time,
            yearless: None,
            ..inner
        })
    }
}

/// The first or the second half.
pub(super) fn halves(whole: TimeSpan, which: i64) -> Option<TimeSpan> {
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
