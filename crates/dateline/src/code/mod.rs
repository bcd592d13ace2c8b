//! Document, sentences and resolved mentions to [`Event`]s; the last stage before output.

mod agents;
mod assemble;
pub mod casualties;
pub mod confidence;
pub mod expect;
mod explain;
pub mod import;
pub mod lexicon;
mod linear;
mod matcher;
pub mod output;
mod setting;
mod status;
mod tree;
mod vouch;

use std::path::Path;

use self::assemble::Sentences;
use self::confidence::Odds;
pub use self::explain::Explanation;
use self::lexicon::Lexicon;
use self::setting::Setting;
use self::status::StatusWords;
use crate::resolve::DataError;
use crate::{Document, Event, PartKind, Resolved, Sentence};

/// Words of the longest sentence that is coded, so that time stays bounded. The annotator cuts at fewer; trees that
/// another parser made may have more.
pub const LONGEST_SENTENCE: usize = 500;

/// Finds events. Holds the compiled lexicon; one for all threads.
#[derive(Debug)]
pub struct Coder {
    lexicon: Lexicon,
    words: StatusWords,
    odds: Odds,
    setting: Setting,
}

impl Coder {
    /// With the built-in lexicon.
    ///
    /// # Errors
    /// If a built-in file is broken, which the tests rule out.
    pub fn builtin() -> Result<Self, DataError> {
        Ok(Self {
            lexicon: lexicon::builtin()?,
            words: StatusWords::builtin()?,
            odds: Odds::builtin()?,
            setting: Setting::builtin()?,
        })
    }

    /// With the lexicon in `folder`, added to the built-in one or replacing it.
    ///
    /// # Errors
    /// If a file cannot be read or is broken: file, line and what was expected.
    pub fn with_lexicon(folder: &Path, replace: bool) -> Result<Self, DataError> {
        Ok(Self {
            lexicon: lexicon::open(folder, replace)?,
            words: StatusWords::builtin()?,
            odds: Odds::builtin()?,
            setting: Setting::builtin()?,
        })
    }

    /// With a lexicon from files given as name and text.
    ///
    /// # Errors
    /// If a file is broken: file, line and what was expected.
    pub fn from_files(files: &[lexicon::File]) -> Result<Self, DataError> {
        Ok(Self {
            lexicon: Lexicon::compile(files)?,
            words: StatusWords::builtin()?,
            odds: Odds::builtin()?,
            setting: Setting::builtin()?,
        })
    }

    /// The lexicon.
    #[must_use]
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// All events of a document, whatever their status, in text order. Only headline, kicker, captions and body are
    /// coded, and no sentence over [`LONGEST_SENTENCE`].
    #[must_use]
    pub fn code(&self, document: &Document, sentences: &[Sentence], resolved: &Resolved) -> Vec<Event> {
        let discards = |s: &Sentence| self.sentence(document, s, resolved).discarded();
        if sentences.iter().any(|s| discards(s).1) {
            return Vec::new();
        }
        let fits = |s: &&Sentence| s.part != PartKind::Other && s.tokens.len() <= LONGEST_SENTENCE;
        let coded = sentences.iter().filter(fits).filter(|s| !discards(s).0);
        let mut events: Vec<Event> = coded
            .flat_map(|s| self.sentence(document, s, resolved).events().0)
            .collect();
        agents::infer(&self.lexicon, sentences, resolved, &mut events);
        self.odds.weigh(sentences, &mut events);
        setting::complete(&document.text, &mut events);
        vouch::weigh(&document.text, sentences, resolved, &self.words, &mut events);
        events
    }

    /// Why events were, or were not, coded; for one sentence or all.
    #[must_use]
    pub fn explain(
        &self,
        document: &Document,
        sentences: &[Sentence],
        resolved: &Resolved,
        sentence: Option<u32>,
    ) -> Explanation {
        let chosen = sentences.iter().filter(|s| sentence.is_none_or(|n| s.index == n));
        Explanation::new(chosen.map(|s| self.sentence(document, s, resolved)), &self.odds)
    }

    fn sentence<'a>(&'a self, document: &'a Document, sentence: &'a Sentence, resolved: &'a Resolved) -> Sentences<'a> {
        Sentences {
            document,
            sentence,
            resolved,
            lexicon: &self.lexicon,
            words: &self.words,
            setting: &self.setting,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_lexicon_loads() {
        let (lexicon, faults) = Lexicon::check(&lexicon::builtin_files());
        let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
        assert!(faults.is_empty(), "{}", faults.join("\n"));
        assert!(lexicon.frames.iter().all(|f| !f.why.is_empty()));
        let faults: Vec<String> = lexicon::check::faults(&lexicon, &|_| true)
            .iter()
            .map(ToString::to_string)
            .collect();
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }
}
