//! What must hold of any input: a report or a reason, spans that slice, and
//! a result that does not depend on the order.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use rapporteur::text::{Annotated, Imprint, Record, Report, Span};
use rapporteur::{Briefed, Desk, Options, Source, present};

/// Pieces that news pages are made of, whole and broken.
fn piece() -> impl Strategy<Value = String> {
    let fixed = prop::sample::select(vec![
        "MOSCOW: ",
        "Lima, May 3 (AP) - ",
        "By Jane Orr\n",
        "date 2024-02-30 ",
        "“",
        "”",
        "\"",
        "'",
        "‘",
        "’",
        "«",
        " said. ",
        "said Ana Ruiz, ",
        "Ana Ruiz told reporters that ",
        "according to ",
        "the minister ",
        "Mr. Orr ",
        "U.N. ",
        "Dr. S. Orr (@orr) May 3, 2024 ",
        "\n\n",
        "\n",
        "\r\n",
        "will resume in January this year",
        "in the second half of February ",
        "by the end of March. ",
        "on Tuesday ",
        "from 52 to 64 ",
        "$1.2bn ",
        "Rs 4.5 lakh crore ",
        "2024-28 ",
        "at least 31 people were killed ",
        "signed an agreement with ",
        "met for the seventh time this year",
        "ALSO READ | x\n",
        "Follow X on WhatsApp\n",
        "googletag.cmd.push(function() {});",
        "(With agency inputs)",
        "\u{202e}",
        "\u{200b}",
        "<script>alert(1)</script>",
        "&quot;",
        "é",
        "𝄞",
        "ß",
        "İ",
        "ﬁ",
        "99999999999999999999999 ",
        "February 30 ",
        "0000-00-00 ",
        "½ ",
        "-1 ",
        "Q9 ",
        "12:61 pm ",
    ]);
    prop_oneof![8 => fixed.prop_map(str::to_owned), 1 => "\\PC{0,12}", 1 => "[a-z ]{0,30}"]
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..40).prop_map(|pieces| pieces.concat())
}

fn report(id: usize, text: String) -> Report {
    Report::new(
        Some(format!("r{id}")),
        format!("{id}.txt"),
        text,
        Imprint::default(),
    )
}

fn brief(texts: &[(usize, String)]) -> Briefed {
    let desk = Desk::english();
    let reports = texts
        .iter()
        .map(|(id, text)| report(*id, text.clone()))
        .collect();
    desk.brief(desk.annotate_all(reports))
}

/// Every span of the marks.
fn spans(it: &Annotated) -> Vec<Span> {
    let marks = &it.marks;
    let mut spans = marks.sentences.clone();
    spans.extend(&marks.paragraphs);
    spans.extend(marks.tokens.iter().map(|token| token.span));
    spans.extend(
        marks
            .entities
            .iter()
            .flat_map(|it| it.mentions.iter().map(|it| it.span)),
    );
    for it in &marks.statements {
        spans.extend(it.source.iter().chain(&it.cue).chain(&it.content));
        spans.extend(it.occasion.map(|it| it.span));
    }
    spans.extend(marks.times.iter().map(|it| it.span));
    spans.extend(
        marks
            .figures
            .iter()
            .flat_map(|it| [Some(it.span), it.concept])
            .flatten(),
    );
    spans.extend(marks.events.iter().flat_map(|it| [it.span, it.trigger]));
    spans.extend(marks.commitments.iter().flat_map(|it| [it.span, it.action]));
    spans
}

fn json(briefed: &Briefed) -> String {
    let accounts: Vec<_> = briefed.accounts().collect();
    serde_json::to_string(&present::json::brief(&accounts)).unwrap()
}

fn cites(record: &Record) -> bool {
    record.items.iter().all(|item| {
        let reports = item.reports();
        !item.evidence.is_empty() && (1..=reports.len()).contains(&(item.origins as usize))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn any_text_is_marked_with_spans_that_slice_in_the_accurate_setting(text in text()) {
        let desk = Desk::accurate_english();
        let annotated = desk.annotate(report(0, text.clone()));
        for span in spans(&annotated) {
            prop_assert!(annotated.report.text().get(span.range()).is_some());
        }
        let again = desk.annotate(report(0, text));
        prop_assert_eq!(format!("{:?}", annotated.marks), format!("{:?}", again.marks));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_text_is_marked_with_spans_that_slice_and_bounds_in_order(text in text()) {
        let annotated = Desk::english().annotate(report(0, text));
        for span in spans(&annotated) {
            prop_assert!(annotated.report.text().get(span.range()).is_some());
        }
        for statement in &annotated.marks.statements {
            prop_assert!(!statement.content.is_empty());
        }
        for time in &annotated.marks.times {
            if let (Some(earliest), Some(latest)) = (time.earliest, time.latest) {
                prop_assert!(earliest <= latest);
            }
        }
    }

    #[test]
    fn any_bytes_give_reports_or_reasons(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        for file in ["a.txt", "a.html", "a.jsonl", "-"] {
            let read = rapporteur::read(&bytes, &Source::named(file), &Options::default());
            prop_assert!(bytes.is_empty() || !read.reports.is_empty() || !read.skipped.is_empty());
        }
    }

    #[test]
    fn any_reports_give_the_same_record_in_any_order(
        texts in prop::collection::vec(text(), 1..6),
        turn in 0_usize..6,
    ) {
        let mut texts: Vec<_> = texts.into_iter().enumerate().collect();
        let forward = brief(&texts);
        prop_assert!(forward.records().iter().all(cites));
        let in_stories: usize = forward.records().iter().map(|it| it.reports.len()).sum();
        prop_assert_eq!(in_stories, texts.len());
        let by = turn % texts.len();
        texts.rotate_left(by);
        texts.reverse();
        prop_assert_eq!(json(&forward), json(&brief(&texts)));
    }
}
