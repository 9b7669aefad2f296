//! `rapporteur gather`: which story each report is of, and what it copies.

use rapporteur::present::json;
use rapporteur::text::Report;
use rapporteur::{Desk, Limits, Stream};

use crate::Outcome;
use crate::args::{GatherArgs, Global};
use crate::input::Input;
use crate::journal::Journal;
use crate::output;

/// Reports that are annotated together.
const BATCH: usize = 64;

pub(crate) fn run(args: &GatherArgs, global: &Global) -> anyhow::Result<Outcome> {
    if args.batch {
        return run_batch(args, global);
    }
    let mut input = Input::list(&args.paths);
    let desk = args.marking.desk();
    let stream = desk.stream(Limits {
        days: args.window,
        reports: args.budget.get(),
    });
    let mut telling = Telling {
        desk,
        stream,
        to: args.to.as_deref().map(Journal::open).transpose()?,
    };
    let mut waiting = Vec::new();
    let mut found = false;
    input.for_each(&args.reading.options(), |reports| {
        found |= !reports.is_empty();
        waiting.extend(reports);
        while BATCH <= waiting.len() {
            let rest = waiting.split_off(BATCH);
            telling.tell(std::mem::replace(&mut waiting, rest))?;
        }
        Ok(())
    })?;
    telling.tell(waiting)?;
    if let Some(journal) = telling.to {
        journal.finish()?;
    }
    Ok(output::close(&mut input, found, global))
}

/// A stream, and where it is told of.
struct Telling {
    desk: Desk,
    stream: Stream,
    /// A file; none where it is standard output.
    to: Option<Journal>,
}

impl Telling {
    /// Assigns what is waiting, and tells of it.
    fn tell(&mut self, waiting: Vec<Report>) -> anyhow::Result<()> {
        let annotated = self.desk.annotate_all(waiting);
        let mut lines = String::new();
        for digest in self.desk.digests(&annotated) {
            let line = json::assigned(&self.stream.add(digest));
            lines.push_str(&serde_json::to_string(&line)?);
            lines.push('\n');
        }
        match &mut self.to {
            Some(journal) => journal.put(&lines),
            None => output::print(&lines),
        }
    }
}

/// Sees all reports before any is assigned.
fn run_batch(args: &GatherArgs, global: &Global) -> anyhow::Result<Outcome> {
    let mut input = Input::list(&args.paths);
    let desk = args.marking.desk();
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
