//! Matches the lexicon's patterns over one sentence.

use dateline_data::lists::code::{
    ENTERING_VERBS, FICTION_VERBS, OWNING_VERBS, PLACE_NOUNS, PORTION_NOUNS, QUANTITY_WORDS, SUFFERING_VERBS,
    SUPPORT_VERBS, TRANSPARENT_VERBS, TRAVELLING_VERBS,
};

use crate::types::Participant;
use crate::{Actor, ActorKind, EventType, Rel, Resolved, Sector, SubRel, Upos};

use super::lexicon::grammar::{Anchor, At, Fill, Kind, KindTest, Piece, Role};
use super::lexicon::{Compiled, Frame, Lexicon, is_word};
use super::tree::Tree;

/// One pattern that fits, with what fills it.
#[derive(Clone, Debug)]
pub struct Match<'a> {
    /// The pattern.
    pub compiled: &'a Compiled,
    /// Its frame.
    pub frame: &'a Frame,
    /// The anchor's head word.
    pub anchor: u32,
    /// First and one past the last word of the anchor with its particles and front words.
    pub words: (u32, u32),
    /// Phrases by role, as their head words.
    pub actor: Option<u32>,
    /// To whom.
    pub recipient: Option<u32>,
    /// Sides of a reciprocal event.
    pub both: Vec<u32>,
    /// The embedded act's head word.
    pub act: Option<u32>,
    /// Words that the pattern asks for beside the anchor.
    pub literals: Vec<u32>,
    /// The verb that carries an event noun.
    pub support: Option<u32>,
    /// How much of the pattern was asked for and found; higher is more specific.
    pub score: (u32, i32, u32),
}

/// A pattern that was tried, for `explain`.
#[derive(Clone, Debug)]
pub struct Tried<'a> {
    /// The pattern.
    pub compiled: &'a Compiled,
    /// Why it does not fit; `None` if it does.
    pub missing: Option<String>,
}

/// Matches of one sentence.
#[derive(Debug)]
pub struct Matcher<'a> {
    lexicon: &'a Lexicon,
    /// The sentence's tree.
    pub tree: Tree<'a>,
    resolved: &'a Resolved,
    /// The best match at each word.
    pub best: Vec<Option<Match<'a>>>,
}

impl<'a> Matcher<'a> {
    /// Finds the best match at each word of the sentence.
    #[must_use]
    pub fn new(lexicon: &'a Lexicon, tree: Tree<'a>, resolved: &'a Resolved) -> Self {
        let n = tree.len();
        let known = lexicon.words(&tree.lemmas);
        let mut order: Vec<(u32, u32)> = (0..n)
            .filter(|&i| anchor_kind(&tree, i).is_some() && !is_part_of_name(&tree, resolved, i))
            .map(|i| (tree.depth(i), i))
            .collect();
        order.sort_unstable_by_key(|&(depth, i)| (std::cmp::Reverse(depth), i));
        let mut matcher = Self {
            lexicon,
            tree,
            resolved,
            best: vec![None; n as usize],
        };
        for (_, i) in order {
            matcher.best[i as usize] = matcher.best_at(i, &known);
        }
        matcher
    }

    fn number(&self) -> u32 {
        self.tree.sentence.index
    }

    /// If the word at `at` is the pattern's anchor: the number of words before and after it that belong to it.
    fn anchored(&self, compiled: &Compiled, at: u32) -> Option<(usize, usize)> {
        let tree = &self.tree;
        let near = compiled.anchored(&tree.lemmas, at as usize);
        // "pulled most of its troops out", "drove the last of them out of Aleppo": however far, if the tree says so
        let far = |particle: &str| {
            let is = |w: u32| tree.lemma(w) == particle && w > at;
            let own = tree
                .children(at)
                .iter()
                .any(|&c| is(c) && tree.token(c).sub == SubRel::Prt);
            let last = tree.len().saturating_sub(1);
            own || (at + 1..last).any(|w| {
                is(w)
                    && particle == "out"
                    && tree.token(w).rel == Rel::Case
                    && tree.lemma(w + 1) == "of"
                    && tree.head(w).is_some_and(|phrase| tree.sentence.dominates(at, phrase))
            })
        };
        // "took office in November" is not "took in": the preposition has a noun of its own
        let lost = |after: usize| {
            let w = at + after as u32;
            let object_between = after > 1
                && matches!(
                    tree.token(w - 1).upos,
                    Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num
                );
            object_between && tree.token(w).rel == Rel::Case && !far(tree.lemma(w))
        };
        let near = near.filter(|&(_, after)| compiled.pattern.anchor != Anchor::Verb || !lost(after));
        near.or_else(|| compiled.particles(tree.lemma(at)).any(far).then_some((0, 0)))
    }

    fn best_at(&self, at: u32, known: &[u32]) -> Option<Match<'a>> {
        let mut found: Vec<Match<'a>> = Vec::new();
        for anchor in anchor_kinds(&self.tree, at) {
            for compiled in self.lexicon.candidates(anchor, self.tree.lemma(at), known) {
                let Some((before, after)) = self.anchored(compiled, at) else {
                    continue;
                };
                found.extend(self.fit(compiled, at, before, after).ok());
            }
        }
        // an exception rules out its own frame only
        let ruled_out: Vec<_> = found
            .iter()
            .filter(|m| m.compiled.except)
            .map(|m| m.compiled.frame)
            .collect();
        found.retain(|m| !ruled_out.contains(&m.compiled.frame) && !self.is_leisure(m) && !self.is_anonymity(m));
        // of equals the first in the lexicon
        found
            .into_iter()
            .reduce(|best, m| if m.score > best.score { m } else { best })
    }

    /// Sport, show, trade and private life: parties of the class `leisure`, in an act that is then no political one.
    fn is_leisure(&self, found: &Match<'_>) -> bool {
        use EventType as T;
        let Some(class) = self.lexicon.class("leisure") else {
            return false;
        };
        let one = |head: Option<u32>| head.is_some_and(|h| class.matches(&self.tree.lemmas, h as usize));
        if self.is_told_in_fiction(found.anchor) {
            return true;
        }
        let kind = found.frame.kind;
        let of_actor = !matches!(kind, T::Assault | T::Coerce | T::Protest | T::Sanction);
        let of_recipient = matches!(
            kind,
            T::Agree | T::Consult | T::Support | T::Cooperate | T::Request | T::Reject
        );
        let object = (found.compiled.pattern.anchor == Anchor::Verb)
            .then(|| {
                self.tree
                    .deep_object(found.anchor)
                    .or(self.tree.child(found.anchor, Rel::Iobj))
            })
            .flatten();
        of_actor && (one(found.actor) || found.both.iter().any(|&b| one(Some(b))))
            || of_recipient && (one(found.recipient) || one(object))
    }

    /// "An official who asked not to be named": no request to anybody.
    fn is_anonymity(&self, found: &Match<'_>) -> bool {
        let Some(act) = found.act.filter(|_| found.frame.kind == EventType::Request) else {
            return false;
        };
        let class = self.lexicon.class("anonymity");
        self.tree.is_passive(act) && class.is_some_and(|c| c.matches(&self.tree.lemmas, act as usize))
    }

    /// "The film shows a detective who arrests a banker": what a work tells.
    fn is_told_in_fiction(&self, anchor: u32) -> bool {
        let tree = &self.tree;
        let Some(works) = self.lexicon.class("fiction") else {
            return false;
        };
        let work = |s: u32| works.matches(&tree.lemmas, s as usize);
        let mut at = anchor;
        for _ in 0..6 {
            let Some(head) = tree.head(at) else {
                return false;
            };
            let tells = tree.token(head).upos == Upos::Verb && FICTION_VERBS.contains(&tree.lemma(head));
            let about = tree.token(at).rel == Rel::Nmod && tree.has_preposition(at, &["about".into(), "on".into()]);
            if about && work(head) {
                return true;
            }
            if tells && tree.surface_subject(head).is_some_and(work) {
                return true;
            }
            at = head;
        }
        false
    }

    /// All patterns whose anchor is the word at `at`, with why they do not fit.
    #[must_use]
    pub fn tried(&self, at: u32) -> Vec<Tried<'a>> {
        let mut all = Vec::new();
        for anchor in anchor_kinds(&self.tree, at) {
            for compiled in self.lexicon.anchored_on(anchor, self.tree.lemma(at)) {
                let missing = match self.anchored(compiled, at) {
                    None => Some("the anchor's other words are not there".to_owned()),
                    Some((before, after)) => self.fit(compiled, at, before, after).err(),
                };
                all.push(Tried { compiled, missing });
            }
        }
        all
    }

    /// Tries one pattern; the error says what is missing.
    fn fit(&self, compiled: &'a Compiled, at: u32, before: usize, after: usize) -> Result<Match<'a>, String> {
        let frame = self.lexicon.frame(compiled.frame);
        let noun = compiled.pattern.anchor == Anchor::Noun;
        let extra = u32::from(before + after > 0) + u32::from(compiled.except);
        let mut found = Match {
            compiled,
            frame,
            anchor: at,
            words: (at - before as u32, at + 1 + after as u32),
            actor: None,
            recipient: None,
            both: Vec::new(),
            act: None,
            literals: Vec::new(),
            support: None,
            score: (extra, frame.rank, 0),
        };
        // "struck the post" is not "struck": a verb with an object means another thing than without
        let aside = |p: &Piece| p.at == At::Front || !p.required && matches!(p.at, At::Prep(_));
        let verb = compiled.pattern.anchor == Anchor::Verb;
        if verb && !compiled.except && compiled.pattern.pieces.iter().all(aside) {
            let object = self.tree.child(at, Rel::Obj).filter(|_| !self.tree.is_passive(at));
            if object.is_some() {
                return Err("it has an object".to_owned());
            }
        }
        let support = if noun { self.support(at, found.frame.kind) } else { None };
        found.support = support.map(|(verb, _)| verb);
        let mut front_role = None;
        for (piece, set) in compiled.pattern.pieces.iter().zip(&compiled.sets) {
            let phrase = match &piece.fill {
                Fill::Words(_) => {
                    let set = self.lexicon.set(set.expect("word pieces have sets"));
                    let is_word = |w: u32| set.matches(&self.tree.lemmas, w as usize);
                    let mut all = self.places(piece, &found, noun, false).into_iter();
                    all.find_map(|p| {
                        // "a number of orders": the word comes after
                        let counted = is_quantity(&self.tree, p).then(|| self.of_phrase(p)).flatten();
                        self.tree
                            .conjuncts(p)
                            .into_iter()
                            .any(is_word)
                            .then_some(p)
                            .or_else(|| counted.filter(|&c| is_word(c)))
                    })
                }
                Fill::Role {
                    role: Role::Act, acts, ..
                } => self
                    .places(piece, &found, noun, true)
                    .into_iter()
                    .find(|&p| self.is_act(p, acts, piece)),
                Fill::Role { kinds, role, .. } => {
                    // who does something to himself does it to nobody else
                    let himself = |p: u32| *role == Role::Recipient && is_reflexive(&self.tree, p);
                    let role_taken = |p: u32| found.actor == Some(p) && *role != Role::Theme || himself(p);
                    self.places(piece, &found, noun, false)
                        .into_iter()
                        .find(|&p| !role_taken(p) && self.is_kind(p, kinds))
                }
            };
            // an event noun's agent may be its support verb's subject or who is credited with it
            let phrase = phrase.or_else(|| match &piece.fill {
                Fill::Role {
                    role: Role::Actor,
                    kinds,
                    ..
                } if noun && piece.required => {
                    let subject = support
                        .filter(|(_, suffers)| !suffers)
                        .and_then(|(verb, _)| self.tree.deep_subject(verb));
                    let agent = subject.filter(|&s| s != at).or_else(|| self.credited(at));
                    agent.filter(|&a| self.is_kind(a, kinds))
                }
                _ => None,
            });
            let Some(phrase) = phrase else {
                // a subject that is there but does not fit rules the pattern out, passives without agent do not
                let wrong_subject =
                    piece.at == At::Front && !noun && !self.places(piece, &found, noun, false).is_empty();
                // an exception for certain actors needs one: without an agent it says nothing
                let excepted = compiled.except
                    && matches!(&piece.fill, Fill::Role { role: Role::Actor, kinds, .. }
                        if kinds.iter().any(|k| k.kind != Kind::Any));
                if piece.required || wrong_subject || excepted {
                    return Err(describe(piece, wrong_subject));
                }
                continue;
            };
            if piece.required {
                found.score.0 += if piece.is_role() { 1 } else { 2 };
            } else {
                found.score.2 += 1;
            }
            match &piece.fill {
                Fill::Words(_) => found.literals.push(phrase),
                Fill::Role { role, kinds, acts } => {
                    if kinds
                        .iter()
                        .any(|k| !matches!(k.kind, Kind::Actor | Kind::Target | Kind::Any))
                        || !acts.is_empty()
                    {
                        found.score.0 += 1;
                    }
                    match role {
                        Role::Actor => found.actor = found.actor.or(Some(phrase)),
                        Role::Recipient => {
                            if noun && piece.at == At::Front {
                                front_role = Some(phrase);
                            }
                            if found.recipient.is_some()
                                && front_role.is_some()
                                && piece.at != At::Front
                                && found.actor.is_none()
                            {
                                // "police arrest of Navalny": who stands before did it
                                found.actor = found.recipient.replace(phrase);
                            } else {
                                found.recipient = found.recipient.or(Some(phrase));
                            }
                        }
                        Role::Both => found.both.push(phrase),
                        Role::Act => found.act = Some(phrase),
                        Role::Theme => found
                            .literals
                            .extend(matches!(piece.at, At::Object | At::Prep(_)).then_some(phrase)),
                    }
                }
            }
        }
        // "they met", "Kenya and Somalia signed": one alone is no two sides
        if let [side] = found.both[..]
            && found.recipient.is_none()
        {
            let token = self.tree.token(side);
            let several = self.tree.conjuncts(side).len() > 1
                || matches!(token.xpos.as_str(), "NNS" | "NNPS" | "PRP" | "CD" | "DT");
            if !several {
                return Err("only one side is named".to_owned());
            }
        }
        let takes_actor = compiled.pattern.pieces.iter().find_map(|p| match &p.fill {
            Fill::Role {
                role: Role::Actor,
                kinds,
                ..
            } => Some(kinds),
            _ => None,
        });
        if noun
            && found.actor.is_none()
            && let Some(kinds) = takes_actor
        {
            found.actor = self
                .credited(at)
                .filter(|&a| Some(a) != found.recipient && self.is_kind(a, kinds));
        }
        if let Some((verb, suffers)) = support {
            let subject = self.tree.deep_subject(verb).filter(|&s| {
                s != at
                    && self.is_kind(
                        s,
                        &[KindTest {
                            kind: Kind::Actor,
                            not: false,
                        }],
                    )
            });
            let fronted = |role: Role| {
                compiled.pattern.pieces.iter().find_map(|p| match &p.fill {
                    Fill::Role { role: r, kinds, .. } if *r == role => Some(kinds),
                    _ => None,
                })
            };
            if suffers {
                if found.recipient.is_none() && fronted(Role::Recipient).is_some() {
                    found.recipient = subject;
                }
            } else if let Some(subject) = subject {
                if fronted(Role::Both).is_some() {
                    if !found.both.contains(&subject) {
                        found.both.insert(0, subject);
                    }
                } else if found.actor.is_none()
                    && fronted(Role::Actor).is_some_and(|kinds| self.is_kind(subject, kinds))
                {
                    found.actor = Some(subject);
                }
            }
        }
        // "the ousted president", "40 jailed activists": nothing is told by it
        let t = self.tree.token(at);
        let described = verb && t.rel == Rel::Amod && t.xpos == "VBN" && !compiled.except;
        if described && found.recipient.is_some_and(|r| Some(r) == t.head && r > at) {
            return Err("it only describes".to_owned());
        }
        Ok(found)
    }

    /// The verb that carries the event noun at `at`, an event of type `kind`, and whether its subject suffers the event.
    fn support(&self, at: u32, kind: EventType) -> Option<(u32, bool)> {
        let tree = &self.tree;
        let of = |i: u32, words: &[&str]| tree.preposition(i).is_some_and(|p| words.contains(&p.as_str()));
        // "claimed responsibility for the attack"; where nobody did, nobody is known to have done it
        let taken = |verb: u32, object: u32| {
            let nobody = |c: &u32| tree.token(*c).rel == Rel::Nsubj && tree.is_denied(*c);
            tree.lemma(object) == "responsibility"
                && OWNING_VERBS.contains(&tree.lemma(verb))
                && !tree.is_denied(verb)
                && !tree.children(verb).iter().any(nobody)
        };
        let above = tree.head(at)?;
        if of(at, &["for"]) {
            let owner = match tree.token(at).rel {
                Rel::Nmod => tree
                    .head(above)
                    .filter(|&v| taken(v, above) && tree.token(above).rel == Rel::Obj),
                Rel::Obl => tree.child(above, Rel::Obj).filter(|&o| taken(above, o)).map(|_| above),
                _ => None,
            };
            if let Some(verb) = owner {
                return Some((verb, false));
            }
        }
        // "held a second round of talks": the noun between belongs to the verb
        let portion = tree.token(at).rel == Rel::Nmod && of(at, &["of"]) && PORTION_NOUNS.contains(&tree.lemma(above));
        let argument = if portion { above } else { at };
        let token = tree.token(argument);
        let verb = token.head?;
        if tree.token(verb).upos != Upos::Verb {
            // "was in Cairo for consultations"
            let stays = kind == EventType::Consult && of(argument, &["for"]) && tree.child(verb, Rel::Cop).is_some();
            return (stays && of(verb, &["in", "at"])).then_some((verb, false));
        }
        let lemma = tree.lemma(verb);
        match token.rel {
            Rel::Obj => {}
            Rel::Nsubj if token.sub == SubRel::Pass => {}
            Rel::Obl if of(argument, &["in", "under", "into", "on"]) => {}
            // "flew into Abidjan for talks with"
            Rel::Obl if kind == EventType::Consult && of(argument, &["for"]) => {
                return TRAVELLING_VERBS.contains(&lemma).then_some((verb, false));
            }
            _ => return None,
        }
        if SUFFERING_VERBS.contains(&lemma) {
            return Some((verb, true));
        }
        (SUPPORT_VERBS.contains(&lemma) && (token.rel != Rel::Obl || ENTERING_VERBS.contains(&lemma)))
            .then_some((verb, false))
    }

    /// "an attack carried out by the group", "attacks blamed on rebels": who is said to have done it.
    fn credited(&self, at: u32) -> Option<u32> {
        let tree = &self.tree;
        if let Some(blamed) = self.blamed(at) {
            return Some(blamed);
        }
        let participle = |c: &&u32| {
            let t = tree.token(**c);
            t.rel == Rel::Acl && t.xpos == "VBN"
        };
        tree.children(at).iter().filter(participle).find_map(|&verb| {
            let (lemma, mut by) = (tree.lemma(verb), vec!["by".into()]);
            match lemma {
                "attribute" | "ascribe" | "link" | "trace" => by = vec!["to".into()],
                "blame" | "pin" => by = vec!["on".into(), "upon".into()],
                "claim" => {}
                _ if SUPPORT_VERBS.contains(&lemma) => {}
                _ => return None,
            }
            tree.children(verb)
                .iter()
                .copied()
                .find(|&c| tree.token(c).rel == Rel::Obl && tree.has_preposition(c, &by))
        })
    }

    /// "The group was blamed for the abduction", "rebels are responsible for the attack": who stands for the deed at `at`.
    fn blamed(&self, at: u32) -> Option<u32> {
        let tree = &self.tree;
        // "the attack was blamed on the group"
        if let Some(verb) = tree.head(at).filter(|_| tree.token(at).sub == SubRel::Pass) {
            let on: &[compact_str::CompactString] = match tree.lemma(verb) {
                "blame" | "pin" => &["on".into(), "upon".into()],
                "attribute" | "ascribe" => &["to".into()],
                _ => &[],
            };
            return tree
                .children(verb)
                .iter()
                .copied()
                .find(|&c| tree.token(c).rel == Rel::Obl && tree.has_preposition(c, on));
        }
        // "Islamabad was behind the attack"
        if tree.child(at, Rel::Cop).is_some() && tree.preposition(at).is_some_and(|p| p == "behind") {
            return tree.surface_subject(at);
        }
        let phrase = matches!(tree.token(at).rel, Rel::Obl | Rel::Nmod);
        if !phrase || !tree.has_preposition(at, &["for".into(), "of".into(), "behind".into()]) {
            return None;
        }
        let judge = tree.head(at)?;
        match (tree.token(judge).upos, tree.lemma(judge)) {
            (Upos::Verb, "blame" | "accuse" | "suspect" | "convict") => tree.deep_object(judge),
            (Upos::Adj, "responsible" | "guilty") => tree.surface_subject(judge),
            _ => None,
        }
    }

    /// Head words of the phrases where a piece may stand.
    fn places(&self, piece: &Piece, found: &Match<'_>, noun: bool, act: bool) -> Vec<u32> {
        let tree = &self.tree;
        let at = found.anchor;
        let verb = found.compiled.pattern.anchor == Anchor::Verb;
        if tree.token(at).upos == Upos::Aux {
            return self.around_modal(piece, at);
        }
        match &piece.at {
            At::Front if noun => {
                let mut all: Vec<u32> = Vec::new();
                for rel in [Rel::Nmod, Rel::Compound, Rel::Amod, Rel::Det] {
                    for &c in tree.children(at) {
                        let t = tree.token(c);
                        if t.rel == rel
                            && (rel != Rel::Nmod || t.sub == SubRel::Poss)
                            && (rel != Rel::Det || t.upos == Upos::Pron)
                            && c < at
                        {
                            all.push(c);
                            // "US troop withdrawal", "Israeli army raid"
                            all.extend(
                                tree.children(c)
                                    .iter()
                                    .copied()
                                    .filter(|&g| matches!(tree.token(g).rel, Rel::Compound | Rel::Amod)),
                            );
                        }
                    }
                }
                all
            }
            At::Front if verb => {
                let subject = tree.deep_subject(at);
                // "issued a statement demanding that": who issued it demands
                let text = subject.filter(|&s| {
                    let message = self.lexicon.class("message");
                    tree.token(s).rel == Rel::Obj && message.is_some_and(|c| c.matches(&tree.lemmas, s as usize))
                });
                let issuer = text.and_then(|s| tree.surface_subject(tree.head(s)?));
                issuer.into_iter().chain(subject).collect()
            }
            At::Front => tree
                .surface_subject(at)
                .or_else(|| (tree.token(at).rel == Rel::Amod).then(|| tree.head(at)).flatten())
                .into_iter()
                .collect(),
            At::Object => {
                if tree.is_passive(at)
                    && let Some(object) = tree.child(at, Rel::Obj)
                    && found.compiled.pattern.pieces.iter().any(|p| p.at == At::Indirect)
                {
                    return vec![object];
                }
                let mut all: Vec<u32> = tree.deep_object(at).into_iter().collect();
                // "took in refugees" with its particle read as a preposition
                let next = tree.lemmas.get(at as usize + 1);
                let own = next.filter(|n| found.compiled.particles(tree.lemma(at)).any(|p| p == n.as_str()));
                let particle = if found.words.1 > at + 1 {
                    tree.lemmas.get(found.words.1 as usize - 1)
                } else {
                    own
                };
                if let Some(particle) = particle.filter(|_| all.is_empty()) {
                    all.extend(tree.children(at).iter().copied().filter(|&c| {
                        let t = tree.token(c);
                        (t.rel == Rel::Obl || t.rel == Rel::Xcomp && t.upos == Upos::Noun)
                            && match tree.preposition(c) {
                                Some(p) => p == *particle,
                                // "called off their strike" with the object read as an adjunct
                                None => t.sub == SubRel::None && c > at && c - at <= 8,
                            }
                    }));
                }
                // "looked the other way": read as a measure
                if all.is_empty() && matches!(piece.fill, Fill::Words(_)) {
                    all.extend(tree.children(at).iter().copied().filter(|&c| {
                        let t = tree.token(c);
                        t.rel == Rel::Obl && t.sub == SubRel::Unmarked && c > at
                    }));
                }
                if !tree.is_passive(at) {
                    all.extend(self.two_objects(at).map(|(_, second)| second));
                    all.extend(tree.child(at, Rel::Iobj).map(|c| tree.antecedent(c)));
                }
                all
            }
            At::Indirect => {
                let mut all: Vec<u32> = tree
                    .child(at, Rel::Iobj)
                    .map(|c| tree.antecedent(c))
                    .into_iter()
                    .collect();
                all.extend(self.two_objects(at).map(|(first, _)| first));
                if tree.is_passive(at) && tree.child(at, Rel::Obj).is_some() {
                    all.extend(tree.surface_subject(at));
                }
                // "denied the opposition party permission" with the party read as part of the permission
                // or "sold Thailand electricity" with the country read as part of the goods
                if let Some(object) = tree.child(at, Rel::Obj).filter(|&o| o > at) {
                    let the = tree.child(object, Rel::Det).is_some();
                    all.extend(tree.children(object).iter().copied().filter(|&c| {
                        let actor = self.resolved.actor(self.number(), c).map(|m| m.actor.kind);
                        let named = the && actor.is_some() || actor == Some(ActorKind::Country);
                        tree.token(c).rel == Rel::Compound && c > at && named
                    }));
                }
                // "gave Pakistan one billion dollars": a name before the number is no part of the object
                if let Some(object) = tree.child(at, Rel::Obj) {
                    let number = tree.child(object, Rel::Nummod);
                    all.extend(tree.children(object).iter().copied().filter(|&c| {
                        let t = tree.token(c);
                        t.rel == Rel::Compound && t.upos == Upos::Propn && c > at && number.is_some_and(|n| c < n)
                    }));
                }
                all.extend(self.after_preposition(found, &["to".into(), "for".into()], false));
                all
            }
            At::Prep(prepositions) => self.after_preposition(found, prepositions, act),
            At::Particle => {
                let near = |c: &u32| *c > at && *c - at <= 4;
                let children = tree.children(at).iter().copied().filter(near);
                children.chain((at + 1 < tree.len()).then_some(at + 1)).collect()
            }
            At::Clause => {
                let mut all: Vec<u32> = tree
                    .children(at)
                    .iter()
                    .copied()
                    .filter(|&c| {
                        let t = tree.token(c);
                        matches!(t.rel, Rel::Xcomp | Rel::Ccomp | Rel::Csubj)
                            || noun && t.rel == Rel::Acl && t.sub != SubRel::Relcl
                            || verb && t.rel == Rel::Advcl && tree.is_infinitive(c) && c > at && c - at <= 4
                    })
                    .collect();
                if verb {
                    // "warned the marchers that they would be arrested" with the clause hung on the marchers
                    for told in [Rel::Iobj, Rel::Obj, Rel::Obl]
                        .into_iter()
                        .filter_map(|rel| tree.child(at, rel).filter(|&c| c > at))
                        .filter(|&told| self.resolved.actor(self.number(), told).is_some())
                    {
                        let said = |c: &u32| {
                            let that = |m: &u32| tree.token(*m).rel == Rel::Mark && tree.lemma(*m) == "that";
                            tree.token(*c).rel == Rel::Acl && tree.children(*c).iter().any(that)
                        };
                        all.extend(tree.children(told).iter().copied().filter(said));
                    }
                    if let Some(object) = tree.deep_object(at) {
                        all.push(object);
                        // "held the ministry responsible" with the adjective read as the noun's own
                        all.extend(tree.children(object).iter().copied().filter(|&c| {
                            let t = tree.token(c);
                            t.rel == Rel::Amod && t.upos == Upos::Adj && c > object
                        }));
                    }
                }
                all
            }
        }
    }

    /// Where the pieces of a pattern anchored on a modal stand: its verb's subject, and the verb itself as the act.
    fn around_modal(&self, piece: &Piece, modal: u32) -> Vec<u32> {
        let tree = &self.tree;
        let Some(verb) = tree.head(modal) else {
            return Vec::new();
        };
        let perfect = tree
            .children(verb)
            .iter()
            .any(|&c| tree.token(c).rel == Rel::Aux && tree.lemma(c) == "have");
        match piece.at {
            _ if perfect => Vec::new(),
            At::Front => tree.surface_subject(verb).into_iter().collect(),
            At::Clause => vec![verb],
            _ => Vec::new(),
        }
    }

    /// "Denied the detainees a lawyer" with both phrases read as plain objects.
    fn two_objects(&self, verb: u32) -> Option<(u32, u32)> {
        let tree = &self.tree;
        let mut objects = tree
            .children(verb)
            .iter()
            .copied()
            .filter(|&c| tree.token(c).rel == Rel::Obj && c > verb);
        objects.next().zip(objects.next())
    }

    /// Phrases after one of the prepositions, under the anchor, its object, its literals or its support verb.
    fn after_preposition(&self, found: &Match<'_>, prepositions: &[compact_str::CompactString], act: bool) -> Vec<u32> {
        let tree = &self.tree;
        let at = found.anchor;
        let mut hosts = vec![at];
        hosts.extend(found.literals.iter().copied());
        if found.compiled.pattern.anchor == Anchor::Verb {
            hosts.extend(tree.deep_object(at).filter(|o| {
                Some(*o) != tree.head(at) || tree.governs_its_head(at) || tree.misread_clause(at).is_some()
            }));
        }
        hosts.extend(found.support);
        if found.compiled.pattern.anchor == Anchor::Adj
            && tree.token(at).rel == Rel::Amod
            && let Some(head) = tree.head(at)
        {
            hosts.push(head);
        }
        // a conjunct's phrases may stand with the last: "the arrest and trial of"
        let last: Vec<u32> = hosts
            .iter()
            .flat_map(|&h| {
                tree.children(h)
                    .iter()
                    .copied()
                    .filter(move |&c| tree.token(c).rel == Rel::Conj && c > h && c - h <= 4)
            })
            .collect();
        hosts.extend(last);
        // "60 tonnes of wheat from Romania", "the release of the hostages by the gunmen": read as part of the of-phrase
        let deeper: Vec<u32> = hosts
            .iter()
            .filter(|&&h| matches!(tree.token(h).upos, Upos::Noun | Upos::Propn))
            .filter_map(|&h| self.of_phrase(h))
            .filter(|c| !hosts.contains(c))
            .collect();
        let nearer = hosts.len();
        // "signed a memorandum of understanding with": of-phrases of the pattern's own words stand for them
        let own: Vec<u32> = found.literals.iter().filter_map(|&l| self.of_phrase(l)).collect();
        hosts.extend(deeper);
        let mut all = Vec::new();
        for (n, host) in hosts.into_iter().enumerate() {
            for &c in tree.children(host) {
                let t = tree.token(c);
                let with = ["by".into(), "to".into(), "from".into()];
                if n >= nearer && !own.contains(&host) && !tree.has_preposition(c, &with) {
                    continue;
                }
                let nominal =
                    matches!(t.rel, Rel::Obl | Rel::Nmod | Rel::Obj) || t.rel == Rel::Advmod && t.upos == Upos::Propn;
                // "drills involving members of", "a coalition including"
                if t.upos == Upos::Verb && t.xpos == "VBG" && matches!(t.rel, Rel::Acl | Rel::Advcl) {
                    let form = t.form.to_lowercase();
                    if prepositions.iter().any(|p| *p == form.as_str()) {
                        all.extend(tree.child(c, Rel::Obj));
                        continue;
                    }
                }
                let clausal = act && matches!(t.rel, Rel::Advcl | Rel::Acl | Rel::Xcomp | Rel::Ccomp);
                if (nominal || clausal) && !all.contains(&c) && t.sub != SubRel::Poss {
                    let infinitive = act && prepositions.iter().any(|p| p == "to") && tree.is_infinitive(c);
                    if infinitive || tree.has_preposition(c, prepositions) {
                        all.push(tree.antecedent(c));
                    }
                }
            }
        }
        all
    }

    /// The match that tells what the clause or noun at `at` is about, if the lexicon knows it.
    #[must_use]
    pub fn act_at(&self, at: u32) -> Option<u32> {
        self.act_within(at, 4)
    }

    fn act_within(&self, at: u32, steps: u32) -> Option<u32> {
        if self.best[at as usize].is_some() {
            return Some(at);
        }
        if steps == 0 {
            return None;
        }
        let tree = &self.tree;
        // "hold talks": the noun under its support verb
        if let Some(&noun) = tree
            .children(at)
            .iter()
            .find(|&&c| self.best[c as usize].as_ref().is_some_and(|m| m.support == Some(at)))
        {
            return Some(noun);
        }
        if tree.token(at).upos == Upos::Verb && TRANSPARENT_VERBS.contains(&tree.lemma(at))
            || tree.token(at).upos == Upos::Aux
        {
            let next = tree.children(at).iter().copied().find(|&c| {
                matches!(tree.token(c).rel, Rel::Xcomp | Rel::Ccomp)
                    || tree.token(c).rel == Rel::Obj && self.best[c as usize].is_some()
            });
            return next.and_then(|c| self.act_within(c, steps - 1));
        }
        None
    }

    fn is_act(&self, at: u32, acts: &[EventType], piece: &Piece) -> bool {
        let t = self.tree.token(at);
        // "asked if they had attacked" asks a question
        let question =
            |&c: &u32| self.tree.token(c).rel == Rel::Mark && matches!(self.tree.lemma(c), "if" | "whether") && c < at;
        let asked = t.head.is_some_and(|h| self.tree.lemma(h) == "ask");
        if t.rel == Rel::Ccomp && asked && self.tree.children(at).iter().any(question) {
            return false;
        }
        let modal =
            piece.at == At::Clause && matches!(t.rel, Rel::Root | Rel::Conj | Rel::Parataxis) && t.upos == Upos::Verb;
        let clausal = modal
            || matches!(t.rel, Rel::Xcomp | Rel::Ccomp | Rel::Csubj | Rel::Advcl | Rel::Acl)
                && (t.upos == Upos::Verb
                    || t.upos == Upos::Aux
                    || self.tree.child(at, Rel::Cop).is_some()
                    || t.rel != Rel::Advcl && t.rel != Rel::Acl);
        match self.act_at(at).and_then(|i| self.best[i as usize].as_ref()) {
            Some(inner) => acts.is_empty() || acts.contains(&inner.frame.kind),
            None => {
                acts.is_empty()
                    && clausal
                    && !(piece.at == At::Clause
                        && t.rel == Rel::Ccomp
                        && t.upos != Upos::Verb
                        && self.tree.child(at, Rel::Cop).is_none())
            }
        }
    }

    /// The parties that a phrase stands for: its conjuncts, each resolved, or what it belongs to.
    #[must_use]
    pub fn parties(&self, head: u32) -> Vec<Participant> {
        let mut all: Vec<Participant> = Vec::new();
        for word in self.tree.conjuncts(head) {
            for party in self.party(self.named_place(word), 3) {
                if !all.iter().any(|p| p.span == party.span) {
                    all.push(party);
                }
            }
        }
        all
    }

    /// The facilities that a phrase names ("a gas pipeline"), as parties of which nothing more is known.
    #[must_use]
    pub fn facility_parties(&self, head: u32) -> Vec<Participant> {
        let Some(class) = self.lexicon.class("facility") else {
            return Vec::new();
        };
        let unknown = Actor {
            kind: ActorKind::Unknown,
            name: None,
            country: None,
            sectors: Vec::new(),
            members: Vec::new(),
            id: None,
        };
        let tree = &self.tree;
        let facility = |w: &u32| class.matches(&tree.lemmas, *w as usize);
        let phrase = |w: u32| {
            let first = tree
                .children(w)
                .iter()
                .copied()
                .filter(|&c| c < w && matches!(tree.token(c).rel, Rel::Compound | Rel::Amod))
                .min()
                .unwrap_or(w);
            Participant {
                span: tree.token(first).span.join(tree.token(w).span),
                actor: unknown.clone(),
            }
        };
        tree.conjuncts(head)
            .into_iter()
            .map(|w| self.counted(w))
            .filter(facility)
            .map(phrase)
            .collect()
    }

    /// The people that a phrase names by any word, as parties of whom nothing more is known: "a 22-year-old clerk",
    /// "five others", "120".
    #[must_use]
    pub fn people(&self, head: u32) -> Vec<Participant> {
        let tree = &self.tree;
        let person = |w: &u32| {
            let t = tree.token(*w);
            matches!(t.upos, Upos::Noun | Upos::Propn | Upos::Num | Upos::Adj)
                && !self.resolved.places_in(self.number()).any(|p| p.head == *w)
        };
        let phrase = |w: u32| {
            let (from, to) = tree
                .children(w)
                .iter()
                .copied()
                .filter(|&c| matches!(tree.token(c).rel, Rel::Compound | Rel::Amod | Rel::Nummod | Rel::Flat))
                .fold((w, w), |(from, to), c| (from.min(tree.sentence.extent(c).0), to.max(c)));
            Participant {
                span: tree.token(from).span.join(tree.token(to).span),
                actor: Actor {
                    kind: ActorKind::Unknown,
                    name: None,
                    country: None,
                    sectors: Vec::new(),
                    members: Vec::new(),
                    id: None,
                },
            }
        };
        tree.conjuncts(head).into_iter().filter(person).map(phrase).collect()
    }

    /// The armed parties that a phrase names.
    #[must_use]
    pub fn forces(&self, head: u32) -> Vec<Participant> {
        let armed = |p: &Participant| {
            let sector = p.actor.sectors.first();
            matches!(sector, Some(Sector::Mil | Sector::Cop | Sector::Prm | Sector::Reb))
        };
        let mut all = self.parties(head);
        all.retain(armed);
        // "two battalions of border guards"
        if all.is_empty()
            && let Some(of) = self.of_phrase(head)
        {
            all = self.parties(of);
            all.retain(armed);
        }
        all
    }

    /// True for "its troops": somebody's own forces, who are no second party.
    #[must_use]
    pub fn is_own_force(&self, head: u32) -> bool {
        let tree = &self.tree;
        let owned = |c: &u32| {
            let t = tree.token(*c);
            t.rel == Rel::Nmod && t.sub == SubRel::Poss && t.upos == Upos::Pron
        };
        tree.children(head).iter().any(owned)
            && self
                .lexicon
                .class("own-troop")
                .is_some_and(|class| class.matches(&tree.lemmas, head as usize))
    }

    /// The places that a phrase names, as parties with the country they lie in.
    #[must_use]
    pub fn place_parties(&self, head: u32) -> Vec<Participant> {
        let mut all = Vec::new();
        for word in self.tree.conjuncts(head) {
            let word = self.named_place(self.counted(word));
            let place = self.resolved.places_in(self.number()).find(|p| p.head == word);
            if let Some(place) = place {
                all.push(Participant {
                    span: place.span,
                    actor: Actor {
                        kind: ActorKind::Unknown,
                        name: Some(place.place.name.clone()),
                        country: place.place.country.clone(),
                        sectors: Vec::new(),
                        members: Vec::new(),
                        id: None,
                    },
                });
            }
        }
        all
    }

    fn party(&self, word: u32, steps: u32) -> Vec<Participant> {
        let tree = &self.tree;
        let word = tree.antecedent(word);
        let under = self.of_phrase(word);
        // "hundreds of protesters": who they are comes after
        if let Some(of) = under.filter(|_| steps > 0 && is_quantity(tree, word)) {
            let parties = self.parties_within(of, steps - 1);
            if !parties.is_empty() {
                return parties;
            }
        }
        if let Some(mention) = self.resolved.actor(self.number(), word)
            && (mention.actor.kind != ActorKind::Unknown || tree.token(word).upos == Upos::Pron)
        {
            return vec![Participant {
                span: mention.span,
                actor: mention.actor.clone(),
            }];
        }
        if steps == 0 {
            return Vec::new();
        }
        // an event noun as subject ("the attack killed four"): who did that
        if let Some(event) = &self.best[word as usize]
            && event.compiled.pattern.anchor == Anchor::Noun
        {
            return event.actor.map_or_else(Vec::new, |a| self.parties_within(a, steps - 1));
        }
        // "US policy", "the army's conduct", "planes of the coalition"
        for rel in [Rel::Nmod, Rel::Compound, Rel::Amod] {
            for &c in tree.children(word) {
                let t = tree.token(c);
                if t.rel == rel && c < word && t.upos != Upos::Pron && (rel != Rel::Nmod || t.sub == SubRel::Poss) {
                    let parties = self.party(c, steps - 1);
                    if !parties.is_empty() {
                        return parties;
                    }
                }
            }
        }
        // "abuses by the security forces": who does them
        let by = ["by".into()];
        let doer = tree
            .children(word)
            .iter()
            .copied()
            .find(|&c| c > word && tree.token(c).rel == Rel::Nmod && tree.has_preposition(c, &by));
        if let Some(doer) = doer.filter(|_| tree.token(word).upos == Upos::Noun) {
            let parties = self.parties_within(doer, steps - 1);
            if !parties.is_empty() {
                return parties;
            }
        }
        under.map_or_else(Vec::new, |of| self.parties_within(of, steps - 1))
    }

    /// The phrase after "of".
    fn of_phrase(&self, word: u32) -> Option<u32> {
        let (tree, of) = (&self.tree, ["of".into()]);
        tree.children(word).iter().copied().find(|&c| {
            tree.token(c).rel == Rel::Nmod && tree.token(c).sub != SubRel::Poss && tree.has_preposition(c, &of)
        })
    }

    fn parties_within(&self, head: u32, steps: u32) -> Vec<Participant> {
        self.tree
            .conjuncts(head)
            .into_iter()
            .flat_map(|w| self.party(w, steps))
            .collect()
    }

    /// True if the phrase is of one of the wanted kinds and of none of the unwanted.
    #[must_use]
    pub fn is_kind(&self, head: u32, kinds: &[KindTest]) -> bool {
        let parties = self.parties(head);
        let holds = |kind: &Kind| self.holds(head, kind, &parties);
        kinds.iter().filter(|k| k.not).all(|k| !holds(&k.kind))
            && kinds.iter().filter(|k| !k.not).any(|k| holds(&k.kind))
    }

    fn holds(&self, head: u32, kind: &Kind, parties: &[Participant]) -> bool {
        // "holding talks with the government" holds nobody
        let talk = self.best[head as usize].as_ref().is_some_and(|m| {
            m.compiled.pattern.anchor == Anchor::Noun
                && (m.frame.kind.is_verbal() || m.frame.kind.is_cooperative())
                && self.resolved.actor(self.number(), head).is_none()
        });
        let any = |test: &dyn Fn(&Actor) -> bool| !talk && parties.iter().any(|p| test(&p.actor));
        let sector = |a: &Actor, wanted: &[Sector]| a.sectors.first().is_some_and(|s| wanted.contains(s));
        match kind {
            Kind::Any => true,
            Kind::Actor => !parties.is_empty() || self.is_event_with_actor(head),
            Kind::Target => {
                !parties.is_empty()
                    || self.is_place(head)
                    || self
                        .lexicon
                        .class("facility")
                        .is_some_and(|c| c.matches(&self.tree.lemmas, self.counted(head) as usize))
            }
            // "aid to Rwanda" is no state, whoever gives or gets it
            Kind::State => !self.is_event(head) && any(&|a| matches!(a.kind, ActorKind::Country)),
            Kind::Gov => any(&|a| {
                matches!(a.kind, ActorKind::Country | ActorKind::Igo)
                    || sector(
                        a,
                        &[
                            Sector::Gov,
                            Sector::Leg,
                            Sector::Jud,
                            Sector::Mil,
                            Sector::Cop,
                            Sector::Spy,
                        ],
                    )
            }),
            Kind::Armed => any(&|a| {
                matches!(a.kind, ActorKind::Country)
                    || a.kind == ActorKind::Unknown
                    || sector(
                        a,
                        &[
                            Sector::Mil,
                            Sector::Cop,
                            Sector::Reb,
                            Sector::Uaf,
                            Sector::Prm,
                            Sector::Spy,
                        ],
                    )
                    || a.kind == ActorKind::Igo && a.country.as_deref() != Some("NGO")
            }),
            Kind::Civil => any(&|a| {
                !matches!(a.kind, ActorKind::Country | ActorKind::Igo)
                    && !sector(
                        a,
                        &[
                            Sector::Gov,
                            Sector::Mil,
                            Sector::Cop,
                            Sector::Reb,
                            Sector::Uaf,
                            Sector::Prm,
                            Sector::Spy,
                            Sector::Leg,
                            Sector::Jud,
                        ],
                    )
            }),
            Kind::Person => any(&|a| matches!(a.kind, ActorKind::Person | ActorKind::Group | ActorKind::Unknown)),
            Kind::Group => any(&|a| matches!(a.kind, ActorKind::Group)),
            Kind::Org => any(&|a| matches!(a.kind, ActorKind::Organization | ActorKind::Igo)),
            Kind::Place => self.is_place(head),
            Kind::Word(word) => self
                .tree
                .conjuncts(head)
                .into_iter()
                .any(|w| is_word(&self.tree.lemmas, w as usize, word)),
            Kind::Class(name) => {
                let Some(class) = self.lexicon.class(name) else {
                    return false;
                };
                let is = |w: u32| class.matches(&self.tree.lemmas, w as usize);
                // "most of its troops" are troops
                self.tree
                    .conjuncts(head)
                    .into_iter()
                    .any(|w| is(w) || is(self.counted(w)))
            }
        }
    }

    fn is_place(&self, head: u32) -> bool {
        let head = self.named_place(self.counted(head));
        self.resolved.places_in(self.number()).any(|p| p.head == head)
    }

    /// "The Israeli city of Ashkelon" is Ashkelon.
    fn named_place(&self, word: u32) -> u32 {
        let generic = PLACE_NOUNS.contains(&self.tree.lemma(word));
        let place = |w: &u32| self.resolved.places_in(self.number()).any(|p| p.head == *w);
        generic
            .then(|| self.of_phrase(word))
            .flatten()
            .filter(place)
            .unwrap_or(word)
    }

    /// "One of the islands" is islands.
    fn counted(&self, word: u32) -> u32 {
        let counted = is_quantity(&self.tree, word).then(|| self.of_phrase(word)).flatten();
        counted.unwrap_or(word)
    }

    fn is_event(&self, head: u32) -> bool {
        let found = self.best[head as usize].as_ref();
        found.is_some_and(|m| m.compiled.pattern.anchor == Anchor::Noun)
    }

    /// "The bombing killed four": an event noun acts for whoever did it.
    fn is_event_with_actor(&self, head: u32) -> bool {
        self.best[head as usize]
            .as_ref()
            .is_some_and(|m| m.compiled.pattern.anchor == Anchor::Noun && !m.frame.kind.is_verbal())
    }
}

/// "Himself", "themselves".
fn is_reflexive(tree: &Tree<'_>, word: u32) -> bool {
    let lemma = tree.lemma(word);
    tree.token(word).upos == Upos::Pron && (lemma.ends_with("self") || lemma.ends_with("selves"))
}

/// Words that only count or gather what an *of*-phrase names.
fn is_quantity(tree: &Tree<'_>, word: u32) -> bool {
    tree.token(word).upos == Upos::Num || QUANTITY_WORDS.contains(&tree.lemma(word))
}

/// "March" in a date, "Strike" in a party's name, "riot police": no happening.
fn is_part_of_name(tree: &Tree<'_>, resolved: &Resolved, at: u32) -> bool {
    let token = tree.token(at);
    let named = |n: &crate::Name| (n.start..n.end).contains(&at) && n.end - n.start > 1;
    let describes = token.rel == Rel::Compound
        && tree
            .head(at)
            .is_some_and(|h| h > at && tree.token(h).upos != Upos::Verb);
    describes
        || token.upos == Upos::Propn && tree.sentence.names.iter().any(named)
        || resolved
            .times_in(tree.sentence.index)
            .any(|t| t.span.contains(token.span))
}

/// The kind of anchor that a word can be.
fn anchor_kind(tree: &Tree<'_>, at: u32) -> Option<Anchor> {
    anchor_kinds(tree, at).next()
}

fn anchor_kinds(tree: &Tree<'_>, at: u32) -> impl Iterator<Item = Anchor> + use<> {
    let t = tree.token(at);
    let (first, second) = match t.upos {
        Upos::Verb => (
            Some(Anchor::Verb),
            (t.xpos == "VBN" || t.xpos == "VBG").then_some(Anchor::Adj),
        ),
        Upos::Noun => (Some(Anchor::Noun), None),
        // a headline's capitals make names of nouns
        Upos::Propn => (Some(Anchor::Noun), None),
        Upos::Adj => (Some(Anchor::Adj), None),
        Upos::Aux if matches!(tree.lemma(at), "must" | "should" | "ought") => (Some(Anchor::Verb), None),
        _ => (None, None),
    };
    first.into_iter().chain(second)
}

/// A piece in words, for `explain`.
fn describe(piece: &Piece, wrong: bool) -> String {
    let place = match &piece.at {
        At::Front => "before it".to_owned(),
        At::Object => "as object".to_owned(),
        At::Indirect => "as indirect object".to_owned(),
        At::Prep(words) => format!("after \"{}\"", words.join("|")),
        At::Clause => "as clause".to_owned(),
        At::Particle => "as particle".to_owned(),
    };
    let what = match &piece.fill {
        Fill::Words(words) => words.join("|"),
        Fill::Role { role, kinds, acts } => {
            let role = match role {
                Role::Actor => "actor",
                Role::Recipient => "recipient",
                Role::Both => "parties",
                Role::Theme => "phrase",
                Role::Act => "act",
            };
            let kinds: Vec<String> = kinds
                .iter()
                .map(|k| format!("{}{:?}", if k.not { "not " } else { "" }, k.kind).to_lowercase())
                .collect();
            let acts: Vec<&str> = acts.iter().map(|a| a.as_str()).collect();
            format!("{role} ({}{})", kinds.join(", "), acts.join("|"))
        }
    };
    if wrong {
        format!("what stands {place} is no {what}")
    } else {
        format!("no {what} {place}")
    }
}
