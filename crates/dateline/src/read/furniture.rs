//! Lines of a page that are not the article: dates, counters, bylines, links.

use jiff::civil::DateTime;

use super::agencies::Agencies;
use super::stamp::stamp_at;
use crate::{PartValue, Span};

/// Something known in a line of dates, counters and names.
#[derive(Clone, Debug)]
pub(super) enum Meta {
    Published(PartValue<DateTime>),
    Updated(PartValue<DateTime>),
    Printed(PartValue<DateTime>),
    /// A date without a word that says which.
    Stamp(PartValue<DateTime>),
    Views(PartValue<u64>),
    Byline {
        byline: PartValue<String>,
        agency: Option<String>,
    },
    /// Words that belong to such lines: "Share", "5 min read".
    Other(Span),
}

const PUBLISHED: &[&str] = &[
    "on",
    "published online",
    "published on",
    "published at",
    "published date",
    "publish date",
    "publish time",
    "published time",
    "publish on",
    "publishing date",
    "publication date",
    "date published",
    "published",
    "first published",
    "originally published",
    "posted on",
    "posted at",
    "posted date",
    "date posted",
    "post date",
    "posted",
    "uploaded",
    "uploaded on",
    "release date",
    "released on",
    "issued on",
    "date",
    "date:",
    "created on",
    "created",
    "publish",
    "online",
    "pub date",
    "news date",
    "web posted",
    "added",
    "filed on",
    "filed",
    "issue date",
];

const UPDATED: &[&str] = &[
    "last updated on",
    "last updated at",
    "last updated",
    "last update",
    "last modified",
    "last modified on",
    "updated on",
    "updated at",
    "updated date",
    "update date",
    "date updated",
    "update time",
    "update",
    "updated",
    "modified",
    "modified on",
    "last edited",
    "edited",
    "amended",
    "revised",
];

const PRINTED: &[&str] = &[
    "printed on",
    "printed at",
    "printed",
    "print time",
    "print date",
    "print version",
    "retrieved on",
    "retrieved",
    "accessed on",
    "accessed",
    "downloaded on",
    "today",
    "today is",
    "page printed on",
    "printed from",
];

const VIEWS: &[&str] = &[
    "total views",
    "page views",
    "total view",
    "view count",
    "view counter",
    "views count",
    "pageviews",
    "page view",
    "views",
    "view",
    "counts",
    "count",
    "hits",
    "hit",
    "reads",
    "read",
    "visits",
    "visit",
    "visitors",
    "visitor",
    "viewed",
    "times read",
    "read count",
    "hit count",
    "total reads",
    "total hits",
    "counter",
    "readers",
    "clicks",
];

const VIEW_UNITS: &[&str] = &[
    "page views",
    "pageviews",
    "views",
    "view",
    "hits",
    "reads",
    "visits",
    "visitors",
    "clicks",
    "times read",
    "times viewed",
    "people have read",
    "times",
];

/// The items of a line that holds nothing but dates, counters, names of authors and the like.
pub(super) fn meta_line(text: &str, line: Span, agencies: &Agencies) -> Option<Vec<Meta>> {
    // Longer lines are text.
    if line.len() > 300 {
        return None;
    }
    let end = line.end();
    let mut at = line.start();
    let mut items = Vec::new();
    let mut known = false;
    loop {
        at = skip_separators(text, at, end);
        if at >= end {
            break;
        }
        if let Some((item, next)) = item_at(text, at, end, line.start(), agencies) {
            known |= !matches!(item, Meta::Other(_));
            items.push(item);
            at = next.max(at + 1);
        } else {
            return None;
        }
    }
    known.then_some(items)
}

fn skip_separators(text: &str, at: usize, end: usize) -> usize {
    let rest = text[at..end].trim_start_matches(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '|' | '•'
                    | '·'
                    | '»'
                    | ','
                    | ';'
                    | '-'
                    | '–'
                    | '—'
                    | '/'
                    | '('
                    | ')'
                    | '['
                    | ']'
                    | '.'
                    | '●'
                    | '∙'
                    | '*'
            )
    });
    end - rest.len()
}

fn item_at(text: &str, at: usize, end: usize, line: usize, agencies: &Agencies) -> Option<(Meta, usize)> {
    let rest = &text[at..end];
    // A number with a label on either side.
    if let Some((views, next)) = views_at(text, at, end) {
        return Some((Meta::Views(views), next));
    }
    type Make = fn(PartValue<DateTime>) -> Meta;
    let labels: [(&[&str], Make); 3] = [
        (PUBLISHED, Meta::Published),
        (UPDATED, Meta::Updated),
        (PRINTED, Meta::Printed),
    ];
    for (labels, make) in labels {
        if let Some(after) = label(rest, labels) {
            let from = at + after;
            if let Some((stamp, next)) = stamp_at(&text[..end], from) {
                let span = Span::new(from, next);
                let value = stamp.datetime();
                return Some((make(PartValue { span, value }), next));
            }
        }
    }
    if let Some((stamp, next)) = stamp_at(&text[..end], at) {
        let span = Span::new(at, next);
        let value = stamp.datetime();
        return Some((Meta::Stamp(PartValue { span, value }), next));
    }
    let stop = segment_end(rest);
    let segment = rest[..stop].trim_end();
    if let Some(meta) = byline(segment, at, at == line, agencies) {
        return Some((meta, at + segment.len()));
    }
    if is_link(segment) || is_age(segment) {
        return Some((Meta::Other(Span::new(at, at + segment.len())), at + segment.len()));
    }
    None
}

/// Up to the next separator that stands between things.
fn segment_end(rest: &str) -> usize {
    let mut stop = rest.len();
    for mark in [
        "|",
        "•",
        "·",
        "»",
        "\t",
        "  ",
        " - ",
        " – ",
        " — ",
        "\u{a0}\u{a0}",
        "●",
        "∙",
    ] {
        if let Some(found) = rest.find(mark) {
            stop = stop.min(found);
        }
    }
    // A label or a date ends a byline too: "By Jane Doe Published: 27 August 2021".
    for (at, _) in rest.match_indices(' ') {
        if at >= stop {
            break;
        }
        let next = &rest[at + 1..];
        let labelled = [PUBLISHED, UPDATED]
            .iter()
            .any(|labels| label(next, labels).is_some_and(|after| stamp_at(next, after).is_some()));
        if labelled || (at > 3 && stamp_at(next, 0).is_some()) {
            stop = at;
            break;
        }
    }
    stop
}

/// The bytes of a label and the marks after it.
fn label(rest: &str, labels: &[&str]) -> Option<usize> {
    let mut best = None;
    for label in labels {
        let Some(start) = rest.get(..label.len()) else {
            continue;
        };
        if !start.eq_ignore_ascii_case(label) {
            continue;
        }
        let after = &rest[label.len()..];
        if after.starts_with(|c: char| c.is_alphanumeric()) {
            continue;
        }
        let words = after
            .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '-' | '–' | '—' | '.' | '|' | ','));
        best = best.max(Some(rest.len() - words.len()));
    }
    best
}

fn views_at(text: &str, at: usize, end: usize) -> Option<(PartValue<u64>, usize)> {
    let rest = &text[at..end];
    // "Count : 169", "Views: 1,234".
    if let Some(after) = label(rest, VIEWS) {
        let (value, length) = number(&rest[after..])?;
        let span = Span::new(at + after, at + after + length);
        let mut next = span.end();
        let tail = &text[next..end];
        for unit in VIEW_UNITS {
            if let Some(word) = tail.trim_start().get(..unit.len())
                && word.eq_ignore_ascii_case(unit)
            {
                next = end - tail.trim_start().len() + unit.len();
                break;
            }
        }
        return Some((PartValue { span, value }, next));
    }
    // "1,234 views".
    let (value, length) = number(rest)?;
    let tail = &rest[length..];
    let words = tail.trim_start();
    for unit in VIEW_UNITS {
        if let Some(word) = words.get(..unit.len())
            && word.eq_ignore_ascii_case(unit)
            && !words[unit.len()..].starts_with(char::is_alphanumeric)
        {
            let span = Span::new(at, at + length);
            return Some((PartValue { span, value }, end - words.len() + unit.len()));
        }
    }
    None
}

/// "1,234", "169", "2.3K".
fn number(text: &str) -> Option<(u64, usize)> {
    let length = text
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '.')))
        .unwrap_or(text.len());
    let digits = text[..length].trim_end_matches(['.', ',']);
    let length = digits.len();
    if !digits.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let after = &text[length..];
    let thousand = after.starts_with(['k', 'K']) && !after[1..].starts_with(char::is_alphanumeric);
    if thousand {
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        if part.len() > 3 {
            return None;
        }
        let part: u64 = format!("{part:0<3}").parse().ok()?;
        let value = whole.parse::<u64>().ok()?.checked_mul(1000)?.checked_add(part)?;
        return Some((value, length + 1));
    }
    if after.starts_with(char::is_alphabetic) || digits.contains('.') {
        return None;
    }
    let value = digits.replace(',', "").parse().ok()?;
    Some((value, length))
}

const DESKS: &[&str] = &[
    "staff correspondent",
    "staff reporter",
    "our correspondent",
    "our reporter",
    "special correspondent",
    "diplomatic correspondent",
    "news desk",
    "web desk",
    "online desk",
    "web report",
    "monitoring desk",
    "international desk",
    "foreign desk",
    "world desk",
    "agencies",
    "agency",
    "news agencies",
    "agencies report",
    "staff writer",
    "bureau report",
    "correspondent",
    "our staff reporter",
    "online report",
    "desk report",
    "news report",
    "by agencies",
    "own correspondent",
    "our own correspondent",
    "senior correspondent",
    "court correspondent",
    "political correspondent",
    "special report",
    "newsroom",
    "staff report",
    "staff",
    "the newspaper's staff reporter",
    "our special correspondent",
    "tribune desk",
    "star desk",
    "desk",
    "international news desk",
    "news agency",
    "wire services",
    "wire reports",
];

/// "By Jane Doe in Nairobi", "Staff Correspondent", "AFP, Kabul".
fn byline(segment: &str, at: usize, alone: bool, agencies: &Agencies) -> Option<Meta> {
    let words = segment.trim_end_matches([',', ';', ':']);
    if words.is_empty() || ends_like_sentence(words) {
        return None;
    }
    let span = Span::new(at, at + words.len());
    let lower = words.to_lowercase();
    let names = [
        "by ",
        "by: ",
        "by : ",
        "written by ",
        "reported by ",
        "author: ",
        "author : ",
        "reporter: ",
        "story by ",
        "text by ",
    ]
    .iter()
    .find_map(|start| {
        let head = words.get(..start.len())?;
        head.eq_ignore_ascii_case(start).then(|| words[start.len()..].trim())
    });
    if let Some(names) = names {
        let count = names.split_whitespace().count();
        let first = names.chars().next()?;
        if count == 0 || count > 14 || !(first.is_uppercase() || agencies.first(names).is_some()) {
            return None;
        }
        // "By Friday, the town was quiet": most words of names have capitals.
        let small = names
            .split_whitespace()
            .filter(|word| word.starts_with(char::is_lowercase))
            .filter(|word| {
                !matches!(
                    *word,
                    "and"
                        | "in"
                        | "for"
                        | "at"
                        | "de"
                        | "van"
                        | "von"
                        | "der"
                        | "al"
                        | "bin"
                        | "of"
                        | "the"
                        | "with"
                        | "la"
                        | "el"
                        | "da"
                        | "dos"
                        | "ibn"
                )
            })
            .count();
        if small > 1 {
            return None;
        }
        let agency = names
            .split([',', '/', '('])
            .find_map(|piece| {
                agencies.first(
                    piece
                        .trim()
                        .trim_end_matches(')')
                        .trim_end_matches(" Writer")
                        .trim_end_matches(" writer"),
                )
            })
            .or_else(|| agencies.first(names))
            .map(str::to_owned);
        let value = author(names);
        return (!value.is_empty()).then_some(Meta::Byline {
            byline: PartValue { span, value },
            agency,
        });
    }
    // "Source: Xinhua", "Editor: huaxia" between dates.
    if let Some((label, name)) = words.split_once(':') {
        let label = label.trim().to_lowercase();
        let name = name.trim();
        if matches!(label.as_str(), "source" | "agency" | "from") && name.split_whitespace().count() <= 5 {
            let agency = agencies.first(name)?.to_owned();
            let value = agency.clone();
            return Some(Meta::Byline {
                byline: PartValue { span, value },
                agency: Some(agency),
            });
        }
        if matches!(
            label.as_str(),
            "editor" | "edited by" | "web editor" | "section" | "category" | "location" | "place"
        ) && name.split_whitespace().count() <= 4
        {
            return Some(Meta::Other(span));
        }
    }
    let desk = |words: &str| DESKS.contains(&words.trim().to_lowercase().as_str());
    if DESKS.contains(&lower.as_str()) {
        let value = words.to_owned();
        return Some(Meta::Byline {
            byline: PartValue { span, value },
            agency: None,
        });
    }
    // "AFP, Kabul", "Reuters Moscow", "Staff Correspondent, Dhaka", "Moscow, AFP".
    if alone && words.split_whitespace().count() <= 6 {
        for (name, place) in words.split_once([',', '|', '/']).into_iter().chain([(words, "")]) {
            for name in [name.trim(), place.trim()] {
                if let Some(agency) = agencies.first(name).filter(|_| !name.is_empty()) {
                    let agency = agency.to_owned();
                    let value = name.to_owned();
                    return Some(Meta::Byline {
                        byline: PartValue { span, value },
                        agency: Some(agency),
                    });
                }
            }
            if desk(name) && place.split_whitespace().count() <= 3 {
                let value = name.trim().to_owned();
                return Some(Meta::Byline {
                    byline: PartValue { span, value },
                    agency: None,
                });
            }
        }
    }
    None
}

/// The names without place, office and agency: "Jane Doe in Nairobi, Reuters" to "Jane Doe".
fn author(names: &str) -> String {
    let mut end = names.len();
    for mark in [" in ", " at ", " for ", ",", " |", " (", "/", " – ", " - ", " with "] {
        if let Some(at) = names.find(mark).filter(|at| *at > 0) {
            // "Jane Doe, John Roe and Ann Poe" are three names.
            if mark == "," {
                let rest = &names[at..];
                if let Some(and) = rest.find(" and ") {
                    end = end.min(at + and + rest[and + 5..].find(',').map_or(rest.len() - and, |c| c + 5));
                    continue;
                }
            }
            end = end.min(at);
        }
    }
    names[..end].trim().to_owned()
}

fn ends_like_sentence(words: &str) -> bool {
    // "J. Doe Jr." may end in a full stop; a sentence has more words.
    words.ends_with(['!', '?', '"', '”']) || (words.ends_with('.') && words.split_whitespace().count() > 8)
}

/// Words alone in a line (or between bars) that are links and buttons.
const LINKS: &[&str] = &[
    "share",
    "share this",
    "share this article",
    "share this story",
    "share this news",
    "share on facebook",
    "share on twitter",
    "share via email",
    "share on whatsapp",
    "tweet",
    "facebook",
    "twitter",
    "whatsapp",
    "linkedin",
    "telegram",
    "instagram",
    "youtube",
    "pinterest",
    "reddit",
    "print",
    "print this article",
    "print this page",
    "print article",
    "print page",
    "email",
    "e-mail",
    "email this article",
    "email this",
    "save",
    "save article",
    "bookmark",
    "copy link",
    "copied",
    "link copied",
    "comment",
    "comments",
    "no comments",
    "0 comments",
    "leave a comment",
    "post a comment",
    "add comment",
    "home",
    "news",
    "world",
    "menu",
    "search",
    "login",
    "log in",
    "sign in",
    "sign up",
    "register",
    "subscribe",
    "subscribe now",
    "advertisement",
    "advertisements",
    "ad",
    "sponsored",
    "skip to content",
    "skip to main content",
    "skip advertisement",
    "back to top",
    "top",
    "next",
    "previous",
    "prev",
    "next article",
    "previous article",
    "read more",
    "more",
    "listen",
    "listen to this article",
    "listen to article",
    "font size",
    "a a a",
    "a- a+",
    "a+ a-",
    "a a",
    "aa",
    "text size",
    "increase font size",
    "decrease font size",
    "play",
    "video",
    "photos",
    "gallery",
    "follow us",
    "follow us on google news",
    "google news",
    "latest news",
    "e-paper",
    "epaper",
    "today's paper",
    "translate",
    "english",
    "close",
    "loading...",
    "loading",
    "messenger",
    "viber",
    "line",
    "print edition",
    "view gallery",
    "enlarge image",
    "expand",
    "image",
    "file photo",
    "share:",
    "like",
    "likes",
    "report",
    "international",
    "politics",
    "asia",
    "europe",
    "africa",
    "middle east",
    "americas",
    "national",
    "business",
    "sport",
    "sports",
    "opinion",
    "lifestyle",
    "tech",
    "technology",
    "entertainment",
    "health",
    "science",
    "south asia",
    "front page",
    "back page",
    "city",
    "country",
    "region",
    "local",
    "world news",
    "top news",
    "top stories",
    "breaking news",
    "story",
    "stories",
    "editorial",
    "photo",
    "photos:",
    "+",
    "-",
    "x",
    "f",
    "in",
    "gift article",
    "gift this article",
    "follow",
    "following",
    "whats app",
    "copy",
    "url copied",
    "pdf",
    "download pdf",
    "share article",
    "share story",
    "send",
    "send to a friend",
    "email to a friend",
    "tell a friend",
    "add to favorites",
    "view comments",
    "show comments",
    "hide comments",
    "join the conversation",
    "ptinter-friendly version",
    "printer-friendly version",
    "printer friendly version",
    "print-friendly version",
    "set as preferred source on google",
];

fn is_link(words: &str) -> bool {
    let lower = words.trim().trim_end_matches(':').trim().to_lowercase();
    LINKS.contains(&lower.as_str())
}

/// "2 hours ago", "5 min read".
fn is_age(words: &str) -> bool {
    let lower = words.to_lowercase();
    let mut parts = lower.split_whitespace();
    let Some(mut first) = parts.next() else {
        return false;
    };
    if matches!(first, "updated" | "published" | "posted" | "modified") {
        first = parts.next().unwrap_or_default();
    }
    if !first.starts_with(|c: char| c.is_ascii_digit()) || lower.split_whitespace().count() > 6 {
        return false;
    }
    lower.ends_with(" ago")
        || lower.ends_with("min read")
        || lower.ends_with("minute read")
        || lower.ends_with("minutes read")
        || lower.ends_with("mins read")
        || lower.ends_with(" comments")
        || lower.ends_with(" comment")
        || lower.ends_with(" shares")
        || lower.ends_with("minutes to read")
}

/// Starts of lines that are not the article's.
const STARTS: &[&str] = &[
    "kindly share",
    "please share",
    "published in the",
    "published in dawn",
    "follow us",
    "follow @",
    "subscribe to",
    "subscribe for",
    "sign up for",
    "sign up to",
    "click here",
    "read more:",
    "read more at",
    "read also",
    "also read",
    "also see",
    "see also",
    "read:",
    "read |",
    "watch:",
    "watch |",
    "watch live",
    "listen:",
    "related:",
    "related news:",
    "related story:",
    "related stories:",
    "more:",
    "download the",
    "download our",
    "get the latest",
    "get our",
    "join our",
    "join us on",
    "join the",
    "share this",
    "share:",
    "share on",
    "tags:",
    "tag:",
    "tags :",
    "topics:",
    "topic:",
    "keywords:",
    "filed under",
    "category:",
    "categories:",
    "posted in",
    "copyright",
    "©",
    "(c) ",
    "all rights reserved",
    "this material may not be",
    "not to be reproduced",
    "reproduction of",
    "no part of this",
    "the content of this",
    "disclaimer:",
    "disclaimer",
    "comments are",
    "leave a reply",
    "leave a comment",
    "your email address",
    "for more news",
    "for all the latest",
    "for latest news",
    "stay tuned",
    "stay up to date",
    "stay informed",
    "send your story",
    "send us your",
    "have your say",
    "get in touch",
    "contact us",
    "write to",
    "email us",
    "like us on",
    "find us on",
    "visit our",
    "our standards:",
    "most read",
    "most popular",
    "advertisement",
    "story continues below",
    "article continues",
    "continue reading",
    "we use cookies",
    "this site uses",
    "this website uses",
    "accept cookies",
    "enable javascript",
    "please enable",
    "home >",
    "home »",
    "home /",
    "home ›",
    "you are here",
    "url:",
    "short url",
    "permalink",
    "source url",
    "link:",
    "http://",
    "https://",
    "www.",
    "news id",
    "tweet",
    "whatsapp",
    "e-mail:",
    "email:",
    "telephone:",
    "phone:",
    "tel:",
    "fax:",
    "editor :",
    "editor:",
    "editor-in-chief",
    "publisher:",
    "published by",
    "edited by",
    "printed by",
    "powered by",
    "designed by",
    "developed by",
    "view all",
    "see all",
    "view more",
    "load more",
    "show more",
    "first published in",
    "this story has been published from",
    "this article was originally published",
    "this story was originally",
    "this article originally appeared",
    "this report is auto-generated",
    "(this story has not been edited",
    "(except for the headline",
    "(only the headline",
    "with inputs from",
    "(with inputs from",
    "(with agency inputs",
    "(with additional reporting",
    "exclusive content",
    "premium",
    "catch all the",
    "editorial note:",
    "image source",
];

/// Lines after which nothing belongs to the article.
const TAILS: &[&str] = &[
    "related news",
    "related stories",
    "related articles",
    "related topics",
    "related content",
    "related posts",
    "related",
    "more news",
    "more stories",
    "more from",
    "more on this",
    "more on this story",
    "more in",
    "latest news",
    "latest stories",
    "most read",
    "most popular",
    "most viewed",
    "most commented",
    "popular news",
    "popular stories",
    "trending",
    "trending now",
    "you may also like",
    "you might also like",
    "also in the news",
    "other news",
    "other stories",
    "recommended",
    "recommended for you",
    "recommended stories",
    "read next",
    "up next",
    "editor's picks",
    "editors' picks",
    "top stories",
    "comments",
    "leave a comment",
    "leave a reply",
    "post a comment",
    "add a comment",
    "join the conversation",
    "share your comment",
    "reader comments",
    "around the web",
    "from around the web",
    "sponsored content",
    "about us",
    "latest from",
    "similar news",
    "similar stories",
    "what to read next",
    "next news",
    "previous news",
    "post your comment",
    "write a comment",
    "in other news",
    "also on this site",
    "don't miss",
    "must read",
];

/// True if the whole line is page furniture.
pub(super) fn is_furniture(line: &str) -> bool {
    if is_link(line) || is_age(line) {
        return true;
    }
    let lower = line.to_lowercase();
    let count = line.split_whitespace().count();
    if !line.chars().any(char::is_alphanumeric) {
        return true;
    }
    let starts = STARTS
        .iter()
        .any(|start| lower.starts_with(start) && !lower[start.len()..].starts_with(char::is_alphanumeric));
    // A long line that begins so is a sentence ("Copyright law in Kenya was changed ...").
    if starts && count <= 25 {
        let sentence_words = ["said", "told", "announced", "accused", "killed"];
        return !lower.split_whitespace().any(|word| sentence_words.contains(&word));
    }
    if lower.starts_with("follow ")
        && [
            "twitter",
            "facebook",
            "instagram",
            "telegram",
            "youtube",
            "google news",
            "whatsapp",
        ]
        .iter()
        .any(|place| lower.contains(place))
        && count <= 20
    {
        return true;
    }
    if lower.ends_with("all rights reserved") || lower.ends_with("all rights reserved.") {
        return true;
    }
    // Menus: "Home | World | Sport", "News > Asia".
    let bars = line.matches(['|', '»', '›', '>', '•']).count();
    if bars >= 2 && count <= bars * 4 + 4 && !super::dateline::ends_sentence(line) {
        return true;
    }
    bars == 1 && line.contains(['»', '›', '>']) && count <= 6
}

/// True if nothing after this line belongs to the article.
pub(super) fn is_tail(line: &str) -> bool {
    let lower = line.trim_end_matches([':', '.', '…', '>', '»']).trim().to_lowercase();
    if TAILS.contains(&lower.as_str()) && lower.contains(' ') {
        return true;
    }
    ["more news from ", "more from ", "latest news from ", "related topics"]
        .iter()
        .any(|start| lower.starts_with(start))
        && lower.split_whitespace().count() <= 8
}

/// The name of a paper or section above the headline.
pub(super) fn is_masthead(line: &str) -> bool {
    let lower = line.trim().to_lowercase();
    let count = lower.split_whitespace().count();
    if count > 6 || super::dateline::ends_sentence(line) {
        return false;
    }
    if is_link(line) {
        return true;
    }
    const PAPERS: &[&str] = &[
        "times",
        "news",
        "post",
        "herald",
        "tribune",
        "observer",
        "gazette",
        "daily",
        "chronicle",
        "journal",
        "star",
        "standard",
        "mail",
        "express",
        "guardian",
        "independent",
        "telegraph",
        "monitor",
        "dawn",
        "nation",
        "today",
        "review",
        "mirror",
        "sun",
        "press",
        "echo",
        "bulletin",
        "courier",
        "citizen",
        "monitor",
        "online",
        "tv",
        "age",
        "hindu",
        "witness",
        "sentinel",
        "examiner",
        "inquirer",
        "register",
        "dispatch",
        "advocate",
        "argus",
    ];
    lower.contains(".com")
        || lower.contains(".net")
        || lower.contains(".org")
        || lower.split_whitespace().any(|word| PAPERS.contains(&word))
}
