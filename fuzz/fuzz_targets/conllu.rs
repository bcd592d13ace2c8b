//! Trees of other parsers: what is read is a tree, and is written again.
#![no_main]

use dateline::annotate::conllu;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for parsed in conllu::read(text, "x").unwrap_or_default() {
        assert!(parsed.sentences.iter().all(|s| conllu::is_tree(&s.tokens)));
        let _ = conllu::write(&parsed.document, &parsed.sentences);
    }
    let _ = conllu::read_tokens(text, "x");
});
