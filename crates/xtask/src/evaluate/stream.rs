//! How well a stream is gathered: all sets of `stories`, mixed with invented
//! reports, one after the other, against the batch of the same reports.
//!
//! The reports of a story come near one another, one in fifty far off. B³ is
//! over the reports of the sets; `late` counts those whose story changed
//! after they came, in percent. The trees that ship know these sets, so what
//! counts is how far the stream is from the batch.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rapporteur::text::{Amendment, ReportId};
use rapporteur_gather::{Digest, Limits, Stream, gather};
use rapporteur_language::Thresholds;

use super::copies::plant::Dice;
use super::stories;
use crate::invented::Newsroom;
use crate::score::Score;
use crate::train::stories as learning;

/// Invented reports among those of the sets.
const INVENTED: usize = 20_000;

/// Words of an invented report.
const WORDS: usize = 120;

/// Gathers the stream and the batch.
pub(super) fn evaluate(data: &Path) -> anyhow::Result<Vec<Score>> {
    evaluate_among(data, INVENTED)
}

/// The same, with so many invented reports.
pub fn evaluate_among(data: &Path, invented: usize) -> anyhow::Result<Vec<Score>> {
    let (digests, told) = mixed(data, invented)?;
    let mut stream = Stream::new(&Thresholds::embedded(), Limits::default());
    let mut late: BTreeSet<ReportId> = BTreeSet::new();
    let mut members: BTreeMap<String, Vec<ReportId>> = BTreeMap::new();
    for digest in &digests {
        let assigned = stream.add(digest.clone());
        for amendment in assigned.amendments {
            match amendment {
                Amendment::Merged { from, into } => {
                    let moved = members.remove(&from).unwrap_or_default();
                    late.extend(moved.iter().cloned());
                    members.entry(into).or_default().extend(moved);
                }
                Amendment::Split {
                    from,
                    into,
                    reports,
                } => {
                    late.extend(reports.iter().cloned());
                    let left = members.entry(from).or_default();
                    left.retain(|it| !reports.contains(it));
                    members.entry(into).or_default().extend(reports);
                }
                _ => {}
            }
        }
        members.entry(assigned.story).or_default().push(assigned.id);
    }
    let found: BTreeMap<ReportId, String> = stream
        .stories()
        .into_iter()
        .flat_map(|(story, ids)| {
            ids.into_iter()
                .map(move |id| (id.clone(), story.to_owned()))
        })
        .collect();
    let batch = gather(&digests, &Thresholds::embedded());
    let mut at_once = vec![0; digests.len()];
    for (number, story) in (0..).zip(&batch.stories) {
        for report in &story.reports {
            at_once[report.index()] = number;
        }
    }
    let known = |ix: usize| told[ix].as_deref();
    let streamed: Vec<(&str, &str)> = (0..digests.len())
        .filter_map(|ix| Some((found.get(digests[ix].id())?.as_str(), known(ix)?)))
        .collect();
    let batched: Vec<(u32, &str)> = (0..digests.len())
        .filter_map(|ix| Some((at_once[ix], known(ix)?)))
        .collect();
    let of_sets = (0..digests.len()).filter(|&ix| told[ix].is_some());
    let changed = of_sets
        .filter(|&ix| late.contains(digests[ix].id()))
        .count();
    let mut scores = stories::scores("stream", &streamed);
    scores.extend(stories::scores("stream.batch", &batched));
    let share = 100.0 * changed as f64 / batched.len().max(1) as f64;
    scores.push(Score::new("stream.late", share, batched.len()));
    Ok(scores)
}

/// Digests in the order of arrival, with the story of those that are of a set.
fn mixed(data: &Path, invented: usize) -> anyhow::Result<(Vec<Digest>, Vec<Option<String>>)> {
    let mut dice = Dice(0x57ea);
    let mut placed: Vec<(usize, usize, Digest, Option<String>)> = Vec::new();
    let mut newsroom = Newsroom::new(0x1e57, WORDS);
    for at in 0..invented {
        let (_, report) = newsroom.next();
        placed.push((at, 0, Digest::new(&report), None));
    }
    let near = (invented / 50).max(1);
    for set in learning::sets(data)? {
        let mut begins: BTreeMap<String, usize> = BTreeMap::new();
        for (digest, (story, _)) in set.digests.into_iter().zip(set.told) {
            let story = format!("{} {story}", set.name);
            let begin = *begins
                .entry(story.clone())
                .or_insert_with(|| dice.below(invented.max(1)));
            let far = if dice.under(2) { invented / 4 } else { near };
            let order = placed.len();
            placed.push((begin + dice.below(far), order, digest, Some(story)));
        }
    }
    placed.sort_by_key(|it| (it.0, it.1));
    Ok(placed.into_iter().map(|it| (it.2, it.3)).unzip())
}
