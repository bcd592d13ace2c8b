//! The dictionaries of TABARI and PETRARCH: lines of text. Marks that are understood are listed in `docs/lexicon.md`.

use super::{ActorFact, Dictionaries, Group, PatternFact, RoleFact, VerbFact};
use crate::resolve::actors::import::petrarch::{self, entry, lines};

/// What a dictionary holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Actors, synsets, roles and verbs in one JSON object.
    Ontology,
    /// Verbs with their patterns.
    Verbs,
    /// Actors with their codes.
    Actors,
    /// Roles with their codes.
    Agents,
    /// Phrases that drop a sentence or story.
    Discards,
    /// Phrases that tell what a story is about.
    Issues,
}

impl Kind {
    /// From the name of a file; `None` if it does not say.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        let name = name.to_lowercase();
        let has = |part: &str| name.contains(part);
        Some(match () {
            () if name.ends_with(".json") => Self::Ontology,
            () if has("verb") => Self::Verbs,
            () if has("agent") => Self::Agents,
            () if has("discard") => Self::Discards,
            () if has("issue") => Self::Issues,
            () if has("actor") || has("countries") => Self::Actors,
            () => return None,
        })
    }

    /// Its name, as `--as` takes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ontology => "ontology",
            Self::Verbs => "verbs",
            Self::Actors => "actors",
            Self::Agents => "agents",
            Self::Discards => "discards",
            Self::Issues => "issues",
        }
    }
}

/// A code, and the code of the event with source and target exchanged; `---` is no event.
fn codes(bracket: &str) -> (Option<String>, Option<String>) {
    let (first, second) = bracket.split_once(':').unwrap_or((bracket, ""));
    let code = |text: &str| {
        let text = text.trim();
        (!text.is_empty() && !text.bytes().all(|b| b == b'-')).then(|| text.to_owned())
    };
    (code(first), code(second))
}

/// Words with their irregular forms in braces.
fn braces(words: &str) -> (&str, Vec<String>) {
    match (words.find('{'), words.rfind('}')) {
        (Some(open), Some(close)) if open < close => {
            let forms = words[open + 1..close].split([' ', ',']).filter(|f| !f.is_empty());
            (words[..open].trim(), forms.map(str::to_owned).collect())
        }
        _ => (words, Vec::new()),
    }
}

impl Dictionaries {
    /// Adds what a dictionary holds; lines that cannot be converted are noted.
    ///
    /// # Errors
    /// If the file is not of this kind at all.
    pub fn read(&mut self, kind: Kind, file: &str, text: &str) -> Result<(), String> {
        match kind {
            Kind::Ontology => return self.read_ontology(file, text),
            Kind::Verbs => self.read_verbs(file, text),
            Kind::Actors => self.read_actors(file, text),
            Kind::Agents => self.read_agents(file, text),
            Kind::Discards => self.read_discards(file, text),
            Kind::Issues => {
                for (number, line) in lines(text) {
                    let words = entry(line).words;
                    self.note(
                        file,
                        number,
                        format!("`{words}`: issues have no place here; see contexts.toml"),
                    );
                }
            }
        }
        Ok(())
    }

    fn read_verbs(&mut self, file: &str, text: &str) {
        let mut synset: Option<String> = None;
        let first = self.groups.len();
        let mut fresh = true;
        for (number, line) in lines(text) {
            let trimmed = line.trim();
            let place = (file.to_owned(), number.to_string());
            if let Some(inside) = trimmed.strip_prefix("---") {
                // "--- AGREE [030] ---"
                let entry = entry(inside.trim_end_matches(['-', ' ']));
                let (code, reverse) = entry.bracket.map_or((None, None), codes);
                self.groups.push(Group {
                    name: entry.words.trim_matches(['-', ' ']).to_owned(),
                    code,
                    reverse,
                    place,
                    ..Group::default()
                });
                (synset, fresh) = (None, false);
            } else if let Some(pattern) = trimmed.strip_prefix('-') {
                let entry = entry(pattern);
                synset = None;
                let Some(bracket) = entry.bracket else {
                    self.note(file, number, format!("`{trimmed}`: no code in brackets"));
                    continue;
                };
                let (code, reverse) = codes(bracket);
                let text = entry.words.trim_start_matches('-').trim().to_owned();
                let begun = self.groups.len() > first;
                match self.groups.last_mut().filter(|_| begun) {
                    Some(group) => group.patterns.push(PatternFact {
                        text,
                        code,
                        reverse,
                        place,
                    }),
                    None => self.note(file, number, format!("`{trimmed}`: a pattern before any verb")),
                }
            } else if let Some(name) = trimmed.strip_prefix('&') {
                let name = entry(name).words.trim_end_matches('_').to_uppercase();
                self.synsets.entry(name.clone()).or_default();
                synset = Some(name);
            } else if let (Some(word), Some(name)) = (trimmed.strip_prefix('+'), &synset) {
                let word = entry(word).words.trim_end_matches('_').to_owned();
                self.synsets.entry(name.clone()).or_default().push(word);
            } else if trimmed.starts_with('~') {
                self.note(file, number, format!("`{trimmed}`: transformations are not converted"));
            } else {
                let entry = entry(trimmed);
                let (words, forms) = braces(entry.words);
                if words.is_empty() {
                    continue;
                }
                let codes = entry.bracket.map(codes);
                // TABARI has no headings: a verb after patterns begins a group of its own
                let open = self.groups.last().filter(|_| self.groups.len() > first && !fresh);
                let joins = open.is_some_and(|g| g.patterns.is_empty());
                if !joins {
                    let (code, reverse) = codes.clone().unwrap_or_default();
                    self.groups.push(Group {
                        name: words.replace(['+', '_'], " ").trim().to_owned(),
                        code,
                        reverse,
                        place,
                        ..Group::default()
                    });
                    fresh = true;
                }
                // "DRY_+DOCK": the word after the mark is inflected; "+FENCE_OFF": the first
                let parts: Vec<&str> = words.split(['_', ' ']).filter(|w| !w.is_empty()).collect();
                let inflected = parts.iter().find_map(|w| w.strip_prefix('+')).map(str::to_owned);
                let plain = |w: &str| w.replace('+', "");
                let verb = VerbFact {
                    words: parts.iter().map(|w| plain(w)).collect::<Vec<_>>().join(" "),
                    inflected,
                    forms: forms.iter().map(|f| plain(f).replace('_', " ")).collect(),
                    code: if joins {
                        codes.as_ref().map(|c| c.0.clone())
                    } else {
                        None
                    },
                    reverse: if joins { codes.and_then(|c| c.1) } else { None },
                };
                if let Some(group) = self.groups.last_mut() {
                    group.verbs.push(verb);
                }
                synset = None;
            }
        }
    }

    fn read_actors(&mut self, file: &str, text: &str) {
        let mut notes = Vec::new();
        for actor in petrarch::actors(text, &mut |line, reason| notes.push((line, reason))) {
            for code in &actor.codes {
                self.actors.extend(actor.phrases.iter().map(|phrase| ActorFact {
                    phrase: phrase.clone(),
                    code: code.code.clone(),
                    from: code.from,
                    to: code.to,
                }));
            }
        }
        for (line, reason) in notes {
            self.note(file, line, reason);
        }
    }

    fn read_agents(&mut self, file: &str, text: &str) {
        let mut sets: Vec<(String, Vec<String>)> = Vec::new();
        for (number, line) in lines(text) {
            let entry = entry(line);
            if let Some((name, words)) = entry.words.strip_prefix('!').and_then(|w| w.split_once('=')) {
                let words = words
                    .split(',')
                    .map(|w| w.trim().trim_end_matches('_').to_owned())
                    .collect();
                sets.push((name.trim().trim_end_matches('!').to_owned(), words));
                continue;
            }
            let (words, plurals) = braces(entry.words);
            let phrase = words.trim_matches(['_', ' ']);
            let (code, before) = match entry.bracket.map(|b| (b, b.strip_suffix('~'), b.strip_prefix('~'))) {
                Some((_, Some(code), _)) => (code, true),
                Some((_, _, Some(code))) => (code, false),
                Some((code, ..)) => (code, false),
                None => {
                    self.note(file, number, format!("`{phrase}`: no code in brackets"));
                    continue;
                }
            };
            let set = sets.iter().find(|(name, _)| phrase.contains(&format!("!{name}!")));
            let phrases: Vec<String> = match set {
                Some((name, words)) => words.iter().map(|w| phrase.replace(&format!("!{name}!"), w)).collect(),
                None if phrase.contains('!') => {
                    self.note(file, number, format!("`{phrase}`: the substitution set is not defined"));
                    continue;
                }
                None => vec![phrase.to_owned()],
            };
            for phrase in phrases {
                let phrase = phrase.replace('_', " ").trim().to_owned();
                let plural = match plurals.first().map(|p| p.trim_matches('_').replace('_', " ")) {
                    Some(given) if given == "~" => None,
                    Some(given) => Some(given),
                    None => Some(super::write::plural(&phrase)),
                };
                self.roles.push(RoleFact {
                    phrase,
                    plural,
                    code: code.to_owned(),
                    before,
                });
            }
        }
    }

    fn read_discards(&mut self, _file: &str, text: &str) {
        for (_, line) in lines(text) {
            let phrase = entry(line).words.trim_matches(['_', ' ']).to_owned();
            let story = phrase.starts_with('+');
            let phrase = phrase.trim_start_matches('+').replace('_', " ").trim().to_owned();
            if !phrase.is_empty() {
                self.discards.push((phrase, story));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::lexicon::Lexicon;
    use crate::resolve::own::OwnActors;

    const VERBS: &str = "\
<!-- invented for this test -->
&HARBOUR
+PORT_
+OIL_TERMINAL
--- SEAL [171] ---
SEAL {SEALS SEALED SEALING}   # irregular forms are given
+FENCE_OFF {FENCED_OFF}
- * {&HARBOUR GATES} [172]
- $ * (WITH +) [174:175]
- * &NOWHERE [111]
~ DO [111]
PRAISE [051]
- * [---]
";
    const ACTORS: &str = "\
NORTHMARK_
+THE_NORTHERN_MARCH
\t[NMK <901231]
\t[NMKGOV 19910101-19961130] [NMKREB >961201]
SOUTHMARK_ [SMK]
";

    #[test]
    fn dictionaries_become_files_that_load_and_the_rest_is_said() {
        let mut all = Dictionaries::default();
        all.read(Kind::Verbs, "test.verbs.txt", VERBS).unwrap();
        all.read(Kind::Actors, "test.actors.txt", ACTORS).unwrap();
        let agents =
            "!WORK! = WORKER, LABOURER\nENVOY_ [~GOV]\nAID_BODY {AID_BODIES} [NGO~]\nDOCK_!WORK!_ [~LAB]\nJUDGE\n";
        all.read(Kind::Agents, "test.agents.txt", agents).unwrap();
        all.read(Kind::Discards, "test.discards.txt", "WORLD CUP\n+CHESS CHAMPIONSHIP\n")
            .unwrap();
        all.read(Kind::Issues, "test.issues.txt", "OIL SPILL [ENV]\n").unwrap();
        let out = all.write();
        let said: Vec<String> = out.notes.iter().map(ToString::to_string).collect();
        for expected in [
            "test.verbs.txt:10: `* &NOWHERE`: the synonym set &NOWHERE is not defined",
            "test.verbs.txt:11: `~ DO [111]`: transformations",
            "test.agents.txt:5: `JUDGE`: no code",
            "test.issues.txt:1: `OIL SPILL`",
        ] {
            assert!(
                said.iter().any(|s| s.starts_with(expected)),
                "{expected}\n{}",
                said.join("\n")
            );
        }
        assert_eq!(said.len(), 4, "{}", said.join("\n"));
        let events = out.text("events.toml");
        let (lexicon, faults) = Lexicon::check(&[("events.toml".into(), events.into())]);
        assert!(faults.is_empty(), "{faults:?}\n{events}");
        let lines: Vec<&str> = lexicon.lines().all().iter().map(|l| l.compiled.text.as_str()).collect();
        assert!(lines.contains(&"* @harbour_gates"), "{lines:?}");
        assert!(lines.contains(&"{actor} * (with {recipient})"), "{lines:?}");
        assert!(
            out.text("roles.tsv")
                .contains("DOCK LABOURER|DOCK LABOURERS\tLAB\tLAB\tafter"),
            "{}",
            out.text("roles.tsv")
        );
        assert!(
            out.text("actors.tsv")
                .contains("NORTHERN MARCH\tNMKGOV\t\tGOV\torganization\t1991-01-01\t1996-11-30")
        );
        OwnActors::read(out.text("actors.tsv"), out.text("roles.tsv"), true).unwrap();
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_or_noted(text in "[A-Z{}()\\[\\]|@+:!*_&~<>;#%$^ \\-\n0-9]{0,120}") {
            for kind in [Kind::Verbs, Kind::Actors, Kind::Agents, Kind::Discards, Kind::Issues] {
                let mut all = Dictionaries::default();
                let _ = all.read(kind, "x", &text);
                let out = all.write();
                let (_, faults) = Lexicon::check(&[("events.toml".into(), out.text("events.toml").into())]);
                proptest::prop_assert!(faults.is_empty(), "{faults:?}\n{}", out.text("events.toml"));
            }
        }
    }
}
