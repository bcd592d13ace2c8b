//! Document and sentences to [`TimeMention`]s: the days that time phrases stand for; used by
//! `code`.
//!
//! Phrases are found by their words alone (`atoms`, `grammar`, with the words of
//! `data/times/words.toml`); the tree gives the phrase's head and the tense of its clause, which
//! tells last Thursday from next (`tense`). Days are civil (`calendar`). `docs/times.md` has the
//! conventions.

mod atoms;
mod calendar;
mod grammar;
mod tense;
mod words;

use jiff::civil::Date;

use self::grammar::{Grammar, Memory};
use self::words::{Unit, Words};
use super::DataError;
use crate::types::{Granularity, TimeBasis as Basis};
use crate::{Document, PartKind, Sentence, Span, TimeMention, TimeSpan, Upos};

/// The days that time phrases stand for.
#[derive(Debug)]
pub struct TimeResolver {
    words: Words,
}

impl TimeResolver {
    /// With the built-in data.
    ///
    /// # Errors
    /// If a built-in data file is broken, which the tests rule out.
    pub fn builtin() -> Result<Self, DataError> {
        Ok(Self {
            words: Words::builtin()?,
        })
    }

    /// Time mentions, in text order.
    #[must_use]
    pub fn resolve(&self, document: &Document, sentences: &[Sentence]) -> Vec<TimeMention> {
        let (anchor, basis) = anchor(document);
        let mut phrases = Vec::new();
        let mut atoms = Vec::new();
        let mut memory = Memory::default();
        let mut part = PartKind::Other;
        for sentence in sentences {
            if sentence.part != part {
                memory = Memory::default();
                part = sentence.part;
            }
            atoms::atoms(document, sentence, &self.words, &mut atoms);
            let mut grammar = Grammar {
                sentence,
                words: &self.words,
                atoms: &atoms,
                text: &document.text,
                anchor,
                basis,
                memory,
            };
            let mut at = 0;
            while at < atoms.len() {
                let Some(found) = grammar.phrase(at) else {
                    at += 1;
                    continue;
                };
                let end = found.end.clamp(at + 1, atoms.len());
                if !found.dead {
                    let span = Span::new(atoms[at].start, atoms[end - 1].end());
                    phrases.push(TimeMention {
                        sentence: sentence.index,
                        head: head(sentence, atoms[at].token, atoms[end - 1].token),
                        span,
                        time: found.time,
                        granularity: found.granularity(),
                        basis: found.basis,
                    });
                    if let Some(time) = found.time {
                        grammar.memory.remember(sentence.index, time, found.unit);
                    }
                }
                at = end;
            }
            memory = grammar.memory;
        }
        phrases
    }
}

impl Memory {
    fn remember(&mut self, sentence: u32, time: TimeSpan, unit: Unit) {
        self.any = Some((sentence, time));
        if unit <= Unit::Day {
            self.day = Some((sentence, time));
        }
    }
}

/// The day that relative phrases count from: the dateline's, else that of publication.
fn anchor(document: &Document) -> (Option<Date>, Basis) {
    let dateline = document.parts.dateline.as_ref();
    if let Some(date) = dateline.and_then(|dateline| dateline.date) {
        return (Some(date), Basis::Dateline);
    }
    let printed = document.parts.published_at.as_ref();
    let date = document.meta.published.or_else(|| printed.map(|at| at.value.date()));
    (date, Basis::Publication)
}

/// The word of a phrase that all its others depend on.
fn head(sentence: &Sentence, first: u32, last: u32) -> u32 {
    let inside = first..=last;
    inside
        .clone()
        .filter(|token| {
            let word = sentence.tokens.get(*token as usize);
            word.is_some_and(|word| word.head.is_none_or(|head| !inside.contains(&head)))
        })
        .max_by_key(|token| {
            let rank = match sentence.tokens[*token as usize].upos {
                Upos::Noun | Upos::Propn => 3,
                Upos::Num => 2,
                Upos::Adp | Upos::Sconj | Upos::Det | Upos::Punct | Upos::Part => 0,
                _ => 1,
            };
            (rank, std::cmp::Reverse(*token))
        })
        .unwrap_or(first)
}
