//! Reports into a record file, batch by batch.
//!
//! Input: what reading gave, in order. Output: the file with them. What always
//! holds: a batch is in the file whole or not at all; only stories that a new
//! text may belong to are looked at, and only those that it changes are drawn
//! up anew.

use std::collections::BTreeSet;

use rapporteur_read::Skipped;
use rapporteur_store::{Added, Batch, Error, SkippedInput, Store};
use rapporteur_text::{Annotated, Report};

use crate::Desk;
use crate::intake::{Leaf, Taken};
use crate::neighbourhood::{Grouping, Neighbourhood};

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
    let edits = batch.edits()?;
    let there = Neighbourhood::around(desk, batch, &fresh)?;
    tally.drawn += there.draw(desk, batch, &edits, Grouping::Gathered)?.stories;
    Ok(())
}
