//! Where reports and items come from, in PROV-O.
//!
//! An item was quoted from the reports that give its words in quotation marks
//! and derived from the others. A report that took over another wholly is a
//! revision of it, one that took a part derives from it. Where nobody knows
//! who took from whom, nothing is said.

use std::collections::{BTreeMap, BTreeSet};

use rapporteur_text::{Derivation, DerivationKind, Item, ReadingForm, Record, ReportIx, Reuse};
use serde_json::{Map, Value, json};

use super::{address, document, report_urn, urn};
use crate::Account;
use crate::lineage::all;

/// Who drew up the items.
const MAKER: &str = "urn:rapporteur:software";

/// Reports, items and outlets of `accounts` as one graph in JSON-LD.
pub fn prov(accounts: &[Account<'_>]) -> String {
    let mut graph = vec![json!({
        "@id": MAKER,
        "@type": ["prov:Agent", "prov:SoftwareAgent"],
        "name": "Rapporteur",
    })];
    let mut agents: BTreeMap<String, Value> = BTreeMap::new();
    for account in accounts {
        for ix in all(account.record()) {
            graph.push(report(account, ix, &mut agents));
        }
        graph.extend(wires(account.record(), &mut agents));
        graph.extend(account.record().items.iter().map(|it| item(account, it)));
    }
    graph.extend(agents.into_values());
    document(&json!({ "@context": context(), "@graph": graph }))
}

/// Names within the document, so that nothing has to be fetched to read it.
fn context() -> Value {
    let link = |name: &str| json!({ "@id": name, "@type": "@id" });
    json!({
        "prov": "http://www.w3.org/ns/prov#",
        "schema": "https://schema.org/",
        "name": "schema:name",
        "headline": "schema:headline",
        "datePublished": "schema:datePublished",
        "label": "http://www.w3.org/2000/01/rdf-schema#label",
        "url": link("schema:url"),
        "wasDerivedFrom": link("prov:wasDerivedFrom"),
        "wasQuotedFrom": link("prov:wasQuotedFrom"),
        "wasRevisionOf": link("prov:wasRevisionOf"),
        "wasAttributedTo": link("prov:wasAttributedTo"),
    })
}

fn report(account: &Account<'_>, ix: ReportIx, agents: &mut BTreeMap<String, Value>) -> Value {
    let record = account.record();
    let mut entity = Map::new();
    entity.insert("@id".into(), report_urn(account, ix).into());
    entity.insert("@type".into(), json!(["prov:Entity", "schema:NewsArticle"]));
    let published = record.report(ix).published.map(|it| it.to_iso());
    let title = account.report(ix).imprint.title.as_ref();
    for (name, value) in [
        ("headline", title.map(|it| it.text.clone())),
        ("datePublished", published),
        ("url", address(account, ix).map(str::to_owned)),
        (
            "wasAttributedTo",
            account.outlet(ix).map(|it| agent(&it, agents)),
        ),
    ] {
        entity.extend(value.map(|it| (name.to_owned(), it.into())));
    }
    let taken = |reuse: Reuse| {
        let sources = record.derivations.iter().filter(|it| it.to == ix);
        let sources = sources.filter(|it| it.reuse == reuse);
        sources
            .filter_map(|it| source(account, it))
            .collect::<BTreeSet<_>>()
    };
    put(&mut entity, "wasRevisionOf", taken(Reuse::Wholly));
    put(&mut entity, "wasDerivedFrom", taken(Reuse::Partially));
    Value::Object(entity)
}

fn put(entity: &mut Map<String, Value>, name: &str, all: BTreeSet<String>) {
    if !all.is_empty() {
        entity.insert(name.into(), all.into_iter().collect());
    }
}

/// What a report was taken from, where that is known.
fn source(account: &Account<'_>, it: &Derivation) -> Option<String> {
    match (it.from, &it.agency) {
        (Some(from), _) => {
            let known = it.direction.is_some()
                && !matches!(
                    it.kind,
                    DerivationKind::Original | DerivationKind::SharedOccasion
                );
            known.then(|| report_urn(account, from))
        }
        (None, Some(agency)) => Some(wire_urn(account.record(), agency)),
        (None, None) => None,
    }
}

/// An agency's copy that is not among the reports of a story.
fn wire_urn(record: &Record, agency: &str) -> String {
    urn("wire", &format!("{} {agency}", record.id))
}

fn wires(record: &Record, agents: &mut BTreeMap<String, Value>) -> Vec<Value> {
    let named = record.derivations.iter().filter(|it| it.from.is_none());
    let named: BTreeSet<&str> = named.filter_map(|it| it.agency.as_deref()).collect();
    named
        .into_iter()
        .map(|agency| {
            json!({
                "@id": wire_urn(record, agency),
                "@type": "prov:Entity",
                "label": format!("copy of {agency}"),
                "wasAttributedTo": agent(agency, agents),
            })
        })
        .collect()
}

/// An outlet or agency by name; letters' case makes no other.
fn agent(name: &str, agents: &mut BTreeMap<String, Value>) -> String {
    let id = urn("outlet", &name.to_lowercase());
    agents.entry(id.clone()).or_insert_with(
        || json!({ "@id": id, "@type": ["prov:Agent", "prov:Organization"], "name": name }),
    );
    id
}

fn item(account: &Account<'_>, it: &Item) -> Value {
    let mut quoted = BTreeSet::new();
    for reading in &it.readings {
        if matches!(reading.form, ReadingForm::Direct | ReadingForm::Mixed) {
            let evidence = reading.evidence.iter().map(|&ix| it.evidence[ix as usize]);
            quoted.extend(evidence.map(|it| it.at.report));
        }
    }
    let others = it.reports().into_iter().filter(|ix| !quoted.contains(ix));
    let others = others.map(|ix| report_urn(account, ix)).collect();
    let mut entity = Map::new();
    entity.insert("@id".into(), urn("item", &it.id).into());
    entity.insert("@type".into(), "prov:Entity".into());
    entity.insert("label".into(), it.summary.clone().into());
    entity.insert("wasAttributedTo".into(), MAKER.into());
    let quoted = quoted.iter().map(|&ix| report_urn(account, ix)).collect();
    put(&mut entity, "wasQuotedFrom", quoted);
    put(&mut entity, "wasDerivedFrom", others);
    Value::Object(entity)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{Sample, ferry};

    fn graph(sample: &Sample) -> BTreeMap<String, Value> {
        let value: Value = serde_json::from_str(&prov(&[sample.account()])).unwrap();
        let all = value["@graph"].as_array().unwrap().iter();
        all.map(|it| (it["@id"].as_str().unwrap().to_owned(), it.clone()))
            .collect()
    }

    #[test]
    fn a_whole_copy_is_a_revision_and_a_part_derives() {
        let mut sample = ferry();
        let bell = |sample: &Sample| graph(sample)["urn:rapporteur:report:bell"].clone();
        let herald = json!(["urn:rapporteur:report:herald-1"]);
        assert_eq!(bell(&sample)["wasRevisionOf"], herald);
        sample.record.derivations[0].reuse = Reuse::Partially;
        assert_eq!(bell(&sample)["wasDerivedFrom"], herald);
        assert_eq!(bell(&sample)["wasRevisionOf"], Value::Null);
        sample.record.derivations[0].direction = None;
        assert_eq!(bell(&sample)["wasDerivedFrom"], Value::Null);
    }

    #[test]
    fn quoted_words_are_quoted_and_told_ones_derive() {
        let graph = graph(&ferry());
        let ramp = &graph["urn:rapporteur:item:i1"];
        assert!(ramp["wasQuotedFrom"].is_array());
        let storm = &graph["urn:rapporteur:item:i5"];
        assert!(storm["wasDerivedFrom"].is_array());
        assert_eq!(storm["wasQuotedFrom"], Value::Null);
    }

    #[test]
    fn whatever_is_named_is_in_the_graph() {
        let mut sample = ferry();
        sample.record.derivations[0].from = None;
        let graph = graph(&sample);
        for it in graph.values() {
            for name in [
                "wasDerivedFrom",
                "wasQuotedFrom",
                "wasRevisionOf",
                "wasAttributedTo",
            ] {
                let list = it[name].as_array().cloned();
                let named = list.unwrap_or_else(|| vec![it[name].clone()]);
                for id in named.iter().filter_map(Value::as_str) {
                    assert!(graph.contains_key(id), "{id}");
                }
            }
        }
    }
}
