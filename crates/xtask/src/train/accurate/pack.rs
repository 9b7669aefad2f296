//! Packs the lower layers of a transformer.
//!
//! Input: the folder of all-MiniLM-L6-v2, as `vectors` takes it. Output:
//! `accurate/context.bin`: the vectors of those of its pieces that
//! `pieces.txt` has, in four bits, and its lower layers in eight.

use std::path::Path;

use anyhow::Context as _;
use rapporteur_network::context::{Affine, Context, LONGEST, LayerValues, Sizes, Values};

use crate::train::vectors::tensors::Tensors;

const HIDDEN: usize = 384;
const INNER: usize = 1536;
const HEADS: usize = 12;
const POSITIONS: usize = 512;
/// Layers whose states a word is told by, a bit each.
const TAKEN: u32 = 0b1010;
/// Marks that every window begins and ends with.
const MARKS: [&str; 2] = ["[CLS]", "[SEP]"];

/// The file of the model in `folder`, for the pieces of `pieces`, one a line.
pub(super) fn pack(folder: &Path, pieces: &str) -> anyhow::Result<Vec<u8>> {
    let layers = TAKEN.ilog2() as usize + 1;
    let vocabulary = std::fs::read_to_string(folder.join("vocab.txt")).context("vocab.txt")?;
    let vocabulary: Vec<&str> = vocabulary.lines().collect();
    let file = std::fs::read(folder.join("model.safetensors")).context("model.safetensors")?;
    let tensors = Tensors::read(&file)?;
    let words = tensors.get(
        "embeddings.word_embeddings.weight",
        vocabulary.len() * HIDDEN,
    )?;
    let place = |piece: &str| {
        let place = vocabulary.iter().position(|it| *it == piece);
        place.with_context(|| format!("no piece {piece}"))
    };
    let mut rows = Vec::new();
    let mut count = 0;
    for piece in pieces.lines().chain(MARKS) {
        rows.extend_from_slice(&words[place(piece)? * HIDDEN..][..HIDDEN]);
        count += 1;
    }
    let mut positions = tensors.get("embeddings.position_embeddings.weight", POSITIONS * HIDDEN)?;
    positions.truncate(LONGEST * HIDDEN);
    // Every window is of the first kind of text.
    let kinds = tensors.get("embeddings.token_type_embeddings.weight", 2 * HIDDEN)?;
    for row in positions.chunks_exact_mut(HIDDEN) {
        for (value, kind) in row.iter_mut().zip(&kinds) {
            *value += kind;
        }
    }
    let values = Values {
        pieces: rows,
        positions,
        norm: affine(&tensors, "embeddings.LayerNorm", HIDDEN, HIDDEN)?,
        layers: (0..layers)
            .map(|it| layer(&tensors, it))
            .collect::<anyhow::Result<_>>()?,
    };
    let sizes = Sizes {
        pieces: count - MARKS.len(),
        hidden: HIDDEN,
        inner: INNER,
        heads: HEADS,
        layers,
        taken: TAKEN,
    };
    Ok(Context::to_bytes(sizes, &values))
}

fn layer(tensors: &Tensors<'_>, layer: usize) -> anyhow::Result<LayerValues> {
    let affine = |part: &str, size: usize, outputs: usize| {
        let name = format!("encoder.layer.{layer}.{part}");
        affine(tensors, &name, size, outputs)
    };
    let square = HIDDEN * HIDDEN;
    let mut asked: Affine = Default::default();
    for part in ["query", "key", "value"] {
        let own = affine(&format!("attention.self.{part}"), square, HIDDEN)?;
        for (all, own) in asked.iter_mut().zip(own) {
            all.extend(own);
        }
    }
    Ok(LayerValues {
        asked,
        mixed: affine("attention.output.dense", square, HIDDEN)?,
        mixed_norm: affine("attention.output.LayerNorm", HIDDEN, HIDDEN)?,
        inner: affine("intermediate.dense", HIDDEN * INNER, INNER)?,
        outer: affine("output.dense", INNER * HIDDEN, HIDDEN)?,
        outer_norm: affine("output.LayerNorm", HIDDEN, HIDDEN)?,
    })
}

/// Weight and bias of a name.
fn affine(
    tensors: &Tensors<'_>,
    name: &str,
    size: usize,
    outputs: usize,
) -> anyhow::Result<Affine> {
    Ok([
        tensors.get(&format!("{name}.weight"), size)?,
        tensors.get(&format!("{name}.bias"), outputs)?,
    ])
}
