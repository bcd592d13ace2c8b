//! Dateline's data, embedded: lexicon, actors, places, times, cues, word lists. No logic.

use include_dir::{Dir, include_dir};

/// Event frames, word classes: TOML.
pub static LEXICON: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/lexicon");
/// The same, compiled when this crate was built; `dateline_lexicon::Lexicon::from_bytes` reads it.
pub static COMPILED_LEXICON: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/lexicon.bin"));
/// States, organisations, office holders, role nouns.
pub static ACTORS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/actors");
/// Places.
pub static PLACES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/places");
/// Words for times.
pub static TIMES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/times");
/// Reporting words, media and agencies.
pub static ATTRIBUTION: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/attribution");
/// Verbs, irregular forms of verbs and nouns.
pub static WORDS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/words");
/// What doubts cost: TOML.
pub static CONFIDENCE: &str = include_str!("confidence.toml");
/// The default English model; its card is `models/english.md`.
pub static MODEL: &[u8] = include_bytes!("../models/english.model");

/// Word lists that a stage looks at, a module for each file of `lists/`.
pub mod lists {
    include!(concat!(env!("OUT_DIR"), "/lists.rs"));
}
