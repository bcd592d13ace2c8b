//! Reporting words with their frames, from `data/attribution/cues.toml`.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::CueClass;
use crate::resolve::DataError;

const FILE: &str = "attribution/cues.toml";

/// How a reporting verb takes what is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Frames(u16);

impl Frames {
    /// A finite clause: "said that …", "asked whether …".
    pub const THAT: Self = Self(1);
    /// Quoted words, before or after.
    pub const QUOTE: Self = Self(2);
    /// An infinitive whose subject is the speaker: "refused to …".
    pub const TO: Self = Self(4);
    /// Somebody and an infinitive: "urged them to …".
    pub const WHOM_TO: Self = Self(8);
    /// An object: "announced a truce".
    pub const OBJECT: Self = Self(16);
    /// "described them as …".
    pub const AS: Self = Self(32);
    /// "called them …".
    pub const COMPLEMENT: Self = Self(64);
    /// What is said is the subject of the passive: "is said to", "was reported".
    pub const PASSIVE: Self = Self(128);
    /// The phrase of the last extra word, a preposition: "called for …".
    pub const PHRASE: Self = Self(256);
    /// A participle: "is considering leaving".
    pub const GERUND: Self = Self(512);

    /// Set into or after what is said: "…, he said".
    pub const AROUND: Self = Self(1024);
    /// As `PHRASE`, with the preposition as part of what is said: "responded to questions".
    pub const WITH: Self = Self(2048);
    /// In the order in which they are tried.
    pub const ORDER: [Self; 10] = [
        Self::THAT,
        Self::QUOTE,
        Self::TO,
        Self::WHOM_TO,
        Self::GERUND,
        Self::AS,
        Self::COMPLEMENT,
        Self::PHRASE,
        Self::OBJECT,
        Self::PASSIVE,
    ];

    /// True if all of `other` are there.
    pub fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    fn parse(names: &[String]) -> Result<Self, String> {
        let mut out = 0;
        for name in names {
            out |= match name.as_str() {
                "that" => Self::THAT,
                "quote" => Self::QUOTE,
                "to" => Self::TO,
                "whom-to" => Self::WHOM_TO,
                "object" => Self::OBJECT,
                "as" => Self::AS,
                "complement" => Self::COMPLEMENT,
                "passive" => Self::PASSIVE,
                "phrase" => Self::PHRASE,
                "gerund" => Self::GERUND,
                "around" => Self::AROUND,
                "with" => Self(Self::WITH.0 | Self::PHRASE.0),
                other => return Err(format!("unknown frame `{other}`")),
            }
            .0;
        }
        Ok(Self(out))
    }
}

/// One reporting verb or noun with its frames.
#[derive(Clone, Debug)]
pub(super) struct Cue {
    /// Words that must stand with it: particles, prepositions, objects ("point" + "out").
    pub extra: Vec<String>,
    pub class: CueClass,
    pub frames: Frames,
    /// How sure the word alone makes an attribution, 0 to 1.
    pub weight: f64,
}

/// All reporting words.
#[derive(Debug, Default)]
pub(super) struct Cues {
    verbs: FxHashMap<String, Vec<Cue>>,
    adjectives: FxHashMap<String, Vec<Cue>>,
    nouns: FxHashMap<String, Cue>,
    owned: FxHashMap<String, Vec<Owned>>,
    adverbs: FxHashMap<String, CueClass>,
    phrases: FxHashMap<String, Vec<Phrase>>,
    speakers: rustc_hash::FxHashSet<String>,
    afterwards: rustc_hash::FxHashSet<String>,
}

/// A noun that says something where it is somebody's: "her comments about", "the ministry's decision to".
#[derive(Clone, Debug)]
pub(super) struct Owned {
    pub class: CueClass,
    /// Prepositions of what is said; `to` stands for an infinitive too.
    pub with: Vec<String>,
    pub weight: f64,
}

/// Fixed words before a speaker: "according to".
#[derive(Clone, Debug)]
pub(super) struct Phrase {
    /// All its words, in lower case.
    pub words: Vec<String>,
    pub class: CueClass,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    verb: Vec<Group>,
    #[serde(default)]
    adjective: Vec<Group>,
    #[serde(default)]
    noun: Vec<Group>,
    #[serde(default)]
    owned: Vec<OwnedGroup>,
    #[serde(default)]
    adverb: Vec<Group>,
    #[serde(default)]
    phrase: Vec<Group>,
    #[serde(default)]
    speaker: Vec<Words>,
    #[serde(default)]
    afterwards: Vec<Words>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    words: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OwnedGroup {
    class: CueClass,
    with: String,
    #[serde(default)]
    weight: Option<f64>,
    words: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    class: CueClass,
    #[serde(default)]
    frames: Vec<String>,
    #[serde(default)]
    weight: Option<f64>,
    words: String,
}

impl Cues {
    /// The embedded table.
    pub fn builtin() -> Result<Self, DataError> {
        let text = super::data_file(FILE)?;
        Self::parse(text)
    }

    fn parse(text: &str) -> Result<Self, DataError> {
        let fail = |reason: String| DataError {
            file: FILE.to_owned(),
            line: None,
            reason,
        };
        let file: File = toml::from_str(text).map_err(|e| DataError {
            file: FILE.to_owned(),
            line: e.span().map(|s| text[..s.start].matches('\n').count() + 1),
            reason: e.message().to_owned(),
        })?;
        let mut out = Self::default();
        let verbs = file.verb.iter().map(|group| (group, true));
        for (group, verb) in verbs.chain(file.adjective.iter().map(|group| (group, false))) {
            let frames = Frames::parse(&group.frames).map_err(fail)?;
            for word in group.words.split_whitespace() {
                let mut parts = word.split('+').map(str::to_owned);
                let lemma = parts.next().unwrap_or_default();
                let map = if verb { &mut out.verbs } else { &mut out.adjectives };
                let cues = map.entry(lemma).or_default();
                let extra: Vec<String> = parts.collect();
                if cues.iter().any(|c| c.extra == extra && c.frames.has(frames)) {
                    return Err(fail(format!("`{word}` has these frames already")));
                }
                cues.push(Cue {
                    extra,
                    class: group.class,
                    frames,
                    weight: group.weight.unwrap_or(1.0),
                });
            }
        }
        for cues in out.verbs.values_mut().chain(out.adjectives.values_mut()) {
            cues.sort_by_key(|c| std::cmp::Reverse(c.extra.len()));
        }
        for group in &file.noun {
            let frames = Frames::parse(&group.frames).map_err(fail)?;
            for word in group.words.split_whitespace() {
                let cue = Cue {
                    extra: Vec::new(),
                    class: group.class,
                    frames,
                    weight: group.weight.unwrap_or(1.0),
                };
                if out.nouns.insert(word.to_owned(), cue).is_some() {
                    return Err(fail(format!("the noun `{word}` stands there twice")));
                }
            }
        }
        for group in &file.owned {
            for word in group.words.split_whitespace() {
                out.owned.entry(word.to_owned()).or_default().push(Owned {
                    class: group.class,
                    with: group.with.split_whitespace().map(str::to_owned).collect(),
                    weight: group.weight.unwrap_or(0.8),
                });
            }
        }
        for group in &file.adverb {
            for word in group.words.split_whitespace() {
                out.adverbs.insert(word.to_owned(), group.class);
            }
        }
        for group in &file.phrase {
            for phrase in group.words.split_whitespace() {
                let words: Vec<String> = phrase.split('+').map(str::to_owned).collect();
                let first = words.first().cloned().unwrap_or_default();
                out.phrases.entry(first).or_default().push(Phrase {
                    words,
                    class: group.class,
                });
            }
        }
        for phrases in out.phrases.values_mut() {
            phrases.sort_by_key(|p| std::cmp::Reverse(p.words.len()));
        }
        for group in &file.speaker {
            out.speakers.extend(group.words.split_whitespace().map(str::to_owned));
        }
        for group in &file.afterwards {
            out.afterwards.extend(group.words.split_whitespace().map(str::to_owned));
        }
        Ok(out)
    }

    /// Entries for a verb, those with more extra words first.
    pub fn verb(&self, lemma: &str) -> &[Cue] {
        self.verbs.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// Entries for an adjective: "is convinced that".
    pub fn adjective(&self, lemma: &str) -> &[Cue] {
        self.adjectives.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// The entry for a noun.
    pub fn noun(&self, lemma: &str) -> Option<&Cue> {
        self.nouns.get(lemma)
    }

    /// The entries for a noun that is somebody's.
    pub fn owned(&self, lemma: &str) -> &[Owned] {
        self.owned.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// What an adverb such as "reportedly" says.
    pub fn adverb(&self, lemma: &str) -> Option<CueClass> {
        self.adverbs.get(lemma).copied()
    }

    /// Phrases that begin with a word, long ones first.
    pub fn phrases(&self, first: &str) -> &[Phrase] {
        self.phrases.get(first).map_or(&[], Vec::as_slice)
    }

    /// True for nouns that usually speak: "official", "report", "police". Lemmas.
    pub fn is_speaker_noun(&self, lemma: &str) -> bool {
        self.speakers.contains(lemma)
    }

    /// True for verbs whose subject said the quoted sentence before: "Ada Obi wept as she spoke". Lemmas.
    pub fn speaks_of_it(&self, lemma: &str) -> bool {
        self.afterwards.contains(lemma)
    }

    /// Number of reporting words.
    #[cfg(test)]
    pub fn len(&self) -> usize {
        self.verbs.values().map(Vec::len).sum::<usize>()
            + self.adjectives.values().map(Vec::len).sum::<usize>()
            + self.nouns.len()
            + self.owned.len()
            + self.adverbs.len()
            + self.phrases.values().map(Vec::len).sum::<usize>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_loads_and_is_large() {
        let cues = Cues::builtin().expect("the table loads");
        assert!(cues.len() >= 600, "{} reporting words", cues.len());
        assert!(cues.verb("say")[0].frames.has(Frames::THAT));
        assert_eq!(cues.verb("point")[0].extra.len(), 1);
    }
}
