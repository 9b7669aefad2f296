//! What was found as it is shown: its words, with what matched told apart.

use rusqlite::{Connection, Row};

use super::{ItemHit, SentenceHit, Stretch};
use crate::error::Kind;

/// Marks around what matched, in what the index gives back.
const OPEN: char = '\u{2}';
const CLOSE: char = '\u{3}';

/// Items by their numbers, with what an expression of the index matches.
pub(super) fn items(
    file: &Connection,
    numbers: &[i64],
    expression: Option<&str>,
) -> Result<Vec<ItemHit>, Kind> {
    let hits = numbers.iter().map(|&it| item(file, it, expression));
    hits.collect()
}

fn item(file: &Connection, item: i64, expression: Option<&str>) -> Result<ItemHit, Kind> {
    let mut select = file.prepare_cached(
        "SELECT i.id, s.id, s.title, i.kind, i.status, i.origins, i.reports, i.speaker,
           i.earliest, i.latest, i.summary
         FROM items i JOIN stories s USING (story) WHERE i.item = ?1",
    )?;
    let words = match expression {
        Some(expression) => Some(highlighted(file, "item_search", item, expression)?),
        None => None,
    };
    let hit = select.query_row([item], |row| {
        Ok(ItemHit {
            id: row.get(0)?,
            story: row.get(1)?,
            story_title: row.get(2)?,
            kind: row.get(3)?,
            status: row.get(4)?,
            origins: row.get(5)?,
            reports: row.get(6)?,
            speaker: row.get(7)?,
            earliest: row.get(8)?,
            latest: row.get(9)?,
            words: stretches(&words.map_or_else(|| row.get(10), Ok)?),
        })
    })?;
    Ok(hit)
}

/// Sentences by their numbers, with what the expression matches.
pub(super) fn sentences(
    file: &Connection,
    numbers: &[i64],
    expression: Option<&str>,
) -> Result<Vec<SentenceHit>, Kind> {
    let expression = expression.unwrap_or_default();
    let hits = numbers.iter().map(|&it| sentence(file, it, expression));
    hits.collect()
}

fn sentence(file: &Connection, sentence: i64, expression: &str) -> Result<SentenceHit, Kind> {
    let words = stretches(&highlighted(file, "sentence_search", sentence, expression)?);
    let mut select = file.prepare_cached(
        "SELECT r.id, t.id, r.outlet, r.title, r.published, s.start, s.\"end\"
         FROM sentences s JOIN reports r USING (report) LEFT JOIN stories t USING (story)
         WHERE s.sentence = ?1",
    )?;
    let hit = |row: &Row<'_>| {
        Ok(SentenceHit {
            report: row.get(0)?,
            story: row.get(1)?,
            outlet: row.get(2)?,
            title: row.get(3)?,
            published: row.get(4)?,
            span: [row.get(5)?, row.get(6)?],
            words,
        })
    };
    Ok(select.query_row([sentence], hit)?)
}

/// The line of what was found that has most of what was looked for.
fn highlighted(file: &Connection, index: &str, row: i64, expression: &str) -> Result<String, Kind> {
    let mut select = file.prepare_cached(&format!(
        "SELECT highlight({index}, 0, char(2), char(3)) FROM {index}
         WHERE {index} MATCH ?1 AND rowid = ?2"
    ))?;
    let text: String = select.query_row((expression, row), |row| row.get(0))?;
    let best = text
        .lines()
        .enumerate()
        .max_by_key(|(at, line)| (line.matches(OPEN).count(), std::cmp::Reverse(*at)));
    Ok(best.map_or_else(String::new, |(_, line)| line.to_owned()))
}

/// Words with marks around what matched, as stretches.
fn stretches(marked: &str) -> Vec<Stretch> {
    let mut stretches = Vec::new();
    let mut push = |text: &str, hit| {
        let text: String = text
            .chars()
            .filter(|&it| it != OPEN && it != CLOSE)
            .collect();
        if !text.is_empty() {
            stretches.push(Stretch { text, hit });
        }
    };
    let mut rest = marked;
    while let Some((before, after)) = rest.split_once(OPEN) {
        push(before, false);
        let (hit, after) = after.split_once(CLOSE).unwrap_or((after, ""));
        push(hit, true);
        rest = after;
    }
    push(rest, false);
    stretches
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_matched_is_told_from_what_did_not() {
        let told = stretches("the \u{2}bridges\u{3} are \u{2}shut");
        let hits: Vec<_> = told.iter().map(|it| (it.text.as_str(), it.hit)).collect();
        assert_eq!(
            hits,
            [
                ("the ", false),
                ("bridges", true),
                (" are ", false),
                ("shut", true)
            ]
        );
        assert!(stretches("").is_empty());
    }
}
