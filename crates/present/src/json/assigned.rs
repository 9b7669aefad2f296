//! Where a stream put a report, as one JSON object.

use rapporteur_text::{Amendment, Assigned, ReportId};
use schemars::JsonSchema;
use serde::Serialize;

/// Where one report was put when it came.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AssignedJson {
    /// The report's id.
    pub id: String,
    /// The id of the story it is of.
    pub story: String,
    /// The id of the first report of the origin it counts for.
    pub origin: String,
    /// Ids of the reports it takes text from, as far as is known.
    pub copies_from: Vec<String>,
    /// The report of which it is a later version; null where it is none.
    pub version_of: Option<String>,
    /// What it changes of what was said of others.
    pub amendments: Vec<AmendmentJson>,
}

/// A change of what an earlier line said.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AmendmentJson {
    /// `merge`: all reports of one story are of another; `split`: some are; `origin`: those of one origin count for another; `copy`: an earlier report is taken from this one.
    pub kind: &'static str,
    /// The story or origin that was said; null for `copy`.
    pub from: Option<String>,
    /// The story or origin it is now, or the report that was copied.
    pub into: String,
    /// The reports of which it is said; empty for `merge` and `origin`, which are of all.
    pub reports: Vec<String>,
}

/// The line of a report that came.
pub fn assigned(it: &Assigned) -> AssignedJson {
    let id = |it: &ReportId| it.to_string();
    AssignedJson {
        id: id(&it.id),
        story: it.story.clone(),
        origin: id(&it.origin),
        copies_from: it.copies_from.iter().map(id).collect(),
        version_of: it.version_of.as_ref().map(id),
        amendments: it
            .amendments
            .iter()
            .map(|amendment| amended(amendment, &it.id))
            .collect(),
    }
}

fn amended(amendment: &Amendment, own: &ReportId) -> AmendmentJson {
    let ids = |reports: &[ReportId]| reports.iter().map(ReportId::to_string).collect();
    let (kind, from, into, reports) = match amendment {
        Amendment::Merged { from, into } => ("merge", Some(from.clone()), into.clone(), Vec::new()),
        Amendment::Split {
            from,
            into,
            reports,
        } => ("split", Some(from.clone()), into.clone(), ids(reports)),
        Amendment::SameOrigin { from, into } => {
            let (from, into) = (from.to_string(), into.to_string());
            ("origin", Some(from), into, Vec::new())
        }
        Amendment::Copied { report } => {
            let reports = vec![report.to_string()];
            ("copy", None, own.to_string(), reports)
        }
    };
    AmendmentJson {
        kind,
        from,
        into,
        reports,
    }
}
