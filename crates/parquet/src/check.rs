//! Looks over a Parquet file before it is read.
//!
//! The library trusts counts: a row group list of two milliards, a page of
//! 2 GiB or a dictionary of as many words is given its memory before a byte of
//! it is read, and a failed allocation ends the process. So the footer and the
//! headers of pages are walked through first, and what claims too much is
//! refused with a reason.

use parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData, RowGroupMetaData};

use crate::thrift::{LIST, STRUCT, Walk};

/// The last bytes of a file.
const MAGIC: &[u8] = b"PAR1";
/// The last bytes of a file whose footer is encrypted.
const ENCRYPTED: &[u8] = b"PARE";
/// Most bytes of the footer.
const FOOTER_CAP: usize = 64 << 20;
/// Most row groups: their numbers have 16 bits.
const GROUPS: usize = i16::MAX as usize;
/// Most columns and groups of columns.
const COLUMNS: usize = 10_000;
/// How deep columns may lie in each other.
const DEPTH: usize = 16;
/// Most bytes of a page once unpacked; writers make pages of 1 MiB, some of
/// all that a row group holds.
const PAGE_CAP: usize = 128 << 20;
/// Bytes that may be unpacked of however small a file, and of each byte.
const FLOOR: usize = 64 << 20;
const RATIO: usize = 200;
/// Encodings of strings by common openings and by lengths: a count in the
/// page's own bytes is given its memory unseen.
const UNREAD: [i64; 2] = [6, 7];

/// Checks the footer.
pub(crate) fn footer(bytes: &[u8]) -> Result<(), String> {
    let cut = "a Parquet file that is cut short";
    if bytes.ends_with(ENCRYPTED) {
        return Err("an encrypted Parquet file".into());
    }
    let rest = bytes.strip_suffix(MAGIC).ok_or(cut)?;
    let (rest, len) = rest.split_last_chunk().ok_or(cut)?;
    let len = u32::from_le_bytes(*len) as usize;
    if FOOTER_CAP < len {
        return Err(format!("a footer over {} MiB", FOOTER_CAP >> 20));
    }
    let start = rest.len().checked_sub(len).ok_or(cut)?;
    let mut is_sound = true;
    Walk::new(&rest[start..])
        .fields(&mut |walk, number, kind| match (number, kind) {
            (2, LIST) => {
                is_sound &= schema(walk)?;
                Some(true)
            }
            (4, LIST) => {
                let groups = walk.clone().list()?.0;
                is_sound &= groups <= GROUPS;
                Some(false)
            }
            _ => Some(false),
        })
        .ok_or("a Parquet file whose footer is damaged")?;
    if is_sound {
        Ok(())
    } else {
        Err("a Parquet file of too many or too deep columns".into())
    }
}

/// Walks through the columns; whether they are few and flat enough.
fn schema(walk: &mut Walk<'_>) -> Option<bool> {
    let (count, kind) = walk.list()?;
    if COLUMNS < count || kind != STRUCT {
        return None;
    }
    // How many columns are still to come on each level.
    let (mut open, mut is_flat) = (Vec::<i64>::new(), true);
    for _ in 0..count {
        let mut children = 0;
        walk.fields(&mut |walk, number, kind| {
            let counts = (number, kind) == (5, 5);
            if counts {
                children = walk.number()?;
            }
            Some(counts)
        })?;
        if let Some(last) = open.last_mut() {
            *last -= 1;
        }
        open.push(children);
        while open.last().is_some_and(|it| *it <= 0) {
            open.pop();
        }
        is_flat &= open.len() <= DEPTH;
    }
    Some(is_flat)
}

/// Checks the rows and the pages of the columns that are wanted, by the name
/// of their root.
pub(crate) fn pages(
    bytes: &[u8],
    metadata: &ParquetMetaData,
    is_wanted: &dyn Fn(&str) -> bool,
) -> Result<(), String> {
    let groups = metadata.row_groups();
    let add =
        |sum: u64, group: &RowGroupMetaData| sum.checked_add(u64::try_from(group.num_rows()).ok()?);
    let rows = groups.iter().try_fold(0, add);
    if rows.is_none_or(|it| (bytes.len() as u64) < it) {
        return Err("claims more rows than it has bytes".into());
    }
    let mut unpacked = 0;
    for column in groups.iter().flat_map(RowGroupMetaData::columns) {
        let path = column.column_path().parts();
        if path.first().is_some_and(|it| is_wanted(it)) {
            unpacked += chunk(bytes, column)?;
        }
        if FLOOR + RATIO.saturating_mul(bytes.len()) < unpacked {
            return Err(format!("unpacks to more than {RATIO} times its size"));
        }
    }
    Ok(())
}

/// Checks the pages of a column in a row group; how many bytes they unpack to.
fn chunk(bytes: &[u8], column: &ColumnChunkMetaData) -> Result<usize, String> {
    let damaged = || "a Parquet file whose pages are damaged".to_owned();
    let start = column.dictionary_page_offset().filter(|it| 0 < *it);
    let start = start.unwrap_or(column.data_page_offset());
    let range = || {
        let start = usize::try_from(start).ok()?;
        let end = start.checked_add(column.compressed_size().try_into().ok()?)?;
        bytes.get(start..end)
    };
    let mut rest = range().ok_or_else(damaged)?;
    let (mut values, mut unpacked) = (0, 0);
    while values < column.num_values() && !rest.is_empty() {
        let mut walk = Walk::new(rest);
        let page = Page::parse(&mut walk).ok_or_else(damaged)?;
        page.check()?;
        let len = (rest.len() - walk.left()).saturating_add(page.packed);
        rest = rest.get(len..).ok_or_else(damaged)?;
        values = values.saturating_add(page.values);
        unpacked += page.unpacked;
    }
    Ok(unpacked)
}

/// What the header of a page claims.
#[derive(Debug, Default)]
struct Page {
    unpacked: usize,
    packed: usize,
    values: i64,
    words: usize,
    encoding: i64,
}

impl Page {
    fn parse(walk: &mut Walk<'_>) -> Option<Self> {
        let mut page = Page::default();
        walk.fields(&mut |walk, number, kind| {
            match (number, kind) {
                (2, 5) => page.unpacked = walk.number()?.try_into().ok()?,
                (3, 5) => page.packed = walk.number()?.try_into().ok()?,
                (5, STRUCT) => (page.values, page.encoding) = counts(walk, 2)?,
                (7, STRUCT) => page.words = counts(walk, 2)?.0.try_into().ok()?,
                (8, STRUCT) => (page.values, page.encoding) = counts(walk, 4)?,
                _ => return Some(false),
            }
            Some(true)
        })?;
        (0 <= page.values).then_some(page)
    }

    fn check(&self) -> Result<(), String> {
        if PAGE_CAP < self.unpacked || self.unpacked < self.words {
            return Err(format!("a page over {} MiB", PAGE_CAP >> 20));
        }
        if UNREAD.contains(&self.encoding) {
            return Err("strings in a delta encoding, which is not read".into());
        }
        Ok(())
    }
}

/// The count of values and the encoding, which is in the field of that number.
fn counts(walk: &mut Walk<'_>, encoding: i64) -> Option<(i64, i64)> {
    let mut counts = (0, 0);
    walk.fields(&mut |walk, number, kind| {
        match (number, kind) {
            (1, 5) => counts.0 = walk.number()?,
            (it, 5) if it == encoding => counts.1 = walk.number()?,
            _ => return Some(false),
        }
        Some(true)
    })?;
    Some(counts)
}
