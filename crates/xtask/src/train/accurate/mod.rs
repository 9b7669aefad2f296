//! Learns the accurate setting: networks like those of the fast one, which see
//! words as they stand in their context (Peters et al. 2018).

use std::path::Path;

use anyhow::Context as _;
use rapporteur_language::{Language, Models};
use rapporteur_network::{Layout, Weights, context};

mod pack;

/// The files, among the data of the language.
const CONTEXT: &str = "accurate/context.bin";
pub(super) const NETWORK: &str = "accurate/network.bin";

pub(super) const STATEMENTS: &str = "accurate/statements.bin";

/// Packs the transformer in the folder `model`.
pub(super) fn pack(model: &Path, out: &Path) -> anyhow::Result<()> {
    let pieces = std::fs::read_to_string(out.join("pieces.txt")).context("pieces.txt")?;
    let bytes = pack::pack(model, &pieces)?;
    println!("  {} bytes", bytes.len());
    std::fs::write(out.join(CONTEXT), bytes).context(CONTEXT)
}

/// English with what stands in `out`, whatever is built in. Networks that are
/// not there yet are those of the fast setting.
pub(super) fn language(out: &Path) -> anyhow::Result<&'static Language> {
    let read = |name: &str| std::fs::read(out.join(name));
    let context = read(CONTEXT).context(CONTEXT)?;
    let context = context::Context::embedded(context.leak()).context(CONTEXT)?;
    let fast = Language::english();
    Ok(leaked(Language::english_with(Models {
        network: weights(read(NETWORK)).unwrap_or(fast.network()),
        attribution: weights(read(STATEMENTS)).unwrap_or(fast.attribution()),
        context: Some(leaked(context)),
    })))
}

fn weights<L: Layout>(file: std::io::Result<Vec<u8>>) -> Option<&'static Weights<L>> {
    Some(leaked(Weights::read(&file.ok()?)?))
}

/// Kept to the end: there is one of each a run.
fn leaked<T>(it: T) -> &'static T {
    Box::leak(Box::new(it))
}
