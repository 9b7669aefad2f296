//! Learns whom pronouns of the third person mean.
//!
//! Input: GUM less its held-out fifth, and half of the rest of MEANTIME, with
//! gold names. Output: `tag/pronouns.bin`, boosted trees over one row for each
//! entity that a pronoun may mean. Prints how often the best of the row is
//! right on a quarter that the trees have not seen, quarter by quarter.

use std::path::Path;

use rapporteur_language::Language;
use rapporteur_mark::pronoun_learning::{Lesson, lessons};
use rapporteur_text::{Imprint, Report};

use super::boost::{Example, Setting, boost};
use crate::evaluate::coreference::{Document, learnt_from};

const SETTING: Setting = Setting {
    trees: 70,
    rate: 0.1,
    ridge: 4.0,
    least: 3.0,
};

/// Parts that are held out in turn.
const FOLDS: usize = 4;

/// Learns and writes the trees.
pub(super) fn train(data: &Path, out: &Path) -> anyhow::Result<()> {
    let documents = learnt_from(data)?;
    let all: Vec<Vec<Lesson>> = documents.iter().map(of).collect();
    let weights: Vec<f32> = documents.iter().map(weight).collect();
    for fold in 0..FOLDS {
        let part = |held_out: bool| {
            let all = all.iter().enumerate();
            let part = all.filter(move |(at, _)| (at % FOLDS == fold) == held_out);
            part.flat_map(|(at, it)| it.iter().map(move |it| (it, at)))
        };
        let forest = boost(&examples(part(false), &weights), SETTING);
        for person in [true, false] {
            let lessons = part(true).map(|it| it.0);
            report(&forest, lessons.filter(|it| it.is_person == person), person);
        }
    }
    let whole = all.iter().enumerate();
    let whole = whole.flat_map(|(at, it)| it.iter().map(move |it| (it, at)));
    let forest = boost(&examples(whole, &weights), SETTING);
    std::fs::write(out.join("tag/pronouns.bin"), forest.to_bytes())?;
    Ok(())
}

fn of(document: &Document) -> Vec<Lesson> {
    let text = document.text.clone();
    let report = Report::new(None, document.name.clone(), text, Imprint::default());
    let (names, pronouns) = (document.known_names(), document.known_pronouns());
    lessons(&report, Language::english(), &names, &pronouns)
}

/// Lives weigh less: they tell of one person throughout, as reports do not.
fn weight(document: &Document) -> f32 {
    if document.name.contains("_bio_") {
        0.3
    } else {
        1.0
    }
}

fn examples<'a>(
    lessons: impl Iterator<Item = (&'a Lesson, usize)>,
    weights: &[f32],
) -> Vec<Example> {
    let rows = lessons.flat_map(|(it, at)| it.rows.iter().map(move |row| (row, at)));
    rows.map(|((row, label), at)| Example {
        row: row.clone(),
        label: *label,
        weight: weights[at],
    })
    .collect()
}

/// Prints, for several least scores, how many are given, and how many right.
fn report<'a>(
    forest: &rapporteur_language::forest::Forest,
    lessons: impl Iterator<Item = &'a Lesson>,
    person: bool,
) {
    let best = |it: &Lesson| {
        let scored = it
            .rows
            .iter()
            .map(|(row, label)| (forest.score(row), *label));
        scored.reduce(|best, next| if best.0 < next.0 { next } else { best })
    };
    let mut all = Vec::new();
    let (mut meant, mut count) = (0, 0);
    for it in lessons {
        count += 1;
        meant += usize::from(it.rows.iter().any(|it| it.1));
        all.extend(best(it));
    }
    print!(
        "{}: {count} pronouns, {meant} meant;",
        if person { "he" } else { "it" }
    );
    for least in [-3.0, -2.0, -1.0, -0.5, 0.0, 0.5] {
        let given = all.iter().filter(|it| least < it.0);
        let (given, right) = (given.clone().count(), given.filter(|it| it.1).count());
        print!(" {least}: {right} of {given};");
    }
    println!();
}
