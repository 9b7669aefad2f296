//! What can go wrong with a record file.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// Why a record file could not be read or written. Nothing that was
/// acknowledged before is lost by it.
#[derive(Debug, thiserror::Error)]
#[error("{}: {kind}", .path.display())]
pub struct Error {
    path: PathBuf,
    kind: Kind,
}

/// What happened.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Kind {
    #[error("no such record file; `build` makes one")]
    Missing,
    #[error("not a record file of Rapporteur")]
    Foreign,
    #[error(
        "made by a newer Rapporteur (schema {found}; this one knows up to {known}); nothing was changed"
    )]
    Newer { found: u32, known: u32 },
    #[error(
        "of an older schema ({found} of {known}); run `build` once with write access to bring it up to date"
    )]
    Older { found: u32, known: u32 },
    #[error("another program is writing to this file; try again when it is done")]
    Busy,
    #[error("the disk or the file's share of it is full; everything acknowledged so far is kept")]
    Full,
    #[error("the file or its folder may not be written to")]
    ReadOnly,
    #[error("the file is damaged ({0}); restore a copy, or build a new one")]
    Damaged(String),
    #[error("{0}")]
    Sqlite(rusqlite::Error),
}

/// The result of working with a record file.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    pub(crate) fn new(path: &Path, kind: impl Into<Kind>) -> Self {
        Self {
            path: path.to_owned(),
            kind: kind.into(),
        }
    }

    /// Whether there is no file of that name.
    pub fn is_missing(&self) -> bool {
        matches!(self.kind, Kind::Missing)
    }

    /// Whether the file is something else than a record file.
    pub fn is_foreign(&self) -> bool {
        matches!(self.kind, Kind::Foreign)
    }

    /// Whether a newer version made the file.
    pub fn is_newer(&self) -> bool {
        matches!(self.kind, Kind::Newer { .. })
    }

    /// Whether another program writes to the file.
    pub fn is_busy(&self) -> bool {
        matches!(self.kind, Kind::Busy)
    }

    /// Whether there is no room left.
    pub fn is_full(&self) -> bool {
        matches!(self.kind, Kind::Full)
    }

    /// Whether the file may not be written to.
    pub fn is_read_only(&self) -> bool {
        matches!(self.kind, Kind::ReadOnly)
    }

    /// Whether the file does not hold what it should.
    pub fn is_damaged(&self) -> bool {
        matches!(self.kind, Kind::Damaged(_))
    }
}

impl From<rusqlite::Error> for Kind {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Kind::Busy,
            Some(ErrorCode::DiskFull) => Kind::Full,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Kind::ReadOnly,
            Some(ErrorCode::NotADatabase) => Kind::Foreign,
            Some(ErrorCode::DatabaseCorrupt) => Kind::Damaged(error.to_string()),
            _ => match error {
                // A column that holds what it never should.
                rusqlite::Error::FromSqlConversionFailure(..)
                | rusqlite::Error::InvalidColumnType(..)
                | rusqlite::Error::IntegralValueOutOfRange(..) => Kind::Damaged(error.to_string()),
                _ => Kind::Sqlite(error),
            },
        }
    }
}

impl From<serde_json::Error> for Kind {
    fn from(error: serde_json::Error) -> Self {
        Kind::Damaged(error.to_string())
    }
}
