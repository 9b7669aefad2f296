//! Who is given the words that BASIL's annotators found somebody quoted with
//! (Fan et al. 2019).
//!
//! Where the annotation names a speaker, the statement that holds most of the
//! words is right when its speaker bears the same last name. Where it says
//! somebody other than the report's main entities, the statement is wrong
//! when its speaker is one of them. Groups ("House Democrats") are left out,
//! for the reports name one of the group.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use rapporteur_language::Language;
use rapporteur_text::{Imprint, Marks, Mask, Report, Span};
use serde_json::Value;

use crate::score::{Score, Tally};

/// Scores the speakers of the quoted spans.
pub(super) fn evaluate(data: &Path) -> anyhow::Result<Vec<Score>> {
    let mut named = Tally::default();
    let mut others = Tally::default();
    for quoted in read(&data.join("basil"))? {
        let report = Report::new(None, quoted.name, quoted.text, Imprint::default());
        let (mask, imprint) = (Mask::default(), Imprint::default());
        let marks = rapporteur_mark::mark(&report, &mask, &imprint, Language::english());
        for (span, speaker) in quoted.spans {
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

/// The name of the speaker of the statement that holds most of `span`.
fn speaker_of(marks: &Marks, span: Span) -> Option<&str> {
    let held = |content: &[Span]| content.iter().map(|it| it.overlap(span)).sum::<usize>();
    let all = marks.statements.iter().filter(|it| 0 < held(&it.content));
    // Of those that hold as much, the one with the least around it.
    let best = all.max_by_key(|it| {
        let size: usize = it.content.iter().map(|it| it.len()).sum();
        (held(&it.content), std::cmp::Reverse(size))
    })?;
    best.speaker.map(|ix| marks.entity(ix).name.as_str())
}

/// Whether `found` ends in the last name of `name`.
fn bears(found: &str, name: &str) -> bool {
    let last = |it: &str| it.rsplit(' ').next().unwrap_or(it).to_lowercase();
    // One name of the set breaks off at its accent.
    last(found).starts_with(&last(name))
}

/// One report with its quoted spans.
struct Quoted {
    name: String,
    text: String,
    /// The people and bodies that it is about.
    main: Vec<String>,
    spans: Vec<(Span, Speaker)>,
}

/// Who the annotators say spoke.
enum Speaker {
    Named(String),
    /// Nobody of the main entities.
    Other,
}

/// Every annotated report, by file name.
fn read(folder: &Path) -> anyhow::Result<Vec<Quoted>> {
    let mut files: Vec<PathBuf> = Vec::new();
    for year in std::fs::read_dir(folder.join("annotations"))? {
        for file in std::fs::read_dir(year?.path())? {
            files.push(file?.path());
        }
    }
    files.retain(|it| it.extension().is_some_and(|it| it == "json"));
    files.sort();
    let read = |it: &PathBuf| read_one(it).with_context(|| it.display().to_string());
    files.iter().map(read).collect()
}

fn read_one(annotation: &Path) -> anyhow::Result<Quoted> {
    let path = annotation.to_string_lossy();
    let article = path.replace("annotations", "articles").replace("_ann", "");
    let parse = |it: &str| -> anyhow::Result<Value> {
        Ok(serde_json::from_str(&std::fs::read_to_string(it)?)?)
    };
    let (annotations, article) = (parse(&path)?, parse(&article)?);
    let paragraphs = article["body-paragraphs"].as_array();
    let paragraphs = paragraphs.context("no paragraphs")?;
    let (mut text, mut starts) = (String::new(), Vec::new());
    for paragraph in paragraphs {
        for sentence in paragraph.as_array().into_iter().flatten() {
            if !text.is_empty() && !text.ends_with("\n\n") {
                text.push(' ');
            }
            starts.push(text.len());
            text.push_str(sentence.as_str().unwrap_or_default());
        }
        text.push_str("\n\n");
    }
    let main = article["main-entities"].as_array().into_iter().flatten();
    let main = main.filter_map(Value::as_str).map(str::to_owned).collect();
    let phrases = annotations["phrase-level-annotations"].as_array();
    let phrases = phrases.into_iter().flatten();
    let spans = phrases
        .filter_map(|it| quoted(&text, &starts, it))
        .collect();
    Ok(Quoted {
        name: annotation.display().to_string(),
        text,
        main,
        spans,
    })
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

/// A phrase that is somebody's words, and whose.
fn quoted(text: &str, starts: &[usize], phrase: &Value) -> Option<(Span, Speaker)> {
    let is_quoted = phrase["quote"].as_str() == Some("yes");
    let number = phrase["id"].as_str().filter(|_| is_quoted)?;
    let start = *starts.get(number.strip_prefix('p')?.parse::<usize>().ok()?)?;
    let at = |key: &str| {
        let point = usize::try_from(phrase[key].as_u64()?).ok()?;
        let mut points = text[start..].char_indices();
        Some(start + points.nth(point)?.0)
    };
    let span = Span::new(at("start")?, at("end")?);
    let speaker = phrase["speaker"].as_str()?.replace('_', " ");
    let group = speaker
        .split(' ')
        .any(|it| GROUPS.contains(&it.to_lowercase().as_str()));
    let named = speaker.contains(' ') && !group;
    if speaker.starts_with("other ") {
        Some((span, Speaker::Other))
    } else if named && text.contains(speaker.rsplit(' ').next()?) {
        Some((span, Speaker::Named(speaker)))
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
