use rapporteur_mark::statement_learning::{Lesson, spare_cue};
use rapporteur_network::attribution::{Attribution, AttributionShape, Window};
use rapporteur_network::chain::best;

use crate::train::network::lesson::Dice;
use crate::train::network::weights::{Gradients, Learner, Values, tests::slopes_hold};

use super::learn::{Plan, School};
use super::study::study;

const SHAPE: AttributionShape = AttributionShape {
    features: 60,
    width: 32,
    base: 4,
    text_layers: 1,
    window_layers: 1,
};

const PLAN: Plan = Plan {
    rounds: 40,
    batch: 2,
    rate: 0.01,
    drop: 0.1,
    forget: 0.0,
    window_drop: 0.1,
    window_forget: 0.0,
    averaged: 2,
};

/// Sentences of which the word with feature 3 is a cue, what stands before it
/// the source and what stands behind it the content.
fn lesson(seed: u64) -> Lesson {
    let mut dice = Dice::new(seed);
    let mut lesson = Lesson::default();
    for _ in 0..2 {
        let start = lesson.words.len();
        let length = 4 + (dice.next() % 4) as usize;
        let cue = start + 1 + (dice.next() % 3) as usize;
        for at in start..start + length {
            let key = if at == cue {
                3
            } else {
                4 + (dice.next() % 16) as u32
            };
            lesson.words.features.extend([key, 20 + key % 7]);
            lesson.words.ends.push(lesson.words.features.len() as u32);
            lesson.cues.push(u8::from(at == cue));
            lesson.base.extend([0.3, 0.1 * key as f32, -0.2, 0.5]);
            let side = u32::from(cue < at) + u32::from(cue == at) * 2;
            lesson.rows.features.extend([30 + side, 40 + key % 5]);
            lesson.rows.ends.push(lesson.rows.features.len() as u32);
            let role = if at < cue { 1 } else { 2 * u8::from(at != cue) };
            lesson.roles.push(role);
        }
        lesson.words.sentences.push(lesson.words.len() as u32);
        lesson.rows.sentences.push(lesson.rows.len() as u32);
        lesson.windows.push(Window {
            words: start..start + length,
            cue: cue..cue + 1,
        });
    }
    lesson
}

#[test]
fn slopes_are_those_of_the_loss() {
    let mut learner = Learner::new(SHAPE);
    let lesson = lesson(3);
    let plan = Plan {
        drop: 0.0,
        window_drop: 0.0,
        ..PLAN
    };
    let run = |values: Values<'_, AttributionShape>, gradients: &mut Gradients| {
        let losses = study(values, &lesson, (plan, 1.0), &mut Dice::new(1), gradients);
        losses.cues + losses.roles
    };
    slopes_hold(&mut learner, 46, run);
}

#[test]
fn what_is_learnt_is_said_and_the_same_each_time() {
    let lessons: Vec<Lesson> = (1..13).map(lesson).collect();
    let learn = || {
        let mut school = School::new(SHAPE);
        school.learn(&lessons, PLAN, |_, _| {});
        school.weights()
    };
    let weights = learn();
    assert_eq!(weights.to_bytes(), learn().to_bytes());
    let mut reading = Attribution::default();
    let (mut right, mut all) = (0, 0);
    for lesson in &lessons {
        reading.read_text(&weights, &lesson.words, &lesson.base);
        reading.read_windows(&weights, &lesson.windows, &lesson.rows);
        for (window, range) in lesson.windows.iter().zip(lesson.words.sentences()) {
            spare_cue(window, &mut reading.roles[range.clone()]);
            let cues = best(&reading.cues[range.clone()], &weights.cue_steps());
            let roles = best(&reading.roles[range.clone()], &weights.role_steps());
            all += 1;
            right +=
                usize::from(cues == lesson.cues[range.clone()] && roles == lesson.roles[range]);
        }
    }
    assert!(all * 9 <= right * 10, "{right} of {all}");
}
