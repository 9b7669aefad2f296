//! Reports in the file: added once, kept with every version of their text.
//!
//! What always holds: a report that the file knows is told by its fingerprint;
//! a text that replaces another under one address is a version of it, and the
//! text before is kept.

use std::collections::BTreeSet;

use rapporteur_text::{
    Annotated, CodePoints, Marks, Mask, OriginMap, PublishedBasis, Report, ReportId, Run, page_name,
};
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::Kind;

/// The number of a report in its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReportKey(pub(crate) i64);

/// What became of a report that was handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// The file has it already.
    Seen,
    /// It is new.
    New(ReportKey),
    /// It is another text of a report that the file has.
    Version(ReportKey),
}

/// Share of words that two texts under one address have in common, over which
/// they are versions of one report. Corrected and extended reports have far
/// more, posts of one live page far less.
const SAME_REPORT: f32 = 0.5;

/// Tells reports apart by all that their source says of them.
pub(crate) fn fingerprint(report: &Report) -> [u8; 16] {
    let declared = report.declared();
    let title = declared.title.as_ref().map(|it| it.text.as_str());
    let published = declared.published.map(|it| it.to_iso());
    let parts = [
        Some(report.id().as_str()),
        declared.url.as_deref(),
        declared.outlet.as_deref(),
        title,
        published.as_deref(),
        Some(report.text()),
    ];
    let mut hash = xxhash_rust::xxh3::Xxh3::new();
    for part in parts {
        hash.update(part.unwrap_or_default().as_bytes());
        hash.update(&[0]);
    }
    hash.digest128().to_be_bytes()
}

/// Whether the file has a report of this fingerprint, in any version.
pub(crate) fn knows(file: &Connection, hash: &[u8; 16]) -> Result<bool, Kind> {
    let mut known = file.prepare_cached("SELECT 1 FROM versions WHERE hash = ?1")?;
    Ok(known.exists([hash.as_slice()])?)
}

/// Puts a report into the file, unless it is there.
pub(crate) fn add(
    file: &Connection,
    it: &Annotated,
    place: Option<&str>,
    batch: i64,
) -> Result<Added, Kind> {
    let hash = fingerprint(&it.report);
    if knows(file, &hash)? {
        return Ok(Added::Seen);
    }
    let address = address(&it.report, place);
    let earlier = earlier(file, &it.report, address.as_deref())?;
    let added = match earlier {
        Some((key, version)) => {
            replace(file, it, key, version + 1, batch)?;
            Added::Version(key)
        }
        None => Added::New(insert(file, it, address.as_deref(), batch)?),
    };
    if let Added::New(key) | Added::Version(key) = added {
        let version = earlier.map_or(1, |(_, version)| version + 1);
        keep_version(file, it, (key, version), &hash, batch)?;
        write_sentences(file, key, it)?;
    }
    Ok(added)
}

/// Under what a later text of the same report would be found: its address on
/// the web, else its place on this machine, with its own id if it has one.
fn address(report: &Report, place: Option<&str>) -> Option<String> {
    if let Some(url) = &report.declared().url {
        return Some(url.clone());
    }
    place.map(|place| match own_id(report) {
        Some(id) => format!("{}#{id}", place.split('#').next().unwrap_or(place)),
        None => place.to_owned(),
    })
}

/// The id that the source gave, where it gave one.
fn own_id(report: &Report) -> Option<&str> {
    let text = report.text().to_owned();
    let derived = Report::new(None, String::new(), text, report.declared().clone());
    (derived.id() != report.id()).then(|| report.id().as_str())
}

/// The report under that address of which this is another text, and its
/// version.
fn earlier(
    file: &Connection,
    report: &Report,
    address: Option<&str>,
) -> Result<Option<(ReportKey, i64)>, Kind> {
    let Some(address) = address else {
        return Ok(None);
    };
    let mut find =
        file.prepare_cached("SELECT report, version, text FROM reports WHERE address = ?1")?;
    let mut rows = find.query([address])?;
    let words = words(report.text());
    while let Some(row) = rows.next()? {
        let text: String = row.get(2)?;
        if is_version(&self::words(&text), &words) {
            return Ok(Some((ReportKey(row.get(0)?), row.get(1)?)));
        }
    }
    Ok(None)
}

fn words(text: &str) -> BTreeSet<&str> {
    text.split(|it: char| !it.is_alphanumeric())
        .filter(|it| !it.is_empty())
        .collect()
}

/// Whether most words of the shorter text are in the other.
fn is_version(one: &BTreeSet<&str>, other: &BTreeSet<&str>) -> bool {
    let shared = one.intersection(other).count() as f32;
    let shorter = one.len().min(other.len()).max(1) as f32;
    SAME_REPORT <= shared / shorter
}

fn insert(
    file: &Connection,
    it: &Annotated,
    address: Option<&str>,
    batch: i64,
) -> Result<ReportKey, Kind> {
    let id = free_id(file, it.report.id().as_str())?;
    let mut insert = file.prepare_cached(
        "INSERT INTO reports (id, page, version, address, batch, file, text, cuts, imprint)
         VALUES (?1, ?2, 1, ?3, ?4, ?5, '', '[]', '{}')",
    )?;
    insert.execute(params![
        id,
        page_name(&id),
        address,
        batch,
        it.report.file()
    ])?;
    let key = ReportKey(file.last_insert_rowid());
    let mut work = file.prepare_cached(
        "INSERT INTO workings (report, maker, declared, markup, blocks, bytes, marks)
         VALUES (?1, '', '', '', '', '', '')",
    )?;
    work.execute([key.0])?;
    write(file, it, key)?;
    Ok(key)
}

/// The id, or with a number behind it where another report has it.
fn free_id(file: &Connection, id: &str) -> Result<String, Kind> {
    let mut taken = file.prepare_cached("SELECT 1 FROM reports WHERE id = ?1")?;
    let mut free = id.to_owned();
    let mut number = 1;
    while taken.exists([&free])? {
        number += 1;
        free = format!("{id}-{number}");
    }
    Ok(free)
}

/// Puts another text in the place of a report's own, which is kept as an
/// earlier version.
fn replace(
    file: &Connection,
    it: &Annotated,
    key: ReportKey,
    version: i64,
    batch: i64,
) -> Result<(), Kind> {
    file.prepare_cached(
        "UPDATE versions SET text = (SELECT text FROM reports WHERE report = ?1)
         WHERE report = ?1 AND version = ?2",
    )?
    .execute(params![key.0, version - 1])?;
    file.prepare_cached(
        "UPDATE reports SET version = ?2, batch = ?3, file = ?4 WHERE report = ?1",
    )?
    .execute(params![key.0, version, batch, it.report.file()])?;
    file.prepare_cached("DELETE FROM sentences WHERE report = ?1")?
        .execute([key.0])?;
    write(file, it, key)
}

fn keep_version(
    file: &Connection,
    it: &Annotated,
    (key, version): (ReportKey, i64),
    hash: &[u8; 16],
    batch: i64,
) -> Result<(), Kind> {
    let imprint = &it.imprint;
    file.prepare_cached(
        "INSERT INTO versions (report, version, hash, batch, file, title, published)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![
        key.0,
        version,
        hash.as_slice(),
        batch,
        it.report.file(),
        imprint.title.as_ref().map(|it| &it.text),
        imprint.published.map(|it| it.to_iso()),
    ])?;
    Ok(())
}

/// Writes what a report says and what was made of it.
pub(crate) fn write(file: &Connection, it: &Annotated, key: ReportKey) -> Result<(), Kind> {
    let (report, imprint) = (&it.report, &it.imprint);
    file.prepare_cached(
        "UPDATE reports SET url = ?2, outlet = ?3, title = ?4, byline = ?5, published = ?6,
           published_basis = ?7, lang = ?8, section = ?9, text = ?10, cuts = ?11, imprint = ?12
         WHERE report = ?1",
    )?
    .execute(params![
        key.0,
        imprint.url,
        imprint.outlet,
        imprint.title.as_ref().map(|it| &it.text),
        imprint.byline,
        imprint.published.map(|it| it.to_iso()),
        imprint.published.map(|it| basis(it.basis)).transpose()?,
        imprint.language,
        imprint.section,
        report.text(),
        json(it.mask.cuts())?,
        json(imprint)?,
    ])?;
    file.prepare_cached(
        "UPDATE workings SET maker = ?2, declared = ?3, markup = ?4, blocks = ?5, bytes = ?6,
           marks = ?7
         WHERE report = ?1",
    )?
    .execute(params![
        key.0,
        crate::MAKER,
        json(report.declared())?,
        json(report.markup())?,
        json(report.blocks())?,
        json(report.origin().runs())?,
        json(&it.marks)?,
    ])?;
    Ok(())
}

fn write_sentences(file: &Connection, key: ReportKey, it: &Annotated) -> Result<(), Kind> {
    let points = CodePoints::new(it.report.text());
    let mut insert = file.prepare_cached(
        "INSERT INTO sentences (report, number, start, \"end\", byte_start, byte_end, text)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    for (number, &span) in it.marks.sentences.iter().enumerate() {
        let [start, end] = points.span(span);
        insert.execute(params![
            key.0,
            number as i64 + 1,
            start as i64,
            end as i64,
            span.start() as i64,
            span.end() as i64,
            it.report.slice(span),
        ])?;
    }
    Ok(())
}

/// A report as it was put in.
pub(crate) fn load(file: &Connection, key: ReportKey) -> Result<Annotated, Kind> {
    let mut select = file.prepare_cached(
        "SELECT r.id, r.file, r.text, r.imprint, r.cuts, w.declared, w.markup, w.blocks, w.bytes,
           w.marks
         FROM reports r JOIN workings w USING (report) WHERE report = ?1",
    )?;
    let mut rows = select.query([key.0])?;
    let row = rows
        .next()?
        .ok_or_else(|| Kind::Damaged(format!("report {} is not there", key.0)))?;
    let runs: Vec<Run> = parsed(row, 8)?;
    let marks: Marks = parsed(row, 9)?;
    let report = of_row(row)?
        .with_markup(parsed(row, 6)?)
        .with_blocks(parsed(row, 7)?)
        .with_origin(origin(runs)?);
    annotated(row, report, marks)
}

fn origin(runs: Vec<Run>) -> Result<OriginMap, Kind> {
    let ordered = runs
        .windows(2)
        .all(|pair| pair[0].text.end() <= pair[1].text.start());
    if ordered && runs.iter().all(|run| !run.text.is_empty()) {
        Ok(OriginMap::new(runs))
    } else {
        Err(Kind::Damaged("a way back to bytes is out of order".into()))
    }
}

/// A report as it is shown: of its marks, only the sentences.
pub(crate) fn load_to_show(file: &Connection, key: ReportKey) -> Result<Annotated, Kind> {
    let mut select = file.prepare_cached(
        "SELECT r.id, r.file, r.text, r.imprint, r.cuts, w.declared, w.blocks
         FROM reports r JOIN workings w USING (report) WHERE report = ?1",
    )?;
    let mut rows = select.query([key.0])?;
    let row = rows
        .next()?
        .ok_or_else(|| Kind::Damaged(format!("report {} is not there", key.0)))?;
    let report = of_row(row)?.with_blocks(parsed(row, 6)?);
    let sentences = sentences(file, key)?;
    let marks = Marks {
        sentences,
        ..Marks::default()
    };
    annotated(row, report, marks)
}

fn of_row(row: &Row<'_>) -> Result<Report, Kind> {
    let id: String = row.get(0)?;
    Ok(Report::new(
        Some(id),
        row.get(1)?,
        row.get(2)?,
        parsed(row, 5)?,
    ))
}

fn annotated(row: &Row<'_>, report: Report, marks: Marks) -> Result<Annotated, Kind> {
    let mask = Mask::new(parsed(row, 4)?).map_err(|error| Kind::Damaged(error.to_string()))?;
    let it = Annotated {
        imprint: parsed(row, 3)?,
        report,
        mask,
        marks,
    };
    if crate::sound::is_sound(&it) {
        Ok(it)
    } else {
        Err(Kind::Damaged(format!(
            "what is kept of report {} does not fit its text",
            it.report.id()
        )))
    }
}

fn sentences(file: &Connection, key: ReportKey) -> Result<Vec<rapporteur_text::Span>, Kind> {
    let mut select = file.prepare_cached(
        "SELECT byte_start, byte_end FROM sentences WHERE report = ?1 ORDER BY number",
    )?;
    let spans = select.query_map([key.0], |row| span(row, 0))?;
    Ok(spans.collect::<Result<_, _>>()?)
}

/// Two columns as a span.
pub(crate) fn span(row: &Row<'_>, at: usize) -> rusqlite::Result<rapporteur_text::Span> {
    let (start, end): (u32, u32) = (row.get(at)?, row.get(at + 1)?);
    if end < start {
        return Err(rusqlite::Error::IntegralValueOutOfRange(at, end.into()));
    }
    Ok(rapporteur_text::Span::new(start as usize, end as usize))
}

/// The number of the report of that id.
pub(crate) fn key_of(file: &Connection, id: &ReportId) -> Result<Option<ReportKey>, Kind> {
    let mut select = file.prepare_cached("SELECT report FROM reports WHERE id = ?1")?;
    let key = select.query_row([id.as_str()], |row| row.get(0));
    Ok(key.optional()?.map(ReportKey))
}

/// Which version of a report the file holds.
pub(crate) fn version_of(file: &Connection, key: ReportKey) -> Result<i64, Kind> {
    let mut select = file.prepare_cached("SELECT version FROM reports WHERE report = ?1")?;
    Ok(select.query_row([key.0], |row| row.get(0))?)
}

/// The word for how a time is known.
fn basis(basis: PublishedBasis) -> Result<String, Kind> {
    let word: serde_json::Value = serde_json::to_value(basis)?;
    Ok(word.as_str().unwrap_or_default().to_owned())
}

pub(crate) fn json<T: Serialize + ?Sized>(value: &T) -> Result<String, Kind> {
    Ok(serde_json::to_string(value)?)
}

/// A column of JSON.
pub(crate) fn parsed<T: DeserializeOwned>(row: &Row<'_>, at: usize) -> Result<T, Kind> {
    let text = row.get_ref(at)?.as_str().map_err(rusqlite::Error::from)?;
    Ok(serde_json::from_str(text)?)
}
