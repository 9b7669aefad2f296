//! Marks one report: sentences, tokens, names, statements, times, figures,
//! events and commitments.
//!
//! Input: a report, its mask, its imprint and a language. Output: [`Marks`].
//! What always holds: nothing marked lies in a cut; all spans slice the text;
//! the result depends on nothing but the input.

use rapporteur_language::Language;
use rapporteur_text::{EntityKind, Imprint, Marks, Mask, Report, Span};

mod extract;
mod hashing;
mod tag;

pub use extract::statement::learning as statement_learning;
pub use tag::learning as syntax_learning;
pub use tag::teaching as pronoun_learning;

/// Marks `report` outside the cuts of `mask`, with relative times anchored on
/// what `imprint` knows of the publication. Times stay unresolved where it
/// knows nothing.
///
/// A report that is plainly not in English has its sentences and nothing else:
/// the words of `language` would find things that are not there.
pub fn mark(report: &Report, mask: &Mask, imprint: &Imprint, language: &Language) -> Marks {
    if !imprint.is_english() {
        return tag::laid_out(report, mask, language);
    }
    finish(tag::tag(report, mask, language), report, imprint, language)
}

/// As [`mark`] of a report in English, with `names` for those that it finds:
/// what the later steps make of names that are known. Names that overlap or
/// cut a token are left out.
pub fn mark_with_names(
    report: &Report,
    mask: &Mask,
    imprint: &Imprint,
    language: &Language,
    names: &[(Span, EntityKind)],
) -> Marks {
    let tagged = tag::tag_with_names(report, mask, language, names);
    finish(tagged, report, imprint, language)
}

fn finish(
    (mut marks, states): (Marks, tag::States),
    report: &Report,
    imprint: &Imprint,
    language: &Language,
) -> Marks {
    extract::place::locate(report, &mut marks, language);
    marks.times = extract::time::times(report, &marks, imprint, language);
    marks.figures = extract::figure::figures(report, &marks, imprint, language);
    extract::statement::speak(report, &mut marks, &states, language);
    marks.events = extract::event::events(report, &marks, imprint, language);
    marks.commitments = extract::commitment::commitments(report, &mut marks, imprint, language);
    marks
}

#[cfg(test)]
mod tests {
    use super::mark;
    use rapporteur_language::Language;
    use rapporteur_text::{Imprint, Mask, Report};

    #[test]
    fn a_report_in_another_language_has_sentences_and_nothing_else() {
        let text = "Am 3. Mai sagte Ana Ruiz in Lima: „Der Hafen ist offen.“ 40 Schiffe warten.";
        let imprint = Imprint {
            language: Some("de-AT".into()),
            ..Imprint::default()
        };
        let report = Report::new(None, "a".into(), text.into(), imprint.clone());
        let marks = mark(&report, &Mask::default(), &imprint, Language::english());
        assert!(!marks.sentences.is_empty());
        assert!(marks.tokens.is_empty() && marks.entities.is_empty());
        assert!(marks.statements.is_empty() && marks.figures.is_empty());
        let unknown = mark(
            &report,
            &Mask::default(),
            &Imprint::default(),
            Language::english(),
        );
        assert!(!unknown.tokens.is_empty());
    }
}
