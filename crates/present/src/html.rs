//! Static pages: an index, one page a story, one page a report.
//!
//! Input: [`Account`]s. Output: files by relative path. What always holds: no
//! page has a script or asks for anything from elsewhere; all that a report
//! says is escaped, addresses become links only when they are http or https,
//! and every piece of evidence opens its words in the report's page.

mod coverage;
mod index;
mod item;
mod lineage;
mod page;
mod readings;
mod report;
mod story;
mod timeline;
mod view;

use maud::Markup;
use rapporteur_text::{ItemIx, ReportIx};

use crate::Account;
use page::Frame;
use view::View;

pub use page::Served;

/// An input that was not read, for the list of stories.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// The file, with `:line` where a file holds many reports.
    pub place: String,
    /// Why.
    pub reason: String,
}

/// The pages of all stories, as relative path and content: `index.html`,
/// `s/STORY.html` and `r/REPORT.html`; the index lists what was not read.
pub fn site(accounts: &[Account<'_>], unread: &[Unread]) -> Vec<(String, String)> {
    let mut pages = vec![("index.html".to_owned(), index::page(accounts, unread))];
    for account in accounts {
        let view = View::new(account);
        pages.push((view.story_path(), story::page(&view)));
        for ix in crate::lineage::all(account.record()) {
            pages.push((view.report_path(ix), report::page(&view, ix)));
        }
    }
    pages
}

/// A story's page as a server gives it.
pub fn story(account: &Account<'_>, served: &Served) -> String {
    story::page(&View::served(account, served))
}

/// A report's page as a server gives it.
pub fn report(account: &Account<'_>, ix: ReportIx, served: &Served) -> String {
    report::page(&View::served(account, served), ix)
}

/// An item's page as a server gives it: its wordings, origins, and the
/// sentence of each report.
pub fn item(account: &Account<'_>, ix: ItemIx, served: &Served) -> String {
    let mut view = View::served(account, served);
    view.alone = true;
    item::page(&view, ix)
}

/// A page of a server's own around `content`, which escapes what is not ours.
pub fn page(title: &str, content: &Markup, served: &Served) -> String {
    Frame {
        title,
        back: None,
        rules: String::new(),
        served: Some(served),
    }
    .around(content)
}

#[cfg(test)]
mod tests;
