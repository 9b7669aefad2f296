//! Which stories of the file a report may belong to.
//!
//! Input: the telling terms of a report. Output: the stories that share enough
//! of them. What always holds: it is a choice of whom to compare, never a
//! judgement; gathering decides.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rusqlite::{Connection, params};

use crate::error::Kind;
use crate::stories::StoryKey;

/// The telling terms of a report or a story.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Terms {
    /// Hash and weight, each term once.
    pub terms: Vec<(u64, f32)>,
    /// When it was published, if known.
    pub day: Option<Date>,
    /// Days over which likeness halves.
    pub half_life: f32,
    /// Likeness from which a story is near.
    pub least: f32,
}

/// Most stories that one report is compared with.
const MOST: usize = 12;
/// Terms that a story shares at least.
const SHARED: usize = 2;

pub(crate) fn near(file: &Connection, terms: &Terms) -> Result<Vec<StoryKey>, Kind> {
    let mut found: BTreeMap<i64, (f32, usize)> = BTreeMap::new();
    let mut select =
        file.prepare_cached("SELECT story, weight FROM story_terms WHERE term = ?1")?;
    for &(term, weight) in &terms.terms {
        let mut rows = select.query([signed(term)])?;
        while let Some(row) = rows.next()? {
            let (likeness, shared) = found.entry(row.get(0)?).or_default();
            *likeness += weight * row.get::<_, f64>(1)? as f32;
            *shared += 1;
        }
    }
    found.retain(|_, (likeness, shared)| terms.least <= *likeness && SHARED <= *shared);
    let mut near = Vec::new();
    for (story, (likeness, _)) in found {
        let likeness = likeness * decay(file, story, terms)?;
        if terms.least <= likeness {
            near.push((likeness, StoryKey(story)));
        }
    }
    near.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
    near.truncate(MOST);
    Ok(near.into_iter().map(|(_, story)| story).collect())
}

/// How much less alike a story is that was told on other days.
fn decay(file: &Connection, story: i64, terms: &Terms) -> Result<f32, Kind> {
    let mut select = file.prepare_cached("SELECT first, last FROM stories WHERE story = ?1")?;
    let (first, last) = select.query_row([story], |row| {
        Ok((
            row.get::<_, Option<String>>(0)?,
            row.get::<_, Option<String>>(1)?,
        ))
    })?;
    let day = |text: Option<String>| text.and_then(|it| it.parse::<Date>().ok());
    let (Some(first), Some(last), Some(own)) = (day(first), day(last), terms.day) else {
        return Ok(1.0);
    };
    let nearest = own.clamp(first, last);
    let days = own
        .until(nearest)
        .map_or(i32::MAX, |span| span.get_days().abs());
    Ok(0.5_f32.powf(days.saturating_sub(1).max(0) as f32 / terms.half_life))
}

/// Puts a story's terms in the place of those it had.
pub(crate) fn write(file: &Connection, story: StoryKey, terms: &[(u64, f32)]) -> Result<(), Kind> {
    file.prepare_cached("DELETE FROM story_terms WHERE story = ?1")?
        .execute([story.0])?;
    let mut insert =
        file.prepare_cached("INSERT INTO story_terms (term, story, weight) VALUES (?1, ?2, ?3)")?;
    for &(term, weight) in terms {
        insert.execute(params![signed(term), story.0, f64::from(weight)])?;
    }
    Ok(())
}

/// SQLite's integers have a sign.
fn signed(term: u64) -> i64 {
    i64::from_ne_bytes(term.to_ne_bytes())
}
