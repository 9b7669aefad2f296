//! Records to terminal, HTML, Markdown, JSON and the formats of other tools.
//!
//! Input: an [`Account`], a record with the reports it cites. Output: text in
//! one of the formats. What always holds: every word shown is the source's or
//! a fixed label, and everything taken from a report is escaped for the
//! format.

mod account;
pub mod csv;
pub mod export;
pub mod html;
pub mod json;
mod labels;
mod lineage;
pub mod markdown;
mod outline;
mod plain;
#[cfg(test)]
mod sample;
pub mod terminal;
mod timeline;

pub use account::Account;
