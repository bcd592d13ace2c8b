//! One record of JSON Lines.

use jiff::civil::{Date, DateTime};
use serde::Deserialize;

use super::stamp::stamp_at;
use super::{Item, Reader, Source};
use crate::Metadata;

#[derive(Deserialize)]
struct Record {
    id: Option<Id>,
    text: Option<String>,
    title: Option<String>,
    date: Option<String>,
    publisher: Option<String>,
    url: Option<String>,
    section: Option<String>,
    language: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Id {
    Text(String),
    Number(serde_json::Number),
}

/// Reads one line. `source.id` is used where the record has no id.
pub(super) fn record(reader: &Reader, source: &Source<'_>, line: &str) -> Item {
    let record: Record = match serde_json::from_str(line) {
        Ok(record) => record,
        Err(error) => {
            let reason = format!("not a record: {error}");
            return Item::Failed(source.error(strip_line(&reason)));
        }
    };
    let id = match record.id {
        Some(Id::Text(id)) if !id.is_empty() => id,
        Some(Id::Number(id)) => id.to_string(),
        _ => match source.line {
            Some(line) => format!("{}:{line}", source.id),
            None => source.id.to_owned(),
        },
    };
    let source = Source { id: &id, ..*source };
    let Some(text) = record.text else {
        return Item::Failed(source.error("the record has no \"text\""));
    };
    let published = match given(record.date) {
        None => None,
        Some(words) => match date(&words) {
            Some(date) => Some(date),
            None => {
                let reason = format!("\"date\" is no date: {words:?} (expected as 2021-08-27)");
                return Item::Failed(source.error(reason));
            }
        },
    };
    let meta = Metadata {
        title: given(record.title),
        publisher: given(record.publisher),
        published,
        url: given(record.url),
        section: given(record.section),
        language: given(record.language),
        agency: None,
    };
    reader.checked(&source, text, meta)
}

/// serde_json counts lines within the record: always line 1 here.
fn strip_line(reason: &str) -> String {
    reason.replace(" at line 1 column ", " at column ")
}

/// An empty field is an unknown one.
fn given(field: Option<String>) -> Option<String> {
    field.filter(|words| !words.trim().is_empty())
}

/// "2021-08-27", "2021-08-27T10:35:00Z", "August 27, 2021".
pub(super) fn date(words: &str) -> Option<Date> {
    let words = words.trim();
    if let Ok(date) = words.parse::<Date>() {
        return Some(date);
    }
    if let Ok(time) = words.parse::<DateTime>() {
        return Some(time.date());
    }
    stamp_at(words, 0).map(|(stamp, _)| stamp.date)
}
