//! The pattern grammar: a string such as `{actor} arrest|detain {recipient}` to a [`Pattern`].

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use crate::ontology::EventType;

/// Prepositions that open a prepositional phrase in a pattern.
const PREPOSITIONS: &[&str] = &[
    "about",
    "above",
    "according",
    "across",
    "after",
    "against",
    "ahead",
    "along",
    "alongside",
    "amid",
    "among",
    "amongst",
    "around",
    "as",
    "at",
    "atop",
    "away",
    "because",
    "before",
    "behind",
    "below",
    "beneath",
    "beside",
    "between",
    "beyond",
    "by",
    "concerning",
    "despite",
    "down",
    "due",
    "during",
    "following",
    "for",
    "from",
    "front",
    "in",
    "including",
    "involving",
    "inside",
    "into",
    "like",
    "near",
    "of",
    "off",
    "on",
    "onto",
    "out",
    "outside",
    "over",
    "past",
    "per",
    "regarding",
    "round",
    "since",
    "than",
    "through",
    "throughout",
    "till",
    "to",
    "toward",
    "towards",
    "under",
    "underneath",
    "until",
    "unto",
    "up",
    "upon",
    "via",
    "vis-a-vis",
    "with",
    "within",
    "without",
];

/// What kind of word a pattern is anchored on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Anchor {
    /// A verb.
    Verb,
    /// A noun that names an event.
    Noun,
    /// An adjective.
    Adj,
}

/// What a piece of a pattern stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Role {
    /// Who does it.
    Actor,
    /// To whom.
    Recipient,
    /// All sides are actors.
    Both,
    /// Must be there; no party.
    Theme,
    /// An embedded act.
    Act,
}

/// What a party must be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// Anything.
    Any,
    /// An actor.
    Actor,
    /// An actor, a place or a facility.
    Target,
    /// A state.
    State,
    /// A state or one of its civil bodies.
    Gov,
    /// Armed: military, police, rebels, or a state.
    Armed,
    /// Neither armed nor of the government.
    Civil,
    /// One person.
    Person,
    /// Several persons.
    Group,
    /// A body.
    Org,
    /// A place.
    Place,
    /// Its head is a word of this class.
    Class(String),
    /// Its head is this word; several words are joined by `+`.
    Word(CompactString),
}

/// A kind, or its negation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KindTest {
    /// What it must, or must not, be.
    pub kind: Kind,
    /// Must not be.
    pub not: bool,
}

/// Where a piece stands relative to the anchor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum At {
    /// Subject of a verb or adjective; possessor, demonym or noun before a noun.
    Front,
    /// Object.
    Object,
    /// Indirect object.
    Indirect,
    /// After one of these prepositions; several words are joined by `_`.
    Prep(Vec<CompactString>),
    /// A clause, or an event noun as object.
    Clause,
    /// A particle of the verb.
    Particle,
}

/// What fills a piece.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fill {
    /// A party or act.
    Role {
        /// Which.
        role: Role,
        /// What it must be; all must hold.
        kinds: Vec<KindTest>,
        /// For an act: its types; empty for any.
        acts: Vec<EventType>,
    },
    /// One of these words: lemmas, `a+b` for two of them, `@class`.
    Words(Vec<CompactString>),
}

/// One piece of a pattern.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// Where it stands.
    pub at: At,
    /// What it is.
    pub fill: Fill,
    /// True if the pattern fails without it.
    pub required: bool,
}

/// A pattern as it was written, taken apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pattern {
    /// What kind of word it is anchored on.
    pub anchor: Anchor,
    /// The anchor's words: lemmas, `a+b`, `@class`.
    pub words: Vec<CompactString>,
    /// The other pieces, in order.
    pub pieces: Vec<Piece>,
}

/// Reads one pattern.
///
/// # Errors
/// What was expected, in words.
pub fn parse(text: &str, anchor: Anchor) -> Result<Pattern, String> {
    let mut parser = Parser {
        anchor,
        words: Vec::new(),
        pieces: Vec::new(),
        optional: false,
        preposition: Vec::new(),
    };
    for token in tokens(text)? {
        parser.take(&token)?;
    }
    parser.finish(text)
}

/// Splits at spaces; braces hold together, parentheses stand alone.
fn tokens(text: &str) -> Result<Vec<String>, String> {
    let mut out = Vec::new();
    let mut word = String::new();
    let mut braces = false;
    let mut push = |word: &mut String| {
        if !word.is_empty() {
            out.push(std::mem::take(word));
        }
    };
    for c in text.chars() {
        match c {
            '{' if braces => return Err("a `{` inside braces".into()),
            '{' => {
                push(&mut word);
                braces = true;
                word.push(c);
            }
            '}' if !braces => return Err("a `}` without `{`".into()),
            '}' => {
                word.push(c);
                braces = false;
                push(&mut word);
            }
            '(' | ')' if !braces => {
                push(&mut word);
                word.push(c);
                push(&mut word);
            }
            c if c.is_whitespace() && !braces => push(&mut word),
            c if c.is_whitespace() => {}
            c => word.push(c),
        }
    }
    if braces {
        return Err("a `{` without `}`".into());
    }
    push(&mut word);
    Ok(out)
}

struct Parser {
    anchor: Anchor,
    words: Vec<CompactString>,
    pieces: Vec<Piece>,
    optional: bool,
    preposition: Vec<CompactString>,
}

impl Parser {
    fn take(&mut self, token: &str) -> Result<(), String> {
        match token {
            "(" if self.optional => Err("`(` inside parentheses".into()),
            "(" => {
                self.optional = true;
                Ok(())
            }
            ")" if !self.optional => Err("`)` without `(`".into()),
            ")" => {
                self.optional = false;
                if self.preposition.is_empty() {
                    Ok(())
                } else {
                    Err("a preposition without anything after it".into())
                }
            }
            _ if token.starts_with('{') => self.role(&token[1..token.len() - 1]),
            _ => self.literal(token),
        }
    }

    fn role(&mut self, inside: &str) -> Result<(), String> {
        let (name, tests) = inside
            .split_once(':')
            .map_or((inside, ""), |(name, tests)| (name, tests));
        let (name, insisted) = name.strip_suffix('!').map_or((name, false), |name| (name, true));
        let (tests, insisted) = tests.strip_suffix('!').map_or((tests, insisted), |tests| (tests, true));
        let role = match name {
            "actor" => Role::Actor,
            "recipient" => Role::Recipient,
            "both" => Role::Both,
            "theme" => Role::Theme,
            "act" => Role::Act,
            _ => {
                return Err(format!("`{{{name}}}`: expected actor, recipient, both, theme or act"));
            }
        };
        let (mut kinds, mut acts) = (Vec::new(), Vec::new());
        if role == Role::Act {
            for name in tests.split(['|', ',']).filter(|t| !t.is_empty()) {
                acts.push(EventType::parse(name).ok_or_else(|| format!("`{name}` is no event type"))?);
            }
        } else {
            for test in tests.split(',').filter(|t| !t.is_empty()) {
                let (test, not) = test.strip_prefix('!').map_or((test, false), |test| (test, true));
                for test in test.split('|') {
                    kinds.push(KindTest { kind: kind(test)?, not });
                }
            }
            if kinds.iter().all(|k| k.not) {
                let default = match role {
                    Role::Actor | Role::Both => Kind::Actor,
                    Role::Recipient => Kind::Target,
                    _ => Kind::Any,
                };
                kinds.push(KindTest {
                    kind: default,
                    not: false,
                });
            }
        }
        let at = self.position(role == Role::Act);
        let optional = self.optional
            || (self.anchor == Anchor::Noun && !insisted && matches!(role, Role::Actor | Role::Recipient | Role::Both))
            || (role == Role::Actor && !insisted && at == At::Front);
        self.pieces.push(Piece {
            at,
            fill: Fill::Role { role, kinds, acts },
            required: !optional,
        });
        Ok(())
    }

    fn literal(&mut self, token: &str) -> Result<(), String> {
        let words: Vec<CompactString> = token.split('|').map(CompactString::from).collect();
        if words
            .iter()
            .any(|w| w.is_empty() || w.chars().any(|c| "{}()!:,".contains(c)))
        {
            return Err(format!("`{token}`: expected words joined by `|`"));
        }
        if words
            .iter()
            .any(|w| !w.starts_with('@') && w.chars().any(char::is_uppercase))
        {
            return Err(format!("`{token}`: lemmas are written in lower case"));
        }
        if self.words.is_empty() {
            self.words = words;
            return Ok(());
        }
        let all_prepositions = words
            .iter()
            .all(|w| PREPOSITIONS.contains(&w.split('_').next().unwrap_or("")));
        if words.iter().any(|w| w == "that") {
            self.preposition = vec!["that".into()];
        } else if all_prepositions {
            self.preposition = if self.preposition.is_empty() {
                words
            } else {
                self.preposition
                    .iter()
                    .flat_map(|a| words.iter().map(move |b| compact_str::format_compact!("{a}_{b}")))
                    .collect()
            };
        } else {
            if self.preposition.is_empty() && self.anchor != Anchor::Verb {
                return Err(format!(
                    "`{token}`: nothing can follow a noun or adjective directly; join the words of a name with `+`"
                ));
            }
            let at = self.position(false);
            if at == At::Object
                && self
                    .pieces
                    .iter()
                    .any(|p| p.at == At::Object && matches!(p.fill, Fill::Words(_)))
            {
                return Err(format!(
                    "`{token}`: a second object; join the words of a phrase with `+`"
                ));
            }
            self.pieces.push(Piece {
                at,
                fill: Fill::Words(words),
                required: !self.optional,
            });
        }
        Ok(())
    }

    /// Where the next piece stands; uses up the preposition.
    fn position(&mut self, act: bool) -> At {
        if self.words.is_empty() {
            return At::Front;
        }
        if !self.preposition.is_empty() {
            let prepositions = std::mem::take(&mut self.preposition);
            return if prepositions[0] == "that" {
                At::Clause
            } else {
                At::Prep(prepositions)
            };
        }
        if act {
            return At::Clause;
        }
        if let Some(first) = self
            .pieces
            .iter_mut()
            .find(|p| p.at == At::Object && matches!(p.fill, Fill::Role { .. }))
        {
            first.at = At::Indirect;
        }
        At::Object
    }

    fn finish(mut self, text: &str) -> Result<Pattern, String> {
        if self.words.is_empty() {
            return Err(format!("`{text}` has no word to be anchored on"));
        }
        if self.optional {
            return Err("a `(` without `)`".into());
        }
        if !self.preposition.is_empty() {
            if self.anchor != Anchor::Verb {
                return Err("a preposition without anything after it".into());
            }
            let words = std::mem::take(&mut self.preposition);
            self.pieces.push(Piece {
                at: At::Particle,
                fill: Fill::Words(words),
                required: true,
            });
        }
        if self.anchor != Anchor::Verb && self.pieces.iter().any(|p| matches!(p.at, At::Object | At::Indirect)) {
            return Err("a noun or adjective takes no object: write a preposition".into());
        }
        Ok(Pattern {
            anchor: self.anchor,
            words: self.words,
            pieces: self.pieces,
        })
    }
}

fn kind(text: &str) -> Result<Kind, String> {
    Ok(match text {
        "any" => Kind::Any,
        "actor" => Kind::Actor,
        "target" => Kind::Target,
        "state" => Kind::State,
        "gov" => Kind::Gov,
        "armed" => Kind::Armed,
        "civil" => Kind::Civil,
        "person" => Kind::Person,
        "group" => Kind::Group,
        "org" => Kind::Org,
        "place" => Kind::Place,
        _ => match text.strip_prefix('@') {
            Some(class) if !class.is_empty() => Kind::Class(class.into()),
            None if !text.is_empty() && text.chars().all(|c| c.is_lowercase() || "+-".contains(c)) => {
                Kind::Word(text.into())
            }
            _ => {
                return Err(format!(
                    "`{text}` is no kind: expected any, actor, target, state, gov, armed, civil, person, group, org, place, @class or a lemma"
                ));
            }
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_like_pattern_is_taken_apart() {
        let p = parse(
            "{actor:armed} give {recipient} @aid-goods (through|via {theme})",
            Anchor::Verb,
        )
        .unwrap();
        assert_eq!(p.words, ["give"]);
        let at: Vec<_> = p.pieces.iter().map(|p| (p.at.clone(), p.required)).collect();
        assert_eq!(
            at,
            [
                (At::Front, false),
                (At::Indirect, true),
                (At::Object, true),
                (At::Prep(vec!["through".into(), "via".into()]), false)
            ]
        );
    }

    #[test]
    fn faults_are_named() {
        for (text, expected) in [
            ("{who} arrest", "expected actor"),
            ("{actor} ", "no word"),
            ("{actor} arrest {recipient", "without `}`"),
            ("{actor} carry out {recipient:Blue}", "no kind"),
            ("{actor} strike (on) {recipient}", "without anything after"),
            ("{actor} Arrest {recipient}", "lower case"),
        ] {
            let error = parse(text, Anchor::Verb).unwrap_err();
            assert!(error.contains(expected), "{text}: {error}");
        }
        assert!(
            parse("{actor} air strike on {recipient}", Anchor::Noun)
                .unwrap_err()
                .contains("join the words")
        );
    }

    proptest::proptest! {
        #[test]
        fn any_string_gives_a_pattern_or_an_error(text in "[a-z{}()|@+:! ]{0,40}") {
            let _ = parse(&text, Anchor::Verb);
            let _ = parse(&text, Anchor::Noun);
        }
    }
}
