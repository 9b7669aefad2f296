//! What an editor decides against or beside what was reckoned.
//!
//! Acts change nothing in a report: they are applied while a record is drawn
//! up, stand in it, and are undone by leaving them out.

use serde::{Deserialize, Serialize};

/// An editor's acts, in the order they were given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edits {
    /// Each act.
    pub acts: Vec<Act>,
}

/// One act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Act {
    /// What is done.
    pub kind: ActKind,
    /// To which items, reports or outlets: ids, files or names.
    pub what: Vec<String>,
    /// Why, in the editor's words.
    pub why: Option<String>,
}

/// Kinds of act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ActKind {
    /// An outlet's reports do not count as support.
    Unreliable,
    /// A report is left out.
    Exclude,
    /// Items are one.
    MergeItems,
    /// The first is an item, the rest reports whose evidence is another item.
    SplitItem,
    /// The stories of some reports are one.
    MergeStories,
    /// Some reports are a story of their own.
    SplitStory,
}

crate::marks::words! {
    ActKind {
        Unreliable => "unreliable", Exclude => "exclude", MergeItems => "merge-items",
        SplitItem => "split-item", MergeStories => "merge-stories", SplitStory => "split-story",
    }
}

impl Edits {
    /// The acts of a kind, with their place.
    pub fn of(&self, kind: ActKind) -> impl Iterator<Item = (usize, &Act)> {
        let acts = self.acts.iter().enumerate();
        acts.filter(move |(_, act)| act.kind == kind)
    }
}
