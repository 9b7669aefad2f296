//! Bytes to reports, and reports to masks.
//!
//! Input: the bytes of one file, page or stream, with where they came from.
//! Output: reports, each with a text that is never rewritten, and what could
//! not be read, with its reason. Then, for each report, a mask of what is not
//! the outlet's own reporting, and its imprint.

mod clean;
mod pack;
mod read;
mod when;

pub use clean::{Boilerplate, Cleaned, clean};
pub use pack::{Piece, unpack};
pub use read::{
    Columns, Options, PARTS, ReadOut, SeenPage, Skipped, Source, page_text, read, read_page,
};
