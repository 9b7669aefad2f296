//! Temporal expressions.
use rapporteur_language::Language;
use rapporteur_text::{Imprint, Marks, Report, Time};

/// Temporal expressions, anchored on the imprint.
pub(crate) fn times(
    _report: &Report,
    _marks: &Marks,
    _imprint: &Imprint,
    _language: &Language,
) -> Vec<Time> {
    Vec::new()
}
