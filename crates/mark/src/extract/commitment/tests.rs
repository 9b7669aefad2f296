use std::fmt::Write;

use jiff::civil::date;
use rapporteur_language::Language;
use rapporteur_text::{Commitment, Imprint, Published, PublishedBasis};

use super::super::clause::markup::{Marked, marked, names};
use super::commitments;

fn found(written: &str) -> (Marked, Vec<Commitment>) {
    let mut marked = marked(written);
    let imprint = Imprint {
        published: Some(Published {
            date: date(2024, 3, 8),
            time: None,
            offset: None,
            basis: PublishedBasis::Declared,
        }),
        ..Imprint::default()
    };
    let language = Language::english();
    let found = commitments(&marked.report, &mut marked.marks, &imprint, language);
    (marked, found)
}

/// What a commitment says, part by part, as far as `expected` asks.
fn told(marked: &Marked, commitment: &Commitment, expected: &str) -> String {
    let marks = &marked.marks;
    let mut told = String::new();
    if !expected.starts_with('#') && !expected.is_empty() {
        told += &names(marks, &commitment.who);
    }
    if expected.contains('>') {
        write!(told, " > {}", names(marks, &commitment.to)).expect("a string takes all");
    }
    if expected.contains('#') {
        let due = commitment
            .due
            .map(|ix| marked.report.slice(marks.time(ix).span));
        write!(told, " # {}", due.unwrap_or_default()).expect("a string takes all");
    }
    told.trim().to_string()
}

#[test]
fn every_rule_finds_its_examples() {
    let mut failures = Vec::new();
    for rule in Language::english().rules.commitments.rules() {
        for example in &rule.examples {
            let (marked, found) = found(example);
            let expected = marked.expected.clone().unwrap_or_default();
            let by: Vec<_> = found.iter().map(|it| it.by).collect();
            let Some(commitment) = found.iter().find(|it| it.by == rule.id) else {
                failures.push(format!("{}: not found ({by:?}): {example}", rule.id));
                continue;
            };
            let told = told(&marked, commitment, &expected);
            if told != expected {
                failures.push(format!("{}: `{told}` for `{expected}`: {example}", rule.id));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn no_rule_finds_its_counter_examples() {
    let mut failures = Vec::new();
    for rule in Language::english().rules.commitments.rules() {
        for counter in &rule.counter {
            let (_, found) = found(counter);
            if found.iter().any(|it| it.by == rule.id) {
                failures.push(format!("{}: found {counter}", rule.id));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
