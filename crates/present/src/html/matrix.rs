//! All items by all reports: a drawing, and the same as a table.

use maud::{Markup, html};
use rapporteur_text::{Item, ReportIx};

use super::page::Frame;
use super::view::{View, item_id, turning};
use crate::labels::counted;
use crate::lineage::all;
use crate::plain::{plain, shorten};
use crate::timeline::{Cell, coverage};

/// Reports on one page, each a column.
const PAGE: usize = 50;
/// Items that are drawn.
const DRAWN: usize = 60;
/// Characters of an item's words in a row, and beside the drawing.
const ROW: usize = 90;
const BESIDE: usize = 44;
/// Side of a cell of the drawing, and room for the words at its left.
const SIDE: f64 = 14.0;
const LEFT: f64 = 300.0;
/// Characters of a label above it, and the room that each takes.
const LABEL: usize = 16;
const CHARACTER: f64 = 5.6;

/// How many pages the matrix takes.
pub(super) fn pages(view: &View<'_>) -> usize {
    view.account.reports().len().div_ceil(PAGE).max(1)
}

/// A page of the matrix, from 1; none where there is no such page.
pub(super) fn page(view: &View<'_>, number: usize) -> Option<String> {
    let record = view.account.record();
    let last = pages(view);
    let from = number.checked_sub(1).filter(|at| *at < last)? * PAGE;
    let columns: Vec<ReportIx> = all(record).skip(from).take(PAGE).collect();
    let mut rows: Vec<(&Item, Vec<Cell>)> = record
        .items
        .iter()
        .map(|item| (item, coverage(record, item)))
        .collect();
    // What most origins have first; the record's order among those alike.
    rows.sort_by_key(|(item, _)| std::cmp::Reverse(item.origins));
    let story = view.account.title();
    let content = html! {
        div.masthead {
            p.dates { bdi { (story) } }
            h1 { "Items by reports" }
            p.counts {
                (counted(rows.len(), "item")) " · reports " (from + 1) "–" (from + columns.len())
                " of " (record.reports.len())
            }
        }
        (view.drawn(&rows, &columns))
        (view.matrix(&rows, &columns))
        (turning("matrix", number, last))
    };
    let title = format!("Items by reports: {story}");
    let back = format!("{}{}", view.up, view.story_path());
    Some(
        Frame {
            title: &title,
            back: Some((&back, &story)),
            rules: String::new(),
            served: view.served,
        }
        .around(&content),
    )
}

impl View<'_> {
    fn drawn(&self, rows: &[(&Item, Vec<Cell>)], columns: &[ReportIx]) -> Markup {
        let shown = &rows[..rows.len().min(DRAWN)];
        let width = LEFT + columns.len() as f64 * SIDE + 60.0;
        let labels: Vec<String> = columns
            .iter()
            .map(|&ix| shorten(&self.account.label(ix), LABEL))
            .collect();
        let longest = labels.iter().map(|it| it.chars().count()).max();
        let top = 14.0 + (longest.unwrap_or(0) as f64 * CHARACTER).round();
        let height = top + shown.len() as f64 * SIDE + 8.0;
        html! {
            section.part id="drawing" {
                h2 { "Drawing" }
                div.wide tabindex="0" role="region" aria-label="Items by reports, drawn" {
                    svg.matrix viewBox={ "0 0 " (width) " " (height) } width=(width) height=(height) role="group" aria-labelledby="mx-t mx-d" {
                        title #mx-t { "Items by reports" }
                        desc #mx-d { "A full square: the report states the item; an empty one: it copies; a cross: it differs. The table below has the same." }
                        @for (at, label) in labels.iter().enumerate() {
                            @let x = LEFT + at as f64 * SIDE + 9.0;
                            text.tick x=(x) y=(top - 6.0) transform={ "rotate(-60 " (x) " " (top - 6.0) ")" } { (label) }
                        }
                        @for (at, (item, cells)) in shown.iter().enumerate() {
                            @let y = top + at as f64 * SIDE;
                            text.tick x=(LEFT - 8.0) y=(y + 11.0) text-anchor="end" { (shorten(&plain(&item.summary), BESIDE)) }
                            @for (column, &ix) in columns.iter().enumerate() {
                                (self.square(item, ix, cells[ix.index()], LEFT + column as f64 * SIDE, y))
                            }
                        }
                    }
                }
                @if shown.len() < rows.len() {
                    p.quiet { (shown.len()) " of " (rows.len()) " items are drawn, those of most origins; the table has all." }
                }
            }
        }
    }

    fn square(&self, item: &Item, ix: ReportIx, cell: Cell, x: f64, y: f64) -> Markup {
        let at = item
            .evidence
            .iter()
            .map(|it| it.at)
            .find(|at| at.report == ix);
        let Some(at) = at.filter(|_| cell != Cell::Silent) else {
            return html! {};
        };
        html! {
            a.mark href=(self.open(at)) {
                title { (self.account.label(ix)) " " (cell.as_str()) ": " (shorten(&plain(self.account.words(at)), ROW)) }
                rect class=(cell.as_str()) x=(x + 2.0) y=(y + 2.0) width=(SIDE - 4.0) height=(SIDE - 4.0) rx="1" {}
                @if cell == Cell::Differs {
                    path class="cross" d={ "M" (x + 4.0) " " (y + 4.0) "l6 6m0-6l-6 6" } {}
                }
            }
        }
    }

    fn matrix(&self, rows: &[(&Item, Vec<Cell>)], columns: &[ReportIx]) -> Markup {
        html! {
            section.part id="table" {
                h2 { "Table" }
                div.wide tabindex="0" role="region" aria-label="Items by reports" {
                    table.coverage {
                        caption { "■ states · ↻ copies · ≠ differs · blank: silent" }
                        thead { tr {
                            td {}
                            @for &ix in columns { th scope="col" { bdi { (self.account.label(ix)) } } }
                        } }
                        tbody { @for (item, cells) in rows { (self.matrix_row(item, cells, columns)) } }
                    }
                }
            }
        }
    }

    fn matrix_row(&self, item: &Item, cells: &[Cell], columns: &[ReportIx]) -> Markup {
        let home = format!("{}{}#{}", self.up, self.story_path(), item_id(item));
        html! {
            tr {
                th scope="row" {
                    a href=(home) { bdi { (shorten(&plain(&item.summary), ROW)) } }
                }
                @for &ix in columns {
                    @let cell = cells[ix.index()];
                    @let at = item.evidence.iter().map(|it| it.at).find(|at| at.report == ix);
                    @match at {
                        Some(at) if cell != Cell::Silent => {
                            td class=(cell.as_str()) { a href=(self.open(at)) aria-label=(cell.as_str()) { (cell.sign()) } }
                        },
                        _ => { td {} },
                    }
                }
            }
        }
    }
}
