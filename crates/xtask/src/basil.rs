//! Reads BASIL (Fan et al. 2019): reports with the spans that somebody is
//! quoted with, and who.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use rapporteur_text::Span;
use serde_json::Value;

/// One report with its quoted spans.
#[derive(Debug)]
pub struct Quoted {
    /// Path of the annotation.
    pub name: String,
    /// Its text: sentences joined by spaces, paragraphs by an empty line.
    pub text: String,
    /// The people and bodies that it is about.
    pub main: Vec<String>,
    /// What somebody is quoted with, and whom the annotation names; empty
    /// where it names nobody.
    pub spans: Vec<(Span, String)>,
}

/// Every annotated report, by file name.
pub fn read(folder: &Path) -> anyhow::Result<Vec<Quoted>> {
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
    let report = path.replace("annotations", "articles").replace("_ann", "");
    let parse = |it: &str| -> anyhow::Result<Value> {
        Ok(serde_json::from_str(&std::fs::read_to_string(it)?)?)
    };
    let (annotations, report) = (parse(&path)?, parse(&report)?);
    let paragraphs = report["body-paragraphs"].as_array();
    let (text, starts) = joined(paragraphs.context("no paragraphs")?);
    let main = report["main-entities"].as_array().into_iter().flatten();
    let main = main.filter_map(Value::as_str).map(str::to_owned).collect();
    let phrases = annotations["phrase-level-annotations"].as_array();
    let phrases = phrases.into_iter().flatten();
    let spans = phrases.filter_map(|it| quoted(&text, &starts, it));
    Ok(Quoted {
        name: annotation.display().to_string(),
        spans: spans.collect(),
        text,
        main,
    })
}

/// The text, and where each of its sentences begins.
fn joined(paragraphs: &[Value]) -> (String, Vec<usize>) {
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
    (text, starts)
}

/// A phrase that is somebody's words, and whose.
fn quoted(text: &str, starts: &[usize], phrase: &Value) -> Option<(Span, String)> {
    let is_quoted = phrase["quote"].as_str() == Some("yes");
    let number = phrase["id"].as_str().filter(|_| is_quoted)?;
    let start = *starts.get(number.strip_prefix('p')?.parse::<usize>().ok()?)?;
    let at = |key: &str| {
        let point = usize::try_from(phrase[key].as_u64()?).ok()?;
        let mut points = text[start..].char_indices();
        Some(start + points.nth(point)?.0)
    };
    let (from, to) = (at("start")?, at("end")?);
    let speaker = phrase["speaker"].as_str().unwrap_or_default();
    (from <= to).then(|| (Span::new(from, to), speaker.replace('_', " ")))
}
