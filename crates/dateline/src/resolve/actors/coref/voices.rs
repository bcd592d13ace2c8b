//! Who speaks where nobody says so: interviews and dialogues, paragraph by paragraph.

use rustc_hash::FxHashSet;

use super::{Candidate, Form, Pronoun};
use crate::resolve::actors::mentions::View;

/// How a document's unquoted "I" and "you" are to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Voices {
    /// One speaker or author throughout.
    One,
    /// Questions and answers: the numbers of the paragraphs that ask.
    Interview(FxHashSet<u32>),
    /// Two sides that take turns, one of them asked: the numbers of its paragraphs.
    Dialogue(FxHashSet<u32>),
}

/// Finds it out from the questions that address somebody.
pub(super) fn find(views: &[View<'_>], all: &[Candidate]) -> Voices {
    let mut asking: FxHashSet<u32> = FxHashSet::default();
    let mut paragraph = 0;
    for view in views {
        if view.sentence.paragraph_start {
            paragraph += 1;
        }
        let asks = view.sentence.tokens.iter().rev().take(2).any(|t| t.form == "?");
        if asks {
            asking.insert(paragraph);
        } else {
            // A paragraph that ends in a statement answers.
            asking.remove(&paragraph);
        }
    }
    let addressed = |paragraph: &u32| {
        all.iter()
            .any(|c| c.paragraph == *paragraph && c.quoted.is_none() && c.form == Form::Pronoun(Pronoun::You))
    };
    let answered = all
        .iter()
        .filter(|c| {
            c.quoted.is_none()
                && matches!(c.form, Form::Pronoun(Pronoun::I | Pronoun::We))
                && !asking.contains(&c.paragraph)
        })
        .count();
    if asking.iter().filter(|p| addressed(p)).count() >= 3 && answered >= 3 {
        return Voices::Interview(asking);
    }
    let told = |pronoun: Pronoun| -> Vec<u32> {
        all.iter()
            .filter(|c| c.quoted.is_none() && c.form == Form::Pronoun(pronoun))
            .map(|c| c.paragraph)
            .collect()
    };
    let questions = views
        .iter()
        .filter(|v| v.sentence.tokens.iter().rev().take(2).any(|t| t.form == "?"))
        .count();
    let (i, you) = (told(Pronoun::I), told(Pronoun::You));
    if i.len() >= 3 && you.len() >= 3 && questions >= 2 {
        // Sides alternate; the one that says more answers.
        let mut words: [usize; 2] = [0, 0];
        let mut number = 0u32;
        for view in views {
            number += u32::from(view.sentence.paragraph_start);
            words[number as usize % 2] += view.sentence.tokens.len();
        }
        let side = u32::from(words[1] > words[0]);
        let answers = i.iter().filter(|p| *p % 2 == side).count();
        let asks = you.iter().filter(|p| *p % 2 != side).count();
        if answers * 3 >= i.len() * 2 && asks * 5 >= you.len() * 3 {
            return Voices::Dialogue((0..=number).filter(|n| n % 2 == side).collect());
        }
    }
    Voices::One
}
