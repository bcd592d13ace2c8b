//! A document's sentences to its [`PlaceMention`]s: where the names of places lie; `actors`
//! follows.

mod choose;
mod find;
mod gazetteer;
mod import;

use std::borrow::Cow;

use compact_str::CompactString;
use rustc_hash::{FxHashMap, FxHashSet};

pub use self::import::{Imported, import};

use self::gazetteer::{Class, Gazetteer};
use super::DataError;
use super::actors::names::{NameIndex, fold};
use super::actors::table::{Row, Table};
use super::actors::{Countries, data};
use crate::{Document, Place, PlaceMention, Precision, Sentence};

/// The gazetteer's file and its columns.
pub(crate) const FILE: &str = "places.tsv";
pub(crate) const COLUMNS: [&str; 7] = ["name", "aliases", "country", "lat", "lon", "kind", "weight"];

/// Words that a table may have before the name of a division and that news leaves out: "County of Ceredigion".
const FORMS: [&str; 2] = ["county of", "city of"];

/// Most candidates that are kept of one name.
const MOST: usize = 24;

/// A place of the curated list.
#[derive(Clone, Debug)]
struct Site {
    name: String,
    country: Option<CompactString>,
    /// Degrees north and east.
    point: Option<(f64, f64)>,
    precision: Precision,
    class: Class,
    /// 0 to 9: how likely the name means this place where nothing else is known.
    weight: u8,
}

/// A place that a name may mean.
#[derive(Clone, Debug)]
struct Candidate {
    name: String,
    country: Option<CompactString>,
    point: Option<(f64, f64)>,
    precision: Precision,
    class: Class,
    /// How likely the name means this place where nothing else is known, about 0 to 9.
    weight: f64,
    /// The table's number and the smallest division of that table that it lies in.
    area: Option<(u8, u16)>,
    /// True for a place of the curated list.
    curated: bool,
}

/// Where the place names of a document lie.
#[derive(Debug)]
pub struct PlaceResolver {
    sites: Vec<Site>,
    names: NameIndex<u32>,
    tables: Vec<Gazetteer>,
    /// Alpha-2 codes to the country that a place counts to.
    codes: FxHashMap<[u8; 2], CompactString>,
    /// Folded abbreviations of states ("ill" of "Ill.") to the state's curated places.
    states: FxHashMap<CompactString, u32>,
    /// Adjectives of countries.
    adjectives: NameIndex<u32>,
    adjective_codes: Vec<CompactString>,
    /// Words that tell of a country ("sheriff").
    cues: FxHashMap<CompactString, CompactString>,
    /// Short names of countries, as they are written ("SA"), that count where the country is named too.
    shorts: FxHashMap<CompactString, CompactString>,
    words: Words,
}

/// Words that tell places apart from other names.
#[derive(Debug, Default)]
struct Words {
    settlement: FxHashSet<CompactString>,
    division: FxHashSet<CompactString>,
    water: FxHashSet<CompactString>,
    land: FxHashSet<CompactString>,
    other: FxHashSet<CompactString>,
    side: FxHashSet<CompactString>,
    body: FxHashSet<CompactString>,
    title: FxHashSet<CompactString>,
    /// Prepositions that may stand before a place.
    near: FxHashSet<CompactString>,
    /// Prepositions that hardly stand before a person or a body.
    inside: FxHashSet<CompactString>,
    /// Nouns for who and what is of a town: "Akron man".
    local: FxHashSet<CompactString>,
    /// Words of bodies that bear the name of the town they serve.
    local_body: FxHashSet<CompactString>,
    /// First words of the names of governments.
    state: FxHashSet<CompactString>,
    /// Last words of the names of buildings that bear their town's name.
    building: FxHashSet<CompactString>,
    /// Common words that are also names of places.
    never: FxHashSet<CompactString>,
    /// Words in the names of schools.
    school: FxHashSet<CompactString>,
    /// Last words of the names of streets and squares.
    street: FxHashSet<CompactString>,
    /// Words that may stand before the name of a street, beside those of `near`.
    road: FxHashSet<CompactString>,
    /// Agencies as they stand behind the place of a dateline.
    agency: FxHashSet<CompactString>,
}

impl Words {
    fn read(file: &str, text: &str) -> Result<Self, DataError> {
        let mut words = Self::default();
        for row in Table::new(file, text, &["word", "kind"])?.rows() {
            let row = row?;
            let list = match row.field(1) {
                "settlement" => &mut words.settlement,
                "division" => &mut words.division,
                "water" => &mut words.water,
                "land" => &mut words.land,
                "other" => &mut words.other,
                "side" => &mut words.side,
                "body" => &mut words.body,
                "title" => &mut words.title,
                "near" => &mut words.near,
                "inside" => &mut words.inside,
                "local" => &mut words.local,
                "local body" => &mut words.local_body,
                "state" => &mut words.state,
                "building" => &mut words.building,
                "never" => &mut words.never,
                "school" => &mut words.school,
                "street" => &mut words.street,
                "road" => &mut words.road,
                "agency" => &mut words.agency,
                other => return Err(row.error(format!("{other:?} is no kind of word"))),
            };
            list.insert(row.field(0).into());
        }
        Ok(words)
    }

    /// True for nouns that name a sort of place beside its name ("Helmand province").
    fn is_sort(&self, word: &str) -> bool {
        [&self.settlement, &self.division, &self.water, &self.land, &self.other]
            .iter()
            .any(|list| list.contains(word))
    }
}

impl PlaceResolver {
    /// With the built-in data.
    ///
    /// # Errors
    /// If a built-in data file is broken, which the tests rule out.
    pub fn builtin() -> Result<Self, DataError> {
        let actors = &dateline_data::ACTORS;
        let places = &dateline_data::PLACES;
        let mut resolver = Self::read(
            data(actors, "countries.tsv")?,
            data(actors, "territories.tsv")?,
            data(places, "centres.tsv")?,
            data(places, FILE)?,
        )?;
        resolver.words = Words::read("words.tsv", data(places, "words.tsv")?)?;
        for row in Table::new("codes.tsv", data(places, "codes.tsv")?, &["code", "country"])?.rows() {
            let row = row?;
            let code = row
                .field(0)
                .as_bytes()
                .try_into()
                .map_err(|_| row.error(format!("{:?} is no code of two letters", row.field(0))))?;
            resolver.codes.insert(code, row.field(1).into());
        }
        for row in Table::new("cues.tsv", data(places, "cues.tsv")?, &["word", "country"])?.rows() {
            let row = row?;
            resolver.cues.insert(row.field(0).into(), row.field(1).into());
        }
        for row in Table::new("shorts.tsv", data(places, "shorts.tsv")?, &["name", "country"])?.rows() {
            let row = row?;
            resolver.shorts.insert(row.field(0).into(), row.field(1).into());
        }
        resolver.read_states("states.tsv", data(places, "states.tsv")?)?;
        let part = |name: &str| {
            let file = places.get_file(name).map(|file| Cow::Borrowed(file.contents()));
            file.ok_or_else(|| DataError {
                file: name.to_owned(),
                line: None,
                reason: "the file is missing".to_owned(),
            })
        };
        let table = Gazetteer::open("geonames", part("geonames.names")?, part("geonames.points")?)?;
        resolver.tables.push(table);
        Ok(resolver)
    }

    /// Adds a table of places that [`Imported::file`] made; `file` is its name, for messages. Its
    /// places stand beside the built-in ones.
    ///
    /// # Errors
    /// If the bytes are no such table.
    pub fn add_table(&mut self, file: &str, bytes: &[u8]) -> Result<(), DataError> {
        self.tables.push(Gazetteer::read(file, bytes)?);
        Ok(())
    }

    fn read_states(&mut self, file: &str, text: &str) -> Result<(), DataError> {
        for row in Table::new(file, text, &["name", "country", "abbreviations"])?.rows() {
            let row = row?;
            let state = self
                .names
                .get(&fold(row.field(0)))
                .filter(|at| {
                    let site = &self.sites[*at as usize];
                    site.country.as_deref() == Some(row.field(1))
                        && matches!(site.precision, Precision::District | Precision::Region)
                })
                .max_by_key(|at| self.sites[*at as usize].weight)
                .ok_or_else(|| row.error(format!("{} is no known state", row.field(0))))?;
            for short in row.list(2) {
                // The first of two that share an abbreviation keeps it.
                self.states.entry(fold(short).into()).or_insert(state);
            }
        }
        Ok(())
    }

    fn read(countries_text: &str, territories: &str, centres: &str, places: &str) -> Result<Self, DataError> {
        let countries = Countries::read("countries.tsv", countries_text)?;
        let mut resolver = Self {
            sites: Vec::with_capacity(6000),
            names: NameIndex::with_capacity(8000),
            tables: Vec::new(),
            codes: FxHashMap::default(),
            states: FxHashMap::default(),
            adjectives: NameIndex::with_capacity(400),
            adjective_codes: Vec::new(),
            cues: FxHashMap::default(),
            shorts: FxHashMap::default(),
            words: Words::default(),
        };
        let mut points = rustc_hash::FxHashMap::default();
        for row in Table::new("centres.tsv", centres, &["id", "lat", "lon"])?.rows() {
            let row = row?;
            if points.insert(row.field(0), point(&row, 1)?).is_some() {
                return Err(row.error(format!("{} stands in the file twice", row.field(0))));
            }
        }
        for row in Table::new("countries.tsv", countries_text, &super::actors::COUNTRY_COLUMNS)?.rows() {
            let row = row?;
            let at = resolver.push(Site {
                name: row.field(1).to_owned(),
                country: Some(row.field(0).into()),
                point: points.get(row.field(0)).copied(),
                precision: Precision::Country,
                class: Class::Country,
                weight: 9,
            });
            for adjective in row.list(3) {
                let code = resolver.adjective_codes.len() as u32;
                resolver.adjectives.add(adjective, code);
            }
            resolver.adjective_codes.push(row.field(0).into());
            resolver.names.add(row.field(1), at);
            // An alias may be the name of a part of its own in the gazetteer ("England").
            let alias_at = resolver.push(Site {
                weight: 8,
                ..resolver.sites[at as usize].clone()
            });
            for alias in row.list(2) {
                resolver.names.add(alias, alias_at);
            }
        }
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
        for row in Table::new("territories.tsv", territories, &columns)?.rows() {
            let row = row?;
            let at = resolver.push(Site {
                name: row.field(1).to_owned(),
                country: Some(row.field(5).into()),
                point: points.get(row.field(0)).copied(),
                precision: Precision::Region,
                class: Class::Country,
                weight: 8,
            });
            resolver.names.add(row.field(1), at);
            for alias in row.list(2) {
                resolver.names.add(alias, at);
            }
        }
        for row in Table::new(FILE, places, &COLUMNS)?.rows() {
            let row = row?;
            let country = row.field(2);
            if !country.is_empty() && !countries.known(country) {
                return Err(row.error(format!("{country} is not a known country")));
            }
            let (precision, class) = match row.field(5) {
                "capital" | "city" => (Precision::City, Class::Settlement),
                // Counties of the United States are parts of states.
                "province" if country == "USA" && row.field(0).ends_with(" County") => {
                    (Precision::District, Class::Second)
                }
                "province" => (Precision::District, Class::First),
                "region" => (Precision::Region, Class::Region),
                "water" => (Precision::Region, Class::Water),
                "mountain" => (Precision::Region, Class::Land),
                "site" => (Precision::Point, Class::Spot),
                other => {
                    return Err(row.error(format!(
                        "{other:?} is not one of capital, city, province, region, water, mountain, site"
                    )));
                }
            };
            let weight = row
                .field(6)
                .parse()
                .ok()
                .filter(|w| *w <= 9)
                .ok_or_else(|| row.error(format!("{:?} is not a weight from 0 to 9", row.field(6))))?;
            let at = resolver.push(Site {
                name: row.field(0).to_owned(),
                country: (!country.is_empty()).then(|| country.into()),
                point: Some(point(&row, 3)?),
                precision,
                class,
                weight,
            });
            for name in [row.field(0)].into_iter().chain(row.list(1)) {
                if !resolver.names.add(name, at) {
                    return Err(row.error(format!("{name:?} is not a name")));
                }
            }
        }
        Ok(resolver)
    }

    fn push(&mut self, site: Site) -> u32 {
        self.sites.push(site);
        self.sites.len() as u32 - 1
    }

    /// Number of places known.
    #[must_use]
    pub fn len(&self) -> usize {
        self.sites.len() + self.tables.iter().map(Gazetteer::len).sum::<usize>()
    }

    /// True if no place is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The places of a name, the likeliest first, each with a line that says where it lies and
    /// where the knowledge is from.
    #[must_use]
    pub fn known(&self, name: &str) -> Vec<(Place, String)> {
        let key = fold(name);
        let mut all = self.candidates(&key, &self.names.get(&key).collect::<Vec<_>>());
        all.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        all.iter()
            .map(|c| {
                let origin = if c.curated {
                    "places.tsv, countries.tsv or territories.tsv"
                } else {
                    "GeoNames"
                };
                let home = c.area.map(|area| self.area_names(area)).unwrap_or_default();
                let within = if home.is_empty() {
                    String::new()
                } else {
                    format!("in {}; ", home.join(", "))
                };
                (c.place(), format!("{within}weight {:.1}; from {origin}", c.weight))
            })
            .collect()
    }

    /// Alpha-3 code of the country that the best known place of this name lies in.
    #[must_use]
    pub fn country_of_place(&self, name: &str) -> Option<CompactString> {
        self.best_of_name(name).and_then(|c| c.country)
    }

    /// The best known place of a name: "Kanpur", "Kanpur, India", "LAWRENCE, Kan.".
    fn best_of_name(&self, name: &str) -> Option<Candidate> {
        let (inner, outer) = match name.split_once(',') {
            Some((inner, outer)) => (inner.trim(), Some(outer.trim())),
            None => (name.trim(), None),
        };
        let key = fold(inner);
        let all = self.candidates(&key, &self.names.get(&key).collect::<Vec<_>>());
        let container = outer.and_then(|outer| {
            let key = fold(outer);
            let state = self.states.get(key.as_str()).map(|at| self.curated(*at));
            state.or_else(|| self.best_of_name(outer))
        });
        let fitting = |c: &&Candidate| container.as_ref().is_none_or(|outer| self.contains(outer, c));
        all.iter()
            .filter(fitting)
            .max_by(|a, b| a.weight.total_cmp(&b.weight))
            .cloned()
            .or(container)
    }

    /// True if a table knows a name, given shortened, in one of its forms.
    fn tabled(&self, short: &str) -> bool {
        let found = |key: &str| self.tables.iter().any(|table| table.find(key).is_some());
        found(short) || FORMS.iter().any(|form| found(&format!("{form} {short}")))
    }

    fn curated(&self, at: u32) -> Candidate {
        let site = &self.sites[at as usize];
        Candidate {
            name: site.name.clone(),
            country: site.country.clone(),
            point: site.point,
            precision: site.precision,
            class: site.class,
            weight: f64::from(site.weight),
            area: None,
            curated: true,
        }
    }

    /// The places that a name in folded form may mean; `known` are those of the curated list.
    fn candidates(&self, key: &str, known: &[u32]) -> Vec<Candidate> {
        let mut all: Vec<Candidate> = Vec::with_capacity(known.len());
        for &at in known {
            let place = self.curated(at);
            // One ground has one code, whoever else claims it.
            match all
                .iter_mut()
                .find(|c| near(c, &place, 50.0) && c.class != Class::Settlement)
            {
                Some(same) if place.class == Class::Settlement && same.country == place.country => all.push(place),
                Some(same) if same.weight < place.weight => *same = place,
                Some(_) => {}
                None => all.push(place),
            }
        }
        let short = gazetteer::shorten(key);
        for (number, table) in self.tables.iter().enumerate() {
            let form = || FORMS.iter().find_map(|form| table.find(&format!("{form} {short}")));
            let Some(range) = table.find(&short).or_else(form) else {
                continue;
            };
            let mut records: Vec<(u32, gazetteer::Entry)> = (range.first..range.first.saturating_add(range.count))
                .filter_map(|record| Some((record, table.entry(record)?)))
                .collect();
            if records.len() > 4 * MOST {
                records.sort_by_key(|(_, e)| std::cmp::Reverse(e.size));
                records.truncate(4 * MOST);
            }
            let curated = all.len();
            for (record, entry) in records {
                let country = self.codes.get(&entry.country).cloned();
                let area = entry.area.map(|area| (number as u8, area));
                let point = (entry.lat, entry.lon);
                // The curated list's own place, whose divisions the table knows.
                let same = all[..curated].iter_mut().find(|c| {
                    let near = match (c.class, entry.class) {
                        (Class::Country, _) => 0.0,
                        (Class::First, Class::First) => 2000.0,
                        (Class::First | Class::Second | Class::Region, Class::First | Class::Second) => 400.0,
                        (Class::Settlement | Class::Spot, Class::Settlement) => 40.0,
                        _ => 0.0,
                    };
                    c.country == country && c.point.is_some_and(|p| kilometres(p, point) < near)
                });
                if let Some(same) = same {
                    same.area = same.area.or(area);
                    continue;
                }
                let (precision, base) = match entry.class {
                    Class::Settlement => (Precision::City, 10.0),
                    Class::First => (Precision::District, 12.0),
                    Class::Second => (Precision::District, 13.0),
                    Class::Country => (Precision::Country, 10.0),
                    Class::Spot => (Precision::Point, 10.0),
                    Class::Water | Class::Land | Class::Region => (Precision::Region, 10.0),
                };
                all.push(Candidate {
                    name: table.name(record).unwrap_or_default(),
                    country,
                    point: Some(point),
                    precision,
                    class: entry.class,
                    weight: ((f64::from(entry.size) - base) * 0.35).clamp(0.0, 6.0),
                    area,
                    curated: false,
                });
            }
        }
        if all.len() > MOST {
            all.sort_by(|a, b| b.weight.total_cmp(&a.weight));
            all.truncate(MOST);
        }
        all
    }

    /// The names of a division and of the one above it.
    fn area_names(&self, (table, area): (u8, u16)) -> Vec<String> {
        let Some(gazetteer) = self.tables.get(usize::from(table)) else {
            return Vec::new();
        };
        [Some(area), gazetteer.parent(area)]
            .into_iter()
            .flatten()
            .filter_map(|area| gazetteer.name(gazetteer.area(area)?))
            .collect()
    }

    /// The first-level division that a place lies in.
    fn first_level(&self, place: &Candidate) -> Option<(u8, u16)> {
        let (table, area) = place.area?;
        let gazetteer = self.tables.get(usize::from(table))?;
        Some((table, gazetteer.parent(area).unwrap_or(area)))
    }

    /// True if one place lies in another, as far as is known.
    fn contains(&self, outer: &Candidate, inner: &Candidate) -> bool {
        if outer.class == Class::Country {
            return inner.country.is_some()
                && inner.country == outer.country
                && inner.class != Class::Country
                && (outer.precision == Precision::Country || near(outer, inner, 500.0));
        }
        if outer.country != inner.country || inner.class == Class::Country {
            return false;
        }
        match outer.class {
            Class::First | Class::Second => match (outer.area, inner.area) {
                (Some(o), Some(i)) if o.0 == i.0 => {
                    let own = if outer.class == Class::First {
                        self.first_level(inner)
                    } else {
                        Some(i)
                    };
                    own == Some(o) || outer.class == Class::Second && near(outer, inner, 60.0)
                }
                _ => {
                    inner.class != outer.class
                        && near(outer, inner, if outer.class == Class::First { 350.0 } else { 70.0 })
                }
            },
            Class::Settlement => inner.class == Class::Settlement && near(outer, inner, 40.0),
            Class::Region => near(outer, inner, 400.0),
            _ => false,
        }
    }

    /// Place mentions, in text order.
    #[must_use]
    pub fn resolve(&self, document: &Document, sentences: &[Sentence]) -> Vec<PlaceMention> {
        let mut finder = find::Finder::new(self, document);
        for sentence in sentences {
            finder.read(sentence);
        }
        let (found, groups) = finder.finish();
        let chosen = choose::choose(self, document, sentences, &found, &groups);
        found
            .into_iter()
            .zip(chosen)
            .map(|(f, choice)| {
                let candidates = match &choice {
                    choose::Choice::One(_) | choose::Choice::Near(..) => Vec::new(),
                    choose::Choice::Open(_) => groups[f.group]
                        .candidates
                        .iter()
                        .take(5)
                        .map(Candidate::place)
                        .collect(),
                };
                let place = match choice {
                    choose::Choice::One(at) => groups[f.group].candidates[at].place(),
                    choose::Choice::Near(group, at, precision) => Place {
                        name: f.name,
                        precision: Some(precision),
                        ..groups[group].candidates[at].place()
                    },
                    choose::Choice::Open(country) => Place {
                        name: f.name,
                        country,
                        lat: None,
                        lon: None,
                        precision: None,
                    },
                };
                PlaceMention {
                    sentence: f.sentence,
                    head: f.head,
                    span: f.span,
                    place,
                    attributive: f.attributive,
                    candidates,
                }
            })
            .collect()
    }
}

impl Candidate {
    fn place(&self) -> Place {
        Place {
            name: self.name.clone(),
            country: self.country.clone(),
            lat: self.point.map(|p| (p.0 * 1000.0).round() / 1000.0),
            lon: self.point.map(|p| (p.1 * 1000.0).round() / 1000.0),
            precision: Some(self.precision),
        }
    }
}

fn near(a: &Candidate, b: &Candidate, most: f64) -> bool {
    matches!((a.point, b.point), (Some(a), Some(b)) if kilometres(a, b) <= most)
}

/// Distance in kilometres, good to a few per cent.
fn kilometres(a: (f64, f64), b: (f64, f64)) -> f64 {
    let mut east = (b.1 - a.1).abs();
    if east > 180.0 {
        east = 360.0 - east;
    }
    let north = b.0 - a.0;
    if north.abs() > 20.0 || east > 20.0 {
        // Far apart: the great circle.
        let (from, to) = (a.0.to_radians(), b.0.to_radians());
        let h =
            (north.to_radians() / 2.0).sin().powi(2) + from.cos() * to.cos() * (east.to_radians() / 2.0).sin().powi(2);
        return 12742.0 * h.sqrt().min(1.0).asin();
    }
    let east = east * ((a.0 + b.0) / 2.0).to_radians().cos();
    111.2 * north.hypot(east)
}

fn point(row: &Row<'_>, column: usize) -> Result<(f64, f64), DataError> {
    let degree = |column: usize, most: f64| {
        row.field(column)
            .parse::<f64>()
            .ok()
            .filter(|d| d.abs() <= most)
            .ok_or_else(|| row.error(format!("{:?} is not a number of degrees", row.field(column))))
    };
    Ok((degree(column, 90.0)?, degree(column + 1, 180.0)?))
}
