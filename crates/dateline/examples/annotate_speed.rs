//! Words a second from text to names on one core:
//! `cargo run --release -p dateline --example annotate_speed -- FILE…`
//!
//! Each file is one text; the best of seven rounds counts. A word is a syntactic word. Seconds are
//! the process's own on the processor where the system tells them (Linux), else of the clock. With
//! `--show`, prints the sentences instead.

#![allow(clippy::print_stdout)]

use std::time::Instant;

use dateline::annotate::Annotator;

/// Seconds so far.
fn seconds(start: Instant) -> f64 {
    let own = std::fs::read_to_string("/proc/self/schedstat").ok();
    own.and_then(|s| s.split(' ').next()?.parse::<f64>().ok())
        .map_or(start.elapsed().as_secs_f64(), |ns| ns / 1e9)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut files: Vec<String> = std::env::args().skip(1).collect();
    let show = files.first().is_some_and(|f| f == "--show");
    if show {
        files.remove(0);
    }
    let annotator = match std::env::var("DATELINE_MODEL") {
        Ok(path) => Annotator::open(path.as_ref())?,
        Err(_) => Annotator::builtin()?,
    };
    let mut texts = Vec::new();
    for path in files {
        texts.push(std::fs::read_to_string(path)?);
    }
    if show {
        for text in &texts {
            for s in annotator.annotate_text(text) {
                println!("{:?}", s.span.of(text));
            }
        }
        return Ok(());
    }
    let start = Instant::now();
    let (mut best, mut words) = (f64::MAX, 0);
    for _ in 0..7 {
        let before = seconds(start);
        words = texts
            .iter()
            .map(|t| annotator.annotate_text(t).iter().map(|s| s.tokens.len()).sum::<usize>())
            .sum();
        best = best.min(seconds(start) - before);
    }
    println!("{words} words, {best:.3} s, {:.0} words a second", words as f64 / best);
    Ok(())
}
