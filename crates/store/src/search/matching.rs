//! Which items and sentences match, by their numbers.

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use crate::error::Kind;
use crate::query::Query;

use super::MOST_WEIGHED;

/// What an origin adds to how well an item matches.
const ORIGIN: f64 = 0.5;

/// A choice of rows: from which tables, under which conditions.
pub(super) struct Matching {
    from: &'static str,
    /// How well a row matches, the best lowest.
    score: &'static str,
    /// The row's number: the greater, the newer.
    number: &'static str,
    origins: &'static str,
    conditions: Vec<String>,
    values: Vec<Value>,
}

impl Matching {
    fn add(&mut self, sql: &str, value: impl Into<String>) {
        self.conditions.push(sql.to_owned());
        self.values.push(Value::Text(value.into()));
    }

    fn sql(&self, columns: &str, most: usize) -> String {
        format!(
            "SELECT {columns} FROM {} WHERE {} ORDER BY {} DESC LIMIT {most}",
            self.from,
            self.conditions.join(" AND "),
            self.number,
        )
    }
}

/// The items that match an expression of the index and the query's filters;
/// none where nothing narrows them.
pub(super) fn items(query: &Query, expression: Option<&str>) -> Option<Matching> {
    let mut matching = Matching {
        from: "items i",
        score: "0.0",
        number: "i.item",
        origins: "CAST(i.origins AS REAL)",
        conditions: Vec::new(),
        values: Vec::new(),
    };
    if let Some(expression) = expression {
        matching.from = "item_search JOIN items i ON i.item = item_search.rowid";
        matching.score = "bm25(item_search, 1.0, 0.5)";
        matching.number = "item_search.rowid";
        matching.add("item_search MATCH ?", expression);
    }
    if let Some(kind) = &query.kind {
        matching.add("i.kind = ?", kind);
    }
    if let Some(status) = &query.status {
        matching.add("i.status = ?", status);
    }
    for word in query.speaker.iter().flat_map(|it| crate::fold::fold(it)) {
        matching.add(
            "EXISTS (SELECT 1 FROM item_entities p JOIN names n USING (entity)
               WHERE p.item = i.item AND p.role = 'speaker' AND n.word = ?)",
            word,
        );
    }
    if let Some(outlet) = &query.outlet {
        matching.add(
            "EXISTS (SELECT 1 FROM evidence e JOIN reports r USING (report)
               WHERE e.item = i.item AND lower(r.outlet) = lower(?))",
            outlet,
        );
    }
    if let Some(since) = &query.since {
        matching.add("i.latest >= ?", since);
    }
    if let Some(until) = &query.until {
        matching.add("i.earliest <= ?", until);
    }
    (!matching.conditions.is_empty()).then_some(matching)
}

/// The sentences that match; what a sentence is not known to be, none of them
/// is.
pub(super) fn sentences(query: &Query, expression: Option<&str>) -> Option<Matching> {
    let narrower = query.kind.is_some() || query.status.is_some() || query.speaker.is_some();
    let expression = expression.filter(|_| !narrower)?;
    let mut matching = Matching {
        from: "sentence_search",
        score: "bm25(sentence_search)",
        number: "sentence_search.rowid",
        origins: "0.0",
        conditions: Vec::new(),
        values: Vec::new(),
    };
    matching.add("sentence_search MATCH ?", expression);
    if let Some(outlet) = &query.outlet {
        matching.add("lower(r.outlet) = lower(?)", outlet);
    }
    if let Some(since) = &query.since {
        matching.add("substr(r.published, 1, 10) >= ?", since);
    }
    if let Some(until) = &query.until {
        matching.add("substr(r.published, 1, 10) <= ?", until);
    }
    if 1 < matching.conditions.len() {
        matching.from = "sentence_search JOIN sentences s ON s.sentence = sentence_search.rowid
             JOIN reports r USING (report)";
    }
    Some(matching)
}

/// The best of what matches, and how many match.
pub(super) fn page(
    file: &Connection,
    matching: Option<Matching>,
    limit: usize,
    offset: usize,
) -> Result<(Vec<i64>, u64), Kind> {
    let Some(matching) = matching else {
        return Ok((Vec::new(), 0));
    };
    let columns = format!(
        "{}, {}, {}",
        matching.number, matching.score, matching.origins
    );
    let mut select = file.prepare_cached(&matching.sql(&columns, MOST_WEIGHED))?;
    let rows = select.query_map(params_from_iter(&matching.values), |row| {
        let (score, origins): (f64, f64) = (row.get(1)?, row.get(2)?);
        Ok((score - ORIGIN * origins.ln_1p(), row.get(0)?))
    })?;
    let mut found: Vec<(f64, i64)> = rows.collect::<Result<_, _>>()?;
    let all = found.len() as u64;
    found.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let page = found.into_iter().skip(offset).take(limit);
    Ok((page.map(|(_, number)| number).collect(), all))
}

/// The numbers of the `most` newest rows that match.
pub(super) fn newest(
    file: &Connection,
    matching: Option<Matching>,
    most: usize,
) -> Result<Vec<i64>, Kind> {
    let Some(matching) = matching else {
        return Ok(Vec::new());
    };
    let mut select = file.prepare_cached(&matching.sql(matching.number, most))?;
    let rows = select.query_map(params_from_iter(&matching.values), |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
