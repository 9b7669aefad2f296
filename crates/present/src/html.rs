//! Pages: an index, one page a story, one page a report.
//!
//! Input: [`Account`]s. Output: files by relative path. What always holds: no
//! page asks for anything from elsewhere, and none has a script but the file of
//! keys of a server; all that a report
//! says is escaped, addresses become links only when they are http or https,
//! and every piece of evidence opens its words in the report's page.

mod coverage;
mod graph;
mod index;
mod item;
mod lineage;
mod matrix;
mod page;
mod readings;
mod report;
mod story;
mod strip;
mod timeline;
mod tree;
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
/// `s/STORY.html`, below it `lineage.html` and `matrix.html`, and
/// `r/REPORT.html`; the index lists what was not read.
pub fn site(accounts: &[Account<'_>], unread: &[Unread]) -> Vec<(String, String)> {
    let mut pages = vec![("index.html".to_owned(), index::page(accounts, unread))];
    for account in accounts {
        let view = View::new(account);
        pages.push((view.story_path(), story::page(&view)));
        pages.extend(parts(account));
        for ix in crate::lineage::all(account.record()) {
            pages.push((view.report_path(ix), report::page(&view, ix)));
        }
    }
    pages
}

/// The lineage and the matrix of a story, page by page.
fn parts(account: &Account<'_>) -> Vec<(String, String)> {
    let view = View::below(account);
    let mut pages = Vec::new();
    for part in [StoryPart::Lineage, StoryPart::Matrix] {
        for number in 1.. {
            let Some(page) = part.page(&view, number) else {
                break;
            };
            let story = rapporteur_text::page_name(&account.record().id);
            let name = part.as_str();
            let file = match number {
                1 => format!("s/{story}/{name}.html"),
                _ => format!("s/{story}/{name}-{number}.html"),
            };
            pages.push((file, page));
        }
    }
    pages
}

/// What has a page of its own below a story's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoryPart {
    /// Who copied whom.
    Lineage,
    /// All items by all reports.
    Matrix,
}

impl StoryPart {
    /// Its name in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Lineage => "lineage",
            Self::Matrix => "matrix",
        }
    }

    fn page(self, view: &View<'_>, number: usize) -> Option<String> {
        match self {
            Self::Lineage => lineage::page(view, number),
            Self::Matrix => matrix::page(view, number),
        }
    }
}

/// A page of a part of a story as a server gives it, from 1; none where there
/// is no such page.
pub fn story_part(
    account: &Account<'_>,
    part: StoryPart,
    number: usize,
    served: &Served,
) -> Option<String> {
    part.page(&View::served(account, served), number)
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
