//! A record beside the texts that it points into.

use std::collections::BTreeSet;

use rapporteur_text::{Annotated, Detail, Evidence, Item, ReadingForm, Record, ReportIx};

use crate::labels::counted;
use crate::lineage;
use crate::plain::{headline, plain};

/// One story's record with its reports, in the record's order.
#[derive(Clone, Debug)]
pub struct Account<'a> {
    record: &'a Record,
    reports: Vec<&'a Annotated>,
    /// Bytes of the folder that all files of the story share.
    folder: usize,
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
        let files = reports.iter().map(|it| it.report.file());
        let shared = files.reduce(shared_folder).unwrap_or("");
        let folder = shared.rfind(['/', '\\']).map_or(0, |at| at + 1);
        Self {
            record,
            reports,
            folder,
        }
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

    /// How many texts stand behind the story when reports that were taken over
    /// wholly count once.
    pub fn origins(&self) -> usize {
        lineage::origins(self.record)
    }

    /// Who said it, by name or in a report's words; none but for statements.
    pub(crate) fn speaker<'i>(&self, item: &'i Item) -> Option<&'i str>
    where
        'a: 'i,
    {
        match &item.detail {
            Detail::Statement {
                speaker: Some(ix), ..
            } => Some(&self.record.entity(*ix).name),
            Detail::Statement { source, .. } => source.as_deref(),
            _ => None,
        }
    }

    /// A report's short name on one line.
    pub(crate) fn label(&self, ix: ReportIx) -> String {
        headline(&self.record.report(ix).label)
    }

    /// A report's outlet, where known.
    pub(crate) fn outlet(&self, ix: ReportIx) -> Option<String> {
        let outlet = self.report(ix).imprint.outlet.as_deref().map(headline);
        outlet.filter(|name| !name.is_empty())
    }

    /// A report's title, where known.
    pub(crate) fn title_of(&self, ix: ReportIx) -> Option<String> {
        let title = self
            .report(ix)
            .imprint
            .title
            .as_ref()
            .map(|it| headline(&it.text));
        title.filter(|title| !title.is_empty())
    }

    /// A report's file, below the folder that all files of the story share.
    pub(crate) fn file_of(&self, ix: ReportIx) -> String {
        let file = self.report(ix).report.file();
        plain(file.get(self.folder..).unwrap_or(file))
    }

    /// The story's title, or a fixed label.
    pub(crate) fn title(&self) -> String {
        let title = headline(&self.record.title);
        if title.is_empty() {
            "Untitled story".into()
        } else {
            title
        }
    }

    /// "5 reports", "5 outlets", "4 origins", "copied passages in 4 reports".
    pub(crate) fn counts(&self) -> Vec<String> {
        let mut parts = vec![counted(self.reports.len(), "report"), self.outlets()];
        parts.push(counted(self.origins(), "origin"));
        let sharing = lineage::sharing(self.record);
        if 0 < sharing {
            parts.push(format!("copied passages in {}", counted(sharing, "report")));
        }
        parts
    }

    /// How many outlets, and how many reports do not name theirs.
    fn outlets(&self) -> String {
        let named: Vec<_> = lineage::all(self.record)
            .filter_map(|ix| self.outlet(ix))
            .collect();
        let unknown = self.reports.len() - named.len();
        let outlets = named
            .iter()
            .map(|it| it.to_lowercase())
            .collect::<BTreeSet<_>>()
            .len();
        match (outlets, unknown) {
            (0, _) => "outlets not known".into(),
            (_, 0) => counted(outlets, "outlet"),
            _ => format!("{}, {unknown} not known", counted(outlets, "outlet")),
        }
    }

    /// An item's words, in quotation marks where its base reading is quoted,
    /// after "…" where a sentence's latter part is told.
    pub(crate) fn summary(item: &Item) -> String {
        let words = plain(&item.summary);
        let form = item.readings.first().map(|it| it.form);
        let told = matches!(form, Some(ReadingForm::Indirect | ReadingForm::Mixed));
        let marked = words.starts_with(['“', '"', '‘']);
        if form == Some(ReadingForm::Direct) && !marked {
            format!("“{words}”")
        } else if told && words.starts_with(char::is_lowercase) {
            format!("… {words}")
        } else {
            words
        }
    }
}

/// The bytes that two paths begin with alike.
fn shared_folder<'a>(a: &'a str, b: &str) -> &'a str {
    let same = |(at, char): &(usize, char)| b[*at..].starts_with(*char);
    let until = a
        .char_indices()
        .take_while(|it| b.is_char_boundary(it.0) && same(it))
        .last();
    &a[..until.map_or(0, |(at, char)| at + char.len_utf8())]
}
