//! Reads EDTF back, for tests: what is written must say what the bounds say.
//!
//! Standard: ISO 8601-2 (EDTF) as far as it is written here: days, months,
//! years, seasons, decades and centuries, intervals, and one of a range.

use jiff::civil::{Date, date};

/// A parsed expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Edtf {
    Day(Date),
    Month(i16, i8),
    Season(i16, i8),
    Year(i16),
    /// Digits of a year that are given, 2 or 3 of them, and how many.
    Masked(i16, usize),
    /// "a/b", open where there is "..".
    Interval(Option<Box<Edtf>>, Option<Box<Edtf>>),
    /// "[a..b]": one of these.
    OneOf(Box<Edtf>, Box<Edtf>),
}

impl Edtf {
    pub(super) fn parse(text: &str) -> Option<Self> {
        if let Some(inner) = text.strip_prefix('[') {
            let (from, to) = inner.strip_suffix(']')?.split_once("..")?;
            return Some(Self::OneOf(Self::boxed(from)?, Self::boxed(to)?));
        }
        if let Some((from, to)) = text.split_once('/') {
            let end = |text: &str| match text {
                ".." => Some(None),
                _ => Self::boxed(text).map(Some),
            };
            return Some(Self::Interval(end(from)?, end(to)?));
        }
        if let Some(digits) = text.strip_suffix("XX").filter(|it| it.len() == 2) {
            return Some(Self::Masked(digits.parse().ok()?, 2));
        }
        if let Some(digits) = text.strip_suffix('X').filter(|it| it.len() == 3) {
            return Some(Self::Masked(digits.parse().ok()?, 3));
        }
        let mut parts = text.split('-');
        let year: i16 = parts.next().filter(|it| it.len() == 4)?.parse().ok()?;
        let mut number = || -> Option<Option<i8>> {
            let part = parts.next();
            part.map(|it| it.parse().ok().filter(|_| it.len() == 2))
                .map_or(Some(None), |it| it.map(Some))
        };
        match (number()?, number()?) {
            (None, _) => Some(Self::Year(year)),
            (Some(month @ 1..=12), None) => Some(Self::Month(year, month)),
            (Some(season @ 21..=24), None) => Some(Self::Season(year, season)),
            (Some(month), Some(day)) => Some(Self::Day(Date::new(year, month, day).ok()?)),
            _ => None,
        }
    }

    fn boxed(text: &str) -> Option<Box<Self>> {
        Self::parse(text).map(Box::new)
    }

    /// First and last day; a season's year stands for a season, which EDTF
    /// gives no days.
    pub(super) fn bounds(&self) -> (Option<Date>, Option<Date>) {
        let years = |from: i16, to: i16| (Some(date(from, 1, 1)), Some(date(to, 12, 31)));
        match self {
            Self::Day(day) => (Some(*day), Some(*day)),
            Self::Month(year, month) => {
                let first = date(*year, *month, 1);
                (Some(first), Some(first.last_of_month()))
            }
            Self::Season(year, _) | Self::Year(year) => years(*year, *year),
            Self::Masked(digits, given) => {
                let span = 10_i16.pow(4 - *given as u32);
                years((digits * span).max(1), digits * span + span - 1)
            }
            Self::Interval(from, to) => (
                from.as_ref().and_then(|it| it.bounds().0),
                to.as_ref().and_then(|it| it.bounds().1),
            ),
            Self::OneOf(from, to) => (from.bounds().0, to.bounds().1),
        }
    }
}

impl std::fmt::Display for Edtf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let end = |it: &Option<Box<Self>>| {
            it.as_ref()
                .map_or_else(|| "..".to_owned(), ToString::to_string)
        };
        match self {
            Self::Day(day) => write!(f, "{day}"),
            Self::Month(year, part) | Self::Season(year, part) => write!(f, "{year:04}-{part:02}"),
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Masked(digits, given) => {
                write!(f, "{digits:0given$}{}", "X".repeat(4 - given))
            }
            Self::Interval(from, to) => write!(f, "{}/{}", end(from), end(to)),
            Self::OneOf(from, to) => write!(f, "[{from}..{to}]"),
        }
    }
}
