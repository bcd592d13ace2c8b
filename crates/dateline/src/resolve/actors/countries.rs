//! States with their neighbours and regions.

use compact_str::CompactString;
use rustc_hash::FxHashMap;

use super::table::Table;
use crate::resolve::DataError;

/// Codes that stand in the country field without being a state's, by PLOVER.
pub(crate) const OTHER_CODES: [&str; 7] = ["IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"];

/// A state, as the knowledge base has it.
#[derive(Clone, Debug)]
pub struct Country {
    /// ISO 3166 alpha-3, or KOS.
    pub code: CompactString,
    /// Usual English name.
    pub name: String,
    /// Regions and groups by position or history ("cas", "fsu").
    tags: Vec<CompactString>,
    /// Codes of the neighbours by land.
    borders: Vec<CompactString>,
}

/// All states.
#[derive(Debug)]
pub(crate) struct Countries {
    list: Vec<Country>,
    by_code: FxHashMap<CompactString, u32>,
}

/// The columns of `countries.tsv`.
pub(crate) const COLUMNS: [&str; 10] = [
    "code",
    "name",
    "aliases",
    "adjectives",
    "nationals",
    "capital",
    "seats",
    "cow",
    "tags",
    "borders",
];

impl Countries {
    pub(crate) fn read(file: &str, text: &str) -> Result<Self, DataError> {
        let words = |field: &str| {
            field
                .split(' ')
                .filter(|w| !w.is_empty())
                .map(CompactString::from)
                .collect()
        };
        let mut list: Vec<Country> = Vec::with_capacity(256);
        let mut by_code = FxHashMap::default();
        let table = Table::new(file, text, &COLUMNS)?;
        for row in table.rows() {
            let row = row?;
            let code = CompactString::from(row.field(0));
            if code.len() != 3 {
                return Err(row.error(format!("{code:?} is not a code of three letters")));
            }
            if by_code.insert(code.clone(), list.len() as u32).is_some() {
                return Err(row.error(format!("{code} stands in the file twice")));
            }
            list.push(Country {
                code,
                name: row.field(1).to_owned(),
                tags: words(row.field(8)),
                borders: words(row.field(9)),
            });
        }
        let countries = Self { list, by_code };
        for row in table.rows() {
            let row = row?;
            for code in row.field(9).split(' ').filter(|code| !code.is_empty()) {
                // Territories may be neighbours without being states of their own.
                if countries.get(code).is_none() && !["ESH", "GUF", "GIB", "MAC"].contains(&code) {
                    return Err(row.error(format!("{code} is not a known country")));
                }
            }
        }
        Ok(countries)
    }

    pub(crate) fn get(&self, code: &str) -> Option<&Country> {
        self.by_code.get(code).map(|i| &self.list[*i as usize])
    }

    /// True for a state's code and for PLOVER's other codes.
    pub(crate) fn known(&self, code: &str) -> bool {
        self.by_code.contains_key(code) || OTHER_CODES.contains(&code)
    }

    /// States with one of the tags or codes, in the file's order.
    pub(crate) fn with_tags(&self, tags: &str) -> Vec<CompactString> {
        self.list
            .iter()
            .filter(|c| {
                tags.split(' ')
                    .any(|tag| c.code == tag || c.tags.iter().any(|t| t == tag))
            })
            .map(|c| c.code.clone())
            .collect()
    }

    /// True if the two share a land border.
    pub(crate) fn borders(&self, a: &str, b: &str) -> bool {
        self.get(a).is_some_and(|c| c.borders.iter().any(|x| x == b))
    }

    /// Neighbours by land that are states.
    pub(crate) fn neighbours(&self, code: &str) -> Vec<CompactString> {
        self.get(code).map_or_else(Vec::new, |c| {
            c.borders
                .iter()
                .filter(|b| self.by_code.contains_key(*b))
                .cloned()
                .collect()
        })
    }
}
