//! What a grammar makes of an expression before it is placed in the text.
//!
//! Input: a period or a length, and what it rests on. Output: a [`Draft`],
//! which is a [`Time`](rapporteur_text::Time) without its span.

use jiff::civil::Date;
use rapporteur_language::Calendar;
use rapporteur_language::calendar::PeriodPart;
use rapporteur_language::quantity::NumberWords;
use rapporteur_text::{Span, Time, TimeBasis, TimeFlag, TimeKind};

use super::period::Period;
use super::tense::{Direction, direction};
use crate::extract::scan::{Piece, PieceKind};

/// The day a report speaks on, and how it is known.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Anchor {
    /// The day.
    pub(crate) day: Date,
    /// Publication, dateline, or other reports.
    pub(crate) basis: TimeBasis,
}

/// What the grammars read.
pub(super) struct Scope<'a> {
    /// The sentence.
    pub(super) pieces: &'a [Piece<'a>],
    /// Words of the calendar.
    pub(super) words: &'a Calendar,
    /// Number words.
    pub(super) numbers: &'a NumberWords,
    /// The day the report speaks on.
    pub(super) anchor: Option<Anchor>,
    /// Overrules the tense.
    pub(super) forced: Option<Direction>,
    /// The last day that the text named.
    pub(super) last_day: Option<Date>,
}

/// An expression's end (in pieces) and meaning.
pub(super) type Match = (usize, Draft);

/// A time without its span.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) kind: TimeKind,
    pub(super) value: String,
    pub(super) modifier: Option<&'static str>,
    pub(super) edtf: Option<String>,
    pub(super) bounds: (Option<Date>, Option<Date>),
    pub(super) basis: TimeBasis,
    pub(super) flag: Option<TimeFlag>,
    /// The whole period, for parts and prepositions.
    pub(super) period: Option<Period>,
}

impl Draft {
    /// All of `period`.
    pub(super) fn of(period: Period, basis: TimeBasis) -> Self {
        let (from, to) = period.bounds();
        Self {
            kind: TimeKind::Date,
            value: period.value(),
            modifier: None,
            edtf: Some(period.edtf()),
            bounds: (Some(from), Some(to)),
            basis,
            flag: None,
            period: Some(period),
        }
    }

    /// A value without a place in the calendar.
    pub(super) fn unplaced(kind: TimeKind, value: impl Into<String>) -> Self {
        Self {
            kind,
            value: value.into(),
            modifier: None,
            edtf: None,
            bounds: (None, None),
            basis: TimeBasis::Explicit,
            flag: None,
            period: None,
        }
    }

    /// The same, narrowed to `from..=to`, with its TIMEX3 mod.
    #[must_use]
    pub(super) fn narrowed(mut self, modifier: &'static str, (from, to): (Date, Date)) -> Self {
        self.modifier = Some(modifier);
        self.edtf = Some(format!("[{from}..{to}]"));
        self.bounds = (Some(from), Some(to));
        self
    }

    /// A part of this draft's period; itself when it has none.
    #[must_use]
    pub(super) fn part(self, part: PeriodPart) -> Self {
        let modifier = match part {
            PeriodPart::Early => "START",
            PeriodPart::Mid => "MID",
            PeriodPart::Late | PeriodPart::End => "END",
        };
        match self.period {
            Some(Period::Day(_)) | None => Self {
                modifier: Some(modifier),
                ..self
            },
            Some(period) => self.narrowed(modifier, period.part_bounds(part)),
        }
    }

    /// The time at `span`.
    pub(super) fn at(self, span: Span) -> Time {
        Time {
            span,
            kind: self.kind,
            value: self.value,
            modifier: self.modifier,
            edtf: self.edtf,
            earliest: self.bounds.0,
            latest: self.bounds.1,
            basis: self.basis,
            flag: self.flag,
        }
    }
}

impl Scope<'_> {
    /// The word at `at` in lower case; empty past the end.
    pub(super) fn word(&self, at: usize) -> &str {
        self.pieces.get(at).map_or("", |piece| &piece.lower)
    }

    /// The word before `at`; empty at the start.
    pub(super) fn before(&self, at: usize) -> &str {
        at.checked_sub(1).map_or("", |back| self.word(back))
    }

    /// Whether the piece at `at` begins with a capital.
    pub(super) fn is_capital(&self, at: usize) -> bool {
        self.pieces.get(at).is_some_and(Piece::is_capital)
    }

    /// Whether the piece at `at` is written onto the one before.
    pub(super) fn is_glued(&self, at: usize) -> bool {
        self.pieces.get(at).is_some_and(|piece| piece.glued)
    }

    /// Whether a hyphen or dash stands at `at`.
    pub(super) fn is_dash(&self, at: usize) -> bool {
        matches!(self.word(at), "-" | "–" | "—" | "‑")
    }

    /// The whole number of plain digits at `at`, and how many digits.
    pub(super) fn digits(&self, at: usize) -> Option<(i32, usize)> {
        let piece = self.pieces.get(at)?;
        let plain = piece.kind == PieceKind::Number && piece.text.len() <= 4;
        if !plain || !piece.text.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let number = piece.text.parse().ok()?;
        Some((number, piece.text.len()))
    }

    /// A year of four digits at `at` that is no part of a longer number.
    pub(super) fn year(&self, at: usize) -> Option<i16> {
        let (year, digits) = self.digits(at)?;
        let word_before = at
            .checked_sub(1)
            .is_some_and(|back| self.pieces[back].kind == PieceKind::Word);
        let behind_letters = self.is_glued(at) && word_before;
        (digits == 4 && (1000..2200).contains(&year) && !behind_letters).then_some(year as i16)
    }

    /// "7th" or "seventh": its end and value.
    pub(super) fn ordinal(&self, at: usize) -> Option<(usize, i32)> {
        if let Some((number, _)) = self.digits(at) {
            let suffix = matches!(self.word(at + 1), "st" | "nd" | "rd" | "th");
            return (suffix && self.is_glued(at + 1)).then_some((at + 2, number));
        }
        let word = self.word(at);
        if let Some(&tens) = self.numbers.tens.get(word)
            && self.is_dash(at + 1)
            && let Some(&ones) = self.numbers.ordinals.get(self.word(at + 2))
        {
            return Some((at + 3, (tens + ones) as i32));
        }
        let &value = self.numbers.ordinals.get(word)?;
        Some((at + 1, value as i32))
    }

    /// Which way the clause around the pieces points.
    pub(super) fn direction(&self, from: usize, to: usize) -> Direction {
        self.forced
            .unwrap_or_else(|| direction(self.pieces, from, to, &self.words.tense))
    }

    /// What a value rests on when `direction` chose it.
    pub(super) fn basis(&self, direction: Direction) -> TimeBasis {
        match (direction, self.anchor) {
            (Direction::Unknown, Some(anchor)) => anchor.basis,
            (_, Some(_)) => TimeBasis::Tense,
            (_, None) => TimeBasis::Explicit,
        }
    }
}
