//! How far a network has come, told while it learns.

use std::ops::Range;

use rapporteur_network::{Reading, Weights};
use rapporteur_text::Deprel;

use crate::score::Tally;

use super::lesson::Lesson;
use super::lessons::{Sought, joined};

/// Tells how many tags, heads and relations of the gold words are right.
pub(super) fn trees(weights: &Weights, lessons: &[Lesson]) {
    let mut reading = Reading::default();
    let [mut all, mut tags, mut heads, mut relations] = [0_usize; 4];
    for lessons in lessons.chunks(50) {
        reading.read(weights, &joined(lessons));
        let mut start = 0;
        for lesson in lessons {
            for (at, &(tag, head, relation)) in lesson.tree.iter().enumerate() {
                let at = start + at;
                let told = match reading.heads_of[at] {
                    u32::MAX => 0,
                    head => head + 1 - start as u32,
                };
                let same = |told: u8| {
                    Deprel::ALL[usize::from(told)].universal()
                        == Deprel::ALL[usize::from(relation)].universal()
                };
                all += 1;
                tags += usize::from(reading.tags[at] == tag);
                heads += usize::from(told == head);
                relations += usize::from(told == head && same(reading.relations[at]));
            }
            start += lesson.len();
        }
    }
    let share = |right: usize| right as f64 * 100.0 / all.max(1) as f64;
    println!(
        "    gold words: tags {:.2}, heads {:.2}, with relation {:.2}",
        share(tags),
        share(heads),
        share(relations)
    );
}

/// Tells how many names are right.
pub(super) fn names(weights: &Weights, reports: &[Sought]) {
    let mut reading = Reading::default();
    let mut tally = Tally::default();
    let mut odd_names = 0;
    let counted = |it: &&(u8, Range<usize>)| it.0 < 3 || it.0 == 4;
    let kind = |kind: u8| if kind == 4 { 2 } else { kind };
    for Sought { rows, gold, odd } in reports {
        reading.read(weights, rows);
        tally.gold += gold.iter().filter(counted).count();
        tally.found += reading.names.iter().filter(counted).count();
        let right = reading.names.iter().filter(counted).filter(|it| {
            gold.iter()
                .any(|gold| kind(gold.0) == kind(it.0) && gold.1 == it.1)
        });
        tally.right += right.count();
        odd_names += odd;
    }
    println!(
        "    names: {:.2}; {odd_names} of them are cut amid words",
        tally.f1()
    );
}
