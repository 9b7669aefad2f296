//! Copied passages, lineage, origins and stories.
//!
//! Input: one digest a report. Output: [`Gathered`]. What always holds: the
//! result is the same whatever the order of the digests; quotations and cuts
//! never count as copying; every report is in exactly one story.

mod copies;
mod digest;
mod groups;
mod learning;
mod scan;
mod stories;
mod stream;

use std::collections::BTreeMap;

use jiff::civil::Date;
use rapporteur_language::{Stories, Thresholds};
use rapporteur_text::{Gathered, Origin, Passage, Published, ReportIx, Span, Story, Version};

pub use digest::Digest;
pub use learning::StoryPairs;
pub use stream::{Limits, Stream};

/// Gathers a batch.
///
/// [`ReportIx`] in the result is the place in `digests`. A passage's spans
/// are exact on both sides and hold no long quotation and no cut; of a crowd
/// of reports that share one text, only the first with each and each with
/// its neighbours are paired, so who needs the whole group follows the pairs.
pub fn gather(digests: &[Digest], thresholds: &Thresholds) -> Gathered {
    gather_by(digests, thresholds, Stories::embedded())
}

/// The same, with trees of one's own for stories.
pub fn gather_by(digests: &[Digest], thresholds: &Thresholds, trees: &Stories) -> Gathered {
    let tuned = &thresholds.gather;
    let order = canonical(digests);
    let sorted: Vec<&Digest> = order.iter().map(|&ix| &digests[ix as usize]).collect();
    let passages = copies::passages(&sorted, tuned);
    let hidden = copies::hidden::hidden(&sorted, &passages);
    let kinships = copies::lineage::kinships(&sorted, &passages);
    let origins = copies::lineage::origins(&sorted, &kinships, tuned);
    let stories = stories::stories(&sorted, &origins, trees, tuned);
    Gathered {
        stories: listed_stories(&sorted, &stories, &order),
        passages: listed_passages(&passages, &order),
        derivations: copies::lineage::derivations(&sorted, &kinships, &hidden, &order, tuned),
        origins: listed_origins(&sorted, &origins, &order),
        versions: listed_versions(&sorted, &kinships, &order),
    }
}

/// Pairs of a batch that share copied passages, sorted, found by aligning each
/// report with each other one: quadratic, and what the choice of candidates
/// in [`gather`] is measured by.
pub fn copied_pairs(digests: &[Digest], thresholds: &Thresholds) -> Vec<(ReportIx, ReportIx)> {
    let order = canonical(digests);
    let sorted: Vec<&Digest> = order.iter().map(|&ix| &digests[ix as usize]).collect();
    let shared = copies::passages_of_all(&sorted, &thresholds.gather);
    let mut pairs: Vec<_> = listed_passages(&shared, &order)
        .iter()
        .map(|it| (it.a, it.b))
        .collect();
    pairs.dedup();
    pairs
}

/// The terms that tell most of what a story's reports are about, by hash and
/// average weight, heaviest first; by them a story is found among many.
pub fn telling(digests: &[&Digest], thresholds: &Thresholds) -> Vec<(u64, f32)> {
    stories::telling(digests, &thresholds.gather)
}

/// The stems of a text's words, as gathering counts and looks them up.
pub fn stems(text: &str) -> impl Iterator<Item = String> {
    scan::words(text, Span::new(0, text.len()))
        .into_iter()
        .map(|word| stories::terms::stem(&word.form).to_owned())
}

/// The order that gathering works in: by publication, then content. Undated
/// reports come last.
fn canonical(digests: &[Digest]) -> Vec<u32> {
    let key = |&ix: &u32| {
        let digest = &digests[ix as usize];
        let day = digest.day().unwrap_or(Date::MAX);
        let time = digest.published.and_then(instant);
        (day, time, &digest.key, &digest.outlet, &digest.url)
    };
    let mut order: Vec<u32> = (0..digests.len() as u32).collect();
    order.sort_by(|one, other| key(one).cmp(&key(other)));
    order
}

/// Seconds since 1970, where both time of day and offset are known.
fn instant(published: Published) -> Option<i64> {
    let (time, offset) = (published.time?, published.offset?);
    let local = published.date.to_datetime(time);
    let zoned = jiff::tz::Offset::from_seconds(offset)
        .ok()?
        .to_timestamp(local)
        .ok()?;
    Some(zoned.as_second())
}

/// Whole days between two dates, never negative.
fn days_apart(one: Date, other: Date) -> i32 {
    one.until(other)
        .map_or(i32::MAX, |span| span.get_days().abs())
}

/// Members of each group by its first place, in the list's own numbering.
fn members(groups: &[u32], order: &[u32]) -> BTreeMap<u32, Vec<ReportIx>> {
    let mut members: BTreeMap<u32, Vec<ReportIx>> = BTreeMap::new();
    for (place, &group) in groups.iter().enumerate() {
        members
            .entry(group)
            .or_default()
            .push(ReportIx(order[place]));
    }
    for reports in members.values_mut() {
        reports.sort_unstable();
    }
    members
}

fn listed_stories(sorted: &[&Digest], stories: &[u32], order: &[u32]) -> Vec<Story> {
    let mut days: BTreeMap<u32, Vec<Date>> = BTreeMap::new();
    for (digest, &story) in sorted.iter().zip(stories) {
        days.entry(story).or_default().extend(digest.day());
    }
    let mut listed: Vec<Story> = members(stories, order)
        .into_iter()
        .map(|(story, reports)| Story {
            reports,
            first: days[&story].iter().min().copied(),
            last: days[&story].iter().max().copied(),
        })
        .collect();
    // Stable: of two as large, the one first published stays first.
    listed.sort_by_key(|story| std::cmp::Reverse(story.reports.len()));
    listed
}

fn listed_passages(passages: &[copies::Shared], order: &[u32]) -> Vec<Passage> {
    let listed = |it: &copies::Shared| {
        let (a, b) = (
            ReportIx(order[it.a as usize]),
            ReportIx(order[it.b as usize]),
        );
        let (a, b, a_span, b_span) = if a < b {
            (a, b, it.a_span, it.b_span)
        } else {
            (b, a, it.b_span, it.a_span)
        };
        Passage {
            a,
            b,
            a_span,
            b_span,
            words: it.words,
        }
    };
    let mut listed: Vec<Passage> = passages.iter().map(listed).collect();
    listed.sort_unstable();
    listed
}

fn listed_versions(
    sorted: &[&Digest],
    kinships: &[copies::lineage::Kinship],
    order: &[u32],
) -> Vec<Version> {
    let number = |place: u32| ReportIx(order[place as usize]);
    let versions = copies::versions::versions(sorted, kinships).into_iter();
    let listed = versions.map(|(of, later)| Version {
        later: number(later),
        of: number(of),
    });
    let mut listed: Vec<Version> = listed.collect();
    listed.sort_unstable();
    listed
}

fn listed_origins(sorted: &[&Digest], origins: &[u32], order: &[u32]) -> Vec<Origin> {
    let mut agencies: BTreeMap<u32, Vec<&String>> = BTreeMap::new();
    for (digest, &origin) in sorted.iter().zip(origins) {
        agencies.entry(origin).or_default().extend(&digest.agencies);
    }
    let agency = |origin: u32| {
        let mut named = agencies.get(&origin)?.clone();
        named.sort_unstable();
        let by_count = |one: &&[&String], other: &&[&String]| {
            one.len().cmp(&other.len()).then(other[0].cmp(one[0]))
        };
        let most = named.chunk_by(|one, other| one == other).max_by(by_count)?;
        Some(most[0].clone())
    };
    members(origins, order)
        .into_iter()
        .map(|(origin, reports)| Origin {
            reports,
            agency: agency(origin),
        })
        .collect()
}
