//! How often statements are right that the network calls so sure.
//!
//! Input: `PolNeAR`'s development part, which the network did not learn from.
//! Output: `calibration.toml`. Statements are put in order of what
//! the network says and dealt into bins of one size; neighbours whose shares
//! fall are joined (isotonic regression, Zadrozny & Elkan 2002). What is
//! printed is honest: each half is judged by the line of the other.

use std::path::Path;

use anyhow::Context as _;
use rapporteur_language::{Calibration, Language};
use rapporteur_text::{Imprint, Mask, Report};

use crate::evaluate::statements::is_right;
use crate::polnear;

/// Bins that statements are dealt into.
const BINS: usize = 12;
/// What a knot rises by at least.
const STEP: f32 = 0.002;

/// What the network says of a statement, and whether it is right.
type Case = (f32, bool);

/// Learns the line.
pub(super) fn train(data: &Path, out: &Path) -> anyhow::Result<()> {
    let made = Made {
        file: "statement/calibration.toml",
        by: "calibration",
    };
    learn(data, out, Language::english(), made)
}

/// Learns that of the accurate setting.
pub(super) fn train_accurate(data: &Path, out: &Path) -> anyhow::Result<()> {
    let made = Made {
        file: "accurate/calibration.toml",
        by: "accurate-calibration",
    };
    learn(data, out, super::accurate::language(out)?, made)
}

/// A file, and the training that makes it.
#[derive(Clone, Copy)]
struct Made {
    file: &'static str,
    by: &'static str,
}

fn learn(data: &Path, out: &Path, language: &Language, made: Made) -> anyhow::Result<()> {
    let mut halves: [Vec<Case>; 2] = Default::default();
    for (at, it) in polnear::read(&data.join("polnear/dev"))?
        .into_iter()
        .enumerate()
    {
        let report = Report::new(None, it.name, it.text, Imprint::default());
        let (mask, imprint) = (Mask::default(), Imprint::default());
        let marks = rapporteur_mark::mark(&report, &mask, &imprint, language);
        let learnt = marks
            .statements
            .iter()
            .filter(|it| it.by == "statement.learnt");
        halves[at % 2].extend(learnt.map(|found| {
            let said = language.calibration.said(found.confidence);
            (said, is_right(found, &it.gold))
        }));
    }
    let [one, two] = &halves;
    let uncalibrated = Calibration {
        knots: vec![[0.5, 0.5]],
    };
    println!(
        "calibration: error of shares {:.3}, before {:.3}, each half by the other",
        f32::midpoint(error(&line(one), two), error(&line(two), one)),
        f32::midpoint(error(&uncalibrated, two), error(&uncalibrated, one)),
    );
    let all = line(&halves.concat());
    let knots = all
        .knots
        .iter()
        .map(|[said, share]| format!("[{said:.4}, {share:.4}]"));
    let table = format!(
        "# How often statements are right that the network calls so sure; see src/calibration.rs.\n\
         # Learnt by `cargo xtask train --only {}`; not to be edited.\n\n\
         knots = [{}]\n",
        made.by,
        knots.collect::<Vec<_>>().join(", ")
    );
    std::fs::write(out.join(made.file), table).context(made.file)
}

/// Cases in order, dealt into bins of one size.
fn bins(cases: &[Case]) -> Vec<Vec<Case>> {
    let mut cases = cases.to_vec();
    // What was reckoned back differs in its last digits only.
    for (said, _) in &mut cases {
        *said = (*said * 1e4).round() / 1e4;
    }
    cases.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let size = cases.len().div_ceil(BINS).max(1);
    cases.chunks(size).map(<[Case]>::to_vec).collect()
}

fn means(bin: &[Case]) -> [f32; 2] {
    let count = bin.len() as f32;
    let said = bin.iter().map(|it| it.0).sum::<f32>() / count;
    let right = bin.iter().filter(|it| it.1).count() as f32 / count;
    [said, right]
}

/// The rising line through the means of bins.
fn line(cases: &[Case]) -> Calibration {
    let mut joined: Vec<Vec<Case>> = Vec::new();
    for bin in bins(cases) {
        joined.push(bin);
        while let [.., low, high] = &joined[..] {
            let rises = means(low)[1] + STEP < means(high)[1] && means(low)[0] < means(high)[0];
            if rises {
                break;
            }
            let high = joined.pop().unwrap_or_default();
            if let Some(low) = joined.last_mut() {
                low.extend(high);
            }
        }
    }
    let knots = joined.iter().map(|it| means(it));
    let within = |it: &[f32; 2]| it.iter().all(|it| STEP < *it && *it < 1.0 - STEP);
    Calibration {
        knots: knots.filter(within).collect(),
    }
}

/// How far the shares that a line tells lie from those that are right, in the
/// mean over bins.
fn error(line: &Calibration, cases: &[Case]) -> f32 {
    let bins = bins(cases);
    let far = bins.iter().map(|bin| {
        let told = bin.iter().map(|it| line.share(it.0)).sum::<f32>() / bin.len() as f32;
        (told - means(bin)[1]).abs() * bin.len() as f32
    });
    far.sum::<f32>() / cases.len().max(1) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_follows_how_often_cases_are_right() {
        let cases: Vec<Case> = (0..1200)
            .map(|at| (at as f32 / 1200.0, at * 457 % 1200 < at / 2))
            .collect();
        let line = line(&cases);
        assert!((line.share(0.8) - 0.4).abs() < 0.05, "{line:?}");
        assert!(error(&line, &cases) < 0.05);
    }

    #[test]
    fn what_falls_is_levelled_and_still_rises() {
        let cases: Vec<Case> = (0..600).map(|at| (at as f32 / 600.0, at < 300)).collect();
        let knots = line(&cases).knots;
        assert!(
            knots
                .iter()
                .zip(&knots[1..])
                .all(|(a, b)| a[0] < b[0] && a[1] < b[1])
        );
    }
}
