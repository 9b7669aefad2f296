//! In what two wordings of one thing differ that matters.
//!
//! Input: two pieces of evidence of one item. Output: the first of their
//! differences that is one in substance. What always holds: only wordings
//! that are near enough to lay side by side are compared; values are compared
//! after they are normalised, so that "Wednesday" and "27 December" may be one
//! day; what lies within the other refines it and is no conflict.

use rapporteur_text::{
    ConflictKind, EntityKind, Evidence, Figure, Relation, Span, StoryEntity, StoryEntityIx, Time,
};

use crate::align;
use crate::conflicts::Range;
use crate::figures;
use crate::gist;
use crate::sources::Sources;
use crate::words::Word;

/// A difference in substance.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Variant {
    pub(crate) kind: ConflictKind,
    pub(crate) relation: Relation,
    /// What each has, normalised.
    pub(crate) values: [String; 2],
}

/// Where two wordings go apart: the words of each, either of which may be none.
struct Fork<'s> {
    a: &'s [Word],
    b: &'s [Word],
}

/// How two wordings compare.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Comparison {
    /// They are too far apart to be laid side by side.
    Far,
    /// Nothing of substance.
    Same,
    /// This, the gravest difference.
    Differs(Variant),
}

/// Compares two pieces of evidence.
pub(crate) fn between(a: Evidence, b: Evidence, sources: &Sources) -> Comparison {
    let (x, y) = (sources.words(a), sources.words(b));
    let Some(forks) = forks(x, y, sources) else {
        return Comparison::Far;
    };
    let compared = Compared { a, b, sources };
    let mut found: Vec<Variant> = forks.iter().filter_map(|it| compared.values(it)).collect();
    found.extend(compared.negation(&forks));
    found.extend(forks.iter().filter_map(|it| compared.hedge(it)));
    let gravest = found
        .into_iter()
        .max_by_key(|it| (it.relation, std::cmp::Reverse(it.kind)));
    gravest.map_or(Comparison::Same, Comparison::Differs)
}

/// The places where two wordings differ; `None` where they share too little.
fn forks<'s>(x: &'s [Word], y: &'s [Word], sources: &Sources) -> Option<Vec<Fork<'s>>> {
    let longest = sources.thresholds().longest;
    let (shorter, longer) = (x.len().min(y.len()), x.len().max(y.len()));
    if longest < longer || 10 * shorter < 6 * longer {
        return None;
    }
    let stems = |words: &[Word]| -> Vec<u32> { words.iter().map(|word| word.stem).collect() };
    let pairs = align::common(&stems(x), &stems(y));
    if pairs.is_empty() || 4 * pairs.len() < 3 * shorter {
        return None;
    }
    let (mut i, mut j, mut forks) = (0, 0, Vec::new());
    for (p, q) in pairs.into_iter().chain([(x.len(), y.len())]) {
        if i < p || j < q {
            forks.push(Fork {
                a: &x[i..p],
                b: &y[j..q],
            });
        }
        (i, j) = (p + 1, q + 1);
    }
    Some(forks)
}

struct Compared<'c, 'r> {
    a: Evidence,
    b: Evidence,
    sources: &'c Sources<'r>,
}

impl Compared<'_, '_> {
    /// Two times, numbers or names in one place.
    fn values(&self, fork: &Fork) -> Option<Variant> {
        let (a, b) = (cover(fork.a)?, cover(fork.b)?);
        match (self.time(self.a, a), self.time(self.b, b)) {
            (Some(a), Some(b)) => dates(a, b),
            _ => self.numbers(fork).or_else(|| self.names(a, b)),
        }
    }

    fn time(&self, at: Evidence, span: Span) -> Option<&Time> {
        let times = &self.sources.report(at.report).marks.times;
        times.iter().find(|time| time.span.overlaps(span))
    }

    /// The figure that a span of words is in.
    fn figure(&self, at: Evidence, words: &[Word]) -> Option<&Figure> {
        let span = cover(words)?;
        let figures = &self.sources.report(at.report).marks.figures;
        figures.iter().find(|it| it.span.overlaps(span))
    }

    /// One number on each side, outside times; those within one another, as
    /// "about 6,000" and "6,020", are as good as one.
    fn numbers(&self, fork: &Fork) -> Option<Variant> {
        if let (Some(a), Some(b)) = (self.figure(self.a, fork.a), self.figure(self.b, fork.b)) {
            let about = self.sources.thresholds().about;
            let relation = figures::range(a, about).relation(figures::range(b, about));
            if relation != Relation::Disjoint {
                return None;
            }
        }
        let number = |words: &[Word]| {
            let texts = words
                .iter()
                .map(|word| self.sources.vocabulary.text(word.stem));
            let mut numbers = texts.filter_map(|text| text.parse::<f64>().ok());
            let first = numbers.next()?;
            numbers.next().is_none().then_some(first)
        };
        let (a, b) = (number(fork.a)?, number(fork.b)?);
        ((a - b).abs() > f64::EPSILON).then(|| Variant {
            kind: ConflictKind::Number,
            relation: Relation::Disjoint,
            values: [a.to_string(), b.to_string()],
        })
    }

    /// Somebody or some place else on each side, and nothing but that.
    fn names(&self, a: Span, b: Span) -> Option<Variant> {
        let (x, y) = (self.only_name(self.a, a)?, self.only_name(self.b, b)?);
        let cast = &self.sources.cast;
        let (one, other) = (cast.entity(x), cast.entity(y));
        let places = |it: &StoryEntity| it.code.is_some();
        let kind = match (one.kind, other.kind) {
            // A name that stands in a person's place and is known for nothing
            // else is a person's, whatever it was taken for.
            (EntityKind::Person, y) | (y, EntityKind::Person)
                if y != EntityKind::Person && !places(one) && !places(other) =>
            {
                ConflictKind::Name
            }
            (x, y) if x != y => return None,
            (EntityKind::Location, _) => ConflictKind::Place,
            (EntityKind::Person | EntityKind::Organisation, _) => ConflictKind::Name,
            _ => return None,
        };
        let same = x == y || gist::party(x, self.sources) == gist::party(y, self.sources);
        // A city and its country may be one place.
        let nested = kind == ConflictKind::Place && places(one) != places(other);
        (!same && !nested).then(|| Variant {
            kind,
            relation: Relation::Disjoint,
            values: [one.name.clone(), other.name.clone()],
        })
    }

    /// The one entity that a span of words names; `None` where it names none
    /// or says more.
    fn only_name(&self, at: Evidence, span: Span) -> Option<StoryEntityIx> {
        let mentions = self.sources.cast.mentions_over(at.report, span);
        let [(mention, ix)] = mentions else {
            return None;
        };
        let report = &self.sources.report(at.report).report;
        let named = report.slice(*mention).starts_with(char::is_uppercase);
        // "Ruiz's" is one word.
        let rest = Span::new(mention.end().min(span.end()), span.end());
        let rest = report.slice(rest);
        let alone = mention.start() <= span.start() && matches!(rest, "" | "'s" | "’s" | "'" | "’");
        (named && alone).then_some(*ix)
    }

    /// One of the two denies what both tell. Words that only one has, and more
    /// than a helper and a "not", are more that is told.
    fn negation(&self, forks: &[Fork]) -> Option<Variant> {
        const DENIAL: usize = 3;
        let words = &self.sources.language.collation.negation;
        let turns = |word: &&Word| words.contains(self.sources.vocabulary.text(word.norm));
        let (mut a, mut b) = (false, false);
        for fork in forks {
            let more = fork.a.is_empty() || fork.b.is_empty();
            if more && DENIAL < fork.a.len().max(fork.b.len()) {
                continue;
            }
            a ^= fork.a.iter().filter(turns).count() % 2 == 1;
            b ^= fork.b.iter().filter(turns).count() % 2 == 1;
        }
        let label = |no: bool| if no { "no" } else { "yes" }.to_owned();
        (a != b).then(|| Variant {
            kind: ConflictKind::Polarity,
            relation: Relation::Disjoint,
            values: [label(a), label(b)],
        })
    }

    /// One is less sure than the other in one place.
    fn hedge(&self, fork: &Fork) -> Option<Variant> {
        let (a, b) = (self.unsure(self.a, fork.a), self.unsure(self.b, fork.b));
        let label = |weak: bool| if weak { "may" } else { "will" }.to_owned();
        (a != b).then(|| Variant {
            kind: ConflictKind::Modality,
            relation: Relation::Overlaps,
            values: [label(a), label(b)],
        })
    }

    /// Whether some words make less sure: in small letters, since "May" is a
    /// month or a name.
    fn unsure(&self, at: Evidence, words: &[Word]) -> bool {
        let report = &self.sources.report(at.report).report;
        let weak = &self.sources.language.collation.unsure;
        words.iter().any(|word| {
            weak.contains(self.sources.vocabulary.text(word.norm))
                && report.slice(word.span).starts_with(char::is_lowercase)
        })
    }
}

/// Two times of which neither can be the other.
fn dates(a: &Time, b: &Time) -> Option<Variant> {
    let range = |time: &Time| Range {
        from: time.earliest,
        to: time.latest,
    };
    let known = |time: &Time| time.earliest.is_some() && time.latest.is_some();
    let differ = known(a) && known(b) && range(a).relation(range(b)) == Relation::Disjoint;
    let value = |time: &Time| time.edtf.clone().unwrap_or_else(|| time.value.clone());
    differ.then(|| Variant {
        kind: ConflictKind::Date,
        relation: Relation::Disjoint,
        values: [value(a), value(b)],
    })
}

fn cover(words: &[Word]) -> Option<Span> {
    Some(words.first()?.span.cover(words.last()?.span))
}

#[cfg(test)]
mod tests;
