//! Who stands for an event: chains of who says so, what one source alone asserts, denials, alleged blame, headlines that
//! say too much, numbers that differ. The dispatches of `tests/vouch/*.md`, a test for each; what a file looks like is
//! said in `tests/vouch/README.md`.

mod markdown;

use dateline::code::expect::{Expected, describe};
use dateline::read::{Options, Reader};
use dateline::{Attribution, Event, Metadata, Pipeline};
use libtest_mimic::Failed;

/// One dispatch with what must hold of its events.
struct Case {
    name: String,
    text: String,
    meta: Metadata,
    wanted: Vec<Wanted>,
}

/// One event: what it is, what is said of it.
struct Wanted {
    event: Expected,
    chain: Option<String>,
    facts: Vec<String>,
}

fn main() {
    markdown::main("vouch", cases, |case| &case.name, run);
}

fn run(pipeline: &Pipeline, case: &Case) -> Result<(), Failed> {
    let reader = Reader::new(Options::default()).map_err(|e| e.to_string())?;
    let document = reader.text("case", case.text.clone(), case.meta.clone());
    let events = pipeline.process(&document).events;
    let text = &document.text;
    let mut wrong = Vec::new();
    for wanted in &case.wanted {
        let Some(event) = events.iter().find(|e| wanted.event.is(e, text)) else {
            wrong.push(format!("missing: {:?}", wanted.event));
            continue;
        };
        let found = facts(event, &events, text);
        if found != wanted.facts {
            wrong.push(format!(
                "{}: found {found:?}, expected {:?}",
                describe(event, text),
                wanted.facts
            ));
        }
        let found = chain(event, text);
        if let Some(wanted) = wanted.chain.as_ref().filter(|c| **c != found) {
            wrong.push(format!("{}: chain {found}, expected {wanted}", describe(event, text)));
        }
    }
    if wrong.is_empty() {
        return Ok(());
    }
    let all: Vec<String> = events.iter().map(|e| describe(e, text)).collect();
    Err(format!(
        "{}\n  {}\n  all: {}",
        case.text.trim_end(),
        wrong.join("\n  "),
        all.join("\n    ")
    )
    .into())
}

/// What is known of who stands for an event, in the words of the tests.
fn facts(event: &Event, events: &[Event], text: &str) -> Vec<String> {
    let vouch = &event.vouch;
    let mut out = Vec::new();
    if let Some(speaker) = &vouch.asserted_by {
        out.push(format!("asserted by {}", speaker.span.of(text)));
    }
    for &other in &vouch.disputed_by {
        out.push(format!("disputed by {}", events[other].evidence.trigger.of(text)));
    }
    if let Some(words) = vouch.alleged {
        out.push(format!("alleged {}", words.of(text)));
    }
    if vouch.unsupported_by_body {
        out.push("unsupported by body".to_owned());
    }
    for told in &vouch.counts {
        let by = told.count.by.map_or("nobody", |span| span.of(text));
        out.push(format!("{} {} by {by}", told.loss, told.count.from));
    }
    out
}

/// The chain of who says so, from the inside out.
fn chain(event: &Event, text: &str) -> String {
    let links = event.attribution.iter().map(|link| match link {
        Attribution::Speaker { speaker, kind, .. } => {
            let class = speaker.class.map(|c| format!(" ({c})")).unwrap_or_default();
            let words = speaker.description.unwrap_or(speaker.span).of(text);
            format!("{words}{class} {kind}")
        }
        Attribution::Outlet(name) => format!("outlet {name}"),
        Attribution::Agency(name) => format!("agency {name}"),
        Attribution::Publisher(name) => format!("publisher {name}"),
    });
    links.collect::<Vec<_>>().join(" < ")
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
            let mut meta = Metadata {
                language: Some("en".to_owned()),
                ..Metadata::default()
            };
            for word in info.split_whitespace() {
                match word.split_once('=') {
                    Some(("date", date)) => {
                        meta.published = Some(date.parse().map_err(|_| fail(format!("no date: {date}")))?)
                    }
                    Some(("publisher", name)) => meta.publisher = Some(name.to_owned()),
                    _ => return Err(fail(format!("{word:?} is not known here"))),
                }
            }
            let body: Vec<&str> = lines
                .by_ref()
                .map(|(_, line)| line)
                .take_while(|line| *line != "```")
                .collect();
            cases.push(Case {
                name: name
                    .take()
                    .ok_or_else(|| fail("a dispatch without a heading".to_owned()))?,
                text: body.join("\n") + "\n",
                meta,
                wanted: Vec::new(),
            });
        } else if let Some(item) = line.strip_prefix("- `") {
            let (event, rest) = item
                .split_once('`')
                .ok_or_else(|| fail("an event without its end".to_owned()))?;
            let mut wanted = Wanted {
                event: Expected::parse(event).map_err(fail)?,
                chain: None,
                facts: Vec::new(),
            };
            let fail = |what: &str| format!("{}: {what}", i + 1);
            let told = rest.trim().trim_start_matches(':').split(';').map(str::trim);
            for fact in told.filter(|f| !f.is_empty() && *f != "nothing") {
                match fact.strip_prefix("chain ") {
                    Some(chain) => wanted.chain = Some(chain.to_owned()),
                    None => wanted.facts.push(fact.to_owned()),
                }
            }
            let case = cases.last_mut().ok_or_else(|| fail("an event before any dispatch"))?;
            case.wanted.push(wanted);
        }
    }
    Ok(cases)
}
