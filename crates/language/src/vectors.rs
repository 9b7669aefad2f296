//! What words mean, as vectors.
//!
//! Input: `data/vectors.bin`, a row of small integers for each piece of
//! `data/pieces.txt`. Output: vectors of pieces and words, and the
//! [`Meaning`] of a text. What always holds: a file of other bytes is
//! refused; the same text has the same meaning.
//!
//! The method is that of `Model2Vec` (Tulkens & van Dongen 2024): every piece
//! went once through a sentence transformer, and what came out was turned to
//! its main axes; a text is the mean of its pieces, the common ones weighing
//! less (SIF, Arora et al. 2017). Made by `cargo xtask train --only vectors`.
//!
//! File: `RPV1`; rows (four bytes) and dimensions (two bytes), little-endian;
//! for each row its scale and its weight (four-byte floats); the rows, a
//! signed byte a number; the XXH3 hash of all that (eight bytes).

mod near;

use std::sync::LazyLock;

use xxhash_rust::xxh3::xxh3_64;

use crate::wordpiece::{Piece, WordPiece};

/// Numbers of a vector.
pub const DIMENSIONS: usize = 256;

/// A vector.
pub type Vector = [f32; DIMENSIONS];

const MAGIC: &[u8; 4] = b"RPV1";

/// The vectors that are built in, read at first use.
static ENGLISH: LazyLock<Vectors> = LazyLock::new(|| {
    Vectors::read(include_bytes!("../data/vectors.bin"), WordPiece::embedded())
        .expect("the embedded vectors are well-formed, as a test checks")
});

/// Vectors of the pieces of words.
pub struct Vectors {
    pieces: WordPiece,
    /// What one unit of a row stands for, and how much its piece weighs.
    heads: Box<[Head]>,
    rows: &'static [[u8; DIMENSIONS]],
}

/// What stands before the numbers of a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Head {
    /// What one unit stands for.
    pub scale: f32,
    /// How much the piece weighs in a text: less when it is common.
    pub weight: f32,
}

impl std::fmt::Debug for Vectors {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Vectors({} × {DIMENSIONS})", self.rows.len())
    }
}

impl Vectors {
    /// The vectors of English words.
    pub fn english() -> &'static Vectors {
        &ENGLISH
    }

    /// Reads a file for the pieces of a vocabulary; `None` when it is none.
    fn read(bytes: &'static [u8], pieces: WordPiece) -> Option<Self> {
        let (body, sum) = bytes.split_last_chunk::<8>()?;
        let (rows, rest) = body.strip_prefix(MAGIC)?.split_first_chunk::<4>()?;
        let (dimensions, rest) = rest.split_first_chunk::<2>()?;
        let rows = u32::from_le_bytes(*rows) as usize;
        let fits = rows == pieces.size()
            && usize::from(u16::from_le_bytes(*dimensions)) == DIMENSIONS
            && rest.len() == rows.checked_mul(8 + DIMENSIONS)?
            && u64::from_le_bytes(*sum) == xxh3_64(body);
        let (heads, rest) = rest.split_at_checked(rows.checked_mul(8)?)?;
        let heads: Box<[Head]> = heads.as_chunks().0.iter().map(head).collect();
        let sound = |it: &Head| it.scale.is_finite() && it.weight.is_finite();
        (fits && heads.iter().all(sound)).then_some(Self {
            pieces,
            heads,
            rows: rest.as_chunks().0,
        })
    }

    /// Rows as a file, each with what stands before it.
    pub fn to_bytes(rows: &[(Head, [i8; DIMENSIONS])]) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend((rows.len() as u32).to_le_bytes());
        bytes.extend((DIMENSIONS as u16).to_le_bytes());
        for (head, _) in rows {
            bytes.extend(head.scale.to_le_bytes());
            bytes.extend(head.weight.to_le_bytes());
        }
        bytes.extend(rows.iter().flat_map(|it| it.1).map(i8::cast_unsigned));
        let sum = xxh3_64(&bytes);
        bytes.extend(sum.to_le_bytes());
        bytes
    }

    /// The tokenizer whose pieces these are.
    pub fn pieces(&self) -> &WordPiece {
        &self.pieces
    }

    /// The vector of a piece, not weighted.
    pub fn row(&self, piece: Piece) -> Vector {
        let mut row = [0.0; DIMENSIONS];
        self.add(piece, 1.0, &mut row);
        row
    }

    /// How much a piece weighs in a text: less when it is common, 0 for
    /// [`Piece::UNKNOWN`].
    pub fn weight(&self, piece: Piece) -> f32 {
        self.heads[piece.index()].weight
    }

    /// Adds the vector of a piece, `times` over, to a sum.
    pub fn add(&self, piece: Piece, times: f32, sum: &mut Vector) {
        let times = times * self.heads[piece.index()].scale;
        for (sum, &unit) in sum.iter_mut().zip(&self.rows[piece.index()]) {
            *sum += times * f32::from(unit.cast_signed());
        }
    }

    /// The vector of a word: the mean of its pieces, not weighted. All zeros
    /// when none is known.
    pub fn vector(&self, word: &str) -> Vector {
        let (mut sum, mut known) = ([0.0; DIMENSIONS], 0.0);
        self.pieces.pieces(word, |piece| {
            if piece != Piece::UNKNOWN {
                self.add(piece, 1.0, &mut sum);
                known += 1.0;
            }
        });
        if 0.0 < known {
            sum = sum.map(|it| it / known);
        }
        sum
    }

    /// What a text means.
    pub fn meaning(&self, text: &str) -> Meaning {
        let mut sum = [0.0; DIMENSIONS];
        self.pieces
            .pieces(text, |piece| self.add(piece, self.weight(piece), &mut sum));
        Meaning::of(sum)
    }

    /// How alike in meaning two texts are, -1 to 1.
    pub fn similarity(&self, a: &str, b: &str) -> f32 {
        self.meaning(a).similarity(&self.meaning(b))
    }
}

fn head(bytes: &[u8; 8]) -> Head {
    let number = |from: usize| f32::from_le_bytes(std::array::from_fn(|at| bytes[from + at]));
    Head {
        scale: number(0),
        weight: number(4),
    }
}

/// What a text means: a vector of length 1, or of zeros for a text without a
/// known word.
#[derive(Clone, Debug, PartialEq)]
pub struct Meaning(Box<Vector>);

impl Meaning {
    /// The direction of a sum of vectors.
    pub fn of(mut sum: Vector) -> Self {
        let length = dot(&sum, &sum).sqrt();
        if 0.0 < length {
            sum = sum.map(|it| it / length);
        }
        Self(Box::new(sum))
    }

    /// Its numbers.
    pub fn numbers(&self) -> &Vector {
        &self.0
    }

    /// How alike two meanings are: the cosine, -1 to 1; 0 for an empty one.
    pub fn similarity(&self, other: &Meaning) -> f32 {
        dot(&self.0, &other.0).clamp(-1.0, 1.0)
    }
}

/// The product of two vectors, summed in eight lanes that are fixed here.
fn dot(a: &Vector, b: &Vector) -> f32 {
    let mut lanes = [0.0; 8];
    for (a, b) in a.as_chunks::<8>().0.iter().zip(b.as_chunks::<8>().0) {
        for (lane, (a, b)) in lanes.iter_mut().zip(a.iter().zip(b)) {
            *lane += a * b;
        }
    }
    lanes.iter().sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_bytes_are_no_vectors() {
        let whole = include_bytes!("../data/vectors.bin");
        let read = |bytes: Vec<u8>| Vectors::read(bytes.leak(), WordPiece::embedded());
        assert!(read(Vec::new()).is_none());
        assert!(read(whole[..14].to_vec()).is_none());
        assert!(read(whole[..whole.len() - 1].to_vec()).is_none());
        for at in [0, 5, 9, 10, whole.len() / 2, whole.len() - 1] {
            let mut wrong = whole.to_vec();
            wrong[at] ^= 1;
            assert!(read(wrong).is_none(), "byte {at}");
        }
        assert!(read(whole.to_vec()).is_some());
    }

    #[test]
    fn words_of_one_field_are_nearer_than_others() {
        let vectors = Vectors::english();
        let near = vectors.similarity(
            "The minister arrived in Moscow",
            "A minister came to Moscow",
        );
        let far = vectors.similarity(
            "The minister arrived in Moscow",
            "Shares fell by two per cent",
        );
        assert!(far + 0.3 < near, "{near} {far}");
    }

    #[test]
    fn a_text_without_known_words_means_nothing() {
        let vectors = Vectors::english();
        assert!(vectors.similarity("", "東京").abs() < 1e-6);
        assert!(vectors.vector("東京").iter().all(|it| it.abs() < 1e-9));
        assert!((vectors.similarity("talks", "Talks") - 1.0).abs() < 1e-5);
    }
}
