//! What follows by rule from the knowledge base's files: the usual bodies of every state
//! (`bodies.tsv`), other spellings of persons' names (`spellings.tsv`), and Wikidata ids
//! (`wikidata.tsv`).

use compact_str::CompactString;
use rustc_hash::FxHashMap;

use super::countries::{COLUMNS, OTHER_CODES};
use super::knowledge::{Entity, How, Knowledge, Meaning, RowId, is_stop_word, is_wikidata};
use super::names::fold;
use super::roles::parse_sectors;
use super::table::Table;
use crate::ActorKind;
use crate::resolve::DataError;

/// Most spellings of one name that are made.
const SPELLINGS: usize = 12;

/// "the Netherlands" after "of".
fn with_article(name: &str) -> String {
    let article = ["United ", "Democratic ", "Republic ", "Central African "]
        .iter()
        .any(|start| name.starts_with(start))
        || name.ends_with("Islands")
        || name.ends_with(" Republic")
        || matches!(
            name,
            "Netherlands" | "Philippines" | "Bahamas" | "Gambia" | "Maldives" | "Comoros"
        );
    if article {
        format!("the {name}")
    } else {
        name.to_owned()
    }
}

impl Knowledge {
    /// Adds to every state of `countries` the bodies that `bodies` lists, each with all its names. Where a file already
    /// has a body of that name and country, it gets the other names.
    ///
    /// # Errors
    /// If a line is faulty: file and line.
    pub(crate) fn derive_bodies(&mut self, countries: &str, bodies: &str) -> Result<(), DataError> {
        for row in Table::new("bodies.tsv", bodies, &["id", "names", "sectors", "except"])?.rows() {
            let row = row?;
            let sectors = parse_sectors(row.field(2)).map_err(|reason| row.error(reason))?;
            let except: Vec<&str> = row.field(3).split(' ').filter(|c| !c.is_empty()).collect();
            if let Some(code) = except.iter().find(|c| c.len() != 3) {
                return Err(row.error(format!("{code:?} is no code of a country")));
            }
            for state in Table::new("countries.tsv", countries, &COLUMNS)?.rows() {
                let state = state?;
                let code = state.field(0);
                // Places without a government of their own have no row of borders and no COW number.
                if except.contains(&code) || OTHER_CODES.contains(&code) || state.field(7).is_empty() {
                    continue;
                }
                let name = state.field(1);
                let short = state
                    .list(2)
                    .filter(|alias| alias.len() <= 4 && !alias.chars().any(char::is_lowercase));
                let adjectives: Vec<&str> = state.list(3).filter(|a| !a.ends_with("'s")).chain(short).collect();
                let mut names: Vec<String> = Vec::new();
                for template in row.list(1) {
                    if template.contains("{adj}") {
                        names.extend(adjectives.iter().map(|a| template.replace("{adj}", a)));
                    } else {
                        let owner = if name.ends_with('s') {
                            format!("{name}'")
                        } else {
                            format!("{name}'s")
                        };
                        names.push(template.replace("{the}", &with_article(name)).replace("{poss}", &owner));
                    }
                }
                let Some(first) = names.first().cloned() else { continue };
                let id = format!("{}.{}", code.to_lowercase(), row.field(0));
                let known = self
                    .by_id(&id)
                    .or_else(|| names.iter().find_map(|n| self.body(n, code)));
                let at = match known {
                    Some(at) => at,
                    None => {
                        self.entities.push(Entity {
                            id: id.clone(),
                            name: first,
                            kind: ActorKind::Organization,
                            country: Some(CompactString::from(code)),
                            sectors: sectors.clone(),
                            from: None,
                            to: None,
                            members: Vec::new(),
                            office: None,
                            wikidata: None,
                            rows: vec![RowId::of(&row), RowId::of(&state)],
                        });
                        self.add_id(id)
                    }
                };
                for name in &names {
                    if self.names.get(&fold(name)).next().is_none() || known.is_none() {
                        self.names.add_title(name, Meaning { at, how: How::Name });
                    }
                }
            }
        }
        Ok(())
    }

    /// A body of a country by name.
    fn body(&self, name: &str, code: &str) -> Option<u32> {
        self.names
            .get(&fold(name))
            .filter(|m| m.how == How::Name)
            .map(|m| m.at)
            .find(|at| {
                let entity = &self.entities[*at as usize];
                entity.kind == ActorKind::Organization && entity.country.as_deref() == Some(code) && entity.to.is_none()
            })
    }

    /// Adds the other spellings of persons' names: "Qaddafi" beside "Gaddafi", "Assad" beside "al-Assad", "John Brito"
    /// beside "John F. Brito". Each line of `spellings` holds the forms of one name, divided by `|`.
    ///
    /// # Errors
    /// If a line is faulty: file and line.
    pub(crate) fn derive_spellings(&mut self, spellings: &str, names: &[(u32, String)]) -> Result<(), DataError> {
        let mut classes: FxHashMap<String, (usize, usize)> = FxHashMap::default();
        let mut forms: Vec<Vec<&str>> = Vec::new();
        for row in Table::new("spellings.tsv", spellings, &["spellings"])?.rows() {
            let row = row?;
            let all: Vec<&str> = row.list(0).collect();
            if all.len() < 2 {
                return Err(row.error("one spelling alone; several divided by | are expected"));
            }
            for (i, form) in all.iter().enumerate() {
                if classes.insert(fold(form), (forms.len(), i)).is_some() {
                    return Err(row.error(format!("{form:?} stands in the file twice")));
                }
            }
            forms.push(all);
        }
        for (at, name) in names {
            let mut made = vec![String::new()];
            let words: Vec<&str> = name.split(' ').collect();
            let mut i = 0;
            while i < words.len() {
                // Two words that are one name ("Abdel Fattah"), else one; an article stays before it.
                let (used, found) = [2usize, 1]
                    .into_iter()
                    .filter(|n| i + n <= words.len())
                    .find_map(|n| {
                        let part = words[i..i + n].join(" ");
                        classes.get(&fold(&part)).map(|(class, _)| (n, Some(*class)))
                    })
                    .unwrap_or((1, None));
                let own = words[i..i + used].join(" ");
                let (article, bare) = match own.split_once('-') {
                    Some((article, rest)) if matches!(article, "al" | "el" | "Al" | "El") => (Some(article), rest),
                    _ => (None, own.as_str()),
                };
                let mut parts: Vec<String> = vec![own.clone()];
                let class = found.or_else(|| classes.get(&fold(bare)).map(|(class, _)| *class));
                let spelled = class.map_or_else(|| vec![bare], |class| forms[class].clone());
                for form in spelled {
                    match article {
                        Some(_) => {
                            parts.push(form.to_owned());
                            parts.push(format!("al-{form}"));
                            parts.push(format!("el-{form}"));
                        }
                        None => parts.push(form.to_owned()),
                    }
                }
                // A middle initial may be left out.
                let initial = i > 0 && i + 1 < words.len() && own.len() == 2 && own.ends_with('.');
                parts.dedup();
                let mut next: Vec<String> = Vec::new();
                for before in &made {
                    for part in &parts {
                        if next.len() < SPELLINGS {
                            next.push(if before.is_empty() {
                                part.clone()
                            } else {
                                format!("{before} {part}")
                            });
                        }
                    }
                    if initial && next.len() < SPELLINGS {
                        next.push(before.clone());
                    }
                }
                made = next;
                i += used;
            }
            for spelling in made {
                let last = spelling.rsplit(' ').next().filter(|s| *s != spelling);
                if let Some(last) = last
                    && last.chars().count() > 3
                    && last.chars().next().is_some_and(char::is_uppercase)
                    && !is_stop_word(last)
                {
                    self.names.add(
                        last,
                        Meaning {
                            at: *at,
                            how: How::Surname,
                        },
                    );
                }
                if spelling.contains(' ') {
                    self.names.add(
                        &spelling,
                        Meaning {
                            at: *at,
                            how: How::Name,
                        },
                    );
                }
            }
        }
        Ok(())
    }

    /// Reads which organisation governs a state, where names such as the capital's stand for it: country and id.
    ///
    /// # Errors
    /// If a line names an unknown country or id: file and line.
    pub(crate) fn read_governments(&mut self, text: &str) -> Result<(), DataError> {
        for row in Table::new("governments.tsv", text, &["country", "id"])?.rows() {
            let row = row?;
            let country = row.field(0);
            if !self.countries.known(country) {
                return Err(row.error(format!("{country} is not a known country")));
            }
            let Some(at) = self.by_id(row.field(1)) else {
                return Err(row.error(format!("nothing has the id {:?}", row.field(1))));
            };
            self.governments.entry(country.into()).or_default().push(at);
        }
        Ok(())
    }

    /// The organisation that governs a state on a day, where the data names one.
    pub(crate) fn government(&self, country: &str, date: Option<jiff::civil::Date>) -> Option<&Entity> {
        date?;
        let all = self.governments.get(country)?;
        all.iter()
            .find(|at| self.holds(**at, date))
            .map(|at| &self.entities[*at as usize])
    }

    /// Reads the Wikidata ids of what the knowledge base has.
    ///
    /// # Errors
    /// If a line names an unknown id, or what stands there is no Wikidata id: file and line.
    pub(crate) fn read_wikidata(&mut self, text: &str) -> Result<(), DataError> {
        for row in Table::new("wikidata.tsv", text, &["id", "wikidata"])?.rows() {
            let row = row?;
            let Some(at) = self.by_id(row.field(0)) else {
                return Err(row.error(format!("nothing has the id {:?}", row.field(0))));
            };
            let wikidata = row.field(1);
            if !is_wikidata(wikidata) {
                return Err(row.error(format!("{wikidata:?} is no Wikidata id such as Q159")));
            }
            let entity = &mut self.entities[at as usize];
            entity.wikidata = Some(wikidata.to_owned());
            entity.rows.push(RowId::of(&row));
        }
        Ok(())
    }
}

/// Phrases for offices that one person holds at a time, to the word that the files of persons have for them.
#[derive(Debug)]
pub(crate) struct Offices {
    phrases: FxHashMap<String, String>,
    states: super::names::NameIndex<()>,
}

impl Offices {
    /// The built-in ones.
    ///
    /// # Errors
    /// If the built-in file is broken, which the tests rule out.
    pub(crate) fn builtin() -> Result<Self, DataError> {
        let dir = &dateline_data::ACTORS;
        Self::read(super::data(dir, "offices.tsv")?, super::data(dir, "countries.tsv")?)
    }

    /// Reads `offices.tsv`, and the names of states from `countries.tsv`.
    ///
    /// # Errors
    /// If a line is faulty: file and line.
    pub(crate) fn read(offices: &str, countries: &str) -> Result<Self, DataError> {
        let mut all = Self {
            phrases: FxHashMap::default(),
            states: super::names::NameIndex::with_capacity(1024),
        };
        for row in Table::new("offices.tsv", offices, &["phrase", "office"])?.rows() {
            let row = row?;
            if all
                .phrases
                .insert(fold(row.field(0)), row.field(1).to_owned())
                .is_some()
            {
                return Err(row.error(format!("{:?} stands in the file twice", row.field(0))));
            }
        }
        for row in Table::new("countries.tsv", countries, &COLUMNS)?.rows() {
            let row = row?;
            for name in [row.field(1)].into_iter().chain(row.list(2)).chain(row.list(3)) {
                all.states.add(name, ());
            }
        }
        Ok(all)
    }

    /// The office of a folded phrase ("premier": prime minister).
    pub(crate) fn of(&self, phrase: &str) -> Option<&str> {
        self.phrases.get(phrase).map(String::as_str)
    }

    /// The office of a whole title: "President of the United States", "United States Secretary of State".
    pub(crate) fn of_title(&self, title: &str) -> Option<&str> {
        let folded = fold(title);
        let words: Vec<&str> = folded.split(' ').collect();
        let is_state = |words: &[&str]| self.states.get(&words.join(" ")).next().is_some();
        for length in (1..=words.len()).rev() {
            if let Some(office) = self.of(&words[..length].join(" ")) {
                let rest = &words[length..];
                let state = match rest {
                    [] => true,
                    ["of" | "for", "the", state @ ..] | ["of" | "for", state @ ..] => is_state(state),
                    _ => false,
                };
                if state {
                    return Some(office);
                }
            }
            if let Some(office) = self.of(&words[words.len() - length..].join(" "))
                && is_state(&words[..words.len() - length])
            {
                return Some(office);
            }
        }
        None
    }
}
