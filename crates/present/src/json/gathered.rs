//! What gathering found of one report, as one JSON object.

use std::collections::BTreeMap;

use rapporteur_text::{
    Annotated, Derivation, DerivationKind, Gathered, ReportIx, Story, content_hash,
};
use schemars::JsonSchema;
use serde::Serialize;

/// One report's place among the others.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct GatheredJson {
    /// The report's id.
    pub id: String,
    /// The id of the story it is of.
    pub story: String,
    /// The id of the first report of the origin it counts for.
    pub origin: String,
    /// Ids of the reports it takes text from, as far as is known.
    pub copies_from: Vec<String>,
    /// The report of which it is a later text; null where it is none.
    pub version_of: Option<String>,
    /// Everything known of what it derives from.
    pub derivations: Vec<DerivationJson>,
}

/// What a report's text derives from.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DerivationJson {
    /// The report that derives.
    pub to: String,
    /// The report it derives from; null where that is an agency's copy or an original which is not among them.
    pub from: Option<String>,
    /// The first of the reports that share an original which is not among them, where this derives from it.
    pub hidden: Option<String>,
    /// The agency behind it, where credited.
    pub agency: Option<String>,
    /// `original`, `wire`, `rewrite`, `shared-occasion` or `unknown`.
    pub kind: &'static str,
    /// `none`, `partially` or `wholly`.
    pub reuse: &'static str,
    /// Shared words over the words of the narrative of `to`, 0 to 1.
    pub containment: f32,
    /// What the direction rests on: `credit`, `time`, `completeness`, `slips`, `lacks` (each of three lacks what the other two share); null where it is not known.
    pub direction: Option<&'static str>,
}

impl DerivationJson {
    pub(super) fn new(it: &Derivation, id: impl Fn(ReportIx) -> String) -> Self {
        Self {
            to: id(it.to),
            from: it.from.map(&id),
            hidden: it.hidden.map(id),
            agency: it.agency.clone(),
            kind: it.kind.as_str(),
            reuse: it.reuse.as_str(),
            containment: it.containment,
            direction: it.direction.map(rapporteur_text::DirectionBasis::as_str),
        }
    }
}

/// One line a report, in the order of `reports`, which `gathered` indexes.
pub fn gathered(reports: &[Annotated], gathered: &Gathered) -> Vec<GatheredJson> {
    let id = |ix: ReportIx| reports[ix.index()].report.id().to_string();
    let stories: BTreeMap<ReportIx, String> = gathered
        .stories
        .iter()
        .flat_map(|story| {
            let name = story_id(reports, story);
            story.reports.iter().map(move |&ix| (ix, name.clone()))
        })
        .collect();
    let origins: BTreeMap<ReportIx, ReportIx> = gathered
        .origins
        .iter()
        .flat_map(|origin| origin.reports.iter().map(|&ix| (ix, origin.reports[0])))
        .collect();
    let versions: BTreeMap<ReportIx, ReportIx> = gathered
        .versions
        .iter()
        .map(|it| (it.later, it.of))
        .collect();
    let line = |ix: ReportIx| {
        let own: Vec<_> = gathered
            .derivations
            .iter()
            .filter(|it| it.to == ix)
            .collect();
        let copied = own
            .iter()
            .filter(|it| is_copy(it.kind))
            .filter_map(|it| it.from);
        GatheredJson {
            id: id(ix),
            story: stories
                .get(&ix)
                .cloned()
                .unwrap_or_else(|| content_hash(&[&id(ix)])),
            origin: id(origins.get(&ix).copied().unwrap_or(ix)),
            copies_from: copied.map(id).collect(),
            version_of: versions.get(&ix).copied().map(id),
            derivations: own
                .into_iter()
                .map(|it| DerivationJson::new(it, id))
                .collect(),
        }
    };
    (0..reports.len() as u32)
        .map(|ix| line(ReportIx(ix)))
        .collect()
}

fn is_copy(kind: DerivationKind) -> bool {
    !matches!(
        kind,
        DerivationKind::Original | DerivationKind::SharedOccasion
    )
}

/// The id that the story's record has: of its earliest report.
fn story_id(reports: &[Annotated], story: &Story) -> String {
    let members = story.reports.iter().map(|ix| &reports[ix.index()]);
    let key = |it: &&Annotated| {
        let day = it.imprint.published.map(|it| it.date);
        (day.is_none(), day, it.report.id().clone())
    };
    members
        .min_by_key(key)
        .map(|it| content_hash(&[it.report.id().as_str()]))
        .unwrap_or_default()
}
