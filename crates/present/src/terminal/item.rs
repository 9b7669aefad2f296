//! One item by itself: its wordings, and where each stands.

use rapporteur_text::{CodePoints, Evidence, ItemIx, ReportIx};

use super::flow::{Flow, Paint};
use super::{Page, Style};
use crate::Account;
use crate::labels::{counted, day};
use crate::lineage;
use crate::outline::{all_evidence, alone, origins_of};
use crate::plain::{plain, shorten};

/// Characters of a sentence.
const SENTENCE: usize = 400;

/// An item with every wording, ended by a line feed.
pub fn collation(account: &Account<'_>, ix: ItemIx, style: &Style) -> String {
    let mut page = Page::full(account, style);
    page.item(ix);
    page.out
}

/// Why an item stands as it does: its origins, what ties their reports, what
/// joined its evidence and what came near, and the sentence of each piece.
pub fn explanation(account: &Account<'_>, ix: ItemIx, style: &Style) -> String {
    let mut page = Page::full(account, style);
    page.item(ix);
    page.origins(ix);
    page.joins(ix);
    page.trace(ix);
    page.out
}

/// Who copied whom in a story.
pub fn lineage(account: &Account<'_>, style: &Style) -> String {
    let mut page = Page::full(account, style);
    page.head();
    page.lineage();
    if record_is_alone(account) {
        page.plain_line("one report: there is nobody to copy from");
    }
    page.out
}

fn record_is_alone(account: &Account<'_>) -> bool {
    let record = account.record();
    record.reports.len() < 2 && lineage::wires(record).is_empty()
}

impl<'a> Page<'a> {
    fn full(account: &'a Account<'a>, style: &Style) -> Self {
        let style = Style {
            width: style.width.max(40),
            full: true,
            ..*style
        };
        Self {
            account,
            style,
            out: String::new(),
        }
    }

    fn item(&mut self, ix: ItemIx) {
        let (kind, group) = alone(self.account.record(), ix);
        self.group(&group, kind);
    }

    fn plain_line(&mut self, text: &str) {
        let mut flow = Flow::default();
        flow.add(text, Paint::Plain);
        self.flow(&flow, (1, 3), "");
    }

    /// The reports behind each origin, and what ties them.
    fn origins(&mut self, ix: ItemIx) {
        let item = self.account.record().item(ix);
        let origins = origins_of(item, &all_evidence(item));
        self.heading(&counted(origins.len(), "origin"));
        for reports in origins {
            let labels: Vec<_> = reports.iter().map(|&it| self.account.label(it)).collect();
            let mut flow = Flow::default();
            flow.lead(&labels.join("="), Paint::Strong);
            flow.add(&self.ties(&reports).join("; "), Paint::Plain);
            self.flow(&flow, (1, 4), "");
        }
    }

    fn ties(&self, reports: &[ReportIx]) -> Vec<String> {
        let account = self.account;
        let pairs = lineage::pairs(account.record()).into_iter();
        let within = pairs.filter(|it| reports.contains(&it.a) && reports.contains(&it.b));
        let told =
            within.map(|it| format!("{}: {}", account.tie(&it), account.extent(&it).join(", ")));
        let mut ties: Vec<String> = told.collect();
        let wires = lineage::wires(account.record()).into_iter();
        let carried = wires.filter(|(it, _)| reports.contains(&it.to));
        ties.extend(
            carried.map(|(it, agency)| format!("{} ← {}", account.label(it.to), plain(&agency))),
        );
        if ties.is_empty() {
            ties.push("no copied passage that carries it".into());
        }
        ties
    }

    /// What joined the evidence, and the nearest that was not joined.
    fn joins(&mut self, ix: ItemIx) {
        let record = self.account.record();
        let item = record.item(ix);
        if item.joins.is_empty() && item.nearest.is_none() {
            return;
        }
        self.heading("Why one item");
        let label = |at: u32| self.account.label(item.evidence[at as usize].at.report);
        let mut lines: Vec<(String, String)> = item
            .joins
            .iter()
            .map(|it| {
                let pair = format!("{}+{}", label(it.pair.0), label(it.pair.1));
                (pair, format!("joined by {} ({:.2})", it.by, it.score))
            })
            .collect();
        lines.extend(item.nearest.iter().map(|it| {
            let other = record.item(it.item);
            let report = other.evidence[it.other as usize].at.report;
            let pair = format!("{}|{}", label(it.own), self.account.label(report));
            let words = shorten(&Account::summary(other), SENTENCE);
            let why = format!("not joined with {}: {} ({:.2})", other.id, it.by, it.score);
            (pair, format!("{why} · {words}"))
        }));
        for (pair, why) in lines {
            let mut flow = Flow::default();
            flow.lead(&pair, Paint::Strong);
            flow.add(&why, Paint::Plain);
            self.flow(&flow, (1, 4), "");
        }
    }

    /// The sentence of each piece of evidence, with where it stands.
    fn trace(&mut self, ix: ItemIx) {
        self.heading("Evidence");
        for support in &self.account.record().item(ix).evidence {
            self.evidence(support.at);
        }
    }

    fn evidence(&mut self, at: Evidence) {
        let report = self.account.report(at.report);
        let [start, end] = CodePoints::new(report.report.text()).span(at.span);
        let around = report.marks.sentence_at(at.span.start()).unwrap_or(at.span);
        let words = plain(report.report.slice(around.cover(at.span)));
        let mut flow = Flow::default();
        flow.lead(&self.account.label(at.report), Paint::Strong);
        flow.add(&shorten(&words, SENTENCE), Paint::Plain);
        self.flow(&flow, (1, 6), "");
        let mut under: Vec<String> = self.account.outlet(at.report).into_iter().collect();
        let published = self.account.record().report(at.report).published;
        under.extend(published.map(|it| day(it.date)));
        under.push(format!("characters {start}–{end}"));
        under.push(self.account.file_of(at.report));
        let mut flow = Flow::default();
        flow.add(&under.join(" · "), Paint::Faint);
        self.flow(&flow, (6, 6), "");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::ferry;

    const STYLE: Style = Style {
        width: 90,
        color: false,
        full: false,
    };

    #[test]
    fn an_item_is_explained_by_its_origins_and_the_sentence_of_each_piece() {
        let sample = ferry();
        let account = sample.account();
        for (ix, item) in account.record().items.iter().enumerate() {
            let text = explanation(&account, ItemIx(ix as u32), &STYLE);
            let (_, evidence) = text.split_once("EVIDENCE").expect("a heading");
            assert_eq!(evidence.matches("characters ").count(), item.evidence.len());
            assert!(text.contains("ORIGIN"), "{text}");
            assert_eq!(text.matches(" joined by ").count(), item.joins.len());
            assert_eq!(text.contains("not joined with"), item.nearest.is_some());
        }
    }

    #[test]
    fn every_item_has_a_collation_within_the_width() {
        let sample = ferry();
        let account = sample.account();
        for ix in 0..account.record().items.len() {
            let text = collation(&account, ItemIx(ix as u32), &STYLE);
            assert!(!text.is_empty());
            assert!(
                text.lines()
                    .all(|it| super::super::flow::columns(it) <= STYLE.width)
            );
        }
    }

    #[test]
    fn a_lineage_names_who_took_from_whom() {
        let sample = ferry();
        let text = lineage(&sample.account(), &STYLE);
        assert!(text.contains("WHO COPIED WHOM"), "{text}");
    }
}
