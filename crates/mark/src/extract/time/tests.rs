//! The table of phrases, with sentences of our own.

use super::edtf::Edtf;
use super::*;
use jiff::civil::date;
use proptest::prelude::*;
use rapporteur_text::{Dateline, Published, TimeFlag};

fn imprint(day: Option<Date>) -> Imprint {
    Imprint {
        published: day.map(|date| Published {
            date,
            time: None,
            offset: None,
            basis: PublishedBasis::Declared,
        }),
        ..Imprint::default()
    }
}

fn read(text: &str, day: Option<Date>) -> Vec<(String, Time)> {
    read_with(text, &imprint(day))
}

fn read_with(text: &str, imprint: &Imprint) -> Vec<(String, Time)> {
    let report = Report::new(None, "a".into(), text.into(), Imprint::default());
    let marks = Marks {
        sentences: vec![Span::new(0, text.len())],
        ..Marks::default()
    };
    times(&report, &marks, imprint, Language::english())
        .into_iter()
        .map(|time| (report.slice(time.span).to_owned(), time))
        .collect()
}

/// Reads `text` as published on Wednesday 27 December 2023 and gives its only time.
fn only(text: &str) -> Time {
    let mut found = read(text, Some(date(2023, 12, 27)));
    assert_eq!(found.len(), 1, "{text}: {found:?}");
    found.remove(0).1
}

#[track_caller]
fn is(text: &str, value: &str, bounds: (&str, &str)) {
    let time = only(text);
    assert_eq!(time.value, value, "{text}");
    assert_eq!(
        shown(&time),
        (bounds.0.to_owned(), bounds.1.to_owned()),
        "{text}"
    );
}

fn shown(time: &Time) -> (String, String) {
    let show = |day: Option<Date>| day.map_or_else(|| "..".to_owned(), |day| day.to_string());
    (show(time.earliest), show(time.latest))
}

#[test]
fn months_of_another_year() {
    is(
        "The envoys will meet in January next year.",
        "2024-01",
        ("2024-01-01", "2024-01-31"),
    );
    is(
        "Sales grew in January last year.",
        "2022-01",
        ("2022-01-01", "2022-01-31"),
    );
}

#[test]
fn the_second_half_of_a_month() {
    let time = only("Work would begin in the second half of January.");
    assert_eq!(time.value, "2024-01");
    assert_eq!(time.modifier, Some("END"));
    assert_eq!(time.edtf.as_deref(), Some("[2024-01-16..2024-01-31]"));
    assert_eq!(time.latest, Some(date(2024, 1, 31)));
}

#[test]
fn this_year_of_a_january_to_come_is_flagged() {
    let time =
        only("Both sides agreed that work will restart in the second half of January this year.");
    assert_eq!(
        (time.value.as_str(), time.modifier),
        ("2024-01", Some("END"))
    );
    assert_eq!(time.flag, Some(TimeFlag::SaidThisYear));
    assert_eq!(time.earliest, Some(date(2024, 1, 16)));
    let past = only("The mill opened in January this year.");
    assert_eq!((past.value.as_str(), past.flag), ("2023-01", None));
}

#[test]
fn by_the_end_of_a_month_is_on_or_before_it() {
    let time = only("The bridge will be done by the end of March.");
    assert_eq!(
        (time.value.as_str(), time.modifier),
        ("2024-03", Some("ON_OR_BEFORE"))
    );
    assert_eq!(time.edtf.as_deref(), Some("../2024-03-31"));
    assert_eq!(shown(&time), ("..".into(), "2024-03-31".into()));
}

#[test]
fn weekdays_follow_the_tense() {
    is(
        "The ministers met on Wednesday.",
        "2023-12-27",
        ("2023-12-27", "2023-12-27"),
    );
    is(
        "On Tuesday, he held talks.",
        "2023-12-26",
        ("2023-12-26", "2023-12-26"),
    );
    is(
        "The court will rule on Tuesday.",
        "2024-01-02",
        ("2024-01-02", "2024-01-02"),
    );
    is(
        "The vote is due on Friday.",
        "2023-12-29",
        ("2023-12-29", "2023-12-29"),
    );
    let found = read("She spoke on Wednesday.", Some(date(2023, 12, 28)));
    assert_eq!(found[0].1.value, "2023-12-27");
}

#[test]
fn a_weekday_with_its_date_is_one_time() {
    let found = read(
        "He said on Wednesday (Dec 27) that it works.",
        Some(date(2023, 12, 28)),
    );
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].0, "Wednesday (Dec 27)");
    assert_eq!(found[0].1.value, "2023-12-27");
    let found = read("They met on Sunday, January 1, 2023.", None);
    assert_eq!(found[0].1.value, "2023-01-01");
}

#[test]
fn years_and_ranges_of_years() {
    is(
        "Trade crossed a mark last year.",
        "2022",
        ("2022-01-01", "2022-12-31"),
    );
    is(
        "A plan for the period 2024-28 was signed.",
        "2024/2028",
        ("2024-01-01", "2028-12-31"),
    );
    is(
        "A plan for 2024–2028 was signed.",
        "2024/2028",
        ("2024-01-01", "2028-12-31"),
    );
    is(
        "Output rose in fiscal 2023-24.",
        "2023/2024",
        ("2023-01-01", "2024-12-31"),
    );
    is(
        "It happened in the 1990s.",
        "199",
        ("1990-01-01", "1999-12-31"),
    );
    is(
        "A house of the 19th century burnt.",
        "18",
        ("1800-01-01", "1899-12-31"),
    );
}

#[test]
fn scores_and_counts_are_no_years() {
    for text in [
        "Some 2000 people came.",
        "They won 24-28.",
        "It sold 2,024 cars.",
        "They ran on the A2024.",
    ] {
        assert!(read(text, Some(date(2023, 12, 27))).is_empty(), "{text}");
    }
}

#[test]
fn parts_of_weeks_months_and_years() {
    is(
        "It was said earlier this month.",
        "2023-12",
        ("2023-12-01", "2023-12-27"),
    );
    is(
        "He will fly early next week.",
        "2024-W01",
        ("2024-01-01", "2024-01-04"),
    );
    is(
        "It ends later this year.",
        "2023",
        ("2023-12-27", "2023-12-31"),
    );
    is(
        "It opened in mid-2011.",
        "2011",
        ("2011-04-02", "2011-10-01"),
    );
    is(
        "He had plans at the end of the year.",
        "2023",
        ("2023-09-01", "2023-12-31"),
    );
    is(
        "Profit fell in the third quarter.",
        "2023-Q3",
        ("2023-07-01", "2023-09-30"),
    );
    is(
        "Profit fell in Q3 2022.",
        "2022-Q3",
        ("2022-07-01", "2022-09-30"),
    );
    is(
        "Exports grew in the first half of 2023.",
        "2023-H1",
        ("2023-01-01", "2023-06-30"),
    );
    is(
        "It opens next month.",
        "2024-01",
        ("2024-01-01", "2024-01-31"),
    );
}

#[test]
fn days_near_the_anchor() {
    is(
        "He will speak tonight.",
        "2023-12-27TNI",
        ("2023-12-27", "2023-12-27"),
    );
    is(
        "We spoke of it yesterday.",
        "2023-12-26",
        ("2023-12-26", "2023-12-26"),
    );
    is(
        "It burnt three days ago.",
        "2023-12-24",
        ("2023-12-24", "2023-12-24"),
    );
    is(
        "It burnt two years ago.",
        "2021",
        ("2021-01-01", "2021-12-31"),
    );
    is(
        "It fell on Friday morning.",
        "2023-12-22TMO",
        ("2023-12-22", "2023-12-22"),
    );
}

#[test]
fn the_dateline_comes_before_publication() {
    let mut imprint = imprint(Some(date(2023, 12, 28)));
    imprint.dateline = Some(Dateline {
        place: None,
        date: Some(date(2023, 12, 27)),
        month_day: None,
        span: Span::new(0, 0),
    });
    let found = read_with("They meet today.", &imprint);
    assert_eq!(found[0].1.value, "2023-12-27");
    assert_eq!(found[0].1.basis, TimeBasis::Dateline);
}

#[test]
fn today_in_a_quotation_may_be_the_day_it_was_said() {
    let text = "She spoke on Tuesday. “Today we won,” she said.";
    let report = Report::new(None, "a".into(), text.into(), Imprint::default());
    let marks = Marks {
        sentences: vec![Span::new(0, 21), Span::new(22, text.len())],
        ..Marks::default()
    };
    let imprint = imprint(Some(date(2023, 12, 27)));
    let found = times(&report, &marks, &imprint, Language::english());
    assert_eq!(found[1].earliest, Some(date(2023, 12, 26)));
    assert_eq!(found[1].latest, Some(date(2023, 12, 27)));
}

#[test]
fn lengths_and_recurrences() {
    is("He is there for a five-day visit.", "P5D", ("..", ".."));
    is(
        "It failed for the last two years.",
        "P2Y",
        ("2021-12-27", "2023-12-27"),
    );
    is("It took two and a half years.", "P2.5Y", ("..", ".."));
    is("The annual meeting was dull.", "P1Y", ("..", ".."));
    is("They meet every Tuesday.", "XXXX-WXX-2", ("..", ".."));
    is(
        "I saw it over the last decade.",
        "P10Y",
        ("2013-12-27", "2023-12-27"),
    );
    assert!(read("A 15-year-old boy sang.", None).is_empty());
}

#[test]
fn times_of_day_take_the_day_of_their_sentence() {
    let found = read(
        "On Tuesday it struck at 6 pm IST.",
        Some(date(2023, 12, 27)),
    );
    assert_eq!(found[1].0, "6 pm IST");
    assert_eq!(found[1].1.value, "2023-12-26T18:00+05:30");
    let found = read("It began at 18:00 UTC.", None);
    assert_eq!(found[0].1.value, "XXXX-XX-XXT18:00Z");
    assert_eq!(found[0].1.earliest, None);
}

#[test]
fn holidays_have_dates() {
    is(
        "Shops shut on Christmas Day.",
        "2023-12-25",
        ("2023-12-25", "2023-12-25"),
    );
    is(
        "Talks will be held on Good Friday.",
        "2024-03-29",
        ("2024-03-29", "2024-03-29"),
    );
}

#[test]
fn since_and_before_open_a_bound() {
    is(
        "He has ruled since 2014.",
        "2014",
        ("2014-01-01", "2023-12-27"),
    );
    is(
        "It must close before March.",
        "2024-03",
        ("..", "2024-02-29"),
    );
    is(
        "It fell after Tuesday's vote.",
        "2023-12-26",
        ("2023-12-26", "2023-12-26"),
    );
}

#[test]
fn without_an_anchor_relative_times_stay_open() {
    for (text, value) in [
        ("They met on Wednesday.", "XXXX-WXX-3"),
        ("They met last year.", "PAST_REF"),
        ("They met on Dec 27.", "XXXX-12-27"),
        ("They will meet next month.", "FUTURE_REF"),
    ] {
        let found = read(text, None);
        assert_eq!(found[0].1.value, value);
        assert_eq!((found[0].1.earliest, found[0].1.latest), (None, None));
    }
}

#[test]
fn a_commitment_points_forward() {
    let text = "The pact: a depot on Tuesday.";
    let imprint = imprint(Some(date(2023, 12, 27)));
    let report = Report::new(None, "a".into(), text.into(), Imprint::default());
    let (_, mut time) = read_with(text, &imprint).remove(0);
    assert_eq!(time.value, "2023-12-26");
    reanchor_forward(&report, &mut time, &imprint, Language::english());
    assert_eq!(
        (time.value.as_str(), time.basis),
        ("2024-01-02", TimeBasis::Commitment)
    );
}

#[test]
fn verbs_and_names_are_no_months() {
    for text in [
        "It may rain.",
        "They march on.",
        "Theresa May spoke.",
        "He met April Jones.",
    ] {
        assert!(read(text, Some(date(2023, 12, 27))).is_empty(), "{text}");
    }
}

proptest! {
    #[test]
    fn no_text_panics_and_bounds_are_ordered(text in "\\PC{0,60}") {
        check(&text)?;
    }

    #[test]
    fn calendar_words_in_any_order_keep_bounds_ordered(
        words in prop::collection::vec(prop::sample::select(WORDS), 1..12),
        glue in prop::collection::vec(prop::sample::select(&[" ", "", "-", ", "][..]), 12),
    ) {
        let text: String = words.iter().zip(&glue).flat_map(|(word, glue)| [*word, *glue]).collect();
        check(&text)?;
    }
}

const WORDS: &[&str] = &[
    "January",
    "Feb",
    "31",
    "29th",
    "2024",
    "24",
    "0",
    "9999",
    "last",
    "next",
    "this",
    "year",
    "years",
    "week",
    "half",
    "first",
    "second",
    "of",
    "the",
    "end",
    "by",
    "since",
    "before",
    "Tuesday",
    "(",
    ")",
    "early",
    "mid",
    "every",
    "quarter",
    "Q4",
    "decade",
    "century",
    "centuries",
    "ago",
    "99999",
    "six",
    "pm",
    "18:30",
    "GMT",
    "summer",
    "Christmas",
    "will",
    "fiscal",
    "earlier",
    "day",
    "and",
    "a",
];

/// Whether an expression says what the bounds do: a season has none of its
/// own, and what began may be known to have lasted until today.
fn says_the_bounds(read: &Edtf, time: &Time) -> Result<(), TestCaseError> {
    let (from, to) = read.bounds();
    match read {
        Edtf::Season(..) => {}
        Edtf::Interval(_, None) => prop_assert_eq!(from, time.earliest, "{:?}", time),
        _ => prop_assert_eq!((from, to), (time.earliest, time.latest), "{:?}", time),
    }
    Ok(())
}

fn check(text: &str) -> Result<(), TestCaseError> {
    for day in [
        None,
        Some(date(2023, 12, 31)),
        Some(date(1, 1, 1)),
        Some(date(1600, 1, 1)),
        Some(date(2999, 12, 31)),
        Some(date(9999, 12, 31)),
    ] {
        let mut end = 0;
        for (words, time) in read(text, day) {
            prop_assert!(!words.is_empty());
            prop_assert!(end <= time.span.start());
            end = time.span.end();
            if let (Some(from), Some(to)) = (time.earliest, time.latest) {
                prop_assert!(from <= to, "{:?} {:?}", words, time);
            }
            if let Some(written) = &time.edtf {
                let read = Edtf::parse(written);
                prop_assert!(read.is_some(), "{:?} {:?}", words, time);
                let read = read.expect("it was read");
                prop_assert_eq!(&read.to_string(), written);
                says_the_bounds(&read, &time)?;
            }
        }
    }
    Ok(())
}
