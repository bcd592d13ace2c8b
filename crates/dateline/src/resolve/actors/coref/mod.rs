//! Which noun phrases, names and pronouns of a document mean the same person, place or body.
//!
//! [`phrases`] collects them with what their own words say, [`link`] joins them in text order:
//! names told again, appositions and predicates, descriptions, pronouns, and we, I and you of
//! whoever speaks.

mod link;
mod phrases;
mod voices;

use compact_str::CompactString;
use rustc_hash::{FxHashMap, FxHashSet};

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

/// Names that were read now as a person's, now as a place's: what most of their uses say. A last
/// name alone counts with the whole names that end in it.
fn settle(all: &mut [Candidate]) {
    let mut votes: FxHashMap<String, [u32; 3]> = FxHashMap::default();
    let mut last_names: FxHashSet<String> = FxHashSet::default();
    let slot = |sort: Sort| match sort {
        Sort::Person => 0,
        Sort::Place => 1,
        Sort::Organization => 2,
    };
    for candidate in all.iter() {
        let (Form::Name(words), Some(sort)) = (&candidate.form, candidate.sort) else {
            continue;
        };
        votes.entry(words.join(" ")).or_default()[slot(sort)] += 1;
        if words.len() > 1
            && sort == Sort::Person
            && let Some(last) = words.last()
        {
            votes.entry(last.clone()).or_default()[0] += 1;
            last_names.insert(last.clone());
        }
    }
    for candidate in all.iter_mut().filter(|c| c.id.is_none()) {
        let Form::Name(words) = &candidate.form else { continue };
        if let [word] = words.as_slice()
            && candidate.class.is_empty()
            && last_names.contains(word)
        {
            candidate.sort = Some(Sort::Person);
            continue;
        }
        let Some(votes) = votes.get(&words.join(" ")) else {
            continue;
        };
        let most = votes.iter().max().copied().unwrap_or(0);
        let sort = [Sort::Person, Sort::Place, Sort::Organization]
            .into_iter()
            .find(|sort| votes[slot(*sort)] == most);
        if most > 0 && candidate.sort.is_none_or(|own| votes[slot(own)] < most) {
            candidate.sort = sort;
        }
    }
}

/// The phrases of a document with their chains, in text order. Chains of things are left out.
pub(crate) fn chains(nouns: &Nouns, views: &[View<'_>], drafts: &[Vec<Draft>]) -> Vec<Phrase> {
    let mut all = phrases::collect(nouns, views, drafts);
    all.sort_by_key(|c| (c.at, c.start, std::cmp::Reverse(c.end), c.head));
    settle(&mut all);
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
