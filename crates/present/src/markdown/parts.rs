//! Parts of a story as Markdown: one item, one report, who copied whom, and
//! all items by all reports.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use rapporteur_text::{ItemIx, ReportIx, content_hash};

use super::{Page, escaped};
use crate::Account;
use crate::lineage::all;
use crate::outline::alone;
use crate::timeline::coverage;

fn page<'a>(account: &'a Account<'a>, heading: &str) -> Page<'a> {
    Page {
        account,
        out: format!("# {}\n\n", escaped(heading)),
        numbers: BTreeMap::new(),
        prefix: content_hash(&[&account.record().id])[..4].to_owned(),
    }
}

/// One item with its wordings, and footnotes.
pub fn item(account: &Account<'_>, ix: ItemIx) -> String {
    let record = account.record();
    let (kind, group) = alone(record, ix);
    let mut page = page(account, &Account::summary(record.item(ix)));
    for line in &group.lines {
        page.line(line, kind);
    }
    page.footnotes();
    page.out
}

/// One report: its imprint and its text.
pub fn report(account: &Account<'_>, ix: ReportIx) -> String {
    let title = account.title_of(ix).unwrap_or_else(|| "No title".into());
    let mut page = page(account, &title);
    let (who, place) = (page.who(ix), page.address(ix));
    let _ = write!(page.out, "{who}: {place}\n\n");
    for paragraph in account.report(ix).report.text().split("\n\n") {
        let _ = write!(page.out, "{}\n\n", escaped(paragraph));
    }
    page.out
}

/// Who copied whom.
pub fn lineage(account: &Account<'_>) -> String {
    let mut page = page(account, &account.title());
    page.lineage();
    page.out
}

/// All items by all reports, as a table.
pub fn matrix(account: &Account<'_>) -> String {
    let record = account.record();
    let mut page = page(account, &account.title());
    page.out += "■ states · ↻ copies · ≠ differs · blank: silent\n\n| item |";
    for ix in all(record) {
        let _ = write!(page.out, " {} |", escaped(&account.label(ix)));
    }
    page.out += "\n|---|";
    page.out += &"---|".repeat(record.reports.len());
    for item in &record.items {
        let _ = write!(page.out, "\n| {} |", escaped(&item.summary));
        for cell in coverage(record, item) {
            let _ = write!(page.out, " {} |", cell.sign());
        }
    }
    page.out.push('\n');
    page.out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::ferry;

    #[test]
    fn a_matrix_has_a_cell_for_every_item_and_report() {
        let text = matrix(&ferry().account());
        let rows: Vec<_> = text.lines().filter(|it| it.starts_with('|')).collect();
        assert_eq!(rows.len(), 2 + 7);
        for row in &rows {
            assert_eq!(
                row.matches('|').count() - row.matches("\\|").count(),
                6,
                "{row}"
            );
        }
        assert_eq!(text.matches('≠').count(), 1 + 3);
    }

    #[test]
    fn an_item_and_a_report_have_pages_of_their_own() {
        let sample = ferry();
        let account = sample.account();
        let text = item(&account, ItemIx(1));
        assert!(text.contains("six boats"), "{text}");
        assert!(text.contains("[^"), "it cites: {text}");
        let text = report(&account, ReportIx(3));
        assert!(text.starts_with("# Talks resume\n"));
        assert!(text.contains("\\<b\\>resume"), "{text}");
        assert!(lineage(&account).contains("Bell ← Herald"));
    }
}
