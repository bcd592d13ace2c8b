//! Who says what in whole texts, odd ones included: the texts of `tests/quotes/*.md`, a test for each; what a file looks
//! like is said in `tests/quotes/README.md`.

mod markdown;

use dateline::read::{Options, Reader};
use dateline::{Metadata, Pipeline, Quote};
use libtest_mimic::Failed;

/// One text with the attributions in it.
struct Case {
    name: String,
    text: String,
    expected: Vec<String>,
}

fn main() {
    markdown::main("quotes", cases, |case| &case.name, run);
}

fn run(pipeline: &Pipeline, case: &Case) -> Result<(), Failed> {
    let reader = Reader::new(Options {
        plain: true,
        ..Options::default()
    })
    .map_err(|e| e.to_string())?;
    let meta = Metadata {
        language: Some("en".to_owned()),
        ..Metadata::default()
    };
    let document = reader.text("case", case.text.clone(), meta);
    let quotes = pipeline.process(&document).resolved.quotes;
    let listed = quotes.iter().filter(|quote| !quote.inner);
    let found: Vec<String> = listed.map(|quote| describe(quote, &document.text)).collect();
    if found == case.expected {
        return Ok(());
    }
    let expected = case.expected.join("\n    ");
    Err(format!(
        "{}\n  expected\n    {expected}\n  found\n    {}",
        case.text.trim_end(),
        found.join("\n    ")
    )
    .into())
}

/// `speaker (class), outlet | cue | content | kind`
fn describe(quote: &Quote, text: &str) -> String {
    let mut who = quote.speaker.as_ref().map_or("-".to_owned(), |speaker| {
        let class = speaker.class.map(|class| format!(" ({class})")).unwrap_or_default();
        format!("{}{class}", speaker.span.of(text))
    });
    if let Some(outlet) = &quote.outlet {
        who.push_str(&format!(", outlet {outlet}"));
    }
    let words = |spans: &[dateline::Span]| {
        let pieces: Vec<String> = spans.iter().map(|s| s.of(text).replace('\n', " ")).collect();
        pieces.join(" … ")
    };
    format!(
        "{who} | {} | {} | {}",
        words(&quote.cue),
        words(&quote.content),
        quote.kind
    )
}

/// The cases of a file; an error begins with the line's number.
fn cases(file: &str) -> Result<Vec<Case>, String> {
    let mut cases: Vec<Case> = Vec::new();
    let mut name = None;
    let mut lines = file.lines().enumerate();
    while let Some((i, line)) = lines.next() {
        let fail = |what: &str| format!("{}: {what}", i + 1);
        if let Some(heading) = line.strip_prefix("## ") {
            name = Some(heading.trim().to_owned());
        } else if line == "```text" {
            let body: Vec<&str> = lines
                .by_ref()
                .map(|(_, line)| line)
                .take_while(|line| *line != "```")
                .collect();
            cases.push(Case {
                name: name.take().ok_or_else(|| fail("a text without a heading"))?,
                text: body.join("\n") + "\n",
                expected: Vec::new(),
            });
        } else if let Some(item) = line.strip_prefix("- ") {
            let case = cases.last_mut().ok_or_else(|| fail("an attribution before any text"))?;
            case.expected.push(item.trim().to_owned());
        }
    }
    Ok(cases)
}
