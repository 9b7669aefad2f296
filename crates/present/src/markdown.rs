//! The brief as Markdown with footnotes.

use crate::Account;

/// The brief of one story as Markdown.
pub fn brief(account: &Account<'_>) -> String {
    format!("# {}\n", account.title())
}
