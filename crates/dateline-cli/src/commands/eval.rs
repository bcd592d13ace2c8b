//! `dateline eval`: how well it reads and codes, on gold sets.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use dateline::{Document, Pipeline};
use dateline_eval::{
    Report, annotator, confidence, coref, documents, events, floors, petrarch, places, plover, police, quotes, sample,
    speed,
};

use crate::args::{KnowledgeArgs, LexiconArgs, ModelArgs, Statuses, sources};
use crate::run::{Outcome, complain};
use crate::sink::Sink;

/// Measure against gold sets
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dateline eval plover
  dateline eval documents --misses ../shared/data
  dateline eval plover --predictions events.jsonl
  dateline eval floors

docs/accuracy.md has the figures, and what each set is.")]
pub struct EvalArgs {
    /// What to measure
    #[arg(value_enum)]
    set: Set,

    /// Folder of the gold sets
    #[arg(value_name = "DIR", default_value = "../shared/data")]
    data: PathBuf,

    /// Print the figures as JSON, one set a line
    #[arg(long)]
    json: bool,

    /// List what was missed, false or wrong
    #[arg(long)]
    misses: bool,

    /// Score these predictions (JSON Lines, of any program) instead of what this program codes
    #[arg(long, value_name = "FILE")]
    predictions: Option<PathBuf>,

    /// Statuses of the events that are scored (plover, documents, events): all, or a list
    #[arg(long, default_value_t, value_name = "LIST")]
    status: Statuses,

    /// Pinned figures, for `floors`
    #[arg(long, value_name = "FILE", default_value = "eval/floors.toml")]
    floors: PathBuf,

    #[command(flatten)]
    lexicon: LexiconArgs,
    #[command(flatten)]
    model: ModelArgs,
    #[command(flatten)]
    knowledge: KnowledgeArgs,
}

/// Gold sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Set {
    /// UD English: EWT test and GUM test
    Treebank,
    /// UNER English EWT dev, the half that was not learned from
    Names,
    /// PLOVER gold standard records
    Plover,
    /// Hand-coded dispatches
    Documents,
    /// The sample page dump: its parts and events
    Sample,
    /// Types of events over PLOVER records and dispatches: each type, which is taken for which, and by what pattern
    Events,
    /// The PETRARCH cases, through their own dictionaries
    Petrarch,
    /// IndiaPoliceEvents
    Police,
    /// Toponyms: GeoVirus, GeoWebNews, LGL
    Places,
    /// PolNeAR: who says what
    Quotes,
    /// Whether confidence is a probability: PLOVER records and dispatches
    Confidence,
    /// GUM test: which persons, places and bodies are the same
    Coref,
    /// GUM dev, the same: the half to look at
    CorefDev,
    /// All of these but coref-dev
    All,
    /// Words a second of each stage on one core
    Speed,
    /// All, compared with the pinned figures
    Floors,
}

impl Set {
    const EACH: [Self; 11] = [
        Self::Treebank,
        Self::Names,
        Self::Plover,
        Self::Documents,
        Self::Sample,
        Self::Petrarch,
        Self::Police,
        Self::Places,
        Self::Quotes,
        Self::Confidence,
        Self::Coref,
    ];
}

pub fn run(args: &EvalArgs) -> Result<Outcome> {
    if !args.data.is_dir() {
        bail!(
            "{}: no such folder; the gold sets do not come with the program, name the folder that holds them",
            args.data.display()
        );
    }
    let pipeline = Pipeline::load(&sources(&args.model, Some(&args.lexicon), &args.knowledge))?;
    let sets: &[Set] = match &args.set {
        Set::All | Set::Floors => &Set::EACH,
        one => std::slice::from_ref(one),
    };
    let mut sink = Sink::open(None)?;
    let mut reports = Vec::new();
    for set in sets {
        for report in measure(args, *set, &pipeline)? {
            if args.json {
                sink.json(&report.to_json())?;
            } else {
                sink.text(&format!("{report}\n"))?;
            }
            if args.misses {
                for miss in &report.misses {
                    sink.text(&format!("{}\t{miss}\n", report.name))?;
                }
            }
            sink.flush()?;
            reports.push(report);
        }
    }
    if args.set != Set::Floors {
        return Ok(Outcome::Clean);
    }
    let faults = floors::compare(&floors::read(&text_of(&args.floors)?)?, &reports);
    for fault in &faults {
        complain(fault);
    }
    if faults.is_empty() {
        sink.text("no figure is below its floor\n")?;
        sink.flush()?;
        return Ok(Outcome::Clean);
    }
    Ok(Outcome::Problems)
}

fn measure(args: &EvalArgs, set: Set, pipeline: &Pipeline) -> Result<Vec<Report>> {
    let data = |path: &str| args.data.join(path);
    let predictions = args.predictions.as_deref().map(text_of).transpose()?;
    let annotator = pipeline.annotator();
    Ok(match set {
        Set::Treebank => vec![
            annotator::treebank(annotator, "ewt", &data("treebanks/ewt/test.conllu"))?,
            annotator::treebank(annotator, "gum", &data("treebanks/gum/test.conllu"))?,
        ],
        Set::Names => vec![annotator::names(annotator, &data("ner/uner_ewt/dev.jsonl"))?],
        Set::Plover => {
            let path = data("events/plover_gsr/dev.jsonl");
            let gold = plover::read_gold(&text_of(&path)?).with_context(|| path.display().to_string())?;
            let lines = match predictions {
                Some(lines) => lines,
                None => plover::predict(pipeline, &gold, &args.status.0)?,
            };
            vec![plover::score(&gold, &plover::read_predictions(&lines)?)]
        }
        Set::Documents => {
            let gold = documents::read_gold(&data("documents"))?;
            let lines = match predictions {
                Some(lines) => lines,
                None => documents::predict(pipeline, &gold, &args.status.0)?,
            };
            vec![documents::score(&gold, &documents::read_predictions(&lines, &gold)?)]
        }
        Set::Sample => {
            let folder = args.data.parent().unwrap_or(Path::new(".")).join("samples");
            let name = "dispatch-2021-08-27.gold.json";
            vec![sample::run(pipeline, &folder.join(name))?]
        }
        Set::Events => vec![events::run(pipeline, &args.data, &args.status.0)?],
        Set::Petrarch => petrarch::run(annotator, &data("events/petrarch_cases"))?,
        Set::Police => vec![police::run(pipeline, &data("measure-only/india_police/docs.jsonl"))?],
        Set::Places => vec![
            places::run(pipeline, "geovirus", &data("places/geovirus/geovirus.jsonl"))?,
            places::run(pipeline, "geowebnews", &data("places/geowebnews/dev.jsonl"))?,
            places::run(pipeline, "lgl", &data("measure-only/lgl/lgl.jsonl"))?,
        ],
        Set::Quotes => {
            let find = |document: &Document| {
                let sentences = pipeline.annotator().annotate(document);
                pipeline.resolver().resolve(document, &sentences).quotes
            };
            let scores = quotes::polnear(&data("measure-only/polnear/dev.jsonl"), &find)?;
            vec![report(&scores)]
        }
        Set::Confidence => {
            let path = data("events/plover_gsr/dev.jsonl");
            let records = plover::read_gold(&text_of(&path)?).with_context(|| path.display().to_string())?;
            let dispatches = documents::read_gold(&data("documents"))?;
            let mut judged = confidence::of_records(pipeline, &records, &args.status.0)?;
            let held_out = confidence::of_dispatches(pipeline, &dispatches, &args.status.0)?;
            judged.extend_from_slice(&held_out);
            vec![
                confidence::report("confidence", &judged),
                confidence::report("confidence-dispatches", &held_out),
            ]
        }
        Set::Coref => vec![coref::run(pipeline, "coref", &data("treebanks/gum/test.conllu"))?],
        Set::CorefDev => vec![coref::run(pipeline, "coref-dev", &data("treebanks/gum/dev.conllu"))?],
        Set::Speed => vec![speed::run(pipeline, &data("measure-only/polnear/dev.jsonl"))?],
        Set::All | Set::Floors => Vec::new(),
    })
}

/// The figures of the attribution scorer.
fn report(scores: &quotes::QuoteScores) -> Report {
    let mut report = Report::new("quotes");
    report.count("articles", scores.articles);
    for (name, counts) in [
        ("cue found", scores.found),
        ("speaker words", scores.source_words),
        ("content words", scores.content_words),
        ("speaker exact", scores.source_exact),
        ("cue exact", scores.cue_exact),
        ("content exact", scores.content_exact),
    ] {
        report.rate(format!("{name} P"), Some(counts.precision()), None);
        report.rate(format!("{name} R"), Some(counts.recall()), None);
        report.rate(format!("{name} F1"), Some(counts.f1()), None);
    }
    report
}

fn text_of(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| path.display().to_string())
}
