//! What was agreed, promised or planned.
use rapporteur_language::Language;
use rapporteur_text::{Commitment, Imprint, Marks, Report};

/// Commitments; re-anchors the times that stand in one, since it points forward.
pub(crate) fn commitments(
    _report: &Report,
    _marks: &mut Marks,
    _imprint: &Imprint,
    _language: &Language,
) -> Vec<Commitment> {
    Vec::new()
}
