//! Mentions as saved lines: what `dateline mentions` prints. Spans count Unicode code points.

use serde::{Deserialize, Serialize};

use crate::{CodePoints, Document, Place, Resolved};

/// One mention: one line. What does not apply is left out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct MentionLine {
    /// The document's id.
    pub document: String,
    /// actor, place or time.
    pub kind: String,
    pub text: String,
    /// Half-open range of code points into the document's text.
    pub span: [usize; 2],
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sectors: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<String>,
    /// PLOVER code of an actor: country (`---` where it is not known), then sectors.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lat: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lon: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub precision: Option<String>,
    /// True for a place named inside a phrase for something else ("the Akron police").
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub attributive: bool,
    /// The places or actors that a name may mean where they cannot be told apart.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<Candidate>,
    /// First day of a time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Last day of a time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// What a time is counted in: day, week, month, quarter, year, decade, century.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub granularity: Option<String>,
    /// What a time's days follow from: dateline, publication, text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
    /// Mentions of one entity in the document share this number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chain: Option<u32>,
    /// Key in the knowledge base, or Wikidata id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
}

/// What a name may mean.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Candidate {
    /// A place.
    Place(Place),
    /// The key of an actor in the knowledge base.
    Actor(String),
}

/// The lines of a document's mentions, in text order.
#[must_use]
pub fn lines(document: &Document, resolved: &Resolved) -> Vec<MentionLine> {
    let text = document.text.as_str();
    let points = CodePoints::new(text);
    let blank = |kind: &str, span: crate::Span| MentionLine {
        document: document.id.clone(),
        kind: kind.to_owned(),
        text: span.of(text).to_owned(),
        span: points.span(span),
        name: None,
        country: None,
        sectors: Vec::new(),
        members: Vec::new(),
        code: None,
        lat: None,
        lon: None,
        precision: None,
        attributive: false,
        candidates: Vec::new(),
        from: None,
        to: None,
        granularity: None,
        basis: None,
        chain: None,
        id: None,
    };
    let mut lines = Vec::new();
    for mention in &resolved.actors {
        let actor = &mention.actor;
        let sectors: Vec<String> = actor.sectors.iter().map(ToString::to_string).collect();
        let known = actor.country.is_some() || !sectors.is_empty();
        let country = actor.country.as_deref().unwrap_or("---");
        lines.push(MentionLine {
            name: actor.name.clone(),
            country: actor.country.as_ref().map(ToString::to_string),
            code: known.then(|| format!("{country}{}", sectors.concat())),
            sectors,
            members: actor.members.iter().map(ToString::to_string).collect(),
            chain: Some(mention.chain),
            candidates: mention.candidates.iter().cloned().map(Candidate::Actor).collect(),
            id: actor.id.clone(),
            ..blank("actor", mention.span)
        });
    }
    for mention in &resolved.places {
        let place = &mention.place;
        lines.push(MentionLine {
            name: Some(place.name.clone()),
            country: place.country.as_ref().map(ToString::to_string),
            lat: place.lat,
            lon: place.lon,
            precision: place.precision.map(|precision| precision.to_string()),
            attributive: mention.attributive,
            candidates: mention.candidates.iter().cloned().map(Candidate::Place).collect(),
            ..blank("place", mention.span)
        });
    }
    for mention in &resolved.times {
        lines.push(MentionLine {
            from: mention.time.map(|time| time.from.to_string()),
            to: mention.time.map(|time| time.to.to_string()),
            granularity: Some(mention.granularity.to_string()),
            basis: mention.time.map(|_| mention.basis.to_string()),
            ..blank("time", mention.span)
        });
    }
    lines.sort_by_key(|line| (line.span[0], line.span[1]));
    lines
}
