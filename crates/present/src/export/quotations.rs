//! Words in quotation marks as schema.org `Quotation`s.
//!
//! One a reading: where origins word it differently, each wording is a
//! quotation of its own, of the same item.

use rapporteur_text::{Detail, EntityKind, Item, Reading, ReadingForm};
use serde_json::{Map, Value, json};

use super::{address, document, report_urn, urn};
use crate::Account;

/// The quoted readings of all statements of `accounts` as one graph in JSON-LD.
pub fn quotations(accounts: &[Account<'_>]) -> String {
    let mut graph = Vec::new();
    for account in accounts {
        for item in &account.record().items {
            let readings = item.readings.iter().enumerate();
            let quoted = readings.filter(|(_, it)| it.form == ReadingForm::Direct);
            graph.extend(quoted.map(|(number, it)| quotation(account, item, number, it)));
        }
    }
    document(&json!({
        "@context": { "@vocab": "https://schema.org/", "url": { "@type": "@id" } },
        "@graph": graph,
    }))
}

fn quotation(account: &Account<'_>, item: &Item, number: usize, reading: &Reading) -> Value {
    let shown = item.evidence[reading.evidence[0] as usize].at.report;
    let mut it = Map::new();
    let id = format!("{}:{}", urn("quotation", &item.id), number + 1);
    it.insert("@id".into(), id.into());
    it.insert("@type".into(), "Quotation".into());
    it.insert("text".into(), reading.text.clone().into());
    it.insert("identifier".into(), item.id.clone().into());
    it.extend(speaker(account, item).map(|who| ("creator".into(), who)));
    let imprint = &account.report(shown).imprint;
    let published = account.record().report(shown).published;
    let title = imprint.title.as_ref();
    it.insert(
        "isPartOf".into(),
        json!({
            "@id": report_urn(account, shown),
            "@type": "NewsArticle",
            "headline": title.map(|it| &it.text),
            "url": address(account, shown),
            "datePublished": published.map(|it| it.to_iso()),
            "publisher": imprint
                .outlet
                .as_ref()
                .map(|name| json!({ "@type": "Organization", "name": name })),
        }),
    );
    Value::Object(it)
}

fn speaker(account: &Account<'_>, item: &Item) -> Option<Value> {
    let name = account.speaker(item)?;
    let Detail::Statement { speaker, .. } = &item.detail else {
        return None;
    };
    let kind = speaker.map(|ix| account.record().entity(ix).kind);
    let kind = match kind {
        Some(EntityKind::Person) => "Person",
        Some(EntityKind::Organisation) => "Organization",
        // "Officials", or a place that speaks.
        _ => "Thing",
    };
    Some(json!({ "@type": kind, "name": name }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::ferry;

    #[test]
    fn each_wording_in_quotation_marks_is_a_quotation() {
        let sample = ferry();
        let value: Value = serde_json::from_str(&quotations(&[sample.account()])).unwrap();
        let all = value["@graph"].as_array().unwrap();
        let readings = sample.record.items.iter().flat_map(|it| &it.readings);
        let direct = readings.filter(|it| it.form == ReadingForm::Direct).count();
        assert!(0 < direct);
        assert_eq!(all.len(), direct);
        for it in all {
            assert_eq!(it["@type"], "Quotation");
            let text = it["text"].as_str().unwrap();
            let said = |report: &rapporteur_text::Annotated| report.report.text().contains(text);
            assert!(sample.reports.iter().any(said), "{text}");
        }
        assert_eq!(all[0]["creator"]["name"], "Ana Ruiz");
        assert_eq!(all[0]["creator"]["@type"], "Person");
    }
}
