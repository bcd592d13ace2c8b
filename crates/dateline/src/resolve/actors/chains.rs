//! Mentions of one entity in a document: names told again, descriptions, pronouns, and we and I of
//! a speaker.

use compact_str::CompactString;
use rustc_hash::FxHashMap;

use super::knowledge::Knowledge;
use super::mentions::{Basis, Draft, View};
use super::names::fold;
use super::nouns::WordClass;
use crate::{Actor, ActorKind, ActorMention, Phrase, Rel, Sector, SubRel, Upos};

/// One entity of the document.
#[derive(Clone, Debug)]
struct Chain {
    actor: Actor,
    /// Country guessed from places and document, where no words say it.
    guess: Option<CompactString>,
    /// Folded names.
    names: Vec<String>,
    /// Role nouns used for it.
    roles: Vec<CompactString>,
    male: Option<bool>,
    plural: bool,
    /// Sentence and head word of the last mention.
    last: (u32, u32),
    /// True if the last mention was a subject.
    subject: bool,
    /// Index of the sentence's view and governor of the last mention.
    governor: Option<u32>,
    /// True if the last mention was inside another phrase.
    inner: bool,
    /// Number of mentions so far.
    count: u32,
}

/// Verbs whose subject says something.
const SAY: [&str; 22] = [
    "say",
    "tell",
    "add",
    "state",
    "declare",
    "announce",
    "warn",
    "note",
    "explain",
    "write",
    "comment",
    "claim",
    "insist",
    "argue",
    "stress",
    "reply",
    "quote",
    "admit",
    "conclude",
    "report",
    "tweet",
    "acknowledge",
];

/// Groups drafts into chains. `views` has one entry for each sentence that has drafts.
pub(crate) fn link(
    kb: &Knowledge,
    views: &[View<'_>],
    drafts: Vec<Vec<Draft>>,
    fallback: Option<&str>,
    phrases: &[Phrase],
) -> Vec<ActorMention> {
    let mut linker = Linker {
        kb,
        phrases: phrases.iter().map(|p| ((p.sentence, p.head), p.chain)).collect(),
        meant: FxHashMap::default(),
        chains: Vec::new(),
        by_id: FxHashMap::default(),
        by_name: FxHashMap::default(),
        acronyms: FxHashMap::default(),
        fallback,
        speaker: None,
    };
    let mut out = Vec::new();
    for (view, drafts) in views.iter().zip(drafts) {
        linker.sentence(view, drafts, &mut out);
    }
    // What the text says of an entity anywhere comes before what is guessed from the places.
    for mention in &mut out {
        let chain = &linker.chains[mention.chain as usize];
        let actor = &mut mention.actor;
        if actor.country.is_some() || !actor.members.is_empty() || matches!(actor.kind, ActorKind::Igo) {
            continue;
        }
        actor.country = if chain.actor.members.is_empty() {
            chain.actor.country.clone().or_else(|| chain.guess.clone())
        } else {
            None
        };
    }
    out
}

struct Linker<'a> {
    kb: &'a Knowledge,
    chains: Vec<Chain>,
    by_id: FxHashMap<String, u32>,
    by_name: FxHashMap<String, u32>,
    /// Chain of each whole phrase, by sentence and head word.
    phrases: FxHashMap<(u32, u32), u32>,
    /// Chain of actors last seen for a chain of phrases.
    meant: FxHashMap<u32, u32>,
    /// Acronyms that the document introduces in brackets.
    acronyms: FxHashMap<String, u32>,
    fallback: Option<&'a str>,
    /// Chain of the last speaker.
    speaker: Option<u32>,
}

impl Linker<'_> {
    fn sentence(&mut self, view: &View<'_>, drafts: Vec<Draft>, out: &mut Vec<ActorMention>) {
        let first = out.len();
        // Names and descriptions first where they stand before; pronouns look back from where
        // they stand, so text order does. Relative pronouns and amounts need their noun: two rounds.
        let mut chain_of: FxHashMap<u32, u32> = FxHashMap::default();
        let mut later = Vec::new();
        for draft in &drafts {
            let chain = match draft.basis {
                Basis::Same(head) => {
                    if let Some(chain) = chain_of.get(&head).copied() {
                        chain
                    } else {
                        later.push(draft.clone());
                        continue;
                    }
                }
                Basis::Named => {
                    // "its leader Abu Sami"
                    let open = draft.actor.id.is_none() && draft.owner.is_some();
                    let owned = open.then(|| self.owned(draft, &chain_of)).flatten();
                    let draft = owned.as_ref().unwrap_or(draft);
                    let chain = self.named(view, draft, &drafts, &chain_of);
                    self.mark(view, draft, chain);
                    chain_of.insert(draft.head, chain);
                    self.emit(draft, chain, out);
                    continue;
                }
                Basis::Demonym => self.demonym(draft),
                Basis::Described => {
                    let owned = self.owned(draft, &chain_of);
                    let draft = owned.as_ref().unwrap_or(draft);
                    let chain = self.described(view, draft);
                    self.mark(view, draft, chain);
                    chain_of.insert(draft.head, chain);
                    self.emit(draft, chain, out);
                    continue;
                }
                Basis::Open => {
                    let first_person = matches!(
                        draft.role.as_deref(),
                        Some("i" | "me" | "my" | "mine" | "myself" | "we" | "us" | "our" | "ours" | "ourselves")
                    );
                    if first_person {
                        // The speaker may follow his words.
                        later.push(draft.clone());
                        continue;
                    }
                    self.open(view, draft, &chain_of)
                }
            };
            self.mark(view, draft, chain);
            chain_of.insert(draft.head, chain);
            self.emit(draft, chain, out);
        }
        for draft in later {
            let Basis::Same(mut head) = draft.basis else {
                let chain = self.open(view, &draft, &chain_of);
                chain_of.insert(draft.head, chain);
                self.emit(&draft, chain, out);
                continue;
            };
            // "some of the members of": follow to the noun.
            for _ in 0..4 {
                match drafts.iter().find(|d| d.head == head).map(|d| d.basis) {
                    Some(Basis::Same(next)) => head = next,
                    _ => break,
                }
            }
            let chain = match chain_of.get(&head) {
                Some(chain) => *chain,
                None => self.add(&draft),
            };
            chain_of.insert(draft.head, chain);
            self.emit(&draft, chain, out);
        }
        out[first..].sort_by_key(|m| m.head);
        self.note_speaker(view, &chain_of);
    }

    /// "its fighters": country and side are the owner's.
    fn owned(&self, draft: &Draft, chain_of: &FxHashMap<u32, u32>) -> Option<Draft> {
        let owner = &self.chains[*chain_of.get(&draft.owner?)? as usize];
        if draft.actor.country.is_some() || !draft.actor.members.is_empty() {
            return None;
        }
        // "its northern neighbour" is another
        let role = draft.role.as_deref();
        if role.is_some_and(|role| self.kb.words.is(role, WordClass::Other)) {
            return None;
        }
        let mut owned = draft.clone();
        owned.actor.country = owner.actor.country.clone();
        owned.guess = owned.guess.or_else(|| owner.guess.clone());
        owned.bare = false;
        let side = owner.actor.sectors.first().copied();
        // "its leader" is of the group's side
        let weak = owned.role.as_deref().and_then(|role| self.kb.roles.phrase(role));
        let open = owned.actor.sectors.first().is_none_or(|s| *s == Sector::Uaf) || weak.is_some_and(|r| r.weak);
        if open
            && owner.actor.kind == ActorKind::Organization
            && let Some(side) = side
        {
            owned.actor.sectors = vec![side];
        }
        Some(owned)
    }

    fn emit(&self, draft: &Draft, chain: u32, out: &mut Vec<ActorMention>) {
        let known = &self.chains[chain as usize].actor;
        let mut actor = match draft.basis {
            Basis::Open | Basis::Same(_) => known.clone(),
            _ if draft.actor.id != known.id && draft.basis == Basis::Named => {
                // An earlier mention of the document outranks the knowledge base.
                known.clone()
            }
            _ => {
                let mut actor = draft.actor.clone();
                // what was said of a person whose words here name no country: "its leader Abu Sami"
                if draft.basis == Basis::Named
                    && actor.kind == ActorKind::Person
                    && actor.id.is_none()
                    && actor.country.is_none()
                    && !known.sectors.is_empty()
                {
                    actor.sectors.clone_from(&known.sectors);
                }
                fill(&mut actor, known);
                actor
            }
        };
        if let Basis::Same(_) = draft.basis
            && actor.kind == ActorKind::Person
            && draft.plural
        {
            actor.kind = ActorKind::Group;
        }
        let open = actor.id.is_none();
        out.push(ActorMention {
            sentence: draft.sentence,
            head: draft.head,
            span: draft.span,
            candidates: draft.candidates.iter().filter(|_| open).cloned().collect(),
            actor,
            chain,
        });
    }

    fn mark(&mut self, view: &View<'_>, draft: &Draft, chain: u32) {
        let token = view.token(draft.head);
        if let Some(phrase) = self.phrases.get(&(draft.sentence, draft.head)) {
            self.meant.insert(*phrase, chain);
        }
        let chain = &mut self.chains[chain as usize];
        chain.last = (draft.sentence, draft.head);
        chain.subject = token.rel == Rel::Nsubj;
        chain.governor = token.head;
        chain.inner = matches!(token.rel, Rel::Nmod | Rel::Compound | Rel::Amod);
        chain.count += 1;
        if chain.guess.is_none() {
            chain.guess = draft.guess.clone();
        }
        if draft.male.is_some() && chain.male.is_none() {
            chain.male = draft.male;
        }
        if let Some(role) = &draft.role
            && draft.basis != Basis::Open
            && !chain.roles.contains(role)
        {
            chain.roles.push(role.clone());
        }
    }

    fn add(&mut self, draft: &Draft) -> u32 {
        let at = self.chains.len() as u32;
        let mut names = Vec::new();
        if let Some(name) = &draft.name {
            names.push(fold(name));
        }
        if let Some(name) = &draft.actor.name {
            let name = fold(name);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        for name in &names {
            self.by_name.entry(name.clone()).or_insert(at);
        }
        if let Some(id) = &draft.actor.id {
            self.by_id.insert(id.clone(), at);
        }
        self.chains.push(Chain {
            actor: draft.actor.clone(),
            guess: draft.guess.clone(),
            names,
            roles: draft.role.iter().cloned().collect(),
            male: draft.male.or_else(|| by_first_name(draft)),
            plural: draft.plural,
            last: (draft.sentence, draft.head),
            subject: false,
            governor: None,
            inner: false,
            count: 0,
        });
        at
    }

    fn demonym(&mut self, draft: &Draft) -> u32 {
        let id = draft.actor.id.clone().unwrap_or_default();
        match self.by_id.get(&id) {
            Some(chain) => *chain,
            None => self.add(draft),
        }
    }

    fn named(&mut self, view: &View<'_>, draft: &Draft, drafts: &[Draft], chain_of: &FxHashMap<u32, u32>) -> u32 {
        if let Some(chain) = self.short_form(view, draft, drafts, chain_of) {
            return chain;
        }
        if draft.surname
            && let Some(name) = draft.name.as_deref().map(fold)
            && let Some(chain) = self.chains.iter().rposition(|c| {
                c.actor.kind == ActorKind::Person
                    && c.actor.id.is_none()
                    && c.names
                        .iter()
                        .any(|full| full.contains(' ') && full.split(' ').any(|part| part == name))
            })
        {
            return chain as u32;
        }
        if let Some(id) = &draft.actor.id
            && let Some(chain) = self.by_id.get(id)
        {
            let chain = *chain;
            self.learn(draft, chain);
            return chain;
        }
        let Some(name) = draft.name.as_deref().map(fold) else {
            return self.add(draft);
        };
        let mut found = self.by_name.get(&name).copied();
        if found.is_none()
            && draft.actor.id.is_none()
            && !name.contains(' ')
            && draft.actor.kind != ActorKind::Organization
        {
            // A surname (or first name) alone, after the whole name.
            found = self
                .chains
                .iter()
                .rposition(|c| {
                    c.actor.kind == ActorKind::Person
                        && c.names
                            .iter()
                            .any(|full| full.contains(' ') && self.kb.is_family_name(&name, full))
                })
                .map(|at| at as u32);
        }
        if found.is_none()
            && draft.actor.id.is_none()
            && draft.actor.kind == ActorKind::Person
            && let Some(last) = name.rsplit(' ').next()
        {
            // "Mr Smith" after "John Smith", "John Smith" after "Smith".
            found = self
                .chains
                .iter()
                .rposition(|c| {
                    c.actor.kind == ActorKind::Person
                        && c.names
                            .iter()
                            .any(|n| n == last || name.ends_with(n.as_str()) && n.contains(' '))
                })
                .map(|at| at as u32);
        }
        match found {
            Some(chain) => {
                self.learn(draft, chain);
                chain
            }
            None => self.add(draft),
        }
    }

    /// "(EPA)" after "Environmental Protection Administration", and that acronym later on.
    fn short_form(
        &mut self,
        view: &View<'_>,
        draft: &Draft,
        drafts: &[Draft],
        chain_of: &FxHashMap<u32, u32>,
    ) -> Option<u32> {
        let token = view.token(draft.head);
        let acronym = token.form.len() >= 2
            && token.form.chars().filter(|c| c.is_uppercase()).count() >= 2
            && !token.form.contains(' ');
        if !acronym {
            return None;
        }
        let form = token.form.to_string();
        if draft.head > 1 && matches!(view.token(draft.head - 1).form.as_str(), "(" | "-LRB-") {
            let before = view.token(draft.head - 2).span.end();
            let owner = drafts
                .iter()
                .find(|d| d.head != draft.head && d.span.end() == before && d.actor.kind != ActorKind::Person)?;
            // Its words begin with the acronym's letters.
            let words = owner.span.of(view.text);
            let initial = words
                .split([' ', '-'])
                .find_map(|w| w.chars().next().filter(|c| c.is_uppercase()))?;
            if !form.starts_with(initial) {
                return None;
            }
            let chain = *chain_of.get(&owner.head)?;
            if self.chains[chain as usize].actor.id.is_some() && draft.actor.id.is_some() {
                return None;
            }
            self.acronyms.insert(form, chain);
            return Some(chain);
        }
        self.acronyms.get(&form).copied()
    }

    /// What one mention adds to its chain.
    fn learn(&mut self, draft: &Draft, at: u32) {
        let name = draft.name.as_deref().map(fold);
        let chain = &mut self.chains[at as usize];
        let richer = draft.actor.sectors.len() > chain.actor.sectors.len() && chain.actor.sectors.is_empty();
        if richer {
            chain.actor.sectors = draft.actor.sectors.clone();
        }
        if chain.actor.country.is_none() {
            chain.actor.country = draft.actor.country.clone();
        }
        if chain.actor.id.is_none() {
            chain.actor.id = draft.actor.id.clone();
        }
        if chain.actor.kind == ActorKind::Unknown {
            chain.actor.kind = draft.actor.kind;
        }
        if let Some(name) = name
            && !chain.names.contains(&name)
        {
            chain.names.push(name.clone());
            self.by_name.entry(name).or_insert(at);
        }
    }

    fn described(&mut self, view: &View<'_>, draft: &Draft) -> u32 {
        if let Some(id) = &draft.actor.id
            && let Some(chain) = self.by_id.get(id)
        {
            return *chain;
        }
        if let Some(name) = &draft.name
            && let Some(chain) = self.by_name.get(&fold(name))
        {
            return *chain;
        }
        let role = draft.role.as_deref().unwrap_or_default();
        // "the group", "the country", "the president" after one was named.
        if draft.definite && draft.bare && draft.actor.name.is_none() {
            let here = draft.sentence;
            let body = match role {
                "group" | "organisation" | "organization" | "movement" | "alliance" | "bloc" | "party" | "company"
                | "firm" | "agency" | "body" | "union" | "institution" | "network" | "force" | "militia"
                | "ministry" | "court" | "bank" | "grouping" | "federation" | "association" | "coalition" | "front"
                | "faction" => self.recent(here, 4, |c| {
                    matches!(c.actor.kind, ActorKind::Organization | ActorKind::Igo)
                        && (c.actor.name.is_some())
                        && suits(role, c)
                }),
                super::mentions::AGED => self.recent(here, 4, |c| c.actor.kind == ActorKind::Person && !c.plural),
                "country" | "nation" | "state" | "kingdom" | "republic" | "island" => {
                    let found = self.recent(here, 3, |c| {
                        c.actor.kind == ActorKind::Country && c.actor.country.is_some()
                    });
                    found.or_else(|| self.fallback.and_then(|code| self.country_chain(code)))
                }
                "rebel" | "insurgent" | "militant" | "guerrilla" | "separatist" | "fighter" => {
                    self.recent(here, 4, |c| {
                        matches!(c.actor.kind, ActorKind::Organization | ActorKind::Group)
                            && c.actor.sectors.first() == Some(&Sector::Reb)
                            && (c.actor.country.is_some() || c.roles.iter().any(|r| r == role))
                    })
                }
                _ => None,
            };
            let found = body.or_else(|| {
                self.chains
                    .iter()
                    .rposition(|c| {
                        c.roles.iter().any(|r| r == role)
                            && c.plural == draft.plural
                            && here.saturating_sub(c.last.0) <= 6
                            && (c.actor.name.is_some() || c.actor.country.is_some() || c.count > 0)
                            && !c.actor.members.iter().any(|_| !draft.plural)
                    })
                    .map(|at| at as u32)
            });
            if let Some(chain) = found
                && self.chains[chain as usize].last != (draft.sentence, draft.head)
                && !self.clashes(view, draft, chain)
            {
                return chain;
            }
        }
        self.add(draft)
    }

    /// True if the mention is an argument beside the chain's last mention.
    fn clashes(&self, view: &View<'_>, draft: &Draft, chain: u32) -> bool {
        let chain = &self.chains[chain as usize];
        chain.last.0 == draft.sentence && chain.governor.is_some() && chain.governor == view.token(draft.head).head
    }

    fn country_chain(&mut self, code: &str) -> Option<u32> {
        let id = code.to_lowercase();
        if let Some(chain) = self.by_id.get(&id) {
            return Some(*chain);
        }
        let entity = self.kb.state(code)?;
        let at = self.chains.len() as u32;
        self.by_id.insert(entity.id.clone(), at);
        self.chains.push(Chain {
            guess: None,
            actor: Actor {
                kind: ActorKind::Country,
                name: Some(entity.name.clone()),
                country: entity.country.clone(),
                sectors: Vec::new(),
                members: Vec::new(),
                id: Some(entity.id.clone()),
            },
            names: Vec::new(),
            roles: Vec::new(),
            male: None,
            plural: false,
            last: (u32::MAX, 0),
            subject: false,
            governor: None,
            inner: false,
            count: 0,
        });
        Some(at)
    }

    /// The most recent chain that suits, subjects before others in one sentence.
    fn recent(&self, here: u32, back: u32, suits: impl Fn(&Chain) -> bool) -> Option<u32> {
        self.chains
            .iter()
            .enumerate()
            .filter(|(_, c)| c.last.0 <= here && here - c.last.0 <= back && suits(c))
            .max_by_key(|(_, c)| (c.last.0, c.subject, !c.inner, c.last.1))
            .map(|(at, _)| at as u32)
    }

    fn open(&mut self, view: &View<'_>, draft: &Draft, chain_of: &FxHashMap<u32, u32>) -> u32 {
        let word = draft.role.as_deref().unwrap_or_default();
        let found = match word {
            "i" | "me" | "my" | "mine" | "myself" | "we" | "us" | "our" | "ours" | "ourselves" => {
                self.speaker_of(view, draft, chain_of)
            }
            "he" | "him" | "his" | "himself" | "she" | "her" | "hers" | "herself" => {
                self.person(view, draft).or_else(|| self.same_phrase(draft))
            }
            "it" | "its" | "itself" => self.thing(view, draft).or_else(|| self.same_phrase(draft)),
            "they" | "them" | "their" | "theirs" | "themselves" => self.several(view, draft),
            _ => None,
        };
        match found {
            Some(chain) => {
                if self.chains[chain as usize].male.is_none() {
                    self.chains[chain as usize].male = draft.male;
                }
                chain
            }
            None => {
                let mut draft = draft.clone();
                draft.role = None;
                self.add(&draft)
            }
        }
    }

    /// The actor that an earlier phrase of the same meaning names.
    fn same_phrase(&self, draft: &Draft) -> Option<u32> {
        let phrase = self.phrases.get(&(draft.sentence, draft.head))?;
        self.meant.get(phrase).copied()
    }

    /// True if a pronoun cannot stand for the chain: both are arguments of one verb.
    fn barred(&self, view: &View<'_>, draft: &Draft, chain: &Chain) -> bool {
        let token = view.token(draft.head);
        let possessive = token.rel == Rel::Nmod && token.sub == SubRel::Poss;
        let reflexive = token.form.ends_with("self") || token.form.ends_with("selves");
        !possessive
            && !reflexive
            && chain.last.0 == draft.sentence
            && chain.governor.is_some()
            && chain.governor == token.head
    }

    fn person(&self, view: &View<'_>, draft: &Draft) -> Option<u32> {
        let here = draft.sentence;
        // "..., he said": whoever spoke last goes on, rather than those he speaks of.
        let token = view.token(draft.head);
        let says = token.rel == Rel::Nsubj
            && token
                .head
                .is_some_and(|verb| SAY.contains(&view.token(verb).lemma.as_str()));
        if says && let Some(speaker) = self.speaker {
            let c = &self.chains[speaker as usize];
            let fits = c.actor.kind == ActorKind::Person
                && (c.male.is_none() || draft.male.is_none() || c.male == draft.male)
                && here.saturating_sub(c.last.0) <= 3;
            if fits {
                return Some(speaker);
            }
        }
        let fits = |c: &Chain| {
            c.actor.kind == ActorKind::Person
                && !c.plural
                && (c.male.is_none() || draft.male.is_none() || c.male == draft.male)
                && c.last.0 <= here
                && here - c.last.0 <= 3
                && !self.barred(view, draft, c)
        };
        let among: Vec<u32> = (0..self.chains.len() as u32)
            .filter(|at| fits(&self.chains[*at as usize]))
            .collect();
        if let Some(subject) = self.subject_above(view, draft, &among) {
            return Some(subject);
        }
        // Near, subject, often told of and not inside another phrase; the best must be alone.
        let score = |at: u32| {
            let c = &self.chains[at as usize];
            let near = 3 * (3 - (here - c.last.0) as i32);
            near + 3 * i32::from(c.subject) + (c.count.min(4) as i32) - 4 * i32::from(c.inner)
        };
        let best = among.iter().copied().max_by_key(|at| score(*at))?;
        let alone = among.iter().all(|at| *at == best || score(*at) < score(best));
        alone.then_some(best)
    }

    /// Of the candidates, the subject of the nearest verb above the pronoun's clause: "Cubans leave
    /// because they are dissatisfied".
    fn subject_above(&self, view: &View<'_>, draft: &Draft, among: &[u32]) -> Option<u32> {
        let mut at = view.token(draft.head).head?;
        for _ in 0..view.sentence.tokens.len() {
            for &child in view.children(at) {
                if view.token(child).rel == Rel::Nsubj && child < draft.head {
                    let found = among
                        .iter()
                        .copied()
                        .find(|c| self.chains[*c as usize].last == (draft.sentence, child));
                    if found.is_some() {
                        return found;
                    }
                }
            }
            at = view.token(at).head?;
        }
        None
    }

    /// The one that stands out: alone, the only subject, or the only one that is no inner part.
    fn pick(&self, among: &[u32]) -> Option<u32> {
        if among.len() <= 1 {
            return among.first().copied();
        }
        let subjects: Vec<u32> = among
            .iter()
            .copied()
            .filter(|at| self.chains[*at as usize].subject)
            .collect();
        match subjects.as_slice() {
            [one] => return Some(*one),
            [] => {}
            several => {
                return several
                    .iter()
                    .copied()
                    .max_by_key(|at| (self.chains[*at as usize].count, std::cmp::Reverse(*at)));
            }
        }
        let outer: Vec<u32> = among
            .iter()
            .copied()
            .filter(|at| !self.chains[*at as usize].inner)
            .collect();
        if let [one] = outer.as_slice() {
            return Some(*one);
        }
        None
    }

    fn thing(&self, view: &View<'_>, draft: &Draft) -> Option<u32> {
        let here = draft.sentence;
        let possessive = view.token(draft.head).sub == SubRel::Poss;
        let fits = |c: &Chain| {
            matches!(
                c.actor.kind,
                ActorKind::Country | ActorKind::Igo | ActorKind::Organization
            ) && !c.plural
                && c.last.0 <= here
                && here - c.last.0 <= 1
                && (c.subject || possessive && c.last.0 == here)
                && !self.barred(view, draft, c)
        };
        let nearest = self.chains.iter().filter(|c| fits(c)).map(|c| c.last.0).max()?;
        let among: Vec<u32> = (0..self.chains.len() as u32)
            .filter(|at| {
                let c = &self.chains[*at as usize];
                fits(c) && c.last.0 == nearest
            })
            .collect();
        if let Some(one) = self.subject_above(view, draft, &among).or_else(|| self.pick(&among)) {
            return Some(one);
        }
        // Within the sentence: the nearest before.
        if nearest == here && possessive {
            return among.into_iter().max_by_key(|at| self.chains[*at as usize].last.1);
        }
        None
    }

    fn several(&self, view: &View<'_>, draft: &Draft) -> Option<u32> {
        let here = draft.sentence;
        let fits = |c: &Chain| {
            (c.plural || c.actor.kind == ActorKind::Group || !c.actor.members.is_empty())
                && c.last.0 <= here
                && here - c.last.0 <= 2
                && !self.barred(view, draft, c)
        };
        let loose = |c: &Chain| {
            matches!(c.actor.kind, ActorKind::Organization | ActorKind::Igo)
                && c.subject
                && c.last.0 <= here
                && here - c.last.0 <= 1
                && !self.barred(view, draft, c)
        };
        let strict: Vec<u32> = (0..self.chains.len() as u32)
            .filter(|at| fits(&self.chains[*at as usize]))
            .collect();
        let nearest = strict.iter().map(|at| self.chains[*at as usize].last.0).max();
        let among: Vec<u32> = strict
            .into_iter()
            .filter(|at| Some(self.chains[*at as usize].last.0) == nearest)
            .collect();
        if let Some(one) = self.subject_above(view, draft, &among).or_else(|| self.pick(&among)) {
            return Some(one);
        }
        if among.is_empty() {
            let among: Vec<u32> = (0..self.chains.len() as u32)
                .filter(|at| loose(&self.chains[*at as usize]))
                .collect();
            return self.pick(&among);
        }
        None
    }

    /// The speaker of the words that a pronoun of the first person stands in.
    fn speaker_of(&self, view: &View<'_>, draft: &Draft, chain_of: &FxHashMap<u32, u32>) -> Option<u32> {
        if let Some(subject) = sayer(view, draft.head)
            && subject != draft.head
        {
            if let Some(chain) = chain_of.get(&subject) {
                return Some(*chain);
            }
            // The speaker follows his words: look whether he was named before.
            return None;
        }
        self.speaker.filter(|at| {
            let last = self.chains[*at as usize].last.0;
            last <= draft.sentence && draft.sentence - last <= 2
        })
    }

    fn note_speaker(&mut self, view: &View<'_>, chain_of: &FxHashMap<u32, u32>) {
        for (i, token) in view.sentence.tokens.iter().enumerate() {
            if token.upos == Upos::Verb && SAY.contains(&token.lemma.as_str()) {
                for &c in view.children(i as u32) {
                    if view.token(c).rel == Rel::Nsubj
                        && let Some(chain) = chain_of.get(&c)
                    {
                        self.speaker = Some(*chain);
                    }
                }
            }
        }
    }
}

/// True for verbs whose subject says something.
pub(crate) fn is_saying(token: &crate::Token) -> bool {
    token.upos == Upos::Verb && SAY.contains(&token.lemma.as_str())
}

/// The subject of the verb of saying whose content a word stands in.
pub(crate) fn sayer(view: &View<'_>, head: u32) -> Option<u32> {
    let subject_of = |verb: u32| {
        view.children(verb)
            .iter()
            .copied()
            .find(|c| view.token(*c).rel == Rel::Nsubj)
    };
    let says = |i: u32| view.token(i).upos == Upos::Verb && SAY.contains(&view.token(i).lemma.as_str());
    // Above the word, or hung beside the content as parataxis.
    let mut at = head;
    for _ in 0..view.sentence.tokens.len() {
        for &c in view.children(at) {
            if view.token(c).rel == Rel::Parataxis
                && says(c)
                && !view.sentence.dominates(c, head)
                && let Some(subject) = subject_of(c)
            {
                return Some(subject);
            }
        }
        let Some(up) = view.token(at).head else { break };
        if says(up)
            && matches!(
                view.token(at).rel,
                Rel::Ccomp | Rel::Parataxis | Rel::Advcl | Rel::Xcomp
            )
            && let Some(subject) = subject_of(up)
        {
            return Some(subject);
        }
        at = up;
    }
    None
}

fn suits(role: &str, chain: &Chain) -> bool {
    let sector = chain.actor.sectors.first().copied();
    match role {
        "company" | "firm" => sector.is_none() || chain.actor.sectors.contains(&Sector::Bus),
        "party" => chain.actor.sectors.contains(&Sector::Pty),
        "bank" => chain.actor.sectors.contains(&Sector::Bus),
        "court" => sector == Some(Sector::Jud),
        "ministry" => sector == Some(Sector::Gov),
        "militia" => matches!(sector, Some(Sector::Prm | Sector::Reb)),
        "alliance" | "bloc" => chain.actor.kind == ActorKind::Igo || sector != Some(Sector::Bus),
        _ => true,
    }
}

/// Male or female by a first name that hardly leaves a doubt.
fn by_first_name(draft: &Draft) -> Option<bool> {
    const MALE: [&str; 64] = [
        "john",
        "james",
        "robert",
        "michael",
        "william",
        "david",
        "richard",
        "thomas",
        "charles",
        "peter",
        "paul",
        "george",
        "mark",
        "andrew",
        "stephen",
        "steven",
        "simon",
        "harry",
        "bob",
        "joe",
        "bill",
        "tony",
        "ian",
        "pat",
        "vladimir",
        "sergei",
        "sergey",
        "dmitry",
        "alexander",
        "ivan",
        "viktor",
        "mikhail",
        "nikolai",
        "igor",
        "boris",
        "mohammed",
        "mohamed",
        "muhammad",
        "mohammad",
        "ahmed",
        "ahmad",
        "ali",
        "hassan",
        "hussein",
        "ibrahim",
        "mustafa",
        "abdullah",
        "omar",
        "khaled",
        "mahmoud",
        "yusuf",
        "jose",
        "juan",
        "carlos",
        "luis",
        "pedro",
        "jean",
        "pierre",
        "jacques",
        "hans",
        "abdul",
        "imran",
        "rajiv",
        "emmanuel",
    ];
    const FEMALE: [&str; 48] = [
        "mary",
        "anna",
        "anne",
        "ann",
        "elizabeth",
        "margaret",
        "sarah",
        "susan",
        "jane",
        "emma",
        "julia",
        "laura",
        "linda",
        "karen",
        "nancy",
        "angela",
        "hillary",
        "theresa",
        "nicola",
        "arlene",
        "michelle",
        "maria",
        "olga",
        "elena",
        "irina",
        "natalia",
        "svetlana",
        "tatiana",
        "yulia",
        "fatima",
        "aisha",
        "leila",
        "khadija",
        "zainab",
        "benazir",
        "sheikh hasina",
        "indira",
        "sonia",
        "cristina",
        "dilma",
        "rosa",
        "carmen",
        "isabel",
        "ursula",
        "marine",
        "ellen",
        "grace",
        "ruth",
    ];
    if draft.actor.kind != ActorKind::Person {
        return None;
    }
    let name = draft.actor.name.as_deref().or(draft.name.as_deref()).map(fold)?;
    let first = name.split(' ').next()?;
    if MALE.contains(&first) {
        Some(true)
    } else if FEMALE.contains(&first) {
        Some(false)
    } else {
        None
    }
}

/// What a chain knows that a mention does not say.
fn fill(actor: &mut Actor, known: &Actor) {
    if actor.country.is_none() && actor.members.is_empty() {
        actor.country = known.country.clone();
        if actor.members.is_empty() && known.country.is_none() {
            actor.members = known.members.clone();
        }
    }
    if actor.sectors.is_empty() {
        actor.sectors = known.sectors.clone();
    }
    if actor.kind == ActorKind::Unknown {
        actor.kind = known.kind;
    }
    let same_sort = actor.kind == known.kind;
    if same_sort {
        match (&actor.name, &known.name) {
            (None, Some(name)) => actor.name = Some(name.clone()),
            (Some(short), Some(long)) if actor.id.is_none() && long.len() > short.len() => {
                actor.name = Some(long.clone());
            }
            _ => {}
        }
        if actor.id.is_none() {
            actor.id = known.id.clone();
        }
    }
}
