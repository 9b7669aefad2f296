//! Lines to paragraphs.
//!
//! Input: columns of lines in reading order. Output: blocks. A paragraph
//! ends at a wider gap, at an indent, at other letters, or where a sentence
//! ends before its line is full; it goes on over columns and pages unless a
//! sentence ended there. A hyphen at a line's end is dropped before a small
//! letter, unless the file has that word with its hyphen within a line.

use std::collections::HashSet;

use foldhash::fast::RandomState;

use crate::lines::Line;
use crate::{Block, Kind, median};

/// Gap that parts paragraphs, by the usual distance of base lines.
const GAP: f64 = 1.35;
/// Indent that begins one, by the size of letters.
const INDENT: f64 = 0.8;
/// Difference in size that parts them, as a share.
const SIZE: f64 = 0.12;
/// Share of a column up to which a line is not full.
const FULL: f64 = 0.9;
/// Size of headings and titles, by that of the body.
const HEADING: f64 = 1.12;
const TITLE: f64 = 1.25;
/// Most words of a heading, and of a title.
const HEADING_WORDS: usize = 14;
const TITLE_WORDS: usize = 30;
/// Longest word, in bytes, whose hyphen is looked into.
const WORD: usize = 100;
/// Share of the first page, from its top, where its title stands.
const TOP: f64 = 0.6;

/// Words with a hyphen, as lines have them.
type Hyphened = HashSet<String, RandomState>;

/// A paragraph in the making.
struct Paragraph {
    lines: Vec<Line>,
    page: usize,
}

/// The blocks of all pages.
pub(crate) fn blocks(pages: &[Vec<Vec<Line>>]) -> Vec<Block> {
    let hyphened = hyphened(pages);
    let all = || pages.iter().flatten().flatten();
    let body = body_size(all());
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    for (page, columns) in pages.iter().enumerate() {
        for column in columns {
            add_column(column, page, &mut paragraphs);
        }
    }
    let title = title_size(&paragraphs, body);
    let mut titled = false;
    let block = |paragraph: Paragraph| {
        let text = joined(&paragraph.lines, &hyphened);
        let size = paragraph.lines[0].size;
        let words = text.split(' ').count();
        let is_title = paragraph.page == 0 && title.is_some_and(|it| it <= size * 1.01);
        let kind = if is_title && words <= TITLE_WORDS && !titled {
            titled = true;
            Kind::Title
        } else if body * HEADING <= size && words <= HEADING_WORDS {
            Kind::Heading
        } else {
            Kind::Paragraph
        };
        Block { kind, text }
    };
    paragraphs.into_iter().map(block).collect()
}

/// The size in which most characters are set.
fn body_size<'l>(lines: impl Iterator<Item = &'l Line>) -> f64 {
    let mut sizes: Vec<(f64, usize)> = lines.map(|it| (it.size, it.text.len())).collect();
    sizes.sort_by(|a, b| a.0.total_cmp(&b.0));
    let half = sizes.iter().map(|it| it.1).sum::<usize>() / 2;
    let mut sum = 0;
    let middle = sizes.iter().find(|it| {
        sum += it.1;
        half <= sum
    });
    middle.map_or(0.0, |it| it.0)
}

/// The size of the title: the largest at the top of the first page, where it
/// is well above the body's.
fn title_size(paragraphs: &[Paragraph], body: f64) -> Option<f64> {
    let first = paragraphs.iter().filter(|it| it.page == 0);
    let lines = first.flat_map(|it| it.lines.iter().take(1));
    let top = lines.filter(|it| it.y < it.page * TOP && it.text.chars().any(char::is_alphabetic));
    let size = top.map(|it| it.size).fold(0.0, f64::max);
    (body * TITLE <= size).then_some(size)
}

fn add_column(column: &[Line], page: usize, paragraphs: &mut Vec<Paragraph>) {
    let pitch = pitch(column);
    let left = median(column.iter().map(|it| it.left).collect());
    let right = column.iter().map(|it| it.right).fold(0.0, f64::max);
    for (at, line) in column.iter().enumerate() {
        let before = at.checked_sub(1).map(|it| &column[it]);
        let goes_on = match before {
            Some(before) => goes_on(before, line, pitch, left, right),
            None => paragraphs.last().is_some_and(|it| goes_over(it, line)),
        };
        match paragraphs.last_mut() {
            Some(last) if goes_on => last.lines.push(line.clone()),
            _ => paragraphs.push(Paragraph {
                lines: vec![line.clone()],
                page,
            }),
        }
    }
}

/// The usual distance of base lines.
fn pitch(column: &[Line]) -> f64 {
    let steps = column.windows(2).map(|pair| pair[1].y - pair[0].y);
    median(steps.filter(|it| 0.5 < *it).collect())
}

/// Whether a line is of the paragraph of the line before, in one column.
fn goes_on(before: &Line, line: &Line, pitch: f64, left: f64, right: f64) -> bool {
    let size = before.size.max(line.size);
    if size * SIZE < (before.size - line.size).abs() {
        return false;
    }
    let step = line.y - before.y;
    // Larger letters than the column's usual stand farther apart.
    let usual = if step <= size * 1.5 {
        step.max(pitch)
    } else {
        pitch
    };
    let apart = usual * GAP < step;
    let indented = left + INDENT * size < line.left
        && before.left <= line.left - INDENT * size
        && !is_point(&before.text);
    let full = left + (right - left) * FULL <= before.right;
    !(apart || indented || is_point(&line.text) || (!full && ends_sentence(&before.text)))
}

/// Whether a line begins a point of a list, whose other lines are indented.
fn is_point(line: &str) -> bool {
    line.starts_with(['•', '◦', '▪', '‣', '\u{b7}'])
}

/// Whether the first line of a column is of the paragraph before it.
fn goes_over(paragraph: &Paragraph, line: &Line) -> bool {
    let Some(before) = paragraph.lines.last() else {
        return false;
    };
    let size = before.size.max(line.size);
    let alike = (before.size - line.size).abs() <= size * SIZE;
    let small = line.text.starts_with(char::is_lowercase);
    alike && !ends_sentence(&before.text) && (small || 1 < paragraph.lines.len())
}

fn ends_sentence(line: &str) -> bool {
    let line = line.trim_end_matches(['”', '"', '’', '\'', ')', '»']);
    line.ends_with(['.', '!', '?', ':', '…'])
}

/// The lines of a paragraph in one.
fn joined(lines: &[Line], hyphened: &Hyphened) -> String {
    let mut text = String::new();
    for line in lines {
        if text.ends_with('\u{ad}') {
            text.pop();
        } else if broken(&text, &line.text) {
            if !hyphened.contains(&word_across(&text, &line.text)) {
                text.pop();
            }
        } else if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&line.text);
    }
    text.retain(|it| it != '\u{ad}');
    text
}

/// Whether a line ends amid a word, with a hyphen.
fn broken(text: &str, next: &str) -> bool {
    let word = text.strip_suffix(['-', '\u{2010}']);
    word.is_some_and(|it| it.ends_with(char::is_alphabetic)) && next.starts_with(char::is_lowercase)
}

/// The word that two lines share, with its hyphen.
fn word_across(text: &str, next: &str) -> String {
    let near = text.floor_char_boundary(text.len().saturating_sub(WORD));
    let head = text[near..].rsplit(' ').next().unwrap_or_default();
    let tail = next.split(' ').next().unwrap_or_default();
    bare(&format!("{head}{tail}"))
}

/// A word without the marks around it, in small letters.
fn bare(word: &str) -> String {
    let word = word.trim_matches(|it: char| !it.is_alphanumeric());
    word.to_lowercase().replace('\u{2010}', "-")
}

/// The words that lines have with a hyphen within.
fn hyphened(pages: &[Vec<Vec<Line>>]) -> Hyphened {
    let lines = pages.iter().flatten().flatten();
    let words = lines.flat_map(|it| it.text.split(' '));
    let words = words.filter(|it| it.contains(['-', '\u{2010}']));
    words.map(bare).filter(|it| it.contains('-')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(lines: &[(&str, f64, f64)]) -> Vec<Vec<Vec<Line>>> {
        let line = |&(text, left, y): &(&str, f64, f64)| Line {
            text: text.into(),
            left,
            right: left + 5.0 * text.len() as f64,
            y,
            size: 10.0,
            page: 800.0,
        };
        vec![vec![lines.iter().map(line).collect()]]
    }

    fn texts(lines: &[(&str, f64, f64)]) -> Vec<String> {
        let blocks = blocks(&column(lines)).into_iter();
        blocks.map(|it| it.text).collect()
    }

    #[test]
    fn broken_words_are_whole_and_compounds_keep_their_hyphen() {
        let texts = texts(&[
            ("The fer-", 0.0, 12.0),
            ("ry took a nine-", 0.0, 24.0),
            ("day rest, the nine-day", 0.0, 36.0),
            ("one, to Port Marlo-", 0.0, 48.0),
            ("Lessa.", 0.0, 60.0),
        ]);
        assert_eq!(
            texts,
            ["The ferry took a nine-day rest, the nine-day one, to Port Marlo- Lessa."]
        );
    }

    #[test]
    fn points_of_a_list_hang_and_are_apart() {
        let texts = texts(&[
            ("The crews won this and that:", 0.0, 12.0),
            ("• double pay for the night", 0.0, 24.0),
            ("crossings to Lessa", 10.0, 36.0),
            ("• rosters that are posted", 0.0, 48.0),
        ]);
        assert_eq!(texts.len(), 3);
        assert_eq!(texts[1], "• double pay for the night crossings to Lessa");
    }

    #[test]
    fn gaps_indents_and_short_ends_part_paragraphs() {
        let texts = texts(&[
            ("The port reopened on Friday", 0.0, 12.0),
            ("after nine days.", 0.0, 24.0),
            ("The crews went back to work", 10.0, 36.0),
            ("and the ferries sailed.", 0.0, 48.0),
            ("The mayor was glad of it", 0.0, 72.0),
        ]);
        assert_eq!(texts.len(), 3);
        assert_eq!(
            texts[1],
            "The crews went back to work and the ferries sailed."
        );
    }
}
