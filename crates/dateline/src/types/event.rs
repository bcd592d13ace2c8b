//! Coded events, as the library holds them. Output lines are made from them in `code/output.rs`.

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::sentence::text_enum;
use super::{Actor, Context, EventType, Mode, PartKind, Place, Span, TimeSpan};

text_enum! {
    /// Whether the act coded took place.
    Status {
        /// Reported as having happened or happening.
        Actual = "actual",
        /// Announced, scheduled, promised.
        Planned = "planned",
        /// Only if something else.
        Conditional = "conditional",
        /// May, might, likely, without commitment.
        Possible = "possible",
        /// Said not to be so, or has not happened.
        Negated = "negated",
        /// Asked of somebody, not done.
        Requested = "requested",
    }
}

/// One report of one happening.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// PLOVER type after the rule for planned acts: a planned visit is AGREE.
    pub kind: EventType,
    /// The act itself: CONSULT for a planned visit; equal to `kind` otherwise.
    pub act: EventType,
    /// How it was done; one of `kind`'s modes.
    pub mode: Option<Mode>,
    /// Further modes that hold.
    pub also_modes: Vec<Mode>,
    /// What the text is about.
    pub contexts: Vec<Context>,
    /// CAMEO code, three or four digits.
    pub cameo: CompactString,
    /// Whether the act took place.
    pub status: Status,
    /// Lies well before the news itself.
    pub historical: bool,
    /// Told only as the subject of another event ("condemned the attack").
    pub background: bool,
    /// Who did it.
    pub actors: Vec<Participant>,
    /// To whom.
    pub recipients: Vec<Participant>,
    /// True where all are actors: talks, two-sided fighting, joint exercise.
    pub reciprocal: bool,
    /// When.
    pub when: Option<When>,
    /// Where.
    pub place: Option<Where>,
    /// Who says so, from the inside out.
    pub attribution: Vec<Attribution>,
    /// Dead, injured, detained.
    pub casualties: Option<Casualties>,
    /// The characters and the pattern behind it.
    pub evidence: Evidence,
    /// Probability that the event is right, 0 to 1.
    pub confidence: f64,
}

/// A party to an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    /// The words.
    pub span: Span,
    /// Who it is.
    pub actor: Actor,
}

/// When an event took or takes place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct When {
    /// Days.
    pub time: TimeSpan,
    /// The words that say so; `None` where it follows from the document's date.
    pub span: Option<Span>,
}

/// Where an event took or takes place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Where {
    /// The words.
    pub span: Span,
    /// The place.
    pub place: Place,
    /// Which words say so.
    pub basis: WhereBasis,
}

text_enum! {
    /// What tells where an event took place.
    WhereBasis {
        /// Words of the event's own clause.
        Clause = "clause",
        /// Words elsewhere in its sentence.
        Sentence = "sentence",
        /// Words of the sentence before, the only place that it names.
        Document = "document",
    }
}

text_enum! {
    /// How words are reported.
    #[allow(missing_docs)]
    QuoteKind { Direct = "direct", Indirect = "indirect" }
}

/// Who speaks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Speaker {
    /// The words that name the speaker.
    pub span: Span,
    /// Who it is.
    pub actor: Actor,
    /// The words that say what he is ("head of the port authority of Beira").
    pub role: Option<Span>,
}

/// One link of the chain of who says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Attribution {
    /// Somebody says so in the text.
    Speaker {
        /// Who.
        speaker: Speaker,
        /// The word that reports it ("said").
        cue: Option<Span>,
        /// In his words or the reporter's.
        kind: QuoteKind,
    },
    /// A medium that is quoted.
    Outlet(String),
    /// The agency of the dispatch.
    Agency(String),
}

/// A number of people; exact where `from` equals `to`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// Least.
    pub from: u64,
    /// Most; `None` for "at least".
    pub to: Option<u64>,
    /// The words.
    pub span: Span,
    /// Who says so, in the text's words.
    pub by: Option<Span>,
}

/// Losses of an event.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Casualties {
    /// Killed.
    pub dead: Option<Count>,
    /// Wounded.
    pub injured: Option<Count>,
    /// Arrested or taken.
    pub detained: Option<Count>,
}

/// The characters and the pattern behind an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Part of the document.
    pub part: PartKind,
    /// Number of the sentence in the document, from 0.
    pub sentence: u32,
    /// Where the sentence stands.
    pub sentence_span: Span,
    /// The words that name the happening.
    pub trigger: Span,
    /// Index of the trigger's head word in the sentence.
    pub trigger_head: u32,
    /// Name of the pattern, `family.frame#number`.
    pub pattern: String,
}
