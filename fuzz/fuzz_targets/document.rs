//! Any bytes under any of the file names that choose how they are read.
#![no_main]

use dateline::read::{Options, Reader};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Ok(reader) = Reader::new(Options::default()) else { return };
    let (kind, bytes) = data.split_at(data.len().min(1));
    let name = match kind.first().map_or(0, |k| k % 5) {
        0 => "page.txt",
        1 => "page.html",
        2 => "pages.jsonl",
        3 => "page.txt.gz",
        _ => "page.txt.zst",
    };
    let _ = reader.document(name, bytes.to_vec());
});
