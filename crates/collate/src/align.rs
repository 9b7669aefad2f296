//! Longest common subsequences, and groups that hold together.
//!
//! What always holds: results depend on the order of the input alone; work is
//! bounded by the caller's lengths.

use std::collections::HashMap;

use rapporteur_text::RuleId;

/// Which elements of `a` and `b` pair up in a longest common subsequence, as
/// rising pairs of indices. Quadratic in time; callers cap the lengths.
pub(crate) fn common(a: &[u32], b: &[u32]) -> Vec<(usize, usize)> {
    let width = b.len() + 1;
    let mut lengths = vec![0_u16; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            lengths[i * width + j] = if a[i] == b[j] {
                lengths[(i + 1) * width + j + 1] + 1
            } else {
                lengths[(i + 1) * width + j].max(lengths[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < a.len() && j < b.len() {
        if a[i] == b[j] {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if lengths[i * width + j + 1] <= lengths[(i + 1) * width + j] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

/// That two of a list are alike, and how much.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Link {
    pub(crate) a: usize,
    pub(crate) b: usize,
    pub(crate) score: f32,
}

/// Two of a list as a rule of likeness sees them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Judged {
    pub(crate) a: usize,
    pub(crate) b: usize,
    pub(crate) verdict: Verdict,
}

/// What a rule of likeness says of two.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Verdict {
    pub(crate) alike: bool,
    /// The rule that held, or what spoke against it.
    pub(crate) by: RuleId,
    pub(crate) score: f32,
}

impl Verdict {
    pub(crate) fn yes(by: RuleId, score: f32) -> Self {
        Self {
            alike: true,
            by,
            score,
        }
    }

    pub(crate) fn no(by: RuleId, score: f32) -> Self {
        Self {
            alike: false,
            by,
            score,
        }
    }
}

/// Every pair of `candidates` with what `judge` says of it.
pub(crate) fn judged(
    candidates: Vec<(usize, usize)>,
    judge: impl Fn(usize, usize) -> Verdict,
) -> Vec<Judged> {
    let one = |(a, b)| Judged {
        a,
        b,
        verdict: judge(a, b),
    };
    candidates.into_iter().map(one).collect()
}

/// The links among judged pairs.
pub(crate) fn links(judged: &[Judged]) -> Vec<Link> {
    let alike = judged.iter().filter(|it| it.verdict.alike);
    let link = |it: &Judged| Link {
        a: it.a,
        b: it.b,
        score: it.verdict.score,
    };
    alike.map(link).collect()
}

/// Why the members of a group are one, and who came nearest.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ties {
    /// The best pairs that hold the group together, none that closes a ring.
    pub(crate) joined: Vec<Judged>,
    /// The best pair of a member, first, and one that is none.
    pub(crate) nearest: Option<Judged>,
}

/// The ties of each of some groups that are sorted and disjoint.
pub(crate) fn ties(count: usize, groups: &[Vec<usize>], judged: &[Judged]) -> Vec<Ties> {
    let mut of = vec![usize::MAX; count];
    for (group, members) in groups.iter().enumerate() {
        for &member in members {
            of[member] = group;
        }
    }
    let mut order: Vec<&Judged> = judged.iter().collect();
    order.sort_by(|x, y| {
        let by_place = || (x.a, x.b).cmp(&(y.a, y.b));
        y.verdict
            .score
            .total_cmp(&x.verdict.score)
            .then_with(by_place)
    });
    let mut ties = vec![Ties::default(); groups.len()];
    let mut root: Vec<usize> = (0..count).collect();
    for &it in order {
        let (a, b) = (of[it.a], of[it.b]);
        if a == b && a < groups.len() {
            let (x, y) = (find(&mut root, it.a), find(&mut root, it.b));
            if x != y && it.verdict.alike {
                root[x.max(y)] = x.min(y);
                ties[a].joined.push(it);
            }
            continue;
        }
        for (group, pair) in [
            (a, it),
            (
                b,
                Judged {
                    a: it.b,
                    b: it.a,
                    ..it
                },
            ),
        ] {
            if let Some(ties) = ties.get_mut(group) {
                ties.nearest.get_or_insert(pair);
            }
        }
    }
    ties
}

fn find(root: &mut [usize], mut at: usize) -> usize {
    while root[at] != at {
        root[at] = root[root[at]];
        at = root[at];
    }
    at
}

/// Members of each group that are asked when two groups would join.
const ASKED: usize = 8;

/// Joins the best-linked first; two groups join only when at least `linkage`
/// of the pairs between them are `alike`, so that no chain of likenesses makes
/// one group of things that are not alike. Groups and members are sorted.
pub(crate) fn group(
    count: usize,
    links: &[Link],
    linkage: f32,
    alike: impl Fn(usize, usize) -> bool,
) -> Vec<Vec<usize>> {
    let mut order: Vec<&Link> = links.iter().collect();
    order.sort_by(|x, y| {
        let by_place = || (x.a, x.b).cmp(&(y.a, y.b));
        y.score.total_cmp(&x.score).then_with(by_place)
    });
    let mut asked = Asked::new(alike);
    let mut of: Vec<usize> = (0..count).collect();
    let mut groups: Vec<Vec<usize>> = (0..count).map(|at| vec![at]).collect();
    for link in order {
        let (a, b) = (of[link.a].min(of[link.b]), of[link.a].max(of[link.b]));
        if a == b || asked.density(&groups[a], &groups[b]) < linkage {
            continue;
        }
        let moved = std::mem::take(&mut groups[b]);
        for &member in &moved {
            of[member] = a;
        }
        groups[a].extend(moved);
        groups[a].sort_unstable();
    }
    groups.retain(|group| !group.is_empty());
    groups
}

/// Answers remembered.
struct Asked<F> {
    alike: F,
    known: HashMap<(usize, usize), bool>,
}

impl<F: Fn(usize, usize) -> bool> Asked<F> {
    fn new(alike: F) -> Self {
        let known = HashMap::new();
        Self { alike, known }
    }

    fn alike(&mut self, a: usize, b: usize) -> bool {
        let pair = (a.min(b), a.max(b));
        let answer = || (self.alike)(pair.0, pair.1);
        *self.known.entry(pair).or_insert_with(answer)
    }

    /// Share of pairs that are alike, of the first few of each group.
    fn density(&mut self, a: &[usize], b: &[usize]) -> f32 {
        let (a, b) = (&a[..a.len().min(ASKED)], &b[..b.len().min(ASKED)]);
        let mut linked = 0;
        for &one in a {
            linked += b.iter().filter(|&&other| self.alike(one, other)).count();
        }
        linked as f32 / (a.len() * b.len()) as f32
    }
}

/// Pairs that share at least `least` of their features; each feature proposes
/// for each of its bearers at most the next `window` others.
pub(crate) fn candidates(
    features: &[Vec<u32>],
    least: usize,
    window: usize,
) -> Vec<(usize, usize)> {
    let mut having: HashMap<u32, Vec<usize>> = HashMap::new();
    let sets: Vec<Vec<u32>> = features.iter().map(|list| set(list)).collect();
    for (at, list) in sets.iter().enumerate() {
        for &feature in list {
            having.entry(feature).or_default().push(at);
        }
    }
    let mut pairs = Vec::new();
    let mut shared = vec![0_usize; features.len()];
    for (at, list) in sets.iter().enumerate() {
        let mut touched = Vec::new();
        for feature in list {
            let members = &having[feature];
            let later = members.partition_point(|&other| other <= at);
            for &other in members[later..].iter().take(window) {
                if shared[other] == 0 {
                    touched.push(other);
                }
                shared[other] += 1;
            }
        }
        touched.sort_unstable();
        touched.retain(|&other| least <= std::mem::take(&mut shared[other]));
        pairs.extend(touched.into_iter().map(|other| (at, other)));
    }
    pairs
}

/// Sorted, each once.
pub(crate) fn set(list: &[u32]) -> Vec<u32> {
    let mut set = list.to_vec();
    set.sort_unstable();
    set.dedup();
    set
}

/// What two sets share.
pub(crate) fn shared(a: &[u32], b: &[u32]) -> Vec<u32> {
    let in_b = |feature: &&u32| b.binary_search(feature).is_ok();
    a.iter().filter(in_b).copied().collect()
}

/// What two sorted lists share, as often as both have it.
pub(crate) fn both(a: &[u32], b: &[u32]) -> Vec<u32> {
    let (mut i, mut j, mut both) = (0, 0, Vec::new());
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                both.push(a[i]);
                (i, j) = (i + 1, j + 1);
            }
        }
    }
    both
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_chain_does_not_become_one_group() {
        let link = |a, b| Link { a, b, score: 1.0 };
        let chain = [link(0, 1), link(1, 2), link(2, 3)];
        let near = |a: usize, b: usize| a.abs_diff(b) < 2;
        assert_eq!(group(4, &chain, 0.6, near), [vec![0, 1], vec![2, 3]]);
        assert_eq!(group(4, &chain, 0.6, |_, _| true), [vec![0, 1, 2, 3]]);
    }

    #[test]
    fn ties_hold_a_group_together_and_name_who_came_nearest() {
        let pair = |a, b, score, alike| Judged {
            a,
            b,
            verdict: Verdict {
                alike,
                by: "test",
                score,
            },
        };
        let judged = [
            pair(0, 1, 0.9, true),
            pair(0, 2, 0.8, true),
            pair(1, 2, 0.7, true),
            pair(1, 3, 0.6, true),
            pair(0, 3, 0.5, false),
        ];
        let ties = ties(4, &[vec![0, 1, 2], vec![3]], &judged);
        let of = |it: &Judged| (it.a, it.b);
        assert_eq!(
            ties[0].joined.iter().map(of).collect::<Vec<_>>(),
            [(0, 1), (0, 2)]
        );
        assert_eq!(ties[0].nearest.as_ref().map(of), Some((1, 3)));
        assert_eq!(ties[1].nearest.as_ref().map(of), Some((3, 1)));
        assert!(ties[1].joined.is_empty());
    }

    #[test]
    fn pairs_share_enough_features() {
        let features = vec![vec![1, 2, 3], vec![2, 3, 3], vec![3]];
        assert_eq!(candidates(&features, 2, 10), [(0, 1)]);
        assert_eq!(candidates(&features, 1, 1), [(0, 1), (1, 2)]);
    }

    proptest! {
        #[test]
        fn common_subsequences_rise_and_match(
            a in prop::collection::vec(0_u32..4, 0..12),
            b in prop::collection::vec(0_u32..4, 0..12),
        ) {
            let pairs = common(&a, &b);
            prop_assert!(pairs.iter().all(|&(i, j)| a[i] == b[j]));
            prop_assert!(pairs.windows(2).all(|w| w[0].0 < w[1].0 && w[0].1 < w[1].1));
            prop_assert_eq!(pairs.len(), common(&b, &a).len());
        }
    }
}
