//! `rapporteur edit` and `edits`: what an editor decides, done and listed.
#![allow(clippy::print_stderr)]
// The clock, for when an act was done.
#![allow(clippy::disallowed_methods)]

use std::fmt::Write as _;
use std::path::Path;

use anyhow::bail;
use rapporteur::present::terminal::{headline, line};
use rapporteur::store::{EditRow, Store};
use rapporteur::text::{Act, ActKind};
use rapporteur::{ActError, Desk};
use rapporteur_web::Wish;

use super::lists::{found, print_json};
use crate::Outcome;
use crate::output;
use crate::record_args::{EditArgs, EditKind, EditsArgs};

pub(crate) fn run(args: &EditArgs) -> anyhow::Result<Outcome> {
    let act = |kind| {
        Wish::Do(Act {
            kind,
            what: args.what.clone(),
            why: args.why.clone(),
        })
    };
    let wish = match args.act {
        EditKind::Unreliable => act(ActKind::Unreliable),
        EditKind::Exclude => act(ActKind::Exclude),
        EditKind::MergeItems => act(ActKind::MergeItems),
        EditKind::SplitItem => act(ActKind::SplitItem),
        EditKind::MergeStories => act(ActKind::MergeStories),
        EditKind::SplitStory => act(ActKind::SplitStory),
        EditKind::Undo => match args.what.as_slice() {
            [number] => Wish::Undo(number.parse()?),
            _ => bail!("`edit undo` takes the number of one act; `edits` lists them"),
        },
    };
    // Made by `build`; an act on nothing makes no file.
    drop(Store::open_to_read(&args.db)?);
    apply(&args.db, &wish)?;
    Ok(Outcome::Done)
}

/// Does or undoes an act in a record file, now.
pub(crate) fn apply(db: &Path, wish: &Wish) -> Result<(), ActError> {
    let mut store = Store::open(db)?;
    let now = jiff::Timestamp::now();
    let now = now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    match wish {
        Wish::Do(act) => Desk::english().act(&mut store, act, &now),
        Wish::Undo(number) => Desk::english().undo(&mut store, *number, &now),
    }
}

pub(crate) fn list(args: &EditsArgs) -> anyhow::Result<Outcome> {
    let edits = Store::open_to_read(&args.file.db)?.edits()?;
    if args.file.json {
        print_json(&serde_json::json!({ "edits": edits }))?;
    } else {
        let mut out = String::new();
        for it in &edits {
            row(&mut out, it);
        }
        output::print(&out)?;
    }
    Ok(found(!edits.is_empty()))
}

fn row(out: &mut String, it: &EditRow) {
    let told: Vec<_> = it.told.iter().map(|it| headline(it)).collect();
    let undone = it.undone.as_ref().map(|at| format!(" · undone {at}"));
    let _ = writeln!(
        out,
        "{}  {} {}{}",
        it.number,
        it.kind.as_str(),
        it.at,
        undone.unwrap_or_default()
    );
    let _ = writeln!(out, "    {}", told.join(" · "));
    if let Some(why) = &it.why {
        let _ = writeln!(out, "    {}", line(why));
    }
}
