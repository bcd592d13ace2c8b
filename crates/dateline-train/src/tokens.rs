//! Trains the tokeniser and gathers contractions.

use dateline::annotate::conllu::Parsed;
use dateline::annotate::tokenise::{BESIDE, BITS, Chunk, FEATURES, Tokeniser, beside, chunks, features, is_apostrophe};
use dateline::types::Span;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::random::Random;

/// Surface tokens of a sentence: multiword tokens as one.
pub fn surface(tokens: &[dateline::types::Token]) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    for t in tokens {
        match out.last_mut() {
            Some(last) if t.mwt_rest => *last = last.join(t.span),
            _ => out.push(t.span),
        }
    }
    out
}

fn plain(token: &str) -> String {
    token
        .chars()
        .flat_map(|c| {
            if is_apostrophe(c) {
                vec!['\'']
            } else {
                c.to_lowercase().collect()
            }
        })
        .collect()
}

pub fn train(documents: &[Parsed], epochs: usize, seed: u64) -> Tokeniser {
    let mut tokeniser = Tokeniser {
        weights: vec![0; 1 << BITS],
        contractions: FxHashMap::default(),
        doubtful: FxHashSet::default(),
    };
    contractions(documents, &mut tokeniser);
    let beside_places = doubtful(documents, &tokeniser);
    // Averaged perceptron with a margin.
    let mut weights = vec![0i64; 1 << BITS];
    let mut sums = vec![0i64; 1 << BITS];
    let mut last = vec![0i64; 1 << BITS];
    let mut now = 0i64;
    let mut random = Random::new(seed);
    let mut order: Vec<usize> = (0..documents.len()).collect();
    for epoch in 0..epochs {
        random.shuffle(&mut order);
        let (mut wrong, mut places) = (0, 0);
        for &d in &order {
            let parsed = &documents[d];
            let text = &parsed.document.text;
            let starts: FxHashSet<usize> = parsed
                .sentences
                .iter()
                .flat_map(|s| surface(&s.tokens))
                .map(Span::start)
                .collect();
            let mut learn = |seen: &[usize], gold: bool| {
                let sum: i64 = seen.iter().map(|f| weights[*f]).sum();
                now += 1;
                places += 1;
                wrong += usize::from((sum > 0) != gold);
                if (if gold { sum } else { -sum }) < 4 {
                    for &f in seen {
                        sums[f] += (now - last[f]) * weights[f];
                        last[f] = now;
                        weights[f] += if gold { 1 } else { -1 };
                    }
                }
            };
            for (seen, gold) in &beside_places[d] {
                learn(seen, *gold);
            }
            let mut seen = [0; FEATURES];
            chunks(text, |chunk: &Chunk| {
                let b = &chunk.bounds;
                let mut from = 0;
                for (at, start) in b.iter().enumerate().take(b.len() - 1).skip(1) {
                    features(text, chunk, at, from, &mut seen);
                    let gold = starts.contains(start);
                    learn(&seen, gold);
                    if gold {
                        from = at;
                    }
                }
            });
        }
        eprintln!("tokeniser: epoch {epoch}, {wrong} of {places} places wrong");
    }
    for f in 0..weights.len() {
        sums[f] += (now - last[f]) * weights[f];
    }
    let top = sums.iter().map(|s| s.abs()).max().unwrap_or(1).max(1) as f64;
    // The largest weights are cut so that the small ones keep some digits.
    let unit = top / 127.0 / 3.0;
    for (w, s) in tokeniser.weights.iter_mut().zip(&sums) {
        *w = (*s as f64 / unit).round().clamp(-127.0, 127.0) as i8;
    }
    tokeniser
}

/// A place of a doubtful contraction: its features, and whether it is cut there.
type Doubt = ([usize; BESIDE], bool);

/// Where the doubtful contractions of each document stand.
fn doubtful(documents: &[Parsed], tokeniser: &Tokeniser) -> Vec<Vec<Doubt>> {
    documents
        .iter()
        .map(|parsed| {
            let text = &parsed.document.text;
            let mut tokens: Vec<(&str, bool)> = Vec::new();
            for s in &parsed.sentences {
                for t in surface(&s.tokens) {
                    let cut = s.tokens.iter().any(|w| w.mwt_rest && t.contains(w.span));
                    tokens.push((t.of(text), cut));
                }
            }
            let beside_of = |k: Option<usize>| k.and_then(|k| tokens.get(k)).map_or("", |t| t.0);
            let mut out = Vec::new();
            for (i, (token, cut)) in tokens.iter().enumerate() {
                if tokeniser.is_doubtful(token) {
                    let mut seen = [0; BESIDE];
                    beside(token, beside_of(i.checked_sub(1)), beside_of(Some(i + 1)), &mut seen);
                    out.push((seen, *cut));
                }
            }
            out
        })
        .collect()
}

fn contractions(documents: &[Parsed], tokeniser: &mut Tokeniser) {
    let mut whole: FxHashMap<String, usize> = FxHashMap::default();
    let mut cut: FxHashMap<String, FxHashMap<Vec<String>, usize>> = FxHashMap::default();
    for parsed in documents {
        for s in &parsed.sentences {
            let mut i = 0;
            while i < s.tokens.len() {
                let mut j = i + 1;
                while j < s.tokens.len() && s.tokens[j].mwt_rest {
                    j += 1;
                }
                let span = s.tokens[i].span.join(s.tokens[j - 1].span);
                let token = plain(span.of(&parsed.document.text));
                if j > i + 1 {
                    let words = s.tokens[i..j].iter().map(|t| plain(&t.form)).collect();
                    *cut.entry(token).or_default().entry(words).or_default() += 1;
                } else {
                    *whole.entry(token).or_default() += 1;
                }
                i = j;
            }
        }
    }
    // Contractions without their apostrophe that are no other words, whether the treebanks have them or not.
    for stem in [
        "is", "are", "was", "were", "do", "does", "did", "has", "have", "had", "could", "would", "should",
    ] {
        let way = vec![stem.to_owned(), "nt".to_owned()];
        *cut.entry(format!("{stem}nt")).or_default().entry(way).or_default() += 1;
    }
    for (pronoun, rest) in [
        ("i", "m"),
        ("i", "ve"),
        ("you", "re"),
        ("you", "ve"),
        ("they", "re"),
        ("they", "ve"),
    ] {
        let way = vec![pronoun.to_owned(), rest.to_owned()];
        *cut.entry(format!("{pronoun}{rest}"))
            .or_default()
            .entry(way)
            .or_default() += 1;
    }
    let by_rule = tokeniser.clone();
    for (token, ways) in &cut {
        let total: usize = ways.values().sum();
        let uncut = whole.get(token).copied().unwrap_or(0);
        let doubt = uncut > 0 && total > 1 && uncut + total > 5 && token.chars().all(|c| c.is_ascii_lowercase());
        if doubt {
            tokeniser.doubtful.insert(token.as_str().into());
        } else if uncut >= total {
            continue;
        }
        let mut ways: Vec<_> = ways.iter().collect();
        ways.sort_by(|a, b| b.1.cmp(a.1).then_with(|| a.0.cmp(b.0)));
        let words = ways[0].0;
        if by_rule.words(token).as_ref() != Some(words) {
            tokeniser
                .contractions
                .insert(token.as_str().into(), words.iter().map(|w| w.as_str().into()).collect());
        }
    }
    for (token, n) in &whole {
        let times: usize = cut.get(token).map_or(0, |w| w.values().sum());
        if *n > times && !tokeniser.doubtful.contains(token.as_str()) && by_rule.words(token).is_some() {
            tokeniser.contractions.insert(token.as_str().into(), Vec::new());
        }
    }
}
