//! Phrases of our own.
#![allow(clippy::float_cmp)]

use super::*;
use proptest::prelude::*;

fn read(text: &str) -> Vec<(Figure, String)> {
    read_from(text, None)
}

fn read_from(text: &str, url: Option<&str>) -> Vec<(Figure, String)> {
    let imprint = Imprint {
        url: url.map(Into::into),
        ..Imprint::default()
    };
    let report = Report::new(None, "a".into(), text.into(), Imprint::default());
    let mut marks = Marks {
        sentences: vec![Span::new(0, text.len())],
        ..Marks::default()
    };
    let language = Language::english();
    marks.times = crate::extract::time::times(&report, &marks, &imprint, language);
    figures(&report, &marks, &imprint, language)
        .into_iter()
        .map(|figure| {
            let concept = figure
                .concept
                .map_or("", |span| report.slice(span))
                .to_owned();
            (figure, concept)
        })
        .collect()
}

#[track_caller]
fn only(text: &str) -> (Figure, String) {
    let mut found = read(text);
    assert_eq!(found.len(), 1, "{text}: {found:?}");
    found.remove(0)
}

#[track_caller]
fn is(text: &str, value: f64, sign: &str, measure: &str, concept: &str) {
    let (figure, counted) = only(text);
    let unit = figure.unit.or(figure.currency).unwrap_or_default();
    assert!(
        (figure.value - value).abs() <= value.abs() * 1e-9,
        "{text}: {}",
        figure.value
    );
    assert_eq!(
        (figure.modifier.as_str(), unit.as_str(), counted.as_str()),
        (sign, measure, concept),
        "{text}"
    );
}

#[test]
fn money_takes_its_code() {
    is("Trade crossed 50 billion USD.", 5e10, ">", "USD", "Trade");
    is("It cost nearly $1.2bn.", 1.2e9, "~", "USD", "");
    is("They got Rs 500 crore.", 5e9, "=", "INR", "");
    is("They got ₹2 lakh crore.", 2e12, "=", "INR", "");
    is("It cost up to €5m.", 5e6, "<=", "EUR", "");
    is("It gave 30 million roubles.", 3e7, "=", "RUB", "");
    let (figure, _) = read_from("It cost $5.", Some("https://news.example.au/a")).remove(0);
    assert_eq!(figure.currency.as_deref(), Some("AUD"));
}

#[test]
fn counts_name_what_they_count() {
    is(
        "At least 34 people were killed.",
        34.0,
        ">=",
        "",
        "people were killed",
    );
    is(
        "A union of five coastal states met.",
        5.0,
        "=",
        "",
        "coastal states",
    );
    is("He bought two dozen eggs.", 24.0, "=", "", "eggs");
    is(
        "A blast tore the hall, killing 31.",
        31.0,
        "=",
        "",
        "killing",
    );
    is("The death toll rose to 34.", 34.0, "=", "", "death toll");
    is("We have met six times.", 6.0, "=", "", "times");
    is("He owns 2,50,000 shares.", 250_000.0, "=", "", "shares");
}

#[test]
fn changes_and_ranges_have_two_ends() {
    let (figure, counted) = only("Trains between both towns have increased from 12 to 20.");
    assert_eq!(
        (figure.value, figure.from, counted.as_str()),
        (20.0, Some(12.0), "Trains between both towns")
    );
    let (figure, _) = only("It takes 10-15 workers.");
    assert_eq!((figure.value, figure.max), (10.0, Some(15.0)));
    let (figure, _) = only("It weighs between 5 and 7 tonnes.");
    assert_eq!(
        (figure.value, figure.max, figure.unit.as_deref()),
        (5.0, Some(7.0), Some("t"))
    );
}

#[test]
fn units_are_ucum() {
    is("Prices rose 6.5 per cent.", 6.5, "=", "%", "Prices");
    is("It runs over 300 km.", 300.0, ">", "km", "");
    is("He is there on a five-day visit.", 5.0, "=", "d", "visit");
    is("It makes 40 MW.", 40.0, "=", "MW", "");
    is("Some 24% of adults agreed.", 24.0, "~", "%", "adults");
}

#[test]
fn ordinals_that_count_are_figures() {
    let (figure, counted) = only("This is our 7th meeting.");
    assert_eq!(
        (figure.value, figure.ordinal, counted.as_str()),
        (7.0, true, "meeting")
    );
    let (figure, counted) = only("They met for the seventh time this year.");
    assert_eq!(
        (figure.value, figure.ordinal, counted.as_str()),
        (7.0, true, "met")
    );
}

#[test]
fn dates_names_and_pronouns_are_no_figures() {
    for text in [
        "The G20 met.",
        "A plan for 2024-28 was signed.",
        "The SU-30 flew.",
        "A Boeing 737 landed.",
        "It left at 18:30.",
        "He lives at No. 10 Downing Street.",
        "It is one of the oldest.",
        "No one came.",
        "On 27 December it rained.",
        "The two leaders met.",
        "They won in 2014.",
        "The 5G net is up.",
    ] {
        assert!(read(text).is_empty(), "{text}: {:?}", read(text));
    }
}

proptest! {
    #[test]
    fn no_text_panics(text in "\\PC{0,60}") {
        for (figure, _) in read(&text) {
            prop_assert!(figure.value.is_finite());
        }
    }

    #[test]
    fn figure_words_in_any_order_run_forwards(
        words in prop::collection::vec(prop::sample::select(&["$", "5", "1,000", "2.5", "million", "to", "-", "from", "between", "and", "people", "killed", "killing", "%", "seventh", "time", "half", "a", "dozen", "USD", "Rs", ".", "one", "of", "two", "thirds", "crore", "km", "rose", "the"][..]), 1..14),
    ) {
        let text = words.join(" ");
        let mut end = 0;
        for (figure, _) in read(&text) {
            prop_assert!(end <= figure.span.start());
            end = figure.span.end();
            prop_assert!(figure.max.is_none_or(|max| figure.value < max));
        }
    }
}

#[test]
fn a_range_from_below_zero_runs_forwards() {
    let (loss, _) = only("The index moved -2 to 5% in a day.");
    assert_eq!((loss.value, loss.max), (-2.0, Some(5.0)));
}

#[test]
fn a_change_and_a_level_are_two_figures() {
    let found = read("Shares in the dairy rose 6.5 per cent to 341p.");
    let values: Vec<_> = found.iter().map(|(it, _)| (it.value, it.max)).collect();
    assert_eq!(values, [(6.5, None), (3.41, None)]);
    let (rate, _) = only("The rate went from 5 per cent to 7.");
    assert_eq!((rate.from, rate.value), (Some(5.0), 7.0));
}

#[test]
fn signs_stand_before_a_measure() {
    is("The index closed at -1.3%.", -1.3, "=", "%", "index");
    let (cold, _) = only("It fell to minus 5 degrees Celsius.");
    assert_eq!((cold.value, cold.unit.as_deref()), (-5.0, Some("Cel")));
    assert_eq!(only("The rate was .25 per cent.").0.value, 0.25);
}

#[test]
fn a_million_may_be_written_short_before_what_comes_in_masses() {
    assert_eq!(only("They burnt 12.3m tonnes of coal.").0.value, 12.3e6);
    assert_eq!(only("It has 1.4m customers.").0.value, 1.4e6);
    assert_eq!(only("The wall is 37m long.").0.value, 37.0);
}

#[test]
fn labels_and_house_numbers_count_nothing() {
    assert!(read("It was a category 4 storm at 49 Zorn Ranch Road.").is_empty());
    assert!(read("The 2019 review was kept.").is_empty());
}

#[test]
fn a_time_behind_a_comma_does_not_date_a_figure() {
    let (seventh, _) = only("This is our seventh meeting, and talks have today begun.");
    assert_eq!(seventh.time, None);
}
