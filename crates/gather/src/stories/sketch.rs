//! What is kept of a report to tell stories by, in little room.
//!
//! Input: a digest, and how rare terms are. Output: a [`Sketch`]. What always
//! holds: entries are sorted by term, each once; of a long report only the
//! terms that tell most are kept; numbers are rounded before anything is
//! computed from them, so a sketch that was stored gives what it gave before.
//! Repeated terms saturate as in BM25 (Robertson and Zaragoza, 2009).

use std::collections::HashMap;

use foldhash::fast::FixedState;
use jiff::civil::Date;
use rapporteur_language::thresholds::Gather;
use rapporteur_language::vectors::DIMENSIONS;
use rapporteur_language::{Language, Meaning};

use super::terms::Term;
use crate::digest::Digest;

/// Terms kept of one report.
const MOST_TERMS: usize = 128;

/// Steps of a rounded weight in one unit.
const WEIGHT_STEPS: f32 = 64.0;

/// Steps of a rounded rarity in one unit.
const RARITY_STEPS: f32 = 16.0;

/// Telling terms by which a report is found.
pub(crate) const KEYS: usize = 24;

/// How rare terms are, among the reports at hand and in the news at large.
#[derive(Clone, Debug)]
pub(crate) struct Rarity {
    counts: HashMap<u32, u32, FixedState>,
    reports: u32,
    background: f32,
}

impl Rarity {
    /// Of no report yet.
    pub(crate) fn new(tuned: &Gather) -> Self {
        Self {
            counts: HashMap::default(),
            reports: 0,
            background: tuned.background_reports,
        }
    }

    /// Counts the terms of one more report.
    pub(crate) fn add(&mut self, terms: impl Iterator<Item = u32>) {
        self.reports += 1;
        for term in terms {
            *self.counts.entry(term).or_default() += 1;
        }
    }

    /// Counts them no longer.
    pub(crate) fn remove(&mut self, terms: impl Iterator<Item = u32>) {
        self.reports = self.reports.saturating_sub(1);
        for term in terms {
            if let Some(count) = self.counts.get_mut(&term) {
                *count -= 1;
                if *count == 0 {
                    self.counts.remove(&term);
                }
            }
        }
    }

    /// Inverse document frequency, at least 0.
    fn of(&self, hash: u64) -> f32 {
        let here = self.counts.get(&short(hash)).copied().unwrap_or(0) as f32;
        let elsewhere = Language::english().frequencies.share(hash) * self.background;
        let all = self.reports as f32 + self.background;
        ((all + 1.0) / (here + elsewhere + 0.5)).ln().max(0.0)
    }
}

/// As much of a term's hash as sketches keep.
pub(crate) fn short(hash: u64) -> u32 {
    (hash >> 32) as u32
}

/// One term of a sketch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// As much of its hash as is kept.
    pub(crate) hash: u32,
    told: u8,
    rarity: u8,
    lead: u8,
    marks: u8,
}

const TITLED: u8 = 1;
const NAME: u8 = 2;
const FIGURE: u8 = 4;

impl Entry {
    fn new(term: &Term, length: f32, rarity: f32, tuned: &Gather) -> Self {
        const SATURATION: f32 = 1.2;
        const BY_LENGTH: f32 = 0.75;
        let count = f32::from(term.count);
        let half = SATURATION * (1.0 - BY_LENGTH + BY_LENGTH * length);
        let titled = if term.titled { tuned.title_weight } else { 0.0 };
        let told = count * (SATURATION + 1.0) / (count + half) + titled;
        let mark = |is: bool, mark: u8| if is { mark } else { 0 };
        Self {
            hash: short(term.hash),
            told: rounded(told * WEIGHT_STEPS),
            rarity: rounded(rarity * RARITY_STEPS),
            lead: (term.lead + u16::from(term.titled)).min(2) as u8,
            marks: mark(term.titled, TITLED)
                | mark(term.name || term.count == 0, NAME)
                | mark(term.figure && 1 < term.len, FIGURE),
        }
    }

    fn is(self, mark: u8) -> bool {
        self.marks & mark != 0
    }

    pub(super) fn rarity(self) -> f32 {
        f32::from(self.rarity) / RARITY_STEPS
    }

    /// What it weighs in the text as a whole.
    pub(crate) fn weight(self) -> f32 {
        f32::from(self.told) / WEIGHT_STEPS * self.rarity()
    }

    /// The same of what it is rarer than most names are.
    pub(super) fn rare(self) -> f32 {
        const COMMON: f32 = 4.0;
        f32::from(self.told) / WEIGHT_STEPS * (self.rarity() - COMMON).max(0.0)
    }

    /// What it weighs as a name.
    pub(super) fn name(self) -> f32 {
        if self.is(NAME) { self.weight() } else { 0.0 }
    }

    /// What it weighs in the title.
    pub(super) fn title(self) -> f32 {
        if self.is(TITLED) { self.rarity() } else { 0.0 }
    }

    /// What it weighs in the opening.
    pub(super) fn lead(self) -> f32 {
        f32::from(self.lead) * self.rarity()
    }

    /// What it weighs as a figure.
    pub(super) fn figure(self) -> f32 {
        if self.is(FIGURE) { self.rarity() } else { 0.0 }
    }
}

#[allow(clippy::cast_sign_loss)]
fn rounded(steps: f32) -> u8 {
    steps.round().clamp(0.0, 255.0) as u8
}

/// Lengths of a sketch's vectors.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Lengths {
    pub(super) whole: f32,
    pub(super) rare: f32,
    pub(super) name: f32,
    pub(super) title: f32,
    pub(super) lead: f32,
    pub(super) figure: f32,
}

/// What a text means, in a byte a number.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Gist {
    units: Box<[i8; DIMENSIONS]>,
    /// What one unit stands for.
    scale: f32,
}

impl Gist {
    fn new(meaning: &Meaning) -> Self {
        let numbers = meaning.numbers();
        let most = numbers.iter().fold(0.0_f32, |most, it| most.max(it.abs()));
        let scale = most.max(f32::MIN_POSITIVE) / 127.0;
        Self {
            units: Box::new(numbers.map(|it| (it / scale).round() as i8)),
            scale,
        }
    }

    /// The cosine, -1 to 1.
    pub(super) fn similarity(&self, other: &Gist) -> f32 {
        let pairs = self.units.iter().zip(other.units.iter());
        let sum: i32 = pairs.map(|(&a, &b)| i32::from(a) * i32::from(b)).sum();
        (sum as f32 * self.scale * other.scale).clamp(-1.0, 1.0)
    }
}

/// What is kept of a report.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sketch {
    /// Its terms, sorted by hash.
    pub(crate) entries: Box<[Entry]>,
    pub(super) lengths: Lengths,
    /// What its title and opening mean; `None` in a language without vectors.
    pub(super) meaning: Option<Gist>,
    /// Words of the text.
    pub(super) words: u32,
    /// Day of publication.
    pub(crate) day: Option<Date>,
}

impl Sketch {
    /// Sums up a digest.
    pub(crate) fn new(digest: &Digest, rarity: &Rarity, tuned: &Gather) -> Self {
        let words: u32 = digest.terms.iter().map(|term| u32::from(term.count)).sum();
        let length = words as f32 / tuned.usual_words;
        let entry = |term: &Term| Entry::new(term, length, rarity.of(term.hash), tuned);
        let mut entries: Vec<Entry> = digest.terms.iter().map(entry).collect();
        entries.retain(|it| 0.0 < it.weight());
        if MOST_TERMS < entries.len() {
            entries.select_nth_unstable_by(MOST_TERMS, more_telling);
            entries.truncate(MOST_TERMS);
        }
        entries.sort_unstable_by_key(|it| it.hash);
        entries.dedup_by_key(|it| it.hash);
        Self {
            lengths: lengths(&entries),
            entries: entries.into(),
            meaning: digest.meaning.as_ref().map(Gist::new),
            words,
            day: digest.day(),
        }
    }

    /// The terms that tell most, most telling first.
    pub(crate) fn keys(&self) -> Vec<Entry> {
        let mut entries = self.entries.to_vec();
        if KEYS < entries.len() {
            entries.select_nth_unstable_by(KEYS, more_telling);
            entries.truncate(KEYS);
        }
        entries.sort_unstable_by(more_telling);
        entries
    }
}

/// Orders entries by what they weigh, heaviest first.
fn more_telling(one: &Entry, other: &Entry) -> std::cmp::Ordering {
    let by_weight = other.weight().total_cmp(&one.weight());
    by_weight.then(one.hash.cmp(&other.hash))
}

fn lengths(entries: &[Entry]) -> Lengths {
    let length = |part: fn(Entry) -> f32| {
        let squares = entries.iter().map(|&it| part(it) * part(it));
        squares.sum::<f32>().sqrt()
    };
    Lengths {
        whole: length(Entry::weight),
        rare: length(Entry::rare),
        name: length(Entry::name),
        title: length(Entry::title),
        lead: length(Entry::lead),
        figure: length(Entry::figure),
    }
}
