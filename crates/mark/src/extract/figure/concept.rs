//! What a figure counts, as the text's own words.
//!
//! Input: the pieces of a sentence and where the figure stands in them.
//! Output: the first and last piece of the counted noun phrase.

use rapporteur_language::calendar::TenseWords;
use rapporteur_language::quantity::NumberContext;

use super::number::word;
use crate::extract::scan::{Piece, PieceKind};

/// How many pieces a noun phrase may have.
const LONGEST: usize = 7;

/// The noun phrase that begins at `at`: up to its first plural, or to the
/// first word that ends a phrase. With it, what befell those counted.
pub(super) fn behind(
    pieces: &[Piece<'_>],
    at: usize,
    context: &NumberContext,
    tense: &TenseWords,
) -> Option<(usize, usize)> {
    let mut end = at;
    while end < pieces.len() && end < at + LONGEST {
        let piece = &pieces[end];
        let name = piece.lower.as_ref();
        let joins = piece.kind == PieceKind::Mark
            && piece.glued
            && matches!(name, "-" | "'s" | "–")
            && at < end
            && pieces
                .get(end + 1)
                .is_some_and(|next| next.kind == PieceKind::Word);
        let verb = at < end
            && piece.is_lower_word()
            && (name.ends_with("ed") || tense.past.contains(name));
        if !(joins || piece.kind == PieceKind::Word) || context.stop.contains(name) || verb {
            break;
        }
        end += 1;
        if !joins && is_plural(name, context) && !joined(pieces, end) {
            break;
        }
    }
    while at < end && pieces[end - 1].kind == PieceKind::Mark {
        end -= 1;
    }
    let end = fate(pieces, at, end, context);
    (at < end).then_some((at, end))
}

/// Whether a hyphen or "'s" ties the next piece on.
fn joined(pieces: &[Piece<'_>], at: usize) -> bool {
    pieces
        .get(at)
        .is_some_and(|piece| piece.glued && matches!(piece.text, "-" | "'s" | "’s"))
}

/// Whether a noun stands for several.
pub(super) fn is_plural(name: &str, context: &NumberContext) -> bool {
    let by_s =
        name.ends_with('s') && !name.ends_with("ss") && !name.ends_with("us") && 3 < name.len();
    by_s || context.plurals.contains(name)
}

/// Where the phrase ends with "(were|have been) killed" taken in.
fn fate(pieces: &[Piece<'_>], from: usize, end: usize, context: &NumberContext) -> usize {
    let mut at = end;
    while at < end + 3
        && matches!(
            word(pieces, at),
            "were" | "was" | "are" | "have" | "has" | "been" | "had" | "reported" | "feared"
        )
        && from < at
    {
        at += 1;
    }
    if context.fates.contains(word(pieces, at)) {
        at + 1
    } else {
        end
    }
}

/// The subject of the clause before `at`, when a verb of change or being
/// leads from it to the figure.
pub(super) fn subject(
    pieces: &[Piece<'_>],
    at: usize,
    context: &NumberContext,
) -> Option<(usize, usize)> {
    let led = context.changes.contains(word(pieces, at.checked_sub(1)?));
    if !led {
        return None;
    }
    let low = at.saturating_sub(30);
    let start = (low..at)
        .rev()
        .find(|&back| opens_clause(&pieces[back]))
        .map_or(low, |back| back + 1);
    let skip = usize::from(matches!(
        word(pieces, start),
        "the" | "a" | "an" | "its" | "their" | "and" | "but" | "while"
    ));
    let start = start + skip + usize::from(word(pieces, start + skip) == "the");
    let end = (start..at).find(|&it| is_verb(&pieces[it], context))?;
    (start < end && end - start <= 10 && pieces[start].kind == PieceKind::Word)
        .then_some((start, end))
}

fn opens_clause(piece: &Piece<'_>) -> bool {
    matches!(
        piece.lower.as_ref(),
        "," | ";" | ":" | "“" | "”" | "\"" | "that" | "which" | "while" | "(" | "—"
    )
}

fn is_verb(piece: &Piece<'_>, context: &NumberContext) -> bool {
    let name = piece.lower.as_ref();
    let noun = matches!(
        name,
        "to" | "by" | "at" | "from" | "up" | "down" | "increase" | "rise" | "fall" | "hit"
    );
    piece.is_lower_word()
        && !noun
        && (context.changes.contains(name)
            || matches!(
                name,
                "has" | "have" | "had" | "will" | "would" | "could" | "may" | "can" | "should"
            )
            || (4 < name.len() && name.ends_with("ed")))
}
