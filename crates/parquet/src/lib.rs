//! Rows of Parquet files, as JSON objects; and columns to a Parquet file.
//!
//! Input: a whole file's bytes. Output: each row with the columns that are
//! wanted, or a reason. What always holds: any bytes give rows or a reason, in
//! memory bounded by some pages of 128 MiB and 200 times the file. Follows
//! Apache Parquet's format 2; snappy, gzip and zstd pages are read.
//!
//! In a crate of its own for the weight of the library behind it, and because
//! that library may panic on damaged pages: a panic within it is caught here
//! and is a reason. What a panic cannot be made of, a failed allocation, is
//! kept from happening by looking over the file first.

mod check;
mod thrift;
mod write;

pub use write::{Column, write};

use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use bytes::Bytes;
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::{Field, Row};
use parquet::schema::types::Type;
use serde_json::{Map, Value};

/// A file whose columns are known.
pub struct Table {
    bytes: Bytes,
    reader: SerializedFileReader<Bytes>,
}

impl std::fmt::Debug for Table {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_tuple("Table")
            .field(&self.columns())
            .finish()
    }
}

impl Table {
    /// Looks over the file and finds its columns.
    pub fn open(bytes: &[u8]) -> Result<Self, String> {
        check::footer(bytes)?;
        let bytes = Bytes::copy_from_slice(bytes);
        let reader =
            caught(|| SerializedFileReader::new(bytes.clone()).map_err(|it| plainly(&it)))?;
        Ok(Self { bytes, reader })
    }

    /// The names of the columns, or of the groups that hold them.
    pub fn columns(&self) -> Vec<String> {
        let fields = self.root().get_fields().iter();
        fields.map(|it| it.name().to_owned()).collect()
    }

    fn root(&self) -> &Type {
        self.reader.metadata().file_metadata().schema()
    }

    /// Hands on each row with the columns that are wanted, until `each` breaks.
    pub fn rows(
        &self,
        is_wanted: &dyn Fn(&str) -> bool,
        each: &mut dyn FnMut(Map<String, Value>) -> ControlFlow<()>,
    ) -> Result<(), String> {
        caught(|| {
            check::pages(&self.bytes, self.reader.metadata(), is_wanted)?;
            let rows = self.reader.get_row_iter(Some(self.projection(is_wanted)?));
            for row in rows.map_err(|it| plainly(&it))? {
                let row = row.map_err(|it| plainly(&it))?;
                if each(object(&row)).is_break() {
                    break;
                }
            }
            Ok(())
        })
    }

    /// The schema of the wanted columns alone.
    fn projection(&self, is_wanted: &dyn Fn(&str) -> bool) -> Result<Type, String> {
        let fields = self.root().get_fields().iter();
        let wanted: Vec<Arc<Type>> = fields.filter(|it| is_wanted(it.name())).cloned().collect();
        Type::group_type_builder(self.root().name())
            .with_fields(wanted)
            .build()
            .map_err(|it| plainly(&it))
    }
}

/// A row's columns. Strings that the file does not call so are taken as
/// strings where they are UTF-8.
fn object(row: &Row) -> Map<String, Value> {
    let value = |field: &Field| match field {
        Field::Bytes(bytes) => match std::str::from_utf8(bytes.data()) {
            Ok(text) => Value::String(text.to_owned()),
            Err(_) => Value::Null,
        },
        other => other.to_json_value(),
    };
    row.get_column_iter()
        .map(|(name, field)| (name.clone(), value(field)))
        .collect()
}

/// What the library says, or that it panicked.
fn caught<T>(job: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    // Nothing that the job could leave half done is used after a panic.
    catch_unwind(AssertUnwindSafe(job))
        .unwrap_or_else(|_| Err("a Parquet file whose pages are damaged".into()))
}

fn plainly(error: &ParquetError) -> String {
    format!("a Parquet file that cannot be read: {error}")
}
