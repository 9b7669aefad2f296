//! What a record can put a day to, in order of time.

use jiff::civil::Date;
use rapporteur_text::{Bounds, Detail, Item, ItemIx, ItemKind, Realis, Record, ReportIx};

/// One entry of a story's timeline.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// First day it can mean.
    pub(crate) first: Date,
    /// Last day it can mean.
    pub(crate) last: Date,
    /// What it is.
    pub(crate) what: What,
}

/// What an entry is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum What {
    /// A report was published.
    Published(ReportIx),
    /// Something happened.
    Happened(ItemIx),
    /// Something is to happen.
    Planned(ItemIx),
}

impl What {
    /// The word that outputs use.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Published(_) => "published",
            Self::Happened(_) => "happened",
            Self::Planned(_) => "planned",
        }
    }
}

/// The timeline of a record: publications, dated events and due commitments.
pub(crate) fn timeline(record: &Record) -> Vec<Entry> {
    let published = record
        .reports
        .iter()
        .enumerate()
        .filter_map(|(ix, report)| {
            let day = report.published?.date;
            Some(Entry {
                first: day,
                last: day,
                what: What::Published(ReportIx(ix as u32)),
            })
        });
    let items = record.items.iter().enumerate();
    let dated = items.filter_map(|(ix, item)| entry(item, ItemIx(ix as u32)));
    let mut entries: Vec<_> = published.chain(dated).collect();
    entries.sort_by_key(|it| (it.first, it.last, it.what));
    entries
}

fn entry(item: &Item, ix: ItemIx) -> Option<Entry> {
    let time = when(item)?;
    let (first, last) = (
        time.earliest.or(time.latest)?,
        time.latest.or(time.earliest)?,
    );
    let what = match &item.detail {
        Detail::Commitment { .. }
        | Detail::Event {
            realis: Realis::Future,
            ..
        } => What::Planned(ix),
        Detail::Event {
            realis: Realis::Actual | Realis::Historical,
            ..
        } => What::Happened(ix),
        Detail::Event { .. } | Detail::Statement { .. } | Detail::Figure { .. } => return None,
    };
    (first <= last).then_some(Entry { first, last, what })
}

/// When an item happened, is due or holds as of.
pub(crate) fn when(item: &Item) -> Option<&Bounds> {
    match &item.detail {
        Detail::Event { when, .. } | Detail::Figure { when, .. } => when.as_ref(),
        Detail::Commitment { due, .. } => due.as_ref(),
        Detail::Statement { .. } => None,
    }
}

/// What a report has of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cell {
    /// It states it.
    States,
    /// It carries a text that an earlier report has it from, too.
    Copies,
    /// It states one of several values that cannot both hold.
    Differs,
    /// It has nothing of it.
    Silent,
}

impl Cell {
    /// The word that outputs use.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::States => "states",
            Self::Copies => "copies",
            Self::Differs => "differs",
            Self::Silent => "silent",
        }
    }

    /// The sign in a table.
    pub(crate) fn sign(self) -> &'static str {
        match self {
            Self::States => "■",
            Self::Copies => "↻",
            Self::Differs => "≠",
            Self::Silent => "",
        }
    }
}

/// What each report of the record has of `item`, in the record's order.
pub(crate) fn coverage(record: &Record, item: &Item) -> Vec<Cell> {
    let mut cells = vec![Cell::Silent; record.reports.len()];
    let mut seen = Vec::new();
    for support in &item.evidence {
        let cell = &mut cells[support.at.report.index()];
        if *cell != Cell::Silent {
            continue;
        }
        let copied = seen.contains(&support.origin);
        *cell = if copied { Cell::Copies } else { Cell::States };
        seen.push(support.origin);
    }
    for side in disjoint_sides(item) {
        for &ix in &side.evidence {
            cells[item.evidence[ix as usize].at.report.index()] = Cell::Differs;
        }
    }
    cells
}

fn disjoint_sides(item: &Item) -> &[rapporteur_text::ConflictSide] {
    match &item.conflict {
        Some(it) if it.relation == rapporteur_text::Relation::Disjoint => &it.sides,
        _ => &[],
    }
}

/// How many items of `kind` a record has.
pub(crate) fn count(record: &Record, kind: ItemKind) -> usize {
    record
        .items
        .iter()
        .filter(|item| item.kind() == kind)
        .count()
}
