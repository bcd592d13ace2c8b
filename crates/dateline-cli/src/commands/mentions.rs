//! `dateline mentions`: actors, places and times.

use anyhow::Result;
use clap::Args;
use dateline::Pipeline;
use dateline::resolve::output::{MentionLine, lines};

use crate::args::{InputArgs, KnowledgeArgs, LineFormat, ModelArgs, OutputArgs, TreeArgs, sources};
use crate::input::Source;
use crate::run::{Outcome, ordered};
use crate::sink::Sink;
use crate::table::Table;

/// List every mention of an actor, a place or a time, and what it stands for
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dateline mentions page.txt
  dateline mentions --format jsonl --plain articles/ > mentions.jsonl")]
pub struct MentionsArgs {
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    trees: TreeArgs,
    /// Form of the output [default: table on a terminal, else jsonl]
    #[arg(long, value_enum)]
    format: Option<LineFormat>,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    model: ModelArgs,
    #[command(flatten)]
    knowledge: KnowledgeArgs,
}

pub fn run(args: &MentionsArgs) -> Result<Outcome> {
    let source = Source::new(&args.input, args.trees.input)?;
    let pipeline = Pipeline::load(&sources(&args.model, None, &args.knowledge))?;
    let mut sink = Sink::open(args.output.output.as_deref())?;
    let table = match args.format {
        Some(format) => format == LineFormat::Table,
        None => sink.is_terminal(),
    };
    let tally = ordered(
        &source,
        args.output.jobs,
        "mentions",
        |input| {
            let document = &input.document;
            let annotated;
            let sentences = match &input.sentences {
                Some(sentences) => sentences,
                None => {
                    annotated = pipeline.annotator().annotate(document);
                    &annotated
                }
            };
            lines(document, &pipeline.resolver().resolve(document, sentences))
        },
        |_, lines| {
            if table {
                let text = as_table(&lines, sink.width.unwrap_or(160), sink.colour);
                sink.text(&text)?;
            } else {
                for line in &lines {
                    sink.json(line)?;
                }
            }
            sink.flush()?;
            Ok(lines.len())
        },
    )?;
    Ok(tally.outcome())
}

fn as_table(lines: &[MentionLine], width: usize, colour: bool) -> String {
    let Some(first) = lines.first() else {
        return String::new();
    };
    let mut table = Table::new(&[
        ("KIND", 6),
        ("WORDS", 16),
        ("STANDS FOR", 16),
        ("CODE", 6),
        ("CHAIN", 5),
        ("SPAN", 9),
    ]);
    for line in lines {
        let days = line.from.as_ref().map(|from| {
            let to = line.to.as_ref().unwrap_or(from);
            if from == to {
                from.clone()
            } else {
                format!("{from}–{to}")
            }
        });
        table.row(vec![
            line.kind.clone(),
            line.text.clone(),
            line.name.clone().or(days).unwrap_or_default(),
            if line.members.is_empty() {
                line.code.clone().or_else(|| line.country.clone()).unwrap_or_default()
            } else {
                line.members.join("+")
            },
            line.chain.map(|chain| chain.to_string()).unwrap_or_default(),
            format!("{}–{}", line.span[0], line.span[1]),
        ]);
    }
    format!("{}\n{}\n", first.document, table.render(width, colour))
}
