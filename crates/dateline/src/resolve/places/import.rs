//! GeoNames files to a table of places: a full dump (tab-separated, 19 columns), or the list of
//! populated places with the columns `lat,lon,name,admin1,admin2,cc`.

use std::io::BufRead;

use compact_str::CompactString;

use super::gazetteer::{Builder, Class, Raw};
use crate::resolve::DataError;

/// A table of places made from a file.
#[derive(Debug)]
pub struct Imported {
    builder: Builder,
    /// Lines that held no place that is of use: wrong columns or coordinates, historical, no name.
    pub left_out: usize,
}

impl Imported {
    /// Number of places, without the divisions that they name.
    #[must_use]
    pub fn len(&self) -> usize {
        self.builder.len()
    }

    /// True if the file held no place.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.builder.len() == 0
    }

    /// The table as one file, for [`super::PlaceResolver::add_table`].
    #[must_use]
    pub fn file(self) -> Vec<u8> {
        self.builder.file()
    }

    /// The table as two files, names and points, as it is built in.
    #[must_use]
    pub fn parts(self) -> (Vec<u8>, Vec<u8>) {
        self.builder.parts()
    }
}

/// Reads a GeoNames file. `name` is the file's, for messages.
///
/// # Errors
/// If the file cannot be read, or its first line is of neither form.
pub fn import(name: &str, mut reader: impl BufRead) -> Result<Imported, DataError> {
    let error = |line: usize, reason: String| DataError {
        file: name.to_owned(),
        line: Some(line),
        reason,
    };
    let mut builder = Builder::default();
    let (mut left_out, mut number, mut csv) = (0, 0, false);
    let mut line = Vec::new();
    loop {
        line.clear();
        let read = reader.read_until(b'\n', &mut line);
        number += 1;
        if read.map_err(|e| error(number, e.to_string()))? == 0 {
            break;
        }
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_end_matches(['\n', '\r']);
        if number == 1 {
            csv = text == "lat,lon,name,admin1,admin2,cc";
            if csv {
                continue;
            }
            if text.split('\t').count() != 19 {
                return Err(error(
                    1,
                    "neither a GeoNames dump (19 columns between tabs) nor a list with the columns lat, lon, name, \
                     admin1, admin2, cc"
                        .to_owned(),
                ));
            }
        }
        match if csv { csv_line(text) } else { dump_line(text) } {
            Some(place) => builder.add(place),
            None => left_out += 1,
        }
    }
    Ok(Imported { builder, left_out })
}

fn code(text: &str) -> Option<[u8; 2]> {
    let code: [u8; 2] = text.as_bytes().try_into().ok()?;
    code.iter().all(u8::is_ascii_uppercase).then_some(code)
}

fn degrees(text: &str, most: f64) -> Option<f64> {
    text.parse::<f64>().ok().filter(|d| d.abs() <= most)
}

fn csv_line(text: &str) -> Option<Raw> {
    let fields = split(text);
    let [lat, lon, name, first, second, country] = fields.as_slice() else {
        return None;
    };
    Some(Raw {
        names: vec![name.clone()],
        lat: degrees(lat, 90.0)?,
        lon: degrees(lon, 180.0)?,
        country: code(country)?,
        first: plain(first, country).into(),
        second: plain(second, country).into(),
        class: Class::Settlement,
        people: None,
    })
}

/// A division's name without the word for what it is, where that is not part of the name in
/// English: "Sindh Province", but "Orange County".
fn plain<'a>(name: &'a str, country: &str) -> &'a str {
    if matches!(country, "US" | "CA" | "IE") {
        return name;
    }
    [
        " Province",
        " Governorate",
        " Region",
        " District",
        " Prefecture",
        " Department",
        " State",
        " Oblast",
        " Oblast'",
        " Voivodeship",
    ]
    .iter()
    .find_map(|sort| name.strip_suffix(sort))
    .filter(|rest| rest.len() > 3)
    .unwrap_or(name)
}

/// The fields of a line between commas, quotation marks taken off.
fn split(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                if let Some(field) = fields.last_mut() {
                    field.push('"');
                }
            }
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            letter => {
                if let Some(field) = fields.last_mut() {
                    field.push(letter);
                }
            }
        }
    }
    fields
}

fn dump_line(text: &str) -> Option<Raw> {
    let fields: Vec<&str> = text.split('\t').collect();
    let &[
        _,
        name,
        ascii,
        others,
        lat,
        lon,
        class,
        feature,
        country,
        _,
        first,
        second,
        _,
        _,
        people,
        ..,
    ] = fields.as_slice()
    else {
        return None;
    };
    // Historical places keep their names; what is abandoned or destroyed is no place of the news.
    if feature.ends_with('H') && feature != "ADM1H" && class == "P" {
        return None;
    }
    let class = match (class, feature) {
        ("P", _) => Class::Settlement,
        ("A", "ADM1") => Class::First,
        ("A", "ADM2") => Class::Second,
        ("A", code) if code.starts_with("PCL") => Class::Country,
        ("A" | "L", _) => Class::Region,
        ("H", _) => Class::Water,
        ("T", _) => Class::Land,
        ("S" | "R" | "U" | "V", _) => Class::Spot,
        _ => return None,
    };
    let mut names: Vec<String> = Vec::new();
    for name in [name, ascii].into_iter().chain(others.split(',')) {
        // Only names in Latin letters can stand in an English text; codes are no names.
        let latin = name
            .chars()
            .all(|c| !c.is_alphabetic() || (c as u32) < 0x250 || (0x1e00..0x1f00).contains(&(c as u32)));
        let code = name.chars().count() < 4 && !name.chars().any(char::is_lowercase);
        if latin && !code && !name.is_empty() && !names.iter().any(|n| n == name) {
            names.push(name.to_owned());
        }
    }
    if names.is_empty() {
        return None;
    }
    Some(Raw {
        names,
        lat: degrees(lat, 90.0)?,
        lon: degrees(lon, 180.0)?,
        country: code(country)?,
        first: CompactString::from(first),
        second: CompactString::from(second),
        class,
        people: people
            .parse::<u64>()
            .ok()
            .filter(|n| *n > 0 || class == Class::Settlement),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resolve::places::gazetteer::Gazetteer;

    #[test]
    fn dumps_and_lists() {
        let dump = "1\tVelograd\tVelograd\tWelograd,Велоград,VLG\t51.5\t40.25\tP\tPPLA\tRU\t\t86\t0\t\t\t120000\t\t150\tEurope/Moscow\t2020-01-01\n\
                    2\tVelo Oblast\tVelo Oblast\t\t51\t40\tA\tADM1\tRU\t\t86\t\t\t\t900000\t\t150\tEurope/Moscow\t2020-01-01\n\
                    3\tbroken line\n";
        let imported = import("dump.txt", dump.as_bytes()).unwrap();
        assert_eq!((imported.len(), imported.left_out), (2, 1));
        let table = Gazetteer::read("dump", &imported.file()).unwrap();
        let town = table.entry(table.find("welograd").unwrap().first).unwrap();
        assert_eq!((town.size, town.class), (16, Class::Settlement));
        let home = table.area(town.area.unwrap()).unwrap();
        assert_eq!(table.name(home).unwrap(), "Velo Oblast");
        assert_eq!(table.find("vlg"), None);

        let list = "lat,lon,name,admin1,admin2,cc\n10.5,7.4,\"Town, Old\",Kaduna,,NG\n";
        assert_eq!(import("list.csv", list.as_bytes()).unwrap().len(), 1);
        let error = import("notes.txt", "hello\n".as_bytes()).unwrap_err();
        assert!(error.to_string().starts_with("notes.txt:1: neither"), "{error}");
    }
}
