//! Learns where sentences end that no full stop marks: logistic regression
//! over the blanks of which no rule tells.
//!
//! Input: the training parts of the treebanks, and reports of `PolNeAR`'s
//! training part, in which the rules are taken to find every end. Output:
//! `tag/sentences.model`. Steps are those of `AdaGrad` (Duchi et al. 2011).

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use rapporteur_language::chain::{Chain, LABELS};
use rapporteur_mark::syntax_learning::{Blank, blanks};

use crate::{conllu, polnear};

/// Times over the blanks.
const ROUNDS: usize = 12;
/// Features seen less often are dropped.
const RARE: u32 = 5;
/// Slots of the model, as a power of two.
const BITS: u32 = 16;
/// How far a step goes.
const RATE: f32 = 0.1;
/// How much of a weight each step takes off.
const DECAY: f32 = 1e-3;
/// How far the odds are shifted towards an end: a missed one costs as much as
/// a false one, and most blanks are none.
const SHIFT: f32 = 0.3;
/// One report of so many is learnt from; they hold few ends.
const REPORTS: usize = 2;

/// Learns the model, and says what it gets wrong of a fifth of the treebanks
/// when that is left out.
pub(super) fn train(data: &Path, out: &Path) -> anyhow::Result<()> {
    let documents = conllu::training(data)?;
    let mut parts: [Vec<Blank>; 5] = Default::default();
    for (number, document) in documents.iter().enumerate() {
        let spans = document.sentences.iter().map(|it| it.span().end());
        let ends: BTreeSet<usize> = spans.collect();
        parts[number % 5].extend(blanks(&document.text, |at| ends.contains(&at)));
    }
    let reports = polnear::read(&data.join("polnear/train"))?;
    let news = reports.iter().step_by(REPORTS);
    let news: Vec<Blank> = news.flat_map(|it| blanks(&it.text, |_| false)).collect();
    let [held_out, rest @ ..] = &parts;
    let most = rest.iter().flatten().chain(&news);
    judge(&learn(&most.collect::<Vec<_>>()), held_out, "held out");
    judge(
        &learn(&rest.iter().flatten().collect::<Vec<_>>()),
        &news,
        "news",
    );
    let model = learn(&parts.iter().flatten().chain(&news).collect::<Vec<_>>());
    std::fs::write(out.join("tag/sentences.model"), model.to_bytes())?;
    Ok(())
}

fn judge(model: &Chain, blanks: &[Blank], name: &str) {
    let (mut right, mut found, mut gold) = (0, 0, 0);
    for blank in blanks {
        let mut sums = [0; LABELS];
        for &feature in &blank.features {
            model.add(feature, &mut sums);
        }
        let told = sums[0] < sums[1];
        found += usize::from(told);
        gold += usize::from(blank.ends);
        right += usize::from(told && blank.ends);
    }
    println!(
        "  {name}: {} blanks, {gold} ends, {found} found, {right} right",
        blanks.len()
    );
}

fn learn(blanks: &[&Blank]) -> Chain {
    let index = index(blanks);
    let number = |it: &u64| index.get(it).copied();
    let rows: Vec<(Vec<u32>, f32)> = blanks
        .iter()
        .map(|it| {
            let row = it.features.iter().filter_map(number).collect();
            (row, f32::from(u8::from(it.ends)))
        })
        .collect();
    let mut weights = vec![0.0_f32; index.len()];
    let mut steps = vec![1e-6_f32; index.len()];
    let mut order: Vec<usize> = (0..rows.len()).collect();
    let mut seed = 0x2545_f491_4f6c_dd1d_u64;
    for _ in 0..ROUNDS {
        shuffle(&mut order, &mut seed);
        for &at in &order {
            let (row, ends) = &rows[at];
            let sum: f32 = row.iter().map(|&it| weights[it as usize]).sum();
            let miss = 1.0 / (1.0 + (-sum).exp()) - ends;
            for &it in row {
                let slope = miss + DECAY * weights[it as usize];
                let taken = &mut steps[it as usize];
                *taken += slope * slope;
                weights[it as usize] -= RATE * slope / taken.sqrt();
            }
        }
    }
    // Every blank has its first feature, which is the same for all.
    let always = blanks.first().and_then(|it| it.features.first()).copied();
    let weight = |(&hash, &it): (&u64, &u32)| {
        let shift = if Some(hash) == always { SHIFT } else { 0.0 };
        (hash, [0.0, weights[it as usize] + shift, 0.0])
    };
    Chain::pack(&index.iter().map(weight).collect::<Vec<_>>(), BITS)
}

/// Shuffles `order` by `seed`, and moves the seed on.
fn shuffle(order: &mut [usize], seed: &mut u64) {
    for at in (1..order.len()).rev() {
        *seed ^= *seed << 13;
        *seed ^= *seed >> 7;
        *seed ^= *seed << 17;
        order.swap(at, (*seed % (at as u64 + 1)) as usize);
    }
}

/// Numbers the features that are not rare, in order of first sight.
fn index(blanks: &[&Blank]) -> HashMap<u64, u32, foldhash::fast::FixedState> {
    let mut seen: HashMap<u64, u32, foldhash::fast::FixedState> = HashMap::default();
    let all = || blanks.iter().flat_map(|it| &it.features);
    for &hash in all() {
        *seen.entry(hash).or_default() += 1;
    }
    let mut index = HashMap::default();
    for hash in all().filter(|&it| RARE <= seen[it]) {
        let next = index.len() as u32;
        index.entry(*hash).or_insert(next);
    }
    index
}
