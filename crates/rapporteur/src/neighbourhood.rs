//! Reports that are drawn up together, and the stories that they were in.
//!
//! Input: reports that are new, or stories that are to be drawn up anew.
//! Output: the stories in the file. What always holds: only stories that a new
//! text may belong to are looked at, and only those that it changes are drawn
//! up; what editors did is applied each time.

use std::collections::{BTreeMap, BTreeSet};

use rapporteur_gather::Digest;
use rapporteur_store::{Batch, Drawn, Error, ReportKey, StoryKey, Terms};
use rapporteur_text::{Act, Annotated, Edits, ReportId, ReportIx, Story};
use rayon::prelude::*;

use crate::{Briefed, Desk};

/// Product of telling terms from which a story is worth comparing with.
const NEAR: f32 = 0.085;

/// Reports, and the stories that they are in.
pub(crate) struct Neighbourhood {
    reports: Vec<Annotated>,
    /// Those that may belong elsewhere now.
    fresh: BTreeSet<ReportId>,
    home: BTreeMap<ReportId, StoryKey>,
}

/// Which reports are together in stories, before acts are applied.
#[derive(Clone, Copy)]
pub(crate) enum Grouping<'g> {
    /// As gathering finds anew.
    Gathered,
    /// As they are in the file.
    Kept,
    /// As they were once; what came since stays with the first of those with
    /// whom it is.
    Before(&'g [Vec<String>]),
}

/// What was drawn up.
pub(crate) struct Redrawn {
    /// How many stories.
    pub(crate) stories: usize,
    /// Which acts bear on them.
    pub(crate) acts: Vec<Act>,
}

/// The terms of each story that was drawn up, by any of its reports.
type TermsOf = BTreeMap<ReportId, Vec<(u64, f32)>>;

impl Neighbourhood {
    /// New reports, and the stories that they may belong to.
    pub(crate) fn around(
        desk: Desk,
        batch: &Batch<'_>,
        fresh: &BTreeSet<ReportKey>,
    ) -> Result<Self, Error> {
        let mut there = Self {
            reports: Vec::new(),
            fresh: BTreeSet::new(),
            home: BTreeMap::new(),
        };
        let mut stories = BTreeSet::new();
        for &key in fresh {
            let story = batch.story_of(key)?;
            stories.extend(story);
            there.add(batch, key, story)?;
        }
        let ids = there.reports.iter().map(|it| it.report.id().clone());
        there.fresh = ids.collect();
        let terms: Vec<Terms> = there.reports.par_iter().map(|it| terms(desk, it)).collect();
        for terms in &terms {
            stories.extend(batch.near(terms)?);
        }
        for story in stories {
            for key in batch.reports_of(story)? {
                if !fresh.contains(&key) {
                    there.add(batch, key, Some(story))?;
                }
            }
        }
        Ok(there)
    }

    /// Stories as they are, each with its reports.
    pub(crate) fn of(batch: &Batch<'_>, stories: &BTreeSet<StoryKey>) -> Result<Self, Error> {
        let mut there = Self {
            reports: Vec::new(),
            fresh: BTreeSet::new(),
            home: BTreeMap::new(),
        };
        for &story in stories {
            for key in batch.reports_of(story)? {
                there.add(batch, key, Some(story))?;
            }
        }
        Ok(there)
    }

    fn add(
        &mut self,
        batch: &Batch<'_>,
        key: ReportKey,
        story: Option<StoryKey>,
    ) -> Result<(), Error> {
        let it = batch.report(key)?;
        if let Some(story) = story {
            self.home.insert(it.report.id().clone(), story);
        }
        self.reports.push(it);
        Ok(())
    }

    /// Adds a report that is in no story.
    pub(crate) fn with(mut self, batch: &Batch<'_>, key: ReportKey) -> Result<Self, Error> {
        if batch.story_of(key)?.is_none() {
            self.add(batch, key, None)?;
        }
        Ok(self)
    }

    /// Draws up what changed, and puts it in the place of what was there.
    pub(crate) fn draw(
        self,
        desk: Desk,
        batch: &mut Batch<'_>,
        edits: &Edits,
        grouping: Grouping<'_>,
    ) -> Result<Redrawn, Error> {
        let (old, briefed, terms) = self.brief(desk, edits, grouping);
        let drawn: Vec<_> = briefed
            .accounts()
            .map(|it| Drawn {
                record: it.record(),
                reports: it.reports().to_vec(),
                origins: it.origins(),
                terms: telling(&terms, it.reports()),
            })
            .collect();
        batch.rewrite(&old, &drawn)?;
        let acts = briefed.records().iter().flat_map(|it| it.edits.clone());
        Ok(Redrawn {
            stories: drawn.len(),
            acts: acts.collect(),
        })
    }

    /// The stories that are replaced, and what replaces them.
    fn brief(
        self,
        desk: Desk,
        edits: &Edits,
        grouping: Grouping<'_>,
    ) -> (BTreeSet<StoryKey>, Briefed, TermsOf) {
        let mut old = BTreeSet::new();
        let mut terms = TermsOf::new();
        let (fresh, home) = (&self.fresh, &self.home);
        let briefed = desk.brief_chosen(self.reports, edits, |reports, digests, gathered| {
            let ids = |story: &Story| {
                let ids = story.reports.iter();
                ids.map(|ix| reports[ix.index()].report.id().clone())
                    .collect::<Vec<_>>()
            };
            let chosen = match grouping {
                Grouping::Gathered => changed(&gathered.stories, &ids, fresh, home, &mut old),
                Grouping::Kept => together(reports, home, &[]),
                Grouping::Before(groups) => together(reports, home, groups),
            };
            if !matches!(grouping, Grouping::Gathered) {
                old.extend(home.values().copied());
            }
            for story in &chosen {
                let digests: Vec<&Digest> = story
                    .reports
                    .iter()
                    .map(|ix| &digests[ix.index()])
                    .collect();
                let telling = rapporteur_gather::telling(&digests, &desk.language().thresholds);
                terms.extend(ids(story).into_iter().map(|id| (id, telling.clone())));
            }
            chosen
        });
        (old, briefed, terms)
    }
}

/// The terms by which a story is found: those of all that its reports were
/// gathered into.
fn telling(terms: &TermsOf, reports: &[&Annotated]) -> Vec<(u64, f32)> {
    let mut all: BTreeMap<u64, f32> = BTreeMap::new();
    for it in reports {
        for &(term, weight) in &terms[it.report.id()] {
            let known = all.entry(term).or_default();
            *known = known.max(weight);
        }
    }
    all.into_iter().collect()
}

/// Where a report belongs: with a group of before, else with its story.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Belongs {
    Before(usize),
    Now(StoryKey),
}

/// The stories that reports were in before, else are in now. A story that holds
/// some of a group goes with it.
fn together(
    reports: &[Annotated],
    home: &BTreeMap<ReportId, StoryKey>,
    groups: &[Vec<String>],
) -> Vec<Story> {
    let group = |id: &ReportId| {
        let of = |it: &Vec<String>| it.iter().any(|it| it == id.as_str());
        groups.iter().position(of).map(Belongs::Before)
    };
    let mut with: BTreeMap<StoryKey, Belongs> = BTreeMap::new();
    for (id, &story) in home {
        if let Some(group) = group(id) {
            let first = with.entry(story).or_insert(group);
            *first = (*first).min(group);
        }
    }
    let mut stories: BTreeMap<Belongs, Vec<ReportIx>> = BTreeMap::new();
    for (place, it) in (0..).zip(reports) {
        let id = it.report.id();
        let now = home
            .get(id)
            .map(|it| with.get(it).copied().unwrap_or(Belongs::Now(*it)));
        if let Some(place_of) = group(id).or(now) {
            stories.entry(place_of).or_default().push(ReportIx(place));
        }
    }
    stories
        .into_values()
        .map(|members| story(reports, members))
        .collect()
}

fn story(reports: &[Annotated], members: Vec<ReportIx>) -> Story {
    let days = members
        .iter()
        .filter_map(|ix| reports[ix.index()].imprint.published);
    let days: BTreeSet<_> = days.map(|it| it.date).collect();
    Story {
        first: days.first().copied(),
        last: days.last().copied(),
        reports: members,
    }
}

/// The telling terms of one report.
fn terms(desk: Desk, it: &Annotated) -> Terms {
    let thresholds = &desk.language().thresholds;
    let digest = Digest::new(it);
    Terms {
        day: digest.day(),
        half_life: thresholds.gather.half_life_days,
        least: NEAR,
        terms: rapporteur_gather::telling(&[&digest], thresholds),
    }
}

/// The gathered stories with a new report, and those that share an old story
/// with them; `old` becomes the set of those old stories.
fn changed(
    stories: &[Story],
    ids: &dyn Fn(&Story) -> Vec<ReportId>,
    fresh: &BTreeSet<ReportId>,
    home: &BTreeMap<ReportId, StoryKey>,
    old: &mut BTreeSet<StoryKey>,
) -> Vec<Story> {
    let members: Vec<Vec<ReportId>> = stories.iter().map(ids).collect();
    let mut chosen: BTreeSet<usize> = BTreeSet::new();
    loop {
        let before = (chosen.len(), old.len());
        for (at, members) in members.iter().enumerate() {
            let touched = members.iter().any(|id| {
                fresh.contains(id) || home.get(id).is_some_and(|story| old.contains(story))
            });
            if touched {
                chosen.insert(at);
                old.extend(members.iter().filter_map(|id| home.get(id)));
            }
        }
        if (chosen.len(), old.len()) == before {
            return chosen.into_iter().map(|at| stories[at].clone()).collect();
        }
    }
}
