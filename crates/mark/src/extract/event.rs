//! Happenings.
use rapporteur_language::Language;
use rapporteur_text::{Event, Marks, Report};

/// Events, from tokens, entities and times.
pub(crate) fn events(_report: &Report, _marks: &Marks, _language: &Language) -> Vec<Event> {
    Vec::new()
}
