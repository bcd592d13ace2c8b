//! When and where events are said to have taken place, from text to event.

use std::sync::LazyLock;

use dateline::pipeline::Pipeline;
use dateline::{Document, Event, EventType, Span};

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| Pipeline::builtin().expect("what is built in loads"));

fn events(text: &str) -> Vec<Event> {
    let mut document = Document {
        id: "t".into(),
        body: vec![Span::new(0, text.len())],
        text: text.to_owned(),
        parts: Default::default(),
        meta: Default::default(),
    };
    document.meta.published = "2019-08-15".parse().ok();
    PIPELINE.process(&document).events
}

/// Country and basis of the place of the last event of a type.
fn place(text: &str, kind: EventType) -> Option<(String, String)> {
    let events = events(text);
    let event = events.iter().rev().find(|e| e.kind == kind || e.act == kind);
    let event = event.unwrap_or_else(|| panic!("no {kind} in {text:?}: {events:#?}"));
    let place = event.place.as_ref()?;
    let country = place.place.country.as_ref().map(ToString::to_string);
    Some((country.unwrap_or_default(), place.basis.to_string()))
}

/// First and last day of the last event of a type.
fn days(text: &str, kind: EventType) -> Option<(String, String)> {
    let events = events(text);
    let event = events.iter().rev().find(|e| e.kind == kind);
    let event = event.unwrap_or_else(|| panic!("no {kind} in {text:?}: {events:#?}"));
    let when = event.when.as_ref()?;
    Some((when.time.from.to_string(), when.time.to.to_string()))
}

#[test]
fn where_it_happened() {
    let some = |country: &str, basis: &str| Some((country.to_owned(), basis.to_owned()));
    let table = [
        // its own clause
        (
            "Gunmen killed four soldiers in Maiduguri on Monday.",
            EventType::Assault,
            some("NGA", "clause"),
        ),
        // what stands somewhere, by the country's adjective
        (
            "Rebels attacked aid workers at a Kenyan resort on Monday.",
            EventType::Assault,
            some("KEN", "clause"),
        ),
        // by a name inside the phrase
        (
            "Pirates abducted two engineers from a Sabah resort on Monday.",
            EventType::Assault,
            some("MYS", "clause"),
        ),
        // pointing back
        (
            "The army sent more troops to Kunduz last week. Rebels staged an assault in the area on Monday.",
            EventType::Assault,
            some("AFG", "document"),
        ),
        // two sides are no place
        (
            "The drill between South Korea and Japan was condemned by Moscow.",
            EventType::Accuse,
            None,
        ),
    ];
    for (text, kind, expected) in table {
        assert_eq!(place(text, kind), expected, "{text}");
    }
}

#[test]
fn when_it_happened() {
    let some = |from: &str, to: &str| Some((from.to_owned(), to.to_owned()));
    let table = [
        (
            "Thousands rallied to voice anger at the tax on Tuesday, as police attacked students.",
            EventType::Assault,
            some("2019-08-13", "2019-08-13"),
        ),
        (
            "Sudan detained a Kenyan pilot, prompting Nairobi to call for his release.",
            EventType::Request,
            some("2019-08-14", "2019-08-15"),
        ),
        // the launches are dated, not the condemnation before them
        (
            "The launches in recent weeks came after Tokyo condemned Pyongyang.",
            EventType::Accuse,
            None,
        ),
    ];
    for (text, kind, expected) in table {
        assert_eq!(days(text, kind), expected, "{text}");
    }
}
