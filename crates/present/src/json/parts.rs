//! Parts of a story as JSON: who copied whom, and all items by all reports.
//!
//! The lists are those of the whole story's object.

use serde::Serialize;

use super::gathered::DerivationJson;
use super::story::{CoverageJson, OriginJson, PassageJson, Wire, numbered};
use crate::Account;

/// Who copied whom.
#[derive(Clone, Debug, Serialize)]
pub struct LineageJson {
    /// The story's id.
    pub story: String,
    /// Groups of reports that count as one origin for some item.
    pub origins: Vec<OriginJson>,
    /// Copied passages between the reports.
    pub passages: Vec<PassageJson>,
    /// What the reports derive from.
    pub derivations: Vec<DerivationJson>,
}

/// All items by all reports.
#[derive(Clone, Debug, Serialize)]
pub struct MatrixJson {
    /// The story's id.
    pub story: String,
    /// Ids of the reports, one a column.
    pub reports: Vec<String>,
    /// For every item, what each report has of it.
    pub coverage: Vec<CoverageJson>,
}

/// Who copied whom in a story.
pub fn lineage(account: &Account<'_>) -> LineageJson {
    let (wire, record) = (Wire::new(account), account.record());
    let derivations = record.derivations.iter();
    LineageJson {
        story: record.id.clone(),
        origins: numbered(&record.origins, |ix, it| wire.origin(ix, it)),
        passages: record.passages.iter().map(|it| wire.passage(it)).collect(),
        derivations: derivations
            .map(|it| DerivationJson::new(it, |ix| wire.id(ix)))
            .collect(),
    }
}

/// All items of a story by all its reports.
pub fn matrix(account: &Account<'_>) -> MatrixJson {
    let record = account.record();
    MatrixJson {
        story: record.id.clone(),
        reports: record.reports.iter().map(|it| it.id.to_string()).collect(),
        coverage: Wire::new(account).coverage(),
    }
}
