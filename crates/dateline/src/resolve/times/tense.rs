//! Whether a word's clause tells what was or what will be.

use super::words::{Word, Words};
use crate::{PartKind, Rel, Sentence, Token, Upos};

/// What a clause speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    Future,
    Unknown,
}

/// A clause as seen from a word in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clause {
    pub(super) tense: Tense,
    /// The word depends on the clause's verb itself, not on a noun in it ("Monday's talks").
    pub(super) direct: bool,
}

/// No walk up a tree, and no chain of clauses, is longer than this.
const LIMIT: u32 = 24;

/// The clause that governs the word at `token`.
pub(super) fn clause(sentence: &Sentence, token: u32, words: &Words) -> Clause {
    let unknown = Clause {
        tense: Tense::Unknown,
        direct: false,
    };
    if beside_past(sentence, token, words) {
        return Clause {
            tense: Tense::Past,
            direct: true,
        };
    }
    let (mut at, mut direct) = (token, true);
    for _ in 0..LIMIT {
        let Some(word) = sentence.tokens.get(at as usize) else {
            return unknown;
        };
        if at != token || word.upos == Upos::Verb {
            if is_ahead(word, words) {
                let tense = Tense::Future;
                return Clause { tense, direct };
            }
            if heads_clause(sentence, at) {
                let tense = tense_of(sentence, at, words, LIMIT);
                return Clause { tense, direct };
            }
            // The words of the phrase itself do not come between.
            direct &= word.upos == Upos::Num || words.get(&word.form) != Word::Other;
        }
        // "ahead of Monday's vote", "in the run-up to the poll on Sunday", "upcoming".
        for child in sentence.children(at) {
            let child = &sentence.tokens[child as usize];
            let ahead =
                child.rel == Rel::Case && child.lemma == "ahead" || child.rel == Rel::Amod && is_ahead(child, words);
            if ahead {
                let tense = Tense::Future;
                return Clause { tense, direct };
            }
        }
        match word.head {
            Some(head) => at = head,
            None => return unknown,
        }
    }
    unknown
}

/// "said Thursday", "on Tuesday said": a verb right beside tells more than the tree.
fn beside_past(sentence: &Sentence, token: u32, words: &Words) -> bool {
    let past = |at: Option<usize>| {
        at.and_then(|at| sentence.tokens.get(at)).is_some_and(|word| {
            let looks_ahead = words.prospective.contains(word.lemma.as_str());
            word.xpos == "VBD" && word.upos == Upos::Verb && !looks_ahead
        })
    };
    let at = token as usize;
    let before = at.checked_sub(1);
    let on = |at: usize| sentence.tokens.get(at).is_some_and(|word| word.lemma == "on");
    match before {
        Some(before) if on(before) => past(before.checked_sub(1)) || past(Some(at + 1)),
        before => past(before) || past(Some(at + 1)),
    }
}

/// "due", "scheduled", "upcoming": an adjective or bare participle that looks ahead.
fn is_ahead(word: &Token, words: &Words) -> bool {
    (word.upos == Upos::Adj || word.xpos == "VBN" || word.xpos == "VBD")
        && (words.prospective.contains(word.lemma.as_str()) || words.prospective.contains(word.form.as_str()))
        && !(word.xpos == "VBD" && word.rel == Rel::Root && word.lemma != "set")
}

fn heads_clause(sentence: &Sentence, at: u32) -> bool {
    let word = &sentence.tokens[at as usize];
    match word.upos {
        Upos::Verb | Upos::Aux => true,
        _ => sentence
            .children(at)
            .any(|c| matches!(sentence.tokens[c as usize].rel, Rel::Cop | Rel::Aux)),
    }
}

fn tense_of(sentence: &Sentence, verb: u32, words: &Words, limit: u32) -> Tense {
    let word = &sentence.tokens[verb as usize];
    let (mut modal, mut have, mut past_be, mut present_be, mut to) = (false, false, false, false, false);
    for child in sentence.children(verb) {
        let child = &sentence.tokens[child as usize];
        match child.rel {
            Rel::Aux | Rel::Cop => {
                modal |= child.xpos == "MD";
                have |= child.lemma == "have";
                past_be |= matches!(child.lemma.as_str(), "be" | "do" | "get") && child.xpos == "VBD";
                present_be |= child.lemma == "be" && matches!(child.xpos.as_str(), "VBZ" | "VBP");
            }
            Rel::Mark => to |= child.xpos == "TO" || child.lemma == "to",
            _ => {}
        }
    }
    if modal {
        return if have { Tense::Past } else { Tense::Future };
    }
    if words.prospective.contains(word.lemma.as_str()) && (past_be || present_be) && word.xpos == "VBN" {
        return Tense::Future;
    }
    if have || past_be && !to {
        return Tense::Past;
    }
    let above = |limit: u32| match word.head {
        Some(head) if limit > 0 => tense_of(sentence, head, words, limit - 1),
        _ => Tense::Unknown,
    };
    match word.xpos.as_str() {
        _ if to => match word.head {
            Some(_) if word.rel == Rel::Advcl => above(limit),
            Some(head)
                if words
                    .implicative
                    .contains(sentence.tokens[head as usize].lemma.as_str()) =>
            {
                above(limit)
            }
            _ => Tense::Future,
        },
        "VBD" => Tense::Past,
        "VBN" if present_be => Tense::Past,
        "VBG" if present_be => Tense::Future,
        "VBN" | "VB" | "VBG" if matches!(word.rel, Rel::Conj | Rel::Advcl | Rel::Xcomp) => above(limit),
        "VBN" => Tense::Past,
        "VBZ" | "VBP" if words.timetable.contains(word.lemma.as_str()) => {
            if sentence.part == PartKind::Headline && word.lemma != "open" && word.lemma != "begin" {
                Tense::Unknown
            } else {
                Tense::Future
            }
        }
        "VBZ" | "VBP" => Tense::Unknown,
        _ => Tense::Unknown,
    }
}
