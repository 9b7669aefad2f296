//! Which reports tell of the same happening.
//!
//! Input: digests in an order of their own, and their origins. Output: the
//! story of each, as the place of its first report. What always holds:
//! reports of one origin are in one story.
//!
//! Trees tell how likely each pair is of one story, first by what the two
//! have in common, then also by what else is like either; average linkage
//! makes stories of that.

pub(crate) mod context;
pub(crate) mod likeness;
pub(crate) mod linkage;
pub(crate) mod pairs;
pub(crate) mod sketch;
mod telling;
pub(crate) mod terms;

use rapporteur_language::Stories;
use rapporteur_language::thresholds::Gather;

use crate::digest::Digest;
use crate::groups::Groups;

pub(crate) use telling::telling;

/// The story of each digest: the place of the first report in it.
pub(crate) fn stories(
    digests: &[&Digest],
    origins: &[u32],
    trees: &Stories,
    tuned: &Gather,
) -> Vec<u32> {
    let pairs = pairs::Pairs::of(digests, origins, tuned);
    let bonds = pairs.bonds(trees, tuned);
    let mut linked = linkage::link(pairs.places.len(), &bonds, tuned.likeness);
    let mut groups = Groups::new(digests.len());
    for (number, &place) in pairs.places.iter().enumerate() {
        groups.join(pairs.places[linked.find(number as u32) as usize], place);
    }
    for (place, &origin) in origins.iter().enumerate() {
        groups.join(origin, place as u32);
    }
    (0..digests.len() as u32)
        .map(|place| groups.find(place))
        .collect()
}
