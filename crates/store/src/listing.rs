//! What the file holds, listed.

use rapporteur_text::{Annotated, Record};
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use serde::Serialize;

use crate::batch::SkippedInput;
use crate::error::{Kind, Result};
use crate::file::Store;
use crate::fold::fold;
use crate::reports;
use crate::stories::{self, StoryKey};

/// A story in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StoryRow {
    /// Its id.
    pub id: String,
    /// A report's own title.
    pub title: String,
    /// First day of publication.
    pub first: Option<String>,
    /// Last day of publication.
    pub last: Option<String>,
    /// Where most of it happened.
    pub place: Option<String>,
    /// How many reports.
    pub reports: u32,
    /// How many outlets, as far as known.
    pub outlets: u32,
    /// How many texts stand behind it, when what was taken over wholly counts once.
    pub origins: u32,
    /// How many items.
    pub items: u32,
    /// How many of them have values that cannot both hold.
    pub disputed: u32,
}

/// A report in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReportRow {
    /// Its id.
    pub id: String,
    /// The story it is in.
    pub story: Option<String>,
    /// Where it was read from.
    pub file: String,
    /// Address of the page.
    pub url: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// When it was published, ISO 8601.
    pub published: Option<String>,
    /// Language.
    pub lang: Option<String>,
    /// Number of texts seen of it, the one shown included.
    pub versions: u32,
}

/// How much the file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// Reports, each once.
    pub reports: u64,
    /// Stories.
    pub stories: u64,
    /// Items.
    pub items: u64,
    /// Inputs that could not be read.
    pub skipped: u64,
}

/// A story as it is shown.
#[derive(Clone, Debug)]
pub struct Told {
    /// Its record.
    pub record: Record,
    /// Its reports in the record's order; of their marks only the sentences.
    pub reports: Vec<Annotated>,
}

/// What an id leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// One thing: its id now.
    One(String),
    /// Several ids begin so.
    Several(Vec<String>),
    /// It was there, and nothing carries it on.
    Gone,
    /// Nothing.
    None,
}

/// An entity of a story, for those who ask who somebody is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Who {
    /// Number of the entity in the file.
    #[serde(skip)]
    pub(crate) entity: i64,
    /// `PER`, `ORG`, `LOC` and so on.
    pub r#type: String,
    /// Fullest name given.
    pub name: String,
    /// Other names given.
    pub aliases: Vec<String>,
    /// Code, where known.
    pub code: Option<String>,
    /// Office, as most reports give it.
    pub office: Option<String>,
    /// Mentions in the story.
    pub mentions: u32,
    /// The story.
    pub story: String,
    /// The story's title.
    pub story_title: String,
    /// Items that it has a part in, each with the part.
    pub items: Vec<Part>,
}

/// An item that an entity has a part in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Part {
    /// `speaker`, `actor`, `recipient`, `place`, `who` or `to`.
    pub role: String,
    /// The item's id.
    pub item: String,
    /// Its kind.
    pub kind: String,
    /// Its status.
    pub status: String,
    /// Its origins.
    pub origins: u32,
    /// Its words.
    pub summary: String,
}

/// Which of the stories to list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoryFilter {
    /// Last told on this day (ISO 8601) or later.
    pub since: Option<String>,
    /// First told on this day or earlier.
    pub until: Option<String>,
    /// With a report of this outlet.
    pub outlet: Option<String>,
}

/// The condition that a filter makes; its parameters are since, until, outlet.
const LISTED: &str = "(?1 IS NULL OR last >= ?1) AND (?2 IS NULL OR first <= ?2)
  AND (?3 IS NULL OR EXISTS (SELECT 1 FROM reports r WHERE r.story = stories.story
    AND lower(r.outlet) = lower(?3)))";

impl Store {
    /// Stories, largest first, and how many there are in all.
    pub fn stories(
        &self,
        filter: &StoryFilter,
        limit: usize,
        offset: usize,
    ) -> Result<(Vec<StoryRow>, u64)> {
        self.ask(|file| {
            let StoryFilter {
                since,
                until,
                outlet,
            } = filter;
            let all: i64 = file
                .prepare_cached(&format!("SELECT count(*) FROM stories WHERE {LISTED}"))?
                .query_row(params![since, until, outlet], |row| row.get(0))?;
            let mut select = file.prepare_cached(&format!(
                "SELECT id, title, first, last, place, reports, outlets, origins, items, disputed
                 FROM stories WHERE {LISTED}
                 ORDER BY reports DESC, first, id LIMIT ?4 OFFSET ?5"
            ))?;
            let rows = select.query_map(
                params![since, until, outlet, limit as i64, offset as i64],
                story_row,
            )?;
            Ok((rows.collect::<Result<_, _>>()?, all as u64))
        })
    }

    /// What an id of a story, or the beginning of one, leads to.
    pub fn find_story(&self, id: &str) -> Result<Found> {
        self.ask(|file| find(file, "story", "stories", id))
    }

    /// What an id of an item, or the beginning of one, leads to.
    pub fn find_item(&self, id: &str) -> Result<Found> {
        self.ask(|file| find(file, "item", "items", id))
    }

    /// The story that an item stands in.
    pub fn story_of_item(&self, item: &str) -> Result<Option<String>> {
        self.ask(|file| {
            let mut select = file.prepare_cached(
                "SELECT s.id FROM items i JOIN stories s USING (story) WHERE i.id = ?1",
            )?;
            Ok(select.query_row([item], |row| row.get(0)).optional()?)
        })
    }

    /// The story of the report that has that name in addresses of pages.
    pub fn story_of_page(&self, page: &str) -> Result<Option<String>> {
        self.ask(|file| {
            let mut select = file.prepare_cached(
                "SELECT s.id FROM reports r JOIN stories s USING (story) WHERE r.page = ?1",
            )?;
            Ok(select.query_row([page], |row| row.get(0)).optional()?)
        })
    }

    /// A story of exactly that id.
    pub fn story(&self, id: &str) -> Result<Option<Told>> {
        self.ask(|file| {
            let Some(key) = stories::key_of(file, id)? else {
                return Ok(None);
            };
            told(file, key).map(Some)
        })
    }

    /// Reports in order of arrival, and how many there are in all.
    pub fn reports(&self, limit: usize, offset: usize) -> Result<(Vec<ReportRow>, u64)> {
        self.ask(|file| {
            let all: i64 = file.query_row("SELECT count(*) FROM reports", [], |row| row.get(0))?;
            let mut select = file.prepare_cached(
                "SELECT r.id, s.id, r.file, r.url, r.outlet, r.title, r.published, r.lang,
                   r.version
                 FROM reports r LEFT JOIN stories s USING (story)
                 ORDER BY r.report LIMIT ?1 OFFSET ?2",
            )?;
            let rows = select.query_map([limit as i64, offset as i64], report_row)?;
            Ok((rows.collect::<Result<_, _>>()?, all as u64))
        })
    }

    /// What could not be read, by file.
    pub fn skipped(&self) -> Result<Vec<SkippedInput>> {
        self.ask(|file| {
            let mut select =
                file.prepare_cached("SELECT file, line, reason FROM skipped ORDER BY file, line")?;
            let rows = select.query_map([], |row| {
                let line: i64 = row.get(1)?;
                Ok(SkippedInput {
                    file: row.get(0)?,
                    line: usize::try_from(line).ok().filter(|&it| it != 0),
                    reason: row.get(2)?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Words that change whenever reports or stories of the file do.
    pub fn state(&self) -> Result<String> {
        self.ask(|file| {
            let mut select = file.prepare_cached(
                "SELECT batch || ' ' || at FROM batches ORDER BY batch DESC LIMIT 1",
            )?;
            let state: Option<String> = select.query_row([], |row| row.get(0)).optional()?;
            Ok(state.unwrap_or_default())
        })
    }

    /// How much the file holds.
    pub fn totals(&self) -> Result<Totals> {
        self.ask(|file| {
            let count = |table: &str| -> Result<u64, Kind> {
                let sql = format!("SELECT count(*) FROM {table}");
                Ok(file.query_row(&sql, [], |row| row.get::<_, i64>(0))? as u64)
            };
            Ok(Totals {
                reports: count("reports")?,
                stories: count("stories")?,
                items: count("items")?,
                skipped: count("skipped")?,
            })
        })
    }

    /// Who or what bears all words of that name, largest part first.
    pub fn who(&self, name: &str, limit: usize) -> Result<Vec<Who>> {
        self.ask(|file| who(file, name, limit))
    }

    /// Reads from a state of the file that no writer changes meanwhile.
    pub(crate) fn ask<T>(&self, ask: impl FnOnce(&Connection) -> Result<T, Kind>) -> Result<T> {
        let asked = || -> Result<T, Kind> {
            let state = self.connection.unchecked_transaction()?;
            ask(&state)
        };
        asked().map_err(|kind| self.error(kind))
    }
}

fn story_row(row: &Row<'_>) -> rusqlite::Result<StoryRow> {
    Ok(StoryRow {
        id: row.get(0)?,
        title: row.get(1)?,
        first: row.get(2)?,
        last: row.get(3)?,
        place: row.get(4)?,
        reports: row.get(5)?,
        outlets: row.get(6)?,
        origins: row.get(7)?,
        items: row.get(8)?,
        disputed: row.get(9)?,
    })
}

fn report_row(row: &Row<'_>) -> rusqlite::Result<ReportRow> {
    Ok(ReportRow {
        id: row.get(0)?,
        story: row.get(1)?,
        file: row.get(2)?,
        url: row.get(3)?,
        outlet: row.get(4)?,
        title: row.get(5)?,
        published: row.get(6)?,
        lang: row.get(7)?,
        versions: row.get(8)?,
    })
}

fn told(file: &Connection, key: StoryKey) -> Result<Told, Kind> {
    let (record, keys) = stories::load(file, key)?;
    let reports = keys
        .iter()
        .map(|&key| reports::load_to_show(file, key))
        .collect::<Result<_, _>>()?;
    Ok(Told { record, reports })
}

/// Most ids that are listed when several begin alike.
const MOST_ALIKE: usize = 10;

fn find(file: &Connection, kind: &str, table: &str, id: &str) -> Result<Found, Kind> {
    let exact = format!("SELECT id FROM {table} WHERE id = ?1");
    let exact: Option<String> = file
        .prepare_cached(&exact)?
        .query_row([id], |row| row.get(0))
        .optional()?;
    if let Some(id) = exact.or(redirected(file, kind, id)?) {
        return Ok(Found::One(id));
    }
    if !id.is_empty() {
        let alike =
            format!("SELECT id FROM {table} WHERE ?1 <= id AND id < ?2 ORDER BY id LIMIT ?3");
        let mut select = file.prepare_cached(&alike)?;
        let end = format!("{id}\u{10FFFF}");
        let rows = select.query_map(params![id, end, MOST_ALIKE as i64], |row| row.get(0))?;
        let mut ids: Vec<String> = rows.collect::<Result<_, _>>()?;
        match ids.len() {
            0 => {}
            1 => return Ok(Found::One(ids.remove(0))),
            _ => return Ok(Found::Several(ids)),
        }
    }
    let mut gone = file
        .prepare_cached("SELECT 1 FROM amendments WHERE kind = ?1 AND id = ?2 AND what = 'gone'")?;
    Ok(if gone.exists([kind, id])? {
        Found::Gone
    } else {
        Found::None
    })
}

fn redirected(file: &Connection, kind: &str, id: &str) -> Result<Option<String>, Kind> {
    let mut select =
        file.prepare_cached("SELECT new FROM redirects WHERE kind = ?1 AND old = ?2")?;
    Ok(select.query_row([kind, id], |row| row.get(0)).optional()?)
}

fn who(file: &Connection, name: &str, limit: usize) -> Result<Vec<Who>, Kind> {
    let words = fold(name);
    let Some((first, rest)) = words.split_first() else {
        return Ok(Vec::new());
    };
    let more = "AND EXISTS (SELECT 1 FROM names m WHERE m.entity = n.entity AND m.word = ?)";
    let sql = format!(
        "SELECT e.entity, e.type, e.name, e.aliases, e.code, e.office, e.mentions, s.id, s.title
         FROM names n JOIN entities e USING (entity) JOIN stories s USING (story)
         WHERE n.word = ? {} ORDER BY e.mentions DESC, s.id, e.place LIMIT {limit}",
        more.repeat(rest.len())
    );
    let mut select = file.prepare_cached(&sql)?;
    let mut rows = select.query(rusqlite::params_from_iter([first].into_iter().chain(rest)))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let entity = row.get(0)?;
        found.push(Who {
            entity,
            r#type: row.get(1)?,
            name: row.get(2)?,
            aliases: reports::parsed(row, 3)?,
            code: row.get(4)?,
            office: row.get(5)?,
            mentions: row.get(6)?,
            story: row.get(7)?,
            story_title: row.get(8)?,
            items: parts(file, entity)?,
        });
    }
    Ok(found)
}

fn parts(file: &Connection, entity: i64) -> Result<Vec<Part>, Kind> {
    let mut select = file.prepare_cached(
        "SELECT p.role, i.id, i.kind, i.status, i.origins, i.summary
         FROM item_entities p JOIN items i USING (item)
         WHERE p.entity = ?1 ORDER BY i.origins DESC, i.place",
    )?;
    let rows = select.query_map([entity], |row| {
        Ok(Part {
            role: row.get(0)?,
            item: row.get(1)?,
            kind: row.get(2)?,
            status: row.get(3)?,
            origins: row.get(4)?,
            summary: row.get(5)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
