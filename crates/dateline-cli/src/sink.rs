//! Where output goes: a file or standard output.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;

use anyhow::{Context, Result};

/// A buffered place to write to.
pub struct Sink {
    to: BufWriter<Box<dyn Write + Send>>,
    /// Width of the terminal, if it is one.
    pub width: Option<usize>,
    /// True where colours are wanted.
    pub colour: bool,
}

impl Sink {
    /// A file, or standard output.
    pub fn open(path: Option<&Path>) -> Result<Self> {
        if let Some(path) = path {
            let file = File::create(path).with_context(|| format!("{}: cannot be written", path.display()))?;
            return Ok(Self {
                to: BufWriter::new(Box::new(file)),
                width: None,
                colour: false,
            });
        }
        let stdout = io::stdout();
        let colour = anstream::AutoStream::choice(&stdout) != anstream::ColorChoice::Never;
        let width = stdout.is_terminal().then(|| {
            terminal_size::terminal_size_of(&stdout).map_or(100, |(terminal_size::Width(width), _)| usize::from(width))
        });
        Ok(Self {
            to: BufWriter::new(Box::new(stdout)),
            width,
            colour,
        })
    }

    /// True if somebody reads along.
    pub fn is_terminal(&self) -> bool {
        self.width.is_some()
    }

    /// Writes text as it is.
    pub fn text(&mut self, text: &str) -> Result<()> {
        self.to.write_all(text.as_bytes())?;
        Ok(())
    }

    /// Writes a value as a line of JSON.
    pub fn json(&mut self, value: &impl serde::Serialize) -> Result<()> {
        serde_json::to_writer(&mut self.to, value).map_err(io::Error::from)?;
        self.text("\n")
    }

    /// Hands everything written so far on, so that it is not lost.
    pub fn flush(&mut self) -> Result<()> {
        self.to.flush()?;
        Ok(())
    }
}

/// True if nobody reads what is written any more: no error, but the end.
pub fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<io::Error>()
            .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    })
}
