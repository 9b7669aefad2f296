//! `rapporteur export`: stories in other formats.

use std::path::Path;

use anyhow::Context as _;
use rapporteur::present::html::{self, Unread};
use rapporteur::present::{Account, csv, export, json, markdown};
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
            let pages = html::site(&accounts, &unread(&store)?);
            output::write_pages(folder(args)?, &pages)?;
            return Ok(Outcome::Done);
        }
        #[cfg(feature = "parquet")]
        ExportFormat::Parquet => {
            write_tables(folder(args)?, &accounts)?;
            return Ok(Outcome::Done);
        }
        ExportFormat::Md => accounts
            .iter()
            .map(markdown::brief)
            .collect::<Vec<_>>()
            .join("\n"),
        ExportFormat::Csv => csv::evidence(&accounts),
        ExportFormat::Jsonl => lines(&accounts)?,
        ExportFormat::Annotations => export::annotations(&accounts),
        ExportFormat::Plover => export::plover(&accounts),
        ExportFormat::Prov => export::prov(&accounts),
        ExportFormat::Quotations => export::quotations(&accounts),
        ExportFormat::Ris => export::ris(&accounts),
        ExportFormat::Csl => export::csl(&accounts),
    };
    match &args.out {
        Some(path) => output::write_file(path, text.as_bytes())?,
        None => output::print(&text)?,
    }
    // A story may have no event, and no words in quotation marks.
    Ok(if text.is_empty() {
        Outcome::Nothing
    } else {
        Outcome::Done
    })
}

fn folder(args: &ExportArgs) -> anyhow::Result<&Path> {
    let folder = args.out.as_deref();
    folder.context("this format needs a folder: --out DIR")
}

fn lines(accounts: &[Account<'_>]) -> anyhow::Result<String> {
    let mut lines = String::new();
    for it in accounts {
        lines += &serde_json::to_string(&json::story(it))?;
        lines.push('\n');
    }
    Ok(lines)
}

/// One file a table; a table without rows has none.
#[cfg(feature = "parquet")]
fn write_tables(folder: &Path, accounts: &[Account<'_>]) -> anyhow::Result<()> {
    use rapporteur_parquet::{Column, write};
    for table in export::tables(accounts) {
        let path = folder.join(format!("{}.parquet", table.name));
        let columns = table.columns.into_iter().map(|(name, cells)| {
            let column = match cells {
                export::Cells::Text(cells) => Column::Text(cells),
                export::Cells::Count(cells) => Column::Count(cells),
                export::Cells::Number(cells) => Column::Number(cells),
            };
            (name, column)
        });
        let columns: Vec<_> = columns.collect();
        if !columns.is_empty() {
            let bytes = write(&columns).map_err(anyhow::Error::msg)?;
            output::write_file(&path, &bytes)?;
        }
    }
    Ok(())
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
