//! Numbers with units.
use rapporteur_language::Language;
use rapporteur_text::{Figure, Imprint, Marks, Report};

/// Figures outside temporal expressions.
pub(crate) fn figures(
    _report: &Report,
    _marks: &Marks,
    _imprint: &Imprint,
    _language: &Language,
) -> Vec<Figure> {
    Vec::new()
}
