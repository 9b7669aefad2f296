//! Numbers of cleaning. Each field says which evaluation chose it.

use serde::Deserialize;

/// What recurs over an outlet's reports.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Clean {
    /// Reports of an outlet that must have a line before it is taken for what
    /// the outlet prints under all of them. Below it one story's copies would
    /// do. Chosen on `clean`: no content of PolNeAR is lost.
    pub boilerplate_reports: usize,
    /// Share of the outlet's reports that must have it, 0 to 1. A line of one
    /// desk or one author stands under fewer than all.
    pub boilerplate_share: f32,
    /// Days of publication that those reports must be spread over, so that a
    /// day's wire copy teaches nothing.
    pub boilerplate_days: usize,
    /// Lines at the head, and at the foot, that count whatever their length.
    pub boilerplate_edge: usize,
    /// Words up to which a line counts wherever it stands.
    pub boilerplate_words: usize,
}
