//! Civil-date arithmetic: everything here is total, and `None` outside the years 1 to 9999.

use jiff::civil::{Date, Weekday};

use super::words::{HolidayRule, Unit};
use crate::TimeSpan;

/// One day.
pub(super) fn day(date: Date) -> TimeSpan {
    TimeSpan { from: date, to: date }
}

/// Both days and all between; `None` if they are in the wrong order.
pub(super) fn between(from: Date, to: Date) -> Option<TimeSpan> {
    (from <= to).then_some(TimeSpan { from, to })
}

/// A day that may not exist.
pub(super) fn date(year: i16, month: i8, day: i8) -> Option<Date> {
    if !(1..=9999).contains(&year) {
        return None;
    }
    Date::new(year, month, day).ok()
}

/// `days` later.
pub(super) fn add_days(date: Date, days: i64) -> Option<Date> {
    let span = jiff::Span::new().try_days(days).ok()?;
    bounded(date.checked_add(span).ok()?)
}

/// `months` later; the last day of the month if it has no such day.
pub(super) fn add_months(date: Date, months: i64) -> Option<Date> {
    let span = jiff::Span::new().try_months(months).ok()?;
    bounded(date.checked_add(span).ok()?)
}

fn bounded(date: Date) -> Option<Date> {
    (date.year() >= 1).then_some(date)
}

/// A month's days.
pub(super) fn month(year: i16, month: i8) -> Option<TimeSpan> {
    let first = date(year, month, 1)?;
    between(first, first.last_of_month())
}

/// A year's days.
pub(super) fn year(year: i16) -> Option<TimeSpan> {
    between(date(year, 1, 1)?, date(year, 12, 31)?)
}

/// The days of years `from` to `to`.
pub(super) fn years(from: i16, to: i16) -> Option<TimeSpan> {
    between(date(from, 1, 1)?, date(to, 12, 31)?)
}

/// The three months from `first` on.
pub(super) fn three_months(year: i16, first: i8) -> Option<TimeSpan> {
    let from = date(year, first, 1)?;
    between(from, add_months(from, 2)?.last_of_month())
}

/// `count` units later.
pub(super) fn shift(date: Date, unit: Unit, count: i64) -> Option<Date> {
    match unit {
        Unit::Minute => add_days(date, count / 1440),
        Unit::Hour => add_days(date, count / 24),
        Unit::Day => add_days(date, count),
        Unit::Week | Unit::Weekend => add_days(date, count.checked_mul(7)?),
        Unit::Fortnight => add_days(date, count.checked_mul(14)?),
        Unit::Month => add_months(date, count),
        Unit::Quarter => add_months(date, count.checked_mul(3)?),
        Unit::Year => add_months(date, count.checked_mul(12)?),
        Unit::Decade => add_months(date, count.checked_mul(120)?),
        Unit::Century => add_months(date, count.checked_mul(1200)?),
    }
}

/// The calendar unit that a day lies in: weeks start on Monday, a weekend is the week's Saturday
/// and Sunday.
pub(super) fn containing(date_in: Date, unit: Unit) -> Option<TimeSpan> {
    match unit {
        Unit::Minute | Unit::Hour | Unit::Day => Some(day(date_in)),
        Unit::Week | Unit::Fortnight => {
            let monday = add_days(date_in, -i64::from(date_in.weekday().to_monday_zero_offset()))?;
            between(monday, add_days(monday, 6)?)
        }
        Unit::Weekend => {
            let week = containing(date_in, Unit::Week)?;
            between(add_days(week.from, 5)?, week.to)
        }
        Unit::Month => month(date_in.year(), date_in.month()),
        Unit::Quarter => three_months(date_in.year(), (date_in.month() - 1) / 3 * 3 + 1),
        Unit::Year => year(date_in.year()),
        Unit::Decade => {
            let first = date_in.year() / 10 * 10;
            years(first.max(1), first + 9)
        }
        Unit::Century => {
            let first = date_in.year() / 100 * 100;
            years(first.max(1), (first + 99).min(9999))
        }
    }
}

/// Which part of a stretch of days is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// The first third.
    Early,
    /// The second third.
    Mid,
    /// The last third.
    Late,
    /// The first days of a week or month, the first month of a year.
    Start,
    /// The last days of a week or month, the last month of a year.
    End,
}

/// Part of a unit.
pub(super) fn part(whole: TimeSpan, unit: Unit, part: Part) -> Option<TimeSpan> {
    let TimeSpan { from, to } = whole;
    match unit {
        Unit::Minute | Unit::Hour | Unit::Day | Unit::Weekend => Some(whole),
        Unit::Week | Unit::Fortnight => match part {
            Part::Early | Part::Start => between(from, add_days(from, 2)?),
            Part::Mid => between(add_days(from, 1)?, add_days(from, 3)?),
            Part::Late | Part::End => between(add_days(from, 3)?, to),
        },
        Unit::Month => match part {
            Part::Early | Part::Start => between(from, add_days(from, 9)?),
            Part::Mid => between(add_days(from, 10)?, add_days(from, 19)?),
            Part::Late | Part::End => between(add_days(from, 20)?, to),
        },
        Unit::Quarter => match part {
            Part::Early | Part::Start => between(from, from.last_of_month()),
            Part::Mid => containing(add_months(from, 1)?, Unit::Month),
            Part::Late | Part::End => between(to.first_of_month(), to),
        },
        Unit::Year => match part {
            Part::Start => between(from, from.last_of_month()),
            Part::End => between(to.first_of_month(), to),
            Part::Early => between(from, add_months(from, 3)?.last_of_month()),
            Part::Mid => between(add_months(from, 4)?, add_months(from, 7)?.last_of_month()),
            Part::Late => between(add_months(from, 8)?, to),
        },
        Unit::Decade | Unit::Century => {
            let (first, last) = (from.year(), to.year());
            let (third, rest) = ((last - first + 1) / 3, (last - first + 1) % 3);
            match part {
                Part::Early | Part::Start => years(first, first + third + rest - 1),
                Part::Mid => years(first + third + rest, last - third),
                Part::Late | Part::End => years(last - third + 1, last),
            }
        }
    }
}

/// The last such weekday on or before a day.
pub(super) fn weekday_before(date: Date, weekday: i8) -> Option<Date> {
    let back = (date.weekday().to_monday_one_offset() - weekday).rem_euclid(7);
    add_days(date, -i64::from(back))
}

/// The first such weekday on or after a day.
pub(super) fn weekday_after(date: Date, weekday: i8) -> Option<Date> {
    let on = (weekday - date.weekday().to_monday_one_offset()).rem_euclid(7);
    add_days(date, i64::from(on))
}

/// Easter Sunday of the Gregorian calendar (the anonymous algorithm printed in Nature, 1876).
pub(super) fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e, f) = (b / 4, b % 4, (b + 8) / 25);
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    date(year, (n / 31) as i8, (n % 31 + 1) as i8)
}

/// A named day of a year.
pub(super) fn holiday(rule: HolidayRule, year: i16) -> Option<Date> {
    match rule {
        HolidayRule::Fixed(month, day) => date(year, month, day),
        HolidayRule::Easter(days) => add_days(easter(year)?, i64::from(days)),
        HolidayRule::Nth(month, weekday, which) => {
            let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
            date(year, month, 1)?.nth_weekday_of_month(which, weekday).ok()
        }
    }
}

/// Days from `a` to `b`; negative if `b` is earlier.
pub(super) fn days_between(a: Date, b: Date) -> i64 {
    i64::from(a.until(b).map_or(0, |span| span.get_days()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date as d;

    #[test]
    fn easter_sundays() {
        for day in [d(2000, 4, 23), d(2014, 4, 20), d(2021, 4, 4), d(2038, 4, 25)] {
            assert_eq!(easter(day.year()), Some(day));
        }
    }

    #[test]
    fn parts_of_units_lie_inside() {
        for unit in [
            Unit::Week,
            Unit::Month,
            Unit::Quarter,
            Unit::Year,
            Unit::Decade,
            Unit::Century,
        ] {
            for day in [d(2021, 2, 10), d(1999, 12, 31), d(2000, 1, 1)] {
                let whole = containing(day, unit).expect("in range");
                for kind in [Part::Early, Part::Mid, Part::Late, Part::Start, Part::End] {
                    let some = part(whole, unit, kind).expect("in range");
                    assert!(whole.from <= some.from && some.to <= whole.to, "{unit:?} {kind:?}");
                }
            }
        }
    }

    #[test]
    fn the_ends_of_time_are_none() {
        assert_eq!(add_days(d(9999, 12, 31), 1), None);
        assert_eq!(add_days(d(1, 1, 1), -1), None);
        assert_eq!(add_days(d(1, 1, 1), i64::MAX), None);
        assert_eq!(add_months(d(2021, 1, 1), i64::MIN), None);
        assert_eq!(shift(d(2021, 1, 1), Unit::Century, i64::MAX), None);
        assert_eq!(date(2021, 6, 31), None);
    }
}
