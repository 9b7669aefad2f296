//! The briefs of the samples, word for word.
//!
//! A change here is a change of what readers see: read it before accepting it
//! (`cargo insta review`, or `INSTA_UPDATE=always` and then the diff).
#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};

use rapporteur::present::terminal::{self, Style};
use rapporteur::text::Evidence;
use rapporteur::{Desk, Options, Source};

const STYLE: Style = Style {
    width: 100,
    color: false,
    full: false,
};

/// Every file below `folder`, by path.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(self::files(&path));
        } else {
            files.push(path);
        }
    }
    files.sort();
    files
}

#[test]
fn the_briefs_of_the_samples_read_as_reviewed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut reports = Vec::new();
    for path in files(&root.join("samples")) {
        let name = path
            .strip_prefix(&root)
            .unwrap()
            .to_string_lossy()
            .replace('\\', "/");
        reports.extend(
            rapporteur::read(
                &std::fs::read(&path).unwrap(),
                &Source::named(name),
                &Options::default(),
            )
            .reports,
        );
    }
    let desk = Desk::english();
    let briefed = desk.brief(desk.annotate_all(reports));
    assert_eq!(briefed.records().len(), 7);
    for account in briefed.accounts() {
        let record = account.record();
        for item in &record.items {
            assert!(!item.evidence.is_empty() && !item.summary.is_empty());
            for &it in item.evidence.iter().map(|support| &support.at) {
                let Evidence { report, span } = it;
                assert_eq!(
                    account.words(it),
                    &account.report(report).report.text()[span.range()]
                );
            }
        }
        let name = record
            .title
            .to_lowercase()
            .replace(|letter: char| !letter.is_alphanumeric(), "-");
        let name: String = name.chars().take(40).collect();
        insta::assert_snapshot!(name, terminal::brief(&account, &STYLE));
    }
}
