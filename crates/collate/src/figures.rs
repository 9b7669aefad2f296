//! The same thing counted, across reports.
//!
//! Input: the figures of each report. Output: one [`Draft`] a count, with
//! values that refine or conflict. Two figures join when they have one unit
//! and count one thing; a number of people counts what their sentence says of
//! them (dead, hurt). Values of one report are never held against one another:
//! it knows that they differ.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rapporteur_text::{Bounds, ConflictKind, Detail, Evidence, Figure, Modifier, ReportIx, Span};

use crate::align::{self, Ties, Verdict};
use crate::conflicts::{self, Range, Valued};
use crate::drafts::{Draft, Piece};
use crate::sources::Sources;
use crate::times;

struct Count<'r> {
    at: Evidence,
    figure: &'r Figure,
    when: Option<Bounds>,
    /// Content of what is counted, less the number.
    concept: Vec<u32>,
    /// Content of the sentence.
    sentence: Vec<u32>,
    sense: Option<&'r str>,
    /// It is of a time well before the story.
    background: bool,
    /// Weights of `concept` and `sentence`.
    weights: [f32; 2],
}

/// Every count of the story.
pub(crate) fn figures(sources: &Sources) -> Vec<Draft> {
    let published = sources.reports.iter().filter_map(|it| it.imprint.published);
    let first = published.map(|published| published.date).min();
    let counts: Vec<Count> = sources
        .all()
        .flat_map(|(report, it)| {
            let figures = it.marks.figures.iter();
            figures.map(move |figure| count(report, figure, first, sources))
        })
        .collect();
    let features: Vec<Vec<u32>> = counts.iter().map(|it| features(it, sources)).collect();
    let window = sources.thresholds().window;
    let beside = Beside::new(&counts, sources);
    let judge = |a: usize, b: usize| match likeness(&counts[a], &counts[b], sources) {
        it if it.alike && beside.tells_both(a, b) => Verdict::no(ONE_TELLS_BOTH, it.score),
        it => it,
    };
    let judged = align::judged(align::candidates(&features, 1, window), judge);
    let groups = align::group(
        counts.len(),
        &align::links(&judged),
        sources.thresholds().linkage,
        |a, b| judge(a, b).alike,
    );
    let ties = align::ties(counts.len(), &groups, &judged);
    let one = |(group, ties): (&Vec<usize>, Ties)| {
        let members: Vec<_> = group.iter().map(|&at| &counts[at]).collect();
        draft(&members, sources).tied(ties, |at| counts[at].at)
    };
    groups.iter().zip(ties).map(one).collect()
}

fn count<'r>(
    report: ReportIx,
    figure: &'r Figure,
    first: Option<Date>,
    sources: &Sources<'r>,
) -> Count<'r> {
    let at = |span| Evidence { report, span };
    let own = at(figure.span);
    let sentence = sources.sentence(own);
    let mut whole = figure.span;
    let near = |span: Span| sentence.span.contains(span);
    whole = figure
        .concept
        .filter(|&it| near(it))
        .map_or(whole, |it| whole.cover(it));
    let concept = figure
        .concept
        .map(|span| times::timeless(at(span), sources));
    let numbers = sources.content(own);
    let mut concept = align::set(&concept.unwrap_or_default());
    concept.retain(|stem| !numbers.contains(stem));
    let when = figure.time.map(|ix| times::bounds(report, ix, sources));
    let stems = align::set(&times::timeless(sentence, sources));
    Count {
        at: at(whole),
        figure,
        background: background(when.as_ref(), first),
        when,
        weights: [sources.weight(&concept), sources.weight(&stems)],
        concept,
        sense: counted(figure.concept.map(at), own, sentence, sources)
            .filter(|_| figure.unit.is_none() && figure.currency.is_none()),
        sentence: stems,
    }
}

/// What a bare number is a count of: what its noun phrase says, or, of
/// people, what the words around it say happened to them.
fn counted<'r>(
    concept: Option<Evidence>,
    own: Evidence,
    sentence: Evidence,
    sources: &Sources<'r>,
) -> Option<&'r str> {
    let person = |norm| {
        let word = sources.vocabulary.text(norm);
        sources.language.collation.person.contains(word)
    };
    let people = concept.is_none_or(|it| sources.words(it).iter().any(|word| person(word.norm)));
    named_sense(concept, sources).or_else(|| sense(own, sentence, sources).filter(|_| people))
}

/// What the words of a count's own noun phrase make it a count of.
fn named_sense<'r>(concept: Option<Evidence>, sources: &Sources<'r>) -> Option<&'r str> {
    let senses = &sources.language.collation.senses;
    let named = |norm| senses.get(sources.vocabulary.text(norm));
    let mut words = sources.words(concept?).iter();
    words.find_map(|word| named(word.norm)).map(String::as_str)
}

/// Words on either side of a number that say what it counts.
const REACH: usize = 12;

/// What the words nearest to a number make it a count of.
fn sense<'r>(at: Evidence, sentence: Evidence, sources: &Sources<'r>) -> Option<&'r str> {
    let words = sources.words(sentence);
    let place = words.partition_point(|word| word.span.start() < at.span.start());
    let senses = &sources.language.collation.senses;
    let near = words.iter().enumerate().filter_map(|(other, word)| {
        let sense = senses.get(sources.vocabulary.text(word.norm))?;
        // What follows a number says sooner what it counts.
        let distance = if place <= other {
            other - place
        } else {
            2 * (place - other)
        };
        (distance <= REACH).then_some((distance, sense.as_str()))
    });
    near.min().map(|(_, sense)| sense)
}

/// What may propose a pair: what is counted, the value, the sense.
fn features(count: &Count, sources: &Sources) -> Vec<u32> {
    let mut features = count.concept.clone();
    features.extend(sources.content(count.at));
    // One that says nothing of what it counts is told by its sentence.
    if count.concept.is_empty() {
        features.extend(&count.sentence);
        features = align::set(&features);
    }
    // Values and senses are numbered from the top, words from the bottom.
    features.extend(
        count
            .sense
            .map(|sense| u32::MAX - u32::from(sense.as_bytes()[0])),
    );
    let hash = xxhash_rust::xxh3::xxh3_64(&count.figure.value.to_le_bytes());
    features.push(1 << 31 | hash as u32);
    features
}

/// Why two values of one report are two counts.
const ONE_TELLS_BOTH: &str = "figure.one-report-tells-both";
/// Share of the lesser sentence's weight by which two sentences tell one thing.
const SAME_SENTENCE: f32 = 0.6;

/// Twice the shared weight of two sentences over both weights, from which they
/// are one sentence with another number in it.
const SAME_WORDS: f32 = 0.75;

/// For each count, the reports that give its value in much the same sentence.
struct Beside<'c, 'r> {
    counts: &'c [Count<'r>],
    reports: Vec<BTreeSet<ReportIx>>,
}

impl<'c, 'r> Beside<'c, 'r> {
    fn new(counts: &'c [Count<'r>], sources: &Sources) -> Self {
        let mut by_value: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
        for (at, it) in counts.iter().enumerate() {
            let key = it.figure.value.to_bits();
            by_value.entry(key).or_default().push(at);
        }
        let mut beside = vec![BTreeSet::new(); counts.len()];
        for alike in by_value.values() {
            for &one in alike {
                let near = alike.iter().take(sources.thresholds().window);
                beside[one] = near
                    .filter(|&&other| SAME_SENTENCE <= held(&counts[one], &counts[other], sources))
                    .map(|&other| counts[other].at.report)
                    .collect();
            }
        }
        Self {
            counts,
            reports: beside,
        }
    }

    /// Whether the report of one of two different values gives the other, too.
    fn tells_both(&self, a: usize, b: usize) -> bool {
        let (one, other) = (&self.counts[a], &self.counts[b]);
        let gives = |at: usize, report| self.reports[at].contains(&report);
        !same_value(one.figure, other.figure)
            && one.at.report != other.at.report
            && (gives(a, other.at.report) || gives(b, one.at.report))
    }
}

fn likeness(a: &Count, b: &Count, sources: &Sources) -> Verdict {
    let (x, y) = (a.figure, b.figure);
    let same_unit = x.unit == y.unit && x.currency == y.currency && x.ordinal == y.ordinal;
    if !same_unit {
        return Verdict::no("figure.other-unit", 0.0);
    }
    let equal = same_value(x, y);
    let dice = dice(a, b, 0, sources);
    let context = held(a, b, sources);
    let score = dice + context + f32::from(u8::from(equal));
    if !times_meet(a, b) || a.background != b.background {
        return Verdict::no("figure.other-time", score);
    }
    if !equal && a.at.report == b.at.report {
        return Verdict::no(ONE_TELLS_BOTH, score);
    }
    if !equal && far(x, y, sources) {
        return Verdict::no("figure.too-far", score);
    }
    let wanted = sources.thresholds().figure_concept;
    let alike = match (a.sense, b.sense) {
        (Some(one), Some(other)) => one == other,
        // A sum of money is seldom given twice by chance.
        (None, None) if equal && x.currency.is_some() => wanted <= dice || 0.3 * wanted <= context,
        (None, None) if equal => wanted <= dice || 0.5 * wanted <= context,
        (None, None) if a.concept.is_empty() && b.concept.is_empty() => {
            SAME_WORDS <= self::dice(a, b, 1, sources)
        }
        (None, None) => wanted + 0.1 <= dice && 0.5 * wanted <= context,
        _ => equal && wanted <= dice,
    };
    match (alike, equal) {
        (true, true) => Verdict::yes("figure.same-value", score),
        (true, false) => Verdict::yes("figure.same-count", score),
        _ => Verdict::no("figure.other-count", score),
    }
}

fn same_value(a: &Figure, b: &Figure) -> bool {
    let near = |x: f64, y: f64| (x - y).abs() <= 1e-9 * x.abs().max(y.abs());
    let max = |it: &Figure| it.max.unwrap_or(it.value);
    near(a.value, b.value) && near(max(a), max(b))
}

/// Whether two values are too far apart to be tellings of one count.
fn far(a: &Figure, b: &Figure, sources: &Sources) -> bool {
    let wants = sources.thresholds();
    let (less, more) = (a.value.min(b.value), a.value.max(b.value));
    let meet = a.modifier != b.modifier && range(a, wants.about).meets(range(b, wants.about));
    let scale = if meet {
        10.0 * wants.figure_scale
    } else {
        wants.figure_scale
    };
    less <= 0.0 || scale * less < more
}

/// Twice the shared weight of two concepts (0) or sentences (1) over both.
fn dice(a: &Count, b: &Count, of: usize, sources: &Sources) -> f32 {
    let (one, other) = match of {
        0 => (&a.concept, &b.concept),
        _ => (&a.sentence, &b.sentence),
    };
    let shared = sources.weight(&align::shared(one, other));
    2.0 * shared / (a.weights[of] + b.weights[of]).max(f32::EPSILON)
}

/// The shared weight of two sentences over the lesser.
fn held(a: &Count, b: &Count, sources: &Sources) -> f32 {
    let shared = sources.weight(&align::shared(&a.sentence, &b.sentence));
    shared / a.weights[1].min(b.weights[1]).max(f32::EPSILON)
}

fn times_meet(a: &Count, b: &Count) -> bool {
    let range = |bounds: &Bounds| Range {
        from: bounds.earliest,
        to: bounds.latest,
    };
    match (&a.when, &b.when) {
        (Some(a), Some(b)) => range(a).meets(range(b)),
        _ => true,
    }
}

/// Days before the first report by which a count is of something earlier.
const EARLIER: i32 = 10;

/// Whether a count's time ended well before the story's first report.
fn background(when: Option<&Bounds>, first: Option<Date>) -> bool {
    let latest = when.and_then(|when| when.latest);
    match (latest, first) {
        (Some(latest), Some(first)) => latest
            .until(first)
            .is_ok_and(|span| EARLIER < span.get_days()),
        _ => false,
    }
}

fn draft(members: &[&Count], sources: &Sources) -> Draft {
    let pieces = members
        .iter()
        .map(|it| Piece::found(it.at, "figure.number", sources));
    let mut draft = Draft::new(detail(members, sources), pieces.collect());
    draft.conflict = values(members, &draft, sources);
    draft
}

/// The fields of the value that most reports give; of several, the most exact.
fn detail(members: &[&Count], sources: &Sources) -> Detail {
    let support = |it: &Count| {
        let same = members
            .iter()
            .filter(|other| same_value(other.figure, it.figure));
        let mut reports: Vec<ReportIx> = same.map(|other| other.at.report).collect();
        reports.dedup();
        reports.len()
    };
    let exact = |it: &Count| it.figure.modifier == Modifier::Exact;
    let order = |it: &&&Count| (usize::MAX - support(it), !exact(it), it.at);
    let best = members.iter().min_by_key(order).unwrap_or(&members[0]);
    let concept = |it: &&Count| {
        let span = it.figure.concept?;
        Some(sources.report(it.at.report).report.slice(span).to_owned())
    };
    Detail::Figure {
        value: best.figure.value,
        max: best.figure.max,
        modifier: best.figure.modifier,
        unit: best.figure.unit.clone(),
        currency: best.figure.currency.clone(),
        concept: concept(best).or_else(|| members.iter().find_map(concept)),
        from: members.iter().find_map(|it| it.figure.from),
        ordinal: best.figure.ordinal,
        when: members.iter().find_map(|it| it.when.clone()),
    }
}

fn values(
    members: &[&Count],
    draft: &Draft,
    sources: &Sources,
) -> Option<rapporteur_text::Conflict> {
    let about = sources.thresholds().about;
    let values = members.iter().map(|it| Valued {
        at: it.at,
        value: printed(it.figure),
        range: range(it.figure, about),
    });
    let conflict = conflicts::ranges(ConflictKind::Number, values.collect(), draft, sources);
    // "31" and "at least 31" are one value.
    let plain = |it: &&&Count| same_value(it.figure, members[0].figure);
    conflict.filter(|_| members.iter().filter(plain).count() < members.len())
}

pub(crate) fn range(figure: &Figure, about: f64) -> Range<f64> {
    let (low, high) = (figure.value, figure.max.unwrap_or(figure.value));
    match figure.modifier {
        Modifier::Exact => Range {
            from: Some(low - rounding(low)),
            to: Some(high + rounding(high)),
        },
        Modifier::About => Range {
            from: Some(low - about * low.abs()),
            to: Some(high + about * high.abs()),
        },
        Modifier::Above | Modifier::AtLeast => Range {
            from: Some(low),
            to: None,
        },
        Modifier::Below | Modifier::AtMost => Range {
            from: None,
            to: Some(high),
        },
    }
}

/// By how much a round number may stand for another: half of its last place
/// that is not zero, where two zeros or more follow that, and at most a
/// twentieth. "6,200" may stand for 6,214.
fn rounding(value: f64) -> f64 {
    let mut place = 1.0;
    while 0.0 < value && place < value && value % (10.0 * place) == 0.0 {
        place *= 10.0;
    }
    if place < 100.0 {
        return 0.0;
    }
    (0.5 * place).min(0.05 * value)
}

/// `>= 30`, `31`, `52-64`.
fn printed(figure: &Figure) -> String {
    let value = match figure.max {
        Some(max) => format!("{}-{max}", figure.value),
        None => figure.value.to_string(),
    };
    match figure.modifier {
        Modifier::Exact => value,
        modifier => format!("{} {value}", modifier.as_str()),
    }
}

#[cfg(test)]
mod tests {
    use super::rounding;

    #[test]
    fn only_round_numbers_stand_for_others() {
        assert!((rounding(6200.0) - 50.0).abs() < 1e-9);
        assert!((rounding(200.0) - 10.0).abs() < 1e-9);
        for exact in [0.0, 30.0, 31.0, 1150.0, 6214.0, f64::INFINITY] {
            assert!(rounding(exact) <= 0.0, "{exact}");
        }
    }
}
