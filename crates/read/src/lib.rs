//! Bytes to reports, and reports to masks.
//!
//! Input: the bytes of one file, page or stream, with where they came from.
//! Output: reports, each with a text that is never rewritten, and what could
//! not be read, with its reason. Then, for each report, a mask of what is not
//! the outlet's own reporting, and its imprint.

use rapporteur_language::Language;
use rapporteur_text::{Imprint, Mask, Report};

/// Where bytes came from.
#[derive(Clone, Debug)]
pub struct Source {
    /// Path as the user gave it; `-` for standard input.
    pub file: String,
}

/// What one file gave.
#[derive(Debug, Default)]
pub struct ReadOut {
    /// Reports, in file order.
    pub reports: Vec<Report>,
    /// What was not read.
    pub skipped: Vec<Skipped>,
}

/// Something that was not read, and why.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Skipped {
    /// The file.
    pub file: String,
    /// The line (1-based) of a file that holds one report a line.
    pub line: Option<usize>,
    /// Why, in words a user understands.
    pub reason: String,
}

/// What cleaning finds.
#[derive(Clone, Debug)]
pub struct Cleaned {
    /// What is not the outlet's own reporting.
    pub mask: Mask,
    /// Declared facts of publication, completed from the text.
    pub imprint: Imprint,
}

/// Reads every report in `bytes`.
pub fn read(_bytes: &[u8], _source: &Source) -> ReadOut {
    ReadOut::default()
}

/// Finds what of `report` is not the outlet's own reporting, and completes
/// its imprint.
pub fn clean(report: &Report, _language: &Language) -> Cleaned {
    Cleaned {
        mask: Mask::default(),
        imprint: report.declared().clone(),
    }
}
