//! Which report has which item.

use maud::{Markup, html};
use rapporteur_text::Item;

use super::view::{View, item_id};
use crate::lineage::all;
use crate::outline::Outline;
use crate::plain::{plain, shorten};
use crate::timeline::{Cell, coverage};

/// Characters of an item's words in a row.
const ROW: usize = 90;
/// Reports up to which the story's own page has the table; the page of the
/// matrix has it for any number.
const FEW: usize = 40;

impl View<'_> {
    /// A table of the brief's items by reports.
    pub(super) fn coverage(&self, outline: &Outline<'_>) -> Markup {
        let lines = outline
            .parts
            .iter()
            .flat_map(|part| &part.groups)
            .flat_map(|it| &it.lines);
        let items: Vec<_> = lines
            .filter(|line| !line.again)
            .map(|line| line.item)
            .collect();
        if items.is_empty() {
            return html! {};
        }
        let reports = self.account.reports().len();
        if FEW < reports {
            return html! {
                section.part id="coverage" {
                    h2 { "Coverage" }
                    p.quiet.alone {
                        "Which of the " (reports) " reports has which item: "
                        a.own href=(self.part_path("matrix")) { "matrix →" }
                    }
                }
            };
        }
        html! {
            section.part id="coverage" {
                h2 { "Coverage" }
                div.wide tabindex="0" role="region" aria-label="Coverage by report" {
                    table.coverage {
                        caption {
                            (items.len()) " of " (self.account.record().items.len()) " items: "
                            "■ states · ↻ copies · ≠ differs · blank: silent"
                        }
                        thead { tr {
                            td {}
                            @for ix in all(self.account.record()) {
                                th scope="col" { bdi { (self.account.label(ix)) } }
                            }
                        } }
                        tbody { @for item in items { (self.row(item)) } }
                    }
                }
                p.quiet.alone { a.own href=(self.part_path("matrix")) { "all items →" } }
            }
        }
    }

    fn row(&self, item: &Item) -> Markup {
        let cells = coverage(self.account.record(), item);
        html! {
            tr {
                th scope="row" {
                    a href={ "#" (item_id(item)) } { bdi { (shorten(&plain(&item.summary), ROW)) } }
                }
                @for (ix, cell) in all(self.account.record()).zip(cells) {
                    td class=(cell.as_str()) {
                        @let at = item.evidence.iter().map(|it| it.at).find(|at| at.report == ix);
                        @match at {
                            Some(at) if cell != Cell::Silent => {
                                a href=(self.open(at)) title=(self.sentence(at)) aria-label=(cell.as_str()) { (cell.sign()) }
                            },
                            _ => span.hidden { "silent" },
                        }
                    }
                }
            }
        }
    }
}
