//! Coded events as saved lines (JSON Lines and CSV). The structs here are the saved format, apart from the
//! internal types; `schema/event.schema.json` describes it. Spans count Unicode code points.

use serde::{Deserialize, Serialize};

use crate::{
    Actor, Attribution, CodePoints, Count, Document, Doubt, Event, EventType, Loss, Participant, Sector, Span, Speaker,
    ToldCount,
};

/// A half-open range `[start, end]` of code points into the document's text.
pub type Range = [usize; 2];

/// One event: one line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EventLine {
    /// 12 hexadecimal digits: a hash of document id, trigger, type and pattern.
    pub id: String,
    /// The document it stands in.
    pub document: DocumentLine,
    /// PLOVER type, or a type of the user's own lexicon.
    #[serde(rename = "type")]
    pub kind: String,
    /// The act itself; differs from the type for planned acts.
    pub act: String,
    /// Code of the user's own scheme; null without one.
    pub code: Option<String>,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// Further modes that hold.
    pub also_modes: Vec<String>,
    /// PLOVER contexts.
    pub contexts: Vec<String>,
    /// CAMEO code.
    pub cameo: String,
    /// Quad class.
    pub quad: String,
    /// PLOVER score, -10 to +10.
    pub score: f64,
    /// Whether the act took place.
    pub status: String,
    /// Lies well before the news itself.
    pub historical: bool,
    /// Told only as the subject of another event.
    pub background: bool,
    /// Who did it.
    pub actors: Vec<PartyLine>,
    /// To whom.
    pub recipients: Vec<PartyLine>,
    /// True where all are actors.
    pub reciprocal: bool,
    /// When.
    pub when: Option<WhenLine>,
    /// Where.
    #[serde(rename = "where")]
    pub place: Option<WhereLine>,
    /// Who says so, from the inside out.
    pub attribution: Vec<AttributionLine>,
    /// The only one who asserts it.
    pub asserted_by: Option<SpeakerLine>,
    /// Ids of the document's events that deny or contradict it, or that it denies.
    pub disputed_by: Vec<String>,
    /// True for a headline's event of which the body tells nothing, or less.
    pub unsupported_by_body: bool,
    /// Dead, injured, detained.
    pub casualties: Option<CasualtiesLine>,
    /// How many protested, or how large the mob was.
    pub crowd: Option<CountLine>,
    /// The words behind it.
    pub evidence: EvidenceLine,
    /// Probability that the event is right, 0 to 1.
    pub confidence: f64,
    /// What speaks against it; not written.
    #[serde(skip)]
    pub doubts: Vec<Doubt>,
    /// What made it.
    pub versions: Versions,
}

/// The document of an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct DocumentLine {
    pub id: String,
    /// From metadata, else the headline.
    pub title: Option<String>,
    pub publisher: Option<String>,
    /// ISO date.
    pub published: Option<String>,
    pub url: Option<String>,
    pub language: Option<String>,
}

/// An actor or recipient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct PartyLine {
    pub text: String,
    pub span: Range,
    pub name: Option<String>,
    pub country: Option<String>,
    pub sectors: Vec<String>,
    pub members: Vec<String>,
    pub id: Option<String>,
    /// True for an actor of whom it is only alleged; left out where it is not.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub alleged: bool,
}

/// When an event took place: days, both inclusive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct WhenLine {
    pub from: String,
    pub to: String,
    /// The words; null where the time follows from the document's date.
    pub text: Option<String>,
    pub span: Option<Range>,
}

/// Where an event took place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct WhereLine {
    pub text: String,
    pub span: Range,
    pub name: String,
    pub country: Option<String>,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    pub precision: Option<String>,
    pub basis: String,
}

/// Words and where they stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Words {
    pub text: String,
    pub span: Range,
}

/// One link of the chain of who says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
#[allow(missing_docs)]
pub enum AttributionLine {
    Speaker {
        speaker: Box<SpeakerLine>,
        cue: Option<Words>,
        kind: String,
    },
    Outlet {
        outlet: String,
    },
    Agency {
        agency: String,
    },
    Publisher {
        publisher: String,
    },
}

/// Who speaks: an actor's fields, and the words that say what he is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct SpeakerLine {
    #[serde(flatten)]
    pub party: PartyLine,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Words>,
    /// What an unnamed source is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<String>,
    /// An unnamed source's whole phrase.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Words>,
}

/// Losses of an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct CasualtiesLine {
    pub dead: Option<CountLine>,
    pub injured: Option<CountLine>,
    pub detained: Option<CountLine>,
}

/// A number of people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountLine {
    /// Least.
    pub from: u64,
    /// Most; null for "at least".
    pub to: Option<u64>,
    /// Who says so, in the text's words.
    pub by: Option<String>,
    /// The number's words.
    pub span: Range,
    /// Who says which number, where they differ: then `from` and `to` span them all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub said: Vec<SaidLine>,
}

/// One source's number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaidLine {
    /// Least.
    pub from: u64,
    /// Most; null for "at least".
    pub to: Option<u64>,
    /// Who says so, in the text's words.
    pub by: Option<String>,
    /// The number's words.
    pub span: Range,
}

/// The characters and the pattern behind an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct EvidenceLine {
    /// headline, kicker, caption or body.
    pub part: String,
    pub sentence: SentenceLine,
    pub trigger: Words,
    pub pattern: String,
}

/// A sentence: its number in the document, from 0, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct SentenceLine {
    pub index: u32,
    pub span: Range,
}

/// Versions of program, model and lexicon behind a line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Versions {
    pub dateline: String,
    pub model: Option<String>,
    pub lexicon: Option<String>,
}

/// The lines of a document's events, in their order: all of them, since events refer to each other. Ids differ within the
/// document.
#[must_use]
pub fn lines<'a>(
    document: &Document,
    events: impl IntoIterator<Item = &'a Event>,
    versions: &Versions,
) -> Vec<EventLine> {
    let writer = Writer {
        text: &document.text,
        points: CodePoints::new(&document.text),
    };
    let about = document_line(document);
    let mut lines: Vec<EventLine> = Vec::new();
    let mut disputes = Vec::new();
    for event in events {
        disputes.push(event.vouch.disputed_by.as_slice());
        let mut line = writer.event(event, &about, versions);
        let mut repeat = 0;
        while lines.iter().any(|other| other.id == line.id) {
            repeat += 1;
            line.id = id_of(&line, repeat);
        }
        lines.push(line);
    }
    let ids: Vec<String> = lines.iter().map(|line| line.id.clone()).collect();
    for (line, others) in lines.iter_mut().zip(disputes) {
        line.disputed_by = others.iter().filter_map(|&at| ids.get(at).cloned()).collect();
    }
    lines
}

fn document_line(document: &Document) -> DocumentLine {
    let meta = &document.meta;
    let headline = || document.parts.headline.map(|span| span.of(&document.text).to_owned());
    DocumentLine {
        id: document.id.clone(),
        title: meta.title.clone().or_else(headline),
        publisher: meta.publisher.clone(),
        published: meta.published.map(|date| date.to_string()),
        url: meta.url.clone(),
        language: meta.language.clone(),
    }
}

/// The same on every machine: FNV-1a over document id, trigger, type and pattern.
fn id_of(line: &EventLine, repeat: u32) -> String {
    let [start, end] = line.evidence.trigger.span;
    let key = format!(
        "{}\0{start}\0{end}\0{}\0{}\0{repeat}",
        line.document.id, line.kind, line.evidence.pattern
    );
    let hash = fnv1a(key.as_bytes());
    format!("{:012x}", (hash ^ (hash >> 48)) & 0xFFFF_FFFF_FFFF)
}

/// FNV-1a, 64 bits: a stable hash for ids and versions, not for security.
#[must_use]
pub fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// The name of the user's own type, or of the PLOVER type.
fn type_name(event: &Event, kind: EventType) -> String {
    let own = event.own_type.as_ref().map(|own| own.name.to_string());
    own.unwrap_or_else(|| kind.to_string())
}

struct Writer<'a> {
    text: &'a str,
    points: CodePoints,
}

impl Writer<'_> {
    fn event(&self, event: &Event, document: &DocumentLine, versions: &Versions) -> EventLine {
        let evidence = &event.evidence;
        let own_score = event.own_type.as_ref().and_then(|own| own.score);
        let mut line = EventLine {
            id: String::new(),
            document: document.clone(),
            kind: type_name(event, event.kind),
            act: type_name(event, event.act),
            code: event.code.as_ref().map(ToString::to_string),
            mode: event.mode.map(|mode| mode.to_string()),
            also_modes: event.also_modes.iter().map(ToString::to_string).collect(),
            contexts: event.contexts.iter().map(ToString::to_string).collect(),
            cameo: event.cameo.to_string(),
            quad: event.kind.quad().to_string(),
            score: own_score.unwrap_or_else(|| event.kind.score_with(event.mode)),
            status: event.status.to_string(),
            historical: event.historical,
            background: event.background,
            actors: event
                .actors
                .iter()
                .map(|p| PartyLine {
                    alleged: event.vouch.alleged.is_some(),
                    ..self.participant(p)
                })
                .collect(),
            recipients: event.recipients.iter().map(|p| self.participant(p)).collect(),
            reciprocal: event.reciprocal,
            when: event.when.as_ref().map(|when| WhenLine {
                from: when.time.from.to_string(),
                to: when.time.to.to_string(),
                text: when.span.map(|span| span.of(self.text).to_owned()),
                span: when.span.map(|span| self.points.span(span)),
            }),
            place: event.place.as_ref().map(|at| WhereLine {
                text: at.span.of(self.text).to_owned(),
                span: self.points.span(at.span),
                name: at.place.name.clone(),
                country: at.place.country.as_ref().map(ToString::to_string),
                lat: at.place.lat,
                lon: at.place.lon,
                precision: at.place.precision.map(|p| p.to_string()),
                basis: at.basis.to_string(),
            }),
            attribution: event.attribution.iter().map(|link| self.attribution(link)).collect(),
            asserted_by: event.vouch.asserted_by.as_ref().map(|speaker| self.speaker(speaker)),
            disputed_by: Vec::new(),
            unsupported_by_body: event.vouch.unsupported_by_body,
            casualties: event.casualties.as_ref().map(|losses| CasualtiesLine {
                dead: losses
                    .dead
                    .as_ref()
                    .map(|count| self.count(count, Some(Loss::Dead), event)),
                injured: losses
                    .injured
                    .as_ref()
                    .map(|count| self.count(count, Some(Loss::Injured), event)),
                detained: losses
                    .detained
                    .as_ref()
                    .map(|count| self.count(count, Some(Loss::Detained), event)),
            }),
            crowd: event.crowd.as_ref().map(|count| self.count(count, None, event)),
            evidence: EvidenceLine {
                part: evidence.part.to_string(),
                sentence: SentenceLine {
                    index: evidence.sentence,
                    span: self.points.span(evidence.sentence_span),
                },
                trigger: self.words(evidence.trigger),
                pattern: evidence.pattern.clone(),
            },
            doubts: event.doubts.clone(),
            confidence: (event.confidence.clamp(0.0, 1.0) * 1000.0).round() / 1000.0,
            versions: versions.clone(),
        };
        line.id = id_of(&line, 0);
        line
    }

    fn words(&self, span: Span) -> Words {
        Words {
            text: span.of(self.text).to_owned(),
            span: self.points.span(span),
        }
    }

    fn party(&self, span: Span, actor: &Actor) -> PartyLine {
        PartyLine {
            text: span.of(self.text).to_owned(),
            span: self.points.span(span),
            name: actor.name.clone(),
            country: actor.country.as_ref().map(ToString::to_string),
            sectors: actor.sectors.iter().map(Sector::to_string).collect(),
            members: actor.members.iter().map(ToString::to_string).collect(),
            id: actor.id.clone(),
            alleged: false,
        }
    }

    fn participant(&self, participant: &Participant) -> PartyLine {
        self.party(participant.span, &participant.actor)
    }

    fn attribution(&self, link: &Attribution) -> AttributionLine {
        match link {
            Attribution::Speaker { speaker, cue, kind } => AttributionLine::Speaker {
                speaker: Box::new(self.speaker(speaker)),
                cue: cue.map(|span| self.words(span)),
                kind: kind.to_string(),
            },
            Attribution::Outlet(name) => AttributionLine::Outlet { outlet: name.clone() },
            Attribution::Agency(name) => AttributionLine::Agency { agency: name.clone() },
            Attribution::Publisher(name) => AttributionLine::Publisher {
                publisher: name.clone(),
            },
        }
    }

    fn speaker(&self, speaker: &Speaker) -> SpeakerLine {
        SpeakerLine {
            party: self.party(speaker.span, &speaker.actor),
            role: speaker.role.map(|span| self.words(span)),
            class: speaker.class.map(|class| class.to_string()),
            description: speaker.description.map(|span| self.words(span)),
        }
    }

    fn count(&self, count: &Count, loss: Option<Loss>, event: &Event) -> CountLine {
        let told = event.vouch.counts.iter().filter(|told| Some(told.loss) == loss);
        let said = |told: &ToldCount| SaidLine {
            from: told.count.from,
            to: told.count.to,
            by: told.count.by.map(|span| span.of(self.text).to_owned()),
            span: self.points.span(told.count.span),
        };
        CountLine {
            said: told.map(said).collect(),
            from: count.from,
            to: count.to,
            by: count.by.map(|span| span.of(self.text).to_owned()),
            span: self.points.span(count.span),
        }
    }
}

/// Names of the CSV columns. Several values in one cell are joined by `; `.
pub const CSV_COLUMNS: &[&str] = &[
    "id",
    "document",
    "title",
    "publisher",
    "published",
    "url",
    "language",
    "type",
    "act",
    "code",
    "mode",
    "also_modes",
    "contexts",
    "cameo",
    "quad",
    "score",
    "status",
    "historical",
    "background",
    "actors",
    "actor_names",
    "actor_countries",
    "actor_sectors",
    "recipients",
    "recipient_names",
    "recipient_countries",
    "recipient_sectors",
    "reciprocal",
    "from",
    "to",
    "time_text",
    "place_text",
    "place",
    "place_country",
    "lat",
    "lon",
    "precision",
    "speakers",
    "cues",
    "outlets",
    "agencies",
    "asserted_by",
    "disputed_by",
    "alleged",
    "unsupported_by_body",
    "dead_from",
    "dead_to",
    "injured_from",
    "injured_to",
    "detained_from",
    "detained_to",
    "crowd_from",
    "crowd_to",
    "part",
    "sentence",
    "sentence_start",
    "sentence_end",
    "trigger",
    "trigger_start",
    "trigger_end",
    "pattern",
    "confidence",
    "dateline_version",
    "model_version",
    "lexicon_version",
];

impl EventLine {
    /// Countries of an actor list; the members where a phrase stands for several states.
    #[must_use]
    pub fn countries(parties: &[PartyLine]) -> Vec<&str> {
        parties
            .iter()
            .flat_map(|party| match party.members.as_slice() {
                [] => party.country.as_slice(),
                members => members,
            })
            .map(String::as_str)
            .collect()
    }

    /// The speakers of its attribution, from the inside out.
    pub fn speakers(&self) -> impl Iterator<Item = &SpeakerLine> {
        self.attribution.iter().filter_map(|link| match link {
            AttributionLine::Speaker { speaker, .. } => Some(&**speaker),
            _ => None,
        })
    }

    /// One cell for each of [`CSV_COLUMNS`], unquoted; empty where there is no value.
    #[must_use]
    pub fn csv_cells(&self) -> Vec<String> {
        let opt = |value: &Option<String>| value.clone().unwrap_or_default();
        let number = |value: Option<f64>| value.map(|number| number.to_string()).unwrap_or_default();
        let names = |parties: &[PartyLine]| join(parties.iter().map(|p| p.name.as_deref().unwrap_or(p.text.as_str())));
        let texts = |parties: &[PartyLine]| join(parties.iter().map(|p| p.text.as_str()));
        let sectors = |parties: &[PartyLine]| join(parties.iter().flat_map(|p| p.sectors.iter().map(String::as_str)));
        let when = self.when.as_ref();
        let place = self.place.as_ref();
        let losses = self.casualties.as_ref();
        let range = |count: Option<&CountLine>| {
            [
                count.map(|c| c.from.to_string()).unwrap_or_default(),
                count.and_then(|c| c.to).map(|to| to.to_string()).unwrap_or_default(),
            ]
        };
        let [dead_from, dead_to] = range(losses.and_then(|l| l.dead.as_ref()));
        let [injured_from, injured_to] = range(losses.and_then(|l| l.injured.as_ref()));
        let [detained_from, detained_to] = range(losses.and_then(|l| l.detained.as_ref()));
        let [crowd_from, crowd_to] = range(self.crowd.as_ref());
        let cues = join(self.attribution.iter().filter_map(|link| match link {
            AttributionLine::Speaker { cue: Some(cue), .. } => Some(cue.text.as_str()),
            _ => None,
        }));
        let outlets = join(self.attribution.iter().filter_map(|link| match link {
            AttributionLine::Outlet { outlet } => Some(outlet.as_str()),
            _ => None,
        }));
        let agencies = join(self.attribution.iter().filter_map(|link| match link {
            AttributionLine::Agency { agency } => Some(agency.as_str()),
            _ => None,
        }));
        let evidence = &self.evidence;
        vec![
            self.id.clone(),
            self.document.id.clone(),
            opt(&self.document.title),
            opt(&self.document.publisher),
            opt(&self.document.published),
            opt(&self.document.url),
            opt(&self.document.language),
            self.kind.clone(),
            self.act.clone(),
            opt(&self.code),
            opt(&self.mode),
            join(self.also_modes.iter().map(String::as_str)),
            join(self.contexts.iter().map(String::as_str)),
            self.cameo.clone(),
            self.quad.clone(),
            self.score.to_string(),
            self.status.clone(),
            self.historical.to_string(),
            self.background.to_string(),
            texts(&self.actors),
            names(&self.actors),
            join(Self::countries(&self.actors)),
            sectors(&self.actors),
            texts(&self.recipients),
            names(&self.recipients),
            join(Self::countries(&self.recipients)),
            sectors(&self.recipients),
            self.reciprocal.to_string(),
            when.map(|w| w.from.clone()).unwrap_or_default(),
            when.map(|w| w.to.clone()).unwrap_or_default(),
            when.map(|w| opt(&w.text)).unwrap_or_default(),
            place.map(|p| p.text.clone()).unwrap_or_default(),
            place.map(|p| p.name.clone()).unwrap_or_default(),
            place.map(|p| opt(&p.country)).unwrap_or_default(),
            place.map(|p| number(p.lat)).unwrap_or_default(),
            place.map(|p| number(p.lon)).unwrap_or_default(),
            place.map(|p| opt(&p.precision)).unwrap_or_default(),
            join(self.speakers().map(|s| s.party.text.as_str())),
            cues,
            outlets,
            agencies,
            self.asserted_by
                .as_ref()
                .map(|s| s.party.text.clone())
                .unwrap_or_default(),
            join(self.disputed_by.iter().map(String::as_str)),
            self.actors.iter().any(|a| a.alleged).to_string(),
            self.unsupported_by_body.to_string(),
            dead_from,
            dead_to,
            injured_from,
            injured_to,
            detained_from,
            detained_to,
            crowd_from,
            crowd_to,
            evidence.part.clone(),
            evidence.sentence.index.to_string(),
            evidence.sentence.span[0].to_string(),
            evidence.sentence.span[1].to_string(),
            evidence.trigger.text.clone(),
            evidence.trigger.span[0].to_string(),
            evidence.trigger.span[1].to_string(),
            evidence.pattern.clone(),
            self.confidence.to_string(),
            self.versions.dateline.clone(),
            opt(&self.versions.model),
            opt(&self.versions.lexicon),
        ]
    }
}

fn join<'a>(values: impl IntoIterator<Item = &'a str>) -> String {
    values.into_iter().collect::<Vec<_>>().join("; ")
}

/// Cells as a line of CSV (RFC 4180), with its line end.
#[must_use]
pub fn csv_line<S: AsRef<str>>(cells: &[S]) -> String {
    let mut line = String::new();
    for (i, cell) in cells.iter().enumerate() {
        let cell = cell.as_ref();
        if i > 0 {
            line.push(',');
        }
        if cell.contains([',', '"', '\n', '\r']) {
            line.push('"');
            line.push_str(&cell.replace('"', "\"\""));
            line.push('"');
        } else {
            line.push_str(cell);
        }
    }
    line.push_str("\r\n");
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ActorKind, Evidence, Metadata, PartKind, Parts, Precision, QuoteKind, Status, TimeSpan, When, Where};
    use jiff::civil::date;

    fn sample() -> (Document, Event) {
        let text = "Zürich police said on Monday they had arrested “two men” in Chur.".to_owned();
        let find = |words: &str| {
            let start = text.find(words).expect("the words are there");
            Span::new(start, start + words.len())
        };
        let actor = Actor {
            kind: ActorKind::Organization,
            name: None,
            country: Some("CHE".into()),
            sectors: vec![Sector::Cop],
            members: Vec::new(),
            id: None,
        };
        let police = Participant {
            span: find("Zürich police"),
            actor: actor.clone(),
        };
        let event = Event {
            kind: EventType::Coerce,
            act: EventType::Coerce,
            own_type: None,
            code: None,
            mode: Some(crate::Mode::Arrest),
            also_modes: Vec::new(),
            contexts: Vec::new(),
            cameo: "173".into(),
            status: Status::Actual,
            act_mode: Some(crate::Mode::Arrest),
            act_status: Status::Actual,
            historical: false,
            background: false,
            actors: vec![police],
            recipients: vec![Participant {
                span: find("two men"),
                actor: Actor {
                    kind: ActorKind::Group,
                    country: None,
                    sectors: Vec::new(),
                    ..actor.clone()
                },
            }],
            reciprocal: false,
            when: Some(When {
                time: TimeSpan {
                    from: date(2019, 3, 4),
                    to: date(2019, 3, 4),
                },
                span: Some(find("on Monday")),
            }),
            place: Some(Where {
                span: find("Chur"),
                place: crate::Place {
                    name: "Chur".to_owned(),
                    country: Some("CHE".into()),
                    lat: Some(46.85),
                    lon: Some(9.53),
                    precision: Some(Precision::City),
                },
                basis: crate::types::WhereBasis::Clause,
            }),
            attribution: vec![
                Attribution::Speaker {
                    speaker: Speaker {
                        span: find("Zürich police"),
                        actor,
                        role: None,
                        class: None,
                        description: None,
                    },
                    cue: Some(find("said")),
                    kind: QuoteKind::Indirect,
                },
                Attribution::Agency("SDA".to_owned()),
            ],
            vouch: crate::Vouch::default(),
            casualties: None,
            crowd: None,
            evidence: Evidence {
                part: PartKind::Body,
                sentence: 0,
                sentence_span: Span::new(0, text.len()),
                trigger: find("arrested"),
                trigger_head: 7,
                pattern: "coerce.arrest#0".to_owned(),
            },
            doubts: Vec::new(),
            confidence: 0.87654,
        };
        let document = Document {
            id: "d1".to_owned(),
            body: vec![Span::new(0, text.len())],
            text,
            parts: Parts::default(),
            meta: Metadata::default(),
        };
        (document, event)
    }

    #[test]
    fn spans_count_code_points_and_words_are_the_texts() {
        let (document, event) = sample();
        let line = &lines(&document, [&event], &Versions::default())[0];
        let slice = |[start, end]: Range| -> String { document.text.chars().skip(start).take(end - start).collect() };
        assert_eq!(slice(line.evidence.trigger.span), "arrested");
        assert_eq!(slice(line.recipients[0].span), "two men");
        assert_eq!(line.recipients[0].text, "two men");
        assert_eq!(slice(line.place.as_ref().expect("place").span), "Chur");
        assert_eq!(line.confidence, 0.877);
    }

    #[test]
    fn a_line_is_read_back_as_it_was_written() {
        let (document, event) = sample();
        let line = &lines(&document, [&event], &Versions::default())[0];
        let json = serde_json::to_string(line).expect("lines are JSON");
        assert_eq!(serde_json::from_str::<EventLine>(&json).expect("own JSON"), *line);
        let start = r#"{"id":"#;
        assert!(json.starts_with(start), "{json}");
        let value: serde_json::Value = serde_json::from_str(&json).expect("own JSON");
        assert_eq!(value["attribution"][0]["speaker"]["country"], "CHE");
        assert_eq!(value["attribution"][1]["agency"], "SDA");
    }

    #[test]
    fn raw_types_are_the_acts_themselves() {
        let (_, mut event) = sample();
        assert_eq!(event.raw(), event);
        (event.kind, event.mode, event.status) = (EventType::Agree, None, Status::Planned);
        (event.act, event.act_mode, event.act_status) = (EventType::Consult, Some(crate::Mode::Visit), Status::Planned);
        let raw = event.raw();
        assert_eq!((raw.kind, raw.mode), (EventType::Consult, Some(crate::Mode::Visit)));
        // "will not meet": a refusal, or the meeting negated
        (event.kind, event.status, event.act_status) = (EventType::Reject, Status::Actual, Status::Negated);
        assert_eq!(event.raw().status, Status::Negated);
    }

    #[test]
    fn ids_are_stable_and_differ_within_a_document() {
        let (document, event) = sample();
        let made = lines(&document, [&event, &event], &Versions::default());
        assert_eq!(made[0].id, "b4da575f0466");
        assert_ne!(made[0].id, made[1].id);
        assert!(made.iter().all(|line| line.id.len() == 12));
    }

    #[test]
    fn csv_has_a_cell_for_each_column_and_quotes_what_needs_it() {
        let (document, event) = sample();
        let line = &lines(&document, [&event], &Versions::default())[0];
        assert_eq!(line.csv_cells().len(), CSV_COLUMNS.len());
        assert_eq!(
            csv_line(&["a", "b,c", "d\"e", "f\ng"]),
            "a,\"b,c\",\"d\"\"e\",\"f\ng\"\r\n"
        );
    }
}
