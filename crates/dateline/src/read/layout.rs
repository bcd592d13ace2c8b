//! Finds the parts of a text: headline, credits, dateline, body paragraphs, page furniture.

use jiff::civil::Date;

use super::agencies::Agencies;
use super::credits::{self, Closing};
use super::dateline::{Found, dateline_at, ends_sentence};
use super::furniture::{self, Meta};
use super::stamp::days_between;
use crate::{PartValue, Parts, Span};

/// What was found in a text.
#[derive(Clone, Debug, Default)]
pub(super) struct Layout {
    pub parts: Parts,
    pub body: Vec<Span>,
    /// Day of publication as far as the page tells.
    pub published: Option<Date>,
    /// An agency, from the closing credit, the dateline or the byline.
    pub agency: Option<String>,
}

/// What is known of a text's lines beforehand, from a web page's elements.
#[derive(Clone, Debug, Default)]
pub(super) struct Given {
    /// The first line is the headline.
    pub headline: bool,
    /// Lines that are captions.
    pub captions: Vec<Span>,
    /// Lines that are furniture.
    pub furniture: Vec<Span>,
}

/// A line without the white space around it; empty lines are left out.
#[derive(Clone, Copy, Debug)]
struct Line {
    span: Span,
    /// True if an empty line stands before it.
    gap: bool,
}

fn lines(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut gap = false;
    for line in text.split_inclusive(['\n', '\u{2028}', '\u{2029}', '\u{c}']) {
        let trimmed = line.trim_matches(is_blank);
        if trimmed.is_empty() {
            gap = true;
        } else {
            let lead = line.len() - line.trim_start_matches(is_blank).len();
            let from = start + lead;
            let span = Span::new(from, from + trimmed.len());
            lines.push(Line { span, gap });
            gap = false;
        }
        start += line.len();
    }
    lines
}

/// White space and invisible characters.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{2060}')
}

/// Lines of text wrapped at a fixed width become one span for each paragraph.
fn unwrap_lines(text: &str, lines: Vec<Line>) -> Vec<Line> {
    let widest = lines.iter().map(|line| line.span.len()).max().unwrap_or(0);
    let (mut inner, mut open) = (0, 0);
    for pair in lines.windows(2) {
        if !pair[1].gap {
            inner += 1;
            let words = pair[0].span.of(text);
            let long = words.len() * 3 > widest * 2;
            open += usize::from(long && !ends_sentence(words));
        }
    }
    // Wrapped: paragraphs of several long lines, most of which end in mid-sentence.
    if widest > 110 || inner < 4 || open * 3 < inner * 2 {
        return lines;
    }
    let mut joined: Vec<Line> = Vec::new();
    for line in lines {
        match joined.last_mut() {
            Some(last) if !line.gap => last.span = last.span.join(line.span),
            _ => joined.push(line),
        }
    }
    joined
}

/// Finds the parts of a text. `known` is the day of publication, if it is given.
pub(super) fn layout(text: &str, plain: bool, known: Option<Date>, agencies: &Agencies, given: &Given) -> Layout {
    let lines = if given.headline {
        lines(text)
    } else {
        unwrap_lines(text, lines(text))
    };
    let mut layout = if plain || lines.len() < 2 {
        plain_layout(text, &lines, known, agencies)
    } else {
        dump_layout(text, &lines, known, agencies, given)
    };
    layout.agency = layout
        .parts
        .agency
        .as_ref()
        .map(|agency| agency.value.clone())
        .or(layout.agency)
        .or_else(|| {
            // "© 2019 Agence France-Presse" below the text
            let last = layout.body.last().map_or(0, |p| p.end());
            let below = layout.parts.furniture.iter().filter(|f| f.start() >= last);
            below.rev().find_map(|f| credits::copyrighted(f.of(text), agencies))
        });
    layout
}

/// One sentence or paragraph a line, headline first.
fn plain_layout(text: &str, lines: &[Line], known: Option<Date>, agencies: &Agencies) -> Layout {
    let mut out = Layout::default();
    let dateline = find_dateline(text, lines, 0, agencies);
    let headline =
        lines.len() > 1 && dateline.as_ref().is_none_or(|(at, _)| *at > 0) && is_headline(lines[0].span.of(text));
    let first = usize::from(headline);
    if headline {
        out.parts.headline = Some(lines[0].span);
    }
    let mut rest = &lines[first..];
    let mut skipped = first;
    if headline
        && let [second, third, ..] = rest
        && dateline.as_ref().is_none_or(|(at, _)| *at > 1)
        && is_title(second.span.of(text))
        && ends_sentence(third.span.of(text))
    {
        out.parts.kicker = Some(second.span);
        rest = &rest[1..];
        skipped += 1;
    }
    out.body = rest.iter().map(|line| line.span).collect();
    if let Some((at, found)) = dateline
        && at >= skipped
    {
        take_dateline(text, &mut out, at - skipped, found, known);
    }
    take_closing(text, &mut out, agencies);
    out
}

/// A first line that is a headline: not a sentence of the body.
fn is_headline(line: &str) -> bool {
    let count = line.split_whitespace().count();
    count <= 30 && !(line.ends_with(['.', '"', '”']) && count > 3 && !line.ends_with("...")) || count <= 3
}

/// A line in which most long words have a capital, without a full stop.
fn is_title(line: &str) -> bool {
    if line.ends_with(['.', '!', ':', '"', '”', '…', ',', ';']) {
        return false;
    }
    let (mut words, mut upper) = (0, 0);
    for word in line.split_whitespace() {
        let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
        if word.chars().count() > 3 {
            words += 1;
            upper += usize::from(word.starts_with(|c: char| c.is_uppercase() || c.is_numeric()));
        }
    }
    (3..=20).contains(&words) && upper * 5 >= words * 4
}

/// How many of the first lines may hold the dateline.
const DATELINE_LINES: usize = 8;

/// The line with the dateline and what it says.
fn find_dateline(text: &str, lines: &[Line], from: usize, agencies: &Agencies) -> Option<(usize, Found)> {
    let head = lines.iter().enumerate().skip(from).take(DATELINE_LINES);
    for (at, line) in head {
        // The weaker forms only where the body may begin.
        let first = at <= from + 1;
        if let Some(found) = dateline_at(text, line.span, first, agencies) {
            return Some((at, found));
        }
    }
    None
}

/// Cuts the dateline off a body paragraph.
fn take_dateline(text: &str, out: &mut Layout, paragraph: usize, found: Found, known: Option<Date>) {
    let span = out.body[paragraph];
    out.body[paragraph] = Span::new(found.body, span.end());
    out.parts.dateline = Some(found.part(text, known));
    out.parts.agency = found.agency;
}

/// Cuts the closing credit off the body.
fn take_closing(text: &str, out: &mut Layout, agencies: &Agencies) {
    // "(Reporting by ...)" may stand under the agency, or above.
    for _ in 0..4 {
        let Some(last) = out.body.last().copied() else {
            return;
        };
        let alone = out.body.len() > 1;
        let Some((closing, before)) = credits::closing(text, last, alone, agencies) else {
            return;
        };
        match before {
            Some(end) => {
                let at = out.body.len() - 1;
                out.body[at] = Span::new(last.start(), end);
            }
            None => {
                out.body.pop();
            }
        }
        match closing {
            Closing::Agency(agency) => {
                // The agency in the dateline has a place of its own there.
                out.parts.agency = Some(agency);
                return;
            }
            Closing::Credit(span) => out.parts.furniture.push(span),
        }
    }
}

/// What a line of a page dump is taken for.
#[derive(Clone, Debug)]
enum Kind {
    /// Dates, counters, names of authors: nothing else stands in the line.
    Meta(Vec<Meta>),
    Furniture,
    /// From here on, nothing belongs to the article.
    Tail,
    /// A caption with its credit, or the credit alone.
    Picture {
        caption: Option<Span>,
        credit: Option<PartValue<String>>,
    },
    /// Words.
    Words,
}

/// A line that reads as a sentence.
fn is_prose(line: &str) -> bool {
    let count = line.split_whitespace().count();
    (ends_sentence(line) && count >= 6) || count >= 25
}

fn dump_layout(text: &str, lines: &[Line], known: Option<Date>, agencies: &Agencies, given: &Given) -> Layout {
    let mut kinds: Vec<Kind> = lines
        .iter()
        .map(|line| classify(text, line.span, agencies, given))
        .collect();
    let body = body_start(text, lines, &kinds, agencies);
    let mut out = Layout::default();
    let mut updated = None;
    let mut bare = None;
    let headline = headline_at(text, lines, &kinds, body.line);
    // The header.
    let mut kickers = 0;
    let mut stamped = false;
    for at in 0..body.line {
        let span = lines[at].span;
        match &mut kinds[at] {
            Kind::Meta(items) => {
                let before = headline.is_some_and(|headline| at < headline);
                for item in std::mem::take(items) {
                    take_meta(&mut out, item, before && at < 3, &mut updated, &mut bare);
                }
                stamped |= !before;
            }
            Kind::Picture { caption, credit } => {
                match (*caption, credit.is_some()) {
                    (Some(caption), _) => out.parts.captions.push(caption),
                    // The credit stands under its caption.
                    (None, true) => {
                        if at > 0
                            && headline.is_some_and(|headline| at - 1 > headline)
                            && matches!(kinds_before(&out, lines[at - 1].span), Before::Kicker)
                            && is_prose(lines[at - 1].span.of(text))
                        {
                            out.parts.captions.push(lines[at - 1].span);
                            out.parts.kicker = None;
                        }
                    }
                    (None, false) => out.parts.furniture.push(span),
                }
                let Kind::Picture { credit, .. } = &mut kinds[at] else {
                    continue;
                };
                out.parts.photo_credits.extend(credit.take());
            }
            Kind::Furniture | Kind::Tail => out.parts.furniture.push(span),
            Kind::Words if Some(at) == headline => out.parts.headline = Some(span),
            Kind::Words if headline.is_none_or(|headline| at < headline) => {
                out.parts.furniture.push(span);
            }
            Kind::Words if Some(span.of(text)) == out.parts.headline.map(|span| span.of(text)) => {
                out.parts.furniture.push(span);
            }
            Kind::Words => {
                let count = span.of(text).split_whitespace().count();
                if !stamped && kickers < 3 && count >= 3 {
                    kickers += 1;
                    out.parts.kicker = Some(match out.parts.kicker {
                        Some(kicker) => kicker.join(span),
                        None => span,
                    });
                } else if count >= 4 {
                    out.parts.captions.push(span);
                } else {
                    out.parts.furniture.push(span);
                }
            }
        }
    }
    // The body.
    let last_sentence = (body.line..lines.len())
        .take_while(|at| !matches!(kinds[*at], Kind::Tail))
        .filter(|at| matches!(kinds[*at], Kind::Words) && is_prose(lines[*at].span.of(text)))
        .last();
    let mut tail = false;
    for at in body.line..lines.len() {
        let span = lines[at].span;
        if tail {
            out.parts.furniture.push(span);
            continue;
        }
        match &mut kinds[at] {
            _ if at == body.line => out.body.push(span),
            Kind::Words => {
                let words = span.of(text);
                if Some(words) == out.parts.headline.map(|span| span.of(text)) {
                    out.parts.furniture.push(span);
                } else {
                    out.body.push(span);
                }
            }
            Kind::Picture { caption, credit } => {
                out.parts.captions.extend(*caption);
                if caption.is_none() && credit.is_none() {
                    out.parts.furniture.push(span);
                }
                out.parts.photo_credits.extend(credit.take());
            }
            Kind::Meta(items) if closes(items) && last_sentence < Some(at) => {
                out.body.push(span);
            }
            Kind::Meta(items) => {
                for item in std::mem::take(items) {
                    take_meta(&mut out, item, false, &mut updated, &mut bare);
                }
            }
            Kind::Furniture => out.parts.furniture.push(span),
            Kind::Tail => {
                tail = true;
                out.parts.furniture.push(span);
            }
        }
    }
    finish_dates(&mut out, updated, bare, known, &body);
    if let Some(found) = body.dateline {
        let near = known.or(out.published);
        take_dateline(text, &mut out, 0, found, near);
    }
    take_closing(text, &mut out, agencies);
    // The paper's name under the last paragraph.
    while out.body.len() > 1
        && let Some(last) = out.body.last().copied()
        && furniture::is_masthead(last.of(text))
        && last
            .of(text)
            .split_whitespace()
            .all(|word| !word.starts_with(char::is_lowercase))
    {
        out.body.pop();
        out.parts.furniture.push(last);
        take_closing(text, &mut out, agencies);
    }
    out.parts.furniture.sort_unstable();
    out
}

/// "Source: Reuters" alone, which closes an article.
fn closes(items: &[Meta]) -> bool {
    matches!(items, [Meta::Byline { agency: Some(_), .. }])
}

enum Before {
    Kicker,
    Other,
}

fn kinds_before(out: &Layout, span: Span) -> Before {
    if out.parts.kicker == Some(span) {
        Before::Kicker
    } else {
        Before::Other
    }
}

fn take_meta(
    out: &mut Layout,
    item: Meta,
    top: bool,
    updated: &mut Option<Date>,
    bare: &mut Option<PartValue<jiff::civil::DateTime>>,
) {
    match item {
        Meta::Published(stamp) => {
            if out.parts.published_at.is_none() {
                out.parts.published_at = Some(stamp);
            } else {
                out.parts.furniture.push(stamp.span);
            }
        }
        Meta::Updated(stamp) => {
            updated.get_or_insert(stamp.value.date());
            out.parts.furniture.push(stamp.span);
        }
        Meta::Printed(stamp) => {
            if out.parts.printed_at.is_none() {
                out.parts.printed_at = Some(stamp);
            } else {
                out.parts.furniture.push(stamp.span);
            }
        }
        Meta::Stamp(stamp) => {
            // A date above the headline is that of the page's printing.
            if top && out.parts.printed_at.is_none() {
                out.parts.printed_at = Some(stamp);
            } else if bare.is_none() {
                *bare = Some(stamp);
            } else {
                out.parts.furniture.push(stamp.span);
            }
        }
        Meta::Views(views) => {
            if out.parts.view_count.is_none() {
                out.parts.view_count = Some(views);
            }
        }
        Meta::Byline { byline, agency } => {
            if out.agency.is_none() {
                out.agency = agency;
            }
            if out.parts.byline.is_none() {
                out.parts.byline = Some(byline);
            } else {
                out.parts.furniture.push(byline.span);
            }
        }
        Meta::Other(span) => out.parts.furniture.push(span),
    }
}

/// A page printed this many days after the dateline's day still counts as that day's page.
const PRINTED_WITHIN: i64 = 7;

fn finish_dates(
    out: &mut Layout,
    updated: Option<Date>,
    bare: Option<PartValue<jiff::civil::DateTime>>,
    known: Option<Date>,
    body: &BodyStart,
) {
    // A date without a word beside the headline or byline is that of publication.
    if let Some(bare) = bare {
        if out.parts.published_at.is_none() {
            out.parts.published_at = Some(bare);
        } else {
            out.parts.furniture.push(bare.span);
        }
    }
    let printed = out.parts.printed_at.as_ref().map(|printed| printed.value.date());
    let said = body.dateline.as_ref().and_then(|found| found.day);
    out.published = out
        .parts
        .published_at
        .as_ref()
        .map(|stamp| stamp.value.date())
        .or(updated)
        .or_else(|| {
            // The page's own day, unless the dateline speaks against it.
            let printed = printed?;
            let near = match said.and_then(|day| day.near(known.or(Some(printed)))) {
                Some(day) => (0..=PRINTED_WITHIN).contains(&days_between(day, printed)),
                None => true,
            };
            near.then_some(printed)
        });
}

fn classify(text: &str, span: Span, agencies: &Agencies, given: &Given) -> Kind {
    if given.headline && span.start() == 0 {
        return Kind::Words;
    }
    if given.furniture.binary_search(&span).is_ok() {
        return Kind::Furniture;
    }
    if given.captions.binary_search(&span).is_ok() {
        return match credits::picture(text, span, agencies) {
            Some((caption, credit)) => Kind::Picture { caption, credit },
            None => Kind::Picture {
                caption: Some(span),
                credit: None,
            },
        };
    }
    if let Some(items) = furniture::meta_line(text, span, agencies) {
        return Kind::Meta(items);
    }
    let words = span.of(text);
    if furniture::is_tail(words) {
        return Kind::Tail;
    }
    if furniture::is_furniture(words) {
        return Kind::Furniture;
    }
    if let Some((caption, credit)) = credits::picture(text, span, agencies) {
        return Kind::Picture { caption, credit };
    }
    Kind::Words
}

struct BodyStart {
    line: usize,
    dateline: Option<Found>,
}

/// The header has no more lines than this.
const HEADER_LINES: usize = 40;

fn body_start(text: &str, lines: &[Line], kinds: &[Kind], agencies: &Agencies) -> BodyStart {
    let head = lines.len().min(HEADER_LINES);
    let words = |at: usize| matches!(kinds[at], Kind::Words | Kind::Picture { .. });
    // A line with a strong dateline, unless much of the body stands above it.
    let mut prose = 0;
    for (at, line) in lines.iter().enumerate().take(head) {
        if words(at) {
            let span = line.span;
            if let Some(found) = dateline_at(text, span, false, agencies)
                && (is_prose(span.of(text)) || found.day.is_some() || found.agency.is_some())
            {
                return BodyStart {
                    line: at,
                    dateline: Some(found),
                };
            }
            prose += usize::from(is_prose(span.of(text)));
            if prose > 4 {
                break;
            }
        }
    }
    // Else the first sentence after the header's last date or byline. A date after some sentences
    // closes the article.
    let mut metas = Vec::new();
    let mut prose = 0;
    for at in 0..head {
        match kinds[at] {
            Kind::Meta(_) => metas.push(at),
            Kind::Words if is_prose(lines[at].span.of(text)) => prose += 1,
            _ => {}
        }
        if prose > 3 {
            break;
        }
    }
    // The first words are the headline's, if they read like one.
    let title = (0..head)
        .find(|at| matches!(kinds[*at], Kind::Words))
        .filter(|at| is_headline(lines[*at].span.of(text)));
    let after_title = title.map_or(0, |at| at + 1);
    let sentence_from = |from: usize| {
        (from..lines.len()).find(|at| matches!(kinds[*at], Kind::Words) && is_prose(lines[*at].span.of(text)))
    };
    let words_from = |from: usize| (from..lines.len()).find(|at| matches!(kinds[*at], Kind::Words));
    let line = metas
        .iter()
        .rev()
        .map(|at| (at + 1).max(after_title))
        .chain([after_title])
        .find_map(sentence_from)
        // No sentence at all: the first words after the headline.
        .or_else(|| words_from(after_title))
        .unwrap_or(lines.len());
    let dateline = lines
        .get(line)
        .and_then(|line| dateline_at(text, line.span, true, agencies));
    BodyStart { line, dateline }
}

/// The headline among the lines above the body.
fn headline_at(text: &str, lines: &[Line], kinds: &[Kind], body: usize) -> Option<usize> {
    let candidates: Vec<usize> = (0..body).filter(|at| matches!(kinds[*at], Kind::Words)).collect();
    let count = |at: usize| lines[at].span.of(text).split_whitespace().count();
    let first = *candidates.first()?;
    // A name of the paper or of a section above it is shorter.
    let longer = candidates.iter().copied().take(4).find(|at| count(*at) >= 4);
    match longer {
        Some(at) if at != first && furniture::is_masthead(lines[first].span.of(text)) => Some(at),
        Some(at) if at != first && count(first) <= 2 => Some(at),
        _ => Some(first),
    }
}
