//! Which reports may tell of one happening, and how likely that is.
//!
//! Input: digests in order of publication, and their origins. Output: pairs
//! of places with a likelihood. What always holds: an origin is looked at
//! once, by its first report; work is near linear, as a report is compared
//! only with those before it that share the most of its telling terms.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rapporteur_language::Stories;
use rapporteur_language::thresholds::Gather;

use super::context::{self, ContextRow, Neighbours};
use super::likeness::{self, Row, odds_to_share};
use super::sketch::{Rarity, Sketch, short};
use crate::days_apart;
use crate::digest::Digest;

/// Reports under one key that are looked at; of more, those last published.
const MOST_UNDER_KEY: usize = 400;

/// Earlier reports that one is compared with.
const COMPARED: usize = 64;

/// Likelihood under which a pair is left out.
pub(crate) const LEAST: f32 = 0.01;

/// Pairs of reports that share telling terms.
#[derive(Debug)]
pub(crate) struct Pairs {
    /// Sketches of the first report of each origin.
    sketches: Vec<Sketch>,
    /// The place of each sketch's report.
    pub(crate) places: Vec<u32>,
    /// Numbers of two sketches, the earlier first, and what they have in common.
    pub(crate) rows: Vec<(u32, u32, Row)>,
}

impl Pairs {
    /// The pairs of a batch.
    pub(crate) fn of(digests: &[&Digest], origins: &[u32], tuned: &Gather) -> Self {
        let places: Vec<u32> = (0..digests.len() as u32)
            .filter(|&place| origins[place as usize] == place)
            .collect();
        let mut rarity = Rarity::new(tuned);
        for &place in &places {
            let terms = &digests[place as usize].terms;
            rarity.add(terms.iter().map(|term| short(term.hash)));
        }
        let sketch = |&place: &u32| Sketch::new(digests[place as usize], &rarity, tuned);
        let sketches: Vec<Sketch> = places.iter().map(sketch).collect();
        let mut rows = Vec::new();
        for (a, b) in candidates(&sketches) {
            let row = likeness::row(&sketches[a as usize], &sketches[b as usize]);
            rows.push((a, b, row));
        }
        Self {
            sketches,
            places,
            rows,
        }
    }

    /// The likelihood of each pair by itself.
    pub(crate) fn likelihoods(&self, trees: &Stories) -> Vec<f32> {
        let rows = self.rows.iter();
        rows.map(|(_, _, row)| likeness::likelihood(row, trees))
            .collect()
    }

    /// The pairs that are likely by themselves, each among its neighbours:
    /// its number and its row.
    pub(crate) fn context(&self, likelihoods: &[f32]) -> Vec<(usize, ContextRow)> {
        let mut near = vec![Neighbours::default(); self.sketches.len()];
        for ((a, b, own), &likelihood) in self.rows.iter().zip(likelihoods) {
            near[*a as usize].add(*b, likelihood, own);
            near[*b as usize].add(*a, likelihood, own);
        }
        let likely = (0..self.rows.len()).filter(|&ix| LEAST <= likelihoods[ix]);
        likely
            .map(|ix| {
                let (a, b, own) = &self.rows[ix];
                let sides = ((*a, &near[*a as usize]), (*b, &near[*b as usize]));
                (ix, context::row(own, likelihoods[ix], sides.0, sides.1))
            })
            .collect()
    }

    /// How strongly pairs belong together: their likelihood among their
    /// neighbours, less the further apart they were published.
    pub(crate) fn bonds(&self, trees: &Stories, tuned: &Gather) -> Vec<(u32, u32, f32)> {
        let context = self.context(&self.likelihoods(trees));
        let bond = |(ix, row): (usize, ContextRow)| {
            let (a, b, _) = self.rows[ix];
            let (one, other) = (&self.sketches[a as usize], &self.sketches[b as usize]);
            let likelihood = odds_to_share(trees.context.score(&row));
            (a, b, likelihood * decay(one.day, other.day, tuned))
        };
        context.into_iter().map(bond).collect()
    }
}

/// How much less likely one story is for reports published days apart; 1
/// where a day is not known.
pub(crate) fn decay(one: Option<Date>, other: Option<Date>, tuned: &Gather) -> f32 {
    let (Some(one), Some(other)) = (one, other) else {
        return 1.0;
    };
    let days = days_apart(one, other).saturating_sub(1).max(0) as f32;
    0.5_f32.powf(days / tuned.half_life_days)
}

/// Pairs that share the most telling terms, the earlier first.
fn candidates(sketches: &[Sketch]) -> Vec<(u32, u32)> {
    let mut holders: BTreeMap<u32, Vec<(u32, f32)>> = BTreeMap::new();
    let mut shared = vec![0.0_f32; sketches.len()];
    let mut pairs = Vec::new();
    for (number, sketch) in sketches.iter().enumerate() {
        let mut met: Vec<u32> = Vec::new();
        for key in sketch.keys() {
            let under = holders.entry(key.hash).or_default();
            let from = under.len().saturating_sub(MOST_UNDER_KEY);
            for &(earlier, weight) in &under[from..] {
                let sum = &mut shared[earlier as usize];
                if *sum == 0.0 {
                    met.push(earlier);
                }
                *sum += weight * key.weight();
            }
            under.push((number as u32, key.weight()));
        }
        let most = |one: &u32, other: &u32| {
            let sum = |it: &u32| shared[*it as usize];
            sum(other).total_cmp(&sum(one)).then(one.cmp(other))
        };
        if COMPARED < met.len() {
            met.select_nth_unstable_by(COMPARED, most);
            for &left in &met[COMPARED..] {
                shared[left as usize] = 0.0;
            }
            met.truncate(COMPARED);
        }
        met.sort_unstable();
        for &earlier in &met {
            shared[earlier as usize] = 0.0;
            pairs.push((earlier, number as u32));
        }
    }
    pairs
}
