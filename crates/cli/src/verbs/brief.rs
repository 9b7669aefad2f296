//! `rapporteur brief`: every story's brief.

use anyhow::{Context as _, anyhow};
use rapporteur::present::{html, json, markdown, terminal};
use rapporteur::text::{ActKind, Edits};
use rapporteur::{Briefed, Since};

use crate::Outcome;
use crate::args::{BriefArgs, Format, Global};
use crate::input::Input;
use crate::output;

pub(crate) fn run(args: &BriefArgs, global: &Global) -> anyhow::Result<Outcome> {
    let mut input = Input::list(&args.paths);
    let desk = args.marking.desk();
    let reports = input.reports(&args.reading.options())?;
    let edits = edits(args)?;
    let since = args.since.as_deref().map(since).transpose()?;
    let mut briefed = desk.brief_edited(desk.annotate_together(reports), &edits);
    if let Some(since) = since {
        briefed.mark_new(&since);
    }
    warn(&edits, &briefed);
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

/// The editor's acts.
fn edits(args: &BriefArgs) -> anyhow::Result<Edits> {
    let Some(path) = &args.edits else {
        return Ok(Edits::default());
    };
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    rapporteur::parse_edits(&text).map_err(|error| anyhow!("{}: {error}", path.display()))
}

/// Says which acts found nothing to act on.
fn warn(edits: &Edits, briefed: &Briefed) {
    for act in &edits.acts {
        let done = briefed.records().iter().any(|it| it.edits.contains(act));
        if !done && act.kind != ActKind::Exclude {
            let what = act.what.join(", ");
            eprintln!(
                "warning: {} {what}: nothing here to act on",
                act.kind.as_str()
            );
        }
    }
}

/// A time, or the reports of an earlier record.
fn since(text: &str) -> anyhow::Result<Since> {
    if let Some(since) = Since::time(text) {
        return Ok(since);
    }
    let file =
        std::fs::read_to_string(text).with_context(|| format!("{text} is no time and no file"))?;
    let record: serde_json::Value = serde_json::from_str(&file).with_context(|| text.to_owned())?;
    let stories = record["stories"]
        .as_array()
        .with_context(|| format!("{text} has no stories"))?;
    let reports = stories
        .iter()
        .filter_map(|it| it["reports"].as_array())
        .flatten();
    let ids = reports
        .filter_map(|it| it["id"].as_str())
        .map(str::to_owned);
    Ok(Since::reports(ids))
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
