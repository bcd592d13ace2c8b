//! Words to the rows of the network's tables.

use rustc_hash::FxHashMap;

/// Parts of each word: four prefixes, four suffixes, its shape, the middle of the word, what comes
/// before it.
pub const SLOTS: usize = 11;

/// Rows for words that are not in the vocabulary; which one depends on the word's ending.
pub const UNKNOWN: u32 = 64;

/// A 64-bit hash that never changes, so that a model means the same everywhere.
#[must_use]
pub fn hash(seed: u64, bytes: &[u8]) -> u64 {
    let mut h = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x2545_f491_4f6c_dd1d;
    for b in bytes {
        h = (h ^ u64::from(*b)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    h ^= h >> 32;
    h = h.wrapping_mul(0xd6e8_feb8_6659_fd93);
    h ^ (h >> 32)
}

/// UTF-8 quotation marks and dashes that were read as Windows-1252 ("â€™"), and what they are.
const BROKEN: [(&str, char); 11] = [
    ("\u{e2}\u{20ac}\u{2dc}", '\''),
    ("\u{e2}\u{20ac}\u{2122}", '\''),
    ("\u{e2}\u{20ac}\u{98}", '\''),
    ("\u{e2}\u{20ac}\u{99}", '\''),
    ("\u{e2}\u{20ac}\u{153}", '"'),
    ("\u{e2}\u{20ac}\u{9c}", '"'),
    ("\u{e2}\u{20ac}\u{9d}", '"'),
    ("\u{e2}\u{20ac}\u{fffd}", '"'),
    ("\u{e2}\u{20ac}\u{201c}", '-'),
    ("\u{e2}\u{20ac}\u{201d}", '-'),
    ("\u{e2}\u{20ac}\u{a6}", '.'),
];

/// The broken mark that the text starts with: its length in bytes and what it is.
#[must_use]
pub fn broken_mark(text: &str) -> Option<(usize, char)> {
    if !text.starts_with('\u{e2}') {
        return None;
    }
    BROKEN
        .iter()
        .find(|(b, _)| text.starts_with(b))
        .map(|(b, c)| (b.len(), *c))
}

/// The text with its broken marks mended; `None` if it has none.
#[must_use]
pub fn mended(text: &str) -> Option<String> {
    if !text.contains("\u{e2}\u{20ac}") {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    let mut any = false;
    while let Some(c) = text[at..].chars().next() {
        match broken_mark(&text[at..]) {
            Some((n, mark)) => {
                out.push(mark);
                at += n;
                any = true;
            }
            None => {
                out.push(c);
                at += c.len_utf8();
            }
        }
    }
    any.then_some(out)
}

/// A word as the tables see it: lower case, straight quotes, 0 for every digit. At most 40
/// characters.
pub fn normal(form: &str, out: &mut String) {
    out.clear();
    if let Some(form) = mended(form) {
        return normal(&form, out);
    }
    for c in form.chars().take(40) {
        match c {
            '0'..='9' => out.push('0'),
            '\u{2018}' | '\u{2019}' | '\u{b4}' | '`' => out.push('\''),
            '\u{201c}' | '\u{201d}' => out.push('"'),
            '\u{2013}' | '\u{2014}' => out.push('-'),
            c if c.is_ascii() => out.push(c.to_ascii_lowercase()),
            c => out.extend(c.to_lowercase()),
        }
    }
}

/// Which words have a row of their own.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    words: Vec<Box<str>>,
    rows: FxHashMap<Box<str>, u32>,
}

impl Vocabulary {
    /// Words in normal form, in the order of their rows.
    #[must_use]
    pub fn new(words: Vec<Box<str>>) -> Self {
        let rows = words
            .iter()
            .enumerate()
            .map(|(i, w)| (w.clone(), i as u32 + UNKNOWN))
            .collect();
        Self { words, rows }
    }

    /// The words in the order of their rows.
    #[must_use]
    pub fn words(&self) -> &[Box<str>] {
        &self.words
    }

    /// Rows of the table of words.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.words.len() + UNKNOWN as usize
    }

    /// Row of a word in normal form.
    #[must_use]
    pub fn row(&self, normal: &str) -> u32 {
        self.rows.get(normal).copied().unwrap_or_else(|| unknown(normal))
    }
}

/// Row of a word in normal form that is not in the vocabulary.
#[must_use]
pub fn unknown(normal: &str) -> u32 {
    let tail = normal.char_indices().rev().nth(1).map_or(normal, |(i, _)| &normal[i..]);
    (hash(99, tail.as_bytes()) % u64::from(UNKNOWN)) as u32
}

/// Shape of a word: runs of capitals, small letters, digits; other marks as they are.
fn shape(form: &str) -> ([u8; 12], usize) {
    let mut out = [0u8; 12];
    let (mut n, mut last, mut run) = (0, 0u8, 0);
    for c in form.chars().take(40) {
        let class = match c {
            'a'..='z' => b'x',
            'A'..='Z' => b'X',
            '0'..='9' => b'0',
            c if c.is_ascii() => c as u8,
            c if c.is_uppercase() => b'X',
            c if c.is_alphabetic() => b'x',
            c if c.is_numeric() => b'0',
            '\u{2018}' | '\u{2019}' => b'\'',
            '\u{201c}' | '\u{201d}' => b'"',
            '\u{2013}' | '\u{2014}' => b'-',
            _ => b'?',
        };
        run = if class == last { run + 1 } else { 0 };
        last = class;
        if run < 2 && n < 12 {
            out[n] = class;
            n += 1;
        }
    }
    (out, n)
}

/// Rows of a word's parts, `SLOTS` of them. `before` tells what stands before the word: for the
/// sentence splitter, kinds of space; 0 for the parser.
pub fn parts(form: &str, normal: &str, before: u8, rows: u32, out: &mut Vec<u32>) {
    let rows = u64::from(rows.max(1));
    let mut push = |kind: u64, bytes: &[u8]| out.push((hash(kind, bytes) % rows) as u32);
    let bytes = normal.as_bytes();
    // Ends of the first four characters, starts of the last four.
    let (mut first, mut last) = ([bytes.len(); 4], [0usize; 4]);
    for (slot, (i, c)) in first.iter_mut().zip(normal.char_indices()) {
        *slot = i + c.len_utf8();
    }
    for (slot, (i, _)) in last.iter_mut().zip(normal.char_indices().rev()) {
        *slot = i;
    }
    for k in 0..4 {
        push(1 + k as u64, &bytes[..first[k]]);
        push(11 + k as u64, &bytes[last[k]..]);
    }
    let (shape, n) = shape(form);
    push(21, &shape[..n]);
    // The case and the word together: "May" and "may", "US" and "us".
    let mut cased = [0u8; 48];
    let m = bytes.len().min(44);
    cased[..m].copy_from_slice(&bytes[..m]);
    let mut letters = form.chars().filter(|c| c.is_alphabetic());
    let kind = match (letters.next(), letters.next()) {
        (Some(a), None) => u8::from(a.is_uppercase()),
        (Some(a), Some(b)) => u8::from(a.is_uppercase()) + 2 * u8::from(b.is_uppercase()),
        _ => 0,
    };
    cased[m] = kind;
    push(22, &cased[..=m]);
    push(23, &[before]);
}
