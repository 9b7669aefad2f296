//! Paragraphs: at blank lines, and at single line ends where the text uses
//! one per paragraph.
//!
//! Input: a text and its kept stretches. Output: sorted, disjoint, trimmed,
//! non-empty spans. What always holds: the lines of a hard-wrapped text stay
//! together.

use rapporteur_text::Span;

/// A text is taken for hard-wrapped only when no line that goes on is longer
/// than this, in bytes; wrapping at 72 to 100 columns is usual.
const LONGEST_WRAPPED_LINE: usize = 120;

/// The paragraphs of the `kept` stretches of `text`.
pub(super) fn paragraphs(text: &str, kept: &[Span]) -> Vec<Span> {
    let wrapped = is_hard_wrapped(text);
    let mut paragraphs = Vec::new();
    for &stretch in kept {
        split(text, stretch, wrapped, &mut paragraphs);
    }
    paragraphs
}

/// Whether most lines with a line right below end amid a sentence, and none
/// of them is long.
fn is_hard_wrapped(text: &str) -> bool {
    let (mut followed, mut open, mut longest) = (0_usize, 0_usize, 0_usize);
    let mut lines = text.lines().map(str::trim).peekable();
    while let Some(line) = lines.next() {
        let goes_on = lines.peek().is_some_and(|next| !next.is_empty());
        if line.is_empty() || !goes_on {
            continue;
        }
        followed += 1;
        open += usize::from(!ends_a_sentence(line));
        longest = longest.max(line.len());
    }
    2 <= followed && followed < open * 2 && longest <= LONGEST_WRAPPED_LINE
}

fn ends_a_sentence(line: &str) -> bool {
    line.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»'])
        .ends_with(['.', '!', '?', '…', ':'])
}

fn split(text: &str, stretch: Span, wrapped: bool, paragraphs: &mut Vec<Span>) {
    let mut start = stretch.start();
    let mut ends_of_lines = 0;
    for (offset, character) in text[stretch.range()].char_indices() {
        let at = stretch.start() + offset;
        if is_line_end(character) {
            ends_of_lines += 1;
        } else if !is_blank(character) {
            if 2 <= ends_of_lines || (1 == ends_of_lines && !wrapped) {
                push(text, Span::new(start, at), paragraphs);
                start = at;
            }
            ends_of_lines = 0;
        }
    }
    push(text, Span::new(start, stretch.end()), paragraphs);
}

fn is_line_end(character: char) -> bool {
    matches!(
        character,
        '\n' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// White space, and characters of no width that pages leave behind.
pub(super) fn is_blank(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{200b}' | '\u{2060}' | '\u{feff}')
}

fn push(text: &str, span: Span, paragraphs: &mut Vec<Span>) {
    let span = trim(text, span);
    if !span.is_empty() {
        paragraphs.push(span);
    }
}

/// `span` without the blanks at both ends.
pub(super) fn trim(text: &str, span: Span) -> Span {
    let slice = &text[span.range()];
    let from = slice.len() - slice.trim_start_matches(is_blank).len();
    let kept = slice[from..].trim_end_matches(is_blank).len();
    Span::new(span.start() + from, span.start() + from + kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split_up(text: &str) -> Vec<&str> {
        let kept = [Span::new(0, text.len())];
        let spans = paragraphs(text, &kept);
        spans.iter().map(|span| &text[span.range()]).collect()
    }

    #[test]
    fn blank_lines_part_paragraphs_even_with_spaces_on_them() {
        assert_eq!(
            split_up("One.\n \u{a0}\nTwo.\r\n\r\nThree."),
            ["One.", "Two.", "Three."]
        );
    }

    #[test]
    fn single_line_ends_part_paragraphs_where_lines_are_whole() {
        let text = "A headline here\nThe first paragraph ends.\nThe second one ends.\n";
        assert_eq!(split_up(text).len(), 3);
    }

    #[test]
    fn hard_wrapped_lines_stay_together() {
        let text = "The council of the town\nmet late and could not\nagree on the bridge.\n\nIt will\nmeet again.";
        assert_eq!(split_up(text).len(), 2);
    }

    #[test]
    fn nothing_but_blanks_is_no_paragraph() {
        assert!(split_up(" \u{feff}\n\n \u{200b} ").is_empty());
    }
}
