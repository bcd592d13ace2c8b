//! What took place and what did not: the sentences of `tests/status/*.md`, a test for each. What a file looks like is
//! said in `tests/status/README.md`.
//!
//! They need no model: the sentences' trees lie in `tests/status/trees.conllu`.
//! `DATELINE_TREES=update cargo test -p dateline --test status` makes them anew, which is done only together with a new
//! model or with new sentences.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use dateline::annotate::{Annotator, conllu};
use dateline::code::Coder;
use dateline::code::expect::describe;
use dateline::resolve::Resolver;
use dateline::{Document, Event, EventType, Metadata, Parts, Span, Status};
use libtest_mimic::{Arguments, Failed, Trial};

/// One sentence with its events.
#[derive(Clone)]
struct Case {
    name: String,
    text: String,
    expected: Vec<Wanted>,
    open: bool,
}

/// One event: what it is and whether it took place.
#[derive(Clone, Debug, PartialEq)]
struct Wanted {
    kind: EventType,
    act: EventType,
    status: Status,
    historical: bool,
    background: bool,
}

struct Tools {
    coder: Coder,
    resolver: Resolver,
    trees: HashMap<String, String>,
}

fn main() {
    let arguments = Arguments::from_args();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/status");
    let cases = files(&folder).into_iter().flat_map(|file| {
        let text = std::fs::read_to_string(&file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
        let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        cases(&stem, &text).unwrap_or_else(|e| panic!("{}:{e}", file.display()))
    });
    let cases: Vec<Case> = cases.collect();
    let trees = folder.join("trees.conllu");
    if std::env::var("DATELINE_TREES").is_ok_and(|v| v == "update") {
        update(&cases, &trees);
    }
    let tools = Arc::new(Tools {
        coder: Coder::builtin().unwrap_or_else(|e| panic!("{e}")),
        resolver: Resolver::builtin().unwrap_or_else(|e| panic!("{e}")),
        trees: read_trees(&trees),
    });
    let mut trials: Vec<Trial> = cases
        .iter()
        .map(|case| {
            let (tools, case) = (Arc::clone(&tools), case.clone());
            Trial::test(format!("{} — {}", case.name, case.text), move || run(&tools, &case))
        })
        .collect();
    let number = cases.iter().filter(|c| !c.open).count();
    trials.push(Trial::test("there are at least 300 sentences", move || {
        if number >= 300 {
            Ok(())
        } else {
            Err(format!("{number} sentences").into())
        }
    }));
    libtest_mimic::run(&arguments, trials).exit();
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap_or_else(|e| panic!("{}: {e}", folder.display()))
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "md") && !path.ends_with("README.md"))
        .collect();
    files.sort();
    files
}

fn run(tools: &Tools, case: &Case) -> Result<(), Failed> {
    let tree = tools
        .trees
        .get(&case.text)
        .ok_or("no stored tree: update them as this file's first lines say")?;
    let mut events = Vec::new();
    let mut text = String::new();
    for mut parsed in conllu::read(tree, "status").map_err(|e| e.to_string())? {
        parsed.document.meta = meta();
        let resolved = tools.resolver.resolve(&parsed.document, &parsed.sentences);
        events.extend(tools.coder.code(&parsed.document, &parsed.sentences, &resolved));
        text = parsed.document.text;
    }
    let mut left: Vec<&Event> = events.iter().collect();
    let mut wrong = Vec::new();
    for wanted in &case.expected {
        match left.iter().position(|event| of(event) == *wanted) {
            Some(at) => {
                left.remove(at);
            }
            None => wrong.push(format!("missing: {wanted:?}")),
        }
    }
    let shown = |e: &&&Event| {
        matches!(e.status, Status::Actual | Status::Planned | Status::Requested)
            && !e.background
            && (!e.actors.is_empty() || e.kind == EventType::Protest)
    };
    wrong.extend(left.iter().filter(shown).map(|e| {
        format!(
            "not expected: {}{}",
            describe(e, &text),
            if e.historical { " historical" } else { "" }
        )
    }));
    match (wrong.is_empty(), case.open) {
        (true, false) | (false, true) => return Ok(()),
        (true, true) => return Err(format!("no longer open: {}", case.text).into()),
        (false, false) => {}
    }
    let all: Vec<String> = events.iter().map(|e| describe(e, &text)).collect();
    Err(format!("{}\n  {}\n  all: {}", case.text, wrong.join("\n  "), all.join("; ")).into())
}

fn of(event: &Event) -> Wanted {
    Wanted {
        kind: event.kind,
        act: event.act,
        status: event.status,
        historical: event.historical,
        background: event.background,
    }
}

/// Every sentence is news of one day.
fn meta() -> Metadata {
    Metadata {
        language: Some("en".to_owned()),
        published: Some(jiff::civil::date(2021, 8, 26)),
        ..Metadata::default()
    }
}

/// The sentences of a file; an error begins with the line's number.
fn cases(stem: &str, file: &str) -> Result<Vec<Case>, String> {
    let mut cases = Vec::new();
    let mut heading = String::new();
    for (i, line) in file.lines().enumerate() {
        let fail = |what: String| format!("{}: {what}", i + 1);
        if let Some(h) = line.strip_prefix("## ") {
            h.trim().clone_into(&mut heading);
        } else if let Some(item) = line.strip_prefix("- ") {
            let (item, open) = match item.strip_prefix("open: ") {
                Some(rest) => (rest, true),
                None => (item, false),
            };
            let (text, events) = item
                .split_once(" → ")
                .ok_or_else(|| fail("expected `sentence → events`".to_owned()))?;
            cases.push(Case {
                open,
                name: format!("{stem}: {heading}"),
                text: text.trim().to_owned(),
                expected: events
                    .trim()
                    .trim_matches('`')
                    .split(';')
                    .map(str::trim)
                    .filter(|e| *e != "none")
                    .map(wanted)
                    .collect::<Result<_, _>>()
                    .map_err(fail)?,
            });
        }
    }
    Ok(cases)
}

fn wanted(event: &str) -> Result<Wanted, String> {
    let mut words = event.split_whitespace();
    let kind = words.next().and_then(EventType::parse);
    let kind = kind.ok_or_else(|| format!("`{event}`: expected a PLOVER type first"))?;
    let mut out = Wanted {
        kind,
        act: kind,
        status: Status::Actual,
        historical: false,
        background: false,
    };
    for word in words {
        match word {
            "historical" => out.historical = true,
            "background" => out.background = true,
            _ => {
                if let Some(status) = Status::parse(word) {
                    out.status = status;
                } else {
                    let act = word.strip_prefix('(').and_then(|w| w.strip_suffix(')'));
                    out.act = act
                        .and_then(EventType::parse)
                        .ok_or_else(|| format!("`{word}` is neither status nor act"))?;
                }
            }
        }
    }
    Ok(out)
}

/// The trees by their sentence: blocks of the file, each begun by `# test = ` and its text.
fn read_trees(path: &Path) -> HashMap<String, String> {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let block = |b: &str| b.split_once('\n').map(|(s, tree)| (s.to_owned(), tree.to_owned()));
    text.split("# test = ").skip(1).filter_map(block).collect()
}

fn update(cases: &[Case], path: &Path) {
    let annotator = Annotator::builtin().unwrap_or_else(|e| panic!("{e}"));
    let mut out = String::new();
    for case in cases {
        let document = Document {
            id: "status".into(),
            text: case.text.clone(),
            parts: Parts::default(),
            body: vec![Span::new(0, case.text.len())],
            meta: Metadata::default(),
        };
        let trees = conllu::write(&document, &annotator.annotate_text(&case.text));
        out.push_str(&format!("# test = {}\n{trees}", case.text));
    }
    std::fs::write(path, out).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
}
