//! One annotated report as one JSON object.

mod shapes;

use rapporteur_language::lemma;
use rapporteur_text::{
    Annotated, CodePoints, Commitment, Entity, EntityIx, Event, Figure, Occasion, Run, Span,
    Statement, Time, TimeIx, Word,
};

use super::wire::{BlockJson, CreditJson, CutJson, DatelineJson, SpanJson, agencies, iso};
use crate::labels::basis_word;
pub use shapes::AnnotatedJson;
use shapes::{
    CommitmentJson, EntityJson, EntityRefJson, EventJson, FigureJson, MentionJson, OccasionJson,
    StatementJson, TimeJson, WordJson,
};

/// One annotated report as `annotate` prints it.
pub fn annotated(report: &Annotated) -> AnnotatedJson {
    let points = CodePoints::new(report.report.text());
    let wire = Wire {
        report,
        points: &points,
    };
    let imprint = &report.imprint;
    let marks = &report.marks;
    AnnotatedJson {
        id: report.report.id().to_string(),
        file: report.report.file().to_owned(),
        url: imprint.url.clone(),
        canonical: imprint.canonical.clone(),
        outlet: imprint.outlet.clone(),
        family: imprint.family.clone(),
        via: imprint.via.clone(),
        title: imprint.title.as_ref().map(|it| it.text.clone()),
        byline: imprint.byline.clone(),
        agencies: agencies(imprint),
        credits: CreditJson::of(report, &points),
        published: imprint.published.map(|it| it.to_iso()),
        published_basis: imprint.published.map(|it| basis_word(it.basis)),
        modified: imprint.modified.map(|it| it.to_iso()),
        section: imprint.section.clone(),
        dateline: DatelineJson::of(report, &points),
        lang: imprint.language.clone(),
        marked: report.is_marked(),
        text: report.report.text().to_owned(),
        cuts: CutJson::of(report, &points),
        blocks: BlockJson::of(report, &points),
        sentences: wire.spans(&marks.sentences),
        entities: numbered(&marks.entities, |ix, it| wire.entity(ix, it)),
        statements: numbered(&marks.statements, |ix, it| wire.statement(ix, it)),
        times: marks.times.iter().map(|it| wire.time(it)).collect(),
        figures: marks.figures.iter().map(|it| wire.figure(it)).collect(),
        events: numbered(&marks.events, |ix, it| wire.event(ix, it)),
        commitments: numbered(&marks.commitments, |ix, it| wire.commitment(ix, it)),
        words: None,
        map: None,
    }
}

/// What `annotate` prints when it is asked to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Extras {
    /// The way back to the bytes that the text was read from (`--map`).
    pub map: bool,
    /// Words with parts of speech and dependencies (`--words`).
    pub words: bool,
}

/// One annotated report as `annotate` prints it when asked for more.
pub fn annotated_with(report: &Annotated, extras: Extras) -> AnnotatedJson {
    let points = CodePoints::new(report.report.text());
    let run = |run: &Run| {
        let [start, end] = points.span(run.text);
        let bytes = run.bytes();
        (start, end, bytes.start, bytes.end, run.kind.as_str())
    };
    let map = || report.report.origin().runs().iter().map(run).collect();
    let words = || {
        let words = report.marks.words.iter();
        words.map(|it| word(report, &points, it)).collect()
    };
    AnnotatedJson {
        map: extras.map.then(map),
        words: extras.words.then(words),
        ..annotated(report)
    }
}

fn word(report: &Annotated, points: &CodePoints<'_>, word: &Word) -> WordJson {
    WordJson {
        span: points.span(word.span),
        lemma: lemma(report.report.slice(word.span), word.upos).into_owned(),
        upos: word.upos.name(),
        head: word.head,
        deprel: word.deprel.name(),
    }
}

fn numbered<T, U>(list: &[T], wire: impl Fn(usize, &T) -> U) -> Vec<U> {
    list.iter()
        .enumerate()
        .map(|(ix, it)| wire(ix, it))
        .collect()
}

/// A report beside the index of its code points.
struct Wire<'a> {
    report: &'a Annotated,
    points: &'a CodePoints<'a>,
}

impl Wire<'_> {
    fn spans(&self, spans: &[Span]) -> Vec<SpanJson> {
        spans.iter().map(|&span| self.points.span(span)).collect()
    }

    fn entity(&self, ix: usize, it: &Entity) -> EntityJson {
        let mention = |it: &rapporteur_text::Mention| MentionJson {
            span: self.points.span(it.span),
            kind: it.kind.as_str(),
        };
        EntityJson {
            id: format!("e{ix}"),
            r#type: it.kind.as_str(),
            name: it.name.clone(),
            code: it.code.clone(),
            office: it.office.clone(),
            country: it.country.clone(),
            mentions: it.mentions.iter().map(mention).collect(),
        }
    }

    fn refer(&self, ix: EntityIx) -> EntityRefJson {
        let it = self.report.marks.entity(ix);
        EntityRefJson {
            id: format!("e{}", ix.0),
            r#type: it.kind.as_str(),
            name: it.name.clone(),
            code: it.code.clone(),
        }
    }

    fn refers(&self, list: &[EntityIx]) -> Vec<EntityRefJson> {
        list.iter().map(|&ix| self.refer(ix)).collect()
    }

    fn statement(&self, ix: usize, it: &Statement) -> StatementJson {
        let occasion = |it: Occasion| OccasionJson {
            kind: it.kind.as_str(),
            span: self.points.span(it.span),
        };
        StatementJson {
            id: format!("s{ix}"),
            r#type: it.kind.as_str(),
            attitude: it.attitude.as_str(),
            source: self.spans(&it.source),
            cue: self.spans(&it.cue),
            content: self.spans(&it.content),
            speaker: it.speaker.map(|ix| self.refer(ix)),
            occasion: it.occasion.map(occasion),
            addressee: it.addressee.map(|ix| self.refer(ix)),
            negated: it.negated,
            modal: it.modal,
            by: it.by,
            confidence: it.confidence,
        }
    }

    fn time(&self, it: &Time) -> TimeJson {
        TimeJson {
            span: self.points.span(it.span),
            r#type: it.kind.as_str(),
            value: it.value.clone(),
            r#mod: it.modifier,
            edtf: it.edtf.clone(),
            earliest: iso(it.earliest),
            latest: iso(it.latest),
            basis: it.basis.as_str(),
            flag: it.flag.map(rapporteur_text::TimeFlag::as_str),
        }
    }

    fn time_at(&self, ix: TimeIx) -> TimeJson {
        self.time(self.report.marks.time(ix))
    }

    fn figure(&self, it: &Figure) -> FigureJson {
        FigureJson {
            span: self.points.span(it.span),
            value: it.value,
            max: it.max,
            modifier: it.modifier.as_str(),
            unit: it.unit.clone(),
            currency: it.currency.clone(),
            concept: it
                .concept
                .map(|span| self.report.report.slice(span).to_owned()),
            concept_span: it.concept.map(|span| self.points.span(span)),
            from: it.from,
            ordinal: it.ordinal,
            time: it.time.map(|ix| self.time_at(ix)),
        }
    }

    fn event(&self, ix: usize, it: &Event) -> EventJson {
        EventJson {
            id: format!("v{ix}"),
            span: self.points.span(it.span),
            trigger: self.points.span(it.trigger),
            r#type: it.kind,
            mode: it.mode,
            context: it.context.clone(),
            realis: it.realis.as_str(),
            actors: self.refers(&it.actors),
            recipients: self.refers(&it.recipients),
            place: it.place.map(|ix| self.refer(ix)),
            time: it.time.map(|ix| self.time_at(ix)),
            by: it.by,
        }
    }

    fn commitment(&self, ix: usize, it: &Commitment) -> CommitmentJson {
        CommitmentJson {
            id: format!("c{ix}"),
            span: self.points.span(it.span),
            who: self.refers(&it.who),
            to: self.refers(&it.to),
            action: self.report.report.slice(it.action).to_owned(),
            action_span: self.points.span(it.action),
            due: it.due.map(|ix| self.time_at(ix)),
            status: it.status.as_str(),
            condition: it.condition.map(|span| self.points.span(span)),
            by: it.by,
        }
    }
}
