//! Marks one report: sentences, tokens, names, statements, times, figures,
//! events and commitments.
//!
//! Input: a report, its mask, its imprint and a language. Output: [`Marks`].
//! What always holds: nothing marked lies in a cut; all spans slice the text;
//! the result depends on nothing but the input.

use rapporteur_language::Language;
use rapporteur_text::{Imprint, Marks, Mask, Report};

mod extract;
mod tag;

pub use extract::statement::learning as statement_learning;

/// Marks `report` outside the cuts of `mask`, with relative times anchored on
/// what `imprint` knows of the publication. Times stay unresolved where it
/// knows nothing.
pub fn mark(report: &Report, mask: &Mask, imprint: &Imprint, language: &Language) -> Marks {
    let mut marks = tag::tag(report, mask, language);
    marks.times = extract::time::times(report, &marks, imprint, language);
    marks.figures = extract::figure::figures(report, &marks, imprint, language);
    marks.statements = extract::statement::statements(report, &marks, language);
    marks.events = extract::event::events(report, &marks, imprint, language);
    marks.commitments = extract::commitment::commitments(report, &mut marks, imprint, language);
    marks
}
