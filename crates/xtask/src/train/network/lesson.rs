//! What the network learns from: sentences with some of the answers.

use rapporteur_network::Words;

/// One sentence.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lesson {
    /// Feature rows of its words.
    pub(crate) features: Vec<u32>,
    /// Where each word's features end.
    pub(crate) ends: Vec<u32>,
    /// Part of speech, head (0 the root, `n` word `n - 1`) and relation of
    /// each word; empty where the set does not say.
    pub(crate) tree: Vec<(u8, u32, u8)>,
    /// Label of each word as `rapporteur_network::names` has them; empty where
    /// the set does not say.
    pub(crate) names: Vec<u8>,
    /// What is given of its words beside the features; may be empty.
    pub(crate) base: Vec<f32>,
}

impl Lesson {
    /// How many words it has.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// One lesson a sentence of `rows`.
    pub(crate) fn all(rows: &Words) -> Vec<Lesson> {
        let size = rows.base.len().checked_div(rows.len()).unwrap_or(0);
        let lesson = |words: std::ops::Range<usize>| {
            let mut lesson = Lesson {
                base: rows.base[words.start * size..words.end * size].to_vec(),
                ..Lesson::default()
            };
            for at in words {
                lesson.features.extend_from_slice(rows.of(at));
                lesson.ends.push(lesson.features.len() as u32);
            }
            lesson
        };
        rows.sentences().map(lesson).collect()
    }
}

/// Numbers that look random and are the same each time (Marsaglia 2003).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// From 0 to 1.
    pub(crate) fn share(&mut self) -> f32 {
        (self.next() >> 40) as f32 / 16_777_216.0
    }

    pub(crate) fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            list.swap(at, (self.next() % (at as u64 + 1)) as usize);
        }
    }
}
