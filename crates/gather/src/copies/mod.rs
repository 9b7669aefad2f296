//! Which stretches of narrative two reports share.
//!
//! Input: digests in an order of their own. Output: passages with spans on
//! both sides. What always holds: a passage lies in narrative on both sides,
//! so quotations and cuts never make one; a word of a report is in at most
//! one passage with each other report.
//!
//! The method is that of text-reuse detection: shared n-grams propose pairs
//! (Smith, Cordell and Mullen, 2015, `passim`), seeds are extended over gaps
//! into local alignments.

mod align;
mod candidates;
pub(crate) mod hidden;
pub(crate) mod lineage;
pub(crate) mod versions;

use std::collections::HashSet;

use foldhash::fast::FixedState;
use rapporteur_language::Language;
use rapporteur_language::thresholds::Gather;
use rapporteur_text::Span;

use self::candidates::Seeds;
use crate::digest::{Digest, Word};

/// A passage between the digests at two places of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Shared {
    /// Place of one.
    pub(crate) a: u32,
    /// Place of the other; `a < b`.
    pub(crate) b: u32,
    /// Where in `a`.
    pub(crate) a_span: Span,
    /// Where in `b`.
    pub(crate) b_span: Span,
    /// Words that agree.
    pub(crate) words: u32,
    /// Words from the first to the last that agree, in `a` and in `b`.
    pub(crate) covered: (u32, u32),
    /// Words that only this side has and no list knows, in `a` and in `b`.
    pub(crate) slips: (u32, u32),
    /// Somebody is quoted with most of it.
    pub(crate) heard: bool,
}

/// Every copied passage between `digests`, sorted.
pub(crate) fn passages(digests: &[&Digest], tuned: &Gather) -> Vec<Shared> {
    let seeds = Seeds::of(digests, tuned);
    aligned(digests, &seeds, &seeds.pairs(tuned), tuned)
}

/// The same with every pair aligned, in quadratic time: what the choice of
/// candidates is measured by.
pub(crate) fn passages_of_all(digests: &[&Digest], tuned: &Gather) -> Vec<Shared> {
    let all = 0..digests.len() as u32;
    let pairs: Vec<(u32, u32)> = all
        .clone()
        .flat_map(|a| all.clone().skip(a as usize + 1).map(move |b| (a, b)))
        .collect();
    aligned(digests, &Seeds::of(digests, tuned), &pairs, tuned)
}

fn aligned(
    digests: &[&Digest],
    seeds: &Seeds,
    pairs: &[(u32, u32)],
    tuned: &Gather,
) -> Vec<Shared> {
    let spoken = Spoken::of(digests, tuned);
    let mut found = Vec::new();
    for &(a, b) in pairs {
        let (one, other) = (digests[a as usize], digests[b as usize]);
        let mut aligned = align::align(one, other, tuned);
        aligned.retain(|it| !seeds.is_furniture(it, one));
        let shared = |it: &align::Aligned| Shared {
            a,
            b,
            a_span: it.a_span(one),
            b_span: it.b_span(other),
            words: it.agree,
            covered: (it.a.len() as u32, it.b.len() as u32),
            slips: slips(&one.words[it.a.clone()], &other.words[it.b.clone()]),
            heard: spoken.holds(it, one),
        };
        let shared: Vec<Shared> = aligned.iter().map(shared).collect();
        let own = shared.iter().filter(|it| !it.heard);
        if tuned.pair_words <= own.map(|it| it.words as usize).sum() {
            found.extend(shared);
        }
    }
    found.sort_unstable();
    found
}

/// How many words each side of a passage has by itself that no list of words
/// knows: slips, and names that were put in.
fn slips(one: &[Word], other: &[Word]) -> (u32, u32) {
    let known = &Language::english().frequencies;
    let own = |words: &[Word], others: &[Word]| {
        let others: HashSet<u64, FixedState> = others.iter().map(|word| word.hash).collect();
        let own = words.iter().filter(|word| !others.contains(&word.hash));
        own.filter(|word| !known.lists(word.hash)).count() as u32
    };
    (own(one, other), own(other, one))
}

/// Share of a passage's seeds that somebody is quoted with, over which its
/// words are a speaker's rather than a reporter's.
const SPOKEN_SHARE: f32 = 0.5;

/// What is said within quotation marks anywhere among the reports: a
/// reporter who tells it without the marks heard it as the others did.
struct Spoken {
    seeds: HashSet<u64, FixedState>,
    size: usize,
}

impl Spoken {
    fn of(digests: &[&Digest], tuned: &Gather) -> Self {
        let quoted = digests.iter().flat_map(|digest| &digest.quoted);
        let size = tuned.seed_words;
        Self {
            seeds: quoted.flat_map(|words| align::seeds(words, size)).collect(),
            size,
        }
    }

    fn holds(&self, passage: &align::Aligned, one: &Digest) -> bool {
        let (mut all, mut spoken) = (0_u32, 0_u32);
        for seed in align::seeds(&one.words[passage.a.clone()], self.size) {
            all += 1;
            spoken += u32::from(self.seeds.contains(&seed));
        }
        SPOKEN_SHARE * all as f32 <= spoken as f32
    }
}
