//! The figure strip: what each origin counts, on one scale; the values and
//! their reports stand in the table beneath.

use maud::{Markup, html};
use rapporteur_text::{Conflict, ConflictKind, ConflictSide, Item};

use super::view::View;
use crate::labels::value;
use crate::outline::origins_of;

/// Width of the drawing, and room at either end for values.
const WIDTH: f64 = 720.0;
const ROOM: f64 = 60.0;
/// Room between the dots of one value, and from the scale to the first.
const STEP: f64 = 14.0;
const ABOVE: f64 = 14.0;
/// Dots of one value that are drawn.
const MOST: usize = 10;

/// A value with its bounds.
struct Side<'a> {
    of: &'a ConflictSide,
    from: f64,
    to: f64,
    origins: usize,
}

impl View<'_> {
    /// The strip of figures that differ; nothing for anything else.
    pub(super) fn strip(&self, item: &Item) -> Markup {
        let numbers = |it: &&Conflict| it.kind == ConflictKind::Number;
        let Some(conflict) = item.conflict.as_ref().filter(numbers) else {
            return html! {};
        };
        let sides: Option<Vec<Side<'_>>> = conflict.sides.iter().map(|it| side(item, it)).collect();
        let Some(sides) = sides.filter(|it| 1 < it.len()) else {
            return html! {};
        };
        html! {
            section.part id="strip" {
                h2 { "Figures on one scale" }
                div.wide tabindex="0" role="region" aria-label="Figures on one scale" { (drawing(&sides)) }
                details.more { summary { "The same as a table" }
                    table.days {
                        thead { tr { th scope="col" { "Value" } th scope="col" { "Origins" } th scope="col" { "Reports" } } }
                        tbody { @for it in &sides { tr {
                            td { bdi { (value(ConflictKind::Number, &it.of.value)) } }
                            td { (it.origins) }
                            td { (self.references(item, &it.of.evidence)) }
                        } } }
                    }
                }
            }
        }
    }
}

fn drawing(sides: &[Side<'_>]) -> Markup {
    let least = sides.iter().map(|it| it.from).fold(f64::INFINITY, f64::min);
    let most = sides
        .iter()
        .map(|it| it.to)
        .fold(f64::NEG_INFINITY, f64::max);
    let spread = if least < most { most - least } else { 1.0 };
    let at = |value: f64| {
        let place = ROOM + (value - least) / spread * (WIDTH - 2.0 * ROOM);
        (place * 10.0).round() / 10.0
    };
    let tallest = sides
        .iter()
        .map(|it| it.origins.min(MOST))
        .max()
        .unwrap_or(1);
    let line = tallest as f64 * STEP + ABOVE;
    let height = line + 24.0 + rows(sides, &at) as f64 * 16.0;
    html! {
        svg.strip width=(WIDTH) height=(height) viewBox={ "0 0 " (WIDTH) " " (height) } role="group" aria-labelledby="fs-t fs-d" {
            title #fs-t { "Figures on one scale" }
            desc #fs-d { "A dot for each origin at the value that it has; a range is a bar. The table below has the same." }
            line.grid x1=(ROOM - 20.0) x2=(WIDTH - ROOM + 20.0) y1=(line) y2=(line) {}
            @for (row, it) in staggered(sides, &at) {
                @let x = f64::midpoint(at(it.from), at(it.to));
                a.mark href="#trace" {
                    title { (value(ConflictKind::Number, &it.of.value)) ": " (crate::labels::counted(it.origins, "origin")) }
                    @if it.from < it.to { line.bar x1=(at(it.from)) x2=(at(it.to)) y1=(line) y2=(line) {} }
                    @for number in 0..it.origins.min(MOST) {
                        circle.dot cx=(x) cy=(line - ABOVE + 2.0 - number as f64 * STEP) r="5" {}
                    }
                    text.label x=(x) y=(line + 18.0 + row as f64 * 16.0) text-anchor="middle" { (value(ConflictKind::Number, &it.of.value)) }
                }
            }
        }
    }
}

/// How many rows the labels take, less the first.
fn rows(sides: &[Side<'_>], at: &dyn Fn(f64) -> f64) -> usize {
    let rows = staggered(sides, at).into_iter().map(|(row, _)| row);
    rows.max().unwrap_or(0)
}

/// The values in order, each with the row of its label, so that no two touch.
fn staggered<'s, 'a>(sides: &'s [Side<'a>], at: &dyn Fn(f64) -> f64) -> Vec<(usize, &'s Side<'a>)> {
    let mut sorted: Vec<&Side<'_>> = sides.iter().collect();
    sorted.sort_by(|one, other| {
        one.from
            .total_cmp(&other.from)
            .then(one.to.total_cmp(&other.to))
    });
    let mut ends: Vec<f64> = Vec::new();
    let mut placed = Vec::new();
    for it in sorted {
        let half = value(ConflictKind::Number, &it.of.value).chars().count() as f64 * 4.0 + 4.0;
        let x = f64::midpoint(at(it.from), at(it.to));
        let row = ends
            .iter()
            .position(|end| *end <= x - half)
            .unwrap_or(ends.len());
        ends.resize(ends.len().max(row + 1), 0.0);
        ends[row] = x + half;
        placed.push((row, it));
    }
    placed
}

fn side<'a>(item: &Item, it: &'a ConflictSide) -> Option<Side<'a>> {
    let (from, to) = bounds(&it.value)?;
    Some(Side {
        of: it,
        from,
        to,
        origins: origins_of(item, &it.evidence).len(),
    })
}

/// The ends of `31`, `>= 30` or `12-14`; a bound alone is both.
fn bounds(value: &str) -> Option<(f64, f64)> {
    let digits = value.trim_start_matches(['>', '<', '=', '~', ' ']);
    let parted = digits.get(1..).and_then(|rest| rest.find('-'));
    let (from, to) = parted.map_or((digits, digits), |at| (&digits[..=at], &digits[at + 2..]));
    let (from, to): (f64, f64) = (from.parse().ok()?, to.parse().ok()?);
    (from.is_finite() && to.is_finite()).then_some((from, to))
}

#[cfg(test)]
mod tests {
    use super::bounds;

    #[test]
    fn values_have_ends() {
        assert_eq!(bounds("31"), Some((31.0, 31.0)));
        assert_eq!(bounds(">= 30"), Some((30.0, 30.0)));
        assert_eq!(bounds("12-14"), Some((12.0, 14.0)));
        assert_eq!(bounds("-3"), Some((-3.0, -3.0)));
        assert_eq!(bounds("many"), None);
    }
}
