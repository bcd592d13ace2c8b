//! Patterns in text order, as dictionary coders write them: `* diplomatic ties`, `{recipient} * (from {actor})`.

use compact_str::CompactString;
use rustc_hash::FxHashMap;

use super::grammar::{Anchor, Pattern};
use super::{Compiled, FrameId, WordSet};

/// What stands before or after the verb.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// One of these runs of words.
    Words(Vec<Vec<Step>>),
    /// A party.
    Role(LineRole),
    /// A phrase after one of these prepositions, with what must stand in it.
    Prep(Vec<CompactString>, Vec<Item>),
}

/// One word of a run, or a term of a class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// This word, as it is written or by its lemma.
    Word(CompactString),
    /// One of the terms of a class, each a run of words.
    Class(CompactString),
}

/// A party in a pattern in text order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineRole {
    /// Who does it.
    Actor,
    /// To whom.
    Recipient,
    /// All are both.
    Both,
    /// Passed over.
    Skip,
}

/// A pattern in text order.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its name, frame and text.
    pub compiled: Compiled,
    /// What stands before the verb, in order.
    pub before: Vec<Item>,
    /// What stands after it, in order.
    pub after: Vec<Item>,
    /// How much it asks for.
    pub weight: u32,
}

/// A verb of a frame with patterns in text order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verb {
    /// Words right before its head.
    before: Vec<CompactString>,
    /// Words soon after its head.
    after: Vec<CompactString>,
    /// The frame's patterns.
    lines: std::ops::Range<u32>,
}

/// All patterns in text order, hashed by the head of their verbs.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    all: Vec<Line>,
    /// By lemma, or by `=` and the word as it is written.
    verbs: FxHashMap<CompactString, Vec<Verb>>,
    /// Terms of the classes that the patterns name.
    terms: FxHashMap<CompactString, Vec<Vec<CompactString>>>,
}

/// A phrase that rules out the sentence, or the document, that it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discard {
    words: Vec<CompactString>,
    /// True if the whole document is ruled out.
    pub whole: bool,
}

impl Discard {
    /// From its words.
    #[must_use]
    pub fn new(phrase: &str, whole: bool) -> Self {
        let words = phrase.split_whitespace().map(|w| w.to_lowercase().into()).collect();
        Self { words, whole }
    }

    /// True if the phrase stands among these words, given in lower case.
    #[must_use]
    pub fn stands_in(&self, forms: &[CompactString]) -> bool {
        !self.words.is_empty() && forms.windows(self.words.len()).any(|window| window == self.words)
    }
}

impl Lines {
    /// True if the lexicon has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// All patterns.
    #[must_use]
    pub fn all(&self) -> &[Line] {
        &self.all
    }

    /// Adds a frame's patterns with its verbs: `round+up`, `wire-tap`, `=rounded+up`.
    pub(super) fn add(&mut self, lines: Vec<Line>, verbs: &[CompactString]) {
        if lines.is_empty() {
            return;
        }
        let first = self.all.len() as u32;
        self.all.extend(lines);
        let range = first..self.all.len() as u32;
        for verb in verbs {
            let (exact, verb) = verb.strip_prefix('=').map_or(("", verb.as_str()), |rest| ("=", rest));
            let (front, after) = verb.split_once('+').unwrap_or((verb, ""));
            let (before, head) = front.rsplit_once('-').unwrap_or(("", front));
            let parts = |text: &str, by: char| -> Vec<CompactString> {
                text.split(by)
                    .filter(|p| !p.is_empty())
                    .map(CompactString::from)
                    .collect()
            };
            self.verbs
                .entry(compact_str::format_compact!("{exact}{head}"))
                .or_default()
                .push(Verb {
                    before: parts(before, '-'),
                    after: parts(after, '+'),
                    lines: range.clone(),
                });
        }
    }

    /// Notes the terms of a class that a pattern names.
    pub(super) fn know(&mut self, class: &str, set: &WordSet) {
        if self.terms.contains_key(class) {
            return;
        }
        let mut terms: Vec<Vec<CompactString>> = set.single.iter().map(|w| vec![w.clone()]).collect();
        for (last, all) in &set.phrases {
            terms.extend(all.iter().map(|before| {
                let mut term = before.clone();
                term.push(last.clone());
                term
            }));
        }
        // the longest first, so that a term is not taken for its beginning
        terms.sort_by(|a, b| (b.len(), a).cmp(&(a.len(), b)));
        self.terms.insert(class.into(), terms);
    }

    /// The terms of a class that patterns name, the longest first.
    #[must_use]
    pub fn terms(&self, class: &str) -> &[Vec<CompactString>] {
        self.terms.get(class).map_or(&[], Vec::as_slice)
    }

    /// Patterns for the verb at `at`, each with the first and one past the last word of the verb. `forms` are the
    /// words as written, in lower case.
    pub fn at<'a, 'f>(
        &'a self,
        forms: &'f [CompactString],
        lemmas: &'f [CompactString],
        at: usize,
    ) -> impl Iterator<Item = (&'a Line, usize, usize)> + use<'a, 'f> {
        let exact = self.verbs.get(&compact_str::format_compact!("={}", forms[at]));
        let lemma = self.verbs.get(&lemmas[at]);
        let verbs = exact.into_iter().chain(lemma).flatten();
        verbs.flat_map(move |verb| {
            let whole = verb.extent(forms, lemmas, at);
            let lines = whole.map_or(0..0, |_| verb.lines.clone());
            let (start, end) = whole.unwrap_or((at, at + 1));
            lines.map(move |n| (&self.all[n as usize], start, end))
        })
    }
}

impl Verb {
    fn extent(&self, forms: &[CompactString], lemmas: &[CompactString], at: usize) -> Option<(usize, usize)> {
        let is = |i: usize, word: &CompactString| forms[i] == *word || lemmas[i] == *word;
        let start = at.checked_sub(self.before.len())?;
        if !self.before.iter().enumerate().all(|(i, w)| is(start + i, w)) {
            return None;
        }
        let mut end = at + 1;
        for word in &self.after {
            end += 1 + (end..forms.len().min(end + 4)).position(|i| is(i, word))?;
        }
        Some((start, end))
    }
}

/// Reads a pattern in text order.
///
/// # Errors
/// What was expected, in words.
pub(crate) fn parse(text: &str, name: String, frame: FrameId, line: usize) -> Result<Line, String> {
    let spaced = text.replace('(', " ( ").replace(')', " ) ");
    let (mut before, mut after): (Vec<Item>, Vec<Item>) = (Vec::new(), Vec::new());
    let (mut seen, mut prep): (bool, Option<(Vec<CompactString>, Vec<Item>)>) = (false, None);
    for token in spaced.split_whitespace() {
        let side = if seen { &mut after } else { &mut before };
        let item = match (token, &mut prep) {
            ("*", None) if !seen => {
                seen = true;
                continue;
            }
            ("*", _) => return Err("`*` stands once, outside parentheses: it is the verb".into()),
            ("(", None) => {
                prep = Some((Vec::new(), Vec::new()));
                continue;
            }
            ("(", Some(_)) => return Err("`(` inside parentheses".into()),
            (")", None) => return Err("`)` without `(`".into()),
            (")", Some((words, _))) if words.is_empty() => {
                return Err("nothing between parentheses: expected a preposition".into());
            }
            (")", Some(_)) => match prep.take() {
                Some((words, items)) => Item::Prep(words, items),
                None => continue,
            },
            (word, Some((words, _))) if words.is_empty() && !word.starts_with(['{', '@']) => {
                *words = word.split('|').map(CompactString::from).collect();
                continue;
            }
            (word, _) => item(word)?,
        };
        match &mut prep {
            Some((_, items)) => items.push(item),
            None => side.push(item),
        }
    }
    if prep.is_some() {
        return Err("a `(` without `)`".into());
    }
    if !seen {
        return Err("expected `*` where the verb stands".into());
    }
    let weight = before.iter().chain(&after).map(weight).sum();
    let pattern = Pattern {
        anchor: Anchor::Verb,
        words: Vec::new(),
        pieces: Vec::new(),
    };
    let compiled = Compiled {
        name,
        frame,
        text: text.to_owned(),
        pattern,
        sets: Vec::new(),
        anchors: Vec::new(),
        except: false,
        line,
    };
    Ok(Line {
        compiled,
        before,
        after,
        weight,
    })
}

fn item(token: &str) -> Result<Item, String> {
    Ok(match token {
        "{actor}" => Item::Role(LineRole::Actor),
        "{recipient}" => Item::Role(LineRole::Recipient),
        "{both}" => Item::Role(LineRole::Both),
        "{skip}" => Item::Role(LineRole::Skip),
        _ if token.contains(['{', '}', '*', '+', '&', '%', '$', '^', '~', '[', ']']) => {
            return Err(format!(
                "`{token}`: expected words joined by `|` or `_`, @class, {{actor}}, {{recipient}}, {{both}} or {{skip}}"
            ));
        }
        _ if token.chars().any(char::is_uppercase) => {
            return Err(format!("`{token}`: words are written in lower case"));
        }
        _ => Item::Words(
            token
                .split('|')
                .map(|run| {
                    run.split('_')
                        .filter(|w| !w.is_empty())
                        .map(|w| {
                            w.strip_prefix('@')
                                .map_or_else(|| Step::Word(w.into()), |c| Step::Class(c.into()))
                        })
                        .collect()
                })
                .collect(),
        ),
    })
}

/// Words count more than parties.
fn weight(item: &Item) -> u32 {
    match item {
        Item::Words(runs) => 4 * runs.iter().map(Vec::len).max().unwrap_or(1) as u32,
        Item::Role(_) => 1,
        Item::Prep(_, items) => 4 + items.iter().map(weight).sum::<u32>(),
    }
}

impl Line {
    /// The classes that it names.
    pub(super) fn classes(&self) -> Vec<CompactString> {
        fn of(items: &[Item], out: &mut Vec<CompactString>) {
            for item in items {
                match item {
                    Item::Words(runs) => out.extend(runs.iter().flatten().filter_map(|step| match step {
                        Step::Class(class) => Some(class.clone()),
                        Step::Word(_) => None,
                    })),
                    Item::Prep(_, items) => of(items, out),
                    Item::Role(_) => {}
                }
            }
        }
        let mut out = Vec::new();
        of(&self.before, &mut out);
        of(&self.after, &mut out);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_taken_apart_and_faults_are_named() {
        let read = |text| parse(text, "x".into(), FrameId(0), 1);
        let line = read("{recipient} * aid|@goods (to|for the {actor}) new_@pact").unwrap();
        assert_eq!(line.before, [Item::Role(LineRole::Recipient)]);
        assert_eq!(line.after.len(), 3);
        assert_eq!(line.classes(), ["goods", "pact"]);
        for (text, expected) in [
            ("restore ties", "expected `*`"),
            ("* * ties", "stands once"),
            ("* (to", "without `)`"),
            ("* to)", "without `(`"),
            ("* ()", "preposition"),
            ("* {act}", "expected words"),
            ("* Ties", "lower case"),
        ] {
            let error = read(text).unwrap_err();
            assert!(error.contains(expected), "{text}: {error}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_string_gives_a_pattern_or_an_error(text in "[a-z{}()|@+:!*_ ]{0,40}") {
            let _ = parse(&text, String::new(), FrameId(0), 1);
        }
    }
}
