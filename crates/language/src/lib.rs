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
use rapporteur_network::context::Context;

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
    /// Which networks it has.
    networks: Networks,
}

/// Networks that mark a report.
#[derive(Clone, Copy, Debug)]
pub struct Models {
    /// What tags, parses and names.
    pub network: &'static Weights,
    /// What finds statements.
    pub attribution: &'static Weights<AttributionShape>,
    /// What reads words in their context.
    pub context: Option<&'static Context>,
}

/// Which networks a language has.
#[derive(Clone, Copy, Debug)]
enum Networks {
    Fast,
    Accurate,
    Given(Models),
}

/// Numbers of a row that the trees of [`Language::pronouns`] look at.
pub const PRONOUN_WIDTH: usize = 30;

/// English, parsed once.
static ENGLISH: LazyLock<Language> = LazyLock::new(|| Language::load_english(Networks::Fast));

/// English with the networks that take longer and err less.
static ACCURATE: LazyLock<Language> = LazyLock::new(|| Language::load_english(Networks::Accurate));

/// What tags, parses and names by default.
static NETWORK: LazyLock<Weights> =
    LazyLock::new(|| network(include_bytes!("../data/tag/network.bin")));

/// What finds statements by default.
static ATTRIBUTION: LazyLock<Weights<AttributionShape>> =
    LazyLock::new(|| network(include_bytes!("../data/statement/network.bin")));

/// The same, in the accurate setting.
static ACCURATE_MODELS: LazyLock<AccurateModels> = LazyLock::new(|| AccurateModels {
    network: network(include_bytes!("../data/accurate/network.bin")),
    attribution: network(include_bytes!("../data/accurate/statements.bin")),
    context: Context::embedded(include_bytes!("../data/accurate/context.bin"))
        .expect("the embedded context is well-formed, as a test checks"),
});

struct AccurateModels {
    network: Weights,
    attribution: Weights<AttributionShape>,
    context: Context,
}

fn network<L: rapporteur_network::Layout>(file: &'static [u8]) -> Weights<L> {
    Weights::embedded(file).expect("the embedded network is well-formed, as a test checks")
}

impl Language {
    /// English.
    pub fn english() -> &'static Language {
        &ENGLISH
    }

    /// English, read by networks that know words in their context: slower by
    /// an order of magnitude, and more often right.
    pub fn accurate_english() -> &'static Language {
        &ACCURATE
    }

    /// English with other networks than those that are built in.
    pub fn english_with(models: Models) -> Self {
        Self::load_english(Networks::Given(models))
    }

    /// What tags, parses and names.
    pub fn network(&self) -> &'static Weights {
        match self.networks {
            Networks::Fast => &NETWORK,
            Networks::Accurate => &ACCURATE_MODELS.network,
            Networks::Given(models) => models.network,
        }
    }

    /// What finds statements.
    pub fn attribution(&self) -> &'static Weights<AttributionShape> {
        match self.networks {
            Networks::Fast => &ATTRIBUTION,
            Networks::Accurate => &ACCURATE_MODELS.attribution,
            Networks::Given(models) => models.attribution,
        }
    }

    /// What reads words in their context, in the accurate setting.
    pub fn context(&self) -> Option<&'static Context> {
        match self.networks {
            Networks::Fast => None,
            Networks::Accurate => Some(&ACCURATE_MODELS.context),
            Networks::Given(models) => models.context,
        }
    }

    fn load_english(networks: Networks) -> Self {
        let facts = Facts::embedded();
        let is_fast = matches!(networks, Networks::Fast);
        Self {
            cleaning: Cleaning::embedded(),
            names: Names::embedded(&facts),
            facts,
            places: Places::embedded(),
            cues: Cues::embedded(),
            calibration: if is_fast {
                Calibration::embedded()
            } else {
                Calibration::accurate()
            },
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
            networks,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Language, Vectors};

    #[test]
    fn the_networks_of_both_settings_are_there() {
        let (fast, accurate) = (Language::english(), Language::accurate_english());
        assert!(fast.context().is_none());
        assert_eq!(fast.network().shape.base, 0);
        assert_eq!(fast.attribution().shape.base, fast.network().shape.width);
        let context = accurate.context().expect("the accurate setting has one");
        assert_eq!(context.pieces(), Vectors::english().pieces().size());
        let tagger = accurate.network().shape;
        assert_eq!(tagger.base, context.width());
        let base = accurate.attribution().shape.base;
        assert_eq!(base, tagger.width + tagger.base);
    }

    #[test]
    fn the_trees_for_pronouns_are_there() {
        assert_eq!(Language::english().pronouns.trees.len(), 70);
    }
}
