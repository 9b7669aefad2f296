//! Sentences that one report runs together and others keep apart.
//!
//! Input: sentences of what was said. Output: where to cut some of them, as
//! places between their words. A sentence is cut at the edge of a clause where
//! the wording of one other sentence ends and that of another begins, so that
//! each part meets its own counterpart. What always holds: no part is shorter
//! than [`LEAST`] words; nothing is cut within a clause.

use std::collections::BTreeSet;

use rapporteur_text::Evidence;

use crate::align;
use crate::sources::Sources;
use crate::statements::Unit;

/// Words of the shortest part.
const LEAST: usize = 4;
/// Words by which an edge may be off the end of what is shared.
const NEAR: usize = 3;
/// Words that two wordings may skip within one stretch that they share.
const SKIP: usize = 6;
/// Words of content that a shared stretch has at least.
const CONTENT: usize = 4;

/// For each of `units`, the word indices at which it is to be cut, rising.
pub(crate) fn cuts(units: &[Unit], pairs: &[(usize, usize)], sources: &Sources) -> Vec<Vec<usize>> {
    let mut edges: Vec<Edges> = units.iter().map(|_| Edges::default()).collect();
    for &(a, b) in pairs {
        let Some(stretch) = stretch(&units[a], &units[b], sources) else {
            continue;
        };
        let turned = Stretch {
            own: stretch.other,
            other: stretch.own,
        };
        edges[a].add(&units[a], &units[b], stretch, sources);
        edges[b].add(&units[b], &units[a], turned, sources);
    }
    let both = |edges: Edges| edges.ends.intersection(&edges.starts).copied().collect();
    edges.into_iter().map(both).collect()
}

/// Edges of clauses at which what is shared with others ends or starts.
#[derive(Default)]
struct Edges {
    ends: BTreeSet<usize>,
    starts: BTreeSet<usize>,
}

impl Edges {
    /// Notes where `other` ends or starts inside `own`.
    fn add(&mut self, own: &Unit, other: &Unit, stretch: Stretch, sources: &Sources) {
        let (from, to) = stretch.own;
        let (start, end) = stretch.other;
        if other.words() <= end + 2 {
            self.ends.extend(edge(own.at, to, sources));
        }
        if start <= 2 {
            self.starts.extend(edge(own.at, from, sources));
        }
    }
}

/// Half-open ranges of words that two sentences share.
#[derive(Clone, Copy)]
struct Stretch {
    own: (usize, usize),
    other: (usize, usize),
}

/// The stretch with most content in which two sentences go together.
fn stretch(a: &Unit, b: &Unit, sources: &Sources) -> Option<Stretch> {
    let (x, y) = (a.stems(), b.stems());
    let pairs = align::common(x, y);
    let runs = pairs.chunk_by(|p, q| q.0 - p.0 <= SKIP && q.1 - p.1 <= SKIP);
    let content = |run: &[(usize, usize)]| {
        let told = run.iter().filter(|&&(i, _)| sources.tells(x[i]));
        told.count()
    };
    let best = runs.rev().max_by_key(|run| content(run))?;
    let (first, last) = (best.first()?, best.last()?);
    let longer = (last.0 - first.0).max(last.1 - first.1) + 1;
    (CONTENT <= content(best) && longer <= 2 * best.len()).then_some(Stretch {
        own: (first.0, last.0 + 1),
        other: (first.1, last.1 + 1),
    })
}

/// The edge of a clause nearest to the place before word `at`.
fn edge(unit: Evidence, at: usize, sources: &Sources) -> Option<usize> {
    let words = sources.words(unit);
    let text = sources.report(unit.report).report.text();
    let cost = |place: usize| {
        let (last, next) = (words.get(place.checked_sub(1)?)?, words.get(place)?);
        let between = text.get(last.span.end()..next.span.start())?;
        let stop = between.contains([',', ';', ':', '–', '—']);
        let word = sources.vocabulary.text(next.norm);
        let joint = sources.language.collation.joint.contains(word);
        (stop || joint).then(|| (place.abs_diff(at), !stop, place))
    };
    let (from, to) = (at.saturating_sub(NEAR), at + NEAR);
    (from.max(LEAST)..=to)
        .filter(|place| place + LEAST <= words.len())
        .filter_map(cost)
        .min()
        .map(|(_, _, place)| place)
}
