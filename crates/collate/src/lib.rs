//! One story to one record.
//!
//! Input: the annotated reports of one story, and what gathering found of
//! them. Output: a [`Record`]. What always holds: every item cites a span;
//! the record is the same bytes whatever the order of the reports.

use rapporteur_language::Thresholds;
use rapporteur_text::{Annotated, Gathered, Record, Story};

/// Draws up the record of `story`, whose indices point into `reports`.
pub fn collate(
    _reports: &[Annotated],
    _story: &Story,
    _gathered: &Gathered,
    _thresholds: &Thresholds,
) -> Option<Record> {
    None
}
