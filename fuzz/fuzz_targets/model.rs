//! Model files.
#![no_main]

use dateline::annotate::Annotator;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(annotator) = Annotator::from_bytes(bytes) {
        let _ = annotator.annotate_text("Envoys met in Oslo.");
    }
});
