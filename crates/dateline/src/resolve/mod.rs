//! Sentences to [`Resolved`]: what the mentions stand for, and who says what; the next stage is
//! `code`.

pub mod actors;
pub mod output;
pub mod own;
pub mod places;
pub mod quotes;
pub mod times;

use compact_str::CompactString;

use crate::{Document, Resolved, Sentence};

/// Finds what mentions stand for. Holds the knowledge base; one for all threads.
#[derive(Debug)]
pub struct Resolver {
    actors: actors::ActorResolver,
    places: places::PlaceResolver,
    times: times::TimeResolver,
    quotes: quotes::QuoteFinder,
    own: Option<own::OwnActors>,
}

/// Why a data file could not be loaded.
#[derive(Debug, thiserror::Error)]
#[error("{file}{}: {reason}", .line.map(|line| format!(":{line}")).unwrap_or_default())]
pub struct DataError {
    /// The file's name.
    pub file: String,
    /// Line, from 1, where known.
    pub line: Option<usize>,
    /// What was wrong and what was expected.
    pub reason: String,
}

impl Resolver {
    /// The knowledge that is built in.
    ///
    /// # Errors
    /// If a built-in data file is broken, which the tests rule out.
    pub fn builtin() -> Result<Self, DataError> {
        Ok(Self {
            actors: actors::ActorResolver::builtin()?,
            places: places::PlaceResolver::builtin()?,
            times: times::TimeResolver::builtin()?,
            quotes: quotes::QuoteFinder::builtin()?,
            own: None,
        })
    }

    /// With actors of the user's own beside, or in place of, the built-in ones.
    #[must_use]
    pub fn with_own(mut self, own: Option<own::OwnActors>) -> Self {
        self.own = own;
        self
    }

    /// The gazetteer.
    #[must_use]
    pub fn places(&self) -> &places::PlaceResolver {
        &self.places
    }

    /// The country of a document's dateline, as alpha-3 code, where its place is known.
    #[must_use]
    pub fn dateline_country(&self, document: &Document) -> Option<CompactString> {
        let place = document.parts.dateline.as_ref()?.place.as_deref()?;
        self.places.country_of_place(place)
    }

    /// Finds actors, places, times and quotes of one document.
    #[must_use]
    pub fn resolve(&self, document: &Document, sentences: &[Sentence]) -> Resolved {
        let places = self.places.resolve(document, sentences);
        let (mut actors, phrases) = self.actors.resolve(document, sentences, &places);
        if let Some(own) = &self.own {
            own.apply(document, sentences, &mut actors);
        }
        let times = self.times.resolve(document, sentences);
        let quotes = self.quotes.find(document, sentences, &actors);
        Resolved {
            actors,
            places,
            times,
            quotes,
            phrases,
        }
    }
}
