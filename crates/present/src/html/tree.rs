//! The lineage as a drawing: reports from left to right as they were
//! published, each tied to what it shares most with.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use rapporteur_text::{DirectionBasis, ReportIx};

use super::view::View;
use crate::labels::day;
use crate::lineage::{Pair, pairs};
use crate::plain::shorten;

/// Width of the drawing, in its own units.
const WIDTH: f64 = 960.0;
/// Room at the right for the last label.
const RIGHT: f64 = 180.0;
/// Height of a row.
const ROW: f64 = 28.0;
/// Reports that are drawn.
const MOST: usize = 60;
/// Characters of a label.
const LABEL: usize = 26;

/// A report that is drawn.
struct Node {
    ix: ReportIx,
    x: f64,
    y: f64,
}

impl View<'_> {
    /// The drawing; nothing where no report is tied to another.
    pub(super) fn tree(&self) -> Markup {
        let strongest = strongest(pairs(self.account.record()));
        let tied: BTreeSet<ReportIx> = strongest.iter().flat_map(|it| [it.a, it.b]).collect();
        if tied.is_empty() {
            return html! {};
        }
        let nodes = nodes(&strongest, &tied);
        let height = nodes.len() as f64 * ROW + 16.0;
        html! {
            section.part id="drawing" {
                h2 { "Drawing" }
                div.wide tabindex="0" role="region" aria-label="Lineage" {
                    svg.lineage viewBox={ "0 0 " (WIDTH) " " (height) } role="group" aria-labelledby="li-t li-d" {
                        title #li-t { "Lineage" }
                        desc #li-d {
                            "Reports from left to right as they were published, each tied to the one that it shares most with. "
                            "The thicker a line, the more is shared; it is dashed where it is not known who took from whom. "
                            "The ties below have the same and all others."
                        }
                        @for pair in &strongest { (self.edge(pair, &nodes)) }
                        @for node in &nodes { (self.node(node)) }
                    }
                }
                p.quiet {
                    "The thicker, the more is shared; dashed: not known who took from whom; dotted: by its credit alone."
                    @if nodes.len() < tied.len() { " " (nodes.len()) " of " (tied.len()) " tied reports are drawn." }
                }
            }
        }
    }

    fn edge(&self, pair: &Pair<'_>, nodes: &[Node]) -> Markup {
        let find = |ix| nodes.iter().find(|it| it.ix == ix);
        let (to, from) = pair.direction().unwrap_or((pair.b, pair.a));
        let (Some(from), Some(to)) = (find(from), find(to)) else {
            return html! {};
        };
        let share = pair.derivation.map_or(0.2, |it| f64::from(it.containment));
        let width = ((1.0 + 5.0 * share.clamp(0.0, 1.0)) * 10.0).round() / 10.0;
        let class = match pair.derivation.and_then(|it| it.direction) {
            None => "edge likely",
            Some(DirectionBasis::Credit) if pair.passages.is_empty() => "edge credit",
            Some(_) => "edge",
        };
        let middle = ((from.x + to.x) * 5.0).round() / 10.0;
        let path = format!(
            "M{} {}C{middle} {} {middle} {} {} {}",
            from.x, from.y, from.y, to.y, to.x, to.y
        );
        html! {
            path class=(class) d=(path) stroke-width=(width) {
                title { (self.account.tie(pair)) ": " (self.account.extent(pair).join(" · ")) }
            }
        }
    }

    fn node(&self, node: &Node) -> Markup {
        let outlet = self.account.outlet(node.ix).map(|it| format!(" · {it}"));
        let label = self.account.label(node.ix) + &outlet.unwrap_or_default();
        let label = shorten(&label, LABEL);
        let published = self.account.record().report(node.ix).published;
        let title = self
            .account
            .title_of(node.ix)
            .unwrap_or_else(|| "No title".into());
        html! {
            a.mark href={ (self.up) (self.report_path(node.ix)) } {
                title {
                    (self.account.label(node.ix))
                    @if let Some(outlet) = self.account.outlet(node.ix) { ", " (outlet) }
                    @if let Some(it) = published { ", " (day(it.date)) }
                    ": " (title)
                }
                rect class="published" x=(node.x - 3.0) y=(node.y - 8.0) width="6" height="16" rx="1" {}
                text.label x=(node.x + 8.0) y=(node.y - 3.0) { (label) }
            }
        }
    }
}

/// Places: rows keep those together that are tied, columns follow time.
fn nodes(strongest: &[Pair<'_>], tied: &BTreeSet<ReportIx>) -> Vec<Node> {
    let mut group: BTreeMap<ReportIx, ReportIx> = tied.iter().map(|&ix| (ix, ix)).collect();
    for pair in strongest {
        let (keep, fold) = (
            group[&pair.a].min(group[&pair.b]),
            group[&pair.a].max(group[&pair.b]),
        );
        for it in group.values_mut().filter(|it| **it == fold) {
            *it = keep;
        }
    }
    // A record's reports are in the order of their publication.
    let mut rows: Vec<(ReportIx, ReportIx)> = group.iter().map(|(&ix, &of)| (of, ix)).collect();
    rows.sort_unstable();
    rows.truncate(MOST);
    let mut order: Vec<ReportIx> = rows.iter().map(|it| it.1).collect();
    order.sort_unstable();
    let step = (WIDTH - RIGHT - 24.0) / (order.len().max(2) - 1) as f64;
    let place = |ix: &ReportIx| order.binary_search(ix).unwrap_or(0) as f64;
    let node = |(row, (_, ix)): (usize, &(ReportIx, ReportIx))| Node {
        ix: *ix,
        x: ((12.0 + place(ix) * step) * 10.0).round() / 10.0,
        y: row as f64 * ROW + 20.0,
    };
    rows.iter().enumerate().map(node).collect()
}

/// For each report, the tie to an earlier one that shares most.
fn strongest(pairs: Vec<Pair<'_>>) -> Vec<Pair<'_>> {
    let mut best: BTreeMap<ReportIx, Pair<'_>> = BTreeMap::new();
    for pair in pairs {
        let to = pair.direction().map_or(pair.b, |(to, _)| to);
        let weight = |it: &Pair<'_>| (it.direction().is_some(), it.words());
        if best
            .get(&to)
            .is_none_or(|known| weight(known) < weight(&pair))
        {
            best.insert(to, pair);
        }
    }
    best.into_values().collect()
}
