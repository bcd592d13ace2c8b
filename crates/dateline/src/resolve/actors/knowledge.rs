//! The knowledge base: states, territories, regions, organisations, groups and people with their
//! names, and from when to when each holds.

use compact_str::CompactString;
use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::countries::{COLUMNS, Countries};
use super::names::{NameIndex, fold};
use super::nouns::WordClass;
use super::roles::{Roles, parse_sectors};
use super::table::{Row, Table};
use crate::resolve::DataError;
use crate::{ActorKind, Sector};

/// One thing that the knowledge base knows.
#[derive(Clone, Debug)]
pub struct Entity {
    /// Key, unique over all files ("rus", "afg.taliban").
    pub id: String,
    /// Usual English name.
    pub name: String,
    /// What sort of thing it is.
    pub kind: ActorKind,
    /// Code of its country or PLOVER's code.
    pub country: Option<CompactString>,
    /// PLOVER sectors, primary first.
    pub sectors: Vec<Sector>,
    /// First day it holds; `None` for always.
    pub from: Option<Date>,
    /// Last day it holds; `None` for still.
    pub to: Option<Date>,
    /// Member states with first and last year; `None` for open.
    pub(super) members: Vec<Membership>,
    /// Office held ("president"), where the entity is an office holder.
    pub office: Option<String>,
    /// Wikidata id ("Q159"), where known.
    pub wikidata: Option<String>,
    /// Where this is known from: the file and line of each row that says something of it.
    pub rows: Vec<RowId>,
}

/// A row of a file of knowledge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowId {
    /// The file, as it was named when it was loaded.
    pub file: CompactString,
    /// Line, from 1.
    pub line: u32,
}

impl RowId {
    pub(super) fn of(row: &Row<'_>) -> Self {
        let (file, line) = row.place();
        Self {
            file: file.into(),
            line: line as u32,
        }
    }
}

impl std::fmt::Display for RowId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// A member state with the first and last year, `None` for open.
pub(super) type Membership = (CompactString, Option<i16>, Option<i16>);

/// How a name stands for a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    /// Its name.
    Name,
    /// "Russian".
    Adjective,
    /// "Briton".
    National,
    /// The capital, for the government where it acts.
    Capital,
    /// "Kremlin".
    Seat,
    /// A region or group of states, by name.
    Region,
    /// The region's adjective.
    Regional,
    /// A person's last name alone.
    Surname,
}

impl How {
    /// In words.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Name => "by name",
            Self::Adjective => "by adjective",
            Self::National => "by its people",
            Self::Capital => "by the capital, for the government",
            Self::Seat => "by the seat of government",
            Self::Region => "by the name of a region",
            Self::Regional => "by the adjective of a region",
            Self::Surname => "by the last name",
        }
    }
}

/// What a name may stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Meaning {
    /// Index into the entities, or into the regions for `Region` and `Regional`.
    pub at: u32,
    pub how: How,
}

/// All knowledge about actors.
#[derive(Debug)]
pub(crate) struct Knowledge {
    pub countries: Countries,
    pub roles: Roles,
    pub entities: Vec<Entity>,
    /// Names of regions, their tags and rows.
    regions: Vec<(String, String, RowId)>,
    pub names: NameIndex<Meaning>,
    /// Country code and folded office to the office holders.
    offices: FxHashMap<(CompactString, CompactString), Vec<u32>>,
    /// Country code to the state's entity.
    states: FxHashMap<CompactString, u32>,
    /// All ids, with the entity.
    ids: FxHashMap<String, u32>,
    /// The organisation that governs a state, where not simply "the government": country code to entities.
    pub(super) governments: FxHashMap<CompactString, Vec<u32>>,
    /// Names that bodies of several countries bear, folded.
    pub(super) generic: rustc_hash::FxHashSet<String>,
    /// Words by what they say of a phrase.
    pub(super) words: super::nouns::Words,
    /// Phrases for offices.
    pub(super) offices_by_phrase: Option<super::derive::Offices>,
    /// Names of persons as the files have them.
    pub people: Vec<(u32, String)>,
}

/// The text of each data file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Files<'a> {
    pub countries: &'a str,
    pub territories: &'a str,
    pub regions: &'a str,
    pub roles: &'a str,
    /// Files of organisations, groups and people: name and text.
    pub entities: [(&'a str, &'a str); 3],
    /// More files of the same form.
    pub extra: &'a [(&'a str, &'a str)],
}

/// Words that are never a name, however a file may list them.
const STOP_WORDS: [&str; 60] = [
    "a", "an", "the", "and", "or", "of", "in", "on", "at", "by", "for", "from", "to", "with", "he", "she", "they",
    "we", "i", "you", "his", "her", "their", "its", "this", "that", "these", "those", "not", "no", "be", "said", "who",
    "it", "as", "is", "are", "was", "were", "has", "have", "had", "but", "if", "so", "all", "any", "some", "there",
    "then", "than", "when", "where", "what", "which", "will", "would", "after", "before", "our",
];

/// The columns of a file of actors; the last may be missing.
pub(crate) const ENTITY_COLUMNS: [&str; 10] = [
    "id", "name", "aliases", "country", "sectors", "from", "to", "kind", "members", "wikidata",
];
/// States where the family's name stands first.
const EAST_ASIAN: [&str; 5] = ["CHN", "PRK", "KOR", "TWN", "HKG"];
/// Columns that every file of actors has.
const LEAST_COLUMNS: usize = 9;

/// True for a word that is never a name, unless it is written in capitals throughout ("WHO").
pub(super) fn is_stop_word(name: &str) -> bool {
    name.chars().any(char::is_lowercase) && STOP_WORDS.contains(&name.to_lowercase().as_str())
}

/// A name that is no stop word, and of which something is left where names are compared.
fn check_name(row: &Row<'_>, name: &str) -> Result<(), DataError> {
    if is_stop_word(name) {
        return Err(row.error(format!("{name:?} is too common a word for a name")));
    }
    if fold(name.strip_prefix("the ").unwrap_or(name)).is_empty() {
        return Err(row.error(format!("{name:?} is not a name")));
    }
    Ok(())
}

/// True for "Q159".
pub(super) fn is_wikidata(id: &str) -> bool {
    id.strip_prefix('Q')
        .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
}

impl Knowledge {
    pub(crate) fn read(files: &Files<'_>, words: super::nouns::Words) -> Result<Self, DataError> {
        let countries = Countries::read("countries.tsv", files.countries)?;
        let roles = Roles::read("roles.tsv", files.roles)?;
        let mut kb = Self {
            countries,
            roles,
            entities: Vec::with_capacity(4096),
            regions: Vec::new(),
            names: NameIndex::with_capacity(8192),
            offices: FxHashMap::default(),
            states: FxHashMap::default(),
            ids: FxHashMap::default(),
            governments: FxHashMap::default(),
            generic: rustc_hash::FxHashSet::default(),
            words,
            offices_by_phrase: None,
            people: Vec::new(),
        };
        kb.read_countries(files.countries)?;
        kb.read_territories(files.territories)?;
        kb.read_regions(files.regions)?;
        for (file, text) in files.entities.iter().chain(files.extra).copied() {
            kb.read_entities(file, text)?;
        }
        Ok(kb)
    }

    fn push(&mut self, row: &Row<'_>, entity: Entity) -> Result<u32, DataError> {
        if entity.id.is_empty() {
            return Err(row.error("no id: expected a key such as ken.tamber_front"));
        }
        if let Some(first) = self.ids.get(&entity.id) {
            let first = self.entities[*first as usize].rows.first();
            return Err(row.error(format!(
                "the id {:?} stands in the data twice{}",
                entity.id,
                first.map(|r| format!(", first at {r}")).unwrap_or_default()
            )));
        }
        if entity.name.is_empty() {
            return Err(row.error("no name"));
        }
        if let Some(country) = &entity.country
            && !self.countries.known(country)
        {
            return Err(row.error(format!("{country} is not a known country")));
        }
        if let (Some(from), Some(to)) = (entity.from, entity.to)
            && to < from
        {
            return Err(row.error(format!("it ends on {to}, before it starts on {from}")));
        }
        let at = self.entities.len() as u32;
        self.ids.insert(entity.id.clone(), at);
        self.entities.push(entity);
        Ok(at)
    }

    /// Gives the last entity its id.
    pub(super) fn add_id(&mut self, id: String) -> u32 {
        let at = self.entities.len().saturating_sub(1) as u32;
        self.ids.insert(id, at);
        at
    }

    /// The entity with an id.
    pub(super) fn by_id(&self, id: &str) -> Option<u32> {
        self.ids.get(id).copied()
    }

    fn name(&mut self, row: &Row<'_>, name: &str, at: u32, how: How) -> Result<(), DataError> {
        check_name(row, name)?;
        if self.names.add(name, Meaning { at, how }) {
            Ok(())
        } else {
            Err(row.error(format!("{name:?} is not a name")))
        }
    }

    fn read_countries(&mut self, text: &str) -> Result<(), DataError> {
        for row in Table::new("countries.tsv", text, &COLUMNS)?.rows() {
            let row = row?;
            let code = CompactString::from(row.field(0));
            let at = self.push(
                &row,
                Entity {
                    id: row.field(0).to_lowercase(),
                    name: row.field(1).to_owned(),
                    kind: ActorKind::Country,
                    country: Some(code.clone()),
                    sectors: Vec::new(),
                    from: None,
                    to: None,
                    members: Vec::new(),
                    office: None,
                    wikidata: None,
                    rows: vec![RowId::of(&row)],
                },
            )?;
            self.states.insert(code, at);
            self.name(&row, row.field(1), at, How::Name)?;
            for (column, how) in [
                (2, How::Name),
                (3, How::Adjective),
                (4, How::National),
                (5, How::Capital),
                (6, How::Seat),
            ] {
                for name in row.list(column) {
                    if how == How::Adjective && name.ends_with("'s") {
                        continue;
                    }
                    self.name(&row, name, at, how)?;
                    self.plural(&row, name, at, how)?;
                }
            }
        }
        Ok(())
    }

    /// "Russians" beside "Russian".
    fn plural(&mut self, row: &Row<'_>, name: &str, at: u32, how: How) -> Result<(), DataError> {
        let same = ["ese", "ch", "sh", "men", "s"];
        if matches!(how, How::Adjective | How::National) && !same.iter().any(|e| name.ends_with(e)) {
            self.name(row, &format!("{name}s"), at, How::National)?;
        }
        Ok(())
    }

    fn read_territories(&mut self, text: &str) -> Result<(), DataError> {
        let columns = [
            "id",
            "name",
            "aliases",
            "adjectives",
            "nationals",
            "country",
            "sectors",
            "capital",
        ];
        for row in Table::new("territories.tsv", text, &columns)?.rows() {
            let row = row?;
            let sectors = parse_sectors(row.field(6)).map_err(|reason| row.error(reason))?;
            let at = self.push(
                &row,
                Entity {
                    id: row.field(0).to_owned(),
                    name: row.field(1).to_owned(),
                    kind: ActorKind::Country,
                    country: Some(row.field(5).into()),
                    sectors,
                    from: None,
                    to: None,
                    members: Vec::new(),
                    office: None,
                    wikidata: None,
                    rows: vec![RowId::of(&row)],
                },
            )?;
            self.name(&row, row.field(1), at, How::Name)?;
            for (column, how) in [
                (2, How::Name),
                (3, How::Adjective),
                (4, How::National),
                (7, How::Capital),
            ] {
                for name in row.list(column) {
                    self.name(&row, name, at, how)?;
                    self.plural(&row, name, at, how)?;
                }
            }
        }
        Ok(())
    }

    fn read_regions(&mut self, text: &str) -> Result<(), DataError> {
        for row in Table::new("regions.tsv", text, &["id", "names", "adjectives", "tags"])?.rows() {
            let row = row?;
            if self.countries.with_tags(row.field(3)).is_empty() {
                return Err(row.error(format!("no country has one of the tags {:?}", row.field(3))));
            }
            let at = self.regions.len() as u32;
            let name = row.list(1).next().unwrap_or_default().to_owned();
            self.regions.push((name, row.field(3).to_owned(), RowId::of(&row)));
            for name in row.list(1) {
                self.name(&row, name, at, How::Region)?;
            }
            for name in row.list(2) {
                self.name(&row, name, at, How::Regional)?;
                self.plural_region(&row, name, at)?;
            }
        }
        Ok(())
    }

    fn plural_region(&mut self, row: &Row<'_>, name: &str, at: u32) -> Result<(), DataError> {
        if name.ends_with("an") || name == "Arab" {
            self.name(row, &format!("{name}s"), at, How::Regional)?;
        }
        Ok(())
    }

    fn read_entities(&mut self, file: &str, text: &str) -> Result<(), DataError> {
        if file.ends_with(".toml") {
            for (line, fields) in super::toml_rows::rows(file, text)? {
                let fields = fields.iter().map(String::as_str).collect();
                self.read_entity(&Row::made(file, line, fields))?;
            }
            return Ok(());
        }
        for row in Table::with_optional(file, text, &ENTITY_COLUMNS, LEAST_COLUMNS)?.rows() {
            self.read_entity(&row?)?;
        }
        Ok(())
    }

    /// What is wrong with a row of a file of actors by itself, without its neighbours: unknown words, countries, days.
    pub(super) fn parse_entity(&self, row: &Row<'_>) -> Result<Entity, DataError> {
        let kind = ActorKind::parse(row.field(7)).ok_or_else(|| {
            row.error(format!(
                "{:?} is not one of country, igo, organization, person, group",
                row.field(7)
            ))
        })?;
        let day = |column: usize, last: bool| parse_day(row.field(column), last);
        let from = day(5, false).map_err(|reason| row.error(reason))?;
        let to = day(6, true).map_err(|reason| row.error(reason))?;
        if let (Some(from), Some(to)) = (from, to)
            && to < from
        {
            return Err(row.error(format!("it ends on {to}, before it starts on {from}")));
        }
        let (members, office) = if kind == ActorKind::Person {
            let office = row.field(8);
            (Vec::new(), (!office.is_empty()).then(|| office.to_owned()))
        } else {
            (self.members(row)?, None)
        };
        let country = row.field(3);
        if !country.is_empty() && !self.countries.known(country) {
            return Err(row.error(format!("{country} is not a known country")));
        }
        let wikidata = row.field(9);
        if !wikidata.is_empty() && !is_wikidata(wikidata) {
            return Err(row.error(format!("{wikidata:?} is no Wikidata id such as Q159")));
        }
        for name in [row.field(1)].into_iter().chain(row.list(2)) {
            check_name(row, name)?;
        }
        Ok(Entity {
            id: row.field(0).to_owned(),
            name: row.field(1).to_owned(),
            kind,
            country: (!country.is_empty()).then(|| country.into()),
            sectors: parse_sectors(row.field(4)).map_err(|reason| row.error(reason))?,
            from,
            to,
            members,
            office,
            wikidata: (!wikidata.is_empty()).then(|| wikidata.to_owned()),
            rows: vec![RowId::of(row)],
        })
    }

    fn read_entity(&mut self, row: &Row<'_>) -> Result<(), DataError> {
        let entity = self.parse_entity(row)?;
        let kind = entity.kind;
        let office = entity.office.clone();
        let at = self.push(row, entity)?;
        if let Some(office) = office {
            self.offices
                .entry((row.field(3).into(), office.as_str().into()))
                .or_default()
                .push(at);
        }
        let mut surname = None;
        for name in [row.field(1)].into_iter().chain(row.list(2)) {
            self.name(row, name, at, How::Name)?;
            if kind == ActorKind::Person && name.contains(' ') {
                self.people.push((at, name.to_owned()));
            }
            if kind == ActorKind::Person && surname.is_none() {
                surname = match name.split_once(' ') {
                    Some((first, _))
                        if EAST_ASIAN.contains(&row.field(3)) && self.words.is(&fold(first), WordClass::Family) =>
                    {
                        Some(first)
                    }
                    _ => name.rsplit(' ').next().filter(|s| *s != name),
                };
            }
        }
        if let Some(surname) = surname
            && (surname.chars().count() > 2 || surname == "Xi")
            && surname.chars().next().is_some_and(char::is_uppercase)
            && !is_stop_word(surname)
        {
            self.name(row, surname, at, How::Surname)?;
        }
        Ok(())
    }

    fn members(&self, row: &Row<'_>) -> Result<Vec<Membership>, DataError> {
        let mut members = Vec::new();
        for part in row.field(8).split(' ').filter(|p| !p.is_empty()) {
            let (code, years) = part.split_once(':').unwrap_or((part, ""));
            if !self.countries.known(code) {
                return Err(row.error(format!("{code} is not a known country")));
            }
            let (from, to) = years.split_once('-').unwrap_or(("", ""));
            let year = |text: &str| {
                if text.is_empty() {
                    Ok(None)
                } else {
                    text.parse::<i16>()
                        .map(Some)
                        .map_err(|_| row.error(format!("{text:?} is not a year")))
                }
            };
            let (from, to) = (year(from)?, year(to)?);
            if let (Some(from), Some(to)) = (from, to)
                && to < from
            {
                return Err(row.error(format!("{code} leaves in {to}, before it joins in {from}")));
            }
            members.push((code.into(), from, to));
        }
        Ok(members)
    }

    /// The states of a region.
    pub(crate) fn region_members(&self, region: u32) -> Vec<CompactString> {
        self.regions
            .get(region as usize)
            .map_or_else(Vec::new, |(_, tags, _)| self.countries.with_tags(tags))
    }

    /// The name of a region.
    pub(crate) fn region_name(&self, region: u32) -> &str {
        self.regions.get(region as usize).map_or("", |(name, ..)| name.as_str())
    }

    /// The row of a region.
    pub(crate) fn region_row(&self, region: u32) -> Option<&RowId> {
        self.regions.get(region as usize).map(|(.., row)| row)
    }

    /// Member states of an organisation on a day; today's where the day is not known.
    pub(crate) fn members_on(&self, entity: u32, date: Option<Date>) -> Vec<CompactString> {
        self.entities[entity as usize]
            .members
            .iter()
            .filter(|(_, from, to)| match date {
                Some(date) => from.is_none_or(|from| from <= date.year()) && to.is_none_or(|to| date.year() <= to),
                None => to.is_none(),
            })
            .map(|(code, ..)| code.clone())
            .collect()
    }

    /// The state's entity.
    pub(crate) fn state(&self, code: &str) -> Option<&Entity> {
        self.states.get(code).map(|at| &self.entities[*at as usize])
    }

    /// Who holds an office of a country on a day.
    pub(crate) fn office_holder(&self, country: &str, office: &str, date: Date) -> Option<u32> {
        let holders = self.offices.get(&(country.into(), office.into()))?;
        let mut found = None;
        for &at in holders {
            let entity = &self.entities[at as usize];
            if holds(entity, date) && entity.from.is_some() {
                if found.is_some() {
                    return None;
                }
                found = Some(at);
            }
        }
        found
    }

    /// True if the entity holds on the day.
    pub(crate) fn holds(&self, at: u32, date: Option<Date>) -> bool {
        date.is_none_or(|date| holds(&self.entities[at as usize], date))
    }

    /// True if a name in folded form may stand for a person of a whole name: the last word, or the first where that is
    /// the family's.
    pub(crate) fn is_family_name(&self, name: &str, whole: &str) -> bool {
        let mut words = whole.split(' ');
        let (first, last) = (words.next(), words.next_back());
        last == Some(name) || first == Some(name) && self.words.is(name, WordClass::Family)
    }

    /// Entities whose name, alias or surname this is.
    pub(crate) fn named(&self, name: &str) -> Vec<Meaning> {
        self.names.get(&fold(name)).collect()
    }
}

fn holds(entity: &Entity, date: Date) -> bool {
    entity.from.is_none_or(|from| from <= date) && entity.to.is_none_or(|to| date <= to)
}

/// A day from "2004", "2004-05" or "2004-05-06"; the first or the last of the time named.
pub(crate) fn parse_day(field: &str, last: bool) -> Result<Option<Date>, String> {
    if field.is_empty() {
        return Ok(None);
    }
    let wrong = || format!("{field:?} is not a day such as 2004-05-06, 2004-05 or 2004");
    let mut parts = field.split('-');
    let mut part =
        || -> Result<Option<i16>, String> { parts.next().map(|p| p.parse::<i16>().map_err(|_| wrong())).transpose() };
    let (year, month, day) = (part()?.ok_or_else(wrong)?, part()?, part()?);
    let month8 = |m: i16| i8::try_from(m).map_err(|_| wrong());
    let date = match (month, day) {
        (None, _) if last => Date::new(year, 12, 31),
        (None, _) => Date::new(year, 1, 1),
        (Some(month), Some(day)) => Date::new(year, month8(month)?, month8(day)?),
        (Some(month), None) => {
            Date::new(year, month8(month)?, 1).map(|date| if last { date.last_of_month() } else { date })
        }
    };
    date.map(Some).map_err(|_| wrong())
}
