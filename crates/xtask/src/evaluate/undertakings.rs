//! Commitments and diplomatic events in sentences of our own.
//!
//! Input: `crates/xtask/data/undertakings.txt`, whose head says how it is
//! written. Output: F1 of items (commitments by the words of their action,
//! events by their type), and, of the items found, the share whose due bounds,
//! status and parties are right.

use std::path::Path;

use anyhow::Context as _;
use jiff::civil::{Date, date};
use rapporteur_language::Language;
use rapporteur_text::{Commitment, EntityIx, Event, Marks};
use rapporteur_text::{Imprint, Mask, Published, PublishedBasis, Report};

use super::listing::Listing;
use crate::score::{Score, Tally};

/// What a field that is not scored says.
const ANY: &str = "*";

/// A commitment as it should be found.
struct GoldCommitment<'t> {
    status: &'t str,
    due: &'t str,
    words: &'t str,
}

/// An event as it should be found.
struct GoldEvent<'t> {
    kind: &'t str,
    actors: &'t str,
    recipients: &'t str,
}

/// A text with what it tells.
struct Case<'t> {
    text: &'t str,
    commitments: Vec<GoldCommitment<'t>>,
    events: Vec<GoldEvent<'t>>,
}

/// Counts over all texts.
#[derive(Default)]
struct Counts {
    commitments: Tally,
    events: Tally,
    due: Tally,
    status: Tally,
    parties: Tally,
}

/// Scores every text.
pub(super) fn evaluate(_: &Path) -> anyhow::Result<Vec<Score>> {
    let cases = cases(include_str!("../../data/undertakings.txt"))?;
    let (mut counts, mut listing) = (Counts::default(), Listing::default());
    for case in &cases {
        let (report, marks) = marked(case.text);
        commitments(case, &report, &marks, &mut counts, &mut listing);
        events(case, &report, &marks, &mut counts, &mut listing);
    }
    listing.write("undertakings")?;
    let mut items = counts.commitments;
    items.add(counts.events);
    let share = |name: &str, tally: Tally| {
        Score::new(format!("undertakings.{name}"), tally.recall(), tally.gold)
    };
    let mut scores = items.scores("undertakings.items");
    scores.extend(counts.commitments.scores("undertakings.commitments"));
    scores.extend(counts.events.scores("undertakings.events"));
    scores.push(share("due", counts.due));
    scores.push(share("status", counts.status));
    scores.push(share("parties", counts.parties));
    Ok(scores)
}

/// The texts of the file, each with its lines.
fn cases(file: &str) -> anyhow::Result<Vec<Case<'_>>> {
    let mut cases: Vec<Case<'_>> = Vec::new();
    for line in file.lines().filter(|line| !line.starts_with('#')) {
        if let Some(text) = line.strip_prefix("= ") {
            cases.push(Case {
                text,
                commitments: Vec::new(),
                events: Vec::new(),
            });
        } else if !line.trim().is_empty() {
            let case = cases.last_mut().context("a line before any text")?;
            add(case, line).with_context(|| line.to_owned())?;
        }
    }
    Ok(cases)
}

fn add<'t>(case: &mut Case<'t>, line: &'t str) -> anyhow::Result<()> {
    let (mark, rest) = line.split_once(' ').context("no mark")?;
    if mark == "c" {
        let (head, words) = rest.split_once(" | ").context("no words")?;
        let (status, due) = head.split_once(' ').context("no due time")?;
        anyhow::ensure!(case.text.contains(words), "words that the text has not");
        case.commitments.push(GoldCommitment { status, due, words });
    } else {
        let (kind, parties) = rest.split_once(' ').context("no parties")?;
        let (actors, recipients) = parties.split_once(" > ").context("no recipients")?;
        case.events.push(GoldEvent {
            kind,
            actors,
            recipients,
        });
    }
    Ok(())
}

fn marked(text: &str) -> (Report, Marks) {
    let imprint = Imprint {
        published: Some(Published {
            date: date(2024, 3, 8),
            time: None,
            offset: None,
            basis: PublishedBasis::Declared,
        }),
        ..Imprint::default()
    };
    let report = Report::new(None, String::new(), text.to_owned(), imprint.clone());
    let marks = rapporteur_mark::mark(&report, &Mask::default(), &imprint, Language::english());
    (report, marks)
}

/// Adds one to the gold, and to what is right where it is.
fn count(tally: &mut Tally, right: bool) {
    tally.gold += 1;
    tally.right += usize::from(right);
}

fn commitments(
    case: &Case<'_>,
    report: &Report,
    marks: &Marks,
    counts: &mut Counts,
    listing: &mut Listing,
) {
    let mut left: Vec<&Commitment> = marks.commitments.iter().collect();
    counts.commitments.found += left.len();
    counts.commitments.gold += case.commitments.len();
    for gold in &case.commitments {
        let start = case.text.find(gold.words).unwrap_or(0);
        let end = start + gold.words.len();
        let Some(at) = left
            .iter()
            .position(|it| it.span.start() < end && start < it.span.end())
        else {
            listing.add(
                "commitment missed",
                format!("{} | {} | {}", gold.status, gold.words, case.text),
            );
            continue;
        };
        let found = left.remove(at);
        counts.commitments.right += 1;
        if gold.due != ANY {
            let due = bounds(marks, found);
            count(&mut counts.due, due == gold.due);
            if due != gold.due {
                listing.add("due", format!("{} for {} | {}", due, gold.due, case.text));
            }
        }
        if gold.status != ANY {
            let right = found.status.as_str() == gold.status;
            count(&mut counts.status, right);
            if !right {
                listing.add(
                    "status",
                    format!(
                        "{} for {} | {}",
                        found.status.as_str(),
                        gold.status,
                        case.text
                    ),
                );
            }
        }
    }
    for found in left {
        listing.add(
            "commitment invented",
            format!(
                "{} {:?} | {}",
                found.by,
                report.slice(found.action),
                case.text
            ),
        );
    }
}

/// The due bounds as the file writes them.
fn bounds(marks: &Marks, found: &Commitment) -> String {
    let Some(due) = found.due.map(|ix| marks.time(ix)) else {
        return "-".into();
    };
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    format!("{}..{}", day(due.earliest), day(due.latest))
}

fn events(
    case: &Case<'_>,
    report: &Report,
    marks: &Marks,
    counts: &mut Counts,
    listing: &mut Listing,
) {
    let mut left: Vec<&Event> = marks
        .events
        .iter()
        .filter(|it| !it.kind.starts_with("x:"))
        .collect();
    // What may be coded either way is neither found nor missed.
    let loose = case.events.iter().filter(|it| it.kind == ANY).count();
    let strict: Vec<_> = case.events.iter().filter(|it| it.kind != ANY).collect();
    counts.events.gold += strict.len();
    for gold in &strict {
        let Some(at) = left.iter().position(|it| it.kind == gold.kind) else {
            listing.add(
                "event missed",
                format!(
                    "{} | {:?} | {}",
                    gold.kind,
                    left.iter().map(|it| it.kind).collect::<Vec<_>>(),
                    case.text
                ),
            );
            continue;
        };
        let found = left.remove(at);
        counts.events.right += 1;
        counts.events.found += 1;
        let sides = [
            (&found.actors, gold.actors),
            (&found.recipients, gold.recipients),
        ];
        for (ours, theirs) in sides.into_iter().filter(|it| it.1 != ANY) {
            let right = same(marks, ours, theirs);
            count(&mut counts.parties, right);
            if !right {
                listing.add(
                    "parties",
                    format!(
                        "{:?} for {theirs} in {} | {}",
                        names(marks, ours),
                        gold.kind,
                        case.text
                    ),
                );
            }
        }
    }
    for found in left.iter().skip(loose) {
        counts.events.found += 1;
        listing.add(
            "event invented",
            format!(
                "{} {} {:?} | {}",
                found.kind,
                found.by,
                report.slice(found.trigger),
                case.text
            ),
        );
    }
}

fn names<'m>(marks: &'m Marks, entities: &[EntityIx]) -> Vec<&'m str> {
    entities
        .iter()
        .map(|&ix| marks.entity(ix).name.as_str())
        .collect()
}

/// Whether the entities are those that the file names, a people or a person
/// without a name counting as its country.
fn same(marks: &Marks, ours: &[EntityIx], theirs: &str) -> bool {
    let wanted: Vec<&str> = theirs.split(", ").collect();
    let facts = &Language::english().facts;
    let is = |ix: EntityIx, name: &str| {
        let entity = marks.entity(ix);
        let country = facts.country_of(name).map(|it| it.code);
        entity.name.trim_start_matches("the ") == name
            || country.is_some()
                && [entity.code.as_deref(), entity.country.as_deref()].contains(&country)
    };
    ours.len() == wanted.len()
        && wanted
            .iter()
            .all(|name| ours.iter().any(|&ix| is(ix, name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_case_of_the_file_is_read() {
        let cases = cases(include_str!("../../data/undertakings.txt")).expect("it is well formed");
        assert!(190 < cases.len());
        let known = rapporteur_language::events::TYPES;
        for event in cases.iter().flat_map(|case| &case.events) {
            assert!(
                event.kind == ANY || known.contains(&event.kind),
                "{}",
                event.kind
            );
        }
    }
}
