//! Any text through the whole flow: nothing panics, every span lies in the text.
#![no_main]

use std::sync::OnceLock;

use dateline::read::{Options, Reader};
use dateline::{Metadata, Pipeline, Status};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: String| {
    static PIPELINE: OnceLock<Option<(Pipeline, Reader)>> = OnceLock::new();
    let loaded = PIPELINE.get_or_init(|| Some((Pipeline::builtin().ok()?, Reader::new(Options::default()).ok()?)));
    let Some((pipeline, reader)) = loaded else { return };
    let document = reader.text("x", text, Metadata::default());
    let coded = pipeline.process(&document);
    let length = document.text.chars().count();
    for line in pipeline.lines(&document, &coded.events, Status::ALL, true) {
        let [start, end] = line.evidence.trigger.span;
        assert!(start < end && end <= length);
    }
});
