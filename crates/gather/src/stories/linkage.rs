//! Joins what belongs together by average linkage (UPGMA).
//!
//! Input: bonds between pairs. Output: a partition. What always holds: the
//! two groups with the strongest average bond join first, and of equals the
//! ones with the lowest numbers; pairs without a bond count as none, so a
//! group does not grow by one strong bond.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BinaryHeap};

use crate::groups::Groups;

/// A join that was worth proposing.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Proposal {
    bond: f32,
    a: u32,
    b: u32,
    versions: (u32, u32),
}

impl Eq for Proposal {}

impl Ord for Proposal {
    fn cmp(&self, other: &Self) -> Ordering {
        let earlier = (other.a, other.b).cmp(&(self.a, self.b));
        self.bond.total_cmp(&other.bond).then(earlier)
    }
}

impl PartialOrd for Proposal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Members on their way to a story.
#[derive(Clone, Debug, Default)]
struct Cluster {
    size: f32,
    /// Sums of the bonds to the members of other clusters.
    bonds: BTreeMap<u32, f32>,
    /// Counts joins, so that an old proposal is known.
    version: u32,
}

/// The group of each of `count` members, as its least member: those whose
/// average bond is `least` or more.
pub(crate) fn link(count: usize, bonds: &[(u32, u32, f32)], least: f32) -> Groups {
    let mut linkage = Linkage {
        clusters: vec![
            Cluster {
                size: 1.0,
                ..Cluster::default()
            };
            count
        ],
        groups: Groups::new(count),
        proposals: BinaryHeap::new(),
        least,
    };
    for &(a, b, bond) in bonds {
        linkage.clusters[a as usize].bonds.insert(b, bond);
        linkage.clusters[b as usize].bonds.insert(a, bond);
        linkage.propose(a, b, bond);
    }
    linkage.run();
    linkage.groups
}

struct Linkage {
    clusters: Vec<Cluster>,
    groups: Groups,
    proposals: BinaryHeap<Proposal>,
    least: f32,
}

impl Linkage {
    /// Proposes to join two clusters if the sum of their bonds is enough.
    fn propose(&mut self, a: u32, b: u32, sum: f32) {
        let (a, b) = (a.min(b), a.max(b));
        let (one, other) = (&self.clusters[a as usize], &self.clusters[b as usize]);
        let bond = sum / (one.size * other.size);
        if self.least <= bond {
            self.proposals.push(Proposal {
                bond,
                a,
                b,
                versions: (one.version, other.version),
            });
        }
    }

    /// Joins until no proposal is left.
    fn run(&mut self) {
        while let Some(it) = self.proposals.pop() {
            let version = |number: u32| self.clusters[number as usize].version;
            if it.versions == (version(it.a), version(it.b)) {
                self.join(it.a, it.b);
            }
        }
    }

    /// Joins the later cluster into the earlier.
    fn join(&mut self, a: u32, b: u32) {
        self.groups.join(a, b);
        let other = std::mem::take(&mut self.clusters[b as usize]);
        // No proposal has this version: the cluster is gone.
        self.clusters[b as usize].version = u32::MAX;
        let mut own = std::mem::take(&mut self.clusters[a as usize].bonds);
        own.remove(&b);
        for (next, bond) in other.bonds {
            self.clusters[next as usize].bonds.remove(&b);
            if next != a {
                *own.entry(next).or_insert(0.0) += bond;
            }
        }
        let cluster = &mut self.clusters[a as usize];
        cluster.size += other.size;
        cluster.version += 1;
        for (&next, &sum) in &own {
            self.clusters[next as usize].bonds.insert(a, sum);
            self.propose(a, next, sum);
        }
        self.clusters[a as usize].bonds = own;
    }
}

#[cfg(test)]
mod tests {
    use super::link;

    fn grouped(count: usize, bonds: &[(u32, u32, f32)]) -> Vec<u32> {
        let mut groups = link(count, bonds, 0.4);
        (0..count as u32).map(|it| groups.find(it)).collect()
    }

    #[test]
    fn the_average_bond_decides() {
        let chained = [(0, 1, 0.9), (1, 2, 0.6)];
        assert_eq!(grouped(3, &chained), [0, 0, 2]);
        let close = [(0, 1, 0.9), (1, 2, 0.6), (0, 2, 0.3)];
        assert_eq!(grouped(3, &close), [0, 0, 0]);
    }

    #[test]
    fn the_strongest_bond_joins_first() {
        let bonds = [(0, 1, 0.5), (1, 2, 0.9), (2, 3, 0.5)];
        assert_eq!(grouped(4, &bonds), [0, 1, 1, 3]);
    }
}
