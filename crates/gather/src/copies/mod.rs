//! Which stretches of narrative two reports share.
//!
//! Input: digests in an order of their own. Output: passages with spans on
//! both sides. What always holds: a passage lies in narrative on both sides,
//! so quotations and cuts never make one; a word of a report is in at most
//! one passage with each other report.
//!
//! The method is that of text-reuse detection: shared n-grams propose pairs
//! (Smith, Cordell and Mullen, 2015, `passim`), seeds are extended over gaps
//! into local alignments.

mod align;
mod candidates;
pub(crate) mod lineage;

use rapporteur_language::thresholds::Gather;
use rapporteur_text::Span;

use crate::digest::Digest;

/// A passage between the digests at two places of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Shared {
    /// Place of one.
    pub(crate) a: u32,
    /// Place of the other; `a < b`.
    pub(crate) b: u32,
    /// Where in `a`.
    pub(crate) a_span: Span,
    /// Where in `b`.
    pub(crate) b_span: Span,
    /// Words that agree.
    pub(crate) words: u32,
}

/// Every copied passage between `digests`, sorted.
pub(crate) fn passages(digests: &[&Digest], tuned: &Gather) -> Vec<Shared> {
    let seeds = candidates::Seeds::of(digests, tuned);
    let mut found = Vec::new();
    for (a, b) in seeds.pairs(tuned) {
        let (one, other) = (digests[a as usize], digests[b as usize]);
        let aligned = align::align(one, other, tuned);
        let told = aligned.iter().filter(|it| !seeds.is_furniture(it, one));
        found.extend(told.map(|it| Shared {
            a,
            b,
            a_span: it.a_span(one),
            b_span: it.b_span(other),
            words: it.agree,
        }));
    }
    found.sort_unstable();
    found
}

/// The passages between two reports, as spans of the first, spans of the
/// second and words that agree.
pub(crate) fn between(one: &Digest, other: &Digest, tuned: &Gather) -> Vec<(Span, Span, u32)> {
    let aligned = align::align(one, other, tuned);
    let spans = |it: &align::Aligned| (it.a_span(one), it.b_span(other), it.agree);
    aligned.iter().map(spans).collect()
}
