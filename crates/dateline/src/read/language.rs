//! Is a text English?

use whatlang::{Lang, Script};

/// Words of English that few other languages write.
const ENGLISH: &[&str] = &[
    "the", "and", "to", "of", "that", "said", "with", "from", "by", "his", "their", "which", "were", "has", "have",
    "been", "this", "will", "not", "who", "after", "for", "it", "its", "he", "she", "they", "was", "are", "had", "at",
    "an", "as", "would", "between", "against", "on", "is",
];

/// Texts with fewer letters or words count as English: names outweigh the rest in them.
const FEW_LETTERS: usize = 60;
const FEW_WORDS: usize = 12;

/// The text's language if it is English or too short to tell, else the language's code as `Err`.
/// `given`: what the input says.
pub(super) fn english(text: &str, given: Option<&str>) -> Result<Option<String>, String> {
    let english = Some("en".to_owned());
    if let Some(given) = given {
        let code = code(given);
        return if code == "en" { Ok(english) } else { Err(code) };
    }
    match detect(text) {
        Some(language) if language == "en" => Ok(english),
        Some(language) => Err(language),
        None => Ok(None),
    }
}

/// "EN-gb", "eng" and "English" to "en"; others in small letters without region.
pub(super) fn code(given: &str) -> String {
    let lower = given.trim().to_lowercase();
    let code = lower.split(['-', '_']).next().unwrap_or_default();
    match code {
        "eng" | "english" => "en".to_owned(),
        _ => code.to_owned(),
    }
}

/// The text's language, if it can be told.
pub(super) fn detect(text: &str) -> Option<String> {
    // The middle of a long text, without the page's head.
    let text = sample(text);
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let latin = text
        .chars()
        .filter(|c| c.is_alphabetic() && (c.is_ascii() || ('\u{c0}'..='\u{24f}').contains(c)))
        .count();
    let (mut words, mut known) = (0, 0);
    for word in text.split(|c: char| !(c.is_alphabetic() || c == '\'')) {
        if !word.is_empty() {
            words += 1;
            known += usize::from(ENGLISH.contains(&word.to_lowercase().as_str()));
        }
    }
    if latin * 2 < letters && letters >= 8 {
        return Some(whatlang::detect(text).map_or_else(|| "und".to_owned(), |info| short(info.lang()).to_owned()));
    }
    if known * 8 >= words && words >= 8 {
        return Some("en".to_owned());
    }
    if letters < FEW_LETTERS || words < FEW_WORDS {
        return None;
    }
    let info = whatlang::detect(text)?;
    if info.lang() == Lang::Eng || (info.script() == Script::Latin && !info.is_reliable() && known * 20 >= words) {
        return Some("en".to_owned());
    }
    if info.is_reliable() || known * 25 < words {
        return Some(short(info.lang()).to_owned());
    }
    None
}

/// At most some thousand bytes of it.
fn sample(text: &str) -> &str {
    const LONG: usize = 6000;
    if text.len() <= LONG {
        return text;
    }
    let boundary = |mut at: usize| {
        while !text.is_char_boundary(at) {
            at += 1;
        }
        at
    };
    let start = (text.len() / 4).min(2000);
    &text[boundary(start)..boundary(start + LONG - 2000)]
}

/// ISO 639-1 where there is one.
fn short(lang: Lang) -> &'static str {
    match lang {
        Lang::Eng => "en",
        Lang::Rus => "ru",
        Lang::Cmn => "zh",
        Lang::Spa => "es",
        Lang::Por => "pt",
        Lang::Ita => "it",
        Lang::Fra => "fr",
        Lang::Deu => "de",
        Lang::Ukr => "uk",
        Lang::Ara => "ar",
        Lang::Hin => "hi",
        Lang::Jpn => "ja",
        Lang::Ben => "bn",
        Lang::Urd => "ur",
        Lang::Pes => "fa",
        Lang::Heb => "he",
        Lang::Tur => "tr",
        Lang::Kor => "ko",
        Lang::Pol => "pl",
        Lang::Nld => "nl",
        Lang::Ind => "id",
        Lang::Vie => "vi",
        Lang::Swe => "sv",
        Lang::Dan => "da",
        Lang::Nob => "nb",
        Lang::Fin => "fi",
        Lang::Ces => "cs",
        Lang::Slk => "sk",
        Lang::Hun => "hu",
        Lang::Ron => "ro",
        Lang::Ell => "el",
        Lang::Bul => "bg",
        Lang::Srp => "sr",
        Lang::Hrv => "hr",
        Lang::Slv => "sl",
        Lang::Lit => "lt",
        Lang::Lav => "lv",
        Lang::Est => "et",
        Lang::Cat => "ca",
        Lang::Tha => "th",
        Lang::Tam => "ta",
        Lang::Nep => "ne",
        Lang::Afr => "af",
        Lang::Lat => "la",
        Lang::Tgl => "tl",
        Lang::Bel => "be",
        Lang::Mkd => "mk",
        Lang::Uzb => "uz",
        Lang::Aze => "az",
        Lang::Pan => "pa",
        Lang::Mar => "mr",
        Lang::Guj => "gu",
        Lang::Tel => "te",
        Lang::Kan => "kn",
        Lang::Mal => "ml",
        Lang::Amh => "am",
        Lang::Mya => "my",
        Lang::Khm => "km",
        Lang::Sin => "si",
        Lang::Kat => "ka",
        Lang::Hye => "hy",
        Lang::Yid => "yi",
        Lang::Epo => "eo",
        _ => lang.code(),
    }
}
