//! What a brief shows, in which order, before any format decides how.

use std::collections::BTreeSet;

use rapporteur_text::{
    ConflictKind, Detail, Edit, EditKind, Item, ItemIx, ItemKind, Reading, Realis, Record,
    ReportIx, Section, SectionKind, StoryEntity,
};

use crate::labels::{self, Standing, bounds, figure};
use crate::plain::plain;
use crate::timeline::{count, when};

/// Words of the base for each of its words in a reading, at most, for a
/// reading that is shown step by step.
const MOST_OF_BASE: usize = 4;

/// The parts of a brief in the order they are shown; empty ones are left out.
#[derive(Debug)]
pub(crate) struct Outline<'a> {
    pub(crate) parts: Vec<Part<'a>>,
    /// For each kind of item that is not shown whole: kind, shown, in all.
    pub(crate) limits: Vec<(ItemKind, usize, usize)>,
}

/// One part of a brief.
#[derive(Debug)]
pub(crate) struct Part<'a> {
    pub(crate) kind: PartKind,
    pub(crate) groups: Vec<Group<'a>>,
}

/// Parts of a brief: the record's sections, what is agreed and planned in one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum PartKind {
    Happened,
    New,
    Agreed,
    Said,
    Figures,
    Differs,
    OnlyOne,
}

impl PartKind {
    const ALL: [Self; 7] = [
        Self::New,
        Self::Happened,
        Self::Agreed,
        Self::Said,
        Self::Figures,
        Self::Differs,
        Self::OnlyOne,
    ];

    /// The heading.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Happened => "What happened",
            Self::New => "New since",
            Self::Agreed => "Agreed and planned",
            Self::Said => "Who said what",
            Self::Figures => "Figures",
            Self::Differs => "Differs",
            Self::OnlyOne => "Only one origin",
        }
    }

    fn of(kind: SectionKind) -> Self {
        match kind {
            SectionKind::Happened => Self::Happened,
            SectionKind::New => Self::New,
            SectionKind::Agreed | SectionKind::Planned => Self::Agreed,
            SectionKind::Said => Self::Said,
            SectionKind::Figures => Self::Figures,
            SectionKind::Differs => Self::Differs,
            SectionKind::OnlyOne => Self::OnlyOne,
        }
    }

    /// Where an item stands that the record's brief leaves out.
    fn home(item: &Item) -> Self {
        match &item.detail {
            Detail::Statement { .. } => Self::Said,
            Detail::Figure { .. } => Self::Figures,
            Detail::Commitment { .. }
            | Detail::Event {
                realis: Realis::Future,
                ..
            } => Self::Agreed,
            Detail::Event { .. } => Self::Happened,
        }
    }
}

/// Lines under one heading of a part: a speaker's.
#[derive(Debug)]
pub(crate) struct Group<'a> {
    pub(crate) heading: Option<Heading>,
    pub(crate) lines: Vec<Line<'a>>,
}

/// Who speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Heading {
    pub(crate) name: String,
    pub(crate) office: Option<String>,
}

/// One item as a part shows it.
#[derive(Debug)]
pub(crate) struct Line<'a> {
    pub(crate) ix: ItemIx,
    pub(crate) item: &'a Item,
    pub(crate) standing: Standing,
    /// When, how firm, how much or where it was said: fixed labels.
    pub(crate) lead: Vec<String>,
    /// It stands in an earlier part, too, where its wordings are.
    pub(crate) again: bool,
}

/// Orders the items of `record` into parts: those of its brief, or, when
/// `full`, all of them.
pub(crate) fn outline(record: &Record, full: bool) -> Outline<'_> {
    let mut shown = BTreeSet::new();
    let mut parts = Vec::new();
    for kind in PartKind::ALL {
        let mut items = listed(&record.brief, kind);
        if full {
            items.extend(left_out(record, kind));
        }
        let lines = items
            .into_iter()
            .map(|ix| line(record, (ix, kind), &mut shown));
        let lines: Vec<_> = lines.filter(|line| !is_settled(line, kind)).collect();
        if !lines.is_empty() {
            parts.push(Part {
                kind,
                groups: grouped(record, kind, lines),
            });
        }
    }
    Outline {
        parts,
        limits: limits(record, &shown),
    }
}

/// Whether a line of what differs says nothing that an earlier part has not:
/// values that refine one another stand there already.
fn is_settled(line: &Line<'_>, kind: PartKind) -> bool {
    kind == PartKind::Differs && line.again && line.standing != Standing::Differs
}

/// What the brief leaves out, in the parts where it is at home.
pub(crate) fn rest(record: &Record) -> Vec<Part<'_>> {
    let mut shown = BTreeSet::new();
    let mut parts = Vec::new();
    for kind in PartKind::ALL {
        let items = left_out(record, kind).into_iter();
        let lines: Vec<_> = items
            .map(|ix| line(record, (ix, kind), &mut shown))
            .collect();
        if !lines.is_empty() {
            parts.push(Part {
                kind,
                groups: grouped(record, kind, lines),
            });
        }
    }
    parts
}

/// One item by itself, with the part where it is at home.
pub(crate) fn alone(record: &Record, ix: ItemIx) -> (PartKind, Group<'_>) {
    let kind = PartKind::home(record.item(ix));
    let line = line(record, (ix, kind), &mut BTreeSet::new());
    let mut groups = grouped(record, kind, vec![line]);
    (kind, groups.remove(0))
}

/// The items that the brief lists under `kind`, each once.
fn listed(brief: &[Section], kind: PartKind) -> Vec<ItemIx> {
    let sections = brief
        .iter()
        .filter(|section| PartKind::of(section.kind) == kind);
    let mut seen = BTreeSet::new();
    sections
        .flat_map(|section| section.items.iter().copied())
        .filter(|&ix| seen.insert(ix))
        .collect()
}

/// The items at home under `kind` that no section of the brief lists.
fn left_out(record: &Record, kind: PartKind) -> Vec<ItemIx> {
    let listed: BTreeSet<_> = record
        .brief
        .iter()
        .flat_map(|section| section.items.iter().copied())
        .collect();
    let all = record
        .items
        .iter()
        .enumerate()
        .map(|(ix, item)| (ItemIx(ix as u32), item));
    all.filter(|(ix, item)| PartKind::home(item) == kind && !listed.contains(ix))
        .map(|(ix, _)| ix)
        .collect()
}

fn line<'a>(
    record: &'a Record,
    (ix, kind): (ItemIx, PartKind),
    shown: &mut BTreeSet<ItemIx>,
) -> Line<'a> {
    let item = record.item(ix);
    let mut lead = lead(item);
    if let Some(news) = item.news.filter(|_| kind == PartKind::New) {
        lead.insert(0, labels::news(news).to_owned());
    }
    let under_speaker = matches!(kind, PartKind::Said | PartKind::OnlyOne);
    if !under_speaker && item.kind() == ItemKind::Statement && !is_of_disputed_speaker(item) {
        lead.insert(0, speaker(record, item).name);
    }
    Line {
        ix,
        item,
        standing: Standing::of(item),
        lead,
        again: !shown.insert(ix),
    }
}

/// Whether reports give an item's words to different speakers.
fn is_of_disputed_speaker(item: &Item) -> bool {
    let conflict = item.conflict.as_ref();
    conflict.is_some_and(|it| it.kind == ConflictKind::Speaker)
}

/// What stands before an item's words.
fn lead(item: &Item) -> Vec<String> {
    let time = when(item).and_then(bounds);
    let label = match &item.detail {
        Detail::Statement {
            occasion: place, ..
        } => place.map(|it| it.as_str().to_owned()),
        Detail::Event {
            realis: Realis::Actual | Realis::Historical,
            ..
        } => None,
        Detail::Event { realis, .. } => Some(realis.as_str().to_owned()),
        Detail::Commitment { status, .. } => Some(status.as_str().to_owned()),
        Detail::Figure { .. } => figure(item),
    };
    match item.detail {
        Detail::Figure { .. } => label.into_iter().chain(time).collect(),
        _ => time.into_iter().chain(label).collect(),
    }
}

/// One group, or for statements one group a speaker in order of appearance,
/// after what nobody says.
fn grouped<'a>(record: &'a Record, kind: PartKind, lines: Vec<Line<'a>>) -> Vec<Group<'a>> {
    if !matches!(kind, PartKind::Said | PartKind::OnlyOne) {
        return vec![Group {
            heading: None,
            lines,
        }];
    }
    let mut groups: Vec<Group<'a>> = Vec::new();
    for line in lines {
        let said = kind == PartKind::Said || line.item.kind() == ItemKind::Statement;
        let heading = said.then(|| speaker(record, line.item));
        match groups.iter_mut().find(|group| group.heading == heading) {
            Some(group) => group.lines.push(line),
            None => groups.push(Group {
                heading,
                lines: vec![line],
            }),
        }
    }
    groups.sort_by_key(|group| group.heading.is_some());
    groups
}

/// Who an item is said by, as a heading.
pub(crate) fn speaker(record: &Record, item: &Item) -> Heading {
    let Detail::Statement {
        speaker, source, ..
    } = &item.detail
    else {
        return Heading {
            name: "The reports".into(),
            office: None,
        };
    };
    if let Some(ix) = speaker {
        return named(record.entity(*ix));
    }
    let source = source.as_deref().map(titled).filter(|it| !it.is_empty());
    Heading {
        name: source.unwrap_or_else(|| "No source named".into()),
        office: None,
    }
}

/// A source's words as a heading: a capital first, no comma last.
fn titled(source: &str) -> String {
    let words = plain(source);
    let mut rest = words.trim_end_matches([',', ' ']).chars();
    let first = rest.next().map(|it| it.to_uppercase().to_string());
    first.unwrap_or_default() + rest.as_str()
}

fn named(entity: &StoryEntity) -> Heading {
    let name = plain(&entity.name);
    let office = entity.office.as_deref().map(plain);
    let office = office.filter(|it| !it.is_empty() && !name.eq_ignore_ascii_case(it));
    Heading { name, office }
}

/// Kinds of which some items are not shown.
fn limits(record: &Record, shown: &BTreeSet<ItemIx>) -> Vec<(ItemKind, usize, usize)> {
    let kinds = [
        ItemKind::Statement,
        ItemKind::Event,
        ItemKind::Commitment,
        ItemKind::Figure,
    ];
    let seen = |kind| {
        shown
            .iter()
            .filter(|&&ix| record.item(ix).kind() == kind)
            .count()
    };
    let all = kinds.map(|kind| (kind, seen(kind), count(record, kind)));
    all.into_iter()
        .filter(|(_, seen, all)| seen < all)
        .collect()
}

/// The reports behind pieces of an item's evidence: one list an origin, in
/// order of first appearance, each report once.
pub(crate) fn origins_of(item: &Item, evidence: &[u32]) -> Vec<Vec<ReportIx>> {
    let mut groups: Vec<(u32, Vec<ReportIx>)> = Vec::new();
    for &ix in evidence {
        let support = item.evidence[ix as usize];
        let at = groups
            .iter()
            .position(|(origin, _)| *origin == support.origin);
        let at = at.unwrap_or_else(|| {
            groups.push((support.origin, Vec::new()));
            groups.len() - 1
        });
        if !groups[at].1.contains(&support.at.report) {
            groups[at].1.push(support.at.report);
        }
    }
    groups.into_iter().map(|(_, reports)| reports).collect()
}

/// Every piece of an item's evidence.
pub(crate) fn all_evidence(item: &Item) -> Vec<u32> {
    (0..item.evidence.len() as u32).collect()
}

/// One wording with all the evidence that gives it.
#[derive(Clone, Debug)]
pub(crate) struct Wording<'a> {
    /// The reading that shows it.
    pub(crate) reading: &'a Reading,
    /// Indices of the item's evidence, sorted.
    pub(crate) evidence: Vec<u32>,
    /// The one that the others are compared with.
    pub(crate) base: bool,
}

impl Wording<'_> {
    /// The steps from the base, where at least half of the words are the
    /// base's and not most of the base is left out; a wording further off is
    /// better read plain.
    pub(crate) fn edits(&self) -> &[Edit] {
        let edits = &self.reading.edits;
        let same = edits.iter().filter(|edit| edit.kind == EditKind::Same);
        let same: usize = same.map(|edit| words(&edit.text)).sum();
        let all: usize = edits.iter().map(|edit| words(&edit.text)).sum();
        let base: usize = edits.iter().map(|edit| words(&edit.base)).sum();
        if all <= 2 * same && base <= MOST_OF_BASE * same {
            edits
        } else {
            &[]
        }
    }

    /// How many words differ from the base; most where it is in other words.
    fn distance(&self) -> usize {
        let edits = self.edits();
        if edits.is_empty() {
            return if self.base { 0 } else { usize::MAX };
        }
        let changed = edits.iter().filter(|edit| edit.kind != EditKind::Same);
        changed
            .map(|edit| words(&edit.base).max(words(&edit.text)))
            .sum()
    }
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// The wordings of an item, base first, then the nearest to it; readings of
/// the same words and form are one wording.
pub(crate) fn wordings(item: &Item) -> Vec<Wording<'_>> {
    let mut wordings: Vec<Wording<'_>> = Vec::new();
    for (at, reading) in item.readings.iter().enumerate() {
        let words = plain(&reading.text);
        let same = wordings
            .iter_mut()
            .find(|it| it.reading.form == reading.form && plain(&it.reading.text) == words);
        match same {
            Some(wording) => wording.evidence.extend(&reading.evidence),
            None => wordings.push(Wording {
                reading,
                evidence: reading.evidence.clone(),
                base: at == 0,
            }),
        }
    }
    for wording in &mut wordings {
        wording.evidence.sort_unstable();
    }
    wordings.sort_by_key(|it| (!it.base, it.distance()));
    wordings
}
