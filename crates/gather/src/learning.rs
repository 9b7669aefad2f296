//! What the trees for stories are learnt from.

use rapporteur_language::Thresholds;
use rapporteur_language::stories::{CONTEXT, WIDTH};
use rapporteur_text::ReportIx;

use crate::digest::Digest;
use crate::stories::pairs::Pairs;

/// Pairs of a batch's reports that may be of one story, with the numbers that
/// trees see of them.
#[derive(Debug)]
pub struct StoryPairs {
    pairs: Pairs,
    order: Vec<u32>,
}

impl StoryPairs {
    /// The pairs of a batch, each report taken for an origin of its own.
    pub fn of(digests: &[Digest], thresholds: &Thresholds) -> Self {
        let order = crate::canonical(digests);
        let sorted: Vec<&Digest> = order.iter().map(|&ix| &digests[ix as usize]).collect();
        let origins: Vec<u32> = (0..order.len() as u32).collect();
        Self {
            pairs: Pairs::of(&sorted, &origins, &thresholds.gather),
            order,
        }
    }

    /// The pairs, as places in the batch, and their rows.
    pub fn rows(&self) -> impl Iterator<Item = (ReportIx, ReportIx, &[f32; WIDTH])> + '_ {
        let place = |number: u32| {
            let place = self.pairs.places[number as usize];
            ReportIx(self.order[place as usize])
        };
        let rows = self.pairs.rows.iter();
        rows.map(move |(a, b, row)| (place(*a), place(*b), row))
    }

    /// The rows of the pairs that are likely by themselves, among their
    /// neighbours, each with the number of its pair. One likelihood a pair.
    pub fn context(&self, likelihoods: &[f32]) -> Vec<(usize, [f32; CONTEXT])> {
        self.pairs.context(likelihoods)
    }
}
