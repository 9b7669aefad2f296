//! `rapporteur annotate`: one JSON line per report, in input order.

use rapporteur::Desk;
use rapporteur::present::json::{self, Extras};
use rapporteur::text::Report;

use crate::Outcome;
use crate::args::{AnnotateArgs, Global};
use crate::input::Input;
use crate::output;

/// How many reports are in hand at once.
const BATCH: usize = 512;

pub(crate) fn run(args: &AnnotateArgs, global: &Global) -> anyhow::Result<Outcome> {
    let mut input = Input::list(&args.paths);
    let desk = args.marking.desk();
    let extras = Extras {
        map: args.map,
        words: args.words,
    };
    let mut waiting = Vec::new();
    let mut found = false;
    input.for_each(&args.reading.options(), |reports| {
        found |= !reports.is_empty();
        waiting.extend(reports);
        if waiting.len() < BATCH {
            Ok(())
        } else {
            flush(&desk, &mut waiting, extras)
        }
    })?;
    flush(&desk, &mut waiting, extras)?;
    Ok(output::close(&mut input, found, global))
}

/// Annotates and prints what is waiting.
fn flush(desk: &Desk, waiting: &mut Vec<Report>, extras: Extras) -> anyhow::Result<()> {
    let mut lines = String::new();
    for annotated in desk.annotate_all(std::mem::take(waiting)) {
        let shaped = json::annotated_with(&annotated, extras);
        lines.push_str(&serde_json::to_string(&shaped)?);
        lines.push('\n');
    }
    output::print(&lines)
}
