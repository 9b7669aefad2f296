//! A record as a table: one row a piece of evidence.
//!
//! Output: CSV as RFC 4180 has it, with a head. What always holds: spans are
//! in code points of the report's text, and `words` are the report's own.

use rapporteur_text::{CodePoints, Item, ReportIx, Support};

use crate::Account;

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
    fn a_cell_with_a_comma_a_quote_or_a_break_is_quoted() {
        let cells = ["a", "b,c", "d\"e", "f\ng"];
        assert_eq!(line(cells.into_iter()), "a,\"b,c\",\"d\"\"e\",\"f\ng\"\r\n");
    }
}
