//! What one report says: sentences, tokens, and the mentions of everything
//! that a record is made of.
//!
//! All spans point into the report's text. Nothing marked lies in a cut.
//! Every list is in text order.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::labels::{Label, label, labels};
use crate::{Span, Word};

/// Which rule or model decided, as `stage.rule`: `statement.quote-then-cue`.
pub type RuleId = Label;

/// Everything marked in one report.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Marks {
    /// Paragraphs less their cuts.
    pub paragraphs: Vec<Span>,
    /// Sentences; each lies in one paragraph.
    pub sentences: Vec<Span>,
    /// Tokens; each lies in one sentence. Not kept in files.
    #[serde(skip)]
    pub tokens: Vec<Token>,
    /// Syntactic words; each lies in one token. Not kept in files.
    #[serde(skip)]
    pub words: Vec<Word>,
    /// People, bodies and places, each once; [`EntityIx`] indexes this.
    pub entities: Vec<Entity>,
    /// Attributed statements, beliefs and intentions.
    pub statements: Vec<Statement>,
    /// Temporal expressions; [`TimeIx`] indexes this.
    pub times: Vec<Time>,
    /// Numbers with unit and what they count.
    pub figures: Vec<Figure>,
    /// Happenings.
    pub events: Vec<Event>,
    /// What was agreed, promised or planned.
    pub commitments: Vec<Commitment>,
}

impl Marks {
    /// The entity at `ix`.
    pub fn entity(&self, ix: EntityIx) -> &Entity {
        &self.entities[ix.0 as usize]
    }

    /// The time at `ix`.
    pub fn time(&self, ix: TimeIx) -> &Time {
        &self.times[ix.0 as usize]
    }

    /// Indices of the tokens that lie wholly in `span`.
    pub fn tokens_in(&self, span: Span) -> std::ops::Range<usize> {
        let from = self
            .tokens
            .partition_point(|token| token.span.start() < span.start());
        let to = self
            .tokens
            .partition_point(|token| token.span.end() <= span.end());
        from..to.max(from)
    }

    /// The sentence that holds the byte at `offset`.
    pub fn sentence_at(&self, offset: usize) -> Option<Span> {
        at(&self.sentences, offset)
    }

    /// The paragraph that holds the byte at `offset`.
    pub fn paragraph_at(&self, offset: usize) -> Option<Span> {
        at(&self.paragraphs, offset)
    }

    /// The entity with a mention that shares a byte with `span`; of several,
    /// the one whose mention is longest, then first.
    pub fn entity_in(&self, span: Span) -> Option<EntityIx> {
        let mentions = self.entities.iter().enumerate().flat_map(|(ix, entity)| {
            entity
                .mentions
                .iter()
                .map(move |mention| (ix, mention.span))
        });
        mentions
            .filter(|(_, mention)| mention.overlaps(span))
            .min_by_key(|(_, mention)| (usize::MAX - mention.len(), mention.start()))
            .map(|(ix, _)| EntityIx(ix as u32))
    }
}

/// The span of a sorted, disjoint list that holds `offset`.
fn at(spans: &[Span], offset: usize) -> Option<Span> {
    let next = spans.partition_point(|span| span.end() <= offset);
    spans
        .get(next)
        .copied()
        .filter(|span| span.contains_offset(offset))
}

/// One token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// Its shape.
    pub kind: TokenKind,
}

/// A token's shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Letters, with inner hyphens, apostrophes and abbreviating dots.
    Word,
    /// Digits, with separators and what is written onto them ("2024-28", "7th", "50").
    Number,
    /// A clitic cut from its word: "'s", "n't".
    Clitic,
    /// An opening or closing quotation mark.
    Quote,
    /// Any other mark.
    Punctuation,
    /// An address, a handle or a hash tag.
    Handle,
}

/// Indexes [`Marks::entities`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EntityIx(pub u32);

/// Indexes [`Marks::times`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TimeIx(pub u32);

/// One person, body or place of a report, with all its mentions.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Entity {
    /// What it is.
    pub kind: EntityKind,
    /// The fullest name the report gives, or the office when it gives none.
    pub name: String,
    /// ISO 3166 alpha-3 for a country or its people, an acronym for a body.
    pub code: Option<String>,
    /// Office or title the report gives a person: "Kremlin spokesman".
    pub office: Option<String>,
    /// Country that an office belongs to or a place lies in, as ISO 3166
    /// alpha-3.
    pub country: Option<String>,
    /// Where a city lies.
    pub point: Option<Point>,
    /// Where it is mentioned, in text order; never empty.
    pub mentions: Vec<Mention>,
}

/// A place on the globe.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
}

/// What an entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EntityKind {
    /// A person.
    Person,
    /// A company, ministry, party, union of states, outlet.
    Organisation,
    /// A country, city, region, water, mountain.
    Location,
    /// A nationality, religion or political group (NORP).
    Group,
    /// A building, airport, power plant.
    Facility,
    /// A named event: summit, war, storm.
    Event,
    /// A product or work.
    Product,
    /// A name that is none of these.
    Other,
}

impl EntityKind {
    /// Every kind, in the order of its number.
    pub const ALL: [Self; 8] = [
        Self::Person,
        Self::Organisation,
        Self::Location,
        Self::Group,
        Self::Facility,
        Self::Event,
        Self::Product,
        Self::Other,
    ];
}

/// One occurrence of an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// Where it stands.
    pub span: Span,
    /// How it names.
    pub kind: MentionKind,
}

/// How a mention names its entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MentionKind {
    /// "Lavrov", or a handle.
    Name,
    /// "the Kremlin spokesman", "his Russian counterpart".
    Nominal,
    /// "he".
    Pronoun,
}

/// A source, a cue and a content (PARC 3, `PolNeAR`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Statement {
    /// How much of the content is in quotation marks.
    pub kind: StatementKind,
    /// What the source does to the content.
    pub attitude: Attitude,
    /// Who, as the text says it; empty when the text does not.
    pub source: Vec<Span>,
    /// "said", "according to", a colon; may be empty for a floating quotation.
    pub cue: Vec<Span>,
    /// What; never empty. Quotation marks lie inside.
    pub content: Vec<Span>,
    /// Whom the source means.
    pub speaker: Option<EntityIx>,
    /// Where it was said.
    pub occasion: Option<Occasion>,
    /// To whom it was said ("told Lavrov").
    pub addressee: Option<EntityIx>,
    /// The cue is negated: "did not say".
    pub negated: bool,
    /// The cue is no fact: "may announce".
    pub modal: bool,
    /// Whether its content is a topic: no quotation and no clause of its own.
    #[serde(default)]
    pub topic: bool,
    /// What decided.
    #[serde(deserialize_with = "label")]
    pub by: RuleId,
    /// How sure, 0 to 1.
    pub confidence: f32,
}

impl Statement {
    /// The smallest span that holds the content.
    pub fn content_cover(&self) -> Span {
        let first = self.content[0];
        self.content
            .iter()
            .fold(first, |cover, &span| cover.cover(span))
    }
}

/// How much of a statement's content is in quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StatementKind {
    /// All.
    Direct,
    /// None.
    Indirect,
    /// Part.
    Mixed,
}

/// What a source does to the content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Attitude {
    /// Says it.
    Statement,
    /// Holds it.
    Belief,
    /// Means to do it.
    Intention,
    /// Orders it.
    Decree,
    /// Sees or hears it.
    Perception,
}

/// What a report says of where something was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Occasion {
    /// Sort of occasion.
    pub kind: OccasionKind,
    /// The words that say so.
    pub span: Span,
}

/// Sorts of occasion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OccasionKind {
    /// A post on a network.
    Post,
    /// A press conference, briefing or joint media appearance.
    PressConference,
    /// A written release or statement.
    PressRelease,
    /// An interview.
    Interview,
    /// Remarks at a meeting or a speech.
    Remarks,
    /// A court filing or a hearing.
    Court,
}

/// A temporal expression, normalised (TIMEX3, EDTF) and bounded.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Time {
    /// Where it stands.
    pub span: Span,
    /// TIMEX3 type.
    pub kind: TimeKind,
    /// TIMEX3 value: `2023-12-27`, `2024-01`, `P5D`, `PRESENT_REF`.
    pub value: String,
    /// TIMEX3 mod: `END`, `ON_OR_BEFORE`.
    #[serde(deserialize_with = "labels")]
    pub modifier: Option<Label>,
    /// EDTF level 1, where the value is a date or an interval.
    pub edtf: Option<String>,
    /// First day it can mean.
    pub earliest: Option<Date>,
    /// Last day it can mean.
    pub latest: Option<Date>,
    /// What the value rests on.
    pub basis: TimeBasis,
    /// What is odd about the wording.
    pub flag: Option<TimeFlag>,
}

/// TIMEX3 types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TimeKind {
    /// A calendar time.
    Date,
    /// A time of day.
    Time,
    /// A length.
    Duration,
    /// A recurrence.
    Set,
}

/// What a time's value rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TimeBasis {
    /// The words alone.
    Explicit,
    /// The publication time.
    Publication,
    /// The dateline.
    Dateline,
    /// The tense of the clause.
    Tense,
    /// The commitment it stands in, which points forward.
    Commitment,
    /// A date known only from other reports.
    OtherReport,
}

/// What is odd about a temporal expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TimeFlag {
    /// "January this year", said in December of a January to come.
    SaidThisYear,
}

/// A number with unit and what it counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// The number and its unit as written.
    pub span: Span,
    /// Value, or the lower end of a range.
    pub value: f64,
    /// Upper end of a range.
    pub max: Option<f64>,
    /// How exact.
    pub modifier: Modifier,
    /// UCUM unit (`%`, `km`, `d`), or none for a bare count.
    pub unit: Option<String>,
    /// ISO 4217 code.
    pub currency: Option<String>,
    /// What is counted, as the text's own words.
    pub concept: Option<Span>,
    /// The value it changed from: "from 52 to 64" has 52 here.
    pub from: Option<f64>,
    /// It counts a place in a row: "7th meeting".
    pub ordinal: bool,
    /// As of when, where the sentence says.
    pub time: Option<TimeIx>,
}

/// How exact a figure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Modifier {
    /// `=`
    Exact,
    /// `~`
    About,
    /// `<`
    Below,
    /// `>`
    Above,
    /// `<=`
    AtMost,
    /// `>=`
    AtLeast,
}

/// A happening.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Event {
    /// The clause that tells it.
    pub span: Span,
    /// The word that decided.
    pub trigger: Span,
    /// PLOVER type (`CONSULT`), or one of our own (`x:disaster`).
    #[serde(deserialize_with = "label")]
    pub kind: Label,
    /// PLOVER mode: `visit`, `phone`.
    #[serde(deserialize_with = "labels")]
    pub mode: Option<Label>,
    /// PLOVER contexts: `diplomatic`, `economic`.
    #[serde(deserialize_with = "labels")]
    pub context: Vec<Label>,
    /// Whether it took place.
    pub realis: Realis,
    /// Who did it.
    pub actors: Vec<EntityIx>,
    /// To whom.
    pub recipients: Vec<EntityIx>,
    /// Where.
    pub place: Option<EntityIx>,
    /// When.
    pub time: Option<TimeIx>,
    /// What decided.
    #[serde(deserialize_with = "label")]
    pub by: RuleId,
}

/// Whether an event took place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Realis {
    /// It did, now or lately.
    Actual,
    /// It is to.
    Future,
    /// It might.
    Hypothetical,
    /// It did not.
    Negated,
    /// It did, long before.
    Historical,
}

/// An agreed, promised or planned thing.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Commitment {
    /// The clause that tells it.
    pub span: Span,
    /// What is to be done or was signed.
    pub action: Span,
    /// Who undertook it.
    pub who: Vec<EntityIx>,
    /// Towards whom.
    pub to: Vec<EntityIx>,
    /// By when.
    pub due: Option<TimeIx>,
    /// How firm.
    pub status: CommitmentStatus,
    /// The "if" or "provided" clause.
    pub condition: Option<Span>,
    /// What decided.
    #[serde(deserialize_with = "label")]
    pub by: RuleId,
}

/// How firm a commitment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CommitmentStatus {
    /// Put forward, hoped for, likely.
    Proposed,
    /// Set down to happen.
    Planned,
    /// One side gave its word.
    Promised,
    /// Both sides did.
    Agreed,
    /// On paper.
    Signed,
    /// Fulfilled.
    Done,
    /// Called off.
    Cancelled,
    /// Said not to be so.
    Denied,
}

/// Implements `as_str` with the words that outputs use.
macro_rules! words {
    ($($type:ty { $($variant:ident => $word:literal),+ $(,)? })+) => {$(
        impl $type {
            /// The word that outputs use.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }
    )+};
}

words! {
    EntityKind {
        Person => "PER", Organisation => "ORG", Location => "LOC", Group => "NORP",
        Facility => "FAC", Event => "EVENT", Product => "PRODUCT", Other => "MISC",
    }
    MentionKind { Name => "name", Nominal => "nominal", Pronoun => "pronoun" }
    StatementKind { Direct => "direct", Indirect => "indirect", Mixed => "mixed" }
    Attitude {
        Statement => "statement", Belief => "belief", Intention => "intention",
        Decree => "decree", Perception => "perception",
    }
    OccasionKind {
        Post => "post", PressConference => "press conference", PressRelease => "press release",
        Interview => "interview", Remarks => "remarks", Court => "court",
    }
    TimeKind { Date => "DATE", Time => "TIME", Duration => "DURATION", Set => "SET" }
    TimeBasis {
        Explicit => "explicit", Publication => "publication", Dateline => "dateline",
        Tense => "tense", Commitment => "commitment", OtherReport => "other-report",
    }
    TimeFlag { SaidThisYear => "said-this-year" }
    Modifier {
        Exact => "=", About => "~", Below => "<", Above => ">", AtMost => "<=", AtLeast => ">=",
    }
    Realis {
        Actual => "actual", Future => "future", Hypothetical => "hypothetical",
        Negated => "negated", Historical => "historical",
    }
    CommitmentStatus {
        Proposed => "proposed", Planned => "planned", Promised => "promised", Agreed => "agreed",
        Signed => "signed", Done => "done", Cancelled => "cancelled", Denied => "denied",
    }
}

pub(crate) use words;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_of_a_span_are_those_wholly_inside() {
        let token = |start, end| Token {
            span: Span::new(start, end),
            kind: TokenKind::Word,
        };
        let tokens = vec![token(0, 2), token(3, 5), token(6, 9)];
        let marks = Marks {
            tokens,
            ..Marks::default()
        };
        assert_eq!(marks.tokens_in(Span::new(3, 9)), 1..3);
        assert_eq!(marks.tokens_in(Span::new(1, 8)), 1..2);
        assert_eq!(marks.tokens_in(Span::new(4, 4)), 2..2);
    }

    #[test]
    fn the_longest_mention_names_the_span() {
        let entity = |name: &str, span| Entity {
            kind: EntityKind::Person,
            name: name.into(),
            code: None,
            office: None,
            country: None,
            point: None,
            mentions: vec![Mention {
                span,
                kind: MentionKind::Name,
            }],
        };
        let entities = vec![entity("A", Span::new(0, 2)), entity("B", Span::new(3, 9))];
        let marks = Marks {
            entities,
            ..Marks::default()
        };
        assert_eq!(marks.entity_in(Span::new(0, 9)), Some(EntityIx(1)));
        assert_eq!(marks.entity_in(Span::new(9, 12)), None);
    }
}
