//! What the stages know of English and of the news, as data.
//!
//! Input: the data files of `crates/language/data`, embedded when built.
//! Output: one [`Language`], typed. What always holds: every file is listed
//! in `MANIFEST.toml` with its source and licence, and a file that does not
//! parse fails a test, not a user.

pub mod calendar;
mod calibration;
pub mod chain;
pub mod clauses;
pub mod cleaning;
mod collation;
pub mod commitments;
pub mod cues;
pub mod events;
mod exports;
pub mod facts;
pub mod forest;
pub mod frames;
pub mod frequencies;
pub mod lemma;
mod likeness;
pub mod names;
mod outlets;
pub mod pages;
pub mod pattern;
pub mod places;
pub mod punctuation;
pub mod quantity;
mod rules;
pub mod spelling;
pub mod stories;
pub mod thresholds;
pub mod titles;
pub mod vectors;
pub mod wordpiece;

use std::sync::LazyLock;

pub use calendar::Calendar;
pub use calibration::Calibration;
pub use cleaning::Cleaning;
pub use collation::Collation;
pub use cues::{CueCount, Cues};
pub use exports::{Exports, Layout, Part};
pub use facts::{Facts, Office};
pub use frequencies::Frequencies;
pub use lemma::{Lemmas, lemma};
pub use likeness::{FEATURES, Likeness, features, likeness};
pub use names::{Gender, Listed, Names};
pub use outlets::Outlets;
pub use pages::Pages;
pub use places::Places;
pub use punctuation::{Dot, Punctuation};
pub use quantity::Quantities;
pub use rules::Rules;
pub use stories::Stories;
pub use thresholds::Thresholds;
pub use titles::Titles;
pub use vectors::{Meaning, Vectors};
pub use wordpiece::{Piece, WordPiece};

use rapporteur_network::Weights;
use rapporteur_network::attribution::AttributionShape;

/// Lexicons, gazetteers, rules and tuned numbers for one language.
#[derive(Debug)]
pub struct Language {
    /// Page furniture, and the trimmings of reports.
    pub cleaning: Cleaning,
    /// Countries, cities, bodies, and who held which office when.
    pub facts: Facts,
    /// Cities of note, and regions.
    pub places: Places,
    /// Names that are known.
    pub names: Names,
    /// What reporting looks like.
    pub cues: Cues,
    /// How often a statement is right that the network calls so sure.
    pub calibration: Calibration,
    /// Whom pronouns mean, by the rows of the `mark` crate.
    pub pronouns: forest::Forest,
    /// What a full stop may mean.
    pub punctuation: Punctuation,
    /// Tuned numbers.
    pub thresholds: Thresholds,
    /// Titles and offices of people.
    pub titles: Titles,
    /// Words of the calendar.
    pub calendar: Calendar,
    /// Number words, units and currencies.
    pub quantities: Quantities,
    /// Words that collation weighs differently.
    pub collation: Collation,
    /// How common words are in news reports.
    pub frequencies: Frequencies,
    /// Dictionary forms.
    pub lemmas: Lemmas,
    /// Rules that find events and commitments.
    pub rules: Rules,
}

/// Numbers of a row that the trees of [`Language::pronouns`] look at.
pub const PRONOUN_WIDTH: usize = 30;

/// English, parsed once.
static ENGLISH: LazyLock<Language> = LazyLock::new(Language::load_english);

/// What tags, parses and names by default.
static NETWORK: LazyLock<Weights> =
    LazyLock::new(|| network(include_bytes!("../data/tag/network.bin")));

/// What finds statements.
static ATTRIBUTION: LazyLock<Weights<AttributionShape>> =
    LazyLock::new(|| network(include_bytes!("../data/statement/network.bin")));

fn network<L: rapporteur_network::Layout>(file: &'static [u8]) -> Weights<L> {
    Weights::embedded(file).expect("the embedded network is well-formed, as a test checks")
}

impl Language {
    /// English.
    pub fn english() -> &'static Language {
        &ENGLISH
    }

    /// What tags, parses and names.
    pub fn network(&self) -> &'static Weights {
        &NETWORK
    }

    /// What finds statements.
    pub fn attribution(&self) -> &'static Weights<AttributionShape> {
        &ATTRIBUTION
    }

    fn load_english() -> Self {
        let facts = Facts::embedded();
        Self {
            cleaning: Cleaning::embedded(),
            names: Names::embedded(&facts),
            facts,
            places: Places::embedded(),
            cues: Cues::embedded(),
            calibration: Calibration::embedded(),
            pronouns: forest::Forest::from_bytes(
                include_bytes!("../data/tag/pronouns.bin"),
                PRONOUN_WIDTH,
            )
            .unwrap_or_default(),
            punctuation: Punctuation::embedded(),
            thresholds: Thresholds::embedded(),
            collation: Collation::embedded(),
            titles: Titles::embedded(),
            calendar: Calendar::embedded(),
            quantities: Quantities::embedded(),
            frequencies: Frequencies::embedded(),
            lemmas: Lemmas::embedded(),
            rules: Rules::embedded(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn the_trees_for_pronouns_are_there() {
        assert_eq!(Language::english().pronouns.trees.len(), 70);
    }
}
