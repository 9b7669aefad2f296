//! What many reports have to do with one another: copied passages, lineage,
//! origins and stories.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::marks::words;
use crate::{ReportId, Span};

/// Indexes the list of reports that gathering was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ReportIx(pub u32);

impl ReportIx {
    /// As an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What gathering finds in a batch of reports.
#[derive(Clone, Debug, Default)]
pub struct Gathered {
    /// Every report is in exactly one story; largest story first.
    pub stories: Vec<Story>,
    /// Copied passages between reports, each pair with `a < b`, sorted.
    pub passages: Vec<Passage>,
    /// What each report derives from, where anything is known; sorted by `to`.
    pub derivations: Vec<Derivation>,
    /// Reports that count as one text through and through, each in one.
    pub origins: Vec<Origin>,
    /// Reports that are later texts of others, sorted.
    pub versions: Vec<Version>,
}

/// A later text of a report: at the same address, or the same outlet's with
/// nearly all of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    /// The later text.
    pub later: ReportIx,
    /// The one before it.
    pub of: ReportIx,
}

/// The reports about one real-world happening.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Story {
    /// Sorted members; never empty.
    pub reports: Vec<ReportIx>,
    /// Earliest publication day among them.
    pub first: Option<Date>,
    /// Latest publication day among them.
    pub last: Option<Date>,
}

/// A stretch of narrative (no quotation, no cut) that two reports share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Passage {
    /// One report.
    pub a: ReportIx,
    /// The other.
    pub b: ReportIx,
    /// Where in `a`.
    pub a_span: Span,
    /// Where in `b`.
    pub b_span: Span,
    /// Words of the narrative that agree.
    pub words: u32,
}

/// What one report's text derives from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Derivation {
    /// The report that derives.
    pub to: ReportIx,
    /// The report it derives from; `None` when that is an agency's copy or an
    /// original that is not among the reports.
    pub from: Option<ReportIx>,
    /// The first of the reports that share an original which is not among
    /// them, where this derives from it.
    #[serde(default)]
    pub hidden: Option<ReportIx>,
    /// The agency behind it, where credited, or the outlet that it says it was
    /// taken from.
    pub agency: Option<String>,
    /// What kind of derivation.
    pub kind: DerivationKind,
    /// How much of `to`'s narrative is shared.
    pub reuse: Reuse,
    /// Shared words over the words of `to`'s narrative, 0 to 1.
    pub containment: f32,
    /// What the direction rests on; `None` when it is not known and `from`
    /// and `to` stand in list order.
    pub direction: Option<DirectionBasis>,
}

/// Kinds of derivation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DerivationKind {
    /// Its own reporting.
    Original,
    /// Carries an agency's copy, or says that it was taken from an outlet.
    Wire,
    /// Words of the other, edited.
    Rewrite,
    /// The same words because both heard the same speaker.
    SharedOccasion,
    /// Shared words, of unknown cause.
    Unknown,
}

/// How much of a report is taken over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reuse {
    /// Nothing.
    None,
    /// Some passages.
    Partially,
    /// All but edits.
    Wholly,
}

/// What the direction of a derivation rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DirectionBasis {
    /// One credits the agency or outlet that the other is, or names its address
    /// as the canonical one.
    Credit,
    /// One was published before the other.
    Time,
    /// One holds the whole of which the other has part.
    Completeness,
    /// One has slips in words that the other spells rightly.
    Slips,
    /// Each of three lacks what the other two share, so none is their source.
    Lacks,
}

/// Reports that derive from one text and count once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// Sorted members; never empty.
    pub reports: Vec<ReportIx>,
    /// The agency behind them, where credited.
    pub agency: Option<String>,
}

/// Where a report was put when it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assigned {
    /// The report.
    pub id: ReportId,
    /// The id of its story: the same as its record's.
    pub story: String,
    /// The first report of the origin it counts for.
    pub origin: ReportId,
    /// Reports it takes text from, as far as is known.
    pub copies_from: Vec<ReportId>,
    /// The report of which it is a later version.
    pub version_of: Option<ReportId>,
    /// What it changes of what was said of others.
    pub amendments: Vec<Amendment>,
}

/// A change of what was said before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Amendment {
    /// All reports of one story are of another from now on.
    Merged {
        /// The story that is no more.
        from: String,
        /// The story that goes on.
        into: String,
    },
    /// Some reports of a story are of another from now on: a new one, where
    /// the id was not known before.
    Split {
        /// The story that they leave.
        from: String,
        /// The story that they are of.
        into: String,
        /// The reports.
        reports: Vec<ReportId>,
    },
    /// Reports of one origin count for another from now on.
    SameOrigin {
        /// The origin that is no more.
        from: ReportId,
        /// The origin that goes on.
        into: ReportId,
    },
    /// An earlier report turns out to be taken from the one that came.
    Copied {
        /// The earlier report.
        report: ReportId,
    },
}

words! {
    DerivationKind {
        Original => "original", Wire => "wire", Rewrite => "rewrite",
        SharedOccasion => "shared-occasion", Unknown => "unknown",
    }
    Reuse { None => "none", Partially => "partially", Wholly => "wholly" }
    DirectionBasis { Credit => "credit", Time => "time", Completeness => "completeness", Slips => "slips", Lacks => "lacks" }
}
