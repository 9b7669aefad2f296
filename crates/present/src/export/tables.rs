//! Records as flat tables, for programs that take columns.
//!
//! What always holds: all columns of a table have as many cells as it has
//! rows; ids join the tables.

use rapporteur_text::{CodePoints, Detail, Item, ReportIx};

use super::address;
use crate::Account;
use crate::lineage::{all, pairs, wires};
use crate::timeline::when;

/// Columns of `copies`.
pub(crate) const COPIES: [&str; 9] = [
    "story",
    "report",
    "other",
    "agency",
    "kind",
    "reuse",
    "direction",
    "containment",
    "words",
];

/// A table by columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Its name: `reports`, `stories`, `items`, `evidence` or `copies`.
    pub name: &'static str,
    /// Names of the columns, with their cells.
    pub columns: Vec<(&'static str, Cells)>,
}

/// The cells of a column.
#[derive(Clone, Debug, PartialEq)]
pub enum Cells {
    /// Words.
    Text(Vec<Option<String>>),
    /// Whole numbers.
    Count(Vec<Option<i64>>),
    /// Other numbers.
    Number(Vec<Option<f64>>),
}

impl Cells {
    /// The cell of a row as text; empty where it is empty.
    pub(crate) fn text(&self, row: usize) -> String {
        let text = match self {
            Self::Text(cells) => cells[row].clone(),
            Self::Count(cells) => cells[row].map(|it| it.to_string()),
            Self::Number(cells) => cells[row].map(|it| it.to_string()),
        };
        text.unwrap_or_default()
    }
}

/// One cell, while a row is made.
enum Cell {
    Text(Option<String>),
    Count(Option<i64>),
    Number(Option<f64>),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(Some(text.to_owned()))
    }
}

impl From<Option<String>> for Cell {
    fn from(text: Option<String>) -> Self {
        Self::Text(text)
    }
}

impl From<usize> for Cell {
    fn from(count: usize) -> Self {
        Self::Count(i64::try_from(count).ok())
    }
}

impl From<Option<f64>> for Cell {
    fn from(number: Option<f64>) -> Self {
        Self::Number(number)
    }
}

impl Table {
    /// An empty table; the first row says what its columns hold.
    fn new(name: &'static str) -> Self {
        Self {
            name,
            columns: Vec::new(),
        }
    }

    /// How many rows it has.
    pub fn rows(&self) -> usize {
        match self.columns.first() {
            Some((_, Cells::Text(cells))) => cells.len(),
            Some((_, Cells::Count(cells))) => cells.len(),
            Some((_, Cells::Number(cells))) => cells.len(),
            None => 0,
        }
    }

    fn push<const N: usize>(&mut self, row: [(&'static str, Cell); N]) {
        if self.columns.is_empty() {
            let empty = |cell: &Cell| match cell {
                Cell::Text(_) => Cells::Text(Vec::new()),
                Cell::Count(_) => Cells::Count(Vec::new()),
                Cell::Number(_) => Cells::Number(Vec::new()),
            };
            self.columns = row.iter().map(|(name, it)| (*name, empty(it))).collect();
        }
        for ((_, cells), (name, cell)) in self.columns.iter_mut().zip(row) {
            match (cells, cell) {
                (Cells::Text(cells), Cell::Text(it)) => cells.push(it),
                (Cells::Count(cells), Cell::Count(it)) => cells.push(it),
                (Cells::Number(cells), Cell::Number(it)) => cells.push(it),
                _ => unreachable!("{name} has one kind of cell, by its type"),
            }
        }
    }
}

/// `reports`, `stories`, `items`, `evidence` and `copies` of `accounts`; a
/// table without rows has no columns.
pub fn tables(accounts: &[Account<'_>]) -> [Table; 5] {
    let mut made = ["reports", "stories", "items", "evidence", "copies"].map(Table::new);
    let [reports, stories, items, evidence, copies] = &mut made;
    for account in accounts {
        story(account, stories);
        for ix in all(account.record()) {
            report(account, ix, reports);
        }
        let points: Vec<_> = account
            .reports()
            .iter()
            .map(|it| CodePoints::new(it.report.text()))
            .collect();
        for it in &account.record().items {
            item(account, it, items);
            cited(account, it, &points, evidence);
        }
        shared(account, copies);
    }
    made
}

fn story(account: &Account<'_>, table: &mut Table) {
    let record = account.record();
    table.push([
        ("story", record.id.as_str().into()),
        ("title", record.title.as_str().into()),
        ("first", record.first.map(|it| it.to_string()).into()),
        ("last", record.last.map(|it| it.to_string()).into()),
        (
            "place",
            record.place.map(|ix| record.entity(ix).name.clone()).into(),
        ),
        ("reports", record.reports.len().into()),
        ("origins", account.origins().into()),
        ("items", record.items.len().into()),
    ]);
}

fn report(account: &Account<'_>, ix: ReportIx, table: &mut Table) {
    let entry = account.record().report(ix);
    let it = account.report(ix);
    let imprint = &it.imprint;
    table.push([
        ("report", entry.id.as_str().into()),
        ("story", account.record().id.as_str().into()),
        ("label", entry.label.as_str().into()),
        ("outlet", imprint.outlet.clone().into()),
        (
            "title",
            imprint.title.as_ref().map(|it| it.text.clone()).into(),
        ),
        ("byline", imprint.byline.clone().into()),
        ("published", entry.published.map(|it| it.to_iso()).into()),
        ("lang", imprint.language.clone().into()),
        ("url", address(account, ix).map(str::to_owned).into()),
        ("file", it.report.file().into()),
        ("text", it.report.text().into()),
    ]);
}

fn item(account: &Account<'_>, it: &Item, table: &mut Table) {
    let time = when(it);
    let (value, max, unit, concept) = match &it.detail {
        Detail::Figure {
            value,
            max,
            unit,
            currency,
            concept,
            ..
        } => {
            let unit = unit.clone().or_else(|| currency.clone());
            (Some(*value), *max, unit, concept.clone())
        }
        _ => (None, None, None, None),
    };
    let kind_of = match &it.detail {
        Detail::Event { kind, .. } => Some((*kind).to_owned()),
        Detail::Commitment { status, .. } => Some(status.as_str().to_owned()),
        Detail::Statement { .. } | Detail::Figure { .. } => None,
    };
    table.push([
        ("item", it.id.as_str().into()),
        ("story", account.record().id.as_str().into()),
        ("kind", it.kind().as_str().into()),
        ("type", kind_of.into()),
        ("status", it.status.as_str().into()),
        ("level", it.level.as_str().into()),
        ("origins", (it.origins as usize).into()),
        ("reports", it.reports().len().into()),
        ("speaker", account.speaker(it).map(str::to_owned).into()),
        ("summary", it.summary.as_str().into()),
        (
            "earliest",
            time.and_then(|it| it.earliest)
                .map(|it| it.to_string())
                .into(),
        ),
        (
            "latest",
            time.and_then(|it| it.latest)
                .map(|it| it.to_string())
                .into(),
        ),
        ("value", value.into()),
        ("max", max.into()),
        ("unit", unit.into()),
        ("concept", concept.into()),
    ]);
}

fn cited(account: &Account<'_>, it: &Item, points: &[CodePoints<'_>], table: &mut Table) {
    for support in &it.evidence {
        let at = support.at;
        let [start, end] = points[at.report.index()].span(at.span);
        table.push([
            ("item", it.id.as_str().into()),
            ("story", account.record().id.as_str().into()),
            (
                "report",
                account.record().report(at.report).id.as_str().into(),
            ),
            ("origin", (support.origin as usize).into()),
            ("start", start.into()),
            ("end", end.into()),
            ("words", account.words(at).into()),
        ]);
    }
}

/// Pairs of reports that share narrative, and copies of agencies.
fn shared(account: &Account<'_>, table: &mut Table) {
    let record = account.record();
    let id = |ix: ReportIx| record.report(ix).id.to_string();
    for pair in pairs(record) {
        let known = pair.direction();
        let (to, from) = known.unwrap_or((pair.b, pair.a));
        let derivation = pair.derivation;
        table.push([
            ("story", record.id.as_str().into()),
            ("report", id(to).as_str().into()),
            ("other", id(from).as_str().into()),
            ("agency", derivation.and_then(|it| it.agency.clone()).into()),
            (
                "kind",
                derivation.map_or("unknown", |it| it.kind.as_str()).into(),
            ),
            (
                "reuse",
                derivation
                    .map_or("partially", |it| it.reuse.as_str())
                    .into(),
            ),
            (
                "direction",
                derivation
                    .and_then(|it| it.direction)
                    .map(|it| it.as_str().to_owned())
                    .into(),
            ),
            (
                "containment",
                derivation.map(|it| f64::from(it.containment)).into(),
            ),
            ("words", (pair.words() as usize).into()),
        ]);
    }
    for (it, _) in wires(record) {
        table.push([
            ("story", record.id.as_str().into()),
            ("report", id(it.to).as_str().into()),
            ("other", None::<String>.into()),
            ("agency", it.agency.clone().into()),
            ("kind", it.kind.as_str().into()),
            ("reuse", it.reuse.as_str().into()),
            (
                "direction",
                it.direction.map(|it| it.as_str().to_owned()).into(),
            ),
            ("containment", Some(f64::from(it.containment)).into()),
            ("words", 0_usize.into()),
        ]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::ferry;

    fn cells<'t>(table: &'t Table, name: &str) -> &'t Cells {
        &table.columns.iter().find(|it| it.0 == name).unwrap().1
    }

    #[test]
    fn every_column_has_a_cell_in_every_row() {
        let made = tables(&[ferry().account()]);
        assert_eq!(made.each_ref().map(Table::rows), [4, 1, 7, 13, 1]);
        for table in &made {
            for (name, cells) in &table.columns {
                let len = match cells {
                    Cells::Text(it) => it.len(),
                    Cells::Count(it) => it.len(),
                    Cells::Number(it) => it.len(),
                };
                assert_eq!(len, table.rows(), "{}.{name}", table.name);
            }
        }
    }

    #[test]
    fn a_copy_names_who_took_from_whom() {
        let [.., copies] = tables(&[ferry().account()]);
        let text = |it: &str| Cells::Text(vec![Some(it.into())]);
        assert!(copies.columns.iter().map(|it| it.0).eq(COPIES));
        assert_eq!(cells(&copies, "report"), &text("bell"));
        assert_eq!(cells(&copies, "other"), &text("herald-1"));
        assert_eq!(cells(&copies, "words"), &Cells::Count(vec![Some(15)]));
    }

    #[test]
    fn the_span_of_evidence_slices_its_report() {
        let sample = ferry();
        let [.., evidence, _] = tables(&[sample.account()]);
        let (Cells::Count(starts), Cells::Text(words)) =
            (cells(&evidence, "start"), cells(&evidence, "words"))
        else {
            panic!("counts and words");
        };
        let text = sample.reports[0].report.text();
        let start = usize::try_from(starts[0].unwrap()).unwrap();
        let words = words[0].as_deref().unwrap();
        let rest: String = text.chars().skip(start).collect();
        assert!(rest.starts_with(words));
    }
}
