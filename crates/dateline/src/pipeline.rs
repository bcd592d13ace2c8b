//! All stages after reading, loaded together and called in order.

use std::path::{Path, PathBuf};

use crate::annotate::{Annotator, ModelError};
use crate::code::Coder;
use crate::code::output::{EventLine, Versions, fnv1a, lines};
use crate::resolve::own::OwnActors;
use crate::resolve::{DataError, Resolver};
use crate::{Document, Event, EventType, Resolved, Sentence, Status};

/// Annotator, resolver and coder. One for all threads.
#[derive(Debug)]
pub struct Pipeline {
    annotator: Annotator,
    resolver: Resolver,
    coder: Coder,
    versions: Versions,
}

/// What to load instead of what is built in.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// A model file instead of the built-in model.
    pub model: Option<PathBuf>,
    /// A folder of lexicon files.
    pub lexicon: Option<PathBuf>,
    /// True if that folder replaces the built-in lexicon; else it is added.
    pub replace_lexicon: bool,
    /// A file of actors (columns as `data/actors/groups.tsv`), added to the built-in ones.
    pub actors: Option<PathBuf>,
    /// A table of places that `dateline kb places import` made, added to the built-in ones.
    pub places: Option<PathBuf>,
}

/// Why the pipeline could not be loaded.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs)]
pub enum LoadError {
    #[error(transparent)]
    Model(#[from] ModelError),
    #[error(transparent)]
    Data(#[from] DataError),
}

/// What was found in a document.
#[derive(Clone, Debug)]
pub struct Coded {
    /// Its sentences with trees and names.
    pub sentences: Vec<Sentence>,
    /// What its mentions stand for.
    pub resolved: Resolved,
    /// Its events, whatever their status.
    pub events: Vec<Event>,
}

/// The statuses that are shown unless others are asked for.
pub const DEFAULT_STATUSES: &[Status] = &[Status::Actual, Status::Planned, Status::Requested];

impl Pipeline {
    /// With everything that is built in.
    ///
    /// # Errors
    /// If something built in is broken, which the tests rule out.
    pub fn builtin() -> Result<Self, LoadError> {
        Self::load(&Sources::default())
    }

    /// With what `sources` names, and the rest as built in.
    ///
    /// # Errors
    /// If the model or a lexicon file cannot be read or is broken: file, line and what was expected.
    pub fn load(sources: &Sources) -> Result<Self, LoadError> {
        // the three know nothing of each other
        let annotator = || match &sources.model {
            Some(path) => Annotator::open(path),
            None => Annotator::builtin(),
        };
        let coder = || match &sources.lexicon {
            Some(folder) => Coder::with_lexicon(folder, sources.replace_lexicon),
            None => Coder::builtin(),
        };
        let resolver = || Resolver::load(sources.actors.as_deref(), sources.places.as_deref());
        let (annotator, (coder, resolver)) = rayon::join(annotator, || rayon::join(coder, resolver));
        let (annotator, coder, resolver) = (annotator?, coder?, resolver?);
        let own = match &sources.lexicon {
            Some(folder) => OwnActors::open(folder, sources.replace_lexicon)?,
            None => None,
        };
        let versions = Versions {
            dateline: env!("CARGO_PKG_VERSION").to_owned(),
            model: Some(annotator.model_name().to_owned()),
            lexicon: Some(lexicon_version(sources)),
        };
        Ok(Self {
            annotator,
            resolver: resolver.with_own(own),
            coder,
            versions,
        })
    }

    /// The annotator.
    #[must_use]
    pub fn annotator(&self) -> &Annotator {
        &self.annotator
    }

    /// The resolver.
    #[must_use]
    pub fn resolver(&self) -> &Resolver {
        &self.resolver
    }

    /// The coder.
    #[must_use]
    pub fn coder(&self) -> &Coder {
        &self.coder
    }

    /// Versions of program, model and lexicon, as each event line has them.
    #[must_use]
    pub fn versions(&self) -> &Versions {
        &self.versions
    }

    /// Annotates, resolves and codes a document.
    #[must_use]
    pub fn process(&self, document: &Document) -> Coded {
        self.process_parsed(document, self.annotator.annotate(document))
    }

    /// Resolves and codes a document whose trees are given.
    #[must_use]
    pub fn process_parsed(&self, document: &Document, sentences: Vec<Sentence>) -> Coded {
        let resolved = self.resolver.resolve(document, &sentences);
        let events = self.coder.code(document, &sentences, &resolved);
        Coded {
            sentences,
            resolved,
            events,
        }
    }

    /// The output lines of a document's events with one of these statuses. Events whose text names nobody who did them
    /// ("four were arrested") are left out, as PLOVER asks, unless `agentless` is set; protests need no named agent.
    #[must_use]
    pub fn lines(&self, document: &Document, events: &[Event], statuses: &[Status], agentless: bool) -> Vec<EventLine> {
        let agent = |event: &Event| agentless || !event.actors.is_empty() || event.kind == EventType::Protest;
        let shown = |event: &Event| statuses.contains(&event.status) && agent(event);
        let all = lines(document, events, &self.versions);
        let shown = events.iter().zip(all).filter(|(event, _)| shown(event));
        shown.map(|(_, line)| line).collect()
    }
}

/// A hash over the lexicon's files, so that two runs with the same value used the same lexicon.
fn lexicon_version(sources: &Sources) -> String {
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    if sources.lexicon.is_none() || !sources.replace_lexicon {
        for file in dateline_data::LEXICON.files() {
            files.push((file.path().to_string_lossy().into_owned(), file.contents().to_vec()));
        }
    }
    if let Some(folder) = &sources.lexicon {
        files.extend(user_files(folder));
    }
    files.sort();
    let mut bytes = Vec::new();
    for (name, contents) in files {
        bytes.extend(name.as_bytes());
        bytes.push(0);
        bytes.extend(contents);
        bytes.push(0);
    }
    format!("{:016x}", fnv1a(&bytes))
}

fn user_files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .filter_map(|entry| {
            let path = entry.path();
            let own = path
                .extension()
                .is_some_and(|extension| extension == "toml" || extension == "tsv");
            let contents = own.then(|| std::fs::read(&path).ok()).flatten()?;
            Some((format!("user/{}", path.file_name()?.display()), contents))
        })
        .collect()
}
