//! What the stages know of English and of the news, as data.
//!
//! Input: the data files of `crates/language/data`, embedded when built.
//! Output: one [`Language`], typed. What always holds: every file is listed
//! in `MANIFEST.toml` with its source and licence, and a file that does not
//! parse fails a test, not a user.

pub mod cleaning;
mod outlets;
pub mod punctuation;
pub mod thresholds;

use std::sync::LazyLock;

pub use cleaning::Cleaning;
pub use outlets::Outlets;
pub use punctuation::{Dot, Punctuation};
pub use thresholds::Thresholds;

/// Lexicons, gazetteers, rules and tuned numbers for one language.
#[derive(Debug)]
pub struct Language {
    /// Page furniture, and the trimmings of reports.
    pub cleaning: Cleaning,
    /// What a full stop may mean.
    pub punctuation: Punctuation,
    /// Tuned numbers.
    pub thresholds: Thresholds,
}

/// English, parsed once.
static ENGLISH: LazyLock<Language> = LazyLock::new(Language::load_english);

impl Language {
    /// English.
    pub fn english() -> &'static Language {
        &ENGLISH
    }

    fn load_english() -> Self {
        Self {
            cleaning: Cleaning::embedded(),
            punctuation: Punctuation::embedded(),
            thresholds: Thresholds::embedded(),
        }
    }
}
