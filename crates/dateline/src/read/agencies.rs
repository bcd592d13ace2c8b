//! News agencies by the forms their names take in credits.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::ReadError;

/// The agencies that Dateline knows, from `data/attribution/agencies.toml`.
#[derive(Debug)]
pub struct Agencies {
    /// Usual name by form: as written if short, lower case if long.
    forms: FxHashMap<String, Agency>,
}

#[derive(Clone, Debug)]
struct Agency {
    name: String,
    photos_only: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    agency: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    forms: Vec<String>,
    #[serde(default)]
    photos_only: bool,
}

/// A form of at most this many characters must be written as in the table: "AP", not "ap".
const SHORT: usize = 4;

impl Agencies {
    /// The table that is built in.
    ///
    /// # Errors
    /// If the table is broken, which the tests rule out.
    pub fn builtin() -> Result<Self, ReadError> {
        const FILE: &str = "agencies.toml";
        let text = dateline_data::ATTRIBUTION
            .get_file(FILE)
            .and_then(|file| file.contents_utf8())
            .ok_or_else(|| ReadError::new(FILE, None, "the built-in table is missing"))?;
        let file: File =
            toml::from_str(text).map_err(|error| ReadError::new(FILE, None, error.message().to_owned()))?;
        let mut forms = FxHashMap::default();
        for entry in file.agency {
            let agency = Agency {
                name: entry.name,
                photos_only: entry.photos_only,
            };
            for form in entry.forms {
                let other = forms.insert(key(&form), agency.clone());
                if let Some(other) = other.filter(|other| other.name != agency.name) {
                    let reason = format!("{form} stands for {} and {}", other.name, agency.name);
                    return Err(ReadError::new(FILE, None, reason));
                }
            }
        }
        Ok(Self { forms })
    }

    /// The agency that exactly these words stand for: "REUTERS" gives "Reuters".
    #[must_use]
    pub fn name(&self, words: &str) -> Option<&str> {
        let agency = self.forms.get(&key(words.trim()))?;
        (!agency.photos_only).then_some(agency.name.as_str())
    }

    /// The first agency named in a credit such as "BSS/AFP", "AP and Reuters", "AFP/de".
    #[must_use]
    pub fn first(&self, credit: &str) -> Option<&str> {
        self.name(credit)
            .or_else(|| pieces(credit).find_map(|piece| self.name(piece)))
    }

    /// The agency credited for a picture: those that send only pictures count too.
    #[must_use]
    pub fn picture(&self, credit: &str) -> Option<&str> {
        let get = |words: &str| self.forms.get(&key(words.trim()));
        let agency = get(credit).or_else(|| pieces(credit).find_map(get))?;
        Some(&agency.name)
    }
}

fn pieces(credit: &str) -> impl Iterator<Item = &str> {
    credit
        .split(['/', ',', ';', '|', '&', '+'])
        .flat_map(|piece| piece.split(" and "))
        .flat_map(|piece| piece.split(" AND "))
        .flat_map(|piece| piece.split(" via "))
        .map(|piece| {
            let piece = piece.trim();
            let piece = piece.strip_suffix(" Photo").unwrap_or(piece);
            let piece = piece.strip_suffix(" photo").unwrap_or(piece);
            piece.strip_suffix(" PHOTO").unwrap_or(piece)
        })
}

fn key(form: &str) -> String {
    if form.chars().count() <= SHORT {
        form.to_owned()
    } else {
        form.to_lowercase()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_by_form() {
        let agencies = Agencies::builtin().expect("the built-in table loads");
        assert_eq!(agencies.name("REUTERS"), Some("Reuters"));
        assert_eq!(agencies.name("ap"), None);
        assert_eq!(agencies.first("BSS/AFP"), Some("BSS"));
        assert_eq!(agencies.first("AFP/jc"), Some("AFP"));
        assert_eq!(agencies.first("Getty Images"), None);
        assert_eq!(agencies.picture("Jane Doe/Getty Images"), Some("Getty Images"));
    }
}
