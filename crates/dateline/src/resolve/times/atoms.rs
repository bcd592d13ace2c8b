//! A sentence's text in pieces that no tokeniser's choices can change: runs of letters, runs of
//! digits, single marks. "26th", "mid-2014" and "2021-08-26" come apart alike in every sentence.

use super::words::{Word, Words};
use crate::{Document, Sentence};

/// A run of letters or of digits, or a mark.
#[derive(Clone, Copy, Debug)]
pub(super) struct Atom<'a> {
    pub(super) text: &'a str,
    /// First byte in the document's text.
    pub(super) start: usize,
    /// What it can mean in a time phrase.
    pub(super) word: Word,
    /// The token that it lies in.
    pub(super) token: u32,
    /// No blank stands before it.
    pub(super) glued: bool,
}

impl Atom<'_> {
    /// One past the last byte.
    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }

    pub(super) fn is_digits(&self) -> bool {
        self.text.as_bytes().first().is_some_and(u8::is_ascii_digit)
    }

    pub(super) fn is_letters(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_alphabetic)
    }

    pub(super) fn is_capital(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_uppercase)
    }
}

/// Takes a sentence apart. Returns nothing where it can hold no time phrase.
pub(super) fn atoms<'a>(document: &'a Document, sentence: &Sentence, words: &Words, atoms: &mut Vec<Atom<'a>>) {
    atoms.clear();
    let (start, end) = (sentence.span.start(), sentence.span.end());
    let Some(text) = document.text.get(start..end) else {
        return;
    };
    let mut promising = false;
    let (mut token, mut glued) = (0, false);
    let mut rest = text.char_indices().peekable();
    while let Some((first, mark)) = rest.next() {
        if mark.is_whitespace() {
            glued = false;
            continue;
        }
        let kind = |c: char| (c.is_alphabetic(), c.is_ascii_digit());
        let mut last = first + mark.len_utf8();
        if kind(mark) != (false, false) {
            while let Some((at, c)) = rest.next_if(|(_, c)| kind(*c) == kind(mark)) {
                last = at + c.len_utf8();
            }
        }
        let piece = &text[first..last];
        while sentence
            .tokens
            .get(token)
            .is_some_and(|t| t.span.end() <= start + first)
        {
            token += 1;
        }
        let word = if mark.is_alphabetic() {
            words.get(piece)
        } else {
            Word::Other
        };
        promising |= match word {
            Word::Other => {
                mark.is_ascii_digit() && (piece.len() == 4 || piece == "9" || piece.len() == 2)
                    || matches!(piece, "st" | "nd" | "rd" | "th") && glued
                    || piece.eq_ignore_ascii_case("overnight")
            }
            Word::Number(_) | Word::Vague(..) | Word::Ordinal(_) => false,
            _ => true,
        };
        atoms.push(Atom {
            text: piece,
            start: start + first,
            word,
            token: token.min(sentence.tokens.len().saturating_sub(1)) as u32,
            glued,
        });
        glued = true;
    }
    if !promising {
        atoms.clear();
    }
}
