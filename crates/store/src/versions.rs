//! The texts of a report, one after the other.

use serde::Serialize;

use crate::error::Result;
use crate::file::Store;

/// A text that a report had, or has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VersionRow {
    /// Its number, from 1.
    pub version: u32,
    /// When it was kept, ISO 8601.
    pub at: String,
    /// Where it was read from.
    pub file: String,
    /// Headline.
    pub title: Option<String>,
    /// When it was published, ISO 8601.
    pub published: Option<String>,
    /// Its words.
    #[serde(skip)]
    pub text: String,
}

impl Store {
    /// Every text of the report with that name in addresses, newest first.
    pub fn versions(&self, page: &str) -> Result<Vec<VersionRow>> {
        self.ask(|file| {
            let mut select = file.prepare_cached(
                "SELECT v.version, b.at, v.file, v.title, v.published, coalesce(v.text, r.text)
                 FROM reports r JOIN versions v USING (report) JOIN batches b ON b.batch = v.batch
                 WHERE r.page = ?1 ORDER BY v.version DESC",
            )?;
            let rows = select.query_map([page], |row| {
                Ok(VersionRow {
                    version: row.get(0)?,
                    at: row.get(1)?,
                    file: row.get(2)?,
                    title: row.get(3)?,
                    published: row.get(4)?,
                    text: row.get(5)?,
                })
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }
}
