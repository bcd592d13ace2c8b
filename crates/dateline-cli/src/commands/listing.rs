//! What `mentions` and `quotes` share: documents through annotator and resolver, what was found as a table or lines.

use anyhow::Result;
use clap::Args;
use dateline::{Document, Pipeline, Resolved};
use serde::Serialize;

use crate::args::{InputArgs, KnowledgeArgs, LexiconArgs, LineFormat, ModelArgs, OutputArgs, TreeArgs, sources};
use crate::input::Source;
use crate::run::{Outcome, ordered};
use crate::sink::Sink;
use crate::table::Table;

/// Width of a table that goes to no terminal.
pub const WIDE: usize = 160;

/// Their options. Of a lexicon only the actors matter, but all of it is checked.
#[derive(Debug, Args)]
pub struct ListingArgs {
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
    lexicon: LexiconArgs,
    #[command(flatten)]
    model: ModelArgs,
    #[command(flatten)]
    knowledge: KnowledgeArgs,
}

impl ListingArgs {
    /// Lists what `find` finds in each document: a line of JSON and the cells of a table's row for each.
    pub fn run<L: Serialize + Send>(
        &self,
        noun: &str,
        columns: &[(&'static str, usize)],
        find: impl Fn(&Document, Resolved) -> Vec<(L, Vec<String>)> + Sync,
    ) -> Result<Outcome> {
        let source = Source::new(&self.input, self.trees.input)?;
        let pipeline = Pipeline::load(&sources(&self.model, Some(&self.lexicon), &self.knowledge))?;
        let mut sink = Sink::open(self.output.output.as_deref())?;
        let as_table = match self.format {
            Some(format) => format == LineFormat::Table,
            None => sink.is_terminal(),
        };
        let tally = ordered(
            &source,
            self.output.jobs,
            noun,
            |input| {
                let sentences = input.annotated(pipeline.annotator());
                find(
                    &input.document,
                    pipeline.resolver().resolve(&input.document, &sentences),
                )
            },
            |input, found| {
                let number = found.len();
                if !as_table {
                    for (line, _) in &found {
                        sink.json(line)?;
                    }
                } else if number > 0 {
                    let mut table = Table::new(columns);
                    for (_, row) in found {
                        table.row(row);
                    }
                    let table = table.render(sink.width.unwrap_or(WIDE), sink.colour);
                    sink.text(&format!("{}\n{table}\n", input.document.id))?;
                }
                sink.flush()?;
                Ok(number)
            },
        )?;
        Ok(tally.outcome())
    }
}
