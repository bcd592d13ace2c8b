//! The phrases of a sentence that may mean a person, place or body.

use compact_str::CompactString;
use rustc_hash::FxHashMap;

use super::{Candidate, Definite, Form, Pronoun};
use crate::resolve::actors::mentions::{Draft, View, is_calendar, is_title};
use crate::resolve::actors::names::fold;
use crate::resolve::actors::nouns::Nouns;
use crate::{ActorKind, NameKind, PartKind, Precision, Rel, Sort, SubRel, Upos};

/// All candidates of a document.
pub(super) fn collect(nouns: &Nouns, views: &[View<'_>], drafts: &[Vec<Draft>]) -> Vec<Candidate> {
    let mut out = pass(nouns, views, drafts, &FxHashMap::default());
    // Names that stand inside other phrases and names count if they also stand by themselves.
    let mut alone: FxHashMap<String, (Sort, bool)> = FxHashMap::default();
    for candidate in &out {
        if let (Form::Name(words), Some(sort)) = (&candidate.form, candidate.sort) {
            alone.insert(words.join(" "), (sort, candidate.definite == Definite::The));
        }
    }
    if !alone.is_empty() {
        out = pass(nouns, views, drafts, &alone);
    }
    out
}

/// All candidates, with inner names where `alone` has them: their sort, and whether with article.
fn pass(
    nouns: &Nouns,
    views: &[View<'_>],
    drafts: &[Vec<Draft>],
    alone: &FxHashMap<String, (Sort, bool)>,
) -> Vec<Candidate> {
    let mut out = Vec::new();
    let mut paragraph = 0;
    let mut quotes = Quotes::default();
    for (at, (view, drafts)) in views.iter().zip(drafts).enumerate() {
        if view.sentence.part == PartKind::Other {
            continue;
        }
        if view.sentence.paragraph_start {
            paragraph += 1;
            quotes.paragraph();
        }
        let quoted = quotes.sentence(view);
        let around = Around {
            nouns,
            view,
            drafts,
            at,
            paragraph,
        };
        for head in 0..view.sentence.tokens.len() as u32 {
            if let Some(mut candidate) = around.candidate(head).or_else(|| around.inner(head, alone)) {
                candidate.quoted = quoted[head as usize];
                let several = around.several(&candidate);
                out.push(candidate);
                out.extend(several);
            }
        }
    }
    out
}

/// Which words stand between quotation marks.
#[derive(Debug, Default)]
struct Quotes {
    open: bool,
    count: u32,
}

impl Quotes {
    /// A quotation that runs on opens anew with each paragraph.
    fn paragraph(&mut self) {
        self.open = false;
    }

    fn sentence(&mut self, view: &View<'_>) -> Vec<Option<u32>> {
        let mut out = Vec::with_capacity(view.sentence.tokens.len());
        for token in &view.sentence.tokens {
            let (opens, closes) = match token.form.as_str() {
                "“" | "``" | "«" => (true, false),
                "”" | "''" | "»" => (false, true),
                "\"" => (!self.open, self.open),
                _ => (false, false),
            };
            if opens {
                self.open = true;
                self.count += 1;
            }
            out.push((self.open && !opens).then_some(self.count));
            if closes {
                self.open = false;
            }
        }
        out
    }
}

struct Around<'a> {
    nouns: &'a Nouns,
    view: &'a View<'a>,
    drafts: &'a [Draft],
    at: usize,
    paragraph: u32,
}

impl Around<'_> {
    fn candidate(&self, head: u32) -> Option<Candidate> {
        let token = self.view.token(head);
        match token.upos {
            Upos::Pron => self.pronoun(head),
            Upos::Noun | Upos::Propn | Upos::X => self.nominal(head),
            // "one of the largest cities"
            Upos::Num if self.view.word(head) == "one" => self.one_of(head),
            _ => None,
        }
    }

    /// "one of the mayors": a single one of what the complement names.
    fn one_of(&self, head: u32) -> Option<Candidate> {
        let complement = self
            .view
            .children(head)
            .iter()
            .copied()
            .find(|c| *c > head && self.view.token(*c).rel == Rel::Nmod && self.view.case(*c) == Some("of"))?;
        let of = self.nominal(complement)?;
        let mut candidate = self.blank(head);
        (candidate.start, candidate.end) = self.extent(head);
        candidate.sort = of.sort;
        candidate.definite = Definite::A;
        candidate.lemma = of.lemma;
        Some(candidate)
    }

    /// A name inside another phrase ("Oakland" in "Oakland residents") that stands by itself too.
    fn inner(&self, head: u32, alone: &FxHashMap<String, (Sort, bool)>) -> Option<Candidate> {
        let token = self.view.token(head);
        let proper = token.head.is_some_and(|up| self.view.token(up).upos == Upos::Propn);
        if token.upos != Upos::Propn || token.rel != Rel::Compound || proper {
            return None;
        }
        let mut words = Vec::new();
        let mut first = head;
        for i in (head.saturating_sub(3)..=head).rev() {
            if i != head && (self.view.token(i).upos != Upos::Propn || self.view.token(i).head != Some(head)) {
                break;
            }
            words.insert(0, self.view.word(i).to_owned());
            first = i;
        }
        let (sort, article) = *alone.get(&words.join(" "))?;
        let mut candidate = self.blank(head);
        candidate.start = first;
        if article && first > 0 && self.view.word(first - 1) == "the" {
            candidate.start -= 1;
        }
        candidate.sort = Some(sort);
        candidate.lemma = fold(&token.lemma);
        candidate.form = Form::Name(words);
        candidate.inner = true;
        candidate.subject = false;
        Some(candidate)
    }

    fn blank(&self, head: u32) -> Candidate {
        let token = self.view.token(head);
        Candidate {
            at: self.at,
            head,
            start: head,
            end: head + 1,
            sort: None,
            form: Form::Noun,
            plural: false,
            male: None,
            definite: Definite::Bare,
            lemma: String::new(),
            words: Vec::new(),
            id: None,
            class: CompactString::default(),
            roles: Vec::new(),
            subject: token.rel == Rel::Nsubj,
            inner: matches!(token.rel, Rel::Nmod | Rel::Compound),
            governor: token.head,
            paragraph: self.paragraph,
            quoted: None,
        }
    }

    fn pronoun(&self, head: u32) -> Option<Candidate> {
        // "Carlos I" is no speaker.
        let numeral = self.view.word(head) == "i" && head > 0 && self.view.token(head - 1).upos == Upos::Propn;
        if numeral {
            return None;
        }
        let (pronoun, male, sort) = match self.view.word(head) {
            "i" | "me" | "my" | "mine" | "myself" => (Pronoun::I, None, Some(Sort::Person)),
            "we" | "us" | "our" | "ours" | "ourselves" => (Pronoun::We, None, Some(Sort::Person)),
            "you" | "your" | "yours" | "yourself" | "yourselves" => (Pronoun::You, None, Some(Sort::Person)),
            "he" | "him" | "his" | "himself" => (Pronoun::He, Some(true), Some(Sort::Person)),
            "she" | "her" | "hers" | "herself" => (Pronoun::She, Some(false), Some(Sort::Person)),
            "it" | "its" | "itself" => (Pronoun::It, None, None),
            "they" | "them" | "their" | "theirs" | "themselves" => (Pronoun::They, None, None),
            _ => return None,
        };
        if pronoun == Pronoun::It && (self.view.token(head).rel == Rel::Expl || self.view.is_dummy(head)) {
            return None;
        }
        let mut candidate = self.blank(head);
        candidate.form = Form::Pronoun(pronoun);
        candidate.male = male;
        candidate.sort = sort;
        // "us all"
        if self
            .view
            .sentence
            .tokens
            .get(head as usize + 1)
            .is_some_and(|t| matches!(t.form.as_str(), "all" | "both") && t.head == Some(head))
        {
            candidate.end += 1;
        }
        candidate.plural = matches!(pronoun, Pronoun::We | Pronoun::They);
        Some(candidate)
    }

    fn nominal(&self, head: u32) -> Option<Candidate> {
        let token = self.view.token(head);
        let name = self
            .view
            .sentence
            .names
            .iter()
            .find(|n| n.start <= head && head < n.end);
        let modifier = match token.rel {
            Rel::Nsubj
            | Rel::Obj
            | Rel::Iobj
            | Rel::Obl
            | Rel::Conj
            | Rel::Appos
            | Rel::Root
            | Rel::Vocative
            | Rel::Dislocated
            | Rel::Parataxis
            | Rel::List
            | Rel::Xcomp
            | Rel::Advcl
            | Rel::Ccomp
            | Rel::Acl
            | Rel::Dep => false,
            Rel::Nmod => token.sub == SubRel::Desc,
            Rel::Compound => true,
            _ => return None,
        };
        if token.rel == Rel::Obl && matches!(token.sub, SubRel::Tmod | SubRel::Unmarked) && name.is_none() {
            return None;
        }
        if modifier || self.view.modifies(head) {
            // Only a name of its own: "NASA" in "NASA scientists", not a part of a longer name.
            let up = token.head?;
            let alone = match name {
                Some(name) => !(name.start <= up && up < name.end),
                None => self.view.known_name(head) && !self.view.same_name(head, up),
            };
            let title = token.rel == Rel::Nmod || self.view.token(up).upos == Upos::Propn;
            if token.upos != Upos::Propn || !alone || title {
                return None;
            }
        }
        if token.rel == Rel::Conj
            && let Some(up) = token.head
            && self.second_half(up, head)
        {
            return None;
        }
        // "captain Ana Brito" is one phrase, headed by the noun.
        if let Some(up) = token.head
            && self.view.token(up).upos == Upos::Noun
            && self.view.tight_name(up) == Some(head)
            && self.view.role_word(up)
        {
            return None;
        }
        if is_calendar(self.view.word(head)) || self.view.word(head).is_empty() {
            return None;
        }
        let draft = self.drafts.iter().find(|d| d.head == head);
        let lemma = fold(&token.lemma);
        let noun = self.nouns.noun(&lemma);
        let mut candidate = self.blank(head);
        let (start, end) = self.extent(head);
        (candidate.start, candidate.end) = (start, end);
        candidate.plural = matches!(token.xpos.as_str(), "NNS" | "NNPS") || lemma == "people";
        candidate.definite = self.definite(head);
        let tail = (token.upos == Upos::Noun && self.view.role_word(head))
            .then(|| self.view.tight_name(head))
            .flatten();
        let name = match tail {
            Some(tail) => self
                .view
                .sentence
                .names
                .iter()
                .find(|n| n.start <= tail && tail < n.end),
            None => name,
        };
        if let Some(tail) = tail {
            candidate.end = candidate
                .end
                .max(self.view.sentence.extent(tail).1.min(tail + 4))
                .max(tail + 1);
        }
        let (start, end) = (candidate.start, candidate.end);
        let proper =
            tail.is_some() || token.upos == Upos::Propn || name.is_some() && token.form.starts_with(char::is_uppercase);
        let place = self.view.place_at(head);
        let named = name.map(|name| match name.kind {
            NameKind::Per => Sort::Person,
            NameKind::Org => Sort::Organization,
            NameKind::Loc => Sort::Place,
        });
        let drafted = draft.and_then(|draft| match draft.actor.kind {
            ActorKind::Person | ActorKind::Group => Some(Sort::Person),
            ActorKind::Country => Some(Sort::Place),
            ActorKind::Igo | ActorKind::Organization => Some(Sort::Organization),
            ActorKind::Unknown => None,
        });
        candidate.sort = if proper {
            let known = draft.is_some_and(|d| d.actor.id.is_some());
            (if known { drafted.or(named) } else { named.or(drafted) })
                .or(place.map(|_| Sort::Place))
                .or(noun.map(|n| n.sort))
        } else {
            noun.map(|n| n.sort).or(drafted).or(place.map(|_| Sort::Place))
        };
        if let Some(draft) = draft {
            candidate.male = draft.male;
            candidate.id = draft
                .actor
                .id
                .clone()
                .filter(|_| draft.actor.members.is_empty() && !self.view.is_seat(head));
            if let Some(role) = &draft.role {
                candidate.roles.push(role.to_string());
            }
        }
        if !proper && let Some(noun) = noun {
            candidate.male = candidate.male.or(noun.male);
            candidate.class = noun.class.clone();
        }
        if let Some(place) = place {
            candidate.class = match place.precision {
                Some(Precision::City) => "town".into(),
                Some(Precision::Country) => "state".into(),
                Some(Precision::District | Precision::Region) => "region".into(),
                _ => CompactString::default(),
            };
        }
        if candidate.class.is_empty()
            && candidate.sort == Some(Sort::Place)
            && !self.view.is_seat(head)
            && draft.is_some_and(|d| d.actor.kind == ActorKind::Country)
        {
            candidate.class = "state".into();
        }
        for i in start..end {
            let other = self.view.token(i);
            if i != head && matches!(other.upos, Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num) {
                candidate.words.push(fold(&other.lemma));
            }
        }
        if proper {
            if tail.is_some() {
                candidate.roles.push(lemma.clone());
            }
            let words = self.name_words(tail.unwrap_or(head), &mut candidate);
            if let Some(noun) = self.nouns.noun(&lemma)
                && candidate.class.is_empty()
            {
                candidate.class = noun.class.clone();
            }
            if candidate.sort.is_none() && words.first().is_some_and(|w| self.nouns.first_name(w).is_some()) {
                candidate.sort = Some(Sort::Person);
            }
            if candidate.sort == Some(Sort::Person) && candidate.male.is_none() && words.len() > 1 {
                candidate.male = words.first().and_then(|w| self.nouns.first_name(w));
            }
            if candidate.sort == Some(Sort::Person) && candidate.male.is_none() && words.len() == 1 {
                candidate.male = self.nouns.first_name(&words[0]);
            }
            candidate.form = if words.is_empty() {
                Form::Noun
            } else {
                Form::Name(words)
            };
            // "the Secretary", "the House" by a noun written with a capital.
            let role = tail.is_none() && self.view.role_word(head);
            if role && matches!(&candidate.form, Form::Name(words) if words.len() == 1) && named != Some(Sort::Person) {
                candidate.form = Form::Noun;
            }
        }
        // "the United States" is one.
        if proper && matches!(candidate.sort, Some(Sort::Place | Sort::Organization)) {
            candidate.plural = false;
        }
        candidate.lemma = lemma;
        Some(candidate)
    }

    /// Folded words of the name under a head, without titles, which go to the roles.
    fn name_words(&self, head: u32, candidate: &mut Candidate) -> Vec<String> {
        let (mut first, mut last) = (head, head);
        for &c in self.view.children(head) {
            let token = self.view.token(c);
            let part =
                matches!(token.rel, Rel::Flat | Rel::Compound) || token.rel == Rel::Nmod && token.sub == SubRel::Desc;
            if part && matches!(token.upos, Upos::Propn | Upos::X | Upos::Num) || token.rel == Rel::Flat {
                let (a, b) = self.view.sentence.extent(c);
                first = first.min(a);
                last = last.max(b.saturating_sub(1));
            }
        }
        if let Some(name) = self
            .view
            .sentence
            .names
            .iter()
            .find(|n| n.start <= head && head < n.end)
        {
            first = first.min(name.start);
            last = last.max(name.end - 1);
        }
        let mut words = Vec::new();
        for i in first..=last {
            let token = self.view.token(i);
            let word = self.view.word(i);
            if word.is_empty() || matches!(token.upos, Upos::Det | Upos::Punct | Upos::Cconj) {
                continue;
            }
            let title = is_title(word) || matches!(word, "st" | "saint" | "miss") || self.view.is_role(word);
            if i < last && words.is_empty() && title && candidate.sort == Some(Sort::Person) {
                match word {
                    "mr" | "sir" | "lord" => candidate.male = Some(true),
                    "mrs" | "ms" | "miss" | "lady" => candidate.male = Some(false),
                    _ => {
                        if let Some(noun) = self.nouns.noun(word) {
                            candidate.male = candidate.male.or(noun.male);
                        }
                    }
                }
                candidate.roles.push(word.to_owned());
                continue;
            }
            // "Ana Brito MP": letters after a name.
            let letters = token.form.len() <= 5 && token.form.chars().all(char::is_uppercase);
            let person = candidate.sort == Some(Sort::Person) && words.len() >= 2;
            if person && letters && !self.view.token(first).form.chars().all(char::is_uppercase) {
                continue;
            }
            words.push(word.to_owned());
        }
        words
    }

    fn definite(&self, head: u32) -> Definite {
        let mut found = Definite::Bare;
        for &c in self.view.children(head) {
            let token = self.view.token(c);
            if token.rel == Rel::Nmod && token.sub == SubRel::Poss {
                return Definite::Owned;
            }
            match self.view.word(c) {
                "the" | "both" if token.rel == Rel::Det => found = Definite::The,
                "this" | "that" | "these" | "those" if token.rel == Rel::Det => found = Definite::This,
                _ if token.rel == Rel::Det => found = Definite::A,
                _ if token.rel == Rel::Nummod && found == Definite::Bare => found = Definite::A,
                _ => {}
            }
        }
        found
    }

    /// The phrase: everything under the head but what belongs to its clause, what is joined to it
    /// and what stands in apposition.
    fn extent(&self, head: u32) -> (u32, u32) {
        let (mut first, mut last) = (head, head);
        let person = self.view.token(head).upos == Upos::Propn
            && self
                .view
                .sentence
                .names
                .iter()
                .any(|n| n.start <= head && head < n.end && n.kind == NameKind::Per);
        for &c in self.view.children(head) {
            let token = self.view.token(c);
            let outside = match token.rel {
                Rel::Case => token.xpos != "POS",
                Rel::Punct
                | Rel::Cc
                | Rel::Conj
                | Rel::Mark
                | Rel::Appos
                | Rel::Parataxis
                | Rel::Cop
                | Rel::Nsubj
                | Rel::Aux
                | Rel::Advmod
                | Rel::Discourse
                | Rel::Dep
                | Rel::Obl
                | Rel::Advcl
                | Rel::Ccomp
                | Rel::Csubj
                | Rel::Expl
                | Rel::Orphan
                | Rel::Vocative
                | Rel::Obj
                | Rel::Xcomp
                | Rel::Dislocated
                | Rel::List => true,
                // "Born in England, Norton ..."
                Rel::Acl => c < head,
                // "Ana Brito for the union": said of the deed, not of the name.
                Rel::Nmod => {
                    c > head && person && token.sub != SubRel::Poss && !matches!(self.view.case(c), Some("of"))
                }
                Rel::Nummod => c > head && person,
                _ => false,
            };
            if outside && !self.second_half(head, c) {
                continue;
            }
            let (a, b) = self.view.sentence.extent(c);
            first = first.min(a);
            last = last.max(b.saturating_sub(1));
        }
        let function = |i: u32| {
            let token = self.view.token(i);
            token.rel == Rel::Punct || matches!(token.upos, Upos::Adp | Upos::Sconj | Upos::Cconj | Upos::Punct)
        };
        while first < head && function(first) {
            first += 1;
        }
        // "Ms Brito" where the tree has the title elsewhere.
        if first == head
            && head > 0
            && self.view.token(head).upos == Upos::Propn
            && (is_title(self.view.word(head - 1)) || self.view.word(head - 1) == "miss")
            && self.view.token(head - 1).form.starts_with(char::is_uppercase)
        {
            first -= 1;
        }
        while last > head && self.view.token(last).rel == Rel::Punct && self.view.token(last).head == Some(head) {
            last -= 1;
        }
        // The closing quotation mark belongs to what was opened inside.
        let opened = (first..=last).any(|i| matches!(self.view.token(i).form.as_str(), "“" | "\""))
            && !(first..=last).any(|i| self.view.token(i).form == "”");
        let next = self.view.sentence.tokens.get(last as usize + 1);
        if opened && next.is_some_and(|t| matches!(t.form.as_str(), "”" | "\"")) {
            last += 1;
        }
        (first, last + 1)
    }

    /// True for the second half of one description: "a physicist and poet" said of one person.
    fn second_half(&self, head: u32, c: u32) -> bool {
        let (token, other) = (self.view.token(head), self.view.token(c));
        let said = token.rel == Rel::Appos
            || self
                .view
                .children(head)
                .iter()
                .any(|c| self.view.token(*c).rel == Rel::Cop);
        said && other.rel == Rel::Conj
            && token.upos == Upos::Noun
            && other.upos == Upos::Noun
            && token.xpos == "NN"
            && other.xpos == "NN"
            && !self.view.children(c).iter().any(|d| {
                matches!(self.view.token(*d).rel, Rel::Det | Rel::Nsubj | Rel::Cop)
                    || self.view.token(*d).rel == Rel::Nmod && self.view.token(*d).sub == SubRel::Poss
            })
            && self
                .nouns
                .noun(&fold(&token.lemma))
                .is_none_or(|n| n.sort == Sort::Person)
            && self.view.role_word(c)
    }

    /// "researchers and students": what "they" may mean, headed by its first part.
    fn several(&self, first: &Candidate) -> Option<Candidate> {
        if first.sort.is_none() && first.form == Form::Noun || self.view.token(first.head).rel == Rel::Conj {
            return None;
        }
        let parts: Vec<u32> = self
            .view
            .children(first.head)
            .iter()
            .copied()
            .filter(|c| {
                self.view.token(*c).rel == Rel::Conj
                    && matches!(self.view.token(*c).upos, Upos::Noun | Upos::Propn | Upos::Pron)
            })
            .collect();
        let last = *parts.last()?;
        let joined = self.view.children(last).iter().any(|c| self.view.word(*c) == "and");
        if !joined {
            return None;
        }
        let mut whole = first.clone();
        whole.form = Form::Several;
        whole.plural = true;
        whole.male = None;
        whole.id = None;
        whole.roles.clear();
        whole.class = CompactString::default();
        for part in parts {
            let (_, end) = if self.view.token(part).upos == Upos::Pron {
                (part, part + 1)
            } else {
                self.extent(part)
            };
            whole.end = whole.end.max(end);
        }
        Some(whole)
    }
}
