//! Opens a record file, makes it, and brings it up to date.
//!
//! Input: a path. Output: a [`Store`]. What always holds: a file is brought
//! from one schema to the next in one transaction each, and a file that is
//! not ours, or newer than this program, is left as it is.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use crate::error::{Error, Kind, Result};

/// What makes each schema of the one before; the first makes the first. A
/// released step is never changed.
pub(crate) const STEPS: [&str; 3] = [
    include_str!("schema/001.sql"),
    include_str!("schema/002.sql"),
    include_str!("schema/003.sql"),
];

/// "RPTR": says to other programs whose file it is.
const APPLICATION: i32 = 0x5250_5452;
/// How long a writer waits for another.
const PATIENCE: Duration = Duration::from_secs(5);
/// Most of the file that is kept in memory, in KiB.
const CACHE: i32 = 64 << 10;

/// An open record file.
#[derive(Debug)]
pub struct Store {
    pub(crate) connection: Connection,
    path: PathBuf,
}

impl Store {
    /// Opens a record file to add to it, and makes it where there is none.
    pub fn open(path: &Path) -> Result<Self> {
        Self::open_at(path, &STEPS)
    }

    /// Opens an existing record file to read it; nothing in it is changed.
    pub fn open_to_read(path: &Path) -> Result<Self> {
        let fail = |kind| Error::new(path, kind);
        if !path.exists() {
            return Err(fail(Kind::Missing));
        }
        let connection = read_only(path).map_err(fail)?;
        let found = recognise(&connection).map_err(fail)?;
        let known = STEPS.len() as u32;
        match found {
            None => Err(fail(Kind::Foreign)),
            Some(found) if found < known => Err(fail(Kind::Older { found, known })),
            Some(_) => Ok(Self {
                connection,
                path: path.to_owned(),
            }),
        }
    }

    /// Opens and brings up to date by these steps.
    pub(crate) fn open_at(path: &Path, steps: &[&str]) -> Result<Self> {
        let fail = |kind| Error::new(path, kind);
        let mut connection = writable(path).map_err(fail)?;
        migrate(&mut connection, steps).map_err(fail)?;
        Ok(Self {
            connection,
            path: path.to_owned(),
        })
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// An error of this file.
    pub(crate) fn error(&self, kind: impl Into<Kind>) -> Error {
        Error::new(&self.path, kind)
    }
}

/// Opens for writing, in WAL mode: readers go on beside one writer, and what
/// was committed is on the disk.
fn writable(path: &Path) -> Result<Connection, Kind> {
    let connection = Connection::open(path).map_err(|error| opening(path, error))?;
    connection.busy_timeout(PATIENCE)?;
    // Before anything is written: a file that is not ours stays as it is.
    recognise_or_empty(&connection)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "cache_size", -CACHE)?;
    Ok(connection)
}

/// What SQLite calls "unable to open" is a folder that is not there or may not
/// be written to.
fn opening(path: &Path, error: rusqlite::Error) -> Kind {
    let cannot = error.sqlite_error_code() == Some(rusqlite::ErrorCode::CannotOpen);
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
    match folder {
        Some(folder) if cannot && !folder.is_dir() => Kind::Missing,
        _ if cannot => Kind::ReadOnly,
        _ => error.into(),
    }
}

/// Opens for reading. A file on a medium that cannot be written to is read
/// without its companions, if it has none.
fn read_only(path: &Path) -> Result<Connection, Kind> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "cache_size", -CACHE)?;
    let cannot = |error: &rusqlite::Error| {
        use rusqlite::ErrorCode::{CannotOpen, ReadOnly};
        matches!(error.sqlite_error_code(), Some(CannotOpen | ReadOnly))
    };
    match version(&connection) {
        Err(error) if cannot(&error) && !has_log(path) => {
            let flags = flags | OpenFlags::SQLITE_OPEN_URI;
            Ok(Connection::open_with_flags(immutable(path), flags)?)
        }
        _ => Ok(connection),
    }
}

/// Whether a log of changes lies beside the file.
fn has_log(path: &Path) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    std::fs::metadata(log).is_ok_and(|it| 0 < it.len())
}

/// The address by which SQLite takes a file for one that never changes.
fn immutable(path: &Path) -> String {
    let mut uri = String::from("file:");
    for byte in path.to_string_lossy().bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri + "?immutable=1"
}

fn version(connection: &Connection) -> rusqlite::Result<u32> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// The schema of a record file; none for an empty file. Another program's
/// file is refused, and so is a newer one.
fn recognise(connection: &Connection) -> Result<Option<u32>, Kind> {
    let found = recognise_or_empty(connection)?;
    let known = STEPS.len() as u32;
    match found {
        Some(found) if known < found => Err(Kind::Newer { found, known }),
        found => Ok(found),
    }
}

/// The same, whatever the schema's number.
fn recognise_or_empty(connection: &Connection) -> Result<Option<u32>, Kind> {
    let application: i32 =
        connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let found = version(connection)?;
    let tables: u32 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    match (application, tables) {
        (APPLICATION, 1..) => Ok(Some(found)),
        (0, 0) if found == 0 => Ok(None),
        _ => Err(Kind::Foreign),
    }
}

/// Takes the steps that the file has not taken yet, each whole or not at all.
fn migrate(connection: &mut Connection, steps: &[&str]) -> Result<(), Kind> {
    let known = steps.len() as u32;
    loop {
        let step = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let found = recognise_or_empty(&step)?.unwrap_or(0);
        if known < found {
            return Err(Kind::Newer { found, known });
        }
        let Some(next) = steps.get(found as usize) else {
            return Ok(());
        };
        step.execute_batch(next)?;
        step.pragma_update(None, "application_id", APPLICATION)?;
        step.pragma_update(None, "user_version", found + 1)?;
        step.commit()?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().expect("a folder for temporary files")
    }

    /// The tables and columns of a file, as SQLite lists them.
    fn schema(store: &Store) -> Vec<String> {
        let mut select = store
            .connection
            .prepare("SELECT coalesce(sql, name) FROM sqlite_schema ORDER BY type, name")
            .unwrap();
        let rows = select.query_map([], |row| row.get(0)).unwrap();
        rows.collect::<rusqlite::Result<_>>().unwrap()
    }

    #[test]
    fn a_new_file_has_the_last_schema_and_is_ours() {
        let folder = folder();
        let path = folder.path().join("new.db");
        let store = Store::open(&path).unwrap();
        assert_eq!(version(&store.connection).unwrap(), STEPS.len() as u32);
        drop(store);
        assert!(
            Store::open_to_read(&path)
                .unwrap()
                .check()
                .unwrap()
                .is_empty()
        );
    }

    #[test]
    fn a_file_of_any_released_schema_becomes_what_a_new_one_is() {
        let folder = folder();
        let fresh = schema(&Store::open(&folder.path().join("fresh.db")).unwrap());
        for released in 1..=STEPS.len() {
            let path = folder.path().join(format!("{released}.db"));
            drop(Store::open_at(&path, &STEPS[..released]).unwrap());
            assert_eq!(
                schema(&Store::open(&path).unwrap()),
                fresh,
                "from {released}"
            );
        }
    }

    #[test]
    fn a_step_is_taken_whole_or_not_at_all() {
        let folder = folder();
        let path = folder.path().join("steps.db");
        drop(Store::open(&path).unwrap());
        let broken = [
            STEPS[0],
            STEPS[1],
            STEPS[2],
            "CREATE TABLE half (a); CREATE TABLE half (a);",
        ];
        assert!(Store::open_at(&path, &broken).is_err());
        let store = Store::open(&path).unwrap();
        assert_eq!(version(&store.connection).unwrap(), 3);
        assert!(!schema(&store).iter().any(|it| it.contains("half")));
        drop(store);
        let mended = "ALTER TABLE meta ADD COLUMN note TEXT;";
        let mended = [STEPS[0], STEPS[1], STEPS[2], mended];
        let store = Store::open_at(&path, &mended).unwrap();
        assert_eq!(version(&store.connection).unwrap(), 4);
        drop(store);
        let newer = Store::open(&path).unwrap_err();
        assert!(newer.is_newer(), "{newer}");
        assert!(Store::open_to_read(&path).unwrap_err().is_newer());
    }

    #[test]
    fn another_programs_file_is_refused_and_left_alone() {
        let folder = folder();
        let path = folder.path().join("theirs.db");
        let theirs = Connection::open(&path).unwrap();
        theirs
            .execute_batch("CREATE TABLE theirs (a); INSERT INTO theirs VALUES (1);")
            .unwrap();
        drop(theirs);
        let before = std::fs::read(&path).unwrap();
        assert!(Store::open(&path).unwrap_err().is_foreign());
        assert!(Store::open_to_read(&path).unwrap_err().is_foreign());
        assert_eq!(std::fs::read(&path).unwrap(), before);
    }

    #[test]
    fn a_file_that_is_not_there_is_said_to_be_missing() {
        let folder = folder();
        let path = folder.path().join("none.db");
        assert!(Store::open_to_read(&path).unwrap_err().is_missing());
        assert!(!path.exists());
        let nowhere = folder.path().join("no/folder/none.db");
        assert!(Store::open(&nowhere).unwrap_err().is_missing());
    }

    #[test]
    fn a_second_writer_waits_and_is_told() {
        let folder = folder();
        let path = folder.path().join("two.db");
        let mut one = Store::open(&path).unwrap();
        let mut two = Store::open(&path).unwrap();
        two.connection
            .busy_timeout(Duration::from_millis(50))
            .unwrap();
        let batch = one.batch("2024-05-03T10:00:00Z").unwrap();
        let refused = two.batch("2024-05-03T10:00:01Z").unwrap_err();
        assert!(refused.is_busy(), "{refused}");
        // Readers go on.
        assert_eq!(
            Store::open_to_read(&path)
                .unwrap()
                .totals()
                .unwrap()
                .reports,
            0
        );
        batch.commit().unwrap();
        two.batch("2024-05-03T10:00:02Z").unwrap().commit().unwrap();
    }

    #[test]
    fn the_address_of_a_file_that_never_changes_has_no_mark_of_its_own() {
        let path = immutable(Path::new("/a b/ä?#.db"));
        assert_eq!(path, "file:/a%20b/%C3%A4%3F%23.db?immutable=1");
    }
}
