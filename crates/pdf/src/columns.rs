//! Lines to reading order.
//!
//! Input: the lines of a page. Output: stretches of lines to be read from the
//! top, one column after another. A gutter is an upright strip that few
//! lines cross while several stand on either side of it; lines that do cross
//! it (a headline over two columns) part what stands above from what stands
//! below. What always holds: each line is in one column.

use crate::lines::Line;
use crate::median;

/// Least lines on either side of a gutter.
const SIDE: usize = 3;
/// Most lines that cross a gutter, as a share of all.
const CROSSING: f64 = 0.34;
/// Least width of a gutter, by the size of letters.
const GUTTER: f64 = 0.6;
/// Least width of a column, by the size of letters: narrower ones are cells
/// of a table, whose rows are read across.
const COLUMN: f64 = 7.0;
/// Deepest cut of a page into columns.
const DEPTH: usize = 12;
/// Most lines of a page that is cut into columns: no newspaper has more.
const LINES: usize = 10_000;
/// Most strips that a page is tried at.
const STRIPS: usize = 400;

/// The columns of a page, in reading order; lines of each from the top.
pub(crate) fn in_order(lines: Vec<Line>) -> Vec<Vec<Line>> {
    let mut columns = Vec::new();
    cut(lines, DEPTH, &mut columns);
    columns
}

fn cut(mut lines: Vec<Line>, depth: usize, columns: &mut Vec<Vec<Line>>) {
    let Some(gutter) = gutter(&lines).filter(|_| 0 < depth) else {
        lines.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.left.total_cmp(&b.left)));
        if !lines.is_empty() {
            columns.push(lines);
        }
        return;
    };
    lines.sort_by(|a, b| a.y.total_cmp(&b.y));
    let (mut left, mut right, mut across) = (Vec::new(), Vec::new(), Vec::new());
    for line in lines {
        if line.left < gutter && gutter < line.right {
            sides(&mut left, &mut right, depth, columns);
            across.push(line);
            continue;
        }
        cut(std::mem::take(&mut across), depth - 1, columns);
        let side = if line.right <= gutter {
            &mut left
        } else {
            &mut right
        };
        side.push(line);
    }
    cut(across, depth - 1, columns);
    sides(&mut left, &mut right, depth, columns);
}

fn sides(left: &mut Vec<Line>, right: &mut Vec<Line>, depth: usize, columns: &mut Vec<Vec<Line>>) {
    cut(std::mem::take(left), depth - 1, columns);
    cut(std::mem::take(right), depth - 1, columns);
}

/// The middle of the strip that the fewest lines cross, the widest of these.
fn gutter(lines: &[Line]) -> Option<f64> {
    if !(2 * SIDE..=LINES).contains(&lines.len()) {
        return None;
    }
    let size = median(lines.iter().map(|it| it.size).collect());
    let from = lines.iter().map(|it| it.left).fold(f64::INFINITY, f64::min);
    let to = lines.iter().map(|it| it.right).fold(0.0, f64::max);
    let step = ((to - from) / STRIPS as f64).max(size * GUTTER / 4.0);
    let crossed = crossed(lines, from, to, step)?;
    let strips = strips(lines, &crossed, from, step);
    let wide = strips
        .into_iter()
        .filter(|strip| size * GUTTER <= strip.len as f64 * step);
    let best = wide.min_by(|a, b| a.lines.cmp(&b.lines).then(b.len.cmp(&a.len)))?;
    let middle = from + (best.start as f64 + best.len as f64 / 2.0) * step;
    are_columns(lines, middle, size).then_some(middle)
}

/// Neighbouring places that equally many lines cross.
struct Strip {
    start: usize,
    len: usize,
    lines: usize,
}

/// How many lines cross each place.
fn crossed(lines: &[Line], from: f64, to: f64, step: f64) -> Option<Vec<usize>> {
    let places = (to - from) / step;
    if !(1.0..=2.0 * STRIPS as f64).contains(&places) {
        return None;
    }
    let places = 1 + whole(places);
    let mut crossed = vec![0; places];
    for line in lines {
        let first = whole((line.left - from) / step);
        let last = whole((line.right - from) / step).min(places - 1);
        for count in &mut crossed[first.min(last)..=last] {
            *count += 1;
        }
    }
    Some(crossed)
}

/// A place's number.
fn whole(place: f64) -> usize {
    // Places are from 0 to twice `STRIPS`; what is not is clamped.
    let place = place.clamp(0.0, 4.0 * STRIPS as f64);
    #[expect(clippy::cast_sign_loss, reason = "clamped above")]
    let place = place as usize;
    place
}

fn strips(lines: &[Line], crossed: &[usize], from: f64, step: f64) -> Vec<Strip> {
    let most = lines.len() as f64 * CROSSING;
    let mut strips: Vec<Strip> = Vec::new();
    for (at, &count) in crossed.iter().enumerate() {
        match strips.last_mut() {
            Some(last) if last.lines == count && last.start + last.len == at => last.len += 1,
            _ if count as f64 <= most => strips.push(Strip {
                start: at,
                len: 1,
                lines: count,
            }),
            _ => {}
        }
    }
    strips.retain(|it| {
        let middle = from + (it.start as f64 + it.len as f64 / 2.0) * step;
        let left = lines.iter().filter(|it| it.right <= middle).count();
        let right = lines.iter().filter(|it| middle <= it.left).count();
        SIDE <= left && SIDE <= right
    });
    strips
}

/// Whether what stands on both sides of a strip is columns, side by side and
/// wide enough for prose.
fn are_columns(lines: &[Line], middle: f64, size: f64) -> bool {
    let of = |left: bool| lines.iter().filter(move |it| is_side(it, middle, left));
    let widths = |left| median(of(left).map(|it| it.right - it.left).collect());
    let top = |left| of(left).map(|it| it.y).fold(f64::INFINITY, f64::min);
    let foot = |left| of(left).map(|it| it.y).fold(0.0, f64::max);
    let beside = top(true).max(top(false)) < foot(true).min(foot(false));
    beside && COLUMN * size <= widths(true) && COLUMN * size <= widths(false)
}

fn is_side(line: &Line, middle: f64, left: bool) -> bool {
    if left {
        line.right <= middle
    } else {
        middle <= line.left
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, left: f64, right: f64, y: f64) -> Line {
        Line {
            text: text.into(),
            left,
            right,
            y,
            size: 10.0,
            page: 800.0,
        }
    }

    #[test]
    fn a_headline_over_two_columns_is_read_first_and_the_foot_last() {
        let mut lines = vec![line("headline", 0.0, 420.0, 20.0)];
        for row in 0..5 {
            let y = 40.0 + 12.0 * f64::from(row);
            lines.push(line(&format!("left {row}"), 0.0, 200.0, y));
            lines.push(line(&format!("right {row}"), 220.0, 420.0, y));
        }
        lines.push(line("foot", 100.0, 320.0, 200.0));
        let texts: Vec<String> = in_order(lines)
            .concat()
            .into_iter()
            .map(|it| it.text)
            .collect();
        let expected = [
            "headline", "left 0", "left 1", "left 2", "left 3", "left 4", "right 0", "right 1",
            "right 2", "right 3", "right 4", "foot",
        ];
        assert_eq!(texts, expected);
    }

    #[test]
    fn rows_of_a_table_are_read_across() {
        let rows = (0..5).flat_map(|row| {
            let y = 40.0 + 12.0 * f64::from(row);
            [line("Lessa", 0.0, 30.0, y), line("11", 100.0, 110.0, y)]
        });
        let columns = in_order(rows.collect());
        assert_eq!(columns.len(), 1);
        assert_eq!(columns[0][1].text, "11");
    }
}
