//! Short names for the reports of a story.
//!
//! What always holds: one label a report, no two alike, one scheme a story.

use std::collections::BTreeSet;
use std::path::Path;

use rapporteur_text::Annotated;

/// Longest outlet name that serves as a label, in characters.
const OUTLET: usize = 14;
/// Longest file stem that does.
const STEM: usize = 12;

/// The outlets when all are short and differ; else the first word of the file
/// names, else the file names, else letters.
pub(crate) fn labels(reports: &[&Annotated]) -> Vec<String> {
    [outlet, first_word, stem]
        .iter()
        .find_map(|scheme| named(reports, *scheme))
        .unwrap_or_else(|| (0..reports.len()).map(letters).collect())
}

fn named(reports: &[&Annotated], scheme: fn(&Annotated) -> Option<String>) -> Option<Vec<String>> {
    let names: Option<Vec<String>> = reports.iter().map(|report| scheme(report)).collect();
    let names = names?;
    let different: BTreeSet<&String> = names.iter().collect();
    (different.len() == names.len()).then_some(names)
}

fn outlet(report: &Annotated) -> Option<String> {
    let name = report.imprint.outlet.clone()?;
    short(name, OUTLET)
}

fn first_word(report: &Annotated) -> Option<String> {
    let stem = file_stem(report)?;
    let word = stem.split(['_', '-', ' ', '.']).next()?;
    short(word.to_owned(), STEM)
}

fn stem(report: &Annotated) -> Option<String> {
    short(file_stem(report)?, STEM)
}

/// The file's name less its ending; for a line of a file, the report's id.
fn file_stem(report: &Annotated) -> Option<String> {
    let file = report.report.file();
    if let Some((_, line)) = file.rsplit_once('#') {
        let id = report.report.id().as_str();
        return Some(if id.is_empty() { line } else { id }.to_owned());
    }
    let stem = Path::new(file).file_stem()?;
    Some(stem.to_string_lossy().into_owned())
}

fn short(name: String, most: usize) -> Option<String> {
    let length = name.chars().count();
    (0 < length && length <= most).then_some(name)
}

/// A to Z, then AA, AB and so on.
fn letters(index: usize) -> String {
    let last = char::from(b'A' + (index % 26) as u8);
    if index < 26 {
        return last.to_string();
    }
    let mut label = letters(index / 26 - 1);
    label.push(last);
    label
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Draft;

    #[test]
    fn letters_go_on_after_z() {
        let all: BTreeSet<String> = (0..1000).map(letters).collect();
        assert_eq!(all.len(), 1000);
        assert_eq!(letters(26), "AA");
    }

    #[test]
    fn one_scheme_serves_all() {
        let one = Draft::new("x/000_ab.txt", "Text.").outlet("Herald").build();
        let two = Draft::new("x/001_cd.txt", "Text two.").build();
        assert_eq!(labels(&[&one, &two]), ["000", "001"]);
        let two = Draft::new("x/000_cd.txt", "Text two.").build();
        assert_eq!(labels(&[&one, &two]), ["000_ab", "000_cd"]);
        let two = Draft::new("y/000_ab.txt", "Text two.")
            .outlet("Post")
            .build();
        assert_eq!(labels(&[&one, &two]), ["Herald", "Post"]);
        let two = Draft::new("y/000_ab.txt", "Text two.").build();
        assert_eq!(labels(&[&one, &two]), ["A", "B"]);
    }
}
