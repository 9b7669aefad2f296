//! `rapporteur gather`: which story each report is of, and what it copies.

use rapporteur::present::json;
use rapporteur::text::Report;
use rapporteur::{Desk, Limits, Stream};

use crate::Outcome;
use crate::args::{GatherArgs, Global};
use crate::input::Input;
use crate::output;

/// Reports that are annotated together.
const BATCH: usize = 64;

pub(crate) fn run(args: &GatherArgs, global: &Global) -> anyhow::Result<Outcome> {
    if args.batch {
        return run_batch(args, global);
    }
    let mut input = Input::list(&args.paths);
    let desk = Desk::english();
    let mut stream = desk.stream(Limits {
        days: args.window,
        reports: args.budget.get(),
    });
    let mut waiting = Vec::new();
    let mut found = false;
    input.for_each(&args.reading.options(), |reports| {
        found |= !reports.is_empty();
        waiting.extend(reports);
        if waiting.len() < BATCH {
            Ok(())
        } else {
            flush(&desk, &mut stream, &mut waiting)
        }
    })?;
    flush(&desk, &mut stream, &mut waiting)?;
    Ok(output::close(&mut input, found, global))
}

/// Assigns and prints what is waiting.
fn flush(desk: &Desk, stream: &mut Stream, waiting: &mut Vec<Report>) -> anyhow::Result<()> {
    let annotated = desk.annotate_all(std::mem::take(waiting));
    let mut lines = String::new();
    for digest in desk.digests(&annotated) {
        let line = json::assigned(&stream.add(digest));
        lines.push_str(&serde_json::to_string(&line)?);
        lines.push('\n');
    }
    output::print(&lines)
}

/// Sees all reports before any is assigned.
fn run_batch(args: &GatherArgs, global: &Global) -> anyhow::Result<Outcome> {
    let mut input = Input::list(&args.paths);
    let desk = Desk::english();
    let reports = input.reports(&args.reading.options())?;
    let found = !reports.is_empty();
    let annotated = desk.annotate_together(reports);
    let gathered = desk.gather(&annotated);
    let mut lines = String::new();
    for line in json::gathered(&annotated, &gathered) {
        lines.push_str(&serde_json::to_string(&line)?);
        lines.push('\n');
    }
    output::print(&lines)?;
    Ok(output::close(&mut input, found, global))
}
