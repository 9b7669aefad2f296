//! How far the network has come, told while it learns.

use rapporteur_mark::statement_learning::{Lesson, spare_cue};
use rapporteur_network::Weights;
use rapporteur_network::attribution::{Attribution, AttributionShape};
use rapporteur_network::chain::best;

use crate::score::Tally;

/// Tells how many cues are right, and how many sources and contents of gold
/// cues are, before any rule mends them.
pub(super) fn tell(weights: &Weights<AttributionShape>, lessons: &[Lesson]) {
    let mut reading = Attribution::default();
    let (cue_steps, role_steps) = (weights.cue_steps(), weights.role_steps());
    let mut cues = Tally::default();
    let (mut windows, mut right) = (0, [0; 2]);
    for lesson in lessons {
        reading.read_text(weights, &lesson.words, &lesson.base);
        for sentence in lesson.words.sentences() {
            let labels = best(&reading.cues[sentence.clone()], &cue_steps);
            let (found, gold) = (runs(&labels), runs(&lesson.cues[sentence]));
            cues.found += found.len();
            cues.gold += gold.len();
            cues.right += found.iter().filter(|it| gold.contains(it)).count();
        }
        reading.read_windows(weights, &lesson.windows, &lesson.rows);
        for (window, range) in lesson.windows.iter().zip(lesson.rows.sentences()) {
            let scores = &mut reading.roles[range.clone()];
            spare_cue(window, scores);
            let labels = best(scores, &role_steps);
            let gold = &lesson.roles[range];
            windows += 1;
            for (role, right) in (1..).zip(&mut right) {
                let mut pairs = labels.iter().zip(gold);
                *right += usize::from(pairs.all(|(a, b)| (*a == role) == (*b == role)));
            }
        }
    }
    let share = |right: usize| right as f64 * 100.0 / f64::from(windows.max(1));
    println!(
        "    cues F1 {:.1}; of gold cues, sources {:.1} contents {:.1}",
        cues.f1(),
        share(right[0]),
        share(right[1])
    );
}

/// First and last of each run of labels that begins with 1.
fn runs(labels: &[u8]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (at, &label) in labels.iter().enumerate() {
        match runs.last_mut() {
            Some(last) if label == 2 && last.1 == at => last.1 = at + 1,
            _ if label == 0 => {}
            _ => runs.push((at, at + 1)),
        }
    }
    runs
}
