//! The whole pipeline on the project's own samples, against their key.
//!
//! Recall of each kind of item by mention (the key is a floor, no full
//! inventory), with what must be right of it: the speaker, the value and
//! unit, the due day, the type and day. Then: whether all mentions of a
//! statement stand in one item, whether its origins are counted right,
//! whether planted copies are seen, whether page furniture is cut, and
//! whether the stories are exactly the key's.

pub(super) mod alignment;
mod key;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::Context as _;
use rapporteur::text::{Detail, Item, ReportIx, Span};
use rapporteur::{Briefed, Desk, Source, present::Account};

use crate::score::{Score, Tally};
use key::{Key, Mention};

/// Scores the samples.
pub(super) fn evaluate(_data: &Path) -> anyhow::Result<Vec<Score>> {
    let key = read_key()?;
    let briefed = brief_samples()?;
    let mut reading = Reading {
        stories: Vec::new(),
        verbose: true,
    };
    for account in briefed.accounts() {
        reading.stories.push(account);
    }
    let mut counts = BTreeMap::new();
    for story in &key.story {
        reading.score(story, &mut counts);
    }
    Ok(counts
        .into_iter()
        .map(|(name, tally): (&str, Tally)| recall(name, tally))
        .collect())
}

fn read_key() -> anyhow::Result<Key> {
    Ok(toml::from_str(&std::fs::read_to_string(KEY).context(KEY)?)?)
}

const KEY: &str = "crates/rapporteur/tests/samples-key.toml";
const SAMPLES: &str = "samples";

fn recall(name: &str, tally: Tally) -> Score {
    Score::new(format!("samples.{name}"), tally.recall(), tally.gold)
}

/// Runs the pipeline on the samples.
fn brief_samples() -> anyhow::Result<Briefed> {
    let mut files = Vec::new();
    list(Path::new(SAMPLES), &mut files)?;
    let mut reports = Vec::new();
    for file in files {
        let source = Source::named(file.to_string_lossy().into_owned());
        reports.extend(
            rapporteur::read(
                &std::fs::read(&file)?,
                &source,
                &rapporteur::Options::default(),
            )
            .reports,
        );
    }
    let desk = Desk::english();
    Ok(desk.brief(desk.annotate_all(reports)))
}

/// Every file below `folder`.
fn list(folder: &Path, files: &mut Vec<std::path::PathBuf>) -> anyhow::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            list(&path, files)?;
        } else {
            files.push(path);
        }
    }
    files.sort();
    Ok(())
}

type Counts = BTreeMap<&'static str, Tally>;

/// What the pipeline made of the samples.
struct Reading<'a> {
    stories: Vec<Account<'a>>,
    verbose: bool,
}

impl<'a> Reading<'a> {
    fn score(&self, story: &key::Story, counts: &mut Counts) {
        self.story(story, counts);
        self.statements(story, counts);
        for it in &story.figure {
            let right = |item: &Item, _: &Account<'_>| is_figure(item, it);
            self.mentions("figures", &it.evidence, counts, right);
        }
        for it in &story.commitment {
            let due = |item: &Item, _: &Account<'_>| is_due(item, it);
            self.mentions("commitments", &it.evidence, counts, due);
            let status = |item: &Item, _: &Account<'_>| has_status(item, it);
            self.mentions("commitment-status", &it.evidence, counts, status);
        }
        for it in &story.event {
            let right = |item: &Item, _: &Account<'_>| is_event(item, it);
            self.mentions("events", &it.evidence, counts, right);
        }
        self.copies(story, counts);
        self.cuts(story, counts);
    }

    /// Whether one record has exactly the story's reports.
    fn story(&self, story: &key::Story, counts: &mut Counts) {
        let gold: BTreeSet<_> = story
            .reports
            .iter()
            .filter_map(|name| self.find(name))
            .collect();
        let whole = self.stories.iter().enumerate().any(|(at, account)| {
            let members = (0..account.reports().len()).map(|ix| (at, ReportIx(ix as u32)));
            members.collect::<BTreeSet<_>>() == gold
        });
        self.count(counts, "stories", whole, &story.name);
    }

    /// Each mention with its speaker; then alignment and origins.
    fn statements(&self, story: &key::Story, counts: &mut Counts) {
        for it in &story.statement {
            let mut homes = Vec::new();
            for mention in &it.evidence {
                let speaker = mention.speaker.as_ref().unwrap_or(&it.speaker);
                let home = self
                    .holders(mention)
                    .find(|(account, item)| is_said_by(item, account, speaker));
                self.count(
                    counts,
                    "statements",
                    home.is_some(),
                    &describe(speaker, mention),
                );
                homes.push(home.map(|(_, item)| item));
            }
            let together = homes
                .iter()
                .flatten()
                .map(|item| &item.id)
                .collect::<BTreeSet<_>>();
            let aligned = together.len() == 1 && homes.iter().all(Option::is_some);
            self.count(
                counts,
                "statements-aligned",
                aligned,
                &describe("aligned", &it.evidence[0]),
            );
            let origins = homes.iter().flatten().next().map(|item| item.origins);
            let counted = origins == Some(it.origins);
            self.count(
                counts,
                "statement-origins",
                counted,
                &describe("origins", &it.evidence[0]),
            );
        }
    }

    /// Each mention that lies in the evidence of an item that `right` accepts.
    fn mentions(
        &self,
        name: &'static str,
        evidence: &[Mention],
        counts: &mut Counts,
        right: impl Fn(&Item, &Account<'_>) -> bool,
    ) {
        for mention in evidence {
            let found = self
                .holders(mention)
                .any(|(account, item)| right(item, account));
            self.count(counts, name, found, &describe(name, mention));
        }
    }

    fn copies(&self, story: &key::Story, counts: &mut Counts) {
        for it in &story.copy {
            let (first, later) = (self.find(&it.first), self.find(&it.later));
            let pair = first.zip(later).filter(|(first, later)| first.0 == later.0);
            let seen = pair.is_some_and(|((at, a), (_, b))| {
                let passages = &self.stories[at].record().passages;
                passages
                    .iter()
                    .any(|it| (it.a, it.b) == (a.min(b), a.max(b)))
            });
            self.count(
                counts,
                "copies",
                seen,
                &format!("{} {}", it.first, it.later),
            );
        }
    }

    /// Furniture that is cut for the right reason or was never taken in.
    fn cuts(&self, story: &key::Story, counts: &mut Counts) {
        for it in &story.cut {
            let Some((at, ix)) = self.find(&it.report) else {
                self.count(counts, "cuts", false, &it.text);
                continue;
            };
            let report = self.stories[at].report(ix);
            let spans = occurrences(report.report.text(), &it.text);
            let cut = |span: &Span| {
                let mut over = report
                    .mask
                    .cuts()
                    .iter()
                    .filter(|(cut, _)| cut.overlaps(*span));
                over.any(|(_, why)| it.why.starts_with(why.as_str()))
            };
            let right = spans.is_empty() || spans.iter().any(cut);
            let what = format!("{} in {}: {}", it.why, it.report, it.text);
            self.count(counts, "cuts", right, &what);
        }
    }

    /// The items with evidence over the mention's words, with their stories.
    fn holders(&self, mention: &Mention) -> impl Iterator<Item = (&Account<'a>, &Item)> {
        let home = self.find(&mention.report);
        let spans = home.map_or_else(Vec::new, |(at, ix)| {
            occurrences(self.stories[at].report(ix).report.text(), &mention.text)
        });
        home.into_iter().flat_map(move |(at, ix)| {
            let spans = spans.clone();
            let account = &self.stories[at];
            let holds = move |item: &&Item| {
                item.evidence.iter().any(|it| {
                    it.at.report == ix && spans.iter().any(|span| span.overlaps(it.at.span))
                })
            };
            account
                .record()
                .items
                .iter()
                .filter(holds)
                .map(move |item| (account, item))
        })
    }

    /// The story and place of a report that the key names.
    fn find(&self, name: &str) -> Option<(usize, ReportIx)> {
        let (file, id) = name
            .split_once('#')
            .map_or((name, None), |(file, id)| (file, Some(id)));
        let wanted = format!("{SAMPLES}/{file}");
        for (at, account) in self.stories.iter().enumerate() {
            let place = account.reports().iter().position(|it| {
                let own = it.report.file();
                let in_file = own == wanted || own.starts_with(&format!("{wanted}#"));
                in_file && id.is_none_or(|id| it.report.id().as_str() == id)
            });
            if let Some(ix) = place {
                return Some((at, ReportIx(ix as u32)));
            }
        }
        None
    }

    fn count(&self, counts: &mut Counts, name: &'static str, right: bool, what: &str) {
        let found = usize::from(right);
        counts.entry(name).or_default().add(Tally {
            right: found,
            found,
            gold: 1,
        });
        if self.verbose && !right {
            println!("missed {name}: {what}");
        }
    }
}

fn describe(who: &str, mention: &Mention) -> String {
    format!("{who} in {}: {}", mention.report, mention.text)
}

/// Whether the item is a statement by a person of that surname, or of a body
/// of that name.
fn is_said_by(item: &Item, account: &Account<'_>, speaker: &str) -> bool {
    let Detail::Statement {
        speaker: entity,
        source,
        ..
    } = &item.detail
    else {
        return false;
    };
    let name = entity.map(|ix| account.record().entity(ix).name.as_str());
    let last = speaker.split(' ').next_back().unwrap_or(speaker);
    name.or(source.as_deref())
        .is_some_and(|name| name.contains(last))
}

fn is_figure(item: &Item, gold: &key::Figure) -> bool {
    let Detail::Figure {
        value,
        max,
        unit,
        currency,
        ..
    } = &item.detail
    else {
        return false;
    };
    let close = |value: f64| (value - gold.value).abs() <= 1e-6 * gold.value.abs();
    let in_conflict = item.conflict.iter().flat_map(|conflict| &conflict.sides);
    let by_side = in_conflict
        .filter_map(|side| side.value.parse().ok())
        .any(close);
    let own = unit.as_deref().or(currency.as_deref()).unwrap_or("1");
    let same_unit = own == gold.unit || currency.as_deref() == Some(&gold.unit);
    same_unit && (close(*value) || max.is_some_and(close) || by_side)
}

fn is_due(item: &Item, gold: &key::Commitment) -> bool {
    let Detail::Commitment { due, .. } = &item.detail else {
        return false;
    };
    let Some(wanted) = &gold.due_latest else {
        return true;
    };
    let latest = due
        .as_ref()
        .and_then(|due| due.latest)
        .map(|day| day.to_string());
    let sides = item.conflict.iter().flat_map(|conflict| &conflict.sides);
    let by_side = sides
        .map(|side| &side.value)
        .any(|value| value.contains(wanted.as_str()));
    latest.as_ref() == Some(wanted) || by_side
}

fn has_status(item: &Item, gold: &key::Commitment) -> bool {
    matches!(&item.detail, Detail::Commitment { status, .. } if status.as_str() == gold.status)
}

fn is_event(item: &Item, gold: &key::Event) -> bool {
    let Detail::Event { kind, when, .. } = &item.detail else {
        return false;
    };
    let own_type = gold.kind.starts_with("x:") && kind.starts_with("x:");
    let bounds = when
        .as_ref()
        .and_then(|when| when.earliest.zip(when.latest));
    let holds =
        bounds.is_none_or(|(from, to)| (from.to_string()..=to.to_string()).contains(&gold.date));
    holds && (own_type || *kind == gold.kind)
}

/// Where `extract` stands in `text`, white space being all alike.
fn occurrences(text: &str, extract: &str) -> Vec<Span> {
    let words: Vec<&str> = extract.split_whitespace().collect();
    let Some(first) = words.first() else {
        return Vec::new();
    };
    let starts = text.match_indices(first).map(|(at, _)| at);
    starts.filter_map(|at| match_at(text, at, &words)).collect()
}

/// The span from `at` on that reads `words`.
fn match_at(text: &str, at: usize, words: &[&str]) -> Option<Span> {
    let mut end = at;
    for (ix, word) in words.iter().enumerate() {
        let rest = text[end..].trim_start();
        let gap = text.len() - end - rest.len();
        if (ix == 0) != (gap == 0) {
            return None;
        }
        rest.strip_prefix(word)?;
        end += gap + word.len();
    }
    Some(Span::new(at, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extracts_are_found_across_line_breaks() {
        let text = "One two\n three. One two four.";
        assert_eq!(occurrences(text, "One two three."), vec![Span::new(0, 15)]);
        assert_eq!(occurrences(text, "two").len(), 2);
        assert!(occurrences(text, "twofour").is_empty());
    }
}
