//! A document to the stretches that no sentence crosses. Together they cover the whole text.

use std::collections::BTreeSet;

use crate::types::{Document, PartKind, Span};

/// A stretch of text that is split into sentences on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Where it stands.
    pub span: Span,
    /// Part of the document that it belongs to.
    pub part: PartKind,
    /// True if it begins a paragraph or part, false if it goes on after a cut.
    pub start: bool,
}

/// Units of a document in text order: each part, each body paragraph, each line of what belongs to
/// no part. Where parts overlap, the shorter one has the text.
#[must_use]
pub fn of_document(document: &Document) -> Vec<Unit> {
    let parts = &document.parts;
    let mut pieces: Vec<(Span, PartKind)> = Vec::new();
    let mut other = |span: Span| pieces.push((span, PartKind::Other));
    parts.printed_at.iter().for_each(|p| other(p.span));
    parts.published_at.iter().for_each(|p| other(p.span));
    parts.view_count.iter().for_each(|p| other(p.span));
    parts.photo_credits.iter().for_each(|p| other(p.span));
    parts.byline.iter().for_each(|p| other(p.span));
    parts.dateline.iter().for_each(|p| other(p.span));
    parts.agency.iter().for_each(|p| other(p.span));
    parts.furniture.iter().for_each(|s| other(*s));
    pieces.extend(parts.headline.map(|s| (s, PartKind::Headline)));
    pieces.extend(parts.kicker.map(|s| (s, PartKind::Kicker)));
    pieces.extend(parts.captions.iter().map(|s| (*s, PartKind::Caption)));
    pieces.extend(document.body.iter().map(|s| (*s, PartKind::Body)));
    cut(&document.text, &pieces)
}

/// Units of a text that has paragraphs and nothing else.
#[must_use]
pub fn of_text(text: &str) -> Vec<Unit> {
    cut(text, &[(Span::new(0, text.len()), PartKind::Body)])
}

fn cut(text: &str, pieces: &[(Span, PartKind)]) -> Vec<Unit> {
    let mut events: Vec<(usize, bool, usize)> = Vec::new();
    for (i, (span, _)) in pieces.iter().enumerate() {
        // Spans that a careless caller made up are left out, not trusted.
        if !span.is_empty() && text.get(span.start()..span.end()).is_some() {
            events.push((span.start(), true, i));
            events.push((span.end(), false, i));
        }
    }
    events.sort_unstable();
    let mut active: BTreeSet<(usize, usize)> = BTreeSet::new();
    let mut units = Vec::new();
    let mut from = 0;
    let mut events = events.into_iter().peekable();
    // The piece that the text before `from` belongs to.
    let mut before = None;
    while from < text.len() {
        while let Some((_, opens, i)) = events.next_if(|(at, ..)| *at <= from) {
            let key = (pieces[i].0.len(), i);
            if opens {
                active.insert(key);
            } else {
                active.remove(&key);
            }
        }
        let to = events.peek().map_or(text.len(), |(at, ..)| *at);
        let owner = active.first().map(|(_, i)| *i);
        let part = owner.map_or(PartKind::Other, |i| pieces[i].1);
        let goes_on = owner.is_some() && owner == before;
        lines(text, from, to, owner.is_some(), part, goes_on, &mut units);
        before = owner;
        from = to;
    }
    units
}

/// Cuts at empty lines, or at every line end where `whole` is false.
fn lines(
    text: &str,
    from: usize,
    to: usize,
    whole: bool,
    part: PartKind,
    goes_on: bool,
    units: &mut Vec<Unit>,
) {
    let mut start = from;
    let mut first = true;
    let mut push = |a: usize, b: usize| {
        if text[a..b].chars().any(|c| !c.is_whitespace()) {
            units.push(Unit {
                span: Span::new(a, b),
                part,
                start: !(first && goes_on),
            });
            first = false;
        }
    };
    let mut at = from;
    while let Some(step) = text[at..to].find(['\n', '\u{2029}']) {
        let end = at + step;
        let mark = text[end..].chars().next().map_or(1, char::len_utf8);
        let next = end + mark;
        // An empty line: only blanks up to the next line end.
        let blank = text[next..to]
            .trim_start_matches([' ', '\t', '\r'])
            .starts_with('\n');
        if !whole || blank || mark > 1 {
            push(start, next);
            start = next;
        }
        at = next;
    }
    push(start, to);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown<'a>(text: &'a str, units: &[Unit]) -> Vec<(PartKind, bool, &'a str)> {
        units
            .iter()
            .map(|u| (u.part, u.start, u.span.of(text)))
            .collect()
    }

    #[test]
    fn paragraphs_are_parted_by_empty_lines_only() {
        let text = "One line\ngoes on.\n \t\nNext.";
        let units = of_text(text);
        let body = PartKind::Body;
        assert_eq!(
            shown(text, &units),
            [
                (body, true, "One line\ngoes on.\n"),
                (body, true, " \t\nNext.")
            ]
        );
    }

    #[test]
    fn the_shorter_part_has_the_text() {
        let text = "Caption. Photo: X. More.\nfurniture\nand more";
        let pieces = [
            (Span::new(0, 24), PartKind::Caption),
            (Span::new(9, 18), PartKind::Other),
        ];
        assert_eq!(
            shown(text, &cut(text, &pieces)),
            [
                (PartKind::Caption, true, "Caption. "),
                (PartKind::Other, true, "Photo: X."),
                (PartKind::Caption, true, " More."),
                (PartKind::Other, true, "furniture\n"),
                (PartKind::Other, true, "and more"),
            ]
        );
    }

    proptest! {
        #[test]
        fn units_cover_the_text(text in "[a-c \n]{0,40}", spans in prop::collection::vec((0usize..40, 0usize..12), 0..6)) {
            let pieces: Vec<(Span, PartKind)> = spans
                .into_iter()
                .map(|(a, n)| (Span::new(a.min(text.len()), (a + n).min(text.len()).max(a.min(text.len()))), PartKind::Body))
                .collect();
            let mut at = 0;
            for unit in cut(&text, &pieces) {
                prop_assert!(unit.span.start() >= at);
                prop_assert!(text[at..unit.span.start()].trim().is_empty());
                at = unit.span.end();
            }
            prop_assert!(text[at..].trim().is_empty());
        }
    }
}
