//! The variant graph of an item: its first wording from left to right, and
//! where others part from it; the same as a table beneath.
//!
//! After the variant graphs of textual scholarship (Schmidt & Colomb 2009): a
//! node is as high as it has origins, and no edge has a label. A wording that
//! is told in other words altogether is not drawn.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use rapporteur_text::{Edit, Evidence, Item};

use super::view::View;
use crate::labels::counted;
use crate::outline::{Wording, origins_of, wordings};
use crate::plain::{ends, plain, shorten};

/// Wordings that are drawn.
const MOST: usize = 12;
/// Words shown at either end of a long stretch that all have.
const ENDS: usize = 2;
/// Characters of a node, the room each takes, and the room around them.
const LABEL: usize = 26;
const CHARACTER: f64 = 7.0;
const AROUND: f64 = 16.0;
/// Room between nodes.
const GAP: f64 = 30.0;
/// Height of a node with one origin, and of each more, up to some.
const NODE: f64 = 22.0;
const MORE: f64 = 6.0;
const HIGHEST: usize = 6;

/// Words of one or more wordings in one place.
struct Node {
    /// Where they stand among the first wording's words.
    from: usize,
    to: usize,
    /// Empty where the words are left out.
    text: String,
    /// Which wordings have them.
    by: Vec<usize>,
    own: bool,
}

/// Nodes in reading order, and the steps of each wording through them.
struct Graph {
    nodes: Vec<Node>,
    paths: Vec<Vec<usize>>,
}

impl Graph {
    /// None where no wording can be held against the first word by word.
    fn new(all: &[Wording<'_>]) -> Option<Self> {
        let held = all.iter().take(MOST).map(Wording::edits);
        let held: Vec<&[Edit]> = held.collect();
        let base = held.iter().map(|it| base(it)).max_by_key(Vec::len)?;
        if base.is_empty() {
            return None;
        }
        let mut nodes: Vec<Node> = Vec::new();
        let mut cuts = BTreeSet::from([0, base.len()]);
        let mut ranges: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
        for (at, edits) in held.iter().enumerate() {
            let own = self::base(edits);
            let start = if all[at].base {
                Some(0)
            } else {
                base.windows(own.len().max(1)).position(|it| it == own)
            };
            let Some(start) = start else { continue };
            let end = if all[at].base {
                base.len()
            } else {
                start + own.len()
            };
            ranges.insert(at, (start, end));
            cuts.extend([start, end]);
            let mut place = start;
            for edit in *edits {
                let to = place + words(&edit.base).len();
                if edit.base.to_lowercase() != edit.text.to_lowercase() {
                    cuts.extend([place, to]);
                    vary(&mut nodes, (place, to), plain(&edit.text), at);
                }
                place = to;
            }
        }
        if nodes.is_empty() {
            return None;
        }
        let cuts: Vec<usize> = cuts.into_iter().collect();
        for it in cuts.windows(2) {
            let has = |at: &&usize| {
                let (start, end) = ranges[at];
                let varied = nodes
                    .iter()
                    .any(|node| node.by.contains(at) && node.from < it[1] && it[0] < node.to);
                start <= it[0] && it[1] <= end && !varied
            };
            let by: Vec<usize> = ranges.keys().filter(has).copied().collect();
            nodes.push(Node {
                from: it[0],
                to: it[1],
                text: base[it[0]..it[1]].join(" "),
                by,
                own: true,
            });
        }
        nodes.retain(|it| !it.by.is_empty());
        nodes.sort_by_key(|it| (it.from, it.from < it.to, !it.own, it.to));
        let path = |at| {
            let all = nodes.iter().enumerate();
            let on = all.filter(|(_, it)| it.by.contains(at) && !it.text.is_empty());
            on.map(|(place, _)| place).collect()
        };
        let paths = ranges.keys().map(path).collect();
        Some(Self { nodes, paths })
    }

    /// Steps from node to node, each once.
    fn edges(&self) -> BTreeSet<(usize, usize)> {
        let steps = self.paths.iter().flat_map(|it| it.windows(2));
        steps.map(|it| (it[0], it[1])).collect()
    }
}

/// Adds words that a wording has in a place of the first.
fn vary(nodes: &mut Vec<Node>, (from, to): (usize, usize), text: String, by: usize) {
    let same = |it: &&mut Node| (it.from, it.to) == (from, to) && it.text == text;
    match nodes.iter_mut().find(same) {
        Some(node) if node.by.contains(&by) => {}
        Some(node) => node.by.push(by),
        None => nodes.push(Node {
            from,
            to,
            text,
            by: vec![by],
            own: false,
        }),
    }
}

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

/// The words of the first wording that edits lead through.
fn base(edits: &[Edit]) -> Vec<&str> {
    edits.iter().flat_map(|it| words(&it.base)).collect()
}

/// Where a node stands in the drawing.
#[derive(Clone, Copy)]
struct Place {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

impl View<'_> {
    /// The graph of an item's wordings; nothing where there is none.
    pub(super) fn graph(&self, item: &Item) -> Markup {
        let all = wordings(item);
        let Some(graph) = Graph::new(&all) else {
            return html! {};
        };
        let drawn = graph.paths.len();
        html! {
            section.part id="graph" {
                h2 { "How the wordings run" }
                div.wide tabindex="0" role="region" aria-label="How the wordings run" { (self.graph_drawing(item, &all, &graph)) }
                @if drawn < all.len() {
                    p.quiet { (counted(all.len() - drawn, "wording")) " in other words altogether or beyond the first " (MOST) " not drawn." }
                }
                details.more { summary { "The same as a table" } (self.graph_table(item, &all, &graph)) }
            }
        }
    }

    fn graph_drawing(&self, item: &Item, all: &[Wording<'_>], graph: &Graph) -> Markup {
        let (places, width, height) = placed(item, all, graph);
        html! {
            svg.variants width=(width) height=(height) viewBox={ "0 0 " (width) " " (height) } role="group" aria-labelledby="vg-t vg-d" {
                title #vg-t { "How the wordings run" }
                desc #vg-d { "The first wording from left to right, and where others part from it; the more origins, the higher. The table below has the same." }
                @for (from, to) in graph.edges() { path.edge d=(curve(places[from], places[to])) {} }
                @for (node, place) in graph.nodes.iter().zip(&places) {
                    @if !node.text.is_empty() { (self.variant(item, all, node, *place)) }
                }
            }
        }
    }

    fn variant(&self, item: &Item, all: &[Wording<'_>], node: &Node, place: Place) -> Markup {
        let evidence = evidence(all, node);
        let origins = origins_of(item, &evidence).len();
        let first: Option<Evidence> = evidence.first().map(|&it| item.evidence[it as usize].at);
        let told = format!("{}: {}", counted(origins, "origin"), plain(&node.text));
        html! {
            a.mark href=[first.map(|at| self.open(at))] {
                title { (told) }
                rect.own[node.own].other[!node.own] x=(place.x) y=(place.y - place.height / 2.0) width=(place.width) height=(place.height) rx="4" {}
                text.label x=(place.x + place.width / 2.0) y=(place.y + 4.0) text-anchor="middle" { (label(node)) }
            }
        }
    }

    fn graph_table(&self, item: &Item, all: &[Wording<'_>], graph: &Graph) -> Markup {
        html! {
            table.days {
                thead { tr { th scope="col" { "Place" } th scope="col" { "Words" } th scope="col" { "Reports" } } }
                tbody {
                    @for node in &graph.nodes {
                        tr {
                            td { @if node.own { (node.from + 1) "–" (node.to) } @else { "there" } }
                            td { @if node.text.is_empty() { "left out" } @else { bdi { (node.text) } } }
                            td { (self.references(item, &evidence(all, node))) }
                        }
                    }
                }
            }
        }
    }
}

/// Nodes in columns and rows; the width and height of it all.
fn placed(item: &Item, all: &[Wording<'_>], graph: &Graph) -> (Vec<Place>, f64, f64) {
    let wide = |it: &Node| label(it).chars().count() as f64 * CHARACTER + AROUND;
    let high = |it: &Node| {
        let origins = origins_of(item, &evidence(all, it)).len();
        NODE + MORE * (origins.clamp(1, HIGHEST) - 1) as f64
    };
    let (starts, width) = columns(graph, &wide);
    let mut rows: Vec<f64> = Vec::new();
    let tallest = graph
        .nodes
        .iter()
        .filter(|it| it.own)
        .map(high)
        .fold(NODE, f64::max);
    let mut places = Vec::new();
    let mut bottoms: Vec<f64> = Vec::new();
    for it in &graph.nodes {
        let (x, width, height) = (
            starts[&(it.from, it.own || it.from < it.to)],
            wide(it),
            high(it),
        );
        if it.own || it.text.is_empty() {
            places.push(Place {
                x,
                y: tallest / 2.0 + 26.0,
                width,
                height,
            });
            continue;
        }
        let row = rows.iter().position(|end| end + GAP / 2.0 <= x);
        let row = row.unwrap_or(rows.len());
        rows.resize(rows.len().max(row + 1), 0.0);
        rows[row] = x + width;
        let y = tallest + 40.0 + row as f64 * (NODE + MORE * 2.0 + 10.0) + height / 2.0;
        bottoms.push(y + height / 2.0);
        places.push(Place {
            x,
            y,
            width,
            height,
        });
    }
    let bottom = bottoms.into_iter().fold(tallest + 30.0, f64::max);
    (places, width, bottom + 10.0)
}

/// Where each place begins: that of what is added before a word, and that of
/// the word itself; and the width of all.
fn columns(graph: &Graph, wide: &dyn Fn(&Node) -> f64) -> (BTreeMap<(usize, bool), f64>, f64) {
    let mut starts = BTreeMap::new();
    let keys: BTreeSet<(usize, bool)> = graph
        .nodes
        .iter()
        .map(|it| (it.from, it.from < it.to))
        .collect();
    let mut x = 4.0;
    for key in keys {
        starts.insert(key, x);
        let here = graph
            .nodes
            .iter()
            .filter(|it| (it.from, it.from < it.to) == key);
        let widest = here
            .filter(|it| !it.text.is_empty())
            .map(wide)
            .fold(0.0, f64::max);
        x += widest + GAP;
    }
    (starts, x - GAP + 4.0)
}

/// The evidence of all wordings that have a node.
fn evidence(all: &[Wording<'_>], node: &Node) -> Vec<u32> {
    let evidence: BTreeSet<u32> = node
        .by
        .iter()
        .flat_map(|&at| all[at].evidence.clone())
        .collect();
    evidence.into_iter().collect()
}

fn label(node: &Node) -> String {
    shorten(&ends(&plain(&node.text), ENDS), LABEL)
}

/// From the right of one node to the left of another; over what lies between.
fn curve(from: Place, to: Place) -> String {
    let (x, y, end) = (from.x + from.width, from.y, to.x);
    let over = (from.y - to.y).abs() < 1.0 && GAP + 1.0 < end - x;
    if over {
        let (top, third) = (y - from.height.max(to.height) / 2.0 - 18.0, (end - x) / 3.0);
        format!(
            "M{x} {y}C{} {top} {} {top} {end} {}",
            x + third,
            end - third,
            to.y
        )
    } else {
        let middle = f64::midpoint(x, end);
        format!("M{x} {y}C{middle} {y} {middle} {} {end} {}", to.y, to.y)
    }
}

#[cfg(test)]
mod tests {
    use rapporteur_text::{EditKind, Reading, ReadingForm};

    use super::*;

    fn edit(kind: EditKind, base: &str, text: &str) -> Edit {
        Edit {
            kind,
            base: base.into(),
            text: text.into(),
            meaningful: false,
        }
    }

    fn reading(text: &str, edits: Vec<Edit>) -> Reading {
        Reading {
            evidence: vec![0],
            origin: 0,
            form: ReadingForm::Direct,
            text: text.into(),
            edits,
        }
    }

    fn wording(reading: &Reading, base: bool) -> Wording<'_> {
        Wording {
            reading,
            evidence: vec![0],
            base,
        }
    }

    #[test]
    fn wordings_part_where_they_differ_and_meet_again() {
        let base = reading("We need a ceasefire now", Vec::new());
        let other = reading(
            "We need a truce",
            vec![
                edit(EditKind::Same, "We need a", "We need a"),
                edit(EditKind::Substitution, "ceasefire", "truce"),
                edit(EditKind::Omission, "now", ""),
            ],
        );
        let all = [wording(&base, true), wording(&other, false)];
        let graph = Graph::new(&all).expect("they can be held against one another");
        let path = |at: usize| {
            let words = graph.paths[at]
                .iter()
                .map(|&it| graph.nodes[it].text.as_str());
            words.collect::<Vec<_>>()
        };
        assert_eq!(path(0), ["We need a", "ceasefire", "now"]);
        assert_eq!(path(1), ["We need a", "truce"]);
        assert!(
            graph
                .nodes
                .iter()
                .any(|it| it.text.is_empty() && it.by == [1])
        );
    }

    #[test]
    fn a_wording_in_other_words_has_no_graph() {
        let base = reading("We need a ceasefire now", Vec::new());
        let other = reading("Arms must rest", Vec::new());
        let all = [wording(&base, true), wording(&other, false)];
        assert!(Graph::new(&all).is_none());
    }
}
