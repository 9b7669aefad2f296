//! What was agreed, promised or planned, by rules over clauses.
//!
//! Input: a report, its marks, its imprint. Output: commitments in text order,
//! one for each time the report tells of one. What always holds: the action
//! lies in the span; a due time lies in the clause and, where the publication
//! is known, not wholly before it.

use rapporteur_language::Language;
use rapporteur_text::{Commitment, Imprint, Marks, Report, RuleId};

use super::clause::Words;

mod find;

/// Commitments, from tokens, entities, times and statements.
pub(crate) fn commitments(
    report: &Report,
    marks: &mut Marks,
    imprint: &Imprint,
    language: &Language,
) -> Vec<Commitment> {
    let published = super::time::anchor(imprint).map(|anchor| anchor.day);
    let words = Words::new(report.text(), marks, &language.rules);
    let mut found = find::found(&words, published);
    for commitment in &mut found {
        point_forward(commitment, report, marks, imprint, language);
    }
    let dated = |commitment: &Commitment| commitment.due.is_some();
    found.retain(|it| dated(it) || !needs_due(it.by, language));
    found
}

/// Reads the due time again, and drops it when it still lies behind.
fn point_forward(
    commitment: &mut Commitment,
    report: &Report,
    marks: &mut Marks,
    imprint: &Imprint,
    language: &Language,
) {
    let (Some(ix), Some(anchor)) = (commitment.due, super::time::anchor(imprint)) else {
        return;
    };
    let time = &mut marks.times[ix.0 as usize];
    super::time::reanchor_forward(report, time, imprint, language);
    if time.latest.is_some_and(|latest| latest < anchor.day) {
        commitment.due = None;
    }
}

fn needs_due(by: RuleId, language: &Language) -> bool {
    let mut rules = language.rules.commitments.rules().iter();
    rules.any(|rule| rule.id == by && rule.needs_due)
}

#[cfg(test)]
mod tests;
