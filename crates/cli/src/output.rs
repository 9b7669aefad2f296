//! What goes to standard output and standard error, and pages to a folder.

use std::fs;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Component, Path};

use anyhow::Context as _;
use rapporteur::present::terminal::Style;

use crate::Outcome;
use crate::args::{Global, StyleArgs, When};
use crate::input::{Input, place};

/// Columns when standard output is no terminal.
const COLUMNS: usize = 100;

/// Writes `text` to standard output.
pub(crate) fn print(text: &str) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(())
}

/// Whether the reader of our output has gone, which is no fault.
pub(crate) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let io = error.downcast_ref::<io::Error>();
    io.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

/// How to draw on this terminal.
pub(crate) fn style(args: &StyleArgs, full: bool) -> Style {
    let terminal = io::stdout().is_terminal();
    let own = terminal_size::terminal_size()
        .filter(|_| terminal)
        .map(|(width, _)| width.0.into());
    let width = args
        .width
        .map(usize::from)
        .or(own)
        .unwrap_or(COLUMNS)
        .max(40);
    Style {
        width,
        color: wants_color(args, terminal),
        full,
    }
}

/// Flags first, then `NO_COLOR` (any non-empty value), then the terminal.
#[allow(clippy::disallowed_methods)]
fn wants_color(args: &StyleArgs, terminal: bool) -> bool {
    let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    match args.color {
        _ if args.no_color => false,
        When::Always => true,
        When::Never => false,
        When::Auto => terminal && !refused,
    }
}

/// Lists what was not read on standard error, and says how the run ended.
pub(crate) fn close(input: &mut Input, found: bool, global: &Global) -> Outcome {
    input.skipped.sort();
    for it in &input.missing {
        eprintln!("error: {}: {}", it.file, it.reason);
    }
    if !input.skipped.is_empty() && !global.quiet {
        eprintln!("skipped {}:", input.skipped.len());
        for it in &input.skipped {
            eprintln!("  {}: {}", place(it), it.reason);
        }
    }
    let strict = global.strict && !input.skipped.is_empty();
    match found {
        _ if strict || !input.missing.is_empty() => Outcome::Incomplete,
        true => Outcome::Done,
        false => Outcome::Nothing,
    }
}

/// Writes pages under `folder`, each whole or not at all.
pub(crate) fn write_pages(folder: &Path, pages: &[(String, String)]) -> anyhow::Result<()> {
    for (name, page) in pages {
        let inside = Path::new(name)
            .components()
            .all(|part| matches!(part, Component::Normal(_)));
        anyhow::ensure!(inside, "a page named {name} would lie outside its folder");
        let path = folder.join(name);
        write_whole(&path, page.as_bytes())
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

/// Writes a file, whole or not at all.
pub(crate) fn write_file(path: &Path, content: &[u8]) -> anyhow::Result<()> {
    write_whole(path, content).with_context(|| format!("cannot write {}", path.display()))
}

/// Writes beside the file first, then puts it in its place.
fn write_whole(path: &Path, content: &[u8]) -> anyhow::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    fs::write(&beside, content)?;
    fs::rename(&beside, path)?;
    Ok(())
}
