//! What a run of the whole pipeline gives.

use std::collections::HashMap;

use rapporteur_present::Account;
use rapporteur_text::{Annotated, Record, ReportId};

/// Every story's record, with the reports they cite.
#[derive(Debug)]
pub struct Briefed {
    reports: Vec<Annotated>,
    records: Vec<Record>,
}

impl Briefed {
    pub(crate) fn new(reports: Vec<Annotated>, mut records: Vec<Record>) -> Self {
        records.sort_by(|a, b| {
            let key = |record: &Record| (std::cmp::Reverse(record.reports.len()), record.first);
            key(a).cmp(&key(b)).then_with(|| a.id.cmp(&b.id))
        });
        Self { reports, records }
    }

    /// The reports, by id.
    pub fn reports(&self) -> &[Annotated] {
        &self.reports
    }

    /// The records, largest story first, then earliest.
    pub fn records(&self) -> &[Record] {
        &self.records
    }

    /// Marks what is new since a time or an earlier record, and lists it in the
    /// briefs.
    pub fn mark_new(&mut self, since: &crate::Since) {
        for record in &mut self.records {
            since.mark(record);
        }
    }

    /// Each record with its reports in the record's own order.
    pub fn accounts(&self) -> impl Iterator<Item = Account<'_>> {
        let places: HashMap<&ReportId, usize> = self
            .reports
            .iter()
            .enumerate()
            .map(|(at, it)| (it.report.id(), at))
            .collect();
        self.records.iter().map(move |record| {
            let reports = record
                .reports
                .iter()
                .map(|it| &self.reports[places[&it.id]])
                .collect();
            Account::new(record, reports)
        })
    }
}
