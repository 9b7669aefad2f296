//! Events of coded sentences (PLOVER's records, Open Event Data Alliance).
//!
//! Input: `plover/records.txt` of the data folder. Output: F1 of types, one
//! of each type a sentence, and F1 of the countries of actors and of
//! recipients over the events of the gold type. Records of one sentence are
//! taken together; their older type names are read as those of the codebook.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::Context as _;
use jiff::civil::date;
use rapporteur_language::Language;
use rapporteur_text::{EntityIx, Event, Marks};
use rapporteur_text::{Imprint, Mask, Published, PublishedBasis, Report};
use serde_json::Value;

use super::listing::Listing;
use crate::score::{Score, Tally};

type Countries = BTreeSet<String>;

/// What the records of one sentence say.
#[derive(Default)]
struct Gold {
    types: BTreeSet<&'static str>,
    actors: Countries,
    recipients: Countries,
    /// The text of the record's own markup, for the listing.
    told: Vec<String>,
}

/// Scores every sentence.
pub(super) fn evaluate(data: &Path) -> anyhow::Result<Vec<Score>> {
    let path = data.join("plover/records.txt");
    let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let records = records(&text)?;
    let mut listing = Listing::default();
    let [mut types, mut actors, mut recipients, mut either] = [Tally::default(); 4];
    for (sentence, gold) in &records {
        let (report, marks) = marked(sentence);
        let coded = marks.events.iter().filter(|it| !it.kind.starts_with("x:"));
        let found: BTreeSet<&str> = coded.clone().map(|it| it.kind).collect();
        types.add(overlap(&gold.types, &found));
        let right: Vec<&Event> = coded.filter(|it| gold.types.contains(it.kind)).collect();
        let ours = |of: fn(&Event) -> &Vec<EntityIx>| countries(&marks, &right, of);
        let (by, to) = (ours(|it| &it.actors), ours(|it| &it.recipients));
        actors.add(overlap(&gold.actors, &by));
        recipients.add(overlap(&gold.recipients, &to));
        let both = |a: &Countries, b: &Countries| a.union(b).cloned().collect::<Countries>();
        either.add(overlap(
            &both(&gold.actors, &gold.recipients),
            &both(&by, &to),
        ));
        list(&mut listing, gold, &found, (&by, &to), &report);
    }
    listing.write("plover")?;
    let mut scores = types.scores("plover.type");
    scores.extend(actors.scores("plover.actor"));
    scores.extend(recipients.scores("plover.recipient"));
    scores.extend(either.scores("plover.party"));
    Ok(scores)
}

fn list(
    listing: &mut Listing,
    gold: &Gold,
    found: &BTreeSet<&str>,
    (by, to): (&Countries, &Countries),
    report: &Report,
) {
    let missed: Vec<_> = gold
        .types
        .iter()
        .filter(|it| !found.contains(**it))
        .collect();
    let told = gold.told.join(" || ");
    for kind in &missed {
        listing.add(
            format!("missed {kind}"),
            format!("{found:?} | {told} | {}", report.text()),
        );
    }
    for kind in found.iter().filter(|it| !gold.types.contains(**it)) {
        listing.add(
            format!("invented {kind}"),
            format!("{:?} | {told} | {}", gold.types, report.text()),
        );
    }
    let right = missed.len() < gold.types.len();
    if right && (*by != gold.actors || *to != gold.recipients) {
        listing.add(
            "roles",
            format!("{by:?} > {to:?} | {told} | {}", report.text()),
        );
    }
}

fn overlap<T: Ord>(gold: &BTreeSet<T>, found: &BTreeSet<T>) -> Tally {
    Tally {
        right: gold.intersection(found).count(),
        found: found.len(),
        gold: gold.len(),
    }
}

fn marked(sentence: &str) -> (Report, Marks) {
    let imprint = Imprint {
        published: Some(Published {
            date: date(2000, 1, 1),
            time: None,
            offset: None,
            basis: PublishedBasis::Declared,
        }),
        ..Imprint::default()
    };
    let report = Report::new(None, String::new(), sentence.to_owned(), imprint.clone());
    let marks = rapporteur_mark::mark(&report, &Mask::default(), &imprint, Language::english());
    (report, marks)
}

/// The countries that a role's entities are or act for.
fn countries(marks: &Marks, events: &[&Event], of: fn(&Event) -> &Vec<EntityIx>) -> Countries {
    let entities = events.iter().flat_map(|it| of(it));
    let codes = entities.filter_map(|&ix| {
        let entity = marks.entity(ix);
        let mut own = entity.code.iter().chain(&entity.country);
        own.find(|it| is_country(it)).cloned()
    });
    codes.collect()
}

fn is_country(code: &str) -> bool {
    let mut countries = Language::english().facts.countries().iter();
    countries.any(|it| it.code == code)
}

/// The records by sentence, without those that only document the file.
fn records(text: &str) -> anyhow::Result<BTreeMap<String, Gold>> {
    let text = text.trim().trim_end_matches(']').trim_end();
    let records: Vec<Value> = serde_json::from_str(&format!("[{text}]"))?;
    let mut found: BTreeMap<String, Gold> = BTreeMap::new();
    for record in &records {
        let (Some(kind), Some(sentence)) = (kind_of(record), record["text"].as_str()) else {
            continue;
        };
        let sentence = sentence.trim_matches(['{', '}', ' ']);
        let gold = found.entry(sentence.to_owned()).or_default();
        gold.types.insert(kind);
        gold.actors.extend(codes(&record["source"]));
        gold.recipients.extend(codes(&record["target"]));
        let part = |it: &str| record[it].as_str().unwrap_or_default();
        gold.told.push(format!(
            "{kind} {:?} > {:?}: {}",
            codes(&record["source"]),
            codes(&record["target"]),
            part("eventText")
        ));
    }
    Ok(found)
}

/// The codebook's name of a record's type.
fn kind_of(record: &Value) -> Option<&'static str> {
    let kind = match (record["event"].as_str()?, record["mode"].as_str()) {
        ("DEMAND", _) => "REQUEST",
        ("DISAPPROVE" | "INVESTIGATE", _) => "ACCUSE",
        ("FIGHT", Some("deport")) => "COERCE",
        ("FIGHT", _) => "ASSAULT",
        (other, _) => other,
    };
    rapporteur_language::events::TYPES
        .into_iter()
        .find(|it| *it == kind)
}

/// The countries of a source or target; a few codes of the set are slips.
fn codes(side: &Value) -> Countries {
    let actors = side.as_array().map_or(&[][..], Vec::as_slice);
    let codes = actors.iter().filter_map(|it| it["code"].as_str());
    let codes = codes.map(|code| match code {
        "JAP" => "JPN",
        "ITL" => "ITA",
        "VTN" => "VNM",
        other => other,
    });
    codes
        .filter(|it| is_country(it))
        .map(str::to_owned)
        .collect()
}
