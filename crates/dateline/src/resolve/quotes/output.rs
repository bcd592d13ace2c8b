//! Attributions as JSON lines: `dateline quotes`.

use serde_json::{Map, Value, json};

use crate::{CodePoints, Document, Quote, Span};

/// One attribution as an object with the keys `document`, `speaker_spans`, `cue`, `content`,
/// `kind`, `class`, `speaker`, `outlet`, `inner`, `agency`, `confidence`. Ranges are `[start, end]` in code
/// points of the document's text; lists are empty where there is none.
#[must_use]
pub fn line(document: &Document, quote: &Quote, points: &CodePoints) -> Value {
    let spans = |spans: &[Span]| -> Vec<[usize; 2]> { spans.iter().map(|&s| points.span(s)).collect() };
    let speaker = quote.speaker.as_ref().map(|speaker| {
        let mut out = Map::new();
        out.insert("text".into(), json!(speaker.span.of(&document.text)));
        out.insert("span".into(), json!(points.span(speaker.span)));
        if let Some(role) = speaker.role {
            out.insert("role".into(), json!(role.of(&document.text)));
        }
        if let Some(class) = speaker.class {
            out.insert("class".into(), json!(class));
        }
        if let Some(description) = speaker.description {
            out.insert(
                "description".into(),
                json!({"text": description.of(&document.text), "span": points.span(description)}),
            );
        }
        if let Ok(Value::Object(actor)) = serde_json::to_value(&speaker.actor) {
            let known = |v: &Value| !v.is_null() && v.as_array().is_none_or(|a| !a.is_empty());
            out.extend(actor.into_iter().filter(|(_, v)| known(v)));
        }
        Value::Object(out)
    });
    json!({
        "document": document.id,
        "speaker_spans": spans(quote.source.as_slice()),
        "cue": spans(&quote.cue),
        "content": spans(&quote.content),
        "kind": quote.kind,
        "class": quote.class,
        "speaker": speaker,
        "outlet": quote.outlet,
        "inner": quote.inner,
        "agency": document.meta.agency,
        "confidence": (quote.confidence * 100.0).round() / 100.0,
    })
}
