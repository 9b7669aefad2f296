//! `rapporteur export`: stories in other formats.

use anyhow::Context as _;
use rapporteur::present::html::{self, Unread};
use rapporteur::present::{csv, json, markdown};
use rapporteur::store::{Store, StoryFilter, Told};

use super::story::{account, find_story};
use crate::Outcome;
use crate::output;
use crate::record_args::{ExportArgs, ExportFormat};

pub(crate) fn run(args: &ExportArgs) -> anyhow::Result<Outcome> {
    let store = Store::open_to_read(&args.file.db)?;
    let told = chosen(&store, args)?;
    if told.is_empty() {
        return Ok(Outcome::Nothing);
    }
    let accounts: Vec<_> = told.iter().map(account).collect();
    let text = match args.to {
        ExportFormat::Html => {
            let folder = args
                .out
                .as_deref()
                .context("pages need a folder: --out DIR")?;
            output::write_pages(folder, &html::site(&accounts, &unread(&store)?))?;
            return Ok(Outcome::Done);
        }
        ExportFormat::Md => accounts
            .iter()
            .map(markdown::brief)
            .collect::<Vec<_>>()
            .join("\n"),
        ExportFormat::Csv => csv::evidence(&accounts),
        ExportFormat::Jsonl => {
            let mut lines = String::new();
            for it in &accounts {
                lines += &serde_json::to_string(&json::story(it))?;
                lines.push('\n');
            }
            lines
        }
    };
    match &args.out {
        Some(path) => output::write_file(path, &text)?,
        None => output::print(&text)?,
    }
    Ok(Outcome::Done)
}

fn chosen(store: &Store, args: &ExportArgs) -> anyhow::Result<Vec<Told>> {
    let mut told = Vec::new();
    if args.all {
        let (stories, _) = store.stories(&StoryFilter::default(), i64::MAX as usize, 0)?;
        for it in stories {
            told.extend(store.story(&it.id)?);
        }
    }
    for id in &args.stories {
        told.extend(find_story(store, id)?);
    }
    Ok(told)
}

fn unread(store: &Store) -> anyhow::Result<Vec<Unread>> {
    let entry = |it: rapporteur::store::SkippedInput| Unread {
        place: it
            .line
            .map_or(it.file.clone(), |line| format!("{}:{line}", it.file)),
        reason: it.reason,
    };
    Ok(store.skipped()?.into_iter().map(entry).collect())
}
