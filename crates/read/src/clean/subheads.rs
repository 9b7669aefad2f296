//! Headings between paragraphs.

use rapporteur_text::Cut;

use super::cuts::Cuts;
use super::head::{ends_sentence, is_heading};
use super::lines::Line;

/// Most words of a heading.
const WORDS: usize = 12;
/// Fewest bytes of the paragraphs around one.
const PARAGRAPH: usize = 80;

/// Cuts short lines without a full stop that stand alone between paragraphs.
/// A line in quotation marks may be a quotation, and lines in a row a list:
/// both are left.
pub(super) fn cut(text: &str, lines: &[Line], cuts: &mut Cuts<'_>) {
    for around in lines.windows(3) {
        let [before, line, after] = around else {
            continue;
        };
        let words = &text[line.span.range()];
        let prose = |it: &Line| {
            let words = &text[it.span.range()];
            PARAGRAPH <= words.len() && ends_sentence(words)
        };
        let introduced = text[before.span.range()].ends_with(':');
        let fits = words.split_whitespace().count() <= WORDS
            && is_heading(words)
            && !words.contains(['“', '”', '‘', '"', '?', '!'])
            && prose(before)
            && prose(after)
            && !introduced
            && cuts.is_whole(line.span);
        if fits {
            cuts.add(line.span, Cut::Subhead);
        }
    }
}
