//! `rapporteur brief`: every story's brief.

use rapporteur::present::{html, json, markdown, terminal};
use rapporteur::{Briefed, Desk};

use crate::Outcome;
use crate::args::{BriefArgs, Format, Global};
use crate::input::Input;
use crate::output;

pub(crate) fn run(args: &BriefArgs, global: &Global) -> anyhow::Result<Outcome> {
    let mut input = Input::list(&args.paths);
    let desk = Desk::english();
    let reports = input.reports(&args.reading.options())?;
    let briefed = desk.brief(desk.annotate_together(reports));
    let format = if args.json { Format::Json } else { args.format };
    let found = !briefed.records().is_empty();
    if found || format == Format::Json {
        output::print(&rendered(&briefed, format, args)?)?;
    }
    if let Some(folder) = &args.html {
        let accounts: Vec<_> = briefed.accounts().collect();
        output::write_pages(folder, &html::site(&accounts, &input.unread()))?;
    }
    Ok(output::close(&mut input, found, global))
}

/// All stories in one format.
fn rendered(briefed: &Briefed, format: Format, args: &BriefArgs) -> anyhow::Result<String> {
    let accounts: Vec<_> = briefed.accounts().collect();
    Ok(match format {
        Format::Text => {
            let style = output::style(&args.style, args.full);
            let briefs: Vec<_> = accounts
                .iter()
                .map(|it| terminal::brief(it, &style))
                .collect();
            briefs.join("\n")
        }
        Format::Md => accounts
            .iter()
            .map(markdown::brief)
            .collect::<Vec<_>>()
            .join("\n"),
        Format::Json => serde_json::to_string_pretty(&json::brief(&accounts))? + "\n",
    })
}
