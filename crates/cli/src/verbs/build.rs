//! `rapporteur build`: reports into a record file.
#![allow(clippy::print_stderr)]
// The clock, for when a batch was made and how fast it goes.
#![allow(clippy::disallowed_methods)]

use std::cell::Cell;
use std::io::{IsTerminal as _, stderr};
use std::time::Instant;

use rapporteur::store::Store;
use rapporteur::text::Report;
use rapporteur::{Ledger, Surroundings, Tally};
use serde_json::json;

use crate::Outcome;
use crate::args::Global;
use crate::input::Input;
use crate::output;
use crate::record_args::BuildArgs;

pub(crate) fn run(args: &BuildArgs, global: &Global) -> anyhow::Result<Outcome> {
    let mut input = Input::list(&args.paths);
    let mut store = Store::open(&args.file.db)?;
    input.without(&args.file.db);
    let machine = Machine {
        json: args.file.json,
        quiet: global.quiet,
        bar: !global.quiet && stderr().is_terminal(),
        began: Instant::now(),
        file: Cell::new((0, 0)),
    };
    let mut ledger = Ledger::new(args.marking.desk(), &mut store, args.batch.get());
    let read = input.put_in(&args.reading.options(), &mut ledger, &machine, |at, all| {
        machine.file.set((at, all));
    });
    let tally = ledger.tally();
    if machine.bar {
        eprint!("\r\u{1b}[K");
    }
    if let Err(error) = read {
        let kept = tally.added + tally.revised;
        return Err(error.context(format!("stopped; {kept} new reports are kept")));
    }
    machine.end(&store, tally, args)?;
    Ok(output::close(
        &mut input,
        0 < store.totals()?.reports,
        global,
    ))
}

/// The clock and the places of this machine, and who is told how far it is.
struct Machine {
    json: bool,
    quiet: bool,
    /// Whether to write over one line.
    bar: bool,
    began: Instant,
    /// Which file is read, of how many.
    file: Cell<(usize, usize)>,
}

impl Surroundings for Machine {
    fn now(&self) -> String {
        let now = jiff::Timestamp::now();
        now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
    }

    fn place(&self, report: &Report) -> Option<String> {
        let (file, part) = match report.file().split_once('#') {
            Some((file, part)) => (file, Some(part)),
            None => (report.file(), None),
        };
        if file == "-" {
            return None;
        }
        let file = std::path::absolute(file).ok()?;
        let file = file.to_string_lossy().into_owned();
        Some(part.map_or(file.clone(), |part| format!("{file}#{part}")))
    }

    fn kept(&self, tally: Tally) {
        if self.json {
            // Whoever listened may be gone; the reports are kept all the same.
            let _ = output::print(&format!("{}\n", told("batch", tally)));
        }
        if !self.quiet {
            self.progress(tally);
        }
    }
}

impl Machine {
    fn progress(&self, tally: Tally) {
        let kept = tally.added + tally.revised;
        let seconds = self.began.elapsed().as_secs_f64().max(0.001);
        let rate = (kept + tally.seen) as f64 / seconds;
        let (at, all) = self.file.get();
        let left = left(at, all, seconds);
        let line = format!("file {at} of {all} · {kept} reports kept · {rate:.0} a second{left}");
        if self.bar {
            eprint!("\r\u{1b}[K{line}");
        } else {
            eprintln!("{line}");
        }
    }

    /// All is on the disk.
    fn end(&self, store: &Store, tally: Tally, args: &BuildArgs) -> anyhow::Result<()> {
        if self.json {
            output::print(&format!("{}\n", told("summary", tally)))?;
        }
        if self.quiet {
            return Ok(());
        }
        let totals = store.totals()?;
        let file = args.file.db.display();
        eprintln!(
            "{} new reports, {} in another version, {} seen before; {:.1} s",
            tally.added,
            tally.revised,
            tally.seen,
            self.began.elapsed().as_secs_f64(),
        );
        eprintln!(
            "{file} now holds {} reports in {} stories, {} items",
            totals.reports, totals.stories, totals.items,
        );
        eprintln!("next: rapporteur stories --db {file}");
        Ok(())
    }
}

/// One line of JSON.
fn told(kind: &str, tally: Tally) -> String {
    json!({
        "type": kind,
        "added": tally.added,
        "revised": tally.revised,
        "seen": tally.seen,
        "skipped": tally.skipped,
        "drawn": tally.drawn,
    })
    .to_string()
}

/// How long it may take yet, by the files read so far; nothing for the first
/// or the last.
fn left(at: usize, all: usize, seconds: f64) -> String {
    if at < 2 || at == all {
        return String::new();
    }
    let read = at - 1;
    let left = seconds / read as f64 * (all - read) as f64;
    if left < 60.0 {
        format!(" · about {left:.0} s left")
    } else {
        format!(" · about {:.0} min left", left / 60.0)
    }
}
