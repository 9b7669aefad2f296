//! `rapporteur gather`: which story each report is of, and what it copies.

use rapporteur::Desk;
use rapporteur::present::json;

use crate::Outcome;
use crate::args::{GatherArgs, Global};
use crate::input::Input;
use crate::output;

pub(crate) fn run(args: &GatherArgs, global: &Global) -> anyhow::Result<Outcome> {
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
