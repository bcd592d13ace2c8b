//! When and where of events that do not say it in their own words: what other tellings of the same happening say.

use rustc_hash::FxHashSet;
use serde::Deserialize;

use super::vouch;
use crate::resolve::DataError;
use crate::types::{When, Where, WhereBasis};
use crate::{Event, EventType, Status};

/// Words that tell a place without naming it, from `data/places/setting.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Setting {
    /// Nouns for what stands somewhere ("resort").
    pub sites: FxHashSet<String>,
    /// Nouns that point back to a place ("the area").
    pub back: FxHashSet<String>,
    /// Adverbs that do ("there").
    pub there: FxHashSet<String>,
}

impl Setting {
    /// The built-in words.
    ///
    /// # Errors
    /// If the file is broken, which the tests rule out.
    pub fn builtin() -> Result<Self, DataError> {
        let file = "setting.toml";
        let fail = |reason: String| DataError {
            file: file.into(),
            line: None,
            reason,
        };
        let text = dateline_data::PLACES
            .get_file(file)
            .and_then(|f| f.contents_utf8())
            .ok_or_else(|| fail("missing".into()))?;
        toml::from_str(text).map_err(|e| fail(e.to_string()))
    }
}

/// How many events before and after one are looked at.
const WINDOW: usize = 60;

/// Gives what was done once the day and the place of its other tellings, where these agree: "police said they had detained
/// a journalist … he was arrested in Moscow on September 30".
pub(super) fn complete(text: &str, events: &mut [Event]) {
    let mut whens: Vec<(usize, When)> = Vec::new();
    let mut wheres: Vec<(usize, Where)> = Vec::new();
    for (i, event) in events.iter().enumerate() {
        if !told_once(event) || event.when.is_some() && event.place.is_some() {
            continue;
        }
        let from = i.saturating_sub(WINDOW);
        let tellings: Vec<&Event> = events
            .iter()
            .enumerate()
            .skip(from)
            .take(i - from + WINDOW + 1)
            .filter(|(j, other)| *j != i && told_once(other) && vouch::same_deed(text, event, other))
            .map(|(_, other)| other)
            .collect();
        if event.when.is_none() {
            whens.extend(day(&tellings).map(|when| (i, when)));
        }
        if event.place.is_none() {
            wheres.extend(place(&tellings).map(|place| (i, place)));
        }
    }
    for (i, when) in whens {
        events[i].when = Some(when);
    }
    for (i, place) in wheres {
        events[i].place = Some(place);
    }
}

/// Acts that are done at one time in one place, as they were done.
fn told_once(event: &Event) -> bool {
    event.status == Status::Actual
        && !event.historical
        && event.kind == event.act
        && !event.kind.is_verbal()
        && matches!(
            event.kind,
            EventType::Assault | EventType::Coerce | EventType::Consult | EventType::Sanction
        )
}

/// The shortest time that is told, if it lies within all others.
fn day(tellings: &[&Event]) -> Option<When> {
    let told = || {
        tellings
            .iter()
            .filter_map(|e| e.when.as_ref())
            .filter(|w| w.span.is_some())
    };
    let length = |w: &When| w.time.to.since(w.time.from).map_or(i32::MAX, |span| span.get_days());
    let best = told().min_by_key(|w| length(w))?;
    let within = told().all(|w| w.time.from <= best.time.from && best.time.to <= w.time.to);
    (within && length(best) <= 31).then(|| best.clone())
}

/// The place that is told, if all tell the same country.
fn place(tellings: &[&Event]) -> Option<Where> {
    let told = || {
        let own = |w: &&Where| w.basis != WhereBasis::Document;
        tellings.iter().filter_map(|e| e.place.as_ref()).filter(own)
    };
    let first = told().next()?;
    let one = told().all(|w| w.place.country.is_some() && w.place.country == first.place.country);
    one.then(|| Where {
        basis: WhereBasis::Document,
        ..first.clone()
    })
}
