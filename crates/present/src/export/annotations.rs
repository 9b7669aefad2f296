//! Every piece of evidence as a W3C Web Annotation.
//!
//! Follows the Web Annotation Data Model (2017): a target with a
//! `TextQuoteSelector`, which finds the words in the page, and a
//! `TextPositionSelector`, which counts in the report's text; the state says
//! so by naming that text as the copy that is meant.

use rapporteur_text::{CodePoints, Evidence, Item, content_hash};
use serde_json::{Value, json};

use super::{address, document, report_urn, urn};
use crate::Account;

/// Characters before and after a quotation that tell it from others.
const AROUND: usize = 32;

/// Every piece of evidence of `accounts`, as one collection in JSON-LD.
pub fn annotations(accounts: &[Account<'_>]) -> String {
    let ids: Vec<&str> = accounts.iter().map(|it| it.record().id.as_str()).collect();
    let name = urn("annotations", &content_hash(&ids));
    let items: Vec<Value> = accounts.iter().flat_map(of_account).collect();
    document(&json!({
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": name,
        "type": "AnnotationCollection",
        "label": "Evidence",
        "total": items.len(),
        "first": {
            "id": format!("{name}:1"),
            "type": "AnnotationPage",
            "partOf": name,
            "startIndex": 0,
            "items": items,
        },
    }))
}

fn of_account(account: &Account<'_>) -> Vec<Value> {
    let points: Vec<_> = account
        .reports()
        .iter()
        .map(|it| CodePoints::new(it.report.text()))
        .collect();
    let mut all = Vec::new();
    for item in &account.record().items {
        for (number, support) in item.evidence.iter().enumerate() {
            let [start, end] = points[support.at.report.index()].span(support.at.span);
            all.push(json!({
                "id": format!("{}:{}", urn("annotation", &item.id), number + 1),
                "type": "Annotation",
                "motivation": "describing",
                "body": body(account, item),
                "target": target(account, support.at, start, end),
            }));
        }
    }
    all
}

/// What the words are evidence for.
fn body(account: &Account<'_>, item: &Item) -> Vec<Value> {
    let told = |purpose: &str, value: &str| {
        json!({
            "type": "TextualBody",
            "format": "text/plain",
            "purpose": purpose,
            "value": value,
        })
    };
    let mut all = vec![
        told("describing", &item.summary),
        told("tagging", item.kind().as_str()),
        told("tagging", item.status.as_str()),
    ];
    all.extend(account.speaker(item).map(|it| told("identifying", it)));
    all.push(json!({
        "type": "SpecificResource",
        "purpose": "linking",
        "source": urn("item", &item.id),
    }));
    all
}

fn target(account: &Account<'_>, at: Evidence, start: usize, end: usize) -> Value {
    let text = account.report(at.report).report.text();
    let (before, after) = (&text[..at.span.start()], &text[at.span.end()..]);
    let mut prefix: Vec<char> = before.chars().rev().take(AROUND).collect();
    prefix.reverse();
    let selector = json!([
        {
            "type": "TextQuoteSelector",
            "exact": account.words(at),
            "prefix": prefix.into_iter().collect::<String>(),
            "suffix": after.chars().take(AROUND).collect::<String>(),
        },
        { "type": "TextPositionSelector", "start": start, "end": end },
    ]);
    let copy = report_urn(account, at.report);
    match address(account, at.report) {
        Some(url) => json!({
            "type": "SpecificResource",
            "source": url,
            "state": { "type": "TimeState", "cached": copy },
            "selector": selector,
        }),
        None => json!({ "type": "SpecificResource", "source": copy, "selector": selector }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::ferry;

    #[test]
    fn both_selectors_find_the_words_in_the_report() {
        let sample = ferry();
        let account = sample.account();
        let value: Value = serde_json::from_str(&annotations(&[account])).unwrap();
        let items = value["first"]["items"].as_array().unwrap();
        assert_eq!(value["total"], 13);
        assert_eq!(items.len(), 13);
        for it in items {
            let target = &it["target"];
            let copy = target["state"]["cached"].as_str();
            let name = copy.or(target["source"].as_str()).unwrap();
            let report = sample
                .reports
                .iter()
                .find(|it| urn("report", it.report.id().as_str()) == name);
            let text = report.unwrap().report.text();
            let [quote, position] = [&target["selector"][0], &target["selector"][1]];
            let at = |end: &str| usize::try_from(position[end].as_u64().unwrap()).unwrap();
            let (start, end) = (at("start"), at("end"));
            let words: String = text.chars().skip(start).take(end - start).collect();
            assert_eq!(quote["exact"], words);
            let part = |name: &str| quote[name].as_str().unwrap().to_owned();
            let around = part("prefix") + &words + &part("suffix");
            assert!(text.contains(&around), "{around}");
        }
    }

    #[test]
    fn a_source_is_an_address_or_a_name_of_ours() {
        let text = annotations(&[ferry().account()]);
        assert!(!text.contains("javascript:"));
        assert!(text.contains("\"source\": \"urn:rapporteur:report:bell\""));
        assert!(text.contains("\"source\": \"https://herald-1.example/a?b=1&c=2\""));
    }
}
