//! Hand-marked sentences for tests: `[Ada Meier] met [Luis Soto] in
//! [Lima/L:PER] on <Monday|2024-03-04>. => Ada Meier > Luis Soto @ Lima ! actual`.

use jiff::civil::Date;
use rapporteur_language::Language;
use rapporteur_text::{
    Entity, EntityIx, EntityKind, Imprint, Marks, Mask, Mention, MentionKind, Report, Span, Time,
    TimeBasis, TimeKind,
};

use crate::tag::tag;

/// A sentence with its marks, and what is expected of it.
pub(crate) struct Marked {
    pub(crate) report: Report,
    pub(crate) marks: Marks,
    pub(crate) expected: Option<String>,
}

/// Takes the markup apart.
pub(crate) fn marked(written: &str) -> Marked {
    let (sentence, expected) = match written.split_once(" => ") {
        Some((sentence, expected)) => (sentence, Some(expected.trim().to_string())),
        None => (written, None),
    };
    let mut reader = Reader::default();
    reader.read(sentence);
    let report = Report::new(None, "test".into(), reader.text, Imprint::default());
    let (mut marks, _) = tag(&report, &Mask::default(), Language::english());
    marks.entities = reader.entities;
    marks.times = reader.times;
    Marked {
        report,
        marks,
        expected,
    }
}

#[derive(Default)]
struct Reader {
    text: String,
    entities: Vec<Entity>,
    times: Vec<Time>,
}

impl Reader {
    fn read(&mut self, mut rest: &str) {
        while let Some(at) = rest.find(['[', '<']) {
            self.text.push_str(&rest[..at]);
            let (open, after) = rest[at..].split_at(1);
            let (inner, after) = after
                .split_once(if open == "[" { ']' } else { '>' })
                .expect("markup closes");
            if open == "[" {
                self.name(inner);
            } else {
                self.time(inner);
            }
            rest = after;
        }
        self.text.push_str(rest);
    }

    fn push(&mut self, words: &str) -> Span {
        let start = self.text.len();
        self.text.push_str(words);
        Span::new(start, self.text.len())
    }

    fn name(&mut self, inner: &str) {
        let (name, sort) = inner.split_once('/').unwrap_or((inner, "P"));
        let span = self.push(name);
        let (sort, code) = sort.split_once(':').unwrap_or((sort, ""));
        let (whose, kind) = match sort.strip_prefix('=') {
            Some(whose) => (whose, MentionKind::Pronoun),
            None => (name, MentionKind::Name),
        };
        let mention = Mention { span, kind };
        if let Some(known) = self.entities.iter_mut().find(|it| it.name == whose) {
            known.mentions.push(mention);
            return;
        }
        let kind = match sort {
            "L" => EntityKind::Location,
            "O" => EntityKind::Organisation,
            "G" => EntityKind::Group,
            "F" => EntityKind::Facility,
            "M" => EntityKind::Other,
            _ => EntityKind::Person,
        };
        self.entities.push(Entity {
            kind,
            name: name.into(),
            code: (!code.is_empty()).then(|| code.to_string()),
            office: None,
            country: None,
            point: None,
            mentions: vec![mention],
        });
    }

    fn time(&mut self, inner: &str) {
        let (words, value) = inner.split_once('|').unwrap_or((inner, ""));
        let span = self.push(words);
        let (from, to) = value.split_once("..").unwrap_or((value, value));
        let day = |written: &str| written.parse::<Date>().ok();
        self.times.push(Time {
            span,
            kind: TimeKind::Date,
            value: value.into(),
            modifier: None,
            edtf: None,
            earliest: day(from),
            latest: day(to),
            basis: TimeBasis::Explicit,
            flag: None,
        });
    }
}

/// The names of `entities`, as expectations write them.
pub(crate) fn names(marks: &Marks, entities: &[EntityIx]) -> String {
    let names = entities.iter().map(|&ix| marks.entity(ix).name.as_str());
    names.collect::<Vec<_>>().join(", ")
}
