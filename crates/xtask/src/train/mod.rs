//! Learning models from data sets.
//!
//! Each training is one module with `train(data, out)` and one line in
//! `TRAININGS`. What always holds: the same data give the same bytes.

use std::path::Path;

use anyhow::Context as _;

mod boost;
mod frequencies;
pub(crate) mod pages;
mod perceptron;
mod pronouns;
mod statements;

/// One training.
struct Training {
    /// Its name.
    name: &'static str,
    /// The folders of `--data` that it needs.
    folders: &'static [&'static str],
    /// Runs it, writing into the data of the language.
    run: fn(&Path, &Path) -> anyhow::Result<()>,
}

/// Every training.
const TRAININGS: &[Training] = &[
    Training {
        name: "frequencies",
        folders: &["polnear", "newswire-ner", "basil", "neus", "ecbplus"],
        run: frequencies::train,
    },
    Training {
        name: "statements",
        folders: &["polnear", "ud-ewt", "gum"],
        run: statements::train,
    },
    Training {
        name: "pronouns",
        folders: &["gum", "meantime"],
        run: pronouns::train,
    },
    Training {
        name: "pages",
        folders: &["pages-fundus", "pages-trafilatura"],
        run: pages::train,
    },
];

/// Runs the trainings. True, for they have no floors.
pub fn run(data: &Path, only: Option<&str>) -> anyhow::Result<bool> {
    let out = Path::new(env!("CARGO_MANIFEST_DIR")).join("../language/data");
    let wanted = |it: &&Training| only.is_none_or(|only| it.name.starts_with(only));
    for training in TRAININGS.iter().filter(wanted) {
        let missing = training.folders.iter().find(|it| !data.join(it).is_dir());
        if let Some(missing) = missing {
            println!("skipped {}: no {missing} here", training.name);
            continue;
        }
        (training.run)(data, &out).with_context(|| training.name)?;
    }
    Ok(true)
}
