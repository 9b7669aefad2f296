//! Annotated reports made by hand, for tests.

use jiff::civil::Date;
use rapporteur_text::{
    Annotated, Attitude, Commitment, CommitmentStatus, Dateline, Entity, EntityIx, EntityKind,
    Event, Figure, Imprint, Marks, Mask, Mention, MentionKind, Modifier, Occasion, OccasionKind,
    Published, PublishedBasis, Realis, Report, Span, Statement, StatementKind, Time, TimeBasis,
    TimeIx, TimeKind, Title,
};

/// Builds an [`Annotated`] from a text and the parts of it that are marked.
pub(crate) struct Draft {
    file: String,
    text: String,
    imprint: Imprint,
    marks: Marks,
}

impl Draft {
    /// Sentences end at ". ", "? " or a closing quotation mark after a stop.
    pub(crate) fn new(file: &str, text: &str) -> Self {
        let marks = Marks {
            paragraphs: vec![Span::new(0, text.len())],
            sentences: sentences(text),
            ..Marks::default()
        };
        Self {
            file: file.into(),
            text: text.into(),
            imprint: Imprint::default(),
            marks,
        }
    }

    pub(crate) fn outlet(mut self, name: &str) -> Self {
        self.imprint.outlet = Some(name.into());
        self
    }

    pub(crate) fn on(mut self, date: Date) -> Self {
        self.imprint.published = Some(Published {
            date,
            time: None,
            offset: None,
            basis: PublishedBasis::Declared,
        });
        self
    }

    pub(crate) fn span(&self, words: &str) -> Span {
        let start = self.text.find(words).expect("the words stand in the text");
        Span::new(start, start + words.len())
    }

    pub(crate) fn person(self, name: &str, office: Option<&str>) -> Self {
        self.entity(EntityKind::Person, name, None, office)
    }

    /// A body that is also called `short`.
    pub(crate) fn body(self, name: &str, short: Option<&str>) -> Self {
        let short = short.map(|short| self.span(short));
        let mut it = self.entity(EntityKind::Organisation, name, None, None);
        if let (Some(span), Some(body)) = (short, it.marks.entities.last_mut()) {
            let kind = MentionKind::Name;
            body.mentions.push(Mention { span, kind });
        }
        it
    }

    /// A place, a country where it has a code.
    pub(crate) fn place(self, name: &str, code: Option<&str>) -> Self {
        self.entity(EntityKind::Location, name, code, None)
    }

    pub(crate) fn headline(mut self, words: &str) -> Self {
        self.imprint.title = Some(Title {
            text: words.into(),
            span: None,
        });
        self
    }

    pub(crate) fn dateline(mut self, place: &str) -> Self {
        self.imprint.dateline = Some(Dateline {
            place: Some(place.into()),
            date: None,
            month_day: None,
            span: Span::new(0, 0),
        });
        self
    }

    fn entity(
        mut self,
        kind: EntityKind,
        name: &str,
        code: Option<&str>,
        office: Option<&str>,
    ) -> Self {
        let span = self.span(name);
        self.marks.entities.push(Entity {
            kind,
            name: name.into(),
            code: code.map(Into::into),
            office: office.map(Into::into),
            country: None,
            point: None,
            mentions: vec![Mention {
                span,
                kind: MentionKind::Name,
            }],
        });
        self
    }

    fn named(&self, name: &str) -> EntityIx {
        let at = self.marks.entities.iter().position(|it| it.name == name);
        EntityIx(at.expect("the entity was added") as u32)
    }

    /// `speaker` says `words`, which are quoted when they begin with a mark.
    pub(crate) fn says(mut self, speaker: &str, words: &[&str]) -> Self {
        let content: Vec<Span> = words.iter().map(|words| self.span(words)).collect();
        let quoted = words.iter().filter(|words| words.starts_with('"')).count();
        let kind = match quoted {
            0 => StatementKind::Indirect,
            all if all == words.len() => StatementKind::Direct,
            _ => StatementKind::Mixed,
        };
        self.marks.statements.push(Statement {
            kind,
            attitude: Attitude::Statement,
            source: Vec::new(),
            cue: Vec::new(),
            content,
            speaker: (!speaker.is_empty()).then(|| self.named(speaker)),
            occasion: None,
            addressee: None,
            negated: false,
            modal: false,
            topic: false,
            by: "test",
            confidence: 1.0,
        });
        self
    }

    /// The source of the last statement, as it is written.
    pub(crate) fn by(mut self, source: &str) -> Self {
        let span = self.span(source);
        let last = self.marks.statements.last_mut().expect("a statement");
        last.source = vec![span];
        self
    }

    /// The last statement is a belief, with this cue.
    pub(crate) fn hoped(mut self, cue: &str) -> Self {
        let cue = self.span(cue);
        let last = self.marks.statements.last_mut().expect("a statement");
        last.attitude = Attitude::Belief;
        last.cue = vec![cue];
        self
    }

    /// The last statement was a post.
    pub(crate) fn posted(mut self) -> Self {
        let last = self.marks.statements.last_mut().expect("a statement");
        last.occasion = Some(Occasion {
            kind: OccasionKind::Post,
            span: last.content[0],
        });
        self
    }

    pub(crate) fn time(&mut self, words: &str, from: Date, to: Date) -> TimeIx {
        let span = self.span(words);
        self.marks.times.push(Time {
            span,
            kind: TimeKind::Date,
            value: from.to_string(),
            modifier: None,
            edtf: None,
            earliest: Some(from),
            latest: Some(to),
            basis: TimeBasis::Explicit,
            flag: None,
        });
        TimeIx(self.marks.times.len() as u32 - 1)
    }

    pub(crate) fn figure(mut self, words: &str, value: f64, concept: &str) -> Self {
        let (span, concept) = (self.span(words), self.span(concept));
        self.marks.figures.push(Figure {
            span,
            value,
            max: None,
            modifier: Modifier::Exact,
            unit: None,
            currency: None,
            concept: Some(concept),
            from: None,
            ordinal: false,
            time: None,
        });
        self
    }

    /// The last figure is of this kind of exactness.
    pub(crate) fn modified(mut self, modifier: Modifier) -> Self {
        self.marks.figures.last_mut().expect("a figure").modifier = modifier;
        self
    }

    pub(crate) fn event(mut self, kind: &'static str, words: &str, actors: &[&str]) -> Self {
        let span = self.span(words);
        self.marks.events.push(Event {
            span,
            trigger: span,
            kind,
            mode: None,
            context: Vec::new(),
            realis: Realis::Actual,
            actors: actors.iter().map(|name| self.named(name)).collect(),
            recipients: Vec::new(),
            place: None,
            time: None,
            by: "test",
        });
        self
    }

    /// The last event was there.
    pub(crate) fn at(mut self, place: &str) -> Self {
        let place = self.named(place);
        let last = self.marks.events.last_mut().expect("an event");
        last.place = Some(place);
        self
    }

    pub(crate) fn commitment(mut self, words: &str, due: Option<(&str, Date, Date)>) -> Self {
        let span = self.span(words);
        let due = due.map(|(words, from, to)| self.time(words, from, to));
        self.marks.commitments.push(Commitment {
            span,
            action: span,
            who: Vec::new(),
            to: Vec::new(),
            due,
            status: CommitmentStatus::Planned,
            condition: None,
            by: "test",
        });
        self
    }

    pub(crate) fn build(self) -> Annotated {
        let report = Report::new(None, self.file, self.text, self.imprint.clone());
        Annotated {
            report,
            imprint: self.imprint,
            mask: Mask::default(),
            marks: self.marks,
        }
    }
}

fn sentences(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut from = 0;
    for (at, _) in text.match_indices(' ') {
        let before = text[..at].trim_end_matches('"');
        if before.ends_with(['.', '?', '!']) {
            spans.push(Span::new(from, at));
            from = at + 1;
        }
    }
    if from < text.len() {
        spans.push(Span::new(from, text.len()));
    }
    spans
}
