//! `files`, `stories` and `who`: what a record file holds, listed.

use std::fmt::Write as _;

use rapporteur::present::terminal::{headline, line};
use rapporteur::store::{SkippedInput, Store, StoryFilter, StoryRow, Who};
use serde_json::json;

use crate::Outcome;
use crate::output;
use crate::record_args::{FilesArgs, StoriesArgs, WhoArgs};

pub(crate) fn files(args: &FilesArgs) -> anyhow::Result<Outcome> {
    let store = Store::open_to_read(&args.file.db)?;
    if args.skipped {
        return skipped(&store, args);
    }
    let (reports, all) = store.reports(args.limit.most(), 0)?;
    if args.file.json {
        print_json(&json!({ "reports": reports, "in_all": all }))?;
    } else {
        let mut out = String::new();
        for it in &reports {
            let of =
                |value: &Option<String>, none: &str| headline(value.as_deref().unwrap_or(none));
            let _ = writeln!(
                out,
                "{}  {}  {} · {}{}",
                line(&it.id),
                of(&it.published, "day not known"),
                of(&it.outlet, "outlet not known"),
                of(&it.title, "no title"),
                if 1 < it.versions {
                    format!(" · version {}", it.versions)
                } else {
                    String::new()
                },
            );
            let _ = writeln!(out, "    {}", line(&it.file));
        }
        capped(&mut out, reports.len(), all);
        output::print(&out)?;
    }
    Ok(found(!reports.is_empty()))
}

fn skipped(store: &Store, args: &FilesArgs) -> anyhow::Result<Outcome> {
    let skipped = store.skipped()?;
    if args.file.json {
        let entry =
            |it: &SkippedInput| json!({ "file": it.file, "line": it.line, "reason": it.reason });
        let entries: Vec<_> = skipped.iter().map(entry).collect();
        print_json(&json!({ "skipped": entries }))?;
    } else {
        let mut out = String::new();
        for it in &skipped {
            let at = it.line.map(|it| format!(":{it}")).unwrap_or_default();
            let _ = writeln!(out, "{}{at}: {}", line(&it.file), line(&it.reason));
        }
        output::print(&out)?;
    }
    Ok(found(!skipped.is_empty()))
}

pub(crate) fn stories(args: &StoriesArgs) -> anyhow::Result<Outcome> {
    let store = Store::open_to_read(&args.file.db)?;
    let filter = StoryFilter {
        since: args.since.clone(),
        until: args.until.clone(),
        outlet: args.outlet.clone(),
    };
    let (stories, all) = store.stories(&filter, args.limit.most(), 0)?;
    if args.file.json {
        print_json(&json!({ "stories": stories, "in_all": all }))?;
    } else {
        let mut out = String::new();
        for it in &stories {
            story(&mut out, it);
        }
        capped(&mut out, stories.len(), all);
        output::print(&out)?;
    }
    Ok(found(!stories.is_empty()))
}

fn story(out: &mut String, it: &StoryRow) {
    let title = if it.title.is_empty() {
        "Untitled story"
    } else {
        &it.title
    };
    let _ = writeln!(out, "{}  {}", it.id, headline(title));
    let days = match (&it.first, &it.last) {
        (Some(first), Some(last)) if first != last => format!("{first} – {last}"),
        (Some(day), _) | (_, Some(day)) => day.clone(),
        _ => "day not known".into(),
    };
    let differ = if 0 < it.disputed {
        format!(" · ≠ {} cannot both hold", it.disputed)
    } else {
        String::new()
    };
    let _ = writeln!(
        out,
        "    {days} · {} · {} · {} · {}{differ}",
        counted(it.reports, "report"),
        counted(it.outlets, "outlet"),
        counted(it.origins, "origin"),
        counted(it.items, "item"),
    );
}

fn counted(number: u32, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

pub(crate) fn who(args: &WhoArgs) -> anyhow::Result<Outcome> {
    let store = Store::open_to_read(&args.file.db)?;
    let who = store.who(&args.name.join(" "), args.limit.most())?;
    if args.file.json {
        print_json(&json!({ "entities": who }))?;
    } else {
        let mut out = String::new();
        for it in &who {
            entity(&mut out, it);
        }
        output::print(&out)?;
    }
    Ok(found(!who.is_empty()))
}

fn entity(out: &mut String, it: &Who) {
    let office = it
        .office
        .as_ref()
        .map(|it| format!(", {}", line(it)))
        .unwrap_or_default();
    let _ = writeln!(out, "{}{office} ({})", line(&it.name), it.r#type);
    if !it.aliases.is_empty() {
        let _ = writeln!(out, "    also {}", line(&it.aliases.join("; ")));
    }
    let _ = writeln!(
        out,
        "    {} in {} {}",
        counted(it.mentions, "mention"),
        it.story,
        line(&it.story_title)
    );
    for part in &it.items {
        let _ = writeln!(
            out,
            "    {:9}  {}  {} · {}",
            part.role,
            part.item,
            counted(part.origins, "origin"),
            line(&part.summary)
        );
    }
}

/// Says where not all is listed.
pub(crate) fn capped(out: &mut String, shown: usize, all: u64) {
    if (shown as u64) < all {
        let _ = writeln!(out, "{shown} of {all}; -n 0 for all");
    }
}

pub(crate) fn print_json(value: &serde_json::Value) -> anyhow::Result<()> {
    output::print(&(serde_json::to_string_pretty(value)? + "\n"))
}

pub(crate) fn found(any: bool) -> Outcome {
    if any { Outcome::Done } else { Outcome::Nothing }
}
