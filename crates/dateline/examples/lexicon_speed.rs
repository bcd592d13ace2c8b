//! How long the lexicon takes to load, and what coding costs with it and with 10,000 patterns more.
//!
//! `cargo run --release -p dateline --example lexicon_speed -- FILE…`: plain texts, annotated and resolved once; then
//! only coding is timed, on one core, with either lexicon in turns; of each the best of the rounds.

use std::fmt::Write as _;
use std::time::Instant;

use dateline::code::Coder;
use dateline::code::lexicon::{Lexicon, builtin_files};
use dateline::{Document, Metadata, Parts, Pipeline, Resolved, Sentence, Span};

/// Patterns that are added.
const MORE: usize = 10_000;
/// How often each is timed.
const ROUNDS: usize = 9;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let pipeline = Pipeline::builtin()?;
    let mut texts: Vec<(Document, Vec<Sentence>, Resolved)> = Vec::new();
    for path in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&path)?;
        let document = Document {
            id: path,
            body: vec![Span::new(0, text.len())],
            text,
            parts: Parts::default(),
            meta: Metadata::default(),
        };
        let sentences = pipeline.annotator().annotate(&document);
        let resolved = pipeline.resolver().resolve(&document, &sentences);
        texts.push((document, sentences, resolved));
    }
    let sentences: usize = texts.iter().map(|(_, s, _)| s.len()).sum();
    if sentences == 0 {
        return Err("no sentence: name files with plain text".into());
    }

    let builtin = builtin_files();
    let loading = best(|| {
        let _ = Lexicon::compile(&builtin);
    });
    println!("loading the lexicon: {:.1} ms", loading * 1e3);

    let small = Coder::from_files(&builtin)?;
    let mut files = builtin;
    files.push(("more.toml".to_owned(), more(small.lexicon())));
    let large = Coder::from_files(&files)?;
    let patterns = |coder: &Coder| coder.lexicon().patterns.len() + coder.lexicon().lines().all().len();
    let code = |coder: &Coder| {
        for (document, sentences, resolved) in &texts {
            std::hint::black_box(coder.code(document, sentences, resolved));
        }
    };
    let mut times = [f64::MAX; 2];
    for _ in 0..ROUNDS {
        for (time, coder) in times.iter_mut().zip([&small, &large]) {
            let since = Instant::now();
            code(coder);
            *time = time.min(since.elapsed().as_secs_f64());
        }
    }
    for (time, coder) in times.iter().zip([&small, &large]) {
        println!(
            "{} patterns: {:.0} sentences a second",
            patterns(coder),
            sentences as f64 / time
        );
    }
    println!("slower by {:.1} %", 100.0 * (times[1] / times[0] - 1.0));
    Ok(())
}

fn best(work: impl Fn()) -> f64 {
    let time = |_| {
        let since = Instant::now();
        work();
        since.elapsed().as_secs_f64()
    };
    (0..ROUNDS).map(time).fold(f64::MAX, f64::min)
}

/// Frames with as many patterns: half of verbs that the lexicon has, each with an invented object; a quarter of
/// invented verbs; a quarter in text order.
fn more(lexicon: &Lexicon) -> String {
    let mut verbs: Vec<&str> = lexicon
        .patterns
        .iter()
        .flat_map(|p| p.pattern.words.iter())
        .map(|w| w.as_str())
        .filter(|w| w.chars().all(|c| c.is_ascii_lowercase()))
        .collect();
    verbs.sort_unstable();
    verbs.dedup();
    let mut out = String::new();
    for n in 0..MORE / 4 {
        let (one, two) = (verbs[n % verbs.len()], verbs[(n * 7 + 3) % verbs.len()]);
        let _ = writeln!(
            out,
            "[[frame]]\nid = \"more.f{n}\"\ntype = \"AID\"\nwhy = \"Invented.\"\nwords = [\"{one}\"]\n\
             line = [\"* thing{n}\"]\nverb = [\"{{actor}} {one} thing{n} to {{recipient}}\", \
             \"{{actor}} {two} {{recipient}} with thing{n}\", \"{{actor}} verb{n} {{recipient}}\"]\n"
        );
    }
    out
}
