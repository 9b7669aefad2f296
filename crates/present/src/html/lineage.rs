//! Who copied whom: pairs, and what they share side by side.

use maud::{Markup, html};
use rapporteur_text::{Derivation, Evidence, Passage};

use super::page::Frame;
use super::view::{View, turning};
use crate::lineage::{Pair, alone, pairs, wires};
use crate::plain::plain;

/// Ties that the story's own page shows; all of them stand on the page of its
/// lineage.
const FEW: usize = 30;
/// Ties on one page.
const PAGE: usize = 100;

/// What ties two reports, or a report and an agency.
enum Tie<'a> {
    Pair(Pair<'a>),
    Wire(&'a Derivation, String),
}

/// All ties, those of most words first.
fn ties<'a>(view: &View<'a>) -> Vec<Tie<'a>> {
    let record = view.account.record();
    let mut pairs = pairs(record);
    pairs.sort_by_key(|it| (std::cmp::Reverse(it.words()), it.a, it.b));
    let wires = wires(record).into_iter();
    let pairs = pairs.into_iter().map(Tie::Pair);
    pairs
        .chain(wires.map(|(it, agency)| Tie::Wire(it, agency)))
        .collect()
}

/// A page of the lineage, from 1; none where there is no such page.
pub(super) fn page(view: &View<'_>, number: usize) -> Option<String> {
    let all = ties(view);
    let last = all.len().div_ceil(PAGE).max(1);
    let from = number.checked_sub(1)? * PAGE;
    let shown = all.get(from..)?;
    if last < number {
        return None;
    }
    let story = view.account.title();
    let content = html! {
        div.masthead {
            p.dates { bdi { (story) } }
            h1 { "Who copied whom" }
            p.counts { (view.account.counts().join(" · ")) }
        }
        @if number == 1 { (view.tree()) }
        section.part id="pairs" {
            h2 { "Ties" }
            @if all.is_empty() { p.quiet.alone { "No copied passage, and no agency’s copy." } }
            @else { ul.pairs { @for tie in shown.iter().take(PAGE) { (view.tie(tie)) } } }
            (turning("lineage", number, last))
        }
        @if number == last { (view.untied()) }
    };
    let title = format!("Who copied whom: {story}");
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
    /// The part of the story's page: the ties of most words.
    pub(super) fn lineage(&self) -> Markup {
        let all = ties(self);
        html! {
            section.part id="copied" {
                h2 { "Who copied whom" }
                @if !all.is_empty() { ul.pairs { @for tie in all.iter().take(FEW) { (self.tie(tie)) } } }
                (self.untied())
                p.quiet.alone {
                    @if FEW < all.len() { (FEW) " of " (all.len()) " ties, those of most words. " }
                    a.own href=(self.part_path("lineage")) { "lineage →" }
                }
            }
        }
    }

    /// Reports of which nothing was found in another.
    fn untied(&self) -> Markup {
        let alone = alone(self.account.record());
        html! {
            @if !alone.is_empty() {
                ul.pairs { li {
                    p.tied { @for ix in alone { bdi { (self.account.label(ix)) } " " } }
                    p.quiet { "no copied passage found" }
                } }
            }
        }
    }

    fn tie(&self, tie: &Tie<'_>) -> Markup {
        match tie {
            Tie::Pair(pair) => self.pair(pair),
            Tie::Wire(wire, agency) => html! {
                li {
                    p.tied { bdi { (self.account.label(wire.to)) } " ← " bdi { (plain(agency)) } }
                    p.quiet { (self.account.wire_words(wire, agency)) }
                }
            },
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
