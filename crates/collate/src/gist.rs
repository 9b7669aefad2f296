//! What a clause is about: whom it names, and its words.
//!
//! Input: a span of a report. Output: its terms, weighed. What always holds:
//! somebody named in it is one term, however the report names him; times and
//! words without content are none. Words that are not the same may stand for
//! one another as far as their vectors agree; names and numbers never do.

use rapporteur_language::{Meaning, Vectors};
use rapporteur_text::{EntityKind, Evidence, StoryEntityIx};

use crate::align;
use crate::sources::Sources;
use crate::times;

/// Entities are numbered from here, words from the bottom.
const ENTITIES: u32 = 1 << 31;
/// What being of one country weighs, and what any other name does, against a
/// word that every report has. Names are what the reports of a story share
/// anyway.
const NAMED: f32 = 1.2;
/// Likeness of two words below which one says nothing of the other.
const LEAST: f32 = 0.35;

/// The terms of a clause.
pub(crate) struct Gist {
    /// Sorted by key, each once.
    terms: Vec<Term>,
    pub(crate) weight: f32,
}

struct Term {
    key: u32,
    weight: f32,
    /// What the word means; nothing for names and numbers.
    meaning: Option<Meaning>,
}

/// What two clauses have in common.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Common {
    /// Weight of the terms that are the same.
    pub(crate) same: f32,
    /// That, and of the words near in meaning.
    pub(crate) near: f32,
    /// How many terms are the same or near.
    pub(crate) count: usize,
}

impl Gist {
    pub(crate) fn new(at: Evidence, sources: &Sources) -> Self {
        let mentions = sources.cast.mentions_in(at).iter();
        let mentions: Vec<_> = mentions.filter(|it| is_folded(it.1, sources)).collect();
        let mut terms: Vec<Term> = mentions.iter().map(|it| named(it.1, sources)).collect();
        let light = &sources.language.collation.light;
        for word in times::timeless_words(at, sources) {
            let within = mentions.iter().any(|(span, _)| span.contains(word.span));
            if !within && !light.contains(sources.vocabulary.text(word.stem)) {
                terms.push(worded(
                    word.stem,
                    sources.vocabulary.text(word.norm),
                    sources,
                ));
            }
        }
        terms.sort_by_key(|term| term.key);
        terms.dedup_by_key(|term| term.key);
        let weight = terms.iter().map(|term| term.weight).sum();
        Self { terms, weight }
    }

    /// What may propose a pair.
    pub(crate) fn keys(&self) -> Vec<u32> {
        self.terms.iter().map(|term| term.key).collect()
    }

    pub(crate) fn len(&self) -> usize {
        self.terms.len()
    }

    /// What two clauses have in common; words near in meaning are sought only
    /// where at least `least` of the lesser weight is the same.
    pub(crate) fn common(&self, other: &Self, least: f32) -> Common {
        let (mine, theirs) = (self.keys(), other.keys());
        let shared = align::shared(&mine, &theirs);
        let own = |term: &&Term| shared.binary_search(&term.key).is_ok();
        let same = self.terms.iter().filter(own).map(|it| it.weight).sum();
        let mut common = Common {
            same,
            near: same,
            count: shared.len(),
        };
        if same < least * self.weight.min(other.weight) {
            return common;
        }
        for (weight, likeness) in self.nearest(other, &shared) {
            common.near += weight * likeness;
            common.count += 1;
        }
        common
    }

    /// Pairs of words that are not the same and near in meaning, the nearest
    /// first, each word once: the lesser weight, and how near.
    fn nearest(&self, other: &Self, shared: &[u32]) -> Vec<(f32, f32)> {
        let left = |gist: &Self| -> Vec<usize> {
            let alone = |&at: &usize| {
                let term = &gist.terms[at];
                term.meaning.is_some() && shared.binary_search(&term.key).is_err()
            };
            (0..gist.terms.len()).filter(alone).collect()
        };
        let mut pairs = Vec::new();
        for a in left(self) {
            for b in left(other) {
                let (x, y) = (&self.terms[a], &other.terms[b]);
                let likeness = match (&x.meaning, &y.meaning) {
                    (Some(x), Some(y)) => x.similarity(y),
                    _ => 0.0,
                };
                if LEAST <= likeness {
                    pairs.push((likeness, a, b));
                }
            }
        }
        pairs.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
        let (mut used, mut taken, mut kept) = (Vec::new(), Vec::new(), Vec::new());
        for (likeness, a, b) in pairs {
            if !used.contains(&a) && !taken.contains(&b) {
                used.push(a);
                taken.push(b);
                kept.push((self.terms[a].weight.min(other.terms[b].weight), likeness));
            }
        }
        kept
    }
}

/// Whether an entity is one term, however it is named: people and countries.
/// Of other names the words tell more ("power plant", "power project").
fn is_folded(ix: StoryEntityIx, sources: &Sources) -> bool {
    let entity = sources.cast.entity(ix);
    entity.kind == EntityKind::Person || sources.cast.entity(party(ix, sources)).code.is_some()
}

fn worded(stem: u32, word: &str, sources: &Sources) -> Term {
    let number = word.contains(|letter: char| letter.is_ascii_digit())
        || sources.language.collation.numbers.contains_key(word);
    Term {
        key: stem,
        weight: sources.vocabulary.weight(stem),
        meaning: (!number).then(|| Meaning::of(Vectors::english().vector(word))),
    }
}

fn named(ix: StoryEntityIx, sources: &Sources) -> Term {
    Term {
        key: key(party(ix, sources)),
        weight: NAMED,
        meaning: None,
    }
}

/// An entity among the terms.
pub(crate) fn key(ix: StoryEntityIx) -> u32 {
    ENTITIES | ix.0
}

/// Who is meant: the country, where a place or a people stands for it, as a
/// capital does for its government.
pub(crate) fn party(ix: StoryEntityIx, sources: &Sources) -> StoryEntityIx {
    let entity = sources.cast.entity(ix);
    let place = matches!(entity.kind, EntityKind::Location | EntityKind::Group);
    let country = sources.language.facts.country_of(&entity.name);
    let code = match country.filter(|_| place) {
        Some(country) if country.capital() == Some(&entity.name) => Some(country.code),
        _ => None,
    };
    code.and_then(|code| sources.cast.coded(code)).unwrap_or(ix)
}
