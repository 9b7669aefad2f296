//! Where something was said: a post, a press conference, an interview.

use rapporteur_language::Cues;
use rapporteur_text::{Occasion, Span, Statement};

/// Bytes of a sentence that are looked at.
const FAR: usize = 4000;

/// The occasion that `lead` or `sentence` names outside the content of
/// `statement`; the sentence of the cue first, and of several the longest
/// words.
pub(super) fn occasion(
    text: &str,
    sentence: Span,
    lead: Option<Span>,
    statement: &Statement,
    cues: &Cues,
) -> Option<Occasion> {
    let places = std::iter::once(sentence).chain(lead);
    places
        .into_iter()
        .find_map(|place| within(text, place, statement, cues))
}

fn within(text: &str, place: Span, statement: &Statement, cues: &Cues) -> Option<Occasion> {
    let mut end = place.end().min(place.start() + FAR);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let slice = &text[place.start()..end];
    let hits = cues.occasions().iter().flat_map(|&(kind, words)| {
        slice.match_indices(words).map(move |(at, _)| Occasion {
            kind,
            span: Span::new(place.start() + at, place.start() + at + words.len()),
        })
    });
    hits.filter(|it| whole(text, it.span))
        .filter(|it| !statement.content.iter().any(|span| span.overlaps(it.span)))
        .max_by_key(|it| (it.span.len(), std::cmp::Reverse(it.span.start())))
}

/// Whether no letter touches `span`.
fn whole(text: &str, span: Span) -> bool {
    let before = text[..span.start()].chars().next_back();
    let after = text[span.end()..].chars().next();
    !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
}
