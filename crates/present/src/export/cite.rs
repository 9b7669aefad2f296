//! The reports for those who cite them: RIS, and the JSON of the Citation
//! Style Language 1.0.2.

use std::fmt::Write as _;

use rapporteur_text::{Published, ReportIx};
use serde_json::{Map, Value, json};

use super::{address, document};
use crate::Account;
use crate::lineage::all;
use crate::plain::plain;

/// One record a report, each line "TAG  - words".
pub fn ris(accounts: &[Account<'_>]) -> String {
    let mut out = String::new();
    for account in accounts {
        for ix in all(account.record()) {
            for (tag, words) in fields(account, ix) {
                // A break in a report's words would begin a field of its own.
                let words = plain(&words);
                if !words.is_empty() || tag == "ER" {
                    let _ = write!(out, "{tag}  - {words}\r\n");
                }
            }
            out += "\r\n";
        }
    }
    out
}

fn fields(account: &Account<'_>, ix: ReportIx) -> Vec<(&'static str, String)> {
    let imprint = &account.report(ix).imprint;
    let published = account.record().report(ix).published;
    let or_none = |it: &Option<String>| it.clone().unwrap_or_default();
    let title = imprint.title.as_ref();
    vec![
        ("TY", "NEWS".into()),
        ("ID", account.record().report(ix).id.to_string()),
        ("TI", title.map(|it| it.text.clone()).unwrap_or_default()),
        ("AU", or_none(&imprint.byline)),
        ("T2", or_none(&imprint.outlet)),
        (
            "PY",
            published
                .map(|it| it.date.year().to_string())
                .unwrap_or_default(),
        ),
        ("DA", published.map(day).unwrap_or_default()),
        ("SE", or_none(&imprint.section)),
        ("LA", or_none(&imprint.language)),
        (
            "UR",
            address(account, ix).map(str::to_owned).unwrap_or_default(),
        ),
        ("ER", String::new()),
    ]
}

/// A day as RIS writes it.
fn day(it: Published) -> String {
    format!(
        "{:04}/{:02}/{:02}/",
        it.date.year(),
        it.date.month(),
        it.date.day()
    )
}

/// The reports as a list in CSL-JSON.
pub fn csl(accounts: &[Account<'_>]) -> String {
    let mut list = Vec::new();
    for account in accounts {
        list.extend(all(account.record()).map(|ix| cited(account, ix)));
    }
    document(&Value::Array(list))
}

fn cited(account: &Account<'_>, ix: ReportIx) -> Value {
    let imprint = &account.report(ix).imprint;
    let mut it = Map::new();
    it.insert("type".into(), "article-newspaper".into());
    it.insert("id".into(), account.record().report(ix).id.as_str().into());
    let title = imprint.title.as_ref().map(|it| it.text.as_str());
    for (name, value) in [
        ("title", title),
        ("container-title", imprint.outlet.as_deref()),
        ("section", imprint.section.as_deref()),
        ("language", imprint.language.as_deref()),
        ("URL", address(account, ix)),
    ] {
        it.extend(value.map(|value| (name.to_owned(), plain(value).into())));
    }
    // A byline may name several, or a desk: it is kept as it is printed.
    let author = |name: &String| json!([{ "literal": plain(name) }]);
    it.extend(
        imprint
            .byline
            .as_ref()
            .map(|name| ("author".into(), author(name))),
    );
    let published = account.record().report(ix).published.map(|it| it.date);
    it.extend(published.map(|day| {
        let parts = json!({ "date-parts": [[day.year(), day.month(), day.day()]] });
        ("issued".into(), parts)
    }));
    Value::Object(it)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::ferry;

    #[test]
    fn a_report_in_ris_begins_with_its_type_and_ends() {
        let text = ris(&[ferry().account()]);
        let first = text.split("\r\n\r\n").next().unwrap();
        assert_eq!(
            first.lines().collect::<Vec<_>>(),
            [
                "TY  - NEWS",
                "ID  - herald-1",
                "TI  - Ferry to sail again",
                "T2  - Harbour Herald",
                "PY  - 2024",
                "DA  - 2024/05/03/",
                "LA  - en",
                "UR  - https://herald-1.example/a?b=1&c=2",
                "ER  - ",
            ]
        );
        assert_eq!(text.matches("ER  - ").count(), 4);
    }

    #[test]
    fn a_break_in_a_title_begins_no_field() {
        let mut sample = ferry();
        let title = sample.reports[0].imprint.title.as_mut().unwrap();
        title.text = "Ferry\r\nUR  - https://elsewhere.example".into();
        let text = ris(&[sample.account()]);
        assert!(!text.contains("\r\nUR  - https://elsewhere"));
        assert!(text.contains("TI  - Ferry UR - https://elsewhere.example\r\n"));
    }

    #[test]
    fn a_report_in_csl_has_its_day_in_parts() {
        let value: Value = serde_json::from_str(&csl(&[ferry().account()])).unwrap();
        let mirror = &value[3];
        assert_eq!(mirror["issued"]["date-parts"], json!([[2024, 5, 4]]));
        assert_eq!(mirror["author"], json!([{ "literal": "Oda Krill" }]));
        assert_eq!(
            value[1]["URL"],
            Value::Null,
            "a script is not cited as an address"
        );
    }
}
