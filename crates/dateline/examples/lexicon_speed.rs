//! How long the lexicon takes to load, and what coding costs with it and with 10,000 patterns more.
//!
//! `cargo run --release -p dateline --example lexicon_speed -- FILE…`: plain texts, annotated and resolved once; then
//! only coding is timed, in the process's own seconds on the processor where the system tells them (Linux), with each
//! lexicon in turns; of each the best of the rounds.

#![allow(clippy::print_stdout)]

use std::fmt::Write as _;
use std::time::Instant;

use dateline::code::Coder;
use dateline::code::lexicon::{self, Lexicon, builtin_files};
use dateline::{Document, Metadata, Parts, Pipeline, Resolved, Sentence, Span};

/// Patterns that are added.
const MORE: usize = 10_000;
/// How often each is timed.
const ROUNDS: usize = 15;
/// Sentences coded in a round at least.
const ENOUGH: usize = 2_000;

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
        let _ = std::hint::black_box(lexicon::builtin());
    });
    let compiling = best(|| {
        let _ = std::hint::black_box(Lexicon::compile(&builtin));
    });
    let reading = best(|| {
        for (_, text) in &builtin {
            std::hint::black_box(text.parse::<toml::Table>().is_ok());
        }
    });
    println!(
        "loading the lexicon that was compiled at build: {:.1} ms; compiling it anew, as with --lexicon: {:.1} ms, of \
         which reading TOML {:.1} ms",
        loading * 1e3,
        compiling * 1e3,
        reading * 1e3
    );

    let small = Coder::from_files(&builtin)?;
    let with = |text: String| {
        let mut files = builtin.clone();
        files.push(("more.toml".to_owned(), text));
        Coder::from_files(&files)
    };
    let large = with(more(small.lexicon(), false))?;
    let imported = with(more(small.lexicon(), true))?;
    let patterns = |coder: &Coder| coder.lexicon().patterns.len() + coder.lexicon().lines().all().len();
    let repeats = ENOUGH.div_ceil(sentences);
    let code = |coder: &Coder| {
        for _ in 0..repeats {
            for (document, sentences, resolved) in &texts {
                std::hint::black_box(coder.code(document, sentences, resolved));
            }
        }
    };
    let coders = [
        ("built in", &small),
        ("with 10,000 more", &large),
        ("with 10,000 in text order", &imported),
    ];
    let mut times = [f64::MAX; 3];
    let start = Instant::now();
    for _ in 0..ROUNDS {
        for (time, (_, coder)) in times.iter_mut().zip(coders) {
            let since = seconds(start);
            code(coder);
            *time = time.min(seconds(start) - since);
        }
    }
    for (time, (name, coder)) in times.iter().zip(coders) {
        println!(
            "{name}: {} patterns, {:.0} sentences a second, {:+.1} % time",
            patterns(coder),
            (sentences * repeats) as f64 / time,
            100.0 * (time / times[0] - 1.0)
        );
    }
    Ok(())
}

/// Seconds so far.
fn seconds(start: Instant) -> f64 {
    let own = std::fs::read_to_string("/proc/self/schedstat").ok();
    own.and_then(|s| s.split(' ').next()?.parse::<f64>().ok())
        .map_or(start.elapsed().as_secs_f64(), |ns| ns / 1e9)
}

fn best(work: impl Fn()) -> f64 {
    let time = |_| {
        let since = Instant::now();
        work();
        since.elapsed().as_secs_f64()
    };
    (0..ROUNDS).map(time).fold(f64::MAX, f64::min)
}

/// Frames with as many patterns: three of four of verbs that the lexicon has, each with an invented word, one of an
/// invented verb; or all in text order, as an import makes them.
fn more(lexicon: &Lexicon, in_text_order: bool) -> String {
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
        let [one, two, three] = [n, n * 7 + 3, n * 11 + 5].map(|i| verbs[i % verbs.len()]);
        let patterns = if in_text_order {
            format!(
                "words = [\"{one}\", \"verb{n}\"]\nline = [\"* thing{n}\", \"* (to thing{n})\", \
                 \"{{recipient}} * (from thing{n})\", \"new{n} *\"]"
            )
        } else {
            format!(
                "verb = [\"{{actor}} {one} thing{n} to {{recipient}}\", \"{{actor}} {two} {{recipient}} with thing{n}\", \
                 \"{{actor}} {three} {{recipient}} by other{n}\", \"{{actor}} verb{n} {{recipient}}\"]"
            )
        };
        let _ = writeln!(
            out,
            "[[frame]]\nid = \"more.f{n}\"\ntype = \"AID\"\nwhy = \"Invented.\"\n{patterns}\n"
        );
    }
    out
}
