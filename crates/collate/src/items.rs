//! From drafts to items: origins, readings, status, level, id.

use std::collections::{BTreeMap, BTreeSet};

use rapporteur_text::{
    Conflict, Detail, Item, Level, Origin, Relation, ReportIx, Status, Support, content_hash,
};

use crate::drafts::{Draft, Piece};
use crate::origins::{self, Lineage};
use crate::readings;
use crate::sources::Sources;

/// Every draft as an item, in order of first evidence, and the origins that
/// they count.
pub(crate) fn items(mut drafts: Vec<Draft>, sources: &Sources) -> (Vec<Item>, Vec<Origin>) {
    drafts.retain(|draft| !draft.pieces.is_empty());
    drafts.sort_by_key(|draft| (draft.pieces[0].at, kind(&draft.detail)));
    let lineage = Lineage::new(sources);
    let groups: Vec<Vec<Vec<ReportIx>>> = drafts
        .iter()
        .map(|draft| lineage.groups(draft, sources))
        .collect();
    let all: BTreeSet<&Vec<ReportIx>> = groups.iter().flatten().collect();
    let places: BTreeMap<&Vec<ReportIx>, u32> = all.iter().copied().zip(0..).collect();
    let mut ids = BTreeSet::new();
    let items = drafts
        .into_iter()
        .zip(&groups)
        .map(|(draft, groups)| {
            let mut item = item(draft, groups, &places, sources);
            while !ids.insert(item.id.clone()) {
                item.id = content_hash(&[&item.id, "again"]);
            }
            item
        })
        .collect();
    let origin = |reports: &&Vec<ReportIx>| Origin {
        agency: origins::agency(reports, sources),
        reports: (*reports).clone(),
    };
    (items, all.iter().map(origin).collect())
}

fn kind(detail: &Detail) -> &'static str {
    match detail {
        Detail::Event { .. } => "event",
        Detail::Commitment { .. } => "commitment",
        Detail::Statement { .. } => "statement",
        Detail::Figure { .. } => "figure",
    }
}

fn item(
    draft: Draft,
    groups: &[Vec<ReportIx>],
    places: &BTreeMap<&Vec<ReportIx>, u32>,
    sources: &Sources,
) -> Item {
    let mut of = BTreeMap::new();
    for group in groups {
        of.extend(group.iter().map(|&report| (report, places[group])));
    }
    let origin_of: Vec<u32> = draft.pieces.iter().map(|it| of[&it.at.report]).collect();
    let readings = readings::readings(&draft, &origin_of, sources);
    let (level, origins) = support(&draft, &origin_of);
    let summary = readings.first().map_or("", |base| &base.text);
    let evidence = draft.pieces.iter().zip(&origin_of);
    Item {
        id: id(&draft, sources),
        summary: readings::shortened(summary, sources.thresholds().summary_words),
        status: status(draft.conflict.as_ref(), origins),
        level,
        origins,
        evidence: evidence
            .map(|(piece, &origin)| Support {
                at: piece.at,
                origin,
            })
            .collect(),
        readings,
        conflict: draft.conflict,
        notes: draft.notes,
        detail: draft.detail,
    }
}

/// What the support is for, and how many origins give it.
///
/// A statement is supported as an utterance. Anything else is supported in
/// content by the origins that tell it as their own; where fewer than two do
/// and others know it from somebody's words, all that stands is that it was
/// said or told, and every origin counts for that.
fn support(draft: &Draft, origin_of: &[u32]) -> (Level, u32) {
    let count = |keep: &dyn Fn(&Piece) -> bool| {
        let kept = draft
            .pieces
            .iter()
            .zip(origin_of)
            .filter(|(it, _)| keep(it));
        kept.map(|(_, origin)| origin)
            .collect::<BTreeSet<_>>()
            .len() as u32
    };
    let (all, told) = (count(&|_| true), count(&Piece::told));
    let statement = matches!(draft.detail, Detail::Statement { .. });
    if !statement && (2 <= told || told == all) {
        (Level::Content, told)
    } else {
        (Level::Utterance, all)
    }
}

fn status(conflict: Option<&Conflict>, origins: u32) -> Status {
    match conflict {
        Some(conflict) if conflict.relation == Relation::Disjoint => Status::Disputed,
        _ if 2 <= origins => Status::Corroborated,
        _ => Status::Reported,
    }
}

fn id(draft: &Draft, sources: &Sources) -> String {
    let first = draft.pieces[0].at;
    let report = sources.report(first.report).report.id();
    let (start, end) = (first.span.start().to_string(), first.span.end().to_string());
    content_hash(&[kind(&draft.detail), report.as_str(), &start, &end])
}
