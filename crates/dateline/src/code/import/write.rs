//! What dictionaries hold, written as a lexicon.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::{Dictionaries, Group, Imported, Note, PatternFact, VerbFact};
use crate::EventType;
use crate::resolve::actors::Countries;
use crate::resolve::own::{ACTOR_COLUMNS, ROLE_COLUMNS};

/// A code, and that of the second event with the parties exchanged.
type Codes = (Option<String>, Option<String>);

/// How dictionaries code what is not done; a user may take it out.
const NEGATED: &str = "\
# \"Will not attack\", \"never met\": a conflict that is denied or renounced is coded as cooperation without more, a
# cooperation that is not done as a refusal. Without these lines a negated event keeps its code, with status `negated`.
[negated]
conflict = { type = \"SUPPORT\", code = \"050\" }
cooperation = { type = \"REJECT\", code = \"120\" }

";

/// Type for statements, which PLOVER does not code.
const STATEMENT: &str = "STATEMENT";
/// Type for codes that are not CAMEO's.
const OTHER: &str = "OTHER";

impl Dictionaries {
    /// The files of a lexicon, and what could not be converted.
    #[must_use]
    pub fn write(&self) -> Imported {
        let mut out = Imported {
            notes: self.notes.clone(),
            ..Imported::default()
        };
        let events = self.events(&mut out);
        if !events.is_empty() {
            out.files.push(("events.toml".into(), events));
        }
        if !self.actors.is_empty() {
            let mut text = ACTOR_COLUMNS.join("\t") + "\n";
            let countries = crate::resolve::actors::countries().ok();
            for actor in &self.actors {
                // "---" stands for nobody: kept, so that a narrower date rules a wider one out
                let day = |day: Option<jiff::civil::Date>| day.map(|d| d.to_string()).unwrap_or_default();
                let (country, sectors) = parts(&actor.code, countries.as_ref());
                let kind = if !country.is_empty() && actor.code.len() == 3 {
                    "country"
                } else {
                    "organization"
                };
                let (from, to) = (day(actor.from), day(actor.to));
                let phrase = clean(&actor.phrase);
                let _ = writeln!(
                    text,
                    "{phrase}\t{}\t{country}\t{sectors}\t{kind}\t{from}\t{to}",
                    actor.code
                );
                out.actors += 1;
            }
            out.files.push(("actors.tsv".into(), text));
        }
        if !self.roles.is_empty() {
            let mut text = ROLE_COLUMNS.join("\t") + "\n";
            for role in &self.roles {
                let mut names = clean(&role.phrase);
                if let Some(plural) = &role.plural {
                    names = format!("{names}|{}", clean(plural));
                }
                let side = if role.before { "before" } else { "after" };
                let (_, sectors) = parts(&format!("---{}", role.code), None);
                let _ = writeln!(text, "{names}\t{}\t{sectors}\t{side}", role.code);
                out.roles += 1;
            }
            out.files.push(("roles.tsv".into(), text));
        }
        out
    }

    fn events(&self, out: &mut Imported) -> String {
        let mut frames = String::new();
        let mut lists = String::new();
        let mut types = BTreeSet::new();
        let mut names: BTreeMap<String, usize> = BTreeMap::new();
        for group in &self.groups {
            let mut name = slug(&group.name);
            let times = names.entry(name.clone()).or_default();
            *times += 1;
            if *times > 1 {
                name = format!("{name}-{times}");
            }
            let list = self.group(group, &name, &mut frames, &mut types, out);
            lists.push_str(&list);
        }
        if frames.is_empty() && self.discards.is_empty() {
            return String::new();
        }
        let mut head = format!("# Made by `dateline lexicon import`.\nuntested = true\n\n[verbs]\n{lists}\n");
        if !frames.is_empty() {
            head.push_str(NEGATED);
        }
        for (phrase, story) in &self.discards {
            let drops = if *story { "story" } else { "sentence" };
            let _ = writeln!(
                head,
                "[[discard]]\nphrase = {}\ndrops = \"{drops}\"\n",
                quote(&phrase.to_lowercase())
            );
        }
        for name in types {
            let why = match name {
                STATEMENT => "A public statement (CAMEO 01), which PLOVER does not code.",
                _ => "A code that is not CAMEO's.",
            };
            let _ = writeln!(
                head,
                "[type.{name}]\nlike = \"CONSULT\"\nscore = 0.0\nwhy = \"{why}\"\n"
            );
        }
        for (name, words) in &self.synsets {
            if !name.chars().any(|c| c.is_ascii_alphanumeric()) {
                out.notes.push(Note {
                    file: "synsets".into(),
                    place: name.clone(),
                    reason: "expected a name of letters".into(),
                });
                continue;
            }
            let (mut terms, mut includes) = (Vec::new(), Vec::new());
            for word in words {
                let word = word.to_lowercase();
                let word = word.trim().trim_start_matches('(').trim_end_matches([')', '_']);
                match word.strip_prefix('&') {
                    Some(other)
                        if self.synsets.contains_key(&other.to_uppercase())
                            && !slug(other).trim_matches('-').is_empty() =>
                    {
                        includes.push(slug(other))
                    }
                    Some(other) => out.notes.push(Note {
                        file: "synsets".into(),
                        place: name.clone(),
                        reason: format!("&{} is not defined", other.to_uppercase()),
                    }),
                    None => terms.push(
                        word.split([' ', '_'])
                            .filter(|w| !w.is_empty())
                            .collect::<Vec<_>>()
                            .join("+"),
                    ),
                }
            }
            let list = |list: &[String]| list.iter().map(|w| quote(w)).collect::<Vec<_>>().join(", ");
            let _ = writeln!(head, "[class.{}]\nwords = [{}]", slug(name), list(&terms));
            if !includes.is_empty() {
                let _ = writeln!(head, "includes = [{}]", list(&includes));
            }
            head.push('\n');
        }
        head + &frames
    }

    fn group(
        &self,
        group: &Group,
        name: &str,
        frames: &mut String,
        types: &mut BTreeSet<&'static str>,
        out: &mut Imported,
    ) -> String {
        let mut all = Vec::new();
        let mut by_code: Vec<(Codes, Vec<String>)> = Vec::new();
        for verb in &group.verbs {
            let plain = |text: &str| {
                let letters = text.chars().any(char::is_alphanumeric);
                letters && text.chars().all(|c| c.is_alphanumeric() || " _-'’.".contains(c))
            };
            if let Some(odd) = std::iter::once(&verb.words).chain(&verb.forms).find(|w| !plain(w)) {
                out.notes.push(Note {
                    file: group.place.0.clone(),
                    place: group.place.1.clone(),
                    reason: format!("`{odd}` is no verb"),
                });
                continue;
            }
            let words = forms(verb);
            let (code, reverse) = match &verb.code {
                Some(own) if *own == group.code => {
                    (own.clone(), verb.reverse.clone().or_else(|| group.reverse.clone()))
                }
                Some(own) => (own.clone(), verb.reverse.clone()),
                None => (group.code.clone(), group.reverse.clone()),
            };
            let key = (code, reverse);
            match by_code.iter_mut().find(|(k, _)| *k == key) {
                Some((_, list)) => list.extend(words.iter().cloned()),
                None => by_code.push((key, words.clone())),
            }
            all.extend(words);
        }
        if all.is_empty() {
            out.notes.push(Note {
                file: group.place.0.clone(),
                place: group.place.1.clone(),
                reason: format!("{}: a group without a verb", group.name),
            });
            return String::new();
        }
        let list = |words: &[String]| words.iter().map(|w| quote(w)).collect::<Vec<_>>().join(", ");
        // patterns by code, in their order; then the verbs alone
        let mut by_pattern: Vec<(Codes, Vec<String>)> = Vec::new();
        for fact in &group.patterns {
            let line = match self.line(fact) {
                Ok(line) => line,
                Err(reason) => {
                    out.notes.push(Note {
                        file: fact.place.0.clone(),
                        place: fact.place.1.clone(),
                        reason: format!("`{}`: {reason}", fact.text),
                    });
                    continue;
                }
            };
            let key = (fact.code.clone(), fact.reverse.clone());
            match by_pattern.iter_mut().find(|(k, _)| *k == key) {
                Some((_, lines)) if lines.contains(&line) => {}
                Some((_, lines)) => lines.push(line),
                None => by_pattern.push((key, vec![line])),
            }
        }
        let mut number = 0;
        let mut frame = |(code, reverse): &Codes, words: String, lines: &[String]| {
            number += 1;
            let kind = plover(code.as_deref().or(reverse.as_deref()));
            if matches!(kind, STATEMENT | OTHER) {
                types.insert(kind);
            }
            let id = format!("{name}.{}", code.as_deref().map_or_else(|| "none".into(), slug));
            let _ = writeln!(
                frames,
                "[[frame]]\nid = {}\ntype = \"{kind}\"",
                quote(&format!("{id}-{number}"))
            );
            match code {
                Some(code) => {
                    let _ = writeln!(frames, "code = {}", quote(code));
                    if (2..=4).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_digit()) {
                        let _ = writeln!(frames, "cameo = {}", quote(code));
                    }
                }
                None => frames.push_str("event = false\n"),
            }
            if let Some(reverse) = reverse {
                let _ = writeln!(frames, "reverse = {}", quote(reverse));
            }
            let _ = writeln!(
                frames,
                "why = {}",
                quote(&format!("Imported: {}.", group.name.to_lowercase()))
            );
            let lines: Vec<String> = lines.iter().map(|l| quote(l)).collect();
            let _ = writeln!(frames, "words = [{words}]\nline = [\n  {},\n]\n", lines.join(",\n  "));
            out.patterns += lines.len();
        };
        for (key, lines) in &by_pattern {
            frame(key, quote(&format!("@{name}")), lines);
        }
        for (key, words) in &by_code {
            frame(key, list(words), &["*".to_owned()]);
        }
        format!("{} = [{}]\n", quote(name), list(&all))
    }

    /// A pattern in our notation.
    fn line(&self, fact: &PatternFact) -> Result<String, String> {
        for code in fact.code.iter().chain(&fact.reverse) {
            if !code.bytes().any(|b| b.is_ascii_alphanumeric()) {
                return Err(format!("`{code}` is no event code"));
            }
        }
        let mut spaced = String::new();
        for c in fact.text.chars() {
            if "(){}*$+^%".contains(c) {
                let _ = write!(spaced, " {c} ");
            } else {
                spaced.push(c);
            }
        }
        let tokens: Vec<&str> = spaced.split_whitespace().collect();
        let (mut out, mut dropped, mut term): (Vec<String>, bool, bool) = (Vec::new(), false, false);
        let mut inside = false;
        for (i, token) in tokens.iter().enumerate() {
            let mut word = match *token {
                "*" => "*".to_owned(),
                "$" => "{actor}".into(),
                "+" => "{recipient}".into(),
                "%" => "{both}".into(),
                "^" => "{skip}".into(),
                "{" | "}" => {
                    inside = *token == "{";
                    term = false;
                    continue;
                }
                "(" => {
                    // a synonym set for the preposition: the words in order say the same
                    dropped = tokens
                        .get(i + 1)
                        .is_some_and(|t| t.starts_with(['&', '$', '+', '^', '%']));
                    if dropped {
                        continue;
                    }
                    "(".into()
                }
                ")" if std::mem::take(&mut dropped) => continue,
                ")" => ")".into(),
                _ => {
                    let (class, word) = match token.strip_prefix('&') {
                        Some(name) => (true, name),
                        None => (false, *token),
                    };
                    let word = word.to_lowercase();
                    let word = word.trim_matches('_');
                    if class && !word.chars().any(|c| c.is_ascii_alphanumeric()) {
                        return Err(format!("`{token}`: expected the name of a synonym set"));
                    }
                    if class && !self.synsets.contains_key(&word.to_uppercase()) {
                        return Err(format!("the synonym set &{} is not defined", word.to_uppercase()));
                    }
                    if word.is_empty() || !word.chars().all(|c| c.is_alphanumeric() || "-_'’./".contains(c)) {
                        return Err(format!("`{token}` has no meaning here"));
                    }
                    if class {
                        format!("@{}", slug(word))
                    } else {
                        word.to_owned()
                    }
                }
            };
            // a synonym in a noun phrase stands right before the next word
            if inside
                && term
                && let Some(last) = out.last_mut()
            {
                *last = format!("{last}_{word}");
                term = word.starts_with('@');
                continue;
            }
            term = inside && word.starts_with('@');
            if word == "n't" {
                word = "not".into();
            }
            out.push(word);
        }
        let text = out.join(" ").replace("( ", "(").replace(" )", ")");
        match crate::code::lexicon::line::parse(&text, String::new(), crate::code::lexicon::FrameId(0), 0) {
            Ok(_) => Ok(text),
            Err(reason) => Err(reason),
        }
    }
}

/// A code's country and its sectors, divided by blanks.
fn parts(code: &str, countries: Option<&Countries>) -> (String, String) {
    let (country, sectors, _) = crate::resolve::actors::import::parts(code, countries);
    let sectors: Vec<&str> = sectors.iter().map(|s| s.as_str()).collect();
    (country, sectors.join(" "))
}

/// PLOVER's type for a CAMEO code, by its first two digits; cease-fires, releases and withdrawals are RETREAT.
fn plover(code: Option<&str>) -> &'static str {
    use EventType as T;
    let Some(code) = code.filter(|c| c.len() >= 3 && c.get(..3).is_some_and(|d| d.bytes().all(|b| b.is_ascii_digit())))
    else {
        return OTHER;
    };
    let kind = match (&code[..2], &code[2..3]) {
        ("01", _) => return STATEMENT,
        ("02" | "10", _) => T::Request,
        ("03", _) => T::Agree,
        ("04", _) => T::Consult,
        ("05", _) => T::Support,
        ("06", _) => T::Cooperate,
        ("07", _) => T::Aid,
        ("08", "4" | "6" | "7") => T::Retreat,
        ("08", _) => T::Concede,
        ("09" | "11", _) => T::Accuse,
        ("12", _) => T::Reject,
        ("13", _) => T::Threaten,
        ("14", _) => T::Protest,
        ("15", _) => T::Mobilize,
        ("16", _) => T::Sanction,
        ("17", _) => T::Coerce,
        ("18" | "19" | "20", _) => T::Assault,
        _ => return OTHER,
    };
    kind.as_str()
}

/// The forms of a verb: its lemma, and each form as it is written.
fn forms(verb: &VerbFact) -> Vec<String> {
    let base = verb.words.to_lowercase();
    let words: Vec<&str> = base.split([' ', '_']).filter(|w| !w.is_empty()).collect();
    let inflected = verb.inflected.as_ref().map(|w| w.to_lowercase());
    let at = inflected.and_then(|w| words.iter().position(|x| *x == w)).unwrap_or(0);
    let join = |words: &[&str], exact: &str| {
        let head = words.get(at).copied().unwrap_or_default();
        let mut out = exact.to_owned();
        for before in words.iter().take(at) {
            out.push_str(before);
            out.push('-');
        }
        out.push_str(head);
        for after in words.iter().skip(at + 1) {
            out.push('+');
            out.push_str(after);
        }
        out
    };
    let mut out = vec![join(&words, ""), join(&words, "=")];
    for form in &verb.forms {
        let form = form.to_lowercase();
        let form: Vec<&str> = form.split([' ', '_']).filter(|w| !w.is_empty()).collect();
        out.push(join(&form, "="));
    }
    if verb.forms.is_empty()
        && let Some(head) = words.get(at)
    {
        for form in inflections(head) {
            let mut form_words = words.clone();
            form_words[at] = &form;
            out.push(join(&form_words, "="));
        }
    }
    out.dedup();
    out
}

/// The regular forms of a verb beside its base.
fn inflections(base: &str) -> Vec<String> {
    let vowel = |c: Option<char>| c.is_some_and(|c| "aeiou".contains(c));
    let before = base.chars().rev().nth(1);
    if let Some(stem) = base.strip_suffix('e') {
        return vec![format!("{base}s"), format!("{base}d"), format!("{stem}ing")];
    }
    if let Some(stem) = base.strip_suffix('y')
        && !vowel(before)
    {
        return vec![format!("{stem}ies"), format!("{stem}ied"), format!("{base}ing")];
    }
    let s = if base.ends_with(['s', 'x', 'z']) || base.ends_with("sh") || base.ends_with("ch") {
        "es"
    } else {
        "s"
    };
    vec![format!("{base}{s}"), format!("{base}ed"), format!("{base}ing")]
}

/// The regular plural of a phrase.
pub(super) fn plural(phrase: &str) -> String {
    let lower = phrase.to_lowercase();
    let before = lower.chars().rev().nth(1);
    if lower.ends_with('y') && !before.is_some_and(|c| "aeiou".contains(c)) {
        let mut stem = phrase.to_owned();
        stem.pop();
        return format!("{stem}IES");
    }
    let es = lower.ends_with(['s', 'x', 'z']) || lower.ends_with("sh") || lower.ends_with("ch");
    format!("{phrase}{}", if es { "ES" } else { "S" })
}

/// A phrase without marks that only dictionaries have.
fn clean(phrase: &str) -> String {
    phrase
        .replace(['_', '\t', '|'], " ")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// A name for an id: small letters, digits and hyphens.
fn slug(name: &str) -> String {
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() {
            c.to_ascii_lowercase()
        } else {
            '-'
        }
    };
    name.trim().chars().map(plain).collect()
}

/// A string of TOML.
fn quote(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}
