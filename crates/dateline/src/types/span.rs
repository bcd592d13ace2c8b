//! Positions in a document's text.

use serde::{Deserialize, Serialize};

/// A half-open range of bytes into a [`Document`](crate::Document)'s text, on character
/// boundaries. Output counts Unicode code points instead: see [`CodePoints`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// The bytes from `start` up to, not including, `end`.
    ///
    /// # Panics
    /// If `start` is after `end`, or `end` is over 4 GiB (documents are at most 20 MB).
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        assert!(start <= end, "span {start}..{end} ends before it starts");
        Self {
            start: u32::try_from(start).expect("texts are under 4 GiB"),
            end: u32::try_from(end).expect("texts are under 4 GiB"),
        }
    }

    /// First byte.
    #[must_use]
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// One past the last byte.
    #[must_use]
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// Length in bytes.
    #[must_use]
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// True if it holds no byte.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The words it covers.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        &text[self.start()..self.end()]
    }

    /// True if the two share at least one byte.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// True if `other` lies wholly inside.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        Self {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }
}

/// Turns byte offsets of one text into code point offsets, for output: Python, R and JavaScript
/// users slice by code points.
#[derive(Clone, Debug)]
pub struct CodePoints {
    /// Number of code points before each 64th byte; empty if the text is ASCII.
    marks: Vec<u32>,
    /// The text's bytes that start no code point (continuation bytes), needed between marks.
    continuation: Vec<u64>,
}

impl CodePoints {
    /// Reads the text once.
    #[must_use]
    pub fn new(text: &str) -> Self {
        if text.is_ascii() {
            return Self {
                marks: Vec::new(),
                continuation: Vec::new(),
            };
        }
        let blocks = text.len() / 64 + 1;
        let (mut marks, mut continuation) = (Vec::with_capacity(blocks), vec![0u64; blocks]);
        let mut count = 0;
        for (i, byte) in text.bytes().enumerate() {
            if i % 64 == 0 {
                marks.push(count);
            }
            if byte & 0xC0 == 0x80 {
                continuation[i / 64] |= 1 << (i % 64);
            } else {
                count += 1;
            }
        }
        if text.len().is_multiple_of(64) {
            marks.push(count);
        }
        Self { marks, continuation }
    }

    /// Code points before the byte at `offset`.
    #[must_use]
    pub fn offset(&self, offset: usize) -> usize {
        if self.marks.is_empty() {
            return offset;
        }
        let (block, bit) = (offset / 64, offset % 64);
        let before = self.continuation[block] & ((1u64 << bit) - 1);
        self.marks[block] as usize + bit - before.count_ones() as usize
    }

    /// A span as `[start, end]` in code points.
    #[must_use]
    pub fn span(&self, span: Span) -> [usize; 2] {
        [self.offset(span.start()), self.offset(span.end())]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn code_points_agree_with_chars(text in any::<String>()) {
            let points = CodePoints::new(&text);
            for (count, (offset, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(points.offset(offset), count);
            }
            prop_assert_eq!(points.offset(text.len()), text.chars().count());
        }
    }
}
