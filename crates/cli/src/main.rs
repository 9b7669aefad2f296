//! The command line of Rapporteur: arguments, files, the clock and exit codes.
//!
//! Exit codes: 0 done or found; 1 ran and found nothing; 2 error.
#![allow(clippy::print_stderr)]

mod args;
mod input;
mod journal;
mod output;
mod record_args;
mod verbs;

use std::process::ExitCode;

use clap::Parser;

use args::{Args, Verb};

/// How a verb ended, short of an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It did what was asked.
    Done,
    /// It ran and found nothing.
    Nothing,
    /// It did what could be done, but an input was missing, or was skipped
    /// under `--strict`.
    Incomplete,
}

fn main() -> ExitCode {
    let args = Args::parse();
    match run(&args) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Nothing) => ExitCode::from(1),
        Ok(Outcome::Incomplete) => ExitCode::from(2),
        Err(error) if output::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// Runs the verb that was asked for.
fn run(args: &Args) -> anyhow::Result<Outcome> {
    if let Some(threads) = args.global.threads {
        rayon::ThreadPoolBuilder::new()
            .num_threads(threads.into())
            .build_global()?;
    }
    match &args.verb {
        Verb::Brief(brief) => verbs::brief::run(brief, &args.global),
        Verb::Demo(demo) => verbs::demo::run(demo, &args.global),
        Verb::Annotate(annotate) => verbs::annotate::run(annotate, &args.global),
        Verb::Gather(gather) => verbs::gather::run(gather, &args.global),
        Verb::Build(build) => verbs::build::run(build, &args.global),
        Verb::Watch(watch) => verbs::watch::run(watch, &args.global),
        Verb::Files(files) => verbs::lists::files(files),
        Verb::Stories(stories) => verbs::lists::stories(stories),
        Verb::Show(show) => verbs::story::show(show),
        Verb::Compare(item) => verbs::story::compare(item),
        Verb::Search(search) => verbs::search::run(search),
        Verb::Who(who) => verbs::lists::who(who),
        Verb::Lineage(lineage) => verbs::story::lineage(lineage),
        Verb::Explain(item) => verbs::story::explain(item),
        Verb::Check(check) => verbs::check::run(check),
        Verb::Export(export) => verbs::export::run(export),
        Verb::Edit(edit) => verbs::edit::run(edit),
        Verb::Edits(edits) => verbs::edit::list(edits),
        Verb::Serve(serve) => verbs::serve::run(serve, &args.global),
    }
}
