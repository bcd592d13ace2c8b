//! The actor files of TABARI and PETRARCH: a name in capitals, synonyms with `+`, and codes in brackets with the days
//! from when to when they hold.

use jiff::civil::Date;

/// A line without its comment, with what stood in brackets at its end.
pub(crate) struct Entry<'t> {
    pub words: &'t str,
    pub bracket: Option<&'t str>,
}

/// A line taken apart.
pub(crate) fn entry(line: &str) -> Entry<'_> {
    let line = line.split([';', '#']).next().unwrap_or_default().trim_end();
    match (line.find('['), line.rfind(']')) {
        (Some(open), Some(close)) if open < close => Entry {
            words: line[..open].trim(),
            bracket: Some(line[open + 1..close].trim()),
        },
        _ => Entry {
            words: line.trim(),
            bracket: None,
        },
    }
}

/// A day of six or eight digits; of six digits the years from 30 on are of the last century.
fn day(text: &str) -> Option<Date> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let (year, rest) = match digits.len() {
        8 => (digits[..4].parse().ok()?, &digits[4..]),
        6 => {
            let year: i16 = digits[..2].parse().ok()?;
            (if year >= 30 { 1900 + year } else { 2000 + year }, &digits[2..])
        }
        _ => return None,
    };
    Date::new(year, rest[..2].parse().ok()?, rest[2..].parse().ok()?).ok()
}

/// A code with its days: `NMK <901231`, `NMKGOV 19910101-19961130`, `NMKREB >961201`.
fn dated(bracket: &str) -> Option<Code> {
    let (code, days) = bracket.split_once(char::is_whitespace).unwrap_or((bracket, ""));
    let days = days.trim();
    let (from, to) = match days.chars().next() {
        None => (None, None),
        Some('<') => (None, Some(day(days)?)),
        Some('>') => (Some(day(days)?), None),
        _ => {
            let (from, to) = days.split_once('-')?;
            (Some(day(from)?), Some(day(to)?))
        }
    };
    Some(Code {
        line: 0,
        code: code.to_owned(),
        from,
        to,
    })
}

/// The lines that hold something, with their numbers from 1; comments `<!-- … -->`, `#` and `;` are left out.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut comment = false;
    text.lines().enumerate().filter_map(move |(i, line)| {
        let trimmed = line.trim();
        let opens = trimmed.starts_with("<!--");
        let inside = comment || opens;
        comment = inside && !trimmed.contains("-->");
        let blank = trimmed.is_empty() || trimmed.starts_with(['#', ';']);
        (!inside && !blank).then_some((i + 1, line))
    })
}

/// A code and the days on which it holds.
#[derive(Clone, Debug)]
pub(crate) struct Code {
    pub line: usize,
    pub code: String,
    pub from: Option<Date>,
    pub to: Option<Date>,
}

/// An actor: its phrases, the first being its main name, and its codes.
#[derive(Clone, Debug, Default)]
pub(crate) struct ActorEntry {
    pub line: usize,
    pub phrases: Vec<String>,
    pub codes: Vec<Code>,
}

/// The actors of a file. What cannot be read goes to `note` with its line, and the rest is read on.
pub(crate) fn actors(text: &str, note: &mut dyn FnMut(usize, String)) -> Vec<ActorEntry> {
    let mut all: Vec<ActorEntry> = Vec::new();
    for (number, line) in lines(text) {
        let entry = entry(line);
        let phrase = entry.words.trim_matches(['_', ' ']);
        if !phrase.is_empty() {
            match (phrase.strip_prefix('+'), all.last_mut()) {
                // synonyms stand before the codes or after them
                (Some(synonym), Some(last)) => last.phrases.push(synonym.trim_matches(['_', ' ']).to_owned()),
                (Some(synonym), None) => note(number, format!("`+{synonym}`: a synonym before any name")),
                (None, _) => all.push(ActorEntry {
                    line: number,
                    phrases: vec![phrase.to_owned()],
                    codes: Vec::new(),
                }),
            }
        }
        let Some(bracket) = entry.bracket else { continue };
        let Some(last) = all.last_mut() else {
            note(number, format!("`[{bracket}]`: a code before any name"));
            continue;
        };
        // several may stand in one line: [NMK <901231][NMKGOV >910101]
        for bracket in bracket.split(']').map(|b| b.trim().trim_start_matches('[')) {
            match dated(bracket) {
                Some(code) if !code.code.is_empty() => last.codes.push(Code { line: number, ..code }),
                _ => note(
                    number,
                    format!("`[{bracket}]`: expected a code and days such as <901231"),
                ),
            }
        }
    }
    for actor in all.iter().filter(|actor| actor.codes.is_empty()) {
        note(actor.line, format!("`{}`: no code", actor.phrases[0]));
    }
    all.retain(|actor| !actor.codes.is_empty());
    all
}
