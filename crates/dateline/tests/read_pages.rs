//! Main text of web pages, where the shared data lies beside the project.

use std::path::Path;

use dateline::read::{Item, Options, Reader};
use serde_json::Value;

/// Floor of F1 on the 38 pages; measured figures are in docs/reading.md.
const FLOOR: f64 = 0.95;

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn main_text_of_pages() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/pages");
    let Ok(index) = std::fs::read_to_string(folder.join("pages.jsonl")) else {
        eprintln!("skipped: no {}", folder.display());
        return;
    };
    let options = Options {
        any_language: true,
        ..Options::default()
    };
    let reader = Reader::new(options).expect("the built-in tables load");
    let (mut tp, mut fp, mut fn_, mut dated) = (0u32, 0u32, 0u32, 0u32);
    for line in index.lines() {
        let page: Value = serde_json::from_str(line).expect("the index is JSON");
        let path = folder.join(page["html"].as_str().expect("a path"));
        let (mut text, mut whole) = (String::new(), String::new());
        match reader.open([&path]).next() {
            Some(Item::Document(document)) => {
                dated += u32::from(document.meta.published.is_some());
                let parts = &document.parts;
                let mut spans = document.body.clone();
                spans.extend(&parts.captions);
                spans.extend(parts.headline);
                spans.extend(parts.kicker);
                spans.sort_unstable();
                let list: Vec<_> = spans.iter().map(|span| span.of(&document.text)).collect();
                text = words(&list.join("\n"));
                whole = words(&document.text);
            }
            other => eprintln!("{}: {other:?}", path.display()),
        }
        for with in page["with"].as_array().expect("a list") {
            let with = words(with.as_str().expect("words"));
            let found = text.contains(&with);
            tp += u32::from(found);
            fn_ += u32::from(!found);
            if !found {
                eprintln!(
                    "missing in {}: {with} (in text: {})",
                    page["url"],
                    whole.contains(&with)
                );
            }
        }
        for without in page["without"].as_array().expect("a list") {
            let without = words(without.as_str().expect("words"));
            let found = text.contains(&without);
            fp += u32::from(found);
            if found {
                eprintln!("extra in {}: {without}", page["url"]);
            }
        }
    }
    let precision = f64::from(tp) / f64::from(tp + fp);
    let recall = f64::from(tp) / f64::from(tp + fn_);
    let f1 = 2.0 * precision * recall / (precision + recall);
    eprintln!("precision {precision:.3} recall {recall:.3} F1 {f1:.3}; with a date: {dated} of 38");
    assert!(f1 >= FLOOR, "F1 {f1:.3} is under {FLOOR}");
}
