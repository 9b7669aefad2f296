//! How likely two reports are to tell of one happening, looked at by
//! themselves.
//!
//! Input: two sketches. Output: a row of numbers, the same whichever report
//! comes first, and the likelihood that trees give it. What always holds:
//! time is linear in the terms of the two.

use rapporteur_language::Stories;
use rapporteur_language::stories::WIDTH;

use super::sketch::{Entry, Sketch};

/// What trees see of a pair.
pub(crate) type Row = [f32; WIDTH];

/// Squared weight that every report is taken to hold of rare things nobody
/// else tells, so that two short texts need more in common than two long ones.
const LITTLE_EVIDENCE: f32 = 50.0;

/// Rarity from which a common term is a clue by itself.
const CLUE: f32 = 6.0;

/// What a pair has in common.
pub(crate) fn row(one: &Sketch, other: &Sketch) -> Row {
    let common = Common::of(&one.entries, &other.entries);
    let (a, b) = (&one.lengths, &other.lengths);
    let over = |part: f32, a: f32, b: f32| if 0.0 < part { part / (a * b) } else { 0.0 };
    let whole = over(common.whole, a.whole, b.whole);
    let evidence = |length: f32| (length * length + LITTLE_EVIDENCE).sqrt();
    let told_ab = over(common.title_in_text, a.title, b.whole);
    let told_ba = over(common.text_in_title, a.whole, b.title);
    let meaning = match (&one.meaning, &other.meaning) {
        (Some(a), Some(b)) => a.similarity(b),
        // What texts that have this much in common usually have in meaning.
        _ => (0.3 + 0.9 * whole).min(1.0),
    };
    let words = |words: u32| (1.0 + words as f32).ln();
    [
        whole,
        over(common.rare, evidence(a.rare), evidence(b.rare)),
        over(common.name, a.name, b.name),
        over(common.title, a.title, b.title),
        over(common.lead, a.lead, b.lead),
        over(common.figure, a.figure, b.figure),
        told_ab.min(told_ba),
        told_ab.max(told_ba),
        meaning,
        words(one.words.min(other.words)),
        words(one.words.max(other.words)),
        common.clues,
    ]
}

/// The likelihood of a pair of reports with this row, 0 to 1.
pub(crate) fn likelihood(row: &Row, stories: &Stories) -> f32 {
    odds_to_share(stories.pairs.score(row))
}

/// From the logarithm of odds to a likelihood.
pub(crate) fn odds_to_share(odds: f32) -> f32 {
    1.0 / (1.0 + (-odds).exp())
}

/// Inner products over the terms that both have.
#[derive(Default)]
struct Common {
    whole: f32,
    rare: f32,
    name: f32,
    title: f32,
    lead: f32,
    figure: f32,
    title_in_text: f32,
    text_in_title: f32,
    clues: f32,
}

impl Common {
    fn of(one: &[Entry], other: &[Entry]) -> Self {
        let mut common = Self::default();
        let (mut i, mut j) = (0, 0);
        while let (Some(&a), Some(&b)) = (one.get(i), other.get(j)) {
            if a.hash == b.hash {
                common.add(a, b);
            }
            i += usize::from(a.hash <= b.hash);
            j += usize::from(b.hash <= a.hash);
        }
        common
    }

    fn add(&mut self, a: Entry, b: Entry) {
        self.whole += a.weight() * b.weight();
        self.rare += a.rare() * b.rare();
        self.name += a.name() * b.name();
        self.title += a.title() * b.title();
        self.lead += a.lead() * b.lead();
        self.figure += a.figure() * b.figure();
        self.title_in_text += a.title() * b.weight();
        self.text_in_title += a.weight() * b.title();
        self.clues += f32::from(u8::from(CLUE <= a.rarity()));
    }
}
