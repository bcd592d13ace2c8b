//! A document and its parts.

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use super::Span;

/// One news dispatch. `text` never changes after reading; every part is a span into it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// The `id` field of JSON Lines, else the file's name without extension.
    pub id: String,
    /// What all spans index: for text files and the `text` field of JSON Lines exactly that text
    /// (without a byte order mark), for HTML the extracted text.
    pub text: String,
    /// What was found around and in the body.
    pub parts: Parts,
    /// Body paragraphs, in order. The dateline and the closing agency credit are not part of them.
    pub body: Vec<Span>,
    /// What is known about the document from outside its text.
    pub meta: Metadata,
}

/// What is known about a document from outside its text. The unknown is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Metadata {
    /// Title from metadata (JSON Lines `title`, HTML); never coded. The headline is a part.
    pub title: Option<String>,
    /// Publisher of the document.
    pub publisher: Option<String>,
    /// Day of publication: given, from metadata, or from the "Published" line.
    pub published: Option<Date>,
    /// Address of the page.
    pub url: Option<String>,
    /// Section of the publication ("Sport").
    pub section: Option<String>,
    /// ISO 639-1 code of the detected or given language.
    pub language: Option<String>,
    /// News agency, as normalised name ("Reuters"): closing credit, dateline, byline or metadata.
    pub agency: Option<String>,
}

/// A part whose words stand for a value: a credit for an agency, a counter for a number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartValue<T> {
    /// The words.
    pub span: Span,
    /// What they stand for.
    pub value: T,
}

/// "MOSCOW, Aug 26:" before the first sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dateline {
    /// The whole dateline with its closing mark.
    pub span: Span,
    /// The place, in normal case ("Moscow").
    pub place: Option<String>,
    /// The place's words.
    pub place_span: Option<Span>,
    /// The day; the year comes from the publication date where the dateline has none.
    pub date: Option<Date>,
    /// An agency named in it ("(Reuters) -").
    pub agency: Option<String>,
}

/// What the reader found around and in the body. All spans lie in the document's text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Parts {
    /// When the page was printed, from a plain dump's first lines.
    pub printed_at: Option<PartValue<DateTime>>,
    /// The headline.
    pub headline: Option<Span>,
    /// Lines under the headline that are not the body (subtitle).
    pub kicker: Option<Span>,
    /// The "Published" line's date and time.
    pub published_at: Option<PartValue<DateTime>>,
    /// "Count : 169".
    pub view_count: Option<PartValue<u64>>,
    /// Picture captions.
    pub captions: Vec<Span>,
    /// "photo : AFP": the value is the name credited.
    pub photo_credits: Vec<PartValue<String>>,
    /// "By Jane Doe": the value is the names.
    pub byline: Option<PartValue<String>>,
    /// Place and date before the first sentence.
    pub dateline: Option<Dateline>,
    /// "-REUTERS" after the last sentence: the value is the agency's usual name.
    pub agency: Option<PartValue<String>>,
    /// Page furniture that is none of these ("Follow BBC on Facebook").
    pub furniture: Vec<Span>,
}
