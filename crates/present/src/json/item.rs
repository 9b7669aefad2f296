//! An item of a story as JSON.

use rapporteur_text::{Conflict, Detail, Edit, Item, Join, Near, Reading, StoryEntityIx, Support};
use schemars::JsonSchema;
use serde::Serialize;

use super::story::{StoryEntityRefJson, Wire, origin_id};
use super::wire::{BoundsJson, SpanJson};

/// A statement, event, commitment or figure across the reports of a story.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ItemJson {
    /// Stable id, from its earliest evidence.
    pub id: String,
    /// What it is, with its kind's own fields.
    #[serde(flatten)]
    pub detail: DetailJson,
    /// Its words in the base reading, shortened at most by "…"; of a figure
    /// that names nothing counted, the words around it.
    pub summary: String,
    /// `corroborated` (two or more origins), `reported` (one) or `disputed` (values that cannot
    /// both hold).
    pub status: &'static str,
    /// What the support is for: `utterance` (that it was said) or `content` (that it is so).
    pub level: &'static str,
    /// Independent origins at that level.
    pub origins: u32,
    /// The spans that carry it; never empty.
    pub evidence: Vec<EvidenceJson>,
    /// Its wordings, base first.
    pub readings: Vec<ReadingJson>,
    /// Values that differ.
    pub conflict: Option<ConflictJson>,
    /// What is odd about it.
    pub notes: Vec<NoteJson>,
    /// Why its evidence is one item: what joined each piece but the first to the others.
    pub joins: Vec<JoinJson>,
    /// The likeliest evidence of another item that was not joined, and why not.
    pub nearest: Option<NearJson>,
    /// What later reports did to it: `new`, `corroborated`, `disputed` or `refined`; null unless
    /// `--since` asked.
    pub news: Option<&'static str>,
}

/// Two pieces of evidence that were taken for one thing.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct JoinJson {
    /// An index into the item's `evidence`.
    pub a: u32,
    /// Another.
    pub b: u32,
    /// The rule that held: `statement.quoted`.
    pub by: &'static str,
    /// What the rule reckons; comparable within one kind of item.
    pub score: f64,
}

/// Evidence of another item that came near and was not joined.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct NearJson {
    /// An index into the item's `evidence`.
    pub own: u32,
    /// The other item's id.
    pub item: String,
    /// An index into the other item's `evidence`.
    pub other: u32,
    /// What spoke against it: `statement.other-speaker`.
    pub by: &'static str,
    /// As the score of a join.
    pub score: f64,
}

/// The fields of each kind of item.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum DetailJson {
    /// Somebody said, believes or intends something.
    Statement {
        /// The speaker, where known.
        speaker: Option<StoryEntityRefJson>,
        /// The speaker as a report names him, where that is no entity.
        source: Option<String>,
        /// `direct`, `mixed` or `indirect` in the base reading.
        #[serde(rename = "type")]
        form: Option<&'static str>,
        /// `statement`, `belief`, `intention`, `decree` or `perception`.
        attitude: &'static str,
        /// `post`, `press conference`, `press release`, `interview`, `remarks` or `court`.
        occasion: Option<&'static str>,
    },
    /// Something happened.
    Event {
        /// PLOVER type, or one of our own that begins `x:`.
        #[serde(rename = "type")]
        kind: &'static str,
        /// PLOVER mode.
        mode: Option<&'static str>,
        /// PLOVER contexts.
        context: Vec<&'static str>,
        /// `actual`, `future`, `hypothetical`, `negated` or `historical`.
        realis: &'static str,
        /// Who did it.
        actors: Vec<StoryEntityRefJson>,
        /// To whom.
        recipients: Vec<StoryEntityRefJson>,
        /// Where.
        place: Option<StoryEntityRefJson>,
        /// When.
        when: Option<BoundsJson>,
    },
    /// Something is to be done.
    Commitment {
        /// Who undertook it.
        who: Vec<StoryEntityRefJson>,
        /// Towards whom.
        to: Vec<StoryEntityRefJson>,
        /// By when.
        due: Option<BoundsJson>,
        /// `proposed`, `planned`, `promised`, `agreed`, `signed`, `done`, `cancelled` or `denied`.
        commitment_status: &'static str,
    },
    /// Something was counted.
    Figure {
        /// Value, or the lower end of a range.
        value: f64,
        /// Upper end of a range.
        max: Option<f64>,
        /// `=`, `~`, `<`, `>`, `<=` or `>=`.
        modifier: &'static str,
        /// UCUM unit; null for a bare count.
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
        when: Option<BoundsJson>,
    },
}

/// A span of a report that carries an item.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EvidenceJson {
    /// The report's id.
    pub report: String,
    /// Where, in code points of the report's text.
    pub span: SpanJson,
    /// The text of that span.
    pub text: String,
    /// The origin it counts for.
    pub origin: String,
    /// The rule or model that marked it in its report: `statement.quote-then-cue`.
    pub by: &'static str,
}

/// An item's wording in one origin.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ReadingJson {
    /// Indices into the item's `evidence`; the first is the one shown.
    pub evidence: Vec<u32>,
    /// The origin.
    pub origin: String,
    /// `direct`, `mixed`, `indirect`, or `narrative` where it is no speech.
    pub form: &'static str,
    /// The words shown, less quotation marks.
    pub text: String,
    /// From the base reading to this one, word by word; empty for the base and for other words.
    pub edits: Vec<EditJson>,
}

/// One step from the sentences of the base that a reading words to that reading.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EditJson {
    /// `same`, `addition`, `omission`, `substitution` or `transposition`.
    pub kind: &'static str,
    /// Words of the base.
    pub base: String,
    /// Words of the reading.
    pub text: String,
    /// It changes a number, a name, a negation or a hedge.
    pub meaningful: bool,
}

/// Readings of one item that differ in substance.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ConflictJson {
    /// `date`, `number`, `polarity`, `modality`, `speaker`, `name`, `place` or `wording`.
    pub kind: &'static str,
    /// `equal`, `refines`, `overlaps` or `disjoint`.
    pub relation: &'static str,
    /// Two or more values.
    pub values: Vec<ValueJson>,
}

/// One value of a conflict.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ValueJson {
    /// The normalised value.
    pub value: String,
    /// A report's words for it, shortened at most by "…".
    pub words: String,
    /// Indices into the item's `evidence`; never empty.
    pub evidence: Vec<u32>,
}

/// What is odd about an item.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct NoteJson {
    /// A fixed label: `said-this-year`.
    pub label: &'static str,
    /// Indices into the item's `evidence`.
    pub evidence: Vec<u32>,
}

impl Wire<'_> {
    pub(super) fn item(&self, it: &Item) -> ItemJson {
        ItemJson {
            id: it.id.clone(),
            detail: self.detail(it),
            summary: it.summary.clone(),
            status: it.status.as_str(),
            level: it.level.as_str(),
            origins: it.origins,
            evidence: it.evidence.iter().map(|it| self.evidence(it)).collect(),
            readings: it.readings.iter().map(reading).collect(),
            conflict: it.conflict.as_ref().map(conflict),
            notes: it.notes.iter().map(note).collect(),
            joins: it.joins.iter().map(join).collect(),
            news: it.news.map(rapporteur_text::News::as_str),
            nearest: it.nearest.as_ref().map(|it| self.nearest(it)),
        }
    }

    fn evidence(&self, it: &Support) -> EvidenceJson {
        EvidenceJson {
            report: self.id(it.at.report),
            span: self.span(it.at),
            text: self.account.words(it.at).to_owned(),
            origin: origin_id(it.origin as usize),
            by: it.by,
        }
    }

    fn nearest(&self, it: &Near) -> NearJson {
        NearJson {
            own: it.own,
            item: self.account.record().item(it.item).id.clone(),
            other: it.other,
            by: it.by,
            score: rounded(it.score),
        }
    }

    fn refers(&self, list: &[StoryEntityIx]) -> Vec<StoryEntityRefJson> {
        list.iter().map(|&ix| self.refer(ix)).collect()
    }

    fn detail(&self, item: &Item) -> DetailJson {
        match &item.detail {
            Detail::Statement {
                speaker,
                source,
                attitude,
                occasion,
            } => DetailJson::Statement {
                speaker: speaker.map(|ix| self.refer(ix)),
                source: source.clone(),
                form: item.readings.first().map(|it| it.form.as_str()),
                attitude: attitude.as_str(),
                occasion: occasion.map(rapporteur_text::OccasionKind::as_str),
            },
            Detail::Commitment {
                who,
                to,
                due,
                status,
            } => DetailJson::Commitment {
                who: self.refers(who),
                to: self.refers(to),
                due: due.as_ref().map(Into::into),
                commitment_status: status.as_str(),
            },
            Detail::Event { .. } => self.event(&item.detail),
            Detail::Figure { .. } => figure(&item.detail),
        }
    }

    fn event(&self, detail: &Detail) -> DetailJson {
        let Detail::Event {
            kind,
            mode,
            context,
            realis,
            actors,
            recipients,
            place,
            when,
        } = detail
        else {
            unreachable!("only called for events");
        };
        DetailJson::Event {
            kind,
            mode: *mode,
            context: context.clone(),
            realis: realis.as_str(),
            actors: self.refers(actors),
            recipients: self.refers(recipients),
            place: place.map(|ix| self.refer(ix)),
            when: when.as_ref().map(Into::into),
        }
    }
}

fn figure(detail: &Detail) -> DetailJson {
    let Detail::Figure {
        value,
        max,
        modifier,
        unit,
        currency,
        concept,
        from,
        ordinal,
        when,
    } = detail
    else {
        unreachable!("only called for figures");
    };
    DetailJson::Figure {
        value: *value,
        max: *max,
        modifier: modifier.as_str(),
        unit: unit.clone(),
        currency: currency.clone(),
        concept: concept.clone(),
        from: *from,
        ordinal: *ordinal,
        when: when.as_ref().map(Into::into),
    }
}

fn join(it: &Join) -> JoinJson {
    JoinJson {
        a: it.pair.0,
        b: it.pair.1,
        by: it.by,
        score: rounded(it.score),
    }
}

/// To two places.
fn rounded(score: f32) -> f64 {
    (f64::from(score) * 100.0).round() / 100.0
}

fn reading(it: &Reading) -> ReadingJson {
    let edit = |it: &Edit| EditJson {
        kind: it.kind.as_str(),
        base: it.base.clone(),
        text: it.text.clone(),
        meaningful: it.meaningful,
    };
    ReadingJson {
        evidence: it.evidence.clone(),
        origin: origin_id(it.origin as usize),
        form: it.form.as_str(),
        text: it.text.clone(),
        edits: it.edits.iter().map(edit).collect(),
    }
}

fn conflict(it: &Conflict) -> ConflictJson {
    let value = |it: &rapporteur_text::ConflictSide| ValueJson {
        value: it.value.clone(),
        words: it.words.clone(),
        evidence: it.evidence.clone(),
    };
    ConflictJson {
        kind: it.kind.as_str(),
        relation: it.relation.as_str(),
        values: it.sides.iter().map(value).collect(),
    }
}

fn note(it: &rapporteur_text::Note) -> NoteJson {
    NoteJson {
        label: it.label,
        evidence: it.evidence.clone(),
    }
}
