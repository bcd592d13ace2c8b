//! Who says what in whole texts, odd ones included: the texts of `tests/quotes/*.md`, a test for each; what a file looks
//! like is said in `tests/quotes/README.md`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use dateline::read::{Options, Reader};
use dateline::{Metadata, Pipeline, Quote};
use libtest_mimic::{Arguments, Failed, Trial};

/// One text with the attributions in it.
struct Case {
    name: String,
    text: String,
    expected: Vec<String>,
}

fn main() {
    let arguments = Arguments::from_args();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/quotes");
    let pipeline = Arc::new(Pipeline::builtin().unwrap_or_else(|e| panic!("{e}")));
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .unwrap_or_else(|e| panic!("{}: {e}", folder.display()))
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "md") && !path.ends_with("README.md"))
        .collect();
    files.sort();
    let mut trials = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
        let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        for case in cases(&text).unwrap_or_else(|e| panic!("{}:{e}", file.display())) {
            let pipeline = Arc::clone(&pipeline);
            let name = format!("{stem}: {}", case.name);
            trials.push(Trial::test(name, move || run(&pipeline, &case)));
        }
    }
    libtest_mimic::run(&arguments, trials).exit();
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
