//! The sample page dump, where the shared data lies beside the project.

use std::path::Path;

use dateline::read::{Item, Options, Reader, write_json};
use serde_json::Value;

fn shared(path: &str) -> Option<std::path::PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let path = root.join(path);
    if path.exists() {
        return Some(path);
    }
    eprintln!("skipped: no {}", path.display());
    None
}

fn read(path: &Path, plain: bool) -> Value {
    let options = Options {
        plain,
        ..Options::default()
    };
    let reader = Reader::new(options).expect("the built-in tables load");
    let mut items = reader.open([path]);
    match items.next() {
        Some(Item::Document(document)) => write_json(&document, None),
        other => panic!("{}: {other:?}", path.display()),
    }
}

fn gold(path: &Path) -> Value {
    let text = std::fs::read_to_string(path).expect("the gold file is there");
    serde_json::from_str(&text).expect("the gold file is JSON")
}

#[test]
fn every_part_of_the_sample() {
    let Some(path) = shared("samples/dispatch-2021-08-27.txt") else {
        return;
    };
    let found = read(&path, false);
    let gold = gold(&path.with_extension("gold.json"));
    assert_eq!(found["published"], gold["published"]);
    for (key, part) in gold["parts"].as_object().expect("parts") {
        if key == "body_paragraphs" {
            let count = found["body"].as_array().map(Vec::len);
            assert_eq!(count, part.as_u64().and_then(|n| usize::try_from(n).ok()));
            continue;
        }
        for (field, value) in part.as_object().expect("a part") {
            if field != "country" {
                assert_eq!(&found["parts"][key][field], value, "{key} {field}");
            }
        }
    }
    assert!(found["parts"].get("furniture").is_none(), "{}", found["parts"]);
}

#[test]
fn every_part_of_the_hand_coded_articles() {
    for number in 1..=10 {
        let Some(path) = shared(&format!("data/documents/d{number:02}.txt")) else {
            return;
        };
        let found = read(&path, true);
        let gold = gold(&path.with_extension("gold.json"));
        for (key, part) in gold["parts"].as_object().expect("parts") {
            // Page furniture, which plain reading leaves in the body.
            if key.ends_with("_line") || key == "headline_repeated" {
                continue;
            }
            for (field, value) in part.as_object().expect("a part") {
                if field != "country" {
                    assert_eq!(&found["parts"][key][field], value, "d{number:02} {key} {field}");
                }
            }
        }
    }
}
