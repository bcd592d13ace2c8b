//! Whether an act took place: tense, modals, negation and the words that govern it.

use compact_str::CompactString;
use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::tree::Tree;
use crate::resolve::DataError;
use crate::{Rel, Status, SubRel, Upos};

/// Classes of embedding words, from `data/lexicon/status.toml`.
#[derive(Debug, Default)]
pub struct StatusWords {
    verb: FxHashMap<CompactString, Status>,
    noun: FxHashMap<CompactString, Status>,
    adjective: FxHashMap<CompactString, Status>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    verb: RawClasses,
    noun: RawClasses,
    adjective: RawClasses,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct RawClasses {
    planned: Vec<CompactString>,
    requested: Vec<CompactString>,
    possible: Vec<CompactString>,
    conditional: Vec<CompactString>,
    negated: Vec<CompactString>,
}

impl RawClasses {
    fn map(self) -> FxHashMap<CompactString, Status> {
        let lists = [
            (self.planned, Status::Planned),
            (self.requested, Status::Requested),
            (self.possible, Status::Possible),
            (self.conditional, Status::Conditional),
            (self.negated, Status::Negated),
        ];
        lists
            .into_iter()
            .flat_map(|(words, status)| words.into_iter().map(move |w| (w, status)))
            .collect()
    }
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
        for &c in tree.children(at) {
            let (t, lemma) = (tree.token(c), tree.lemma(c));
            match t.rel {
                Rel::Advmod | Rel::Det | Rel::Cc
                    if matches!(lemma, "not" | "n't" | "never" | "no" | "neither" | "nor") =>
                {
                    let only = tree.children(at).iter().any(|&o| o > c && tree.lemma(o) == "only")
                        || tree.lemmas.get(c as usize + 1).is_some_and(|l| l == "only");
                    let no_longer = tree
                        .lemmas
                        .get(c as usize + 1)
                        .is_some_and(|l| l == "doubt" || l == "less");
                    if !only && !no_longer {
                        raise(Status::Negated, c);
                    }
                }
                // "have yet to sign"
                Rel::Advmod if lemma == "yet" && (tree.is_infinitive(at) || token.lemma == "have") => {
                    raise(Status::Negated, c);
                }
                Rel::Advmod if matches!(lemma, "perhaps" | "maybe" | "possibly" | "probably") => {
                    raise(Status::Possible, c)
                }
                Rel::Advmod if matches!(lemma, "nearly" | "almost" | "narrowly" | "barely" | "hardly") && verbal => {
                    raise(Status::Negated, c)
                }
                Rel::Nsubj | Rel::Obj
                    if tree
                        .children(c)
                        .iter()
                        .any(|&d| tree.token(d).rel == Rel::Det && tree.lemma(d) == "no") =>
                {
                    raise(Status::Negated, c);
                }
                Rel::Nsubj if matches!(lemma, "nobody" | "none" | "nothing" | "no-one") => raise(Status::Negated, c),
                Rel::Aux => match lemma {
                    "will" | "shall" | "'ll" | "wo" | "gonna" => raise(Status::Planned, c),
                    "would" | "'d" if t.xpos == "MD" => raise(
                        if has_condition(tree, at) {
                            Status::Conditional
                        } else {
                            Status::Planned
                        },
                        c,
                    ),
                    "may" | "might" | "could" => raise(Status::Possible, c),
                    "can" => raise(Status::Possible, c),
                    "should" | "must" | "ought" => raise(Status::Requested, c),
                    "be" if tree.is_infinitive(at) && t.sub != SubRel::Pass => raise(Status::Planned, c),
                    _ => {}
                },
                Rel::Mark | Rel::Case if lemma == "without" => raise(Status::Negated, c),
                Rel::Mark if matches!(lemma, "if" | "unless" | "whether" | "lest") || lemma == "case" => {
                    raise(Status::Conditional, c)
                }
                Rel::Case if matches!(lemma, "without" | "despite") && lemma == "without" => raise(Status::Negated, c),
                Rel::Amod | Rel::Compound => {
                    let form = t.form.to_lowercase();
                    if let Some(&status) = self.adjective.get(form.as_str()).or_else(|| self.adjective.get(lemma)) {
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
                || matches!(token.rel, Rel::Acl | Rel::Advcl | Rel::Parataxis))
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
        // an advcl with "if" beside a conditional main clause
        if found.status == Status::Planned
            && has_condition(tree, at)
            && tree
                .children(at)
                .iter()
                .any(|&c| tree.token(c).rel == Rel::Aux && tree.lemma(c) == "would")
        {
            found.status = Status::Conditional;
        }
        // questions
        if token.rel == Rel::Root
            && tree.sentence.tokens.last().is_some_and(|t| t.form == "?")
            && rank(found.status) < rank(Status::Possible)
        {
            found = Judged {
                status: Status::Possible,
                by: Some(tree.len() - 1),
            };
        }
        found
    }

    /// What the words that govern it say.
    fn outer(&self, tree: &Tree<'_>, at: u32, steps: u32) -> Judged {
        let token = tree.token(at);
        let Some(head) = token.head else {
            return ACTUAL;
        };
        let governor = tree.token(head);
        let lemma = tree.lemma(head);
        let class = |table: &FxHashMap<CompactString, Status>| {
            table.get(lemma).map(|&status| Judged { status, by: Some(head) })
        };
        let particle = tree
            .child(head, Rel::Compound)
            .is_some_and(|c| tree.token(c).sub == SubRel::Prt && tree.lemma(c) == "out");
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
                let clausal = matches!(token.rel, Rel::Xcomp | Rel::Ccomp | Rel::Csubj)
                    || token.rel == Rel::Advcl && !tree.is_infinitive(at);
                let finite_complement =
                    token.rel == Rel::Ccomp && !tree.is_infinitive(at) && tree.token(at).xpos != "VBG";
                let decided = match governor.upos {
                    Upos::Verb => {
                        let decided = if lemma == "rule" && !particle
                            || lemma == "call" && !calls_for(tree, at)
                            || lemma == "look"
                            || lemma == "set" && !tree.is_infinitive(at)
                            || lemma == "move" && !clausal
                        {
                            None
                        } else {
                            class(&self.verb)
                        };
                        match (decided, token.rel) {
                            // "expected that", "warned that", "hopes that": what a finite clause says is not the
                            // governed act itself, but words of doubt and denial still reach it
                            (Some(d), _)
                                if finite_complement
                                    && matches!(
                                        lemma,
                                        "warn" | "promise" | "agree" | "vow" | "pledge" | "decide" | "threaten"
                                    ) =>
                            {
                                Some(d).filter(|_| false)
                            }
                            (Some(d), Rel::Xcomp | Rel::Ccomp | Rel::Csubj) => Some(d),
                            (Some(d), Rel::Advcl) => tree
                                .children(at)
                                .iter()
                                .any(|&c| {
                                    tree.token(c).rel == Rel::Mark
                                        && !matches!(
                                            tree.lemma(c),
                                            "after" | "as" | "while" | "because" | "since" | "when" | "before" | "by"
                                        )
                                })
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
                            _ => None,
                        }
                    }
                    Upos::Noun | Upos::Propn => {
                        if token.rel == Rel::Acl && tree.is_infinitive(at)
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
                    Rel::Acl => token.sub != SubRel::Relcl && tree.is_infinitive(at),
                    Rel::Nsubj => {
                        matches!(
                            lemma,
                            "take"
                                | "occur"
                                | "happen"
                                | "begin"
                                | "start"
                                | "continue"
                                | "resume"
                                | "end"
                                | "be"
                                | "follow"
                                | "hold"
                                | "schedule"
                                | "expect"
                                | "plan"
                                | "set"
                        ) || token.sub == SubRel::Pass
                    }
                    Rel::Advcl => tree.is_infinitive(at),
                    Rel::Obl => false,
                    _ => false,
                };
                let purpose = (token.rel == Rel::Advcl && tree.is_infinitive(at)).then_some(Judged {
                    status: Status::Planned,
                    by: Some(at),
                });
                let above = if through {
                    self.within(tree, head, steps - 1)
                } else if finite_complement && lemma != "say" {
                    self.reported(tree, head)
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
    fn reported(&self, tree: &Tree<'_>, verb: u32) -> Judged {
        let own = self.own(tree, verb);
        match own.status {
            Status::Negated if !matches!(tree.lemma(verb), "know" | "realize" | "realise" | "mention" | "say") => own,
            Status::Conditional => own,
            _ => ACTUAL,
        }
    }
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

/// "call for talks", not "call a strike" or "called the attack cowardly".
fn calls_for(tree: &Tree<'_>, at: u32) -> bool {
    tree.has_preposition(at, &["for".into(), "on".into()]) || tree.is_infinitive(at)
}

/// True if the clause has an *if* beside it.
fn has_condition(tree: &Tree<'_>, at: u32) -> bool {
    tree.children(at).iter().any(|&c| {
        tree.token(c).rel == Rel::Advcl
            && tree.children(c).iter().any(|&m| {
                tree.token(m).rel == Rel::Mark && matches!(tree.lemma(m), "if" | "unless" | "provided" | "should")
            })
    })
}

/// Which of two statuses a listener would keep.
fn rank(status: Status) -> u8 {
    match status {
        Status::Actual => 0,
        Status::Planned => 1,
        Status::Possible => 2,
        Status::Requested => 3,
        Status::Conditional => 4,
        Status::Negated => 5,
    }
}
