//! From drafts to items: origins, readings, status, level, id.

use std::collections::{BTreeMap, BTreeSet};

use rapporteur_text::{
    Conflict, Detail, Evidence, Item, ItemIx, Join, Level, Near, Origin, Relation, ReportIx, Span,
    Status, Support, content_hash,
};

use crate::drafts::{Draft, Piece, Tie};
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
    let nearest: Vec<Option<Near>> = nearest(&drafts);
    let items = drafts
        .into_iter()
        .zip(&groups)
        .zip(nearest)
        .map(|((draft, groups), nearest)| {
            let mut item = item(draft, groups, &places, sources);
            item.nearest = nearest;
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

/// For each draft, in which other one its nearest evidence stands.
fn nearest(drafts: &[Draft]) -> Vec<Option<Near>> {
    let mut of: BTreeMap<(&'static str, ReportIx), Vec<usize>> = BTreeMap::new();
    for (at, draft) in drafts.iter().enumerate() {
        for report in draft.reports() {
            let key = (kind(&draft.detail), report);
            of.entry(key).or_default().push(at);
        }
    }
    let near = |(at, draft): (usize, &Draft)| {
        let tie = draft.nearest?;
        let others = of.get(&(kind(&draft.detail), tie.b.report))?;
        let others = others.iter().filter(|&&other| other != at);
        let mut found = others.filter_map(|&other| Some((other, drafts[other].index_of(tie.b)?)));
        let (item, other) = found.next()?;
        Some(Near {
            own: draft.index(tie.a),
            item: ItemIx(item as u32),
            other,
            by: tie.by,
            score: tie.score,
        })
    };
    drafts.iter().enumerate().map(near).collect()
}

/// What joined a draft's pieces; sentences that run on in one piece need
/// nothing.
fn joins(draft: &Draft) -> Vec<Join> {
    let join = |tie: &Tie| {
        let (a, b) = (draft.index(tie.a), draft.index(tie.b));
        (a != b).then_some(Join {
            pair: (a.min(b), a.max(b)),
            by: tie.by,
            score: tie.score,
        })
    };
    let mut joins: Vec<Join> = draft.joins.iter().filter_map(join).collect();
    joins.sort_by(|x, y| x.pair.cmp(&y.pair).then(y.score.total_cmp(&x.score)));
    joins.dedup_by_key(|it| it.pair);
    joins
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
    let (level, origins) = support(&draft, &origin_of, sources);
    let summary = readings.first().map_or("", |base| &base.text);
    let summary = match &draft.detail {
        Detail::Figure { concept: None, .. } => around(draft.pieces[0].at, sources),
        _ => readings::shortened(summary, sources.thresholds().summary_words),
    };
    let evidence = draft.pieces.iter().zip(&origin_of);
    Item {
        id: id(&draft, sources),
        summary,
        status: status(draft.conflict.as_ref(), origins),
        level,
        origins,
        evidence: evidence
            .map(|(piece, &origin)| Support {
                at: piece.at,
                origin,
                by: piece.by,
            })
            .collect(),
        joins: joins(&draft),
        nearest: None,
        news: None,
        readings,
        conflict: draft.conflict,
        notes: draft.notes,
        detail: draft.detail,
    }
}

/// Words of a sentence before and behind a figure that says nothing of what it
/// counts.
const AROUND: (usize, usize) = (10, 5);

/// A figure among the words of its sentence.
fn around(at: Evidence, sources: &Sources) -> String {
    let report = &sources.report(at.report).report;
    let sentence = sources.sentence(at).span;
    let before = report.slice(Span::new(sentence.start(), at.span.start()));
    let after = report.slice(Span::new(at.span.end(), sentence.end()));
    let starts = before
        .char_indices()
        .rev()
        .filter(|(_, it)| it.is_whitespace());
    // The white space before the figure itself stands before no word.
    let from = starts.map(|(at, _)| at).nth(AROUND.0);
    let ends = after.char_indices().filter(|(_, it)| it.is_whitespace());
    let to = ends.map(|(at, _)| at).nth(AROUND.1);
    let words = format!(
        "{}{}{}",
        &before[from.unwrap_or(0)..],
        report.slice(at.span),
        &after[..to.unwrap_or(after.len())]
    );
    let words = readings::unquoted(&words);
    let (head, tail) = (from.map_or("", |_| "… "), to.map_or("", |_| " …"));
    format!("{head}{}{tail}", words.trim())
}

/// What the support is for, and how many origins give it.
///
/// A statement is supported as an utterance. Anything else is supported in
/// content by the origins that tell it as their own; where fewer than two do
/// and others know it from somebody's words, all that stands is that it was
/// said or told, and every origin counts for that. Outlets that an editor
/// takes for unreliable count for nothing.
fn support(draft: &Draft, origin_of: &[u32], sources: &Sources) -> (Level, u32) {
    let count = |keep: &dyn Fn(&Piece) -> bool| {
        let kept = draft
            .pieces
            .iter()
            .zip(origin_of)
            .filter(|(it, _)| keep(it) && sources.counts(it.at.report));
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

/// The id of a draft's item: that of its first mention.
pub(crate) fn id(draft: &Draft, sources: &Sources) -> String {
    mention(draft, draft.pieces[0].at, sources)
}

/// Whether one of the names is the id of a mention of the draft's item: it is
/// the same however the story is drawn up.
pub(crate) fn is_named(draft: &Draft, names: &[String], sources: &Sources) -> bool {
    let mut mentions = draft.pieces.iter().map(|it| mention(draft, it.at, sources));
    mentions.any(|it| names.contains(&it))
}

fn mention(draft: &Draft, at: Evidence, sources: &Sources) -> String {
    let report = sources.report(at.report).report.id();
    let (start, end) = (at.span.start().to_string(), at.span.end().to_string());
    content_hash(&[kind(&draft.detail), report.as_str(), &start, &end])
}
