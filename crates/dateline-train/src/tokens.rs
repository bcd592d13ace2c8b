//! Trains the tokeniser and gathers contractions.

use dateline::annotate::conllu::Parsed;
use dateline::annotate::tokenise::{BITS, Chunk, FEATURES, Tokeniser, chunks, features, is_apostrophe};
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
    };
    contractions(documents, &mut tokeniser);
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
            let mut seen = [0; FEATURES];
            chunks(text, |chunk: &Chunk| {
                let b = &chunk.bounds;
                let mut from = 0;
                for (at, start) in b.iter().enumerate().take(b.len() - 1).skip(1) {
                    features(text, chunk, at, from, &mut seen);
                    let sum: i64 = seen.iter().map(|f| weights[*f]).sum();
                    let gold = starts.contains(start);
                    now += 1;
                    places += 1;
                    wrong += usize::from((sum > 0) != gold);
                    if (if gold { sum } else { -sum }) < 4 {
                        for &f in &seen {
                            sums[f] += (now - last[f]) * weights[f];
                            last[f] = now;
                            weights[f] += if gold { 1 } else { -1 };
                        }
                    }
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
    let by_rule = tokeniser.clone();
    for (token, ways) in &cut {
        let total: usize = ways.values().sum();
        if whole.get(token).copied().unwrap_or(0) >= total {
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
        if *n > times && by_rule.words(token).is_some() {
            tokeniser.contractions.insert(token.as_str().into(), Vec::new());
        }
    }
}
