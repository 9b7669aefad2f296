//! Attributed statements.
use rapporteur_language::Language;
use rapporteur_text::{Marks, Report, Statement};

/// Attributed statements, from tokens and entities.
pub(crate) fn statements(_report: &Report, _marks: &Marks, _language: &Language) -> Vec<Statement> {
    Vec::new()
}
