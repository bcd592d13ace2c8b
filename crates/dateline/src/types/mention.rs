//! What the mentions in a document stand for.

use compact_str::CompactString;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::sentence::text_enum;
use super::{Sector, Span};

text_enum! {
    /// What sort of thing an actor is.
    ActorKind {
        /// A state or territory, or its capital or demonym standing for it.
        Country = "country",
        /// An international organisation or alliance of states.
        Igo = "igo",
        /// A body: ministry, army, party, company, rebel group.
        Organization = "organization",
        /// One person, by name, office or role.
        Person = "person",
        /// Several persons by role or description ("protesters", "Rohingya refugees").
        Group = "group",
        /// A pronoun or description that could not be resolved, but can act.
        Unknown = "unknown",
    }
}

/// Who acts, suffers or speaks. What is not known is `None` or empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// What sort of thing it is.
    pub kind: ActorKind,
    /// Usual name of who is meant, where known ("Dmitry Peskov", "Collective Security Treaty
    /// Organization").
    pub name: Option<String>,
    /// ISO 3166 alpha-3, KOS, or PLOVER's IGO, UNO, EUR, NGO, ISM, IMG, MNC.
    pub country: Option<CompactString>,
    /// PLOVER sectors, primary first.
    pub sectors: Vec<Sector>,
    /// Alpha-3 codes where a phrase stands for several states.
    pub members: Vec<CompactString>,
    /// Key in the knowledge base, or Wikidata id; for an actor of the user's own file its code there.
    pub id: Option<String>,
}

/// A mention of an actor: a noun phrase, pronoun, or demonym.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActorMention {
    /// Index of the sentence in the document.
    pub sentence: u32,
    /// The phrase's head word.
    pub head: u32,
    /// The words that name it: without article and without relative clauses or long appositions.
    pub span: Span,
    /// Who it is.
    pub actor: Actor,
    /// Mentions of one entity in the document share this number.
    pub chain: u32,
    /// Keys of those in the knowledge base who bear the name, where they cannot be told apart.
    #[serde(default)]
    pub candidates: Vec<String>,
}

text_enum! {
    /// How exact a place is.
    #[allow(missing_docs)]
    Precision { Point = "point", City = "city", District = "district", Country = "country", Region = "region" }
}

/// Somewhere. What is not known is `None`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Usual name.
    pub name: String,
    /// ISO 3166 alpha-3 of the country it lies in.
    pub country: Option<CompactString>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// How exact it is.
    pub precision: Option<Precision>,
}

/// A mention of a place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlaceMention {
    /// Index of the sentence in the document.
    pub sentence: u32,
    /// The phrase's head word.
    pub head: u32,
    /// The words that name it.
    pub span: Span,
    /// Where it is.
    pub place: Place,
    /// True where the name stands inside a phrase for something else ("the Akron police", "US
    /// officials"): it names a place, but nothing is said to be there.
    pub attributive: bool,
    /// The places that it may mean where that cannot be told, the likeliest ones only.
    pub candidates: Vec<Place>,
}

/// A stretch of days, both inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeSpan {
    /// First day.
    pub from: Date,
    /// Last day; the same for one day.
    pub to: Date,
}

text_enum! {
    /// What a time phrase is counted in.
    Granularity {
        /// Days, and parts of them.
        Day = "day",
        /// Weeks, weekends.
        Week = "week",
        /// Months.
        Month = "month",
        /// Quarters, seasons.
        Quarter = "quarter",
        /// Years.
        Year = "year",
        /// Decades.
        Decade = "decade",
        /// Centuries.
        Century = "century",
    }
}

text_enum! {
    /// What a time phrase's days follow from.
    TimeBasis {
        /// The dateline's day.
        Dateline = "dateline",
        /// The day of publication.
        Publication = "publication",
        /// The text alone: a full date, or another phrase of the text ("the next day").
        Text = "text",
    }
}

/// A time phrase.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeMention {
    /// Index of the sentence in the document.
    pub sentence: u32,
    /// The phrase's head word.
    pub head: u32,
    /// The phrase.
    pub span: Span,
    /// The days it stands for; `None` where it cannot be anchored.
    pub time: Option<TimeSpan>,
    /// What it is counted in.
    pub granularity: Granularity,
    /// What its days follow from.
    pub basis: TimeBasis,
}

text_enum! {
    /// What a phrase names.
    #[allow(missing_docs)]
    Sort { Person = "person", Place = "place", Organization = "organization" }
}

/// A name, description or pronoun for a person, place or body, as a whole phrase.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phrase {
    /// Index of the sentence in the document.
    pub sentence: u32,
    /// The phrase's head word.
    pub head: u32,
    /// The whole phrase with article and modifiers, without appositions.
    pub span: Span,
    /// What it names.
    pub sort: Sort,
    /// Phrases for one entity in the document share this number.
    pub chain: u32,
}

/// What the mentions in a document stand for, each list in text order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Resolved {
    /// Actors. At most one mention for each head word.
    pub actors: Vec<ActorMention>,
    /// Places.
    pub places: Vec<PlaceMention>,
    /// Times.
    pub times: Vec<TimeMention>,
    /// Who says what.
    pub quotes: Vec<Quote>,
    /// Persons, places and bodies, with the phrases that mean the same.
    #[serde(default)]
    pub phrases: Vec<Phrase>,
}

impl Resolved {
    /// The actor whose phrase is headed by this word.
    #[must_use]
    pub fn actor(&self, sentence: u32, head: u32) -> Option<&ActorMention> {
        let at = self
            .actors
            .binary_search_by_key(&(sentence, head), |m| (m.sentence, m.head))
            .ok()?;
        Some(&self.actors[at])
    }

    /// Mentions of actors in one sentence.
    pub fn actors_in(&self, sentence: u32) -> impl Iterator<Item = &ActorMention> {
        let from = self.actors.partition_point(|m| m.sentence < sentence);
        self.actors[from..].iter().take_while(move |m| m.sentence == sentence)
    }

    /// Mentions of places in one sentence, without the attributive ones.
    pub fn places_in(&self, sentence: u32) -> impl Iterator<Item = &PlaceMention> {
        let from = self.places.partition_point(|m| m.sentence < sentence);
        self.places[from..]
            .iter()
            .take_while(move |m| m.sentence == sentence)
            .filter(|m| !m.attributive)
    }

    /// Mentions of places in one sentence that stand inside phrases for something else ("a Sabah resort").
    pub fn attributive_in(&self, sentence: u32) -> impl Iterator<Item = &PlaceMention> {
        let from = self.places.partition_point(|m| m.sentence < sentence);
        self.places[from..]
            .iter()
            .take_while(move |m| m.sentence == sentence)
            .filter(|m| m.attributive)
    }

    /// Time phrases in one sentence.
    pub fn times_in(&self, sentence: u32) -> impl Iterator<Item = &TimeMention> {
        let from = self.times.partition_point(|m| m.sentence < sentence);
        self.times[from..].iter().take_while(move |m| m.sentence == sentence)
    }
}

text_enum! {
    /// What a reporting word says about the words that it reports.
    CueClass {
        /// Neutral report: "said", "told", "according to".
        Say = "say",
        /// The speaker asserts it, the reporter keeps his distance: "claimed", "alleged".
        Claim = "claim",
        /// The reporter takes it as true: "confirmed", "admitted", "found", "noted".
        Reveal = "reveal",
        /// The speaker says that it is not so, or will not be done: "denied", "refused to".
        Deny = "deny",
        /// The speaker expects it, often as a danger: "warned", "predicted".
        Warn = "warn",
        /// Shown by a poll, a report, figures: "shows", "suggests".
        Show = "show",
        /// Said by nobody in particular: "reportedly", "is said to".
        Hearsay = "hearsay",
        /// A question: "asked whether".
        Ask = "ask",
        /// The speaker binds himself: "promised", "vowed", "agreed", "announced plans".
        Promise = "promise",
        /// The speaker wants somebody else to act: "urged", "demanded", "called for".
        Request = "request",
        /// Praise, blame or naming: "criticised", "praised", "called X Y", "accused".
        Judge = "judge",
        /// Thought or felt, not uttered: "believes", "hopes", "wants".
        Think = "think",
        /// No reporting word: a quotation whose speaker follows from the words around it.
        None = "none",
    }
}

impl CueClass {
    /// True where the content is put forward as a fact, by somebody: then what it tells is so
    /// only as far as the speaker can be believed.
    #[must_use]
    pub fn is_report(self) -> bool {
        matches!(
            self,
            Self::Say | Self::Claim | Self::Reveal | Self::Deny | Self::Warn | Self::Show | Self::Hearsay | Self::None
        )
    }
}

/// Words that somebody is said to have uttered, with who says so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quote {
    /// Index of the sentence that holds the cue, or else the content's first.
    pub sentence: u32,
    /// Who says it; `None` where nobody is named.
    pub speaker: Option<super::Speaker>,
    /// The whole phrase that stands for the speaker or the medium in the sentence of the cue,
    /// with article, role and apposition; a relative pronoun in a relative clause.
    pub source: Option<Span>,
    /// What the cue says about the content.
    pub class: CueClass,
    /// The words that report it, with auxiliaries ("has said", "according to").
    pub cue: Vec<Span>,
    /// Index of the cue's head word in the sentence.
    pub cue_head: Option<u32>,
    /// What is said, as pieces in text order.
    pub content: Vec<Span>,
    /// In the speaker's words or the reporter's.
    pub kind: super::QuoteKind,
    /// The medium that carried it ("told the RIA Novosti news agency"), by its usual name.
    pub outlet: Option<String>,
    /// The outlet's words.
    pub outlet_span: Option<Span>,
    /// True where it stands inside somebody else's words and is part of what he tells, as far as the reporter goes:
    /// whatever is reported in direct speech, and there or in an indirect report what others want, promise or think.
    pub inner: bool,
    /// Probability that speaker and content are right, 0 to 1.
    pub confidence: f64,
}

impl Quote {
    /// True where the content is told as a fact on the speaker's word, so that what it tells is
    /// attributed to him: reports of all kinds, and whatever stands in his own words. False for
    /// wishes, requests, promises and judgements in the reporter's words ("urged them to leave").
    #[must_use]
    pub fn reports(&self) -> bool {
        self.class.is_report() || self.kind == super::QuoteKind::Direct
    }
}
