//! The shapes of `annotate`'s output.

use schemars::JsonSchema;
use serde::Serialize;

use crate::json::wire::{BlockJson, CreditJson, CutJson, DatelineJson, SpanJson};

/// One report with all that is known of it alone.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AnnotatedJson {
    /// The input's own id, or a hash of the content.
    pub id: String,
    /// The file it was read from, with `#` and the part where a file holds many.
    pub file: String,
    /// Address of the page.
    pub url: Option<String>,
    /// Address that the page names as its canonical one.
    pub canonical: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Publisher that owns the outlet, where the table of outlets knows it.
    pub family: Option<String>,
    /// Outlet that the report says it was taken from.
    pub via: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Author line without "By".
    pub byline: Option<String>,
    /// Agencies credited for the text, each once; not those of pictures.
    pub agencies: Vec<String>,
    /// Every credit with where it stands.
    pub credits: Vec<CreditJson>,
    /// When it was published, ISO 8601.
    pub published: Option<String>,
    /// How that is known: `declared`, `text`, `dateline`, `address`, `mentioned`, `other-report`.
    pub published_basis: Option<&'static str>,
    /// When it was last changed, as the source declares, ISO 8601.
    pub modified: Option<String>,
    /// Section of the outlet.
    pub section: Option<String>,
    /// Place and day that the text opens with.
    pub dateline: Option<DatelineJson>,
    /// BCP 47 language tag.
    pub lang: Option<String>,
    /// Whether it was marked: false for a report in another language than English, which has
    /// sentences and nothing after them.
    pub marked: bool,
    /// The text that every span counts in, code point by code point.
    pub text: String,
    /// What is not the outlet's own reporting, in text order; disjoint.
    pub cuts: Vec<CutJson>,
    /// Subheads, points of lists, quotations set off and rows of tables, in text order; what is
    /// not here is paragraphs.
    pub blocks: Vec<BlockJson>,
    /// Sentences outside the cuts and subheads, in text order.
    pub sentences: Vec<SpanJson>,
    /// People, bodies and places, each once.
    pub entities: Vec<EntityJson>,
    /// Attributed statements, beliefs and intentions.
    pub statements: Vec<StatementJson>,
    /// Temporal expressions.
    pub times: Vec<TimeJson>,
    /// Numbers with unit and what they count.
    pub figures: Vec<FigureJson>,
    /// Happenings.
    pub events: Vec<EventJson>,
    /// What was agreed, promised or planned.
    pub commitments: Vec<CommitmentJson>,
    /// With `--words`: syntactic words, in text order, as Universal Dependencies describes them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<Vec<WordJson>>,
    /// With `--map`: the way back to the file, in text order. What no run holds was put in by
    /// reading; empty where a format keeps no way back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub map: Option<Vec<RunJson>>,
}

/// One syntactic word: a token, or a part of a hyphenated or contracted one.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct WordJson {
    /// Where it stands.
    pub span: SpanJson,
    /// Its form as a dictionary lists it.
    pub lemma: String,
    /// Universal part of speech: `NOUN`, `PROPN`, `VERB`.
    pub upos: &'static str,
    /// The word it hangs on, counted from 0 among the report's words; null for the root of a
    /// sentence.
    pub head: Option<u32>,
    /// Universal dependency relation: `nsubj`, `obl:agent`; `root` where there is no head.
    pub deprel: &'static str,
}

/// A run of the text: its start and end in code points, its first byte in the file and one past
/// its last, and how the bytes give the text: `copied`, `escaped` or `space`.
pub(crate) type RunJson = (usize, usize, u64, u64, &'static str);

/// A person, body or place of one report.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EntityJson {
    /// Identity within the report.
    pub id: String,
    /// `PER`, `ORG`, `LOC`, `NORP`, `FAC`, `EVENT`, `PRODUCT` or `MISC`.
    pub r#type: &'static str,
    /// The fullest name the report gives, or the office where it gives none.
    pub name: String,
    /// ISO 3166 alpha-3 of a country or its people, or a body's acronym.
    pub code: Option<String>,
    /// Office or title, for a person.
    pub office: Option<String>,
    /// The country an office belongs to or a place lies in, ISO 3166 alpha-3.
    pub country: Option<String>,
    /// Where it is mentioned, in text order; never empty.
    pub mentions: Vec<MentionJson>,
}

/// One occurrence of an entity.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MentionJson {
    /// Where, in code points.
    pub span: SpanJson,
    /// `name`, `nominal` or `pronoun`.
    pub kind: &'static str,
}

/// Points to an entity of the same report, with what names it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EntityRefJson {
    /// The entity's id.
    pub id: String,
    /// Its type.
    pub r#type: &'static str,
    /// Its name.
    pub name: String,
    /// Its code.
    pub code: Option<String>,
}

/// A source, a cue and a content.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StatementJson {
    /// Identity within the report.
    pub id: String,
    /// `direct` (all in quotation marks), `indirect` (none) or `mixed`.
    pub r#type: &'static str,
    /// `statement`, `belief`, `intention`, `decree` or `perception`.
    pub attitude: &'static str,
    /// Who, as the text says it; empty where it does not.
    pub source: Vec<SpanJson>,
    /// What introduces it; empty for a quotation that stands alone.
    pub cue: Vec<SpanJson>,
    /// What; never empty; quotation marks lie inside.
    pub content: Vec<SpanJson>,
    /// Whom the source means.
    pub speaker: Option<EntityRefJson>,
    /// Where it was said, as the report says it.
    pub occasion: Option<OccasionJson>,
    /// To whom it was said.
    pub addressee: Option<EntityRefJson>,
    /// The cue is negated.
    pub negated: bool,
    /// The cue is no fact: "may announce".
    pub modal: bool,
    /// The rule or model that decided.
    pub by: &'static str,
    /// How sure, 0 to 1.
    pub confidence: f32,
}

/// Where something was said.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OccasionJson {
    /// `post`, `press conference`, `press release`, `interview`, `remarks` or `court`.
    pub kind: &'static str,
    /// The words that say so, in code points.
    pub span: SpanJson,
}

/// A temporal expression.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TimeJson {
    /// Where, in code points.
    pub span: SpanJson,
    /// TIMEX3 type: `DATE`, `TIME`, `DURATION` or `SET`.
    pub r#type: &'static str,
    /// TIMEX3 value.
    pub value: String,
    /// TIMEX3 mod: `END`, `ON_OR_BEFORE`.
    pub r#mod: Option<&'static str>,
    /// EDTF, where the value is a date or an interval.
    pub edtf: Option<String>,
    /// First day it can mean, ISO 8601.
    pub earliest: Option<String>,
    /// Last day it can mean, ISO 8601.
    pub latest: Option<String>,
    /// `explicit`, `publication`, `dateline`, `tense`, `commitment` or `other-report`.
    pub basis: &'static str,
    /// What is odd about the wording: `said-this-year`.
    pub flag: Option<&'static str>,
}

/// A number with unit and what it counts.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FigureJson {
    /// The number and its unit, in code points.
    pub span: SpanJson,
    /// Value, or the lower end of a range.
    pub value: f64,
    /// Upper end of a range.
    pub max: Option<f64>,
    /// `=`, `~`, `<`, `>`, `<=` or `>=`.
    pub modifier: &'static str,
    /// UCUM unit; null for a bare count.
    pub unit: Option<String>,
    /// ISO 4217 code.
    pub currency: Option<String>,
    /// What is counted, in the text's own words.
    pub concept: Option<String>,
    /// Where those words stand, in code points.
    pub concept_span: Option<SpanJson>,
    /// The value it changed from.
    pub from: Option<f64>,
    /// It counts a place in a row: "7th meeting".
    pub ordinal: bool,
    /// As of when.
    pub time: Option<TimeJson>,
}

/// A happening.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EventJson {
    /// Identity within the report.
    pub id: String,
    /// The clause, in code points.
    pub span: SpanJson,
    /// The word that decided, in code points.
    pub trigger: SpanJson,
    /// PLOVER type, or one of our own that begins `x:`.
    pub r#type: &'static str,
    /// PLOVER mode.
    pub mode: Option<&'static str>,
    /// PLOVER contexts.
    pub context: Vec<&'static str>,
    /// `actual`, `future`, `hypothetical`, `negated` or `historical`.
    pub realis: &'static str,
    /// Who did it.
    pub actors: Vec<EntityRefJson>,
    /// To whom.
    pub recipients: Vec<EntityRefJson>,
    /// Where.
    pub place: Option<EntityRefJson>,
    /// When.
    pub time: Option<TimeJson>,
    /// The rule that decided.
    pub by: &'static str,
}

/// An agreed, promised or planned thing.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CommitmentJson {
    /// Identity within the report.
    pub id: String,
    /// The clause, in code points.
    pub span: SpanJson,
    /// Who undertook it.
    pub who: Vec<EntityRefJson>,
    /// Towards whom.
    pub to: Vec<EntityRefJson>,
    /// What is to be done or was signed, in the text's own words.
    pub action: String,
    /// Where those words stand, in code points.
    pub action_span: SpanJson,
    /// By when.
    pub due: Option<TimeJson>,
    /// `proposed`, `planned`, `promised`, `agreed`, `signed`, `done`, `cancelled` or `denied`.
    pub status: &'static str,
    /// The "if" or "provided" clause, in code points.
    pub condition: Option<SpanJson>,
    /// The rule that decided.
    pub by: &'static str,
}
