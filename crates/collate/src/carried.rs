//! Sentences that a report has word for word, and in which nothing was marked.
//!
//! Input: the drafts of a story. Output: the same drafts, with the evidence of
//! reports that print nearly the same words. What always holds: what is added
//! shares most of its words, in order, with a piece of the draft; nothing is
//! added where an item of that kind stands already.

use std::collections::{BTreeMap, BTreeSet};

use rapporteur_text::{Evidence, ItemKind, ReportIx, Span};

use crate::align;
use crate::drafts::{Draft, Piece, Tie};
use crate::sources::Sources;
use crate::words::Word;

/// Words of the shortest piece that is sought elsewhere.
const LEAST: usize = 6;
/// Share of a piece's words that stand in another report, in order.
pub(crate) const MOST: f32 = 0.85;
/// Rarest words of a piece by which sentences are looked up.
const PROBES: usize = 4;
/// Sentences of one word that are looked at.
const CROWD: usize = 32;

/// Adds what other reports print word for word.
pub(crate) fn carry(drafts: &mut [Draft], sources: &Sources) {
    if sources.reports.len() < 2 {
        return;
    }
    let index = Index::new(sources);
    let mut taken = taken(drafts);
    for draft in drafts {
        if draft.kind() == ItemKind::Figure {
            continue;
        }
        let found = index.carriers(draft, &taken, sources);
        let piece =
            |&(_, at): &(Evidence, Evidence)| Piece::found(at, "collate.same-words", sources);
        draft.extend(found.iter().map(piece).collect());
        for (from, at) in found {
            taken
                .entry((draft.kind(), at.report))
                .or_default()
                .push(at.span);
            draft.joins.push(Tie {
                a: from,
                b: at,
                by: "collate.same-words",
                score: 1.0,
            });
        }
    }
}

type Taken = BTreeMap<(ItemKind, ReportIx), Vec<Span>>;

fn taken(drafts: &[Draft]) -> Taken {
    let mut taken = Taken::new();
    for draft in drafts {
        for piece in &draft.pieces {
            let key = (draft.kind(), piece.at.report);
            taken.entry(key).or_default().push(piece.at.span);
        }
    }
    taken
}

/// Sentences by their words.
struct Index {
    sentences: Vec<Evidence>,
    having: BTreeMap<u32, Vec<usize>>,
}

impl Index {
    fn new(sources: &Sources) -> Self {
        let mut index = Self {
            sentences: Vec::new(),
            having: BTreeMap::new(),
        };
        for (report, it) in sources.all() {
            for &span in &it.marks.sentences {
                let at = Evidence { report, span };
                let place = index.sentences.len();
                index.sentences.push(at);
                for stem in align::set(&sources.content(at)) {
                    index.having.entry(stem).or_default().push(place);
                }
            }
        }
        index
    }

    /// Words of other reports that are a piece's, each with the piece.
    fn carriers(
        &self,
        draft: &Draft,
        taken: &Taken,
        sources: &Sources,
    ) -> Vec<(Evidence, Evidence)> {
        let mut silent: BTreeSet<ReportIx> = sources.all().map(|(ix, _)| ix).collect();
        for piece in &draft.pieces {
            silent.remove(&piece.at.report);
        }
        let mut found = Vec::new();
        for piece in &draft.pieces {
            let words = sources.words(piece.at);
            if words.len() < LEAST || silent.is_empty() {
                continue;
            }
            for place in self.alike(piece.at, sources) {
                let sentence = self.sentences[place];
                if !silent.contains(&sentence.report) {
                    continue;
                }
                let Some(at) = carried(words, sentence, sources) else {
                    continue;
                };
                let others = taken.get(&(draft.kind(), at.report));
                let free = |it: &Span| !it.overlaps(at.span);
                if others.is_none_or(|others| others.iter().all(free)) {
                    silent.remove(&at.report);
                    found.push((piece.at, at));
                }
            }
        }
        found
    }

    /// Sentences that have two of a piece's rarest words.
    fn alike(&self, at: Evidence, sources: &Sources) -> Vec<usize> {
        let mut stems = align::set(&sources.content(at));
        stems.sort_by_key(|stem| (self.having.get(stem).map_or(0, Vec::len), *stem));
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for stem in stems.iter().take(PROBES) {
            let places = self.having.get(stem).map_or(&[][..], Vec::as_slice);
            for &place in places.iter().take(CROWD) {
                *counts.entry(place).or_default() += 1;
            }
        }
        counts.retain(|_, count| 2 <= *count);
        counts.into_keys().collect()
    }
}

/// The part of `sentence` that has nearly all of `words` in order.
fn carried(words: &[Word], sentence: Evidence, sources: &Sources) -> Option<Evidence> {
    let others = sources.words(sentence);
    let wanted = MOST * words.len() as f32;
    if (others.len() as f32) < wanted {
        return None;
    }
    let stems = |words: &[Word]| -> Vec<u32> { words.iter().map(|word| word.stem).collect() };
    let pairs = align::common(&stems(words), &stems(others));
    let (first, last) = (pairs.first()?.1, pairs.last()?.1);
    let wide = (last + 1 - first) as f32;
    let enough = wanted <= pairs.len() as f32 && MOST * wide <= pairs.len() as f32;
    enough.then(|| Evidence {
        span: others[first].span.cover(others[last].span),
        ..sentence
    })
}

/// Whether two pieces have nearly the same words in order.
pub(crate) fn same_words(a: Evidence, b: Evidence, sources: &Sources) -> bool {
    let (x, y) = (sources.words(a), sources.words(b));
    let (shorter, longer) = (x.len().min(y.len()), x.len().max(y.len()));
    if shorter < LEAST || (shorter as f32) < MOST * longer as f32 {
        return false;
    }
    let stems = |words: &[Word]| -> Vec<u32> { words.iter().map(|word| word.stem).collect() };
    let (x, y) = (stems(x), stems(y));
    let most = {
        let (mut x, mut y) = (x.clone(), y.clone());
        x.sort_unstable();
        y.sort_unstable();
        align::both(&x, &y).len()
    };
    let least = MOST * longer as f32;
    least <= most as f32 && least <= align::common(&x, &y).len() as f32
}

/// Joins groups whose reports have nothing in common where a member of each
/// words it as the other does; `at` says where members stand.
pub(crate) fn merged(
    mut groups: Vec<Vec<usize>>,
    pairs: &mut [align::Judged],
    by: rapporteur_text::RuleId,
    at: impl Fn(usize) -> Evidence,
    sources: &Sources,
) -> Vec<Vec<usize>> {
    let mut of = BTreeMap::new();
    for (group, members) in groups.iter().enumerate() {
        of.extend(members.iter().map(|&member| (member, group)));
    }
    for pair in pairs {
        let (a, b) = (of[&pair.a].min(of[&pair.b]), of[&pair.a].max(of[&pair.b]));
        if a == b || pair.verdict.alike || !same_words(at(pair.a), at(pair.b), sources) {
            continue;
        }
        let reports = |group: &Vec<usize>| -> BTreeSet<ReportIx> {
            group.iter().map(|&member| at(member).report).collect()
        };
        if !reports(&groups[a]).is_disjoint(&reports(&groups[b])) {
            continue;
        }
        pair.verdict.alike = true;
        pair.verdict.by = by;
        let moved = std::mem::take(&mut groups[b]);
        of.extend(moved.iter().map(|&member| (member, a)));
        groups[a].extend(moved);
        groups[a].sort_unstable();
    }
    groups.retain(|group| !group.is_empty());
    groups
}
