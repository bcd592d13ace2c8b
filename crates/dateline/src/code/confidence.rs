//! Events of a document to how likely each is right: log odds less what each doubt costs. The figures in
//! `data/confidence.toml` are learned from the PLOVER records (`dateline-train confidence`).

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::resolve::DataError;
use crate::types::{Doubt, Status, Upos};
use crate::{Event, Sentence};

/// Words of a sentence that is long.
const LONG: usize = 30;

/// What each doubt costs.
#[derive(Clone, Debug, PartialEq)]
pub struct Odds {
    /// Log odds of an event without doubts.
    pub sure: f64,
    /// By [`Doubt::ALL`]: log odds that it costs, 0 or more.
    pub costs: Vec<f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    sure: f64,
    doubts: std::collections::BTreeMap<String, f64>,
}

impl Odds {
    /// The built-in table.
    ///
    /// # Errors
    /// If it is broken, which the tests rule out.
    pub fn builtin() -> Result<Self, DataError> {
        Self::read("confidence.toml", dateline_data::CONFIDENCE)
    }

    /// A table of that form: `sure = log odds`, and `doubts` with a cost for each.
    ///
    /// # Errors
    /// If a doubt is missing, unknown or gains instead of costing.
    pub fn read(file: &str, text: &str) -> Result<Self, DataError> {
        let fail = |reason: String| DataError {
            file: file.into(),
            line: None,
            reason,
        };
        let raw: Raw = toml::from_str(text).map_err(|e| fail(e.to_string()))?;
        if let Some(name) = raw.doubts.keys().find(|name| Doubt::parse(name).is_none()) {
            return Err(fail(format!("{name:?} is no doubt")));
        }
        let cost = |doubt: &Doubt| match raw.doubts.get(doubt.as_str()) {
            Some(cost) if *cost >= 0.0 => Ok(*cost),
            Some(cost) => Err(fail(format!("{doubt}: {cost} is below 0"))),
            None => Err(fail(format!("no cost of {doubt}"))),
        };
        Ok(Self {
            sure: raw.sure,
            costs: Doubt::ALL.iter().map(cost).collect::<Result<_, _>>()?,
        })
    }

    /// Adds what speaks against each event of `sentences`, and its probability.
    pub fn weigh(&self, sentences: &[Sentence], events: &mut [Event]) {
        let mut told: FxHashMap<u32, usize> = FxHashMap::default();
        for event in events.iter() {
            *told.entry(event.evidence.sentence).or_default() += 1;
        }
        for event in events {
            let here = event.evidence.sentence;
            let Ok(at) = sentences.binary_search_by_key(&here, |s| s.index) else {
                continue;
            };
            doubts(&sentences[at], told[&here] > 1, event);
            event.confidence = self.probability(&event.doubts);
        }
    }

    /// Probability of an event with these doubts.
    #[must_use]
    pub fn probability(&self, doubts: &[Doubt]) -> f64 {
        let costs = Doubt::ALL.iter().zip(&self.costs);
        let cost: f64 = costs.filter(|(d, _)| doubts.contains(d)).map(|(_, c)| c).sum();
        1.0 / (1.0 + (cost - self.sure).exp())
    }
}

fn doubts(sentence: &Sentence, beside: bool, event: &mut Event) {
    let known = |p: &crate::types::Participant| p.actor.country.is_some() || !p.actor.members.is_empty();
    let trigger = sentence.tokens.get(event.evidence.trigger_head as usize);
    let found = [
        (Doubt::LongSentence, sentence.tokens.len() > LONG),
        (Doubt::SeveralEvents, beside),
        (Doubt::NotActual, event.status != Status::Actual),
        (Doubt::TypeRule, event.kind != event.act),
        (Doubt::NoActor, event.actors.is_empty()),
        (
            Doubt::VagueRecipient,
            !event.recipients.is_empty() && !event.recipients.iter().any(known),
        ),
        (Doubt::Noun, trigger.is_some_and(|t| t.upos == Upos::Noun)),
        (Doubt::Background, event.background),
    ];
    event
        .doubts
        .extend(found.into_iter().filter(|(_, holds)| *holds).map(|(d, _)| d));
    event.doubts.sort_unstable();
    event.doubts.dedup();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubts_lower_the_odds() {
        let odds = Odds::builtin().expect("the built-in table");
        let plain = odds.probability(&[]);
        assert!((0.5..1.0).contains(&plain), "{plain}");
        assert!(odds.probability(&[Doubt::NotActual, Doubt::LongSentence]) < plain);
    }

    #[test]
    fn a_broken_table_is_refused() {
        for (text, reason) in [
            ("sure = 2.0\n[doubts]\n", "no cost of"),
            ("sure = 2.0\n[doubts]\nmoon = 1.0\n", "\"moon\" is no doubt"),
            ("sure = \"very\"\n[doubts]\n", "invalid type"),
        ] {
            let error = Odds::read("x.toml", text).expect_err(text).to_string();
            assert!(error.contains(reason) && error.contains("x.toml"), "{error}");
        }
    }
}
