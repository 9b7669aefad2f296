//! The record file: reports, stories and items in one SQLite file.
//!
//! Input: annotated reports, and the records of the stories that they touch.
//! Output: the same again, and what is looked for in them. What always holds:
//! a batch of changes is in the file whole or not at all; ids of stories and
//! items lead on when stories are drawn up anew; another program may read
//! while one writes. `docs/store.md` describes the tables.

// Numbers of rows, places and lengths stay far below 2^63, and none is below 0.
#![allow(clippy::cast_possible_wrap, clippy::cast_sign_loss)]

mod batch;
mod check;
mod edits;
mod error;
mod file;
mod fold;
mod identity;
mod listing;
mod near;
mod query;
mod reports;
mod rewrite;
mod search;
mod sound;
mod stories;
mod versions;

pub use batch::{Batch, SkippedInput};
pub use edits::{EditRow, ItemKey};
pub use error::{Error, Result};
pub use file::Store;
pub use listing::{Found, Part, ReportRow, StoryFilter, StoryRow, Told, Totals, Who};
pub use near::Terms;
pub use query::Query;
pub use reports::{Added, ReportKey};
pub use rewrite::Drawn;
pub use search::{Hits, ItemHit, Near, SentenceHit, Stretch, Wider};
pub use stories::StoryKey;
pub use versions::VersionRow;

/// Who made what is kept of a report.
pub(crate) const MAKER: &str = concat!("rapporteur ", env!("CARGO_PKG_VERSION"));
