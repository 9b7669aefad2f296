//! The list of stories.

use maud::{Markup, html};

use super::page::Frame;
use super::view::story_path;
use crate::Account;
use crate::labels::counted;
use crate::labels::period;

pub(super) fn page(accounts: &[Account<'_>]) -> String {
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
    };
    Frame {
        title: "Stories",
        back: None,
        rules: String::new(),
    }
    .around(&content)
}

fn entry(account: &Account<'_>) -> Markup {
    let record = account.record();
    html! {
        li {
            h2 { a href=(story_path(account)) { bdi { (account.title()) } } }
            p.counts {
                @if let (Some(first), Some(last)) = (record.first, record.last) {
                    (period(first, last)) " · "
                }
                (account.counts().join(" · "))
            }
        }
    }
}
