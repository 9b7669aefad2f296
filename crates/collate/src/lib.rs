//! One story to one record.
//!
//! Input: the annotated reports of one story, and what gathering found of
//! them. Output: a [`Record`]. What always holds: every item cites a span;
//! the record is the same bytes whatever the order of the reports; words shown
//! are the reports' own; nothing is compared outside an item.
//!
//! Mentions become drafts (`statements`, `events`, `commitments`, `figures`),
//! each by its own rule of likeness and all by `align::group`; then every
//! draft gets its origins, readings, status and id.

mod align;
mod brief;
mod carried;
mod cast;
mod clauses;
mod commitments;
mod conflicts;
mod drafts;
mod edited;
mod events;
mod figures;
mod gist;
mod items;
mod labels;
mod origins;
mod people;
mod readings;
mod scene;
mod sources;
mod statements;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod times;
mod title;
mod utterances;
mod variants;
mod words;
mod worth;

use std::collections::BTreeSet;

use jiff::civil::Date;
use rapporteur_language::Language;
use rapporteur_text::{
    Act, ActKind, Annotated, Edits, Gathered, ItemKind, Record, ReportIx, Story, StoryReport,
    content_hash,
};

use sources::Sources;

pub use readings::rebased;
pub use sources::is_report;

/// Draws up the record of `story`, whose indices point into `reports`.
///
/// The record's own indices count its reports by publication, then id.
///
/// # Panics
/// When `story` has no report, or one that is not among `reports`.
pub fn collate(
    reports: &[Annotated],
    story: &Story,
    gathered: &Gathered,
    language: &Language,
) -> Record {
    collate_edited(reports, story, gathered, language, &Edits::default())
}

/// As [`collate`], as an editor wants it: unreliable outlets, and items merged
/// and split. Acts on reports and stories are for whoever makes the stories;
/// those that name a report of this one stand in its record.
///
/// # Panics
/// As [`collate`].
pub fn collate_edited(
    reports: &[Annotated],
    story: &Story,
    gathered: &Gathered,
    language: &Language,
    edits: &Edits,
) -> Record {
    let sources = Sources::new(reports, story, gathered, language, edits);
    let drafts = [
        events::events(&sources),
        commitments::commitments(&sources),
        statements::statements(&sources),
        figures::figures(&sources),
    ];
    let mut drafts = drafts.concat();
    carried::carry(&mut drafts, &sources);
    let applied = edited::apply(&mut drafts, edits, &sources);
    for draft in drafts.iter_mut().filter(|it| it.kind() != ItemKind::Figure) {
        if draft.conflict.is_none() {
            draft.conflict = conflicts::worded(draft, &sources);
        }
    }
    let (items, origins) = items::items(drafts, &sources);
    let (title, title_of) = title::title(&items, &sources);
    let first = sources.report(ReportIx(0)).report.id();
    let acts = acts(edits, &applied, &sources);
    Record {
        id: content_hash(&["story", first.as_str()]),
        title,
        title_of,
        first: days(&sources).min(),
        last: days(&sources).max(),
        place: scene::scene(&items, &sources),
        reports: story_reports(&sources),
        brief: brief::brief(&items, &sources),
        origins,
        items,
        passages: sources.passages,
        derivations: sources.derivations,
        edits: acts,
        entities: sources.cast.entities,
    }
}

/// The acts that bear on this story: what was done to its items, and what
/// names its reports and outlets.
fn acts(edits: &Edits, applied: &BTreeSet<usize>, sources: &Sources) -> Vec<Act> {
    let all = || sources.all();
    let bears = |(place, act): &(usize, &Act)| match act.kind {
        ActKind::MergeItems | ActKind::SplitItem => applied.contains(place),
        ActKind::Unreliable => all().any(|(ix, it)| {
            let own = |name: &String| sources::is_of(it, name);
            !sources.counts(ix) && act.what.iter().any(own)
        }),
        _ => all().any(|(ix, _)| sources.is_named(ix, &act.what)),
    };
    let kept = edits.acts.iter().enumerate().filter(bears);
    kept.map(|(_, act)| act.clone()).collect()
}

fn days(sources: &Sources) -> impl Iterator<Item = Date> {
    let published = sources.reports.iter().filter_map(|it| it.imprint.published);
    published.map(|published| published.date)
}

fn story_reports(sources: &Sources) -> Vec<StoryReport> {
    let labels = labels::labels(&sources.reports);
    let entry = |(it, label): (&&Annotated, String)| StoryReport {
        id: it.report.id().clone(),
        label,
        published: it.imprint.published,
    };
    sources.reports.iter().zip(labels).map(entry).collect()
}
