//! The lexicon: what is built in, a user's own beside it, and their check. `dateline-lexicon` reads and compiles them.

pub mod check;

use std::path::Path;

pub use dateline_lexicon::{
    AnchorWord, Compiled, File, Frame, FrameId, FrameTest, Lexicon, ModeRule, WordSet, files_of, grammar, is_word, line,
};

use crate::resolve::DataError;

/// The built-in lexicon, as it was compiled when the program was built; without the tests of its frames.
///
/// # Errors
/// If what was built in is broken, which the tests rule out.
pub fn builtin() -> Result<Lexicon, DataError> {
    Lexicon::from_bytes(dateline_data::COMPILED_LEXICON)
}

/// The lexicon in `folder` (its `.toml` files), added to the built-in one or in its place.
///
/// # Errors
/// If a file cannot be read or is broken: file, line, pattern and what was expected.
pub fn open(folder: &Path, replace: bool) -> Result<Lexicon, DataError> {
    let mut files = if replace { Vec::new() } else { builtin_files() };
    files.extend(files_of(folder)?);
    Lexicon::compile(&files)
}

/// The built-in files, by name.
#[must_use]
pub fn builtin_files() -> Vec<File> {
    let mut files: Vec<File> = dateline_data::LEXICON
        .files()
        .filter(|f| {
            f.path().extension().is_some_and(|e| e == "toml") && f.path().file_stem().is_some_and(|s| s != "status")
        })
        .filter_map(|f| Some((f.path().display().to_string(), f.contents_utf8()?.to_owned())))
        .collect();
    files.sort();
    files
}

#[cfg(test)]
mod tests {
    use compact_str::CompactString;
    use dateline_lexicon::grammar::Anchor;

    use super::*;

    #[test]
    fn what_is_tried_does_not_grow_with_the_lexicon() {
        let few = builtin_files();
        let mut many = few.clone();
        let mut more = String::new();
        for n in 0..1000 {
            more.push_str(&format!(
                "[[frame]]\nid = \"more.f{n}\"\ntype = \"AID\"\nwhy = \"w\"\nwords = [\"give\"]\nline = [\"* thing{n}\"]\n\
                 verb = [\"{{actor}} give thing{n} to {{recipient}}\", \"{{actor}} verb{n} {{recipient}}\"]\n"
            ));
        }
        many.push(("more.toml".to_owned(), more));
        let (few, many) = (Lexicon::compile(&few).unwrap(), Lexicon::compile(&many).unwrap());
        assert!(many.patterns.len() > few.patterns.len() + 1999);
        let words: Vec<CompactString> = ["Oxfam", "give", "thing7", "and", "blanket", "to", "Malawi"]
            .map(Into::into)
            .to_vec();
        let all = |l: &Lexicon| l.candidates(Anchor::Verb, "give", &l.words(&words)).len();
        assert_eq!(all(&many), all(&few) + 1);
        assert_eq!(many.lines().at(&words, &words, &many.words(&words), 1).len(), 1);
        assert!(many.anchored_on(Anchor::Verb, "give").count() > 1000);
    }
}
