//! Coded events, as the library holds them. Output lines are made from them in `code/output.rs`.

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::sentence::text_enum;
use super::{Actor, Context, EventType, Mode, OwnType, PartKind, Place, Span, TimeSpan};

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

text_enum! {
    /// What speaks against an event.
    Doubt {
        /// The sentence has more than thirty words.
        LongSentence = "long-sentence",
        /// The sentence tells several events.
        SeveralEvents = "several-events",
        /// Its status is not actual.
        NotActual = "not-actual",
        /// Its type follows from a rule for planned and negated acts.
        TypeRule = "type-rule",
        /// Nobody is known to have done it.
        NoActor = "no-actor",
        /// To whom is known by role only.
        VagueRecipient = "vague-recipient",
        /// A noun tells it.
        Noun = "noun",
        /// Told only as the subject of another event.
        Background = "background",
        /// Who did it stands elsewhere.
        InferredActor = "inferred-actor",
    }
}

/// One report of one happening.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// PLOVER type after the rule for planned acts: a planned visit is AGREE.
    pub kind: EventType,
    /// The act itself: CONSULT for a planned visit; equal to `kind` otherwise.
    pub act: EventType,
    /// Type of the user's own lexicon; `kind` is then the PLOVER type that it is like.
    pub own_type: Option<OwnType>,
    /// Code of the user's own coding scheme, as the lexicon has it.
    pub code: Option<CompactString>,
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
    /// The act's own mode, before the rules that change `kind`.
    pub act_mode: Option<Mode>,
    /// The act's own status, before the rules that change `kind`: a refusal is an actual REJECT, the act negated.
    pub act_status: Status,
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
    /// Who vouches for it, and who does not.
    pub vouch: Vouch,
    /// Dead, injured, detained.
    pub casualties: Option<Casualties>,
    /// How many took part in a protest, or in the mob that attacked.
    pub crowd: Option<Count>,
    /// The characters and the pattern behind it.
    pub evidence: Evidence,
    /// What speaks against it.
    pub doubts: Vec<Doubt>,
    /// Probability that the event is right, 0 to 1.
    pub confidence: f64,
}

impl Event {
    /// The event as it is without PLOVER's type rules for planned and negated acts: a planned visit is a planned CONSULT.
    #[must_use]
    pub fn raw(&self) -> Self {
        let mut raw = self.clone();
        if raw.kind != raw.act {
            raw.kind = raw.act;
            raw.mode = raw.act_mode;
            raw.status = raw.act_status;
            raw.also_modes.retain(|m| raw.kind.has_mode(*m));
            raw.cameo = raw.kind.cameo_with(raw.mode).into();
        }
        raw
    }
}

/// Who stands for an event: what one source alone says, others deny, or only the headline has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vouch {
    /// The only one who asserts it; `None` where the reporter does, or several do, or nobody is named.
    pub asserted_by: Option<Speaker>,
    /// Events that deny or contradict it, by their index among the document's events, and those that it denies.
    pub disputed_by: Vec<usize>,
    /// The words that make it only alleged that the actors did it: "allegedly", "suspected", "blamed".
    pub alleged: Option<Span>,
    /// A headline's event of which the body tells nothing, or less.
    pub unsupported_by_body: bool,
    /// Numbers of the same losses, where they differ between those who tell them.
    pub counts: Vec<ToldCount>,
}

/// A number of people as one source has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldCount {
    /// What befell them.
    pub loss: Loss,
    /// The number.
    pub count: Count,
}

text_enum! {
    /// What befell people.
    #[allow(missing_docs)]
    Loss { Dead = "dead", Injured = "injured", Detained = "detained" }
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
        /// Words of a sentence before, which the event points back to or which names no other place; or of another
        /// telling of the same deed.
        Document = "document",
    }
}

text_enum! {
    /// How words are reported.
    QuoteKind {
        /// In the speaker's words.
        Direct = "direct",
        /// In the reporter's words.
        Indirect = "indirect",
        /// In the reporter's words with a quoted phrase among them.
        Mixed = "mixed",
    }
}

text_enum! {
    /// What an unnamed source is.
    SourceClass {
        /// "a senior official", "aides", "the government"
        Official = "official",
        /// "an army spokesman", "commanders"
        Military = "military",
        /// "police", "an investigator"
        Police = "police",
        /// "a diplomat", "envoys"
        Diplomat = "diplomat",
        /// "witnesses", "a survivor"
        Witness = "witness",
        /// "residents", "villagers"
        Resident = "resident",
        /// "activists", "campaigners"
        Activist = "activist",
        /// "doctors", "hospital sources"
        Medic = "medic",
        /// "analysts", "experts"
        Expert = "expert",
        /// "relatives", "friends"
        Relative = "relative",
        /// "a lawyer", "prosecutors"
        Lawyer = "lawyer",
        /// "sources", "a person familiar with the talks"
        Source = "source",
        /// "reports", "media"
        Reports = "reports",
        /// "a statement", "documents", "the letter"
        Document = "document",
        /// "a poll", "figures"
        Figures = "figures",
        /// "critics", "opponents", "supporters"
        Side = "side",
    }
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
    /// What an unnamed source is; `None` where somebody is named.
    pub class: Option<SourceClass>,
    /// An unnamed source's whole phrase ("a senior official who asked not to be named").
    pub description: Option<Span>,
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
    /// Who published it.
    Publisher(String),
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
