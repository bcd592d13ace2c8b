//! Text to tokens and syntactic words: runs of letters, runs of digits and single marks are joined
//! where a linear classifier says so; contractions are cut by a table and a few rules.

use dateline_data::lists::annotate::{
    AFTER_NO_POSSESSOR, GLUED_ARTICLES, NEGATED_HELPERS, POSSESSIVES, SHORT_MEASURES, SHORT_TITLES,
};
use rustc_hash::{FxHashMap, FxHashSet};

use super::features::{broken_mark, hash, mended};

/// Bits of the classifier's table.
pub const BITS: u32 = 17;
/// A token is never longer, bytes: longer ones are cut.
pub const LONGEST: usize = 240;
/// Features of a place between two atoms.
pub const FEATURES: usize = 16;

/// Joins atoms to tokens and cuts tokens to words.
#[derive(Clone, Debug, Default)]
pub struct Tokeniser {
    /// Weights of hashed features; positive means that a token ends.
    pub weights: Vec<i8>,
    /// Contractions in lower case with straight quotes, and their words. An empty list marks a
    /// token that is never cut.
    pub contractions: FxHashMap<Box<str>, Vec<Box<str>>>,
    /// Contractions that are also words ("its", "your"): the classifier says from the words beside
    /// them whether they are cut.
    pub doubtful: FxHashSet<Box<str>>,
}

/// What a character is to the tokeniser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Space,
    Letter,
    Digit,
    Mark,
}

fn class(c: char) -> Class {
    match c {
        'a'..='z' | 'A'..='Z' => Class::Letter,
        '0'..='9' => Class::Digit,
        ' ' | '\n' | '\r' | '\t' => Class::Space,
        c if c.is_ascii() => {
            if c.is_whitespace() {
                Class::Space
            } else {
                Class::Mark
            }
        }
        c if c.is_whitespace() => Class::Space,
        c if c.is_alphabetic() || is_combining(c) => Class::Letter,
        c if c.is_numeric() => Class::Digit,
        _ => Class::Mark,
    }
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}' | '\u{200c}' | '\u{200d}'
        | '\u{64b}'..='\u{65f}' | '\u{fe00}'..='\u{fe0f}')
}

/// A stretch without white space, cut into atoms. All offsets are bytes into the text.
#[derive(Clone, Debug, Default)]
pub struct Chunk {
    /// Starts of the atoms, and the end of the last.
    pub bounds: Vec<usize>,
    /// First character of the next chunk, if there is one.
    pub next: Option<char>,
}

/// Calls `each` for every chunk of the text.
pub fn chunks(text: &str, mut each: impl FnMut(&Chunk)) {
    let mut chunk = Chunk::default();
    let mut ready = false;
    let mut last = Class::Space;
    // End of the broken mark that was just begun.
    let mut skip = 0;
    for (i, c) in text.char_indices() {
        if i < skip {
            continue;
        }
        let mut class = class(c);
        if c == '\u{e2}'
            && let Some((n, _)) = broken_mark(&text[i..])
        {
            class = Class::Mark;
            skip = i + n;
        }
        if class == Class::Space {
            if last != Class::Space {
                chunk.bounds.push(i);
                ready = true;
            }
        } else {
            if ready {
                chunk.next = Some(c);
                each(&chunk);
                chunk.bounds.clear();
                ready = false;
            }
            let long = chunk.bounds.last().is_some_and(|b| i - b >= LONGEST);
            // A chunk of many atoms is cut too, so that its features stay cheap.
            if chunk.bounds.len() > 400 {
                chunk.bounds.push(i);
                chunk.next = None;
                each(&chunk);
                chunk.bounds.clear();
                chunk.bounds.push(i);
            } else if class != last || class == Class::Mark || long {
                chunk.bounds.push(i);
            }
        }
        last = class;
    }
    if last != Class::Space {
        chunk.bounds.push(text.len());
        ready = true;
    }
    if ready {
        chunk.next = None;
        each(&chunk);
    }
}

/// An atom as the features see it: every apostrophe, quotation mark and dash has one form.
fn canonical(atom: &str) -> &str {
    if atom.len() == 1 {
        return atom;
    }
    match atom {
        "\u{2018}" | "\u{2019}" | "\u{b4}" => "'",
        "\u{201c}" | "\u{201d}" => "\"",
        "\u{2013}" | "\u{2014}" => "-",
        "\u{2026}" => ".",
        _ => match broken_mark(atom) {
            Some((n, '\'')) if n == atom.len() => "'",
            Some((n, '"')) if n == atom.len() => "\"",
            Some((n, '-')) if n == atom.len() => "-",
            Some((n, '.')) if n == atom.len() => ".",
            _ => atom,
        },
    }
}

fn kind(atom: &str) -> u8 {
    let mut chars = atom.chars();
    let Some(c) = chars.next() else { return b'$' };
    match class(c) {
        Class::Digit => match atom.len() {
            1 => b'1',
            2 => b'2',
            3 => b'3',
            4 => b'4',
            _ => b'5',
        },
        Class::Letter => {
            let second = chars.next();
            match (c.is_uppercase(), second) {
                (true, None) => b'I',
                (false, None) => b'i',
                (true, Some(d)) if d.is_uppercase() => b'A',
                (true, _) => b'C',
                (false, _) => b'a',
            }
        }
        _ if c.is_ascii() => c as u8,
        _ => match c {
            '£' | '€' | '¥' => b'$',
            _ => b'?',
        },
    }
}

/// Indexes into the weights for the place before atom `at` (1 or more) of a chunk, where the token
/// so far starts at atom `from`.
pub fn features(text: &str, chunk: &Chunk, at: usize, from: usize, out: &mut [usize; FEATURES]) {
    let b = &chunk.bounds;
    let atoms = b.len() - 1;
    let atom = |i: isize| -> &str {
        if i < 0 || i as usize >= atoms {
            ""
        } else {
            canonical(&text[b[i as usize]..b[i as usize + 1]])
        }
    };
    let i = at as isize;
    let (l, r) = (atom(i - 1), atom(i));
    let (ll, rr) = (atom(i - 2), atom(i + 1));
    let k = [
        kind(atom(i - 3)),
        kind(ll),
        kind(l),
        kind(r),
        kind(rr),
        kind(atom(i + 2)),
        kind(atom(i + 3)),
    ];
    let next = chunk.next.map_or(b'$', |c| kind(c.encode_utf8(&mut [0; 4])));
    let lower = |s: &str, seed: u64| {
        let mut h = hash(seed, &[]);
        for c in s.bytes().take(40) {
            h = (h ^ u64::from(c.to_ascii_lowercase())).wrapping_mul(0x0000_0100_0000_01b3);
        }
        h
    };
    let (hl, hr, hll, hrr) = (lower(l, 1), lower(r, 2), lower(ll, 3), lower(rr, 4));
    let whole = &text[b[0]..b[atoms]];
    let web = u8::from(whole.contains('@')) + 2 * u8::from(whole.contains("://") || whole.starts_with("www"));
    let so_far = lower(&text[b[from]..b[at]], 5);
    let seen = [
        hash(30, &hl.to_le_bytes()),
        hash(31, &hr.to_le_bytes()),
        hash(32, &(hl ^ hr.rotate_left(7)).to_le_bytes()),
        hash(33, &(hl ^ hll.rotate_left(9)).to_le_bytes()) ^ u64::from(k[3]),
        hash(34, &(hr ^ hrr.rotate_left(11)).to_le_bytes()) ^ u64::from(k[2]),
        hash(35, &(hl ^ hr.rotate_left(7) ^ hrr.rotate_left(11)).to_le_bytes()),
        hash(36, &k[1..5]),
        hash(37, &k),
        hash(38, &[k[2], k[3], web]),
        hash(39, &[k[2], k[3], k[4], next]),
        hash(40, &so_far.to_le_bytes()) ^ u64::from(k[3]),
        hash(41, &(so_far ^ hr).to_le_bytes()) ^ u64::from(next),
        hash(42, &lower(whole, 6).to_le_bytes()) ^ at as u64,
        hash(43, &[k[3], k[4], u8::from(at + 1 == atoms), u8::from(from == 0)]),
        hash(44, &[k[2], k[3], web, atoms.min(20) as u8, at.min(20) as u8]),
        hash(45, &[k[1], k[2], k[3], next, u8::from(at + 1 == atoms)]),
    ];
    for (o, h) in out.iter_mut().zip(seen) {
        *o = (h & ((1 << BITS) - 1)) as usize;
    }
}

/// Features of a doubtful contraction.
pub const BESIDE: usize = 9;

/// Indexes into the weights for a doubtful contraction between two tokens.
pub fn beside(token: &str, before: &str, after: &str, out: &mut [usize; BESIDE]) {
    let lower = |s: &str| s.chars().take(40).flat_map(char::to_lowercase).collect::<String>();
    let (t, b, a) = (lower(token), lower(before), lower(after));
    let end = |s: &str, n: usize| s.chars().rev().take(n).collect::<String>();
    let texts = [
        t.clone(),
        format!("{t} {b}"),
        format!("{t} {a}"),
        format!("{t} {}", end(&a, 3)),
        format!("{t} {}", end(&a, 2)),
        format!("{t} {} {}", end(&b, 2), end(&a, 2)),
        format!("{t} {b} {a}"),
        format!("* {a}"),
        format!("{t} {} {}", char::from(kind(before)), char::from(kind(after))),
    ];
    for (i, (o, text)) in out.iter_mut().zip(texts).enumerate() {
        *o = (hash(60 + i as u64, text.as_bytes()) & ((1 << BITS) - 1)) as usize;
    }
}

/// True for one mail address with nothing but marks around it.
fn mail(whole: &str) -> bool {
    let core = whole.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+');
    core.split_once('@').is_some_and(|(name, domain)| {
        !name.is_empty() && domain.contains('.') && name.chars().all(plain) && domain.chars().all(plain)
    })
}

/// First and one past the last atom of a web or mail address that fills the chunk but for marks
/// around it.
fn address(text: &str, chunk: &Chunk) -> Option<(usize, usize)> {
    let b = &chunk.bounds;
    if b.len() < 4 {
        return None;
    }
    let whole = &text[b[0]..b[b.len() - 1]];
    let web = whole.contains("://") || whole.contains("www.") || whole.contains("WWW.");
    let atom = |i: usize| &text[b[i]..b[i + 1]];
    if !web {
        return mail(whole).then(|| {
            let word = |i: &usize| class(atom(*i).chars().next().unwrap_or(' ')) != Class::Mark;
            let first = (0..b.len() - 1).find(word);
            let last = (0..b.len() - 1).rev().find(word);
            first.zip(last.map(|i| i + 1))
        })?;
    }
    let starts = |i: usize| {
        let rest = &text[b[i]..b[b.len() - 1]];
        let word = |c: char| c.is_ascii_alphanumeric();
        rest.split_once("://")
            .is_some_and(|(scheme, _)| scheme.chars().all(word) && !scheme.is_empty())
            || rest.get(..4).is_some_and(|w| w.eq_ignore_ascii_case("www."))
    };
    let first = (0..b.len() - 1).find(|i| starts(*i))?;
    let open = whole.contains('(');
    let mut last = b.len() - 1;
    while last > first + 1 {
        let mark = atom(last - 1);
        let trailing = match mark {
            ")" => !open || first > 0,
            _ => matches!(
                mark,
                "." | "," | ";" | ":" | "!" | "?" | ">" | "]" | "'" | "\"" | "*" | "\u{201d}" | "\u{2019}"
            ),
        };
        if !trailing {
            break;
        }
        last -= 1;
    }
    Some((first, last))
}

/// True for a short form (without its full stop) that belongs to what follows: "Sgt. Owusu", "Rs. 4,500".
pub fn shortened(word: &str, next: Option<char>) -> bool {
    match next {
        Some(c) if c.is_uppercase() => SHORT_TITLES.contains(&word),
        Some(c) if c.is_ascii_digit() => SHORT_MEASURES.contains(&word),
        _ => false,
    }
}

/// True for a chunk whose first mark has only lost its space: "(Reuters", ",they", ">100", "-Page".
fn stands_apart(text: &str, chunk: &Chunk) -> bool {
    let b = &chunk.bounds;
    let atom = |i: usize| b.get(i + 1).map_or("", |end| &text[b[i]..*end]);
    let word = atom(1);
    let letters = word.chars().next().is_some_and(char::is_alphabetic);
    let digits = word.chars().next().is_some_and(char::is_numeric);
    match atom(0) {
        "," | ";" | ">" | "~" | "%" => letters && word.chars().nth(1).is_some() || digits && atom(0) != ",",
        // "(a)", "(1)" and "(s)he" stay.
        "(" | "[" => (letters || digits) && !matches!(atom(2), ")" | "]"),
        // "-er" and "-5" stay, and so do options.
        "-" => letters && word.chars().nth(2).is_some() && b.len() < 5,
        _ => false,
    }
}

impl Tokeniser {
    /// Tokens of a text, as byte ranges.
    pub fn tokens(&self, text: &str, out: &mut Vec<(usize, usize)>) {
        out.clear();
        let mut seen = [0; FEATURES];
        chunks(text, |chunk| {
            let b = &chunk.bounds;
            let mut from = 0;
            let address = address(text, chunk);
            for at in 1..b.len() - 1 {
                let sum: i32 = if b[at + 1] - b[from] > LONGEST {
                    1
                } else if let Some((first, last)) = address
                    && at >= first
                    && at <= last
                {
                    if at == first || at == last { 1 } else { -1 }
                } else if at == 1 && stands_apart(text, chunk) {
                    1
                } else if at + 2 == b.len()
                    && text[b[at]..].starts_with('.')
                    && shortened(&text[b[from]..b[at]], chunk.next)
                {
                    -1
                } else {
                    features(text, chunk, at, from, &mut seen);
                    seen.iter()
                        .map(|f| i32::from(self.weights.get(*f).copied().unwrap_or(0)))
                        .sum()
                };
                if sum > 0 {
                    // "Non-EU": a hyphen inside a word is no end of its first half
                    let hyphen = at == from + 2
                        && &text[b[at - 1]..b[at]] == "-"
                        && text[b[from]..].starts_with(char::is_alphabetic)
                        && text[b[at]..].starts_with(char::is_alphabetic);
                    if hyphen {
                        out.push((b[from], b[at - 1]));
                        from = at - 1;
                    }
                    out.push((b[from], b[at]));
                    from = at;
                }
            }
            out.push((b[from], b[b.len() - 1]));
        });
    }

    /// True if a doubtful contraction is cut, by the tokens beside it ("" at the ends of a unit).
    #[must_use]
    pub fn parts_here(&self, token: &str, before: &str, after: &str) -> bool {
        let possessive = POSSESSIVES.iter().any(|p| token.eq_ignore_ascii_case(p));
        if possessive && AFTER_NO_POSSESSOR.iter().any(|w| after.eq_ignore_ascii_case(w)) {
            return true;
        }
        let mut seen = [0; BESIDE];
        beside(token, before, after, &mut seen);
        let weight = |f: &usize| i32::from(self.weights.get(*f).copied().unwrap_or(0));
        seen.iter().map(weight).sum::<i32>() > 0
    }

    /// True if the token is cut or not depending on what stands beside it.
    #[must_use]
    pub fn is_doubtful(&self, token: &str) -> bool {
        token.len() <= 24
            && !self.doubtful.is_empty()
            && token.is_ascii()
            && self.doubtful.contains(token.to_ascii_lowercase().as_str())
    }

    /// The words of a contraction; nothing for a plain token. Where the words together spell the
    /// token, they are given as it spells them.
    #[must_use]
    pub fn words(&self, token: &str) -> Option<Vec<String>> {
        let last = token.chars().next_back()?;
        if !(last.is_alphabetic() || is_apostrophe(last) || last == '\u{2122}' || last == '\u{99}')
            || token.len() < 2
            || token.len() > 60
        {
            return None;
        }
        if let Some(clean) = mended(token) {
            return self.broken_words(token, &clean);
        }
        let known = token.len() <= 24;
        let apostrophe = token.chars().any(is_apostrophe);
        if !apostrophe && (!known || self.contractions.is_empty()) {
            return None;
        }
        let mut plain = String::with_capacity(token.len());
        for c in token.chars() {
            if is_apostrophe(c) {
                plain.push('\'')
            } else {
                plain.extend(c.to_lowercase())
            }
        }
        if let Some(words) = self.contractions.get(plain.as_str()) {
            return if words.is_empty() {
                None
            } else {
                Some(spell(token, words))
            };
        }
        if !apostrophe {
            let cut = if GLUED_ARTICLES.contains(&plain.as_str()) {
                1
            } else {
                plain
                    .strip_suffix("nt")
                    .filter(|stem| NEGATED_HELPERS.contains(stem))?
                    .len()
            };
            return token
                .is_char_boundary(cut)
                .then(|| vec![token[..cut].to_owned(), token[cut..].to_owned()]);
        }
        let cut = if ["n't", "'ll", "'re", "'ve"].iter().any(|e| plain.ends_with(e)) {
            3
        } else if ["'s", "'d", "'m"].iter().any(|e| plain.ends_with(e)) {
            2
        } else if plain.ends_with("s'") && plain.chars().count() > 3 {
            1
        } else {
            return None;
        };
        let (at, _) = token.char_indices().rev().nth(cut - 1)?;
        if at == 0 || !token[..at].chars().any(char::is_alphanumeric) {
            return None;
        }
        Some(vec![token[..at].to_owned(), token[at..].to_owned()])
    }
}

impl Tokeniser {
    /// The words of a contraction with a broken apostrophe, cut at the same places.
    fn broken_words(&self, token: &str, clean: &str) -> Option<Vec<String>> {
        let words = self.words(clean)?;
        if words.concat() != clean {
            return None;
        }
        let mut rest = token;
        let mut out = Vec::new();
        for word in words {
            let mut own = 0;
            for _ in word.chars() {
                own += broken_mark(&rest[own..])
                    .map_or_else(|| rest[own..].chars().next().map_or(0, char::len_utf8), |(n, _)| n);
            }
            out.push(rest[..own].to_owned());
            rest = &rest[own..];
        }
        Some(out)
    }
}

/// True for the marks that stand for an apostrophe.
#[must_use]
pub fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2018}' | '`' | '\u{b4}')
}

/// The words of a contraction with the token's own letters where they are the same.
fn spell(token: &str, words: &[Box<str>]) -> Vec<String> {
    let count: usize = words.iter().map(|w| w.chars().count()).sum();
    if count == token.chars().count() {
        let mut rest = token.chars();
        return words
            .iter()
            .map(|w| rest.by_ref().take(w.chars().count()).collect())
            .collect();
    }
    let capital = token.chars().next().is_some_and(char::is_uppercase);
    words
        .iter()
        .enumerate()
        .map(|(i, w)| {
            let mut chars = w.chars();
            match chars.next() {
                Some(c) if i == 0 && capital => c.to_uppercase().chain(chars).collect(),
                _ => w.to_string(),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(token: &str) -> Vec<String> {
        let mut tokeniser = Tokeniser::default();
        tokeniser
            .contractions
            .insert("cannot".into(), vec!["can".into(), "not".into()]);
        tokeniser
            .contractions
            .insert("gonna".into(), vec!["going".into(), "to".into()]);
        tokeniser.contractions.insert("o'clock's".into(), Vec::new());
        tokeniser.words(token).unwrap_or_default()
    }

    #[test]
    fn contractions_are_cut() {
        assert_eq!(words("Cannot"), ["Can", "not"]);
        assert_eq!(words("Gonna"), ["Going", "to"]);
        assert_eq!(words("didn't"), ["did", "n't"]);
        assert_eq!(words("won’t"), ["wo", "n’t"]);
        assert_eq!(words("ministers'"), ["ministers", "'"]);
        assert_eq!(words("Iran's"), ["Iran", "'s"]);
        assert_eq!(words("wonâ€™t"), ["wo", "nâ€™t"]);
        assert_eq!(words("o'clock's"), [""; 0]);
        assert_eq!(words("Havent"), ["Have", "nt"]);
        assert_eq!(words("alot"), ["a", "lot"]);
        for whole in ["'s", "n't", "talks", "'", "''s", "O'Neill", "tenant", "ident", "arent’"] {
            assert_eq!(words(whole), [""; 0], "{whole}");
        }
    }

    #[test]
    fn addresses_are_whole() {
        let tokeniser = Tokeniser::default();
        let text =
            "See (https://example.org/a_(b)?q=1&c=crazy+horse). or www.example.org/x-y, now <j.d-9...@example.org>.";
        let mut spans = Vec::new();
        tokeniser.tokens(text, &mut spans);
        let tokens: Vec<&str> = spans.iter().map(|(a, b)| &text[*a..*b]).collect();
        assert!(tokens.contains(&"www.example.org/x-y"), "{tokens:?}");
        assert!(tokens.contains(&"j.d-9...@example.org"), "{tokens:?}");
        assert!(
            tokens
                .iter()
                .any(|t| t.starts_with("https://example.org/a_(b)?q=1&c=crazy+horse")),
            "{tokens:?}"
        );
    }

    #[test]
    fn short_forms_keep_their_full_stop() {
        let tokeniser = Tokeniser::default();
        let mut spans = Vec::new();
        let text = "Sgt. Owusu owes Rs. 4,500.";
        tokeniser.tokens(text, &mut spans);
        let tokens: Vec<&str> = spans.iter().map(|(a, b)| &text[*a..*b]).collect();
        assert_eq!(&tokens[..4], ["Sgt.", "Owusu", "owes", "Rs."]);
    }

    #[test]
    fn nothing_is_possessed_before_an_article() {
        let tokeniser = Tokeniser::default();
        assert!(tokeniser.parts_here("Its", "", "the"));
        assert!(tokeniser.parts_here("your", "if", "not"));
        assert!(!tokeniser.parts_here("its", "and", "troops"));
    }

    #[test]
    fn a_mark_that_lost_its_space_stands_apart() {
        let tokeniser = Tokeniser::default();
        let first = |text: &str| {
            let mut spans = Vec::new();
            tokeniser.tokens(text, &mut spans);
            text[spans[0].0..spans[0].1].to_owned()
        };
        for (text, mark) in [
            ("(Reuters", "("),
            (",they", ","),
            (">100,000", ">"),
            ("%10", "%"),
            ("-Page", "-"),
        ] {
            assert_eq!(first(text), mark);
        }
        for whole in ["(a)", "-5", "-er", ",5", "--x"] {
            assert_eq!(first(whole), whole);
        }
    }

    #[test]
    fn chunks_have_atoms() {
        let text = "Don’t pay $5.1m \u{a0}now…";
        let mut seen = Vec::new();
        chunks(text, |c| {
            seen.push(
                c.bounds
                    .windows(2)
                    .map(|w| &text[w[0]..w[1]])
                    .collect::<Vec<_>>()
                    .join("|"),
            );
        });
        assert_eq!(seen, ["Don|’|t", "pay", "$|5|.|1|m", "now|…"]);
    }
}
