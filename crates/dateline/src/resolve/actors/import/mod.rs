//! Other collections' actors to rows of a file for `--actors`: the JSON dump of Wikidata, line by line, and the actor
//! files of TABARI and PETRARCH. What cannot be converted is said with line and reason; the rest goes on.

pub(crate) mod petrarch;
mod wikidata;

use std::io::{BufRead, BufReader, Read, Write};

use rustc_hash::FxHashSet;

use super::countries::Countries;
use super::knowledge::{ENTITY_COLUMNS, Knowledge};
use super::names::fold;
use super::nouns::Nouns;
use super::table::Row;
use super::{ActorResolver, data};
use crate::Sector;
use crate::resolve::DataError;

pub use wikidata::Pending;

/// What an imported file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Entities of Wikidata, one JSON object a line.
    Wikidata,
    /// An actor file of TABARI or PETRARCH.
    Petrarch,
}

impl Form {
    /// What a file is, by its first bytes.
    #[must_use]
    pub fn of(start: &[u8]) -> Self {
        let start = start.trim_ascii_start();
        let rest = start.strip_prefix(b"[").map(<[u8]>::trim_ascii_start);
        if start.starts_with(b"{") || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(b"{")) {
            Self::Wikidata
        } else {
            Self::Petrarch
        }
    }
}

/// Something that was not, or not wholly, converted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Line, from 1.
    pub line: usize,
    /// What it was, and why it was left out.
    pub reason: String,
    /// The reason without what is the line's own, to count by.
    pub class: &'static str,
    /// True if something of it was written nevertheless.
    pub kept: bool,
}

/// One actor, as a row of a file of actors.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ActorRow {
    /// Key, unique in all files.
    pub id: String,
    /// Usual English name.
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// Country or PLOVER's code; empty for none.
    pub country: String,
    /// PLOVER sectors, primary first.
    pub sectors: Vec<String>,
    /// First day, as `2004-05-06`, `2004-05` or `2004`; empty for always.
    pub from: String,
    /// Last day; empty for still.
    pub to: String,
    /// country, igo, organization, person or group.
    pub kind: String,
    /// Member states with years (`UZB:2006-2012`), of a person its one office.
    pub members: String,
    /// Wikidata id; empty for none.
    pub wikidata: String,
}

impl ActorRow {
    /// The header of a file of actors.
    #[must_use]
    pub fn header() -> String {
        ENTITY_COLUMNS.join("\t")
    }

    /// The line of a table of actors, without its end.
    #[must_use]
    pub fn line(&self) -> String {
        let plain = |text: &str| clean(text);
        let aliases: Vec<String> = self.aliases.iter().map(|a| clean(a).replace('|', " ")).collect();
        [
            plain(&self.id),
            plain(&self.name),
            aliases.join("|"),
            plain(&self.country),
            self.sectors.join(" "),
            plain(&self.from),
            plain(&self.to),
            plain(&self.kind),
            plain(&self.members),
            plain(&self.wikidata),
        ]
        .join("\t")
    }

    /// The same as a block of TOML.
    #[must_use]
    pub fn toml(&self) -> String {
        let quote = |text: &str| serde_json::to_string(text).unwrap_or_default();
        let list = |list: &mut dyn Iterator<Item = &str>| list.map(&quote).collect::<Vec<_>>().join(", ");
        let mut out = format!("[[actor]]\nid = {}\nname = {}\n", quote(&self.id), quote(&self.name));
        let mut field = |key: &str, value: &str| {
            if !value.is_empty() && value != "\"\"" && value != "[]" {
                out.push_str(&format!("{key} = {value}\n"));
            }
        };
        field(
            "aliases",
            &format!("[{}]", list(&mut self.aliases.iter().map(String::as_str))),
        );
        field("country", &quote(&self.country));
        field(
            "sectors",
            &format!("[{}]", list(&mut self.sectors.iter().map(String::as_str))),
        );
        field("from", &quote(&self.from));
        field("to", &quote(&self.to));
        field("kind", &quote(&self.kind));
        if self.kind == "person" {
            field("office", &quote(&self.members));
        } else {
            let members = format!("[{}]", list(&mut self.members.split(' ').filter(|m| !m.is_empty())));
            field("members", &members);
        }
        field("wikidata", &quote(&self.wikidata));
        out
    }

    /// An id of country and name: `ken.tamber_front`.
    #[must_use]
    pub fn id_of(country: &str, name: &str) -> String {
        let country = if country.is_empty() { "own" } else { country };
        format!("{}.{}", country.to_lowercase(), slug(name))
    }
}

/// Small letters, digits and `_`.
fn slug(name: &str) -> String {
    let mut out = String::new();
    for c in fold(name).chars() {
        if c.is_alphanumeric() {
            out.push(c);
        } else if !out.ends_with('_') {
            out.push('_');
        }
    }
    out.trim_matches('_').to_owned()
}

/// A text without what divides fields.
fn clean(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A code's country and, where they are PLOVER's, sectors; then what of the code says nothing here.
pub(crate) fn parts(code: &str, countries: Option<&Countries>) -> (String, Vec<Sector>, Vec<String>) {
    let mut unknown = Vec::new();
    let head = code.get(..3).unwrap_or_default();
    let country = match countries {
        Some(countries) if countries.known(head) => head.to_owned(),
        _ => {
            if !head.is_empty() && !head.bytes().all(|b| b == b'-') {
                unknown.push(head.to_owned());
            }
            String::new()
        }
    };
    let mut sectors: Vec<Sector> = Vec::new();
    let rest = code.get(3..).unwrap_or_default();
    for i in (0..rest.len()).step_by(3) {
        // CAMEO's media, health and civilians are PLOVER's JRN, MED and CVL
        let part = match rest.get(i..i + 3) {
            Some("MED") => "JRN",
            Some("HLH") => "MED",
            Some("CIV") => "CVL",
            Some(other) => other,
            None => {
                unknown.extend(rest.get(i..).map(str::to_owned));
                break;
            }
        };
        match Sector::parse(part) {
            Some(sector) if !sectors.contains(&sector) => sectors.push(sector),
            Some(_) => {}
            None => unknown.push(part.to_owned()),
        }
    }
    (country, sectors, unknown)
}

/// Makes rows of other collections' actors. What it holds does not grow with a dump, but for the ids that it wrote and
/// the names of offices.
#[derive(Debug)]
pub struct Importer {
    kb: Knowledge,
    nouns: Nouns,
    classes: wikidata::Classes,
    /// Offices and memberships that a dump tells apart from whom they belong to.
    pending: Pending,
    ids: FxHashSet<String>,
    items: FxHashSet<u64>,
}

impl Importer {
    /// With the built-in knowledge, which tells countries, offices and what is known already.
    ///
    /// # Errors
    /// If a built-in file is broken, which the tests rule out.
    pub fn new() -> Result<Self, DataError> {
        let ActorResolver { kb, nouns, .. } = ActorResolver::builtin()?;
        let classes = wikidata::Classes::read(data(&dateline_data::ACTORS, "wikidata_classes.tsv")?, &kb)?;
        Ok(Self {
            kb,
            nouns,
            classes,
            pending: Pending::default(),
            ids: FxHashSet::default(),
            items: FxHashSet::default(),
        })
    }

    /// Writes the rows of an actor file of TABARI or PETRARCH; what could not be converted goes to `note`.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub fn petrarch(&mut self, text: &str, out: &mut dyn Write, note: &mut dyn FnMut(Note)) -> std::io::Result<usize> {
        let mut written = 0;
        let entries = petrarch::actors(text, &mut |line, reason| {
            note(Note {
                line,
                reason,
                class: "not understood",
                kept: false,
            });
        });
        for entry in entries {
            let mut names: Vec<String> = Vec::new();
            for phrase in &entry.phrases {
                let name = self.cased(phrase);
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            for code in &entry.codes {
                let said = format!("`{} [{}]`", entry.phrases[0], code.code);
                if code.code.bytes().all(|b| b == b'-') {
                    note(Note {
                        line: code.line,
                        reason: format!("{said}: stands for nobody"),
                        class: "stands for nobody",
                        kept: false,
                    });
                    continue;
                }
                let (country, sectors, unknown) = parts(&code.code, Some(&self.kb.countries));
                if country.is_empty() && sectors.is_empty() {
                    note(Note {
                        line: code.line,
                        reason: format!("{said}: no part of the code is a country or a sector of PLOVER"),
                        class: "code without country or sector",
                        kept: false,
                    });
                    continue;
                }
                let state = code.code.len() == 3 && !super::countries::OTHER_CODES.contains(&country.as_str());
                let person = !state && self.is_person(&names[0]);
                let row = ActorRow {
                    id: self.free_id(&ActorRow::id_of(&country, &names[0])),
                    name: names[0].clone(),
                    aliases: names[1..].to_vec(),
                    kind: match () {
                        () if state => "country",
                        () if country == "IGO" => "igo",
                        () if person => "person",
                        () => "organization",
                    }
                    .to_owned(),
                    country,
                    sectors: sectors.iter().map(ToString::to_string).collect(),
                    from: code.from.map(|d| d.to_string()).unwrap_or_default(),
                    to: code.to.map(|d| d.to_string()).unwrap_or_default(),
                    ..ActorRow::default()
                };
                written += usize::from(self.write(row, code.line, out, note)?);
                if !unknown.is_empty() {
                    note(Note {
                        line: code.line,
                        reason: format!("{said}: {} says nothing here and was left out", unknown.join(" ")),
                        class: "part of a code left out",
                        kept: true,
                    });
                }
            }
        }
        Ok(written)
    }

    /// Reads one line of a dump of Wikidata and writes its rows, those with an office or members to be completed by
    /// [`Importer::complete`]. Lines of the array's brackets and empty ones are passed over.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub fn wikidata(
        &mut self,
        number: usize,
        line: &str,
        out: &mut dyn Write,
        note: &mut dyn FnMut(Note),
    ) -> std::io::Result<usize> {
        let line = line.trim_start_matches('\u{feff}').trim().trim_end_matches(',');
        // the array may open and close on the line of an entity
        let line = line.strip_prefix('[').unwrap_or(line).trim();
        let line = if line.ends_with("}]") {
            &line[..line.len() - 1]
        } else {
            line
        };
        if line.is_empty() || line == "]" {
            return Ok(0);
        }
        let rows = match wikidata::rows(line, &self.classes, &self.kb, &mut self.items, &mut self.pending) {
            Ok((rows, odd)) => {
                for (class, reason) in odd {
                    note(Note {
                        line: number,
                        reason,
                        class,
                        kept: true,
                    });
                }
                rows
            }
            Err((class, reason)) => {
                note(Note {
                    line: number,
                    reason,
                    class,
                    kept: false,
                });
                return Ok(0);
            }
        };
        let mut written = 0;
        for row in rows {
            written += usize::from(self.write(row, number, out, note)?);
        }
        Ok(written)
    }

    /// Puts offices and members, that a dump tells elsewhere, into a line that [`Importer::wikidata`] wrote.
    #[must_use]
    pub fn complete(&self, line: &str) -> String {
        self.pending.complete(line, &self.classes)
    }

    /// Writes a row that will load; another goes to `note`.
    fn write(
        &mut self,
        mut row: ActorRow,
        number: usize,
        out: &mut dyn Write,
        note: &mut dyn FnMut(Note),
    ) -> std::io::Result<bool> {
        let mut dropped = Vec::new();
        row.name = clean(&row.name).replace('|', " ");
        row.aliases.retain(|alias| {
            let good = usable(alias);
            if !good {
                dropped.push(alias.clone());
            }
            good && *alias != row.name
        });
        if let Some(first) = dropped.first() {
            note(Note {
                line: number,
                reason: format!("{}: {first:?} is no name to look for; left out", row.name),
                class: "a name left out",
                kept: true,
            });
        }
        if let Err(error) = self.check(&row) {
            note(Note {
                line: number,
                reason: format!("{:?}: {error}", row.name),
                class: "would not load",
                kept: false,
            });
            return Ok(false);
        }
        self.ids.insert(row.id.clone());
        writeln!(out, "{}", row.line())?;
        Ok(true)
    }

    /// What is wrong with a row.
    ///
    /// # Errors
    /// The reason: an unknown country, sector or kind, an end before the start, a stop word as a name.
    pub fn check(&self, row: &ActorRow) -> Result<(), String> {
        let line = row.line();
        let members = pending_members(&row.members);
        let mut fields: Vec<&str> = line.split('\t').collect();
        if members && fields.len() > 8 {
            fields[8] = "";
        }
        if self.ids.contains(&row.id) {
            return Err(format!("the id {:?} was written already", row.id));
        }
        if let Some(at) = self.kb.by_id(&row.id) {
            let rows = &self.kb.entities[at as usize].rows;
            let at = rows.first().map(|r| format!(", at {r}")).unwrap_or_default();
            return Err(format!("the id {:?} is built in{at}", row.id));
        }
        if row.id.is_empty() || row.name.is_empty() {
            return Err("no id or no name".to_owned());
        }
        self.kb
            .parse_entity(&Row::made("", 0, fields))
            .map(drop)
            .map_err(|error| error.reason)
    }

    /// An id that nothing has yet.
    #[must_use]
    pub fn free_id(&self, wish: &str) -> String {
        let taken = |id: &str| self.ids.contains(id) || self.kb.by_id(id).is_some();
        if !taken(wish) {
            return wish.to_owned();
        }
        (2..)
            .map(|n| format!("{wish}.{n}"))
            .find(|id| !taken(id))
            .unwrap_or_default()
    }

    /// A name in capitals as a text would write it: "Tamber Front", but "UN" and "OPEC".
    fn cased(&self, phrase: &str) -> String {
        let words: Vec<&str> = phrase.split(['_', ' ']).filter(|w| !w.is_empty()).collect();
        let single = words.len() == 1;
        let word = |i: usize, word: &str| -> String {
            if word.chars().any(char::is_lowercase) {
                return word.to_owned();
            }
            let lower = word.to_lowercase();
            let title = || {
                let mut out = String::with_capacity(word.len());
                let mut start = true;
                for c in word.chars() {
                    if start {
                        out.extend(c.to_uppercase());
                    } else {
                        out.extend(c.to_lowercase());
                    }
                    start = !c.is_alphanumeric() && c != '\'' && c != '’';
                }
                out
            };
            if i > 0
                && matches!(
                    lower.as_str(),
                    "of" | "the" | "and" | "for" | "in" | "on" | "de" | "al" | "du"
                )
            {
                return lower;
            }
            // a short name by itself is an acronym, unless it is known as a name
            let known = || {
                let key = fold(&lower);
                self.kb.names.is_word(&key)
            };
            if single && word.chars().count() <= 4 && !known() {
                return word.to_owned();
            }
            title()
        };
        words
            .iter()
            .enumerate()
            .map(|(i, w)| word(i, w))
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// True for a name that starts with a first name.
    fn is_person(&self, name: &str) -> bool {
        let mut words = name.split(' ');
        let first = words.next().map(fold).unwrap_or_default();
        words.next().is_some() && self.nouns.first_name(&first).is_some()
    }
}

/// True for what [`Pending`] completes later.
fn pending_members(field: &str) -> bool {
    field.starts_with(['Q', wikidata::MEMBERS])
}

/// A name that can be looked for: with a capital or a digit, not too long, and no stop word.
fn usable(name: &str) -> bool {
    let name = clean(name);
    let length = name.chars().count();
    (2..=100).contains(&length)
        && name.split(' ').count() <= 12
        && name.chars().any(|c| c.is_uppercase() || c.is_ascii_digit())
        && name.is_ascii() | name.chars().all(|c| !c.is_alphabetic() || (c as u32) < 0x250)
        && !super::knowledge::is_stop_word(&name)
        && !fold(&name).is_empty()
        && !name.contains('|')
}

/// The lines of a reader, one buffer for all; bytes that are not UTF-8 are replaced.
///
/// # Errors
/// If it cannot be read, or `each` fails.
pub fn each_line(
    mut reader: impl BufRead,
    each: &mut dyn FnMut(usize, &str) -> std::io::Result<()>,
) -> std::io::Result<()> {
    let mut bytes = Vec::new();
    let mut number = 0;
    loop {
        bytes.clear();
        if reader.read_until(b'\n', &mut bytes)? == 0 {
            return Ok(());
        }
        number += 1;
        each(number, &String::from_utf8_lossy(&bytes))?;
    }
}

/// A reader of what is, or is not, compressed with gzip.
///
/// # Errors
/// If it cannot be read.
pub fn unpacked(reader: impl Read + 'static) -> std::io::Result<Box<dyn BufRead>> {
    let mut reader = BufReader::with_capacity(1 << 16, reader);
    if reader.fill_buf()?.starts_with(&[0x1f, 0x8b]) {
        let decoder = flate2::bufread::MultiGzDecoder::new(reader);
        return Ok(Box::new(BufReader::with_capacity(1 << 16, decoder)));
    }
    Ok(Box::new(reader))
}

#[cfg(test)]
mod tests;
