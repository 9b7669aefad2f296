//! Learns the statement step: word classes from the treebanks, cue phrases
//! and the network from `PolNeAR`'s training part.

use std::path::Path;

use rapporteur_language::{Cues, Language};
use rapporteur_mark::statement_learning::{Lesson, MODEL, ROWS, lesson};
use rapporteur_network::attribution::AttributionShape;
use rapporteur_text::{Imprint, Report};

use crate::polnear;

use learn::{Plan, School};

mod learn;
mod lists;
mod progress;
mod study;
#[cfg(test)]
mod tests;

/// How to learn.
const PLAN: Plan = Plan {
    rounds: 9,
    batch: 2,
    rate: 0.003,
    drop: 0.4,
    forget: 0.3,
    window_drop: 0.3,
    window_forget: 0.2,
    averaged: 3,
};

/// The network's sizes.
fn shape() -> AttributionShape {
    AttributionShape {
        features: ROWS,
        width: 96,
        base: Language::english().network().shape.width,
        text_layers: 1,
        window_layers: 1,
    }
}

/// Writes the lists and the network of the statement step into `out`.
pub(super) fn train(data: &Path, out: &Path) -> anyhow::Result<()> {
    let folder = out.join("statement");
    let classes = lists::classes(data)?;
    std::fs::write(folder.join("classes.tsv"), &classes)?;
    let reports = polnear::read(&data.join("polnear/train"))?;
    let phrases = lists::phrases(&reports);
    std::fs::write(folder.join("cues.tsv"), &phrases)?;
    let cues = Cues::of(String::leak(classes), String::leak(phrases));
    let lessons = lessons(&reports, &cues);
    // What progress is told on; nothing is learnt from it.
    let dev = lessons_of(data, "polnear/dev", &cues)?;
    let statements: usize = lessons.iter().map(|it| it.windows.len()).sum();
    println!("  {} reports, {statements} statements", lessons.len());
    let mut school = School::new(shape());
    school.learn(&lessons, PLAN, |round, school| {
        if round % 2 == 1 || round + 1 == PLAN.rounds {
            progress::tell(&school.weights(), &dev);
        }
    });
    std::fs::write(out.join(MODEL), school.weights().to_bytes())?;
    Ok(())
}

fn lessons_of(data: &Path, part: &str, cues: &Cues) -> anyhow::Result<Vec<Lesson>> {
    Ok(lessons(&polnear::read(&data.join(part))?, cues))
}

fn lessons(reports: &[polnear::Annotated], cues: &Cues) -> Vec<Lesson> {
    let one = |it: &polnear::Annotated| {
        let report = Report::new(None, it.name.clone(), it.text.clone(), Imprint::default());
        lesson(&report, &it.gold, cues, Language::english())
    };
    reports.iter().map(one).collect()
}
