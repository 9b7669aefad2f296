//! The same words said, across reports.
//!
//! Input: the statements of each report. Output: one [`Draft`] an utterance.
//!
//! Contents are cut into sentences and the sentences aligned, so that a
//! quotation which one report runs together and another splits meets itself
//! on both sides; then neighbouring sentences become one item again, as far
//! as the reports that have them agree. Sentences of one post stay together.
//! What always holds: nothing joins by a chain; statements of two speakers
//! join only when the words are almost the same, and then as a conflict.

use std::collections::BTreeMap;

use rapporteur_text::{
    Attitude, Evidence, OccasionKind, ReportIx, Span, Statement, StatementKind, StoryEntityIx,
};

use crate::align::{self, Ties, Verdict};
use crate::carried;
use crate::clauses;
use crate::drafts::{Draft, Piece};
use crate::sources::Sources;
use crate::words::Word;

/// A sentence of what somebody is said to have said.
pub(crate) struct Unit<'r> {
    pub(crate) at: Evidence,
    pub(crate) statement: &'r Statement,
    /// Which statement of the story, and which content span of it.
    place: (usize, usize),
    pub(crate) speaker: Speaker,
    norms: Vec<u32>,
    content: Vec<u32>,
    /// The same, sorted.
    sorted: Vec<u32>,
    weight: f32,
    /// It has an odd number of negations.
    negated: bool,
}

/// Who is said to speak.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Speaker {
    /// Somebody the story knows.
    Known(StoryEntityIx),
    /// As the text says, in stems: "officials".
    Named(Vec<u32>),
    /// The text does not say.
    Unknown,
}

/// Every utterance of the story.
pub(crate) fn statements(sources: &Sources) -> Vec<Draft> {
    let units = apart(units(sources), sources);
    let judge = |a: usize, b: usize| likeness(&units[a], &units[b], sources);
    let mut judged = align::judged(candidates(&units, sources), judge);
    let linkage = sources.thresholds().linkage;
    let links = align::links(&judged);
    let clusters = align::group(units.len(), &links, linkage, |a, b| judge(a, b).alike);
    let place = |at: usize| units[at].at;
    let clusters = carried::merged(
        clusters,
        &mut judged,
        "statement.same-words",
        place,
        sources,
    );
    let items = crate::utterances::joined(&units, clusters, sources);
    let ties = align::ties(units.len(), &items, &judged);
    let one = |(item, ties): (&Vec<usize>, Ties)| {
        crate::utterances::draft(&units, item, sources).tied(ties, place)
    };
    items.iter().zip(ties).map(one).collect()
}

fn units<'r>(sources: &Sources<'r>) -> Vec<Unit<'r>> {
    let mut units = Vec::new();
    let mut count = 0;
    for (report, it) in sources.all() {
        for statement in &it.marks.statements {
            // "Did not say" and "may announce" put no words in a mouth.
            if statement.negated || statement.modal || is_pointer(report, statement, sources) {
                continue;
            }
            let speaker = speaker(report, statement, sources);
            for (part, &content) in statement.content.iter().enumerate() {
                for span in cut(content, &it.marks.sentences, it.report.text()) {
                    let at = Evidence { report, span };
                    units.extend(unit(at, statement, (count, part), &speaker, sources));
                }
            }
            count += 1;
        }
    }
    units
}

/// Whether a statement only points at what is said elsewhere: "this information
/// was shared by the Kremlin".
fn is_pointer(report: ReportIx, statement: &Statement, sources: &Sources) -> bool {
    /// Words that carry content, of indirect speech that says something.
    const FEWEST: usize = 2;
    let spans = statement.content.iter();
    let content = spans.map(|&span| sources.content(Evidence { report, span }).len());
    statement.kind == StatementKind::Indirect && content.sum::<usize>() < FEWEST
}

fn unit<'r>(
    at: Evidence,
    statement: &'r Statement,
    place: (usize, usize),
    speaker: &Speaker,
    sources: &Sources<'r>,
) -> Option<Unit<'r>> {
    let longest = sources.thresholds().longest;
    let words = sources.words(at);
    let mut content = sources.content(at);
    content.truncate(longest);
    let norms = words.iter().take(longest).map(|word| word.stem).collect();
    let negations = &sources.language.collation.negation;
    let turns = |word: &&Word| negations.contains(sources.vocabulary.text(word.norm));
    let negated = words.iter().filter(turns).count() % 2 == 1;
    (!words.is_empty()).then(|| Unit {
        at,
        statement,
        place,
        speaker: speaker.clone(),
        norms,
        weight: sources.weight(&content),
        sorted: {
            let mut sorted = content.clone();
            sorted.sort_unstable();
            sorted
        },
        content,
        negated,
    })
}

/// The units with sentences cut that others keep apart.
fn apart<'r>(units: Vec<Unit<'r>>, sources: &Sources<'r>) -> Vec<Unit<'r>> {
    let mut pairs = candidates(&units, sources);
    pairs.retain(|&(a, b)| {
        let (a, b) = (&units[a], &units[b]);
        a.place.0 != b.place.0 && !rivals(a, b)
    });
    let cuts = clauses::cuts(&units, &pairs, sources);
    let mut parts = Vec::new();
    for (whole, cuts) in units.into_iter().zip(cuts) {
        if cuts.is_empty() {
            parts.push(whole);
            continue;
        }
        let text = sources.report(whole.at.report).report.text();
        let words = sources.words(whole.at);
        let mut start = whole.at.span.start();
        let ends = cuts.iter().map(|&cut| words[cut].span.start());
        for end in ends.chain([whole.at.span.end()]) {
            let at = Evidence {
                span: Span::new(start, end).trim(text),
                ..whole.at
            };
            parts.extend(unit(
                at,
                whole.statement,
                whole.place,
                &whole.speaker,
                sources,
            ));
            start = end;
        }
    }
    parts
}

/// The parts of `content` that lie in each sentence, trimmed, none empty.
fn cut(content: Span, sentences: &[Span], text: &str) -> Vec<Span> {
    let from = sentences.partition_point(|sentence| sentence.end() <= content.start());
    let mut parts = Vec::new();
    let mut start = content.start();
    for sentence in &sentences[from..] {
        if content.end() <= sentence.end() {
            break;
        }
        parts.push(Span::new(start, sentence.end().max(start)));
        start = sentence.end().max(start);
    }
    parts.push(Span::new(start, content.end().max(start)));
    parts
        .into_iter()
        .map(|part| part.trim(text))
        .filter(|part| !part.is_empty())
        .collect()
}

fn speaker(report: ReportIx, statement: &Statement, sources: &Sources) -> Speaker {
    let known = statement
        .speaker
        .and_then(|ix| sources.cast.of(report.index(), ix));
    if let Some(known) = known {
        return Speaker::Known(known);
    }
    let stems: Vec<u32> = statement
        .source
        .iter()
        .flat_map(|&span| sources.content(Evidence { report, span }))
        .collect();
    // Whatever is joined to a pronoun names nobody either.
    let first = statement.source.first();
    let first = first.is_some_and(|&span| !sources.content(Evidence { report, span }).is_empty());
    if stems.is_empty() || !first {
        Speaker::Unknown
    } else {
        Speaker::Named(stems)
    }
}

/// Pairs that share content.
fn candidates(units: &[Unit], sources: &Sources) -> Vec<(usize, usize)> {
    let features: Vec<Vec<u32>> = units.iter().map(|unit| unit.sorted.clone()).collect();
    align::candidates(&features, 2, sources.thresholds().window)
}

/// How alike two sentences are, and whether enough to be one utterance.
fn likeness(a: &Unit, b: &Unit, sources: &Sources) -> Verdict {
    let wants = sources.thresholds();
    let lesser = a.weight.min(b.weight).max(f32::EPSILON);
    let wanted = wants.quoted_content.min(wants.told_content);
    // What no order of the words could reach.
    let most = sources.weight(&align::both(&a.sorted, &b.sorted));
    if a.place.0 == b.place.0 {
        return Verdict::no("statement.goes-on", 0.0);
    }
    if most < wanted.min(NEAR_CONTENT) * lesser {
        return Verdict::no("statement.too-little-shared", 2.0 * most / lesser);
    }
    let content = align::common(&a.content, &b.content);
    let shared: Vec<u32> = content.iter().map(|&(i, _)| a.content[i]).collect();
    let (shared_weight, greater) = (sources.weight(&shared), a.weight.max(b.weight));
    let share = shared_weight / lesser;
    if share < wanted {
        return match near_words(a, b) {
            Some(words) if !rivals(a, b) => Verdict::yes("statement.near-words", share + words),
            _ => Verdict::no("statement.too-little-shared", 2.0 * share),
        };
    }
    if !compact(&content, b, a) {
        return Verdict::no("statement.words-strewn", 2.0 * share);
    }
    let words = align::common(&a.norms, &b.norms).len();
    let words = words as f32 / a.norms.len().min(b.norms.len()) as f32;
    let score = share + words;
    let rule = if rivals(a, b) {
        "statement.rival-speakers"
    } else if quoted(a) && quoted(b) {
        "statement.quoted"
    } else {
        "statement.told"
    };
    let alike = if rivals(a, b) {
        let longer = a.norms.len().max(b.norms.len());
        let shorter = a.norms.len().min(b.norms.len());
        wants.rival_words <= words && wants.rival_least <= shorter && longer < 2 * shorter
    } else if quoted(a) && quoted(b) {
        let twice = a.at.report == b.at.report;
        let least = if twice { 0.95 } else { wants.quoted_words };
        wants.quoted_content <= share && least <= words && 1 < shared.len()
    } else {
        let sure = 0.95 <= share && 0.75 <= words && 1 < shared.len();
        let most = wants.told_content <= share && wants.told_least <= shared.len();
        // "Did not meet" is no way to tell "have met".
        let same = a.negated == b.negated;
        // All of one in the same order within the other.
        let held = 0.95 <= share && wants.told_least <= shared.len();
        let near = || near_words(a, b).is_some();
        same && (held || near() || (sure || most) && wants.told_whole * greater <= shared_weight)
    };
    match (alike, rivals(a, b)) {
        (true, _) => Verdict::yes(rule, score),
        (false, true) => Verdict::no("statement.other-speaker", score),
        (false, false) => Verdict::no("statement.other-words", score),
    }
}

/// Share of the lesser content below which not even the order is compared.
const NEAR_CONTENT: f32 = 0.4;
/// Words, and their share in order, from which two sentences are one with a
/// name or a number changed.
const NEAR: (usize, f32) = (7, 0.8);

/// The share of words that two sentences of two reports have in order, where
/// they are nearly one sentence.
fn near_words(a: &Unit, b: &Unit) -> Option<f32> {
    let (shorter, longer) = (
        a.norms.len().min(b.norms.len()),
        a.norms.len().max(b.norms.len()),
    );
    if a.at.report == b.at.report || shorter < NEAR.0 || 5 * shorter < 4 * longer {
        return None;
    }
    let words = align::common(&a.norms, &b.norms).len() as f32 / longer as f32;
    (NEAR.1 <= words && a.negated == b.negated).then_some(words)
}

fn quoted(unit: &Unit) -> bool {
    unit.statement.kind == StatementKind::Direct
}

/// Whether the speakers are known and not the same.
fn rivals(a: &Unit, b: &Unit) -> bool {
    a.speaker != b.speaker && a.speaker != Speaker::Unknown && b.speaker != Speaker::Unknown
}

/// Whether what pairs up stands close together on both sides: words strewn
/// over a long sentence are no wording of a short one.
fn compact(pairs: &[(usize, usize)], b: &Unit, a: &Unit) -> bool {
    let (Some(first), Some(last)) = (pairs.first(), pairs.last()) else {
        return false;
    };
    let widest = 2 * pairs.len() + 3;
    let shorter_is_a = a.content.len() <= b.content.len();
    if shorter_is_a {
        last.1 - first.1 < widest
    } else {
        last.0 - first.0 < widest
    }
}

impl Unit<'_> {
    /// Which statement of the story it is of.
    pub(crate) fn of(&self) -> usize {
        self.place.0
    }

    /// Its words in stems, up to the longest that is compared.
    pub(crate) fn stems(&self) -> &[u32] {
        &self.norms
    }

    pub(crate) fn words(&self) -> usize {
        self.norms.len()
    }

    pub(crate) fn posted(&self) -> bool {
        let occasion = self.statement.occasion;
        occasion.is_some_and(|occasion| occasion.kind == OccasionKind::Post)
    }

    /// Whether `next` is the same content span going on.
    pub(crate) fn goes_on(&self, next: &Unit) -> bool {
        self.place == next.place
    }
}

/// The most frequent of `values`; of several, the least.
pub(crate) fn usual<T: Ord>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut counts: BTreeMap<T, usize> = BTreeMap::new();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    let most = counts.values().copied().max()?;
    counts
        .into_iter()
        .find(|&(_, count)| count == most)
        .map(|(value, _)| value)
}

/// Evidence pieces of some units, neighbours run together.
pub(crate) fn pieces(units: &[Unit], members: &[usize]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut last: Option<usize> = None;
    for &member in members {
        let unit = &units[member];
        let follows = last.is_some_and(|last| last + 1 == member && units[last].goes_on(unit));
        match pieces.last_mut() {
            Some(piece) if follows => piece.at.span = piece.at.span.cover(unit.at.span),
            _ => pieces.push(Piece::said(
                with_cue(unit),
                unit.statement.kind,
                unit.statement.by,
            )),
        }
        last = Some(member);
    }
    pieces
}

/// Bytes between a cue and its content, at most.
const CUE_GAP: usize = 24;

/// The sentence with the cue before it, where the words alone would say
/// something else: what is hoped or ordered is not so yet, and a topic without
/// a verb is no assertion.
fn with_cue(unit: &Unit) -> Evidence {
    let statement = unit.statement;
    let starts = statement.content.first().map(|span| span.start()) == Some(unit.at.span.start());
    let bare = starts && statement.kind != StatementKind::Direct;
    let cue = statement.cue.first().copied().filter(|_| bare);
    let before = cue.filter(|cue| {
        let gap = unit.at.span.start().checked_sub(cue.end());
        gap.is_some_and(|gap| gap <= CUE_GAP)
    });
    let needed = statement.attitude != Attitude::Statement || statement.topic;
    match before {
        Some(cue) if needed => Evidence {
            span: cue.cover(unit.at.span),
            ..unit.at
        },
        _ => unit.at,
    }
}
