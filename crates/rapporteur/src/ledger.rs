//! Reports into a record file, batch by batch.
//!
//! Input: what reading gave, in order. Output: the file with them. What always
//! holds: a batch is in the file whole or not at all; only stories that a new
//! text may belong to are looked at, and only those that it changes are drawn
//! up anew.

use std::collections::{BTreeMap, BTreeSet};

use rapporteur_gather::Digest;
use rapporteur_read::Skipped;
use rapporteur_store::{
    Added, Batch, Drawn, Error, ReportKey, SkippedInput, Store, StoryKey, Terms,
};
use rapporteur_text::{Annotated, Edits, Report, ReportId, Story};
use rayon::prelude::*;

use crate::intake::{Leaf, Taken};
use crate::{Briefed, Desk};

/// Product of telling terms from which a story is worth comparing with.
const NEAR: f32 = 0.085;

/// Puts reports into a record file.
#[derive(Debug)]
pub struct Ledger<'s> {
    desk: Desk,
    store: &'s mut Store,
    size: usize,
    reports: Vec<Report>,
    skipped: Vec<Skipped>,
    leaves: Vec<Leaf>,
    tally: Tally,
}

/// How much was done so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// New reports that the file holds now.
    pub added: usize,
    /// Reports of which it holds a newer text now.
    pub revised: usize,
    /// Reports that it had already.
    pub seen: usize,
    /// Inputs that could not be read.
    pub skipped: usize,
    /// Stories that were drawn up, each as often as that was done.
    pub drawn: usize,
}

/// What the outer world tells a ledger.
pub trait Surroundings {
    /// The time now, ISO 8601.
    fn now(&self) -> String;

    /// Where a later text of a report would be found on this machine; none
    /// where that cannot be said.
    fn place(&self, report: &Report) -> Option<String>;

    /// Told whenever reports are on the disk.
    fn kept(&self, tally: Tally);
}

impl<'s> Ledger<'s> {
    /// A ledger that commits whenever it has `size` reports at hand.
    pub fn new(desk: Desk, store: &'s mut Store, size: usize) -> Self {
        Self {
            desk,
            store,
            size,
            reports: Vec::new(),
            skipped: Vec::new(),
            leaves: Vec::new(),
            tally: Tally::default(),
        }
    }

    /// How much was done so far; all of it is on the disk.
    pub fn tally(&self) -> Tally {
        self.tally
    }

    /// Whether all reports of a leaf are in the file.
    pub fn has_read(&self, leaf: &Leaf) -> Result<bool, Error> {
        self.store.has_read(&leaf.hash)
    }

    /// Takes what a piece of an input gave; commits whenever there is enough.
    pub fn take(&mut self, taken: Taken, around: &impl Surroundings) -> Result<(), Error> {
        self.skipped.extend(taken.out.skipped);
        for report in taken.out.reports {
            self.reports.push(report);
            if self.size <= self.reports.len() {
                self.commit(around)?;
            }
        }
        // Noted with the last of its reports, or after them.
        self.leaves.extend(taken.leaf);
        Ok(())
    }

    /// Commits what is at hand.
    pub fn commit(&mut self, around: &impl Surroundings) -> Result<(), Error> {
        let reports = std::mem::take(&mut self.reports);
        let skipped = std::mem::take(&mut self.skipped);
        let leaves = std::mem::take(&mut self.leaves);
        let mut tally = self.tally;
        tally.skipped += skipped.len();

        let all = reports.len();
        let mut fresh = Vec::new();
        for report in reports {
            if !self.store.knows(&report)? {
                fresh.push(report);
            }
        }
        tally.seen += all - fresh.len();
        if fresh.is_empty() && skipped.is_empty() && leaves.is_empty() {
            self.tally = tally;
            return Ok(());
        }
        let annotated = self.desk.annotate_together(fresh);
        let mut batch = self.store.batch(&around.now())?;
        for leaf in &leaves {
            batch.note_input(&leaf.hash, &leaf.file)?;
        }
        for it in &skipped {
            batch.skip(&of_skipped(it))?;
        }
        let place = |report: &Report| around.place(report);
        add(self.desk, &mut batch, &annotated, &place, &mut tally)?;
        batch.commit()?;
        self.tally = tally;
        around.kept(tally);
        Ok(())
    }
}

fn of_skipped(it: &Skipped) -> SkippedInput {
    SkippedInput {
        file: it.file.clone(),
        line: it.line,
        reason: it.reason.clone(),
    }
}

/// Adds reports, and draws up the stories that they change.
fn add(
    desk: Desk,
    batch: &mut Batch<'_>,
    annotated: &[Annotated],
    place: &dyn Fn(&Report) -> Option<String>,
    tally: &mut Tally,
) -> Result<(), Error> {
    let mut fresh = BTreeSet::new();
    for it in annotated {
        match batch.add(it, place(&it.report).as_deref())? {
            Added::Seen => tally.seen += 1,
            Added::New(key) => {
                tally.added += 1;
                fresh.insert(key);
            }
            Added::Version(key) => {
                tally.revised += 1;
                fresh.insert(key);
            }
        }
    }
    let neighbourhood = Neighbourhood::around(desk, batch, &fresh)?;
    let (old, briefed, terms) = neighbourhood.brief(desk);
    let drawn: Vec<_> = briefed
        .accounts()
        .map(|it| Drawn {
            record: it.record(),
            reports: it.reports().to_vec(),
            origins: it.origins(),
            terms: terms[&it.record().reports[0].id].clone(),
        })
        .collect();
    tally.drawn += drawn.len();
    batch.rewrite(&old, &drawn)
}

/// New reports, and the stories that they may belong to.
struct Neighbourhood {
    reports: Vec<Annotated>,
    fresh: BTreeSet<ReportId>,
    home: BTreeMap<ReportId, StoryKey>,
}

/// The terms of each story that was drawn up, by any of its reports.
type TermsOf = BTreeMap<ReportId, Vec<(u64, f32)>>;

impl Neighbourhood {
    fn around(desk: Desk, batch: &Batch<'_>, fresh: &BTreeSet<ReportKey>) -> Result<Self, Error> {
        let mut reports = Vec::new();
        let mut stories = BTreeSet::new();
        let mut home = BTreeMap::new();
        for &key in fresh {
            let it = batch.report(key)?;
            if let Some(story) = batch.story_of(key)? {
                stories.insert(story);
                home.insert(it.report.id().clone(), story);
            }
            reports.push(it);
        }
        let terms: Vec<Terms> = reports.par_iter().map(|it| terms(desk, it)).collect();
        for terms in &terms {
            stories.extend(batch.near(terms)?);
        }
        let fresh_ids = reports.iter().map(|it| it.report.id().clone()).collect();
        for story in stories {
            for key in batch.reports_of(story)? {
                if !fresh.contains(&key) {
                    let it = batch.report(key)?;
                    home.insert(it.report.id().clone(), story);
                    reports.push(it);
                }
            }
        }
        Ok(Self {
            reports,
            fresh: fresh_ids,
            home,
        })
    }

    /// Draws up what the new reports change: the stories that are replaced,
    /// and what replaces them.
    fn brief(self, desk: Desk) -> (BTreeSet<StoryKey>, Briefed, TermsOf) {
        let mut old = BTreeSet::new();
        let mut terms = TermsOf::new();
        let (fresh, home) = (&self.fresh, &self.home);
        let briefed = desk.brief_chosen(
            self.reports,
            &Edits::default(),
            |reports, digests, gathered| {
                let ids = |story: &Story| {
                    let ids = story.reports.iter();
                    ids.map(|ix| reports[ix.index()].report.id().clone())
                        .collect::<Vec<_>>()
                };
                let chosen = changed(&gathered.stories, &ids, fresh, home, &mut old);
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
            },
        );
        (old, briefed, terms)
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
