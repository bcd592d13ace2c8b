//! The words of time phrases, read from `data/times/words.toml`.

use std::collections::BTreeMap;

use compact_str::CompactString;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use crate::resolve::DataError;

/// The file's name within the data folder.
const FILE: &str = "times/words.toml";

/// Units that days, and spans of them, are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Unit {
    Minute,
    Hour,
    Day,
    Weekend,
    Week,
    Fortnight,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

/// What a single word can mean in a time phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// Month, 1 to 12; abbreviated or not.
    Month(i8, bool),
    /// Weekday, 1 is Monday; abbreviated or not.
    Weekday(i8, bool),
    /// A number.
    Number(u32),
    /// A vague number, least and most.
    Vague(u32, u32),
    /// "first".
    Ordinal(u32),
    /// Unit; plural or not.
    Unit(Unit, bool),
    /// First month.
    Season(i8),
    /// Days from the anchor.
    Deictic(i8),
    /// "morning".
    DayPart,
    /// "nineties": the decade's two digits.
    Decade(u32),
    /// First word of a holiday's name.
    Holiday,
    /// None of these.
    Other,
}

/// When a day with a name falls.
#[derive(Clone, Copy, Debug)]
pub(super) enum HolidayRule {
    /// Month and day.
    Fixed(i8, i8),
    /// Days after Easter Sunday.
    Easter(i32),
    /// Month, weekday and which.
    Nth(i8, i8, i8),
}

/// A day with a name.
#[derive(Debug)]
pub(super) struct Holiday {
    /// In lower case, words between single blanks.
    pub(super) name: String,
    pub(super) rule: HolidayRule,
}

/// All words.
#[derive(Debug)]
pub(super) struct Words {
    words: FxHashMap<CompactString, Word>,
    /// Longest name first.
    pub(super) holidays: Vec<Holiday>,
    pub(super) prospective: FxHashSet<String>,
    pub(super) implicative: FxHashSet<String>,
    pub(super) timetable: FxHashSet<String>,
    pub(super) not_days_before: FxHashSet<String>,
    pub(super) not_days_after: FxHashSet<String>,
    pub(super) year_nouns: FxHashSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    months: BTreeMap<String, i8>,
    month_abbreviations: BTreeMap<String, i8>,
    weekdays: BTreeMap<String, i8>,
    weekday_abbreviations: BTreeMap<String, i8>,
    numbers: BTreeMap<String, u32>,
    vague: BTreeMap<String, (u32, u32)>,
    ordinals: BTreeMap<String, u32>,
    units: BTreeMap<String, Unit>,
    seasons: BTreeMap<String, i8>,
    day_words: BTreeMap<String, i8>,
    day_parts: List,
    decades: BTreeMap<String, u32>,
    holidays: Vec<HolidayEntry>,
    tense: Tense,
    not_days: NotDays,
    year_nouns: List,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tense {
    prospective: FxHashSet<String>,
    implicative: FxHashSet<String>,
    timetable: FxHashSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NotDays {
    before: FxHashSet<String>,
    after: FxHashSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HolidayEntry {
    names: Vec<String>,
    day: Option<String>,
    easter: Option<i32>,
    nth: Option<(i8, i8, i8)>,
}

impl HolidayEntry {
    fn rule(&self) -> Option<HolidayRule> {
        match (&self.day, self.easter, self.nth) {
            (Some(day), None, None) => {
                let (month, day) = day.split_once('-')?;
                Some(HolidayRule::Fixed(month.parse().ok()?, day.parse().ok()?))
            }
            (None, Some(days), None) => Some(HolidayRule::Easter(days)),
            (None, None, Some((month, weekday, which))) => Some(HolidayRule::Nth(month, weekday, which)),
            _ => None,
        }
    }
}

impl Words {
    /// Reads the built-in file.
    ///
    /// # Errors
    /// If it is missing or broken, which the tests rule out.
    pub(super) fn builtin() -> Result<Self, DataError> {
        let text = dateline_data::TIMES
            .get_file("words.toml")
            .and_then(|file| file.contents_utf8())
            .ok_or_else(|| broken(None, "missing".to_owned()))?;
        Self::read(text)
    }

    /// Reads a file's text.
    ///
    /// # Errors
    /// If it is not TOML of this form.
    pub(super) fn read(text: &str) -> Result<Self, DataError> {
        let file: File = toml::from_str(text).map_err(|error| {
            let line = error
                .span()
                .map(|span| text[..span.start.min(text.len())].matches('\n').count() + 1);
            broken(line, error.message().to_owned())
        })?;
        let mut words = FxHashMap::default();
        let mut add = |text: &str, word: Word| {
            words.entry(CompactString::from(text)).or_insert(word);
        };
        for (texts, short) in [(&file.months, false), (&file.month_abbreviations, true)] {
            for (text, month) in texts {
                add(text, Word::Month(*month, short));
            }
        }
        for (texts, short) in [(&file.weekdays, false), (&file.weekday_abbreviations, true)] {
            for (text, day) in texts {
                add(text, Word::Weekday(*day, short));
            }
        }
        for (text, value) in &file.numbers {
            add(text, Word::Number(*value));
        }
        for (text, (least, most)) in &file.vague {
            add(text, Word::Vague(*least, *most));
        }
        for (text, value) in &file.ordinals {
            add(text, Word::Ordinal(*value));
        }
        for (text, unit) in &file.units {
            add(text, Word::Unit(*unit, false));
            add(&format!("{text}s"), Word::Unit(*unit, true));
        }
        add("centuries", Word::Unit(Unit::Century, true));
        for (text, month) in &file.seasons {
            add(text, Word::Season(*month));
        }
        for (text, days) in &file.day_words {
            add(text, Word::Deictic(*days));
        }
        for text in &file.day_parts.words {
            add(text, Word::DayPart);
        }
        for (text, decade) in &file.decades {
            add(text, Word::Decade(*decade));
        }
        let mut holidays = Vec::new();
        for entry in &file.holidays {
            let rule = entry.rule().ok_or_else(|| {
                let reason = "needs one of day (\"MM-DD\"), easter, nth".to_owned();
                broken(None, format!("holiday {:?} {reason}", entry.names))
            })?;
            for name in &entry.names {
                let first = name.split([' ', '\'', '’']).next().unwrap_or_default();
                add(first, Word::Holiday);
                let name = name.clone();
                holidays.push(Holiday { name, rule });
            }
        }
        holidays.sort_by_key(|holiday| std::cmp::Reverse(holiday.name.len()));
        Ok(Self {
            words,
            holidays,
            prospective: file.tense.prospective,
            implicative: file.tense.implicative,
            timetable: file.tense.timetable,
            not_days_before: file.not_days.before,
            not_days_after: file.not_days.after,
            year_nouns: file.year_nouns.words.into_iter().collect(),
        })
    }

    /// What a word means; upper and lower case are the same.
    pub(super) fn get(&self, text: &str) -> Word {
        let mut buffer = [0u8; 16];
        let Some(lower) = lower(text, &mut buffer) else {
            return Word::Other;
        };
        self.words.get(lower).copied().unwrap_or(Word::Other)
    }
}

/// True if `set` has `text`, upper and lower case being the same.
pub(super) fn has(set: &FxHashSet<String>, text: &str) -> bool {
    let mut buffer = [0u8; 16];
    lower(text, &mut buffer).is_some_and(|text| set.contains(text))
}

fn lower<'a>(text: &str, buffer: &'a mut [u8; 16]) -> Option<&'a str> {
    let buffer = buffer.get_mut(..text.len())?;
    if !text.is_ascii() {
        return None;
    }
    buffer.copy_from_slice(text.as_bytes());
    buffer.make_ascii_lowercase();
    std::str::from_utf8(buffer).ok()
}

fn broken(line: Option<usize>, reason: String) -> DataError {
    DataError {
        file: FILE.to_owned(),
        line,
        reason,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn builtin_words_load() {
        let words = Words::builtin().expect("the built-in file is right");
        assert_eq!(words.get("Thursday"), Word::Weekday(4, false));
        assert_eq!(words.get("CENTURIES"), Word::Unit(Unit::Century, true));
        assert_eq!(words.get("Straße"), Word::Other);
    }

    #[test]
    fn a_broken_file_is_named_with_its_line() {
        let error = Words::read("[months]\njanuary = \"x\"\n").expect_err("not a number");
        assert_eq!((error.file.as_str(), error.line), (FILE, Some(2)));
    }
}
