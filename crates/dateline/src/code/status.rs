//! Whether an act took place: tense, modals, negation and the words that govern it.

use compact_str::CompactString;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use super::tree::Tree;
use crate::resolve::DataError;
use crate::{Rel, Status, SubRel, Upos};

/// Classes of embedding words, from `data/lexicon/status.toml`.
#[derive(Debug, Default)]
pub struct StatusWords {
    verb: Classes,
    noun: Classes,
    adjective: Classes,
    adverb: Classes,
    modal: Classes,
    clauses: RawClauses,
    conditions: Vec<Phrase>,
    open: Vec<Phrase>,
    instead: Vec<Phrase>,
    aim: Vec<Phrase>,
    fiction: FxHashSet<CompactString>,
    past: Past,
    /// Words of blame that is only alleged.
    pub(super) alleged: Alleged,
}

/// Words of one kind with their classes. An entry may ask for a second word.
#[derive(Debug, Default)]
struct Classes(FxHashMap<CompactString, Vec<(Option<CompactString>, Status)>>);

/// Fixed words, in lower case.
type Phrase = Vec<CompactString>;

/// Words that tell of times long gone.
#[derive(Debug, Default)]
struct Past {
    adverbs: FxHashSet<CompactString>,
    phrases: Vec<Phrase>,
    anniversaries: FxHashSet<CompactString>,
}

/// Words of blame that is only alleged.
#[derive(Debug, Default)]
pub(super) struct Alleged {
    /// "allegedly"
    pub adverbs: FxHashSet<CompactString>,
    /// "suspected militants"
    pub adjectives: FxHashSet<CompactString>,
    /// "is suspected of", "was blamed on"
    pub verbs: FxHashSet<CompactString>,
    /// "is said to have", in the passive only
    pub passive: FxHashSet<CompactString>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    verb: RawClasses,
    noun: RawClasses,
    adjective: RawClasses,
    adverb: RawClasses,
    modal: RawClasses,
    clauses: RawClauses,
    phrases: RawPhrases,
    past: RawPast,
    alleged: RawAlleged,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct RawClasses {
    actual: Vec<CompactString>,
    planned: Vec<CompactString>,
    requested: Vec<CompactString>,
    possible: Vec<CompactString>,
    conditional: Vec<CompactString>,
    negated: Vec<CompactString>,
}

/// How finite clauses under a word are read.
#[derive(Debug, Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct RawClauses {
    /// Verbs whose class does not hold for a finite clause.
    own: FxHashSet<CompactString>,
    /// Verbs that leave a clause as it is even where they are negated.
    factive: FxHashSet<CompactString>,
    /// Verbs of which the negation only leaves the clause open.
    open: FxHashSet<CompactString>,
    /// Nouns that stand for what their clause says.
    content: FxHashSet<CompactString>,
    /// Verbs that deny what such a noun says.
    denial: FxHashSet<CompactString>,
    /// Verbs whose subject is an act that they tell of.
    happen: FxHashSet<CompactString>,
    /// Conjunctions and prepositions that leave the clause after them alone.
    apart: FxHashSet<CompactString>,
    /// Verbs of class `negated` whose negation tells that it was done: "could not prevent".
    sure: FxHashSet<CompactString>,
    /// Things kept for what "for" and a gerund tell: "rockets for attacking".
    means: FxHashSet<CompactString>,
    /// Verbs that tell of what lies ahead where its day is one to come: "announced the closure".
    announce: FxHashSet<CompactString>,
    /// Subjects and objects that stand for whoever does so.
    whoever: FxHashSet<CompactString>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPhrases {
    condition: Vec<CompactString>,
    open: Vec<CompactString>,
    instead: Vec<CompactString>,
    aim: Vec<CompactString>,
    fiction: FxHashSet<CompactString>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPast {
    adverbs: FxHashSet<CompactString>,
    phrases: Vec<CompactString>,
    anniversaries: FxHashSet<CompactString>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAlleged {
    adverbs: FxHashSet<CompactString>,
    adjectives: FxHashSet<CompactString>,
    verbs: FxHashSet<CompactString>,
    passive: FxHashSet<CompactString>,
}

impl RawClasses {
    fn map(self) -> Classes {
        let lists = [
            (self.actual, Status::Actual),
            (self.planned, Status::Planned),
            (self.requested, Status::Requested),
            (self.possible, Status::Possible),
            (self.conditional, Status::Conditional),
            (self.negated, Status::Negated),
        ];
        let mut map: FxHashMap<CompactString, Vec<(Option<CompactString>, Status)>> = FxHashMap::default();
        for (words, status) in lists {
            for word in words {
                let (lemma, extra) = match word.split_once('+') {
                    Some((lemma, extra)) => (lemma.into(), Some(extra.into())),
                    None => (word, None),
                };
                map.entry(lemma).or_default().push((extra, status));
            }
        }
        // entries that ask for more come first
        for entries in map.values_mut() {
            entries.sort_by_key(|(extra, _)| extra.is_none());
        }
        Classes(map)
    }
}

impl Classes {
    /// The class of `word`, which governs `at`. A second word that an entry asks for stands beside either.
    fn of(&self, tree: &Tree<'_>, word: u32, at: u32) -> Option<Status> {
        let beside = |extra: &CompactString| {
            tree.lemma(at) == extra
                || [word, at]
                    .iter()
                    .any(|&i| tree.children(i).iter().any(|&c| c != at && tree.lemma(c) == extra))
        };
        let find = |key: &str| {
            let entries = self.0.get(key)?;
            entries
                .iter()
                .find(|(extra, _)| extra.as_ref().is_none_or(beside))
                .map(|(_, status)| *status)
        };
        find(tree.lemma(word)).or_else(|| find(&tree.token(word).form.to_lowercase()))
    }
}

fn phrases(raw: Vec<CompactString>) -> Vec<Phrase> {
    let words = |p: CompactString| p.split_whitespace().map(CompactString::from).collect();
    raw.into_iter().map(words).collect()
}

/// A status with the words that decided it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judged {
    /// Whether it took place.
    pub status: Status,
    /// The word that decided it; `None` for a plain statement.
    pub by: Option<u32>,
}

const ACTUAL: Judged = Judged {
    status: Status::Actual,
    by: None,
};

impl StatusWords {
    /// The built-in table.
    ///
    /// # Errors
    /// If it is broken, which the tests rule out.
    pub fn builtin() -> Result<Self, DataError> {
        let file = "status.toml";
        let fail = |reason: String| DataError {
            file: file.into(),
            line: None,
            reason,
        };
        let text = dateline_data::LEXICON
            .get_file(file)
            .and_then(|f| f.contents_utf8())
            .ok_or_else(|| fail("missing".into()))?;
        let raw: Raw = toml::from_str(text).map_err(|e| fail(e.to_string()))?;
        Ok(Self {
            verb: raw.verb.map(),
            noun: raw.noun.map(),
            adjective: raw.adjective.map(),
            adverb: raw.adverb.map(),
            modal: raw.modal.map(),
            clauses: raw.clauses,
            conditions: phrases(raw.phrases.condition),
            open: phrases(raw.phrases.open),
            instead: phrases(raw.phrases.instead),
            aim: phrases(raw.phrases.aim),
            fiction: raw.phrases.fiction,
            past: Past {
                adverbs: raw.past.adverbs,
                phrases: phrases(raw.past.phrases),
                anniversaries: raw.past.anniversaries,
            },
            alleged: Alleged {
                adverbs: raw.alleged.adverbs,
                adjectives: raw.alleged.adjectives,
                verbs: raw.alleged.verbs,
                passive: raw.alleged.passive,
            },
        })
    }

    /// The status of the act that the word at `at` names.
    #[must_use]
    pub fn judge(&self, tree: &Tree<'_>, at: u32) -> Judged {
        self.within(tree, at, 12)
    }

    fn within(&self, tree: &Tree<'_>, at: u32, steps: u32) -> Judged {
        if steps == 0 {
            return ACTUAL;
        }
        let own = self.own(tree, at);
        let outer = self.outer(tree, at, steps);
        // the strongest word wins: what is negated is not planned, what is asked for is not done
        if rank(own.status) >= rank(outer.status) {
            own
        } else {
            outer
        }
    }

    /// What stands in the word's own clause.
    fn own(&self, tree: &Tree<'_>, at: u32) -> Judged {
        let token = tree.token(at);
        let mut found = ACTUAL;
        let mut raise = |status: Status, by: u32| {
            if rank(status) > rank(found.status) {
                found = Judged { status, by: Some(by) };
            }
        };
        let verbal =
            token.upos == Upos::Verb || tree.child(at, Rel::Cop).is_some() || tree.child(at, Rel::Nsubj).is_some();
        let perfect = tree
            .children(at)
            .iter()
            .any(|&c| tree.token(c).rel == Rel::Aux && tree.lemma(c) == "have");
        for &c in tree.children(at) {
            let (t, lemma) = (tree.token(c), tree.lemma(c));
            match t.rel {
                Rel::Advmod | Rel::Det | Rel::Cc if is_negation(lemma) => {
                    let next = tree.lemmas.get(c as usize + 1).map(CompactString::as_str);
                    let only =
                        next == Some("only") || tree.children(at).iter().any(|&o| o > c && tree.lemma(o) == "only");
                    // "attacked the village, not the camp" denies what comes after
                    let after = c > at && verbal && t.rel == Rel::Advmod && tree.lemma(c) == "not";
                    if !only && !after && !matches!(next, Some("doubt" | "less")) {
                        raise(Status::Negated, c);
                    }
                }
                // "have yet to sign"
                Rel::Advmod if lemma == "yet" && (tree.is_infinitive(at) || token.lemma == "have") => {
                    raise(Status::Negated, c);
                }
                // "can no longer attack"
                Rel::Advmod if c > 0 && t.form == "longer" && tree.lemma(c - 1) == "no" => raise(Status::Negated, c),
                Rel::Advmod => {
                    if let Some(status) = self.adverb.of(tree, c, at)
                        && (verbal || status != Status::Negated)
                    {
                        raise(status, c);
                    }
                }
                Rel::Nsubj | Rel::Obj if denied(tree, c) => raise(Status::Negated, c),
                Rel::Nsubj | Rel::Obj if matches!(lemma, "nobody" | "none" | "nothing" | "no-one") => {
                    raise(Status::Negated, c);
                }
                Rel::Aux => match lemma {
                    // "would have attacked": it did not
                    "would" | "'d" if t.xpos == "MD" && perfect => raise(Status::Conditional, c),
                    "should" | "ought" if perfect => raise(Status::Negated, c),
                    "must" if perfect => raise(Status::Possible, c),
                    "be" if tree.is_infinitive(at) && t.sub != SubRel::Pass => raise(Status::Planned, c),
                    "'d" if t.xpos != "MD" => {}
                    _ => {
                        if let Some(status) = self.modal.of(tree, c, at) {
                            raise(status, c);
                        }
                    }
                },
                // "are to join"
                Rel::Cop if tree.is_infinitive(at) && token.upos == Upos::Verb => raise(Status::Planned, c),
                Rel::Mark | Rel::Case if lemma == "without" => raise(Status::Negated, c),
                // "are due to hold", read as one conjunction
                Rel::Mark if token.xpos == "VB" && self.adjective.of(tree, c, at) == Some(Status::Planned) => {
                    raise(Status::Planned, c);
                }
                Rel::Obl if self.fiction.contains(lemma) && tree.has_preposition(c, &["in".into()]) => {
                    raise(Status::Negated, c);
                }
                Rel::Amod | Rel::Compound => {
                    let form = t.form.to_lowercase();
                    let class = |key: &str| {
                        let entries = self.adjective.0.get(key)?;
                        entries.iter().find(|(extra, _)| extra.is_none()).map(|(_, s)| *s)
                    };
                    if let Some(status) = class(&form).or_else(|| class(lemma)) {
                        raise(status, c);
                    }
                }
                _ => {}
            }
        }
        // "X to visit Y": a headline's infinitive, or "is to visit", "are to meet"
        if tree.is_infinitive(at)
            && token.rel != Rel::Xcomp
            && (token.rel == Rel::Root
                || tree.child(at, Rel::Nsubj).is_some()
                || matches!(token.rel, Rel::Acl | Rel::Parataxis)
                || token.rel == Rel::Advcl && self.governor(tree, at) != Some(Status::Actual))
        {
            raise(Status::Planned, at);
        }
        // "Stop the killing"
        let bare = !tree
            .children(at)
            .iter()
            .any(|&c| matches!(tree.token(c).rel, Rel::Nsubj | Rel::Aux | Rel::Csubj | Rel::Mark));
        if token.xpos == "VB"
            && bare
            && matches!(token.rel, Rel::Root | Rel::Parataxis | Rel::Ccomp)
            && found.status == Status::Actual
        {
            found = Judged {
                status: Status::Requested,
                by: Some(at),
            };
        }
        if let Some(by) = phrase_over(tree, at, &self.instead) {
            found = Judged {
                status: Status::Negated,
                by: Some(by),
            };
        }
        if found.status == Status::Actual
            && let Some(by) = phrase_over(tree, at, &self.aim)
        {
            found = Judged {
                status: Status::Planned,
                by: Some(by),
            };
        }
        // "whether they attacked", "asked if they attacked"
        if rank(found.status) < rank(Status::Possible)
            && let Some(by) = phrase_over(tree, at, &self.open)
        {
            found = Judged {
                status: Status::Possible,
                by: Some(by),
            };
        }
        if rank(found.status) < rank(Status::Conditional) {
            if let Some(by) = phrase_over(tree, at, &self.conditions) {
                let asked = token.rel == Rel::Ccomp && tree.lemma(by) == "if";
                found = Judged {
                    status: if asked { Status::Possible } else { Status::Conditional },
                    by: Some(by),
                };
            } else if found.status == Status::Planned && (self.has_condition(tree, at) || self.is_of_whoever(tree, at))
            {
                found.status = Status::Conditional;
            } else if inverted_condition(tree).is_some_and(|comma| at < comma) {
                found = Judged {
                    status: Status::Conditional,
                    by: Some(0),
                };
            }
        }
        // questions
        if token.rel == Rel::Root && is_question(tree) && rank(found.status) < rank(Status::Possible) {
            found = Judged {
                status: Status::Possible,
                by: Some(tree.len() - 1),
            };
        }
        found
    }

    /// The class of the verb that governs this word.
    fn governor(&self, tree: &Tree<'_>, at: u32) -> Option<Status> {
        let head = tree.head(at)?;
        self.verb.of(tree, head, at)
    }

    /// True if the clause has a condition beside it: "will attack if", "would, had they stayed".
    fn has_condition(&self, tree: &Tree<'_>, at: u32) -> bool {
        let mut found = clauses_under(tree, &self.conditions);
        let first = tree.head(at).filter(|&h| tree.token(at).rel == Rel::Conj && h < at);
        found.any(|(_, clause, main)| {
            let beside = matches!(
                tree.token(clause).rel,
                Rel::Advcl | Rel::Obl | Rel::Nmod | Rel::Acl | Rel::Parataxis
            );
            // "would expel crews provided that", hung on the crews
            let under = || token_is_nominal(tree, main) && main.map(|m| tree.clause(m)) == Some(at);
            // "would expel crews provided that …, a minister said", both hung on "said"
            let first_of = |i: u32| tree.head(i).is_some_and(|h| main == Some(h)) && i < clause;
            let sibling = tree.token(clause).rel == Rel::Ccomp && tree.head(clause) != main && first_of(at);
            sibling || beside && (main == Some(at) || first.is_some() && main == first || under())
        }) || inverted_condition(tree).is_some_and(|comma| at > comma)
    }

    /// "Will jail anyone who calls for it", "any ship that enters will be sunk": only who does so.
    fn is_of_whoever(&self, tree: &Tree<'_>, at: u32) -> bool {
        tree.children(at).iter().any(|&c| {
            let t = tree.token(c);
            if !matches!(t.rel, Rel::Nsubj | Rel::Obj | Rel::Csubj) {
                return false;
            }
            let clause = || tree.children(c).iter().any(|&r| tree.token(r).rel == Rel::Acl);
            let any = || {
                tree.children(c)
                    .iter()
                    .any(|&d| tree.token(d).rel == Rel::Det && self.clauses.whoever.contains(tree.lemma(d)))
            };
            let opens = || t.rel == Rel::Csubj && tree.children(c).iter().any(|&w| tree.lemma(w) == "whoever");
            self.clauses.whoever.contains(tree.lemma(c)) || any() && clause() || opens()
        })
    }

    /// The status of an act that is told in the present tense and dated after the day of the news: an arrangement.
    #[must_use]
    pub fn arranged(&self, tree: &Tree<'_>, at: u32, judged: Judged) -> Judged {
        let token = tree.token(at);
        let aux = |lemma: &str| {
            let child = |&c: &u32| matches!(tree.token(c).rel, Rel::Aux) && tree.lemma(c) == lemma;
            tree.children(at).iter().copied().find(child)
        };
        let present = match token.xpos.as_str() {
            "VBZ" | "VBP" => true,
            "VBG" => aux("be").is_some_and(|be| matches!(tree.token(be).xpos.as_str(), "VBZ" | "VBP")),
            _ => false,
        };
        let announced = token.xpos == "VBD" && self.clauses.announce.contains(tree.lemma(at));
        if judged.status == Status::Actual && (present && aux("have").is_none() || announced) {
            Judged {
                status: Status::Planned,
                by: Some(at),
            }
        } else {
            judged
        }
    }

    /// True for verbs that tell in the passive what is only said: "is said to have".
    #[must_use]
    pub fn is_hearsay(&self, lemma: &str) -> bool {
        self.alleged.passive.contains(lemma)
    }

    /// What words that the act is told with say against it: "staged a mock attack", "held no talks".
    #[must_use]
    pub fn of_parts(&self, tree: &Tree<'_>, parts: &[u32]) -> Option<Judged> {
        let nouns = parts.iter().filter(|&&p| tree.token(p).upos == Upos::Noun);
        nouns.map(|&p| self.own(tree, p)).find(|j| j.status == Status::Negated)
    }

    /// True where the words say that the act lies long behind: "previously", "decades ago", the anniversary of a bombing.
    #[must_use]
    pub fn is_past(&self, tree: &Tree<'_>, at: u32) -> bool {
        let told = |i: u32| {
            tree.children(i)
                .iter()
                .any(|&c| self.past.adverbs.contains(tree.lemma(c)))
        };
        let mut above = at;
        for _ in 0..4 {
            if self.past.anniversaries.contains(tree.lemma(above)) && above != at {
                return true;
            }
            let years = |&c: &u32| self.past.anniversaries.contains(tree.lemma(c)) && c < at;
            if above != at && tree.token(above).upos != Upos::Verb && tree.children(above).iter().any(years) {
                return true;
            }
            match tree.head(above) {
                Some(head) => above = head,
                None => break,
            }
        }
        if told(at) {
            return true;
        }
        let clause = tree.clause(at);
        self.past.phrases.iter().any(|phrase| {
            positions(tree, phrase).any(|p| {
                let last = p + phrase.len() as u32 - 1;
                tree.clause(last) == clause || tree.clause(p) == clause
            })
        })
    }

    /// What the words that govern it say.
    fn outer(&self, tree: &Tree<'_>, at: u32, steps: u32) -> Judged {
        let token = tree.token(at);
        let Some(head) = token.head.filter(|_| steps > 0) else {
            return ACTUAL;
        };
        let governor = tree.token(head);
        let lemma = tree.lemma(head);
        let class = |table: &Classes| table.of(tree, head, at).map(|status| Judged { status, by: Some(head) });
        // "anyone who calls for it": nobody may
        if token.rel == Rel::Acl && token.sub == SubRel::Relcl && self.clauses.whoever.contains(lemma) {
            return Judged {
                status: Status::Conditional,
                by: Some(head),
            };
        }
        match token.rel {
            // joined verbs share what stands before the first, unless the second has its own subject or auxiliary
            Rel::Conj => {
                let independent = tree
                    .children(at)
                    .iter()
                    .any(|&c| matches!(tree.token(c).rel, Rel::Nsubj | Rel::Aux));
                if independent
                    || (token.upos == Upos::Verb
                        && tree.lemma(head) != lemma
                        && tense(tree, at) != tense(tree, head)
                        && tense(tree, at) == Tense::Finite)
                {
                    self.outer(tree, head, steps - 1)
                } else {
                    self.within(tree, head, steps - 1)
                }
            }
            Rel::Xcomp
            | Rel::Ccomp
            | Rel::Csubj
            | Rel::Advcl
            | Rel::Acl
            | Rel::Obj
            | Rel::Obl
            | Rel::Nmod
            | Rel::Nsubj => {
                let finite_complement =
                    token.rel == Rel::Ccomp && !tree.is_infinitive(at) && tree.token(at).xpos != "VBG";
                // a participle or infinitive of a verb that tells that it was done
                if governor.upos == Upos::Verb
                    && matches!(token.rel, Rel::Xcomp | Rel::Ccomp | Rel::Advcl)
                    && class(&self.verb).is_some_and(|d| d.status == Status::Actual)
                {
                    return self.within(tree, head, steps - 1);
                }
                let decided = match governor.upos {
                    Upos::Verb => {
                        let decided = class(&self.verb);
                        match (decided, token.rel) {
                            // what a finite clause promises or warns of is not the governed act itself
                            (Some(_), _) if finite_complement && self.clauses.own.contains(lemma) => None,
                            // "asked whether they had attacked" asks for no attack
                            (
                                Some(Judged {
                                    status: Status::Requested,
                                    ..
                                }),
                                _,
                            ) if finite_complement
                                && tree.children(at).iter().any(|&c| {
                                    tree.token(c).rel == Rel::Mark && matches!(tree.lemma(c), "if" | "whether")
                                }) =>
                            {
                                None
                            }
                            (Some(d), Rel::Xcomp | Rel::Ccomp | Rel::Csubj) => Some(d),
                            // "ruled out recognising", "denied attacking"
                            (Some(d), Rel::Advcl) if follows_particle(tree, at, head) => Some(d),
                            (Some(d), Rel::Advcl) => tree
                                .children(at)
                                .iter()
                                .any(|&c| tree.token(c).rel == Rel::Mark && !self.clauses.apart.contains(tree.lemma(c)))
                                .then_some(d),
                            (Some(d), Rel::Obj) => Some(d),
                            (Some(d), Rel::Obl)
                                if tree.has_preposition(
                                    at,
                                    &["for".into(), "of".into(), "against".into(), "from".into()],
                                ) && d.status != Status::Planned =>
                            {
                                Some(d)
                            }
                            (Some(d), Rel::Nsubj) if token.sub == SubRel::Pass => Some(d),
                            // "confirmed plans for a visit", "announced plans to expel", hung on the verb
                            (None, Rel::Obl | Rel::Xcomp | Rel::Advcl) => tree
                                .child(head, Rel::Obj)
                                .filter(|&o| {
                                    let next = tree.lemmas.get(o as usize + 1).map(CompactString::as_str);
                                    o < at
                                        && matches!(next, Some("for" | "to" | "of"))
                                        && tree.children(at).first() == Some(&(o + 1))
                                })
                                .and_then(|o| self.noun.of(tree, o, at).map(|status| Judged { status, by: Some(o) })),
                            _ => None,
                        }
                    }
                    Upos::Noun | Upos::Propn => {
                        let marked = |word: &str| {
                            tree.children(at)
                                .iter()
                                .any(|&c| tree.token(c).rel == Rel::Mark && tree.lemma(c) == word)
                        };
                        if token.rel == Rel::Acl
                            && token.xpos == "VBG"
                            && self.clauses.means.contains(lemma)
                            && marked("for")
                        {
                            Some(Judged {
                                status: Status::Planned,
                                by: Some(head),
                            })
                        } else if token.rel == Rel::Acl
                            && token.xpos == "VBG"
                            && governor.xpos == "NNS"
                            && bare(tree, head)
                        {
                            // "Quito weighs expelling envoys", with the verb of a headline read as a noun
                            class(&self.verb)
                        } else if token.rel == Rel::Acl && tree.is_infinitive(at)
                            || token.rel == Rel::Nmod
                                && token.sub != SubRel::Poss
                                && tree.has_preposition(at, &["of".into(), "for".into(), "to".into(), "on".into()])
                            || token.rel == Rel::Acl && tree.child(at, Rel::Mark).is_some()
                        {
                            class(&self.noun)
                        } else {
                            None
                        }
                    }
                    Upos::Adj
                        if matches!(
                            token.rel,
                            Rel::Xcomp | Rel::Ccomp | Rel::Csubj | Rel::Advcl | Rel::Obl | Rel::Nsubj
                        ) =>
                    {
                        class(&self.adjective)
                    }
                    _ => None,
                };
                // what governs the governor reaches through to complements, objects of support verbs and event nouns
                let through = match token.rel {
                    Rel::Xcomp | Rel::Obj | Rel::Nmod => true,
                    Rel::Ccomp => false,
                    Rel::Acl => {
                        let of = |&c: &u32| tree.token(c).rel == Rel::Mark && tree.lemma(c) == "of";
                        token.sub != SubRel::Relcl && (tree.is_infinitive(at) || tree.children(at).iter().any(of))
                    }
                    Rel::Nsubj => self.clauses.happen.contains(lemma) || token.sub == SubRel::Pass,
                    Rel::Advcl => tree.is_infinitive(at),
                    Rel::Obl => false,
                    _ => false,
                };
                // "could not prevent", "did not rule out"
                if let Some(d) = decided
                    && d.status == Status::Negated
                    && governor.upos == Upos::Verb
                    && self.within(tree, head, steps - 1).status == Status::Negated
                {
                    return Judged {
                        status: if self.clauses.sure.contains(lemma) {
                            Status::Actual
                        } else {
                            Status::Possible
                        },
                        by: d.by,
                    };
                }
                let purpose = (token.rel == Rel::Advcl && tree.is_infinitive(at)).then_some(Judged {
                    status: Status::Planned,
                    by: Some(at),
                });
                let content = (governor.upos != Upos::Verb || matches!(governor.rel, Rel::Obj | Rel::Nsubj))
                    && matches!(token.rel, Rel::Acl | Rel::Ccomp)
                    && self.clauses.content.contains(lemma)
                    && tree.children(at).iter().any(|&c| tree.lemma(c) == "that");
                let shows = |verb: u32| {
                    tree.child(verb, Rel::Nsubj)
                        .is_some_and(|s| s != at && self.fiction.contains(tree.lemma(s)))
                };
                let fiction = shows(head) || token.rel == Rel::Acl && tree.head(head).is_some_and(shows);
                let above = if fiction {
                    Judged {
                        status: Status::Negated,
                        by: Some(head),
                    }
                } else if content {
                    self.content(tree, head, steps - 1)
                } else if through {
                    self.within(tree, head, steps - 1)
                } else if finite_complement {
                    self.reported(tree, head, at)
                } else {
                    ACTUAL
                };
                [decided, purpose, Some(above)]
                    .into_iter()
                    .flatten()
                    .max_by_key(|j| rank(j.status))
                    .unwrap_or(ACTUAL)
            }
            _ => ACTUAL,
        }
    }

    /// A finite clause under a verb of speech or thought: "denied that", "did not say that", "if … says that".
    fn reported(&self, tree: &Tree<'_>, verb: u32, at: u32) -> Judged {
        let own = self.own(tree, verb);
        let lemma = tree.lemma(verb);
        let open = self.clauses.open.contains(lemma);
        let that = tree
            .children(at)
            .iter()
            .any(|&c| tree.token(c).rel == Rel::Mark && tree.lemma(c) == "that");
        match own.status {
            Status::Negated if self.clauses.factive.contains(lemma) => ACTUAL,
            // "did not say that" leaves it open, "did not say when" does not
            Status::Negated if open && that => Judged {
                status: Status::Possible,
                by: own.by,
            },
            Status::Negated if open => ACTUAL,
            Status::Negated => own,
            Status::Conditional => own,
            _ => ACTUAL,
        }
    }

    /// A clause under a noun that stands for it: "no evidence that", "rejected claims that", "the claim that … is false".
    fn content(&self, tree: &Tree<'_>, noun: u32, steps: u32) -> Judged {
        if let Some(head) = tree.head(noun)
            && (tree.token(noun).rel == Rel::Obj
                || tree.token(noun).rel == Rel::Obl && tree.has_preposition(noun, &["as".into()]))
            && self.clauses.denial.contains(tree.lemma(head))
        {
            return Judged {
                status: Status::Negated,
                by: Some(head),
            };
        }
        // "reports that … were false", with what is said of them hung below them
        let untrue = |&&c: &&u32| {
            let t = tree.token(c);
            let be = || tree.child(c, Rel::Cop).is_some();
            t.upos == Upos::Adj && c > noun && be() && self.adjective.of(tree, c, noun) == Some(Status::Negated)
        };
        if let Some(&by) = tree.children(noun).iter().find(untrue) {
            return Judged {
                status: Status::Negated,
                by: Some(by),
            };
        }
        let judged = self.within(tree, noun, steps);
        match judged.status {
            Status::Negated | Status::Possible | Status::Conditional => judged,
            _ => ACTUAL,
        }
    }
}

/// True for nouns and names.
fn token_is_nominal(tree: &Tree<'_>, word: Option<u32>) -> bool {
    word.is_some_and(|w| matches!(tree.token(w).upos, Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num))
}

/// True for a gerund right behind the verb above it, or behind its particle: "denied attacking", "ruled out recognising".
fn follows_particle(tree: &Tree<'_>, at: u32, verb: u32) -> bool {
    let Some(before) = at.checked_sub(1) else { return false };
    let t = tree.token(before);
    tree.token(at).xpos == "VBG" && (before == verb || t.sub == SubRel::Prt && t.head == Some(verb))
}

/// True for a noun without article.
fn bare(tree: &Tree<'_>, noun: u32) -> bool {
    !tree
        .children(noun)
        .iter()
        .any(|&c| matches!(tree.token(c).rel, Rel::Det | Rel::Nummod | Rel::Case))
}

/// Words that deny the word that they hang on.
fn is_negation(lemma: &str) -> bool {
    matches!(lemma, "not" | "n't" | "never" | "no" | "neither" | "nor")
}

/// "no soldiers", "neither Egypt nor Sudan"
fn denied(tree: &Tree<'_>, noun: u32) -> bool {
    tree.children(noun).iter().any(|&d| {
        matches!(tree.token(d).rel, Rel::Det | Rel::Cc) && matches!(tree.lemma(d), "no" | "neither") && d < noun
    })
}

/// Where these words stand.
fn positions<'t>(tree: &'t Tree<'_>, phrase: &'t Phrase) -> impl Iterator<Item = u32> + 't {
    let n = phrase.len();
    (0..tree.lemmas.len()).filter_map(move |p| {
        let tokens = tree.sentence.tokens.get(p..p + n)?;
        let all = phrase.iter().zip(tokens).all(|(w, t)| t.form.eq_ignore_ascii_case(w));
        all.then_some(p as u32)
    })
}

/// The first word of a phrase that begins the clause of `at`: "as long as", "instead of".
fn phrase_over(tree: &Tree<'_>, at: u32, phrases: &[Phrase]) -> Option<u32> {
    clauses_under(tree, phrases)
        .find(|(_, clause, _)| *clause == at)
        .map(|(p, ..)| p)
}

/// Where such phrases stand, with the head of the clause that each begins, and the word which that clause belongs to.
fn clauses_under<'t>(tree: &'t Tree<'_>, phrases: &'t [Phrase]) -> impl Iterator<Item = (u32, u32, Option<u32>)> + 't {
    let all = phrases
        .iter()
        .flat_map(move |phrase| positions(tree, phrase).map(move |p| (p, phrase.len() as u32)));
    all.filter_map(move |(p, n)| {
        let last = p + n - 1;
        if n == 1 && tree.token(p).rel != Rel::Mark {
            return None;
        }
        let own = |i: u32| (p..=last).contains(&i);
        // up from its last word to the first word that is not its own
        let mut clause = tree.head(last)?;
        for _ in 0..n {
            if own(clause) {
                clause = tree.head(clause)?;
            }
        }
        if own(clause) || clause < last {
            return None;
        }
        if tree.token(clause).rel == Rel::Nsubj {
            clause = tree.head(clause)?;
        }
        let mut main = tree.head(clause);
        for _ in 0..n {
            main = main.and_then(|m| if own(m) { tree.head(m) } else { Some(m) });
        }
        Some((p, clause, main))
    })
}

/// True if the sentence ends in a question mark, quotation marks behind it left aside.
fn is_question(tree: &Tree<'_>) -> bool {
    let mark = |form: &str| {
        form.chars()
            .all(|c| matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | ']'))
    };
    let last = tree.sentence.tokens.iter().rev().find(|t| !mark(&t.form));
    last.is_some_and(|t| t.form == "?" || t.form == "?!")
}

/// "Had the rebels attacked, …", "Should they attack, …": the comma after the condition.
fn inverted_condition(tree: &Tree<'_>) -> Option<u32> {
    let tokens = &tree.sentence.tokens;
    let first = tokens.first()?.form.to_lowercase();
    if is_question(tree) || !matches!(first.as_str(), "had" | "should" | "were") {
        return None;
    }
    let comma = tokens.iter().position(|t| t.form == ",")?;
    let modal = |t: &crate::Token| t.xpos == "MD";
    tokens[comma..].iter().any(modal).then_some(comma as u32)
}

#[derive(PartialEq)]
enum Tense {
    Finite,
    Other,
}

fn tense(tree: &Tree<'_>, verb: u32) -> Tense {
    if matches!(tree.token(verb).xpos.as_str(), "VBD" | "VBZ" | "VBP") {
        Tense::Finite
    } else {
        Tense::Other
    }
}

/// Which of two statuses a listener would keep.
pub(super) fn rank(status: Status) -> u8 {
    match status {
        Status::Actual => 0,
        Status::Planned => 1,
        Status::Possible => 2,
        Status::Requested => 3,
        Status::Conditional => 4,
        Status::Negated => 5,
    }
}
