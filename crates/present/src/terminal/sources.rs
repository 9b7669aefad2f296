//! Who copied whom, and where each report comes from.

use rapporteur_text::{DerivationKind, ReportIx};

use super::Page;
use super::flow::{Flow, Paint};
use crate::labels::{basis, counted, cuts, day, earlier, unmarked};
use crate::lineage::{all, alone, pairs, wires};
use crate::plain::plain;

impl Page<'_> {
    /// Pairs that share narrative, agencies credited, and who stands alone.
    pub(super) fn lineage(&mut self) {
        let account = self.account;
        let record = account.record();
        if record.reports.len() < 2 && wires(record).is_empty() {
            return;
        }
        self.heading("Who copied whom");
        for pair in pairs(record) {
            self.pair(&account.tie(&pair), &account.extent(&pair).join(" · "));
        }
        for (wire, agency) in wires(record) {
            let head = format!("{} ← {}", account.label(wire.to), plain(&agency));
            self.pair(&head, account.wire_words(wire, &agency));
        }
        let alone = alone(record);
        if !alone.is_empty() {
            let labels: Vec<_> = alone.into_iter().map(|ix| account.label(ix)).collect();
            self.pair(&labels.join(" "), "no copied passage found");
        }
    }

    fn pair(&mut self, head: &str, words: &str) {
        let mut flow = Flow::default();
        flow.lead(head, Paint::Strong).add(words, Paint::Plain);
        self.flow(&flow, (1, 4), "");
    }

    /// One entry a report: label, outlet, title, day and how it is known,
    /// file, and what was cut.
    pub(super) fn sources(&mut self) {
        self.heading("Sources");
        for ix in all(self.account.record()) {
            self.source(ix);
        }
    }

    fn source(&mut self, ix: ReportIx) {
        let report = self.account.report(ix);
        let entry = &self.account.record().reports[ix.index()];
        let mut parts = vec![
            self.account
                .outlet(ix)
                .unwrap_or_else(|| "outlet not known".into()),
        ];
        parts.extend(self.account.title_of(ix).map(|title| format!("“{title}”")));
        parts.push(match entry.published {
            Some(it) => format!("{} ({})", day(it.date), basis(it.basis)),
            None => "day not known".into(),
        });
        let mut flow = Flow::default();
        flow.lead(&self.account.label(ix), Paint::Strong);
        flow.add(&parts.join(" · "), Paint::Plain);
        self.flow(&flow, (1, 6), "");
        let mut under = vec![self.account.file_of(ix)];
        under.extend(unmarked(report));
        under.extend(earlier(report));
        under.extend(cuts(&report.mask).map(|it| format!("cut: {it}")));
        let mut flow = Flow::default();
        flow.add(&under.join(" · "), Paint::Faint);
        self.flow(&flow, (6, 6), "");
    }
}

impl crate::Account<'_> {
    /// How much two reports share: fixed labels and counts.
    pub(crate) fn extent(&self, pair: &crate::lineage::Pair<'_>) -> Vec<String> {
        let mut parts = Vec::new();
        if !pair.passages.is_empty() {
            let passages = counted(pair.passages.len(), "passage");
            parts.push(format!(
                "{passages}, {} of narrative",
                counted(pair.words() as usize, "word")
            ));
        }
        if let Some(it) = pair.derivation {
            if it.kind != DerivationKind::Unknown {
                parts.push(it.kind.as_str().replace('-', " "));
            }
            let share = (it.containment * 100.0).round();
            parts.push(format!("{share} % of {}’s narrative", self.label(it.to)));
            parts.push(match it.direction {
                Some(direction) => format!("direction by {}", direction.as_str()),
                None => "direction not known".into(),
            });
        }
        parts
    }

    /// "B ← A" where the direction is known, else "A ═ B".
    pub(crate) fn tie(&self, pair: &crate::lineage::Pair<'_>) -> String {
        match pair.direction() {
            Some((to, from)) => format!("{} ← {}", self.label(to), self.label(from)),
            None => format!("{} ═ {}", self.label(pair.a), self.label(pair.b)),
        }
    }
}
