//! Reports to masks.

use rapporteur_language::Language;
use rapporteur_text::{Imprint, Mask, Report};

/// What cleaning finds.
#[derive(Clone, Debug)]
pub struct Cleaned {
    /// What is not the outlet's own reporting.
    pub mask: Mask,
    /// Declared facts of publication, completed from the text.
    pub imprint: Imprint,
}

/// Finds what of `report` is not the outlet's own reporting, and completes
/// its imprint.
pub fn clean(report: &Report, _language: &Language) -> Cleaned {
    Cleaned {
        mask: Mask::default(),
        imprint: report.declared().clone(),
    }
}
