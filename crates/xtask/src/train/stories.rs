//! What makes two reports tell of one happening.
//!
//! Input: NeuS, BASIL and ECB+, whose stories are known. Output:
//! `stories/pairs.bin` and `stories/context.bin`. The trees over contexts see
//! likelihoods of trees that were not taught with the story at hand.

use std::path::Path;

use rapporteur::Desk;
use rapporteur_gather::{Digest, StoryPairs};
use rapporteur_language::{Stories, Thresholds};

use super::boost::{Example, Setting, boost};
use crate::evaluate::stories::{self, Told};

/// How the trees over pairs are learnt.
const PAIRS: Setting = Setting {
    trees: 60,
    rate: 0.15,
    ridge: 3.0,
    least: 4.0,
};
/// How the trees over pairs among others are learnt.
const CONTEXT: Setting = Setting {
    trees: 100,
    rate: 0.1,
    ridge: 3.0,
    least: 6.0,
};
/// Parts that stories are held out in.
const FOLDS: u32 = 4;
/// Of pairs that have little in common, one in so many is learnt from.
const EASY: usize = 8;
/// Common words, as a cosine, under which a pair is easy.
const LITTLE: f32 = 0.12;
/// What a pair of BASIL weighs: it is a small set.
const BASIL: f32 = 4.0;

/// One set, digested.
pub(crate) struct Set {
    /// Its name.
    pub(crate) name: &'static str,
    /// Its reports.
    pub(crate) digests: Vec<Digest>,
    /// The story of each, and what holds it together with its look-alikes.
    pub(crate) told: Vec<(String, String)>,
}

/// Learns and writes the files.
pub(super) fn train(data: &Path, out: &Path) -> anyhow::Result<()> {
    let sets = sets(data)?;
    let trees = learn(&sets, |_| true);
    std::fs::create_dir_all(out.join("stories"))?;
    std::fs::write(out.join("stories/pairs.bin"), trees.pairs.to_bytes())?;
    std::fs::write(out.join("stories/context.bin"), trees.context.to_bytes())?;
    Ok(())
}

/// Reads and digests the sets that are there.
pub(crate) fn sets(data: &Path) -> anyhow::Result<Vec<Set>> {
    let desk = Desk::english();
    let digested = |(name, told): (&'static str, Vec<Told>)| {
        let topic = |story: &str| match name {
            "ecbplus" => story.trim_end_matches(char::is_alphabetic).to_owned(),
            _ => story.to_owned(),
        };
        let stories = told.iter().map(|it| (it.story.clone(), topic(&it.story)));
        let stories = stories.collect();
        let reports = told.into_iter().map(|it| it.report).collect();
        let annotated = desk.annotate_all(reports);
        Set {
            name,
            digests: annotated.iter().map(Digest::new).collect(),
            told: stories,
        }
    };
    Ok(stories::sets(data)?.into_iter().map(digested).collect())
}

/// Which part of `parts` a topic is in.
pub(crate) fn part(topic: &str, parts: u32) -> u32 {
    let add = |sum: u32, it: u8| (sum ^ u32::from(it)).wrapping_mul(0x0100_0193);
    (topic.bytes().fold(0x811c_9dc5, add) >> 8) % parts
}

/// A set's pairs with their labels.
struct Labelled<'s> {
    set: &'s Set,
    pairs: StoryPairs,
    /// Places of the two, and whether they are of one story.
    told: Vec<(usize, usize, bool)>,
}

impl Labelled<'_> {
    fn topic(&self, place: usize) -> &str {
        &self.set.told[place].1
    }

    fn weight(&self) -> f32 {
        if self.set.name == "basil" { BASIL } else { 1.0 }
    }
}

/// Learns from the pairs whose topics `known` takes both.
pub(crate) fn learn(sets: &[Set], known: impl Fn(&str) -> bool) -> Stories {
    let labelled: Vec<Labelled<'_>> = sets.iter().map(label).collect();
    let pairs = boost(&examples(&labelled, &known), PAIRS);
    let held_out: Vec<Stories> = (0..FOLDS)
        .map(|held| {
            let taught = |topic: &str| known(topic) && part(topic, FOLDS) != held;
            Stories {
                pairs: boost(&examples(&labelled, &taught), PAIRS),
                ..Stories::default()
            }
        })
        .collect();
    let mut over = Vec::new();
    for it in &labelled {
        let rows = it.pairs.rows().zip(&it.told);
        let likelihoods: Vec<f32> = rows
            .map(|((_, _, row), &(a, ..))| {
                let trees = &held_out[part(it.topic(a), FOLDS) as usize];
                1.0 / (1.0 + (-trees.pairs.score(row)).exp())
            })
            .collect();
        for (pair, row) in it.pairs.context(&likelihoods) {
            let (a, b, label) = it.told[pair];
            if known(it.topic(a)) && known(it.topic(b)) {
                over.push(Example {
                    row: row.to_vec(),
                    label,
                    weight: it.weight(),
                });
            }
        }
    }
    Stories {
        pairs,
        context: boost(&over, CONTEXT),
    }
}

fn label(set: &Set) -> Labelled<'_> {
    let pairs = StoryPairs::of(&set.digests, &Thresholds::embedded());
    let told = pairs
        .rows()
        .map(|(a, b, _)| {
            let (a, b) = (a.index(), b.index());
            (a, b, set.told[a].0 == set.told[b].0)
        })
        .collect();
    Labelled { set, pairs, told }
}

/// Rows of the pairs whose topics are both taught; of the easy ones, few that
/// weigh more.
fn examples(labelled: &[Labelled<'_>], taught: &impl Fn(&str) -> bool) -> Vec<Example> {
    let mut examples = Vec::new();
    for it in labelled {
        let mut easy = 0;
        for ((_, _, row), &(a, b, label)) in it.pairs.rows().zip(&it.told) {
            if !(taught(it.topic(a)) && taught(it.topic(b))) {
                continue;
            }
            let is_easy = !label && row[0] < LITTLE;
            easy += usize::from(is_easy);
            if is_easy && !easy.is_multiple_of(EASY) {
                continue;
            }
            let times = if is_easy { EASY as f32 } else { 1.0 };
            examples.push(Example {
                row: row.to_vec(),
                label,
                weight: times * it.weight(),
            });
        }
    }
    examples
}
