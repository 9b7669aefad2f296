//! Reads numbers: digits with scales, Indian grouping, number words,
//! fractions, ordinals.
//!
//! Input: pieces and where to begin. Output: where the number ends and its
//! value. What always holds: values are finite.

use rapporteur_language::quantity::NumberWords;

use super::concept;
use crate::extract::scan::{Piece, PieceKind};

/// A number as read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Number {
    /// One past its last piece.
    pub(super) end: usize,
    /// Its value.
    pub(super) value: f64,
    /// A scale word stands in it.
    pub(super) scaled: bool,
}

pub(super) fn word<'a>(pieces: &'a [Piece<'_>], at: usize) -> &'a str {
    pieces.get(at).map_or("", |piece| &piece.lower)
}

pub(super) fn is_dash(pieces: &[Piece<'_>], at: usize) -> bool {
    matches!(word(pieces, at), "-" | "–" | "—" | "‑")
}

/// The number at `at`; `money` reads "m" behind digits as a million.
pub(super) fn number(
    pieces: &[Piece<'_>],
    at: usize,
    words: &NumberWords,
    money: bool,
) -> Option<Number> {
    let piece = pieces.get(at)?;
    let read = if piece.kind == PieceKind::Number {
        let value: f64 = piece.text.replace(',', "").parse().ok()?;
        let first = Number {
            end: at + 1,
            value,
            scaled: false,
        };
        let money = money || masses(pieces, at, words);
        scales(pieces, short_scale(pieces, first, words, money), words)
    } else if let Some(first) = below_one(pieces, at) {
        scales(pieces, first, words)
    } else {
        fraction(pieces, at, words).or_else(|| in_words(pieces, at, words))?
    };
    read.value.is_finite().then_some(read)
}

/// ".25" without its nought.
fn below_one(pieces: &[Piece<'_>], at: usize) -> Option<Number> {
    let digits = pieces.get(at + 1)?;
    let point = pieces[at].text == "." && !pieces[at].glued && digits.glued;
    let value = format!("0.{}", digits.text).parse().ok()?;
    (point && digits.kind == PieceKind::Number).then_some(Number {
        end: at + 2,
        value,
        scaled: false,
    })
}

/// Whether an "m" behind digits means a million though no money is counted:
/// before something that is counted in masses ("1.2m tonnes", "3m people").
fn masses(pieces: &[Piece<'_>], at: usize, words: &NumberWords) -> bool {
    let counted = word(pieces, at + 2);
    let some = pieces[at].text.contains('.')
        && pieces.get(at + 2).is_some_and(Piece::is_lower_word)
        && concept::is_plural(counted, &words.context);
    let bulk = matches!(
        counted,
        "tons" | "tonnes" | "barrels" | "litres" | "liters" | "acres" | "hectares" | "users"
    );
    some || bulk || words.context.plurals.contains(counted)
}

/// "k", "m", "b" written onto the digits.
fn short_scale(pieces: &[Piece<'_>], read: Number, words: &NumberWords, money: bool) -> Number {
    let glued = pieces.get(read.end).is_some_and(|piece| piece.glued);
    let short = word(pieces, read.end);
    let Some(&scale) = words.short_scales.get(short) else {
        return read;
    };
    if !glued || !(money || matches!(short, "mn" | "mil" | "k" | "cr")) {
        return read;
    }
    Number {
        end: read.end + 1,
        value: read.value * scale,
        scaled: true,
    }
}

/// "billion", "lakh crore" behind a number.
fn scales(pieces: &[Piece<'_>], mut read: Number, words: &NumberWords) -> Number {
    loop {
        let dash = usize::from(is_dash(pieces, read.end));
        let name = word(pieces, read.end + dash);
        let factor = match name {
            "dozen" => 12.0,
            _ => match words.scales.get(name) {
                Some(&factor) => factor,
                None => return read,
            },
        };
        read = Number {
            end: read.end + dash + 1,
            value: read.value * factor,
            scaled: true,
        };
    }
}

/// "two-thirds", "three quarters".
fn fraction(pieces: &[Piece<'_>], at: usize, words: &NumberWords) -> Option<Number> {
    let &count = words.units.get(word(pieces, at))?;
    let dash = usize::from(is_dash(pieces, at + 1));
    let name = word(pieces, at + 1 + dash);
    let &part = words.fractions.get(name)?;
    let plural = name.ends_with('s') || name == "halves";
    let fits = if count < 2.0 {
        !plural && (dash == 1 || name == "half")
    } else {
        plural
    };
    fits.then_some(Number {
        end: at + 2 + dash,
        value: count * part,
        scaled: false,
    })
}

/// "twenty-five", "three hundred and four", "half a million", "a dozen".
fn in_words(pieces: &[Piece<'_>], at: usize, words: &NumberWords) -> Option<Number> {
    let first = word(pieces, at);
    if matches!(first, "a" | "half") {
        let next = at + 1 + usize::from(first == "half" && word(pieces, at + 1) == "a");
        let base = Number {
            end: next,
            value: if first == "half" { 0.5 } else { 1.0 },
            scaled: false,
        };
        let read = scales(pieces, base, words);
        return read.scaled.then_some(read);
    }
    let mut total = 0.0;
    let mut read = below_hundred(pieces, at, words)?;
    let mut scaled = false;
    loop {
        let more = scales(pieces, read, words);
        scaled |= more.scaled;
        total += more.value;
        let and = usize::from(word(pieces, more.end) == "and" && more.scaled);
        let next = more
            .scaled
            .then(|| below_hundred(pieces, more.end + and, words))
            .flatten();
        match next {
            Some(next) if next.value < more.value => read = next,
            _ => {
                return Some(Number {
                    end: more.end,
                    value: total,
                    scaled,
                });
            }
        }
    }
}

fn below_hundred(pieces: &[Piece<'_>], at: usize, words: &NumberWords) -> Option<Number> {
    let name = word(pieces, at);
    let plain = |end, value| {
        Some(Number {
            end,
            value,
            scaled: false,
        })
    };
    let Some(&tens) = words.tens.get(name) else {
        return plain(at + 1, *words.units.get(name)?);
    };
    let dash = usize::from(is_dash(pieces, at + 1));
    match words.units.get(word(pieces, at + 1 + dash)) {
        Some(&ones) if ones < 10.0 && 0.0 < ones => plain(at + 2 + dash, tens + ones),
        _ => plain(at + 1, tens),
    }
}

/// "7th", "seventh".
pub(super) fn ordinal(pieces: &[Piece<'_>], at: usize, words: &NumberWords) -> Option<Number> {
    let piece = pieces.get(at)?;
    if piece.kind == PieceKind::Number {
        let suffix = pieces.get(at + 1).filter(|next| next.glued)?;
        let value = piece.text.replace(',', "").parse().ok()?;
        let is_suffix = matches!(suffix.lower.as_ref(), "st" | "nd" | "rd" | "th");
        return is_suffix.then_some(Number {
            end: at + 2,
            value,
            scaled: false,
        });
    }
    let name = piece.lower.as_ref();
    if let Some(&tens) = words.tens.get(name)
        && is_dash(pieces, at + 1)
        && let Some(&ones) = words.ordinals.get(word(pieces, at + 2))
    {
        return Some(Number {
            end: at + 3,
            value: tens + ones,
            scaled: false,
        });
    }
    let &value = words.ordinals.get(name)?;
    Some(Number {
        end: at + 1,
        value,
        scaled: false,
    })
}
