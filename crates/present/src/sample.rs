//! A story that nobody told: four invented reports and their record.
#![allow(clippy::too_many_lines, clippy::unnecessary_wraps)]

use jiff::civil::{Date, date};
use rapporteur_text::*;

/// A record and the reports it cites.
pub(crate) struct Sample {
    pub(crate) record: Record,
    pub(crate) reports: Vec<Annotated>,
}

impl Sample {
    pub(crate) fn account(&self) -> crate::Account<'_> {
        crate::Account::new(&self.record, self.reports.iter().collect())
    }
}

const HERALD: &str = "PORT MARLO, May 3 (Northwire) - The Gull Bay ferry will sail again on Friday, \
Harbour Minister Ana Ruiz said on Thursday.\n\n“We have mended the ramp, and we will run six boats \
a day,” Ruiz told reporters.\n\nThe storm in March left 12 people hurt.\n\nALSO READ: Tide tables";
const BELL: &str = "The Gull Bay ferry will sail again on Friday, Harbour Minister Ana Ruiz said.\n\
“We have mended the ramp and may run six boats each day,” Ruiz said.\nThe storm in March left 12 \
people hurt.";
const COAST: &str = "Ruiz said the ferry would be back before the weekend. The March storm hurt 14 \
people, the hospital said – “quite enough”, in a nurse’s words.";
const MIRROR: &str = "Harbour talks <b>resume</b> in May 2024. The union’s Per Lind said he had not \
been asked.";

/// The invented story.
pub(crate) fn ferry() -> Sample {
    let reports = vec![
        report(
            "herald-1",
            HERALD,
            "Harbour Herald",
            "Ferry to sail again",
            date(2024, 5, 3),
        ),
        report(
            "bell",
            BELL,
            "Evening Bell",
            "Ferry back <script>alert(1)</script>",
            date(2024, 5, 3),
        ),
        report("Coast/2", COAST, "", "", date(2024, 5, 4)),
        report(
            "mirror",
            MIRROR,
            "Coast Mirror",
            "Talks resume",
            date(2024, 5, 4),
        ),
    ];
    let record = record(&reports);
    Sample { record, reports }
}

fn report(id: &str, text: &str, outlet: &str, title: &str, day: Date) -> Annotated {
    let some = |it: &str| (!it.is_empty()).then(|| it.to_owned());
    let imprint = Imprint {
        url: Some(match id {
            "bell" => "javascript:alert(1)".into(),
            _ => format!(
                "https://{}.example/a?b=1&c=2",
                id.to_lowercase().replace('/', "-")
            ),
        }),
        outlet: some(outlet),
        title: some(title).map(|text| Title { text, span: None }),
        byline: (id == "mirror").then(|| "Oda Krill".into()),
        published: Some(Published {
            date: day,
            time: None,
            offset: None,
            basis: PublishedBasis::Declared,
        }),
        dateline: text.starts_with("PORT MARLO").then(|| Dateline {
            place: Some("PORT MARLO".into()),
            date: Some(day),
            month_day: Some((5, 3)),
            span: Span::new(0, 32),
        }),
        credits: text
            .find("Northwire")
            .map(|at| Credit {
                agency: "Northwire".into(),
                place: CreditPlace::Head,
                span: Some(Span::new(at, at + 9)),
            })
            .into_iter()
            .collect(),
        language: Some("en".into()),
        ..Imprint::default()
    };
    let cut = text
        .find("ALSO READ")
        .map(|at| (Span::new(at, text.len()), Cut::Related));
    let head = imprint.dateline.as_ref().map(|it| (it.span, Cut::Dateline));
    let mask = Mask::new(head.into_iter().chain(cut).collect()).unwrap();
    let marks = marks(text, &mask);
    let report = Report::new(
        Some(id.into()),
        format!("reports/{}.txt", id.to_lowercase()),
        text.into(),
        imprint.clone(),
    );
    Annotated {
        report,
        imprint,
        mask,
        marks,
    }
}

/// Sentences by full stops and line ends, one entity, and one of each mention.
fn marks(text: &str, mask: &Mask) -> Marks {
    let mut sentences = Vec::new();
    for kept in mask.kept(text.len()) {
        let mut from = kept.start();
        for (at, end) in text[kept.range()].match_indices(['.', '\n']) {
            let to = kept.start() + at + end.len();
            let span = Span::new(from, to).trim(text);
            if 3 < span.len() {
                sentences.push(span);
                from = to;
            }
        }
    }
    let find = |words: &str| text.find(words).map(|at| Span::new(at, at + words.len()));
    let mut marks = Marks {
        sentences,
        ..Marks::default()
    };
    if let Some(span) = find("Ruiz") {
        marks.entities.push(Entity {
            kind: EntityKind::Person,
            name: "Ana Ruiz".into(),
            code: None,
            office: Some("Harbour Minister".into()),
            country: None,
            point: None,
            mentions: vec![Mention {
                span,
                kind: MentionKind::Name,
            }],
        });
    }
    if let Some(span) = find("on Friday") {
        marks.times.push(Time {
            span,
            kind: TimeKind::Date,
            value: "2024-05-03".into(),
            modifier: None,
            edtf: Some("2024-05-03".into()),
            earliest: Some(date(2024, 5, 3)),
            latest: Some(date(2024, 5, 3)),
            basis: TimeBasis::Publication,
            flag: None,
        });
    }
    if let (Some(content), Some(source), Some(cue)) =
        (find("“We have mended the ramp"), find("Ruiz"), find("said"))
    {
        marks.statements.push(Statement {
            kind: StatementKind::Direct,
            attitude: Attitude::Statement,
            source: vec![source],
            cue: vec![cue],
            content: vec![content],
            speaker: Some(EntityIx(0)),
            occasion: Some(Occasion {
                kind: OccasionKind::Remarks,
                span: cue,
            }),
            addressee: None,
            negated: false,
            modal: false,
            topic: false,
            by: "statement.quote-then-cue",
            confidence: 0.9,
        });
        marks.commitments.push(Commitment {
            span: content,
            action: content,
            who: vec![EntityIx(0)],
            to: Vec::new(),
            due: Some(TimeIx(0)),
            status: CommitmentStatus::Promised,
            condition: None,
            by: "commitment.will",
        });
        marks.events.push(Event {
            span: content,
            trigger: cue,
            kind: "CONSULT",
            mode: Some("visit"),
            context: vec!["diplomatic"],
            realis: Realis::Actual,
            actors: vec![EntityIx(0)],
            recipients: Vec::new(),
            place: None,
            time: Some(TimeIx(0)),
            by: "event.meet",
        });
    }
    if let Some(span) = find("12 people").or_else(|| find("14 people")) {
        marks.figures.push(Figure {
            span,
            value: if text.contains("12 people") {
                12.0
            } else {
                14.0
            },
            max: None,
            modifier: Modifier::Exact,
            unit: None,
            currency: None,
            concept: Some(Span::new(span.start() + 3, span.end())),
            from: None,
            ordinal: false,
            time: None,
        });
    }
    marks
}

/// Evidence of `words` in report `ix`, counted for `origin`.
fn support(reports: &[Annotated], ix: u32, words: &str, origin: u32) -> Support {
    let text = reports[ix as usize].report.text();
    let at = text
        .find(words)
        .unwrap_or_else(|| panic!("no {words:?} in report {ix}"));
    let span = Span::new(at, at + words.len());
    Support {
        at: Evidence {
            report: ReportIx(ix),
            span,
        },
        origin,
        by: "test",
    }
}

fn reading(
    evidence: &[u32],
    origin: u32,
    form: ReadingForm,
    text: &str,
    edits: Vec<Edit>,
) -> Reading {
    Reading {
        evidence: evidence.to_vec(),
        origin,
        form,
        text: text.into(),
        edits,
    }
}

fn edit(kind: EditKind, base: &str, text: &str, meaningful: bool) -> Edit {
    Edit {
        kind,
        base: base.into(),
        text: text.into(),
        meaningful,
    }
}

fn on(day: Date, last: Date) -> Option<Bounds> {
    Some(Bounds {
        value: day.to_string(),
        edtf: Some(format!("{day}/{last}")),
        earliest: Some(day),
        latest: Some(last),
    })
}

fn item(id: &str, detail: Detail, summary: &str, evidence: Vec<Support>) -> Item {
    let mut origins: Vec<_> = evidence.iter().map(|it| it.origin).collect();
    origins.sort_unstable();
    origins.dedup();
    let joins = (1..evidence.len() as u32).map(|it| Join {
        pair: (0, it),
        by: "sample.same-words",
        score: 0.9,
    });
    let joins = joins.collect();
    Item {
        id: id.into(),
        detail,
        summary: summary.into(),
        status: if origins.len() < 2 {
            Status::Reported
        } else {
            Status::Corroborated
        },
        level: Level::Content,
        origins: origins.len() as u32,
        evidence,
        readings: Vec::new(),
        conflict: None,
        notes: Vec::new(),
        joins,
        nearest: None,
        news: None,
    }
}

fn record(reports: &[Annotated]) -> Record {
    let label = |(ix, it): (usize, &Annotated)| StoryReport {
        id: it.report.id().clone(),
        label: ["Herald", "Bell", "2", "Mirror"][ix].into(),
        published: it.imprint.published,
    };
    let origin = |reports: &[u32], agency: Option<&str>| Origin {
        reports: reports.iter().map(|&ix| ReportIx(ix)).collect(),
        agency: agency.map(Into::into),
    };
    let passage = |words: &str, count| {
        let (a, b) = (support(reports, 0, words, 0), support(reports, 1, words, 0));
        Passage {
            a: ReportIx(0),
            b: ReportIx(1),
            a_span: a.at.span,
            b_span: b.at.span,
            words: count,
        }
    };
    let mut items = items(reports);
    items[0].nearest = Some(Near {
        own: 0,
        item: ItemIx(1),
        other: 0,
        by: "sample.other-day",
        score: 0.4,
    });
    Record {
        id: "5a1e".into(),
        title: "Ferry to sail again".into(),
        title_of: ReportIx(0),
        first: Some(date(2024, 5, 3)),
        last: Some(date(2024, 5, 4)),
        place: Some(StoryEntityIx(1)),
        reports: reports.iter().enumerate().map(label).collect(),
        origins: vec![
            origin(&[0, 1], Some("Northwire")),
            origin(&[2], None),
            origin(&[3], None),
            origin(&[1], None),
        ],
        passages: vec![
            passage("The Gull Bay ferry will sail again on Friday", 9),
            passage("The storm in March left 12", 6),
        ],
        derivations: vec![Derivation {
            to: ReportIx(1),
            from: Some(ReportIx(0)),
            hidden: None,
            agency: Some("Northwire".into()),
            kind: DerivationKind::Rewrite,
            reuse: Reuse::Wholly,
            containment: 0.82,
            direction: Some(DirectionBasis::Completeness),
        }],
        entities: vec![
            entity("Ana Ruiz", EntityKind::Person, Some("Harbour Minister")),
            entity("Port Marlo", EntityKind::Location, None),
            entity("Per Lind", EntityKind::Person, None),
        ],
        items,
        edits: Vec::new(),
        brief: vec![
            Section {
                kind: SectionKind::Happened,
                items: vec![ItemIx(5)],
            },
            Section {
                kind: SectionKind::Planned,
                items: vec![ItemIx(0), ItemIx(4)],
            },
            Section {
                kind: SectionKind::Said,
                items: vec![ItemIx(1), ItemIx(2)],
            },
            Section {
                kind: SectionKind::Differs,
                items: vec![ItemIx(3)],
            },
            Section {
                kind: SectionKind::OnlyOne,
                items: vec![ItemIx(2), ItemIx(4)],
            },
        ],
    }
}

fn entity(name: &str, kind: EntityKind, office: Option<&str>) -> StoryEntity {
    StoryEntity {
        kind,
        name: name.into(),
        aliases: vec![],
        code: None,
        office: office.map(Into::into),
        mentions: 3,
    }
}

fn items(reports: &[Annotated]) -> Vec<Item> {
    vec![
        sailing(reports),
        ramp(reports),
        item(
            "i2",
            said(Some(2), None, None),
            "he had not been asked",
            vec![support(reports, 3, "he had not been asked", 2)],
        ),
        hurt(reports),
        item(
            "i4",
            Detail::Commitment {
                who: vec![],
                to: vec![],
                due: on(date(2024, 5, 1), date(2024, 5, 31)),
                status: CommitmentStatus::Planned,
            },
            "Harbour talks <b>resume</b> in May 2024",
            vec![support(
                reports,
                3,
                "Harbour talks <b>resume</b> in May 2024",
                2,
            )],
        ),
        storm(reports),
        item(
            "i6",
            said(None, Some("a nurse"), None),
            "quite enough",
            vec![support(reports, 2, "“quite enough”", 1)],
        ),
    ]
}

fn said(speaker: Option<u32>, source: Option<&str>, occasion: Option<OccasionKind>) -> Detail {
    Detail::Statement {
        speaker: speaker.map(StoryEntityIx),
        source: source.map(Into::into),
        attitude: Attitude::Statement,
        occasion,
    }
}

fn sailing(reports: &[Annotated]) -> Item {
    let friday = date(2024, 5, 3);
    let mut item = item(
        "i0",
        Detail::Commitment {
            who: vec![StoryEntityIx(0)],
            to: vec![],
            due: on(friday, friday),
            status: CommitmentStatus::Promised,
        },
        "The Gull Bay ferry will sail again on Friday",
        vec![
            support(
                reports,
                0,
                "The Gull Bay ferry will sail again on Friday",
                0,
            ),
            support(
                reports,
                1,
                "The Gull Bay ferry will sail again on Friday",
                0,
            ),
            support(reports, 2, "the ferry would be back before the weekend", 1),
        ],
    );
    item.level = Level::Utterance;
    item.conflict = Some(Conflict {
        kind: ConflictKind::Date,
        relation: Relation::Refines,
        sides: vec![
            ConflictSide {
                value: "2024-05-03".into(),
                words: "on Friday".into(),
                evidence: vec![0, 1],
            },
            ConflictSide {
                value: "../2024-05-03".into(),
                words: "before the weekend".into(),
                evidence: vec![2],
            },
        ],
    });
    item.notes = vec![Note {
        label: "said-this-year",
        evidence: vec![2],
    }];
    item
}

fn ramp(reports: &[Annotated]) -> Item {
    let first = "“We have mended the ramp, and we will run six boats a day,”";
    let second = "“We have mended the ramp and may run six boats each day,”";
    let mut item = item(
        "i1",
        said(Some(0), None, Some(OccasionKind::PressConference)),
        "We have mended the ramp, and we will run six boats a day,",
        vec![
            support(reports, 0, first, 0),
            support(reports, 1, second, 3),
        ],
    );
    item.level = Level::Utterance;
    let edits = vec![
        edit(
            EditKind::Same,
            "We have mended the ramp",
            "We have mended the ramp",
            false,
        ),
        edit(EditKind::Substitution, ", and", "and", false),
        edit(EditKind::Omission, "we", "", false),
        edit(EditKind::Substitution, "will", "may", true),
        edit(EditKind::Same, "run six boats", "run six boats", false),
        edit(EditKind::Substitution, "a", "each", false),
        edit(EditKind::Same, "day,", "day,", false),
    ];
    item.readings = vec![
        reading(
            &[0],
            0,
            ReadingForm::Direct,
            first.trim_matches(['“', '”']),
            vec![],
        ),
        reading(
            &[1],
            3,
            ReadingForm::Direct,
            second.trim_matches(['“', '”']),
            edits,
        ),
    ];
    item
}

fn hurt(reports: &[Annotated]) -> Item {
    let mut item = item(
        "i3",
        Detail::Figure {
            value: 12.0,
            max: None,
            modifier: Modifier::Exact,
            unit: None,
            currency: None,
            concept: Some("people hurt".into()),
            from: None,
            ordinal: false,
            when: on(date(2024, 3, 1), date(2024, 3, 31)),
        },
        "left 12 people hurt",
        vec![
            support(reports, 0, "left 12 people hurt", 0),
            support(reports, 1, "left 12 people hurt", 0),
            support(reports, 2, "hurt 14 people", 1),
        ],
    );
    item.status = Status::Disputed;
    item.conflict = Some(Conflict {
        kind: ConflictKind::Number,
        relation: Relation::Disjoint,
        sides: vec![
            ConflictSide {
                value: "12".into(),
                words: "left 12 people hurt".into(),
                evidence: vec![0, 1],
            },
            ConflictSide {
                value: "14".into(),
                words: "hurt 14 people".into(),
                evidence: vec![2],
            },
        ],
    });
    item
}

fn storm(reports: &[Annotated]) -> Item {
    item(
        "i5",
        Detail::Event {
            kind: "x:disaster",
            mode: None,
            context: vec!["environmental"],
            realis: Realis::Actual,
            actors: vec![],
            recipients: vec![],
            place: None,
            when: on(date(2024, 3, 1), date(2024, 3, 31)),
        },
        "The storm in March",
        vec![
            support(reports, 0, "The storm in March", 0),
            support(reports, 2, "The March storm", 1),
        ],
    )
}
