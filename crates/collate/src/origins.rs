//! How many texts stand behind an item.
//!
//! Input: an item's pieces and what links its reports. Output: its reports in
//! groups that count once. Reports share an origin for an item when gathering
//! found them one text through and through; when a copied passage holds the
//! item in both; or when they share narrative elsewhere, or one agency's
//! copy, and give the item in the same words. Equal quotations alone are no
//! sign of copying: both may have heard the speaker.

use std::collections::BTreeMap;

use rapporteur_text::{Origin, ReportIx, Span};

use crate::drafts::{Draft, Piece};
use crate::sources::Sources;

/// What links the reports of a story, by report.
pub(crate) struct Lineage {
    /// Copied passages that touch a report: own span, other report, its span.
    passages: Vec<Vec<(Span, ReportIx, Span)>>,
    /// Reports that share enough narrative with a report.
    kin: Vec<Vec<ReportIx>>,
}

impl Lineage {
    pub(crate) fn new(sources: &Sources) -> Self {
        let count = sources.reports.len();
        let (mut passages, mut kin) = (vec![Vec::new(); count], vec![Vec::new(); count]);
        for passage in &sources.passages {
            passages[passage.a.index()].push((passage.a_span, passage.b, passage.b_span));
            passages[passage.b.index()].push((passage.b_span, passage.a, passage.a_span));
            let enough = sources.thresholds().copied_words;
            if enough <= sources.copied(passage.a, passage.b) {
                kin[passage.a.index()].push(passage.b);
                kin[passage.b.index()].push(passage.a);
            }
        }
        for list in &mut kin {
            list.sort_unstable();
            list.dedup();
        }
        Self { passages, kin }
    }

    /// The reports of `draft` in groups that count once, sorted.
    pub(crate) fn groups(&self, draft: &Draft, sources: &Sources) -> Vec<Vec<ReportIx>> {
        let mut union = Union::new(draft.reports());
        for origin in &sources.origins {
            union.join_all(&origin.reports);
        }
        self.join_copied(draft, &mut union);
        self.join_equal(draft, sources, &mut union);
        union.groups()
    }

    /// Joins reports of which a copied passage holds the item in both.
    fn join_copied(&self, draft: &Draft, union: &mut Union) {
        let held = |piece: Span, passage: Span| piece.len() <= 3 * piece.overlap(passage);
        for piece in &draft.pieces {
            for (own, other, span) in &self.passages[piece.at.report.index()] {
                let from = draft.pieces.partition_point(|it| it.at.report < *other);
                let pieces = draft.pieces[from..].iter();
                let mut pieces = pieces.take_while(|it| it.at.report == *other);
                if held(piece.at.span, *own) && pieces.any(|it| held(it.at.span, *span)) {
                    union.join(piece.at.report, *other);
                }
            }
        }
    }

    /// Joins kin, and carriers of one agency's copy, that word it equally.
    fn join_equal(&self, draft: &Draft, sources: &Sources, union: &mut Union) {
        let mut wordings: BTreeMap<Vec<u32>, Vec<ReportIx>> = BTreeMap::new();
        let same = |a: &Piece, b: &Piece| a.at.report == b.at.report;
        for pieces in draft.pieces.chunk_by(same) {
            let words = pieces.iter().flat_map(|it| sources.words(it.at));
            let key = words.map(|word| word.stem).collect();
            wordings.entry(key).or_default().push(pieces[0].at.report);
        }
        for reports in wordings.into_values() {
            for &report in &reports {
                for kin in &self.kin[report.index()] {
                    if reports.binary_search(kin).is_ok() {
                        union.join(report, *kin);
                    }
                }
            }
            let mut agencies: BTreeMap<&str, ReportIx> = BTreeMap::new();
            for &report in &reports {
                if let Some(agency) = sources.wire(report) {
                    let first = *agencies.entry(agency).or_insert(report);
                    union.join(first, report);
                }
            }
        }
    }
}

/// Joined reports of one item.
struct Union {
    reports: Vec<ReportIx>,
    root: Vec<usize>,
}

impl Union {
    fn new(reports: Vec<ReportIx>) -> Self {
        let root = (0..reports.len()).collect();
        Self { reports, root }
    }

    fn root(&mut self, mut at: usize) -> usize {
        while self.root[at] != at {
            self.root[at] = self.root[self.root[at]];
            at = self.root[at];
        }
        at
    }

    fn join(&mut self, a: ReportIx, b: ReportIx) {
        let place = |report| self.reports.binary_search(&report).ok();
        let (Some(a), Some(b)) = (place(a), place(b)) else {
            return;
        };
        let (a, b) = (self.root(a), self.root(b));
        let (keep, moved) = (a.min(b), a.max(b));
        self.root[moved] = keep;
    }

    fn join_all(&mut self, reports: &[ReportIx]) {
        let own = |report: &&ReportIx| self.reports.binary_search(report).is_ok();
        let own: Vec<ReportIx> = reports.iter().filter(own).copied().collect();
        for pair in own.windows(2) {
            self.join(pair[0], pair[1]);
        }
    }

    fn groups(mut self) -> Vec<Vec<ReportIx>> {
        let mut groups: BTreeMap<usize, Vec<ReportIx>> = BTreeMap::new();
        for at in 0..self.reports.len() {
            let root = self.root(at);
            groups.entry(root).or_default().push(self.reports[at]);
        }
        groups.into_values().collect()
    }
}

/// The agency behind every one of `reports`, if it is one.
pub(crate) fn agency(reports: &[ReportIx], sources: &Sources) -> Option<String> {
    let within = |origin: &&Origin| reports.iter().all(|it| origin.reports.contains(it));
    if let Some(origin) = sources.origins.iter().find(within)
        && origin.agency.is_some()
    {
        return origin.agency.clone();
    }
    let first = sources.wire(*reports.first()?)?;
    let all = reports.iter().all(|&it| sources.wire(it) == Some(first));
    all.then(|| first.to_owned())
}
