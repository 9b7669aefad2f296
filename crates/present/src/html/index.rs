//! The list of stories, and of what was not read.

use maud::{Markup, html};
use rapporteur_text::{Item, Record};

use super::Unread;
use super::page::Frame;
use super::view::story_path;
use crate::Account;
use crate::labels::{Standing, counted, period};
use crate::outline::{PartKind, outline};
use crate::plain::{plain, shorten};

/// Characters of a story's first line.
const OPENING: usize = 200;

pub(super) fn page(accounts: &[Account<'_>], unread: &[Unread]) -> String {
    let reports = accounts.iter().map(|it| it.reports().len()).sum();
    let content = html! {
        div.masthead {
            h1 { "Stories" }
            p.counts {
                (counted(accounts.len(), "story")) " · " (counted(reports, "report"))
            }
        }
        ol.stories { @for account in accounts { (entry(account)) } }
        @if accounts.is_empty() {
            p { "No report was read, so there is no story." }
        }
        @if !unread.is_empty() { (left_out(unread)) }
    };
    Frame {
        title: "Stories",
        back: None,
        rules: String::new(),
        served: None,
    }
    .around(&content)
}

/// What was not read, and why.
fn left_out(unread: &[Unread]) -> Markup {
    html! {
        section.part id="unread" {
            h2 { "Not read" }
            p.quiet.alone { (counted(unread.len(), "input")) " could not be read; no story above knows of them." }
            table.unread {
                thead { tr { th scope="col" { "Input" } th scope="col" { "Why" } } }
                tbody {
                    @for it in unread {
                        tr { td { code { bdi { (plain(&it.place)) } } } td { (plain(&it.reason)) } }
                    }
                }
            }
        }
    }
}

fn entry(account: &Account<'_>) -> Markup {
    let record = account.record();
    html! {
        li {
            h2 { a href=(story_path(account)) { bdi { (account.title()) } } }
            @if let Some(words) = opening(account) { p.opening { bdi { (words) } } }
            p.counts {
                @if let (Some(first), Some(last)) = (record.first, record.last) {
                    (period(first, last)) " · "
                }
                (account.counts().join(" · "))
                @if 0 < differing(record) { " · " b.differs { "≠ " (differing(record)) } " cannot both hold" }
            }
        }
    }
}

/// The words of the first thing that happened.
fn opening(account: &Account<'_>) -> Option<String> {
    let outline = outline(account.record(), false);
    let part = outline.parts.into_iter().next()?;
    let first = part.groups.first()?.lines.first()?;
    (part.kind == PartKind::Happened).then(|| shorten(&Account::summary(first.item), OPENING))
}

/// How many items have values that cannot both hold.
fn differing(record: &Record) -> usize {
    let differs = |it: &&Item| Standing::of(it) == Standing::Differs;
    record.items.iter().filter(differs).count()
}
