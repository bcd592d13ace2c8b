//! Bytes to text: encodings.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// Turns a document's bytes to text without a byte order mark; or says why they are no text.
/// `declared`: an encoding that the document or its format names.
pub(super) fn decode(bytes: Vec<u8>, declared: Option<&'static Encoding>) -> Result<String, String> {
    if let Some((encoding, length)) = Encoding::for_bom(&bytes) {
        if encoding == UTF_8 {
            let mut bytes = bytes;
            bytes.drain(..length);
            return match String::from_utf8(bytes) {
                Ok(text) => check_text(text),
                Err(error) => Err(invalid_utf8(error.as_bytes(), error.utf8_error().valid_up_to())),
            };
        }
        let (text, failed) = encoding.decode_without_bom_handling(&bytes[length..]);
        if failed {
            return Err(format!("not text: broken {}", encoding.name()));
        }
        return check_text(text.into_owned());
    }
    if let Some(kind) = magic(&bytes) {
        return Err(format!("not text but {kind}"));
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return check_text(text),
        Err(error) => error.into_bytes(),
    };
    let valid = std::str::from_utf8(&bytes).map_or_else(|error| error.valid_up_to(), str::len);
    // Not UTF-8: what the page says, else what it looks like.
    if let Some(encoding) = declared.filter(|encoding| *encoding != UTF_8) {
        let (text, failed) = encoding.decode_without_bom_handling(&bytes);
        if !failed {
            return check_text(text.into_owned());
        }
    }
    if let Some(encoding) = wide(&bytes) {
        let (text, failed) = encoding.decode_without_bom_handling(&bytes);
        if !failed {
            return check_text(text.into_owned());
        }
    }
    let (sound, broken) = utf8_sequences(&bytes);
    if sound > 0 && sound >= broken {
        return Err(invalid_utf8(&bytes, valid));
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(&bytes, true);
    let guess = detector.guess(None, chardetng::Utf8Detection::Deny);
    for encoding in [guess, WINDOWS_1252] {
        let (text, failed) = encoding.decode_without_bom_handling(&bytes);
        // C1 controls are what Windows-1252 leaves undefined.
        if !failed && !text.chars().any(|c| ('\u{80}'..='\u{9f}').contains(&c)) {
            return check_text(text.into_owned());
        }
    }
    Err(invalid_utf8(&bytes, valid))
}

fn invalid_utf8(bytes: &[u8], at: usize) -> String {
    let line = 1 + bytes[..at].iter().filter(|byte| **byte == b'\n').count();
    let byte = bytes.get(at).copied().unwrap_or_default();
    format!("not text: invalid UTF-8 in line {line} (byte 0x{byte:02X} at offset {at}), and no other encoding fits")
}

/// Counts sound sequences of several bytes, and broken ones.
fn utf8_sequences(bytes: &[u8]) -> (usize, usize) {
    let (mut sound, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        sound += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    (sound, broken)
}

/// UTF-16 without a byte order mark: every second byte is zero.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096)];
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), head.len() / 2);
    if half < 8 || even + odd == 0 {
        return None;
    }
    if odd * 10 > half * 7 && even * 20 < half {
        Some(encoding_rs::UTF_16LE)
    } else if even * 10 > half * 7 && odd * 20 < half {
        Some(encoding_rs::UTF_16BE)
    } else {
        None
    }
}

/// Texts have few control characters.
fn check_text(text: String) -> Result<String, String> {
    // UTF-16 of plain letters is valid UTF-8 too.
    if let Some(encoding) = wide(text.as_bytes()) {
        let (wide, failed) = encoding.decode_without_bom_handling(text.as_bytes());
        if !failed {
            return check_text(wide.into_owned());
        }
    }
    let mut controls = 0;
    let mut first = None;
    for (at, byte) in text.bytes().enumerate() {
        if byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0b | 0x0c | 0x1a | 0x1b) || byte == 0x7f {
            controls += 1;
            first.get_or_insert(at);
        }
    }
    match first {
        Some(at) if controls * 100 > text.len() => Err(format!(
            "not text: {controls} control characters, the first at byte {at}"
        )),
        _ => Ok(text),
    }
}

/// True if these first bytes of a stream cannot be text.
pub(super) fn is_binary(head: &[u8]) -> Option<String> {
    if Encoding::for_bom(head).is_some() {
        return None;
    }
    if let Some(kind) = magic(head) {
        return Some(format!("not text but {kind}"));
    }
    let controls = head
        .iter()
        .filter(|byte| **byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0b | 0x0c | 0x1a | 0x1b))
        .count();
    (controls * 100 > head.len()).then(|| {
        format!(
            "not text: {controls} control characters in the first {} bytes",
            head.len()
        )
    })
}

fn magic(bytes: &[u8]) -> Option<&'static str> {
    const MAGIC: &[(&[u8], &str)] = &[
        (b"%PDF-", "a PDF file"),
        (b"PK\x03\x04", "a zip archive (perhaps an office document)"),
        (b"\x89PNG", "a PNG picture"),
        (b"\xff\xd8\xff", "a JPEG picture"),
        (b"GIF8", "a GIF picture"),
        (b"\x7fELF", "a program"),
        (b"{\\rtf", "an RTF document"),
        (b"\xd0\xcf\x11\xe0", "an old office document"),
        (b"BZh", "a bzip2 file"),
        (b"\xfd7zXZ", "an xz file"),
        (b"7z\xbc\xaf", "a 7-Zip archive"),
        (b"SQLite format 3\0", "an SQLite database"),
    ];
    MAGIC
        .iter()
        .find(|(start, _)| bytes.starts_with(start))
        .map(|(_, kind)| *kind)
}

/// The encoding that an HTML page's first kilobytes name.
pub(super) fn html_charset(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
    for (at, _) in head.match_indices("charset") {
        let rest = head[at + 7..].trim_start();
        let Some(rest) = rest.strip_prefix('=') else {
            continue;
        };
        let rest = rest.trim_start().trim_start_matches(['"', '\'']);
        let end = rest
            .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':')))
            .unwrap_or(rest.len());
        if let Some(encoding) = Encoding::for_label(&rest.as_bytes()[..end]) {
            return Some(encoding);
        }
    }
    None
}
