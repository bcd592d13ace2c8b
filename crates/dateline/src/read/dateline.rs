//! The dateline before the first sentence: "MOSCOW, Aug 26:", "HAVANA, Cuba (Reuters) --".

use jiff::civil::Date;

use super::agencies::Agencies;
use super::stamp::{Day, day_at};
use crate::{Dateline, PartValue, Span};

/// A dateline and where the first sentence begins.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub span: Span,
    /// Place words; the first of several.
    pub place: Option<Span>,
    pub day: Option<Day>,
    pub agency: Option<PartValue<String>>,
    /// First byte after it.
    pub body: usize,
}

impl Found {
    /// The part; a missing year is that nearest to `known`.
    pub fn part(&self, text: &str, known: Option<Date>) -> Dateline {
        Dateline {
            span: self.span,
            place: self.place.map(|span| normal_case(span.of(text))),
            place_span: self.place,
            date: self.day.and_then(|day| day.near(known)),
            agency: self.agency.as_ref().map(|agency| agency.value.clone()),
        }
    }
}

/// Capital words before a colon that are no place.
const NO_PLACES: &[&str] = &[
    "UPDATE",
    "UPDATED",
    "BREAKING",
    "EXCLUSIVE",
    "WATCH",
    "VIDEO",
    "LIVE",
    "OPINION",
    "ANALYSIS",
    "NOTE",
    "EXPLAINER",
    "FACTBOX",
    "FACT CHECK",
    "TIMELINE",
    "CORRECTION",
    "REUTERS",
    "AFP",
    "NATO",
    "UN",
    "EU",
    "WHO",
    "PHOTO",
    "PHOTOS",
    "PICTURES",
    "READ",
    "READ MORE",
    "ALSO READ",
    "SOURCE",
    "TAGS",
    "TOPICS",
    "PRESIDENT",
    "MINISTER",
    "REPORT",
    "NEWS",
    "EDITORIAL",
    "FILE",
    "CAPTION",
    "SUMMARY",
    "HIGHLIGHTS",
    "KEY POINTS",
    "BACKGROUND",
    "INTERVIEW",
    "COMMENT",
    "PUBLISHED",
    "POSTED",
    "CORRECTS",
    "URGENT",
    "WARNING",
    "QUESTION",
    "ANSWER",
    "Q",
    "A",
    "CEO",
    "PM",
    "FM",
    "US",
    "UK",
    "USA",
    "UAE",
    "EDITOR'S NOTE",
    "STORY",
    "ORIGINAL STORY",
    "FULL STORY",
    "EDITOR",
    "BY",
    "WORLD",
    "INTERNATIONAL",
    "NATIONAL",
    "POLITICS",
    "BUSINESS",
    "SPORT",
    "SPORTS",
    "RELATED",
    "SEE ALSO",
    "GRAPHIC",
    "MORE",
    "ADDS",
    "WRAPUP",
    "CLARIFICATION",
    "ALERT",
];

/// Small words inside names of places.
const SMALL: &[&str] = &[
    "au", "aux", "de", "del", "des", "di", "do", "da", "dos", "du", "e", "en", "el", "of", "on", "the", "upon", "sur",
    "sous", "la", "le", "les", "y", "and", "am",
];

/// The dateline at the start of this line, if it has one. `first`: the line may be the body's
/// first, so that weaker forms ("New Delhi: ...") count too.
pub(super) fn dateline_at(text: &str, line: Span, first: bool, agencies: &Agencies) -> Option<Found> {
    let end = line.end();
    let mut at = line.start();
    // "(Reuters) - The..." without place.
    if text[at..end].starts_with(['(', '[']) {
        let (agency, after) = bracketed_agency(text, at, end, agencies)?;
        let mark = mark_at(text, after, end)?;
        return finish(text, line, Parsed::new(line.start()).agency(agency), mark);
    }
    // "Aug 26 (Reuters) - The..." without place.
    if let Some((day, after)) = day_at(&text[..end], at) {
        let after_space = skip(text, after, end);
        let (agency, after) = bracketed_agency(text, after_space, end, agencies)?;
        let mark = mark_at(text, after, end)?;
        let mut parsed = Parsed::new(line.start()).agency(agency);
        parsed.day = Some(day);
        parsed.end = day_end(text, line.start(), end)?;
        return finish(text, line, parsed, mark);
    }
    let place = place_at(text, at, end)?;
    let capitals = is_capitals(place.of(text));
    let mut parsed = Parsed::new(place.end());
    parsed.place = Some(first_place(text, place));
    at = place.end();
    // Country, province or second part: ", Cuba", ", N.D.", " [India]".
    let mut region = false;
    loop {
        let rest = &text[at..end];
        if let Some(inner) = rest.trim_start().strip_prefix('[') {
            let open = end - inner.len();
            let Some(length) = inner.find(']').filter(|length| *length < 40) else {
                break;
            };
            if agencies.first(&inner[..length]).is_some() {
                break;
            }
            at = open + length + 1;
            parsed.end = at;
            region = true;
            continue;
        }
        // "Ambala (Haryana)".
        if !region
            && let Some(inner) = rest.strip_prefix(" (")
            && let Some(length) = inner.find(')').filter(|length| *length < 40)
            && starts_upper(&inner[..length])
            && agencies.first(&inner[..length]).is_none()
            && !inner[..length].contains(|c: char| c.is_ascii_digit())
            && inner[length + 1..]
                .trim_start()
                .starts_with(['[', ',', ':', '-', '–', '—'])
        {
            at = end - inner.len() + length + 1;
            parsed.end = at;
            continue;
        }
        let Some(after) = rest.strip_prefix(',') else {
            break;
        };
        let start = end - after.trim_start().len();
        if day_at(&text[..end], start).is_some() || region {
            break;
        }
        let Some(more) = place_at(text, start, end) else {
            break;
        };
        at = more.end();
        parsed.end = at;
        region = true;
    }
    // ", Aug 26", ". Aug 26", " 26 August".
    let separated = text[at..end]
        .trim_start()
        .trim_start_matches([',', '.', '-', '–', '—', '|', '(', ':'])
        .trim_start();
    let start = end - separated.len();
    let mut dated = false;
    if start > at
        && let Some((day, after)) = day_at(&text[..end], start)
    {
        let mut after = after;
        if text[at..start].contains('(') {
            after += text[after..end].starts_with(')').then_some(1)?;
        }
        parsed.day = Some(day);
        parsed.end = after;
        at = after;
        dated = true;
    }
    // "(Reuters)", "/TASS/", "CNN".
    let mut open = skip(text, at, end);
    if text[open..end].starts_with(['.', ',']) {
        open = skip(text, open + 1, end);
    }
    let named = bracketed_agency(text, open, end, agencies).or_else(|| {
        let rest = &text[open..end];
        let length = rest.find([' ', '\t', '-', '–', '—']).unwrap_or(rest.len());
        let name = agencies.name(&rest[..length])?;
        let part = PartValue {
            span: Span::new(open, open + length),
            value: name.to_owned(),
        };
        (open > at).then_some((part, open + length))
    });
    // "QUETTA, May 9, 2023 (Dawn) -": what stands in brackets between a day and the dash is who sent it
    let named = named.or_else(|| {
        let (agency, after) = bracketed(text, open, end).filter(|_| dated)?;
        let words = agency.value.split_whitespace().count();
        let name = agency.value.starts_with(char::is_uppercase) && words <= 4;
        (name && mark_at(text, after, end).is_some()).then_some((agency, after))
    });
    let with_agency = named.is_some();
    if let Some((agency, after)) = named {
        parsed = parsed.agency(agency);
        at = after;
    }
    // "MOSCOW, Aug 26, (Reuters)": the agency may stand before the day as well.
    if !dated && with_agency {
        let rest = text[at..end].trim_start().trim_start_matches(',').trim_start();
        let start = end - rest.len();
        if start > at
            && let Some((day, after)) = day_at(&text[..end], start)
            && mark_at(text, after, end).is_some()
        {
            parsed.day = Some(day);
            at = after;
            dated = true;
        }
    }
    let mark = mark_at(text, at, end);
    let words = place.of(text);
    if NO_PLACES.contains(&words.to_uppercase().as_str()) && !dated && !with_agency {
        return None;
    }
    let Some(mark) = mark else {
        // "BEIRUT, 26 Aug 2021 (NNA) The...", "London (CNN)The..." need no mark.
        let bracket = text[..at].ends_with([')', ']', '/']);
        return if with_agency && bracket {
            let stop = usize::from(text[at..end].starts_with('.'));
            let mark = Mark {
                attached: None,
                body: skip(text, at + stop, end),
            };
            finish(text, line, parsed, mark)
        } else {
            None
        };
    };
    let strong = dated || with_agency;
    if !strong {
        let rest = &text[mark.body..end];
        let opens = rest.chars().next()?;
        let quote = matches!(opens, '"' | '“' | '\'' | '‘');
        // A list or a sentence may follow a mark too: the body's first sentence is a whole one.
        if rest.split_whitespace().count() < 4 {
            return None;
        }
        let upper = opens.is_uppercase() || opens.is_ascii_digit();
        if capitals {
            if !upper && !quote {
                return None;
            }
        } else {
            let short = words.split_whitespace().count() <= if region { 4 } else { 3 };
            let whole = rest.split_whitespace().count() >= 8 && ends_sentence(rest);
            // "Jane Doe: Jane Doe, a nurse, ..." names a speaker.
            if rest.starts_with(words) {
                return None;
            }
            let fits = upper || (quote && (region || mark.attached.is_none()));
            if !(first && short && whole && fits) {
                return None;
            }
        }
    }
    finish(text, line, parsed, mark)
}

struct Parsed {
    end: usize,
    place: Option<Span>,
    day: Option<Day>,
    agency: Option<PartValue<String>>,
}

impl Parsed {
    fn new(end: usize) -> Self {
        Self {
            end,
            place: None,
            day: None,
            agency: None,
        }
    }

    fn agency(mut self, agency: PartValue<String>) -> Self {
        self.agency = Some(agency);
        self
    }
}

/// The mark that closes a dateline.
struct Mark {
    /// The byte where it ends, if it stands directly after the dateline's words (":").
    attached: Option<usize>,
    /// First byte of the sentence.
    body: usize,
}

fn finish(text: &str, line: Span, parsed: Parsed, mark: Mark) -> Option<Found> {
    // "REPORTER: ..." in a transcript, where at least three lines begin so
    if mark.attached.is_some() && parsed.day.is_none() && parsed.agency.is_none() {
        let label = |words: &str| {
            let label = words.trim_start().split_once(": ").map_or("", |(label, _)| label);
            (2..40).contains(&label.len()) && is_capitals(label) && label.chars().any(char::is_alphabetic)
        };
        if text.lines().filter(|words| label(words)).take(3).count() == 3 {
            return None;
        }
    }
    let mut end = parsed.end;
    if let Some(attached) = mark.attached
        && parsed.agency.is_none()
    {
        end = attached;
    }
    if end == line.start() {
        // Only an agency: the brackets are all there is.
        end = parsed.agency.as_ref()?.span.end();
        end += text[end..].chars().next().map_or(0, char::len_utf8);
    }
    (mark.body < line.end()).then_some(Found {
        span: Span::new(line.start(), end),
        place: parsed.place,
        day: parsed.day,
        agency: parsed.agency,
        body: mark.body,
    })
}

/// ":", "--", "—", "-" or "_" after a dateline's words.
fn mark_at(text: &str, at: usize, end: usize) -> Option<Mark> {
    let mut from = at;
    // "Aug. 26." before a dash.
    if text[from..end].starts_with(['.', ',']) && text[from + 1..end].trim_start().starts_with(['-', '–', '—', ':'])
    {
        from += 1;
    }
    let start = skip(text, from, end);
    let rest = &text[start..end];
    let spaced = start > at;
    let marks = rest.trim_start_matches([':', '-', '–', '—', '_', '―', '‒', '|']);
    let length = rest.len() - marks.len();
    let words = &rest[..length];
    let fits = match words {
        ":" | "--" | "—" | "–" | "―" | "---" | ":-" | "‒" | ":--" | ":–" | ":—" => true,
        // A hyphen inside a word is no mark.
        "-" | "_" | "|" => spaced || marks.starts_with(' ') || text[..at].ends_with([')', ']']),
        _ => false,
    };
    if !fits {
        return None;
    }
    let colon = words.starts_with(':');
    let space_after = marks.starts_with(char::is_whitespace);
    // "MOSCOW--Russia" is written, "9:30" and "well-known" are not datelines.
    if colon && !space_after && !marks.starts_with(|c: char| c.is_uppercase() || matches!(c, '"' | '“')) {
        return None;
    }
    let body = skip(text, start + length, end);
    Some(Mark {
        attached: (colon && !spaced).then_some(start + length),
        body,
    })
}

fn bracketed_agency(text: &str, at: usize, end: usize, agencies: &Agencies) -> Option<(PartValue<String>, usize)> {
    let (mut part, after) = bracketed(text, at, end)?;
    part.value = agencies.first(&part.value)?.to_owned();
    Some((part, after))
}

/// What stands in brackets here, and where they end.
fn bracketed(text: &str, at: usize, end: usize) -> Option<(PartValue<String>, usize)> {
    let rest = &text[at..end];
    let close = match rest.chars().next()? {
        '(' => ')',
        '[' => ']',
        '/' => '/',
        _ => return None,
    };
    let length = rest[1..].find(close).filter(|length| (1..=60).contains(length))?;
    let inner = &rest[1..=length];
    let trimmed = inner.trim();
    let from = at + 1 + (inner.len() - inner.trim_start().len());
    let part = PartValue {
        span: Span::new(from, from + trimmed.len()),
        value: trimmed.to_owned(),
    };
    Some((part, at + length + 2))
}

/// Where the day that starts here ends, without a full stop that ends the dateline.
fn day_end(text: &str, at: usize, end: usize) -> Option<usize> {
    day_at(&text[..end], at).map(|(_, end)| end)
}

fn skip(text: &str, at: usize, end: usize) -> usize {
    end - text[at..end].trim_start().len()
}

/// True if a sentence ends here.
pub(super) fn ends_sentence(text: &str) -> bool {
    text.trim_end()
        .trim_end_matches(['"', '”', '\'', '’', ')', ']', '»'])
        .ends_with(['.', '!', '?', '…'])
}

/// Up to five capitalised words, the first of them capitalised: "KUALA LUMPUR", "Rio de Janeiro".
fn place_at(text: &str, at: usize, end: usize) -> Option<Span> {
    let rest = &text[at..end];
    let first = rest.chars().next()?;
    if !first.is_uppercase() {
        return None;
    }
    let mut stop = 0;
    let mut words = 0;
    let mut from = 0;
    while from < rest.len() && words < 6 {
        let length = rest[from..]
            .find(|c: char| !(c.is_alphabetic() || matches!(c, '\'' | '’' | '`' | '-' | '.' | '/')))
            .unwrap_or(rest.len() - from);
        let mut word = &rest[from..from + length];
        // A dash is a mark, not a part of the word.
        if let Some(cut) = word.find("--") {
            word = &word[..cut];
        }
        word = word.trim_end_matches(['-', '/', '\'', '’']);
        let abbreviation = word.ends_with('.') && is_abbreviation(word);
        if word.ends_with('.') && !abbreviation {
            // "MOSCOW. Aug 26": the stop is not part of the name.
            let bare = word.trim_end_matches('.');
            if !bare.is_empty() && starts_upper(bare) && !bare.contains('.') {
                stop = from + bare.len();
            }
            break;
        }
        if word.is_empty() {
            break;
        }
        let small = SMALL.contains(&word.to_lowercase().as_str());
        if !(starts_upper(word) || (small && words > 0)) {
            break;
        }
        // A month after a place is its day: "Kathmandu Aug 26".
        if words > 0 && day_at(&text[..end], at + from).is_some() {
            break;
        }
        words += 1;
        if !small || is_capitals(word) {
            stop = from + word.len();
        }
        let next = from + word.len();
        if word.len() < length || !rest[next..].starts_with(' ') {
            break;
        }
        from = next + 1;
    }
    (stop > 1 && words <= 5).then(|| Span::new(at, at + stop))
}

fn starts_upper(word: &str) -> bool {
    let mut chars = word.chars();
    match chars.next() {
        Some(c) if c.is_uppercase() => true,
        // "al-Qaim", "d'Ivoire".
        Some(c) if c.is_lowercase() => word
            .split(['-', '\'', '’'])
            .nth(1)
            .is_some_and(|part| part.starts_with(char::is_uppercase)),
        _ => false,
    }
}

/// "St.", "D.C.", "N.Y.", "Ft.".
fn is_abbreviation(word: &str) -> bool {
    const SHORT: &[&str] = &[
        "ST.", "STE.", "FT.", "MT.", "CALIF.", "FLA.", "MASS.", "PA.", "VA.", "TEX.", "ILL.", "MICH.", "WASH.",
        "ARIZ.", "COLO.", "CONN.", "GA.", "IND.", "LA.", "MD.", "MINN.", "MISS.", "MO.", "OKLA.", "ORE.", "TENN.",
        "WIS.", "KY.", "NEB.", "NEV.", "MONT.", "WYO.", "ALA.", "ARK.", "DEL.", "KAN.",
    ];
    let bare = word.trim_end_matches('.');
    bare.contains('.') || bare.chars().count() == 1 || SHORT.contains(&word.to_uppercase().as_str())
}

/// True if it has letters and none is small, but for "al-" and the like.
fn is_capitals(words: &str) -> bool {
    let mut letters = 0;
    for word in words.split([' ', '-', '/']) {
        if SMALL.contains(&word) || word == "al" {
            continue;
        }
        for c in word.chars() {
            if c.is_lowercase() {
                // "McALLEN".
                if word.starts_with("Mc") && c == 'c' {
                    continue;
                }
                return false;
            }
            letters += usize::from(c.is_uppercase());
        }
    }
    letters > 1
}

/// "KABUL/ISLAMABAD": the first.
fn first_place(text: &str, place: Span) -> Span {
    let words = place.of(text);
    let length = words.find('/').unwrap_or(words.len());
    Span::new(place.start(), place.start() + length)
}

/// "KUALA LUMPUR" to "Kuala Lumpur"; what has small letters stays.
fn normal_case(words: &str) -> String {
    if !is_capitals(words) {
        return words.to_owned();
    }
    let mut out = String::with_capacity(words.len());
    for (at, word) in words.split(' ').enumerate() {
        if at > 0 {
            out.push(' ');
        }
        for (nth, piece) in word.split('-').enumerate() {
            if nth > 0 {
                out.push('-');
            }
            let lower = piece.to_lowercase();
            if piece.contains('.') && piece.trim_end_matches('.').contains('.') {
                out.push_str(piece);
            } else if (at > 0 || nth > 0) && SMALL.contains(&lower.as_str()) && lower != "la" {
                out.push_str(&lower);
            } else {
                capitalise(piece, &mut out);
            }
        }
    }
    out
}

fn capitalise(piece: &str, out: &mut String) {
    let mut upper = true;
    for (at, c) in piece.chars().enumerate() {
        if upper {
            out.push(c);
        } else {
            out.extend(c.to_lowercase());
        }
        // "N'DJAMENA" has a capital after the apostrophe, "SANA'A" has none.
        upper = matches!(c, '\'' | '’' | '`') && at == 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(text: &str) -> Option<(String, String, String, String, String)> {
        let agencies = Agencies::builtin().expect("the built-in table loads");
        let found = dateline_at(text, Span::new(0, text.len()), true, &agencies)?;
        let part = found.part(text, Date::new(2021, 8, 27).ok());
        Some((
            part.span.of(text).to_owned(),
            part.place.unwrap_or_default(),
            part.date.map(|date| date.to_string()).unwrap_or_default(),
            part.agency.unwrap_or_default(),
            text[found.body..].to_owned(),
        ))
    }

    #[track_caller]
    fn check(text: &str, span: &str, place: &str, date: &str, agency: &str) {
        let found = find(text).unwrap_or_else(|| panic!("no dateline in {text}"));
        let expected = (span, place, date, agency);
        assert_eq!((&*found.0, &*found.1, &*found.2, &*found.3), expected, "{text}");
        assert!(found.4.starts_with("The mayor"), "{text}: {}", found.4);
    }

    #[test]
    fn datelines() {
        let tail = "The mayor of the town met two envoys on Friday.";
        for (start, span, place, date, agency) in [
            ("LUSAKA, Aug 26: ", "LUSAKA, Aug 26:", "Lusaka", "2021-08-26", ""),
            ("KUALA LUMPUR: ", "KUALA LUMPUR:", "Kuala Lumpur", "", ""),
            (
                "LA PAZ, Bolivia (Reuters) -- ",
                "LA PAZ, Bolivia",
                "La Paz",
                "",
                "Reuters",
            ),
            (
                "GENEVA, Sept. 3 (Xinhua) -- ",
                "GENEVA, Sept. 3",
                "Geneva",
                "2021-09-03",
                "Xinhua",
            ),
            (
                "QUETTA, Pakistan, May 9, 2023 (Dawn) - ",
                "QUETTA, Pakistan, May 9, 2023",
                "Quetta",
                "2023-05-09",
                "Dawn",
            ),
            ("ISLAMABAD (Reuters) - ", "ISLAMABAD", "Islamabad", "", "Reuters"),
            ("Paris, France — ", "Paris, France", "Paris", "", ""),
            ("New Delhi: ", "New Delhi:", "New Delhi", "", ""),
            (
                "New Delhi [India], August 27 (ANI): ",
                "New Delhi [India], August 27",
                "New Delhi",
                "2021-08-27",
                "ANI",
            ),
            (
                "KABUL/DOHA, Aug 26 (Reuters) - ",
                "KABUL/DOHA, Aug 26",
                "Kabul",
                "2021-08-26",
                "Reuters",
            ),
            (
                "MINSK, August 26. /TASS/. ",
                "MINSK, August 26",
                "Minsk",
                "2021-08-26",
                "TASS",
            ),
            (
                "KIEV. Aug 26 (Interfax) - ",
                "KIEV. Aug 26",
                "Kiev",
                "2021-08-26",
                "Interfax",
            ),
            (
                "Kathmandu, 26 August: ",
                "Kathmandu, 26 August:",
                "Kathmandu",
                "2021-08-26",
                "",
            ),
            (
                "PORT-AU-PRINCE, Haiti (AP) _ ",
                "PORT-AU-PRINCE, Haiti",
                "Port-au-Prince",
                "",
                "AP",
            ),
            (
                "BEIJING, Aug. 26, 2020 -- ",
                "BEIJING, Aug. 26, 2020",
                "Beijing",
                "2020-08-26",
                "",
            ),
            ("UNITED NATIONS — ", "UNITED NATIONS", "United Nations", "", ""),
            ("WASHINGTON, D.C. — ", "WASHINGTON, D.C.", "Washington", "", ""),
            (
                "ST. PETERSBURG, Russia (AP) — ",
                "ST. PETERSBURG, Russia",
                "St. Petersburg",
                "",
                "AP",
            ),
            ("N'DJAMENA: ", "N'DJAMENA:", "N'Djamena", "", ""),
            ("Tehran (IRNA) – ", "Tehran", "Tehran", "", "IRNA"),
            ("London (CNN)", "London", "London", "", "CNN"),
            (
                "BEIRUT, 26 Aug 2021 (NNA) ",
                "BEIRUT, 26 Aug 2021",
                "Beirut",
                "2021-08-26",
                "NNA",
            ),
            ("(Reuters) - ", "(Reuters)", "", "", "Reuters"),
            ("Aug 26 (Reuters) - ", "Aug 26", "", "2021-08-26", "Reuters"),
            (
                "DHAKA, Aug 26, 2021 (BSS) - ",
                "DHAKA, Aug 26, 2021",
                "Dhaka",
                "2021-08-26",
                "BSS",
            ),
            ("Sana'a, Yemen – ", "Sana'a, Yemen", "Sana'a", "", ""),
            (
                "Rio de Janeiro, Aug 26 (EFE).- ",
                "Rio de Janeiro, Aug 26",
                "Rio de Janeiro",
                "2021-08-26",
                "EFE",
            ),
        ] {
            check(&format!("{start}{tail}"), span, place, date, agency);
        }
    }

    #[test]
    fn no_datelines() {
        for text in [
            "The mayor met two envoys - the first since May - on Friday in the town.",
            "Iran: Detained Students at Risk of Torture",
            "BREAKING: The mayor of the town met two envoys on Friday.",
            "President Bongo -- the son of the former ruler -- met two envoys on Friday.",
            "Russia said on Thursday: The orders have been received by the ministry in May.",
            "NATO: The alliance met two envoys on Friday in the old town hall.",
            "A",
            "MOSCOW:",
            "\u{feff}é — ",
        ] {
            assert_eq!(find(text), None, "{text}");
        }
    }
}
