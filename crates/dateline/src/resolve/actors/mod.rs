//! A document's sentences and places to its [`ActorMention`]s: who noun phrases, pronouns and
//! demonyms stand for; `times` and `quotes` follow, then `code`.

mod chains;
mod coref;
mod countries;
mod derive;
pub mod import;
mod knowledge;
mod mentions;
pub(crate) mod names;
mod nouns;
pub(crate) mod roles;
pub(crate) mod table;
mod toml_rows;

pub use countries::Country;
pub use knowledge::{Entity, RowId};

pub(crate) use knowledge::parse_day;

pub(crate) use countries::{COLUMNS as COUNTRY_COLUMNS, Countries};

use compact_str::CompactString;
use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::DataError;
use crate::{ActorKind, ActorMention, Document, Phrase, PlaceMention, Rel, Sector, Sentence};
use knowledge::{Files, How, Knowledge};
use mentions::{Abroad, Basis, Draft, View};

/// Who the noun phrases, pronouns and demonyms of a document stand for.
#[derive(Debug)]
pub struct ActorResolver {
    kb: Knowledge,
    nouns: nouns::Nouns,
    outlets: nouns::Outlets,
    /// Folded names of towns and states with country and weight, for datelines.
    cities: FxHashMap<String, (CompactString, u8)>,
}

/// What a name stands for, and why.
#[derive(Clone, Debug)]
pub struct Known<'a> {
    /// The thing; `None` for a region.
    pub entity: Option<&'a Entity>,
    /// Its usual name.
    pub name: String,
    /// How the name says it ("by the last name", "by the capital").
    pub how: &'static str,
    /// Member states on the day, as alpha-3 codes.
    pub members: Vec<CompactString>,
    /// The rows that tell it.
    pub rows: Vec<&'a RowId>,
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

/// The built-in states.
///
/// # Errors
/// If the built-in file is broken, which the tests rule out.
pub(crate) fn countries() -> Result<Countries, DataError> {
    let file = "countries.tsv";
    Countries::read(file, data(&dateline_data::ACTORS, file)?)
}

impl ActorResolver {
    /// With the built-in data.
    ///
    /// # Errors
    /// If a built-in data file is broken, which the tests rule out.
    pub fn builtin() -> Result<Self, DataError> {
        Self::with(&[])
    }

    /// With the built-in data and files of the same form as `groups.tsv`: name and text of each.
    ///
    /// # Errors
    /// If a file is broken: file, line and what was expected.
    pub fn with(extra: &[(&str, &str)]) -> Result<Self, DataError> {
        let dir = &dateline_data::ACTORS;
        let words = nouns::Words::read(data(dir, "words.tsv")?)?;
        let files = Files {
            countries: data(dir, "countries.tsv")?,
            territories: data(dir, "territories.tsv")?,
            regions: data(dir, "regions.tsv")?,
            roles: data(dir, "roles.tsv")?,
            entities: [
                ("organisations.tsv", data(dir, "organisations.tsv")?),
                ("groups.tsv", data(dir, "groups.tsv")?),
                ("people.tsv", data(dir, "people.tsv")?),
            ],
            extra,
        };
        let mut kb = Knowledge::read(&files, words)?;
        kb.derive_bodies(data(dir, "countries.tsv")?, data(dir, "bodies.tsv")?)?;
        let people = std::mem::take(&mut kb.people);
        kb.derive_spellings(data(dir, "spellings.tsv")?, &people)?;
        kb.read_wikidata(data(dir, "wikidata.tsv")?)?;
        kb.read_governments(data(dir, "governments.tsv")?)?;
        for row in table::Table::new("generic.tsv", data(dir, "generic.tsv")?, &["name"])?.rows() {
            kb.generic.insert(names::fold(row?.field(0)));
        }
        kb.offices_by_phrase = Some(derive::Offices::builtin()?);
        let places = super::places::FILE;
        let cities = cities(places, data(&dateline_data::PLACES, places)?, &kb)?;
        let nouns = nouns::Nouns::read(data(dir, "nouns.tsv")?, data(dir, "firstnames.tsv")?)?;
        let file = "outlets.toml";
        let outlets = nouns::Outlets::read(file, data(&dateline_data::ATTRIBUTION, file)?)?;
        Ok(Self {
            kb,
            nouns,
            outlets,
            cities,
        })
    }

    /// What a name stands for, on a day where one is given, with how the name says it and the rows that tell it.
    #[must_use]
    pub fn why(&self, name: &str, date: Option<Date>) -> Vec<Known<'_>> {
        let mut found: Vec<Known<'_>> = Vec::new();
        for meaning in self.kb.named(name) {
            if let How::Region | How::Regional = meaning.how {
                found.push(Known {
                    entity: None,
                    name: self.kb.region_name(meaning.at).to_owned(),
                    how: meaning.how.as_str(),
                    members: self.kb.region_members(meaning.at),
                    rows: self.kb.region_row(meaning.at).into_iter().collect(),
                });
                continue;
            }
            if !self.kb.holds(meaning.at, date) {
                continue;
            }
            let mut entity = &self.kb.entities[meaning.at as usize];
            let mut rows: Vec<&RowId> = entity.rows.iter().collect();
            if matches!(meaning.how, How::Capital | How::Seat)
                && let Some(government) = entity.country.as_deref().and_then(|c| self.kb.government(c, date))
            {
                rows.extend(&government.rows);
                entity = government;
            }
            if found.iter().any(|k| k.entity.is_some_and(|e| e.id == entity.id)) {
                continue;
            }
            found.push(Known {
                entity: Some(entity),
                name: entity.name.clone(),
                how: meaning.how.as_str(),
                members: self
                    .kb
                    .by_id(&entity.id)
                    .map_or_else(Vec::new, |at| self.kb.members_on(at, date)),
                rows,
            });
        }
        found
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

    /// Number of names, each counted for everything that it may stand for.
    #[must_use]
    pub fn names(&self) -> usize {
        self.kb.names.len()
    }

    /// Actor mentions, ordered by sentence and head word, at most one for each head word; and the
    /// phrases for persons, places and bodies with their chains.
    #[must_use]
    pub fn resolve(
        &self,
        document: &Document,
        sentences: &[Sentence],
        places: &[PlaceMention],
    ) -> (Vec<ActorMention>, Vec<Phrase>) {
        let date = document
            .parts
            .dateline
            .as_ref()
            .and_then(|d| d.date)
            .or(document.meta.published);
        let mut views: Vec<View<'_>> = sentences
            .iter()
            .map(|sentence| {
                let here = places.iter().filter(|p| p.sentence == sentence.index).collect();
                View::new(&self.kb, sentence, &document.text, date, here)
            })
            .collect();
        let dateline = document.parts.dateline.as_ref().and_then(|d| d.place.as_deref());
        let dateline = dateline.and_then(|place| self.cities.get(names::fold(place).as_str()));
        let mut spoken: Vec<CompactString> = dateline.map(|(code, _)| code.clone()).into_iter().collect();
        spoken.extend(places.iter().filter_map(|p| p.place.country.clone()));
        spoken.extend(views.iter().flat_map(View::named_countries));
        spoken.sort();
        spoken.dedup();
        let spoken = std::rc::Rc::new(spoken);
        for view in &mut views {
            view.spoken = spoken.clone();
        }
        let mut drafts: Vec<Vec<Draft>> = views.iter().map(View::drafts).collect();
        koreas(&self.kb, &mut drafts);
        for draft in drafts.iter_mut().flatten() {
            self.medium(draft);
        }
        let home = self.home(document, &drafts, places);
        for (view, drafts) in views.iter().zip(&mut drafts) {
            domesticate(view, drafts, home.as_ref());
        }
        let phrases = coref::chains(&self.nouns, &views, &drafts);
        let main = home.as_ref().map(|h| h.code.as_str());
        let mut mentions = chains::link(&self.kb, &views, drafts, main, &phrases);
        mentions.sort_by_key(|m| (m.sentence, m.head));
        mentions.dedup_by_key(|m| (m.sentence, m.head));
        (mentions, phrases)
    }

    /// A medium has no country from the text around it.
    fn medium(&self, draft: &mut Draft) {
        let open = draft.basis == Basis::Named && draft.actor.id.is_none();
        if !open || !draft.name.as_deref().is_some_and(|name| self.outlets.has(name)) {
            return;
        }
        draft.actor.kind = ActorKind::Organization;
        if draft.actor.sectors.is_empty() {
            draft.actor.sectors.push(Sector::Jrn);
        }
        draft.abroad = Abroad::Wide;
    }

    /// True for a mention of a medium that only carries what others say: "Reuters reported that", "told the BBC".
    #[must_use]
    pub fn carries(&self, sentence: &Sentence, mention: &ActorMention) -> bool {
        if mention.actor.sectors != [Sector::Jrn] || !mention.actor.name.as_deref().is_some_and(|n| self.outlets.has(n))
        {
            return false;
        }
        let Some(token) = sentence.tokens.get(mention.head as usize) else {
            return false;
        };
        let Some(up) = token.head.and_then(|h| sentence.tokens.get(h as usize)) else {
            return false;
        };
        let place = matches!(token.rel, Rel::Nsubj | Rel::Obj | Rel::Iobj | Rel::Obl);
        place && self.kb.words.is(&names::fold(&up.lemma), nouns::WordClass::Carrying)
    }

    /// The country that a document is about, where one stands out: what its bare "police" and
    /// "the government" belong to.
    fn home(&self, document: &Document, drafts: &[Vec<Draft>], places: &[PlaceMention]) -> Option<Home> {
        let mut weights: Vec<(CompactString, u32)> = Vec::new();
        let mut add = |code: &str, weight: u32| {
            if countries::OTHER_CODES.contains(&code) {
                return;
            }
            match weights.iter_mut().find(|(c, _)| c == code) {
                Some((_, sum)) => *sum += weight,
                None => weights.push((code.into(), weight)),
            }
        };
        let dateline = document
            .parts
            .dateline
            .as_ref()
            .and_then(|d| d.place.as_deref())
            .and_then(|place| self.cities.get(names::fold(place).as_str()))
            .map(|(code, _)| code.clone());
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
                add(code, 1);
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
        if let Some(code) = dateline
            && let Some((_, own)) = weights.iter().find(|(c, _)| *c == code)
            && own * 3 >= total
            && own * 4 >= second * 3
        {
            return Some(Home {
                strong: own * 2 >= total,
                code,
            });
        }
        (weight * 2 >= total && weight * 2 >= second * 3).then(|| Home {
            code: code.clone(),
            strong: weight * 5 >= total * 3,
        })
    }
}

/// Towns and capitals by name: the best known of each name.
fn cities(file: &str, text: &str, kb: &Knowledge) -> Result<FxHashMap<String, (CompactString, u8)>, DataError> {
    let mut cities: FxHashMap<String, (CompactString, u8)> = FxHashMap::default();
    let mut add = |name: &str, code: &str, weight: u8| {
        let known = cities.entry(names::fold(name)).or_default();
        if known.0.is_empty() || weight > known.1 {
            *known = (code.into(), weight);
        }
    };
    for row in table::Table::new(file, text, &super::places::COLUMNS)?.rows() {
        let row = row?;
        let weight = row.field(6).parse().unwrap_or(0);
        if row.field(2).is_empty() {
            continue;
        }
        for name in [row.field(0)].into_iter().chain(row.list(1)) {
            add(name, row.field(2), weight);
        }
    }
    for entity in &kb.entities {
        if let (ActorKind::Country, Some(code)) = (entity.kind, &entity.country) {
            add(&entity.name, code, 9);
        }
    }
    Ok(cities)
}

/// The country that a document is about.
struct Home {
    code: CompactString,
    /// True if hardly another is named: then persons and groups are its too.
    strong: bool,
}

/// "The North" and "the South" are Korea's where the document names one of the two.
fn koreas(kb: &Knowledge, drafts: &mut [Vec<Draft>]) {
    let named = drafts
        .iter()
        .flatten()
        .any(|d| matches!(d.actor.id.as_deref(), Some("prk" | "kor")));
    if !named {
        return;
    }
    for draft in drafts.iter_mut().flatten() {
        let code = match draft.name.as_deref() {
            Some("North" | "the North" | "The North") => "PRK",
            Some("South" | "the South" | "The South") => "KOR",
            _ => continue,
        };
        if draft.actor.id.is_none()
            && let Some(state) = kb.state(code)
        {
            draft.actor = crate::Actor {
                kind: ActorKind::Country,
                name: Some(state.name.clone()),
                country: state.country.clone(),
                sectors: Vec::new(),
                members: Vec::new(),
                id: Some(state.id.clone()),
            };
            draft.basis = Basis::Named;
        }
    }
}

/// Gives those whose words name no country the one of the sentence's places, or else the
/// document's, unless that country is the other party in the same clause.
fn domesticate(view: &View<'_>, drafts: &mut [Draft], home: Option<&Home>) {
    let parties: Vec<(u32, Option<CompactString>, Option<u32>, bool)> = drafts
        .iter()
        .map(|d| {
            let state = d.actor.kind == ActorKind::Country || d.actor.sectors.first() == Some(&Sector::Mil);
            (d.head, d.actor.country.clone(), view.token(d.head).head, state)
        })
        .collect();
    for draft in drafts.iter_mut() {
        let (open, governs) = standing(draft);
        if !open {
            continue;
        }
        if let Some(code) = worldwide(draft) {
            draft.actor.country = Some(code.into());
            continue;
        }
        if draft.abroad == Abroad::Wide {
            continue;
        }
        let local = view.local_country(draft.head);
        let chosen = match (&local, home) {
            (Some(local), _) => local,
            (None, Some(home)) if governs || home.strong => &home.code,
            _ => continue,
        };
        let governor = view.token(draft.head).head;
        let rival = parties.iter().any(|(head, country, up, state)| {
            *head != draft.head
                && country.as_ref() == Some(chosen)
                && (governs || *state)
                && governor.is_some()
                && *up == governor
                && matches!(view.token(*head).rel, Rel::Nsubj | Rel::Obj | Rel::Iobj | Rel::Obl)
                && !matches!(view.case(*head), Some("in" | "at" | "near" | "across"))
        });
        let backer = matches!(&draft.abroad, Abroad::Backed(by) if by.contains(chosen));
        if !rival && !backer {
            draft.guess = Some(chosen.clone());
        }
    }
}

/// PLOVER's code of a body that the knowledge base lacks, where its name says that it belongs to no one state: "World
/// Water Forum", "Association of African Jurists".
fn worldwide(draft: &Draft) -> Option<&'static str> {
    if draft.actor.kind != ActorKind::Organization || draft.basis != Basis::Named {
        return None;
    }
    let name = names::fold(draft.name.as_deref()?);
    let words: Vec<&str> = name.split(' ').collect();
    let wide = words.iter().any(|w| {
        matches!(
            *w,
            "world"
                | "international"
                | "global"
                | "african"
                | "asian"
                | "european"
                | "arab"
                | "interamerican"
                | "worldwide"
        )
    });
    let body = words.iter().any(|w| {
        matches!(
            *w,
            "association"
                | "federation"
                | "forum"
                | "union"
                | "council"
                | "committee"
                | "congress"
                | "society"
                | "watch"
                | "network"
                | "foundation"
                | "institute"
                | "alliance"
                | "league"
                | "movement"
                | "organisation"
                | "organization"
        )
    });
    (wide && body).then_some("NGO")
}

/// Whether a mention's country is open, and whether it is a body or officer of a state.
fn standing(draft: &Draft) -> (bool, bool) {
    let actor = &draft.actor;
    if actor.country.is_some()
        || !actor.members.is_empty()
        || actor.id.is_some()
        || matches!(actor.kind, ActorKind::Country | ActorKind::Igo)
    {
        return (false, false);
    }
    let first = actor.sectors.first();
    let governs = first.is_some_and(|s| {
        matches!(
            s,
            Sector::Gov | Sector::Mil | Sector::Cop | Sector::Jud | Sector::Leg | Sector::Spy
        )
    }) || actor.sectors.contains(&Sector::Opp);
    match draft.basis {
        Basis::Described => {
            let role = draft.role.as_deref().unwrap_or_default();
            let vague = matches!(
                role,
                "country"
                    | "nation"
                    | "state"
                    | "republic"
                    | "power"
                    | "world"
                    | "superpower"
                    | "foreigner"
                    | "westerner"
            );
            let stateless = first.is_none_or(|s| matches!(s, Sector::Uaf | Sector::Unk));
            (!vague && !stateless, governs)
        }
        Basis::Named => {
            let kind = matches!(
                actor.kind,
                ActorKind::Person | ActorKind::Organization | ActorKind::Group
            );
            (kind, governs && draft.role.is_some())
        }
        _ => (false, false),
    }
}

#[cfg(test)]
mod tests;
