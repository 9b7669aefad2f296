//! From a report's text back to the bytes it was read from.
//!
//! What always holds: runs are sorted by text and disjoint there, and none is
//! empty in the text. What no run holds was put in by reading: the line
//! breaks between blocks, the spaces between cells of a table.

use serde::{Deserialize, Serialize};

use std::ops::Range;

use crate::Span;

/// How the bytes of a run give its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RunKind {
    /// The bytes decode, in the file's encoding, to the text as it stands.
    Copied,
    /// The bytes are an escape for the text: `&amp;`, `&#8217;`, `\u2019`.
    Escaped,
    /// The bytes are white space (and, in a page, tags and characters that
    /// show nothing) that the text gives as one space or one line break.
    Space,
}

impl RunKind {
    /// The word that outputs use.
    pub fn as_str(self) -> &'static str {
        match self {
            RunKind::Copied => "copied",
            RunKind::Escaped => "escaped",
            RunKind::Space => "space",
        }
    }
}

/// A stretch of text and the bytes it was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// Where it stands in the report's text.
    pub text: Span,
    /// First byte of the file.
    pub start: u64,
    /// How many bytes.
    pub len: u32,
    /// How the bytes give the text.
    pub kind: RunKind,
}

impl Run {
    /// The bytes of the file.
    pub fn bytes(&self) -> Range<u64> {
        self.start..self.start + u64::from(self.len)
    }

    /// Whether each byte of the text is the byte of the file.
    fn is_exact(&self) -> bool {
        self.kind == RunKind::Copied && self.len as usize == self.text.len()
    }

    /// The part of this run that lies in `between`, told in the text of
    /// `outer`, which copied `between` as it stands.
    fn cut_to(&self, between: Span, outer: &Run) -> Run {
        let from = self.text.start().max(between.start());
        let to = self.text.end().min(between.end());
        let told = outer.text.start() + from - between.start();
        let (mut start, mut len) = (self.start, self.len);
        if self.is_exact() {
            start += (from - self.text.start()) as u64;
            len = (to - from) as u32;
        }
        Run {
            text: Span::new(told, told + to - from),
            start,
            len,
            kind: self.kind,
        }
    }
}

/// Where each part of a text lies in the bytes of the file that it was read
/// from: for a packed file, in the unpacked member; for a record of a crawl,
/// in its payload.
///
/// Empty where a format keeps no way back (PDF, Office files).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OriginMap {
    runs: Box<[Run]>,
}

impl OriginMap {
    /// The map of these runs, in text order.
    ///
    /// # Panics
    /// When two runs overlap or one is empty in the text: a fault of the
    /// reader that made them.
    pub fn new(runs: Vec<Run>) -> Self {
        let ordered = runs
            .windows(2)
            .all(|pair| pair[0].text.end() <= pair[1].text.start());
        let filled = runs.iter().all(|run| !run.text.is_empty());
        assert!(ordered && filled, "runs are sorted, disjoint and not empty");
        Self { runs: runs.into() }
    }

    /// The map of a text of `len` bytes that lies as it is at `start`.
    pub fn copied(len: usize, start: u64) -> Self {
        let run = Run {
            text: Span::new(0, len),
            start,
            len: len as u32,
            kind: RunKind::Copied,
        };
        Self::new(if len == 0 { Vec::new() } else { vec![run] })
    }

    /// The way back through a text between: this map's bytes are those of a
    /// text that `inner` leads back from.
    ///
    /// What `inner` does not hold is left out.
    #[must_use]
    pub fn through(&self, inner: &OriginMap) -> OriginMap {
        let mut runs = Vec::with_capacity(self.runs.len());
        for run in &self.runs {
            let between = Span::new(run.start as usize, run.start as usize + run.len as usize);
            if run.is_exact() {
                runs.extend(inner.of(between).iter().map(|it| it.cut_to(between, run)));
                continue;
            }
            let copied = inner.of(between).iter().all(Run::is_exact);
            let decoded = run.kind == RunKind::Copied;
            runs.extend(inner.bytes(between).map(|bytes| Run {
                text: run.text,
                start: bytes.start,
                len: (bytes.end - bytes.start) as u32,
                kind: if decoded && !copied {
                    RunKind::Escaped
                } else {
                    run.kind
                },
            }));
        }
        Self::new(runs)
    }

    /// All runs, in text order.
    pub fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// Whether there is no way back.
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// The runs that hold a byte of `span`, in text order.
    pub fn of(&self, span: Span) -> &[Run] {
        let from = self
            .runs
            .partition_point(|run| run.text.end() <= span.start());
        let to = self
            .runs
            .partition_point(|run| run.text.start() < span.end());
        &self.runs[from.min(to)..to]
    }

    /// The smallest range of bytes that holds all of `span`; `None` where no
    /// run does.
    ///
    /// The ends are exact where the text was copied byte for byte; in other
    /// runs they are the run's own.
    pub fn bytes(&self, span: Span) -> Option<Range<u64>> {
        let runs = self.of(span);
        let start = |run: &Run| {
            let into = span.start().saturating_sub(run.text.start());
            run.start + if run.is_exact() { into as u64 } else { 0 }
        };
        let end = |run: &Run| {
            let short = run.text.end().saturating_sub(span.end());
            run.bytes().end - if run.is_exact() { short as u64 } else { 0 }
        };
        let start = runs.iter().map(start).min()?;
        let end = runs.iter().map(end).max()?;
        Some(start..end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(text: (usize, usize), start: u64, len: u32, kind: RunKind) -> Run {
        Run {
            text: Span::new(text.0, text.1),
            start,
            len,
            kind,
        }
    }

    /// `Q&amp;A  here`, with the two spaces given as one.
    fn map() -> OriginMap {
        OriginMap::new(vec![
            run((0, 1), 10, 1, RunKind::Copied),
            run((1, 2), 11, 5, RunKind::Escaped),
            run((2, 3), 16, 1, RunKind::Copied),
            run((3, 4), 17, 2, RunKind::Space),
            run((4, 8), 19, 4, RunKind::Copied),
        ])
    }

    #[test]
    fn a_span_leads_back_to_its_bytes() {
        assert_eq!(map().bytes(Span::new(0, 3)), Some(10..17));
        assert_eq!(map().bytes(Span::new(5, 7)), Some(20..22));
        assert_eq!(map().of(Span::new(1, 4)).len(), 3);
        assert_eq!(map().bytes(Span::new(8, 9)), None);
    }

    #[test]
    fn a_way_back_leads_through_a_text_between() {
        let outer = OriginMap::new(vec![
            run((0, 2), 0, 2, RunKind::Copied),
            run((2, 3), 3, 1, RunKind::Space),
            run((3, 5), 5, 2, RunKind::Copied),
        ]);
        let through = outer.through(&map());
        let expected = [
            run((0, 1), 10, 1, RunKind::Copied),
            run((1, 2), 11, 5, RunKind::Escaped),
            run((2, 3), 17, 2, RunKind::Space),
            run((3, 5), 20, 2, RunKind::Copied),
        ];
        assert_eq!(through.runs(), expected);
    }

    #[test]
    fn a_character_of_another_length_stays_whole_on_its_way() {
        // `é` is one byte of a Latin text that quoted-printable holds as `=E9`.
        let decoded = OriginMap::new(vec![run((0, 2), 0, 1, RunKind::Copied)]);
        let escaped = OriginMap::new(vec![run((0, 1), 7, 3, RunKind::Escaped)]);
        let expected = [run((0, 2), 7, 3, RunKind::Escaped)];
        assert_eq!(decoded.through(&escaped).runs(), expected);
        let shifted = OriginMap::copied(1, 7);
        let expected = [run((0, 2), 7, 1, RunKind::Copied)];
        assert_eq!(decoded.through(&shifted).runs(), expected);
    }

    #[test]
    #[should_panic(expected = "sorted, disjoint")]
    fn runs_that_overlap_are_refused() {
        let _ = OriginMap::new(vec![
            run((0, 2), 0, 2, RunKind::Copied),
            run((1, 3), 2, 2, RunKind::Copied),
        ]);
    }
}
