//! Puts records into the file, in the place of those they follow.
//!
//! What always holds: the ids of stories and items stay for as long as
//! something carries them on; an id that none carries on leads to what has
//! most of it, or is noted as gone.

use std::collections::{BTreeMap, BTreeSet};

use rapporteur_text::{Annotated, Item, Record, Span, content_hash};
use rusqlite::{Connection, params};

use crate::error::Kind;
use crate::identity::{Succession, follow};
use crate::near;
use crate::reports::{self, ReportKey};
use crate::stories::{self, StoryKey};

/// A record that was drawn up, with its reports in the record's order.
#[derive(Clone, Debug)]
pub struct Drawn<'a> {
    /// The record.
    pub record: &'a Record,
    /// Its reports.
    pub reports: Vec<&'a Annotated>,
    /// How many texts stand behind it.
    pub origins: usize,
    /// Telling terms by which the story is found, with their weights.
    pub terms: Vec<(u64, f32)>,
}

/// A story as it was.
struct OldStory {
    key: StoryKey,
    id: String,
    reports: Vec<ReportKey>,
}

/// An item as it was, or as it is now.
struct Known {
    id: String,
    kind: String,
    evidence: Vec<(ReportKey, Place)>,
}

/// Where a piece of evidence lies. A text that was replaced has other places
/// than the text before; there the words decide.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Place {
    version: i64,
    span: Span,
    words: String,
}

impl Place {
    fn is(&self, other: &Place) -> bool {
        if self.version == other.version {
            self.span.overlaps(other.span)
        } else {
            self.words == other.words
        }
    }
}

pub(crate) fn reports_of(file: &Connection, story: StoryKey) -> Result<Vec<ReportKey>, Kind> {
    let mut select =
        file.prepare_cached("SELECT report FROM reports WHERE story = ?1 ORDER BY report")?;
    let keys = select.query_map([story.0], |row| Ok(ReportKey(row.get(0)?)))?;
    Ok(keys.collect::<Result<_, _>>()?)
}

pub(crate) fn rewrite(
    file: &Connection,
    batch: i64,
    old: &BTreeSet<StoryKey>,
    drawn: &[Drawn<'_>],
) -> Result<(), Kind> {
    let old_stories = old
        .iter()
        .map(|&key| old_story(file, key))
        .collect::<Result<Vec<_>, _>>()?;
    let old_items = old_items(file, old)?;
    let keys = drawn
        .iter()
        .map(|it| keys(file, it))
        .collect::<Result<Vec<_>, _>>()?;

    let stories = story_succession(&old_stories, &keys);
    let known = known_items(file, drawn, &keys)?;
    let items = item_succession(&old_items, &known);
    for story in &old_stories {
        stories::clear(file, story.key)?;
    }
    let story_ids = story_ids(file, &old_stories, drawn, &stories)?;
    note(
        file,
        batch,
        "story",
        &old_stories,
        &story_ids,
        &stories,
        |it| &it.id,
    )?;
    drop_stories(file, &old_stories, &stories)?;
    let item_ids = item_ids(file, &old_items, &known, &items)?;
    note(file, batch, "item", &old_items, &item_ids, &items, |it| {
        &it.id
    })?;

    let mut ids = item_ids.iter();
    for (ix, it) in drawn.iter().enumerate() {
        let mut record = it.record.clone();
        record.id.clone_from(&story_ids[ix]);
        for item in &mut record.items {
            if let Some(id) = ids.next() {
                item.id.clone_from(id);
            }
        }
        let kept = stories.carries_on[ix].map(|from| old_stories[from].key);
        let key = stories::write(file, batch, kept, &record, it, &keys[ix])?;
        near::write(file, key, &it.terms)?;
    }
    Ok(())
}

fn old_story(file: &Connection, key: StoryKey) -> Result<OldStory, Kind> {
    let mut select = file.prepare_cached("SELECT id FROM stories WHERE story = ?1")?;
    Ok(OldStory {
        key,
        id: select.query_row([key.0], |row| row.get(0))?,
        reports: reports_of(file, key)?,
    })
}

/// The numbers of a record's reports.
fn keys(file: &Connection, drawn: &Drawn<'_>) -> Result<Vec<ReportKey>, Kind> {
    let key = |it: &&Annotated| {
        let id = it.report.id();
        reports::key_of(file, id)?.ok_or_else(|| Kind::Damaged(format!("report {id} is not there")))
    };
    drawn.reports.iter().map(key).collect()
}

fn story_succession(old: &[OldStory], new: &[Vec<ReportKey>]) -> Succession {
    let mut shared = Vec::new();
    for (from, story) in old.iter().enumerate() {
        for (to, reports) in new.iter().enumerate() {
            let both = reports
                .iter()
                .filter(|it| story.reports.contains(it))
                .count();
            if 0 < both {
                shared.push((from, to, both));
            }
        }
    }
    follow(old.len(), new.len(), &shared)
}

fn item_succession(old: &[Known], new: &[Known]) -> Succession {
    let mut by_report: BTreeMap<(&str, ReportKey), Vec<(usize, &Place)>> = BTreeMap::new();
    for (from, item) in old.iter().enumerate() {
        for (report, place) in &item.evidence {
            let found = by_report.entry((&item.kind, *report)).or_default();
            found.push((from, place));
        }
    }
    let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (to, item) in new.iter().enumerate() {
        for (report, place) in &item.evidence {
            let there = by_report.get(&(item.kind.as_str(), *report));
            for (from, _) in there.into_iter().flatten().filter(|it| it.1.is(place)) {
                *shared.entry((*from, to)).or_default() += 1;
            }
        }
    }
    let shared: Vec<_> = shared
        .into_iter()
        .map(|((from, to), much)| (from, to, much))
        .collect();
    follow(old.len(), new.len(), &shared)
}

/// The items of stories as they are in the file.
fn old_items(file: &Connection, stories: &BTreeSet<StoryKey>) -> Result<Vec<Known>, Kind> {
    let mut items: Vec<Known> = Vec::new();
    let mut select = file.prepare_cached(
        "SELECT i.id, i.kind, e.report, e.byte_start, e.byte_end, e.version,
           CASE WHEN e.version = r.version THEN '' ELSE coalesce(CAST(substr(
             CAST(v.text AS BLOB), e.byte_start + 1, e.byte_end - e.byte_start) AS TEXT), '') END
         FROM items i JOIN evidence e USING (item) JOIN reports r USING (report)
         LEFT JOIN versions v ON v.report = e.report AND v.version = e.version
         WHERE i.story = ?1 ORDER BY i.place, e.place",
    )?;
    for story in stories {
        let mut rows = select.query([story.0])?;
        while let Some(row) = rows.next()? {
            let id: String = row.get(0)?;
            let place = Place {
                span: reports::span(row, 3)?,
                version: row.get(5)?,
                words: row.get(6)?,
            };
            let evidence = (ReportKey(row.get(2)?), place);
            match items.last_mut().filter(|it| it.id == id) {
                Some(item) => item.evidence.push(evidence),
                None => items.push(Known {
                    id,
                    kind: row.get(1)?,
                    evidence: vec![evidence],
                }),
            }
        }
    }
    Ok(items)
}

/// The items of records as they were drawn up, in order.
fn known_items(
    file: &Connection,
    drawn: &[Drawn<'_>],
    keys: &[Vec<ReportKey>],
) -> Result<Vec<Known>, Kind> {
    let mut items = Vec::new();
    for (it, keys) in drawn.iter().zip(keys) {
        let versions = keys
            .iter()
            .map(|&key| reports::version_of(file, key))
            .collect::<Result<Vec<_>, _>>()?;
        let known = |item: &Item| Known {
            id: item.id.clone(),
            kind: item.kind().as_str().to_owned(),
            evidence: evidence(item, it, keys, &versions),
        };
        items.extend(it.record.items.iter().map(known));
    }
    Ok(items)
}

fn evidence(
    item: &Item,
    drawn: &Drawn<'_>,
    keys: &[ReportKey],
    versions: &[i64],
) -> Vec<(ReportKey, Place)> {
    let place = |it: &rapporteur_text::Support| {
        let ix = it.at.report.index();
        let place = Place {
            version: versions[ix],
            span: it.at.span,
            words: drawn.reports[ix].report.slice(it.at.span).to_owned(),
        };
        (keys[ix], place)
    };
    item.evidence.iter().map(place).collect()
}

/// The id of each record: that of the story it carries on, else its own,
/// unless that stands for another.
fn story_ids(
    file: &Connection,
    old: &[OldStory],
    drawn: &[Drawn<'_>],
    stories: &Succession,
) -> Result<Vec<String>, Kind> {
    let mut ids = Vec::with_capacity(drawn.len());
    for (it, from) in drawn.iter().zip(&stories.carries_on) {
        ids.push(match from {
            Some(from) => old[*from].id.clone(),
            None => free_id(file, "story", &it.record.id, &ids)?,
        });
    }
    Ok(ids)
}

/// The id of each item, in the same way.
fn item_ids(
    file: &Connection,
    old: &[Known],
    new: &[Known],
    items: &Succession,
) -> Result<Vec<String>, Kind> {
    let kept: BTreeSet<&String> = items
        .carries_on
        .iter()
        .flatten()
        .map(|&it| &old[it].id)
        .collect();
    let mut ids: Vec<String> = Vec::with_capacity(new.len());
    for (it, from) in new.iter().zip(&items.carries_on) {
        let mut id = match from {
            Some(from) => old[*from].id.clone(),
            None => free_id(file, "item", &it.id, &[])?,
        };
        while from.is_none() && (kept.contains(&id) || ids.contains(&id)) {
            id = free_id(file, "item", &content_hash(&[&id, "again"]), &[])?;
        }
        ids.push(id);
    }
    Ok(ids)
}

/// The id, or one made of it where it is taken or leads elsewhere.
fn free_id(file: &Connection, kind: &str, id: &str, taken_too: &[String]) -> Result<String, Kind> {
    let table = if kind == "story" { "stories" } else { "items" };
    let mut taken = file.prepare_cached(&format!(
        "SELECT 1 FROM {table} WHERE id = ?2
         UNION ALL SELECT 1 FROM redirects WHERE kind = ?1 AND old = ?2"
    ))?;
    let mut free = id.to_owned();
    while taken.exists([kind, &free])? || taken_too.contains(&free) {
        free = content_hash(&[&free, "again"]);
    }
    Ok(free)
}

/// Notes what became of what was there, so that its ids lead on.
fn note<T>(
    file: &Connection,
    batch: i64,
    kind: &str,
    old: &[T],
    new: &[String],
    succession: &Succession,
    id: impl Fn(&T) -> &String,
) -> Result<(), Kind> {
    let mut amend = file.prepare_cached(
        "INSERT INTO amendments (batch, kind, id, what, into_id) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for (&from, to) in &succession.went_into {
        let from = id(&old[from]);
        let to = to.map(|to| &new[to]);
        let what = if to.is_some() { "merged" } else { "gone" };
        amend.execute(params![batch, kind, from, what, to])?;
        if let Some(to) = to {
            redirect(file, kind, from, to)?;
        }
    }
    for (&to, &from) in &succession.came_from {
        amend.execute(params![batch, kind, id(&old[from]), "split", new[to]])?;
    }
    Ok(())
}

/// Lets one id, and all that led to it, lead to another.
fn redirect(file: &Connection, kind: &str, from: &str, to: &str) -> Result<(), Kind> {
    file.prepare_cached("UPDATE redirects SET new = ?3 WHERE kind = ?1 AND new = ?2")?
        .execute([kind, from, to])?;
    file.prepare_cached("INSERT OR REPLACE INTO redirects (kind, old, new) VALUES (?1, ?2, ?3)")?
        .execute([kind, from, to])?;
    Ok(())
}

/// Takes out the stories that none carries on.
fn drop_stories(file: &Connection, old: &[OldStory], stories: &Succession) -> Result<(), Kind> {
    let mut delete = file.prepare_cached("DELETE FROM stories WHERE story = ?1")?;
    for from in stories.went_into.keys() {
        delete.execute([old[*from].key.0])?;
    }
    Ok(())
}
