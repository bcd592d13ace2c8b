//! Types of events, over the PLOVER records and the hand-coded dispatches together: precision and recall of each type,
//! which is taken for which, and the pattern behind every miss and false alarm.
//!
//! In a record an event is right if its type is the record's (the gold holds one event a sentence, so precision is a
//! lower bound there). In a dispatch it is right if its trigger shares words with that of a gold event of its type;
//! events that the gold leaves open are not judged.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result};
use dateline::code::output::EventLine;
use dateline::{EventType, Pipeline, Status};

use crate::documents::{self, GoldEvent};
use crate::plover;
use crate::report::f1;
use crate::run::{Given, code};
use crate::{Coded, Report};

/// Where there is no event.
const NONE: &str = "none";

/// Counts of one type.
#[derive(Clone, Copy, Debug, Default)]
struct Row {
    /// Gold events.
    gold: usize,
    /// Of them found.
    found: usize,
    /// Predicted events that are judged.
    predicted: usize,
    /// Of them right.
    right: usize,
}

/// What was counted.
#[derive(Debug, Default)]
struct Tally {
    rows: BTreeMap<String, Row>,
    /// Gold type, predicted type: how often.
    taken: BTreeMap<(String, String), usize>,
    misses: Vec<String>,
    /// Pattern: false alarms, right ones.
    patterns: BTreeMap<String, (usize, usize)>,
}

impl Tally {
    fn row(&mut self, kind: &str) -> &mut Row {
        self.rows.entry(kind.to_owned()).or_default()
    }

    fn confuse(&mut self, gold: &str, predicted: &str) {
        *self.taken.entry((gold.to_owned(), predicted.to_owned())).or_default() += 1;
    }

    /// Counts a predicted event.
    fn judge(&mut self, line: &EventLine, right: bool) {
        let row = self.row(&line.kind);
        row.predicted += 1;
        row.right += usize::from(right);
        let counts = self.patterns.entry(line.evidence.pattern.clone()).or_default();
        if right {
            counts.1 += 1;
        } else {
            counts.0 += 1;
        }
    }

    fn miss(&mut self, id: &str, what: &str, gold: &str, line: Option<&EventLine>, words: &str) {
        let (kind, pattern) = line.map_or((NONE, "-"), |l| (l.kind.as_str(), l.evidence.pattern.as_str()));
        let words = words.replace(['\n', '\t'], " ");
        self.misses
            .push(format!("{id}\t{what}\t{gold}\t{kind}\t{pattern}\t{words}"));
    }
}

/// Measures on both sets in the folder `data`.
///
/// # Errors
/// If a gold file cannot be read or a text cannot be coded.
pub fn run(pipeline: &Pipeline, data: &Path, statuses: &[Status]) -> Result<Report> {
    let mut tally = Tally::default();
    let path = data.join("events/plover_gsr/dev.jsonl");
    let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let records = plover::read_gold(&text).with_context(|| path.display().to_string())?;
    for (record, coded) in records.iter().zip(code(pipeline, &plover::given(&records), statuses)?) {
        count_record(record, &coded, &mut tally);
    }
    let golds = documents::read_gold(&data.join("documents"))?;
    let given: Vec<Given> = golds.iter().map(documents::given).collect();
    for (gold, coded) in golds.iter().zip(code(pipeline, &given, statuses)?) {
        count_document(gold, &coded, &mut tally);
    }
    Ok(report(&tally))
}

fn count_record(record: &plover::Gold, coded: &Coded, tally: &mut Tally) {
    tally.row(&record.kind).gold += 1;
    let hit = coded.lines.iter().find(|l| l.kind == record.kind);
    for line in &coded.lines {
        tally.judge(line, line.kind == record.kind);
        if line.kind != record.kind {
            let what = if hit.is_some() { "beside" } else { "instead" };
            tally.miss(
                &record.key.0,
                what,
                &record.kind,
                Some(line),
                &line.evidence.trigger.text,
            );
        }
    }
    let taken = hit.or(coded.lines.first());
    tally.row(&record.kind).found += usize::from(hit.is_some());
    tally.confuse(&record.kind, taken.map_or(NONE, |l| l.kind.as_str()));
    if taken.is_none() {
        tally.miss(&record.key.0, "missed", &record.kind, None, &record.text);
    }
}

fn count_document(gold: &documents::Gold, coded: &Coded, tally: &mut Tally) {
    let tells = |event: &GoldEvent, line: &EventLine| {
        let [start, end] = line.evidence.trigger.span;
        let mut spans = std::iter::once(&event.trigger).chain(&event.trigger_also);
        spans.any(|words| words.span[0] < end && start < words.span[1])
    };
    let same = |event: &GoldEvent, line: &EventLine| event.kind == line.kind || event.also.contains(&line.kind);
    for event in gold
        .events
        .iter()
        .filter(|e| e.tier == "core" && e.duplicate_of.is_none())
    {
        let retold = |e: &&GoldEvent| e.key == event.key || e.duplicate_of.as_deref() == Some(event.key.as_str());
        let tellings: Vec<&GoldEvent> = gold.events.iter().filter(retold).collect();
        let mut told = coded.lines.iter().filter(|l| tellings.iter().any(|e| tells(e, l)));
        let all: Vec<&EventLine> = told.by_ref().collect();
        let hit = all
            .iter()
            .copied()
            .find(|l| tellings.iter().any(|e| tells(e, l) && same(e, l)));
        let row = tally.row(&event.kind);
        row.gold += 1;
        row.found += usize::from(hit.is_some());
        let taken = hit.map(|_| event.kind.as_str());
        tally.confuse(
            &event.kind,
            taken.or(all.first().map(|l| l.kind.as_str())).unwrap_or(NONE),
        );
        if hit.is_none() {
            let words = event.trigger.text.as_deref().unwrap_or_default();
            let what = if all.is_empty() { "missed" } else { "instead" };
            tally.miss(&gold.name, what, &event.kind, all.first().copied(), words);
        }
    }
    for line in &coded.lines {
        let near: Vec<&GoldEvent> = gold.events.iter().filter(|e| tells(e, line)).collect();
        let right = near.iter().find(|e| same(e, line));
        match right {
            Some(event) if event.tier != "core" => {}
            Some(_) => tally.judge(line, true),
            None => {
                tally.judge(line, false);
                if near.is_empty() {
                    tally.confuse(NONE, &line.kind);
                    tally.miss(&gold.name, "false", NONE, Some(line), &line.evidence.trigger.text);
                }
            }
        }
    }
}

fn report(tally: &Tally) -> Report {
    let mut report = Report::new("events");
    let sum = |of: &dyn Fn(&Row) -> usize| tally.rows.values().map(of).sum::<usize>();
    let (gold, found) = (sum(&|r| r.gold), sum(&|r| r.found));
    let (predicted, right) = (sum(&|r| r.predicted), sum(&|r| r.right));
    let rate = |part: usize, whole: usize| if whole > 0 { part as f64 / whole as f64 } else { 0.0 };
    report.share("recall", found, gold);
    report.share("precision", right, predicted);
    report.rate("f1", Some(f1(rate(found, gold), rate(right, predicted))), None);
    let plover = EventType::ALL.iter().map(|kind| kind.as_str());
    let own = tally
        .rows
        .keys()
        .map(String::as_str)
        .filter(|kind| EventType::parse(kind).is_none());
    let kinds: Vec<&str> = plover.chain(own).collect();
    for kind in &kinds {
        let row = tally.rows.get(*kind).copied().unwrap_or_default();
        report.share(format!("recall {kind}"), row.found, row.gold);
        report.share(format!("precision {kind}"), row.right, row.predicted);
    }
    report.table = table(&kinds, tally);
    let mut worst: Vec<(&String, &(usize, usize))> =
        tally.patterns.iter().filter(|(_, (wrong, _))| *wrong > 1).collect();
    worst.sort_by_key(|(name, (wrong, right))| (std::cmp::Reverse(*wrong), *right, (*name).clone()));
    if !worst.is_empty() {
        report.table.push_str("\n  patterns that err most     wrong  right\n");
    }
    for (name, (wrong, right)) in worst.into_iter().take(15) {
        let _ = writeln!(report.table, "  {name:<28}{wrong:>4}  {right:>5}");
    }
    report.misses.clone_from(&tally.misses);
    report
}

/// Which type is taken for which: a line for each gold type, a column for each predicted one.
fn table(kinds: &[&str], tally: &Tally) -> String {
    let mut out = String::from("\n  gold, then what it was taken for\n");
    let columns: Vec<&str> = kinds.iter().copied().chain([NONE]).collect();
    let _ = write!(out, "  {:<12}", "");
    for column in &columns {
        let _ = write!(out, "{:>5}", column.chars().take(4).collect::<String>().to_lowercase());
    }
    out.push('\n');
    for gold in &columns {
        let _ = write!(out, "  {gold:<12}");
        for predicted in &columns {
            match tally.taken.get(&((*gold).to_owned(), (*predicted).to_owned())) {
                Some(count) => {
                    let _ = write!(out, "{count:>5}");
                }
                None => out.push_str("    ."),
            }
        }
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_a_line_for_each_type_and_names_what_was_taken_for_what() {
        let mut tally = Tally::default();
        tally.confuse("AID", "AGREE");
        tally.confuse("AID", NONE);
        tally.row("AID").gold = 2;
        let report = report(&tally);
        let line = report
            .table
            .lines()
            .find(|l| l.trim_start().starts_with("AID"))
            .expect("a line");
        let cells: Vec<&str> = line.split_whitespace().collect();
        assert_eq!(cells.len(), 1 + EventType::ALL.len() + 1);
        assert_eq!((cells[1], cells[cells.len() - 1]), ("1", "1"));
        assert_eq!(report.get("recall AID"), Some(0.0));
    }
}
