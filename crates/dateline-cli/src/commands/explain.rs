//! `dateline explain`: why events were, or were not, coded.

use anyhow::Result;
use clap::Args;
use dateline::Pipeline;

use crate::args::{InputArgs, KnowledgeArgs, LexiconArgs, ModelArgs, OutputArgs, TreeArgs, sources};
use crate::input::Source;
use crate::run::{Outcome, ordered};
use crate::sink::Sink;

/// Show the tree, the mentions and, for each pattern that fired or nearly fired, why
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dateline explain page.txt --sentence 3
  echo 'Kenya asked Uganda to pull back its boats.' | dateline explain -")]
pub struct ExplainArgs {
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    trees: TreeArgs,
    /// Only this sentence, counted from 0 as in the events' evidence
    #[arg(long, value_name = "N")]
    sentence: Option<u32>,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    lexicon: LexiconArgs,
    #[command(flatten)]
    model: ModelArgs,
    #[command(flatten)]
    knowledge: KnowledgeArgs,
}

pub fn run(args: &ExplainArgs) -> Result<Outcome> {
    let source = Source::new(&args.input, args.trees.input)?;
    let pipeline = Pipeline::load(&sources(&args.model, Some(&args.lexicon), &args.knowledge))?;
    let mut sink = Sink::open(args.output.output.as_deref())?;
    let tally = ordered(
        &source,
        args.output.jobs,
        "explained",
        |input| {
            let document = &input.document;
            let sentences = input.annotated(pipeline.annotator());
            let resolved = pipeline.resolver().resolve(document, &sentences);
            pipeline
                .coder()
                .explain(document, &sentences, &resolved, args.sentence)
                .to_string()
        },
        |input, text| {
            if text.is_empty()
                && let Some(number) = args.sentence
            {
                sink.text(&format!("{}: no sentence {number}\n", input.document.id))?;
            }
            sink.text(&text)?;
            sink.flush()?;
            Ok(1)
        },
    )?;
    Ok(tally.outcome())
}
