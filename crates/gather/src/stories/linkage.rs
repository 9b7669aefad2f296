//! Joins reports into stories by average linkage (UPGMA).
//!
//! Input: digests in order of publication, their vectors and origins.
//! Output: the story of each, as the place of its first report. What always
//! holds: reports of one origin are in one story; the pair that is most alike
//! joins first, and of equals the one that was published first; only pairs
//! that share a telling term are compared, so work is near linear.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use jiff::civil::Date;
use rapporteur_language::thresholds::Gather;

use super::vectors::{Vector, dot, sum};
use crate::days_apart;
use crate::digest::Digest;
use crate::groups::Groups;

/// Telling terms of a story by which it is found.
const KEYS: usize = 32;

/// Stories under one key that are compared each with each; of more, only
/// neighbours in time are.
const MOST_UNDER_KEY: usize = 96;

/// Neighbours in time that are compared under a crowded key.
const NEIGHBOURS: usize = 24;

/// Reports on their way to a story.
struct Cluster {
    /// Sum of the members' vectors.
    sum: Vector,
    /// Number of members.
    size: f32,
    /// Publication days of the dated members, sorted.
    days: Vec<Date>,
    /// Clusters that share a key.
    near: BTreeSet<u32>,
    /// Counts joins, so that an old proposal is known.
    version: u32,
    alive: bool,
}

/// A join that was worth proposing.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Proposal {
    likeness: f32,
    a: u32,
    b: u32,
    versions: (u32, u32),
}

impl Eq for Proposal {}

impl Ord for Proposal {
    fn cmp(&self, other: &Self) -> Ordering {
        let earlier = (other.a, other.b).cmp(&(self.a, self.b));
        self.likeness.total_cmp(&other.likeness).then(earlier)
    }
}

impl PartialOrd for Proposal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The story of each digest.
pub(super) fn link(
    digests: &[&Digest],
    vectors: &[Vector],
    origins: &[u32],
    tuned: &Gather,
) -> Vec<u32> {
    let mut linkage = Linkage::of_origins(digests, vectors, origins, tuned);
    linkage.propose_first();
    linkage.run();
    let mut groups = linkage.groups;
    (0..digests.len() as u32)
        .map(|place| groups.find(place))
        .collect()
}

/// The state of the linkage.
struct Linkage<'t> {
    clusters: Vec<Cluster>,
    groups: Groups,
    proposals: BinaryHeap<Proposal>,
    tuned: &'t Gather,
}

impl<'t> Linkage<'t> {
    /// One cluster for each origin, at the place of its first report.
    fn of_origins(
        digests: &[&Digest],
        vectors: &[Vector],
        origins: &[u32],
        tuned: &'t Gather,
    ) -> Self {
        let mut groups = Groups::new(digests.len());
        let mut clusters: Vec<Cluster> = Vec::with_capacity(digests.len());
        for (place, digest) in digests.iter().enumerate() {
            let own = Cluster {
                sum: vectors[place].clone(),
                size: 1.0,
                days: digest.day().into_iter().collect(),
                near: BTreeSet::new(),
                version: 0,
                alive: origins[place] == place as u32,
            };
            if !own.alive {
                groups.join(origins[place], place as u32);
                clusters[origins[place] as usize].absorb(&own);
            }
            clusters.push(own);
        }
        Self {
            clusters,
            groups,
            proposals: BinaryHeap::new(),
            tuned,
        }
    }

    /// Proposes every join of two clusters that share a key.
    fn propose_first(&mut self) {
        for (a, b) in self.pairs() {
            self.propose(a, b);
        }
    }

    /// Pairs of clusters that share a telling term, sorted.
    fn pairs(&self) -> BTreeSet<(u32, u32)> {
        let mut holders: BTreeMap<u64, Vec<u32>> = BTreeMap::new();
        for (place, cluster) in self.clusters.iter().enumerate().filter(|(_, it)| it.alive) {
            for key in cluster.keys() {
                holders.entry(key).or_default().push(place as u32);
            }
        }
        let mut pairs = BTreeSet::new();
        for places in holders.values() {
            let few = places.len() <= MOST_UNDER_KEY;
            let next = if few { places.len() } else { NEIGHBOURS };
            for (ix, &a) in places.iter().enumerate() {
                pairs.extend(places[ix + 1..].iter().take(next).map(|&b| (a, b)));
            }
        }
        pairs
    }

    /// Proposes to join two clusters if they are alike enough.
    fn propose(&mut self, a: u32, b: u32) {
        let (a, b) = (a.min(b), a.max(b));
        let (one, other) = (&self.clusters[a as usize], &self.clusters[b as usize]);
        let likeness = one.likeness(other, self.tuned);
        if likeness < self.tuned.likeness * 0.5 {
            return;
        }
        let versions = (one.version, other.version);
        self.clusters[a as usize].near.insert(b);
        self.clusters[b as usize].near.insert(a);
        if self.tuned.likeness <= likeness {
            self.proposals.push(Proposal {
                likeness,
                a,
                b,
                versions,
            });
        }
    }

    /// Joins until no proposal is left.
    fn run(&mut self) {
        while let Some(it) = self.proposals.pop() {
            let (one, other) = (&self.clusters[it.a as usize], &self.clusters[it.b as usize]);
            let current = one.alive && other.alive && it.versions == (one.version, other.version);
            if current {
                self.join(it.a, it.b);
            }
        }
    }

    /// Joins the later cluster into the earlier.
    fn join(&mut self, a: u32, b: u32) {
        self.groups.join(a, b);
        let mut other = std::mem::replace(&mut self.clusters[b as usize], Cluster::gone());
        self.clusters[a as usize].absorb(&other);
        let mut near = std::mem::take(&mut self.clusters[a as usize].near);
        near.append(&mut other.near);
        for next in near {
            self.clusters[next as usize].near.remove(&b);
            if next != a && next != b && self.clusters[next as usize].alive {
                self.propose(a, next);
            }
        }
    }
}

impl Cluster {
    /// What is left of a cluster that was joined into another.
    fn gone() -> Self {
        Self {
            sum: Vec::new(),
            size: 0.0,
            days: Vec::new(),
            near: BTreeSet::new(),
            version: 0,
            alive: false,
        }
    }

    /// Takes over another's reports.
    fn absorb(&mut self, other: &Cluster) {
        self.sum = sum(&self.sum, &other.sum);
        self.size += other.size;
        self.days.extend(&other.days);
        self.days.sort_unstable();
        self.version += 1;
    }

    /// The terms that weigh most.
    fn keys(&self) -> Vec<u64> {
        let mut terms = self.sum.clone();
        terms.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        terms.into_iter().take(KEYS).map(|(hash, _)| hash).collect()
    }

    /// The average likeness of a member of each, 0 to 1, decayed by the days
    /// between them.
    fn likeness(&self, other: &Cluster, tuned: &Gather) -> f32 {
        let alike = dot(&self.sum, &other.sum) / (self.size * other.size);
        alike * decay(&self.days, &other.days, tuned.half_life_days)
    }
}

/// How much less alike things are that were published days apart; 1 where a
/// day is not known.
fn decay(one: &[Date], other: &[Date], half_life: f32) -> f32 {
    let (Some(one), Some(other)) = (middle(one), middle(other)) else {
        return 1.0;
    };
    let days = days_apart(one, other).saturating_sub(1).max(0) as f32;
    0.5_f32.powf(days / half_life)
}

/// The middle one of sorted days.
fn middle(days: &[Date]) -> Option<Date> {
    days.get(days.len() / 2).copied()
}
