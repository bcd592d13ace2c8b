//! Speaker and content by the order of the words, for reporting verbs where the tree is of no use:
//! parsers often hang "…, X said" and "…, said X" in the wrong place.

use super::clause::is_quote_mark;
use super::tree::{Tree, is_nominal};
use crate::{NameKind, Rel, Upos};

/// A phrase beside a cue: first and last word, and the word that stands for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Phrase {
    pub first: u32,
    pub last: u32,
    pub head: u32,
}

/// Longest phrase with apposition before a cue, in words.
const LONGEST: u32 = 30;

fn is_mark(tree: &Tree<'_>, i: u32) -> bool {
    is_quote_mark(&tree.token(i).form)
}

fn is_comma(tree: &Tree<'_>, i: u32) -> bool {
    matches!(tree.token(i).form.as_str(), "," | "--" | "–" | "—" | "-")
        && tree.token(i).upos == Upos::Punct
        && !(tree.token(i).form == "-" && is_inner_hyphen(tree, i))
}

/// A hyphen inside a word that the tokeniser split.
fn is_inner_hyphen(tree: &Tree<'_>, i: u32) -> bool {
    i > 0
        && tree.token(i - 1).span.end() == tree.token(i).span.start()
        && tree
            .sentence
            .tokens
            .get(i as usize + 1)
            .is_some_and(|t| t.span.start() == tree.token(i).span.end())
}

/// True for words that can stand in a plain noun phrase.
fn in_phrase(tree: &Tree<'_>, i: u32) -> bool {
    let token = tree.token(i);
    is_nominal(token)
        || matches!(token.upos, Upos::Adp | Upos::Cconj)
        || (token.upos == Upos::Part && token.lemma != "to" && token.lemma != "not")
        || (token.upos == Upos::Verb && matches!(token.xpos.as_str(), "VBN" | "VBG"))
        || (token.upos == Upos::Adv && tree.token(i).rel == Rel::Advmod && token.xpos == "RB")
        || matches!(token.form.as_str(), "(" | ")" | "-" | "." | "/")
}

fn is_subject_word(tree: &Tree<'_>, i: u32) -> bool {
    let token = tree.token(i);
    is_nominal(token) && !matches!(token.xpos.as_str(), "WDT" | "WP" | "WP$")
}

/// The phrase before a cue: "X said", "X, head of Y, said".
pub(super) fn before(tree: &Tree<'_>, cue: u32) -> Option<Phrase> {
    let mut last = cue.checked_sub(1)?;
    let low = cue.saturating_sub(LONGEST);
    let mut end = last;
    if is_comma(tree, last) {
        // Over one apposition or relative clause, back to the comma that opens it.
        let mut i = last;
        let open = loop {
            i = i.checked_sub(1).filter(|&i| i >= low)?;
            if is_mark(tree, i) {
                return None;
            }
            if is_comma(tree, i) {
                break i;
            }
        };
        end = last - 1;
        last = open.checked_sub(1)?;
    }
    if !is_subject_word(tree, last) && tree.token(last).form != ")" {
        return None;
    }
    let back = |last: u32| {
        let mut first = last;
        while let Some(i) = first.checked_sub(1) {
            if i < low || is_mark(tree, i) || is_comma(tree, i) || !in_phrase(tree, i) {
                break;
            }
            first = i;
        }
        first
    };
    let mut first = back(last);
    // "a diplomat who spoke on condition of anonymity said": back over the clause
    let clause = (low..first)
        .rev()
        .take_while(|&i| !is_mark(tree, i) && !is_comma(tree, i))
        .find(|&i| tree.token(i).xpos == "WP");
    if let Some(who) = clause.filter(|&w| w > 0 && is_subject_word(tree, w - 1))
        && (who..first).any(|i| tree.token(i).upos == Upos::Verb)
    {
        last = who - 1;
        first = back(last);
    }
    while first < last
        && (matches!(
            tree.token(first).upos,
            Upos::Adp | Upos::Cconj | Upos::Part | Upos::Punct
        ) || (tree.token(first).upos == Upos::Adv)
            || tree.token(first).xpos == "VBG")
    {
        first += 1;
    }
    Some(Phrase {
        first,
        last: end.max(last),
        head: head(tree, first, last),
    })
}

/// The phrase right before a cue, if a comma or quotation mark sets it off: "…, X said".
pub(super) fn set_off(tree: &Tree<'_>, cue: u32) -> Option<Phrase> {
    let phrase = before(tree, cue)?;
    let mark = phrase.first.checked_sub(1)?;
    // "”, X, head of Y, said": the comma that closes an apposition
    let is_person = |n: &crate::Name| n.kind == crate::NameKind::Per && (n.start..n.end).contains(&phrase.head);
    let person = tree.sentence.names.iter().any(is_person);
    let closed = phrase.last + 2 == cue && is_comma(tree, phrase.last + 1) && (is_mark(tree, mark) || person);
    let beside = phrase.last + 1 == cue || closed;
    (beside && (tree.token(mark).form == "," || is_mark(tree, mark))).then_some(phrase)
}

/// The phrase after a cue: "said X", "said X, head of Y".
pub(super) fn after(tree: &Tree<'_>, cue: u32) -> Option<Phrase> {
    let first = cue + 1;
    // who stands behind "told" is told
    if tree.token(cue).lemma == "tell" || first >= tree.len() || !is_subject_word(tree, first) {
        return None;
    }
    let mut last = first;
    while last + 1 < tree.len()
        && in_phrase(tree, last + 1)
        && !is_mark(tree, last + 1)
        && tree.token(last + 1).form != "."
    {
        last += 1;
    }
    while last > first && !is_nominal(tree.token(last)) {
        last -= 1;
    }
    let head = head(tree, first, last);
    // A day is no speaker.
    if tree.token(head).rel == Rel::Obl {
        return None;
    }
    Some(Phrase { first, last, head })
}

/// A person's name in the phrase, else its governing word.
fn head(tree: &Tree<'_>, first: u32, last: u32) -> u32 {
    let names = &tree.sentence.names;
    if let Some(name) = names
        .iter()
        .find(|n| n.kind == NameKind::Per && n.start >= first && n.end <= last + 1)
        && (first..name.start).all(|i| tree.token(i).upos != Upos::Adp)
        && tree
            .sentence
            .tokens
            .get(name.end as usize)
            .is_none_or(|t| t.rel != Rel::Case)
    {
        return name.start;
    }
    let outer = |i: &u32| tree.token(*i).head.is_none_or(|h| h < first || h > last);
    let nominal = |i: &u32| is_nominal(tree.token(*i)) && tree.token(*i).upos != Upos::Det;
    (first..=last)
        .find(|i| outer(i) && nominal(i))
        .or_else(|| (first..=last).rev().find(nominal))
        .unwrap_or(last)
}

/// What is said around "…, X said" at the end of a sentence or set into it; `None` if the words
/// before it are not set off.
pub(super) fn around(tree: &Tree<'_>, cue: (u32, u32), speaker: Phrase) -> Option<Vec<bool>> {
    let start = cue.0.min(speaker.first);
    let end = cue.1.max(speaker.last);
    let comma = start.checked_sub(1)?;
    let set_off = tree.token(comma).form == "," || is_mark(tree, comma);
    let clause =
        |from: u32, to: u32| to > from + 1 && (from..to).any(|i| matches!(tree.token(i).upos, Upos::Verb | Upos::Aux));
    if !set_off || !clause(0, comma) {
        return None;
    }
    let mut include = vec![false; tree.len() as usize];
    let from = u32::from(tree.token(0).upos == Upos::Cconj && !is_mark(tree, 0));
    include[from as usize..comma as usize].fill(true);
    if is_mark(tree, comma) {
        include[comma as usize] = true;
    }
    // "A, X said, B".
    let next = end + 1;
    let inverted = speaker.first > cue.1;
    if !inverted
        && next < tree.len()
        && tree.token(next).form == ","
        && clause(next + 1, tree.len())
        && !speaks_again(tree, next + 1)
    {
        include[next as usize + 1..].fill(true);
    }
    Some(include)
}

/// "These men, the envoy explained, were …": all around a cue that commas set into a sentence, where neither side is quoted
/// by itself.
pub(super) fn set_into(tree: &Tree<'_>, cue: (u32, u32)) -> Option<Vec<bool>> {
    let speaker = before(tree, cue.0).filter(|p| p.last + 1 == cue.0)?;
    let comma = speaker.first.checked_sub(1)?;
    let next = cue.1 + 1;
    let form = |i: u32| tree.sentence.tokens.get(i as usize).map_or("", |t| t.form.as_str());
    let marks = (0..comma).any(|i| is_mark(tree, i)) || is_quote_mark(form(next + 1));
    let finite = |i: u32| matches!(tree.token(i).xpos.as_str(), "VBD" | "VBZ" | "VBP" | "MD");
    let one_comma = (0..comma).all(|i| form(i) != "," && form(i) != ":");
    if form(comma) != ","
        || form(next) != ","
        || comma == 0
        || marks
        || !one_comma
        || !(next + 1..tree.len()).any(finite)
    {
        return None;
    }
    // "In May, the envoy said, adding that …" goes on with the envoy
    let goes_on = matches!(tree.token(next + 1).xpos.as_str(), "VBG" | "CC" | "WDT" | "WP" | "WRB");
    if goes_on {
        return None;
    }
    let mut include = vec![false; tree.len() as usize];
    include[..comma as usize].fill(true);
    include[next as usize + 1..].fill(true);
    Some(include)
}

/// True where what follows is the speaker's doing, not his words: ", adding that", ", who".
fn speaks_again(tree: &Tree<'_>, at: u32) -> bool {
    let token = tree.token(at);
    token.xpos == "VBG"
        || token.xpos.starts_with('W')
        || matches!(token.upos, Upos::Sconj | Upos::Cconj)
        || tree.token(at).upos == Upos::Det
}
