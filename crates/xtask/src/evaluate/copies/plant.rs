//! Plants copies in news texts, by a seeded generator.
//!
//! Input: texts. Output: [`Copy`]s, each with the runs of it that were taken
//! from the original. What always holds: the same seed plants the same; a
//! run slices both texts.

use std::ops::Range;

/// A text that was made of another.
#[derive(Clone, Debug, Default)]
pub(crate) struct Copy {
    /// The text.
    pub(crate) text: String,
    /// What was taken: bytes of the text, and of the original.
    pub(crate) runs: Vec<(Range<usize>, Range<usize>)>,
}

/// A kind of edit: a text, and another that lends what is foreign.
pub(crate) type Edit = fn(&str, &str, &mut Dice) -> Copy;

/// Every kind of edit, by its name.
pub(crate) const EDITS: &[(&str, Edit)] = &[
    ("light", light),
    ("medium", medium),
    ("lifted", lifted),
    ("noise", noise),
];

impl Copy {
    /// Adds words of its own.
    fn push_own(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Adds `taken` of `original` as `change` leaves it.
    fn take(&mut self, original: &str, taken: Range<usize>, change: impl FnOnce(&str) -> String) {
        let start = self.text.len();
        self.text.push_str(&change(&original[taken.clone()]));
        self.runs.push((start..self.text.len(), taken));
    }
}

/// A dateline before, the last two sentences cut, 2 % of words replaced.
pub(crate) fn light(text: &str, _: &str, dice: &mut Dice) -> Copy {
    let sentences: Vec<&str> = text.split_inclusive(". ").collect();
    let kept = sentences.len().saturating_sub(2).max(1);
    let end = sentences[..kept].iter().map(|it| it.len()).sum();
    let mut copy = Copy::default();
    copy.push_own("PORT ELM, June 4 (XNA) - ");
    copy.take(text, 0..end, |it| reworded(it, 2, dice));
    copy
}

/// 65 % of paragraphs kept, 10 % of words replaced, a foreign paragraph in
/// the middle.
pub(super) fn medium(text: &str, other: &str, dice: &mut Dice) -> Copy {
    let mut kept: Vec<Range<usize>> = paragraphs(text).filter(|_| dice.under(65)).collect();
    if kept.is_empty() {
        kept.extend(paragraphs(text).next());
    }
    let foreign = paragraphs(other).nth(1).unwrap_or(0..0);
    let middle = kept.len() / 2;
    let mut copy = Copy::default();
    for (ix, taken) in kept.into_iter().enumerate() {
        if ix == middle {
            copy.push_own(&other[foreign.clone()]);
            copy.push_own("\n\n");
        }
        copy.take(text, taken, |it| reworded(it, 10, dice));
        copy.push_own("\n\n");
    }
    copy
}

/// 30 % of the paragraphs, in a row, inside another report.
pub(super) fn lifted(text: &str, other: &str, dice: &mut Dice) -> Copy {
    let all: Vec<Range<usize>> = paragraphs(text).collect();
    let wanted = (all.len() * 3).div_ceil(10);
    let from = dice.below(all.len() - wanted + 1);
    let taken = all[from].start..all[from + wanted - 1].end;
    let host: Vec<Range<usize>> = paragraphs(other).collect();
    let mut copy = Copy::default();
    for (ix, own) in host.iter().enumerate() {
        if ix == host.len() / 2 {
            copy.take(text, taken.clone(), str::to_owned);
            copy.push_own("\n\n");
        }
        copy.push_own(&other[own.clone()]);
        copy.push_own("\n\n");
    }
    copy
}

/// 4 % of letters wrong, 3 % of spaces gone.
pub(super) fn noise(text: &str, _: &str, dice: &mut Dice) -> Copy {
    let mut copy = Copy::default();
    copy.take(text, 0..text.len(), |it| noisy(it, dice));
    copy
}

fn noisy(text: &str, dice: &mut Dice) -> String {
    let mut noisy = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter == ' ' {
            noisy.push_str(if dice.under(3) { "" } else { " " });
        } else if letter.is_alphabetic() && dice.under(4) {
            noisy.push(char::from(b'a' + dice.below(26) as u8));
        } else {
            noisy.push(letter);
        }
    }
    noisy
}

/// Where the paragraphs of a text stand.
fn paragraphs(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    text.split("\n\n").filter_map(move |paragraph| {
        let start = at;
        at += paragraph.len() + 2;
        (!paragraph.trim().is_empty()).then_some(start..start + paragraph.len())
    })
}

/// `text` with `percent` of its words replaced by others of its own.
fn reworded(text: &str, percent: usize, dice: &mut Dice) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    let reworded: Vec<&str> = words
        .iter()
        .map(|word| {
            let plain = dice.under(percent) && word.chars().all(char::is_alphabetic);
            if plain {
                words[dice.below(words.len())]
            } else {
                word
            }
        })
        .collect();
    reworded.join(" ")
}

/// Numbers that look random and are the same each time (splitmix64, Steele,
/// Lea and Flood, 2014).
#[derive(Clone, Debug)]
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        it ^ (it >> 31)
    }

    /// A number under `limit`.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    /// True `percent` times of a hundred.
    pub(crate) fn under(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "One two three. Four five six. Seven eight nine.\n\nTen eleven twelve. ";

    #[test]
    fn the_same_seed_plants_the_same_copies() {
        for (_, edit) in EDITS {
            let (one, other) = (
                edit(TEXT, TEXT, &mut Dice(7)),
                edit(TEXT, TEXT, &mut Dice(7)),
            );
            assert_eq!((one.text, one.runs), (other.text, other.runs));
        }
    }

    #[test]
    fn what_was_taken_slices_the_copy_and_the_original() {
        for (name, edit) in EDITS {
            let copy = edit(TEXT, TEXT, &mut Dice(3));
            assert!(!copy.runs.is_empty(), "{name}");
            for (own, original) in &copy.runs {
                assert!(copy.text.get(own.clone()).is_some_and(|it| !it.is_empty()));
                assert!(TEXT.get(original.clone()).is_some());
            }
        }
        let copy = lifted(TEXT, TEXT, &mut Dice(3));
        let (own, original) = copy.runs[0].clone();
        assert_eq!(copy.text[own], TEXT[original]);
    }
}
