//! One batch of changes: all of it is in the file, or none.
//!
//! Input: annotated reports and the records of the stories they touch. What
//! always holds: a batch that was committed is on the disk; one that was
//! dropped, or killed with the program, left no trace; other programs see the
//! file as it was until the commit.

use std::collections::BTreeSet;

use rapporteur_text::{Annotated, ReportId};
use rusqlite::{OptionalExtension as _, Transaction, TransactionBehavior, params};

use crate::error::{Error, Kind, Result};
use crate::file::Store;
use crate::near::{self, Terms};
use crate::reports::{self, Added, ReportKey};
use crate::rewrite::{self, Drawn};
use crate::stories::StoryKey;

/// An open batch of changes.
#[derive(Debug)]
pub struct Batch<'s> {
    pub(crate) file: Transaction<'s>,
    path: std::path::PathBuf,
    pub(crate) number: i64,
    reports: i64,
    stories: i64,
}

/// Something that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SkippedInput {
    /// The file, with `#` and the part where it holds many.
    pub file: String,
    /// Its line, where it has lines.
    pub line: Option<usize>,
    /// Why it could not be read.
    pub reason: String,
}

impl Store {
    /// Begins a batch at the time `at` (ISO 8601). Waits a few seconds for
    /// another writer.
    pub fn batch(&mut self, at: &str) -> Result<Batch<'_>> {
        let path = self.path().to_owned();
        let begun = begin(&mut self.connection, at);
        let (file, number) = begun.map_err(|kind| Error::new(&path, kind))?;
        Ok(Batch {
            file,
            path,
            number,
            reports: 0,
            stories: 0,
        })
    }

    /// Whether the file has this report, in any of its versions.
    pub fn knows(&self, report: &rapporteur_text::Report) -> Result<bool> {
        let hash = reports::fingerprint(report);
        reports::knows(&self.connection, &hash).map_err(|kind| self.error(kind))
    }

    /// What was kept under that name by [`Batch::keep_note`].
    pub fn note(&self, name: &str) -> Result<Option<String>> {
        let read = || -> Result<Option<String>, Kind> {
            let mut select = self
                .connection
                .prepare_cached("SELECT value FROM meta WHERE key = ?1")?;
            Ok(select.query_row([name], |row| row.get(0)).optional()?)
        };
        read().map_err(|kind| self.error(kind))
    }

    /// Whether all reports of an input with these bytes are in the file.
    pub fn has_read(&self, hash: &[u8; 16]) -> Result<bool> {
        let read = || -> Result<bool, Kind> {
            let mut select = self
                .connection
                .prepare_cached("SELECT 1 FROM inputs WHERE hash = ?1")?;
            Ok(select.exists([hash.as_slice()])?)
        };
        read().map_err(|kind| self.error(kind))
    }
}

fn begin<'c>(
    connection: &'c mut rusqlite::Connection,
    at: &str,
) -> Result<(Transaction<'c>, i64), Kind> {
    let file = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    file.execute("INSERT INTO batches (at) VALUES (?1)", [at])?;
    let number = file.last_insert_rowid();
    Ok((file, number))
}

impl Batch<'_> {
    pub(crate) fn told<T>(&self, result: Result<T, Kind>) -> Result<T> {
        result.map_err(|kind| Error::new(&self.path, kind))
    }

    /// Puts a report into the file; `place` is where a later text of it would
    /// be found on this machine.
    pub fn add(&mut self, it: &Annotated, place: Option<&str>) -> Result<Added> {
        let added = self.told(reports::add(&self.file, it, place, self.number))?;
        self.reports += i64::from(added != Added::Seen);
        Ok(added)
    }

    /// A report as it is in the file.
    pub fn report(&self, key: ReportKey) -> Result<Annotated> {
        self.told(reports::load(&self.file, key))
    }

    /// The report of that id.
    pub fn key_of(&self, id: &ReportId) -> Result<Option<ReportKey>> {
        self.told(reports::key_of(&self.file, id))
    }

    /// The stories that are near these terms: most alike first.
    pub fn near(&self, terms: &Terms) -> Result<Vec<StoryKey>> {
        self.told(near::near(&self.file, terms))
    }

    /// The story that a report is in.
    pub fn story_of(&self, key: ReportKey) -> Result<Option<StoryKey>> {
        let select = || -> Result<_, Kind> {
            let mut select = self
                .file
                .prepare_cached("SELECT story FROM reports WHERE report = ?1")?;
            let story: Option<Option<i64>> =
                select.query_row([key.0], |row| row.get(0)).optional()?;
            Ok(story.flatten().map(StoryKey))
        };
        self.told(select())
    }

    /// The reports of a story.
    pub fn reports_of(&self, story: StoryKey) -> Result<Vec<ReportKey>> {
        self.told(rewrite::reports_of(&self.file, story))
    }

    /// Puts records in the place of the stories that their reports were in.
    /// Ids are kept wherever something carries on what was there; what does
    /// not leads on to what has most of it.
    pub fn rewrite(&mut self, old: &BTreeSet<StoryKey>, drawn: &[Drawn<'_>]) -> Result<()> {
        self.stories += drawn.len() as i64;
        let written = rewrite::rewrite(&self.file, self.number, old, drawn);
        self.told(written)
    }

    /// Notes what could not be read.
    pub fn skip(&mut self, it: &SkippedInput) -> Result<()> {
        let note = || -> Result<(), Kind> {
            self.file
                .prepare_cached(
                    "INSERT OR REPLACE INTO skipped (file, line, reason, batch)
                     VALUES (?1, ?2, ?3, ?4)",
                )?
                .execute(params![
                    it.file,
                    it.line.unwrap_or(0) as i64,
                    it.reason,
                    self.number
                ])?;
            Ok(())
        };
        self.told(note())
    }

    /// Forgets what was skipped of an input, now that it answers.
    pub fn forget_skipped(&mut self, file: &str) -> Result<()> {
        let forget = || -> Result<(), Kind> {
            self.file
                .prepare_cached("DELETE FROM skipped WHERE file = ?1 AND line = 0")?
                .execute([file])?;
            Ok(())
        };
        self.told(forget())
    }

    /// Keeps words for a later run, in the place of those of that name.
    pub fn keep_note(&mut self, name: &str, value: &str) -> Result<()> {
        let keep = || -> Result<(), Kind> {
            self.file
                .prepare_cached("INSERT OR REPLACE INTO meta (key, value) VALUES (?1, ?2)")?
                .execute([name, value])?;
            Ok(())
        };
        self.told(keep())
    }

    /// Notes that all reports of an input are in the file, so that it need
    /// not be read again; what was skipped of it before is forgotten.
    pub fn note_input(&mut self, hash: &[u8; 16], file: &str) -> Result<()> {
        let note = || -> Result<(), Kind> {
            self.file
                .prepare_cached(
                    "INSERT OR IGNORE INTO inputs (hash, file, batch) VALUES (?1, ?2, ?3)",
                )?
                .execute(params![hash.as_slice(), file, self.number])?;
            self.file
                .prepare_cached("DELETE FROM skipped WHERE file = ?1 AND batch < ?2")?
                .execute(params![file, self.number])?;
            Ok(())
        };
        self.told(note())
    }

    /// Puts the batch on the disk. From here on its reports are acknowledged.
    pub fn commit(self) -> Result<()> {
        let finish = |file: Transaction<'_>| -> Result<(), Kind> {
            if self.reports == 0 && self.stories == 0 {
                file.execute(
                    "DELETE FROM batches WHERE batch = ?1
                       AND NOT EXISTS (SELECT 1 FROM inputs WHERE batch = ?1)
                       AND NOT EXISTS (SELECT 1 FROM skipped WHERE batch = ?1)
                       AND NOT EXISTS (SELECT 1 FROM edits WHERE ?1 IN (batch, undone))",
                    [self.number],
                )?;
            } else {
                file.execute(
                    "UPDATE batches SET reports = ?2, stories = ?3 WHERE batch = ?1",
                    [self.number, self.reports, self.stories],
                )?;
            }
            file.commit()?;
            Ok(())
        };
        finish(self.file).map_err(|kind| Error::new(&self.path, kind))
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Seek as _, SeekFrom, Write as _};
    use std::path::PathBuf;

    use rapporteur_text::{Imprint, Marks, Mask, Report, Span};

    use super::*;

    const AT: &str = "2024-05-03T10:00:00Z";

    fn annotated(file: &str, text: &str) -> Annotated {
        let report = Report::new(None, file.into(), text.into(), Imprint::default());
        let marks = Marks {
            sentences: vec![Span::new(0, text.len())],
            ..Marks::default()
        };
        Annotated {
            report,
            imprint: Imprint::default(),
            mask: Mask::default(),
            marks,
        }
    }

    #[test]
    fn a_note_is_kept_with_its_batch_and_not_without() {
        let place = place();
        let mut store = Store::open(&place.path).unwrap();
        let mut batch = store.batch(AT).unwrap();
        batch.keep_note("feed a", "first").unwrap();
        drop(batch);
        assert_eq!(store.note("feed a").unwrap(), None);
        for words in ["first", "second"] {
            let mut batch = store.batch(AT).unwrap();
            batch.keep_note("feed a", words).unwrap();
            batch.commit().unwrap();
        }
        assert_eq!(store.note("feed a").unwrap().as_deref(), Some("second"));
    }

    struct Place {
        _folder: tempfile::TempDir,
        path: PathBuf,
    }

    fn place() -> Place {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("news.db");
        Place {
            _folder: folder,
            path,
        }
    }

    fn keep(store: &mut Store, text: &str) -> Result<()> {
        let mut batch = store.batch(AT)?;
        batch.add(&annotated("a.txt", text), None)?;
        batch.commit()
    }

    #[test]
    fn a_batch_that_is_dropped_leaves_no_trace() {
        let place = place();
        let mut store = Store::open(&place.path).unwrap();
        keep(&mut store, "The port reopened.").unwrap();
        let mut batch = store.batch(AT).unwrap();
        batch
            .add(&annotated("b.txt", "The port closed."), None)
            .unwrap();
        drop(batch);
        assert_eq!(store.totals().unwrap().reports, 1);
    }

    #[test]
    fn a_report_is_the_same_when_it_is_read_again() {
        let place = place();
        let mut store = Store::open(&place.path).unwrap();
        let it = annotated("a.txt", "Der Hafen öffnete. “Endlich”, sagte sie.");
        let mut batch = store.batch(AT).unwrap();
        let Added::New(key) = batch.add(&it, None).unwrap() else {
            panic!("it is new");
        };
        assert_eq!(batch.add(&it, None).unwrap(), Added::Seen);
        let read = batch.report(key).unwrap();
        assert_eq!(read.report.text(), it.report.text());
        assert_eq!(read.report.id(), it.report.id());
        assert_eq!(read.marks.sentences, it.marks.sentences);
        batch.commit().unwrap();
        assert!(store.knows(&it.report).unwrap());
    }

    #[test]
    fn a_text_that_is_mostly_the_same_in_one_place_is_a_version() {
        let place = place();
        let mut store = Store::open(&place.path).unwrap();
        let mut batch = store.batch(AT).unwrap();
        let mut add = |text: &str| {
            batch
                .add(&annotated("a.txt", text), Some("/a.txt"))
                .unwrap()
        };
        let Added::New(key) = add("The port of Lima reopened on Friday.") else {
            panic!("it is new");
        };
        assert_eq!(
            add("The port of Lima reopened on Monday."),
            Added::Version(key)
        );
        assert_eq!(add("The port of Lima reopened on Friday."), Added::Seen);
        assert!(matches!(add("Rain fell over all hills."), Added::New(other) if other != key));
        batch.commit().unwrap();
        let texts: Vec<Option<String>> = {
            let mut select = store
                .connection
                .prepare("SELECT text FROM versions WHERE report = 1 ORDER BY version")
                .unwrap();
            let rows = select.query_map([], |row| row.get(0)).unwrap();
            rows.collect::<rusqlite::Result<_>>().unwrap()
        };
        let before = Some("The port of Lima reopened on Friday.".to_owned());
        assert_eq!(texts, [before, None]);
    }

    #[test]
    fn a_full_disk_is_told_and_what_was_kept_is_kept() {
        let place = place();
        let mut store = Store::open(&place.path).unwrap();
        keep(&mut store, "The port reopened.").unwrap();
        let pages: i64 = store
            .connection
            .pragma_query_value(None, "page_count", |row| row.get(0))
            .unwrap();
        store
            .connection
            .pragma_update(None, "max_page_count", pages + 4)
            .unwrap();
        let full = keep(&mut store, &"A very long report. ".repeat(50_000)).unwrap_err();
        assert!(full.is_full(), "{full}");
        assert!(
            store
                .check()
                .unwrap()
                .iter()
                .all(|it| it.contains("is in no story"))
        );
        assert_eq!(store.totals().unwrap().reports, 1);
        store
            .connection
            .pragma_update(None, "max_page_count", 1_000_000)
            .unwrap();
        keep(&mut store, "There is room again.").unwrap();
        assert_eq!(store.totals().unwrap().reports, 2);
    }

    #[test]
    fn a_file_that_is_only_read_is_not_written_to() {
        let place = place();
        drop(Store::open(&place.path).unwrap());
        let mut store = Store::open_to_read(&place.path).unwrap();
        let refused = keep(&mut store, "The port reopened.").unwrap_err();
        assert!(refused.is_read_only(), "{refused}");
    }

    #[test]
    fn damage_is_found_and_told() {
        let place = place();
        let mut store = Store::open(&place.path).unwrap();
        for number in 0..40 {
            let text = format!("Report {number} tells of the port. ").repeat(200);
            keep(&mut store, &text).unwrap();
        }
        drop(store);
        let mut file = std::fs::OpenOptions::new()
            .write(true)
            .open(&place.path)
            .unwrap();
        let middle = file.metadata().unwrap().len() / 2 / 4096 * 4096;
        file.seek(SeekFrom::Start(middle)).unwrap();
        file.write_all(&vec![0xAB; 8 * 4096]).unwrap();
        drop(file);
        let store = Store::open_to_read(&place.path).unwrap();
        match store.check() {
            Ok(faults) => assert!(
                faults.iter().any(|it| !it.contains("is in no story")),
                "{faults:?}"
            ),
            Err(error) => assert!(error.is_damaged(), "{error}"),
        }
    }
}
