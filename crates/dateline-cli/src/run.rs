//! Documents through a stage in parallel, results in the order of the input.

use std::any::Any;
use std::cell::RefCell;
use std::io::{IsTerminal, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::prelude::*;

use crate::input::{Input, Item, Source};

/// Documents of a batch at most, for each thread.
const BATCH_DOCUMENTS: usize = 16;
/// Bytes of text in a batch, after which it takes no more documents.
const BATCH_BYTES: usize = 4 << 20;
/// After this long a progress bar is shown.
const LONG: Duration = Duration::from_secs(1);
/// Stack of a working thread: trees of long sentences may be deep.
const STACK: usize = 32 << 20;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All went well.
    Clean,
    /// Something could not be read or coded; it was named, and the rest was done.
    Problems,
}

/// What a run counted.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    /// Documents that went through.
    pub documents: usize,
    /// Documents left out on purpose.
    pub skipped: usize,
    /// Files, lines or documents that could not be read or coded.
    pub failed: usize,
    /// What the command counts: events, say.
    pub results: usize,
}

impl Tally {
    /// How a command with this tally ends.
    pub fn outcome(self) -> Outcome {
        if self.failed == 0 {
            Outcome::Clean
        } else {
            Outcome::Problems
        }
    }
}

/// Writes a message to standard error.
pub fn complain(message: &str) {
    // If standard error is closed there is nobody left to tell.
    let _ = writeln!(std::io::stderr().lock(), "dateline: {message}");
}

/// Says on standard error what of a document was too long and therefore cut.
pub fn complain_of_cuts(document: &str, sentences: &[dateline::Sentence]) {
    let cuts = dateline::annotate::cuts(sentences);
    if cuts != dateline::annotate::Cuts::default() {
        complain(&format!("{document}: {cuts}"));
    }
}

/// Puts every document through `process` on `jobs` threads and hands the results to `write` in input order;
/// `write` says how many results it wrote. What is skipped or fails is named on standard error.
pub fn ordered<T: Send>(
    source: &Source,
    jobs: Option<u16>,
    noun: &str,
    process: impl Fn(&Input) -> T + Sync,
    mut write: impl FnMut(&Input, T) -> Result<usize>,
) -> Result<Tally> {
    quiet_panics();
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(jobs.map_or(0, usize::from))
        .stack_size(STACK)
        .build()
        .context("threads could not be started")?;
    let mut progress = Progress::new(noun);
    let mut tally = Tally::default();
    let mut batch = Vec::new();
    let mut bytes = 0;
    let limit = BATCH_DOCUMENTS * pool.current_num_threads();
    let mut items = source.items();
    loop {
        let item = items.next();
        let last = item.is_none();
        match item {
            Some(Item::Document(input)) => {
                bytes += input.document.text.len();
                batch.push(input);
            }
            Some(Item::Skipped(reason)) => {
                tally.skipped += 1;
                progress.complain(&reason);
            }
            Some(Item::Failed(reason)) => {
                tally.failed += 1;
                progress.complain(&reason);
            }
            None => {}
        }
        if !last && batch.len() < limit && bytes < BATCH_BYTES {
            continue;
        }
        let results: Vec<Result<T, String>> =
            pool.install(|| batch.par_iter().map(|input| guarded(|| process(input))).collect());
        for (input, result) in batch.drain(..).zip(results) {
            match result {
                Ok(result) => {
                    tally.documents += 1;
                    tally.results += progress.suspend(|| write(&input, result))?;
                }
                Err(panic) => {
                    tally.failed += 1;
                    progress.complain(&format!(
                        "{}: internal error, please report it: {panic}",
                        input.document.id
                    ));
                }
            }
        }
        bytes = 0;
        progress.show(tally);
        if last {
            return Ok(tally);
        }
    }
}

thread_local! {
    /// What the last panic on this thread said, and where.
    static PANIC: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// A panic in a document is reported with the document's name, not by the default hook.
fn quiet_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        std::panic::set_hook(Box::new(|info| {
            let what = message(info.payload());
            let place = info.location().map(ToString::to_string).unwrap_or_default();
            PANIC.with(|last| *last.borrow_mut() = Some(format!("{what} ({place})")));
        }));
    });
}

fn message(payload: &dyn Any) -> &str {
    payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("panic")
}

/// Runs `work`; a panic in it is an error that says what happened.
pub fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|payload| {
        PANIC
            .with(|last| last.borrow_mut().take())
            .unwrap_or_else(|| message(&*payload).to_owned())
    })
}

/// A progress line on standard error, if that is a terminal and the work is long.
struct Progress {
    since: Instant,
    bar: Option<ProgressBar>,
    noun: String,
}

impl Progress {
    fn new(noun: &str) -> Self {
        let bar = std::io::stderr().is_terminal().then(|| {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
            let style = ProgressStyle::with_template("{spinner} {msg} [{elapsed}]");
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
            bar
        });
        Self {
            since: Instant::now(),
            bar,
            noun: noun.to_owned(),
        }
    }

    fn show(&self, tally: Tally) {
        let Some(bar) = &self.bar else { return };
        let elapsed = self.since.elapsed();
        if elapsed < LONG {
            return;
        }
        if bar.is_hidden() {
            bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        let rate = tally.documents as f64 / elapsed.as_secs_f64();
        bar.set_message(format!(
            "{} documents, {} {}, {rate:.0} documents/s",
            tally.documents, tally.results, self.noun
        ));
        bar.tick();
    }

    fn complain(&mut self, message: &str) {
        self.suspend(|| complain(message));
    }

    fn suspend<T>(&self, work: impl FnOnce() -> T) -> T {
        match &self.bar {
            Some(bar) if !bar.is_hidden() => bar.suspend(work),
            _ => work(),
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
