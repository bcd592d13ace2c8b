//! Names in text: folding of words, and the longest name that starts at a word.

use rustc_hash::FxHashMap;

use crate::{Sentence, Token};

/// Appends a word in the form in which names are compared: lower case, without accents, full
/// stops, apostrophes and the possessive ending; a hyphen becomes a blank.
pub(crate) fn fold_into(word: &str, out: &mut String) {
    let word = word
        .strip_suffix("'s")
        .or_else(|| word.strip_suffix("’s"))
        .or_else(|| word.strip_suffix("'S"))
        .or_else(|| word.strip_suffix("’S"))
        .unwrap_or(word);
    for c in word.chars() {
        match c {
            'a'..='z' | '0'..='9' => out.push(c),
            'A'..='Z' => out.push(c.to_ascii_lowercase()),
            '-' | '‐' | '‑' | '–' | ' ' | '/' | '\u{a0}' => {
                if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c if c.is_ascii() || matches!(c, '’' | '‘' | '“' | '”' | 'ʻ' | 'ʼ' | '`') => {}
            c => fold_letter(c, out),
        }
    }
}

fn fold_letter(c: char, out: &mut String) {
    for c in c.to_lowercase() {
        let plain = match c {
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' | 'ạ' | 'ả' | 'ấ' | 'ầ' => "a",
            'æ' => "ae",
            'ç' | 'ć' | 'č' | 'ĉ' => "c",
            'đ' | 'ď' | 'ð' => "d",
            'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' | 'ĕ' | 'ế' | 'ề' | 'ệ' => "e",
            'ğ' | 'ġ' | 'ģ' | 'ĝ' => "g",
            'ħ' | 'ḥ' => "h",
            'ì' | 'í' | 'î' | 'ï' | 'ī' | 'į' | 'ı' | 'ĭ' => "i",
            'ķ' => "k",
            'ł' | 'ľ' | 'ļ' | 'ĺ' => "l",
            'ñ' | 'ń' | 'ň' | 'ņ' => "n",
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ő' | 'ơ' | 'ộ' => "o",
            'œ' => "oe",
            'ř' | 'ŕ' => "r",
            'ś' | 'š' | 'ş' | 'ș' => "s",
            'ß' => "ss",
            'ť' | 'ţ' | 'ț' => "t",
            'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' | 'ų' | 'ư' => "u",
            'ý' | 'ÿ' => "y",
            'ź' | 'ž' | 'ż' => "z",
            '\u{300}'..='\u{36f}' => "",
            other => {
                out.push(other);
                continue;
            }
        };
        out.push_str(plain);
    }
}

/// A whole name or phrase, word by word, in the form in which names are compared.
pub(crate) fn fold(phrase: &str) -> String {
    let mut out = String::with_capacity(phrase.len());
    for word in phrase.split([' ', '\u{a0}']) {
        if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
        fold_into(word, &mut out);
    }
    while out.ends_with(' ') {
        out.pop();
    }
    out
}

/// The folded words of a sentence, made once.
#[derive(Debug)]
pub(crate) struct Folded {
    text: String,
    ends: Vec<u32>,
}

impl Folded {
    /// Folds the sentence's words. Tokens that are marks or a possessive ending give "".
    pub(crate) fn new(sentence: &Sentence) -> Self {
        let mut text = String::with_capacity(sentence.tokens.len() * 8);
        let mut ends = Vec::with_capacity(sentence.tokens.len());
        let mut word = String::new();
        for token in &sentence.tokens {
            word.clear();
            fold_into(&token.form, &mut word);
            text.push_str(word.trim_end());
            ends.push(text.len() as u32);
        }
        Self { text, ends }
    }

    /// The folded word at an index.
    pub(crate) fn word(&self, i: usize) -> &str {
        let start = if i == 0 { 0 } else { self.ends[i - 1] as usize };
        &self.text[start..self.ends[i] as usize]
    }

    /// Number of words.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The words from `start` up to `end` with blanks between them.
    pub(crate) fn phrase(&self, start: usize, end: usize, out: &mut String) {
        out.clear();
        for i in start..end {
            let word = self.word(i);
            if word.is_empty() {
                continue;
            }
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(word);
        }
    }
}

/// Names with what they stand for. `T` is small and copied.
#[derive(Debug)]
pub(crate) struct NameIndex<T> {
    /// Folded name to its meanings, and how the text must write it.
    names: FxHashMap<Box<str>, Vec<(T, Writing)>>,
    /// First word to the greatest number of words of a name that starts with it.
    first: FxHashMap<Box<str>, u8>,
}

/// How a text must write a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Writing {
    /// With a capital at the start.
    Capital,
    /// In capitals throughout.
    Acronym,
    /// With a capital on every word but "of" and the like.
    Title,
}

/// A name found in a sentence.
#[derive(Clone, Debug)]
pub(crate) struct Hit<T> {
    /// First token.
    pub start: u32,
    /// One past the last token.
    pub end: u32,
    /// What the name may stand for.
    pub meanings: Vec<T>,
}

impl<T: Copy> NameIndex<T> {
    pub(crate) fn with_capacity(names: usize) -> Self {
        Self {
            names: FxHashMap::with_capacity_and_hasher(names, Default::default()),
            first: FxHashMap::with_capacity_and_hasher(names, Default::default()),
        }
    }

    /// Adds a name. Returns false if nothing is left of it after folding.
    pub(crate) fn add(&mut self, name: &str, meaning: T) -> bool
    where
        T: PartialEq,
    {
        let acronym = !name.chars().any(char::is_lowercase) && fold(name).len() <= 6;
        self.insert(name, meaning, if acronym { Writing::Acronym } else { Writing::Capital })
    }

    /// Adds a name that counts only where the text writes each of its words with a capital. Returns false if nothing
    /// is left of it after folding.
    pub(crate) fn add_title(&mut self, name: &str, meaning: T) -> bool
    where
        T: PartialEq,
    {
        self.insert(name, meaning, Writing::Title)
    }

    /// True if a text may write the name as a word, not only in capitals.
    pub(crate) fn is_word(&self, key: &str) -> bool {
        let meanings = self.names.get(key).into_iter().flatten();
        meanings.clone().any(|(_, writing)| *writing != Writing::Acronym)
    }

    /// Number of names, each counted for everything that it may stand for.
    pub(crate) fn len(&self) -> usize {
        self.names.values().map(Vec::len).sum()
    }

    fn insert(&mut self, name: &str, meaning: T, writing: Writing) -> bool
    where
        T: PartialEq,
    {
        let name = name.strip_prefix("the ").unwrap_or(name);
        let key = fold(name);
        if key.is_empty() {
            return false;
        }
        let words = key.split(' ').count().min(255) as u8;
        let head = key.split(' ').next().unwrap_or_default();
        match self.first.get_mut(head) {
            Some(most) => *most = (*most).max(words),
            None => {
                self.first.insert(head.into(), words);
            }
        }
        let meanings = self.names.entry(key.into_boxed_str()).or_default();
        if !meanings.iter().any(|(known, _)| *known == meaning) {
            meanings.push((meaning, writing));
        }
        true
    }

    /// What a name in folded form may stand for.
    pub(crate) fn get(&self, key: &str) -> impl Iterator<Item = T> + '_ {
        self.names.get(key).into_iter().flatten().map(|(meaning, _)| *meaning)
    }

    /// The longest names of a sentence, from left to right, without overlap. A name is taken only
    /// where the text writes it with a capital, an acronym only in capitals.
    pub(crate) fn find(&self, sentence: &Sentence, folded: &Folded) -> Vec<Hit<T>> {
        let tokens = &sentence.tokens;
        let shouting = tokens.iter().filter(|t| t.form.chars().any(char::is_lowercase)).count() * 4 < tokens.len();
        let mut hits = Vec::new();
        let mut key = String::new();
        let mut at = 0;
        while at < tokens.len() {
            let mut found = None;
            let word = folded.word(at);
            let head = word.split(' ').next().unwrap_or_default();
            if let (false, Some(&most)) = (word.is_empty(), self.first.get(head)) {
                key.clear();
                let mut words = 0;
                for end in at..tokens.len() {
                    let word = folded.word(end);
                    if word.is_empty() {
                        if end - at > 40 {
                            break;
                        }
                        continue;
                    }
                    if words > 0 {
                        key.push(' ');
                    }
                    key.push_str(word);
                    words += word.split(' ').count();
                    if words > usize::from(most) {
                        break;
                    }
                    if let Some(meanings) = self.names.get(key.as_str()) {
                        let fitting: Vec<_> = meanings
                            .iter()
                            .filter(|(_, writing)| fits(&tokens[at..=end], *writing, shouting, key.len()))
                            .map(|(meaning, _)| *meaning)
                            .collect();
                        if !fitting.is_empty() {
                            found = Some((end + 1, fitting));
                        }
                    }
                }
            }
            match found {
                Some((end, meanings)) => {
                    hits.push(Hit {
                        start: at as u32,
                        end: end as u32,
                        meanings,
                    });
                    at = end;
                }
                None => at += 1,
            }
        }
        hits
    }
}

/// True if the text writes a name as names are written.
fn fits(tokens: &[Token], writing: Writing, shouting: bool, length: usize) -> bool {
    let Some(first) = tokens.first() else {
        return false;
    };
    if writing == Writing::Title {
        return tokens.iter().all(|t| {
            t.form
                .chars()
                .next()
                .is_none_or(|c| !c.is_alphabetic() || c.is_uppercase())
                || matches!(t.form.as_str(), "of" | "the" | "and" | "for")
                || t.xpos == "POS"
        });
    }
    if writing == Writing::Acronym {
        let upper = tokens.iter().all(|t| !t.form.chars().any(char::is_lowercase));
        // In a headline of capitals only, words that are also acronyms stay words.
        let word = shouting
            && length <= 5
            && !first.form.contains('.')
            && matches!(
                first.form.to_lowercase().as_str(),
                "is" | "it"
                    | "who"
                    | "can"
                    | "as"
                    | "am"
                    | "an"
                    | "no"
                    | "so"
                    | "act"
                    | "all"
                    | "ice"
                    | "care"
                    | "pan"
                    | "mod"
                    | "nam"
                    | "bis"
                    | "pit"
                    | "isis"
                    | "fact"
                    | "mend"
                    | "arena"
                    | "model"
                    | "mas"
                    | "pa"
                    | "car"
            );
        return upper && !word;
    }
    first.form.chars().any(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding() {
        assert_eq!(fold("Al-Qa'ida"), "al qaida");
        assert_eq!(fold("U.S."), "us");
        assert_eq!(fold("Kurdistan Workers' Party"), "kurdistan workers party");
        assert_eq!(fold("People's Liberation Army"), "people liberation army");
        assert_eq!(fold("Côte d'Ivoire"), "cote divoire");
        assert_eq!(fold("N'Djaména"), "ndjamena");
    }
}
