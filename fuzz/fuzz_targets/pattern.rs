//! Patterns of the lexicon.
#![no_main]

use dateline::code::lexicon::grammar::{Anchor, parse};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for anchor in [Anchor::Verb, Anchor::Noun, Anchor::Adj] {
        let _ = parse(text, anchor);
    }
});
