//! Which blocks of a page are its report: words of class names, and trees.
//!
//! Input: `pages-fundus` (whole bodies) and `pages-trafilatura` (segments).
//! Output: `pages/words.tsv`, `pages/blocks.bin` and `pages/context.bin`. A block of a Fundus page
//! is the report's where most of its word triples stand in the gold body; of a
//! Trafilatura page only blocks with a segment are learnt from.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;

use rapporteur_language::Pages;
use rapporteur_read::{SeenPage, page_text};

use super::boost::{Example, Setting, boost};
use crate::evaluate::pages::load::{self, Page};

/// How the trees over single blocks are learnt.
const BLOCKS: Setting = Setting {
    trees: 160,
    rate: 0.12,
    ridge: 3.0,
    least: 2.0,
};
/// How the trees over their scores are learnt.
const CONTEXT: Setting = Setting {
    trees: 80,
    rate: 0.12,
    ridge: 3.0,
    least: 4.0,
};
/// Publishers that must use a word before it is weighed.
const PUBLISHERS: usize = 4;
/// Parts that publishers are held out in.
const FOLDS: u32 = 5;

/// A page with the labels of its blocks.
struct Labelled<'p> {
    page: &'p Page,
    seen: SeenPage<'p>,
    /// Label and weight of each block; no weight: not learnt from.
    labels: Vec<(bool, f32)>,
}

/// Learns and writes the files.
pub(super) fn train(data: &Path, out: &Path) -> anyhow::Result<()> {
    let mut pages = load::fundus(&data.join("pages-fundus"))?;
    pages.extend(load::trafilatura(&data.join("pages-trafilatura"))?);
    let texts = texts(&pages);
    let labelled = labelled(&pages, &texts);
    let learnt = learn(&labelled.iter().collect::<Vec<_>>());
    let words: BTreeMap<&String, &f32> = learnt.words.iter().collect();
    let lines = words
        .iter()
        .map(|(word, weight)| format!("{word}\t{weight:.2}\n"));
    std::fs::create_dir_all(out.join("pages"))?;
    std::fs::write(out.join("pages/words.tsv"), lines.collect::<String>())?;
    std::fs::write(out.join("pages/blocks.bin"), learnt.blocks.to_bytes())?;
    std::fs::write(out.join("pages/context.bin"), learnt.context.to_bytes())?;
    Ok(())
}

/// For each fifth of the publishers, what the others teach, and its pages.
pub(crate) fn folds(pages: &[Page]) -> Vec<(Pages, Vec<&Page>)> {
    let texts = texts(pages);
    let labelled = labelled(pages, &texts);
    (0..FOLDS)
        .map(|held| {
            let known = labelled.iter().filter(|it| fold(it.page, 7) != held);
            let learnt = learn(&known.collect::<Vec<_>>());
            let held = pages.iter().filter(|it| fold(it, 7) == held).collect();
            (learnt, held)
        })
        .collect()
}

/// Which fifth a publisher is in, by a seed.
fn fold(page: &Page, seed: u32) -> u32 {
    let add = |sum: u32, it: u8| (sum ^ u32::from(it)).wrapping_mul(0x0100_0193);
    (publisher(page).bytes().fold(seed, add) >> 8) % FOLDS
}

fn publisher(page: &Page) -> &str {
    page.name.split("_20").next().unwrap_or_default()
}

fn texts(pages: &[Page]) -> Vec<String> {
    let text = |page: &Page| page_text(&page.html).unwrap_or_default();
    pages.iter().map(text).collect()
}

fn labelled<'p>(pages: &'p [Page], texts: &'p [String]) -> Vec<Labelled<'p>> {
    let label = |(page, text): (&'p Page, &'p String)| {
        let seen = SeenPage::new(text)?;
        let labels = if page.body.is_empty() {
            of_segments(page, &seen)
        } else {
            of_body(page, &seen)
        };
        Some(Labelled { page, seen, labels })
    };
    pages.iter().zip(texts).filter_map(label).collect()
}

/// Learns the words, the trees over blocks, and the trees over the scores that
/// blocks have from trees which never saw their publisher.
fn learn(pages: &[&Labelled<'_>]) -> Pages {
    let words = weights(pages);
    let blocks = boost(&examples(pages, &words), BLOCKS);
    let mut over = Vec::new();
    for held in 0..FOLDS {
        let is_held = |it: &&&Labelled<'_>| fold(it.page, 11) == held;
        let known: Vec<&Labelled<'_>> = pages.iter().filter(|it| !is_held(it)).copied().collect();
        let words = weights(&known);
        let trees = boost(&examples(&known, &words), BLOCKS);
        for page in pages.iter().filter(is_held) {
            let rows = page.seen.rows(&words);
            let scores: Vec<f32> = rows.iter().map(|it| trees.score(it)).collect();
            over.extend(labelled_rows(page, page.seen.context(&rows, &scores)));
        }
    }
    let context = boost(&over, CONTEXT);
    Pages {
        words,
        blocks,
        context,
    }
}

fn examples(pages: &[&Labelled<'_>], weights: &HashMap<String, f32>) -> Vec<Example> {
    let of_page = |page: &&Labelled<'_>| labelled_rows(page, page.seen.rows(weights));
    pages.iter().flat_map(of_page).collect()
}

/// Rows beside their labels, where there is something to learn.
fn labelled_rows<const N: usize>(page: &Labelled<'_>, rows: Vec<[f32; N]>) -> Vec<Example> {
    let rows = rows.into_iter().zip(&page.labels);
    rows.filter(|(_, (_, weight))| 0.0 < *weight)
        .map(|(row, &(label, weight))| Example {
            row: row.to_vec(),
            label,
            weight,
        })
        .collect()
}

/// Labels by the whole body.
fn of_body(page: &Page, seen: &SeenPage<'_>) -> Vec<(bool, f32)> {
    let gold: HashSet<Vec<String>> = page.body.iter().flat_map(|it| triples(it)).collect();
    let lines: HashSet<Vec<String>> = page.body.iter().map(|it| words(it)).collect();
    let label = |text: &str| {
        let own = words(text);
        let weight = (1.0 + own.len() as f32).ln();
        if own.len() < 4 {
            return (lines.contains(&own), weight);
        }
        let triples = triples(text);
        let held = triples.iter().filter(|it| gold.contains(*it)).count();
        (triples.len() < 2 * held, weight)
    };
    seen.texts().map(label).collect()
}

/// Labels by segments, where a block holds one.
fn of_segments(page: &Page, seen: &SeenPage<'_>) -> Vec<(bool, f32)> {
    let label = |text: &str| {
        let holds = |list: &[String]| list.iter().any(|it| text.contains(it.as_str()));
        match (holds(&page.with), holds(&page.without)) {
            (true, false) => (true, 1.5),
            (false, true) => (false, 1.5),
            _ => (false, 0.0),
        }
    };
    seen.texts().map(label).collect()
}

/// Words in lower case.
fn words(text: &str) -> Vec<String> {
    let parts = text.split(|it: char| !it.is_alphanumeric());
    parts
        .filter(|it| !it.is_empty())
        .map(str::to_lowercase)
        .collect()
}

fn triples(text: &str) -> Vec<Vec<String>> {
    words(text).windows(3).map(<[String]>::to_vec).collect()
}

/// Logarithm of odds that a block near a word is the report's, each publisher
/// counted once.
fn weights(pages: &[&Labelled<'_>]) -> HashMap<String, f32> {
    let mut shares: BTreeMap<&str, BTreeMap<&str, (f32, f32)>> = BTreeMap::new();
    for page in pages {
        for ((label, weight), around) in page.labels.iter().zip(page.seen.class_words()) {
            for word in around.iter().map(|it| &it.1).collect::<BTreeSet<_>>() {
                let share = shares
                    .entry(word)
                    .or_default()
                    .entry(publisher(page.page))
                    .or_default();
                share.0 += if *label { *weight } else { 0.0 };
                share.1 += weight;
            }
        }
    }
    let mut weights = HashMap::new();
    for (word, publishers) in shares {
        let known: Vec<f32> = publishers
            .values()
            .filter(|it| 0.0 < it.1)
            .map(|it| it.0 / it.1)
            .collect();
        let plain = word.bytes().all(|it| it.is_ascii_alphabetic()) && 2 <= word.len();
        if known.len() < PUBLISHERS || !plain {
            continue;
        }
        let right: f32 = known.iter().sum();
        let count = known.len() as f32;
        let odds = ((right + 0.5) / (count - right + 0.5)).ln();
        // As it is written.
        weights.insert(word.to_owned(), (odds * 100.0).round() / 100.0);
    }
    weights
}
