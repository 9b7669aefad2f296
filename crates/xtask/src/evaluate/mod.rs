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
use rapporteur_language::Language;

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
    run: Run,
}

/// How an evaluation is run.
enum Run {
    /// On a set, in the default setting.
    Set(fn(&Path) -> anyhow::Result<Vec<Score>>),
    /// On a set, by the networks of a language: in both settings.
    Marks(fn(&Path, &Language) -> anyhow::Result<Vec<Score>>),
}

/// Every evaluation, in the order of the stages.
const EVALUATIONS: &[Evaluation] = &[
    Evaluation {
        name: "samples",
        folder: "",
        from: "they are in the repository",
        run: Run::Set(samples::evaluate),
    },
    Evaluation {
        name: "pages",
        folder: "pages-fundus",
        from: "github.com/flairNLP/fundus, and github.com/adbar/trafilatura beside it",
        run: Run::Set(pages::evaluate),
    },
    Evaluation {
        name: "pages-held-out",
        folder: "pages-fundus",
        from: "github.com/flairNLP/fundus, and github.com/adbar/trafilatura beside it",
        run: Run::Set(pages::evaluate_held_out),
    },
    Evaluation {
        name: "clean",
        folder: "polnear",
        from: "github.com/networkdynamics/PolNeAR",
        run: Run::Set(clean::evaluate),
    },
    Evaluation {
        name: "syntax",
        folder: "ud-ewt",
        from: "github.com/UniversalDependencies/UD_English-EWT, and UD_English-GUM beside it",
        run: Run::Marks(syntax::evaluate),
    },
    Evaluation {
        name: "names",
        folder: "newswire-ner",
        from: "github.com/stanfordnlp/en-worldwide-newswire (Shan et al. 2023), and UNER EWT beside it",
        run: Run::Marks(names::evaluate),
    },
    Evaluation {
        name: "coreference",
        folder: "gum",
        from: "github.com/UniversalDependencies/UD_English-GUM, and MEANTIME and BASIL beside it",
        run: Run::Set(coreference::evaluate),
    },
    Evaluation {
        name: "statements",
        folder: "polnear",
        from: "github.com/networkdynamics/PolNeAR",
        run: Run::Marks(statements::evaluate),
    },
    Evaluation {
        name: "speakers",
        folder: "basil",
        from: "github.com/launchnlp/BASIL",
        run: Run::Marks(speakers::evaluate),
    },
    Evaluation {
        name: "meaning",
        folder: "sts-headlines",
        from: "it is the headlines of SemEval's STS tasks of 2013 and 2014 (Agirre et al.)",
        run: Run::Set(meaning::evaluate),
    },
    Evaluation {
        name: "figures",
        folder: "newsquant",
        from: "it comes with the code of CQE (Almasian et al. 2023)",
        run: Run::Set(figures::evaluate),
    },
    Evaluation {
        name: "times",
        folder: "meantime",
        from: "it is offered by the NewsReader project",
        run: Run::Set(times::evaluate),
    },
    Evaluation {
        name: "numbers",
        folder: "recognizers",
        from: "github.com/microsoft/Recognizers-Text, Specs/*/English",
        run: Run::Set(recognizers::numbers),
    },
    Evaluation {
        name: "dates",
        folder: "recognizers",
        from: "github.com/microsoft/Recognizers-Text, Specs/*/English",
        run: Run::Set(recognizers::dates),
    },
    Evaluation {
        name: "plover",
        folder: "plover",
        from: "github.com/openeventdata/PLOVER",
        run: Run::Set(plover::evaluate),
    },
    Evaluation {
        name: "undertakings",
        folder: "",
        from: "they are in the repository",
        run: Run::Set(undertakings::evaluate),
    },
    Evaluation {
        name: "copies",
        folder: "basil",
        from: "github.com/launchnlp/BASIL",
        run: Run::Set(copies::evaluate),
    },
    Evaluation {
        name: "baselines",
        folder: "basil",
        from: "github.com/launchnlp/BASIL, and NeuS and ECB+ beside it",
        run: Run::Set(baselines::evaluate),
    },
    Evaluation {
        name: "alignment",
        folder: "",
        from: "it is in the repository",
        run: Run::Set(samples::alignment::evaluate),
    },
    Evaluation {
        name: "conflicts",
        folder: "basil",
        from: "github.com/launchnlp/BASIL; the samples stand beside it",
        run: Run::Set(conflicts::evaluate),
    },
    Evaluation {
        name: "stories",
        folder: "basil",
        from: "github.com/launchnlp/BASIL, and NeuS and ECB+ beside it",
        run: Run::Set(stories::evaluate),
    },
    Evaluation {
        name: "stories-held-out",
        folder: "basil",
        from: "github.com/launchnlp/BASIL, and NeuS and ECB+ beside it",
        run: Run::Set(stories::evaluate_held_out),
    },
    Evaluation {
        name: "stream",
        folder: "basil",
        from: "github.com/launchnlp/BASIL, and NeuS and ECB+ beside it",
        run: Run::Set(stream::evaluate),
    },
];

/// What to run.
#[derive(Clone, Copy, Debug)]
pub struct Choice<'a> {
    /// Only the evaluation of this name.
    pub only: Option<&'a str>,
    /// In the accurate setting: those that depend on it.
    pub accurate: bool,
    /// Write the table into docs/accuracy.md.
    pub write: bool,
}

/// Runs the evaluations and compares with the floors. False when one is
/// missed.
pub fn run(data: &Path, choice: Choice<'_>) -> anyhow::Result<bool> {
    let floors = floors()?;
    let wanted = |it: &&Evaluation| {
        let fits = !choice.accurate || matches!(it.run, Run::Marks(_));
        fits && choice.only.is_none_or(|only| it.name == only)
    };
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
        let scores = match evaluation.run {
            Run::Set(run) => run(data),
            Run::Marks(run) if choice.accurate => run(data, Language::accurate_english()),
            Run::Marks(run) => run(data, Language::english()),
        };
        let mut scores = scores.with_context(|| evaluation.name)?;
        let mut name = evaluation.name.to_owned();
        if choice.accurate {
            for name in scores.iter_mut().map(|it| &mut it.name) {
                name.insert_str(0, "accurate-");
            }
            name.insert_str(0, "accurate-");
        }
        met &= report(&name, &scores, &floors, &mut table)?;
    }
    println!("{table}");
    if choice.write {
        let place = if choice.accurate {
            "accurate scores"
        } else {
            "scores"
        };
        write_table(&table, place)?;
    }
    Ok(met)
}

/// Adds the scores to the table, and says which floors are missed.
fn report(
    evaluation: &str,
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
    let prefix = format!("{evaluation}.");
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

/// Puts the table between the marks of `place` in `docs/accuracy.md`.
fn write_table(table: &str, place: &str) -> anyhow::Result<()> {
    let (from, to) = (format!("<!-- {place} -->\n"), format!("<!-- /{place} -->"));
    let path = Path::new("docs/accuracy.md");
    let page = std::fs::read_to_string(path).context("docs/accuracy.md")?;
    let parted = page.split_once(&from).and_then(|(head, rest)| {
        let (_, tail) = rest.split_once(&to)?;
        Some((head, tail))
    });
    let (head, tail) = parted.with_context(|| format!("no {to} in docs/accuracy.md"))?;
    std::fs::write(path, format!("{head}{from}{table}{to}{tail}"))?;
    Ok(())
}
