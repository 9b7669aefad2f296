//! What editors did to the stories of a file.
//!
//! Input: acts. Output: the same again, with when they were done and undone.
//! What always holds: an act is never taken out, only undone; it is kept in
//! the batch that draws up the stories on which it bears.

use rapporteur_text::{Act, ActKind, Edits, content_hash};
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use serde::Serialize;

use crate::batch::Batch;
use crate::error::{Kind, Result};
use crate::file::Store;
use crate::reports::{ReportKey, json, parsed};
use crate::stories::StoryKey;

/// An act as the file keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EditRow {
    /// Its number in the file.
    pub number: i64,
    /// When it was done, ISO 8601.
    pub at: String,
    /// What was done.
    pub kind: ActKind,
    /// To what: ids of reports, of pieces of evidence, names of outlets.
    pub what: Vec<String>,
    /// The same for people: the items' words, the reports' titles.
    pub told: Vec<String>,
    /// Why, in the editor's words.
    pub why: Option<String>,
    /// When it was undone.
    pub undone: Option<String>,
}

/// An item, as far as an act needs to know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemKey {
    /// Its story.
    pub story: StoryKey,
    /// Its kind.
    pub kind: String,
    /// Its words.
    pub words: String,
    /// The id of its first piece of evidence, which is the same however its
    /// story is drawn up.
    pub mention: String,
    /// Ids of the reports that have it.
    pub reports: Vec<String>,
}

impl Store {
    /// Everything that editors did, newest first.
    pub fn edits(&self) -> Result<Vec<EditRow>> {
        self.ask(|file| {
            let mut select = file.prepare_cached(
                "SELECT e.edit, b.at, e.kind, e.what, e.told, e.why, u.at
                 FROM edits e JOIN batches b USING (batch) LEFT JOIN batches u ON u.batch = e.undone
                 ORDER BY e.edit DESC",
            )?;
            let mut rows = select.query([])?;
            let mut edits = Vec::new();
            while let Some(row) = rows.next()? {
                edits.push(EditRow {
                    number: row.get(0)?,
                    at: row.get(1)?,
                    kind: kind(row, 2)?,
                    what: parsed(row, 3)?,
                    told: parsed(row, 4)?,
                    why: row.get(5)?,
                    undone: row.get(6)?,
                });
            }
            Ok(edits)
        })
    }
}

impl Batch<'_> {
    /// The acts that hold, oldest first.
    pub fn edits(&self) -> Result<Edits> {
        self.told(holding(&self.file))
    }

    /// Keeps an act with this batch; `told` says for people what it is done to,
    /// `before` which reports were together in stories.
    pub fn keep_edit(&mut self, act: &Act, told: &[String], before: &[Vec<String>]) -> Result<()> {
        let keep = || -> Result<(), Kind> {
            self.file.execute(
                "INSERT INTO edits (batch, kind, what, told, why, before)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![
                    self.number,
                    act.kind.as_str(),
                    json(&act.what)?,
                    json(&told)?,
                    act.why,
                    json(&before)?
                ],
            )?;
            Ok(())
        };
        self.told(keep())
    }

    /// Undoes an act: the act, and which reports were together before; none
    /// where there is no such act that holds.
    pub fn undo_edit(&mut self, number: i64) -> Result<Option<(Act, Vec<Vec<String>>)>> {
        let undo = || -> Result<Option<_>, Kind> {
            let undone = "UPDATE edits SET undone = ?2 WHERE edit = ?1 AND undone IS NULL";
            if self.file.execute(undone, [number, self.number])? == 0 {
                return Ok(None);
            }
            let mut select = self
                .file
                .prepare_cached("SELECT kind, what, why, before FROM edits WHERE edit = ?1")?;
            let mut rows = select.query([number])?;
            let kept = |row: &Row<'_>| Ok((act(row)?, parsed(row, 3)?));
            rows.next()?.map(kept).transpose()
        };
        self.told(undo())
    }

    /// The item of that id.
    pub fn item(&self, id: &str) -> Result<Option<ItemKey>> {
        self.told(item(&self.file, id))
    }

    /// The report of that id or file.
    pub fn report_named(&self, name: &str) -> Result<Option<ReportKey>> {
        let find = || -> Result<_, Kind> {
            let mut select = self.file.prepare_cached(
                "SELECT report FROM reports WHERE id = ?1 OR file = ?1
                 ORDER BY id <> ?1, report LIMIT 1",
            )?;
            let key = select.query_row([name], |row| row.get(0)).optional()?;
            Ok(key.map(ReportKey))
        };
        self.told(find())
    }

    /// The story of that id.
    pub fn story_named(&self, id: &str) -> Result<Option<StoryKey>> {
        self.told(crate::stories::key_of(&self.file, id))
    }

    /// The stories on which an act bears that names this.
    pub fn stories_edited_by(&self, name: &str) -> Result<Vec<StoryKey>> {
        let select = || -> Result<_, Kind> {
            let mut select = self.file.prepare_cached(
                "SELECT s.story FROM stories s WHERE s.edits <> '[]' AND EXISTS (
                   SELECT 1 FROM json_each(s.edits) act, json_each(act.value, '$.what') what
                   WHERE what.value = ?1) ORDER BY s.story",
            )?;
            let keys = select.query_map([name], |row| Ok(StoryKey(row.get(0)?)))?;
            Ok(keys.collect::<rusqlite::Result<_>>()?)
        };
        self.told(select())
    }

    /// The stories with a report of an outlet.
    pub fn stories_of_outlet(&self, outlet: &str) -> Result<Vec<StoryKey>> {
        let select = || -> Result<_, Kind> {
            let mut select = self.file.prepare_cached(
                "SELECT DISTINCT story FROM reports
                 WHERE lower(outlet) = lower(?1) AND story IS NOT NULL ORDER BY story",
            )?;
            let keys = select.query_map([outlet], |row| Ok(StoryKey(row.get(0)?)))?;
            Ok(keys.collect::<rusqlite::Result<_>>()?)
        };
        self.told(select())
    }
}

fn holding(file: &Connection) -> Result<Edits, Kind> {
    let mut select = file
        .prepare_cached("SELECT kind, what, why FROM edits WHERE undone IS NULL ORDER BY edit")?;
    let mut rows = select.query([])?;
    let mut acts = Vec::new();
    while let Some(row) = rows.next()? {
        acts.push(act(row)?);
    }
    Ok(Edits { acts })
}

fn act(row: &Row<'_>) -> Result<Act, Kind> {
    Ok(Act {
        kind: kind(row, 0)?,
        what: parsed(row, 1)?,
        why: row.get(2)?,
    })
}

fn kind(row: &Row<'_>, column: usize) -> Result<ActKind, Kind> {
    let word: String = row.get(column)?;
    Ok(serde_json::from_value(word.into())?)
}

fn item(file: &Connection, id: &str) -> Result<Option<ItemKey>, Kind> {
    let mut select = file.prepare_cached(
        "SELECT i.story, i.kind, i.summary, r.id, e.byte_start, e.byte_end
         FROM items i JOIN evidence e USING (item) JOIN reports r USING (report)
         WHERE i.id = ?1 ORDER BY e.place",
    )?;
    let mut rows = select.query([id])?;
    let mut found: Option<ItemKey> = None;
    while let Some(row) = rows.next()? {
        let report: String = row.get(3)?;
        let known = if let Some(known) = &mut found {
            known
        } else {
            let kind: String = row.get(1)?;
            let [start, end] = [row.get::<_, i64>(4)?, row.get(5)?].map(|it| it.to_string());
            found.insert(ItemKey {
                story: StoryKey(row.get(0)?),
                words: row.get(2)?,
                mention: content_hash(&[&kind, &report, &start, &end]),
                kind,
                reports: Vec::new(),
            })
        };
        if !known.reports.contains(&report) {
            known.reports.push(report);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_act_stays_when_it_is_undone() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open(&folder.path().join("edits.db")).unwrap();
        let act = Act {
            kind: ActKind::Unreliable,
            what: vec!["The Daily Rumour".into()],
            why: Some("no byline".into()),
        };
        let mut batch = store.batch("2024-05-03T10:00:00Z").unwrap();
        batch.keep_edit(&act, &act.what, &[]).unwrap();
        assert_eq!(batch.edits().unwrap().acts, std::slice::from_ref(&act));
        batch.commit().unwrap();
        let mut batch = store.batch("2024-05-04T10:00:00Z").unwrap();
        assert_eq!(batch.undo_edit(1).unwrap(), Some((act, Vec::new())));
        assert_eq!(batch.undo_edit(1).unwrap(), None);
        assert!(batch.edits().unwrap().acts.is_empty());
        batch.commit().unwrap();
        let kept = store.edits().unwrap();
        assert_eq!(kept[0].at, "2024-05-03T10:00:00Z");
        assert_eq!(kept[0].undone.as_deref(), Some("2024-05-04T10:00:00Z"));
    }
}
