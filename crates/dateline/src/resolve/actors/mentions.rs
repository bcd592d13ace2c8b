//! One sentence to its actor mentions, each by what its own phrase says.

use compact_str::CompactString;
use jiff::civil::Date;

use super::countries::OTHER_CODES;
use super::knowledge::{How, Knowledge, Meaning};
use super::names::{Folded, Hit, fold};
use super::nouns::WordClass;
use super::roles::{RoleHit, RoleKind};
use crate::{Actor, ActorKind, NameKind, PartKind, PlaceMention, Rel, Sector, Sentence, Span, SubRel, Token, Upos};

/// How a mention came to its actor; decides what coreference may do with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Basis {
    /// By a name.
    Named,
    /// By a demonym.
    Demonym,
    /// By a role noun.
    Described,
    /// A pronoun or an amount that stands alone.
    Open,
    /// Same as another word of the sentence: relative pronouns and amounts with a complement.
    Same(u32),
}

/// What a phrase says against the country that the text around suggests.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Abroad {
    /// Nothing.
    #[default]
    No,
    /// It stands for several states: "European powers".
    Wide,
    /// Others back it: "US-backed forces", "a pro-Iranian militia".
    Backed(Vec<CompactString>),
}

/// A mention before coreference.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub sentence: u32,
    pub head: u32,
    pub span: Span,
    pub actor: Actor,
    pub basis: Basis,
    /// Folded head word of the role, where it has one.
    pub role: Option<CompactString>,
    /// True if nothing but the role noun's words tell who it is.
    pub bare: bool,
    pub plural: bool,
    pub definite: bool,
    /// Male `Some(true)`, female `Some(false)`.
    pub male: Option<bool>,
    /// The name's words as the text has them.
    pub name: Option<String>,
    /// Country that places and document suggest, where no words of the phrase say it.
    pub guess: Option<CompactString>,
    /// True if the knowledge base gave the person by the last name alone.
    pub surname: bool,
    /// First token of the phrase.
    pub start: u32,
    /// A pronoun that owns it ("its fighters").
    pub owner: Option<u32>,
    /// What it says against a country from the text around.
    pub abroad: Abroad,
    /// Ids of those who bear the name where they cannot be told apart.
    pub candidates: Vec<String>,
}

/// Words of a sentence, prepared for looking around.
pub(crate) struct View<'a> {
    pub kb: &'a Knowledge,
    pub sentence: &'a Sentence,
    pub text: &'a str,
    pub date: Option<Date>,
    pub folded: Folded,
    hits: Vec<Hit<Meaning>>,
    /// Index into `hits` for each token.
    hit_of: Vec<Option<u32>>,
    children: Vec<Vec<u32>>,
    places: Vec<&'a PlaceMention>,
    /// Countries that the document speaks of; set after all views are made.
    pub(super) spoken: std::rc::Rc<Vec<CompactString>>,
}

/// What a phrase says of its country.
#[derive(Clone, Debug, Default)]
struct Origin {
    codes: Vec<CompactString>,
    pre: bool,
}

impl Origin {
    fn add(&mut self, code: &str) {
        if !self.codes.iter().any(|c| c == code) {
            self.codes.push(code.into());
        }
    }
}

const FEMALE: [&str; 20] = [
    "mrs",
    "ms",
    "miss",
    "queen",
    "princess",
    "woman",
    "girl",
    "mother",
    "daughter",
    "sister",
    "wife",
    "actress",
    "businesswoman",
    "spokeswoman",
    "chairwoman",
    "congresswoman",
    "widow",
    "policewoman",
    "lady",
    "madam",
];
const MALE: [&str; 20] = [
    "mr",
    "sir",
    "king",
    "prince",
    "man",
    "boy",
    "father",
    "son",
    "brother",
    "husband",
    "actor",
    "businessman",
    "spokesman",
    "chairman",
    "congressman",
    "policeman",
    "lord",
    "pope",
    "emir",
    "sultan",
];

/// Role of those whom only their age describes.
pub(super) const AGED: &str = "year old";

/// An actor of which nothing is known.
pub(crate) fn unknown() -> Actor {
    Actor {
        kind: ActorKind::Unknown,
        name: None,
        country: None,
        sectors: Vec::new(),
        members: Vec::new(),
        id: None,
    }
}

impl<'a> View<'a> {
    pub(crate) fn new(
        kb: &'a Knowledge,
        sentence: &'a Sentence,
        text: &'a str,
        date: Option<Date>,
        places: Vec<&'a PlaceMention>,
    ) -> Self {
        let folded = Folded::new(sentence);
        let hits = kb.names.find(sentence, &folded);
        let mut hit_of = vec![None; sentence.tokens.len()];
        for (i, hit) in hits.iter().enumerate() {
            for at in hit.start..hit.end {
                hit_of[at as usize] = Some(i as u32);
            }
        }
        let mut children = vec![Vec::new(); sentence.tokens.len()];
        for (i, token) in sentence.tokens.iter().enumerate() {
            if let Some(head) = token.head
                && let Some(list) = children.get_mut(head as usize)
            {
                list.push(i as u32);
            }
        }
        Self {
            kb,
            sentence,
            text,
            date,
            folded,
            hits,
            hit_of,
            children,
            places,
            spoken: Default::default(),
        }
    }

    /// Countries that the names of the sentence stand for, but for names that bodies of several countries bear.
    pub(super) fn named_countries(&self) -> Vec<CompactString> {
        let mut codes = Vec::new();
        for hit in self.hits.iter().filter(|hit| !self.is_generic(hit)) {
            let mut of = hit.meanings.iter().map(|m| match m.how {
                How::Region | How::Regional | How::Surname => None,
                _ => self.kb.entities[m.at as usize].country.as_ref(),
            });
            if let Some(Some(first)) = of.next()
                && of.all(|other| other == Some(first))
            {
                codes.push(first.clone());
            }
        }
        codes
    }

    /// True for a name that bodies of several countries bear ("National Guard").
    fn is_generic(&self, hit: &Hit<Meaning>) -> bool {
        let mut key = String::new();
        self.folded.phrase(hit.start as usize, hit.end as usize, &mut key);
        self.kb.generic.contains(&key)
    }

    pub(crate) fn token(&self, i: u32) -> &'a Token {
        &self.sentence.tokens[i as usize]
    }

    pub(crate) fn children(&self, i: u32) -> &[u32] {
        &self.children[i as usize]
    }

    pub(super) fn word(&self, i: u32) -> &str {
        self.folded.word(i as usize)
    }

    pub(crate) fn lemma(&self, i: u32) -> String {
        fold(&self.token(i).lemma)
    }

    /// The preposition of a phrase, folded.
    pub(super) fn case(&self, head: u32) -> Option<&str> {
        self.children(head)
            .iter()
            .find(|c| self.token(**c).rel == Rel::Case && self.token(**c).xpos != "POS")
            .map(|c| self.word(*c))
    }

    fn is_plural(&self, i: u32) -> bool {
        matches!(self.token(i).xpos.as_str(), "NNS" | "NNPS")
    }

    /// The meaning of the name over this token that fits best, with its hit.
    fn meaning(&self, i: u32) -> Option<(&Hit<Meaning>, Meaning)> {
        let hit = &self.hits[self.hit_of[i as usize]? as usize];
        self.choose(hit).map(|meaning| (hit, meaning))
    }

    /// The one meaning of a name that date and words around leave; `None` if it stays open.
    fn choose(&self, hit: &Hit<Meaning>) -> Option<Meaning> {
        match self.fitting(hit).as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    }

    /// Those who bear the name at this word, where they cannot be told apart.
    fn candidates(&self, i: u32) -> Vec<&'a crate::resolve::actors::Entity> {
        let Some(hit) = self.hit_of[i as usize].map(|h| &self.hits[h as usize]) else {
            return Vec::new();
        };
        let open = self.fitting(hit);
        if open.len() < 2 || open.iter().any(|m| matches!(m.how, How::Region | How::Regional)) {
            return Vec::new();
        }
        open.iter().map(|m| &self.kb.entities[m.at as usize]).collect()
    }

    /// The meanings of a name that date and words around leave.
    fn fitting(&self, hit: &Hit<Meaning>) -> Vec<Meaning> {
        let head = self.head_of(hit.start, hit.end);
        let token = self.token(head);
        let single = hit.end - hit.start == 1;
        let adjectival = matches!(token.rel, Rel::Amod) || (token.upos == Upos::Adj && token.rel != Rel::Root);
        // "Jordan" in the name of a person is no country.
        let in_person = self.sentence.names.iter().any(|n| {
            n.kind == NameKind::Per && n.start <= hit.start && hit.end <= n.end && n.end - n.start > hit.end - hit.start
        });
        let fits = |meaning: &&Meaning| match meaning.how {
            How::Name | How::Capital | How::Seat
                if in_person && self.kb.entities[meaning.at as usize].kind != ActorKind::Person =>
            {
                false
            }
            How::Surname => {
                // Part of a longer name, or no person at all.
                let longer = (hit.start > 0 && self.name_like(hit.start - 1, hit.start))
                    || (hit.end as usize) < self.sentence.tokens.len() && self.name_like(hit.end, hit.start);
                let month = is_calendar(self.word(head)) && self.kind_of_name(head) != Some(NameKind::Per);
                token.upos == Upos::Propn
                    && !longer
                    && !month
                    && self.kind_of_name(head) != Some(NameKind::Loc)
                    && self.kind_of_name(head) != Some(NameKind::Org)
            }
            How::Name => {
                let entity = &self.kb.entities[meaning.at as usize];
                let state = entity.kind == ActorKind::Country;
                // an acronym is a name at the start of a sentence too
                let acronym = || {
                    token
                        .form
                        .chars()
                        .filter(|c| c.is_uppercase() || c.is_ascii_digit())
                        .count()
                        > 1
                };
                state
                    || !single
                    || token.upos == Upos::Propn
                    || token.upos == Upos::Noun && (hit.start > 0 || acronym())
            }
            How::Region | How::Regional | How::Adjective | How::National => true,
            How::Capital | How::Seat => token.upos == Upos::Propn || !single,
        };
        let mut fitting: Vec<Meaning> = hit.meanings.iter().filter(fits).copied().collect();
        // Such a name is that of a country only where the document speaks of it.
        if !self.spoken.is_empty() && self.is_generic(hit) {
            fitting.retain(|m| {
                let country = match m.how {
                    How::Region | How::Regional => None,
                    _ => self.kb.entities[m.at as usize].country.as_ref(),
                };
                country.is_none_or(|c| self.spoken.contains(c))
            });
        }
        // Full names before surnames, names before adjectives only where they stand as nouns.
        if fitting.len() > 1 {
            let rank = |m: &Meaning| match m.how {
                How::Adjective if adjectival => 0,
                How::National if !adjectival => 0,
                How::Adjective | How::National => 2,
                How::Name => 1,
                How::Capital | How::Seat => 1,
                How::Region | How::Regional => 2,
                How::Surname => 3,
            };
            let best = fitting.iter().map(rank).min();
            fitting.retain(|m| Some(rank(m)) == best);
        }
        if fitting.len() > 1 {
            let current: Vec<Meaning> = fitting
                .iter()
                .filter(|m| !matches!(m.how, How::Region | How::Regional) && self.kb.holds(m.at, self.date))
                .copied()
                .collect();
            if !current.is_empty() {
                fitting = current;
            }
        }
        if fitting.len() > 1 {
            let entity = |m: &Meaning| self.kb.entities.get(m.at as usize);
            let Some(first) = entity(&fitting[0]) else {
                fitting.truncate(1);
                return fitting;
            };
            let of = |kind: ActorKind| fitting.iter().all(|m| entity(m).is_some_and(|e| e.kind == kind));
            let (person, body) = (of(ActorKind::Person), of(ActorKind::Organization));
            // Several of one country and sectors differ by date only, persons of one name by office.
            let same = fitting
                .iter()
                .all(|m| entity(m).is_some_and(|e| e.country == first.country && (!person || e.name == first.name)));
            if !same {
                // The country named elsewhere in the sentence decides.
                let named: Vec<Meaning> = fitting
                    .iter()
                    .filter(|m| {
                        let country = &self.kb.entities[m.at as usize].country;
                        country.as_deref().is_some_and(|c| self.mentions_country(c, hit))
                    })
                    .copied()
                    .collect();
                let one = |list: &[Meaning]| {
                    let id = |m: &Meaning| entity(m).map(|e| (&e.name, &e.country));
                    !list.is_empty() && list.iter().all(|m| id(m) == id(&list[0]))
                };
                if one(&named) {
                    return vec![named[0]];
                }
                if person || body {
                    return fitting;
                }
                // Names of states in the order of the files: the better known stand first.
            }
        }
        fitting.truncate(1);
        fitting
    }

    /// True if another name of the sentence belongs to the country.
    fn mentions_country(&self, code: &str, but: &Hit<Meaning>) -> bool {
        self.hits.iter().any(|hit| {
            hit.start != but.start
                && hit.meanings.iter().any(|m| {
                    !matches!(m.how, How::Region | How::Regional | How::Surname)
                        && self.kb.entities[m.at as usize].country.as_deref() == Some(code)
                })
        })
    }

    /// True if the token next to a name belongs to the same personal name.
    fn name_like(&self, i: u32, beside: u32) -> bool {
        let token = self.token(i);
        if token.upos != Upos::Propn || !token.form.starts_with(char::is_uppercase) {
            return false;
        }
        let word = self.word(i);
        if self.kb.roles.phrase(word).is_some() || MALE.contains(&word) || FEMALE.contains(&word) || is_title(word) {
            return false;
        }
        if self.hit_of[i as usize].is_some_and(|h| {
            self.hits[h as usize]
                .meanings
                .iter()
                .any(|m| matches!(m.how, How::Adjective | How::Name))
        }) {
            return false;
        }
        let other = self.token(beside);
        matches!(token.rel, Rel::Flat | Rel::Compound | Rel::Nmod) && token.head == Some(beside)
            || matches!(other.rel, Rel::Flat | Rel::Compound) && other.head == Some(i)
            || token.head == other.head && token.rel == Rel::Flat
    }

    /// The word of a stretch whose governor lies outside.
    pub(crate) fn head_of(&self, start: u32, end: u32) -> u32 {
        (start..end)
            .rev()
            .find(|i| self.token(*i).head.is_none_or(|h| h < start || h >= end) && self.token(*i).rel != Rel::Punct)
            .unwrap_or(end - 1)
    }

    fn kind_of_name(&self, i: u32) -> Option<NameKind> {
        self.sentence
            .names
            .iter()
            .find(|n| n.start <= i && i < n.end)
            .map(|n| n.kind)
    }

    fn role(&self, head: u32) -> Option<RoleHit<'_>> {
        self.kb.roles.at(self.sentence, &self.folded, head)
    }

    /// True if the knowledge base has a name over this word.
    pub(super) fn known_name(&self, i: u32) -> bool {
        self.hit_of[i as usize].is_some()
    }

    /// True if a capital or seat of government is named here, which may stand for the state.
    pub(super) fn is_seat(&self, i: u32) -> bool {
        self.meaning(i)
            .is_some_and(|(_, meaning)| matches!(meaning.how, How::Capital | How::Seat))
    }

    /// True if one name of the knowledge base covers both words.
    pub(super) fn same_name(&self, a: u32, b: u32) -> bool {
        self.hit_of[a as usize].is_some() && self.hit_of[a as usize] == self.hit_of[b as usize]
    }

    /// True for role nouns and titles, in folded form.
    pub(super) fn is_role(&self, word: &str) -> bool {
        self.kb.roles.phrase(word).is_some()
    }

    /// True if the word is a role noun by its form or lemma.
    pub(super) fn role_word(&self, i: u32) -> bool {
        self.is_role(self.word(i)) || self.is_role(&self.lemma(i))
    }

    /// The place mentioned with this head.
    pub(super) fn place_at(&self, head: u32) -> Option<&crate::Place> {
        self.places.iter().find(|p| p.head == head).map(|p| &p.place)
    }

    /// Code of a place mentioned with this head.
    fn place_country(&self, head: u32) -> Option<CompactString> {
        self.places
            .iter()
            .find(|p| p.head == head)
            .and_then(|p| p.place.country.clone())
    }

    /// The verb that a word hangs from.
    fn verb(&self, mut at: u32) -> Option<u32> {
        for _ in 0..self.sentence.tokens.len() {
            at = self.token(at).head?;
            if self.token(at).upos == Upos::Verb {
                return Some(at);
            }
        }
        None
    }

    /// The one country in which the sentence's places lie that say where the mention's act took
    /// place. Words said elsewhere tell nothing of their speaker.
    pub(super) fn local_country(&self, head: u32) -> Option<CompactString> {
        let verb = self.verb(head);
        let speaks = verb.is_some_and(|v| self.is(&self.token(v).lemma, WordClass::Speaking));
        let mut found: Option<&CompactString> = None;
        for place in &self.places {
            let Some(code) = &place.place.country else { continue };
            if !matches!(
                self.case(place.head),
                Some("in" | "at" | "near" | "around" | "outside" | "across" | "inside")
            ) {
                continue;
            }
            let at = self.verb(place.head);
            if speaks && at != verb {
                continue;
            }
            // "…, officials in Nairobi said": that is where it was told
            if !speaks && at != verb && at.is_some_and(|v| self.is(&self.token(v).lemma, WordClass::Telling)) {
                continue;
            }
            match found {
                None => found = Some(code),
                Some(other) if other == code => {}
                Some(_) => return None,
            }
        }
        found.cloned()
    }

    /// All mentions of the sentence.
    pub(crate) fn drafts(&self) -> Vec<Draft> {
        (0..self.sentence.tokens.len() as u32)
            .filter_map(|head| self.draft(head))
            .collect()
    }

    fn draft(&self, head: u32) -> Option<Draft> {
        let token = self.token(head);
        match token.rel {
            Rel::Flat if token.head.is_none_or(|h| self.token(h).upos != Upos::Verb) => return None,
            Rel::Fixed
            | Rel::Goeswith
            | Rel::Case
            | Rel::Punct
            | Rel::Cc
            | Rel::Mark
            | Rel::Aux
            | Rel::Cop
            | Rel::Expl
            | Rel::Advmod
            | Rel::Discourse => return None,
            _ => {}
        }
        match token.upos {
            Upos::Pron => return self.pronoun(head),
            Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num | Upos::Det | Upos::Verb | Upos::X => {}
            _ => return None,
        }
        let modifier = matches!(token.rel, Rel::Compound | Rel::Amod | Rel::Det | Rel::Nummod)
            || token.rel == Rel::Nmod && token.sub == SubRel::Desc;
        if modifier {
            return self.modifier(head).or_else(|| self.acting(head));
        }
        if token.upos == Upos::Verb
            || token.upos == Upos::Adj && token.rel == Rel::Root
            || token.rel == Rel::Conj && self.modifies(head)
        {
            return if token.upos == Upos::Verb {
                None
            } else {
                self.modifier(head)
            };
        }
        if token.rel == Rel::Obl
            && matches!(token.sub, SubRel::Tmod | SubRel::Unmarked)
            && self.hit_of[head as usize].is_none()
        {
            return None;
        }
        self.nominal(head)
    }

    /// True for the later parts of coordinated modifiers ("Hungarian and Romanian officials").
    pub(super) fn modifies(&self, mut head: u32) -> bool {
        for _ in 0..8 {
            let token = self.token(head);
            match (token.rel, token.head) {
                (Rel::Conj, Some(up)) => head = up,
                (Rel::Amod | Rel::Compound, _) => return true,
                _ => return false,
            }
        }
        false
    }

    /// "Russian" in "Russian troops", "US" in "US troops", "Taliban" in "Taliban fighters".
    fn modifier(&self, head: u32) -> Option<Draft> {
        let (hit, meaning) = self.meaning(head)?;
        if self.head_of(hit.start, hit.end) != head {
            return None;
        }
        let entity = match meaning.how {
            How::Region | How::Regional | How::Surname => return None,
            _ => &self.kb.entities[meaning.at as usize],
        };
        // Part of a longer name that is known by itself.
        if let Some(up) = self.token(head).head
            && entity.kind == ActorKind::Person
            && self.token(up).upos == Upos::Propn
        {
            return None;
        }
        let mut actor = self.of_entity(meaning);
        if matches!(meaning.how, How::Adjective | How::National) {
            actor.kind = ActorKind::Country;
        }
        Some(Draft {
            sentence: self.sentence.index,
            head,
            span: self.span(hit.start, hit.end),
            actor,
            basis: if meaning.how == How::Adjective {
                Basis::Demonym
            } else {
                Basis::Named
            },
            role: None,
            bare: false,
            plural: false,
            definite: true,
            male: None,
            name: None,
            guess: None,
            surname: false,
            start: hit.start,
            owner: None,
            abroad: Abroad::No,
            candidates: Vec::new(),
        })
    }

    /// "Police" in "a police raid", "army" in "Israeli army shelling": a force before the name of what it did.
    fn acting(&self, head: u32) -> Option<Draft> {
        let token = self.token(head);
        let act = token.head.filter(|&h| h == head + 1 && token.rel == Rel::Compound)?;
        let noun = self.token(act);
        if noun.upos != Upos::Noun || !is_act(&self.lemma(act)) || self.role(act).is_some() {
            return None;
        }
        let role = self.role(head)?;
        let armed = matches!(
            role.role.sectors.first(),
            Some(Sector::Cop | Sector::Mil | Sector::Spy | Sector::Reb | Sector::Uaf | Sector::Prm)
        );
        if !armed || role.end != head + 1 {
            return None;
        }
        let mut draft = self.described(head, role);
        // whose force it is stands before both: "a Nigerian army raid"
        let owner = self
            .children(act)
            .iter()
            .filter(|&&c| c < head && matches!(self.token(c).rel, Rel::Amod | Rel::Compound))
            .find_map(|&c| self.modifier(c));
        if let Some(owner) = owner.filter(|o| draft.actor.country.is_none() && o.actor.country.is_some()) {
            draft.actor.country = owner.actor.country;
            draft.start = owner.start;
            draft.span = owner.span.join(draft.span);
        }
        Some(draft)
    }

    fn of_entity(&self, meaning: Meaning) -> Actor {
        let entity = &self.kb.entities[meaning.at as usize];
        let mut sectors = entity.sectors.clone();
        if matches!(meaning.how, How::Capital | How::Seat) && sectors.is_empty() {
            sectors.push(Sector::Gov);
        }
        if entity.kind == ActorKind::Person && !self.kb.holds(meaning.at, self.date) {
            let after = match (entity.to, self.date) {
                (Some(to), Some(date)) => to < date,
                _ => false,
            };
            if after && sectors.contains(&Sector::Gov) {
                sectors = vec![Sector::Eli];
            } else if !after {
                sectors.clear();
            }
        }
        // the capital stands for those who govern on the day, where that is more than "the government"
        if matches!(meaning.how, How::Capital | How::Seat)
            && let Some(government) = entity.country.as_deref().and_then(|c| self.kb.government(c, self.date))
        {
            return Actor {
                kind: government.kind,
                name: Some(government.name.clone()),
                country: government.country.clone(),
                sectors: government.sectors.clone(),
                members: Vec::new(),
                id: Some(government.id.clone()),
            };
        }
        Actor {
            kind: entity.kind,
            name: Some(entity.name.clone()),
            country: entity.country.clone(),
            sectors,
            members: Vec::new(),
            id: Some(entity.id.clone()),
        }
    }

    fn span(&self, start: u32, end: u32) -> Span {
        let first = self.token(start).span;
        let last = self.token(end.max(start + 1) - 1).span;
        if first.start() <= last.end() {
            Span::new(first.start(), last.end())
        } else {
            first
        }
    }

    fn pronoun(&self, head: u32) -> Option<Draft> {
        let token = self.token(head);
        let word = self.word(head);
        let (plural, male) = match word {
            "he" | "him" | "his" | "himself" => (false, Some(true)),
            "she" | "her" | "hers" | "herself" => (false, Some(false)),
            "it" | "its" | "itself" | "i" | "me" | "my" | "mine" | "myself" => (false, None),
            "they" | "them" | "their" | "theirs" | "themselves" | "we" | "us" | "our" | "ours" | "ourselves" => {
                (true, None)
            }
            "who" | "whom" | "whose" | "which" | "that" => {
                let antecedent = self.antecedent(head)?;
                return Some(self.open(head, Basis::Same(antecedent)));
            }
            _ => {
                // "some of the soldiers", "everyone", "those"
                return self.nominal(head);
            }
        };
        if word == "it" && self.is_dummy(head) {
            return None;
        }
        let _ = token;
        let mut draft = self.open(head, Basis::Open);
        draft.plural = plural;
        draft.male = male;
        draft.role = Some(word.into());
        Some(draft)
    }

    /// "It is likely that", "it rained".
    pub(super) fn is_dummy(&self, head: u32) -> bool {
        let token = self.token(head);
        let Some(up) = token.head else { return true };
        token.rel == Rel::Nsubj
            && self.children(up).iter().any(|c| {
                self.token(*c).rel == Rel::Csubj
                    || self.token(up).upos == Upos::Adj && matches!(self.token(*c).rel, Rel::Ccomp)
            })
    }

    fn open(&self, head: u32, basis: Basis) -> Draft {
        Draft {
            sentence: self.sentence.index,
            head,
            span: self.span(head, head + 1),
            actor: unknown(),
            basis,
            role: None,
            bare: true,
            plural: false,
            definite: false,
            male: None,
            name: None,
            guess: None,
            surname: false,
            start: head,
            owner: None,
            abroad: Abroad::No,
            candidates: Vec::new(),
        }
    }

    /// The noun that a relative pronoun stands for.
    fn antecedent(&self, head: u32) -> Option<u32> {
        let mut at = head;
        for _ in 0..12 {
            let token = self.token(at);
            if token.rel == Rel::Acl && token.sub == SubRel::Relcl {
                return token.head.filter(|up| *up < head);
            }
            at = token.head?;
        }
        None
    }

    /// A phrase headed by a noun, name, number or nominal adjective.
    fn nominal(&self, head: u32) -> Option<Draft> {
        let token = self.token(head);
        let known = self.meaning(head);
        if let Some((hit, _)) = known
            && self.head_of(hit.start, hit.end) != head
        {
            return None;
        }
        let role = self.role(head);
        // "a state of siege" is no state.
        if self.lemma(head) == "state"
            && self.children(head).iter().any(|c| {
                *c > head && self.case(*c) == Some("of") && self.token(*c).upos == Upos::Noun && self.role(*c).is_none()
            })
        {
            return None;
        }
        // "Georgia" of a text about Atlanta
        if let Some((_, meaning)) = known
            && meaning.how == How::Name
            && self.another_place(head, meaning.at)
        {
            return self.literal_place(head);
        }
        if let Some((hit, meaning)) = known
            && !self.outranked(hit, meaning, role)
        {
            return self.named(head, hit.start, hit.end, meaning);
        }
        // A name joined to a role noun: "oil producer Tavrida", "Minister Sergei Lavrov".
        // "Zamfara state", "Helmand province": a place, that acts at most as a subject.
        if self.places.iter().any(|p| p.head == head)
            && (token.rel != Rel::Nsubj || self.children(head).iter().any(|c| self.token(*c).rel == Rel::Case))
        {
            return None;
        }
        if let Some(role) = role
            && role.role.kind != RoleKind::Quantity
        {
            if let Some(tail) = self.tight_name(head).or_else(|| self.joined_name(head)) {
                return self.role_with_name(head, role, tail);
            }
            if token.upos != Upos::Propn || !self.is_person_name(head) || role.role.kind == RoleKind::Body {
                return Some(self.described(head, role));
            }
        }
        let quantity = role.is_some_and(|r| r.role.kind == RoleKind::Quantity) || token.upos == Upos::Num;
        if quantity {
            return self.quantity(head);
        }
        match token.upos {
            Upos::Propn | Upos::X | Upos::Noun => {
                let kind = self.kind_of_name(head);
                let proper = token.upos == Upos::Propn
                    && token.form.starts_with(char::is_uppercase)
                    && !is_calendar(self.word(head));
                match kind {
                    Some(NameKind::Loc) => self.literal_place(head),
                    Some(_) => Some(self.new_name(head, kind)),
                    None if proper => Some(self.new_name(head, None)),
                    None => None,
                }
            }
            Upos::Pron | Upos::Det | Upos::Adj => self.bare_adjective(head),
            _ => None,
        }
    }

    /// True if what bears a state's name here is a place in another state.
    fn another_place(&self, head: u32, at: u32) -> bool {
        let entity = &self.kb.entities[at as usize];
        let Some(code) = entity.country.as_deref() else {
            return false;
        };
        self.kb.state(code).is_some_and(|state| state.id == entity.id)
            && self.place_at(head).is_some_and(|place| {
                place.precision != Some(crate::Precision::Country)
                    && place.country.as_deref().is_some_and(|c| c != code)
            })
    }

    /// True where the words around make a known name something else: "Jordan" in "Michael
    /// Jordan", or a role that holds the hit ("Washington police chief").
    fn outranked(&self, hit: &Hit<Meaning>, meaning: Meaning, role: Option<RoleHit<'_>>) -> bool {
        let head = self.head_of(hit.start, hit.end);
        if let Some(role) = role
            && role.start < hit.start
        {
            return true;
        }
        if let Some(name) = self.sentence.names.iter().find(|n| n.start <= head && head < n.end)
            && name.kind == NameKind::Per
            && (name.start < hit.start || hit.end < name.end)
            && !matches!(meaning.how, How::Adjective | How::National)
        {
            let entity = self.kb.entities.get(meaning.at as usize);
            return entity.is_none_or(|e| e.kind != ActorKind::Person);
        }
        false
    }

    /// Places that are no countries act only where a government sits in them; they are actors of
    /// unknown kind where they stand as subjects.
    fn literal_place(&self, head: u32) -> Option<Draft> {
        let token = self.token(head);
        let side = matches!(token.form.as_str(), "North" | "South");
        if !side && (!matches!(token.rel, Rel::Nsubj) || self.case(head).is_some()) {
            return None;
        }
        let mut draft = self.open(head, Basis::Named);
        draft.actor.country = self.place_country(head);
        draft.name = Some(token.form.to_string());
        Some(draft)
    }

    /// "the wounded", "the French", "others".
    fn bare_adjective(&self, head: u32) -> Option<Draft> {
        let token = self.token(head);
        if !matches!(
            token.rel,
            Rel::Nsubj | Rel::Obj | Rel::Obl | Rel::Iobj | Rel::Nmod | Rel::Conj
        ) || token.upos == Upos::Adj && !self.children(head).iter().any(|c| self.token(*c).rel == Rel::Det)
        {
            return None;
        }
        if matches!(
            self.word(head),
            "this" | "that" | "there" | "what" | "something" | "nothing" | "anything"
        ) {
            return None;
        }
        if let Some(draft) = self.aged(head) {
            return Some(draft);
        }
        let mut draft = self.open(head, Basis::Open);
        draft.plural = true;
        draft.role = Some(self.word(head).into());
        Some(draft)
    }

    /// "The 45-year-old": one person, who has been named before where it is definite.
    fn aged(&self, head: u32) -> Option<Draft> {
        let years = self.children(head).iter().copied().find(|c| self.lemma(*c) == "year")?;
        let definite = self.children(head).iter().any(|c| self.word(*c) == "the");
        if self.word(head) != "old" || years > head {
            return None;
        }
        let mut draft = self.open(head, Basis::Described);
        let start = self.sentence.extent(years).0;
        draft.start = start;
        draft.span = self.span(start, head + 1);
        draft.actor.kind = ActorKind::Person;
        if !definite {
            draft.actor.sectors.push(Sector::Cvl);
        }
        draft.definite = definite;
        draft.role = Some(AGED.into());
        Some(draft)
    }

    /// Amounts stand for their complement.
    fn quantity(&self, head: u32) -> Option<Draft> {
        let complement = self.children(head).iter().copied().find(|c| {
            *c > head && self.token(*c).rel == Rel::Nmod && matches!(self.case(*c), Some("of" | "from" | "among"))
        });
        if let Some(complement) = complement {
            let inner = self.nominal_or_pronoun(complement)?;
            let mut draft = self.open(head, Basis::Same(complement));
            let start = self.left_edge(head, head);
            draft.start = start;
            draft.span = self.span(start, head + 1).join(inner.span);
            draft.plural = true;
            return Some(draft);
        }
        let token = self.token(head);
        if !matches!(
            token.rel,
            Rel::Nsubj | Rel::Obj | Rel::Iobj | Rel::Root | Rel::Conj | Rel::Obl
        ) {
            return None;
        }
        if token.upos == Upos::Num {
            let digits = token.form.chars().filter(char::is_ascii_digit).count();
            if digits >= 4 && !token.form.contains(',') || token.form.contains([':', '.', '/', '%', '$']) {
                return None;
            }
            if token.rel == Rel::Obl && self.case(head).is_some_and(|c| !matches!(c, "by" | "with" | "against")) {
                return None;
            }
        } else if !matches!(token.rel, Rel::Nsubj | Rel::Obj) {
            return None;
        }
        if self
            .children(head)
            .iter()
            .any(|c| matches!(self.word(*c), "percent" | "cent"))
        {
            return None;
        }
        let mut draft = self.open(head, Basis::Open);
        draft.plural = true;
        Some(draft)
    }

    fn nominal_or_pronoun(&self, head: u32) -> Option<Draft> {
        if self.token(head).upos == Upos::Pron {
            self.pronoun(head)
        } else {
            self.nominal(head)
        }
    }

    /// First token of the phrase's words before the head, without article.
    fn left_edge(&self, head: u32, limit: u32) -> u32 {
        let mut start = limit;
        for &c in self.children(head) {
            if c >= head {
                break;
            }
            let token = self.token(c);
            let part = matches!(token.rel, Rel::Amod | Rel::Compound | Rel::Nummod | Rel::Flat)
                || token.rel == Rel::Nmod && (self.case(c).is_none() || token.sub == SubRel::Poss)
                || token.rel == Rel::Appos;
            if part {
                let (first, _) = self.sentence.extent(c);
                start = start.min(first);
                if let Some(hit) = self.hit_of[c as usize] {
                    start = start.min(self.hits[hit as usize].start);
                }
            }
        }
        while start < head
            && (self.token(start).rel == Rel::Punct || matches!(self.word(start), "the" | "a" | "an" | ""))
        {
            start += 1;
        }
        start
    }

    /// One past the last token of the naming words after the head: name parts and an "of"-phrase.
    fn right_edge(&self, head: u32, limit: u32, depth: u8) -> u32 {
        let mut end = limit.max(head + 1);
        for &c in self.children(head) {
            if c < head {
                continue;
            }
            let token = self.token(c);
            match token.rel {
                Rel::Flat | Rel::Compound | Rel::Goeswith | Rel::Fixed => {
                    end = end.max(self.sentence.extent(c).1);
                }
                Rel::Nmod if depth > 0 && self.case(c) == Some("of") && self.children(c).len() < 12 => {
                    let near = self.sentence.extent(c).0;
                    if near <= end + 1 {
                        end = end.max(self.right_edge(c, c + 1, depth - 1));
                    }
                }
                _ => {}
            }
        }
        self.over_hyphens(end)
    }

    /// Extends a stretch over parts joined to it by a hyphen without blanks ("Wu Den-yih").
    fn over_hyphens(&self, mut end: u32) -> u32 {
        let tokens = &self.sentence.tokens;
        while let (Some(hyphen), Some(next)) = (tokens.get(end as usize), tokens.get(end as usize + 1))
            && end > 0
            && matches!(hyphen.form.as_str(), "-" | "‐" | "‑")
            && tokens[end as usize - 1].span.end() == hyphen.span.start()
            && hyphen.span.end() == next.span.start()
            && matches!(next.upos, Upos::Propn | Upos::Noun | Upos::X)
        {
            end += 2;
        }
        end
    }

    /// A name that follows a role noun without a comma.
    pub(super) fn tight_name(&self, head: u32) -> Option<u32> {
        self.children(head).iter().copied().find(|c| {
            *c > head
                && matches!(self.token(*c).rel, Rel::Flat | Rel::Appos | Rel::Compound | Rel::Nmod)
                && (self.token(*c).rel != Rel::Nmod || self.token(*c).sub == SubRel::Desc)
                && self.token(*c).upos == Upos::Propn
                && !(head + 1..*c).any(|i| {
                    self.token(i).rel == Rel::Punct
                        && matches!(self.token(i).form.as_str(), "," | "(" | "-" | "–" | "—")
                })
                && (head + 1..*c).all(|i| self.token(i).upos == Upos::Propn || self.token(i).rel == Rel::Punct)
        })
    }

    /// A name right after a role noun that the parser made a second subject or object of the same verb: "rebel group
    /// Harakat Noor attacked".
    fn joined_name(&self, head: u32) -> Option<u32> {
        let token = self.token(head);
        let verb = token.head?;
        let next = self.sentence.tokens.get(head as usize + 1)?;
        if next.upos != Upos::Propn || !matches!(token.rel, Rel::Nsubj | Rel::Obj | Rel::Obl) {
            return None;
        }
        let name = if next.head == Some(verb) {
            head + 1
        } else {
            next.head.filter(|h| *h > head)?
        };
        let joined = self.token(name).head == Some(verb)
            && self.token(name).rel == token.rel
            && self.token(name).upos == Upos::Propn
            && self.case(name).is_none()
            && self.sentence.extent(name).0 == head + 1;
        joined.then_some(name)
    }

    /// The role noun whose name this is, by [`View::joined_name`].
    fn joined_role(&self, name: u32) -> Option<u32> {
        let before = self.sentence.extent(name).0.checked_sub(1)?;
        (self.joined_name(before) == Some(name) && self.role(before).is_some()).then_some(before)
    }

    fn is_person_name(&self, head: u32) -> bool {
        self.kind_of_name(head) == Some(NameKind::Per)
    }

    fn role_with_name(&self, head: u32, role: RoleHit<'_>, tail: u32) -> Option<Draft> {
        let mut draft = self.described(head, role);
        let mut end = draft_end(head + 1, self.sentence.extent(tail).1, tail + 1);
        for &c in self.children(head) {
            if c > head && self.token(c).rel == Rel::Flat {
                end = end.max(c + 1);
            }
        }
        let first = head + 1;
        let end = self.over_hyphens(end);
        let start = self.left_edge(head, role.start.min(head));
        draft.span = self.span(start, end);
        draft.start = start;
        let name = self.span(first, end).of(self.text).to_owned();
        if let Some((_, meaning)) = self.meaning(tail)
            && !matches!(
                meaning.how,
                How::Region | How::Regional | How::Adjective | How::National | How::Capital
            )
        {
            let entity = self.of_entity(meaning);
            if entity.kind != ActorKind::Country {
                draft.actor = Actor {
                    country: entity.country.or(draft.actor.country),
                    sectors: if draft.actor.sectors.is_empty() || entity.kind != ActorKind::Person {
                        if entity.sectors.is_empty() {
                            draft.actor.sectors
                        } else {
                            entity.sectors
                        }
                    } else {
                        draft.actor.sectors
                    },
                    ..entity
                };
            }
        }
        if draft.actor.name.is_none() {
            draft.actor.name = Some(name.clone());
        }
        draft.name = Some(name);
        draft.basis = Basis::Named;
        draft.bare = false;
        draft.plural = false;
        Some(draft)
    }

    /// A phrase whose head is a known name.
    fn named(&self, head: u32, first: u32, end: u32, meaning: Meaning) -> Option<Draft> {
        let token = self.token(head);
        let start = self.left_edge(head, first.min(head));
        let end = self.right_edge(head, end, 0);
        let mut draft = Draft {
            sentence: self.sentence.index,
            head,
            span: self.span(start, end),
            actor: unknown(),
            basis: Basis::Named,
            role: None,
            bare: false,
            // "The United States" and "the Taliban Forces" are one each.
            plural: self.is_plural(head)
                && matches!(meaning.how, How::Name)
                && self
                    .kb
                    .entities
                    .get(meaning.at as usize)
                    .is_some_and(|e| matches!(e.kind, ActorKind::Group | ActorKind::Person)),
            definite: true,
            male: None,
            name: Some(self.span(first, end).of(self.text).to_owned()),
            guess: None,
            surname: meaning.how == How::Surname,
            start,
            owner: None,
            abroad: Abroad::No,
            candidates: Vec::new(),
        };
        match meaning.how {
            How::Region | How::Regional => {
                let name = self.kb.region_name(meaning.at);
                draft.actor.name = Some(name.to_owned());
                let word = self.word(head);
                if matches!(word, "states" | "republics" | "baltics" | "nordics" | "balkans") {
                    draft.actor.kind = ActorKind::Country;
                    draft.actor.members = self.kb.region_members(meaning.at);
                    let count = self
                        .children(head)
                        .iter()
                        .find(|c| self.token(**c).rel == Rel::Nummod)
                        .and_then(|c| number(self.word(*c)));
                    if count.is_some_and(|count| count != draft.actor.members.len()) {
                        draft.actor.members.clear();
                    }
                } else if meaning.how == How::Regional {
                    draft.actor.kind = ActorKind::Group;
                    draft.actor.sectors = vec![Sector::Cvl];
                }
                return Some(draft);
            }
            How::Capital => {
                let locative = matches!(
                    self.case(head),
                    Some(
                        "in" | "at"
                            | "near"
                            | "around"
                            | "outside"
                            | "inside"
                            | "throughout"
                            | "across"
                            | "into"
                            | "through"
                            | "toward"
                            | "towards"
                            | "via"
                    )
                ) || token.rel == Rel::Obl
                    && matches!(self.case(head), Some("to" | "from" | "for"))
                    && self.moves(token.head);
                let title = matches!(self.sentence.part, PartKind::Headline | PartKind::Kicker);
                // "the University of Copenhagen", "the mayor of Nairobi": the town, not the government
                let town = self.case(head) == Some("of")
                    && token.head.is_some_and(|up| {
                        self.is(&self.lemma(up), WordClass::Local)
                            || self.role(up).is_some_and(|r| r.role.kind == RoleKind::Body)
                    });
                if locative || town || token.rel == Rel::Appos || token.rel == Rel::Root && !title {
                    return None;
                }
                draft.actor = self.of_entity(meaning);
                return Some(draft);
            }
            How::Adjective | How::National => {
                draft.actor = self.of_entity(meaning);
                draft.actor.name = None;
                draft.actor.id = None;
                draft.plural = self.is_plural(head) || token.upos == Upos::Adj;
                draft.actor.kind = if draft.plural {
                    ActorKind::Group
                } else {
                    ActorKind::Person
                };
                if draft.actor.sectors.is_empty() {
                    draft.actor.sectors.push(Sector::Cvl);
                }
                let elsewhere = self.children(head).iter().any(|c| {
                    *c > head
                        && self.case(*c) == Some("of")
                        && self.token(*c).rel == Rel::Nmod
                        && self.token(*c).upos == Upos::Propn
                });
                if elsewhere || self.children(head).iter().any(|c| self.word(*c) == "ethnic") {
                    // "ethnic Albanians": the people, not the state.
                    draft.actor.country = None;
                    draft.bare = true;
                    self.add_origin(head, &mut draft.actor, false);
                }
                draft.basis = Basis::Described;
                draft.role = Some(self.word(head).into());
                draft.name = None;
                return Some(draft);
            }
            How::Seat | How::Name | How::Surname => {}
        }
        draft.actor = self.of_entity(meaning);
        match draft.actor.kind {
            ActorKind::Person => self.add_titles(head, &mut draft),
            ActorKind::Country | ActorKind::Igo => {}
            _ => {
                // "the ministry" later on.
                if self.role_word(head) {
                    draft.role = Some(self.lemma(head).into());
                }
                let name = draft.name.as_deref().map(fold);
                if name.is_some_and(|name| self.kb.generic.contains(&name)) {
                    // "Turkey's National Security Council" is not America's
                    let origin = self.origin(head, 3);
                    let own = draft.actor.country.clone();
                    let other = origin.codes.iter().find(|c| !OTHER_CODES.contains(&c.as_str()));
                    if let Some(code) = other.filter(|c| Some(*c) != own.as_ref()) {
                        draft.actor.country = Some(code.clone());
                        draft.actor.id = None;
                        draft.actor.name = draft.name.clone();
                    }
                }
                if draft.actor.country.is_none() {
                    self.add_origin(head, &mut draft.actor, false);
                }
            }
        }
        Some(draft)
    }

    /// True for verbs of motion: what they lead to or from is a place.
    fn moves(&self, verb: Option<u32>) -> bool {
        verb.is_some_and(|verb| {
            matches!(
                self.token(verb).lemma.as_str(),
                "go" | "come"
                    | "travel"
                    | "fly"
                    | "arrive"
                    | "return"
                    | "head"
                    | "move"
                    | "flee"
                    | "drive"
                    | "bring"
                    | "leave"
                    | "transport"
                    | "walk"
                    | "march"
                    | "take"
                    | "depart"
                    | "sail"
                    | "ship"
                    | "transfer"
                    | "rush"
                    | "visit"
                    | "evacuate"
                    | "airlift"
                    | "extradite"
                    | "deport"
                    | "land"
                    | "report"
            )
        })
    }

    /// A name that the knowledge base does not have.
    fn new_name(&self, head: u32, kind: Option<NameKind>) -> Draft {
        let (mut first, mut end) = (
            self.left_name(head),
            self.right_edge(head, head + 1, u8::from(kind != Some(NameKind::Per))),
        );
        if let Some(name) = self.sentence.names.iter().find(|n| n.start <= head && head < n.end) {
            first = first.min(name.start);
            end = end.max(name.end);
        }
        let start = self.left_edge(head, first.min(head));
        let name = self.span(first.max(start).min(head), end).of(self.text).to_owned();
        let mut actor = unknown();
        actor.name = Some(name.clone());
        actor.kind = match kind {
            Some(NameKind::Per) => ActorKind::Person,
            Some(NameKind::Org) => ActorKind::Organization,
            _ => ActorKind::Unknown,
        };
        let mut draft = Draft {
            sentence: self.sentence.index,
            head,
            span: self.span(start, end),
            actor,
            basis: Basis::Named,
            role: None,
            bare: false,
            plural: false,
            definite: true,
            male: None,
            name: Some(name),
            guess: None,
            surname: false,
            start,
            owner: None,
            abroad: Abroad::No,
            candidates: Vec::new(),
        };
        self.add_titles(head, &mut draft);
        if draft.actor.kind == ActorKind::Unknown && draft.role.is_some() {
            draft.actor.kind = ActorKind::Person;
        }
        self.add_candidates(head, &mut draft);
        draft
    }

    /// Those who bear the name, and what they have in common.
    fn add_candidates(&self, head: u32, draft: &mut Draft) {
        let all = self.candidates(head);
        let Some(first) = all.first() else { return };
        if all.iter().all(|e| e.kind == first.kind) {
            draft.actor.kind = first.kind;
        }
        if draft.actor.country.is_none() && all.iter().all(|e| e.country == first.country) {
            draft.actor.country = first.country.clone();
        }
        if draft.actor.sectors.is_empty()
            && first.kind != ActorKind::Person
            && all.iter().all(|e| e.sectors == first.sectors)
        {
            draft.actor.sectors = first.sectors.clone();
        }
        for entity in all {
            if !draft.candidates.contains(&entity.id) {
                draft.candidates.push(entity.id.clone());
            }
        }
    }

    /// First token of the name that ends with the head.
    fn left_name(&self, head: u32) -> u32 {
        let mut first = head;
        for &c in self.children(head).iter().rev() {
            if c >= head {
                continue;
            }
            let token = self.token(c);
            if token.upos == Upos::Propn
                && matches!(token.rel, Rel::Compound | Rel::Flat)
                && self.kb.roles.phrase(self.word(c)).is_none()
            {
                first = first.min(self.sentence.extent(c).0);
            }
        }
        first
    }

    /// Country and sectors from titles before a name and an apposition after it.
    fn add_titles(&self, head: u32, draft: &mut Draft) {
        let mut sectors: Vec<Sector> = Vec::new();
        let mut appositions = Vec::new();
        let mut titles = Vec::new();
        for &c in self.children(head) {
            let token = self.token(c);
            match token.rel {
                Rel::Nmod if token.sub == SubRel::Desc => titles.push(c),
                Rel::Compound | Rel::Amod | Rel::Flat if c < head => titles.push(c),
                Rel::Appos => appositions.push(c),
                _ => {}
            }
        }
        if self.token(head).rel == Rel::Appos
            && let Some(up) = self.token(head).head
        {
            // "the leader of the group, Name"
            appositions.push(up);
        }
        let joined = self.joined_role(head);
        appositions.extend(joined);
        for c in titles.into_iter().rev().chain(appositions) {
            let word = self.word(c);
            if MALE.contains(&word) {
                draft.male = Some(true);
            } else if FEMALE.contains(&word) {
                draft.male = Some(false);
            }
            if self.hit_of[c as usize].is_some() && self.token(c).rel != Rel::Appos {
                continue;
            }
            let Some(role) = self.role(c) else { continue };
            if role.role.kind == RoleKind::Quantity {
                continue;
            }
            if role.role.kind == RoleKind::Body && self.token(c).rel != Rel::Appos && joined != Some(c) {
                continue;
            }
            if draft.role.is_none() {
                draft.role = Some(self.lemma(c).into());
            }
            if sectors.is_empty() {
                sectors = self.sectors(c, role);
                if role.role.kind == RoleKind::Body && draft.actor.kind == ActorKind::Unknown {
                    draft.actor.kind = ActorKind::Organization;
                }
            }
            if draft.actor.country.is_none() {
                let origin = self.origin(c, 3);
                if let Some(code) = origin.codes.first() {
                    draft.actor.country = Some(code.clone());
                }
            }
        }
        let former = self
            .children(head)
            .iter()
            .any(|c| *c < head && self.kb.roles.modifier(self.word(*c)).contains(&Sector::Eli));
        if former && sectors.first().is_some_and(|s| *s != Sector::Eli) {
            sectors.insert(0, Sector::Eli);
            sectors.truncate(2);
        }
        // What the text calls him outranks what the knowledge base has of another time.
        if !sectors.is_empty()
            && (draft.actor.sectors.is_empty()
                || draft.actor.sectors == [Sector::Eli]
                || sectors.contains(&Sector::Eli))
        {
            draft.actor.sectors = sectors;
        }
        if draft.actor.country.is_none() {
            self.add_origin(head, &mut draft.actor, false);
        }
    }

    fn add_origin(&self, head: u32, actor: &mut Actor, plural: bool) {
        let origin = self.origin(head, 3);
        match origin.codes.as_slice() {
            [] => {}
            [one] => actor.country = Some(one.clone()),
            several if plural => actor.members = several.to_vec(),
            [first, ..] => actor.country = Some(first.clone()),
        }
        if origin.pre && !actor.sectors.contains(&Sector::Pre) {
            actor.sectors.push(Sector::Pre);
        }
    }

    /// A phrase headed by a role noun.
    fn described(&self, head: u32, role: RoleHit<'_>) -> Draft {
        let start = self.left_edge(head, role.start.min(head));
        let end = self.right_edge(head, role.end, 2);
        let plural = self.is_plural(head) || self.word(head) == "troops";
        let definite = self
            .children(head)
            .iter()
            .any(|c| matches!(self.word(*c), "the" | "this" | "that" | "these" | "those"));
        let mut actor = unknown();
        actor.kind = match role.role.kind {
            RoleKind::Person | RoleKind::Quantity if plural => ActorKind::Group,
            RoleKind::Person | RoleKind::Quantity => ActorKind::Person,
            RoleKind::Body | RoleKind::Equipment => ActorKind::Organization,
        };
        actor.sectors = self.sectors(head, role);
        let lemma = self.lemma(head);
        let mut end = end;
        let of_states = plural && self.is(&lemma, WordClass::State);
        let abroad = self.abroad(head, of_states);
        if of_states && let Some((members, last)) = self.members(head, &lemma) {
            actor.members = members;
            end = end.max(last);
            if self.is(&lemma, WordClass::Whole) {
                actor.kind = ActorKind::Country;
                actor.sectors.clear();
            }
        }
        if actor.members.is_empty() {
            self.add_origin(head, &mut actor, plural);
            if lemma == "government" && actor.sectors.is_empty() {
                actor.sectors.push(Sector::Gov);
            }
        }
        let bare = actor.country.is_none() && actor.members.is_empty();
        self.add_office(head, role, plural, &mut actor);
        let male = if FEMALE.contains(&lemma.as_str()) {
            Some(false)
        } else if MALE.contains(&lemma.as_str()) {
            Some(true)
        } else {
            None
        };
        let name = (self.token(head).upos == Upos::Propn && role.role.kind == RoleKind::Body)
            .then(|| self.span(start, end).of(self.text).to_owned());
        if let Some(name) = &name
            && actor.name.is_none()
            && end - start > 1
        {
            actor.name = Some(name.clone());
        }
        Draft {
            sentence: self.sentence.index,
            head,
            span: self.span(start, end),
            actor,
            basis: Basis::Described,
            role: Some(lemma.into()),
            bare,
            plural,
            definite,
            male,
            name: name.filter(|n| n.contains(' ')),
            guess: None,
            surname: false,
            start,
            owner: self
                .children(head)
                .iter()
                .copied()
                .find(|c| *c < head && self.token(*c).upos == Upos::Pron && self.token(*c).sub == SubRel::Poss),
            abroad,
            candidates: Vec::new(),
        }
    }

    /// What a phrase says against the country that the text around suggests.
    fn abroad(&self, head: u32, of_states: bool) -> Abroad {
        let mut backers: Vec<CompactString> = Vec::new();
        for &c in self.children(head) {
            if c > head {
                break;
            }
            let region = |m: Meaning| matches!(m.how, How::Region | How::Regional);
            if of_states && (self.meaning(c).is_some_and(|(_, m)| region(m)) || self.negated(c)) {
                return Abroad::Wide;
            }
            if matches!(self.token(c).rel, Rel::Amod | Rel::Compound) && self.is(&self.lemma(c), WordClass::Backing) {
                for &d in self.children(c) {
                    if let Some(code) = self.meaning(d).and_then(|(_, m)| self.code_of(m)) {
                        backers.push(code);
                    }
                }
            }
        }
        if backers.is_empty() {
            Abroad::No
        } else {
            Abroad::Backed(backers)
        }
    }

    /// True if a folded word is of a class.
    fn is(&self, word: &str, class: WordClass) -> bool {
        self.kb.words.is(word, class)
    }

    /// Who holds the office on the document's date: "the US president".
    fn add_office(&self, head: u32, role: RoleHit<'_>, plural: bool, actor: &mut Actor) {
        let (Some(date), Some(country), false) = (self.date, actor.country.clone(), plural) else {
            return;
        };
        if actor.kind != ActorKind::Person {
            return;
        }
        let mut phrase = String::new();
        self.folded.phrase(role.start as usize, role.end as usize, &mut phrase);
        let Some(office) = self.kb.offices_by_phrase.as_ref().and_then(|o| o.of(&phrase)) else {
            return;
        };
        let blocked = self.children(head).iter().any(|c| {
            matches!(
                self.word(*c),
                "former"
                    | "ex"
                    | "next"
                    | "new"
                    | "first"
                    | "late"
                    | "future"
                    | "a"
                    | "an"
                    | "acting"
                    | "interim"
                    | "deputy"
                    | "vice"
                    | "ousted"
                    | "elected"
            )
        });
        if blocked {
            return;
        }
        let country = if office == "pope" { "VAT".into() } else { country };
        if let Some(at) = self.kb.office_holder(&country, office, date) {
            let entity = &self.kb.entities[at as usize];
            actor.name = Some(entity.name.clone());
            actor.id = Some(entity.id.clone());
        }
    }

    /// The states that "Central Asian republics bordering Afghanistan" stands for, and one past
    /// the last token that says so.
    fn members(&self, head: u32, lemma: &str) -> Option<(Vec<CompactString>, u32)> {
        let mut members: Option<Vec<CompactString>> = None;
        let mut count = None;
        let mut end = head + 1;
        for &c in self.children(head) {
            let token = self.token(c);
            // "G7" may be read as a number
            let named = self.hit_of[c as usize].is_some();
            if token.rel == Rel::Nummod && !named {
                count = number(self.word(c));
                continue;
            }
            if !named && self.is(self.word(c), WordClass::Narrowing) || self.negated(c) {
                return None;
            }
            // "countries that host refugees", "members on the Black Sea": not all of them
            if c > head && token.rel == Rel::Acl && token.sub == SubRel::Relcl && !self.after_comma(c) {
                let border = self.is(&self.lemma(c), WordClass::Border);
                if !border {
                    return None;
                }
            }
            if token.rel == Rel::Nmod
                && matches!(
                    self.case(c),
                    Some("on" | "along" | "around" | "near" | "with" | "without" | "outside" | "under" | "except")
                )
                && !self.after_comma(c)
            {
                return None;
            }
            // "the permanent members", said of no other body
            if lemma == "member" && self.word(c) == "permanent" {
                let council = self.kb.by_id("org.unsc");
                members = members.or_else(|| council.map(|at| self.kb.members_on(at, self.date)));
            }
            let inside = match token.rel {
                Rel::Amod | Rel::Compound | Rel::Nummod => true,
                Rel::Nmod => {
                    token.sub == SubRel::Poss
                        || token.sub == SubRel::Desc
                        || self.case(c).is_none()
                        || matches!(self.case(c), Some("of" | "in" | "from"))
                }
                _ => false,
            };
            if !inside {
                continue;
            }
            // "the G7 and the EU", "African Union member states"
            let mut parts = vec![c];
            parts.extend(self.children(c).iter().copied().filter(|d| {
                self.token(*d).rel == Rel::Conj || self.word(c) == "member" && self.token(*d).rel == Rel::Compound
            }));
            let mut all: Vec<CompactString> = Vec::new();
            for part in parts {
                let (found, last) = self.states_of(part, lemma)?;
                if part > head && !found.is_empty() {
                    end = end.max(last);
                }
                for code in found {
                    if !all.contains(&code) {
                        all.push(code);
                    }
                }
            }
            if !all.is_empty() {
                members = Some(match members {
                    Some(before) => before.into_iter().filter(|m| all.contains(m)).collect(),
                    None => all,
                });
            }
        }
        // "bordering Afghanistan", "that border Afghanistan"
        for &c in self.children(head) {
            if c > head && self.token(c).rel == Rel::Acl && self.is(&self.lemma(c), WordClass::Border) {
                let mut objects: Vec<u32> = self.children(c).to_vec();
                objects.retain(|o| *o > c && matches!(self.token(*o).rel, Rel::Obj | Rel::Obl));
                // the parser may take the name for the next verb's subject
                if objects.is_empty() && (c as usize) + 1 < self.sentence.tokens.len() {
                    objects.push(c + 1);
                }
                for object in objects {
                    let Some((hit, meaning)) = self.meaning(object) else {
                        continue;
                    };
                    if meaning.how != How::Name {
                        continue;
                    }
                    let code = self.kb.entities[meaning.at as usize].country.clone()?;
                    end = end.max(hit.end);
                    members = Some(match members {
                        Some(before) => before
                            .into_iter()
                            .filter(|m| self.kb.countries.borders(m, &code))
                            .collect(),
                        None => self.kb.countries.neighbours(&code),
                    });
                }
            }
        }
        let members = members.filter(|m| !m.is_empty())?;
        if count.is_some_and(|count| count != members.len()) {
            return None;
        }
        Some((members, end))
    }

    /// The states that one word stands for beside "countries", "leaders" and the like, and one past its name's last
    /// token; `None` if it is a state whose neighbours are not known.
    fn states_of(&self, c: u32, lemma: &str) -> Option<(Vec<CompactString>, u32)> {
        // "countries in the ex-Soviet region"
        let region = matches!(self.word(c), "region" | "area" | "world" | "bloc" | "subcontinent")
            .then(|| {
                self.children(c).iter().find_map(|d| {
                    self.meaning(*d)
                        .filter(|(_, m)| matches!(m.how, How::Region | How::Regional))
                })
            })
            .flatten();
        let Some((hit, meaning)) = region.or_else(|| self.meaning(c)) else {
            return Some((Vec::new(), c + 1));
        };
        let found = match meaning.how {
            // "European powers" are the great ones among them, "European partners" those that one has
            How::Region | How::Regional if self.is(lemma, WordClass::Chosen) => Vec::new(),
            How::Region | How::Regional => self.kb.region_members(meaning.at),
            How::Name => {
                let entity = &self.kb.entities[meaning.at as usize];
                let found = if self.is(lemma, WordClass::Servant) {
                    Vec::new()
                } else {
                    self.kb.members_on(meaning.at, self.date)
                };
                if found.is_empty() && self.is(lemma, WordClass::Neighbour) && entity.kind == ActorKind::Country {
                    self.kb.countries.neighbours(entity.country.as_deref()?)
                } else {
                    found
                }
            }
            How::Adjective if self.is(lemma, WordClass::Neighbour) => {
                let entity = &self.kb.entities[meaning.at as usize];
                self.kb.countries.neighbours(entity.country.as_deref()?)
            }
            _ => Vec::new(),
        };
        Some((found, hit.end))
    }

    /// True if "non-" or "anti-" stands before a word.
    fn negated(&self, c: u32) -> bool {
        let before = |w: &str| matches!(w.trim_end_matches('-'), "non" | "anti");
        self.word(c).starts_with("non ")
            || self.children(c).iter().any(|d| before(self.word(*d)))
            || c > 1 && self.token(c - 1).rel == Rel::Punct && before(self.word(c - 2))
            || c > 0 && before(self.word(c - 1))
    }

    /// True if a comma stands before the phrase of a word.
    fn after_comma(&self, c: u32) -> bool {
        let first = self.sentence.extent(c).0;
        let comma = |i: u32| self.token(i).form == ",";
        comma(first) || first > 0 && comma(first - 1)
    }

    /// Sectors of a role noun with its modifiers.
    fn sectors(&self, head: u32, role: RoleHit<'_>) -> Vec<Sector> {
        let mut own = role.role.sectors.clone();
        let mut extra: Vec<Sector> = Vec::new();
        let mut from_body: Vec<Sector> = Vec::new();
        let mut former = false;
        for &c in self.children(head) {
            let token = self.token(c);
            let inside = match token.rel {
                Rel::Amod | Rel::Compound => true,
                Rel::Nmod => {
                    token.sub == SubRel::Poss
                        || token.sub == SubRel::Desc
                        || matches!(self.case(c), Some("of" | "for" | "at" | "from" | "in"))
                }
                _ => false,
            };
            if !inside {
                continue;
            }
            let within_role = role.start <= c && c < role.end;
            if let Some((_, meaning)) = self.meaning(c) {
                if !matches!(meaning.how, How::Region | How::Regional) {
                    let entity = &self.kb.entities[meaning.at as usize];
                    if entity.kind != ActorKind::Country {
                        for s in &entity.sectors {
                            push(&mut from_body, *s);
                        }
                    }
                    if matches!(meaning.how, How::Seat) {
                        push(&mut from_body, Sector::Gov);
                    }
                    if entity.sectors.contains(&Sector::Pre) {
                        push(&mut extra, Sector::Pre);
                    }
                }
                continue;
            }
            if within_role {
                continue;
            }
            let word = self.word(c);
            let modifiers = self.kb.roles.modifier(word);
            if !modifiers.is_empty() && c < head {
                for s in modifiers {
                    if *s == Sector::Eli {
                        former = true;
                    } else {
                        push(&mut extra, *s);
                    }
                }
                continue;
            }
            if let Some(inner) = self.role(c)
                && inner.role.kind != RoleKind::Quantity
                && (inner.role.kind == RoleKind::Body || c < head || self.case(c) == Some("of"))
                && self.case(c) != Some("in")
            {
                let inner = if inner.role.weak && self.children(c).len() < 10 && c != head {
                    self.sectors_below(c, inner)
                } else {
                    inner.role.sectors.clone()
                };
                for s in inner {
                    push(&mut from_body, s);
                }
            }
        }
        const ARMED: [Sector; 6] = [
            Sector::Reb,
            Sector::Prm,
            Sector::Uaf,
            Sector::Crm,
            Sector::Cop,
            Sector::Spy,
        ];
        if role.role.weak {
            let opp = extra.contains(&Sector::Opp);
            extra.retain(|s| *s != Sector::Opp);
            let mut all = from_body;
            for s in extra {
                push(&mut all, s);
            }
            if !all.is_empty() {
                own = all;
            } else if opp {
                own = vec![Sector::Pty];
            }
            if opp {
                push(&mut own, Sector::Opp);
            }
        } else {
            let soft = own
                .first()
                .is_some_and(|s| matches!(s, Sector::Mil | Sector::Uaf | Sector::Pty | Sector::Cvl));
            if soft
                && role.role.kind == RoleKind::Person
                && let Some(first) = from_body
                    .iter()
                    .chain(&extra)
                    .find(|s| {
                        ARMED.contains(s)
                            || own[0] == Sector::Cvl && **s != Sector::Opp && **s != Sector::Cvl && **s != Sector::Rel
                    })
                    .copied()
            {
                own.retain(|s| !matches!(s, Sector::Mil | Sector::Uaf | Sector::Cvl));
                own.insert(0, first);
            }
            for s in extra {
                if matches!(s, Sector::Opp | Sector::Rel | Sector::Pre | Sector::Reb | Sector::Edu) {
                    push(&mut own, s);
                }
            }
        }
        if former
            && own.first().is_some_and(|s| {
                matches!(
                    s,
                    Sector::Gov | Sector::Leg | Sector::Mil | Sector::Cop | Sector::Jud | Sector::Spy
                )
            })
        {
            own.insert(0, Sector::Eli);
            own.truncate(2);
        }
        own
    }

    fn sectors_below(&self, head: u32, role: RoleHit<'_>) -> Vec<Sector> {
        let mut sectors = Vec::new();
        for &c in self.children(head) {
            if let Some((_, meaning)) = self.meaning(c)
                && !matches!(meaning.how, How::Region | How::Regional)
            {
                for s in &self.kb.entities[meaning.at as usize].sectors {
                    push(&mut sectors, *s);
                }
            }
            for s in self.kb.roles.modifier(self.word(c)) {
                push(&mut sectors, *s);
            }
            // One level deeper is enough: "member of the students' association".
            if matches!(self.token(c).rel, Rel::Compound | Rel::Nmod)
                && let Some(inner) = self.role(c)
                && !inner.role.weak
                && inner.role.kind != RoleKind::Quantity
            {
                for s in &inner.role.sectors {
                    push(&mut sectors, *s);
                }
            }
        }
        if sectors.is_empty() {
            role.role.sectors.clone()
        } else {
            sectors
        }
    }

    /// Countries that the words of a phrase give it.
    fn origin(&self, head: u32, depth: u8) -> Origin {
        let mut origin = Origin::default();
        if depth == 0 {
            return origin;
        }
        let mut owner = false;
        // Before the head: demonyms, names, possessives.
        for &c in self.children(head) {
            let token = self.token(c);
            let left = c < head
                && (matches!(token.rel, Rel::Amod | Rel::Compound | Rel::Flat)
                    || token.rel == Rel::Nmod && (token.sub != SubRel::None || self.case(c).is_none()));
            // "its northern neighbour"
            let other = token.sub == SubRel::Poss && self.is(&self.lemma(head), WordClass::Other);
            if left && !other && !self.negated(c) {
                let mut near = Origin::default();
                self.origin_of(c, depth, &mut near);
                if self.token(c).upos == Upos::Verb && self.is(&self.lemma(c), WordClass::Leading) {
                    // "Vietnamese-led forces"
                    for &d in self.children(c) {
                        if d < c {
                            self.origin_of(d, depth, &mut near);
                        }
                    }
                }
                for &d in self.children(c) {
                    if self.token(d).rel == Rel::Conj {
                        self.origin_of(d, depth, &mut near);
                    }
                }
                // The modifier next to the head counts, but for PLOVER's codes that are no state.
                let state = |o: &Origin| o.codes.iter().any(|c| !OTHER_CODES.contains(&c.as_str()));
                // An owner says less than the name itself: "Osama bin Laden's al-Qaeda network".
                let owned = std::mem::replace(&mut owner, self.of_person(c));
                if !near.codes.is_empty() && (origin.codes.is_empty() || state(&near) || !state(&origin) || owned) {
                    near.pre |= origin.pre;
                    origin = near;
                }
            }
        }
        if !origin.codes.is_empty() {
            return origin;
        }
        // After it: "of Kenya", then appositions, then "in Nairobi".
        for &c in self.children(head) {
            if c > head && self.token(c).rel == Rel::Nmod && self.case(c) == Some("of") {
                self.origin_of(c, depth, &mut origin);
                for &d in self.children(c) {
                    if self.token(d).rel == Rel::Conj {
                        self.origin_of(d, depth, &mut origin);
                    }
                }
            }
        }
        if !origin.codes.is_empty() {
            return origin;
        }
        for &c in self.children(head) {
            if c > head && matches!(self.token(c).rel, Rel::Appos | Rel::Flat) {
                self.origin_of(c, depth, &mut origin);
            }
        }
        if !origin.codes.is_empty() {
            return origin;
        }
        for &c in self.children(head) {
            if c > head
                && self.token(c).rel == Rel::Nmod
                && matches!(
                    self.case(c),
                    Some("in" | "from" | "at" | "for" | "near" | "to" | "across")
                )
            {
                self.origin_of(c, depth, &mut origin);
                if !origin.codes.is_empty() {
                    return origin;
                }
            }
        }
        // "workers affiliated with the Serbian union", "fighters loyal to the Libyan general"
        for &c in self.children(head) {
            let joined = c > head
                && self.token(c).sub != SubRel::Relcl
                && matches!(self.token(c).rel, Rel::Acl | Rel::Amod)
                && matches!(
                    self.lemma(c).as_str(),
                    "affiliate"
                        | "affiliated"
                        | "loyal"
                        | "belong"
                        | "link"
                        | "linked"
                        | "ally"
                        | "allied"
                        | "base"
                        | "station"
                );
            if !joined {
                continue;
            }
            for &d in self.children(c) {
                if matches!(self.token(d).rel, Rel::Obl | Rel::Obj | Rel::Nmod) {
                    self.origin_of(d, depth, &mut origin);
                }
            }
            if !origin.codes.is_empty() {
                return origin;
            }
        }
        // An apposition shares its governor's country.
        let token = self.token(head);
        if token.rel == Rel::Appos
            && let Some(up) = token.head
        {
            let mut above = Origin::default();
            if let Some((_, meaning)) = self.meaning(up)
                && let Some(code) = self.code_of(meaning)
            {
                above.add(&code);
            }
            return above;
        }
        origin
    }

    /// True for a modifier that names a person.
    fn of_person(&self, c: u32) -> bool {
        self.meaning(c).is_some_and(|(_, meaning)| {
            !matches!(meaning.how, How::Region | How::Regional)
                && self.kb.entities[meaning.at as usize].kind == ActorKind::Person
        })
    }

    fn code_of(&self, meaning: Meaning) -> Option<CompactString> {
        match meaning.how {
            How::Region | How::Regional => None,
            _ => self.kb.entities[meaning.at as usize].country.clone(),
        }
    }

    fn origin_of(&self, c: u32, depth: u8, origin: &mut Origin) {
        if let Some((_, meaning)) = self.meaning(c) {
            if let Some(code) = self.code_of(meaning) {
                let entity = &self.kb.entities[meaning.at as usize];
                origin.pre |= entity.sectors.contains(&Sector::Pre);
                origin.add(&code);
                return;
            }
            if matches!(meaning.how, How::Region | How::Regional) {
                return;
            }
        }
        if let Some(code) = self.place_country(c) {
            origin.add(&code);
            return;
        }
        if matches!(self.token(c).upos, Upos::Noun | Upos::Propn | Upos::Adj) {
            let inner = self.origin(c, depth - 1);
            origin.pre |= inner.pre;
            for code in inner.codes {
                origin.add(&code);
            }
        }
    }
}

fn draft_end(a: u32, b: u32, c: u32) -> u32 {
    a.max(b.min(c + 4)).max(c)
}

fn push(list: &mut Vec<Sector>, sector: Sector) {
    if !list.contains(&sector) {
        list.push(sector);
    }
}

pub(super) fn is_title(word: &str) -> bool {
    matches!(
        word,
        "mr" | "mrs"
            | "ms"
            | "dr"
            | "gen"
            | "col"
            | "maj"
            | "capt"
            | "lt"
            | "sgt"
            | "adm"
            | "sen"
            | "rep"
            | "gov"
            | "prof"
            | "rev"
            | "lord"
            | "sir"
            | "brig"
            | "cmdr"
            | "pm"
            | "fm"
    )
}

/// True for nouns that name what a force does, by their form or one by one.
fn is_act(lemma: &str) -> bool {
    match lemma {
        "station" | "position" | "building" | "training" | "vehicle" | "department" | "establishment" | "equipment"
        | "installation" | "document" | "administration" | "uniform" | "section" | "division" | "organisation"
        | "organization" | "institution" | "precinct" | "association" | "reporting" | "hearing" | "recruiting"
        | "garrison" | "instrument" | "regiment" | "detachment" | "clothing" | "housing" => false,
        "raid" | "attack" | "assault" | "fire" | "crackdown" | "clampdown" | "strike" | "sweep" | "swoop"
        | "search" | "brutality" | "violence" | "ambush" | "patrol" | "charge" | "offensive" | "siege" | "push"
        | "response" | "presence" | "takeover" | "coup" | "custody" | "abuse" | "harassment" | "torture" | "arrest"
        | "blockade" | "cordon" | "chase" | "pursuit" | "hunt" | "manhunt" | "onslaught" | "advance" | "withdrawal"
        | "retreat" | "raids" | "inaction" | "failure" | "apathy" | "connivance" | "complicity" | "excess"
        | "inquiry" | "probe" | "escort" | "cover" | "surge" | "drill" | "exercise" | "incursion" | "bombardment"
        | "atrocity" | "killing" | "bullet" | "gunfire" | "checkpoint" | "mutiny" | "rampage" | "massacre" | "rule"
        | "highhandedness" | "high-handedness" | "negligence" | "indifference" | "lathi-charge" | "lathicharge"
        | "baton-charge" => true,
        _ => lemma.ends_with("ing") || lemma.ends_with("tion") || lemma.ends_with("sion") || lemma.ends_with("ment"),
    }
}

/// Months, weekdays and feasts: names, but of no actor.
pub(super) fn is_calendar(word: &str) -> bool {
    matches!(
        word,
        "january"
            | "february"
            | "march"
            | "april"
            | "may"
            | "june"
            | "july"
            | "august"
            | "september"
            | "october"
            | "november"
            | "december"
            | "jan"
            | "feb"
            | "mar"
            | "apr"
            | "jun"
            | "jul"
            | "aug"
            | "sep"
            | "sept"
            | "oct"
            | "nov"
            | "dec"
            | "monday"
            | "tuesday"
            | "wednesday"
            | "thursday"
            | "friday"
            | "saturday"
            | "sunday"
            | "ramadan"
            | "christmas"
            | "easter"
            | "gmt"
            | "internet"
            | "covid 19"
            | "covid"
    )
}

fn number(word: &str) -> Option<usize> {
    const WORDS: [&str; 13] = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    ];
    word.parse().ok().or_else(|| WORDS.iter().position(|w| *w == word))
}
