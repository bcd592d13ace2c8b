//! The validation cases of the PETRARCH family (`unit:` ones): sentences mostly about invented places, coded by the
//! dictionaries that come with them, which `lexicon import` turns into a lexicon.
//!
//! An event is a triple of codes: source, event, target. Lists of actors are expanded to pairs; events with one actor
//! only are not looked at, nor are cases that test broken parses or settings of the origin's program.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use dateline::annotate::{Annotator, conllu};
use dateline::code::Coder;
use dateline::code::import::{Dictionaries, Imported, Kind};
use dateline::resolve::Resolver;
use dateline::resolve::own::OwnActors;
use dateline::{Document, Event, Metadata, Parts, Sentence, Span};
use serde::Deserialize;

use crate::Report;
use crate::report::f1;

#[derive(Debug, Deserialize)]
struct Case {
    id: String,
    date: Option<String>,
    text: String,
    gold: Vec<Gold>,
    #[serde(default)]
    conllu: Option<String>,
    #[serde(default)]
    outcome: Option<String>,
    #[serde(default)]
    config: Option<serde_json::Value>,
}

#[derive(Debug, Deserialize)]
struct Gold {
    source: String,
    target: String,
    event: String,
}

/// A sentence with its tree.
type Trees = (Document, Vec<Sentence>);

/// A source, an event and a target.
type Triple = (String, String, String);

/// Imports the dictionaries of `folder` and codes its cases: over the trees that come with them, then over our own.
///
/// # Errors
/// If a file cannot be read, is not in its form, or what was imported does not load.
pub fn run(annotator: &Annotator, folder: &Path) -> Result<Vec<Report>> {
    let read = |name: &str| {
        let path = folder.join(name);
        std::fs::read_to_string(&path).with_context(|| path.display().to_string())
    };
    let mut dictionaries = Dictionaries::default();
    let ontology = read("ontology.json")?;
    let kind = Kind::Ontology;
    dictionaries
        .read(kind, "ontology.json", &ontology)
        .map_err(|reason| anyhow!(reason))?;
    let imported = dictionaries.write();
    let coder = Coder::from_files(&[("events.toml".to_owned(), imported.text("events.toml").to_owned())])?;
    let own = OwnActors::read(imported.text("actors.tsv"), imported.text("roles.tsv"), true)?;
    let resolver = Resolver::builtin()?.with_own(Some(own));
    let mut cases = Vec::new();
    for (i, line) in read("cases.jsonl")?.lines().enumerate() {
        let case: Case = serde_json::from_str(line).with_context(|| format!("cases.jsonl:{}", i + 1))?;
        let broken = case.outcome.as_deref() == Some("bad_input_parse");
        if case.id.starts_with("unit:") && !broken {
            cases.push(case);
        }
    }
    let given = |case: &Case| -> Result<Trees> {
        let Some(tree) = &case.conllu else {
            return Ok(own_trees(annotator, case));
        };
        let parsed = conllu::read(&today(tree), &case.id).map_err(|e| anyhow!("{}: {e}", case.id))?;
        let parsed = parsed
            .into_iter()
            .next()
            .with_context(|| format!("{}: no sentence", case.id))?;
        Ok((parsed.document, parsed.sentences))
    };
    let own_parser = |case: &Case| Ok(own_trees(annotator, case));
    Ok(vec![
        score("petrarch", &cases, &imported, &coder, &resolver, &given)?,
        score("petrarch-own-trees", &cases, &imported, &coder, &resolver, &own_parser)?,
    ])
}

fn own_trees(annotator: &Annotator, case: &Case) -> Trees {
    let document = Document {
        id: case.id.clone(),
        body: vec![Span::new(0, case.text.len())],
        text: case.text.clone(),
        parts: Parts::default(),
        meta: Metadata::default(),
    };
    let sentences = annotator.annotate(&document);
    (document, sentences)
}

fn score(
    name: &str,
    cases: &[Case],
    imported: &Imported,
    coder: &Coder,
    resolver: &Resolver,
    trees: &dyn Fn(&Case) -> Result<Trees>,
) -> Result<Report> {
    let mut report = Report::new(name);
    let (mut exact, mut judged, mut right, mut found, mut wanted, mut roots) = (0, 0, 0, 0, 0, 0);
    let (mut plain, mut plain_exact) = (0, 0);
    for case in cases {
        let (mut document, sentences) = trees(case)?;
        document.meta.published = case.date.as_ref().map(|d| d.parse()).transpose()?;
        let resolved = resolver.resolve(&document, &sentences);
        let events = coder.code(&document, &sentences, &resolved);
        let predicted: BTreeSet<Triple> = events.iter().flat_map(triples).collect();
        let gold: BTreeSet<Triple> = case
            .gold
            .iter()
            .filter(|g| g.source != "---" && g.target != "---")
            .map(|g| (g.source.clone(), g.event.clone(), g.target.clone()))
            .collect();
        let hits = predicted.intersection(&gold).count();
        right += hits;
        found += predicted.len();
        wanted += gold.len();
        let two = |set: &BTreeSet<Triple>| -> BTreeSet<Triple> {
            set.iter()
                .map(|(s, e, t)| (s.clone(), e.chars().take(2).collect(), t.clone()))
                .collect()
        };
        roots += two(&predicted).intersection(&two(&gold)).count();
        judged += 1;
        exact += usize::from(predicted == gold);
        if case.config.is_none() {
            plain += 1;
            plain_exact += usize::from(predicted == gold);
        }
        if predicted != gold {
            let show = |set: Vec<&Triple>| {
                set.into_iter()
                    .map(|(s, e, t)| format!("{s} {e} {t}"))
                    .collect::<Vec<_>>()
                    .join("; ")
            };
            let patterns: Vec<&str> = events.iter().map(|e| e.evidence.pattern.as_str()).collect();
            report.misses.push(format!(
                "{}\tmissed: {}\tfalse: {}\tby: {}\t{}",
                case.id,
                show(gold.difference(&predicted).collect()),
                show(predicted.difference(&gold).collect()),
                patterns.join(" "),
                case.text
            ));
        }
    }
    report.count("patterns imported", imported.patterns);
    report.count("not converted", imported.notes.len());
    report.count("cases", judged);
    report.share("cases exact", exact, judged);
    report.share("cases exact, no settings", plain_exact, plain);
    let rate = |whole: usize, part: usize| if whole > 0 { part as f64 / whole as f64 } else { 0.0 };
    report.rate("precision", Some(rate(found, right)), Some(found));
    report.rate("recall", Some(rate(wanted, right)), Some(wanted));
    report.rate("f1", Some(f1(rate(wanted, right), rate(found, right))), None);
    report.rate("recall of two digits", Some(rate(wanted, roots)), Some(wanted));
    Ok(report)
}

/// An event's pairs of actors, each with its code.
fn triples(event: &Event) -> Vec<Triple> {
    let Some(code) = &event.code else { return Vec::new() };
    let ids =
        |list: &[dateline::Participant]| -> Vec<String> { list.iter().filter_map(|p| p.actor.id.clone()).collect() };
    let (actors, recipients) = (ids(&event.actors), ids(&event.recipients));
    let others = if event.reciprocal { &actors } else { &recipients };
    let mut out = Vec::new();
    for a in &actors {
        for b in others.iter().filter(|b| *b != a) {
            out.push((a.clone(), code.to_string(), b.clone()));
        }
    }
    out
}

/// A tree with the relations of old Universal Dependencies, by today's names.
fn today(tree: &str) -> String {
    let rows: Vec<Vec<&str>> = tree.lines().map(|line| line.split('\t').collect()).collect();
    let verbal = |head: &str| {
        rows.iter()
            .find(|r| r.first() == Some(&head))
            .is_some_and(|r| r.len() > 7 && matches!(r[3], "VERB" | "AUX" | "ADJ"))
    };
    let mut out = String::new();
    for row in &rows {
        if row.len() < 8 {
            out.push_str(&row.join("\t"));
            out.push('\n');
            continue;
        }
        let mut row: Vec<String> = row.iter().map(|c| (*c).to_owned()).collect();
        if row[3] == "CONJ" {
            row[3] = "CCONJ".into();
        }
        let renamed = match row[7].as_str() {
            "dobj" => "obj",
            "nsubjpass" => "nsubj:pass",
            "csubjpass" => "csubj:pass",
            "auxpass" => "aux:pass",
            "name" => "flat",
            "mwe" => "fixed",
            "neg" => "advmod",
            "foreign" => "flat:foreign",
            "remnant" => "orphan",
            "nmod" if verbal(&row[6]) => "obl",
            "nmod:tmod" | "nmod:npmod" if verbal(&row[6]) => "obl:tmod",
            "det:predet" => "det:predet",
            other => other,
        };
        row[7] = renamed.to_owned();
        out.push_str(&row.join("\t"));
        out.push('\n');
    }
    out.push('\n');
    out
}
