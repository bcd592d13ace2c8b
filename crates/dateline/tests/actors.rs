//! Who is meant, on the day of the text: each line of `actors.tsv` is an invented dispatch, the words of a mention in
//! it, and what they stand for: `name=`, `id=`, `code=`, `country=`, `members=` and `candidates=` (sorted), each empty
//! for none; `nobody` where the words are no actor.

use dateline::pipeline::Pipeline;
use dateline::{Document, Metadata, Span};

#[test]
fn mentions_stand_for_whom_they_mean_on_their_day() {
    let pipeline = Pipeline::builtin().expect("what is built in loads");
    let mut failures = Vec::new();
    for (i, line) in include_str!("actors.tsv").lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let fields: Vec<&str> = line.split('\t').collect();
        let [day, text, words, expected] = fields.as_slice() else {
            panic!("actors.tsv:{}: 4 fields are expected", i + 1);
        };
        let document = Document {
            id: "t".into(),
            body: vec![Span::new(0, text.len())],
            text: (*text).to_owned(),
            parts: Default::default(),
            meta: Metadata {
                published: Some(day.parse().expect("a day")),
                ..Default::default()
            },
        };
        let coded = pipeline.process(&document);
        let found = coded.resolved.actors.iter().rfind(|m| m.span.of(text) == *words);
        let Some(found) = found else {
            if *expected != "nobody" {
                let all: Vec<&str> = coded.resolved.actors.iter().map(|m| m.span.of(text)).collect();
                failures.push(format!("actors.tsv:{}: {words:?} is not among {all:?}", i + 1));
            }
            continue;
        };
        let actor = &found.actor;
        // a name has blanks: a part without "=" belongs to the one before
        let mut parts: Vec<(&str, String)> = Vec::new();
        for part in expected.split(' ') {
            match (part.split_once('='), parts.last_mut()) {
                (Some((key, value)), _) => parts.push((key, value.to_owned())),
                (None, Some((_, value))) => value.push_str(&format!(" {part}")),
                (None, None) => parts.push((part, String::new())),
            }
        }
        for (key, value) in parts {
            let sorted = |mut list: Vec<String>| {
                list.sort();
                list.join(",")
            };
            let sectors: String = actor.sectors.iter().map(ToString::to_string).collect();
            let is = match key {
                "name" => actor.name.clone().unwrap_or_default(),
                "id" => actor.id.clone().unwrap_or_default(),
                "country" => actor.country.as_deref().unwrap_or_default().to_owned(),
                "code" => format!("{}{sectors}", actor.country.as_deref().unwrap_or("---")),
                "members" => sorted(actor.members.iter().map(ToString::to_string).collect()),
                "candidates" => sorted(found.candidates.clone()),
                _ => format!("an actor: {actor:?}"),
            };
            if is != value {
                failures.push(format!(
                    "actors.tsv:{}: {words:?}: {key} is {is:?}, not {value:?}",
                    i + 1
                ));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
