//! `rapporteur check`: whether a record file holds together.

use rapporteur::store::Store;
use serde_json::json;

use super::lists::print_json;
use crate::Outcome;
use crate::output;
use crate::record_args::CheckArgs;

pub(crate) fn run(args: &CheckArgs) -> anyhow::Result<Outcome> {
    let store = Store::open_to_read(&args.file.db)?;
    let faults = store.check()?;
    if args.file.json {
        print_json(&json!({ "faults": faults }))?;
    } else if faults.is_empty() {
        let totals = store.totals()?;
        output::print(&format!(
            "sound: {} reports, {} stories, {} items; every span is in its text\n",
            totals.reports, totals.stories, totals.items
        ))?;
    } else {
        output::print(&(faults.join("\n") + "\n"))?;
    }
    Ok(if faults.is_empty() {
        Outcome::Done
    } else {
        Outcome::Nothing
    })
}
