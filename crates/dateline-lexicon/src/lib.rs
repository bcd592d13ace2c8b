//! The lexicon: frames, word classes and other tables from TOML, compiled for the matcher. The built-in one is compiled
//! when `dateline-data` is built, a user's own when the program starts. `docs/lexicon.md` says how they are written.

pub mod grammar;
pub mod line;
pub mod ontology;

use std::collections::BTreeMap;
use std::path::Path;

use compact_str::CompactString;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use toml::Spanned;

use self::grammar::{Anchor, Fill, Kind, Pattern, Piece};
use self::ontology::{Context, EventType, Mode, OwnType};

/// Why a data file could not be loaded.
#[derive(Debug, thiserror::Error)]
#[error("{file}{}: {reason}", .line.map(|line| format!(":{line}")).unwrap_or_default())]
pub struct DataError {
    /// The file's name.
    pub file: String,
    /// Line, from 1, where known.
    pub line: Option<usize>,
    /// What was wrong and what was expected.
    pub reason: String,
}

/// Number of a frame in its lexicon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FrameId(pub u32);

/// Words that belong together, for quick tests.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct WordSet {
    /// One-word lemmas.
    single: FxHashSet<CompactString>,
    /// Phrases by their last word: the words before it.
    phrases: FxHashMap<CompactString, Vec<Vec<CompactString>>>,
}

impl WordSet {
    fn add(&mut self, word: &str) {
        let parts: Vec<CompactString> = word
            .split(['+', '-', ' '])
            .filter(|p| !p.is_empty())
            .map(CompactString::from)
            .collect();
        if word.contains('-') || parts.len() == 1 {
            self.single.insert(word.into());
        }
        if let [before @ .., last] = parts.as_slice()
            && !before.is_empty()
        {
            self.phrases.entry(last.clone()).or_default().push(before.to_vec());
        }
    }

    /// True if the lemma at `at`, with the words before it, is in the set. Hyphens count for nothing.
    #[must_use]
    pub fn matches(&self, lemmas: &[CompactString], at: usize) -> bool {
        let lemma = &lemmas[at];
        self.single.contains(lemma)
            || self
                .phrases
                .get(lemma)
                .is_some_and(|phrases| phrases.iter().any(|before| ends_with(lemmas, at, before)))
            || heads_of(lemmas, at).any(|last| {
                self.phrases.get(&lemmas[last]).is_some_and(|phrases| {
                    phrases
                        .iter()
                        .any(|before| is_headed(before, at, last) && ends_with(lemmas, last, before))
                })
            })
    }

    /// True if nothing is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.single.is_empty() && self.phrases.is_empty()
    }
}

/// True if the words joined by `+` end at `at`.
#[must_use]
pub fn is_word(lemmas: &[CompactString], at: usize, word: &str) -> bool {
    match word.rsplit_once('+') {
        None => lemmas[at] == word,
        Some((before, last)) => {
            let before: Vec<CompactString> = before.split('+').map(CompactString::from).collect();
            lemmas[at] == last && ends_with(lemmas, at, &before)
                || heads_of(lemmas, at)
                    .any(|end| lemmas[end] == last && is_headed(&before, at, end) && ends_with(lemmas, end, &before))
        }
    }
}

/// Where a phrase may end whose head is at `at`: "state of emergency", "vote of no confidence".
fn heads_of(lemmas: &[CompactString], at: usize) -> impl Iterator<Item = usize> + use<> {
    let of = lemmas.get(at + 1).is_some_and(|l| l == "of");
    let end = if of { lemmas.len().min(at + 5) } else { at };
    (at + 2).min(end)..end
}

/// True if the phrase that ends at `last` has the word at `at` right before its "of".
fn is_headed(before: &[CompactString], at: usize, last: usize) -> bool {
    before
        .iter()
        .position(|w| w == "of")
        .is_some_and(|of| of > 0 && at + 1 + (before.len() - of) == last)
}

/// True if `before` stands right before `at`, hyphens left out.
fn ends_with(lemmas: &[CompactString], at: usize, before: &[CompactString]) -> bool {
    let mut i = at;
    before.iter().rev().all(|word| {
        while i > 0 && lemmas[i - 1] == "-" {
            i -= 1;
        }
        i > 0 && {
            i -= 1;
            lemmas[i] == *word
        }
    })
}

/// A frame: what its patterns mean.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Frame {
    /// `family.name`.
    pub id: String,
    /// What it means, in words.
    pub why: String,
    /// PLOVER type of the act; for a type of the user's own the one that it is like.
    pub kind: EventType,
    /// The user's own type.
    pub own_type: Option<OwnType>,
    /// Code of the user's own scheme, printed with each event.
    pub code: Option<CompactString>,
    /// Code of a second event with actor and recipient exchanged (`line` patterns).
    pub reverse: Option<CompactString>,
    /// False where what fits is no event, whatever other frames say (`line` patterns).
    pub event: bool,
    /// Mode, or default mode.
    pub mode: Option<Mode>,
    /// Further modes that hold.
    pub also_modes: Vec<Mode>,
    /// Table that gives the mode from words in the clause.
    pub modes_from: Option<String>,
    /// Contexts that always hold.
    pub contexts: Vec<Context>,
    /// CAMEO code where it is finer than the type's.
    pub cameo: Option<CompactString>,
    /// All parties are actors.
    pub reciprocal: bool,
    /// Preferred over frames that fit equally well.
    pub rank: i32,
    /// Counts although nobody is named who did it.
    pub no_actor: bool,
    /// Tells what was left undone ("police stood by"): its events are negated.
    pub undone: bool,
    /// Tells what a party means to do ("intends to meet"): negated, it is a refusal (REJECT).
    pub intent: bool,
    /// Only police do it: where the text names no agent, the police that it names nearby.
    pub by_police: bool,
    /// Sentences with the events they hold. The built-in lexicon as the program loads it has none; read from its files
    /// it has.
    #[serde(skip)]
    pub tests: Vec<FrameTest>,
    /// The file that it stands in.
    pub file: String,
    /// The line of its id, from 1.
    pub line: usize,
    /// Its verbs, for patterns in text order.
    pub verbs: Vec<CompactString>,
}

/// A sentence and the events that the whole program must find in it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrameTest {
    /// The sentence.
    pub text: String,
    /// `actors | TYPE mode status | recipients`, one for each event.
    pub expect: Vec<String>,
}

/// A pattern ready to be matched.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Compiled {
    /// `family.frame#number`, for evidence.
    pub name: String,
    /// Whose pattern it is.
    pub frame: FrameId,
    /// The pattern as written.
    pub text: String,
    /// Its pieces.
    pub pattern: Pattern,
    /// Numbers of the word sets of the pieces, by piece (see [`Lexicon::set`]); `None` for roles.
    pub sets: Vec<Option<u32>>,
    /// Of its anchor's words, those of several parts: parts before the head (nouns) or particles after it (verbs), by head.
    pub anchors: Vec<AnchorWord>,
    /// True for an `except` pattern.
    pub except: bool,
    /// The line of the file that it stands in, from 1.
    pub line: usize,
}

/// One word that a pattern is anchored on.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct AnchorWord {
    /// The word that the tree has as anchor.
    pub head: CompactString,
    /// Words right before it.
    pub before: Vec<CompactString>,
    /// Particles soon after it.
    pub after: Vec<CompactString>,
}

impl AnchorWord {
    fn new(word: &str, anchor: Anchor) -> Self {
        // "round+up" is a verb with its particle; "air+strike" and "baton-charge" end in their head
        if anchor == Anchor::Verb
            && let Some((head, rest)) = word.split_once('+')
        {
            return Self {
                head: head.into(),
                before: Vec::new(),
                after: rest.split('+').map(CompactString::from).collect(),
            };
        }
        let mut parts: Vec<CompactString> = word
            .split(['+', '-'])
            .filter(|p| !p.is_empty())
            .map(CompactString::from)
            .collect();
        let head = parts.pop().unwrap_or_default();
        Self {
            head,
            before: parts,
            after: Vec::new(),
        }
    }
}

/// Words that a pattern is found by at most, beside its anchor.
const KEYS: usize = 64;

impl Compiled {
    /// Words of which one must stand in the sentence if the pattern is to fit: those of the required piece with the
    /// fewest; `None` if no piece asks for words, or for one of many.
    fn keys(&self, sets: &[WordSet]) -> Option<Vec<CompactString>> {
        let pieces = self
            .pattern
            .pieces
            .iter()
            .zip(&self.sets)
            .filter(|(piece, _)| piece.required);
        let words = |set: &WordSet| -> Vec<CompactString> {
            let mut all: Vec<_> = set.single.iter().chain(set.phrases.keys()).cloned().collect();
            all.sort();
            all.dedup();
            all
        };
        let sets = pieces.filter_map(|(_, set)| set.map(|number| words(&sets[number as usize])));
        sets.min_by_key(Vec::len).filter(|keys| keys.len() <= KEYS)
    }

    /// The one particle that the anchor at `at` asks for, if that is all it asks for beside the verb.
    pub fn particles<'a>(&'a self, lemma: &'a str) -> impl Iterator<Item = &'a str> + use<'a> {
        let alone = move |a: &&AnchorWord| a.head == lemma && a.before.is_empty() && a.after.len() == 1;
        self.anchors.iter().filter(alone).map(|a| a.after[0].as_str())
    }

    /// If the word at `at` is the anchor: the number of words before and after it that belong to it.
    #[must_use]
    pub fn anchored(&self, lemmas: &[CompactString], at: usize) -> Option<(usize, usize)> {
        self.anchors.iter().filter(|a| a.head == lemmas[at]).find_map(|a| {
            if !ends_with(lemmas, at, &a.before) {
                return None;
            }
            let mut end = at;
            for word in &a.after {
                let window = &lemmas[(end + 1).min(lemmas.len())..(end + 5).min(lemmas.len())];
                end += 1 + window.iter().position(|l| l == word)?;
            }
            Some((a.before.len(), end - at))
        })
    }
}

/// A rule of a table of modes.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ModeRule {
    /// The mode.
    pub mode: Mode,
    /// The words that tell it.
    pub words: WordSet,
}

/// Words with a number each.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Words(FxHashMap<CompactString, u32>);

impl Words {
    fn number(&mut self, word: CompactString) -> u32 {
        let next = self.0.len() as u32;
        *self.0.entry(word).or_insert(next)
    }
}

/// The automaton by which patterns are found: from the head of the anchor to its patterns, and from there, by a word
/// that must stand in the sentence, to those that ask for it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Index {
    heads: FxHashMap<CompactString, Entry>,
    /// Patterns by number.
    patterns: Vec<u32>,
    /// Number of a word and of a pattern that asks for it; sorted within an entry.
    keyed: Vec<(u32, u32)>,
}

/// The patterns of one anchor: from where to where they stand in the lists of the index.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Entry {
    /// All of them.
    all: (u32, u32),
    /// Those that ask for no word beside the anchor, or for one of many.
    plain: (u32, u32),
    /// The others.
    keyed: (u32, u32),
}

/// Of a list the part that an entry names.
fn part<T>(list: &[T], (from, to): (u32, u32)) -> &[T] {
    &list[from as usize..to as usize]
}

/// Adds to a list; from where to where it stands there.
fn append<T>(list: &mut Vec<T>, mut more: Vec<T>) -> (u32, u32) {
    let from = list.len() as u32;
    list.append(&mut more);
    (from, list.len() as u32)
}

impl Index {
    /// Adds what [`Lexicon::index`] gathered for a head.
    fn add(&mut self, head: CompactString, mut found: Found) {
        found.keyed.sort_unstable();
        found.keyed.dedup();
        let entry = Entry {
            all: append(&mut self.patterns, found.all),
            plain: append(&mut self.patterns, found.plain),
            keyed: append(&mut self.keyed, found.keyed),
        };
        self.heads.insert(head, entry);
    }

    /// Patterns with this head.
    fn all(&self, head: &str) -> &[u32] {
        self.heads.get(head).map_or(&[], |e| part(&self.patterns, e.all))
    }

    /// Of those, the ones that ask for no word, or for one of these, whose numbers are sorted; in their order.
    fn candidates(&self, head: &str, known: &[u32]) -> Vec<u32> {
        let Some(entry) = self.heads.get(head) else {
            return Vec::new();
        };
        let mut found = part(&self.patterns, entry.plain).to_vec();
        let plain = found.len();
        let keyed = part(&self.keyed, entry.keyed);
        // the shorter list is gone through, the longer one searched
        if keyed.len() < known.len() {
            found.extend(
                keyed
                    .iter()
                    .filter(|(w, _)| known.binary_search(w).is_ok())
                    .map(|&(_, p)| p),
            );
        } else {
            for &word in known {
                let from = keyed.partition_point(|&(w, _)| w < word);
                found.extend(keyed[from..].iter().take_while(|&&(w, _)| w == word).map(|&(_, p)| p));
            }
        }
        if found.len() > plain {
            found.sort_unstable();
            found.dedup();
        }
        found
    }
}

/// Patterns with one head, while the index is made.
#[derive(Default)]
struct Found {
    all: Vec<u32>,
    plain: Vec<u32>,
    keyed: Vec<(u32, u32)>,
}

/// Everything that the matcher looks up.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Lexicon {
    /// Frames by number.
    pub frames: Vec<Frame>,
    /// All patterns.
    pub patterns: Vec<Compiled>,
    /// Sets of words that patterns ask for; patterns share them.
    sets: Vec<WordSet>,
    /// Their numbers, by what is written in the pattern.
    #[serde(skip)]
    numbers: FxHashMap<Vec<CompactString>, u32>,
    /// Which pattern may fit where, by the kind of anchor.
    index: [Index; 3],
    /// Numbers of the words that patterns are found by.
    words: Words,
    /// Patterns in text order, of frames that were written or imported so.
    lines: line::Lines,
    /// Lists of verbs that such frames name.
    verbs: FxHashMap<String, Vec<CompactString>>,
    /// Types of the user's own.
    types: BTreeMap<String, (EventType, OwnType)>,
    /// Files whose frames need no tests: imported ones.
    pub untested: FxHashSet<String>,
    /// What a negated event of a pattern in text order is coded as: conflict, cooperation.
    negated: [Option<(EventType, CompactString)>; 2],
    /// Phrases that rule a sentence, or a document, out.
    discards: Vec<line::Discard>,
    classes: FxHashMap<String, WordSet>,
    modes: FxHashMap<String, Vec<ModeRule>>,
    contexts: Vec<(Context, WordSet)>,
    context_words: FxHashSet<CompactString>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawType {
    like: Spanned<String>,
    #[serde(default)]
    score: Option<Spanned<f64>>,
    #[allow(dead_code)]
    why: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawNegated {
    #[serde(default)]
    conflict: Option<RawCode>,
    #[serde(default)]
    cooperation: Option<RawCode>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCode {
    r#type: Spanned<String>,
    code: CompactString,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDiscard {
    phrase: String,
    drops: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    #[serde(default)]
    untested: bool,
    #[serde(default)]
    r#type: BTreeMap<Spanned<String>, RawType>,
    #[serde(default)]
    discard: Vec<RawDiscard>,
    #[serde(default)]
    negated: Option<RawNegated>,
    #[serde(default)]
    verbs: BTreeMap<Spanned<String>, Vec<CompactString>>,
    #[serde(default)]
    frame: Vec<RawFrame>,
    #[serde(default)]
    class: BTreeMap<String, Spanned<RawClass>>,
    #[serde(default)]
    modes: BTreeMap<String, Vec<RawMode>>,
    #[serde(default)]
    context: BTreeMap<Spanned<String>, RawContext>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawClass {
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    includes: Vec<Spanned<String>>,
    #[serde(default)]
    #[allow(dead_code)]
    why: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMode {
    mode: Spanned<String>,
    words: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawContext {
    words: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFrame {
    id: Spanned<String>,
    r#type: Spanned<String>,
    #[serde(default)]
    mode: Option<Spanned<String>>,
    #[serde(default)]
    also_modes: Vec<Spanned<String>>,
    #[serde(default)]
    modes_from: Option<Spanned<String>>,
    #[serde(default)]
    contexts: Vec<Spanned<String>>,
    #[serde(default)]
    cameo: Option<String>,
    why: String,
    #[serde(default)]
    words: Vec<Spanned<String>>,
    #[serde(default)]
    line: Vec<Spanned<String>>,
    #[serde(default)]
    code: Option<CompactString>,
    #[serde(default)]
    reverse: Option<CompactString>,
    #[serde(default = "yes")]
    event: bool,
    #[serde(default)]
    verb: Vec<Spanned<String>>,
    #[serde(default)]
    noun: Vec<Spanned<String>>,
    #[serde(default)]
    adj: Vec<Spanned<String>>,
    #[serde(default)]
    except: Vec<Spanned<String>>,
    #[serde(default)]
    reciprocal: bool,
    #[serde(default)]
    rank: i32,
    #[serde(default)]
    no_actor: bool,
    #[serde(default)]
    undone: bool,
    #[serde(default)]
    intent: bool,
    #[serde(default)]
    by_police: bool,
    #[serde(default)]
    test: Vec<FrameTest>,
}

fn yes() -> bool {
    true
}

/// A file's name and text.
pub type File = (String, String);

impl Lexicon {
    /// Reads what [`to_bytes`](Self::to_bytes) wrote.
    ///
    /// # Errors
    /// If the bytes are of another version of this crate.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DataError> {
        postcard::from_bytes(bytes).map_err(|e| DataError {
            file: "compiled lexicon".into(),
            line: None,
            reason: e.to_string(),
        })
    }

    /// The compiled lexicon, without the tests of its frames.
    ///
    /// # Errors
    /// Never, but for a fault of the encoder.
    pub fn to_bytes(&self) -> Result<Vec<u8>, DataError> {
        postcard::to_allocvec(self).map_err(|e| DataError {
            file: "compiled lexicon".into(),
            line: None,
            reason: e.to_string(),
        })
    }

    /// Compiles files given as name and text.
    ///
    /// # Errors
    /// The first fault found: file, line, pattern and what was expected.
    pub fn compile(files: &[File]) -> Result<Self, DataError> {
        let (lexicon, faults) = Self::check(files);
        faults.into_iter().next().map_or(Ok(lexicon), Err)
    }

    /// Compiles what can be compiled, and lists every fault.
    #[must_use]
    pub fn check(files: &[File]) -> (Self, Vec<DataError>) {
        let mut faults = Vec::new();
        let mut parsed = Vec::with_capacity(files.len());
        let raw: Vec<_> = files.iter().map(|(_, text)| toml::from_str::<RawFile>(text)).collect();
        for ((name, text), raw) in files.iter().zip(raw) {
            match raw {
                Ok(raw) => parsed.push((name.as_str(), text.as_str(), raw)),
                Err(e) => faults.push(at(name, text, e.span().map_or(0, |s| s.start), e.message().to_owned())),
            }
        }
        let mut lexicon = Self::default();
        lexicon.read_classes(&parsed, &mut faults);
        for (name, text, raw) in &parsed {
            faults.extend(lexicon.read_types(name, text, raw).err());
        }
        for (name, text, raw) in &parsed {
            faults.extend(lexicon.read_tables(name, text, raw).err());
        }
        let mut seen = FxHashSet::default();
        for (name, text, raw) in &parsed {
            let ends: Vec<usize> = text.match_indices('\n').map(|(i, _)| i).collect();
            for frame in &raw.frame {
                if seen.insert(frame.id.get_ref().clone()) {
                    faults.extend(lexicon.read_frame(name, text, &ends, frame).err().into_iter().flatten());
                } else {
                    faults.push(at(
                        name,
                        text,
                        frame.id.span().start,
                        format!("frame `{}` is defined twice", frame.id.get_ref()),
                    ));
                }
            }
        }
        lexicon.index();
        (lexicon, faults)
    }

    fn read_classes(&mut self, parsed: &[(&str, &str, RawFile)], faults: &mut Vec<DataError>) {
        let mut raw_classes: BTreeMap<&str, (&str, &str, &Spanned<RawClass>)> = BTreeMap::new();
        for (name, text, raw) in parsed {
            for (class, body) in &raw.class {
                if raw_classes.insert(class, (name, text, body)).is_some() {
                    faults.push(at(
                        name,
                        text,
                        body.span().start,
                        format!("class `{class}` is defined twice"),
                    ));
                }
            }
        }
        for class in raw_classes.keys() {
            let (mut set, mut todo, mut done) = (WordSet::default(), vec![*class], FxHashSet::default());
            while let Some(next) = todo.pop() {
                if !done.insert(next) {
                    continue;
                }
                let (name, text, body) = raw_classes[next];
                for word in &body.get_ref().words {
                    set.add(word);
                }
                for include in &body.get_ref().includes {
                    let include_name = include.get_ref().trim_start_matches('@');
                    let Some((known, _)) = raw_classes.get_key_value(include_name) else {
                        faults.push(at(
                            name,
                            text,
                            include.span().start,
                            format!("class `{include_name}` is not defined"),
                        ));
                        continue;
                    };
                    todo.push(known);
                }
            }
            self.classes.insert((*class).to_owned(), set);
        }
    }

    fn read_types(&mut self, name: &str, text: &str, raw: &RawFile) -> Result<(), DataError> {
        for (own, body) in &raw.r#type {
            let fail = |span: std::ops::Range<usize>, reason: String| {
                at(name, text, span.start, format!("type `{}`: {reason}", own.get_ref()))
            };
            let own_name = own.get_ref().trim();
            if own_name.is_empty() || own_name.contains(['|', ';', '\n', '\t']) {
                return Err(fail(own.span(), "expected a name without `|`, `;` and tabs".into()));
            }
            if EventType::parse(own_name).is_some() {
                return Err(fail(
                    own.span(),
                    "this is a PLOVER type; give yours another name".into(),
                ));
            }
            let like = EventType::parse(body.like.get_ref()).ok_or_else(|| {
                let reason = format!(
                    "like = `{}`: expected the PLOVER type that it is most like",
                    body.like.get_ref()
                );
                fail(body.like.span(), reason)
            })?;
            if let Some(score) = &body.score
                && !(-10.0..=10.0).contains(score.get_ref())
            {
                return Err(fail(score.span(), "expected a score from -10 to 10".into()));
            }
            let own_type = OwnType {
                name: own_name.into(),
                score: body.score.as_ref().map(|s| *s.get_ref()),
            };
            if self.types.insert(own_name.to_owned(), (like, own_type)).is_some() {
                return Err(fail(own.span(), "it is defined twice".into()));
            }
        }
        if let Some(negated) = &raw.negated {
            for (at_side, side) in [&negated.conflict, &negated.cooperation].into_iter().enumerate() {
                let Some(side) = side else { continue };
                let kind = EventType::parse(side.r#type.get_ref()).ok_or_else(|| {
                    let reason = format!("`{}` is no PLOVER type", side.r#type.get_ref());
                    at(name, text, side.r#type.span().start, reason)
                })?;
                self.negated[at_side] = Some((kind, side.code.clone()));
            }
        }
        if raw.untested {
            self.untested.insert(name.to_owned());
        }
        for (list, words) in &raw.verbs {
            if self.verbs.insert(list.get_ref().clone(), words.clone()).is_some() {
                let reason = format!("the list of verbs `{}` is defined twice", list.get_ref());
                return Err(at(name, text, list.span().start, reason));
            }
        }
        for discard in &raw.discard {
            let whole = match discard.drops.get_ref().as_str() {
                "sentence" => false,
                "story" => true,
                other => {
                    let reason = format!("drops = `{other}`: expected sentence or story");
                    return Err(at(name, text, discard.drops.span().start, reason));
                }
            };
            self.discards.push(line::Discard::new(&discard.phrase, whole));
        }
        Ok(())
    }

    fn read_tables(&mut self, name: &str, text: &str, raw: &RawFile) -> Result<(), DataError> {
        for (table, rules) in &raw.modes {
            let list = self.modes.entry(table.clone()).or_default();
            let mut new = Vec::new();
            for rule in rules {
                let mode = Mode::parse(rule.mode.get_ref()).ok_or_else(|| {
                    at(
                        name,
                        text,
                        rule.mode.span().start,
                        format!("`{}` is no mode", rule.mode.get_ref()),
                    )
                })?;
                new.push((mode, &rule.words));
            }
            let mut built = Vec::new();
            for (mode, words) in new {
                built.push(ModeRule {
                    mode,
                    words: word_set(&self.classes, name, text, words)?,
                });
            }
            list.extend(built);
        }
        for (context, body) in &raw.context {
            let found = Context::parse(context.get_ref()).ok_or_else(|| {
                at(
                    name,
                    text,
                    context.span().start,
                    format!("`{}` is no context", context.get_ref()),
                )
            })?;
            let words = word_set(&self.classes, name, text, &body.words)?;
            self.context_words.extend(words.single.iter().cloned());
            self.context_words.extend(words.phrases.keys().cloned());
            self.contexts.push((found, words));
        }
        Ok(())
    }

    /// Adds a frame; the errors are all faults of its patterns, or the first of its other keys.
    fn read_frame(&mut self, name: &str, text: &str, ends: &[usize], raw: &RawFrame) -> Result<(), Vec<DataError>> {
        let fail = |span: std::ops::Range<usize>, reason: String| {
            at(
                name,
                text,
                span.start,
                format!("frame `{}`: {reason}", raw.id.get_ref()),
            )
        };
        let plover = EventType::parse(raw.r#type.get_ref()).map(|kind| (kind, None));
        let own = || {
            let (kind, own) = self.types.get(raw.r#type.get_ref().trim())?;
            Some((*kind, Some(own.clone())))
        };
        let (kind, own_type) = plover.or_else(own).ok_or_else(|| {
            let name = raw.r#type.get_ref();
            let reason = format!("`{name}` is neither a PLOVER type nor one of your own: expected `[type.\"{name}\"]`");
            vec![fail(raw.r#type.span(), reason)]
        })?;
        let mode = |m: &Spanned<String>| {
            Mode::parse(m.get_ref())
                .filter(|mode| kind.has_mode(*mode))
                .ok_or_else(|| vec![fail(m.span(), format!("`{}` is no mode of {kind}", m.get_ref()))])
        };
        let frame = Frame {
            id: raw.id.get_ref().clone(),
            why: raw.why.clone(),
            kind,
            own_type,
            code: raw.code.clone(),
            reverse: raw.reverse.clone(),
            event: raw.event,
            mode: raw.mode.as_ref().map(mode).transpose()?,
            also_modes: raw.also_modes.iter().map(mode).collect::<Result<_, _>>()?,
            modes_from: raw.modes_from.as_ref().map(|m| m.get_ref().clone()),
            contexts: raw
                .contexts
                .iter()
                .map(|c| {
                    Context::parse(c.get_ref())
                        .ok_or_else(|| vec![fail(c.span(), format!("`{}` is no context", c.get_ref()))])
                })
                .collect::<Result<_, _>>()?,
            cameo: raw.cameo.as_deref().map(CompactString::from),
            reciprocal: raw.reciprocal,
            rank: raw.rank,
            no_actor: raw.no_actor,
            undone: raw.undone,
            intent: raw.intent,
            by_police: raw.by_police,
            tests: raw.test.clone(),
            file: name.to_owned(),
            line: line_of(ends, raw.id.span().start),
            verbs: raw.words.iter().map(|w| w.get_ref().as_str().into()).collect(),
        };
        if let Some(table) = &raw.modes_from
            && !self.modes.contains_key(table.get_ref())
        {
            let reason = format!("no table of modes named `{}`", table.get_ref());
            return Err(vec![fail(table.span(), reason)]);
        }
        if raw.verb.is_empty() && raw.noun.is_empty() && raw.adj.is_empty() && raw.line.is_empty() {
            let reason = "no pattern: expected `verb`, `noun`, `adj` or `line`";
            return Err(vec![fail(raw.id.span(), reason.into())]);
        }
        if raw.line.is_empty() != raw.words.is_empty() {
            let reason = "`line` and `words` go together: patterns in text order, and the verbs that `*` stands for";
            return Err(vec![fail(raw.id.span(), reason.into())]);
        }
        let id = FrameId(u32::try_from(self.frames.len()).expect("fewer than four billion frames"));
        let lists = [
            (&raw.verb, Anchor::Verb, false),
            (&raw.noun, Anchor::Noun, false),
            (&raw.adj, Anchor::Adj, false),
        ];
        let mut patterns = Vec::new();
        let mut wrong = Vec::new();
        for (list, anchor, except) in lists
            .into_iter()
            .chain([(&raw.except, Anchor::Verb, true), (&raw.except, Anchor::Noun, true)])
        {
            for source in list {
                let at = line_of(ends, source.span().start);
                let name = format!("{}#{}", frame.id, patterns.len());
                match self.read_pattern((name, id, at), source.get_ref(), anchor, except) {
                    Ok(compiled) => patterns.extend(compiled),
                    Err(reason) => wrong.push(fail(source.span(), format!("pattern `{}`: {reason}", source.get_ref()))),
                }
            }
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let (lines, verbs) = self
            .read_lines(&frame.id, id, raw, patterns.len(), &fail, ends)
            .map_err(|e| vec![e])?;
        let list = match raw.words.as_slice() {
            [one] => one.get_ref().strip_prefix('@'),
            _ => None,
        };
        self.lines.add(lines, &verbs, list, &mut self.words);
        self.frames.push(frame);
        self.patterns.append(&mut patterns);
        Ok(())
    }

    /// Reads a pattern, given its name, frame and line; `None` for an `except` pattern that is read as another anchor
    /// only. The error says what was expected.
    fn read_pattern(
        &mut self,
        (name, frame, line): (String, FrameId, usize),
        text: &str,
        anchor: Anchor,
        except: bool,
    ) -> Result<Option<Compiled>, String> {
        let pattern = match grammar::parse(text, anchor) {
            Ok(pattern) => pattern,
            // an `except` pattern is read as verb and as noun; it need not be both
            Err(_) if except && anchor == Anchor::Noun => return Ok(None),
            Err(reason) => return Err(reason),
        };
        let unknown = |class: &str| format!("class `{class}` is not defined");
        let mut sets = Vec::with_capacity(pattern.pieces.len());
        for piece in &pattern.pieces {
            sets.push(match &piece.fill {
                Fill::Words(words) => Some(self.number(words).map_err(|c| unknown(&c))?),
                Fill::Role { kinds, .. } => {
                    for test in kinds {
                        if let Kind::Class(class) = &test.kind
                            && !self.classes.contains_key(class)
                        {
                            return Err(unknown(class));
                        }
                    }
                    None
                }
            });
        }
        let mut anchors = Vec::new();
        for word in &pattern.words {
            if let Some(class) = word.strip_prefix('@') {
                let set = self.classes.get(class).ok_or_else(|| unknown(class))?;
                anchors.extend(set.single.iter().map(|w| AnchorWord::new(w, anchor)));
                anchors.extend(set.phrases.iter().flat_map(|(last, all)| {
                    all.iter().map(move |before| AnchorWord {
                        head: last.clone(),
                        before: before.clone(),
                        after: Vec::new(),
                    })
                }));
            } else {
                anchors.push(AnchorWord::new(word, anchor));
            }
        }
        anchors.sort_by(|a, b| (&a.head, &a.before, &a.after).cmp(&(&b.head, &b.before, &b.after)));
        anchors.dedup();
        Ok(Some(Compiled {
            name,
            frame,
            text: text.to_owned(),
            pattern,
            sets,
            anchors,
            except,
            line,
        }))
    }

    /// The patterns in text order of a frame; its verbs are known beforehand.
    fn read_lines(
        &mut self,
        frame: &str,
        id: FrameId,
        raw: &RawFrame,
        first: usize,
        fail: &dyn Fn(std::ops::Range<usize>, String) -> DataError,
        ends: &[usize],
    ) -> Result<(Vec<line::Line>, Vec<CompactString>), DataError> {
        let mut verbs = Vec::new();
        for word in &raw.words {
            match word.get_ref().strip_prefix('@') {
                None => verbs.push(word.get_ref().as_str().into()),
                Some(list) => {
                    let unknown = || {
                        fail(
                            word.span(),
                            format!("no list of verbs named `{list}`: expected `[verbs]` with it"),
                        )
                    };
                    verbs.extend(self.verbs.get(list).ok_or_else(unknown)?.iter().cloned());
                }
            }
        }
        let mut lines = Vec::new();
        for (i, source) in raw.line.iter().enumerate() {
            let wrong = |reason: String| fail(source.span(), format!("pattern `{}`: {reason}", source.get_ref()));
            let name = format!("{frame}#{}", first + i);
            let at = line_of(ends, source.span().start);
            let line = line::parse(source.get_ref(), name, id, at).map_err(wrong)?;
            for class in line.classes() {
                let set = self.classes.get(class.as_str());
                let set = set.ok_or_else(|| wrong(format!("class `{class}` is not defined")))?;
                self.lines.know(&class, set);
            }
            lines.push(line);
        }
        Ok((lines, verbs))
    }

    /// The number of the set of these words and classes; the error is a class that is not defined.
    fn number(&mut self, words: &[CompactString]) -> Result<u32, String> {
        if let Some(number) = self.numbers.get(words) {
            return Ok(*number);
        }
        let set = self.expand(words)?;
        let number = self.sets.len() as u32;
        self.sets.push(set);
        self.numbers.insert(words.to_vec(), number);
        Ok(number)
    }

    fn expand(&self, words: &[CompactString]) -> Result<WordSet, String> {
        let mut set = WordSet::default();
        for word in words {
            if let Some(class) = word.strip_prefix('@') {
                let class = self.classes.get(class).ok_or_else(|| class.to_owned())?;
                set.single.extend(class.single.iter().cloned());
                for (last, before) in &class.phrases {
                    set.phrases
                        .entry(last.clone())
                        .or_default()
                        .extend(before.iter().cloned());
                }
            } else {
                set.add(word);
            }
        }
        Ok(set)
    }

    fn index(&mut self) {
        let mut heads: [BTreeMap<&CompactString, Found>; 3] = Default::default();
        for (number, compiled) in self.patterns.iter().enumerate() {
            let number = number as u32;
            let push = |list: &mut Vec<u32>| {
                if list.last() != Some(&number) {
                    list.push(number);
                }
            };
            let keys = compiled.keys(&self.sets);
            for anchor in &compiled.anchors {
                let found = heads[compiled.pattern.anchor as usize].entry(&anchor.head).or_default();
                push(&mut found.all);
                match &keys {
                    None => push(&mut found.plain),
                    Some(keys) => {
                        let keys = keys.iter().map(|key| (self.words.number(key.clone()), number));
                        found.keyed.extend(keys);
                    }
                }
            }
        }
        for (index, heads) in self.index.iter_mut().zip(heads) {
            for (head, found) in heads {
                index.add(head.clone(), found);
            }
        }
    }

    /// Patterns whose anchor may be this lemma.
    pub fn anchored_on<'a>(&'a self, anchor: Anchor, lemma: &str) -> impl Iterator<Item = &'a Compiled> + use<'a> {
        let list = self.index[anchor as usize].all(lemma);
        list.iter().map(|&n| &self.patterns[n as usize])
    }

    /// Numbers of those of these words that patterns are found by, each once.
    #[must_use]
    pub fn words(&self, words: &[CompactString]) -> Vec<u32> {
        let mut known: Vec<u32> = words.iter().filter_map(|w| self.words.0.get(w).copied()).collect();
        known.sort_unstable();
        known.dedup();
        known
    }

    /// Patterns whose anchor may be this lemma and whose words may stand among those of the sentence, whose
    /// numbers are `known`; in their order.
    /// What is tried does not grow with the lexicon, but with what is said.
    #[must_use]
    pub fn candidates<'a>(&'a self, anchor: Anchor, lemma: &str, known: &[u32]) -> Vec<&'a Compiled> {
        let found = self.index[anchor as usize].candidates(lemma, known);
        found.into_iter().map(|n| &self.patterns[n as usize]).collect()
    }

    /// Patterns in text order.
    #[must_use]
    pub fn lines(&self) -> &line::Lines {
        &self.lines
    }

    /// What an event of a pattern in text order is coded as where it is negated: type and code; `None` for as it is.
    #[must_use]
    pub fn negated(&self, frame: &Frame) -> Option<&(EventType, CompactString)> {
        let known = frame.own_type.is_none() && frame.code.is_some();
        self.negated[usize::from(frame.kind.is_cooperative())]
            .as_ref()
            .filter(|_| known)
    }

    /// Phrases that rule a sentence or document out.
    #[must_use]
    pub fn discards(&self) -> &[line::Discard] {
        &self.discards
    }

    /// True if this is the name of a type of the user's own.
    #[must_use]
    pub fn has_type(&self, name: &str) -> bool {
        self.types.contains_key(name)
    }

    /// A set of words that patterns ask for.
    #[must_use]
    pub fn set(&self, number: u32) -> &WordSet {
        &self.sets[number as usize]
    }

    /// A pattern's frame.
    #[must_use]
    pub fn frame(&self, id: FrameId) -> &Frame {
        &self.frames[id.0 as usize]
    }

    /// The frame of a pattern, by the pattern's name: `coerce.arrest#3`.
    #[must_use]
    pub fn frame_of(&self, pattern: &str) -> Option<&Frame> {
        let id = pattern.rsplit_once('#').map_or(pattern, |(id, _)| id);
        self.frames.iter().find(|f| f.id == id)
    }

    /// The words of a class; `None` if it is not defined.
    #[must_use]
    pub fn class(&self, name: &str) -> Option<&WordSet> {
        self.classes.get(name)
    }

    /// The rules of a table of modes.
    #[must_use]
    pub fn modes(&self, table: &str) -> &[ModeRule] {
        self.modes.get(table).map_or(&[], |m| m.as_slice())
    }

    /// Contexts that the words of a sentence tell, in the manual's order.
    #[must_use]
    pub fn contexts_of(&self, lemmas: &[CompactString]) -> Vec<Context> {
        let mut found = Vec::new();
        for i in (0..lemmas.len()).filter(|&i| self.context_words.contains(&lemmas[i])) {
            for (context, words) in &self.contexts {
                if !found.contains(context) && words.matches(lemmas, i) {
                    found.push(*context);
                }
            }
        }
        found.sort();
        found
    }

    /// Number of different words and phrases that patterns are anchored on.
    #[must_use]
    pub fn trigger_count(&self) -> usize {
        let mut all: Vec<_> = self
            .patterns
            .iter()
            .filter(|p| !p.except)
            .flat_map(|p| {
                p.anchors
                    .iter()
                    .map(move |a| (p.pattern.anchor as u8, &a.head, &a.before, &a.after))
            })
            .collect();
        all.sort();
        all.dedup();
        all.len()
    }
}

fn word_set(
    classes: &FxHashMap<String, WordSet>,
    name: &str,
    text: &str,
    words: &[Spanned<String>],
) -> Result<WordSet, DataError> {
    let mut set = WordSet::default();
    for word in words {
        match word.get_ref().strip_prefix('@') {
            None => set.add(word.get_ref()),
            Some(class) => {
                let class = classes
                    .get(class)
                    .ok_or_else(|| at(name, text, word.span().start, format!("class `{class}` is not defined")))?;
                set.single.extend(class.single.iter().cloned());
                for (last, before) in &class.phrases {
                    set.phrases
                        .entry(last.clone())
                        .or_default()
                        .extend(before.iter().cloned());
                }
            }
        }
    }
    Ok(set)
}

/// The `.toml` files of a folder, by name.
///
/// # Errors
/// If the folder or a file cannot be read, or it holds neither such a file nor actors.
pub fn files_of(folder: &Path) -> Result<Vec<File>, DataError> {
    let fail = |path: &Path, error: std::io::Error| DataError {
        file: path.display().to_string(),
        line: None,
        reason: error.to_string(),
    };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(|e| fail(folder, e))? {
        let path = entry.map_err(|e| fail(folder, e))?.path();
        if path.extension().is_some_and(|e| e == "toml") {
            paths.push(path);
        }
    }
    paths.sort();
    // a folder may hold actors only
    let actors = ["actors.tsv", "roles.tsv"]
        .iter()
        .any(|name| folder.join(name).is_file());
    if paths.is_empty() && !actors {
        return Err(DataError {
            file: folder.display().to_string(),
            line: None,
            reason: "no .toml file and no actors.tsv in this folder".into(),
        });
    }
    let read = |path: std::path::PathBuf| {
        let text = std::fs::read_to_string(&path).map_err(|e| fail(&path, e))?;
        Ok((path.display().to_string(), text))
    };
    paths.into_iter().map(read).collect()
}

/// The line of a byte offset, from 1, by the ends of the lines.
fn line_of(ends: &[usize], offset: usize) -> usize {
    ends.partition_point(|&end| end < offset) + 1
}

/// An error at a byte offset of a file.
fn at(file: &str, text: &str, offset: usize, reason: String) -> DataError {
    DataError {
        file: file.into(),
        line: Some(
            text.as_bytes()[..offset.min(text.len())]
                .iter()
                .filter(|&&b| b == b'\n')
                .count()
                + 1,
        ),
        reason,
    }
}

impl Piece {
    /// True if this piece is a role that takes a party.
    #[must_use]
    pub fn is_role(&self) -> bool {
        matches!(self.fill, Fill::Role { .. })
    }
}
