//! Joins candidates in text order.

use rustc_hash::FxHashMap;

use super::voices::{self, Voices};
use super::{Candidate, Definite, Form, Pronoun};
use crate::resolve::actors::chains::{is_saying, sayer};
use crate::resolve::actors::mentions::View;
use crate::{Rel, Sort, SubRel};

/// How many sentences back a pronoun may look.
const NEAR: usize = 3;
/// How many sentences back a description may look.
const FAR: usize = 12;

/// What candidates so far mean.
#[derive(Clone, Debug)]
struct Entity {
    /// Its candidates, in the order in which they were joined.
    mentions: Vec<usize>,
    sort: Option<Sort>,
    plural: bool,
    male: Option<bool>,
    names: Vec<Vec<String>>,
    roles: Vec<String>,
    /// Number of mentions that are not pronouns of the first or second person.
    told: u32,
    /// How often the whole document names it.
    weight: u32,
}

/// The number of each candidate's entity with its sort; `None` for things.
pub(super) fn link(views: &[View<'_>], all: &[Candidate]) -> Vec<(u32, Option<Sort>)> {
    let mut at_head: FxHashMap<(usize, u32), usize> = FxHashMap::default();
    for (i, candidate) in all.iter().enumerate() {
        if candidate.form != Form::Several {
            at_head.insert((candidate.at, candidate.head), i);
        }
    }
    let mut named: FxHashMap<String, u32> = FxHashMap::default();
    for candidate in all {
        if let Form::Name(words) = &candidate.form
            && let Some(last) = words.last()
        {
            *named.entry(last.clone()).or_default() += 1;
        }
    }
    let mut linker = Linker {
        named,
        views,
        all,
        at_head,
        entities: Vec::new(),
        entity_of: vec![u32::MAX; all.len()],
        by_id: FxHashMap::default(),
        voices: voices::find(views, all),
        voice: FxHashMap::default(),
        quote_speaker: FxHashMap::default(),
        speaker: None,
    };
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_key(|i| (all[*i].at, all[*i].head, all[*i].form == Form::Several));
    let mut i = 0;
    while i < order.len() {
        let sentence = all[order[i]].at;
        let end = order[i..]
            .iter()
            .position(|c| all[*c].at != sentence)
            .map_or(order.len(), |n| i + n);
        linker.sentence(sentence, &order[i..end]);
        i = end;
    }
    linker.finish()
}

struct Linker<'a> {
    views: &'a [View<'a>],
    all: &'a [Candidate],
    /// Candidate by sentence and head word.
    at_head: FxHashMap<(usize, u32), usize>,
    entities: Vec<Entity>,
    entity_of: Vec<u32>,
    /// How often each last word of a name names something in the document.
    named: FxHashMap<String, u32>,
    by_id: FxHashMap<String, u32>,
    voices: Voices,
    /// Entities of the first and second person by who speaks.
    voice: FxHashMap<(Pronoun, Voice), u32>,
    /// Who says a quotation, by its number.
    quote_speaker: FxHashMap<u32, u32>,
    /// Who spoke last, with the sentence.
    speaker: Option<(u32, usize)>,
}

/// Whose words a pronoun of the first or second person stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Voice {
    /// The text's own.
    Author,
    /// Those of who asks.
    Asks,
    /// Those of one paragraph.
    Turn(u32),
    /// A speaker's.
    Of(u32),
    /// A quotation of which nothing is known.
    Quote(u32),
}

impl Linker<'_> {
    fn sentence(&mut self, at: usize, order: &[usize]) {
        let mut later = Vec::new();
        for &i in order {
            let candidate = &self.all[i];
            if matches!(candidate.form, Form::Pronoun(Pronoun::I | Pronoun::We | Pronoun::You)) {
                later.push(i);
                continue;
            }
            let found = match &candidate.form {
                Form::Name(words) => self.structural(i).or_else(|| self.name(i, words)),
                Form::Noun => self.structural(i).or_else(|| self.noun(i)),
                Form::Pronoun(pronoun) => self.pronoun(i, *pronoun),
                Form::Several => None,
            };
            self.join(i, found);
        }
        self.note_speaker(at);
        for i in later {
            let found = self.person_of_speech(i);
            self.join(i, found);
        }
    }

    fn join(&mut self, i: usize, found: Option<u32>) {
        let candidate = &self.all[i];
        let at = found.unwrap_or_else(|| {
            self.entities.push(Entity {
                mentions: Vec::new(),
                sort: candidate.sort,
                plural: candidate.plural,
                male: None,
                names: Vec::new(),
                roles: Vec::new(),
                told: 0,
                weight: 0,
            });
            self.entities.len() as u32 - 1
        });
        self.entity_of[i] = at;
        let entity = &mut self.entities[at as usize];
        entity.mentions.push(i);
        entity.sort = entity.sort.or(candidate.sort);
        entity.male = entity.male.or(candidate.male);
        if let Form::Name(words) = &candidate.form
            && !entity.names.contains(words)
        {
            entity.names.push(words.clone());
            let weight = words.last().and_then(|w| self.named.get(w)).copied().unwrap_or(0);
            entity.weight = entity.weight.max(weight);
        }
        if !matches!(candidate.form, Form::Pronoun(Pronoun::I | Pronoun::We | Pronoun::You)) {
            entity.told += 1;
        }
        for role in &candidate.roles {
            if !entity.roles.contains(role) {
                entity.roles.push(role.clone());
            }
        }
        if candidate.form == Form::Noun && !entity.roles.contains(&candidate.lemma) {
            entity.roles.push(candidate.lemma.clone());
        }
        if let Some(id) = &candidate.id {
            self.by_id.entry(id.clone()).or_insert(at);
        }
    }

    fn entity_at(&self, at: usize, head: u32) -> Option<u32> {
        let i = *self.at_head.get(&(at, head))?;
        Some(self.entity_of[i]).filter(|e| *e != u32::MAX)
    }

    /// Appositions and predicates: "Ana Brito, the mayor"; "Brito is the mayor".
    fn structural(&self, i: usize) -> Option<u32> {
        let candidate = &self.all[i];
        let view = &self.views[candidate.at];
        let token = view.token(candidate.head);
        let said =
            |i: u32| view.token(i).rel == Rel::Appos || view.children(i).iter().any(|c| view.token(*c).rel == Rel::Cop);
        let other = if token.rel == Rel::Appos {
            token.head
        } else if token.rel == Rel::Conj && candidate.form == Form::Noun && !candidate.plural {
            // "a son of one and a nephew of the other"
            token.head.filter(|up| said(*up) && candidate.definite == Definite::A)
        } else {
            let copula = view
                .children(candidate.head)
                .iter()
                .any(|c| view.token(*c).rel == Rel::Cop && view.token(*c).lemma == "be");
            let denied = view
                .children(candidate.head)
                .iter()
                .any(|c| matches!(view.token(*c).lemma.as_str(), "not" | "n't" | "never"));
            let asked = view.sentence.tokens.last().is_some_and(|t| t.form == "?");
            if !copula || denied || asked {
                return None;
            }
            view.children(candidate.head)
                .iter()
                .copied()
                .find(|c| view.token(*c).rel == Rel::Nsubj)
        }?;
        let at = self.entity_at(candidate.at, other)?;
        let entity = &self.entities[at as usize];
        let same = match (entity.sort, candidate.sort) {
            (Some(a), Some(b)) => a == b || token.rel == Rel::Appos && a != Sort::Person && b != Sort::Person,
            // Whatever is said of a name is of its sort: "she is a vocalist".
            (Some(_), None) => token.rel != Rel::Appos && !entity.names.is_empty() && !candidate.plural,
            (None, Some(_)) => {
                let first = &self.all[entity.mentions[0]];
                matches!(first.form, Form::Pronoun(_) | Form::Name(_))
            }
            (None, None) => false,
        };
        if !same || entity.plural != candidate.plural {
            return None;
        }
        // "Kanpur, India": two names of places are two places.
        let names = matches!(candidate.form, Form::Name(_)) && !entity.names.is_empty();
        if names && !self.acronym(candidate, entity) {
            return None;
        }
        Some(at)
    }

    /// True if one of the two names is made of the initials of the other.
    fn acronym(&self, candidate: &Candidate, entity: &Entity) -> bool {
        let Form::Name(words) = &candidate.form else {
            return false;
        };
        entity
            .names
            .iter()
            .any(|name| initials(name, words) || initials(words, name))
    }

    fn name(&self, i: usize, words: &[String]) -> Option<u32> {
        let candidate = &self.all[i];
        if let Some(id) = &candidate.id
            && let Some(at) = self.by_id.get(id)
        {
            return Some(*at);
        }
        let mut best: Option<(u8, u32)> = None;
        for (at, entity) in self.entities.iter().enumerate() {
            let sorts = match (entity.sort, candidate.sort) {
                (Some(a), Some(b)) => a == b,
                _ => true,
            };
            let genders = matches!((entity.male, candidate.male), (Some(a), Some(b)) if a != b);
            // "Johann Brito" is not "Brito" where that is Ana Brito.
            let whole = words.len() > 1 && entity.names.iter().any(|n| n.len() > 1);
            for name in &entity.names {
                if whole && name.len() == 1 {
                    continue;
                }
                let fit = if name == words {
                    if sorts || candidate.sort != Some(Sort::Person) && entity.sort != Some(Sort::Person) {
                        4
                    } else {
                        1
                    }
                } else if !sorts || genders || entity.plural != candidate.plural {
                    0
                } else if candidate.sort == Some(Sort::Person) || entity.sort == Some(Sort::Person) {
                    same_person(name, words)
                } else {
                    same_body(name, words, candidate.sort == Some(Sort::Place))
                };
                if fit > 0 && best.is_none_or(|(f, b)| fit > f || fit == f && at as u32 > b) {
                    best = Some((fit, at as u32));
                }
            }
        }
        best.map(|(_, at)| at)
    }

    /// Distance in sentences to the last mention of an entity.
    fn last(&self, at: u32) -> &Candidate {
        let entity = &self.entities[at as usize];
        // Mentions are joined in text order, but for the first person's.
        let last = entity
            .mentions
            .iter()
            .copied()
            .max_by_key(|m| (self.all[*m].at, self.all[*m].head));
        &self.all[last.unwrap_or(0)]
    }

    fn noun(&self, i: usize) -> Option<u32> {
        let candidate = &self.all[i];
        let sort = candidate.sort?;
        if let Some(id) = &candidate.id
            && let Some(at) = self.by_id.get(id)
        {
            return Some(*at);
        }
        match candidate.definite {
            Definite::A => return None,
            Definite::Bare => return self.same_words(candidate, sort),
            Definite::Owned => return self.same_owner(candidate, sort),
            Definite::The | Definite::This => {}
        }
        // The same noun again.
        let again = (0..self.entities.len() as u32).rev().find(|at| {
            let entity = &self.entities[*at as usize];
            entity.sort == Some(sort)
                && entity.plural == candidate.plural
                && candidate.at - self.last(*at).at.min(candidate.at) <= FAR
                && entity.mentions.iter().any(|m| self.repeats(candidate, &self.all[*m]))
                && !self.beside(candidate, *at)
        });
        let class = self.by_class(candidate, sort);
        match (again, class) {
            // A name that the document is full of comes before a description of who knows whom.
            (Some(a), Some(c)) if a != c && candidate.words.is_empty() => {
                let (a_entity, c_entity) = (&self.entities[a as usize], &self.entities[c as usize]);
                (a_entity.names.is_empty() && c_entity.weight >= 3)
                    .then_some(c)
                    .or(again)
            }
            _ => again.or(class),
        }
    }

    /// True if a description repeats an earlier one or leaves words of it out.
    fn repeats(&self, candidate: &Candidate, earlier: &Candidate) -> bool {
        let noun = earlier.lemma == candidate.lemma && matches!(earlier.form, Form::Noun | Form::Name(_));
        let title = earlier.roles.contains(&candidate.lemma) && matches!(earlier.form, Form::Name(_));
        if !noun && !title {
            return false;
        }
        if title {
            return candidate.words.iter().all(|w| earlier.words.contains(w));
        }
        let shared = candidate.words.iter().filter(|w| earlier.words.contains(w)).count();
        shared == candidate.words.len()
            || !earlier.words.is_empty() && shared == earlier.words.len() && earlier.words.len() > 1
    }

    /// "researchers ... researchers": plurals without article, word for word.
    fn same_words(&self, candidate: &Candidate, sort: Sort) -> Option<u32> {
        (0..self.entities.len() as u32).rev().find(|at| {
            let entity = &self.entities[*at as usize];
            entity.sort == Some(sort)
                && entity.plural == candidate.plural
                && candidate.at - self.last(*at).at.min(candidate.at) <= if candidate.plural { FAR } else { NEAR }
                && entity.mentions.iter().any(|m| {
                    let earlier = &self.all[*m];
                    earlier.form == Form::Noun
                        && earlier.definite == Definite::Bare
                        && earlier.lemma == candidate.lemma
                        && earlier.words == candidate.words
                })
                && !self.beside(candidate, *at)
        })
    }

    /// "his mother ... his mother": the same owner's.
    fn same_owner(&self, candidate: &Candidate, sort: Sort) -> Option<u32> {
        let owner = self.owner(candidate)?;
        (0..self.entities.len() as u32).rev().find(|at| {
            let entity = &self.entities[*at as usize];
            *at != owner
                && entity.sort == Some(sort)
                && entity.plural == candidate.plural
                && entity.mentions.iter().any(|m| {
                    let earlier = &self.all[*m];
                    earlier.form == Form::Noun
                        && earlier.lemma == candidate.lemma
                        && self.owner(earlier) == Some(owner)
                        && candidate.words.len() <= earlier.words.len()
                })
        })
    }

    fn owner(&self, candidate: &Candidate) -> Option<u32> {
        let view = &self.views[candidate.at];
        let owner = view
            .children(candidate.head)
            .iter()
            .copied()
            .find(|c| view.token(*c).rel == Rel::Nmod && view.token(*c).sub == SubRel::Poss)?;
        self.entity_at(candidate.at, owner)
    }

    /// "the city" after "Oakland", "the company" after its name.
    fn by_class(&self, candidate: &Candidate, sort: Sort) -> Option<u32> {
        if candidate.class.is_empty() || candidate.plural || candidate.words.len() > 1 {
            return None;
        }
        if candidate.class == "human" {
            return self.human(candidate);
        }
        let back = if sort == Sort::Place { FAR } else { 4 };
        let mut best: Option<(i32, u32)> = None;
        for at in 0..self.entities.len() as u32 {
            let entity = &self.entities[at as usize];
            let last = self.last(at);
            let suits = entity.sort == Some(sort)
                && !entity.plural
                && entity.mentions.iter().any(|m| {
                    let earlier = &self.all[*m];
                    matches!(earlier.form, Form::Name(_)) && earlier.class == candidate.class
                        || sort == Sort::Organization
                            && matches!(earlier.form, Form::Name(_))
                            && earlier.class.is_empty()
                })
                && candidate.at - last.at.min(candidate.at) <= back
                && !self.beside(candidate, at);
            if suits {
                let score = entity.mentions.len().min(10) as i32 * 2
                    - 3 * (candidate.at - last.at.min(candidate.at)) as i32
                    + 2 * i32::from(last.subject);
                if best.is_none_or(|(s, _)| score >= s) {
                    best = Some((score, at));
                }
            }
        }
        best.map(|(_, at)| at)
    }

    /// "the woman": the person told of just before, if one stands out.
    fn human(&self, candidate: &Candidate) -> Option<u32> {
        let mut found: Vec<(u32, u32)> = (0..self.entities.len() as u32)
            .filter(|at| {
                let entity = &self.entities[*at as usize];
                entity.sort == Some(Sort::Person)
                    && !entity.plural
                    && entity.told > 0
                    && !matches!((entity.male, candidate.male), (Some(a), Some(b)) if a != b)
                    && candidate.at - self.last(*at).at.min(candidate.at) <= 2
                    && !self.beside(candidate, *at)
            })
            .map(|at| (self.entities[at as usize].told, at))
            .collect();
        found.sort_unstable();
        match found.as_slice() {
            [] => None,
            [.., (second, _), (first, at)] => (first >= &(second * 2)).then_some(*at),
            [(_, at)] => Some(*at),
        }
    }

    /// True if an entity has a mention that stands beside the candidate under one verb, around it
    /// or within it.
    fn beside(&self, candidate: &Candidate, at: u32) -> bool {
        let view = &self.views[candidate.at];
        let token = view.token(candidate.head);
        let owner = token.rel == Rel::Nmod && token.sub == SubRel::Poss;
        let reflexive = token.form.ends_with("self") || token.form.ends_with("selves");
        self.entities[at as usize].mentions.iter().any(|m| {
            let other = &self.all[*m];
            other.at == candidate.at && {
                let around = other.start <= candidate.head && candidate.head < other.end;
                let within = candidate.start <= other.head && other.head < candidate.end;
                let clause = !owner
                    && !reflexive
                    && other.governor.is_some()
                    && other.governor == candidate.governor
                    && !(view.token(other.head).rel == Rel::Nmod && view.token(other.head).sub == SubRel::Poss);
                // "Ana Brito and her team": a part joined to the first.
                let joined = other.governor == Some(candidate.head) || candidate.governor == Some(other.head) && !owner;
                around || within || clause || joined && !reflexive
            }
        })
    }

    fn pronoun(&self, i: usize, pronoun: Pronoun) -> Option<u32> {
        let candidate = &self.all[i];
        let view = &self.views[candidate.at];
        let token = view.token(candidate.head);
        let reflexive = token.form.ends_with("self") || token.form.ends_with("selves");
        if reflexive
            && let Some(verb) = candidate.governor
            && let Some(subject) = view
                .children(verb)
                .iter()
                .copied()
                .find(|c| view.token(*c).rel == Rel::Nsubj)
            && let Some(at) = self.entity_at(candidate.at, subject)
        {
            return Some(at);
        }
        let owner = token.rel == Rel::Nmod && token.sub == SubRel::Poss;
        let mut best: Option<(i32, u32)> = None;
        let mut tie = false;
        for at in 0..self.entities.len() as u32 {
            let entity = &self.entities[at as usize];
            let last = self.last(at);
            let back = candidate.at - last.at.min(candidate.at);
            let near = if pronoun == Pronoun::It { 1 } else { NEAR };
            if back > near || !agrees(pronoun, candidate, entity) || self.beside(candidate, at) {
                continue;
            }
            // Quoted words are another's: their "he" is not he who says them.
            if candidate.quoted.is_some() && candidate.quoted.and_then(|q| self.quote_speaker.get(&q)) == Some(&at) {
                continue;
            }
            let mut score = -4 * back as i32;
            score += if last.subject { 4 } else { 0 };
            score -= if last.inner { 2 } else { 0 };
            score += (entity.told.min(16) / 2) as i32 + (entity.weight.min(12) / 2) as i32;
            if back == 0 {
                let distance = candidate.head.saturating_sub(last.head) as i32;
                score -= distance / 8;
                if owner && distance < 12 && last.subject {
                    score += 2;
                }
            }
            if candidate.subject && last.subject && back == 1 {
                score += 2;
            }
            match pronoun {
                Pronoun::He | Pronoun::She => {
                    if entity.male.is_some() {
                        score += 2;
                    }
                    if !entity.names.is_empty() {
                        score += 1;
                    }
                }
                Pronoun::They => {
                    if entity.sort == Some(Sort::Person) {
                        score += 2;
                    }
                    if !entity.plural {
                        score -= 5;
                    }
                    if last.form == Form::Several {
                        score += 1;
                    }
                }
                Pronoun::It if entity.sort == Some(Sort::Organization) => score += 1,
                _ => {}
            }
            match best {
                Some((s, _)) if s > score => {}
                Some((s, _)) if s == score => tie = true,
                _ => tie = false,
            }
            if best.is_none_or(|(s, _)| score >= s) {
                best = Some((score, at));
            }
        }
        let (score, at) = best?;
        let unsure = tie && matches!(pronoun, Pronoun::It | Pronoun::They);
        (!unsure && (score >= -8 || pronoun != Pronoun::It)).then_some(at)
    }

    /// "I", "we" and "you": whose words they stand in.
    fn person_of_speech(&mut self, i: usize) -> Option<u32> {
        let candidate = &self.all[i];
        let Form::Pronoun(pronoun) = candidate.form else {
            return None;
        };
        let view = &self.views[candidate.at];
        let voice = if let Some(quote) = candidate.quoted {
            let said = sayer(view, candidate.head)
                .and_then(|subject| self.entity_at(candidate.at, subject))
                .or_else(|| self.quote_speaker.get(&quote).copied())
                .or_else(|| self.main_subject(candidate))
                .or_else(|| self.speaker.filter(|(_, s)| candidate.at - s <= 2).map(|(e, _)| e));
            match said {
                Some(speaker) => {
                    self.quote_speaker.entry(quote).or_insert(speaker);
                    Voice::Of(speaker)
                }
                None => Voice::Quote(quote),
            }
        } else {
            match &self.voices {
                Voices::One => Voice::Author,
                Voices::Interview(asking) if asking.contains(&candidate.paragraph) => Voice::Asks,
                Voices::Dialogue(answering) if !answering.contains(&candidate.paragraph) => Voice::Asks,
                Voices::Interview(_) | Voices::Dialogue(_) => Voice::Author,
            }
        };
        // The interviewee is "you" to who asks.
        let (pronoun, voice) = match (pronoun, voice, &self.voices) {
            (Pronoun::You, Voice::Asks, _) => (Pronoun::I, Voice::Author),
            (Pronoun::You, Voice::Author, Voices::Interview(_) | Voices::Dialogue(_)) => (Pronoun::You, Voice::Asks),
            // Those who ask may be many.
            (pronoun, Voice::Asks, Voices::Dialogue(_)) => (pronoun, Voice::Turn(candidate.paragraph)),
            other => (other.0, other.1),
        };
        // "I, Ana Brito, ..."
        let named = view
            .children(candidate.head)
            .iter()
            .copied()
            .filter(|c| view.token(*c).rel == Rel::Appos)
            .find_map(|c| self.entity_at(candidate.at, c))
            .filter(|e| pronoun == Pronoun::I && self.entities[*e as usize].sort == Some(Sort::Person));
        if let Some(at) = named {
            self.voice.insert((pronoun, voice), at);
            return Some(at);
        }
        if let (Pronoun::I, Voice::Of(speaker)) = (pronoun, voice)
            && self.entities[speaker as usize].sort != Some(Sort::Place)
        {
            return Some(speaker);
        }
        if let Some(at) = self.voice.get(&(pronoun, voice)) {
            return Some(*at);
        }
        let known = match (pronoun, voice, &self.voices) {
            (Pronoun::I, Voice::Author, Voices::Interview(_)) => self.interviewee(),
            (Pronoun::I, Voice::Author, Voices::Dialogue(_)) => self.called(candidate),
            (Pronoun::You, Voice::Author, Voices::One) => self.addressed(),
            _ => None,
        };
        let at = known.unwrap_or(self.entities.len() as u32);
        self.voice.insert((pronoun, voice), at);
        known
    }

    /// The person who is the subject of the sentence's main verb, outside the quotation.
    fn main_subject(&self, candidate: &Candidate) -> Option<u32> {
        let view = &self.views[candidate.at];
        let root = view.sentence.root();
        let subject = view
            .children(root)
            .iter()
            .copied()
            .find(|c| view.token(*c).rel == Rel::Nsubj)?;
        let i = *self.at_head.get(&(candidate.at, subject))?;
        let at = self.entity_of[i];
        let entity = self.entities.get(at as usize)?;
        (self.all[i].quoted.is_none() && entity.sort == Some(Sort::Person) && !entity.plural).then_some(at)
    }

    /// The first person that an interview names.
    fn interviewee(&self) -> Option<u32> {
        (0..self.entities.len() as u32).find(|at| {
            let entity = &self.entities[*at as usize];
            entity.sort == Some(Sort::Person) && !entity.plural && entity.names.iter().any(|n| n.len() > 1)
        })
    }

    /// Whom a short sentence just before calls by name: "Ms Brito?"
    fn called(&self, candidate: &Candidate) -> Option<u32> {
        let (i, _) = self.all.iter().enumerate().rev().find(|(i, c)| {
            c.paragraph < candidate.paragraph
                && c.at < candidate.at
                && c.sort == Some(Sort::Person)
                && !c.plural
                && matches!(c.form, Form::Name(_))
                && matches!(self.views[c.at].token(c.head).rel, Rel::Root | Rel::Vocative)
                && self.entity_of[*i] != u32::MAX
        })?;
        Some(self.entity_of[i])
    }

    /// Whom a speech addresses by title or name.
    fn addressed(&self) -> Option<u32> {
        let (i, _) = self.all.iter().enumerate().find(|(i, c)| {
            c.sort == Some(Sort::Person)
                && !c.plural
                && self.views[c.at].token(c.head).rel == Rel::Vocative
                && self.entity_of[*i] != u32::MAX
        })?;
        Some(self.entity_of[i])
    }

    fn note_speaker(&mut self, at: usize) {
        let view = &self.views[at];
        for (i, token) in view.sentence.tokens.iter().enumerate() {
            if !is_saying(token) {
                continue;
            }
            for &c in view.children(i as u32) {
                if view.token(c).rel == Rel::Nsubj
                    && let Some(entity) = self.entity_at(at, c)
                {
                    self.speaker = Some((entity, at));
                }
            }
        }
    }

    /// The entities with sorts of those that are persons, places or bodies.
    fn finish(self) -> Vec<(u32, Option<Sort>)> {
        self.entity_of
            .iter()
            .enumerate()
            .map(|(i, at)| {
                let Some(entity) = self.entities.get(*at as usize) else {
                    return (*at, None);
                };
                // What is only joined, and never meant again, is no phrase of its own.
                let lone = self.all[i].form == Form::Several && entity.mentions.len() == 1;
                let them = entity
                    .mentions
                    .iter()
                    .all(|m| self.all[*m].form == Form::Pronoun(Pronoun::They));
                let sort = entity.sort.or(them.then_some(Sort::Person));
                (*at, sort.filter(|_| !lone))
            })
            .collect()
    }
}

/// True if a pronoun can mean the entity by sort, number and gender.
fn agrees(pronoun: Pronoun, candidate: &Candidate, entity: &Entity) -> bool {
    match pronoun {
        Pronoun::He | Pronoun::She => {
            let named = !entity.names.is_empty();
            (entity.sort == Some(Sort::Person) || entity.sort.is_none() && named)
                && !entity.plural
                && !matches!((entity.male, candidate.male), (Some(a), Some(b)) if a != b)
        }
        Pronoun::It => entity.sort != Some(Sort::Person) && !entity.plural,
        Pronoun::They => entity.plural || entity.sort == Some(Sort::Organization),
        Pronoun::I | Pronoun::We | Pronoun::You => false,
    }
}

/// How well two names of persons fit: 0 not at all.
fn same_person(a: &[String], b: &[String]) -> u8 {
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    let numeral = |w: &String| w.len() <= 4 && w.chars().all(|c| matches!(c, 'i' | 'v' | 'x'));
    let plain = |name: &[String]| -> Vec<String> {
        let keep = name.len() - usize::from(name.len() > 1 && name.last().is_some_and(numeral));
        name[..keep].to_vec()
    };
    // The first and the second of one name.
    if let (Some(x), Some(y)) = (long.last(), short.last())
        && long.len() > 1
        && short.len() > 1
        && numeral(x)
        && numeral(y)
        && x != y
    {
        return 0;
    }
    let (long, short) = (plain(long), plain(short));
    let (Some(first), Some(last)) = (long.first(), long.last()) else {
        return 0;
    };
    match short.as_slice() {
        [] => 0,
        [one] if one == last => 3,
        [one] if one == first && long.len() > 1 => 2,
        [one] => u8::from(one.len() > 3 && long.contains(one)),
        [head, .., tail] if tail == last && (head == first || first.len() == 1 && head.starts_with(first.as_str())) => {
            3
        }
        // "Otto Jensen" of "Jens Otto Harry Jensen"
        [.., tail] if tail == last && within(&short, &long) => 2,
        _ => 0,
    }
}

/// True if the words of a name stand in a longer one, in their order.
fn within(short: &[String], long: &[String]) -> bool {
    let mut rest = long.iter();
    short.iter().all(|word| rest.any(|w| w == word))
}

/// How well two names of bodies or places fit.
fn same_body(a: &[String], b: &[String], place: bool) -> u8 {
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    if initials(long, short) {
        return 3;
    }
    let stop = ["of", "for", "and", "in"];
    if !place
        && long.len() > short.len()
        && long[..short.len()] == *short
        && !stop.contains(&long[short.len()].as_str())
    {
        return 2;
    }
    0
}

/// True if a single word is made of the first letters of a longer name.
fn initials(long: &[String], short: &[String]) -> bool {
    let [word] = short else { return false };
    if long.len() < 2 || word.len() < 2 {
        return false;
    }
    let letters = |all: bool| -> String {
        long.iter()
            .filter(|w| all || !matches!(w.as_str(), "of" | "the" | "and" | "for" | "in" | "on" | "de"))
            .filter_map(|w| w.chars().next())
            .collect()
    };
    letters(true) == *word || letters(false) == *word
}
