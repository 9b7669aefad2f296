//! `show`, `compare`, `lineage` and `explain`: one story of a record file, or
//! one item of it.
#![allow(clippy::print_stderr)]

use anyhow::{Context as _, bail};
use rapporteur::present::terminal::{self, Style};
use rapporteur::present::{Account, json, markdown};
use rapporteur::store::{Found, Store, Told};
use rapporteur::text::ItemIx;

use crate::Outcome;
use crate::args::Format;
use crate::output;
use crate::record_args::{ItemArgs, LineageArgs, ShowArgs};

pub(crate) fn show(args: &ShowArgs) -> anyhow::Result<Outcome> {
    let store = Store::open_to_read(&args.file.db)?;
    let Some(told) = find_story(&store, &args.story)? else {
        return Ok(Outcome::Nothing);
    };
    let format = if args.file.json {
        Format::Json
    } else {
        args.format
    };
    let account = account(&told);
    output::print(&match format {
        Format::Text => terminal::brief(&account, &output::style(&args.style, args.full)),
        Format::Md => markdown::brief(&account),
        Format::Json => serde_json::to_string_pretty(&json::story(&account))? + "\n",
    })?;
    Ok(Outcome::Done)
}

pub(crate) fn lineage(args: &LineageArgs) -> anyhow::Result<Outcome> {
    let store = Store::open_to_read(&args.file.db)?;
    let Some(told) = find_story(&store, &args.story)? else {
        return Ok(Outcome::Nothing);
    };
    let account = account(&told);
    output::print(&if args.file.json {
        serde_json::to_string_pretty(&json::lineage(&account))? + "\n"
    } else {
        terminal::lineage(&account, &output::style(&args.style, true))
    })?;
    Ok(Outcome::Done)
}

pub(crate) fn compare(args: &ItemArgs) -> anyhow::Result<Outcome> {
    item(args, terminal::collation)
}

pub(crate) fn explain(args: &ItemArgs) -> anyhow::Result<Outcome> {
    item(args, terminal::explanation)
}

fn item(
    args: &ItemArgs,
    print: impl Fn(&Account<'_>, ItemIx, &Style) -> String,
) -> anyhow::Result<Outcome> {
    let store = Store::open_to_read(&args.file.db)?;
    let id = args.ids.last().context("an item is named")?;
    let Some(id) = one("item", id, store.find_item(id)?)? else {
        return Ok(Outcome::Nothing);
    };
    let home = store
        .story_of_item(&id)?
        .context("an item stands in a story")?;
    let told = store
        .story(&home)?
        .context("the item's story is in the file")?;
    let items = &told.record.items;
    let ix = items.iter().position(|it| it.id == id);
    let ix = ItemIx(ix.context("the item is in its story")? as u32);
    let account = account(&told);
    output::print(&if args.file.json {
        serde_json::to_string_pretty(&json::item(&account, ix))? + "\n"
    } else {
        print(&account, ix, &output::style(&args.style, true))
    })?;
    Ok(Outcome::Done)
}

/// A story with its reports, to be printed.
pub(crate) fn account(told: &Told) -> Account<'_> {
    Account::new(&told.record, told.reports.iter().collect())
}

/// The story of that id, or of the one id that begins so.
pub(crate) fn find_story(store: &Store, id: &str) -> anyhow::Result<Option<Told>> {
    match one("story", id, store.find_story(id)?)? {
        Some(id) => Ok(store.story(&id)?),
        None => Ok(None),
    }
}

/// The one id that was meant; says so where there is none, or another now.
fn one(what: &str, asked: &str, found: Found) -> anyhow::Result<Option<String>> {
    match found {
        Found::One(id) => {
            if !id.starts_with(asked) {
                eprintln!("{what} {asked} is part of {id} now");
            }
            Ok(Some(id))
        }
        Found::Several(ids) => bail!("{what} {asked} may be any of {}", ids.join(", ")),
        Found::Gone => {
            eprintln!("{what} {asked} was in this file; no report tells it any more");
            Ok(None)
        }
        Found::None => {
            eprintln!("no {what} {asked} in this file");
            Ok(None)
        }
    }
}
