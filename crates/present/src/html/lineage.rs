//! Who copied whom: pairs, and what they share side by side.

use maud::{Markup, html};
use rapporteur_text::{Evidence, Passage};

use super::view::View;
use crate::lineage::{Pair, alone, pairs, wires};
use crate::plain::plain;

impl View<'_> {
    pub(super) fn lineage(&self) -> Markup {
        let record = self.account.record();
        let alone = alone(record);
        html! {
            section.part id="copied" {
                h2 { "Who copied whom" }
                ul.pairs {
                    @for pair in pairs(record) { (self.pair(&pair)) }
                    @for (wire, agency) in wires(record) {
                        li { p.tied { bdi { (self.account.label(wire.to)) } " ← " bdi { (plain(agency)) } }
                             p.quiet { (self.account.wire_words(wire, agency)) } }
                    }
                    @if !alone.is_empty() {
                        li {
                            p.tied { @for ix in alone { bdi { (self.account.label(ix)) } " " } }
                            p.quiet { "no copied passage found" }
                        }
                    }
                }
            }
        }
    }

    fn pair(&self, pair: &Pair<'_>) -> Markup {
        html! {
            li {
                p.tied { bdi { (self.account.tie(pair)) } }
                p.quiet { (self.account.extent(pair).join(" · ")) }
                @if !pair.passages.is_empty() {
                    details.passages {
                        summary { "Passages side by side" }
                        table {
                            thead { tr {
                                th scope="col" { bdi { (self.account.label(pair.a)) } }
                                th scope="col" { bdi { (self.account.label(pair.b)) } }
                            } }
                            tbody { @for passage in &pair.passages { (self.passage(passage)) } }
                        }
                    }
                }
            }
        }
    }

    fn passage(&self, passage: &Passage) -> Markup {
        let a = Evidence {
            report: passage.a,
            span: passage.a_span,
        };
        let b = Evidence {
            report: passage.b,
            span: passage.b_span,
        };
        html! {
            tr {
                @for at in [a, b] {
                    td { a href=(self.open(at)) { bdi { (plain(self.account.words(at))) } } }
                }
            }
        }
    }
}
