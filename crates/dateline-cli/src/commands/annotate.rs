//! `dateline annotate`: sentences, tags, trees and names.

use anyhow::Result;
use clap::{Args, ValueEnum};
use dateline::annotate::{Annotator, conllu};

use crate::args::{AnnotateForm, InputArgs, ModelArgs, OutputArgs};
use crate::input::Source;
use crate::run::{Outcome, complain_of_cuts, ordered};
use crate::sink::Sink;

/// Split into sentences and words, tag, lemmatise and parse (Universal Dependencies), find names
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dateline annotate page.txt
  dateline annotate --plain --output trees.conllu articles/
  dateline annotate --input tokens tokens.conllu")]
pub struct AnnotateArgs {
    #[command(flatten)]
    input: InputArgs,
    /// Form of the input
    #[arg(long = "input", value_enum, default_value_t, value_name = "FORM")]
    form: AnnotateForm,
    /// Form of the output
    #[arg(long, value_enum, default_value_t = Format::Conllu)]
    format: Format,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    model: ModelArgs,
}

/// Forms of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// CoNLL-U, with names and code-point ranges in the last column
    Conllu,
}

pub fn run(args: &AnnotateArgs) -> Result<Outcome> {
    let source = Source::for_annotate(&args.input, args.form)?;
    let annotator = match &args.model.model {
        Some(path) => Annotator::open(path)?,
        None => Annotator::builtin()?,
    };
    let mut sink = Sink::open(args.output.output.as_deref())?;
    let Format::Conllu = args.format;
    let tally = ordered(
        &source,
        args.output.jobs,
        "sentences",
        |input| {
            let sentences = match (&input.sentences, args.form) {
                (Some(given), AnnotateForm::Tokens) => {
                    let mut sentences = given.clone();
                    annotator.annotate_tokens(&mut sentences);
                    sentences
                }
                (Some(given), _) => given.clone(),
                (None, _) => {
                    let sentences = annotator.annotate(&input.document);
                    complain_of_cuts(&input.document.id, &sentences);
                    sentences
                }
            };
            (conllu::write(&input.document, &sentences), sentences.len())
        },
        |_, (text, sentences)| {
            sink.text(&text)?;
            sink.flush()?;
            Ok(sentences)
        },
    )?;
    Ok(tally.outcome())
}
