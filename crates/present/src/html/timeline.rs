//! The timeline: a drawing made here, and the same as a table beneath it.

use jiff::civil::Date;
use maud::{Markup, html};
use rapporteur_text::{ItemIx, ReportIx};
use std::collections::BTreeSet;

use super::view::{View, item_id};
use crate::labels::period;
use crate::lineage;
use crate::outline::Outline;
use crate::plain::{plain, shorten};
use crate::timeline::{Entry, What, timeline};

/// Width of the drawing, in its own units.
const WIDTH: f64 = 960.0;
/// Room at the left for the names of the lanes.
const LEFT: f64 = 92.0;
/// Room at the right for the last label.
const RIGHT: f64 = 56.0;
/// Height of a row of marks.
const ROW: f64 = 24.0;
/// Width that a character of a label takes, about.
const CHARACTER: f64 = 7.2;
/// Origins whose publications have rows of their own.
const LANES: usize = 12;
/// Characters of an item's words in the table.
const WORDS: usize = 120;

/// An entry with its number in the table and its place in the drawing.
struct Mark<'a> {
    entry: &'a Entry,
    label: String,
    row: usize,
    from: f64,
    to: f64,
}

impl View<'_> {
    /// The timeline of what the brief shows; nothing where one day is all.
    pub(super) fn timeline(&self, outline: &Outline<'_>) -> Markup {
        let entries = self.entries(outline);
        let scale = Scale::new(&entries);
        if entries.is_empty() || scale.stops.len() < 2 {
            return html! {};
        }
        html! {
            section.part id="timeline" {
                h2 { "Timeline" }
                div.wide tabindex="0" role="region" aria-label="Timeline" { (self.drawing(&entries, &scale)) }
                details.more {
                    summary { "The same as a table" }
                    (self.table(&entries))
                }
            }
        }
    }

    /// Publications, and dated items that the brief shows.
    fn entries(&self, outline: &Outline<'_>) -> Vec<Entry> {
        let lines = outline
            .parts
            .iter()
            .flat_map(|part| &part.groups)
            .flat_map(|it| &it.lines);
        let shown: BTreeSet<ItemIx> = lines.map(|line| line.ix).collect();
        let all = timeline(self.account.record()).into_iter();
        all.filter(|entry| match entry.what {
            What::Published(_) => true,
            What::Happened(ix) | What::Planned(ix) => shown.contains(&ix),
        })
        .collect()
    }

    fn drawing(&self, entries: &[Entry], scale: &Scale) -> Markup {
        let lanes = [("Published", 0), ("Happened", 1), ("Planned", 2)];
        let mut top = 16.0;
        let mut drawn = Vec::new();
        for (name, lane) in lanes {
            let marks = self.marks(entries, scale, lane);
            if let Some(last) = marks.iter().map(|mark| mark.row).max() {
                drawn.push((name, top, marks));
                top += (last + 1) as f64 * ROW + 14.0;
            }
        }
        let height = top + 26.0;
        html! {
            svg.timeline viewBox={ "0 0 " (WIDTH) " " (height) } role="group" aria-labelledby="tl-t tl-d" {
                title #tl-t { "Timeline" }
                desc #tl-d { "Publications, events and plans by day; wide gaps are drawn narrower. Reports on one line are one origin. The table below has the same." }
                @for (x, label) in scale.ticks() {
                    line.grid x1=(x) x2=(x) y1="8" y2=(top) {}
                    text.tick x=(x) y=(top + 18.0) text-anchor="middle" { (label) }
                }
                @for (name, y, marks) in &drawn {
                    text.lane x="0" y=(y + 15.0) { (name) }
                    (self.threads(marks, *y))
                    @for mark in marks { (self.mark(mark, *y)) }
                }
            }
        }
    }

    /// The marks of one lane, in rows so that no two touch; publications of one
    /// origin beneath one another.
    fn marks<'e>(&self, entries: &'e [Entry], scale: &Scale, lane: usize) -> Vec<Mark<'e>> {
        let mut marks = Vec::new();
        let mut top = 0;
        for block in self.blocks(entries, lane) {
            let mut ends: Vec<f64> = Vec::new();
            for (number, entry) in block {
                let label = match entry.what {
                    What::Published(ix) => self.account.label(ix),
                    What::Happened(_) | What::Planned(_) => (number + 1).to_string(),
                };
                let label = shorten(&label, 16);
                let (from, to) = (scale.at(entry.first), scale.at(entry.last));
                let free = ends.iter().position(|taken| *taken <= from - 8.0);
                let row = free.unwrap_or(ends.len());
                ends.resize(ends.len().max(row + 1), 0.0);
                ends[row] = to + 14.0 + label.chars().count() as f64 * CHARACTER;
                marks.push(Mark {
                    entry,
                    label,
                    row: top + row,
                    from,
                    to,
                });
            }
            top += ends.len();
        }
        marks
    }

    /// The entries of a lane with their numbers: publications by origin, while
    /// the origins are few; else all in one.
    fn blocks<'e>(&self, entries: &'e [Entry], lane: usize) -> Vec<Vec<(usize, &'e Entry)>> {
        let heads = lineage::heads(self.account.record());
        let few = self.account.origins() <= LANES;
        let mut blocks: Vec<(usize, Vec<(usize, &Entry)>)> = Vec::new();
        for (number, entry) in entries.iter().enumerate() {
            if lane_of(entry) != lane {
                continue;
            }
            let of = match entry.what {
                What::Published(ix) if few => heads[ix.index()],
                _ => 0,
            };
            match blocks.iter_mut().find(|(it, _)| *it == of) {
                Some((_, block)) => block.push((number, entry)),
                None => blocks.push((of, vec![(number, entry)])),
            }
        }
        blocks.into_iter().map(|(_, block)| block).collect()
    }

    /// A line through the publications of each origin.
    fn threads(&self, marks: &[Mark<'_>], top: f64) -> Markup {
        let heads = lineage::heads(self.account.record());
        let of = |mark: &Mark<'_>| match mark.entry.what {
            What::Published(ix) => Some(heads[ix.index()]),
            _ => None,
        };
        html! {
            @for pair in marks.windows(2) {
                @if of(&pair[0]).is_some() && of(&pair[0]) == of(&pair[1]) {
                    line.grid.tied x1=(pair[0].from) y1=(place(&pair[0], top)) x2=(pair[1].from) y2=(place(&pair[1], top)) {}
                }
            }
        }
    }

    fn mark(&self, mark: &Mark<'_>, top: f64) -> Markup {
        let y = place(mark, top);
        let wide = 1.0 < mark.to - mark.from;
        let class = mark.entry.what.as_str();
        html! {
            a.mark href=(self.target(mark.entry)) {
                title { (period(mark.entry.first, mark.entry.last)) ": " (self.telling(mark.entry)) }
                @if wide {
                    line class={ "bar " (class) } x1=(mark.from) x2=(mark.to) y1=(y) y2=(y) {}
                }
                @match mark.entry.what {
                    What::Published(_) => { rect class=(class) x=(mark.from - 2.5) y=(y - 8.0) width="5" height="16" rx="1" {} },
                    _ => { path class=(class) d={ "M" (mark.from) " " (y - 7.0) "l7 7-7 7-7-7z" } {} },
                }
                text.label x=(mark.to + 11.0) y=(y + 4.5) { (mark.label) }
            }
        }
    }

    fn table(&self, entries: &[Entry]) -> Markup {
        html! {
            table.days {
                thead { tr { th scope="col" { "No." } th scope="col" { "Day" } th scope="col" { "What" } th scope="col" { "Words" } } }
                tbody {
                    @for (number, entry) in entries.iter().enumerate() {
                        tr {
                            td { (number + 1) }
                            td { (period(entry.first, entry.last)) }
                            td { (entry.what.as_str()) }
                            td { a href=(self.target(entry)) { bdi { (self.telling(entry)) } } }
                        }
                    }
                }
            }
        }
    }

    fn target(&self, entry: &Entry) -> String {
        match entry.what {
            What::Published(ix) => format!("{}{}", self.up, self.report_path(ix)),
            What::Happened(ix) | What::Planned(ix) => {
                format!("#{}", item_id(self.account.record().item(ix)))
            }
        }
    }

    /// A report's label and outlet, or an item's words.
    fn telling(&self, entry: &Entry) -> String {
        match entry.what {
            What::Published(ix) => self.named(ix),
            What::Happened(ix) | What::Planned(ix) => {
                shorten(&plain(&self.account.record().item(ix).summary), WORDS)
            }
        }
    }

    fn named(&self, ix: ReportIx) -> String {
        let outlet = self
            .account
            .outlet(ix)
            .map(|it| format!(", {it}"))
            .unwrap_or_default();
        format!("{}{outlet}", self.account.label(ix))
    }
}

/// The height at which a mark is drawn.
fn place(mark: &Mark<'_>, top: f64) -> f64 {
    top + mark.row as f64 * ROW + 11.0
}

fn lane_of(entry: &Entry) -> usize {
    match entry.what {
        What::Published(_) => 0,
        What::Happened(_) => 1,
        What::Planned(_) => 2,
    }
}

/// From days to places: every day that something begins or ends on is a stop,
/// and gaps between stops grow with the logarithm of their length.
struct Scale {
    stops: Vec<(Date, f64)>,
}

impl Scale {
    fn new(entries: &[Entry]) -> Self {
        let days: BTreeSet<Date> = entries.iter().flat_map(|it| [it.first, it.last]).collect();
        let mut stops: Vec<(Date, f64)> = Vec::new();
        for day in days {
            let place = stops
                .last()
                .map_or(0.0, |&(before, place)| place + gap(before, day));
            stops.push((day, place));
        }
        let whole = stops.last().map_or(1.0, |&(_, place)| place.max(1.0));
        for (_, place) in &mut stops {
            *place = ((LEFT + *place / whole * (WIDTH - LEFT - RIGHT)) * 10.0).round() / 10.0;
        }
        Self { stops }
    }

    fn at(&self, day: Date) -> f64 {
        let found = self.stops.binary_search_by_key(&day, |&(stop, _)| stop);
        found.map_or(LEFT, |at| self.stops[at].1)
    }

    /// The stops that have room for a label.
    fn ticks(&self) -> Vec<(f64, String)> {
        let mut ticks: Vec<(f64, String)> = Vec::new();
        for &(day, place) in &self.stops {
            if ticks.last().is_none_or(|(last, _)| *last + 84.0 <= place) {
                ticks.push((place, period(day, day)));
            }
        }
        ticks
    }
}

fn gap(before: Date, day: Date) -> f64 {
    let days = before.until(day).map_or(1, |span| span.get_days());
    1.0 + f64::from(days.max(1)).ln()
}
