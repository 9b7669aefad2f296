//! Stories in the file: a record as rows, and back.
//!
//! What always holds: what is read is what was written, value for value; the
//! rows of one story are written and taken out together.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rapporteur_text::{
    Annotated, Bounds, CodePoints, Detail, EntityKind, Evidence, Item, Label, Level, Record,
    ReportIx, Status, StoryEntity, StoryEntityIx, StoryReport, Support,
};
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use serde::de::DeserializeOwned;

use crate::error::Kind;
use crate::fold::fold;
use crate::reports::{self, ReportKey, json, parsed, span};
use crate::rewrite::Drawn;
use crate::sound;

/// The number of a story in its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StoryKey(pub(crate) i64);

/// Takes out what a story is made of; the story's row stays.
pub(crate) fn clear(file: &Connection, story: StoryKey) -> Result<(), Kind> {
    for statement in [
        "UPDATE reports SET story = NULL, place = NULL, label = NULL WHERE story = ?1",
        "DELETE FROM story_terms WHERE story = ?1",
        "DELETE FROM item_entities WHERE item IN (SELECT item FROM items WHERE story = ?1)",
        "DELETE FROM evidence WHERE item IN (SELECT item FROM items WHERE story = ?1)",
        "DELETE FROM items WHERE story = ?1",
        "DELETE FROM names WHERE entity IN (SELECT entity FROM entities WHERE story = ?1)",
        "DELETE FROM entities WHERE story = ?1",
    ] {
        file.prepare_cached(statement)?.execute([story.0])?;
    }
    Ok(())
}

/// Writes a record, in the row of `kept` where it carries that story on.
pub(crate) fn write(
    file: &Connection,
    batch: i64,
    kept: Option<StoryKey>,
    record: &Record,
    drawn: &Drawn<'_>,
    keys: &[ReportKey],
) -> Result<StoryKey, Kind> {
    let story = write_story(file, batch, kept, record, drawn, keys)?;
    let reports = &drawn.reports;
    for (place, (key, it)) in keys.iter().zip(reports).enumerate() {
        write_place(file, story, place, *key, record, it)?;
    }
    let entities = record
        .entities
        .iter()
        .enumerate()
        .map(|(place, it)| write_entity(file, story, place, it))
        .collect::<Result<Vec<_>, _>>()?;
    let points: Vec<_> = reports
        .iter()
        .map(|it| CodePoints::new(it.report.text()))
        .collect();
    let versions = keys
        .iter()
        .map(|&key| reports::version_of(file, key))
        .collect::<Result<Vec<_>, _>>()?;
    for (place, item) in record.items.iter().enumerate() {
        let number = write_item(file, story, place, item, record)?;
        for (ix, role) in sound::entities(&item.detail) {
            file.prepare_cached(
                "INSERT OR IGNORE INTO item_entities (item, entity, role) VALUES (?1, ?2, ?3)",
            )?
            .execute(params![number, entities[ix.0 as usize], role])?;
        }
        for (place, support) in item.evidence.iter().enumerate() {
            let ix = support.at.report.index();
            let [start, end] = points[ix].span(support.at.span);
            file.prepare_cached(
                "INSERT INTO evidence
                   (item, place, report, version, origin, start, \"end\", byte_start, byte_end,
                  marked_by)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )?
            .execute(params![
                number,
                place as i64,
                keys[ix].0,
                versions[ix],
                support.origin,
                start as i64,
                end as i64,
                support.at.span.start() as i64,
                support.at.span.end() as i64,
                support.by,
            ])?;
        }
    }
    Ok(story)
}

fn write_story(
    file: &Connection,
    batch: i64,
    kept: Option<StoryKey>,
    record: &Record,
    drawn: &Drawn<'_>,
    keys: &[ReportKey],
) -> Result<StoryKey, Kind> {
    let outlets: BTreeSet<String> = drawn
        .reports
        .iter()
        .filter_map(|it| it.imprint.outlet.as_ref())
        .map(|it| it.to_lowercase())
        .collect();
    let disputed = record
        .items
        .iter()
        .filter(|it| it.status == Status::Disputed);
    file.prepare_cached(
        "INSERT OR REPLACE INTO stories (story, id, title, title_of, first, last, place, reports,
           outlets, origins, items, disputed, batch, place_entity, groups, passages, derivations,
           brief, edits)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18,
           ?19)",
    )?
    .execute(params![
        kept.map(|it| it.0),
        record.id,
        record.title,
        keys[record.title_of.index()].0,
        record.first.map(|it| it.to_string()),
        record.last.map(|it| it.to_string()),
        record.place.map(|ix| &record.entity(ix).name),
        keys.len() as i64,
        outlets.len() as i64,
        drawn.origins as i64,
        record.items.len() as i64,
        disputed.count() as i64,
        batch,
        record.place.map(|ix| ix.0),
        json(&record.origins)?,
        json(&record.passages)?,
        json(&record.derivations)?,
        json(&record.brief)?,
        json(&record.edits)?,
    ])?;
    Ok(kept.unwrap_or_else(|| StoryKey(file.last_insert_rowid())))
}

/// Puts a report into its place in a story; a day that the story's other
/// reports gave it is written with it.
fn write_place(
    file: &Connection,
    story: StoryKey,
    place: usize,
    key: ReportKey,
    record: &Record,
    it: &Annotated,
) -> Result<(), Kind> {
    let mut before = file.prepare_cached("SELECT imprint FROM reports WHERE report = ?1")?;
    let before: String = before.query_row([key.0], |row| row.get(0))?;
    if before != json(&it.imprint)? {
        reports::write(file, it, key)?;
    }
    file.prepare_cached("UPDATE reports SET story = ?2, place = ?3, label = ?4 WHERE report = ?1")?
        .execute(params![
            key.0,
            story.0,
            place as i64,
            record.reports[place].label
        ])?;
    Ok(())
}

fn write_entity(
    file: &Connection,
    story: StoryKey,
    place: usize,
    it: &StoryEntity,
) -> Result<i64, Kind> {
    file.prepare_cached(
        "INSERT INTO entities (story, place, type, name, code, office, mentions, aliases)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![
        story.0,
        place as i64,
        it.kind.as_str(),
        it.name,
        it.code,
        it.office,
        it.mentions,
        json(&it.aliases)?,
    ])?;
    let number = file.last_insert_rowid();
    let names = it.aliases.iter().chain([&it.name]);
    let words: BTreeSet<String> = names.flat_map(|name| fold(name)).collect();
    let mut insert =
        file.prepare_cached("INSERT OR IGNORE INTO names (word, entity) VALUES (?1, ?2)")?;
    for word in words {
        insert.execute(params![word, number])?;
    }
    Ok(number)
}

fn write_item(
    file: &Connection,
    story: StoryKey,
    place: usize,
    item: &Item,
    record: &Record,
) -> Result<i64, Kind> {
    let (earliest, latest) = days(item, record);
    file.prepare_cached(
        "INSERT INTO items (id, story, place, kind, status, level, origins, reports, speaker,
           earliest, latest, summary, words, names, detail, readings, conflict, notes,
           joins, nearest)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18,
           ?19, ?20)",
    )?
    .execute(params![
        item.id,
        story.0,
        place as i64,
        item.kind().as_str(),
        item.status.as_str(),
        item.level.as_str(),
        item.origins,
        item.reports().len() as i64,
        speaker(item, record),
        earliest.map(|it| it.to_string()),
        latest.map(|it| it.to_string()),
        item.summary,
        wordings(item),
        names(item, record),
        json(&item.detail)?,
        json(&item.readings)?,
        item.conflict.as_ref().map(json).transpose()?,
        json(&item.notes)?,
        json(&item.joins)?,
        item.nearest.as_ref().map(json).transpose()?,
    ])?;
    Ok(file.last_insert_rowid())
}

/// Who said it, by name or in the report's words.
fn speaker(item: &Item, record: &Record) -> Option<String> {
    match &item.detail {
        Detail::Statement {
            speaker: Some(ix), ..
        } => Some(record.entity(*ix).name.clone()),
        Detail::Statement { source, .. } => source.clone(),
        _ => None,
    }
}

/// When it was, is or will be; else when it was reported.
fn days(item: &Item, record: &Record) -> (Option<Date>, Option<Date>) {
    let when: Option<&Bounds> = match &item.detail {
        Detail::Event { when, .. } | Detail::Figure { when, .. } => when.as_ref(),
        Detail::Commitment { due, .. } => due.as_ref(),
        Detail::Statement { .. } => None,
    };
    if let Some(Bounds {
        earliest: Some(first),
        latest: Some(last),
        ..
    }) = when
    {
        return (Some(*first), Some(*last));
    }
    let days = item
        .evidence
        .iter()
        .filter_map(|it| record.report(it.at.report).published);
    let days: BTreeSet<Date> = days.map(|it| it.date).collect();
    (days.first().copied(), days.last().copied())
}

/// Every wording, each once, base first.
fn wordings(item: &Item) -> String {
    let mut words: Vec<&str> = Vec::new();
    for reading in &item.readings {
        if !words.contains(&reading.text.as_str()) {
            words.push(&reading.text);
        }
    }
    words.join("\n")
}

/// Every name of who has to do with it.
fn names(item: &Item, record: &Record) -> String {
    let mut names: BTreeSet<&str> = BTreeSet::new();
    for (ix, _) in sound::entities(&item.detail) {
        let entity = record.entity(ix);
        names.insert(&entity.name);
        names.extend(entity.aliases.iter().map(String::as_str));
        names.extend(entity.office.as_deref());
    }
    if let Detail::Statement {
        source: Some(source),
        ..
    } = &item.detail
    {
        names.insert(source);
    }
    names.into_iter().collect::<Vec<_>>().join("\n")
}

/// The story of that id.
pub(crate) fn key_of(file: &Connection, id: &str) -> Result<Option<StoryKey>, Kind> {
    let mut select = file.prepare_cached("SELECT story FROM stories WHERE id = ?1")?;
    Ok(select
        .query_row([id], |row| Ok(StoryKey(row.get(0)?)))
        .optional()?)
}

/// A record as it was written, with the numbers of its reports.
pub(crate) fn load(file: &Connection, story: StoryKey) -> Result<(Record, Vec<ReportKey>), Kind> {
    let keys = keys(file, story)?;
    let places: BTreeMap<ReportKey, u32> = keys.iter().copied().zip(0..).collect();
    let mut select = file.prepare_cached(
        "SELECT id, title, title_of, first, last, place_entity, groups, passages, derivations, brief,
           edits
         FROM stories WHERE story = ?1",
    )?;
    let mut rows = select.query([story.0])?;
    let row = rows
        .next()?
        .ok_or_else(|| Kind::Damaged(format!("story {} is not there", story.0)))?;
    let title_of = places.get(&ReportKey(row.get(2)?)).copied();
    let record = Record {
        id: row.get(0)?,
        title: row.get(1)?,
        title_of: ReportIx(title_of.unwrap_or(u32::MAX)),
        first: date(row, 3)?,
        last: date(row, 4)?,
        place: row.get::<_, Option<u32>>(5)?.map(StoryEntityIx),
        reports: entries(file, story)?,
        origins: parsed(row, 6)?,
        passages: parsed(row, 7)?,
        derivations: parsed(row, 8)?,
        entities: load_entities(file, story)?,
        items: load_items(file, story, &places)?,
        brief: parsed(row, 9)?,
        edits: parsed(row, 10)?,
    };
    if sound::holds_together(&record) {
        Ok((record, keys))
    } else {
        Err(Kind::Damaged(format!(
            "the parts of story {} do not fit together",
            record.id
        )))
    }
}

/// The reports of a story, in the record's order.
fn keys(file: &Connection, story: StoryKey) -> Result<Vec<ReportKey>, Kind> {
    let mut select =
        file.prepare_cached("SELECT report FROM reports WHERE story = ?1 ORDER BY place")?;
    let keys = select.query_map([story.0], |row| Ok(ReportKey(row.get(0)?)))?;
    Ok(keys.collect::<Result<_, _>>()?)
}

fn entries(file: &Connection, story: StoryKey) -> Result<Vec<StoryReport>, Kind> {
    let mut select = file.prepare_cached(
        "SELECT id, label, json_extract(imprint, '$.published') FROM reports
         WHERE story = ?1 ORDER BY place",
    )?;
    let mut rows = select.query([story.0])?;
    let mut entries = Vec::new();
    while let Some(row) = rows.next()? {
        let published: Option<String> = row.get(2)?;
        entries.push(StoryReport {
            id: rapporteur_text::ReportId::new(row.get::<_, String>(0)?),
            label: row.get(1)?,
            published: published.map(|it| serde_json::from_str(&it)).transpose()?,
        });
    }
    Ok(entries)
}

fn load_entities(file: &Connection, story: StoryKey) -> Result<Vec<StoryEntity>, Kind> {
    let mut select = file.prepare_cached(
        "SELECT type, name, code, office, mentions, aliases FROM entities
         WHERE story = ?1 ORDER BY place",
    )?;
    let mut rows = select.query([story.0])?;
    let mut entities = Vec::new();
    while let Some(row) = rows.next()? {
        let kind: String = row.get(0)?;
        let kind = EntityKind::ALL.into_iter().find(|it| it.as_str() == kind);
        entities.push(StoryEntity {
            kind: kind.ok_or_else(|| Kind::Damaged("an entity has no known type".into()))?,
            name: row.get(1)?,
            code: row.get(2)?,
            office: row.get(3)?,
            mentions: row.get(4)?,
            aliases: parsed(row, 5)?,
        });
    }
    Ok(entities)
}

fn load_items(
    file: &Connection,
    story: StoryKey,
    places: &BTreeMap<ReportKey, u32>,
) -> Result<Vec<Item>, Kind> {
    let mut select = file.prepare_cached(
        "SELECT item, id, status, level, origins, summary, detail, readings, conflict, notes, joins,
           nearest
         FROM items WHERE story = ?1 ORDER BY place",
    )?;
    let mut rows = select.query([story.0])?;
    let mut items = Vec::new();
    while let Some(row) = rows.next()? {
        let conflict: Option<String> = row.get(8)?;
        let nearest: Option<String> = row.get(11)?;
        items.push(Item {
            id: row.get(1)?,
            status: word::<Status>(row, 2)?,
            level: word::<Level>(row, 3)?,
            origins: row.get(4)?,
            summary: row.get(5)?,
            detail: parsed(row, 6)?,
            readings: parsed(row, 7)?,
            conflict: conflict.map(|it| serde_json::from_str(&it)).transpose()?,
            notes: parsed(row, 9)?,
            joins: parsed(row, 10)?,
            nearest: nearest.map(|it| serde_json::from_str(&it)).transpose()?,
            news: None,
            evidence: load_evidence(file, row.get(0)?, places)?,
        });
    }
    Ok(items)
}

fn load_evidence(
    file: &Connection,
    item: i64,
    places: &BTreeMap<ReportKey, u32>,
) -> Result<Vec<Support>, Kind> {
    let mut select = file.prepare_cached(
        "SELECT report, byte_start, byte_end, origin, marked_by FROM evidence WHERE item = ?1 ORDER BY place",
    )?;
    let mut rows = select.query([item])?;
    let mut evidence = Vec::new();
    while let Some(row) = rows.next()? {
        let report = places.get(&ReportKey(row.get(0)?)).copied();
        evidence.push(Support {
            at: Evidence {
                report: ReportIx(report.unwrap_or(u32::MAX)),
                span: span(row, 1)?,
            },
            origin: row.get(3)?,
            by: label(row, 4)?,
        });
    }
    Ok(evidence)
}

/// A column that holds a label of the program.
fn label(row: &Row<'_>, at: usize) -> Result<Label, Kind> {
    let text: String = row.get(at)?;
    rapporteur_text::known_label(&text)
        .ok_or_else(|| Kind::Damaged(format!("{text} is no label of this program")))
}

/// A column that holds a word of a closed list.
fn word<T: DeserializeOwned>(row: &Row<'_>, at: usize) -> Result<T, Kind> {
    let text: String = row.get(at)?;
    Ok(serde_json::from_value(serde_json::Value::String(text))?)
}

/// A column that holds a day.
fn date(row: &Row<'_>, at: usize) -> Result<Option<Date>, Kind> {
    let text: Option<String> = row.get(at)?;
    let parse = |it: String| {
        it.parse()
            .map_err(|_| Kind::Damaged(format!("{it} is no day")))
    };
    text.map(parse).transpose()
}
