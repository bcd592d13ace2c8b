//! Dates and times as newspapers print them: "Friday, 27 August, 2021, 10:35 AM".

use jiff::civil::{Date, DateTime, Time, Weekday};

/// A printed date, perhaps with a time of day. The time is as printed: zones are not applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    pub date: Date,
    pub time: Option<Time>,
}

impl Stamp {
    /// Midnight where no time is printed.
    pub fn datetime(self) -> DateTime {
        self.date.to_datetime(self.time.unwrap_or(Time::midnight()))
    }
}

/// A day of which the year may be missing: "Aug 26".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Day {
    pub year: Option<i16>,
    pub month: i8,
    pub day: i8,
}

impl Day {
    /// The date, with the missing year from a day known to be near.
    pub fn near(self, known: Option<Date>) -> Option<Date> {
        if let Some(year) = self.year {
            return Date::new(year, self.month, self.day).ok();
        }
        let known = known?;
        (known.year() - 1..=known.year() + 1)
            .filter_map(|year| Date::new(year, self.month, self.day).ok())
            .min_by_key(|date| days_between(*date, known).abs())
    }
}

/// Days from `from` to `to`.
pub(super) fn days_between(from: Date, to: Date) -> i64 {
    let day = |date: Date| i64::from(date.year()) * 366 + i64::from(date.month()) * 31 + i64::from(date.day());
    // Exact where jiff can say, else a rough figure of the same sign.
    from.until(to)
        .map_or(day(to) - day(from), |span| i64::from(span.get_days()))
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Token<'a> {
    /// Value and number of digits.
    Number(u32, usize),
    Word(&'a str),
    Mark(char),
}

/// The words of a stamp with the byte where each ends.
struct Tokens<'a> {
    list: Vec<(Token<'a>, usize)>,
    at: usize,
    /// The byte where the last token read ends.
    end: usize,
}

/// A stamp has no more words than this.
const MOST_TOKENS: usize = 32;

impl<'a> Tokens<'a> {
    fn new(text: &'a str, start: usize) -> Self {
        let mut list = Vec::new();
        let mut rest = text[start..].char_indices().peekable();
        while let Some((offset, first)) = rest.next() {
            if list.len() == MOST_TOKENS || first == '\n' {
                break;
            }
            if first.is_whitespace() {
                continue;
            }
            let from = start + offset;
            let mut to = from + first.len_utf8();
            let same = |c: char| {
                if first.is_ascii_digit() {
                    c.is_ascii_digit()
                } else {
                    c.is_alphabetic()
                }
            };
            if first.is_ascii_digit() || first.is_alphabetic() {
                while let Some(&(_, c)) = rest.peek() {
                    if !same(c) {
                        break;
                    }
                    to += c.len_utf8();
                    rest.next();
                }
            }
            // "August 27, 20213:05 PM": some pages print no space before the time.
            let squeezed = matches!(to - from, 5 | 6)
                && first.is_ascii_digit()
                && text[from..to].starts_with(['1', '2'])
                && text[to..].starts_with(':');
            if squeezed {
                let (year, hour) = text[from..to].split_at(4);
                if let (Ok(year), Ok(hour_value)) = (year.parse(), hour.parse()) {
                    list.push((Token::Number(year, 4), from + 4));
                    list.push((Token::Number(hour_value, hour.len()), to));
                    continue;
                }
            }
            let words = &text[from..to];
            let token = if first.is_ascii_digit() {
                // Too long a number is no part of a date.
                let Ok(value) = words.parse() else { break };
                Token::Number(value, words.len())
            } else if first.is_alphabetic() {
                Token::Word(words)
            } else {
                Token::Mark(first)
            };
            list.push((token, to));
        }
        Self {
            list,
            at: 0,
            end: start,
        }
    }

    fn peek(&self, ahead: usize) -> Option<Token<'a>> {
        self.list.get(self.at + ahead).map(|(token, _)| *token)
    }

    fn skip(&mut self, count: usize) {
        for _ in 0..count {
            if let Some((_, end)) = self.list.get(self.at) {
                self.end = *end;
                self.at += 1;
            }
        }
    }

    fn mark(&mut self, marks: &[char]) -> bool {
        match self.peek(0) {
            Some(Token::Mark(mark)) if marks.contains(&mark) => {
                self.skip(1);
                true
            }
            _ => false,
        }
    }

    fn word(&mut self, words: &[&str]) -> bool {
        match self.peek(0) {
            Some(Token::Word(word)) if words.iter().any(|w| w.eq_ignore_ascii_case(word)) => {
                self.skip(1);
                true
            }
            _ => false,
        }
    }

    /// Runs `parse`; if it finds nothing, goes back.
    fn attempt<T>(&mut self, parse: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let (at, end) = (self.at, self.end);
        let found = parse(self);
        if found.is_none() {
            (self.at, self.end) = (at, end);
        }
        found
    }
}

/// The stamp that starts at this byte of the line, and the byte where it ends.
pub(super) fn stamp_at(text: &str, start: usize) -> Option<(Stamp, usize)> {
    let mut tokens = Tokens::new(text, start);
    let stamp = tokens.attempt(stamp)?;
    Some((stamp, tokens.end))
}

/// The day ("Aug. 26", "26 August 2021") that starts at this byte, and the byte where it ends.
pub(super) fn day_at(text: &str, start: usize) -> Option<(Day, usize)> {
    let mut tokens = Tokens::new(text, start);
    weekday(&mut tokens);
    let (day, _) = tokens.attempt(|t| date(t, true))?;
    Some((day, tokens.end))
}

fn stamp(tokens: &mut Tokens<'_>) -> Option<Stamp> {
    if let Some(time) = tokens.attempt(time) {
        while tokens.mark(&[',', '|', '-', '–', '—', '.', '•', '·']) || tokens.word(&["on"]) {}
        let (date, _) = full_date(tokens)?;
        return Some(Stamp { date, time: Some(time) });
    }
    let (found, swap) = full_date(tokens)?;
    let (at, end) = (tokens.at, tokens.end);
    while tokens.mark(&[',', '|', '-', '–', '—', '•', '·', ';', '@', ':', '.']) || tokens.word(&["at", "t", "time"])
    {
    }
    let Some(time) = tokens.attempt(time) else {
        (tokens.at, tokens.end) = (at, end);
        return Some(Stamp {
            date: found,
            time: None,
        });
    };
    // "08/09/2021 5:00 PM EST" counts the month first.
    let american = matches!(
        tokens.list.get(tokens.at.wrapping_sub(1)),
        Some((Token::Word(zone), _)) if AMERICAN.contains(&zone.to_ascii_uppercase().as_str())
    );
    let date = match swap {
        Some(other) if american => other,
        _ => found,
    };
    Some(Stamp { date, time: Some(time) })
}

/// A date with its year; and the date it would be with the month first, where both are possible.
fn full_date(tokens: &mut Tokens<'_>) -> Option<(Date, Option<Date>)> {
    let named = weekday(tokens);
    let (day, swap) = tokens.attempt(|t| date(t, false))?;
    let make = |day: Day| Date::new(day.year?, day.month, day.day).ok();
    let (date, swap) = (make(day), swap.and_then(make));
    match (date, swap) {
        (Some(date), Some(other)) => {
            // The weekday tells which number is the month.
            if let Some(named) = named
                && date.weekday() != named
                && other.weekday() == named
            {
                return Some((other, None));
            }
            Some((date, Some(other)))
        }
        (Some(date), None) | (None, Some(date)) => Some((date, None)),
        (None, None) => None,
    }
}

fn weekday(tokens: &mut Tokens<'_>) -> Option<Weekday> {
    let Some(Token::Word(word)) = tokens.peek(0) else {
        return None;
    };
    let lower = word.to_ascii_lowercase();
    let names = [
        ("monday", Weekday::Monday),
        ("tuesday", Weekday::Tuesday),
        ("wednesday", Weekday::Wednesday),
        ("thursday", Weekday::Thursday),
        ("friday", Weekday::Friday),
        ("saturday", Weekday::Saturday),
        ("sunday", Weekday::Sunday),
    ];
    let (_, day) = names
        .iter()
        .find(|(name, _)| lower.len() >= 3 && name.starts_with(&lower))?;
    tokens.skip(1);
    while tokens.mark(&[',', '.', '|', '-', '–', '—']) {}
    Some(*day)
}

fn month(word: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let lower = word.to_ascii_lowercase();
    if lower.len() < 3 || (lower.len() > 4 && !MONTHS.contains(&lower.as_str())) {
        return None;
    }
    let at = MONTHS.iter().position(|name| name.starts_with(&lower))?;
    i8::try_from(at + 1).ok()
}

fn ordinal(tokens: &mut Tokens<'_>) {
    tokens.word(&["st", "nd", "rd", "th"]);
}

fn day_number(token: Option<Token<'_>>) -> Option<i8> {
    match token? {
        Token::Number(value @ 1..=31, 1 | 2) => i8::try_from(value).ok(),
        _ => None,
    }
}

fn year(tokens: &mut Tokens<'_>) -> Option<i16> {
    match tokens.peek(0)? {
        Token::Number(value @ 1800..=2199, 4) => {
            tokens.skip(1);
            i16::try_from(value).ok()
        }
        _ => None,
    }
}

/// A day; in figures alone (27/8/2021) the day comes first, the other reading is given beside it.
/// Without a year only where `short`.
fn date(tokens: &mut Tokens<'_>, short: bool) -> Option<(Day, Option<Day>)> {
    let optional_year = |tokens: &mut Tokens<'_>| {
        tokens.attempt(|t| {
            while t.mark(&[',', '.', '-', '/', '\'', '’']) || t.word(&["of"]) {}
            if let Some(Token::Number(value, 2)) = t.peek(0) {
                // "27-Aug-21" and "27 Aug '21".
                if t.at > 0
                    && matches!(
                        t.list[t.at - 1].0,
                        Token::Mark('-') | Token::Mark('\'') | Token::Mark('’')
                    )
                {
                    t.skip(1);
                    let value = i16::try_from(value).ok()?;
                    return Some(if value < 70 { 2000 + value } else { 1900 + value });
                }
            }
            year(t)
        })
    };
    match tokens.peek(0)? {
        Token::Word(word) => {
            let month = month(word)?;
            tokens.skip(1);
            tokens.mark(&['.']);
            tokens.mark(&['-', ',']);
            let day = day_number(tokens.peek(0))?;
            tokens.skip(1);
            ordinal(tokens);
            let year = optional_year(tokens);
            (short || year.is_some()).then_some((Day { year, month, day }, None))
        }
        Token::Number(_, 4) => {
            let year = year(tokens)?;
            if !tokens.mark(&['-', '/', '.']) {
                // "2021 August 27".
                let Some(Token::Word(word)) = tokens.peek(0) else {
                    return None;
                };
                let month = month(word)?;
                tokens.skip(1);
                let day = day_number(tokens.peek(0))?;
                tokens.skip(1);
                return Some((
                    Day {
                        year: Some(year),
                        month,
                        day,
                    },
                    None,
                ));
            }
            let month = day_number(tokens.peek(0)).filter(|m| *m <= 12)?;
            tokens.skip(1);
            if !tokens.mark(&['-', '/', '.']) {
                return None;
            }
            let day = day_number(tokens.peek(0))?;
            tokens.skip(1);
            let year = Some(year);
            Some((Day { year, month, day }, None))
        }
        Token::Number(..) => {
            let first = day_number(tokens.peek(0))?;
            tokens.skip(1);
            ordinal(tokens);
            tokens.word(&["of"]);
            if let Some(Token::Word(word)) = tokens.peek(0) {
                let month = month(word)?;
                tokens.skip(1);
                let before = (tokens.at, tokens.end);
                let year = optional_year(tokens);
                if year.is_none() {
                    (tokens.at, tokens.end) = before;
                    if short && word.len() <= 4 && word.len() != month_length(month) {
                        tokens.mark(&['.']);
                    }
                }
                let day = first;
                return (short || year.is_some()).then_some((Day { year, month, day }, None));
            }
            if !tokens.mark(&['/', '-', '.', '–']) {
                return None;
            }
            if let Some(Token::Word(word)) = tokens.peek(0) {
                let month = month(word)?;
                tokens.skip(1);
                let year = optional_year(tokens)?;
                return Some((
                    Day {
                        year: Some(year),
                        month,
                        day: first,
                    },
                    None,
                ));
            }
            let second = day_number(tokens.peek(0))?;
            tokens.skip(1);
            if !tokens.mark(&['/', '-', '.']) {
                return None;
            }
            let year = Some(year(tokens)?);
            let day = |month, day| Day { year, month, day };
            Some((day(second, first), (first <= 12).then(|| day(first, second))))
        }
        Token::Mark(_) => None,
    }
}

/// Letters of the month's full name.
fn month_length(month: i8) -> usize {
    const LENGTHS: [usize; 12] = [7, 8, 5, 5, 3, 4, 4, 6, 9, 7, 8, 8];
    usize::try_from(month - 1)
        .ok()
        .and_then(|at| LENGTHS.get(at).copied())
        .unwrap_or(0)
}

const AMERICAN: &[&str] = &["ET", "EST", "EDT", "CDT", "CST", "MDT", "MST", "PT", "PST", "PDT"];

const ZONES: &[&str] = &[
    "GMT", "UTC", "Z", "BST", "IST", "CET", "CEST", "EET", "EEST", "MSK", "EAT", "CAT", "WAT", "SAST", "PKT", "PST",
    "BDT", "NPT", "SGT", "HKT", "JST", "KST", "WIB", "AEST", "AEDT", "NZST", "NZDT", "TRT", "AST", "hrs", "hours",
    "local", "h",
];

fn time(tokens: &mut Tokens<'_>) -> Option<Time> {
    let Token::Number(first, digits) = tokens.peek(0)? else {
        return None;
    };
    let (mut hour, mut minute, mut second) = (first, 0, 0);
    let mut bare = true;
    let mut dotted = false;
    tokens.skip(1);
    if digits == 4 {
        // "1035 GMT".
        (hour, minute) = (first / 100, first % 100);
    } else if digits > 2 {
        return None;
    } else if let (Some(Token::Mark(mark @ (':' | '.'))), Some(Token::Number(value, 2))) =
        (tokens.peek(0), tokens.peek(1))
    {
        minute = value;
        bare = false;
        dotted = mark == '.';
        tokens.skip(2);
        if let (Some(Token::Mark(':')), Some(Token::Number(value, 2))) = (tokens.peek(0), tokens.peek(1)) {
            second = value;
            tokens.skip(2);
            if let (Some(Token::Mark('.')), Some(Token::Number(..))) = (tokens.peek(0), tokens.peek(1)) {
                tokens.skip(2);
            }
        }
    }
    let half = half_of_day(tokens);
    match half {
        Some(afternoon) => {
            if hour > 12 || hour == 0 {
                // "14:30 PM" is written too.
                if hour > 23 {
                    return None;
                }
            } else {
                hour = hour % 12 + if afternoon { 12 } else { 0 };
            }
        }
        // A bare number is a time only before a zone: "1035 GMT", "10.35 hrs".
        None if (bare || dotted) && !(zoned(tokens) && (!bare || digits == 4)) => return None,
        None => {}
    }
    zone(tokens);
    Time::new(
        i8::try_from(hour).ok()?,
        i8::try_from(minute).ok()?,
        i8::try_from(second).ok()?,
        0,
    )
    .ok()
}

/// True if a zone's name follows.
fn zoned(tokens: &Tokens<'_>) -> bool {
    match tokens.peek(0) {
        Some(Token::Word(word)) => ZONES.iter().any(|zone| zone.eq_ignore_ascii_case(word)),
        _ => false,
    }
}

/// "AM" or "p.m.": true after noon.
fn half_of_day(tokens: &mut Tokens<'_>) -> Option<bool> {
    let Token::Word(word) = tokens.peek(0)? else {
        return None;
    };
    match word.to_ascii_lowercase().as_str() {
        "am" => tokens.skip(1),
        "pm" => {
            tokens.skip(1);
            return Some(true);
        }
        letter @ ("a" | "p") => {
            if tokens.peek(1) == Some(Token::Mark('.')) && matches!(tokens.peek(2), Some(Token::Word("m" | "M"))) {
                tokens.skip(3);
                tokens.mark(&['.']);
                return Some(letter == "p");
            }
            return None;
        }
        _ => return None,
    }
    Some(false)
}

fn zone(tokens: &mut Tokens<'_>) {
    tokens.attempt(|t| {
        let open = t.mark(&['(']);
        let named = t.word(ZONES) || t.word(AMERICAN);
        let mut offset = false;
        if matches!(t.peek(0), Some(Token::Mark('+' | '-')))
            && matches!(t.peek(1), Some(Token::Number(value, 1 | 2 | 4)) if value <= 1400)
        {
            t.skip(2);
            offset = true;
            if let (Some(Token::Mark(':')), Some(Token::Number(_, 2))) = (t.peek(0), t.peek(1)) {
                t.skip(2);
            }
        }
        if open && !t.mark(&[')']) {
            return None;
        }
        (named || offset).then_some(())
    });
    tokens.word(&["time"]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, value: &str, rest: &str) {
        let (stamp, end) = stamp_at(text, 0).unwrap_or_else(|| panic!("no stamp in {text}"));
        let found = match stamp.time {
            Some(_) => stamp.datetime().strftime("%Y-%m-%dT%H:%M").to_string(),
            None => stamp.date.to_string(),
        };
        assert_eq!((found.as_str(), &text[end..]), (value, rest), "{text}");
    }

    #[test]
    fn stamps() {
        check("Friday, 27 August, 2021, 10:35 AM", "2021-08-27T10:35", "");
        check(
            "Friday, 27 August, 2021 at 12:00 AM  Count : 1",
            "2021-08-27T00:00",
            "  Count : 1",
        );
        check("August 27, 2021 5:07 pm IST", "2021-08-27T17:07", "");
        check("27 Aug 2021, 17:07 GMT+6 | x", "2021-08-27T17:07", " | x");
        check("27th August 2021", "2021-08-27", "");
        check("Sept. 3rd, 2019 1:05 p.m. ET by", "2019-09-03T13:05", " by");
        check("2021-08-27T10:35:00Z", "2021-08-27T10:35", "");
        check("2021-08-27 10:35:00.123+06:00", "2021-08-27T10:35", "");
        check("27/08/2021 - 10.35 am", "2021-08-27T10:35", "");
        check("08/09/2021 10:35 AM EDT", "2021-08-09T10:35", "");
        check("08/09/2021 10:35", "2021-09-08T10:35", "");
        check("Monday 08/09/2021", "2021-08-09", "");
        check("27.08.2021", "2021-08-27", "");
        check("27-Aug-21 09:00", "2021-08-27T09:00", "");
        check("10:35 AM, August 27, 2021", "2021-08-27T10:35", "");
        check("12:00 a.m. | 27 Aug 2021 |", "2021-08-27T00:00", " |");
        check("Thu Aug 26 2021 1035 GMT", "2021-08-26T10:35", "");
        check("2021/08/27", "2021-08-27", "");
        check("August 27, 20213:05 PM UTC", "2021-08-27T15:05", "");
        check("Aug 27, 2021. More", "2021-08-27", ". More");
    }

    #[test]
    fn no_stamps() {
        for text in [
            "31 February 2021",
            "May 5",
            "In 2021",
            "169",
            "9/11",
            "1.5 million",
            "",
            "é",
        ] {
            assert_eq!(stamp_at(text, 0), None, "{text}");
        }
    }

    #[test]
    fn years_come_from_near() {
        let day = Day {
            year: None,
            month: 12,
            day: 31,
        };
        let known = Date::new(2022, 1, 2).expect("a day");
        assert_eq!(day.near(Some(known)), Date::new(2021, 12, 31).ok());
    }
}
