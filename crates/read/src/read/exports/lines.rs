//! Lines, and the blocks that blank lines part.

use std::borrow::Cow;
use std::ops::Range;

/// One line, trimmed.
#[derive(Debug, Default)]
pub(super) struct Line<'a> {
    /// Its words.
    pub(super) text: Cow<'a, str>,
    /// Where it begins in the characters of the file.
    pub(super) start: usize,
    /// Where it ends there.
    pub(super) end: usize,
    /// For a line of a page: where the parts of its words begin in the file,
    /// by their place in the words.
    pub(super) parts: Vec<(usize, usize)>,
}

impl Line<'_> {
    /// Whether nothing stands in it.
    pub(super) fn is_blank(&self) -> bool {
        self.text.is_empty()
    }

    /// Where the character at `offset` of its words lies in the file.
    pub(super) fn place(&self, offset: usize) -> usize {
        let before = self.parts.partition_point(|it| it.0 <= offset);
        let place = match before.checked_sub(1).map(|at| self.parts[at]) {
            Some((from, place)) => place + offset - from,
            None => self.start + offset,
        };
        place.min(self.end)
    }
}

/// The lines of a text.
pub(super) fn of_text(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at + line.len() - line.trim_start().len();
        let trimmed = line.trim();
        lines.push(Line {
            text: Cow::Borrowed(trimmed),
            start,
            end: start + trimmed.len(),
            parts: Vec::new(),
        });
        at += line.len();
    }
    lines
}

/// The blocks of lines in `within` that hold something, in order.
pub(super) fn blocks(lines: &[Line<'_>], within: Range<usize>) -> Vec<Range<usize>> {
    let mut blocks: Vec<Range<usize>> = Vec::new();
    for at in within {
        if lines[at].is_blank() {
            continue;
        }
        match blocks.last_mut() {
            Some(last) if last.end == at => last.end = at + 1,
            _ => blocks.push(at..at + 1),
        }
    }
    blocks
}

/// The characters from the first line that holds something to the last.
pub(super) fn piece(lines: &[Line<'_>], within: Range<usize>) -> Option<Range<usize>> {
    let lines = lines.get(within)?;
    let first = lines.iter().find(|it| !it.is_blank())?;
    let last = lines.iter().rfind(|it| !it.is_blank())?;
    (first.start < last.end).then_some(first.start..last.end)
}

/// The words of lines, in one.
pub(super) fn words(lines: &[Line<'_>]) -> String {
    let words: Vec<&str> = lines
        .iter()
        .flat_map(|it| it.text.split_whitespace())
        .collect();
    words.join(" ")
}
