//! Names: people, bodies and places, exact span and kind.
//!
//! Input: a held-out fifth of `newswire-ner` (Shan et al. 2023; the files
//! whose name's FNV-1a hash is a multiple of five, on which nothing may be
//! trained), and `uner-ewt` (Mayhew et al. 2024) where it is there. Output:
//! precision, recall and F1 over all kinds, and F1 of each. Facilities count
//! as places, on both sides. Texts are put together again from their tokens.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rapporteur_language::Language;
use rapporteur_text::{EntityKind, Imprint, Mask, MentionKind, Report, Span};

use crate::named::{self, Named};
use crate::score::{Score, Tally};

/// One name: its kind and where it stands.
type Name = (&'static str, Span);

/// Scores both sets.
pub(super) fn evaluate(data: &Path, language: &Language) -> anyhow::Result<Vec<Score>> {
    let mut newswire = Counts::default();
    for report in named::newswire_held_out(data)? {
        newswire.add(report, language);
    }
    let mut scores = newswire.scores("names.newswire");
    if data.join("uner-ewt").is_dir() {
        let mut ewt = Counts::default();
        for report in named::ewt(data)? {
            ewt.add(report, language);
        }
        scores.extend(ewt.scores("names.ewt"));
    }
    Ok(scores)
}

#[derive(Default)]
struct Counts(BTreeMap<&'static str, Tally>);

impl Counts {
    fn add(&mut self, named: Named, language: &Language) {
        let report = Report::new(None, String::new(), named.text, Imprint::default());
        let (mask, imprint) = (Mask::default(), Imprint::default());
        let marks = rapporteur_mark::mark(&report, &mask, &imprint, language);
        let mut found = BTreeSet::<Name>::new();
        for entity in &marks.entities {
            let Some(kind) = kind(entity.kind) else {
                continue;
            };
            let mentions = entity.mentions.iter();
            for name in mentions.filter(|it| it.kind == MentionKind::Name) {
                found.insert((kind, name.span));
            }
        }
        let gold = named.names.iter();
        let gold: Vec<Name> = gold
            .filter_map(|(it, span)| Some((kind(*it)?, *span)))
            .collect();
        for name in ["person", "organisation", "location"] {
            let tally = self.0.entry(name).or_default();
            tally.gold += gold.iter().filter(|it| it.0 == name).count();
            tally.found += found.iter().filter(|it| it.0 == name).count();
            let right = gold.iter().filter(|it| it.0 == name);
            tally.right += right.filter(|it| found.contains(it)).count();
        }
    }

    fn scores(&self, set: &str) -> Vec<Score> {
        let mut all = Tally::default();
        self.0.values().for_each(|&tally| all.add(tally));
        let mut scores = all.scores(set);
        for (name, tally) in &self.0 {
            scores.push(Score::new(
                format!("{set}.{name}.f1"),
                tally.f1(),
                tally.gold,
            ));
        }
        scores
    }
}

fn kind(kind: EntityKind) -> Option<&'static str> {
    match kind {
        EntityKind::Person => Some("person"),
        EntityKind::Organisation => Some("organisation"),
        EntityKind::Location | EntityKind::Facility => Some("location"),
        _ => None,
    }
}
