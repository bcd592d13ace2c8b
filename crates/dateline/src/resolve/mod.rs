//! Sentences to [`Resolved`]: what the mentions stand for, and who says what; the next stage is
//! `code`.

pub mod actors;
pub mod output;
pub mod own;
pub mod places;
pub mod quotes;
pub mod times;

use std::path::Path;

use compact_str::CompactString;

use crate::{Document, PlaceMention, Resolved, Sentence};

/// Finds what mentions stand for. Holds the knowledge base; one for all threads.
#[derive(Debug)]
pub struct Resolver {
    actors: actors::ActorResolver,
    places: places::PlaceResolver,
    times: times::TimeResolver,
    quotes: quotes::QuoteFinder,
    own: Option<own::OwnActors>,
}

pub use dateline_lexicon::DataError;

impl Resolver {
    /// The knowledge that is built in.
    ///
    /// # Errors
    /// If a built-in data file is broken, which the tests rule out.
    pub fn builtin() -> Result<Self, DataError> {
        Self::with(&[])
    }

    /// The knowledge that is built in, and files of actors: name and text of each, with the columns
    /// of `data/actors/groups.tsv`.
    ///
    /// # Errors
    /// If a file is broken: file, line and what was expected.
    pub fn with(actors: &[(&str, &str)]) -> Result<Self, DataError> {
        Ok(Self {
            actors: actors::ActorResolver::with(actors)?,
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

    /// The knowledge that is built in, with a file of actors and a table of places.
    ///
    /// # Errors
    /// If a file cannot be read or is broken: file, line and what was expected.
    pub fn load(actors: Option<&Path>, places: Option<&Path>) -> Result<Self, DataError> {
        let failed = |path: &Path, error: &std::io::Error| DataError {
            file: path.display().to_string(),
            line: None,
            reason: error.to_string(),
        };
        let mut resolver = match actors {
            Some(path) => {
                let text = std::fs::read_to_string(path).map_err(|error| failed(path, &error))?;
                Self::with(&[(&path.display().to_string(), &text)])?
            }
            None => Self::builtin()?,
        };
        if let Some(path) = places {
            let bytes = std::fs::read(path).map_err(|error| failed(path, &error))?;
            resolver.add_places(&path.display().to_string(), &bytes)?;
        }
        Ok(resolver)
    }

    /// Adds a table of places that `dateline kb places import` made; `file` is its name, for
    /// messages.
    ///
    /// # Errors
    /// If the bytes are no such table.
    pub fn add_places(&mut self, file: &str, bytes: &[u8]) -> Result<(), DataError> {
        self.places.add_table(file, bytes)
    }

    /// Who is who.
    #[must_use]
    pub fn actors(&self) -> &actors::ActorResolver {
        &self.actors
    }

    /// Who says what.
    #[must_use]
    pub fn quotes(&self) -> &quotes::QuoteFinder {
        &self.quotes
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
        // What is named inside another phrase neither acts nor is a place of action.
        let literal: Vec<PlaceMention> = places.iter().filter(|p| !p.attributive).cloned().collect();
        let (mut actors, phrases) = self.actors.resolve(document, sentences, &literal);
        if let Some(own) = &self.own {
            own.apply(document, sentences, &mut actors);
        }
        let times = self.times.resolve(document, sentences);
        let quotes = self.quotes.find(document, sentences, &actors);
        // media are outlets, not actors, where they only carry what others say
        actors.retain(|mention| {
            let sentence = sentences.get(mention.sentence as usize);
            !sentence.is_some_and(|sentence| self.actors.carries(sentence, mention))
        });
        Resolved {
            actors,
            places,
            times,
            quotes,
            phrases,
        }
    }
}
