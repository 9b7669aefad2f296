//! The best tree over the scores of heads.
//!
//! Input: for each word a score of each other word, and of the root, as its
//! head. Output: a tree with one root. Chu and Liu 1965, Edmonds 1967; of the
//! trees with one root the best of the likeliest roots.

/// How many words are tried as the root.
const ROOTS: usize = 3;

/// Heads of `count` words: `scores[word][head]` with head 0 the root and head
/// `n` word `n - 1`; the result counts heads the same way.
pub fn best_tree(scores: &[f32], count: usize) -> Vec<usize> {
    let columns = count + 1;
    let row = |word: usize| &scores[word * columns..(word + 1) * columns];
    let heads: Vec<usize> = (0..count).map(|word| best_of(row(word), word)).collect();
    if heads.iter().filter(|&&it| it == 0).count() == 1 && !has_cycle(&heads) {
        return heads;
    }
    let mut roots: Vec<usize> = (0..count).collect();
    let lead = |word: usize| {
        let others = row(word)[1..].iter().enumerate();
        let others = others
            .filter(|&(it, _)| it != word)
            .map(|(_, score)| *score);
        row(word)[0] - others.fold(f32::MIN, f32::max)
    };
    roots.sort_by(|&a, &b| lead(b).total_cmp(&lead(a)).then(a.cmp(&b)));
    let trees = roots.into_iter().take(ROOTS).map(|root| {
        let heads = rooted_tree(scores, count, root);
        let total: f32 = heads
            .iter()
            .enumerate()
            .map(|(word, &head)| row(word)[head])
            .sum();
        (total, heads)
    });
    let best = trees.reduce(|best, it| if best.0 < it.0 { it } else { best });
    best.map_or_else(Vec::new, |it| it.1)
}

fn best_of(row: &[f32], word: usize) -> usize {
    let mut best = usize::from(word == 0 && 1 < row.len()) * 2;
    if row.len() <= best {
        best = 0;
    }
    for (head, score) in row.iter().enumerate() {
        if head != word + 1 && row[best] < *score {
            best = head;
        }
    }
    best
}

/// Whether following the heads from some word never reaches the root.
fn has_cycle(heads: &[usize]) -> bool {
    cycle(heads.len(), |word| heads[word].checked_sub(1)).is_some()
}

/// The words of a cycle of `head`, if there is one.
fn cycle(count: usize, head: impl Fn(usize) -> Option<usize>) -> Option<Vec<usize>> {
    let mut seen = vec![0; count];
    for start in 0..count {
        let mut at = start;
        while seen[at] == 0 {
            seen[at] = start + 1;
            let Some(next) = head(at) else { break };
            at = next;
            if seen[at] == start + 1 {
                let mut found = vec![at];
                let mut walk = head(at)?;
                while walk != at {
                    found.push(walk);
                    walk = head(walk)?;
                }
                return Some(found);
            }
        }
    }
    None
}

/// The best tree whose root is `root`.
fn rooted_tree(scores: &[f32], count: usize, root: usize) -> Vec<usize> {
    let columns = count + 1;
    // A graph of nodes, some of which stand for cycles; edges keep which word
    // and head they come from.
    let mut nodes: Vec<usize> = (0..count).collect();
    let mut score = vec![f32::MIN; count * count];
    for word in (0..count).filter(|&it| it != root) {
        for head in (0..count).filter(|&it| it != word) {
            score[word * count + head] = scores[word * columns + head + 1];
        }
    }
    let mut origin: Vec<(u32, u32)> = (0..count * count)
        .map(|it| ((it / count) as u32, (it % count) as u32))
        .collect();
    let mut merges: Vec<Vec<Member>> = Vec::new();
    let mut group: Vec<Vec<usize>> = (0..count).map(|it| vec![it]).collect();
    let best_head = |nodes: &[usize], score: &[f32]| -> Vec<usize> {
        let mut heads = vec![root; count];
        for &word in nodes.iter().filter(|&&it| it != root) {
            let mut best = None;
            for &head in nodes.iter().filter(|&&it| it != word) {
                let it = score[word * count + head];
                if best.is_none_or(|(top, _)| top < it) {
                    best = Some((it, head));
                }
            }
            heads[word] = best.map_or(root, |it| it.1);
        }
        heads
    };
    loop {
        let heads = best_head(&nodes, &score);
        let inside = |word: usize| nodes.contains(&word) && word != root;
        let found = cycle(count, |word| inside(word).then(|| heads[word]));
        let chosen = |word: usize| {
            let (own, head) = origin[word * count + heads[word]];
            (own as usize, head as usize)
        };
        let Some(found) = found else {
            let edges = nodes.iter().filter(|&&it| it != root).map(|&it| chosen(it));
            return unfold(edges.collect(), &merges, count, root);
        };
        let member = |&it: &usize| Member {
            words: group[it].clone(),
            edge: chosen(it),
        };
        merges.push(found.iter().map(member).collect());
        let keep = found[0];
        let others: Vec<usize> = nodes
            .iter()
            .copied()
            .filter(|it| !found.contains(it))
            .collect();
        for &other in &others {
            let mut into = (f32::MIN, (keep as u32, other as u32));
            let mut out = (f32::MIN, (other as u32, keep as u32));
            for &member in &found {
                let gain = score[member * count + other] - score[member * count + heads[member]];
                if into.0 < gain {
                    into = (gain, origin[member * count + other]);
                }
                if out.0 < score[other * count + member] {
                    out = (
                        score[other * count + member],
                        origin[other * count + member],
                    );
                }
            }
            score[keep * count + other] = into.0;
            origin[keep * count + other] = into.1;
            score[other * count + keep] = out.0;
            origin[other * count + keep] = out.1;
        }
        let joined: Vec<usize> = found.iter().flat_map(|&it| group[it].clone()).collect();
        group[keep] = joined;
        nodes = others;
        nodes.push(keep);
        nodes.sort_unstable();
    }
}

/// One node of a cycle that was merged.
struct Member {
    /// The words it stands for.
    words: Vec<usize>,
    /// The word and the head of its edge in the cycle.
    edge: (usize, usize),
}

/// Puts the edges of merged cycles back, but for the one that an edge from
/// outside replaces; the latest merge first.
fn unfold(
    edges: Vec<(usize, usize)>,
    merges: &[Vec<Member>],
    count: usize,
    root: usize,
) -> Vec<usize> {
    let mut heads = vec![None; count];
    heads[root] = Some(0);
    for (word, head) in edges {
        heads[word] = Some(head + 1);
    }
    for member in merges.iter().rev().flatten() {
        let entered = member.words.iter().any(|&it| heads[it].is_some());
        if !entered {
            heads[member.edge.0] = Some(member.edge.1 + 1);
        }
    }
    heads.into_iter().map(|it| it.unwrap_or(root + 1)).collect()
}

#[cfg(test)]
mod tests {
    use super::{best_tree, has_cycle, rooted_tree};
    use proptest::prelude::*;

    /// The best total of all trees of `count` words under `root`.
    fn by_trial(scores: &[f32], count: usize, root: usize) -> f32 {
        let columns = count + 1;
        let mut best = f32::MIN;
        for code in 0..count.pow(count as u32) {
            let heads: Vec<usize> = (0..count)
                .map(|word| code / count.pow(word as u32) % count + 1)
                .enumerate()
                .map(|(word, head)| if word == root { 0 } else { head })
                .collect();
            if !has_cycle(&heads) {
                best = best.max(total(scores, columns, &heads));
            }
        }
        best
    }

    fn total(scores: &[f32], columns: usize, heads: &[usize]) -> f32 {
        let edges = heads.iter().enumerate();
        edges
            .map(|(word, head)| scores[word * columns + head])
            .sum()
    }

    proptest! {
        #[test]
        fn the_tree_under_a_root_is_the_best_one(
            count in 1_usize..6, numbers in proptest::collection::vec(-50_i8..50, 30)
        ) {
            let scores: Vec<f32> = numbers.iter().map(|&it| f32::from(it)).collect();
            for root in 0..count {
                let heads = rooted_tree(&scores, count, root);
                prop_assert!(!has_cycle(&heads));
                prop_assert_eq!(heads.iter().filter(|&&it| it == 0).count(), 1);
                let found = total(&scores, count + 1, &heads);
                let best = by_trial(&scores, count, root);
                prop_assert!((found - best).abs() < 1e-3, "{:?}: {} of {}", heads, found, best);
            }
        }

        #[test]
        fn there_is_one_root_and_no_cycle(
            count in 0_usize..40, seed in 1_u32..
        ) {
            let mut state = seed;
            let scores: Vec<f32> = (0..count * (count + 1)).map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 20) as f32
            }).collect();
            let heads = best_tree(&scores, count);
            prop_assert_eq!(heads.len(), count);
            prop_assert!(!has_cycle(&heads));
            prop_assert_eq!(heads.iter().filter(|&&it| it == 0).count(), count.min(1));
        }
    }
}
