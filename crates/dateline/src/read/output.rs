//! A document as JSON, as `dateline read` prints it, or as text for people.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::stamp::stamp_at;
use crate::{CodePoints, Document, PartValue, Span};

/// The document as one JSON object: `id`, `text`, `parts`, `body`, metadata. Spans are half-open
/// ranges of code points into `text`. `country` is the alpha-3 code of the dateline's place, where
/// the caller knows it. What is not known is absent.
#[must_use]
pub fn write_json(document: &Document, country: Option<&str>) -> Value {
    let points = CodePoints::new(&document.text);
    let text = document.text.as_str();
    let span = |span: Span| json!(points.span(span));
    let part = |at: Span| {
        let mut map = Map::new();
        map.insert("text".to_owned(), json!(at.of(text)));
        map.insert("span".to_owned(), span(at));
        map
    };
    let valued = |at: Span, value: Value| {
        let mut map = part(at);
        map.insert("value".to_owned(), value);
        Value::Object(map)
    };
    let mut parts = Map::new();
    let found = &document.parts;
    for (key, stamp) in [("printed_at", &found.printed_at), ("published_at", &found.published_at)] {
        if let Some(stamp) = stamp {
            parts.insert(key.to_owned(), valued(stamp.span, json!(stamp_value(text, stamp))));
        }
    }
    for (key, at) in [("headline", found.headline), ("kicker", found.kicker)] {
        if let Some(at) = at {
            parts.insert(key.to_owned(), Value::Object(part(at)));
        }
    }
    if let Some(views) = &found.view_count {
        parts.insert("view_count".to_owned(), valued(views.span, json!(views.value)));
    }
    if let Some(first) = found.captions.first() {
        parts.insert("caption".to_owned(), Value::Object(part(*first)));
    }
    if found.captions.len() > 1 {
        let all: Vec<_> = found.captions.iter().map(|at| Value::Object(part(*at))).collect();
        parts.insert("captions".to_owned(), Value::Array(all));
    }
    if let Some(first) = found.photo_credits.first() {
        parts.insert("photo_credit".to_owned(), valued(first.span, json!(first.value)));
    }
    if found.photo_credits.len() > 1 {
        let all = found
            .photo_credits
            .iter()
            .map(|credit| valued(credit.span, json!(credit.value)));
        parts.insert("photo_credits".to_owned(), Value::Array(all.collect()));
    }
    for (key, names) in [("byline", &found.byline), ("agency", &found.agency)] {
        if let Some(names) = names {
            parts.insert(key.to_owned(), valued(names.span, json!(names.value)));
        }
    }
    if let Some(dateline) = &found.dateline {
        let mut map = part(dateline.span);
        if let Some(place) = &dateline.place {
            map.insert("place".to_owned(), json!(place));
        }
        if let Some(country) = country {
            map.insert("country".to_owned(), json!(country));
        }
        if let Some(date) = dateline.date {
            map.insert("date".to_owned(), json!(date.to_string()));
        }
        if let Some(agency) = &dateline.agency {
            map.insert("agency".to_owned(), json!(agency));
        }
        parts.insert("dateline".to_owned(), Value::Object(map));
    }
    if !found.furniture.is_empty() {
        let all: Vec<_> = found.furniture.iter().map(|at| Value::Object(part(*at))).collect();
        parts.insert("furniture".to_owned(), Value::Array(all));
    }
    let mut out = Map::new();
    out.insert("id".to_owned(), json!(document.id));
    let meta = &document.meta;
    let published = meta.published.map(|date| date.to_string());
    for (key, field) in [
        ("title", &meta.title),
        ("publisher", &meta.publisher),
        ("published", &published),
        ("url", &meta.url),
        ("section", &meta.section),
        ("language", &meta.language),
        ("agency", &meta.agency),
    ] {
        if let Some(field) = field {
            out.insert(key.to_owned(), json!(field));
        }
    }
    out.insert("parts".to_owned(), Value::Object(parts));
    let body: Vec<_> = document.body.iter().map(|at| span(*at)).collect();
    out.insert("body".to_owned(), Value::Array(body));
    out.insert("text".to_owned(), json!(text));
    Value::Object(out)
}

/// "2021-08-27T10:35", or the day alone where the page prints no time.
fn stamp_value(text: &str, stamp: &PartValue<jiff::civil::DateTime>) -> String {
    let timed = stamp_at(&text[..stamp.span.end()], stamp.span.start()).is_some_and(|(stamp, _)| stamp.time.is_some());
    let value = stamp.value;
    let date = value.date();
    if timed {
        format!("{date}T{:02}:{:02}", value.hour(), value.minute())
    } else {
        date.to_string()
    }
}

/// The document for people: its parts, then its paragraphs. `country` as for [`write_json`].
#[must_use]
pub fn write_text(document: &Document, country: Option<&str>) -> String {
    let mut out = String::new();
    let json = write_json(document, country);
    let _ = writeln!(out, "# {}", document.id);
    let line = |out: &mut String, key: &str, value: &Value| {
        let words = match value {
            Value::String(words) => words.clone(),
            other => other.to_string(),
        };
        let _ = writeln!(out, "{key:<13} {}", words.replace(['\n', '\r'], " "));
    };
    for key in [
        "title",
        "publisher",
        "published",
        "url",
        "section",
        "language",
        "agency",
    ] {
        if let Some(value) = json.get(key) {
            line(&mut out, key, value);
        }
    }
    if let Some(parts) = json.get("parts").and_then(Value::as_object) {
        for (key, part) in parts {
            let list = part.as_array().cloned().unwrap_or_else(|| vec![part.clone()]);
            if matches!(key.as_str(), "captions" | "photo_credits") {
                continue;
            }
            for part in &list {
                let Some(words) = part.get("text") else {
                    continue;
                };
                let mut words = words.as_str().unwrap_or_default().to_owned();
                let known: Vec<String> = ["value", "place", "country", "date"]
                    .iter()
                    .filter_map(|field| part.get(field))
                    .map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned))
                    .filter(|value| *value != words)
                    .collect();
                if !known.is_empty() {
                    let _ = write!(words, "  [{}]", known.join(", "));
                }
                line(&mut out, key, &Value::String(words));
            }
        }
    }
    for paragraph in &document.body {
        let _ = writeln!(out, "\n{}", paragraph.of(&document.text).replace(['\n', '\r'], " "));
    }
    out
}
