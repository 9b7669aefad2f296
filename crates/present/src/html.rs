//! Static pages.
//!
//! Input: [`Account`]s. Output: files by relative path.

use crate::Account;

/// The pages of all stories: relative path and content.
pub fn site(accounts: &[Account<'_>]) -> Vec<(String, String)> {
    let _ = accounts;
    Vec::new()
}
