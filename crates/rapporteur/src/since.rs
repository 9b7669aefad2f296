//! What later reports brought.
//!
//! Input: records, and what was known before: a time, or the reports of an
//! earlier record. Output: the same records, each item marked where it is new,
//! corroborated, disputed or refined since, and a section of the brief that
//! lists those. What always holds: nothing else of a record changes.

use std::collections::BTreeSet;

use jiff::civil::{Date, DateTime};
use rapporteur_text::{
    Item, ItemIx, News, Record, Relation, ReportId, Section, SectionKind, StoryReport,
};

/// Items that the section lists, at most.
const MOST: usize = 12;

/// What was known before.
#[derive(Clone, Debug)]
pub enum Since {
    /// Reports published before this.
    Time(DateTime),
    /// These reports.
    Reports(BTreeSet<ReportId>),
}

impl Since {
    /// A day or a time, ISO 8601, or `None`.
    pub fn time(text: &str) -> Option<Self> {
        let day = || text.parse::<Date>().ok().map(DateTime::from);
        let time = text.parse::<DateTime>().ok();
        day().or(time).map(Self::Time)
    }

    /// The reports of what `brief --format json` printed, each by its id.
    pub fn reports(ids: impl IntoIterator<Item = String>) -> Self {
        Self::Reports(ids.into_iter().map(ReportId::new).collect())
    }

    fn knew(&self, report: &StoryReport) -> bool {
        match self {
            Self::Reports(known) => known.contains(&report.id),
            Self::Time(time) => report.published.is_none_or(|published| {
                let day = published.date;
                match published.time {
                    Some(clock) => day.to_datetime(clock) < *time,
                    None => day < time.date(),
                }
            }),
        }
    }

    /// Marks what is new in a record; one of which every report is new is a new
    /// story and is left as it is.
    pub fn mark(&self, record: &mut Record) {
        let known: Vec<bool> = record.reports.iter().map(|it| self.knew(it)).collect();
        if !known.contains(&true) || !known.contains(&false) {
            return;
        }
        let mut new: Vec<(News, std::cmp::Reverse<u32>, ItemIx)> = Vec::new();
        for (ix, item) in (0..).map(ItemIx).zip(&mut record.items) {
            item.news = news(item, &known);
            if let Some(news) = item.news {
                new.push((news, std::cmp::Reverse(item.origins), ix));
            }
        }
        // What does not agree first, then what was confirmed, then what is new.
        new.sort_by_key(|&(news, origins, ix)| (std::cmp::Reverse(news), origins, ix));
        let shown: BTreeSet<ItemIx> = record
            .brief
            .iter()
            .flat_map(|it| it.items.iter().copied())
            .collect();
        new.retain(|(news, _, ix)| *news != News::New || shown.contains(ix));
        new.truncate(MOST);
        if !new.is_empty() {
            let section = Section {
                kind: SectionKind::New,
                items: new.into_iter().map(|(_, _, ix)| ix).collect(),
            };
            let lead = record
                .brief
                .iter()
                .position(|it| it.kind == SectionKind::Happened);
            record.brief.insert(lead.map_or(0, |at| at + 1), section);
        }
    }
}

/// What later reports did to an item, by which reports were known.
fn news(item: &Item, known: &[bool]) -> Option<News> {
    let old = |ix: &u32| known[item.evidence[*ix as usize].at.report.index()];
    let all: Vec<u32> = (0..item.evidence.len() as u32).collect();
    if all.iter().all(old) {
        return None;
    }
    if !all.iter().any(old) {
        return Some(News::New);
    }
    let conflict = item.conflict.as_ref();
    let later = conflict.filter(|it| it.sides.iter().any(|side| !side.evidence.iter().any(old)));
    match later.map(|it| it.relation) {
        Some(Relation::Disjoint | Relation::Overlaps) => return Some(News::Disputed),
        Some(Relation::Refines) => return Some(News::Refined),
        _ => {}
    }
    let before: BTreeSet<u32> = all
        .iter()
        .filter(|it| old(it))
        .map(|&it| item.evidence[it as usize].origin)
        .collect();
    (before.len() == 1 && 1 < item.origins).then_some(News::Corroborated)
}
