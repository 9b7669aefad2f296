//! Cuts as they are found: an earlier one keeps its ground.

use std::collections::BTreeMap;

use rapporteur_text::{Cut, Mask, Span};

/// Disjoint cuts of one text.
#[derive(Debug)]
pub(super) struct Cuts<'t> {
    text: &'t str,
    /// End and reason by start.
    by_start: BTreeMap<usize, (usize, Cut)>,
}

impl<'t> Cuts<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            by_start: BTreeMap::new(),
        }
    }

    /// Cuts what of `span` is not cut yet, white space at its ends aside.
    pub(super) fn add(&mut self, span: Span, cut: Cut) {
        for piece in self.gaps(span) {
            let piece = piece.trim(self.text);
            if !piece.is_empty() {
                self.by_start.insert(piece.start(), (piece.end(), cut));
            }
        }
    }

    /// The stretches of `span` that are not cut, with at least one character
    /// that is not white space.
    pub(super) fn gaps(&self, span: Span) -> Vec<Span> {
        let mut gaps = Vec::new();
        let mut from = span.start();
        for (start, (end, _)) in self.touching(span) {
            if from < start {
                gaps.push(Span::new(from, start));
            }
            from = from.max(end);
        }
        if from < span.end() {
            gaps.push(Span::new(from, span.end()));
        }
        gaps.retain(|gap| !self.text[gap.range()].trim().is_empty());
        gaps
    }

    /// The first stretch of `span` that is not cut, trimmed.
    pub(super) fn rest(&self, span: Span) -> Option<Span> {
        self.gaps(span).first().map(|gap| gap.trim(self.text))
    }

    /// Whether nothing of `span` is cut.
    pub(super) fn is_whole(&self, span: Span) -> bool {
        self.touching(span).next().is_none()
    }

    /// Why the byte at `offset` is cut.
    pub(super) fn at(&self, offset: usize) -> Option<Cut> {
        let (_, &(end, cut)) = self.by_start.range(..=offset).next_back()?;
        (offset < end).then_some(cut)
    }

    /// Cuts that share a byte with `span`.
    fn touching(&self, span: Span) -> impl Iterator<Item = (usize, (usize, Cut))> + '_ {
        let before = self.by_start.range(..span.start()).next_back();
        let before = before.filter(move |(_, (end, _))| span.start() < *end);
        let within = self.by_start.range(span.range());
        before.into_iter().chain(within).map(|(&at, &it)| (at, it))
    }

    /// All of them; the words of a post and its signature are one.
    pub(super) fn mask(self) -> Mask {
        let mut cuts: Vec<(Span, Cut)> = Vec::with_capacity(self.by_start.len());
        for (start, (end, cut)) in self.by_start {
            match cuts.last_mut() {
                Some((last, Cut::Embed))
                    if cut == Cut::Embed && self.text[last.end()..start].trim().is_empty() =>
                {
                    *last = Span::new(last.start(), end);
                }
                _ => cuts.push((Span::new(start, end), cut)),
            }
        }
        Mask::new(cuts).expect("each was added where nothing was cut, and none is empty")
    }
}
