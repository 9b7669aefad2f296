//! Work on the project itself: evaluation, training, generated documents.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Work on the project itself.
#[derive(Debug, Parser)]
struct Args {
    #[command(subcommand)]
    task: Task,
}

/// What to do.
#[derive(Debug, Subcommand)]
enum Task {
    /// Score every stage on the sets that are there, against the floors.
    Evaluate {
        /// The folder of data sets.
        #[arg(long)]
        data: PathBuf,
        /// Only the evaluations whose name begins so.
        #[arg(long)]
        only: Option<String>,
        /// In the accurate setting: those that depend on it.
        #[arg(long)]
        accurate: bool,
        /// Write the table into docs/accuracy.md.
        #[arg(long)]
        write: bool,
        /// List what is wrong with each page.
        #[arg(long)]
        worst: bool,
    },
    /// Learn the models anew from the sets that are there.
    Train {
        /// The folder of data sets.
        #[arg(long, required_unless_present = "model")]
        data: Option<PathBuf>,
        /// The folder of the sentence transformer that the vectors are of.
        #[arg(long)]
        model: Option<PathBuf>,
        /// Only the models whose name begins so.
        #[arg(long)]
        only: Option<String>,
    },
    /// Score what another program read of the page sets.
    ComparePages {
        /// The folder of data sets.
        #[arg(long)]
        data: PathBuf,
        /// JSON lines with the fields name, text, title, byline and day.
        #[arg(long)]
        told: PathBuf,
    },
    /// Feed invented reports to a stream; print its speed and memory.
    Load {
        /// How many.
        #[arg(long, default_value_t = 100_000)]
        reports: usize,
        /// Words of each, about.
        #[arg(long, default_value_t = 400)]
        words: usize,
        /// Reports that the stream keeps at most.
        #[arg(long, default_value_t = 1_000_000)]
        budget: usize,
        /// Days that it looks back.
        #[arg(long, default_value_t = 14)]
        window: u32,
        /// Where to draw the growth, as SVG.
        #[arg(long)]
        plot: Option<PathBuf>,
    },
    /// Score the stream of all sets of stories among invented reports.
    Stream {
        /// The folder of data sets.
        #[arg(long)]
        data: PathBuf,
        /// How many are invented.
        #[arg(long, default_value_t = 100_000)]
        invented: usize,
    },
    /// Hold the dependencies to the licences that deny.toml allows.
    Licences,
}

fn main() -> ExitCode {
    let Args { task } = Args::parse();
    let done = match task {
        Task::Evaluate {
            data,
            only,
            accurate,
            write,
            ..
        } => {
            let choice = xtask::evaluate::Choice {
                only: only.as_deref(),
                accurate,
                write,
            };
            xtask::evaluate::run(&data, choice)
        }
        Task::Train { data, model, only } => {
            xtask::train::run(data.as_deref(), model.as_deref(), only.as_deref())
        }
        Task::ComparePages { data, told } => compare(&data, &told),
        Task::Load {
            reports,
            words,
            budget,
            window,
            plot,
        } => {
            let limits = rapporteur_gather::Limits {
                days: window,
                reports: budget,
            };
            xtask::load::run(reports, words, limits, plot.as_deref())
        }
        Task::Stream { data, invented } => stream(&data, invented),
        Task::Licences => xtask::licences::run(),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// Prints the scores of a stream.
fn stream(data: &std::path::Path, invented: usize) -> anyhow::Result<bool> {
    for score in xtask::evaluate::stream::evaluate_among(data, invented)? {
        println!("{} {:.1}", score.name, score.value);
    }
    Ok(true)
}

/// Prints the scores of what another program read.
fn compare(data: &std::path::Path, told: &std::path::Path) -> anyhow::Result<bool> {
    for score in xtask::evaluate::pages::compare(data, told)? {
        println!("{} {:.1}", score.name, score.value);
    }
    Ok(true)
}
