//! Whole dispatches with the events that must be found in them: `tests/cases/*.md`, a test for each case. What a case
//! file looks like is said in `tests/cases/README.md`.

mod markdown;

use dateline::code::expect::{Expected, differences};
use dateline::read::{Options, Reader};
use dateline::{Metadata, Pipeline};
use libtest_mimic::Failed;

/// One dispatch.
struct Case {
    name: String,
    text: String,
    plain: bool,
    meta: Metadata,
    expected: Vec<Expected>,
    open: Vec<Expected>,
    open_not: Vec<Expected>,
}

fn main() {
    markdown::main("cases", cases, |case| &case.name, run);
}

fn run(pipeline: &Pipeline, case: &Case) -> Result<(), Failed> {
    let reader = Reader::new(Options {
        plain: case.plain,
        ..Options::default()
    })
    .map_err(|e| e.to_string())?;
    let document = reader.text("case", case.text.clone(), case.meta.clone());
    let events = pipeline.process(&document).events;
    let text = &document.text;

    let mut settled = Vec::new();
    let mut expected = case.expected.clone();
    for open in &case.open {
        if events.iter().any(|event| open.is(event, text)) {
            settled.push(format!("found now, no longer open: {open:?}"));
            expected.push(open.clone());
        }
    }
    for open in &case.open_not {
        if events.iter().any(|event| open.is(event, text)) {
            expected.push(open.clone());
        } else {
            settled.push(format!("gone now, no longer open: {open:?}"));
        }
    }
    for line in &settled {
        eprintln!("{}: {line}", case.name);
    }
    let differences = differences(&expected, &events, text);
    if differences.is_empty() {
        return Ok(());
    }
    Err(format!("{}\n  {}", case.text.trim_end(), differences.join("\n  ")).into())
}

/// The cases of a file; an error begins with the line's number.
fn cases(file: &str) -> Result<Vec<Case>, String> {
    let mut cases: Vec<Case> = Vec::new();
    let mut name = None;
    let mut lines = file.lines().enumerate();
    while let Some((i, line)) = lines.next() {
        let fail = |what: String| format!("{}: {what}", i + 1);
        if let Some(heading) = line.strip_prefix("## ") {
            name = Some(heading.trim().to_owned());
        } else if let Some(info) = line.strip_prefix("```text") {
            let mut case = Case {
                name: name
                    .take()
                    .ok_or_else(|| fail("a dispatch without a heading".to_owned()))?,
                text: String::new(),
                plain: false,
                meta: Metadata {
                    language: Some("en".to_owned()),
                    ..Metadata::default()
                },
                expected: Vec::new(),
                open: Vec::new(),
                open_not: Vec::new(),
            };
            for word in info.split_whitespace() {
                match word.split_once('=') {
                    Some(("date", date)) => {
                        let date = date.parse().map_err(|_| fail(format!("no date: {date}")))?;
                        case.meta.published = Some(date);
                    }
                    Some(("publisher", name)) => case.meta.publisher = Some(name.to_owned()),
                    None if word == "plain" => case.plain = true,
                    _ => return Err(fail(format!("{word:?} is not known here"))),
                }
            }
            for (_, line) in lines.by_ref() {
                if line == "```" {
                    break;
                }
                case.text.push_str(line);
                case.text.push('\n');
            }
            cases.push(case);
        } else if let Some(item) = line.strip_prefix("- ") {
            let case = cases
                .last_mut()
                .ok_or_else(|| fail("an event before any dispatch".to_owned()))?;
            let (list, item) = if let Some(item) = item.strip_prefix("open: not ") {
                (&mut case.open_not, item)
            } else if let Some(item) = item.strip_prefix("open: ") {
                (&mut case.open, item)
            } else {
                (&mut case.expected, item)
            };
            list.push(Expected::parse(item.trim().trim_matches('`')).map_err(fail)?);
        }
    }
    Ok(cases)
}
