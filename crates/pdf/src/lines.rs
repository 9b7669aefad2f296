//! Characters to lines.
//!
//! Input: the characters of a page. Output: stretches of characters that
//! stand on one base line with no wider gap than a space, so that columns are
//! apart. What always holds: no line is blank; spaces in it are single.

use crate::glyphs::{Glyph, Sheet};

/// How far base lines of one line may lie apart, by the size of letters.
const BASE: f64 = 0.3;
/// Least gap that is a space, by size.
const SPACE: f64 = 0.16;
/// Least gap that parts columns, by size.
const GUTTER: f64 = 1.1;
/// Share of a letter that another may cover and still come after it.
const BACK: f64 = 0.3;
/// Most bytes of a line that others are joined to.
const LENGTH: usize = 4_096;

/// Characters on one base line.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Line {
    pub(crate) text: String,
    pub(crate) left: f64,
    pub(crate) right: f64,
    /// Of the base line, from the top of the page.
    pub(crate) y: f64,
    pub(crate) size: f64,
    /// Height of its page.
    pub(crate) page: f64,
}

/// The lines of a page, from the top.
pub(crate) fn lines(sheet: Sheet) -> Vec<Line> {
    let page = sheet.height;
    let mut strokes: Vec<Line> = Vec::new();
    for glyph in sheet.glyphs {
        match strokes.last_mut() {
            Some(last) if follows(last, &glyph) => extend(last, &glyph),
            _ => strokes.push(begun(&glyph, page)),
        }
    }
    strokes.retain(|it| !it.text.trim().is_empty());
    let mut lines = joined(strokes);
    for line in &mut lines {
        line.text.truncate(line.text.trim_end().len());
        let lead = line.text.len() - line.text.trim_start().len();
        line.text.drain(..lead);
    }
    lines
}

/// Whether a character goes on with a line.
fn follows(line: &Line, glyph: &Glyph) -> bool {
    let size = line.size.max(glyph.size);
    let gap = glyph.x - line.right;
    let near = -BACK * size <= gap && gap < GUTTER * size;
    // Raised and lowered signs are of the line too.
    near && (glyph.y - line.y).abs() <= BASE * size.min(2.0 * glyph.size)
}

fn begun(glyph: &Glyph, page: f64) -> Line {
    Line {
        text: glyph.text.clone(),
        left: glyph.x,
        right: glyph.x + glyph.width,
        y: glyph.y,
        size: glyph.size,
        page,
    }
}

fn extend(line: &mut Line, glyph: &Glyph) {
    let gap = glyph.x - line.right;
    let parted = line.text.ends_with(' ') || glyph.text.starts_with(' ');
    if SPACE * line.size < gap && !parted {
        line.text.push(' ');
    }
    if glyph.text != " " || !line.text.ends_with(' ') {
        line.text.push_str(&glyph.text);
    }
    line.right = line.right.max(glyph.x + glyph.width);
}

/// Joins strokes that stand on one base line, side by side, whatever order
/// they were drawn in; the same words drawn twice, for weight, are once.
fn joined(mut strokes: Vec<Line>) -> Vec<Line> {
    strokes.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.left.total_cmp(&b.left)));
    let mut lines: Vec<Line> = Vec::new();
    for stroke in strokes {
        // Only the few lines at this height can hold it.
        let level = |it: &Line| (stroke.y - it.y).abs() <= BASE * it.size.min(stroke.size);
        let reach = lines.iter().rev().take(40);
        let found = reach
            .enumerate()
            .find_map(|(back, line)| (level(line) && beside(line, &stroke)).then_some(back));
        match found {
            Some(back) => {
                let at = lines.len() - 1 - back;
                merge(&mut lines[at], stroke);
            }
            None => lines.push(stroke),
        }
    }
    lines
}

fn beside(line: &Line, stroke: &Line) -> bool {
    let size = line.size.max(stroke.size);
    let after = stroke.left - line.right;
    let before = line.left - stroke.right;
    let near = |gap: f64| -BACK * size <= gap && gap < GUTTER * size;
    line.text.len() < LENGTH && (is_twice(line, stroke) || near(after) || near(before))
}

/// Whether a stroke draws the same words at the same place again.
fn is_twice(line: &Line, stroke: &Line) -> bool {
    line.text == stroke.text && (line.left - stroke.left).abs() < SPACE * line.size
}

fn merge(line: &mut Line, stroke: Line) {
    if is_twice(line, &stroke) {
        return;
    }
    if line.left <= stroke.left {
        append(line, &stroke);
    } else {
        let last = std::mem::replace(line, stroke);
        append(line, &last);
    }
}

fn append(line: &mut Line, more: &Line) {
    if SPACE * line.size < more.left - line.right && !line.text.ends_with(' ') {
        line.text.push(' ');
    }
    line.text.push_str(&more.text);
    line.right = line.right.max(more.right);
    line.size = line.size.max(more.size);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glyphs(text: &str, x: f64, y: f64) -> Vec<Glyph> {
        let at = |(index, it): (usize, char)| Glyph {
            text: it.to_string(),
            x: x + 5.0 * index as f64,
            y,
            width: 5.0,
            size: 10.0,
        };
        text.chars()
            .enumerate()
            .map(at)
            .filter(|it| it.text != " ")
            .collect()
    }

    #[test]
    fn gaps_are_spaces_and_wide_ones_part_columns() {
        let glyphs = [
            glyphs("the left", 0.0, 20.0),
            glyphs("the right", 60.0, 20.0),
            glyphs("above", 0.0, 8.0),
        ];
        let lines = lines(Sheet {
            height: 100.0,
            glyphs: glyphs.concat(),
        });
        let texts: Vec<&str> = lines.iter().map(|it| it.text.as_str()).collect();
        assert_eq!(texts, ["above", "the left", "the right"]);
    }

    #[test]
    fn words_drawn_out_of_order_or_twice_are_one_line() {
        let glyphs = [
            glyphs("second", 35.0, 20.0),
            glyphs("first", 5.0, 20.0),
            glyphs("first", 5.3, 20.0),
        ];
        let lines = lines(Sheet {
            height: 100.0,
            glyphs: glyphs.concat(),
        });
        assert_eq!(lines[0].text, "first second");
        assert_eq!(lines.len(), 1);
    }
}
