//! Which noun phrases, names and pronouns of a document mean the same person, place or body.
//!
//! [`phrases`] collects them with what their own words say, [`link`] joins them in text order:
//! names told again, appositions and predicates, descriptions, pronouns, and we, I and you of
//! whoever speaks.

mod link;
mod phrases;
mod voices;

use compact_str::CompactString;
use rustc_hash::FxHashMap;

use super::mentions::{Draft, View};
use super::nouns::Nouns;
use crate::{Phrase, Sort, Span};

/// How a phrase names what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Form {
    /// By a name: its folded words without titles.
    Name(Vec<String>),
    /// By a common noun.
    Noun,
    /// By a pronoun.
    Pronoun(Pronoun),
    /// By several joined with "and".
    Several,
}

/// Personal pronouns by what they agree with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Pronoun {
    I,
    We,
    You,
    He,
    She,
    It,
    They,
}

/// What an article or pronoun before a noun says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Definite {
    /// "the", "both".
    The,
    /// "this", "that", "these", "those".
    This,
    /// An owner stands before it.
    Owned,
    /// "a", "some", "another", an amount.
    A,
    /// Nothing.
    Bare,
}

/// A phrase that may mean a person, place or body, or a thing that a pronoun could mean instead.
#[derive(Clone, Debug)]
struct Candidate {
    /// Index of the sentence's view.
    at: usize,
    head: u32,
    /// First and one past the last token.
    start: u32,
    end: u32,
    /// `None` for things.
    sort: Option<Sort>,
    form: Form,
    plural: bool,
    male: Option<bool>,
    definite: Definite,
    /// Folded lemma of the head word.
    lemma: String,
    /// Folded content words around the head.
    words: Vec<String>,
    /// Key in the knowledge base.
    id: Option<String>,
    /// Kind of name that the noun stands for, or kind of what the name names.
    class: CompactString,
    /// Titles and roles told of it.
    roles: Vec<String>,
    subject: bool,
    /// True inside another phrase.
    inner: bool,
    governor: Option<u32>,
    paragraph: u32,
    /// Number of the quotation it stands in, if any.
    quoted: Option<u32>,
}

/// The phrases of a document with their chains, in text order. Chains of things are left out.
pub(crate) fn chains(nouns: &Nouns, views: &[View<'_>], drafts: &[Vec<Draft>]) -> Vec<Phrase> {
    let mut all = phrases::collect(nouns, views, drafts);
    all.sort_by_key(|c| (c.at, c.start, std::cmp::Reverse(c.end), c.head));
    let entities = link::link(views, &all);
    let mut numbers: FxHashMap<u32, u32> = FxHashMap::default();
    let mut out = Vec::new();
    for (candidate, (entity, sort)) in all.iter().zip(entities) {
        let Some(sort) = sort else { continue };
        let next = numbers.len() as u32;
        let chain = *numbers.entry(entity).or_insert(next);
        let sentence = views[candidate.at].sentence;
        let (Some(first), Some(last)) = (
            sentence.tokens.get(candidate.start as usize),
            sentence.tokens.get(candidate.end as usize - 1),
        ) else {
            continue;
        };
        if first.span.start() > last.span.end() {
            continue;
        }
        out.push(Phrase {
            sentence: sentence.index,
            head: candidate.head,
            span: Span::new(first.span.start(), last.span.end()),
            sort,
            chain,
        });
    }
    out
}
