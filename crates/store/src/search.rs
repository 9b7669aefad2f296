//! Looks for words in items, then in sentences.
//!
//! Input: a [`Query`]. Output: what was found, with the words that matched.
//! What always holds: an order that depends on the file alone; where not all
//! that matched was weighed, the result says so.

use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};
use serde::Serialize;

use crate::error::{Kind, Result};
use crate::file::Store;
use crate::query::Query;

/// Newest matches that are weighed against one another; of more, the others
/// are left out.
const MOST_WEIGHED: usize = 5_000;
/// Marks around what matched, in what the index gives back.
const OPEN: char = '\u{2}';
const CLOSE: char = '\u{3}';

/// A stretch of words, and whether they are what was looked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stretch {
    /// The words.
    pub text: String,
    /// Whether they matched.
    pub hit: bool,
}

/// An item that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ItemHit {
    /// Its id.
    pub id: String,
    /// Its story.
    pub story: String,
    /// The story's title.
    pub story_title: String,
    /// Its kind.
    pub kind: String,
    /// Its status.
    pub status: String,
    /// Its origins.
    pub origins: u32,
    /// Its reports.
    pub reports: u32,
    /// Who said it.
    pub speaker: Option<String>,
    /// First day.
    pub earliest: Option<String>,
    /// Last day.
    pub latest: Option<String>,
    /// The wording that matched best.
    pub words: Vec<Stretch>,
}

/// A sentence that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SentenceHit {
    /// Its report.
    pub report: String,
    /// The story of the report.
    pub story: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// The report's title.
    pub title: Option<String>,
    /// When it was published.
    pub published: Option<String>,
    /// Where it stands in the report's text, in code points.
    pub span: [u32; 2],
    /// Its words.
    pub words: Vec<Stretch>,
}

/// What a search found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Hits {
    /// The search in words.
    pub query: String,
    /// Items, best first.
    pub items: Vec<ItemHit>,
    /// How many items match; where `weighed` says so, at least.
    pub items_in_all: u64,
    /// Sentences, best first.
    pub sentences: Vec<SentenceHit>,
    /// How many sentences match; where `weighed` says so, at least.
    pub sentences_in_all: u64,
    /// Set where more matched than were weighed: how many were.
    pub weighed: Option<usize>,
    /// Where nothing was found: filters without which something would be.
    pub emptied_by: Vec<&'static str>,
}

impl Store {
    /// Looks for `query`: the `limit` best items and as many sentences, from
    /// the `offset`th on.
    pub fn search(&self, query: &Query, limit: usize, offset: usize) -> Result<Hits> {
        self.ask(|file| {
            let page = (limit, offset);
            let (items, items_in_all) = items(file, query, page)?;
            let (sentences, sentences_in_all) = sentences(file, query, page)?;
            let most = MOST_WEIGHED as u64;
            let capped = most <= items_in_all || most <= sentences_in_all;
            let mut hits = Hits {
                query: query.restated(),
                items,
                items_in_all,
                sentences,
                sentences_in_all,
                weighed: capped.then_some(MOST_WEIGHED),
                emptied_by: Vec::new(),
            };
            if hits.items_in_all == 0 && hits.sentences_in_all == 0 {
                hits.emptied_by = emptied_by(file, query)?;
            }
            Ok(hits)
        })
    }
}

/// The filters without which a search that found nothing finds something.
fn emptied_by(file: &Connection, query: &Query) -> Result<Vec<&'static str>, Kind> {
    let mut filters = Vec::new();
    for (label, _) in query.filters() {
        let wider = query.without(label);
        let found = items(file, &wider, (1, 0))?.1 + sentences(file, &wider, (1, 0))?.1;
        if 0 < found {
            filters.push(label);
        }
    }
    Ok(filters)
}

/// Conditions of SQL with their values.
#[derive(Default)]
struct Conditions {
    sql: Vec<String>,
    values: Vec<Value>,
}

impl Conditions {
    fn add(&mut self, sql: &str, value: impl Into<String>) {
        self.sql.push(sql.to_owned());
        self.values.push(Value::Text(value.into()));
    }

    fn all(&self) -> String {
        if self.sql.is_empty() {
            "1".into()
        } else {
            self.sql.join(" AND ")
        }
    }
}

type Page = (usize, usize);

fn items(file: &Connection, query: &Query, page: Page) -> Result<(Vec<ItemHit>, u64), Kind> {
    let mut where_ = Conditions::default();
    let expression = query.expression();
    if let Some(expression) = &expression {
        where_.add("item_search MATCH ?", expression);
    }
    if let Some(kind) = &query.kind {
        where_.add("i.kind = ?", kind);
    }
    if let Some(status) = &query.status {
        where_.add("i.status = ?", status);
    }
    for word in query.speaker.iter().flat_map(|it| crate::fold::fold(it)) {
        where_.add(
            "EXISTS (SELECT 1 FROM item_entities p JOIN names n USING (entity)
               WHERE p.item = i.item AND p.role = 'speaker' AND n.word = ?)",
            word,
        );
    }
    if let Some(outlet) = &query.outlet {
        where_.add(
            "EXISTS (SELECT 1 FROM evidence e JOIN reports r USING (report)
               WHERE e.item = i.item AND lower(r.outlet) = lower(?))",
            outlet,
        );
    }
    if let Some(since) = &query.since {
        where_.add("i.latest >= ?", since);
    }
    if let Some(until) = &query.until {
        where_.add("i.earliest <= ?", until);
    }
    if where_.sql.is_empty() {
        return Ok((Vec::new(), 0));
    }
    let (from, score, newest) = match expression {
        Some(_) => (
            "item_search JOIN items i ON i.item = item_search.rowid",
            "bm25(item_search, 1.0, 0.5)",
            "item_search.rowid",
        ),
        None => ("items i", "0.0", "i.item"),
    };
    let matched = format!(
        "SELECT i.item, 0, {score} AS score, CAST(i.origins AS REAL) FROM {from} WHERE {}
         ORDER BY {newest} DESC LIMIT {MOST_WEIGHED}",
        where_.all(),
    );
    let found = best(file, &matched, &where_.values, page)?;
    let mut hits = Vec::new();
    for item in found.0 {
        hits.push(item_hit(file, item, expression.as_deref())?);
    }
    Ok((hits, found.1))
}

/// The best of what matched by their numbers, and how many matched.
fn best(
    file: &Connection,
    matched: &str,
    values: &[Value],
    (limit, offset): Page,
) -> Result<(Vec<i64>, u64), Kind> {
    let mut select = file.prepare_cached(matched)?;
    let rows = select.query_map(params_from_iter(values), |row| {
        let origins: f64 = row.get(3)?;
        Ok((
            row.get::<_, f64>(2)? - ORIGIN * origins.ln_1p(),
            row.get(0)?,
        ))
    })?;
    let mut found: Vec<(f64, i64)> = rows.collect::<Result<_, _>>()?;
    let all = found.len() as u64;
    found.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let page = found.into_iter().skip(offset).take(limit);
    Ok((page.map(|(_, number)| number).collect(), all))
}

/// What an origin adds to how well an item matches.
const ORIGIN: f64 = 0.5;

fn item_hit(file: &Connection, item: i64, expression: Option<&str>) -> Result<ItemHit, Kind> {
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

fn sentences(
    file: &Connection,
    query: &Query,
    page: Page,
) -> Result<(Vec<SentenceHit>, u64), Kind> {
    // What a sentence is not known to be, none of them is.
    let narrower = query.kind.is_some() || query.status.is_some() || query.speaker.is_some();
    let Some(expression) = query.expression().filter(|_| !narrower) else {
        return Ok((Vec::new(), 0));
    };
    let mut where_ = Conditions::default();
    where_.add("sentence_search MATCH ?", &expression);
    if let Some(outlet) = &query.outlet {
        where_.add("lower(r.outlet) = lower(?)", outlet);
    }
    if let Some(since) = &query.since {
        where_.add("substr(r.published, 1, 10) >= ?", since);
    }
    if let Some(until) = &query.until {
        where_.add("substr(r.published, 1, 10) <= ?", until);
    }
    let joined = if 1 < where_.sql.len() {
        "JOIN sentences s ON s.sentence = sentence_search.rowid JOIN reports r USING (report)"
    } else {
        ""
    };
    let matched = format!(
        "SELECT sentence_search.rowid, 0, bm25(sentence_search) AS score, 0.0
         FROM sentence_search {joined} WHERE {} ORDER BY sentence_search.rowid DESC
         LIMIT {MOST_WEIGHED}",
        where_.all()
    );
    let (found, all) = best(file, &matched, &where_.values, page)?;
    let hits = found
        .into_iter()
        .map(|it| sentence_hit(file, it, &expression));
    Ok((hits.collect::<Result<_, _>>()?, all))
}

fn sentence_hit(file: &Connection, sentence: i64, expression: &str) -> Result<SentenceHit, Kind> {
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
