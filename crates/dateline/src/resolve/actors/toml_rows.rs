//! Files of actors written as TOML, to the same fields as the lines of a table.

use serde::Deserialize;
use toml::Spanned;

use crate::resolve::DataError;

/// A file: `[[actor]]` after `[[actor]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    #[serde(default)]
    actor: Vec<Spanned<RawActor>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawActor {
    id: String,
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
    country: Option<String>,
    #[serde(default)]
    sectors: Vec<String>,
    from: Option<Day>,
    to: Option<Day>,
    kind: Option<String>,
    #[serde(default)]
    members: Vec<String>,
    office: Option<String>,
    wikidata: Option<String>,
}

/// A day as `2004-05-06`, `"2004-05-06"`, `"2004-05"`, `"2004"` or `2004`.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Day {
    Text(String),
    Year(i64),
    Date(toml::value::Datetime),
}

impl Day {
    fn text(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Year(year) => year.to_string(),
            Self::Date(date) => date.to_string(),
        }
    }
}

/// The actors of a file: line, and the fields in the order of the columns of a table of actors.
///
/// # Errors
/// If this is no TOML, or a key is unknown, missing or of the wrong form: file and line.
pub(crate) fn rows(file: &str, text: &str) -> Result<Vec<(usize, Vec<String>)>, DataError> {
    let line_of = |at: usize| 1 + text.as_bytes().iter().take(at).filter(|b| **b == b'\n').count();
    let error = |line: Option<usize>, reason: String| DataError {
        file: file.to_owned(),
        line,
        reason,
    };
    let raw: RawFile = toml::from_str(text).map_err(|e| {
        error(
            e.span().map(|s| line_of(s.start)),
            e.message().trim().replace('\n', " "),
        )
    })?;
    let mut rows = Vec::with_capacity(raw.actor.len());
    for actor in raw.actor {
        let line = line_of(actor.span().start);
        let actor = actor.into_inner();
        let day = |day: Option<Day>| day.map(Day::text).unwrap_or_default();
        let person = actor.kind.as_deref() == Some("person");
        if person && !actor.members.is_empty() {
            return Err(error(Some(line), "a person has no members".to_owned()));
        }
        if !person && actor.office.is_some() {
            return Err(error(Some(line), "only a person holds an office".to_owned()));
        }
        if let Some(odd) = actor.aliases.iter().find(|a| a.contains(['|', '\t', '\n'])) {
            return Err(error(Some(line), format!("{odd:?} is not a name")));
        }
        rows.push((
            line,
            vec![
                actor.id,
                actor.name,
                actor.aliases.join("|"),
                actor.country.unwrap_or_default(),
                actor.sectors.join(" "),
                day(actor.from),
                day(actor.to),
                actor.kind.unwrap_or_else(|| "organization".to_owned()),
                actor.office.unwrap_or_else(|| actor.members.join(" ")),
                actor.wikidata.unwrap_or_default(),
            ],
        ));
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actors_are_read_with_their_lines() {
        let text = "[[actor]]\nid = \"ken.front\"\nname = \"Tamber Front\"\naliases = [\"TF\"]\ncountry = \"KEN\"\n\
                    sectors = [\"REB\"]\nfrom = 2001-05-06\nto = \"2004\"\n\n[[actor]]\nid = \"b\"\nname = \"Bel Assembly\"\n\
                    kind = \"igo\"\nmembers = [\"KEN\", \"UGA:2006-\"]\nfrom = 1999\n";
        let rows = rows("own.toml", text).unwrap();
        assert_eq!(rows.len(), 2);
        assert_eq!(
            rows[0].1,
            [
                "ken.front",
                "Tamber Front",
                "TF",
                "KEN",
                "REB",
                "2001-05-06",
                "2004",
                "organization",
                "",
                ""
            ]
        );
        assert!(
            rows[1].0 >= 10 && rows[1].1[8] == "KEN UGA:2006-" && rows[1].1[5] == "1999",
            "{rows:?}"
        );
    }

    #[test]
    fn faults_are_named_with_their_line() {
        for (text, line) in [
            ("[[actor]]\nid = \"a\"\nname = \"B\"\nsector = [\"REB\"]\n", 4),
            (
                "[[actor]]\nid = \"a\"\nname = \"B\"\nkind = \"person\"\nmembers = [\"KEN\"]\n",
                1,
            ),
            ("[[actor]]\nid = \"a\"\nname = \"B\"\noffice = \"president\"\n", 1),
            ("[[actor]]\nid = 5\nname = \"B\"\n", 2),
        ] {
            let error = rows("own.toml", text).unwrap_err();
            assert_eq!(error.line, Some(line), "{text}: {error}");
        }
    }
}
