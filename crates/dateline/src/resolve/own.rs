//! Actors of the user's own: `actors.tsv` and `roles.tsv` in the folder of a lexicon. Their phrases are looked for in
//! the text as they are written; the phrase that they stand in becomes a mention with the user's code as its `id`.

use std::path::Path;

use compact_str::CompactString;
use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::DataError;
use super::actors::parse_day;
use super::actors::roles::parse_sectors;
use super::actors::table::Table;
use crate::{Actor, ActorKind, ActorMention, Document, Rel, Sector, Sentence, SubRel, Upos};

/// The columns of `actors.tsv`.
pub const ACTOR_COLUMNS: [&str; 7] = ["names", "code", "country", "sectors", "kind", "from", "to"];
/// The columns of `roles.tsv`.
pub const ROLE_COLUMNS: [&str; 4] = ["names", "code", "sectors", "side"];

/// Words of a phrase at most.
const LONGEST: usize = 8;

/// Actors and roles of the user's own.
#[derive(Debug, Default)]
pub struct OwnActors {
    /// By their words, run together in lower case.
    phrases: FxHashMap<CompactString, Vec<Entry>>,
    /// True if nobody else is an actor.
    alone: bool,
}

#[derive(Clone, Debug)]
struct Entry {
    code: CompactString,
    name: String,
    country: Option<CompactString>,
    sectors: Vec<Sector>,
    kind: ActorKind,
    from: Option<Date>,
    to: Option<Date>,
    role: bool,
    before: bool,
}

impl Entry {
    fn holds(&self, date: Option<Date>) -> bool {
        date.is_none_or(|d| self.from.is_none_or(|from| from <= d) && self.to.is_none_or(|to| d <= to))
    }

    /// True for an entry that holds for some time only.
    fn dated(&self) -> bool {
        self.from.is_some() || self.to.is_some()
    }
}

/// A phrase found in a sentence.
struct Found<'a> {
    start: usize,
    end: usize,
    head: u32,
    entry: &'a Entry,
}

impl OwnActors {
    /// The files in a folder; `None` if it has none. With `alone` they replace the built-in knowledge of actors.
    ///
    /// # Errors
    /// If a file cannot be read or is broken: file, line and what was expected.
    pub fn open(folder: &Path, alone: bool) -> Result<Option<Self>, DataError> {
        let read = |name: &str| {
            let path = folder.join(name);
            match std::fs::read_to_string(&path) {
                Ok(text) => Ok(Some((path.display().to_string(), text))),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
                Err(error) => Err(DataError {
                    file: path.display().to_string(),
                    line: None,
                    reason: error.to_string(),
                }),
            }
        };
        let (actors, roles) = (read("actors.tsv")?, read("roles.tsv")?);
        if actors.is_none() && roles.is_none() {
            return Ok(None);
        }
        let file = |file: &Option<(String, String)>| file.clone().unwrap_or_default();
        let ((actors_name, actors), (roles_name, roles)) = (file(&actors), file(&roles));
        let mut own = Self::default();
        if !actors.is_empty() {
            own.read_actors(&actors_name, &actors)?;
        }
        if !roles.is_empty() {
            own.read_roles(&roles_name, &roles)?;
        }
        own.alone = alone;
        Ok(Some(own))
    }

    /// From the text of the two files; an empty text is no file.
    ///
    /// # Errors
    /// If one is broken: file, line and what was expected.
    pub fn read(actors: &str, roles: &str, alone: bool) -> Result<Self, DataError> {
        let mut own = Self {
            alone,
            ..Self::default()
        };
        if !actors.is_empty() {
            own.read_actors("actors.tsv", actors)?;
        }
        if !roles.is_empty() {
            own.read_roles("roles.tsv", roles)?;
        }
        Ok(own)
    }

    fn read_actors(&mut self, file: &str, text: &str) -> Result<(), DataError> {
        for row in Table::new(file, text, &ACTOR_COLUMNS)?.rows() {
            let row = row?;
            let names: Vec<&str> = row.list(0).collect();
            let Some(first) = names.first() else {
                return Err(row.error("no name: expected names joined by |"));
            };
            let kind = match row.field(4) {
                "" => ActorKind::Organization,
                kind => ActorKind::parse(kind).ok_or_else(|| {
                    row.error(format!(
                        "{kind:?}: expected country, igo, organization, person or group"
                    ))
                })?,
            };
            let country = row.field(2);
            let three = country.len() == 3 && country.bytes().all(|b| b.is_ascii_uppercase());
            if !country.is_empty() && !three {
                return Err(row.error(format!(
                    "{country:?}: expected a code of three capital letters or nothing"
                )));
            }
            let (from, to) = (
                parse_day(row.field(5), false).map_err(|reason| row.error(reason))?,
                parse_day(row.field(6), true).map_err(|reason| row.error(reason))?,
            );
            if let (Some(from), Some(to)) = (from, to)
                && to < from
            {
                return Err(row.error(format!("it ends on {to}, before it begins on {from}")));
            }
            let entry = Entry {
                code: row.field(1).into(),
                name: (*first).to_owned(),
                country: (!country.is_empty()).then(|| country.into()),
                sectors: parse_sectors(row.field(3)).map_err(|reason| row.error(reason))?,
                kind,
                from,
                to,
                role: false,
                before: false,
            };
            for name in names {
                self.add(name, entry.clone());
            }
        }
        Ok(())
    }

    fn read_roles(&mut self, file: &str, text: &str) -> Result<(), DataError> {
        for row in Table::new(file, text, &ROLE_COLUMNS)?.rows() {
            let row = row?;
            let before = match row.field(3) {
                "" | "after" => false,
                "before" => true,
                side => return Err(row.error(format!("{side:?}: expected after or before"))),
            };
            for name in row.list(0) {
                let entry = Entry {
                    code: row.field(1).into(),
                    name: name.to_owned(),
                    country: None,
                    sectors: parse_sectors(row.field(2)).map_err(|reason| row.error(reason))?,
                    kind: ActorKind::Group,
                    from: None,
                    to: None,
                    role: true,
                    before,
                };
                self.add(name, entry);
            }
        }
        Ok(())
    }

    fn add(&mut self, name: &str, entry: Entry) {
        let key: String = name.split_whitespace().map(|w| normal(w).into_owned()).collect();
        self.phrases.entry(key.into()).or_default().push(entry);
    }

    /// Puts the user's actors among the mentions of a document, in place of what else stands at the same word.
    pub fn apply(&self, document: &Document, sentences: &[Sentence], mentions: &mut Vec<ActorMention>) {
        let dateline = document.parts.dateline.as_ref().and_then(|d| d.date);
        let date = dateline.or(document.meta.published);
        if self.alone {
            mentions.clear();
        }
        let mut chains: FxHashMap<String, u32> = FxHashMap::default();
        let mut next = mentions.iter().map(|m| m.chain + 1).max().unwrap_or(0);
        let mut own: Vec<ActorMention> = Vec::new();
        for sentence in sentences {
            for (head, span, actor) in self.mentions(sentence, date) {
                let at = mentions
                    .iter()
                    .position(|m| (m.sentence, m.head) == (sentence.index, head));
                let old = at.map(|at| mentions.swap_remove(at).chain);
                let chain = old.unwrap_or_else(|| {
                    let key = format!("{:?}\t{:?}", actor.id, actor.name);
                    *chains.entry(key).or_insert_with(|| {
                        next += 1;
                        next - 1
                    })
                });
                // "the group", "it": whoever was taken for the same is the user's actor too
                for other in mentions.iter_mut().filter(|m| Some(m.chain) == old) {
                    other.actor = actor.clone();
                }
                own.push(ActorMention {
                    candidates: Vec::new(),
                    sentence: sentence.index,
                    head,
                    span,
                    actor,
                    chain,
                });
            }
        }
        mentions.append(&mut own);
        mentions.sort_by_key(|m| (m.sentence, m.head));
    }

    fn mentions(&self, sentence: &Sentence, date: Option<Date>) -> Vec<(u32, crate::Span, Actor)> {
        let found = self.find(sentence, date);
        let view = View::new(sentence);
        let (actors, roles): (Vec<&Found<'_>>, Vec<&Found<'_>>) = found.iter().partition(|f| !f.entry.role);
        let mut used = vec![false; roles.len()];
        // the phrase that each actor stands in, the first of a phrase giving it its code
        let mut units: Vec<(u32, &Found<'_>, Vec<usize>)> = Vec::new();
        for &actor in &actors {
            let whole = view.unit(actor.head, &roles);
            // "envoys of Eastholm and Westholm": the role is that of both
            let first = view.first_conjunct(actor.head);
            let outer = (first != actor.head)
                .then(|| view.unit(first, &roles))
                .filter(|o| *o != first);
            let unit = if first != actor.head && view.dominates(whole, first) {
                actor.head
            } else {
                whole
            };
            if units.iter().any(|(u, ..)| *u == unit) {
                continue;
            }
            let of = |unit: u32| {
                let inside = roles
                    .iter()
                    .enumerate()
                    .filter(move |(_, r)| view.in_phrase(unit, r.head));
                inside.map(|(n, _)| n).collect::<Vec<_>>()
            };
            let mut theirs = of(unit);
            for role in outer.map(of).unwrap_or_default() {
                let shared = !actors.iter().any(|a| {
                    a.head != actor.head && view.in_phrase(roles[role].head, a.head) && roles[role].head == first
                });
                if shared && !theirs.contains(&role) {
                    theirs.push(role);
                }
            }
            for &role in &theirs {
                used[role] = true;
            }
            units.push((unit, actor, theirs));
        }
        let mut out = Vec::new();
        for (unit, actor, theirs) in units {
            let mut code = actor.entry.code.clone();
            let mut sectors = actor.entry.sectors.clone();
            for role in theirs.into_iter().map(|n| roles[n]) {
                for sector in &role.entry.sectors {
                    if !sectors.contains(sector) {
                        sectors.push(*sector);
                    }
                }
                if role.entry.before && !code.starts_with(role.entry.code.as_str()) {
                    code = compact_str::format_compact!("{}{code}", role.entry.code);
                } else if !role.entry.before && !holds_code(&code, &role.entry.code) {
                    code.push_str(&role.entry.code);
                }
            }
            let kind = match (actor.entry.kind, sectors.is_empty()) {
                (ActorKind::Country, false) => ActorKind::Organization,
                (kind, _) => kind,
            };
            let actor_out = Actor {
                kind,
                name: Some(actor.entry.name.clone()),
                country: actor.entry.country.clone(),
                sectors,
                members: Vec::new(),
                id: (!code.is_empty()).then(|| code.to_string()),
            };
            out.push((unit, view.span(unit, actor), actor_out));
        }
        for (role, _) in roles.iter().zip(used).filter(|(_, used)| !used) {
            // beside the built-in knowledge, that tells more of "the police" than a code
            if !self.alone {
                break;
            }
            if out.iter().any(|(head, ..)| *head == role.head) {
                continue;
            }
            let actor = Actor {
                kind: ActorKind::Group,
                name: None,
                country: None,
                sectors: role.entry.sectors.clone(),
                members: Vec::new(),
                id: (!role.entry.code.is_empty()).then(|| format!("---{}", role.entry.code)),
            };
            out.push((role.head, view.span(role.head, role), actor));
        }
        out
    }

    /// The phrases of a sentence, the longest first, without overlap.
    fn find(&self, sentence: &Sentence, date: Option<Date>) -> Vec<Found<'_>> {
        let forms: Vec<_> = sentence.tokens.iter().map(|t| normal(&t.form)).collect();
        let mut found = Vec::new();
        let mut at = 0;
        while at < forms.len() {
            let mut best = None;
            let mut key = String::new();
            for (end, form) in forms.iter().enumerate().skip(at).take(LONGEST) {
                key.push_str(form);
                if forms[at].is_empty() || form.is_empty() {
                    continue;
                }
                let entries = self.phrases.get(key.as_str()).map_or(&[][..], Vec::as_slice);
                let capital = sentence.tokens[at..=end]
                    .iter()
                    .any(|t| t.form.chars().next().is_some_and(char::is_uppercase));
                let fits = |e: &&Entry| e.holds(date) && (e.role || capital);
                // what holds for a time only goes before what always holds, the narrowest first
                let length = |e: &&Entry| match (e.from, e.to) {
                    (Some(from), Some(to)) => to.since(from).map_or(i32::MAX, |s| s.get_days()),
                    _ if e.dated() => i32::MAX - 1,
                    _ => i32::MAX,
                };
                if let Some(entry) = entries.iter().filter(fits).min_by_key(|e| (length(e), e.role)) {
                    best = Some((end + 1, entry));
                }
            }
            let Some((end, entry)) = best else {
                at += 1;
                continue;
            };
            let inside = |i: u32| (at..end).contains(&(i as usize));
            let head = (at..end).rev().map(|i| i as u32).find(|&i| {
                let token = &sentence.tokens[i as usize];
                token.head.is_none_or(|h| !inside(h)) && token.upos != Upos::Det && token.upos != Upos::Adp
            });
            found.push(Found {
                start: at,
                end,
                head: head.unwrap_or(end as u32 - 1),
                entry,
            });
            at = end;
        }
        found
    }
}

/// True if a code holds another as a run of its parts of three letters.
fn holds_code(code: &str, part: &str) -> bool {
    code == part
        || !part.is_empty()
            && (0..code.len())
                .step_by(3)
                .any(|i| code.get(i..).is_some_and(|rest| rest.starts_with(part)))
}

/// A word as it is compared: in lower case, without hyphens.
fn normal(word: &str) -> std::borrow::Cow<'_, str> {
    if word.chars().all(|c| c.is_lowercase() && c != '-') {
        word.into()
    } else {
        word.to_lowercase().replace(['-', '\u{2010}', '\u{2011}'], "").into()
    }
}

/// A sentence with what its words govern.
#[derive(Clone, Copy)]
struct View<'a> {
    sentence: &'a Sentence,
}

impl<'a> View<'a> {
    fn new(sentence: &'a Sentence) -> Self {
        Self { sentence }
    }

    fn token(&self, i: u32) -> &'a crate::Token {
        &self.sentence.tokens[i as usize]
    }

    fn dominates(&self, above: u32, below: u32) -> bool {
        self.sentence.dominates(above, below)
    }

    /// The phrase that a name stands in: "Eastholm's harbour guard" for Eastholm, "soldiers from Eastholm" because of the role.
    fn unit(&self, head: u32, roles: &[&Found<'_>]) -> u32 {
        let mut at = head;
        for _ in 0..8 {
            let token = self.token(at);
            let Some(up) = token.head else { return at };
            let noun = matches!(self.token(up).upos, Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num);
            let joined = matches!(token.rel, Rel::Compound | Rel::Amod | Rel::Flat | Rel::Nummod)
                || token.rel == Rel::Nmod && token.sub == SubRel::Poss
                || token.rel == Rel::Det;
            let role = |r: &&Found<'_>| self.in_phrase_direct(up, r.head);
            let of = token.rel == Rel::Nmod && roles.iter().any(role) && self.preposition_joins(at);
            if !noun || !(joined || of) {
                return at;
            }
            at = up;
        }
        at
    }

    /// "of", "from", "in", "for": what stands after it tells where the role is held.
    fn preposition_joins(&self, at: u32) -> bool {
        let of = |c: u32| {
            self.token(c).rel == Rel::Case
                && matches!(self.token(c).form.to_lowercase().as_str(), "of" | "from" | "in" | "for")
        };
        self.sentence.children(at).any(of)
    }

    fn first_conjunct(&self, at: u32) -> u32 {
        let mut first = at;
        for _ in 0..self.sentence.tokens.len() {
            match (self.token(first).rel, self.token(first).head) {
                (Rel::Conj, Some(head)) if matches!(self.token(head).upos, Upos::Noun | Upos::Propn | Upos::Adj) => {
                    first = head;
                }
                _ => break,
            }
        }
        first
    }

    /// True if a word stands in the phrase of `unit`: below it without clauses and without what is joined by "and".
    fn in_phrase(&self, unit: u32, word: u32) -> bool {
        let mut at = word;
        for _ in 0..12 {
            if at == unit {
                return true;
            }
            let token = self.token(at);
            if matches!(
                token.rel,
                Rel::Conj | Rel::Acl | Rel::Advcl | Rel::Ccomp | Rel::Xcomp | Rel::Parataxis | Rel::Csubj | Rel::Nsubj
            ) {
                return false;
            }
            match token.head {
                Some(head) => at = head,
                None => return false,
            }
        }
        false
    }

    /// As [`in_phrase`](Self::in_phrase), without what stands after a preposition.
    fn in_phrase_direct(&self, unit: u32, word: u32) -> bool {
        let mut at = word;
        for _ in 0..6 {
            if at == unit {
                return true;
            }
            let token = self.token(at);
            if !matches!(token.rel, Rel::Compound | Rel::Amod | Rel::Flat) {
                return false;
            }
            match token.head {
                Some(head) => at = head,
                None => return false,
            }
        }
        false
    }

    /// The words of a mention: the name, with the head of the phrase that it stands in where that is near.
    fn span(&self, unit: u32, found: &Found<'_>) -> crate::Span {
        let words = &self.sentence.tokens[found.start..found.end];
        let first = words.first().map_or(self.token(unit).span, |t| t.span);
        let last = words.last().map_or(first, |t| t.span);
        let name = first.join(last);
        if unit.abs_diff(found.head) <= 6 {
            name.join(self.token(unit).span)
        } else {
            name
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_not_repeated_and_faults_are_named() {
        assert!(holds_code("USAGOV", "GOV"));
        assert!(holds_code("HGWGOVMED", "GOVMED"));
        assert!(!holds_code("GMWGOV", "WGO"));
        let header = ACTOR_COLUMNS.join("\t");
        for (row, expected) in [
            ("\tX\t\t\t\t\t", "no name"),
            ("Acme\tX\tpl\t\t\t\t", "three capital letters"),
            ("Acme\tX\t\tZZZ\t\t\t", "ZZZ"),
            ("Acme\tX\t\t\tthing\t\t", "expected country"),
            ("Acme\tX\t\t\t\t2001\t1999", "ends on"),
            ("Acme\tX", "2 columns"),
        ] {
            let error = OwnActors::read(&format!("{header}\n{row}\n"), "", false).unwrap_err();
            assert!(error.to_string().starts_with("actors.tsv:2:"), "{error}");
            assert!(error.reason.contains(expected), "{row}: {error}");
        }
        let roles = format!("{}\nenvoy\tGOV\tGOV\tabove\n", ROLE_COLUMNS.join("\t"));
        let error = OwnActors::read("", &roles, false).unwrap_err();
        assert!(
            error.to_string().starts_with("roles.tsv:2:") && error.reason.contains("before"),
            "{error}"
        );
    }
}
