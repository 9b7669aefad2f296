//! An item before its support is counted.

use rapporteur_text::{Conflict, Detail, Evidence, Note, ReadingForm, ReportIx, StatementKind};

use crate::sources::Sources;

/// What an item is and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) detail: Detail,
    /// By report, then place; conflicts and notes count in this order.
    pub(crate) pieces: Vec<Piece>,
    pub(crate) conflict: Option<Conflict>,
    pub(crate) notes: Vec<Note>,
}

/// One piece of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Piece {
    pub(crate) at: Evidence,
    pub(crate) form: ReadingForm,
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
        }
    }

    /// The reports that carry it, sorted, each once.
    pub(crate) fn reports(&self) -> Vec<ReportIx> {
        let mut reports: Vec<ReportIx> = self.pieces.iter().map(|piece| piece.at.report).collect();
        reports.dedup();
        reports
    }

    /// Index of the piece at `at`.
    pub(crate) fn index(&self, at: Evidence) -> u32 {
        let place = self.pieces.iter().position(|piece| piece.at == at);
        place.unwrap_or(0) as u32
    }
}

impl Piece {
    /// Reported speech.
    pub(crate) fn said(at: Evidence, kind: StatementKind) -> Self {
        let form = match kind {
            StatementKind::Direct => ReadingForm::Direct,
            StatementKind::Mixed => ReadingForm::Mixed,
            StatementKind::Indirect => ReadingForm::Indirect,
        };
        Self { at, form }
    }

    /// Speech where it lies in somebody's words, the report's own otherwise.
    pub(crate) fn found(at: Evidence, sources: &Sources) -> Self {
        match sources.said(at) {
            Some(kind) => Self::said(at, kind),
            None => Self {
                at,
                form: ReadingForm::Narrative,
            },
        }
    }

    pub(crate) fn told(&self) -> bool {
        self.form == ReadingForm::Narrative
    }
}
