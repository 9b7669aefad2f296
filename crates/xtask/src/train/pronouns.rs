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
    let all: Vec<Vec<Lesson>> = learnt_from(data)?.iter().map(of).collect();
    for fold in 0..FOLDS {
        let part = |held_out: bool| {
            let all = all.iter().enumerate();
            let part = all.filter(move |(at, _)| (at % FOLDS == fold) == held_out);
            part.flat_map(|it| it.1)
        };
        let forest = boost(&examples(part(false)), SETTING);
        for person in [true, false] {
            report(
                &forest,
                part(true).filter(|it| it.is_person == person),
                person,
            );
        }
    }
    let forest = boost(&examples(all.iter().flatten()), SETTING);
    std::fs::write(out.join("tag/pronouns.bin"), forest.to_bytes())?;
    Ok(())
}

fn of(document: &Document) -> Vec<Lesson> {
    let text = document.text.clone();
    let report = Report::new(None, document.name.clone(), text, Imprint::default());
    let (names, pronouns) = document.known();
    lessons(&report, Language::english(), &names, &pronouns)
}

fn examples<'a>(lessons: impl Iterator<Item = &'a Lesson>) -> Vec<Example> {
    let rows = lessons.flat_map(|it| &it.rows);
    rows.map(|(row, label)| Example {
        row: row.clone(),
        label: *label,
        weight: 1.0,
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
