//! The network that tags, parses and names.
//!
//! It learns from the train part of `ud-ewt` (Silveira et al. 2014) and of
//! `gum` (Zeldes 2017) what words are and hang on, and from `newswire-ner`
//! (Shan et al. 2023), less its held-out fifth, which of them are names.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use rapporteur_language::{Language, Vectors};
use rapporteur_mark::syntax_learning::{
    AFFIXES, BESIDE, FORMS, KINDS, MODEL, PIECES, feature_rows,
};
use rapporteur_network::Shape;
use rapporteur_network::context::Context;
use rapporteur_text::{Deprel, Upos};

use crate::conllu::Document;
use crate::named::Named;
use crate::{conllu, named};

use learn::{Plan, School};
use lesson::Lesson;
use lessons::Sought;

mod encoder;
mod learn;
pub(super) mod lesson;
mod lessons;
mod progress;
#[expect(
    clippy::inline_always,
    reason = "what is not inlined is not compiled for the vectors of the processor"
)]
pub(super) mod recurrent;
pub(super) mod stack;
mod tasks;
pub(super) mod weights;

/// Its sizes.
fn shape() -> Shape {
    Shape {
        features: feature_rows(),
        width: 96,
        layers: 2,
        arc: 64,
        label: 64,
        tags: Upos::ALL.len(),
        names: 1 + 4 * KINDS.len(),
        relations: Deprel::ALL.len(),
        base: 0,
    }
}

const PLAN: Plan = Plan {
    rounds: 16,
    batch: 500,
    rate: 0.004,
    drop: 0.25,
    forget: |row| {
        if FORMS.contains(&row) {
            0.25
        } else if AFFIXES.contains(&row) {
            0.05
        } else if PIECES <= row {
            0.1
        } else {
            0.02
        }
    },
};

/// The sizes and the way to learn of the network that sees words in their
/// context, `base` values each.
fn accurate(base: usize) -> (Shape, Plan) {
    let shape = Shape {
        features: BESIDE.len(),
        width: 128,
        base,
        ..shape()
    };
    let plan = Plan {
        rounds: 10,
        rate: 0.003,
        forget: |row| {
            if row < AFFIXES.len() as u32 {
                0.1
            } else {
                0.02
            }
        },
        ..PLAN
    };
    (shape, plan)
}

/// Learns the network and writes it.
pub(super) fn train(data: &Path, out: &Path) -> anyhow::Result<()> {
    let lessons = Lessons::read(data, Language::english())?;
    let mut school = School::new(shape());
    start_pieces(&mut school, shape().width);
    lessons.learn(&mut school, PLAN);
    std::fs::write(out.join(MODEL), school.weights().to_bytes())?;
    Ok(())
}

/// Learns the network of the accurate setting and writes it.
pub(super) fn train_accurate(data: &Path, out: &Path) -> anyhow::Result<()> {
    let language = super::accurate::language(out)?;
    let base = language.context().map_or(0, Context::width);
    let (shape, plan) = accurate(base);
    let lessons = Lessons::read(data, language)?;
    let mut school = School::new(shape);
    lessons.learn(&mut school, plan);
    std::fs::write(
        out.join(super::accurate::NETWORK),
        school.weights().to_bytes(),
    )?;
    Ok(())
}

/// What is learnt from, and what progress is told on; from that nothing is
/// learnt.
struct Lessons {
    all: Vec<Lesson>,
    trees: Vec<Lesson>,
    names: Vec<Sought>,
}

impl Lessons {
    fn read(data: &Path, language: &Language) -> anyhow::Result<Self> {
        let of_trees = |documents: &[Document]| -> Vec<Lesson> {
            halves(documents, |it| lessons::of_treebank(it, language)).concat()
        };
        let of_names = |reports: &[Named]| halves(reports, |it| lessons::of_names(it, language));
        let mut all = of_trees(&conllu::training(data)?);
        let trees = all.len();
        for (lessons, _) in of_names(&named::newswire_training(data)?) {
            all.extend(lessons);
        }
        println!(
            "  {trees} trees, {} sentences with names",
            all.len() - trees
        );
        let names = of_names(&named::newswire_held_out(data)?);
        Ok(Self {
            all,
            trees: of_trees(&conllu::ewt_dev(data)?),
            names: names.into_iter().map(|it| it.1).collect(),
        })
    }

    fn learn(&self, school: &mut School, plan: Plan) {
        school.learn(&self.all, plan, |round, school| {
            if round % 2 == 1 || round + 1 == plan.rounds {
                let weights = school.weights();
                progress::trees(&weights, &self.trees);
                progress::names(&weights, &self.names);
            }
        });
    }
}

/// What `each` makes of all of `list`, two at a time.
pub(super) fn halves<T: Sync, R: Send>(list: &[T], each: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let run = || {
        let mut made = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            match list.get(at) {
                Some(it) => made.push((at, each(it))),
                None => return made,
            }
        }
    };
    let mut made = std::thread::scope(|scope| {
        let other = scope.spawn(run);
        let mut made = run();
        match other.join() {
            Ok(more) => made.extend(more),
            Err(panic) => std::panic::resume_unwind(panic),
        }
        made
    });
    made.sort_by_key(|it| it.0);
    made.into_iter().map(|it| it.1).collect()
}

/// Starts the rows for pieces of words from their vectors, whose first numbers
/// tell most.
fn start_pieces(school: &mut School, width: usize) {
    const LENGTH: f32 = 1.5;
    let vectors = Vectors::english();
    for (at, piece) in vectors.pieces().all().enumerate() {
        let mut row = vectors.row(piece)[..width].to_vec();
        let square: f32 = row.iter().map(|it| it * it).sum();
        if 0.0 < square {
            let scale = LENGTH / square.sqrt();
            for it in &mut row {
                *it *= scale;
            }
            school.set_row(PIECES as usize + at, &row);
        }
    }
}

#[cfg(test)]
mod tests {
    use rapporteur_network::{Reading, Shape};

    use super::learn::{Plan, School};
    use super::lesson::{Dice, Lesson};
    use super::lessons::joined;
    use super::tasks::study;
    use super::weights::{Gradients, Learner, Values, tests::slopes_hold};

    const SHAPE: Shape = Shape {
        features: 40,
        width: 32,
        layers: 2,
        arc: 16,
        label: 16,
        tags: 5,
        names: 9,
        relations: 6,
        base: 5,
    };

    fn lesson(words: u32, seed: u64) -> Lesson {
        let mut dice = Dice::new(seed);
        let mut lesson = Lesson::default();
        for word in 0..words {
            let key = (dice.next() % 20) as u32;
            lesson.features.extend([key, 20 + key % 7]);
            lesson.ends.push(lesson.features.len() as u32);
            let head = if word == 0 { 0 } else { word };
            lesson.tree.push(((key % 5) as u8, head, (key % 6) as u8));
            lesson.names.push(if key.is_multiple_of(4) { 4 } else { 0 });
            lesson.base.extend((0..5).map(|_| dice.share() - 0.5));
        }
        lesson
    }

    #[test]
    fn slopes_are_those_of_the_loss() {
        let mut learner = Learner::new(SHAPE);
        let lessons = [lesson(5, 3), lesson(1, 5), lesson(4, 8)];
        let words = joined(&lessons);
        let lessons: Vec<&Lesson> = lessons.iter().collect();
        let run = |values: Values<'_>, gradients: &mut Gradients| {
            let losses = study(
                values,
                &words,
                &lessons,
                (0.0, 1.0),
                &mut Dice::new(1),
                gradients,
            );
            losses.tags + losses.names + losses.heads + losses.relations
        };
        slopes_hold(&mut learner, 27, run);
    }

    #[test]
    fn what_is_learnt_is_said_and_the_same_each_time() {
        let lessons: Vec<Lesson> = (0..12)
            .map(|it| lesson(3 + it % 5, u64::from(it)))
            .collect();
        let plan = Plan {
            rounds: 60,
            batch: 20,
            rate: 0.01,
            drop: 0.1,
            forget: |_| 0.0,
        };
        let learn = || {
            let mut school = School::new(SHAPE);
            school.learn(&lessons, plan, |_, _| {});
            school.weights()
        };
        let weights = learn();
        assert_eq!(weights.to_bytes(), learn().to_bytes());
        let mut reading = Reading::default();
        reading.read(&weights, &joined(&lessons));
        let tags: Vec<u8> = lessons
            .iter()
            .flat_map(|it| it.tree.iter().map(|it| it.0))
            .collect();
        let right = tags
            .iter()
            .zip(&reading.tags)
            .filter(|(a, b)| a == b)
            .count();
        assert!(tags.len() * 95 <= right * 100, "{right} of {}", tags.len());
        let single = lessons
            .iter()
            .flat_map(|it| &it.names)
            .filter(|&&it| it == 4);
        assert_eq!(reading.names.len(), single.count());
        let mut start = 0;
        let mut right = 0;
        for lesson in &lessons {
            for (at, gold) in lesson.tree.iter().enumerate() {
                let head = reading.heads_of[start + at];
                let told = if head == u32::MAX {
                    0
                } else {
                    head + 1 - start as u32
                };
                right += usize::from(told == gold.1);
            }
            start += lesson.len();
        }
        assert!(
            tags.len() * 95 <= right * 100,
            "{right} heads of {}",
            tags.len()
        );
    }
}
