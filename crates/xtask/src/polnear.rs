//! Reads `PolNeAR` (Newell et al. 2018): brat stand-off beside each text.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use rapporteur_mark::statement_learning::Gold;
use rapporteur_text::Span;

/// One annotated report.
#[derive(Debug)]
pub struct Annotated {
    /// Its file name without an ending.
    pub name: String,
    /// Its text.
    pub text: String,
    /// Its statements, in the order of the file.
    pub gold: Vec<Gold>,
}

/// The reports of a part (`train`, `dev`), by name.
pub fn read(folder: &Path) -> anyhow::Result<Vec<Annotated>> {
    let entries = std::fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut files: Vec<PathBuf> = Vec::new();
    for entry in entries {
        files.push(entry?.path());
    }
    files.retain(|it| it.extension().is_some_and(|it| it == "ann"));
    files.sort();
    files.iter().map(|it| read_one(it)).collect()
}

fn read_one(file: &Path) -> anyhow::Result<Annotated> {
    let text = std::fs::read_to_string(file.with_extension("txt"))?;
    let lines = std::fs::read_to_string(file)?;
    let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let byte = |point: usize| bytes.get(point).copied().unwrap_or(text.len());
    let mut spans: BTreeMap<&str, (&str, Vec<Span>)> = BTreeMap::new();
    let mut gold = Vec::new();
    for line in lines.lines() {
        let Some((id, rest)) = line.split_once('\t') else {
            continue;
        };
        if id.starts_with('T') {
            let head = rest.split('\t').next().unwrap_or_default();
            let (role, places) = head.split_once(' ').context("no span")?;
            let span = |it: &str| {
                let (from, to) = it.split_once(' ')?;
                Some(Span::new(byte(from.parse().ok()?), byte(to.parse().ok()?)))
            };
            spans.insert(id, (role, places.split(';').filter_map(span).collect()));
        } else if id.starts_with('E') {
            gold.push(statement(rest, &spans));
        }
    }
    let stem = file.file_stem().map(|it| it.to_string_lossy().into_owned());
    Ok(Annotated {
        name: stem.unwrap_or_default(),
        text,
        gold,
    })
}

fn statement(line: &str, spans: &BTreeMap<&str, (&str, Vec<Span>)>) -> Gold {
    let mut gold = Gold::default();
    for (_, id) in line.split_whitespace().filter_map(|it| it.split_once(':')) {
        let Some((role, places)) = spans.get(id) else {
            continue;
        };
        match *role {
            "Source" => gold.source.extend(places),
            "Cue" => gold.cue.extend(places),
            "Content" => gold.content.extend(places),
            _ => {}
        }
    }
    for role in [&mut gold.source, &mut gold.cue, &mut gold.content] {
        role.sort_unstable();
        role.dedup();
    }
    gold
}
