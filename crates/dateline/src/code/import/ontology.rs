//! `ontology.json`: actors, roles, discards, synsets and verbs in one JSON object.

use serde::{Deserialize, Deserializer};

use super::{ActorFact, Dictionaries, Group, PatternFact, RoleFact, VerbFact};

#[derive(Deserialize)]
struct Raw {
    #[serde(default)]
    actors: Vec<RawActor>,
    #[serde(default)]
    roles: Vec<RawRole>,
    #[serde(default)]
    discards: Vec<RawDiscard>,
    #[serde(default)]
    synsets: std::collections::BTreeMap<String, Vec<String>>,
    #[serde(default)]
    verbs: Vec<RawGroup>,
}

#[derive(Deserialize)]
struct RawActor {
    phrase: String,
    code: String,
    #[serde(default)]
    from: Option<String>,
    #[serde(default)]
    to: Option<String>,
}

#[derive(Deserialize)]
struct RawRole {
    phrase: String,
    code: String,
    #[serde(default)]
    side: Option<String>,
    #[serde(default)]
    plural: Option<String>,
}

#[derive(Deserialize)]
struct RawDiscard {
    phrase: String,
    #[serde(default)]
    drops: Option<String>,
}

#[derive(Deserialize)]
struct RawGroup {
    name: String,
    #[serde(default)]
    code: Option<String>,
    #[serde(default)]
    reverse_code: Option<String>,
    #[serde(default)]
    verbs: Vec<RawVerb>,
    #[serde(default)]
    patterns: Vec<RawPattern>,
}

#[derive(Deserialize)]
struct RawVerb {
    verb: String,
    #[serde(default)]
    inflected: Option<String>,
    #[serde(default)]
    forms: Vec<String>,
    #[serde(default, deserialize_with = "given")]
    code: Option<Option<String>>,
    #[serde(default)]
    reverse_code: Option<String>,
}

#[derive(Deserialize)]
struct RawPattern {
    pattern: String,
    #[serde(default)]
    code: Option<String>,
    #[serde(default)]
    reverse_code: Option<String>,
}

/// Tells null from what is not there.
fn given<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Option<String>>, D::Error> {
    Option::<String>::deserialize(from).map(Some)
}

impl Dictionaries {
    /// Adds what an `ontology.json` holds.
    ///
    /// # Errors
    /// If it is no such JSON object: what was expected, with line and column.
    pub fn read_ontology(&mut self, file: &str, text: &str) -> Result<(), String> {
        let raw: Raw = serde_json::from_str(text).map_err(|error| format!("{file}: {error}"))?;
        for (i, actor) in raw.actors.into_iter().enumerate() {
            let day = |text: &Option<String>| text.as_deref().map(str::parse).transpose();
            match (day(&actor.from), day(&actor.to)) {
                (Ok(from), Ok(to)) => self.actors.push(ActorFact {
                    phrase: actor.phrase,
                    code: actor.code,
                    from,
                    to,
                }),
                _ => self.note(
                    file,
                    format!("actors[{i}]"),
                    format!("{}: a date that is none", actor.phrase),
                ),
            }
        }
        for (i, role) in raw.roles.into_iter().enumerate() {
            let before = match role.side.as_deref() {
                None | Some("after") => false,
                Some("before") => true,
                Some(other) => {
                    self.note(
                        file,
                        format!("roles[{i}]"),
                        format!("{}: side {other:?}, after or before expected", role.phrase),
                    );
                    continue;
                }
            };
            let plural = match role.plural.as_deref() {
                Some("regular") => Some(super::write::plural(&role.phrase)),
                other => other.map(str::to_owned),
            };
            self.roles.push(RoleFact {
                phrase: role.phrase,
                plural,
                code: role.code,
                before,
            });
        }
        for discard in raw.discards {
            self.discards
                .push((discard.phrase, discard.drops.as_deref() == Some("story")));
        }
        self.synsets.extend(raw.synsets);
        for (i, group) in raw.verbs.into_iter().enumerate() {
            let place = |what: String| (file.to_owned(), format!("verbs[{i}]{what}"));
            self.groups.push(Group {
                verbs: group
                    .verbs
                    .into_iter()
                    .map(|verb| VerbFact {
                        words: verb.verb,
                        inflected: verb.inflected,
                        forms: verb.forms,
                        code: verb.code,
                        reverse: verb.reverse_code,
                    })
                    .collect(),
                patterns: group
                    .patterns
                    .into_iter()
                    .enumerate()
                    .map(|(n, pattern)| PatternFact {
                        text: pattern.pattern,
                        code: pattern.code,
                        reverse: pattern.reverse_code,
                        place: place(format!(".patterns[{n}]")),
                    })
                    .collect(),
                name: group.name,
                code: group.code,
                reverse: group.reverse_code,
                place: place(String::new()),
            });
        }
        Ok(())
    }
}
