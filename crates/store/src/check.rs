//! Whether a file holds together.
//!
//! Input: an open file. Output: what is wrong with it, in words; nothing where
//! all is well.

use rapporteur_text::CodePoints;
use rusqlite::Connection;

use crate::error::{Kind, Result};
use crate::file::Store;
use crate::reports;
use crate::stories::{self, StoryKey};

/// Most faults that are listed.
const MOST: usize = 100;

impl Store {
    /// Looks at every page, every reference, every story and every span of
    /// evidence, and lists what does not fit, at most a hundred things.
    pub fn check(&self) -> Result<Vec<String>> {
        self.ask(|file| {
            let mut faults = pages(file)?;
            if faults.is_empty() {
                faults.extend(references(file)?);
                faults.extend(redirects(file)?);
                faults.extend(loose_reports(file)?);
                faults.extend(evidence(file)?);
            }
            faults.truncate(MOST);
            Ok(faults)
        })
    }
}

/// What SQLite itself finds.
fn pages(file: &Connection) -> Result<Vec<String>, Kind> {
    let mut check = file.prepare(&format!("PRAGMA integrity_check({MOST})"))?;
    let lines = check.query_map([], |row| row.get::<_, String>(0))?;
    let lines: Vec<String> = lines.collect::<Result<_, _>>()?;
    Ok(lines.into_iter().filter(|it| it != "ok").collect())
}

fn references(file: &Connection) -> Result<Vec<String>, Kind> {
    let mut check = file.prepare("PRAGMA foreign_key_check")?;
    let lines = check.query_map([], |row| {
        let (table, parent): (String, String) = (row.get(0)?, row.get(2)?);
        Ok(format!(
            "a row of {table} points to a row of {parent} that is not there"
        ))
    })?;
    Ok(lines.collect::<Result<_, _>>()?)
}

/// Ids that lead nowhere.
fn redirects(file: &Connection) -> Result<Vec<String>, Kind> {
    let mut check = file.prepare(
        "SELECT kind, old, new FROM redirects d
         WHERE NOT EXISTS (SELECT 1 FROM stories s WHERE d.kind = 'story' AND s.id = d.new)
           AND NOT EXISTS (SELECT 1 FROM items i WHERE d.kind = 'item' AND i.id = d.new)
           AND NOT EXISTS (SELECT 1 FROM amendments a
             WHERE a.kind = d.kind AND a.id = d.new AND a.what = 'gone')",
    )?;
    let lines = check.query_map([], |row| {
        let (kind, old, new): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok(format!(
            "the {kind} {old} leads to {new}, which is not there"
        ))
    })?;
    Ok(lines.collect::<Result<_, _>>()?)
}

fn loose_reports(file: &Connection) -> Result<Vec<String>, Kind> {
    let mut check = file.prepare(
        "SELECT id FROM reports r WHERE story IS NULL AND NOT EXISTS (
           SELECT 1 FROM edits e, json_each(e.what) w
           WHERE e.kind = 'exclude' AND e.undone IS NULL AND w.value = r.id)",
    )?;
    let lines = check.query_map([], |row| {
        let id: String = row.get(0)?;
        Ok(format!("report {id} is in no story"))
    })?;
    Ok(lines.collect::<Result<_, _>>()?)
}

/// Whether every story can be read and each piece of evidence is the words
/// that both its counts say.
fn evidence(file: &Connection) -> Result<Vec<String>, Kind> {
    let mut select = file.prepare("SELECT story, id FROM stories ORDER BY story")?;
    let mut rows = select.query([])?;
    let mut faults = Vec::new();
    while let Some(row) = rows.next()? {
        let (key, id): (i64, String) = (row.get(0)?, row.get(1)?);
        match story(file, StoryKey(key)) {
            Ok(found) => faults.extend(found),
            Err(Kind::Damaged(why)) => faults.push(format!("story {id}: {why}")),
            Err(error) => return Err(error),
        }
    }
    Ok(faults)
}

fn story(file: &Connection, key: StoryKey) -> Result<Vec<String>, Kind> {
    let (record, keys) = stories::load(file, key)?;
    let mut faults = Vec::new();
    for (ix, &report) in keys.iter().enumerate() {
        let it = reports::load(file, report)?;
        let points = CodePoints::new(it.report.text());
        let mut select = file.prepare_cached(
            "SELECT i.id, e.byte_start, e.byte_end, e.start, e.\"end\"
             FROM evidence e JOIN items i USING (item) WHERE i.story = ?1 AND e.report = ?2",
        )?;
        let mut rows = select.query([key.0, report.0])?;
        while let Some(row) = rows.next()? {
            let item: String = row.get(0)?;
            let span = reports::span(row, 1)?;
            let told: [usize; 2] = [
                row.get::<_, u32>(3)? as usize,
                row.get::<_, u32>(4)? as usize,
            ];
            let slices = it.report.text().get(span.range()).is_some();
            if !slices || points.span(span) != told {
                let label = &record.reports[ix].label;
                faults.push(format!(
                    "item {item}: its evidence in {label} is not in the text"
                ));
            }
        }
    }
    Ok(faults)
}
