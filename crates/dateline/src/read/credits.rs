//! Credits: "photo : AFP" under a picture, "-REUTERS" after the last sentence.

use super::agencies::Agencies;
use super::dateline::ends_sentence;
use crate::{PartValue, Span};

/// What closes an article.
#[derive(Clone, Debug)]
pub(super) enum Closing {
    /// "-REUTERS".
    Agency(PartValue<String>),
    /// "(Reporting by Jane Doe; Editing by John Roe)": names, no agency.
    Credit(Span),
}

const CLOSING_STARTS: &[&str] = &[
    "reporting by",
    "additional reporting",
    "writing by",
    "edited by",
    "editing by",
    "compiled by",
    "with inputs from",
    "with input from",
    "with agency inputs",
    "with additional reporting",
    "with reporting by",
    "by our",
    "source:",
    "source :",
    "sources:",
    "courtesy:",
    "(with",
    "inputs from",
    "agencies",
    "news source",
    "with files from",
    "translated by",
];

/// The credit at the end of the body's last paragraph; and where the words before it end, `None`
/// if the paragraph is only the credit. `alone`: the paragraph may be only a credit.
pub(super) fn closing(
    text: &str,
    paragraph: Span,
    alone: bool,
    agencies: &Agencies,
) -> Option<(Closing, Option<usize>)> {
    let words = paragraph.of(text);
    if alone && words.len() <= 300 {
        let report = words.trim_end_matches(['.', ' ', ')', ']']).to_lowercase();
        if report.ends_with("contributed to this report")
            || report.ends_with("contributed to this story")
            || report.ends_with("contributed reporting")
            || report.ends_with("contributed to this article")
        {
            return Some((Closing::Credit(paragraph), None));
        }
        let bare = words.trim_matches(|c: char| "()[]-–—/*_. ".contains(c) || c.is_whitespace());
        let owner = copyright_owner(bare).unwrap_or(bare);
        if let Some(agency) = agency_words(owner, agencies)
            && owner.split_whitespace().count() <= 6
        {
            let part = PartValue {
                span: paragraph,
                value: agency,
            };
            return Some((Closing::Agency(part), None));
        }
        if starts_with_any(bare, CLOSING_STARTS) {
            let source = bare.split_once(':').map(|(_, names)| names.trim());
            if starts_with_any(bare, &["source", "courtesy"]) {
                if let Some(name) = source
                    && let Some(agency) = agencies.first(name)
                {
                    let value = agency.to_owned();
                    return Some((Closing::Agency(PartValue { span: paragraph, value }), None));
                }
            } else if !ends_sentence(words) || words.starts_with(['(', '[']) || bare.split_whitespace().count() <= 20 {
                return Some((Closing::Credit(paragraph), None));
            }
        }
    }
    // At the end of a sentence: brackets first.
    let trimmed = words.trim_end_matches([' ', '.']);
    let trimmed = if trimmed.ends_with([')', ']', '/']) {
        trimmed
    } else {
        words
    };
    if let Some(close) = trimmed.chars().last().filter(|c| matches!(c, ')' | ']' | '/')) {
        let open = match close {
            ')' => '(',
            ']' => '[',
            _ => '/',
        };
        let inside = &trimmed[..trimmed.len() - 1];
        if let Some(start) = inside.rfind(open)
            && start > 0
        {
            let inner = inside[start + 1..].trim();
            let before = words[..start].trim_end();
            let boundary = ends_sentence(before) || words[..start].ends_with("  ");
            let span = Span::new(paragraph.start() + start, paragraph.start() + trimmed.len());
            let end = Some(paragraph.start() + before.len());
            if boundary && inner.len() <= 250 {
                if let Some(value) = agency_words(inner, agencies) {
                    return Some((Closing::Agency(PartValue { span, value }), end));
                }
                if starts_with_any(inner, CLOSING_STARTS) {
                    return Some((Closing::Credit(span), end));
                }
            }
        }
    }
    // "-REUTERS", "— AFP", "  AFP".
    let tail = words.trim_end();
    let tail = tail.strip_suffix('.').filter(|t| !t.ends_with('.')).unwrap_or(tail);
    let from = tail.len().saturating_sub(60);
    let from = (from..=tail.len()).find(|at| tail.is_char_boundary(*at))?;
    let mut best = None;
    for (at, _) in tail[from..].match_indices(['-', '–', '—', '―', '~', ' ', '\u{a0}', '|']) {
        let at = from + at;
        let mark_length = tail[at..].chars().next().map_or(1, char::len_utf8);
        let spaced = tail[at..].starts_with([' ', '\u{a0}']);
        let name = tail[at + mark_length..].trim_start_matches(['-', '–', '—', '―', '~', '|', ' ', '\u{a0}']);
        let start_of_name = tail.len() - name.len();
        if name.is_empty() {
            continue;
        }
        let before = tail[..at].trim_end();
        if before.is_empty() || !ends_sentence(before) {
            continue;
        }
        let known = agency_words(name, agencies);
        // An agency that the table lacks: a short word in capitals after a dash.
        let dashed = tail[at..start_of_name].contains(['-', '–', '—', '―']);
        let unknown = || {
            let fits =
                dashed && (2..=8).contains(&name.len()) && name.chars().all(|c| c.is_ascii_uppercase() || c == '/');
            fits.then(|| name.split('/').next().unwrap_or(name).to_owned())
        };
        let Some(value) = known.or_else(unknown) else {
            continue;
        };
        // After a mere space only in capitals or far off: "... said Reuters".
        if spaced && !dashed && !(name.chars().all(|c| !c.is_lowercase()) || tail[at..].starts_with("  ")) {
            continue;
        }
        let mark = tail[at..start_of_name]
            .find(['-', '–', '—', '―'])
            .unwrap_or(start_of_name - at);
        let start = paragraph.start() + at + mark;
        let span = Span::new(start, paragraph.start() + tail.len());
        best = Some((
            Closing::Agency(PartValue { span, value }),
            Some(paragraph.start() + before.len()),
        ));
        break;
    }
    best
}

/// The agency that a copyright line names.
pub(super) fn copyrighted(line: &str, agencies: &Agencies) -> Option<String> {
    let owner = copyright_owner(line.trim())?;
    let short = owner.split_whitespace().count() <= 6;
    short.then(|| agency_words(owner, agencies)).flatten()
}

/// Whose the text is: "© 2019 Agence France-Presse", "Copyright 2015 The Associated Press. All rights reserved".
fn copyright_owner(words: &str) -> Option<&str> {
    let rest = ["©", "(c)", "(C)", "Copyright", "COPYRIGHT", "copyright"]
        .iter()
        .find_map(|mark| words.strip_prefix(mark))?;
    let owner = rest.trim_start_matches(|c: char| c.is_whitespace() || c.is_ascii_digit() || "©()-–,".contains(c));
    let owner = owner.strip_prefix("by ").unwrap_or(owner);
    let end = owner.find(". ").or_else(|| owner.find(" All ")).unwrap_or(owner.len());
    owner.get(..end).map(|o| o.trim_end_matches(['.', ',', ' ']))
}

/// "REUTERS", "BSS/AFP", "with AFP", "AFP/jc", "Reuters, AP".
fn agency_words(words: &str, agencies: &Agencies) -> Option<String> {
    let words = words.trim().trim_end_matches('.');
    let words = ["with ", "With ", "from ", "From ", "by ", "By "]
        .iter()
        .find_map(|start| words.strip_prefix(start))
        .unwrap_or(words);
    if let Some(name) = agencies.name(words) {
        return Some(name.to_owned());
    }
    if words.len() > 50 {
        return None;
    }
    // Every piece is an agency or a clerk's letters.
    let mut first = None;
    for piece in words.split(['/', ',', '&']).flat_map(|piece| piece.split(" and ")) {
        let piece = piece.trim();
        match agencies.name(piece) {
            Some(name) => {
                first.get_or_insert(name.to_owned());
            }
            None => {
                let clerk = piece.len() <= 4 && piece.chars().all(|c| c.is_ascii_alphabetic());
                if !clerk
                    && !matches!(
                        piece.to_lowercase().as_str(),
                        "agencies" | "other agencies" | "web desk" | "online"
                    )
                {
                    return None;
                }
            }
        }
    }
    first
}

fn starts_with_any(words: &str, starts: &[&str]) -> bool {
    starts.iter().any(|start| {
        words
            .get(..start.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(start))
    })
}

/// Words that open a picture's credit, before a name.
const PHOTO_LABELS: &[&str] = &[
    "photo credits",
    "photo credit",
    "photo courtesy of",
    "photo courtesy",
    "photographs by",
    "photograph by",
    "photograph",
    "photos by",
    "photo by",
    "photos",
    "photo",
    "picture by",
    "picture credit",
    "picture courtesy",
    "picture",
    "pictures",
    "image credit",
    "image courtesy",
    "image source",
    "image",
    "images",
    "pic credit",
    "pic",
    "file photo",
    "file picture",
    "file image",
    "credit",
    "credits",
    "courtesy",
    "pix",
    "representational image",
    "representative image",
    "photo source",
    "photo/illustration",
    "collected photo",
    "photo collected",
    "photo: collected",
    "handout",
    "file",
];

/// Splits a caption from its credit: (caption, credit). `None` if the line has no credit.
pub(super) type Picture = (Option<Span>, Option<PartValue<String>>);

/// Looks for a picture's credit at the end of a line.
pub(super) fn picture(text: &str, line: Span, agencies: &Agencies) -> Option<Picture> {
    let words = line.of(text);
    if words.len() > 1500 {
        return None;
    }
    let at_label = labelled(words)
        .or_else(|| bracketed(words, agencies))
        .or_else(|| slashed(words, agencies));
    let (start, names) = at_label?;
    let value = credit_name(&names, agencies);
    let before = words[..start].trim_end();
    let before = before
        .trim_end_matches(['|', '-', '–', '—', '/', '·', '•', '('])
        .trim_end();
    let caption = (before.split_whitespace().count() >= 2 || ends_sentence(before))
        .then(|| Span::new(line.start(), line.start() + before.len()));
    if caption.is_none() && !before.is_empty() {
        return None;
    }
    let span = Span::new(line.start() + start, line.end());
    let credit = (!value.is_empty()).then_some(PartValue { span, value });
    Some((caption, credit))
}

/// "... withdrawal. photo : AFP", "(Photo by Jane Doe/AFP)", "File photo".
fn labelled(words: &str) -> Option<(usize, String)> {
    let lower = words.to_ascii_lowercase();
    let mut best: Option<(usize, usize)> = None;
    for label in PHOTO_LABELS {
        for (at, _) in lower.match_indices(label) {
            let before = &words[..at];
            let bare = before.trim_end();
            let open = bare.is_empty()
                || bare.ends_with(['(', '[', '|', '/', '–', '—', '-', '•', '·'])
                || ends_sentence(bare)
                || before.ends_with("  ");
            let strong_end = at + label.len();
            let after = &lower[strong_end..];
            if after.starts_with(|c: char| c.is_alphanumeric()) {
                continue;
            }
            let by = label.ends_with(" by") || label.ends_with(" of");
            let marked = after.trim_start().starts_with([':', '/', '|', '-', '–', '—', '©']);
            let closed = after
                .trim_matches(|c: char| c.is_whitespace() || ")].".contains(c))
                .is_empty();
            let file = closed && (label.starts_with("file ") || label.starts_with("repres"));
            // "The photo by ..." in a sentence has a small word before it, "photo: AFP" may have none.
            let capital = words[at..].starts_with(|c: char| c.is_uppercase());
            let loose = marked && after.trim_start().starts_with([':', '/']) && (capital || *label == "photo");
            if !(by || marked || file) || !(open || loose) || (by && !(capital || open)) {
                continue;
            }
            if *label == "file" && !bare.ends_with(['(', '[']) {
                continue;
            }
            if matches!(*label, "image" | "picture" | "pictures" | "images" | "file")
                && after.trim_start().starts_with('-')
            {
                continue;
            }
            let better = match best {
                None => true,
                // The longest label at the first place.
                Some((start, length)) => at < start || (at == start && label.len() > length),
            };
            if better {
                best = Some((at, label.len()));
            }
        }
    }
    let (at, length) = best?;
    let names = words[at + length..].trim_start_matches(|c: char| c.is_whitespace() || ":/|-–—©".contains(c));
    let names = names.trim_end_matches(|c: char| c.is_whitespace() || ")].".contains(c));
    let count = names.split_whitespace().count();
    if count > 9 {
        return None;
    }
    let mut start = at;
    let before = words[..at].trim_end();
    if before.ends_with(['(', '[']) {
        start = before.len() - 1;
    }
    Some((start, names.to_owned()))
}

/// "(AP Photo/Jane Doe)", "[Jane Doe/Reuters]", "(Xinhua/Jane Doe)".
fn bracketed(words: &str, agencies: &Agencies) -> Option<(usize, String)> {
    let trimmed = words.trim_end_matches([' ', '.']);
    let close = trimmed.chars().last()?;
    let open = match close {
        ')' => '(',
        ']' => '[',
        _ => return None,
    };
    let start = trimmed.rfind(open)?;
    let inner = trimmed[start + 1..trimmed.len() - 1].trim();
    let count = inner.split_whitespace().count();
    // A bare agency in brackets closes articles too; here a name or "Photo" stands beside it.
    let picture = agencies.picture(inner).is_some()
        && (inner.contains('/') || inner.to_lowercase().contains("photo") || inner.to_lowercase().contains("file"));
    (picture && count <= 9 && start > 0).then(|| (start, inner.to_owned()))
}

/// "... on Friday. REUTERS/Jane Doe", "© AFP", "AFP PHOTO / Jane DOE".
fn slashed(words: &str, agencies: &Agencies) -> Option<(usize, String)> {
    if let Some(at) = words.rfind('©')
        && at > 0
    {
        let names = words[at + '©'.len_utf8()..].trim();
        if names.split_whitespace().count() <= 5 && agencies.picture(names).is_some() {
            return Some((at, names.to_owned()));
        }
    }
    // From the last end of a sentence.
    let mut start = None;
    for (at, c) in words.char_indices() {
        if matches!(c, '.' | '!' | '?' | '|') && words[at + 1..].starts_with(' ') {
            start = Some(at + 2);
        }
    }
    let start = start.unwrap_or(0);
    let names = words[start..].trim();
    let count = names.split_whitespace().count();
    let lower = names.to_lowercase();
    let named = names.split('/').any(|piece| {
        let piece = piece.trim();
        agencies.picture(piece).is_some()
    });
    let fits = named && count <= 7 && (names.contains('/') || lower.ends_with(" photo") || lower.ends_with(" file"));
    let start = words.len() - words[start..].trim_start().len();
    fits.then(|| (start, names.to_owned()))
}

/// The agency's usual name, else the names as printed.
fn credit_name(names: &str, agencies: &Agencies) -> String {
    let names = names.trim();
    let bare = names
        .strip_prefix("by ")
        .or_else(|| names.strip_prefix("By "))
        .unwrap_or(names)
        .trim_matches(|c: char| c.is_whitespace() || "()[]:".contains(c));
    agencies.picture(bare).map_or_else(|| bare.to_owned(), str::to_owned)
}
