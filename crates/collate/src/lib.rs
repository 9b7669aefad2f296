//! One story to one record.
//!
//! Input: the annotated reports of one story, and what gathering found of
//! them. Output: a [`Record`]. What always holds: every item cites a span;
//! the record is the same bytes whatever the order of the reports.

use rapporteur_language::Thresholds;
use rapporteur_text::{Annotated, Gathered, Record, ReportIx, Story, StoryReport, content_hash};

/// Draws up the record of `story`, whose indices point into `reports`.
pub fn collate(
    reports: &[Annotated],
    story: &Story,
    _gathered: &Gathered,
    _thresholds: &Thresholds,
) -> Record {
    let members = story.reports.iter().map(|ix| &reports[ix.index()]);
    let entry = |it: &Annotated| StoryReport {
        id: it.report.id().clone(),
        label: it.report.id().to_string(),
        published: it.imprint.published,
    };
    let entries: Vec<_> = members.map(entry).collect();
    Record {
        id: content_hash(&[entries[0].id.as_str()]),
        title: String::new(),
        title_of: ReportIx(0),
        first: story.first,
        last: story.last,
        place: None,
        reports: entries,
        origins: Vec::new(),
        passages: Vec::new(),
        derivations: Vec::new(),
        entities: Vec::new(),
        items: Vec::new(),
        brief: Vec::new(),
    }
}
