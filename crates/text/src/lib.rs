//! The vocabulary of Rapporteur: what the stages hand to one another.
//!
//! Input: nothing; these are plain types. What always holds: a report's text
//! is made once and never rewritten; everything else points into it with
//! [`Span`]s, which are half-open UTF-8 byte ranges. Outputs that leave Rust
//! count Unicode code points instead, by way of [`CodePoints`].

mod edits;
mod labels;
mod marks;
mod mask;
mod origin;
mod points;
mod record;
mod report;
mod span;
mod story;
mod syntax;

pub use edits::{Act, ActKind, Edits};
pub use labels::{Label, known_label};
pub use marks::{
    Attitude, Commitment, CommitmentStatus, Entity, EntityIx, EntityKind, Event, Figure, Marks,
    Mention, MentionKind, Modifier, Occasion, OccasionKind, Point, Realis, RuleId, Statement,
    StatementKind, Time, TimeBasis, TimeFlag, TimeIx, TimeKind, Token, TokenKind,
};
pub use mask::{Cut, Mask, MaskError};
pub use origin::{OriginMap, Run, RunKind};
pub use points::CodePoints;
pub use record::{
    Bounds, Conflict, ConflictKind, ConflictSide, Detail, Edit, EditKind, Evidence, Item, ItemIx,
    ItemKind, Join, Level, Near, News, Note, Reading, ReadingForm, Record, Relation, Section,
    SectionKind, Status, StoryEntity, StoryEntityIx, StoryReport, Support,
};
pub use report::{
    Annotated, BlockKind, Credit, CreditPlace, Dateline, Imprint, Published, PublishedBasis,
    Report, ReportId, Title, content_hash, page_name,
};
pub use span::Span;
pub use story::{
    Amendment, Assigned, Derivation, DerivationKind, DirectionBasis, Gathered, Origin, Passage,
    ReportIx, Reuse, Story, Version,
};
pub use syntax::{Deprel, Upos, Word};
