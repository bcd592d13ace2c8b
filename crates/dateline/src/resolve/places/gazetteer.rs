//! A compact table of places, read where it lies: names in order with their shared beginnings left
//! out, and a record of eight bytes for each place. Nothing is parsed when it is opened.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use compact_str::CompactString;

use crate::resolve::DataError;
use crate::resolve::actors::names::fold;

/// First bytes of the names' part.
const NAMES_MAGIC: &[u8; 8] = b"DLnames1";
/// First bytes of the records' part.
const POINTS_MAGIC: &[u8; 8] = b"DLpoint1";
/// First bytes of one file that holds both parts.
const FILE_MAGIC: &[u8; 8] = b"DLplace1";
/// Names in a block; only the first of them is written whole.
const BLOCK: usize = 16;
/// Bytes of a record.
const RECORD: usize = 8;
/// No area.
const NO_AREA: u16 = u16::MAX;

/// What sort of place a record stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    /// City, town, village, or a part of one.
    Settlement,
    /// First-level division.
    First,
    /// Second-level division.
    Second,
    /// Sea, river, lake.
    Water,
    /// Mountain, valley, cape.
    Land,
    /// Park, region, area.
    Region,
    /// Building, road, airport.
    Spot,
    /// A country.
    Country,
}

impl Class {
    const ALL: [Self; 8] = [
        Self::Settlement,
        Self::First,
        Self::Second,
        Self::Water,
        Self::Land,
        Self::Region,
        Self::Spot,
        Self::Country,
    ];
}

/// A record of the table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Entry {
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// The smallest division that it lies in; its own for a division.
    pub area: Option<u16>,
    /// ISO 3166 alpha-2 code, as two letters.
    pub country: [u8; 2],
    /// What it is.
    pub class: Class,
    /// Base 2 logarithm of the number of inhabitants, or an estimate, 0 to 31.
    pub size: u8,
}

/// Where a name's records are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Range {
    /// Number of the first record.
    pub first: u32,
    /// How many there are.
    pub count: u32,
}

/// A table of places.
#[derive(Debug)]
pub(crate) struct Gazetteer {
    names: Cow<'static, [u8]>,
    points: Cow<'static, [u8]>,
    blocks: usize,
    records: usize,
    areas: usize,
    countries: usize,
}

impl Gazetteer {
    /// Opens a table in two parts.
    ///
    /// # Errors
    /// If the parts are not of this form or are cut short.
    pub(crate) fn open(file: &str, names: Cow<'static, [u8]>, points: Cow<'static, [u8]>) -> Result<Self, DataError> {
        let bad = |reason: &str| DataError {
            file: file.to_owned(),
            line: None,
            reason: reason.to_owned(),
        };
        if names.get(..8) != Some(NAMES_MAGIC) || points.get(..8) != Some(POINTS_MAGIC) {
            return Err(bad("this is no table of places; `dateline kb places import` makes one"));
        }
        let table = Self {
            blocks: number(&names, 8) as usize,
            records: number(&points, 8) as usize,
            areas: number(&points, 12) as usize,
            countries: number(&points, 16) as usize,
            names,
            points,
        };
        let whole = 12 + table.blocks * 8 <= table.names.len()
            && 20 + table.countries * 2 + table.records * RECORD + table.areas * 4 <= table.points.len();
        whole
            .then_some(table)
            .ok_or_else(|| bad("the table of places is cut short"))
    }

    /// Opens a table that [`Builder::file`] wrote.
    ///
    /// # Errors
    /// If it is not of this form or is cut short.
    pub(crate) fn read(file: &str, bytes: &[u8]) -> Result<Self, DataError> {
        let bad = || DataError {
            file: file.to_owned(),
            line: None,
            reason: "this is no table of places; `dateline kb places import` makes one".to_owned(),
        };
        if bytes.get(..8) != Some(FILE_MAGIC) {
            return Err(bad());
        }
        let cut = 12 + number(bytes, 8) as usize;
        let names = bytes.get(12..cut).ok_or_else(bad)?;
        let points = bytes.get(cut..).ok_or_else(bad)?;
        Self::open(file, Cow::Owned(names.to_vec()), Cow::Owned(points.to_vec()))
    }

    /// Number of records.
    pub(crate) fn len(&self) -> usize {
        self.records
    }

    /// The records of a name, given in folded form (see [`key`]).
    pub(crate) fn find(&self, key: &str) -> Option<Range> {
        let key = key.as_bytes();
        let (mut low, mut high) = (0, self.blocks);
        while low < high {
            let middle = (low + high) / 2;
            if self.head(middle) <= key {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        let block = low.checked_sub(1)?;
        let mut found = None;
        self.walk(block, |name, _, range| {
            if name == key {
                found = Some(range);
            }
            found.is_none() && name < key
        });
        found
    }

    /// One record.
    pub(crate) fn entry(&self, record: u32) -> Option<Entry> {
        let at = 20 + self.countries * 2 + (record as usize) * RECORD;
        if record as usize >= self.records {
            return None;
        }
        let bytes = self.points.get(at..at + RECORD)?;
        let area = u16::from_le_bytes([bytes[4], bytes[5]]);
        let code = 20 + usize::from(bytes[6]) * 2;
        Some(Entry {
            lat: f64::from(i16::from_le_bytes([bytes[0], bytes[1]])) * 90.0 / f64::from(i16::MAX),
            lon: f64::from(i16::from_le_bytes([bytes[2], bytes[3]])) * 180.0 / f64::from(i16::MAX),
            area: (area != NO_AREA).then_some(area),
            country: [*self.points.get(code)?, *self.points.get(code + 1)?],
            class: Class::ALL[usize::from(bytes[7] >> 5)],
            size: bytes[7] & 31,
        })
    }

    /// The record of an area.
    pub(crate) fn area(&self, area: u16) -> Option<u32> {
        let at = 20 + self.countries * 2 + self.records * RECORD + usize::from(area) * 4;
        (usize::from(area) < self.areas).then(|| number(&self.points, at))
    }

    /// The area that contains an area: the first-level division of a second-level one.
    pub(crate) fn parent(&self, area: u16) -> Option<u16> {
        // A second-level division's record holds its parent; a first-level one's itself.
        let entry = self.entry(self.area(area)?)?;
        entry.area.filter(|a| *a != area)
    }

    /// The name of a record as it is usually written, in ASCII where the source has it so.
    pub(crate) fn name(&self, record: u32) -> Option<String> {
        let (mut low, mut high) = (0, self.blocks);
        while low < high {
            let middle = (low + high) / 2;
            if number(&self.names, 12 + self.blocks * 4 + middle * 4) <= record {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        let mut found = None;
        self.walk(low.checked_sub(1)?, |name, shown, range| {
            if record < range.first.saturating_add(range.count) {
                found = Some(match shown {
                    [] => title(&String::from_utf8_lossy(name)),
                    shown => String::from_utf8_lossy(shown).into_owned(),
                });
            }
            found.is_none()
        });
        found
    }

    fn block(&self, block: usize) -> usize {
        12 + self.blocks * 8 + number(&self.names, 12 + block * 4) as usize
    }

    fn head(&self, block: usize) -> &[u8] {
        let at = self.block(block);
        let length = usize::from(self.names.get(at + 1).copied().unwrap_or(0));
        self.names.get(at + 2..at + 2 + length).unwrap_or_default()
    }

    /// Calls `take` with each name of a block, its written form where that differs and its
    /// records, until it returns false.
    fn walk(&self, block: usize, mut take: impl FnMut(&[u8], &[u8], Range) -> bool) {
        let mut first = number(&self.names, 12 + self.blocks * 4 + block * 4);
        let mut at = self.block(block);
        let mut name: Vec<u8> = Vec::with_capacity(40);
        for _ in 0..BLOCK {
            let Some(&[shared, length]) = self.names.get(at..at + 2).and_then(|b| b.first_chunk()) else {
                return;
            };
            let Some(rest) = self.names.get(at + 2..at + 2 + usize::from(length)) else {
                return;
            };
            name.truncate(usize::from(shared));
            name.extend_from_slice(rest);
            at += 2 + usize::from(length);
            let Some(&[few, many, length]) = self.names.get(at..at + 3).and_then(|b| b.first_chunk()) else {
                return;
            };
            let count = u32::from(few) | u32::from(many) << 8;
            let shown = self.names.get(at + 3..at + 3 + usize::from(length)).unwrap_or_default();
            at += 3 + usize::from(length);
            if !take(&name, shown, Range { first, count }) {
                return;
            }
            first = first.saturating_add(count);
        }
    }
}

fn number(bytes: &[u8], at: usize) -> u32 {
    bytes
        .get(at..at + 4)
        .and_then(|b| b.first_chunk())
        .map_or(0, |b| u32::from_le_bytes(*b))
}

/// A name in the form in which the table's names are compared: folded, with the short forms of
/// "saint", "fort" and "mount".
pub(crate) fn key(name: &str) -> String {
    shorten(&fold(name))
}

/// The same of a name that is folded already.
pub(crate) fn shorten(folded: &str) -> String {
    let mut out = String::with_capacity(folded.len());
    for word in folded.split(' ') {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(match word {
            "saint" => "st",
            "sainte" => "ste",
            "fort" => "ft",
            "mount" => "mt",
            word => word,
        });
    }
    out
}

/// A name in small letters as it is usually written.
fn title(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for (i, word) in name.split(' ').enumerate() {
        if i > 0 {
            out.push(' ');
        }
        let word = match word {
            "st" => "saint",
            "ste" => "sainte",
            "ft" => "fort",
            "mt" => "mount",
            word => word,
        };
        let small = matches!(
            word,
            "de" | "del" | "la" | "le" | "of" | "and" | "the" | "da" | "do" | "di" | "am"
        );
        let mut letters = word.chars();
        match letters.next() {
            Some(first) if i == 0 || !small => out.extend(first.to_uppercase()),
            Some(first) => out.push(first),
            None => {}
        }
        out.push_str(letters.as_str());
    }
    out
}

/// A place to put into a table.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Raw {
    /// Names, the usual one first.
    pub names: Vec<String>,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// ISO 3166 alpha-2.
    pub country: [u8; 2],
    /// First-level division: name or code.
    pub first: CompactString,
    /// Second-level division: name or code.
    pub second: CompactString,
    /// What it is.
    pub class: Class,
    /// Number of inhabitants; `None` where the source has none.
    pub people: Option<u64>,
}

/// Makes a table.
#[derive(Debug, Default)]
pub(crate) struct Builder {
    places: Vec<Raw>,
}

/// Key of a division: country, first level, second level.
type AreaKey = ([u8; 2], CompactString, CompactString);

impl Builder {
    /// Adds a place.
    pub(crate) fn add(&mut self, place: Raw) {
        self.places.push(place);
    }

    /// Number of places so far.
    pub(crate) fn len(&self) -> usize {
        self.places.len()
    }

    /// The table in one file.
    pub(crate) fn file(self) -> Vec<u8> {
        let (names, points) = self.parts();
        let mut out = FILE_MAGIC.to_vec();
        out.extend((names.len() as u32).to_le_bytes());
        out.extend(names);
        out.extend(points);
        out
    }

    /// The table in two parts: names and records.
    pub(crate) fn parts(mut self) -> (Vec<u8>, Vec<u8>) {
        self.divisions();
        let sizes = self.sizes();
        let mut areas: HashMap<AreaKey, u16> = HashMap::new();
        let mut divisions: Vec<usize> = (0..self.places.len())
            .filter(|i| matches!(self.places[*i].class, Class::First | Class::Second))
            .collect();
        divisions.sort_by_key(|i| self.places[*i].class);
        let mut homes: Vec<usize> = Vec::new();
        for i in divisions {
            if homes.len() < usize::from(NO_AREA) && !areas.contains_key(&area_key(&self.places[i])) {
                areas.insert(area_key(&self.places[i]), homes.len() as u16);
                homes.push(i);
            }
        }
        let area = |place: &Raw| -> u16 {
            let first = (place.country, place.first.clone(), CompactString::default());
            // A second-level division's record holds its parent.
            let own = (place.class != Class::Second)
                .then(|| areas.get(&area_key(place)))
                .flatten();
            own.or_else(|| areas.get(&first)).copied().unwrap_or(NO_AREA)
        };
        let mut countries: Vec<[u8; 2]> = self.places.iter().map(|p| p.country).collect();
        countries.sort_unstable();
        countries.dedup();
        countries.truncate(255);

        // Names in order, with the places of each.
        let mut sorted: BTreeMap<String, (String, Vec<usize>)> = BTreeMap::new();
        for (i, place) in self.places.iter().enumerate() {
            for name in &place.names {
                let key = key(name);
                if key.len() < 2 || key.len() > 60 || name.len() > 80 {
                    continue;
                }
                let (_, list) = sorted.entry(key).or_insert_with(|| (name.clone(), Vec::new()));
                if list.last() != Some(&i) && list.len() < 0xffff {
                    list.push(i);
                }
            }
        }
        let blocks = sorted.len().div_ceil(BLOCK);
        let (mut offsets, mut firsts, mut data) = (Vec::new(), Vec::new(), Vec::new());
        let mut records: Vec<u8> = Vec::new();
        let mut home_record = vec![0u32; homes.len()];
        let mut count = 0u32;
        let mut before = String::new();
        for (n, (key, (name, list))) in sorted.iter().enumerate() {
            let shared = if n % BLOCK == 0 {
                offsets.extend((data.len() as u32).to_le_bytes());
                firsts.extend(count.to_le_bytes());
                0
            } else {
                key.bytes().zip(before.bytes()).take_while(|(a, b)| a == b).count()
            };
            data.extend([shared as u8, (key.len() - shared) as u8]);
            data.extend(&key.as_bytes()[shared..]);
            data.extend((list.len() as u16).to_le_bytes());
            let shown = if *name == title(key) { "" } else { name };
            data.push(shown.len() as u8);
            data.extend(shown.as_bytes());
            for &i in list {
                let place = &self.places[i];
                if let Some(&home) = areas.get(&area_key(place))
                    && homes[usize::from(home)] == i
                    && place
                        .names
                        .first()
                        .is_some_and(|first| crate::resolve::places::gazetteer::key(first) == *key)
                {
                    home_record[usize::from(home)] = count;
                }
                let lat = (place.lat / 90.0 * f64::from(i16::MAX)).round() as i16;
                let lon = (place.lon / 180.0 * f64::from(i16::MAX)).round() as i16;
                records.extend(lat.to_le_bytes());
                records.extend(lon.to_le_bytes());
                records.extend(area(place).to_le_bytes());
                records.push(countries.binary_search(&place.country).unwrap_or(0) as u8);
                records.push((place.class as u8) << 5 | sizes[i]);
                count += 1;
            }
            before.clone_from(key);
        }
        let mut names = NAMES_MAGIC.to_vec();
        names.extend((blocks as u32).to_le_bytes());
        names.extend(offsets);
        names.extend(firsts);
        names.extend(data);
        let mut points = POINTS_MAGIC.to_vec();
        points.extend(count.to_le_bytes());
        points.extend((homes.len() as u32).to_le_bytes());
        points.extend((countries.len() as u32).to_le_bytes());
        points.extend(countries.iter().flatten());
        points.extend(records);
        points.extend(home_record.iter().flat_map(|r| r.to_le_bytes()));
        (names, points)
    }

    /// Adds the divisions that the places name and that have no record: in the middle of their
    /// places.
    fn divisions(&mut self) {
        let mut known: HashMap<AreaKey, (f64, f64, f64, u32)> = HashMap::new();
        let mut order = Vec::new();
        for place in &self.places {
            if matches!(place.class, Class::First | Class::Second) {
                known.insert(area_key(place), (0.0, 0.0, 0.0, 0));
            }
        }
        for place in &self.places {
            let first = (place.country, place.first.clone(), CompactString::default());
            let second = (place.country, place.first.clone(), place.second.clone());
            for key in [first, second] {
                if key.1.is_empty() || matches!(known.get(&key), Some((.., 0))) {
                    continue;
                }
                let sum = known.entry(key.clone()).or_insert_with(|| {
                    order.push(key);
                    (0.0, 0.0, place.lon, 0)
                });
                // Longitudes are summed as distances from the first, across the 180th meridian.
                let mut east = place.lon - sum.2;
                if east > 180.0 {
                    east -= 360.0;
                } else if east < -180.0 {
                    east += 360.0;
                }
                sum.0 += place.lat;
                sum.1 += east;
                sum.3 += 1;
            }
        }
        for key in order {
            let Some(&(lat, east, start, count)) = known.get(&key) else {
                continue;
            };
            let (country, first, second) = key;
            let name = if second.is_empty() { &first } else { &second };
            // Codes are no names.
            if count == 0 || name.chars().all(|c| c.is_ascii_digit()) || name.len() <= 2 {
                continue;
            }
            let count = f64::from(count);
            let mut lon = start + east / count;
            if lon > 180.0 {
                lon -= 360.0;
            } else if lon < -180.0 {
                lon += 360.0;
            }
            self.places.push(Raw {
                names: vec![name.to_string()],
                lat: lat / count,
                lon,
                country,
                class: if second.is_empty() { Class::First } else { Class::Second },
                people: Some((count * 20_000.0) as u64),
                first,
                second,
            });
        }
    }

    /// The sizes of all places. Where the source has none, a settlement that gives a division its
    /// name, or that has many others around it, is taken for larger.
    fn sizes(&self) -> Vec<u8> {
        let mut grid: HashMap<(i32, i32), u32> = HashMap::new();
        let cell = |place: &Raw| ((place.lat * 4.0).floor() as i32, (place.lon * 4.0).floor() as i32);
        for place in &self.places {
            if place.class == Class::Settlement {
                *grid.entry(cell(place)).or_default() += 1;
            }
        }
        self.places
            .iter()
            .map(|place| {
                if let Some(people) = place.people {
                    return (people + 1).ilog2().min(31) as u8;
                }
                if place.class != Class::Settlement {
                    return 8;
                }
                let name = place.names.first().map(|name| key(name)).unwrap_or_default();
                let same = |division: &str| {
                    let division = key(division);
                    !name.is_empty() && (division == name || division.strip_prefix("city of ") == Some(&name))
                };
                let around = grid.get(&cell(place)).copied().unwrap_or(0);
                let base = if same(&place.first) {
                    17
                } else if same(&place.second) {
                    13
                } else {
                    11
                };
                base + u8::from(around > 8) + u8::from(around > 25)
            })
            .collect()
    }
}

fn area_key(place: &Raw) -> AreaKey {
    let second = if place.class == Class::First {
        CompactString::default()
    } else {
        place.second.clone()
    };
    (place.country, place.first.clone(), second)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(name: &str, country: &[u8; 2], first: &str, second: &str, lat: f64, lon: f64) -> Raw {
        Raw {
            names: vec![name.to_owned()],
            lat,
            lon,
            country: *country,
            first: first.into(),
            second: second.into(),
            class: Class::Settlement,
            people: None,
        }
    }

    fn table() -> Gazetteer {
        let mut builder = Builder::default();
        builder.add(raw("Saint Alma-sur-Loire", b"FR", "Centre", "Loiret", 47.5, 2.0));
        builder.add(raw("Alma", b"US", "Kansas", "Wabaunsee County", 39.0, -96.3));
        builder.add(raw("Alma", b"US", "Michigan", "Gratiot County", 43.4, -84.7));
        builder.add(raw("Ithaca", b"US", "Michigan", "Gratiot County", 43.3, -84.6));
        for i in 0..40 {
            builder.add(raw(&format!("Town {i}"), b"FJ", "West", "", 1.0, 179.5));
            builder.add(raw(&format!("Port {i}"), b"FJ", "West", "", 1.0, -179.5));
        }
        Gazetteer::read("test", &builder.file()).unwrap()
    }

    #[test]
    fn names_find_their_records() {
        let table = table();
        let range = table.find("alma").unwrap();
        assert_eq!(range.count, 2);
        let states: Vec<_> = (range.first..range.first + 2)
            .map(|r| {
                let county = table.entry(r).unwrap().area.unwrap();
                let state = table.parent(county).unwrap();
                assert_eq!(table.parent(state), None);
                table.name(table.area(state).unwrap()).unwrap()
            })
            .collect();
        assert_eq!(states, ["Kansas", "Michigan"]);
        let odd = table.find("st alma sur loire").unwrap();
        assert_eq!(table.name(odd.first).unwrap(), "Saint Alma-sur-Loire");
        for i in 0..40 {
            let range = table.find(&format!("town {i}")).unwrap();
            assert_eq!(table.name(range.first).unwrap(), format!("Town {i}"));
        }
        assert_eq!(table.find("almb"), None);
        assert_eq!(table.find(""), None);
        assert_eq!(table.find("zzz"), None);
    }

    #[test]
    fn divisions_lie_in_the_middle_of_their_places() {
        let table = table();
        let county = table.entry(table.find("gratiot county").unwrap().first).unwrap();
        assert!((county.lat - 43.35).abs() < 0.01 && (county.lon + 84.65).abs() < 0.01);
        assert_eq!(county.class, Class::Second);
        let west = table.entry(table.find("west").unwrap().first).unwrap();
        assert!(west.lon.abs() > 179.9, "{}", west.lon);
    }

    #[test]
    fn damaged_tables_are_refused_or_empty() {
        let mut builder = Builder::default();
        builder.add(raw("Alma", b"US", "Kansas", "", 39.0, -96.3));
        let bytes = builder.file();
        for cut in 0..bytes.len() {
            if let Ok(table) = Gazetteer::read("cut", &bytes[..cut]) {
                let _ = table.find("alma").and_then(|r| table.entry(r.first));
            }
        }
        assert!(Gazetteer::read("text", b"name\tlat\n").is_err());
    }
}
