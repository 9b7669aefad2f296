//! An item before its support is counted.

use rapporteur_text::{
    Conflict, Detail, Evidence, ItemKind, Note, ReadingForm, ReportIx, RuleId, StatementKind,
};

use crate::align::{Judged, Ties};
use crate::sources::Sources;

/// What an item is and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) detail: Detail,
    /// By report, then place; conflicts and notes count in this order.
    pub(crate) pieces: Vec<Piece>,
    pub(crate) conflict: Option<Conflict>,
    pub(crate) notes: Vec<Note>,
    pub(crate) joins: Vec<Tie>,
    pub(crate) nearest: Option<Tie>,
}

/// Two pieces of evidence that a rule looked at: of one item where it joined
/// them, else the item's own first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Tie {
    pub(crate) a: Evidence,
    pub(crate) b: Evidence,
    pub(crate) by: RuleId,
    pub(crate) score: f32,
}

/// One piece of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Piece {
    pub(crate) at: Evidence,
    pub(crate) form: ReadingForm,
    /// The rule or model that marked it.
    pub(crate) by: RuleId,
}

impl Draft {
    pub(crate) fn new(detail: Detail, mut pieces: Vec<Piece>) -> Self {
        pieces.sort_unstable();
        pieces.dedup_by_key(|piece| piece.at);
        Self {
            detail,
            pieces,
            conflict: None,
            notes: Vec::new(),
            joins: Vec::new(),
            nearest: None,
        }
    }

    /// With what joined it, and what came near; `place` says where each of the
    /// list that was judged stands.
    pub(crate) fn tied(mut self, ties: Ties, place: impl Fn(usize) -> Evidence) -> Self {
        let tie = |it: Judged| Tie {
            a: place(it.a),
            b: place(it.b),
            by: it.verdict.by,
            score: it.verdict.score,
        };
        self.joins = ties.joined.into_iter().map(tie).collect();
        self.nearest = ties.nearest.map(tie);
        self
    }

    /// Statement, event, commitment or figure.
    pub(crate) fn kind(&self) -> ItemKind {
        match self.detail {
            Detail::Statement { .. } => ItemKind::Statement,
            Detail::Event { .. } => ItemKind::Event,
            Detail::Commitment { .. } => ItemKind::Commitment,
            Detail::Figure { .. } => ItemKind::Figure,
        }
    }

    /// Adds pieces, none of which it has; conflicts and notes, which count
    /// pieces, count on.
    pub(crate) fn extend(&mut self, added: Vec<Piece>) {
        let before: Vec<Evidence> = self.pieces.iter().map(|piece| piece.at).collect();
        self.pieces.extend(added);
        self.pieces.sort_unstable();
        let place = |at: &Evidence| self.pieces.iter().position(|piece| piece.at == *at);
        let moved: Vec<u32> = before
            .iter()
            .filter_map(|at| Some(place(at)? as u32))
            .collect();
        let sides = self.conflict.iter_mut().flat_map(|it| &mut it.sides);
        let lists = sides.map(|it| &mut it.evidence);
        for list in lists.chain(self.notes.iter_mut().map(|it| &mut it.evidence)) {
            for ix in list {
                *ix = moved[*ix as usize];
            }
        }
    }

    /// The reports that carry it, sorted, each once.
    pub(crate) fn reports(&self) -> Vec<ReportIx> {
        let mut reports: Vec<ReportIx> = self.pieces.iter().map(|piece| piece.at.report).collect();
        reports.dedup();
        reports
    }

    /// Index of the piece at `at`, or of the one that holds most of it.
    pub(crate) fn index(&self, at: Evidence) -> u32 {
        self.index_of(at).unwrap_or(0)
    }

    /// As [`Draft::index`]; nothing where no piece shares a byte with it.
    pub(crate) fn index_of(&self, at: Evidence) -> Option<u32> {
        let from = self.pieces.partition_point(|it| it.at.report < at.report);
        let own = self.pieces[from..].iter().zip(from..);
        let own = own.take_while(|(it, _)| it.at.report == at.report);
        own.map(|(it, ix)| (it.at == at, it.at.span.overlap(at.span), ix as u32))
            .filter(|&(_, overlap, _)| 0 < overlap)
            .max_by_key(|&(same, overlap, ix)| (same, overlap, std::cmp::Reverse(ix)))
            .map(|(_, _, ix)| ix)
    }
}

impl Piece {
    /// Reported speech.
    pub(crate) fn said(at: Evidence, kind: StatementKind, by: RuleId) -> Self {
        let form = match kind {
            StatementKind::Direct => ReadingForm::Direct,
            StatementKind::Mixed => ReadingForm::Mixed,
            StatementKind::Indirect => ReadingForm::Indirect,
        };
        Self { at, form, by }
    }

    /// Speech where it lies in somebody's words, the report's own otherwise.
    pub(crate) fn found(at: Evidence, by: RuleId, sources: &Sources) -> Self {
        match sources.said(at) {
            Some(kind) => Self::said(at, kind, by),
            None => Self {
                at,
                form: ReadingForm::Narrative,
                by,
            },
        }
    }

    pub(crate) fn told(&self) -> bool {
        self.form == ReadingForm::Narrative
    }
}
