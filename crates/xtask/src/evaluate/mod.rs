//! Scores on development sets, held to floors.
//!
//! Each evaluation is one module with `evaluate(data) -> Vec<Score>` and one
//! line in `EVALUATIONS`. A set that is not there is skipped with a word on
//! where it can be had. Floors stand in `crates/xtask/floors.toml`: a score
//! below its floor fails the run, and so does a floor without a score when
//! its set is there.

mod baselines;
mod clean;
mod conflicts;
pub(crate) mod copies;
pub(crate) mod coreference;
mod figures;
mod listing;
mod meaning;
mod names;
pub mod pages;
mod plover;
mod recognizers;
mod samples;
mod speakers;
pub(crate) mod statements;
pub(crate) mod stories;
pub mod stream;
mod syntax;
mod times;
mod undertakings;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use anyhow::Context as _;

use crate::score::Score;

/// One evaluation.
struct Evaluation {
    /// Its name; the names of its scores begin with it.
    name: &'static str,
    /// The folder of `--data` that it needs.
    folder: &'static str,
    /// Where that set can be had.
    from: &'static str,
    /// Runs it.
    run: fn(&Path) -> anyhow::Result<Vec<Score>>,
}

/// Every evaluation, in the order of the stages.
const EVALUATIONS: &[Evaluation] = &[
    Evaluation {
        name: "samples",
        folder: "",
        from: "they are in the repository",
        run: samples::evaluate,
    },
    Evaluation {
        name: "pages",
        folder: "pages-fundus",
        from: "github.com/flairNLP/fundus, and github.com/adbar/trafilatura beside it",
        run: pages::evaluate,
    },
    Evaluation {
        name: "pages-held-out",
        folder: "pages-fundus",
        from: "github.com/flairNLP/fundus, and github.com/adbar/trafilatura beside it",
        run: pages::evaluate_held_out,
    },
    Evaluation {
        name: "clean",
        folder: "polnear",
        from: "github.com/networkdynamics/PolNeAR",
        run: clean::evaluate,
    },
    Evaluation {
        name: "syntax",
        folder: "ud-ewt",
        from: "github.com/UniversalDependencies/UD_English-EWT, and UD_English-GUM beside it",
        run: syntax::evaluate,
    },
    Evaluation {
        name: "names",
        folder: "newswire-ner",
        from: "github.com/stanfordnlp/en-worldwide-newswire (Shan et al. 2023), and UNER EWT beside it",
        run: names::evaluate,
    },
    Evaluation {
        name: "coreference",
        folder: "gum",
        from: "github.com/UniversalDependencies/UD_English-GUM, and MEANTIME and BASIL beside it",
        run: coreference::evaluate,
    },
    Evaluation {
        name: "statements",
        folder: "polnear",
        from: "github.com/networkdynamics/PolNeAR",
        run: statements::evaluate,
    },
    Evaluation {
        name: "speakers",
        folder: "basil",
        from: "github.com/launchnlp/BASIL",
        run: speakers::evaluate,
    },
    Evaluation {
        name: "meaning",
        folder: "sts-headlines",
        from: "it is the headlines of SemEval's STS tasks of 2013 and 2014 (Agirre et al.)",
        run: meaning::evaluate,
    },
    Evaluation {
        name: "figures",
        folder: "newsquant",
        from: "it comes with the code of CQE (Almasian et al. 2023)",
        run: figures::evaluate,
    },
    Evaluation {
        name: "times",
        folder: "meantime",
        from: "it is offered by the NewsReader project",
        run: times::evaluate,
    },
    Evaluation {
        name: "numbers",
        folder: "recognizers",
        from: "github.com/microsoft/Recognizers-Text, Specs/*/English",
        run: recognizers::numbers,
    },
    Evaluation {
        name: "dates",
        folder: "recognizers",
        from: "github.com/microsoft/Recognizers-Text, Specs/*/English",
        run: recognizers::dates,
    },
    Evaluation {
        name: "plover",
        folder: "plover",
        from: "github.com/openeventdata/PLOVER",
        run: plover::evaluate,
    },
    Evaluation {
        name: "undertakings",
        folder: "",
        from: "they are in the repository",
        run: undertakings::evaluate,
    },
    Evaluation {
        name: "copies",
        folder: "basil",
        from: "github.com/launchnlp/BASIL",
        run: copies::evaluate,
    },
    Evaluation {
        name: "baselines",
        folder: "basil",
        from: "github.com/launchnlp/BASIL, and NeuS and ECB+ beside it",
        run: baselines::evaluate,
    },
    Evaluation {
        name: "alignment",
        folder: "",
        from: "it is in the repository",
        run: samples::alignment::evaluate,
    },
    Evaluation {
        name: "conflicts",
        folder: "basil",
        from: "github.com/launchnlp/BASIL; the samples stand beside it",
        run: conflicts::evaluate,
    },
    Evaluation {
        name: "stories",
        folder: "basil",
        from: "github.com/launchnlp/BASIL, and NeuS and ECB+ beside it",
        run: stories::evaluate,
    },
    Evaluation {
        name: "stories-held-out",
        folder: "basil",
        from: "github.com/launchnlp/BASIL, and NeuS and ECB+ beside it",
        run: stories::evaluate_held_out,
    },
    Evaluation {
        name: "stream",
        folder: "basil",
        from: "github.com/launchnlp/BASIL, and NeuS and ECB+ beside it",
        run: stream::evaluate,
    },
];

/// Runs the evaluations and compares with the floors. False when one is
/// missed.
pub fn run(data: &Path, only: Option<&str>, write: bool) -> anyhow::Result<bool> {
    let floors = floors()?;
    let wanted = |it: &&Evaluation| only.is_none_or(|only| it.name == only);
    let mut table = String::from("| score | value | floor | gold items |\n|---|---|---|---|\n");
    let mut met = true;
    for evaluation in EVALUATIONS.iter().filter(wanted) {
        if !data.join(evaluation.folder).is_dir() {
            println!(
                "skipped {}: no {} here; {}",
                evaluation.name, evaluation.folder, evaluation.from
            );
            continue;
        }
        let scores = (evaluation.run)(data).with_context(|| evaluation.name)?;
        met &= report(evaluation, &scores, &floors, &mut table)?;
    }
    println!("{table}");
    if write {
        write_table(&table)?;
    }
    Ok(met)
}

/// Adds the scores to the table, and says which floors are missed.
fn report(
    evaluation: &Evaluation,
    scores: &[Score],
    floors: &BTreeMap<String, f64>,
    table: &mut String,
) -> anyhow::Result<bool> {
    let mut met = true;
    for score in scores {
        let floor = floors.get(&score.name);
        let margin = score
            .margin
            .map(|margin| format!(" ± {margin:.1}"))
            .unwrap_or_default();
        let printed = floor.map(|floor| format!("{floor:.1}")).unwrap_or_default();
        writeln!(
            table,
            "| {} | {:.1}{margin} | {printed} | {} |",
            score.name, score.value, score.size
        )?;
        if floor.is_some_and(|&floor| score.value < floor) {
            eprintln!("below its floor: {} is {:.2}", score.name, score.value);
            met = false;
        }
    }
    let prefix = format!("{}.", evaluation.name);
    for name in floors.keys().filter(|name| name.starts_with(&prefix)) {
        if !scores.iter().any(|score| &score.name == name) {
            eprintln!("a floor without a score: {name}");
            met = false;
        }
    }
    Ok(met)
}

/// The floors of the repository.
fn floors() -> anyhow::Result<BTreeMap<String, f64>> {
    let floors: BTreeMap<String, BTreeMap<String, f64>> =
        toml::from_str(include_str!("../../floors.toml")).context("floors.toml")?;
    let named = |(set, it): (String, BTreeMap<String, f64>)| {
        it.into_iter()
            .map(move |(name, floor)| (format!("{set}.{name}"), floor))
    };
    Ok(floors.into_iter().flat_map(named).collect())
}

/// Puts the table between its marks in `docs/accuracy.md`.
fn write_table(table: &str) -> anyhow::Result<()> {
    const FROM: &str = "<!-- scores -->\n";
    const TO: &str = "<!-- /scores -->";
    let path = Path::new("docs/accuracy.md");
    let page = std::fs::read_to_string(path).context("docs/accuracy.md")?;
    let (head, rest) = page
        .split_once(FROM)
        .context("no <!-- scores --> in docs/accuracy.md")?;
    let (_, tail) = rest
        .split_once(TO)
        .context("no <!-- /scores --> in docs/accuracy.md")?;
    std::fs::write(path, format!("{head}{FROM}{table}{TO}{tail}"))?;
    Ok(())
}
