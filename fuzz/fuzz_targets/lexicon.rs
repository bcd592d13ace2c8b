//! Lexicon files.
#![no_main]

use dateline::code::lexicon::Lexicon;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let _ = Lexicon::check(&[("x.toml".into(), text.into())]);
});
