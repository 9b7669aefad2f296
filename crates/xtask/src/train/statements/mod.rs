//! Learns the statement step: word classes from the treebanks, cue phrases
//! and the network from `PolNeAR`'s training part.

use std::path::Path;

use rapporteur_language::{Cues, Language};
use rapporteur_mark::statement_learning::{Lesson, MODEL, ROWS, lesson};
use rapporteur_network::Weights;
use rapporteur_network::attribution::AttributionShape;
use rapporteur_text::{Imprint, Report};

use crate::polnear;
use crate::train::network::halves;

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

/// The sizes and the way to learn of the network that sees words in their
/// context.
fn accurate(language: &Language) -> (AttributionShape, Plan) {
    let tagger = language.network().shape;
    let shape = AttributionShape {
        features: 1 << 14,
        width: 96,
        base: tagger.width + tagger.base,
        text_layers: 1,
        window_layers: 1,
    };
    let plan = Plan { rounds: 5, ..PLAN };
    (shape, plan)
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
    let seen = (&cues, Language::english());
    let weights = learn(data, &reports, seen, (shape(), PLAN))?;
    std::fs::write(out.join(MODEL), weights.to_bytes())?;
    Ok(())
}

/// Writes the network of the accurate setting into `out`.
pub(super) fn train_accurate(data: &Path, out: &Path) -> anyhow::Result<()> {
    let language = super::accurate::language(out)?;
    let reports = polnear::read(&data.join("polnear/train"))?;
    let seen = (&language.cues, language);
    let weights = learn(data, &reports, seen, accurate(language))?;
    std::fs::write(out.join(super::accurate::STATEMENTS), weights.to_bytes())?;
    Ok(())
}

fn learn(
    data: &Path,
    reports: &[polnear::Annotated],
    seen: (&Cues, &Language),
    (shape, plan): (AttributionShape, Plan),
) -> anyhow::Result<Weights<AttributionShape>> {
    let lessons = lessons(reports, seen, shape.features);
    // What progress is told on; nothing is learnt from it.
    let dev = polnear::read(&data.join("polnear/dev"))?;
    let dev = self::lessons(&dev, seen, shape.features);
    let statements: usize = lessons.iter().map(|it| it.windows.len()).sum();
    println!("  {} reports, {statements} statements", lessons.len());
    let mut school = School::new(shape);
    school.learn(&lessons, plan, |round, school| {
        if round % 2 == 1 || round + 1 == plan.rounds {
            progress::tell(&school.weights(), &dev);
        }
    });
    Ok(school.weights())
}

fn lessons(
    reports: &[polnear::Annotated],
    (cues, language): (&Cues, &Language),
    rows: usize,
) -> Vec<Lesson> {
    halves(reports, |it| {
        let report = Report::new(None, it.name.clone(), it.text.clone(), Imprint::default());
        lesson(&report, &it.gold, cues, language, rows)
    })
}
