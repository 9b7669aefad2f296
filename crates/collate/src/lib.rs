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
mod cast;
mod clauses;
mod commitments;
mod conflicts;
mod drafts;
mod events;
mod figures;
mod items;
mod labels;
mod origins;
mod people;
mod readings;
mod sources;
mod statements;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod times;
mod title;
mod utterances;
mod words;

use jiff::civil::Date;
use rapporteur_language::Language;
use rapporteur_text::{
    Annotated, Detail, Gathered, Item, Record, ReportIx, Story, StoryEntityIx, StoryReport,
    content_hash,
};

use sources::Sources;

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
    let sources = Sources::new(reports, story, gathered, language);
    let drafts = [
        events::events(&sources),
        commitments::commitments(&sources),
        statements::statements(&sources),
        figures::figures(&sources),
    ];
    let (items, origins) = items::items(drafts.concat(), &sources);
    let (title, title_of) = title::title(&items, &sources);
    let first = sources.report(ReportIx(0)).report.id();
    Record {
        id: content_hash(&["story", first.as_str()]),
        title,
        title_of,
        first: days(&sources).min(),
        last: days(&sources).max(),
        place: place(&items),
        reports: story_reports(&sources),
        brief: brief::brief(&items, &sources),
        origins,
        items,
        passages: sources.passages,
        derivations: sources.derivations,
        entities: sources.cast.entities,
    }
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

/// Where most of what happened did, by origins.
fn place(items: &[Item]) -> Option<StoryEntityIx> {
    let mut places = std::collections::BTreeMap::new();
    for item in items {
        if let Detail::Event {
            place: Some(place), ..
        } = item.detail
        {
            *places.entry(place).or_insert(0) += item.origins;
        }
    }
    let most = |&(place, origins): &(StoryEntityIx, u32)| (origins, std::cmp::Reverse(place));
    places.into_iter().max_by_key(most).map(|(place, _)| place)
}
