use std::fmt::Write;

use jiff::civil::date;
use rapporteur_language::Language;
use rapporteur_language::events::EventRule;
use rapporteur_text::{Event, Imprint, Published, PublishedBasis};

use super::super::clause::Words;
use super::super::clause::markup::{Marked, marked, names};
use super::events;

fn imprint() -> Imprint {
    Imprint {
        published: Some(Published {
            date: date(2024, 3, 8),
            time: None,
            offset: None,
            basis: PublishedBasis::Declared,
        }),
        ..Imprint::default()
    }
}

fn coded(written: &str) -> (Marked, Vec<Event>) {
    let marked = marked(written);
    let events = events(
        &marked.report,
        &marked.marks,
        &imprint(),
        Language::english(),
    );
    (marked, events)
}

/// What an event says, part by part, as far as `expected` asks.
fn told(marked: &Marked, event: &Event, expected: &str) -> String {
    let marks = &marked.marks;
    let mut told = names(marks, &event.actors);
    if expected.contains('>') {
        write!(told, " > {}", names(marks, &event.recipients)).expect("a string takes all");
    }
    if expected.contains('@') {
        let place = event.place.map(|ix| marks.entity(ix).name.clone());
        write!(told, " @ {}", place.unwrap_or_default()).expect("a string takes all");
    }
    if expected.contains('!') {
        write!(told, " ! {}", event.realis.as_str()).expect("a string takes all");
    }
    told.trim().to_string()
}

/// What the frames alone code.
fn framed(written: &str) -> (Marked, Vec<Event>) {
    let marked = marked(written);
    let rules = &Language::english().rules;
    let words = Words::new(marked.report.text(), &marked.marks, rules);
    let mut events = Vec::new();
    super::frame::add(&words, Some(date(2024, 3, 8)), &mut events);
    (marked, events)
}

/// Reads a sentence with its marks.
type Coder = fn(&str) -> (Marked, Vec<Event>);

/// The rules over clauses, then the frames, each with what codes by it.
fn rules() -> impl Iterator<Item = (&'static EventRule, Coder)> {
    let rules = &Language::english().rules;
    let frames = rules.frames.all().iter();
    let frames = frames.map(|frame| (&frame.rule, framed as Coder));
    let clauses = rules.events.rules().iter();
    clauses.map(|rule| (rule, coded as Coder)).chain(frames)
}

#[test]
fn every_rule_codes_its_examples() {
    let mut failures = Vec::new();
    for (rule, coder) in rules() {
        for example in &rule.examples {
            let (marked, events) = coder(example);
            let expected = marked.expected.clone().unwrap_or_default();
            let by: Vec<_> = events.iter().map(|event| event.by).collect();
            let Some(event) = events.iter().find(|event| event.by == rule.id) else {
                failures.push(format!("{}: not coded ({by:?}): {example}", rule.id));
                continue;
            };
            let told = told(&marked, event, &expected);
            if expected != "*" && told != expected.trim() {
                failures.push(format!("{}: `{told}` for `{expected}`: {example}", rule.id));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn no_rule_codes_its_counter_examples() {
    let mut failures = Vec::new();
    for (rule, coder) in rules() {
        for counter in &rule.counter {
            let (_, events) = coder(counter);
            if events.iter().any(|event| event.by == rule.id) {
                failures.push(format!("{}: coded {counter}", rule.id));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn a_happening_is_one_event_however_often_mentioned() {
    let (_, events) = coded(
        "[Ada Meier] met [Luis Soto]. [Ada Meier] held talks with [Luis Soto] in \
         [Lima/L:PER] on <Monday|2024-03-04>. The two leaders discussed trade.",
    );
    assert_eq!(events.len(), 1);
    assert!(events[0].place.is_some());
}

#[test]
fn meetings_on_two_days_are_two_events() {
    let (_, events) = coded(
        "[Ada Meier] met [Luis Soto] on <Monday|2024-03-04>. \
         [Ada Meier] met [Luis Soto] on <Tuesday|2024-03-05>.",
    );
    assert_eq!(events.len(), 2);
}

#[test]
fn an_old_act_is_history() {
    let (_, events) = coded("[Ada Meier] met [Luis Soto] in <2019|2019-01-01..2019-12-31>.");
    assert_eq!(events[0].realis.as_str(), "historical");
}
