//! One story's record: items, what stands behind each, and the brief.
//!
//! What always holds: every item cites at least one span; every word shown is
//! the source's or a fixed label; lists are in an order that depends on the
//! reports alone.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::labels::{Label, label, labels};
use crate::marks::words;
use crate::{
    Act, Attitude, CommitmentStatus, Derivation, EntityKind, Modifier, OccasionKind, Passage,
    Published, Realis, ReportId, ReportIx, RuleId, Span,
};

/// All that a story's reports say, with its sources.
///
/// [`ReportIx`] inside a record indexes [`Record::reports`].
#[derive(Clone, Debug)]
pub struct Record {
    /// Stable id, from the earliest report's.
    pub id: String,
    /// A report's own title, chosen as the story's.
    pub title: String,
    /// The report that the title is of.
    pub title_of: ReportIx,
    /// First and last day of publication.
    pub first: Option<Date>,
    /// Last day of publication.
    pub last: Option<Date>,
    /// Where most of it happened: an index of [`Record::entities`].
    pub place: Option<StoryEntityIx>,
    /// The reports, by publication, then id.
    pub reports: Vec<StoryReport>,
    /// Every group of reports that counts as one origin for some item.
    pub origins: Vec<crate::Origin>,
    /// Copied passages between the reports.
    pub passages: Vec<Passage>,
    /// What the reports derive from.
    pub derivations: Vec<Derivation>,
    /// People, bodies and places across the reports.
    pub entities: Vec<StoryEntity>,
    /// Statements, events, commitments and figures; [`ItemIx`] indexes this.
    pub items: Vec<Item>,
    /// The brief: what to show, in order.
    pub brief: Vec<Section>,
    /// Editors' acts that made it what it is.
    pub edits: Vec<Act>,
}

impl Record {
    /// The report at `ix`.
    pub fn report(&self, ix: ReportIx) -> &StoryReport {
        &self.reports[ix.index()]
    }

    /// The item at `ix`.
    pub fn item(&self, ix: ItemIx) -> &Item {
        &self.items[ix.0 as usize]
    }

    /// The entity at `ix`.
    pub fn entity(&self, ix: StoryEntityIx) -> &StoryEntity {
        &self.entities[ix.0 as usize]
    }
}

/// Indexes [`Record::items`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ItemIx(pub u32);

/// Indexes [`Record::entities`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct StoryEntityIx(pub u32);

/// A report's place in a record.
#[derive(Clone, Debug)]
pub struct StoryReport {
    /// Identity.
    pub id: ReportId,
    /// Short name, unique in the record, for notes: `000`, `Herald`.
    pub label: String,
    /// When published, inferred or declared.
    pub published: Option<Published>,
}

/// A person, body or place of a story.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoryEntity {
    /// What it is.
    pub kind: EntityKind,
    /// Fullest name given.
    pub name: String,
    /// Other names given, sorted.
    pub aliases: Vec<String>,
    /// Code, where known.
    pub code: Option<String>,
    /// Office, as most reports give it.
    pub office: Option<String>,
    /// How many mentions in all.
    pub mentions: u32,
}

/// A statement, event, commitment or figure across the reports of a story.
#[derive(Clone, Debug)]
pub struct Item {
    /// Stable id, from its earliest evidence.
    pub id: String,
    /// What it is, with its kind's fields.
    pub detail: Detail,
    /// Its words in the base reading, shortened at most by "…"; of a figure
    /// that names nothing counted, the words around it.
    pub summary: String,
    /// Corroborated, reported or disputed.
    pub status: Status,
    /// What the support is for: that it was said, or that it is so.
    pub level: Level,
    /// Independent origins at that level; at most one per report.
    pub origins: u32,
    /// The spans that carry it, by report, then place; never empty.
    pub evidence: Vec<Support>,
    /// Its wordings, base first, then by origins and report order.
    pub readings: Vec<Reading>,
    /// What cannot both hold, or refines.
    pub conflict: Option<Conflict>,
    /// What is odd about it.
    pub notes: Vec<Note>,
    /// Why its evidence is one item: for each piece but the first, what joined
    /// it to the others.
    pub joins: Vec<Join>,
    /// The likeliest evidence of another item that was not joined.
    pub nearest: Option<Near>,
    /// What is new of it since a time or an earlier record, where that was
    /// asked.
    pub news: Option<News>,
}

/// What reports that came later did to an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum News {
    /// None of the earlier reports has it.
    New,
    /// One origin had it, now more have.
    Corroborated,
    /// A later report does not agree.
    Disputed,
    /// A later report gives a finer value.
    Refined,
}

impl Item {
    /// The reports that carry it, sorted, each once.
    pub fn reports(&self) -> Vec<ReportIx> {
        let mut reports: Vec<_> = self
            .evidence
            .iter()
            .map(|support| support.at.report)
            .collect();
        reports.sort_unstable();
        reports.dedup();
        reports
    }

    /// Statement, event, commitment or figure.
    pub fn kind(&self) -> ItemKind {
        match self.detail {
            Detail::Statement { .. } => ItemKind::Statement,
            Detail::Event { .. } => ItemKind::Event,
            Detail::Commitment { .. } => ItemKind::Commitment,
            Detail::Figure { .. } => ItemKind::Figure,
        }
    }
}

/// The four kinds of item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ItemKind {
    /// Somebody said, believes or intends something.
    Statement,
    /// Something happened.
    Event,
    /// Something is to be done.
    Commitment,
    /// Something was counted.
    Figure,
}

/// The fields of each kind of item.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Detail {
    /// Who said it and where.
    Statement {
        /// The speaker, where known.
        speaker: Option<StoryEntityIx>,
        /// The speaker as the text names him, where that is no entity ("officials").
        source: Option<String>,
        /// Says, believes, means, orders or sees it: what most wordings give.
        attitude: Attitude,
        /// Where it was said.
        occasion: Option<OccasionKind>,
    },
    /// What happened, to whom, where and when.
    Event {
        /// PLOVER type or `x:` type.
        #[serde(rename = "type", deserialize_with = "label")]
        kind: Label,
        /// PLOVER mode.
        #[serde(deserialize_with = "labels")]
        mode: Option<Label>,
        /// PLOVER contexts.
        #[serde(deserialize_with = "labels")]
        context: Vec<Label>,
        /// Whether it took place.
        realis: Realis,
        /// Who did it.
        actors: Vec<StoryEntityIx>,
        /// To whom.
        recipients: Vec<StoryEntityIx>,
        /// Where.
        place: Option<StoryEntityIx>,
        /// When.
        when: Option<Bounds>,
    },
    /// Who undertook what, for when.
    Commitment {
        /// Who.
        who: Vec<StoryEntityIx>,
        /// Towards whom.
        to: Vec<StoryEntityIx>,
        /// By when.
        due: Option<Bounds>,
        /// How firm.
        status: CommitmentStatus,
    },
    /// What was counted.
    Figure {
        /// Value, or lower end of a range.
        value: f64,
        /// Upper end.
        max: Option<f64>,
        /// How exact.
        modifier: Modifier,
        /// UCUM unit.
        unit: Option<String>,
        /// ISO 4217 code.
        currency: Option<String>,
        /// What is counted, in a report's words.
        concept: Option<String>,
        /// The value it changed from.
        from: Option<f64>,
        /// It counts a place in a row.
        ordinal: bool,
        /// As of when.
        when: Option<Bounds>,
    },
}

/// A normalised time as items carry it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Bounds {
    /// TIMEX3 value.
    pub value: String,
    /// EDTF.
    pub edtf: Option<String>,
    /// First day.
    pub earliest: Option<Date>,
    /// Last day.
    pub latest: Option<Date>,
}

/// A report and a span of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Evidence {
    /// The report.
    pub report: ReportIx,
    /// Where in it.
    pub span: Span,
}

/// One piece of an item's evidence and the origin it counts for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Support {
    /// Where.
    pub at: Evidence,
    /// Index of [`Record::origins`].
    pub origin: u32,
    /// The rule or model that marked it in its report.
    pub by: RuleId,
}

/// Two pieces of an item's evidence that were taken for one.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Join {
    /// Indices of [`Item::evidence`].
    pub pair: (u32, u32),
    /// The rule that held: `statement.quoted`.
    #[serde(deserialize_with = "label")]
    pub by: RuleId,
    /// What the rule reckons: shared weight over the lesser, and what else
    /// speaks for it; only rules of one kind of item compare.
    pub score: f32,
}

/// Evidence that comes near an item's and was not joined.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Near {
    /// Index of [`Item::evidence`].
    pub own: u32,
    /// The other item.
    pub item: ItemIx,
    /// Index of that item's evidence.
    pub other: u32,
    /// What spoke against it: `statement.other-speaker`.
    #[serde(deserialize_with = "label")]
    pub by: RuleId,
    /// As [`Join::score`].
    pub score: f32,
}

/// Whether independent origins agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Two or more origins at the item's level.
    Corroborated,
    /// One.
    Reported,
    /// Readings that cannot both hold.
    Disputed,
}

/// What support is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// That it was said.
    Utterance,
    /// That it is so.
    Content,
}

/// An item's wording in one origin.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Reading {
    /// Indices of [`Item::evidence`]; the first is the one shown.
    pub evidence: Vec<u32>,
    /// Index of [`Record::origins`].
    pub origin: u32,
    /// Quoted, told, or both.
    pub form: ReadingForm,
    /// The words shown: the evidence's, less quotation marks.
    pub text: String,
    /// From the sentences of the base reading that this one words to it, word
    /// by word; empty for the base and for readings told in other words.
    pub edits: Vec<Edit>,
}

/// How a reading gives the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReadingForm {
    /// In quotation marks.
    Direct,
    /// Partly.
    Mixed,
    /// In the reporter's words.
    Indirect,
    /// Not speech: the report's own narrative.
    Narrative,
}

/// One step from the base reading to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// What is done.
    pub kind: EditKind,
    /// Words of the base; empty for an addition.
    pub base: String,
    /// Words of the reading; empty for an omission.
    pub text: String,
    /// It changes a number, a name, a negation or a hedge.
    pub meaningful: bool,
}

/// Kinds of edit, as editors of texts name them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EditKind {
    /// The same words.
    Same,
    /// Words that the base lacks.
    Addition,
    /// Words that the reading lacks.
    Omission,
    /// Other words in their place.
    Substitution,
    /// The same words in another place: `base` where they were, `text` where
    /// they are.
    Transposition,
}

/// Readings of one item that differ in substance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// In what.
    pub kind: ConflictKind,
    /// Whether both can hold.
    pub relation: Relation,
    /// Both sides or more, by value; each with its evidence.
    pub sides: Vec<ConflictSide>,
}

/// One side of a conflict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConflictSide {
    /// The normalised value: `31`, `2024-01`, `[2024-01-16..2024-01-31]`.
    pub value: String,
    /// The words, shortened at most by "…".
    pub words: String,
    /// Indices of [`Item::evidence`]; never empty.
    pub evidence: Vec<u32>,
}

/// In what readings differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ConflictKind {
    /// When.
    Date,
    /// How many.
    Number,
    /// Whether or not.
    Polarity,
    /// How surely.
    Modality,
    /// Who said it.
    Speaker,
    /// Who is named.
    Name,
    /// Where.
    Place,
    /// In which words.
    Wording,
}

/// How two values stand to one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// The same.
    Equal,
    /// One lies within the other.
    Refines,
    /// They share some.
    Overlaps,
    /// They cannot both hold.
    Disjoint,
}

/// What is odd about an item, with where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// A fixed label: `said-this-year`.
    #[serde(deserialize_with = "label")]
    pub label: Label,
    /// Indices of [`Item::evidence`].
    pub evidence: Vec<u32>,
}

/// A part of the brief.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Which part.
    pub kind: SectionKind,
    /// What stands in it, in order.
    pub items: Vec<ItemIx>,
}

/// Parts of a brief, in the order they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SectionKind {
    /// What most origins lead with.
    Happened,
    /// What later reports brought.
    New,
    /// Agreed and signed.
    Agreed,
    /// Promised and planned, by due date.
    Planned,
    /// Key statements, by speaker.
    Said,
    /// Figures.
    Figures,
    /// Disputed, both values side by side.
    Differs,
    /// In one origin only.
    OnlyOne,
}

words! {
    ItemKind {
        Statement => "statement", Event => "event", Commitment => "commitment",
        Figure => "figure",
    }
    Status { Corroborated => "corroborated", Reported => "reported", Disputed => "disputed" }
    Level { Utterance => "utterance", Content => "content" }
    ReadingForm {
        Direct => "direct", Mixed => "mixed", Indirect => "indirect", Narrative => "narrative",
    }
    EditKind {
        Same => "same", Addition => "addition", Omission => "omission",
        Substitution => "substitution", Transposition => "transposition",
    }
    ConflictKind {
        Date => "date", Number => "number", Polarity => "polarity", Modality => "modality",
        Speaker => "speaker", Name => "name", Place => "place", Wording => "wording",
    }
    News {
        New => "new", Corroborated => "corroborated", Disputed => "disputed",
        Refined => "refined",
    }
    Relation {
        Equal => "equal", Refines => "refines", Overlaps => "overlaps", Disjoint => "disjoint",
    }
    SectionKind {
        Happened => "what happened", New => "new since", Agreed => "agreed and signed",
        Planned => "promised and planned", Said => "who said what", Figures => "figures",
        Differs => "differs", OnlyOne => "only one origin",
    }
}
