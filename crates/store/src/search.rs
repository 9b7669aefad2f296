//! Looks for words in items, then in sentences, then for what is near to them
//! in meaning.
//!
//! Input: a [`Query`]. Output: what was found, with the words that matched.
//! What always holds: an order that depends on the file alone; where not all
//! that matched was weighed, the result says so.

mod matching;
mod near;
mod shown;

use rusqlite::Connection;
use serde::Serialize;

use crate::error::{Kind, Result};
use crate::file::Store;
use crate::query::Query;

pub use near::{Near, Wider};

/// Newest matches that are weighed against one another; of more, the others
/// are left out.
const MOST_WEIGHED: usize = 5_000;

/// A stretch of words, and whether they are what was looked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stretch {
    /// The words.
    pub text: String,
    /// Whether they matched.
    pub hit: bool,
}

/// An item that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ItemHit {
    /// Its id.
    pub id: String,
    /// Its story.
    pub story: String,
    /// The story's title.
    pub story_title: String,
    /// Its kind.
    pub kind: String,
    /// Its status.
    pub status: String,
    /// Its origins.
    pub origins: u32,
    /// Its reports.
    pub reports: u32,
    /// Who said it.
    pub speaker: Option<String>,
    /// First day.
    pub earliest: Option<String>,
    /// Last day.
    pub latest: Option<String>,
    /// The wording that matched best.
    pub words: Vec<Stretch>,
}

/// A sentence that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SentenceHit {
    /// Its report.
    pub report: String,
    /// The story of the report.
    pub story: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// The report's title.
    pub title: Option<String>,
    /// When it was published.
    pub published: Option<String>,
    /// Where it stands in the report's text, in code points.
    pub span: [u32; 2],
    /// Its words.
    pub words: Vec<Stretch>,
}

/// What a search found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Hits {
    /// The search in words.
    pub query: String,
    /// Items, best first.
    pub items: Vec<ItemHit>,
    /// How many items match; where `weighed` says so, at least.
    pub items_in_all: u64,
    /// Sentences, best first.
    pub sentences: Vec<SentenceHit>,
    /// How many sentences match; where `weighed` says so, at least.
    pub sentences_in_all: u64,
    /// Set where more matched than were weighed: how many were.
    pub weighed: Option<usize>,
    /// On the first page, where few items have the words: what is near to them
    /// in meaning.
    pub near: Option<Near>,
    /// Where nothing was found: filters without which something would be.
    pub emptied_by: Vec<&'static str>,
}

impl Hits {
    /// Whether nothing at all was found.
    pub fn is_empty(&self) -> bool {
        let near = self.near.as_ref().is_some_and(|it| !it.is_empty());
        self.items_in_all == 0 && self.sentences_in_all == 0 && !near
    }
}

impl Store {
    /// Looks for `query`: the `limit` best items and as many sentences, from
    /// the `offset`th on.
    pub fn search(&self, query: &Query, limit: usize, offset: usize) -> Result<Hits> {
        self.ask(|file| {
            let expression = query.expression();
            let expression = expression.as_deref();
            let (items, items_in_all) =
                matching::page(file, matching::items(query, expression), limit, offset)?;
            let (sentences, sentences_in_all) =
                matching::page(file, matching::sentences(query, expression), limit, offset)?;
            let most = MOST_WEIGHED as u64;
            let capped = most <= items_in_all || most <= sentences_in_all;
            let few = offset == 0 && items_in_all < near::FEW;
            let mut hits = Hits {
                query: query.restated(),
                items: shown::items(file, &items, expression)?,
                items_in_all,
                sentences: shown::sentences(file, &sentences, expression)?,
                sentences_in_all,
                weighed: capped.then_some(MOST_WEIGHED),
                near: if few { near::find(file, query)? } else { None },
                emptied_by: Vec::new(),
            };
            if hits.is_empty() {
                hits.emptied_by = emptied_by(file, query)?;
            }
            Ok(hits)
        })
    }
}

/// The filters without which a search that found nothing finds something.
fn emptied_by(file: &Connection, query: &Query) -> Result<Vec<&'static str>, Kind> {
    let mut filters = Vec::new();
    for (label, _) in query.filters() {
        let wider = query.without(label);
        let expression = wider.expression();
        let expression = expression.as_deref();
        let items = matching::page(file, matching::items(&wider, expression), 1, 0)?;
        let sentences = matching::page(file, matching::sentences(&wider, expression), 1, 0)?;
        if 0 < items.1 + sentences.1 {
            filters.push(label);
        }
    }
    Ok(filters)
}
