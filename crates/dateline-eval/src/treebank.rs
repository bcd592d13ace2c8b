//! Scores of tokens, tags and trees by the rules of the CoNLL 2018 shared task: system words are
//! aligned with gold words by their characters, and a figure is the F1 over aligned words.
//! Relations count without their subtypes.

use dateline::annotate::Annotator;
use dateline::annotate::conllu::Parsed;
use dateline::types::{Rel, SubRel, Token, Upos};

/// F1 figures, from 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize)]
pub struct Scores {
    /// Surface tokens.
    pub tokens: f64,
    /// Sentences.
    pub sentences: f64,
    /// Syntactic words.
    pub words: f64,
    /// Universal tags.
    pub upos: f64,
    /// Penn tags.
    pub xpos: f64,
    /// Lemmas.
    pub lemma: f64,
    /// Heads.
    pub uas: f64,
    /// Heads and relations.
    pub las: f64,
    /// Gold words.
    pub gold_words: usize,
}

/// Why two files cannot be compared.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the texts differ at character {at} (white space left out): gold {gold:?}, system {system:?}")]
pub struct TextDiffers {
    /// Number of the first character that differs, white space left out.
    pub at: usize,
    /// A few gold characters from there.
    pub gold: String,
    /// A few system characters from there.
    pub system: String,
}

struct Word<'a> {
    token: &'a Token,
    /// Character range of the word, or of its whole multiword token.
    start: usize,
    end: usize,
    multiword: bool,
    /// Index of the head among all words.
    parent: Option<usize>,
}

#[derive(Default)]
struct Side<'a> {
    characters: Vec<char>,
    words: Vec<Word<'a>>,
    tokens: Vec<(usize, usize)>,
    sentences: Vec<(usize, usize)>,
}

impl<'a> Side<'a> {
    fn new(documents: &'a [Parsed]) -> Self {
        let mut side = Self::default();
        for parsed in documents {
            for sentence in &parsed.sentences {
                let first = side.words.len();
                let begin = side.characters.len();
                let mut i = 0;
                while i < sentence.tokens.len() {
                    let mut j = i + 1;
                    while sentence.tokens.get(j).is_some_and(|t| t.mwt_rest) {
                        j += 1;
                    }
                    let span = sentence.tokens[i].span.join(sentence.tokens[j - 1].span);
                    let start = side.characters.len();
                    side.characters
                        .extend(span.of(&parsed.document.text).chars().filter(|c| !c.is_whitespace()));
                    let end = side.characters.len();
                    side.tokens.push((start, end));
                    for token in &sentence.tokens[i..j] {
                        let parent = token.head.map(|h| first + h as usize);
                        side.words.push(Word {
                            token,
                            start,
                            end,
                            multiword: j > i + 1,
                            parent,
                        });
                    }
                    i = j;
                }
                side.sentences.push((begin, side.characters.len()));
            }
        }
        side
    }
}

/// Scores of a model's tags and trees on the gold tokens and sentences.
pub fn from_tokens(annotator: &Annotator, gold: &[Parsed]) -> Result<Scores, TextDiffers> {
    let mut system = gold.to_vec();
    for parsed in &mut system {
        for token in parsed.sentences.iter_mut().flat_map(|s| &mut s.tokens) {
            // Nothing of the gold but forms and spans may reach the model.
            token.lemma = "".into();
            token.xpos = "".into();
            token.upos = Upos::X;
            (token.head, token.rel, token.sub) = (None, Rel::Dep, SubRel::None);
        }
        annotator.annotate_tokens(&mut parsed.sentences);
    }
    score(gold, &system)
}

/// Scores of what a model makes of the raw text.
pub fn from_raw(annotator: &Annotator, gold: &[Parsed]) -> Result<Scores, TextDiffers> {
    let system: Vec<Parsed> = gold
        .iter()
        .map(|p| Parsed {
            document: p.document.clone(),
            sentences: annotator.annotate_text(&p.document.text),
        })
        .collect();
    score(gold, &system)
}

/// Compares what a system made of a text with the gold trees of the same text.
pub fn score(gold: &[Parsed], system: &[Parsed]) -> Result<Scores, TextDiffers> {
    let (gold, system) = (Side::new(gold), Side::new(system));
    if gold.characters != system.characters {
        let at = gold
            .characters
            .iter()
            .zip(&system.characters)
            .take_while(|(a, b)| a == b)
            .count();
        let few = |c: &[char]| c.iter().skip(at).take(20).collect();
        return Err(TextDiffers {
            at,
            gold: few(&gold.characters),
            system: few(&system.characters),
        });
    }
    let pairs = align(&gold.words, &system.words);
    let mut to_gold = vec![None; system.words.len()];
    for &(g, s) in &pairs {
        to_gold[s] = Some(g);
    }
    let total = (gold.words.len() + system.words.len()) as f64;
    let count = |right: &dyn Fn(&Word<'_>, &Word<'_>) -> bool| {
        let n = pairs
            .iter()
            .filter(|(g, s)| right(&gold.words[*g], &system.words[*s]))
            .count();
        if total > 0.0 { 2.0 * n as f64 / total } else { 0.0 }
    };
    let head = |g: &Word<'_>, s: &Word<'_>| match s.parent {
        None => g.parent.is_none(),
        Some(p) => to_gold[p].is_some() && to_gold[p] == g.parent,
    };
    let rel = |w: &Word<'_>| {
        if w.parent.is_none() { Rel::Root } else { w.token.rel }
    };
    Ok(Scores {
        tokens: spans(&gold.tokens, &system.tokens),
        sentences: spans(&gold.sentences, &system.sentences),
        words: count(&|_, _| true),
        upos: count(&|g, s| g.token.upos == s.token.upos),
        xpos: count(&|g, s| g.token.xpos == s.token.xpos),
        lemma: count(&|g, s| g.token.lemma == "_" || g.token.lemma == s.token.lemma),
        uas: count(&head),
        las: count(&|g, s| head(g, s) && rel(g) == rel(s)),
        gold_words: gold.words.len(),
    })
}

fn spans(gold: &[(usize, usize)], system: &[(usize, usize)]) -> f64 {
    let (mut g, mut s, mut right) = (0, 0, 0);
    while g < gold.len() && s < system.len() {
        if system[s].0 < gold[g].0 {
            s += 1;
        } else if gold[g].0 < system[s].0 {
            g += 1;
        } else {
            right += usize::from(gold[g].1 == system[s].1);
            g += 1;
            s += 1;
        }
    }
    let total = gold.len() + system.len();
    if total > 0 {
        2.0 * right as f64 / total as f64
    } else {
        0.0
    }
}

/// Pairs of gold and system words with the same characters; inside multiword tokens, the longest
/// common subsequence of forms.
fn align(gold: &[Word<'_>], system: &[Word<'_>]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let (mut g, mut s) = (0, 0);
    while g < gold.len() && s < system.len() {
        if gold[g].multiword || system[s].multiword {
            let (g0, s0, g1, s1) = multiword_span(gold, system, g, s);
            if s1 > s0 && g1 > g0 {
                common(gold, system, (g0, g1), (s0, s1), &mut pairs);
            }
            (g, s) = (g1, s1);
        } else if (gold[g].start, gold[g].end) == (system[s].start, system[s].end) {
            pairs.push((g, s));
            g += 1;
            s += 1;
        } else if gold[g].start <= system[s].start {
            g += 1;
        } else {
            s += 1;
        }
    }
    pairs
}

fn beyond(words: &[Word<'_>], i: usize, end: usize) -> bool {
    words
        .get(i)
        .is_none_or(|w| if w.multiword { w.start >= end } else { w.end > end })
}

fn multiword_span(gold: &[Word<'_>], system: &[Word<'_>], mut g: usize, mut s: usize) -> (usize, usize, usize, usize) {
    let mut end;
    if gold[g].multiword {
        end = gold[g].end;
        if !system[s].multiword && system[s].start < gold[g].start {
            s += 1;
        }
    } else {
        end = system[s].end;
        if !gold[g].multiword && gold[g].start < system[s].start {
            g += 1;
        }
    }
    let (g0, s0) = (g, s);
    while !beyond(gold, g, end) || !beyond(system, s, end) {
        if g < gold.len() && (s >= system.len() || gold[g].start <= system[s].start) {
            if gold[g].multiword && gold[g].end > end {
                end = gold[g].end;
            }
            g += 1;
        } else {
            if system[s].multiword && system[s].end > end {
                end = system[s].end;
            }
            s += 1;
        }
    }
    (g0, s0, g, s)
}

fn common(
    gold: &[Word<'_>],
    system: &[Word<'_>],
    (g0, g1): (usize, usize),
    (s0, s1): (usize, usize),
    pairs: &mut Vec<(usize, usize)>,
) {
    let same = |g: usize, s: usize| gold[g].token.form.to_lowercase() == system[s].token.form.to_lowercase();
    let (n, m) = (g1 - g0, s1 - s0);
    let mut best = vec![vec![0usize; m + 1]; n + 1];
    for i in (0..n).rev() {
        for j in (0..m).rev() {
            best[i][j] = best[i + 1][j].max(best[i][j + 1]);
            if same(g0 + i, s0 + j) {
                best[i][j] = best[i][j].max(1 + best[i + 1][j + 1]);
            }
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < n && j < m {
        if same(g0 + i, s0 + j) {
            pairs.push((g0 + i, s0 + j));
            i += 1;
            j += 1;
        } else if best[i][j] == best[i + 1][j] {
            i += 1;
        } else {
            j += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dateline::annotate::conllu;

    /// Trees from tokens: "don't=do=n't" is a token of two words. Each word hangs on the one
    /// before it.
    fn chain(tokens: &[&str]) -> Vec<Parsed> {
        let mut out = String::new();
        let mut id = 0;
        let mut word = |form: &str, out: &mut String| {
            id += 1;
            let rel = if id == 1 { "root" } else { "dep" };
            out.push_str(&format!("{id}\t{form}\t_\tX\t_\t_\t{}\t{rel}\t_\t_\n", id - 1));
            id
        };
        for token in tokens {
            let parts: Vec<&str> = token.split('=').collect();
            if parts.len() == 1 {
                word(token, &mut out);
            } else {
                let mut words = String::new();
                let ids: Vec<usize> = parts[1..].iter().map(|w| word(w, &mut words)).collect();
                out.push_str(&format!("{}-{}\t{}", ids[0], ids[ids.len() - 1], parts[0]));
                out.push_str("\t_\t_\t_\t_\t_\t_\t_\t_\n");
                out.push_str(&words);
            }
        }
        conllu::read(&out, "x").unwrap()
    }

    fn aligned(gold: &[&str], system: &[&str]) -> usize {
        let (gold, system) = (chain(gold), chain(system));
        score(&gold, &system).unwrap();
        let (gold, system) = (Side::new(&gold), Side::new(&system));
        align(&gold.words, &system.words).len()
    }

    // The rules, and what the official scorer's own tests ask of them.
    #[test]
    fn words_align_by_characters() {
        let letters = ["a", "b", "c", "d"];
        assert_eq!(aligned(&["a"], &["a"]), 1);
        assert_eq!(aligned(&letters, &letters), 4);
        assert_eq!(aligned(&["abcd"], &letters), 0);
        assert_eq!(aligned(&["abc", "d"], &letters), 1);
        assert_eq!(aligned(&["a", "bc", "d"], &letters), 2);
    }

    #[test]
    fn words_of_multiword_tokens_align_by_form() {
        let letters = ["a", "b", "c", "d"];
        assert_eq!(aligned(&["abc=a=b=c"], &letters[..3]), 3);
        assert_eq!(aligned(&["a", "bc=b=c", "d"], &letters), 4);
        assert_eq!(aligned(&["abcd=a=b=c=d"], &["ab=a=b", "cd=c=d"]), 4);
        assert_eq!(aligned(&["abc=a=b=c", "de=d=e"], &["a", "bcd=b=c=d", "e"]), 5);
        assert_eq!(aligned(&["a", "bc=b=c", "d"], &["a", "b", "cd"]), 2);
        assert_eq!(
            aligned(&["abc=a=BX=c", "def=d=EX=f"], &["ab=a=b", "cd=c=d", "ef=e=f"]),
            4
        );
        assert_eq!(aligned(&["ab=a=b", "cd=bc=d"], &["a", "bc", "d"]), 2);
        assert_eq!(aligned(&["a", "bc=b=c", "d"], &["ab=AX=BX", "cd=CX=a"]), 1);
    }

    #[test]
    fn other_characters_are_refused() {
        let error = score(&chain(&["ab", "c"]), &chain(&["a", "bd"])).unwrap_err();
        assert_eq!((error.at, error.gold.as_str(), error.system.as_str()), (2, "c", "d"));
    }

    fn tree(rows: &[(&str, u32, &str)]) -> String {
        let row = |(i, (form, head, rel)): (usize, &(&str, u32, &str))| {
            format!("{}\t{form}\t_\tX\t_\t_\t{head}\t{rel}\t_\t_\n", i + 1)
        };
        rows.iter().enumerate().map(row).collect()
    }

    #[test]
    fn relations_count_without_subtypes_and_only_with_the_head() {
        let read = |t: String| conllu::read(&t, "x").unwrap();
        let gold = read(tree(&[
            ("ships", 2, "nsubj:pass"),
            ("seized", 0, "root"),
            ("there", 2, "advmod"),
        ]));
        let system = read(tree(&[
            ("ships", 2, "nsubj"),
            ("seized", 0, "root"),
            ("there", 1, "advmod"),
        ]));
        let scores = score(&gold, &system).unwrap();
        assert!((scores.las - 2.0 / 3.0).abs() < 1e-9 && (scores.uas - 2.0 / 3.0).abs() < 1e-9);
        assert!((scores.sentences - 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_wrong_split_costs_its_heads() {
        let gold = tree(&[("no", 2, "det"), ("talks", 0, "root"), ("today", 2, "advmod")]);
        let system = format!(
            "{}\n{}",
            tree(&[("no", 2, "det"), ("talks", 0, "root")]),
            tree(&[("today", 0, "root")])
        );
        let read = |t: String| conllu::read(&t, "x").unwrap();
        let scores = score(&read(gold), &read(system)).unwrap();
        assert!((scores.words - 1.0).abs() < 1e-9);
        assert!((scores.las - 2.0 / 3.0).abs() < 1e-9);
        assert!(scores.sentences.abs() < 1e-9);
    }
}
