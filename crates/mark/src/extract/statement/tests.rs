use proptest::prelude::*;
use rapporteur_language::Language;
use rapporteur_text::{Imprint, Mask, Report};

use super::features::ROWS;

fn marked(text: &str) -> (Report, rapporteur_text::Marks) {
    let report = Report::new(None, "test".into(), text.into(), Imprint::default());
    let (mask, imprint) = (Mask::default(), Imprint::default());
    let marks = crate::mark(&report, &mask, &imprint, Language::english());
    (report, marks)
}

#[test]
fn the_embedded_networks_fit_their_features() {
    let shape = Language::english().attribution().shape;
    assert_eq!(shape.features, ROWS);
    assert_eq!(shape.base, Language::english().network().shape.width);
    let accurate = Language::accurate_english().attribution().shape;
    assert!(ROWS.is_multiple_of(accurate.features));
}

#[test]
fn an_odd_mark_loses_no_statement_of_another_paragraph() {
    let text = "“The pier is safe,” harbour master Ines Duarte said on Monday.\n\n\
        Mayor Tom Reddy said: “We will not close it.\n\n\
        Engineer Ada Lund said that the \"pier would need new piles.\n\n\
        “Nobody was hurt,” police chief Omar Haddad told reporters.";
    let (report, marks) = marked(text);
    for words in [
        "The pier is safe",
        "We will not close it",
        "Nobody was hurt",
    ] {
        let mut statements = marks.statements.iter();
        let holds = |it: &rapporteur_text::Statement| {
            it.content
                .iter()
                .any(|it| report.slice(*it).contains(words))
        };
        assert!(statements.any(holds), "{words}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_marks_give_statements_whose_spans_stay_inside_the_text(
        words in proptest::collection::vec(
            prop_oneof![
                3 => "[a-z]{1,7}".prop_map(|it| format!(" {it}")),
                2 => prop::sample::select(vec![
                    " said", " according to", " Ana Ruiz", " he", " told", " that", " claims",
                ]).prop_map(str::to_owned),
                3 => prop::sample::select(vec![
                    "“", "”", "\"", "''", "``", "'", "‘", "’", "«", "»", "„", "&quot;", ",", ".", ":",
                    " -", "\n\n", "(", ")", "…", "\u{202e}", "\u{200b}",
                ]).prop_map(str::to_owned),
                1 => "\\PC{1,3}",
            ],
            0..80,
        )
    ) {
        let text: String = words.concat();
        let (report, marks) = marked(&text);
        for it in &marks.statements {
            prop_assert!(!it.content.is_empty());
            prop_assert!((0.0..=1.0).contains(&it.confidence));
            for span in it.content.iter().chain(&it.cue).chain(&it.source) {
                prop_assert!(span.end() <= text.len());
                prop_assert!(!report.slice(*span).is_empty());
            }
            prop_assert!(it.content.windows(2).all(|pair| pair[0].end() <= pair[1].start()));
        }
    }
}
