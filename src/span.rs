//! Places in a text.
//!
//! Inside the program a [`Span`] counts bytes of UTF-8, so that slicing is free. What leaves the program counts Unicode
//! code points, as Python does: [`CodePoints`] converts.

use std::ops::Range;

/// A half-open range of byte offsets into an article's text, always on character boundaries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span from `start` up to, not including, `end`.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end, "span {start}..{end} runs backwards");
        Self { start, end }
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether it covers nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The words it covers.
    pub fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }

    /// Whether `other` lies wholly inside.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that covers both.
    pub fn cover(self, other: Span) -> Span {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Span::new(range.start, range.end)
    }
}

/// Converts byte offsets of one text to code point offsets. ASCII texts, the most common, cost nothing.
#[derive(Clone, Debug)]
pub struct CodePoints {
    /// Byte offsets that start a block of [`CodePoints::BLOCK`] bytes, with the number of code points before them;
    /// empty for ASCII.
    blocks: Vec<usize>,
}

impl CodePoints {
    const BLOCK: usize = 64;

    /// An index over `text`.
    pub fn new(text: &str) -> Self {
        if text.is_ascii() {
            return Self { blocks: Vec::new() };
        }
        let mut blocks = Vec::with_capacity(text.len() / Self::BLOCK + 1);
        let mut count = 0;
        for (i, byte) in text.bytes().enumerate() {
            if i % Self::BLOCK == 0 {
                blocks.push(count);
            }
            count += usize::from(is_boundary(byte));
        }
        Self { blocks }
    }

    /// The number of code points of `text` before `byte`. `text` is the text that the index was made for.
    pub fn at(&self, text: &str, byte: usize) -> usize {
        if self.blocks.is_empty() {
            return byte;
        }
        let block = (byte / Self::BLOCK).min(self.blocks.len() - 1);
        let rest = &text.as_bytes()[block * Self::BLOCK..byte];
        self.blocks[block] + rest.iter().filter(|b| is_boundary(**b)).count()
    }

    /// Start and end of `span` in code points.
    pub fn range(&self, text: &str, span: Span) -> (usize, usize) {
        (self.at(text, span.start), self.at(text, span.end))
    }
}

fn is_boundary(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_agree_with_a_plain_count() {
        let text = "Élysée – “naïve” 🇰🇷 ".repeat(20) + "plain";
        let index = CodePoints::new(&text);
        for (count, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(index.at(&text, byte), count);
        }
        assert_eq!(index.at(&text, text.len()), text.chars().count());
    }
}
