//! Time phrases: a table of them, and what no text may do to the resolver.

use std::fmt::Write;

use dateline::resolve::times::TimeResolver;
use dateline::{Document, Metadata, PartKind, Parts, Rel, Sentence, Span, SubRel, TimeMention, Token, Upos};
use jiff::civil::Date;
use proptest::prelude::*;

/// A document of one sentence whose words may carry tags ("fell/VBD"), with a tree that hangs every
/// word on the verb before it.
fn read(tagged: &str, anchor: Option<Date>) -> (Document, Sentence) {
    let mut text = String::new();
    let mut tokens: Vec<Token> = Vec::new();
    for chunk in tagged.split(' ') {
        let (word, tag) = match chunk.split_once('/') {
            Some((word, tag)) if tag.starts_with(|c: char| c.is_ascii_uppercase()) => {
                let end = tag.find(|c: char| !c.is_ascii_uppercase()).unwrap_or(tag.len());
                (format!("{word}{}", &tag[end..]), Some(tag[..end].to_owned()))
            }
            _ => (chunk.to_owned(), None),
        };
        if !text.is_empty() {
            text.push(' ');
        }
        let tail = word.len() - word.trim_end_matches(['.', ',']).len();
        let (body, marks) = word.split_at(if word.len() == tail { 0 } else { word.len() - tail });
        for part in [body, marks] {
            if part.is_empty() {
                continue;
            }
            let start = text.len();
            text.push_str(part);
            let tag = if part == marks { None } else { tag.as_deref() };
            tokens.push(token(part, tag, Span::new(start, text.len())));
        }
    }
    tree(&mut tokens);
    let sentence = Sentence {
        span: Span::new(0, text.len()),
        part: PartKind::Body,
        index: 0,
        tokens,
        names: Vec::new(),
        paragraph_start: true,
    };
    (document(text, anchor), sentence)
}

fn document(text: String, anchor: Option<Date>) -> Document {
    Document {
        id: "test".to_owned(),
        text,
        parts: Parts::default(),
        body: Vec::new(),
        meta: Metadata {
            published: anchor,
            ..Metadata::default()
        },
    }
}

fn token(form: &str, tag: Option<&str>, span: Span) -> Token {
    let lower = form.to_lowercase();
    let guessed = match lower.as_str() {
        "in" | "on" | "at" | "by" | "of" | "for" | "from" | "to" | "since" | "until" | "over" | "between"
        | "during" | "near" | "after" | "before" => "IN",
        "the" | "a" | "an" => "DT",
        "and" | "or" => "CC",
        "will" | "would" => "MD",
        "may" if form == "may" => "MD",
        "be" => "VB",
        "was" | "were" | "been" | "is" | "are" => "VBD",
        "again" | "earlier" | "later" | "early" | "late" | "off" | "out" | "so" | "ago" => "RB",
        "he" | "they" | "it" | "him" => "PRP",
        _ if form.starts_with(|c: char| c.is_ascii_digit()) => "CD",
        _ if form.starts_with(|c: char| !c.is_alphanumeric()) => ".",
        _ if form.starts_with(|c: char| c.is_uppercase()) => "NNP",
        _ if lower.ends_with('s') => "NNS",
        _ => "NN",
    };
    let xpos = tag.unwrap_or(guessed);
    let auxiliary = matches!(
        lower.as_str(),
        "was" | "were" | "been" | "be" | "is" | "are" | "has" | "have" | "had"
    );
    let upos = match xpos {
        "MD" => Upos::Aux,
        _ if auxiliary => Upos::Aux,
        tag if tag.starts_with('V') => Upos::Verb,
        "IN" => Upos::Adp,
        "DT" => Upos::Det,
        "CC" => Upos::Cconj,
        "RB" | "RP" => Upos::Adv,
        "PRP" => Upos::Pron,
        "CD" => Upos::Num,
        "." => Upos::Punct,
        "NNP" => Upos::Propn,
        tag if tag.starts_with('J') => Upos::Adj,
        _ => Upos::Noun,
    };
    let lemma = match lower.as_str() {
        "was" | "were" | "been" | "is" | "are" => "be",
        "has" | "had" => "have",
        "set" => "set",
        "planned" => "plan",
        other => other,
    };
    Token {
        span,
        form: form.into(),
        lemma: lemma.into(),
        upos,
        xpos: xpos.into(),
        head: None,
        rel: Rel::Obl,
        sub: SubRel::None,
        mwt_first: false,
        mwt_rest: false,
    }
}

fn tree(tokens: &mut [Token]) {
    let verbs: Vec<usize> = (0..tokens.len())
        .filter(|i| {
            tokens[*i].upos == Upos::Verb
                || tokens[*i].xpos.starts_with("JJ") && *i > 0 && tokens[*i - 1].upos == Upos::Aux
        })
        .collect();
    let Some(root) = verbs.first().copied() else {
        for token in tokens.iter_mut().skip(1) {
            token.head = Some(0);
        }
        return;
    };
    for i in 0..tokens.len() {
        let next = verbs.iter().copied().find(|v| *v > i);
        let last = verbs.iter().copied().rfind(|v| *v < i);
        let upos = tokens[i].upos;
        let to = tokens[i].form == "to"
            && tokens
                .get(i + 1)
                .is_some_and(|t| t.upos == Upos::Verb || t.upos == Upos::Aux);
        if to {
            (tokens[i].head, tokens[i].rel) = (next.map(|v| v as u32), Rel::Mark);
        } else if upos == Upos::Aux && next.is_some() {
            (tokens[i].head, tokens[i].rel) = (next.map(|v| v as u32), Rel::Aux);
        } else if i != root {
            tokens[i].head = Some(last.unwrap_or(root) as u32);
            if upos == Upos::Verb {
                tokens[i].rel = Rel::Conj;
            } else if upos == Upos::Aux {
                tokens[i].rel = Rel::Cop;
            }
        }
    }
}

fn day(text: &str) -> Option<Date> {
    (text != "-").then(|| text.parse().expect("a date in the table"))
}

fn found(mentions: &[TimeMention], text: &str) -> String {
    let mut out = String::new();
    for mention in mentions {
        let _ = match mention.time {
            Some(time) => write!(out, "[{}: {} {}]", mention.span.of(text), time.from, time.to),
            None => write!(out, "[{}: - -]", mention.span.of(text)),
        };
    }
    out
}

#[test]
fn table() {
    let resolver = TimeResolver::builtin().expect("built-in words");
    let (mut rows, mut wrong) = (0, String::new());
    for line in include_str!("times.tsv").lines().filter(|line| !line.starts_with('#')) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [phrase, anchor, from, to, tagged] = cells[..] else {
            panic!("five cells: {line}");
        };
        rows += 1;
        let (document, sentence) = read(tagged, day(anchor));
        let mentions = resolver.resolve(&document, &[sentence]);
        let texts: Vec<&str> = mentions.iter().map(|m| m.span.of(&document.text)).collect();
        let expected: Vec<&str> = if phrase == "-" {
            vec![]
        } else {
            phrase.split(" | ").collect()
        };
        let time = mentions.last().and_then(|m| m.time);
        let days = (time.map(|t| t.from), time.map(|t| t.to));
        if texts != expected || days != (day(from), day(to)) {
            let _ = writeln!(
                wrong,
                "{phrase} ({anchor}): {from} {to}, found {} in {tagged}",
                found(&mentions, &document.text)
            );
        }
    }
    assert!(rows >= 200, "{rows} rows");
    assert!(wrong.is_empty(), "{rows} rows\n{wrong}");
}

/// A resolver's answer to text that has one token only: phrases are found by words.
fn one_token(text: &str) -> (Document, Sentence) {
    let span = Span::new(0, text.len());
    let sentence = Sentence {
        span,
        part: PartKind::Body,
        index: 0,
        tokens: vec![token(text, Some("NN"), span)],
        names: Vec::new(),
        paragraph_start: true,
    };
    (document(text.to_owned(), "2021-08-26".parse().ok()), sentence)
}

const WORDS: &[&str] = &[
    "the",
    "first",
    "last",
    "next",
    "past",
    "this",
    "that",
    "of",
    "in",
    "on",
    "by",
    "since",
    "until",
    "between",
    "and",
    "from",
    "to",
    "May",
    "Sept.",
    "September",
    "Monday",
    "Thu",
    "week",
    "weeks",
    "month",
    "year",
    "years",
    "decade",
    "century",
    "summer",
    "fall",
    "early",
    "late",
    "mid",
    "-",
    "–",
    ",",
    "7",
    "31",
    "29",
    "99",
    "2014",
    "9999",
    "1990s",
    "'",
    "90s",
    "two",
    "few",
    "a",
    "ago",
    "earlier",
    "later",
    "before",
    "after",
    "day",
    "days",
    "night",
    "today",
    "tomorrow",
    "end",
    "eve",
    "half",
    "quarter",
    "same",
    "following",
    "over",
    "within",
    "999999",
    "9/11",
    "2021-02-29",
    "26th",
    "Christmas",
    "Day",
    "Easter",
    "Q1",
    "hours",
    "now",
    "'s",
    "every",
    "overnight",
    "coming",
    "recent",
    "weekend",
];

proptest! {
    #[test]
    fn any_text_is_harmless(text in any::<String>()) {
        let resolver = TimeResolver::builtin().expect("built-in words");
        let (document, sentence) = one_token(&text);
        for mention in resolver.resolve(&document, &[sentence]) {
            prop_assert!(document.text.get(mention.span.start()..mention.span.end()).is_some());
        }
    }

    #[test]
    fn any_words_of_time_are_harmless(
        picks in prop::collection::vec((0..WORDS.len(), any::<bool>()), 1..12),
        year in 1i16..=9999, month in 1i8..=12, number in 1i8..=28,
    ) {
        let resolver = TimeResolver::builtin().expect("built-in words");
        let mut text = String::new();
        for (pick, blank) in picks {
            text.push_str(WORDS[pick]);
            if blank {
                text.push(' ');
            }
        }
        let (mut document, sentence) = one_token(&text);
        document.meta.published = Date::new(year, month, number).ok();
        let mut end = 0;
        for mention in resolver.resolve(&document, &[sentence]) {
            prop_assert!(mention.span.start() >= end && !mention.span.is_empty());
            end = mention.span.end();
            if let Some(time) = mention.time {
                prop_assert!(time.from <= time.to && time.from.year() >= 1 && time.to.year() <= 9999);
            }
        }
    }
}
