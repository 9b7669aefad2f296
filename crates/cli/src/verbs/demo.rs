//! `rapporteur demo`: the bundled samples, on the terminal and as pages.
#![allow(clippy::print_stderr)]

use std::path::PathBuf;

use include_dir::{Dir, include_dir};
use rapporteur::present::{html, terminal};
use rapporteur::text::Report;
use rapporteur::{Options, Source};

use crate::Outcome;
use crate::args::{DemoArgs, Global};
use crate::output;

/// Reports that this project wrote itself.
static SAMPLES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../samples");

pub(crate) fn run(args: &DemoArgs, global: &Global) -> anyhow::Result<Outcome> {
    let desk = args.marking.desk();
    let briefed = desk.brief(desk.annotate_together(samples()));
    let accounts: Vec<_> = briefed.accounts().collect();
    let style = output::style(&args.style, false);
    let briefs: Vec<_> = accounts
        .iter()
        .map(|it| terminal::brief(it, &style))
        .collect();
    output::print(&briefs.join("\n"))?;

    let folder = args.html.clone().unwrap_or_else(demo_folder);
    output::write_pages(&folder, &html::site(&accounts, &[]))?;
    let index = folder.join("index.html");
    if !global.quiet {
        eprintln!("pages: {}", index.display());
    }
    if !args.no_open && opener::open(&index).is_err() {
        eprintln!("no browser could be started; open the page above by hand");
    }
    Ok(Outcome::Done)
}

/// Where the pages go when no folder is named.
fn demo_folder() -> PathBuf {
    std::env::temp_dir().join("rapporteur-demo")
}

/// The bundled reports, by path.
fn samples() -> Vec<Report> {
    let mut files = Vec::new();
    collect(&SAMPLES, &mut files);
    files.sort_by_key(|file| file.path());
    let read = |file: &include_dir::File<'_>| {
        let source = Source::named(file.path().to_string_lossy().into_owned());
        rapporteur::read(file.contents(), &source, &Options::default()).reports
    };
    files.into_iter().flat_map(read).collect()
}

fn collect<'d>(folder: &'d Dir<'d>, files: &mut Vec<&'d include_dir::File<'d>>) {
    files.extend(folder.files());
    for inner in folder.dirs() {
        collect(inner, files);
    }
}
