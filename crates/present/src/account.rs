//! A record beside the texts that it points into.

use rapporteur_text::{Annotated, Evidence, Record, ReportIx};

/// One story's record with its reports, in the record's order.
#[derive(Clone, Debug)]
pub struct Account<'a> {
    record: &'a Record,
    reports: Vec<&'a Annotated>,
}

impl<'a> Account<'a> {
    /// Puts a record beside its reports.
    ///
    /// # Panics
    /// When `reports` are not those of `record.reports`, in that order.
    pub fn new(record: &'a Record, reports: Vec<&'a Annotated>) -> Self {
        let same = record
            .reports
            .iter()
            .map(|it| &it.id)
            .eq(reports.iter().map(|it| it.report.id()));
        assert!(
            same,
            "an account needs the reports of its record, in its order"
        );
        Self { record, reports }
    }

    /// The record.
    pub fn record(&self) -> &'a Record {
        self.record
    }

    /// The reports, in the record's order.
    pub fn reports(&self) -> &[&'a Annotated] {
        &self.reports
    }

    /// The report at `ix`.
    pub fn report(&self, ix: ReportIx) -> &'a Annotated {
        self.reports[ix.index()]
    }

    /// The words of a piece of evidence.
    pub fn words(&self, at: Evidence) -> &'a str {
        self.report(at.report).report.slice(at.span)
    }
}
