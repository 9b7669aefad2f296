//! Which reports tell of the same happening.
//!
//! Input: digests in an order of their own, and their origins. Output: the
//! story of each, as the place of its first report.

mod linkage;
pub(crate) mod terms;
mod vectors;

use rapporteur_language::thresholds::Gather;

use crate::digest::Digest;

/// The story of each digest: the place of the first report in it.
pub(crate) fn stories(digests: &[&Digest], origins: &[u32], tuned: &Gather) -> Vec<u32> {
    let vectors = vectors::of(digests, tuned);
    linkage::link(digests, &vectors, origins, tuned)
}
