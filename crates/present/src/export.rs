//! Records in the formats of other tools.
//!
//! Input: [`Account`]s. Output: text in a standard form: W3C Web Annotations,
//! PLOVER events, PROV-O, schema.org quotations, RIS and CSL-JSON, and flat
//! tables. What always holds: spans are in code points of the report's text;
//! words are the reports' own; what a report says can break out of no form.
//! `docs/exports.md` describes each.

mod annotations;
mod cite;
mod plover;
mod prov;
mod quotations;
mod tables;

pub use annotations::annotations;
pub use cite::{csl, ris};
pub use plover::plover;
pub use prov::prov;
pub use quotations::quotations;
pub(crate) use tables::COPIES;
pub use tables::{Cells, Table, tables};

use std::fmt::Write as _;

use rapporteur_text::ReportIx;
use serde_json::Value;

use crate::Account;
use crate::plain::is_link;

/// The name of a thing of a record file, as an IRI.
fn urn(kind: &str, id: &str) -> String {
    let mut name = format!("urn:rapporteur:{kind}:");
    for byte in id.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            name.push(char::from(byte));
        } else {
            let _ = write!(name, "%{byte:02X}");
        }
    }
    name
}

/// The address of a report's page, where it is one that may stand as an IRI.
fn address<'a>(account: &Account<'a>, ix: ReportIx) -> Option<&'a str> {
    let url = account.report(ix).imprint.url.as_deref()?;
    let allowed = |char: char| !"<>\"{}|\\^`".contains(char);
    (is_link(url) && url.chars().all(allowed)).then_some(url)
}

/// The name of a report as an IRI.
fn report_urn(account: &Account<'_>, ix: ReportIx) -> String {
    urn("report", account.record().report(ix).id.as_str())
}

/// A value as text that ends its line. Maps of `json!` are in the order of
/// their names, so the same record gives the same bytes.
fn document(value: &Value) -> String {
    format!("{value:#}\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::ferry;

    #[test]
    fn no_letter_of_an_id_breaks_out_of_a_name() {
        assert_eq!(
            urn("report", "a/b> <c:é"),
            "urn:rapporteur:report:a%2Fb%3E%20%3Cc%3A%C3%A9"
        );
    }

    #[test]
    fn only_web_addresses_stand_for_a_report() {
        let sample = ferry();
        let account = sample.account();
        let found = |ix| address(&account, ReportIx(ix));
        assert_eq!(found(0), Some("https://herald-1.example/a?b=1&c=2"));
        assert_eq!(found(1), None, "a script is no address");
    }
}
