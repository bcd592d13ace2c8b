//! Coreference: chains of persons, places and organisations, against the `Entity=` layer of GUM.
//!
//! Tokens and sentences are the gold ones; trees and names are our own. A gold chain counts if it has two or more
//! mentions of type person, place or organization. Both sides become pairs of mentions that mean the same; a pair is
//! right if both its spans are exactly the gold's and the gold has them in one chain. Our spans are those of
//! [`dateline::Phrase`]: the whole phrase.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result, bail};
use dateline::annotate::conllu::{self, Parsed};
use dateline::{Phrase, Pipeline};
use rustc_hash::FxHashMap;

use crate::Report;
use crate::annotator::blank;
use crate::report::f1;

/// Entity types that are measured.
const TYPES: [&str; 3] = ["person", "place", "organization"];

/// A mention in the gold: sentence, first and last word, from 0.
pub type Mention = (usize, usize, usize);

/// The chains of a document, each with its mentions in text order.
pub type Chains = Vec<Vec<Mention>>;

/// A mention that has been opened and not yet closed.
struct Open {
    group: String,
    kind: String,
    sentence: usize,
    word: usize,
}

/// Reads the `Entity=` layer of each document of a CoNLL-U file: id and chains of two or more mentions of the measured
/// types. The fields are those that `# global.Entity` names; only group and type are used.
///
/// # Errors
/// If the header does not name the group and type, or a bracket is not closed, or closed without being opened: the line.
pub fn read_gold(text: &str) -> Result<Vec<(String, Chains)>> {
    let mut documents: Vec<(String, BTreeMap<String, Vec<Mention>>)> = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    let (mut group_at, mut kind_at) = (0, 1);
    let (mut sentence, mut word) = (0, 0);
    for (number, line) in text.lines().enumerate() {
        let number = number + 1;
        if let Some(comment) = line.strip_prefix('#') {
            let (key, value) = comment.split_once('=').unwrap_or((comment, ""));
            match key.trim() {
                "newdoc id" => {
                    if let Some(open) = open.pop() {
                        bail!("line {number}: the mention ({} is not closed", open.group);
                    }
                    documents.push((value.trim().to_owned(), BTreeMap::new()));
                    sentence = 0;
                }
                "global.Entity" => {
                    let at = |field: &str| value.trim().split('-').position(|f| f == field);
                    let (Some(group), Some(kind)) = (at("GRP"), at("etype")) else {
                        bail!("line {number}: global.Entity without GRP or etype");
                    };
                    (group_at, kind_at) = (group, kind);
                }
                _ => {}
            }
            continue;
        }
        if line.trim().is_empty() {
            sentence += usize::from(word > 0);
            word = 0;
            continue;
        }
        let columns: Vec<&str> = line.split('\t').collect();
        let (Some(id), Some(misc)) = (columns.first(), columns.get(9)) else {
            bail!("line {number}: {} columns, 10 expected", columns.len());
        };
        if id.contains(['-', '.']) {
            continue;
        }
        let Some((_, chains)) = documents.last_mut() else {
            bail!("line {number}: a word before the first document");
        };
        if let Some(layer) = misc.split('|').find_map(|m| m.strip_prefix("Entity=")) {
            for bracket in brackets(layer) {
                let (opens, closes) = (bracket.starts_with('('), bracket.ends_with(')'));
                let fields: Vec<&str> = bracket.trim_matches(['(', ')']).split('-').collect();
                let field = |at: usize| fields.get(at).map(|f| (*f).to_owned());
                if opens {
                    let (Some(group), Some(kind)) = (field(group_at), field(kind_at)) else {
                        bail!("line {number}: the bracket {bracket:?} without group or type");
                    };
                    open.push(Open {
                        group,
                        kind,
                        sentence,
                        word,
                    });
                }
                if closes {
                    // A closing bracket bears the group alone; the innermost of that group closes.
                    let group = if opens { field(group_at) } else { field(0) }.unwrap_or_default();
                    let Some(at) = open.iter().rposition(|o| o.group == group) else {
                        bail!("line {number}: {group}) closes a mention that is not open");
                    };
                    let done = open.remove(at);
                    if TYPES.contains(&done.kind.as_str()) {
                        chains
                            .entry(done.group)
                            .or_default()
                            .push((done.sentence, done.word, word));
                    }
                }
            }
        }
        word += 1;
    }
    Ok(documents
        .into_iter()
        .map(|(id, chains)| {
            let chains = chains.into_values().map(sorted).filter(|c| c.len() > 1).collect();
            (id, chains)
        })
        .collect())
}

fn sorted(mut chain: Vec<Mention>) -> Vec<Mention> {
    chain.sort_unstable();
    chain.dedup();
    chain
}

/// "(3-place(5-person)2)" as "(3-place", "(5-person)", "2)".
fn brackets(layer: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    for (i, c) in layer.char_indices() {
        if c == '(' && i > start {
            out.push(&layer[start..i]);
            start = i;
        }
        if c == ')' {
            out.push(&layer[start..=i]);
            start = i + 1;
        }
    }
    if start < layer.len() {
        out.push(&layer[start..]);
    }
    out
}

/// Two mentions that mean the same, the earlier first.
type Pair = (Mention, Mention);

fn pairs(chains: &Chains) -> BTreeSet<Pair> {
    let mut out = BTreeSet::new();
    for chain in chains {
        for (i, a) in chain.iter().enumerate() {
            for b in &chain[i + 1..] {
                out.insert((*a.min(b), *a.max(b)));
            }
        }
    }
    out
}

/// Our phrases over the gold's words, by chain.
fn phrases(parsed: &Parsed, phrases: &[Phrase]) -> FxHashMap<u32, Vec<Mention>> {
    let mut chains: FxHashMap<u32, Vec<Mention>> = FxHashMap::default();
    for phrase in phrases {
        let Some(sentence) = parsed.sentences.get(phrase.sentence as usize) else {
            continue;
        };
        let first = sentence
            .tokens
            .iter()
            .position(|t| t.span.start() == phrase.span.start());
        let last = sentence.tokens.iter().rposition(|t| t.span.end() == phrase.span.end());
        if let (Some(first), Some(last)) = (first, last) {
            chains
                .entry(phrase.chain)
                .or_default()
                .push((phrase.sentence as usize, first, last));
        }
    }
    chains
}

/// The chains of two or more mentions.
fn chained(chains: FxHashMap<u32, Vec<Mention>>) -> Chains {
    let mut chains: Chains = chains.into_values().map(sorted).filter(|c| c.len() > 1).collect();
    chains.sort();
    chains
}

/// A mention's words.
fn words(parsed: &Parsed, (sentence, first, last): Mention) -> &str {
    let tokens = &parsed.sentences[sentence].tokens;
    dateline::Span::new(tokens[first].span.start(), tokens[last].span.end()).of(&parsed.document.text)
}

/// Counts right pairs, our pairs and the gold's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Pairs that both have.
    pub right: usize,
    /// Our pairs.
    pub ours: usize,
    /// The gold's pairs.
    pub gold: usize,
}

/// Compares the chains of one document.
#[must_use]
pub fn score(gold: &Chains, ours: &Chains) -> Counts {
    let (gold, ours) = (pairs(gold), pairs(ours));
    Counts {
        right: gold.intersection(&ours).count(),
        ours: ours.len(),
        gold: gold.len(),
    }
}

/// Measures on a CoNLL-U file; `name` is the set's.
///
/// # Errors
/// If the file cannot be read or is not in this form.
pub fn run(pipeline: &Pipeline, name: &str, path: &Path) -> Result<Report> {
    let shown = path.display();
    let text = std::fs::read_to_string(path).with_context(|| format!("{shown}"))?;
    let gold = read_gold(&text).with_context(|| format!("{shown}"))?;
    let mut parsed = conllu::read(&text, name).with_context(|| format!("{shown}"))?;
    if gold.len() != parsed.len() {
        bail!(
            "{shown}: {} documents have entities, {} have trees",
            gold.len(),
            parsed.len()
        );
    }
    let mut report = Report::new(name);
    let mut all = Counts::default();
    let (mut chains, mut mentions, mut exact) = (0, 0, 0);
    for ((id, gold), parsed) in gold.iter().zip(&mut parsed) {
        for sentence in &mut parsed.sentences {
            sentence.names.clear();
            sentence.tokens.iter_mut().for_each(blank);
        }
        pipeline.annotator().annotate_tokens(&mut parsed.sentences);
        let resolved = pipeline.resolver().resolve(&parsed.document, &parsed.sentences);
        let every = phrases(parsed, &resolved.phrases);
        let ours = chained(every.clone());
        let counts = score(gold, &ours);
        all.right += counts.right;
        all.ours += counts.ours;
        all.gold += counts.gold;
        chains += gold.len();
        let found: BTreeSet<Mention> = ours.iter().flatten().copied().collect();
        mentions += gold.iter().map(Vec::len).sum::<usize>();
        exact += gold.iter().flatten().filter(|m| found.contains(m)).count();
        report.misses.push(format!(
            "{id}\tright {}\tours {}\tgold {}",
            counts.right, counts.ours, counts.gold
        ));
        let spans: BTreeSet<Mention> = every.into_values().flatten().collect();
        for mention in gold.iter().flatten().filter(|m| !spans.contains(m)) {
            let near: Vec<String> = spans
                .iter()
                .filter(|s| s.0 == mention.0 && s.1 <= mention.2 && mention.1 <= s.2)
                .map(|s| words(parsed, *s).to_owned())
                .collect();
            let (whole, near) = (words(parsed, *mention), near.join(" | "));
            report.misses.push(format!("  span\t{}\t{whole}\t{near}", mention.0));
        }
        show(&mut report, "gold", parsed, gold, &ours);
        show(&mut report, "ours", parsed, &ours, gold);
    }
    let rate = |part: usize, whole: usize| if whole > 0 { part as f64 / whole as f64 } else { 0.0 };
    report.count("documents", gold.len());
    report.count("gold chains", chains);
    report.share("gold mentions in a chain", exact, mentions);
    report.share("pairs precision", all.right, all.ours);
    report.share("pairs recall", all.right, all.gold);
    let value = f1(rate(all.right, all.gold), rate(all.right, all.ours));
    report.rate("pairs f1", Some(value), None);
    Ok(report)
}

/// Lists chains with their words; a mention that the other side has in no chain is marked.
fn show(report: &mut Report, side: &str, parsed: &Parsed, chains: &Chains, other: &Chains) {
    let mut of: FxHashMap<Mention, usize> = FxHashMap::default();
    for (i, chain) in other.iter().enumerate() {
        for mention in chain {
            of.insert(*mention, i);
        }
    }
    for chain in chains {
        let told: Vec<String> = chain
            .iter()
            .map(|mention| {
                let mark = of.get(mention).map_or("!".to_owned(), |i| format!("{i}"));
                format!("{}/{}/{mark}", words(parsed, *mention), mention.0)
            })
            .collect();
        report
            .misses
            .push(format!("  {side}\t{}\t{}", chain.len(), told.join(" | ")));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOLD: &str = include_str!("../tests/coref.conllu");

    #[test]
    fn brackets_nest_and_close_by_group() {
        let gold = read_gold(GOLD).expect("own file");
        assert_eq!(gold.len(), 2);
        assert_eq!(gold[0].0, "harbour");
        // The mayor of the town: her and the town; the strike is an event, the dockers are told of once.
        assert_eq!(
            gold[0].1,
            [vec![(0, 0, 6), (1, 0, 0), (1, 4, 4)], vec![(0, 3, 6), (1, 7, 8)]]
        );
        assert_eq!(gold[1].1, [vec![(0, 0, 0), (0, 2, 2)]]);
    }

    #[test]
    fn pairs_are_counted_exactly() {
        let gold: Chains = vec![vec![(0, 0, 0), (0, 3, 3), (1, 0, 0)]];
        let found: Chains = vec![vec![(0, 0, 0), (1, 0, 0)], vec![(0, 3, 3), (2, 0, 1)]];
        let counts = score(&gold, &found);
        assert_eq!((counts.right, counts.ours, counts.gold), (1, 2, 3));
        let itself = score(&gold, &gold);
        assert_eq!((itself.right, itself.ours, itself.gold), (3, 3, 3));
    }

    #[test]
    fn broken_brackets_are_refused() {
        let wrong = GOLD.replace("Entity=(5-person-giv-coref)", "Entity=9)");
        let error = read_gold(&wrong).expect_err("9 is not open").to_string();
        assert!(error.contains("closes a mention that is not open"), "{error}");
    }
}
