//! The one vocabulary of all stages: plain data, no input or output, no lifetimes.

mod document;
mod event;
mod mention;
mod sentence;
mod span;

pub use dateline_lexicon::ontology::{Context, EventType, Mode, OwnType, Quad, Sector};
pub use document::{Dateline, Document, Metadata, PartValue, Parts};
pub use event::{
    Attribution, Casualties, Count, Doubt, Event, Evidence, Loss, Participant, QuoteKind, SourceClass, Speaker, Status,
    ToldCount, Vouch, When, Where, WhereBasis,
};
pub use mention::{
    Actor, ActorKind, ActorMention, CueClass, Granularity, Phrase, Place, PlaceMention, Precision, Quote, Resolved,
    Sort, TimeBasis, TimeMention, TimeSpan,
};
pub use sentence::{Name, NameKind, PartKind, Rel, Sentence, SubRel, Token, Upos};
pub use span::{CodePoints, Span};
