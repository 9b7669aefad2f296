//! What of a record to show, in which order.
//!
//! Input: all items. Output: the sections of a brief, in the order they are
//! shown. What always holds: an item stands in one section at most, but that
//! what differs is listed again; an item whose words all stand in one already
//! shown is left out.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rapporteur_text::{
    CommitmentStatus, ConflictKind, Detail, Evidence, Item, ItemIx, ItemKind, ReadingForm, Realis,
    Relation, ReportIx, Section, SectionKind, Span, Status,
};

use crate::sources::Sources;
use crate::worth;

/// The sections that have items.
pub(crate) fn brief(items: &[Item], sources: &Sources) -> Vec<Section> {
    let mut picker = Picker {
        items,
        sources,
        shown: BTreeSet::new(),
        covered: BTreeMap::new(),
    };
    let section = sources.thresholds().section;
    let sections = [
        (SectionKind::Happened, picker.pick(happened, section)),
        (SectionKind::Agreed, picker.pick(agreed, section)),
        (SectionKind::Planned, picker.planned(section)),
        (SectionKind::Said, picker.said()),
        (SectionKind::Figures, picker.figures(section)),
        (SectionKind::Differs, picker.differs()),
        (SectionKind::OnlyOne, picker.only_one(section)),
    ];
    sections
        .into_iter()
        .filter(|(_, items)| !items.is_empty())
        .map(|(kind, items)| Section { kind, items })
        .collect()
}

struct Picker<'a, 'r> {
    items: &'a [Item],
    sources: &'a Sources<'r>,
    shown: BTreeSet<ItemIx>,
    /// Spans of what is shown, by kind and report.
    covered: BTreeMap<(ItemKind, ReportIx), Vec<Span>>,
}

fn happened(item: &Item) -> bool {
    let Detail::Event { kind, realis, .. } = item.detail else {
        return false;
    };
    let told = item
        .readings
        .iter()
        .any(|it| it.form == ReadingForm::Narrative);
    realis == Realis::Actual && told && !(kind == "SUPPORT" && signed(item))
}

/// Whether something was signed, by the rule that found it.
fn signed(item: &Item) -> bool {
    item.evidence.iter().any(|it| it.by.contains("sign"))
}

fn agreed(item: &Item) -> bool {
    match item.detail {
        Detail::Commitment { status, .. } => matches!(
            status,
            CommitmentStatus::Agreed | CommitmentStatus::Signed | CommitmentStatus::Done
        ),
        Detail::Event { kind, realis, .. } => {
            kind == "SUPPORT" && realis == Realis::Actual && signed(item)
        }
        _ => false,
    }
}

fn planned(item: &Item) -> bool {
    match item.detail {
        Detail::Commitment { .. } => !agreed(item),
        Detail::Event { realis, .. } => realis == Realis::Future,
        _ => false,
    }
}

fn figures(item: &Item) -> bool {
    matches!(item.detail, Detail::Figure { .. })
}

/// Counts below this are as good as words ("two sons").
const SMALL: f64 = 13.0;

/// How much a figure tells, least first: money, shares and changes; counts
/// and measures; ordinals and lengths of time; nothing for a length or a small
/// number that one origin alone gives.
fn importance(item: &Item) -> Option<u8> {
    let Detail::Figure {
        value,
        unit,
        currency,
        concept,
        from,
        ordinal,
        ..
    } = &item.detail
    else {
        return None;
    };
    if item.conflict.is_some() || currency.is_some() || from.is_some() {
        return Some(0);
    }
    match unit.as_deref() {
        Some("%") => Some(0),
        Some("s" | "min" | "h" | "d" | "wk" | "mo" | "a") => {
            (concept.is_some() && 1 < item.origins).then_some(2)
        }
        None if *ordinal => (1 < item.origins).then_some(2),
        None if concept.is_none() => None,
        None if *value < SMALL => (1 < item.origins).then_some(2),
        _ => Some(1),
    }
}

impl Picker<'_, '_> {
    fn all(&self) -> impl Iterator<Item = (ItemIx, &Item)> {
        (0..).map(ItemIx).zip(self.items)
    }

    /// The best `most` items of a kind that say something new.
    fn pick(&mut self, kind: fn(&Item) -> bool, most: usize) -> Vec<ItemIx> {
        let wanted = self.all().filter(|(_, item)| kind(item));
        let mut order: Vec<ItemIx> = wanted.map(|(ix, _)| ix).collect();
        order.sort_by_key(|&ix| self.rank(ix));
        let mut picked = Vec::new();
        for ix in order {
            if picked.len() < most && self.show(ix) {
                picked.push(ix);
            }
        }
        picked
    }

    /// More origins first, then more reports, then what stands earlier.
    fn rank(&self, ix: ItemIx) -> (Reverse<u32>, Reverse<usize>, usize, ItemIx) {
        let item = &self.items[ix.0 as usize];
        let reports = item.reports().len();
        let places = item.evidence.iter().map(|it| it.at.span.start());
        let earliest = places.min().unwrap_or(0);
        (Reverse(item.origins), Reverse(reports), earliest, ix)
    }

    /// Whether shown items of these kinds hold nearly all words of an item.
    fn repeats(&self, item: &Item, kinds: &[ItemKind]) -> bool {
        let covered = |at: Evidence| {
            let spans = kinds.iter().filter_map(|&kind| {
                let spans = self.covered.get(&(kind, at.report));
                spans.map(Vec::as_slice)
            });
            7 * at.span.len() <= 10 * shared(at.span, spans.flatten().copied())
        };
        item.evidence.iter().all(|it| covered(it.at))
    }

    /// Marks an item as shown, unless its words are.
    fn show(&mut self, ix: ItemIx) -> bool {
        let item = &self.items[ix.0 as usize];
        if self.shown.contains(&ix) || self.repeats(item, hiding(item)) {
            return false;
        }
        if worth::is_weak(item, self.sources) {
            return false;
        }
        self.shown.insert(ix);
        for support in &item.evidence {
            let kind = (item.kind(), support.at.report);
            let spans = self.covered.entry(kind).or_default();
            spans.push(support.at.span);
        }
        true
    }

    /// Figures that tell something: by origins, then by how much they tell.
    fn figures(&mut self, most: usize) -> Vec<ItemIx> {
        let told = self.all().filter_map(|(ix, item)| {
            let importance = importance(item)?;
            Some((Reverse(item.origins), importance, self.rank(ix), ix))
        });
        let mut order: Vec<_> = told.collect();
        order.sort();
        let order = order.into_iter().map(|(.., ix)| ix);
        order.filter(|&ix| self.show(ix)).take(most).collect()
    }

    fn planned(&mut self, most: usize) -> Vec<ItemIx> {
        let mut picked = self.pick(planned, most);
        picked.sort_by_key(|&ix| {
            let due = due(&self.items[ix.0 as usize]);
            (due.is_none(), due, ix)
        });
        picked
    }

    /// Statements by speaker, each speaker's best first; nobody who is named
    /// is left out while there is room.
    fn said(&mut self) -> Vec<ItemIx> {
        let mut speakers: BTreeMap<String, Vec<ItemIx>> = BTreeMap::new();
        for (ix, item) in self.all() {
            if let Some(speaker) = speaker(item) {
                speakers.entry(speaker).or_default().push(ix);
            }
        }
        let mut lists: Vec<Vec<ItemIx>> = speakers.into_values().collect();
        for list in &mut lists {
            list.sort_by_key(|&ix| {
                let item = &self.items[ix.0 as usize];
                let repeats = self.repeats(item, &[ItemKind::Event, ItemKind::Commitment]);
                (repeats, self.telling(ix))
            });
        }
        lists.sort_by_key(|list| self.telling(list[0]));
        let wants = self.sources.thresholds();
        let mut picked: Vec<Vec<ItemIx>> = vec![Vec::new(); lists.len()];
        let mut left = wants.said;
        // Round by round, so that one speaker does not crowd the others out.
        let rounds = lists.iter().map(Vec::len).max().unwrap_or(0);
        for round in 0..rounds {
            for (list, picked) in lists.iter().zip(&mut picked) {
                let Some(&ix) = list.get(round) else { continue };
                if 0 < left && picked.len() < wants.said_each && self.show(ix) {
                    picked.push(ix);
                    left -= 1;
                }
            }
        }
        picked.concat()
    }

    /// As [`Picker::rank`], with quotations before paraphrase and variants
    /// before uniform wording.
    fn telling(&self, ix: ItemIx) -> (Reverse<u32>, bool, Reverse<usize>, Reverse<usize>, ItemIx) {
        let item = &self.items[ix.0 as usize];
        let form = item.readings.first().map(|it| it.form);
        let told = form != Some(ReadingForm::Direct);
        let reports = item.reports().len();
        let words = item.summary.len().min(160);
        (
            Reverse(item.origins),
            told,
            Reverse(reports),
            Reverse(words),
            ix,
        )
    }

    /// What cannot both hold first, then what refines.
    fn differs(&self) -> Vec<ItemIx> {
        let differing = self.all().filter_map(|(ix, item)| {
            let conflict = item.conflict.as_ref()?;
            let agrees = conflict.relation != Relation::Disjoint;
            Some((agrees, self.rank(ix), ix))
        });
        let mut order: Vec<_> = differing.collect();
        order.sort();
        let order = order.into_iter().map(|(.., ix)| ix);
        order.filter(|&ix| !self.is_of_a_figure(ix)).collect()
    }

    /// Whether an item differs only in a number that an item of its own counts.
    fn is_of_a_figure(&self, ix: ItemIx) -> bool {
        let item = &self.items[ix.0 as usize];
        let number = |item: &Item| {
            item.conflict
                .as_ref()
                .is_some_and(|it| it.kind == ConflictKind::Number)
        };
        let within = |figure: &Item| {
            let mut places = figure.evidence.iter();
            places.any(|it| {
                item.evidence
                    .iter()
                    .any(|own| own.at.report == it.at.report && own.at.span.contains(it.at.span))
            })
        };
        let mut all = self.items.iter().filter(|it| figures(it) && number(it));
        !figures(item) && number(item) && all.any(within)
    }

    /// What one report alone has and no section above shows.
    fn only_one(&mut self, most: usize) -> Vec<ItemIx> {
        if self.sources.reports.len() < 2 {
            return Vec::new();
        }
        let mut order: Vec<ItemIx> = self
            .all()
            .filter(|(_, item)| item.reports().len() == 1 && item.status == Status::Reported)
            .filter(|(_, item)| !figures(item))
            .map(|(ix, _)| ix)
            .collect();
        order.sort_by_key(|&ix| self.telling(ix));
        let mut picked = Vec::new();
        for ix in order {
            if picked.len() < most && self.show(ix) {
                picked.push(ix);
            }
        }
        picked
    }
}

/// The kinds of item that make one superfluous whose words they show. What is
/// quoted and what is counted are shown beside what was done.
fn hiding(item: &Item) -> &'static [ItemKind] {
    let quoted = item
        .readings
        .iter()
        .any(|it| it.form == ReadingForm::Direct);
    match item.kind() {
        ItemKind::Figure => &[ItemKind::Figure],
        ItemKind::Statement if quoted => &[ItemKind::Statement],
        ItemKind::Statement => &[ItemKind::Statement, ItemKind::Event, ItemKind::Commitment],
        ItemKind::Event | ItemKind::Commitment => &[ItemKind::Event, ItemKind::Commitment],
    }
}

/// Bytes of `span` that lie in any of `others`.
fn shared(span: Span, others: impl Iterator<Item = Span>) -> usize {
    let mut others: Vec<Span> = others.filter(|it| it.overlaps(span)).collect();
    others.sort_unstable();
    let (mut bytes, mut end) = (0, span.start());
    for other in others {
        let to = other.end().min(span.end());
        bytes += to.saturating_sub(other.start().max(end));
        end = end.max(to);
    }
    bytes
}

/// Who speaks, as a key; nothing for what nobody is named for.
fn speaker(item: &Item) -> Option<String> {
    let Detail::Statement {
        speaker, source, ..
    } = &item.detail
    else {
        return None;
    };
    match (speaker, source) {
        (Some(ix), _) => Some(format!("0 {:08}", ix.0)),
        (None, Some(source)) => Some(format!("1 {}", source.to_lowercase())),
        (None, None) => None,
    }
}

fn due(item: &Item) -> Option<Date> {
    let (Detail::Commitment { due: bounds, .. } | Detail::Event { when: bounds, .. }) =
        &item.detail
    else {
        return None;
    };
    let bounds = bounds.as_ref()?;
    bounds.latest.or(bounds.earliest)
}
