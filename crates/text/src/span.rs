//! Half-open ranges of one report's text.

use std::ops::Range;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A half-open range `[start, end)` of UTF-8 bytes of one report's text.
///
/// Invariant: `start <= end`. Whether the ends fall on character boundaries
/// depends on the text; [`Report::slice`](crate::Report::slice) checks it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.start, self.end).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (start, end) = <(u32, u32)>::deserialize(deserializer)?;
        if end < start {
            return Err(serde::de::Error::custom("a span ends before it starts"));
        }
        Ok(Self { start, end })
    }
}

impl Span {
    /// The span `[start, end)`.
    ///
    /// # Panics
    /// When `end < start`, which is a fault of the caller, or when an offset
    /// is over `u32::MAX` (reports are capped far below that when read).
    pub fn new(start: usize, end: usize) -> Self {
        assert!(
            start <= end,
            "a span must not end before it starts: {start}..{end}"
        );
        let end = u32::try_from(end).expect("reports are capped far below 4 GiB when read");
        Self {
            start: start as u32,
            end,
        }
    }

    /// First byte.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// One past the last byte.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the span holds no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The span as a range to slice with.
    pub fn range(self) -> Range<usize> {
        self.start()..self.end()
    }

    /// Whether `other` lies wholly within this span.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the byte at `offset` lies in this span.
    pub fn contains_offset(self, offset: usize) -> bool {
        self.start() <= offset && offset < self.end()
    }

    /// Whether the two share at least one byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// How many bytes the two share.
    pub fn overlap(self, other: Span) -> usize {
        let start = self.start.max(other.start);
        let end = self.end.min(other.end);
        end.saturating_sub(start) as usize
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn cover(self, other: Span) -> Span {
        Span {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }

    /// The part of this span that is left when white space at both ends of
    /// `text[self]` is dropped; empty at the start when nothing is left.
    ///
    /// # Panics
    /// When the span does not slice `text`.
    #[must_use]
    pub fn trim(self, text: &str) -> Span {
        let slice = &text[self.range()];
        let kept = slice.trim();
        let lead = slice.len() - slice.trim_start().len();
        if kept.is_empty() {
            return Span {
                start: self.start,
                end: self.start,
            };
        }
        let start = self.start() + lead;
        Span::new(start, start + kept.len())
    }
}

#[cfg(test)]
mod tests {
    use super::Span;

    #[test]
    fn touching_spans_do_not_overlap() {
        let (a, b) = (Span::new(0, 3), Span::new(3, 5));
        assert!(!a.overlaps(b));
        assert_eq!(a.overlap(b), 0);
        assert_eq!(a.cover(b), Span::new(0, 5));
    }

    #[test]
    fn trimming_drops_white_space_at_both_ends() {
        assert_eq!(Span::new(0, 7).trim("  ab \u{a0} "), Span::new(2, 4));
        assert!(Span::new(1, 3).trim("a   b").is_empty());
    }

    #[test]
    #[should_panic(expected = "must not end before")]
    fn a_span_cannot_run_backwards() {
        let _ = Span::new(2, 1);
    }
}
