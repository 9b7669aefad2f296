//! Which way the clause around a piece points.
//!
//! Input: the pieces of a sentence and where an expression stands. Output:
//! past, future or neither, by the nearest verb group in the clause.

use rapporteur_language::calendar::TenseWords;

use crate::extract::scan::{Piece, PieceKind};

/// Which way a clause points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    /// Told as having been.
    Past,
    /// Told as to come.
    Future,
    /// No verb says.
    Unknown,
}

/// How many pieces away a verb still counts.
const REACH: usize = 40;

/// The direction of the clause that holds `pieces[from..to]`: the nearest
/// verb before it within the clause, else the nearest behind it, else the
/// nearest before it in the sentence.
pub(crate) fn direction(
    pieces: &[Piece<'_>],
    from: usize,
    to: usize,
    words: &TenseWords,
) -> Direction {
    let low = from.saturating_sub(REACH);
    let high = (to + REACH).min(pieces.len());
    let clause = (low..from)
        .rev()
        .find(|&at| ends_clause(pieces, at))
        .map_or(low, |at| at + 1);
    first_known((clause..from).rev(), pieces, words)
        .or_else(|| {
            let end = (to..high)
                .find(|&at| pieces[at].text == ";")
                .unwrap_or(high);
            first_known(to..end, pieces, words)
        })
        .or_else(|| first_known((low..clause).rev(), pieces, words))
        .unwrap_or(Direction::Unknown)
}

fn ends_clause(pieces: &[Piece<'_>], at: usize) -> bool {
    let piece = &pieces[at];
    match piece.kind {
        PieceKind::Mark => matches!(piece.text, "," | ";" | ":" | "“" | "”" | "\"" | "—" | "–"),
        PieceKind::Word => matches!(
            piece.lower.as_ref(),
            "that" | "which" | "who" | "while" | "after" | "before" | "because"
        ),
        PieceKind::Number => false,
    }
}

fn first_known(
    mut places: impl Iterator<Item = usize>,
    pieces: &[Piece<'_>],
    words: &TenseWords,
) -> Option<Direction> {
    places.find_map(|at| verb_direction(pieces, at, words))
}

/// What the word at `at` says, with the auxiliaries before it.
fn verb_direction(pieces: &[Piece<'_>], at: usize, words: &TenseWords) -> Option<Direction> {
    let word = pieces[at].lower.as_ref();
    if pieces[at].kind != PieceKind::Word {
        return None;
    }
    if words.future.contains(word) && !(word == "may" && pieces[at].is_capital()) {
        return Some(future_or_past(pieces, at));
    }
    let participle = is_past_form(word, words);
    if participle && let Some(direction) = auxiliary(pieces, at, words) {
        return Some(direction);
    }
    if words.forward.contains(word) && leads_to_infinitive(pieces, at) {
        return Some(Direction::Future);
    }
    if participle && pieces[at].is_lower_word() {
        return Some(Direction::Past);
    }
    (word.ends_with("ing") && follows_is(pieces, at)).then_some(Direction::Future)
}

/// "would have met" is past; "will have met" is not.
fn future_or_past(pieces: &[Piece<'_>], at: usize) -> Direction {
    let past = matches!(
        pieces[at].lower.as_ref(),
        "would" | "might" | "could" | "should" | "may"
    ) && pieces.get(at + 1).is_some_and(|next| next.lower == "have");
    if past {
        Direction::Past
    } else {
        Direction::Future
    }
}

fn is_past_form(word: &str, words: &TenseWords) -> bool {
    words.past.contains(word)
        || (4 <= word.len() && word.ends_with("ed") && !words.not_past.contains(word))
}

/// What the auxiliaries up to four pieces before a participle say.
fn auxiliary(pieces: &[Piece<'_>], at: usize, words: &TenseWords) -> Option<Direction> {
    for back in (at.saturating_sub(4)..at).rev() {
        let word = pieces[back].lower.as_ref();
        if words.future.contains(word) {
            return Some(future_or_past(pieces, back));
        }
        match word {
            "to" if pieces.get(back + 1).is_some_and(|next| next.lower == "be") => {
                return Some(Direction::Future);
            }
            "was" | "were" | "had" => {
                let planned = words.forward.contains(pieces[at].lower.as_ref());
                return Some(if planned {
                    Direction::Future
                } else {
                    Direction::Past
                });
            }
            "be" | "been" | "being" | "not" | "also" | "now" => {}
            _ if word.ends_with("ly") => {}
            _ => return None,
        }
    }
    None
}

/// "plans to", "due on", "scheduled for", "is expected".
fn leads_to_infinitive(pieces: &[Piece<'_>], at: usize) -> bool {
    let follows = |word: &str| {
        pieces[at + 1..]
            .iter()
            .take(4)
            .any(|piece| piece.lower == word)
    };
    match pieces[at].lower.as_ref() {
        "about" | "set" | "going" | "look" | "looking" => pieces.get(at + 1).is_some_and(|next| {
            next.lower == "to" || (next.lower == "for" && pieces[at].lower == "set")
        }),
        "expect" | "expects" | "expected" | "expecting" | "due" | "likely" | "unlikely"
        | "scheduled" | "slated" | "planned" | "upcoming" | "forthcoming" | "deadline"
        | "postponed" | "rescheduled" | "delayed" => true,
        _ => follows("to") || follows("for") || follows("that"),
    }
}

/// "is visiting".
fn follows_is(pieces: &[Piece<'_>], at: usize) -> bool {
    pieces[at.saturating_sub(2)..at]
        .iter()
        .any(|piece| matches!(piece.lower.as_ref(), "is" | "are" | "am" | "re"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rapporteur_language::Language;
    use rapporteur_text::Span;

    use crate::extract::scan;

    fn points(text: &str, word: &str) -> Direction {
        let pieces = scan::pieces(text, Span::new(0, text.len()));
        let at = pieces
            .iter()
            .position(|piece| piece.text == word)
            .expect("the word stands in the text");
        direction(&pieces, at, at + 1, &Language::english().calendar.tense)
    }

    #[test]
    fn the_verb_group_decides() {
        assert_eq!(
            points("The envoys met on Friday.", "Friday"),
            Direction::Past
        );
        assert_eq!(
            points("On Friday, the envoys met.", "Friday"),
            Direction::Past
        );
        assert_eq!(
            points("Work will be resumed on Friday.", "Friday"),
            Direction::Future
        );
        assert_eq!(
            points("Work would be resumed on Friday.", "Friday"),
            Direction::Future
        );
        assert_eq!(
            points("The firm said it will open on Friday.", "Friday"),
            Direction::Future
        );
        assert_eq!(
            points("Both agreed to meet on Friday.", "Friday"),
            Direction::Future
        );
        assert_eq!(
            points("The vote is due on Friday.", "Friday"),
            Direction::Future
        );
        assert_eq!(
            points("The vote was held on Friday.", "Friday"),
            Direction::Past
        );
        assert_eq!(
            points("She is visiting Oslo on Friday.", "Friday"),
            Direction::Future
        );
    }
}
