//! Faults of a lexicon that loads: patterns that can never match or are never chosen, frames without a test.

use std::collections::HashMap;

use super::grammar::{Anchor, Fill, KindTest, Piece};
use super::{AnchorWord, Compiled, Frame, Lexicon};
use crate::annotate::forms::Forms;
use crate::resolve::DataError;

/// The faults of the frames in the files for which `of` holds, in their order.
#[must_use]
pub fn faults(lexicon: &Lexicon, of: &dyn Fn(&str) -> bool) -> Vec<DataError> {
    let forms = Forms::builtin();
    let mut out = Vec::new();
    for frame in lexicon.frames.iter().filter(|f| of(&f.file)) {
        if frame.tests.is_empty() && !lexicon.untested.contains(&frame.file) {
            let reason = "no test: expected a [[frame.test]] with a sentence and the events in it, or `expect = []`";
            out.push(fault(frame, frame.line, reason));
        }
    }
    for compiled in lexicon.patterns.iter().filter(|p| !p.except) {
        let frame = lexicon.frame(compiled.frame);
        if !of(&frame.file) {
            continue;
        }
        if let Some(reason) = impossible(lexicon, compiled, &forms) {
            let reason = format!("pattern `{}` can never match: {reason}", compiled.text);
            out.push(fault(frame, compiled.line, &reason));
        }
    }
    shadows(lexicon, of, &mut out);
    out.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
    out
}

fn fault(frame: &Frame, line: usize, reason: &str) -> DataError {
    DataError {
        file: frame.file.clone(),
        line: Some(line),
        reason: format!("frame `{}`: {reason}", frame.id),
    }
}

/// Why a pattern can never match.
fn impossible(lexicon: &Lexicon, compiled: &Compiled, forms: &Forms<'_>) -> Option<String> {
    if compiled.anchors.is_empty() {
        return Some(format!("the class {} is empty", compiled.pattern.words.join("|")));
    }
    for (piece, set) in compiled.pattern.pieces.iter().zip(&compiled.sets) {
        if set.is_some_and(|number| lexicon.set(number).is_empty()) && piece.required {
            return Some(format!("{} has no word", words(piece)));
        }
        if let Fill::Role { kinds, .. } = &piece.fill {
            let barred = |k: &KindTest| kinds.iter().any(|o| o.not && o.kind == k.kind);
            let wanted: Vec<&KindTest> = kinds.iter().filter(|k| !k.not).collect();
            if piece.required && !wanted.is_empty() && wanted.iter().all(|k| barred(k)) {
                return Some("what a party must be it must not be".to_owned());
            }
        }
    }
    let same = |p: &&Compiled| {
        p.except
            && p.frame == compiled.frame
            && p.pattern.anchor == compiled.pattern.anchor
            && p.pattern.pieces.iter().all(|e| compiled.pattern.pieces.contains(e))
            && compiled.anchors.iter().all(|a| p.anchors.contains(a))
    };
    if let Some(exception) = lexicon.patterns.iter().find(same) {
        return Some(format!(
            "its frame's exception `{}` rules out all of it",
            exception.text
        ));
    }
    // only words that the pattern itself has: a class may hold forms for other uses
    let inflected: Vec<(&str, String)> = compiled
        .pattern
        .words
        .iter()
        .filter(|w| !w.starts_with('@') && !w.contains(['+', '-']))
        .map(|w| Some((w.as_str(), lemma(w, compiled.pattern.anchor, forms)?)))
        .collect::<Option<_>>()?;
    let (word, lemma) = inflected.first()?;
    let all = compiled.pattern.words.len() == inflected.len();
    all.then(|| format!("words are compared by lemma, and `{word}` is a form of `{lemma}`"))
}

/// The lemma of a word that is none itself.
fn lemma(word: &str, anchor: Anchor, forms: &Forms<'_>) -> Option<String> {
    let tags: &[&str] = match anchor {
        Anchor::Verb if !forms.is_lemma(word) => &["VBD", "VBG", "VBZ"],
        _ => return None,
    };
    tags.iter()
        .find_map(|tag| forms.lemma(word, tag).filter(|l| l != word && forms.is_lemma(l)))
}

fn words(piece: &Piece) -> String {
    match &piece.fill {
        Fill::Words(words) => words.join("|"),
        Fill::Role { .. } => String::new(),
    }
}

/// The same words with the same pieces in two frames of the same rank: only the first is ever chosen.
fn shadows(lexicon: &Lexicon, of: &dyn Fn(&str) -> bool, out: &mut Vec<DataError>) {
    let mut seen: HashMap<(u8, &AnchorWord, String, i32), &Compiled> = HashMap::new();
    for compiled in lexicon.patterns.iter().filter(|p| !p.except) {
        let frame = lexicon.frame(compiled.frame);
        let mut pieces: Vec<String> = compiled.pattern.pieces.iter().map(|p| format!("{p:?}")).collect();
        pieces.sort();
        let key = pieces.join("\n");
        let mut first = None;
        // a pattern of which some words are another's too is of use for the rest
        let mut all = true;
        for anchor in &compiled.anchors {
            let at = (compiled.pattern.anchor as u8, anchor, key.clone(), frame.rank);
            match seen.get(&at) {
                Some(other) if other.frame != compiled.frame => first = first.or(Some(*other)),
                Some(_) => all = false,
                None => {
                    all = false;
                    seen.insert(at, compiled);
                }
            }
        }
        if let Some(first) = first.filter(|_| all && of(&frame.file)) {
            let reason = format!(
                "pattern `{}` is never chosen: `{}` ({}) says the same and comes first; give the frame that is meant a \
                 higher `rank`, or one of them a narrower pattern",
                compiled.text, first.text, first.name
            );
            out.push(fault(frame, compiled.line, &reason));
        }
    }
    // patterns in text order
    let mut lines: HashMap<(&str, &str), &str> = HashMap::new();
    for line in lexicon.lines().all() {
        let frame = lexicon.frame(line.compiled.frame);
        if lexicon.untested.contains(&frame.file) {
            continue;
        }
        let Some(words) = frame.verbs.first() else { continue };
        let key = (words.as_str(), line.compiled.text.as_str());
        match lines.get(&key) {
            Some(first) if of(&frame.file) => {
                let reason = format!(
                    "pattern `{}` is never chosen: {first} says the same of `{words}` and comes first",
                    line.compiled.text
                );
                out.push(fault(frame, line.compiled.line, &reason));
            }
            Some(_) => {}
            None => {
                lines.insert(key, &line.compiled.name);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Vec<String> {
        let (lexicon, faults) = Lexicon::check(&[("my.toml".to_owned(), text.to_owned())]);
        let own = super::faults(&lexicon, &|_| true);
        faults.iter().chain(&own).map(ToString::to_string).collect()
    }

    fn frame(id: &str, more: &str) -> String {
        let test = "[[frame.test]]\ntext = \"x\"\nexpect = []\n";
        format!("[[frame]]\nid = \"{id}\"\ntype = \"AID\"\nwhy = \"w\"\n{more}\n{test}")
    }

    #[test]
    fn a_sound_lexicon_has_no_fault() {
        assert_eq!(
            said(&frame("a.b", "verb = [\"{actor} feed {recipient}\"]")),
            Vec::<String>::new()
        );
    }

    #[test]
    fn every_fault_is_told_with_file_line_and_what_was_expected() {
        let feed = "verb = [\"{actor} feed {recipient}\"]";
        let untested = "[[frame]]\nid = \"a.b\"\ntype = \"AID\"\nwhy = \"w\"\nverb = [\"{actor} feed {recipient}\"]\n";
        for (text, expected) in [
            // what loads, but is of no use
            (
                untested.to_owned(),
                "my.toml:2: frame `a.b`: no test: expected a [[frame.test]]",
            ),
            (
                frame("a.b", "verb = [\"{actor} arrested {recipient}\"]"),
                "my.toml:5: frame `a.b`: pattern `{actor} arrested {recipient}` can never match: words are compared by \
                 lemma, and `arrested` is a form of `arrest`",
            ),
            (
                frame("a.b", "verb = [\"{actor} feed {recipient:state,!state}\"]"),
                "can never match: what a party must be it must not be",
            ),
            (
                frame("a.b", "verb = [\"{actor} @no {recipient}\"]") + "[class.no]\nwords = []\n",
                "can never match: the class @no is empty",
            ),
            (
                frame("a.b", "verb = [\"{actor} give {recipient} @no\"]") + "[class.no]\nwords = []\n",
                "can never match: @no has no word",
            ),
            (
                frame("a.b", &format!("{feed}\nexcept = [\"feed\"]")),
                "can never match: its frame's exception `feed` rules out all of it",
            ),
            (
                frame("a.b", feed)
                    + &frame(
                        "a.c",
                        "verb = [\"{actor} nourish {recipient}\", \"{actor} feed {recipient}\"]",
                    ),
                "frame `a.c`: pattern `{actor} feed {recipient}` is never chosen: `{actor} feed {recipient}` (a.b#0) says the \
                 same and comes first",
            ),
            (
                frame("a.b", "words = [\"feed\"]\nline = [\"* bread\"]")
                    + &frame("a.c", "words = [\"feed\"]\nline = [\"* bread\"]"),
                "frame `a.c`: pattern `* bread` is never chosen: a.b#0 says the same of `feed`",
            ),
            // what does not load
            (
                frame("a.b", "verb = [\"{actor} Feed {recipient}\"]"),
                "my.toml:5: frame `a.b`: pattern `{actor} Feed {recipient}`: `Feed`: lemmas",
            ),
            (
                frame("a.b", "verb = [\"{who} feed\"]"),
                "expected actor, recipient, both, theme or act",
            ),
            (
                frame("a.b", "verb = [\"{actor} feed @nothing\"]"),
                "class `nothing` is not defined",
            ),
            (
                frame("a.b", "verb = [\"{actor} feed {recipient\"]"),
                "a `{` without `}`",
            ),
            (frame("a.b", ""), "no pattern: expected `verb`, `noun`, `adj` or `line`"),
            (frame("a.b", "words = [\"feed\"]"), "no pattern"),
            (frame("a.b", "line = [\"* bread\"]"), "`line` and `words` go together"),
            (
                frame("a.b", "words = [\"@list\"]\nline = [\"* bread\"]"),
                "no list of verbs named `list`",
            ),
            (
                frame("a.b", "words = [\"feed\"]\nline = [\"bread\"]"),
                "expected `*` where the verb stands",
            ),
            (
                frame("a.b", &format!("{feed}\nmode = \"swift\"")),
                "`swift` is no mode of AID",
            ),
            (
                frame("a.b", &format!("{feed}\ncolour = \"red\"")),
                "unknown field `colour`",
            ),
            (frame("a.b", feed) + &frame("a.b", feed), "frame `a.b` is defined twice"),
            (
                frame("a.b", feed).replace("AID", "LUNCH"),
                "`LUNCH` is neither a PLOVER type nor one of your own",
            ),
            (
                "[type.AID]\nlike = \"AID\"\nwhy = \"w\"\n".to_owned(),
                "my.toml:1: type `AID`: this is a PLOVER type",
            ),
            (
                "[type.X]\nlike = \"Y\"\nwhy = \"w\"\n".to_owned(),
                "expected the PLOVER type that it is most like",
            ),
            (
                "[type.X]\nlike = \"AID\"\nscore = 11.0\nwhy = \"w\"\n".to_owned(),
                "expected a score from -10 to 10",
            ),
            (
                "[[discard]]\nphrase = \"x\"\ndrops = \"all\"\n".to_owned(),
                "expected sentence or story",
            ),
            ("[class.a]\nincludes = [\"b\"]\n".to_owned(), "class `b` is not defined"),
            ("[[frame]\n".to_owned(), "my.toml:1:"),
        ] {
            let said = said(&text);
            assert!(
                said.iter().any(|s| s.contains(expected)),
                "{expected}\nnot in {said:#?}\n{text}"
            );
            assert!(said.iter().all(|s| s.starts_with("my.toml:")), "{said:?}");
        }
    }
}
