//! Media and agencies by their names, from `data/attribution/outlets.toml`.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use super::tree::Tree;
use crate::resolve::DataError;
use crate::{Rel, Span, Upos};

const FILE: &str = "attribution/outlets.toml";

/// Names of media.
#[derive(Debug, Default)]
pub(super) struct Outlets {
    /// First word of a name to its names, long ones first: all words, usual name.
    names: FxHashMap<String, Vec<(Vec<String>, String)>>,
    nouns: FxHashSet<String>,
    with: FxHashSet<String>,
    after: FxHashSet<String>,
    carriers: FxHashSet<String>,
    generic: FxHashSet<String>,
}

/// A medium found in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Outlet {
    /// Usual name, or its words ("state television").
    pub name: String,
    /// First word.
    pub first: u32,
    /// Last word.
    pub last: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    agency: Vec<Names>,
    medium: Vec<Names>,
    noun: Nouns,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Names {
    names: Vec<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nouns {
    words: Vec<String>,
    with: Vec<String>,
    after: Vec<String>,
    carrier: Vec<String>,
    generic: Vec<String>,
}

impl Outlets {
    /// The embedded table.
    pub fn builtin() -> Result<Self, DataError> {
        let text = super::data_file(FILE)?;
        let file: File = toml::from_str(text).map_err(|e| DataError {
            file: FILE.to_owned(),
            line: e.span().map(|s| text[..s.start].matches('\n').count() + 1),
            reason: e.message().to_owned(),
        })?;
        let mut out = Self {
            nouns: file.noun.words.into_iter().collect(),
            with: file.noun.with.into_iter().collect(),
            after: file.noun.after.into_iter().collect(),
            carriers: file.noun.carrier.into_iter().collect(),
            generic: file.noun.generic.into_iter().collect(),
            ..Self::default()
        };
        for names in file.agency.iter().chain(&file.medium).flat_map(|g| &g.names) {
            let usual = names.first().cloned().unwrap_or_default();
            for name in names {
                let words = split(name);
                let first = words.first().cloned().unwrap_or_default();
                out.names.entry(first).or_default().push((words, usual.clone()));
            }
        }
        for names in out.names.values_mut() {
            names.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        }
        Ok(out)
    }

    /// True for "interview", "remarks": what a medium carries words in.
    pub fn is_carrier(&self, lemma: &str) -> bool {
        self.carriers.contains(lemma)
    }

    /// The medium that the phrase under `head` stands for: its head belongs to a medium's name
    /// or is a noun for one ("news agency") with its name or kind.
    pub fn of_phrase(&self, tree: &Tree<'_>, head: u32) -> Option<Outlet> {
        let (low, high) = tree.extent(head);
        let token = tree.token(head);
        let named = self.named_in(tree, low.max(head.saturating_sub(8)), high.min(head + 8));
        if let Some(outlet) = named {
            let headed = (outlet.first..=outlet.last).contains(&head);
            let noun_after = outlet.last < head
                && (outlet.last + 1..=head).all(|i| {
                    let word = tree.token(i).lemma.to_lowercase();
                    self.after.contains(word.as_str()) || self.nouns.contains(word.as_str())
                });
            let noun_before = outlet.first > head
                && self.nouns.contains(token.lemma.to_lowercase().as_str())
                && (head + 1..outlet.first).all(|i| tree.token(i).rel == Rel::Punct || tree.dominates(head, i));
            if headed || noun_after || noun_before {
                return Some(outlet);
            }
        }
        if let Some(outlet) = self.after_its_kind(tree, head) {
            return Some(outlet);
        }
        // "the Hankook newspaper", "state television".
        let lemma = token.lemma.to_lowercase();
        if !self.nouns.contains(lemma.as_str()) {
            return None;
        }
        let mut first = head;
        while let Some(before) = first.checked_sub(1).filter(|&b| b >= low) {
            let word = tree.token(before);
            let known = word.upos == Upos::Propn
                || self.with.contains(word.lemma.to_lowercase().as_str())
                || self.after.contains(word.lemma.to_lowercase().as_str())
                || (word.upos == Upos::Adj && word.form.starts_with(char::is_uppercase));
            if !known {
                break;
            }
            first = before;
        }
        let before = first.max(head.saturating_sub(1));
        if first == head || (lemma == "agency" && !matches!(tree.token(before).lemma.as_str(), "news" | "News")) {
            return None;
        }
        let proper: Vec<u32> = (first..head)
            .filter(|&i| {
                tree.token(i).upos == Upos::Propn && !self.after.contains(tree.token(i).lemma.to_lowercase().as_str())
            })
            .collect();
        let (a, b) = match (proper.first(), proper.last()) {
            // "LA Weekly".
            (Some(&a), _) if token.upos == Upos::Propn => (a, head),
            (Some(&a), Some(&b)) => (a, b),
            _ => (first, head),
        };
        let words: Vec<&str> = (a..=b).map(|i| tree.token(i).form.as_str()).collect();
        Some(Outlet {
            name: words.join(" "),
            first: a,
            last: b,
        })
    }

    /// "The daily La Voz", "broadcaster Radio Kisima": an unknown name right behind the word for what it is.
    fn after_its_kind(&self, tree: &Tree<'_>, head: u32) -> Option<Outlet> {
        let proper = |i: u32| tree.token(i).upos == Upos::Propn;
        // "the daily" itself, with its name behind it
        let kind = self.nouns.contains(tree.token(head).lemma.to_lowercase().as_str());
        let head = if kind && !proper(head) && head + 1 < tree.len() {
            head + 1
        } else {
            head
        };
        if !proper(head) {
            return None;
        }
        let mut first = head;
        while first > 0 && proper(first - 1) {
            first -= 1;
        }
        let mut last = head;
        while last + 1 < tree.len() && proper(last + 1) {
            last += 1;
        }
        let kind = tree.token(first.checked_sub(1)?);
        let lemma = kind.lemma.to_lowercase();
        let names_one = kind.upos != Upos::Propn
            && self.nouns.contains(lemma.as_str())
            && !matches!(
                lemma.as_str(),
                "agency" | "paper" | "wire" | "media" | "network" | "site"
            );
        let person = tree
            .sentence
            .names
            .iter()
            .any(|n| n.kind == crate::NameKind::Per && n.start <= last && n.end > first);
        let sure = matches!(
            lemma.as_str(),
            "daily" | "weekly" | "newspaper" | "tabloid" | "broadcaster" | "magazine"
        );
        if !names_one || person && !sure {
            return None;
        }
        let words: Vec<&str> = (first..=last).map(|i| tree.token(i).form.as_str()).collect();
        Some(Outlet {
            name: words.join(" "),
            first,
            last,
        })
    }

    /// The medium named right after a word: "told Interfax", "told the daily Aftonbladet".
    pub fn right_after(&self, tree: &Tree<'_>, at: u32) -> Option<Outlet> {
        for i in (at + 1..tree.len()).take(3) {
            if let Some(outlet) = self.named_at(tree, i, tree.len() - 1) {
                return Some(outlet);
            }
            let word = tree.token(i);
            let lemma = word.lemma.to_lowercase();
            if word.upos != Upos::Det && !self.nouns.contains(lemma.as_str()) && !self.with.contains(lemma.as_str()) {
                return None;
            }
        }
        None
    }

    /// The medium that a phrase between two words is, by its words alone.
    pub fn of_words(&self, tree: &Tree<'_>, first: u32, last: u32) -> Option<Outlet> {
        let from = (first..=last).find(|&i| tree.token(i).upos != Upos::Det)?;
        let outlet = self.named_at(tree, from, last)?;
        let end = self.end_of(tree, &outlet);
        let more = tree.sentence.tokens.get(end as usize + 1);
        (end >= last || more.is_some_and(|t| t.upos == Upos::Cconj)).then_some(outlet)
    }

    /// The last word of the nouns that go with a medium's name: "Interfax news agency".
    pub fn end_of(&self, tree: &Tree<'_>, outlet: &Outlet) -> u32 {
        let mut last = outlet.last;
        while let Some(next) = tree.sentence.tokens.get(last as usize + 1) {
            let lemma = next.lemma.to_lowercase();
            if next.upos != Upos::Noun && next.upos != Upos::Propn || !self.after.contains(lemma.as_str()) {
                break;
            }
            last += 1;
        }
        last
    }

    /// The last known name between two words.
    fn named_in(&self, tree: &Tree<'_>, low: u32, high: u32) -> Option<Outlet> {
        let mut found = None;
        let mut i = low;
        while i <= high.min(tree.len().saturating_sub(1)) {
            let next = self.named_at(tree, i, high);
            match next {
                Some(outlet) => {
                    i = outlet.last + 1;
                    found = Some(outlet);
                }
                None => i += 1,
            }
        }
        found
    }

    fn named_at(&self, tree: &Tree<'_>, at: u32, high: u32) -> Option<Outlet> {
        let first = tree.token(at);
        if !first.form.starts_with(char::is_uppercase) && !first.form.starts_with("al") && first.form != "dpa" {
            return None;
        }
        let names = self.names.get(first.form.as_str())?;
        names
            .iter()
            .find_map(|(words, usual)| {
                let last = at + words.len() as u32 - 1;
                let fits = last <= high
                    && words.iter().zip(at..).all(|(word, i)| {
                        tree.sentence
                            .tokens
                            .get(i as usize)
                            .is_some_and(|t| t.form == word.as_str())
                    });
                fits.then(|| Outlet {
                    name: usual.clone(),
                    first: at,
                    last,
                })
            })
            .map(|outlet| self.with_its_town(tree, outlet))
    }

    /// "The Zambia Daily Mail" is not London's.
    fn with_its_town(&self, tree: &Tree<'_>, outlet: Outlet) -> Outlet {
        let generic = self.generic.contains(tree.token(outlet.last).form.as_str());
        let before = outlet.first.checked_sub(1).map(|i| tree.token(i));
        let town = before.filter(|t| {
            generic && t.upos == Upos::Propn && t.rel != Rel::Nsubj && t.lemma != "the" && !t.form.contains("'")
        });
        match town {
            Some(town) => Outlet {
                name: format!("{} {}", town.form, outlet.name),
                first: outlet.first - 1,
                last: outlet.last,
            },
            None => outlet,
        }
    }
}

/// As the tokeniser splits names: hyphens and apostrophes stand alone.
fn split(name: &str) -> Vec<String> {
    let spaced = name.replace('-', " - ").replace("'s", " 's").replace('/', " / ");
    spaced.split_whitespace().map(str::to_owned).collect()
}

/// The words of an outlet.
pub(super) fn span(tree: &Tree<'_>, outlet: &Outlet) -> Span {
    tree.token(outlet.first).span.join(tree.token(outlet.last).span)
}
