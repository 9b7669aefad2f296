//! A record as a table: one row a piece of evidence.
//!
//! Output: CSV as RFC 4180 has it, with a head. What always holds: spans are
//! in code points of the report's text, and `words` are the report's own.

use rapporteur_text::{CodePoints, Item, ReportIx, Support};

use crate::Account;
use crate::export::COPIES;
use crate::timeline::{Cell, coverage};

/// Names of the columns.
pub const COLUMNS: [&str; 16] = [
    "story",
    "item",
    "kind",
    "status",
    "level",
    "origins",
    "speaker",
    "summary",
    "report",
    "label",
    "outlet",
    "published",
    "start",
    "end",
    "words",
    "url",
];

/// Every piece of evidence of `accounts`.
pub fn evidence(accounts: &[Account<'_>]) -> String {
    let mut out = line(COLUMNS.iter().copied());
    for account in accounts {
        for item in &account.record().items {
            rows(account, item, &mut out);
        }
    }
    out
}

/// The evidence of one item.
pub fn item(account: &Account<'_>, item: &Item) -> String {
    let mut out = line(COLUMNS.iter().copied());
    rows(account, item, &mut out);
    out
}

/// Pairs of reports that share narrative, and copies of agencies.
pub fn copies(account: &Account<'_>) -> String {
    let [.., table] = crate::export::tables(std::slice::from_ref(account));
    let mut out = line(COPIES.into_iter());
    for row in 0..table.rows() {
        let cells: Vec<String> = table.columns.iter().map(|it| it.1.text(row)).collect();
        out += &line(cells.iter().map(String::as_str));
    }
    out
}

/// Every item by every report: `states`, `copies`, `differs`, or nothing.
pub fn matrix(account: &Account<'_>) -> String {
    let record = account.record();
    let head = ["item", "kind", "summary"].into_iter();
    let reports = record.reports.iter().map(|it| it.id.as_str());
    let mut out = line(head.chain(reports));
    for item in &record.items {
        let cells = coverage(record, item).into_iter().map(|cell| match cell {
            Cell::Silent => "",
            cell => cell.as_str(),
        });
        let head = [
            item.id.as_str(),
            item.kind().as_str(),
            item.summary.as_str(),
        ];
        out += &line(head.into_iter().chain(cells));
    }
    out
}

/// What one report has of all items.
pub fn report(account: &Account<'_>, ix: ReportIx) -> String {
    let mut out = line(COLUMNS.iter().copied());
    for item in &account.record().items {
        let of_it = item.evidence.iter().filter(|it| it.at.report == ix);
        for support in of_it {
            out += &line(row(account, item, support).iter().map(String::as_str));
        }
    }
    out
}

fn rows(account: &Account<'_>, item: &Item, out: &mut String) {
    for support in &item.evidence {
        *out += &line(row(account, item, support).iter().map(String::as_str));
    }
}

fn row(account: &Account<'_>, item: &Item, support: &Support) -> [String; 16] {
    let at = support.at;
    let report = account.report(at.report);
    let [start, end] = CodePoints::new(report.report.text()).span(at.span);
    let published = account.record().report(at.report).published;
    [
        account.record().id.clone(),
        item.id.clone(),
        item.kind().as_str().into(),
        item.status.as_str().into(),
        item.level.as_str().into(),
        item.origins.to_string(),
        account.speaker(item).unwrap_or_default().to_owned(),
        item.summary.clone(),
        report.report.id().to_string(),
        label(account, at.report),
        report.imprint.outlet.clone().unwrap_or_default(),
        published.map(|it| it.to_iso()).unwrap_or_default(),
        start.to_string(),
        end.to_string(),
        account.words(at).to_owned(),
        report.imprint.url.clone().unwrap_or_default(),
    ]
}

fn label(account: &Account<'_>, ix: ReportIx) -> String {
    account.record().report(ix).label.clone()
}

/// Cells as one line of CSV.
pub fn line<'c>(cells: impl Iterator<Item = &'c str>) -> String {
    let cells: Vec<_> = cells.map(cell).collect();
    cells.join(",") + "\r\n"
}

fn cell(text: &str) -> String {
    if text.contains([',', '"', '\r', '\n']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::ferry;

    #[test]
    fn every_piece_of_evidence_is_a_row_of_all_columns() {
        let sample = ferry();
        let account = sample.account();
        let pieces: usize = account
            .record()
            .items
            .iter()
            .map(|it| it.evidence.len())
            .sum();
        let table = evidence(&[account]);
        assert_eq!(table.matches("\r\n").count(), 1 + pieces);
        assert!(table.starts_with("story,item,kind,"));
    }

    #[test]
    fn the_matrix_has_a_column_for_each_report() {
        let sample = ferry();
        let table = matrix(&sample.account());
        let lines: Vec<_> = table.split_terminator("\r\n").collect();
        assert_eq!(lines[0], "item,kind,summary,herald-1,bell,Coast/2,mirror");
        assert!(
            lines[4].ends_with(",differs,differs,differs,"),
            "{}",
            lines[4]
        );
        assert_eq!(lines.len(), 8);
    }

    #[test]
    fn who_copied_whom_is_a_row() {
        let table = copies(&ferry().account());
        let row = table.split("\r\n").nth(1).unwrap();
        assert!(
            row.starts_with("5a1e,bell,herald-1,Northwire,rewrite,wholly,completeness,"),
            "{row}"
        );
    }

    #[test]
    fn a_cell_with_a_comma_a_quote_or_a_break_is_quoted() {
        let cells = ["a", "b,c", "d\"e", "f\ng"];
        assert_eq!(line(cells.into_iter()), "a,\"b,c\",\"d\"\"e\",\"f\ng\"\r\n");
    }
}
