//! Keeps ids when stories and items are drawn up anew.
//!
//! Input: what was there and what is there now, each as the set of things it
//! is made of. Output: which of the new carries on which of the old, and what
//! became of the others. What always holds: each old thing is carried on by at
//! most one new thing and each new one carries on at most one; the result does
//! not depend on anything but the two lists.

use std::collections::BTreeMap;

/// What became of the things that were there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Succession {
    /// For each new thing, the old one that it carries on.
    pub(crate) carries_on: Vec<Option<usize>>,
    /// For each old thing that none carries on, the new one that has most of
    /// it, if any has some.
    pub(crate) went_into: BTreeMap<usize, Option<usize>>,
    /// For each new thing that carries on none, the old one that most of it
    /// comes from, if some does.
    pub(crate) came_from: BTreeMap<usize, usize>,
}

/// Follows old things into new ones by how much they share; `shared` holds
/// triples of old, new and how much.
pub(crate) fn follow(old: usize, new: usize, shared: &[(usize, usize, usize)]) -> Succession {
    let mut most_first = shared.to_vec();
    most_first.sort_by_key(|&(old, new, much)| (std::cmp::Reverse(much), old, new));
    let mut carries_on = vec![None; new];
    let mut carried = vec![false; old];
    for &(from, to, _) in &most_first {
        if !carried[from] && carries_on[to].is_none() {
            carried[from] = true;
            carries_on[to] = Some(from);
        }
    }
    let find =
        |pick: &dyn Fn(&(usize, usize, usize)) -> bool| most_first.iter().find(|it| pick(it));
    let lost = (0..old).filter(|&it| !carried[it]);
    let went_into = lost
        .map(|it| (it, find(&|s| s.0 == it).map(|s| s.1)))
        .collect();
    let fresh = (0..new).filter(|&it| carries_on[it].is_none());
    let came_from = fresh
        .filter_map(|it| find(&|s| s.1 == it).map(|s| (it, s.0)))
        .collect();
    Succession {
        carries_on,
        went_into,
        came_from,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_larger_part_of_what_splits_keeps_the_id() {
        let it = follow(1, 2, &[(0, 0, 2), (0, 1, 5)]);
        assert_eq!(it.carries_on, [None, Some(0)]);
        assert_eq!(it.came_from, BTreeMap::from([(0, 0)]));
        assert!(it.went_into.is_empty());
    }

    #[test]
    fn what_is_merged_leads_to_what_it_was_merged_into() {
        let it = follow(3, 1, &[(0, 0, 3), (1, 0, 4)]);
        assert_eq!(it.carries_on, [Some(1)]);
        assert_eq!(it.went_into, BTreeMap::from([(0, Some(0)), (2, None)]));
    }

    #[test]
    fn of_equals_the_first_carries_on() {
        let it = follow(2, 2, &[(1, 1, 1), (0, 1, 1), (1, 0, 1)]);
        assert_eq!(it.carries_on, [Some(1), Some(0)]);
    }
}
