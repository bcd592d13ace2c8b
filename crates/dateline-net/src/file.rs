//! The model file: a header (magic, version, length, hash) and a Zstandard-compressed body of
//! numbers and strings, read in the order in which they were written.

use std::io::Read;

/// First bytes of a model file.
pub const MAGIC: [u8; 8] = *b"DATELINE";
/// Version of the format that this program reads.
pub const VERSION: u32 = 2;
const HEADER: usize = 8 + 4 + 8 + 8;
/// No model is larger than this when unpacked, bytes.
const LIMIT: u64 = 1 << 28;

/// What is wrong with a model file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// Does not start as a model file does.
    #[error("not a Dateline model (the first bytes are not \"DATELINE\")")]
    Magic,
    /// Written by another version.
    #[error("model format {found}, this program reads format {VERSION}")]
    Version {
        /// What the file says.
        found: u32,
    },
    /// Shorter or longer than its header says.
    #[error("truncated or padded: {found} bytes after the header, {expected} expected")]
    Length {
        /// Bytes that are there.
        found: u64,
        /// Bytes that the header announces.
        expected: u64,
    },
    /// The body was changed.
    #[error("the checksum does not match: the file is damaged")]
    Hash,
    /// The body cannot be read.
    #[error("damaged body: {0}")]
    Body(String),
}

/// FNV-1a over eight bytes at a time, 64 bits.
#[must_use]
pub fn hash(bytes: &[u8]) -> u64 {
    let mut h = 0xcbf2_9ce4_8422_2325u64;
    for chunk in bytes.chunks(8) {
        let mut word = [0u8; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        h = (h ^ u64::from_le_bytes(word)).wrapping_mul(0x0100_0000_01b3);
        h ^= h >> 29;
    }
    h
}

/// Puts the header before a compressed body.
#[must_use]
pub fn seal(compressed: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(HEADER + compressed.len());
    out.extend(MAGIC);
    out.extend(VERSION.to_le_bytes());
    out.extend((compressed.len() as u64).to_le_bytes());
    out.extend(hash(compressed).to_le_bytes());
    out.extend(compressed);
    out
}

/// The hash that a file's header states, which [`open`] checks; tells files of one name apart.
#[must_use]
pub fn stated_hash(bytes: &[u8]) -> Option<u64> {
    let sum = bytes.get(HEADER - 8..HEADER)?;
    Some(u64::from_le_bytes(sum.try_into().ok()?))
}

/// Checks the header and unpacks the body.
pub fn open(bytes: &[u8]) -> Result<Vec<u8>, FileError> {
    if bytes.len() < 8 || bytes[..8] != MAGIC {
        return Err(FileError::Magic);
    }
    if bytes.len() < HEADER {
        return Err(FileError::Length { found: 0, expected: 1 });
    }
    let number = |at: usize| {
        let mut b = [0u8; 8];
        b.copy_from_slice(&bytes[at..at + 8]);
        u64::from_le_bytes(b)
    };
    let found = number(8) as u32;
    if found != VERSION {
        return Err(FileError::Version { found });
    }
    let (expected, sum) = (number(12), number(20));
    let body = &bytes[HEADER..];
    if body.len() as u64 != expected {
        return Err(FileError::Length {
            found: body.len() as u64,
            expected,
        });
    }
    if hash(body) != sum {
        return Err(FileError::Hash);
    }
    let mut out = Vec::new();
    let decoder = ruzstd::decoding::StreamingDecoder::new(body).map_err(|e| FileError::Body(e.to_string()))?;
    decoder
        .take(LIMIT)
        .read_to_end(&mut out)
        .map_err(|e| FileError::Body(e.to_string()))?;
    Ok(out)
}

/// Writes a body.
#[derive(Clone, Debug, Default)]
pub struct Writer {
    /// What was written so far.
    pub bytes: Vec<u8>,
}

impl Writer {
    /// A whole number.
    pub fn number(&mut self, x: u32) {
        self.bytes.extend(x.to_le_bytes());
    }

    /// A string.
    pub fn text(&mut self, x: &str) {
        self.number(x.len() as u32);
        self.bytes.extend(x.as_bytes());
    }

    /// Strings.
    pub fn texts<'a>(&mut self, all: impl ExactSizeIterator<Item = &'a str>) {
        self.number(all.len() as u32);
        for x in all {
            self.text(x);
        }
    }

    /// Small whole numbers.
    pub fn small(&mut self, x: &[i8]) {
        self.number(x.len() as u32);
        self.bytes.extend(x.iter().map(|b| *b as u8));
    }

    /// Numbers in half precision, low bytes first, then high bytes (which compress).
    pub fn halves(&mut self, x: &[f32]) {
        self.number(x.len() as u32);
        let halves: Vec<u16> = x.iter().map(|v| to_half(*v)).collect();
        self.bytes.extend(halves.iter().map(|h| *h as u8));
        self.bytes.extend(halves.iter().map(|h| (*h >> 8) as u8));
    }

    /// Rows of `width` numbers in eight bits, with one scale for each column.
    pub fn columns(&mut self, x: &[f32], width: usize) {
        let rows = x.len() / width.max(1);
        self.rows(&transposed(x, width), rows);
    }

    /// Rows of numbers in eight bits, with one scale for each row.
    pub fn rows(&mut self, x: &[f32], width: usize) {
        self.number(x.len() as u32);
        self.number(width as u32);
        let mut scales = Vec::new();
        let mut small = Vec::with_capacity(x.len());
        for row in x.chunks(width.max(1)) {
            let scale = to_float(to_half(row.iter().fold(0.0f32, |m, v| m.max(v.abs())) / 127.0 + 1e-7));
            scales.push(scale);
            small.extend(row.iter().map(|v| (v / scale).round().clamp(-127.0, 127.0) as i8 as u8));
        }
        self.halves(&scales);
        self.bytes.extend(small);
    }
}

/// The transpose of a matrix with `width` columns, stored row after row.
fn transposed(x: &[f32], width: usize) -> Vec<f32> {
    let rows = x.len() / width.max(1);
    (0..width)
        .flat_map(|j| (0..rows).map(move |i| x[i * width + j]))
        .collect()
}

/// Reads what [`Writer`] wrote.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    /// Starts at the beginning of a body.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes }
    }

    fn take(&mut self, n: usize) -> Result<&'a [u8], FileError> {
        if n > self.bytes.len() {
            return Err(FileError::Body("it ends too early".into()));
        }
        let (now, rest) = self.bytes.split_at(n);
        self.bytes = rest;
        Ok(now)
    }

    /// A whole number.
    pub fn number(&mut self) -> Result<u32, FileError> {
        let b = self.take(4)?;
        Ok(u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
    }

    /// A string.
    pub fn text(&mut self) -> Result<&'a str, FileError> {
        let n = self.number()? as usize;
        std::str::from_utf8(self.take(n)?).map_err(|e| FileError::Body(e.to_string()))
    }

    /// Strings.
    pub fn texts(&mut self) -> Result<Vec<&'a str>, FileError> {
        let n = self.number()? as usize;
        let mut out = Vec::new();
        for _ in 0..n {
            out.push(self.text()?);
        }
        Ok(out)
    }

    /// Small whole numbers.
    pub fn small(&mut self) -> Result<Vec<i8>, FileError> {
        let n = self.number()? as usize;
        Ok(self.take(n)?.iter().map(|b| *b as i8).collect())
    }

    /// Numbers in half precision.
    pub fn halves(&mut self) -> Result<Vec<f32>, FileError> {
        let n = self.number()? as usize;
        let low = self.take(n)?;
        let high = self.take(n)?;
        Ok(low
            .iter()
            .zip(high)
            .map(|(l, h)| to_float(u16::from(*l) | u16::from(*h) << 8))
            .collect())
    }

    /// Rows of numbers in eight bits.
    pub fn rows(&mut self) -> Result<Vec<f32>, FileError> {
        let n = self.number()? as usize;
        let width = (self.number()? as usize).max(1);
        let scales = self.halves()?;
        let small = self.take(n)?;
        if scales.len() != n.div_ceil(width) {
            return Err(FileError::Body("rows and scales differ".into()));
        }
        let mut out = Vec::with_capacity(n);
        for (row, scale) in small.chunks(width).zip(scales) {
            out.extend(row.iter().map(|b| f32::from(*b as i8) * scale));
        }
        Ok(out)
    }

    /// Rows of numbers in eight bits, with one scale for each column.
    pub fn columns(&mut self) -> Result<Vec<f32>, FileError> {
        let length = self.clone().width()?;
        Ok(transposed(&self.rows()?, length))
    }

    /// Width of the rows that come next.
    fn width(&mut self) -> Result<usize, FileError> {
        self.number()?;
        Ok((self.number()? as usize).max(1))
    }

    /// Error if anything is left.
    pub fn end(&self) -> Result<(), FileError> {
        if self.bytes.is_empty() {
            Ok(())
        } else {
            Err(FileError::Body("it goes on too long".into()))
        }
    }
}

/// Nearest half-precision number (very small ones become zero, very large ones the largest).
#[must_use]
pub fn to_half(x: f32) -> u16 {
    let bits = x.to_bits();
    let sign = ((bits >> 16) & 0x8000) as u16;
    let rounded = (bits & 0x7fff_ffff) + 0x1000;
    let exponent = (rounded >> 23) as i32 - 127 + 15;
    if exponent <= 0 {
        return sign;
    }
    if exponent >= 31 {
        return sign | 0x7bff;
    }
    sign | ((exponent as u16) << 10) | ((rounded >> 13) & 0x3ff) as u16
}

/// A half-precision number as a float.
#[must_use]
pub fn to_float(h: u16) -> f32 {
    let sign = u32::from(h & 0x8000) << 16;
    let exponent = u32::from(h >> 10 & 0x1f);
    let fraction = u32::from(h & 0x3ff);
    if exponent == 0 {
        return f32::from_bits(sign);
    }
    f32::from_bits(sign | (exponent + 127 - 15) << 23 | fraction << 13)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_come_back() {
        for x in [0.0, 1.0, -1.5, 0.1, 1234.5, -0.001, 65504.0] {
            let y = to_float(to_half(x));
            assert!((x - y).abs() <= x.abs() / 1000.0, "{x} {y}");
        }
    }

    #[test]
    fn body_comes_back_and_damage_shows() {
        let mut w = Writer::default();
        w.number(7);
        w.texts(["a", "béta"].into_iter());
        w.rows(&[1.0, -2.0, 0.5, 0.0], 2);
        w.columns(&[1.0, -200.0, 0.5, 100.0, -1.0, 0.0], 2);
        let mut r = Reader::new(&w.bytes);
        assert_eq!(r.number(), Ok(7));
        assert_eq!(r.texts(), Ok(vec!["a", "béta"]));
        let rows = r.rows().unwrap();
        assert!((rows[1] + 2.0).abs() < 0.01 && (rows[2] - 0.5).abs() < 0.01);
        let columns = r.columns().unwrap();
        assert_eq!(columns.len(), 6);
        assert!((columns[2] - 0.5).abs() < 0.01 && (columns[3] - 100.0).abs() < 1.0);
        assert_eq!(r.end(), Ok(()));
        let mut short = Reader::new(&w.bytes[..9]);
        short.number().unwrap();
        assert!(short.texts().is_err());

        let sealed = seal(b"not zstd");
        assert_eq!(open(b"PK"), Err(FileError::Magic));
        assert!(matches!(
            open(&sealed[..sealed.len() - 1]),
            Err(FileError::Length { .. })
        ));
        let mut other = sealed.clone();
        other[30] ^= 1;
        assert_eq!(open(&other), Err(FileError::Hash));
        other = sealed.clone();
        other[8] = 9;
        assert_eq!(open(&other), Err(FileError::Version { found: 9 }));
        assert!(matches!(open(&sealed), Err(FileError::Body(_))));
    }
}
