//! Tuned numbers, each with its unit, its reason and the evaluation that
//! chose it, read from `data/thresholds.toml`.

mod clean;
mod collate;
mod gather;

use serde::Deserialize;

pub use clean::Clean;
pub use collate::Collate;
pub use gather::Gather;

/// All tuned numbers, by stage.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Thresholds {
    /// What recurs over an outlet's reports.
    pub clean: Clean,
    /// Alignment, readings, conflicts and the brief.
    pub collate: Collate,
    /// Copies, origins and stories.
    pub gather: Gather,
}

impl Thresholds {
    /// The numbers that are built in.
    ///
    /// # Panics
    /// Never in a build whose tests pass: the file is parsed by one.
    pub fn embedded() -> Self {
        toml::from_str(include_str!("../data/thresholds.toml"))
            .expect("data/thresholds.toml is parsed by a test")
    }
}

#[cfg(test)]
mod tests {
    use super::Thresholds;

    #[test]
    fn the_embedded_file_parses() {
        let _ = Thresholds::embedded();
    }
}
