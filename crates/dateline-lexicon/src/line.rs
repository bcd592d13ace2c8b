//! Patterns in text order, as dictionary coders write them: `* harbour gates`, `{recipient} * (from {actor})`.

use compact_str::CompactString;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::grammar::{Anchor, Pattern};
use super::{Compiled, FrameId, WordSet, Words};

/// What stands before or after the verb.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Item {
    /// One of these runs of words.
    Words(Vec<Vec<Step>>),
    /// A party.
    Role(LineRole),
    /// A phrase after one of these prepositions, with what must stand in it.
    Prep(Vec<CompactString>, Vec<Item>),
}

/// One word of a run, or a term of a class.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Step {
    /// This word, as it is written or by its lemma.
    Word(CompactString),
    /// One of the terms of a class, each a run of words.
    Class(CompactString),
}

/// A party in a pattern in text order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Clone, Debug, Serialize, Deserialize)]
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

/// A verb of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Verb {
    /// Words right before its head.
    before: Vec<CompactString>,
    /// Words soon after its head.
    after: Vec<CompactString>,
    /// Number of the list.
    list: u32,
}

/// Words that a pattern is found by at most; with more it is tried at every one of its verbs.
const KEYS: usize = 64;

/// All patterns in text order, hashed by the head of their verbs and a word that they ask for.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Lines {
    all: Vec<Line>,
    /// By lemma, or by `=` and the word as it is written.
    verbs: FxHashMap<CompactString, Vec<Verb>>,
    /// Numbers of the lists that frames share, by name.
    lists: FxHashMap<CompactString, u32>,
    /// Of each list the patterns that ask for no word, or for one of many.
    plain: Vec<Vec<u32>>,
    /// Of each list the others, by the word's number.
    keyed: FxHashMap<(u32, u32), Vec<u32>>,
    /// Terms of the classes that the patterns name.
    terms: FxHashMap<CompactString, Vec<Vec<CompactString>>>,
}

/// A phrase that rules out the sentence, or the document, that it stands in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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

    /// Adds a frame's patterns with its verbs: `round+up`, `dry-dock`, `=rounded+up`. Frames with the same `list` of
    /// verbs share it.
    pub(super) fn add(&mut self, lines: Vec<Line>, verbs: &[CompactString], list: Option<&str>, words: &mut Words) {
        if lines.is_empty() {
            return;
        }
        let known = list.and_then(|name| self.lists.get(name).copied());
        let number = known.unwrap_or(self.plain.len() as u32);
        if known.is_none() {
            self.plain.push(Vec::new());
            self.lists.extend(list.map(|name| (name.into(), number)));
            self.add_verbs(verbs, number);
        }
        for line in lines {
            let at = self.all.len() as u32;
            match self.keys(&line) {
                Some(keys) => {
                    for key in keys {
                        self.keyed.entry((number, words.number(key))).or_default().push(at);
                    }
                }
                None => self.plain[number as usize].push(at),
            }
            self.all.push(line);
        }
    }

    fn add_verbs(&mut self, verbs: &[CompactString], list: u32) {
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
                    list,
                });
        }
    }

    /// Words of which one must stand in the sentence if the pattern is to fit: those of the item with the fewest.
    fn keys(&self, line: &Line) -> Option<Vec<CompactString>> {
        let first = |run: &Vec<Step>| -> Option<Vec<CompactString>> {
            match run.first()? {
                Step::Word(word) => Some(vec![word.clone()]),
                Step::Class(class) => Some(self.terms(class).iter().filter_map(|t| t.first().cloned()).collect()),
            }
        };
        let words = |item: &Item| -> Option<Vec<CompactString>> {
            let mut keys = match item {
                Item::Words(runs) => runs.iter().map(first).collect::<Option<Vec<_>>>()?.concat(),
                Item::Prep(words, _) => words.clone(),
                Item::Role(_) => return None,
            };
            keys.sort();
            keys.dedup();
            Some(keys)
        };
        // prepositions stand in every sentence: another word first
        let rare = |item: &&Item| matches!(item, Item::Words(_));
        let inner = |item: &Item| match item {
            Item::Prep(_, items) => items.iter().filter(rare).filter_map(words).min_by_key(Vec::len),
            _ => None,
        };
        let items = || line.before.iter().chain(&line.after);
        let best = items()
            .filter(rare)
            .filter_map(words)
            .chain(items().filter_map(inner))
            .min_by_key(Vec::len);
        let best = best.or_else(|| items().filter_map(words).min_by_key(Vec::len));
        best.filter(|keys| keys.len() <= KEYS)
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

    /// True if the lexicon has a verb of this form, in lower case, or lemma.
    #[must_use]
    pub fn has(&self, form: &str, lemma: &str) -> bool {
        self.verbs.contains_key(lemma) || self.verbs.contains_key(&compact_str::format_compact!("={form}"))
    }

    /// Patterns that may fit at the verb `at`, in their order, each with the first and one past the last word of the
    /// verb, and whether the lexicon has the verb as it is written. `forms` are the words so, in lower case; `known`
    /// the numbers of the sentence's words, of both kinds (see [`Lexicon::words`](super::Lexicon::words)).
    #[must_use]
    pub fn at(
        &self,
        forms: &[CompactString],
        lemmas: &[CompactString],
        known: &[u32],
        at: usize,
    ) -> Vec<(&Line, usize, usize, bool)> {
        let exact = self.verbs.get(&compact_str::format_compact!("={}", forms[at]));
        let lemma = self.verbs.get(&lemmas[at]);
        let mut found: Vec<(u32, usize, usize, bool)> = Vec::new();
        let exact = exact.into_iter().flatten().map(|verb| (verb, true));
        for (verb, exact) in exact.chain(lemma.into_iter().flatten().map(|verb| (verb, false))) {
            let Some((start, end)) = verb.extent(forms, lemmas, at) else {
                continue;
            };
            found.extend(self.plain[verb.list as usize].iter().map(|&n| (n, start, end, exact)));
            for &word in known {
                if let Some(lines) = self.keyed.get(&(verb.list, word)) {
                    found.extend(lines.iter().map(|&n| (n, start, end, exact)));
                }
            }
        }
        // one pattern may be found by several words, and by form and lemma of the verb: the longest verb counts
        found.sort_by_key(|&(n, start, end, exact)| (n, std::cmp::Reverse((end - start, exact))));
        found.dedup_by_key(|&mut (n, ..)| n);
        found
            .into_iter()
            .map(|(n, start, end, exact)| (&self.all[n as usize], start, end, exact))
            .collect()
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
pub fn parse(text: &str, name: String, frame: FrameId, line: usize) -> Result<Line, String> {
    let spaced = text.replace('(', " ( ").replace(')', " ) ");
    let (mut before, mut after): (Vec<Item>, Vec<Item>) = (Vec::new(), Vec::new());
    let mut seen = false;
    let mut prep: Option<(Vec<CompactString>, Vec<Item>)> = None;
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
        _ => {
            let step = |w: &str| {
                w.strip_prefix('@')
                    .map_or_else(|| Step::Word(w.into()), |c| Step::Class(c.into()))
            };
            let run = |run: &str| run.split('_').filter(|w| !w.is_empty()).map(step).collect();
            let runs: Vec<Vec<Step>> = token.split('|').map(run).collect();
            if runs.iter().any(Vec::is_empty) {
                return Err(format!("`{token}`: expected words between the marks"));
            }
            Item::Words(runs)
        }
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
            ("* a||b", "expected words"),
            ("* _", "expected words"),
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
