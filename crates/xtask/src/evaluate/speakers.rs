//! Who is given the words that BASIL's annotators found somebody quoted with
//! (Fan et al. 2019).
//!
//! Where the annotation names a speaker, the statement that holds most of the
//! words is right when its speaker bears the same last name. Where it says
//! somebody other than the report's main entities, the statement is wrong
//! when its speaker is one of them. Groups ("House Democrats") are left out,
//! for the reports name one of the group.

use std::path::Path;

use rapporteur_language::Language;
use rapporteur_text::{Imprint, Marks, Mask, Report, Span, Statement};

use crate::basil;
use crate::score::{Score, Tally};

/// Scores the speakers of the quoted spans.
pub(super) fn evaluate(data: &Path, language: &Language) -> anyhow::Result<Vec<Score>> {
    let mut named = Tally::default();
    let mut others = Tally::default();
    for quoted in basil::read(&data.join("basil"))? {
        let report = Report::new(None, quoted.name, quoted.text, Imprint::default());
        let (mask, imprint) = (Mask::default(), Imprint::default());
        let marks = rapporteur_mark::mark(&report, &mask, &imprint, language);
        for (span, name) in quoted.spans {
            let Some(speaker) = speaker(&name, report.text()) else {
                continue;
            };
            let found = speaker_of(&marks, span);
            match speaker {
                Speaker::Named(name) => {
                    named.gold += 1;
                    named.found += usize::from(found.is_some());
                    let right = found.is_some_and(|it| bears(it, &name));
                    named.right += usize::from(right);
                    if let Some(found) = found.filter(|_| !right) {
                        let words = report.slice(span);
                        eprintln!("wrong speaker: {found} for {name}: {words}");
                    }
                }
                Speaker::Other => {
                    let main = |it: &str| quoted.main.iter().any(|name| bears(it, name));
                    others.found += 1;
                    others.right += usize::from(!found.is_some_and(main));
                }
            }
        }
    }
    let mut scores = named.scores("speakers.named");
    let spared = Score::new("speakers.others.spared", others.precision(), others.found);
    scores.push(spared);
    Ok(scores)
}

/// Of the quoted spans whose source is a pronoun: how many go to whom the
/// annotators name.
pub(super) fn by_pronoun(data: &Path) -> anyhow::Result<Tally> {
    let mut tally = Tally::default();
    for quoted in basil::read(&data.join("basil"))? {
        let report = Report::new(None, quoted.name, quoted.text, Imprint::default());
        let (mask, imprint) = (Mask::default(), Imprint::default());
        let marks = rapporteur_mark::mark(&report, &mask, &imprint, Language::english());
        for (span, name) in quoted.spans {
            let Some(Speaker::Named(name)) = speaker(&name, report.text()) else {
                continue;
            };
            let Some(statement) = statement_of(&marks, span) else {
                continue;
            };
            let source = statement.source.first().map(|&it| report.slice(it));
            let pronoun =
                source.is_some_and(|it| ["he", "she"].contains(&it.to_lowercase().as_str()));
            tally.found += usize::from(pronoun);
            let found = statement.speaker.map(|ix| marks.entity(ix).name.as_str());
            tally.right += usize::from(pronoun && found.is_some_and(|it| bears(it, &name)));
        }
    }
    Ok(tally)
}

/// The name of the speaker of the statement that holds most of `span`.
fn speaker_of(marks: &Marks, span: Span) -> Option<&str> {
    let best = statement_of(marks, span)?;
    best.speaker.map(|ix| marks.entity(ix).name.as_str())
}

/// The statement that holds most of `span`.
fn statement_of(marks: &Marks, span: Span) -> Option<&Statement> {
    let held = |content: &[Span]| content.iter().map(|it| it.overlap(span)).sum::<usize>();
    let all = marks.statements.iter().filter(|it| 0 < held(&it.content));
    // Of those that hold as much, the one with the least around it.
    all.max_by_key(|it| {
        let size: usize = it.content.iter().map(|it| it.len()).sum();
        (held(&it.content), std::cmp::Reverse(size))
    })
}

/// Whether `found` ends in the last name of `name`.
fn bears(found: &str, name: &str) -> bool {
    let last = |it: &str| it.rsplit(' ').next().unwrap_or(it).to_lowercase();
    // One name of the set breaks off at its accent.
    last(found).starts_with(&last(name))
}

/// Who the annotators say spoke.
enum Speaker {
    Named(String),
    /// Nobody of the main entities.
    Other,
}

/// Words of annotated speakers that are groups: the reports name one of them.
const GROUPS: &[&str] = &[
    "other",
    "democrats",
    "republicans",
    "lawmakers",
    "officials",
    "members",
    "campaign",
    "party",
    "companies",
    "now",
];

/// Who spoke, where the annotation says it of one person or body.
fn speaker(name: &str, text: &str) -> Option<Speaker> {
    let group = name
        .split(' ')
        .any(|it| GROUPS.contains(&it.to_lowercase().as_str()));
    let named = name.contains(' ') && !group;
    if name.starts_with("other ") {
        Some(Speaker::Other)
    } else if named && text.contains(name.rsplit(' ').next()?) {
        Some(Speaker::Named(name.to_owned()))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::bears;

    #[test]
    fn a_last_name_is_enough() {
        assert!(bears("Ann Lee", "Lee"));
        assert!(bears("Lee", "Ann Lee"));
        assert!(!bears("Lee Marsh", "Ann Lee"));
    }
}
