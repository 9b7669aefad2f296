//! From UTF-8 bytes to Unicode code points, as W3C Web Annotation counts.

use crate::Span;

/// Every how many bytes a running count is kept.
const STRIDE: usize = 256;

/// An index of one text that turns byte offsets into code-point offsets.
///
/// Memory is about 1/64 of the text; a lookup reads at most 256 bytes.
#[derive(Debug)]
pub struct CodePoints<'t> {
    text: &'t str,
    counts: Vec<u32>,
}

impl<'t> CodePoints<'t> {
    /// Indexes `text`.
    pub fn new(text: &'t str) -> Self {
        let mut counts = vec![0];
        let mut sum = 0;
        for chunk in text.as_bytes().chunks(STRIDE) {
            sum += leads(chunk);
            counts.push(sum);
        }
        Self { text, counts }
    }

    /// The number of code points before byte `offset`; an offset past the end
    /// counts the whole text.
    pub fn at(&self, offset: usize) -> usize {
        let offset = offset.min(self.text.len());
        let block = offset / STRIDE;
        let rest = &self.text.as_bytes()[block * STRIDE..offset];
        (self.counts[block] + leads(rest)) as usize
    }

    /// `[start, end)` of `span` in code points.
    pub fn span(&self, span: Span) -> [usize; 2] {
        [self.at(span.start()), self.at(span.end())]
    }
}

/// Counts the bytes that begin a character.
fn leads(bytes: &[u8]) -> u32 {
    bytes
        .iter()
        .map(|&byte| u32::from(byte & 0xC0 != 0x80))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::CodePoints;
    use crate::Span;

    #[test]
    fn offsets_agree_with_counting_characters() {
        let text = "“Añ” – 𝄞 said.\n".repeat(60);
        let points = CodePoints::new(&text);
        for (count, (offset, _)) in text.char_indices().enumerate() {
            assert_eq!(points.at(offset), count);
        }
        assert_eq!(
            points.span(Span::new(0, text.len())),
            [0, text.chars().count()]
        );
        assert_eq!(points.at(usize::MAX), text.chars().count());
    }
}
