//! What an evaluation found wrong, by kind, for the eye.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use anyhow::Context as _;

/// Lines of errors under their kinds.
#[derive(Debug, Default)]
pub(super) struct Listing(BTreeMap<String, Vec<String>>);

impl Listing {
    /// Adds one error.
    pub(super) fn add(&mut self, kind: impl Into<String>, line: impl Into<String>) {
        self.0.entry(kind.into()).or_default().push(line.into());
    }

    /// Writes `target/evaluate/NAME.txt`: the kinds with their counts, then
    /// the lines.
    pub(super) fn write(&self, name: &str) -> anyhow::Result<()> {
        let folder = Path::new("target/evaluate");
        std::fs::create_dir_all(folder)?;
        let mut page = String::new();
        for (kind, lines) in &self.0 {
            writeln!(page, "{:5} {kind}", lines.len())?;
        }
        for (kind, lines) in &self.0 {
            writeln!(page, "\n== {kind}\n{}", lines.join("\n"))?;
        }
        let path = folder.join(format!("{name}.txt"));
        std::fs::write(&path, page).with_context(|| path.display().to_string())
    }
}
