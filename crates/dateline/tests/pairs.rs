//! Sentences with a marked pair of parties and what one does to the other: how many are found with type, actor and
//! recipient. An exam rather than a list of promises: the figures may only rise.

use std::fmt::Write as _;

use dateline::read::{Options, Reader};
use dateline::{Event, EventType, Metadata, Participant, Pipeline};

/// How the first party of the list appears on a side: as one of its words, or as the country of that name.
fn has(parties: &[Participant], word: &str, text: &str) -> bool {
    let word = word.to_lowercase();
    parties.iter().any(|p| {
        let name = p.actor.name.as_deref().unwrap_or_default();
        p.span.of(text).to_lowercase().contains(&word) || name.to_lowercase().contains(&word)
    })
}

fn right(event: &Event, actor: &str, recipient: &str, text: &str) -> bool {
    let (a, r) = (&event.actors, &event.recipients);
    let straight = has(a, actor, text) && has(r, recipient, text);
    let pooled = has(a, actor, text) && has(a, recipient, text);
    let mutual = event.reciprocal || event.kind == EventType::Consult;
    let turned = mutual && has(a, recipient, text) && has(r, actor, text);
    straight || pooled && (mutual || r.is_empty()) || turned
}

#[test]
fn pairs_are_found() {
    let pipeline = Pipeline::builtin().unwrap_or_else(|e| panic!("{e}"));
    let reader = Reader::new(Options {
        plain: true,
        ..Options::default()
    })
    .unwrap_or_else(|e| panic!("{e}"));
    let (mut all, mut types, mut pairs) = (0, 0, 0);
    let mut wrong = String::new();
    for line in include_str!("pairs/pairs.tsv").lines().filter(|l| !l.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [kind, actor, recipient, text] = fields[..] else {
            panic!("four fields expected: {line}");
        };
        let document = reader.text("x", text.to_owned(), Metadata::default());
        let events = pipeline.process(&document).events;
        let of_type: Vec<&Event> = events.iter().filter(|e| e.kind.to_string() == kind).collect();
        let pair = of_type.iter().any(|e| right(e, actor, recipient, text));
        all += 1;
        types += usize::from(!of_type.is_empty());
        pairs += usize::from(pair);
        if !pair {
            let words = |p: &[Participant]| p.iter().map(|p| p.span.of(text)).collect::<Vec<_>>().join(", ");
            let found: Vec<String> = events
                .iter()
                .map(|e| format!("{} | {} | {}", words(&e.actors), e.kind, words(&e.recipients)))
                .collect();
            let _ = writeln!(
                wrong,
                "{kind} {actor} > {recipient}: {text}\n    {}",
                found.join("\n    ")
            );
        }
    }
    eprintln!("{types} of {all} with the right type, {pairs} with the right pair too; wrong:\n{wrong}");
    assert!(
        types >= 479 && pairs >= 450,
        "{types} and {pairs} of {all}; wrong:\n{wrong}"
    );
}
