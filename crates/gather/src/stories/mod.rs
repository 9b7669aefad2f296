//! Which reports tell of the same happening.
//!
//! Input: digests in an order of their own, and their origins. Output: the
//! story of each, as the place of its first report.

mod linkage;
pub(crate) mod terms;
mod vectors;

use rapporteur_language::thresholds::Gather;

use crate::digest::Digest;

/// Telling terms of a story by which it is found in a file.
const TELLING: usize = 64;

/// The terms that tell most of what reports are about, heaviest first, each
/// with its average weight. The inner product of two such lists is at most
/// about the likeness by which stories are joined.
pub(crate) fn telling(digests: &[&Digest], tuned: &Gather) -> Vec<(u64, f32)> {
    let alone = digests.iter().map(|digest| vectors::alone(digest, tuned));
    let mut terms = alone.fold(Vec::new(), |all, one| vectors::sum(&all, &one));
    terms.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
    terms.truncate(TELLING);
    for (_, weight) in &mut terms {
        *weight /= digests.len() as f32;
    }
    terms
}

/// The story of each digest: the place of the first report in it.
pub(crate) fn stories(digests: &[&Digest], origins: &[u32], tuned: &Gather) -> Vec<u32> {
    let vectors = vectors::of(digests, tuned);
    linkage::link(digests, &vectors, origins, tuned)
}
