//! A document's sentences and places to its [`ActorMention`]s: who noun phrases, pronouns and
//! demonyms stand for; `times` and `quotes` follow, then `code`.

mod chains;
mod countries;
mod knowledge;
mod mentions;
pub(crate) mod names;
mod roles;
pub(crate) mod table;

pub use countries::Country;
pub use knowledge::Entity;

pub(crate) use countries::{COLUMNS as COUNTRY_COLUMNS, Countries};

use compact_str::CompactString;
use jiff::civil::Date;

use super::DataError;
use crate::{ActorKind, ActorMention, Document, PlaceMention, Sector, Sentence};
use knowledge::{Files, How, Knowledge};
use mentions::{Basis, Draft, View};

/// Who the noun phrases, pronouns and demonyms of a document stand for.
#[derive(Debug)]
pub struct ActorResolver {
    kb: Knowledge,
}

/// The text of a built-in data file.
pub(crate) fn data(dir: &'static include_dir::Dir<'static>, file: &str) -> Result<&'static str, DataError> {
    dir.get_file(file)
        .and_then(|f| f.contents_utf8())
        .ok_or_else(|| DataError {
            file: file.to_owned(),
            line: None,
            reason: "the file is not built in, or is not UTF-8".to_owned(),
        })
}

impl ActorResolver {
    /// With the built-in data.
    ///
    /// # Errors
    /// If a built-in data file is broken, which the tests rule out.
    pub fn builtin() -> Result<Self, DataError> {
        let dir = &dateline_data::ACTORS;
        let kb = Knowledge::read(&Files {
            countries: data(dir, "countries.tsv")?,
            territories: data(dir, "territories.tsv")?,
            regions: data(dir, "regions.tsv")?,
            roles: data(dir, "roles.tsv")?,
            entities: [
                ("organisations.tsv", data(dir, "organisations.tsv")?),
                ("groups.tsv", data(dir, "groups.tsv")?),
                ("people.tsv", data(dir, "people.tsv")?),
            ],
        })?;
        Ok(Self { kb })
    }

    /// Everything in the knowledge base that bears a name, and holds on a day where one is given.
    #[must_use]
    pub fn lookup(&self, name: &str, date: Option<Date>) -> Vec<&Entity> {
        let mut found: Vec<&Entity> = Vec::new();
        for meaning in self.kb.named(name) {
            if matches!(meaning.how, How::Region | How::Regional) || !self.kb.holds(meaning.at, date) {
                continue;
            }
            let entity = &self.kb.entities[meaning.at as usize];
            if !found.iter().any(|e| e.id == entity.id) {
                found.push(entity);
            }
        }
        found
    }

    /// Number of things the knowledge base knows.
    #[must_use]
    pub fn entities(&self) -> &[Entity] {
        &self.kb.entities
    }

    /// Actor mentions, ordered by sentence and head word; at most one for each head word.
    #[must_use]
    pub fn resolve(&self, document: &Document, sentences: &[Sentence], places: &[PlaceMention]) -> Vec<ActorMention> {
        let date = document
            .parts
            .dateline
            .as_ref()
            .and_then(|d| d.date)
            .or(document.meta.published);
        let views: Vec<View<'_>> = sentences
            .iter()
            .map(|sentence| {
                let here = places.iter().filter(|p| p.sentence == sentence.index).collect();
                View::new(&self.kb, sentence, &document.text, date, here)
            })
            .collect();
        let mut drafts: Vec<Vec<Draft>> = views.iter().map(View::drafts).collect();
        let home = self.home(document, &drafts, places);
        if let Some(home) = &home {
            for (view, drafts) in views.iter().zip(&mut drafts) {
                domesticate(view, drafts, home);
            }
        }
        let mut mentions = chains::link(&self.kb, &views, drafts, home.as_deref());
        mentions.sort_by_key(|m| (m.sentence, m.head));
        mentions.dedup_by_key(|m| (m.sentence, m.head));
        mentions
    }

    /// The country that a document is about, where one stands out: what its bare "police" and
    /// "the government" belong to.
    fn home(&self, document: &Document, drafts: &[Vec<Draft>], places: &[PlaceMention]) -> Option<CompactString> {
        let mut weights: Vec<(CompactString, u32)> = Vec::new();
        let mut add = |code: &CompactString, weight: u32| {
            if countries::OTHER_CODES.contains(&code.as_str()) {
                return;
            }
            match weights.iter_mut().find(|(c, _)| c == code) {
                Some((_, sum)) => *sum += weight,
                None => weights.push((code.clone(), weight)),
            }
        };
        let dateline = document
            .parts
            .dateline
            .as_ref()
            .and_then(|d| d.place.as_deref())
            .and_then(|place| self.kb.named(place).into_iter().next())
            .filter(|m| !matches!(m.how, How::Region | How::Regional))
            .and_then(|m| self.kb.entities[m.at as usize].country.clone());
        if let Some(code) = &dateline {
            add(code, 2);
        }
        for draft in drafts.iter().flatten() {
            if let Some(code) = &draft.actor.country {
                add(code, 2);
            }
        }
        for place in places {
            if let Some(code) = &place.place.country {
                add(code, 2);
            }
        }
        let total: u32 = weights.iter().map(|(_, w)| w).sum();
        let (code, weight) = weights.iter().max_by_key(|(_, w)| *w)?;
        let second = weights
            .iter()
            .filter(|(c, _)| c != code)
            .map(|(_, w)| *w)
            .max()
            .unwrap_or(0);
        (weight * 10 >= total * 6 && *weight > second).then(|| code.clone())
    }
}

/// Gives state bodies without a country the document's one, unless that country is another party
/// in the same clause.
fn domesticate(view: &View<'_>, drafts: &mut [Draft], home: &CompactString) {
    let parties: Vec<(u32, Option<CompactString>, Option<u32>)> = drafts
        .iter()
        .map(|d| (d.head, d.actor.country.clone(), view.token(d.head).head))
        .collect();
    for draft in drafts.iter_mut() {
        let state = draft.actor.sectors.first().is_some_and(|s| {
            matches!(
                s,
                Sector::Gov | Sector::Mil | Sector::Cop | Sector::Jud | Sector::Leg | Sector::Spy
            )
        }) || draft.actor.sectors.contains(&Sector::Opp);
        if !draft.bare
            || draft.basis != Basis::Described
            || !state
            || draft.actor.country.is_some()
            || !draft.actor.members.is_empty()
            || draft.actor.kind == ActorKind::Unknown
        {
            continue;
        }
        let governor = view.token(draft.head).head;
        let rival = parties.iter().any(|(head, country, up)| {
            *head != draft.head
                && country.as_ref() == Some(home)
                && governor.is_some()
                && *up == governor
                && matches!(
                    view.token(*head).rel,
                    crate::Rel::Nsubj | crate::Rel::Obj | crate::Rel::Iobj | crate::Rel::Obl
                )
                && !matches!(view.case(*head), Some("in" | "at" | "near" | "across"))
        });
        if !rival {
            draft.actor.country = Some(home.clone());
        }
    }
}

#[cfg(test)]
mod tests;
