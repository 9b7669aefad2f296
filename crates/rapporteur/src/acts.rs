//! An editor's acts on the stories of a record file.
//!
//! Input: an act, or the number of one. Output: the file with the stories on
//! which it bears drawn up anew. What always holds: an act that does nothing is
//! refused, and leaves the file as it was; what was done is in the file with
//! the time and can be undone.

use std::collections::BTreeSet;

use rapporteur_store::{Batch, Error, ItemKey, ReportKey, Store, StoryKey};
use rapporteur_text::{Act, ActKind};

use crate::Desk;
use crate::neighbourhood::{Grouping, Neighbourhood};

/// Most characters of a report's name for people.
const TOLD: usize = 200;

/// Why an act was not done.
#[derive(Debug)]
pub enum ActError {
    /// It cannot be done, and why.
    Refused(String),
    /// The file could not be read or written.
    Store(Error),
}

impl std::fmt::Display for ActError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Refused(why) => formatter.write_str(why),
            Self::Store(error) => error.fmt(formatter),
        }
    }
}

impl std::error::Error for ActError {}

impl From<Error> for ActError {
    fn from(error: Error) -> Self {
        Self::Store(error)
    }
}

fn refused<T>(why: impl Into<String>) -> Result<T, ActError> {
    Err(ActError::Refused(why.into()))
}

impl Desk {
    /// Does an act at the time `at` (ISO 8601). Items and stories are named by
    /// their ids in the file, reports by their ids or files.
    pub fn act(&self, store: &mut Store, act: &Act, at: &str) -> Result<(), ActError> {
        let mut batch = store.batch(at)?;
        let meant = Meant::by(&batch, act)?;
        let before = membership(&batch, &meant)?;
        batch.keep_edit(&meant.act, &meant.told, &before)?;
        let edits = batch.edits()?;
        let there = Neighbourhood::of(&batch, &meant.stories)?;
        let drawn = there.draw(*self, &mut batch, &edits, Grouping::Kept)?;
        let on_items = matches!(act.kind, ActKind::MergeItems | ActKind::SplitItem);
        if on_items && !drawn.acts.contains(&meant.act) {
            return refused("this changes nothing: the items do not come together or apart so");
        }
        Ok(batch.commit()?)
    }

    /// Undoes the act of that number.
    pub fn undo(&self, store: &mut Store, number: i64, at: &str) -> Result<(), ActError> {
        let mut batch = store.batch(at)?;
        let Some((act, before)) = batch.undo_edit(number)? else {
            return refused(format!("there is no act {number} that holds"));
        };
        let edits = batch.edits()?;
        let mut stories = BTreeSet::new();
        for name in &act.what {
            match act.kind {
                ActKind::Unreliable => stories.extend(batch.stories_of_outlet(name)?),
                _ => stories.extend(batch.stories_edited_by(name)?),
            }
        }
        let mut loose = Vec::new();
        for name in before.iter().flatten() {
            if let Some(key) = batch.report_named(name)? {
                stories.extend(batch.story_of(key)?);
                loose.push(key);
            }
        }
        let mut there = Neighbourhood::of(&batch, &stories)?;
        for key in loose {
            there = there.with(&batch, key)?;
        }
        there.draw(*self, &mut batch, &edits, Grouping::Before(&before))?;
        Ok(batch.commit()?)
    }
}

/// Which reports are together in the stories that an act changes.
fn membership(batch: &Batch<'_>, meant: &Meant) -> Result<Vec<Vec<String>>, Error> {
    let mut groups = Vec::new();
    let changes = matches!(
        meant.act.kind,
        ActKind::Exclude | ActKind::MergeStories | ActKind::SplitStory
    );
    for &story in meant.stories.iter().filter(|_| changes) {
        let mut group = Vec::new();
        for key in batch.reports_of(story)? {
            group.push(batch.report(key)?.report.id().to_string());
        }
        groups.push(group);
    }
    Ok(groups)
}

/// An act with names that stay, and what it bears on.
struct Meant {
    act: Act,
    told: Vec<String>,
    stories: BTreeSet<StoryKey>,
}

impl Meant {
    fn by(batch: &Batch<'_>, act: &Act) -> Result<Self, ActError> {
        let mut meant = Self {
            act: Act {
                kind: act.kind,
                what: Vec::new(),
                why: act.why.clone().filter(|it| !it.trim().is_empty()),
            },
            told: Vec::new(),
            stories: BTreeSet::new(),
        };
        match act.kind {
            ActKind::MergeItems => meant.merged(batch, &act.what)?,
            ActKind::SplitItem => meant.split(batch, &act.what)?,
            ActKind::Unreliable => meant.outlets(batch, &act.what)?,
            ActKind::Exclude | ActKind::SplitStory => meant.reports(batch, &act.what)?,
            ActKind::MergeStories => meant.joined(batch, &act.what)?,
        }
        Ok(meant)
    }

    fn add(&mut self, name: String, told: String) {
        self.act.what.push(name);
        self.told.push(told);
    }

    fn merged(&mut self, batch: &Batch<'_>, ids: &[String]) -> Result<(), ActError> {
        let items: Vec<ItemKey> = ids
            .iter()
            .map(|id| item(batch, id))
            .collect::<Result<_, _>>()?;
        let mentions: BTreeSet<&String> = items.iter().map(|it| &it.mention).collect();
        if mentions.len() < 2 {
            return refused("it takes two items to make them one");
        }
        if items.iter().any(|it| it.kind != items[0].kind) {
            return refused("items of two kinds are never one");
        }
        if items.iter().any(|it| it.story != items[0].story) {
            return refused("the items are of two stories; make those one first");
        }
        for it in items {
            self.stories.insert(it.story);
            self.add(it.mention, it.words);
        }
        Ok(())
    }

    fn split(&mut self, batch: &Batch<'_>, names: &[String]) -> Result<(), ActError> {
        let Some((id, reports)) = names.split_first() else {
            return refused("no item is named");
        };
        let whole = item(batch, id)?;
        let mut parted = BTreeSet::new();
        for name in reports {
            let it = report(batch, name)?;
            if !whole.reports.contains(&it.id) {
                return refused(format!("report {name} does not have this item"));
            }
            parted.insert(it);
        }
        if parted.is_empty() || whole.reports.len() <= parted.len() {
            return refused("some of the item’s reports must stay and some must go");
        }
        self.stories.insert(whole.story);
        self.add(whole.mention, whole.words);
        for it in parted {
            self.add(it.id, it.told);
        }
        Ok(())
    }

    fn outlets(&mut self, batch: &Batch<'_>, outlets: &[String]) -> Result<(), ActError> {
        for outlet in outlets {
            let stories = batch.stories_of_outlet(outlet)?;
            if stories.is_empty() {
                return refused(format!("no story has a report of {outlet}"));
            }
            self.stories.extend(stories);
            self.add(outlet.clone(), outlet.clone());
        }
        Ok(())
    }

    fn reports(&mut self, batch: &Batch<'_>, names: &[String]) -> Result<(), ActError> {
        let mut left = 0;
        for name in names {
            let it = report(batch, name)?;
            let Some(story) = batch.story_of(it.key)? else {
                return refused(format!("report {name} is in no story"));
            };
            if self.stories.insert(story) {
                left += batch.reports_of(story)?.len();
            }
            self.add(it.id, it.told);
        }
        let going: BTreeSet<&String> = self.act.what.iter().collect();
        if going.is_empty() {
            return refused("no report is named");
        }
        if self.act.kind == ActKind::SplitStory && (1 < self.stories.len() || left <= going.len()) {
            return refused("some reports of one story must go, and some must stay");
        }
        Ok(())
    }

    fn joined(&mut self, batch: &Batch<'_>, names: &[String]) -> Result<(), ActError> {
        for name in names {
            let key = match batch.story_named(name)? {
                Some(story) => batch.reports_of(story)?.first().copied(),
                None => batch.report_named(name)?,
            };
            let Some(key) = key else {
                return refused(format!("there is no story {name}"));
            };
            let it = Named::of(batch, key)?;
            self.stories.extend(batch.story_of(key)?);
            self.add(it.id, it.told);
        }
        if self.stories.len() < 2 {
            return refused("it takes two stories to make them one");
        }
        Ok(())
    }
}

fn item(batch: &Batch<'_>, id: &str) -> Result<ItemKey, ActError> {
    match batch.item(id)? {
        Some(item) => Ok(item),
        None => refused(format!("there is no item {id}")),
    }
}

/// A report that is named.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Named {
    id: String,
    key: ReportKey,
    told: String,
}

impl Named {
    fn of(batch: &Batch<'_>, key: ReportKey) -> Result<Self, ActError> {
        let it = batch.report(key)?;
        let id = it.report.id().to_string();
        let told = [it.imprint.outlet, it.imprint.title.map(|it| it.text)];
        let told: Vec<String> = told.into_iter().flatten().collect();
        let told = if told.is_empty() {
            id.clone()
        } else {
            told.join(", ")
        };
        Ok(Self {
            told: told.chars().take(TOLD).collect(),
            id,
            key,
        })
    }
}

fn report(batch: &Batch<'_>, name: &str) -> Result<Named, ActError> {
    match batch.report_named(name)? {
        Some(key) => Named::of(batch, key),
        None => refused(format!("there is no report {name}")),
    }
}
