//! Events as PLOVER records, one a line.
//!
//! Names are PLOVER's. What did not take place (negated, hypothetical) is no
//! PLOVER event and is left out; our own types, which begin `x:`, have no
//! quad code.

use rapporteur_text::{CodePoints, Detail, Item, Realis, StoryEntityIx, Support};
use serde_json::{Value, json};

use super::address;
use crate::Account;

/// The events of `accounts`, each on its line.
pub fn plover(accounts: &[Account<'_>]) -> String {
    let mut lines = String::new();
    for account in accounts {
        let events = account.record().items.iter();
        for event in events.filter_map(|item| event(account, item)) {
            lines += &event.to_string();
            lines.push('\n');
        }
    }
    lines
}

fn event(account: &Account<'_>, item: &Item) -> Option<Value> {
    let Detail::Event {
        kind,
        mode,
        context,
        realis,
        actors,
        recipients,
        place,
        when,
    } = &item.detail
    else {
        return None;
    };
    if matches!(realis, Realis::Negated | Realis::Hypothetical) {
        return None;
    }
    let when = when.as_ref();
    Some(json!({
        "id": item.id,
        "story": account.record().id,
        "date": when.and_then(|it| it.earliest).map(|it| it.to_string()),
        "date_end": when.and_then(|it| it.latest).map(|it| it.to_string()),
        "event": kind,
        "mode": mode,
        "context": context,
        "quad_code": quad(kind),
        "realis": realis.as_str(),
        "actor": named(account, actors),
        "recipient": named(account, recipients),
        "event_loc": place.map(|ix| entity(account, ix)),
        "event_text": account.words(item.evidence[0].at),
        "status": item.status.as_str(),
        "origins": item.origins,
        "sources": item.evidence.iter().map(|it| source(account, it)).collect::<Vec<_>>(),
    }))
}

/// 1 verbal and 2 material cooperation, 3 verbal and 4 material conflict.
fn quad(kind: &str) -> Option<u8> {
    match kind {
        "AGREE" | "CONSULT" | "SUPPORT" | "CONCEDE" => Some(1),
        "COOPERATE" | "AID" | "RETREAT" => Some(2),
        "REQUEST" | "ACCUSE" | "REJECT" | "THREATEN" => Some(3),
        "PROTEST" | "SANCTION" | "MOBILIZE" | "COERCE" | "ASSAULT" => Some(4),
        _ => None,
    }
}

fn named(account: &Account<'_>, all: &[StoryEntityIx]) -> Vec<Value> {
    all.iter().map(|&ix| entity(account, ix)).collect()
}

fn entity(account: &Account<'_>, ix: StoryEntityIx) -> Value {
    let it = account.record().entity(ix);
    json!({ "name": it.name, "code": it.code, "type": it.kind.as_str() })
}

fn source(account: &Account<'_>, support: &Support) -> Value {
    let at = support.at;
    let report = account.report(at.report);
    let [start, end] = CodePoints::new(report.report.text()).span(at.span);
    let published = account.record().report(at.report).published;
    json!({
        "report": report.report.id().as_str(),
        "outlet": report.imprint.outlet,
        "published": published.map(|it| it.to_iso()),
        "url": address(account, at.report),
        "start": start,
        "end": end,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::ferry;

    fn lines(sample: &crate::sample::Sample) -> Vec<Value> {
        let text = plover(&[sample.account()]);
        text.lines()
            .map(|it| serde_json::from_str(it).unwrap())
            .collect()
    }

    #[test]
    fn an_event_is_a_line_with_its_sources() {
        let lines = lines(&ferry());
        assert_eq!(lines.len(), 1);
        let it = &lines[0];
        let text = it["event_text"].as_str().unwrap();
        assert_eq!(text, "The storm in March");
        assert_eq!(it["quad_code"], Value::Null, "a type of our own");
        assert!(!it["sources"].as_array().unwrap().is_empty());
    }

    #[test]
    fn what_did_not_take_place_is_no_event() {
        let mut sample = ferry();
        for item in &mut sample.record.items {
            if let Detail::Event { realis, .. } = &mut item.detail {
                *realis = Realis::Negated;
            }
        }
        assert_eq!(lines(&sample).len(), 0);
    }

    #[test]
    fn each_of_the_sixteen_types_has_its_quad() {
        let quads = ["AGREE", "AID", "REQUEST", "ASSAULT", "x:disaster"].map(quad);
        assert_eq!(quads, [Some(1), Some(2), Some(3), Some(4), None]);
    }
}
