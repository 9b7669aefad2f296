//! Words that are near in meaning to a word.
//!
//! Input: a word. Output: words of the vocabulary whose vectors point the same
//! way, nearest first. What always holds: every word that is given is a whole
//! piece of the vocabulary and no form of the word or of one before it; sums
//! are of whole numbers, so they are the same everywhere.

use std::sync::LazyLock;

use super::{DIMENSIONS, Vectors};
use crate::wordpiece::{Piece, WordPiece};

/// Cosine from which a word is near. Of thirty words of news looked at, below
/// it come words of the same field ("quake": geologic) more than of the sense.
const NEAR: f64 = 0.5;
/// Letters of the shortest word that is given.
const SHORTEST: usize = 3;

/// A word that may be given.
struct Word {
    piece: Piece,
    letters: &'static str,
    /// Length of its row, in the row's own units.
    length: f64,
}

static WORDS: LazyLock<Vec<Word>> = LazyLock::new(|| {
    let vectors = Vectors::english();
    let words = WordPiece::words();
    let words = words.filter(|(_, it)| {
        SHORTEST <= it.len() && it.bytes().all(|letter| letter.is_ascii_lowercase())
    });
    let word = |(piece, letters)| Word {
        piece,
        letters,
        length: product(&vectors.units(piece), &vectors.rows[piece.index()]).sqrt(),
    };
    words.map(word).filter(|it| 0.0 < it.length).collect()
});

impl Vectors {
    /// At most `most` words that are near in meaning to a word, nearest first.
    pub fn near(&self, word: &str, most: usize) -> Vec<&'static str> {
        let sought = self.vector(word);
        let greatest = sought.iter().fold(0.0, |most: f32, it| most.max(it.abs()));
        if greatest <= 0.0 {
            return Vec::new();
        }
        let units = sought.map(|it| (it / greatest * 127.0).round() as i16);
        let length = units.iter().map(|&it| f64::from(it).powi(2)).sum::<f64>();
        let length = length.sqrt();
        let mut near: Vec<(f64, &Word)> = WORDS
            .iter()
            .map(|it| {
                let product = product(&units, &self.rows[it.piece.index()]);
                (product / (length * it.length), it)
            })
            .filter(|(cosine, _)| NEAR <= *cosine)
            .collect();
        near.sort_by(|one, other| {
            other
                .0
                .total_cmp(&one.0)
                .then(one.1.piece.cmp(&other.1.piece))
        });
        apart(word, near.into_iter().map(|(_, it)| it.letters), most)
    }

    /// The numbers of a piece's row.
    fn units(&self, piece: Piece) -> [i16; DIMENSIONS] {
        self.rows[piece.index()].map(|it| i16::from(it.cast_signed()))
    }
}

/// The product of numbers and a row, summed.
fn product(units: &[i16; DIMENSIONS], row: &[u8; DIMENSIONS]) -> f64 {
    let sum: i32 = units
        .iter()
        .zip(row)
        .map(|(&one, &other)| i32::from(one) * i32::from(i16::from(other.cast_signed())))
        .sum();
    f64::from(sum)
}

/// The first words that are no forms of one another.
fn apart(word: &str, near: impl Iterator<Item = &'static str>, most: usize) -> Vec<&'static str> {
    let word = word.to_lowercase();
    let mut stems = vec![stem(&word).to_owned()];
    let mut kept = Vec::new();
    for it in near {
        if most <= kept.len() {
            break;
        }
        let is_form = |known: &String| it.starts_with(known) || known.starts_with(stem(it));
        if !stems.iter().any(is_form) {
            stems.push(stem(it).to_owned());
            kept.push(it);
        }
    }
    kept
}

/// A word without the endings of number, tense and doer.
fn stem(word: &str) -> &str {
    let cut = |ending: &str| word.strip_suffix(ending).filter(|bare| 3 <= bare.len());
    // The longest first.
    let endings = ["ings", "ing", "ies", "ers", "ed", "es", "er", "s", "e", "y"];
    endings.into_iter().find_map(cut).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_others_of_its_sense_near_it() {
        let near = |word| Vectors::english().near(word, 8);
        assert!(near("ship").contains(&"freighter"), "{:?}", near("ship"));
        assert!(
            near("quake").contains(&"earthquakes"),
            "{:?}",
            near("quake")
        );
        assert!(near("killed").contains(&"died"), "{:?}", near("killed"));
        assert_eq!(near("ship"), near("SHIP"));
    }

    #[test]
    fn forms_of_the_word_itself_are_not_given() {
        for word in ["killed", "bridge", "protesters", "policy"] {
            let near = Vectors::english().near(word, 8);
            assert!(near.len() <= 8);
            let is_form = |it: &&&str| it.starts_with(stem(word));
            assert_eq!(near.iter().find(is_form), None, "{word}");
        }
    }

    #[test]
    fn what_is_no_known_word_has_nothing_near() {
        assert!(Vectors::english().near("", 8).is_empty());
        assert!(Vectors::english().near("東京", 8).is_empty());
    }
}
