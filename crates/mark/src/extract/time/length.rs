//! Grammar of lengths and recurrences: "five-day", "the last two years",
//! "every Tuesday", "annual", "twice a week".
//!
//! Input: a scope and where to begin. Output: the longest reading there, with
//! TIMEX3 periods (`P5D`, `PT2H`, `PXY`).

use rapporteur_language::calendar::TimeUnit;
use rapporteur_text::TimeKind;

use super::draft::{Draft, Match, Scope};
use super::relative::days_of;

/// How many units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Count {
    /// So many.
    Exactly(f64),
    /// "several", "some".
    Some,
}

impl Count {
    /// The number, when it is whole and not too large.
    pub(super) fn whole(self) -> Option<i32> {
        match self {
            Count::Exactly(number) if number.fract() == 0.0 && number.abs() < 1e6 => {
                Some(number as i32)
            }
            _ => None,
        }
    }
}

/// A number at `at`: its end and value.
fn count(scope: &Scope<'_>, at: usize) -> Option<(usize, Count)> {
    let piece = scope.pieces.get(at)?;
    let word = scope.word(at);
    if piece.kind == crate::extract::scan::PieceKind::Number {
        let number: f64 = piece.text.replace(',', "").parse().ok()?;
        return Some(half_more(scope, at + 1, number));
    }
    if matches!(word, "several" | "few" | "many" | "couple" | "multiple") {
        let of = usize::from(scope.word(at + 1) == "of");
        return Some((at + 1 + of, Count::Some));
    }
    if matches!(word, "a" | "an") {
        return match scope.word(at + 1) {
            "few" | "couple" => count(scope, at + 1),
            "dozen" => Some((at + 2, Count::Exactly(12.0))),
            _ => Some((at + 1, Count::Exactly(1.0))),
        };
    }
    if word == "half" {
        let article = usize::from(matches!(scope.word(at + 1), "a" | "an"));
        return Some((at + 1 + article, Count::Exactly(0.5)));
    }
    if let Some(&tens) = scope.numbers.tens.get(word) {
        let ones = scope
            .is_dash(at + 1)
            .then(|| scope.numbers.units.get(scope.word(at + 2)));
        if let Some(Some(ones)) = ones {
            return Some((at + 3, Count::Exactly(tens + ones)));
        }
        return Some((at + 1, Count::Exactly(tens)));
    }
    let &number = scope.numbers.units.get(word)?;
    Some(half_more(scope, at + 1, number))
}

/// "and a half" behind a number, hyphens or not.
fn half_more(scope: &Scope<'_>, at: usize, number: f64) -> (usize, Count) {
    let words: Vec<usize> = (at..at + 6).filter(|&it| !scope.is_dash(it)).collect();
    let read = |nth: usize| words.get(nth).map_or("", |&it| scope.word(it));
    if (read(0), read(1), read(2)) == ("and", "a", "half") {
        return (words[2] + 1, Count::Exactly(number + 0.5));
    }
    (at, Count::Exactly(number))
}

/// "five-day", "two years", "half an hour": its end, count and unit.
pub(super) fn counted_unit(scope: &Scope<'_>, at: usize) -> Option<(usize, Count, TimeUnit)> {
    if scope.is_glued(at) && (scope.is_dash(at.wrapping_sub(1)) || scope.before(at) == "$") {
        return None;
    }
    let (end, count) = count(scope, at)?;
    let adjective = usize::from(matches!(
        scope.word(end),
        "full"
            | "consecutive"
            | "straight"
            | "more"
            | "long"
            | "whole"
            | "calendar"
            | "working"
            | "additional"
            | "short"
    ));
    let name = end + usize::from(scope.is_dash(end)) + adjective;
    let &unit = scope.words.units.get(scope.word(name))?;
    let word = scope.word(name);
    let by_article = matches!(scope.word(at), "a" | "an");
    let doubtful = matches!(word, "second" | "quarter" | "quarters" | "min" | "sec")
        && (by_article || !scope.pieces[at].text.as_bytes()[0].is_ascii_digit());
    let (end, count) = match count {
        Count::Exactly(number) => half_more(scope, name + 1, number),
        Count::Some => (name + 1, count),
    };
    (!doubtful).then_some((end, count, unit))
}

/// A length that no anchor places.
pub(super) fn plain(scope: &Scope<'_>, at: usize) -> Option<Match> {
    let (end, count, unit) = counted_unit(scope, at).or_else(|| bare_plural(scope, at))?;
    let by_article = matches!(scope.word(at), "a" | "an");
    if by_article && !is_led_to(scope, scope.before(at)) && !scope.is_dash(at + 1) {
        return rate(scope, at);
    }
    let hyphen = usize::from(scope.is_dash(end));
    if matches!(scope.word(end + hyphen), "old" | "olds") {
        return None;
    }
    let long = usize::from(hyphen == 1 && scope.word(end + 1) == "long");
    Some((end + 2 * long, of_length(count, unit)))
}

/// "for decades", "decades-long", "over the years".
fn bare_plural(scope: &Scope<'_>, at: usize) -> Option<(usize, Count, TimeUnit)> {
    let &unit = scope.words.units.get(scope.word(at))?;
    let long = scope.is_dash(at + 1) && scope.word(at + 2) == "long";
    let plural = scope.word(at).ends_with('s') && matches!(scope.before(at), "for" | "over" | "in");
    let whole = matches!(
        unit,
        TimeUnit::Second | TimeUnit::Minute | TimeUnit::Quarter
    );
    (!whole && (long || plural)).then_some((
        at + 1,
        if scope.word(at).ends_with('s') {
            Count::Some
        } else {
            Count::Exactly(1.0)
        },
        unit,
    ))
}

fn is_led_to(scope: &Scope<'_>, before: &str) -> bool {
    scope.words.context.length.contains(before)
}

/// "$5 a month", "twice a week", "per year": a recurrence.
fn rate(scope: &Scope<'_>, at: usize) -> Option<Match> {
    let &unit = scope.words.units.get(scope.word(at + 1))?;
    let low = at.saturating_sub(4);
    let numbered = scope.pieces[low..at].iter().any(|piece| {
        piece.kind == crate::extract::scan::PieceKind::Number
            || matches!(
                piece.lower.as_ref(),
                "once" | "twice" | "times" | "million" | "billion" | "percent" | "thousand"
            )
    });
    numbered.then(|| {
        (
            at + 2,
            Draft::unplaced(TimeKind::Set, period_value(Count::Exactly(1.0), unit)),
        )
    })
}

/// One unit, wherever it lies.
pub(super) fn one(unit: TimeUnit) -> Draft {
    of_length(Count::Exactly(1.0), unit)
}

fn of_length(count: Count, unit: TimeUnit) -> Draft {
    Draft::unplaced(TimeKind::Duration, period_value(count, unit))
}

/// TIMEX3 period: `P5D`, `PT30M`, `P2.5Y`, `PXY`.
fn period_value(count: Count, unit: TimeUnit) -> String {
    let (prefix, factor, letter) = match unit {
        TimeUnit::Second => ("PT", 1.0, "S"),
        TimeUnit::Minute => ("PT", 1.0, "M"),
        TimeUnit::Hour => ("PT", 1.0, "H"),
        TimeUnit::Day | TimeUnit::Night => ("P", 1.0, "D"),
        TimeUnit::Week => ("P", 1.0, "W"),
        TimeUnit::Fortnight => ("P", 2.0, "W"),
        TimeUnit::Weekend => ("P", 1.0, "WE"),
        TimeUnit::Month => ("P", 1.0, "M"),
        TimeUnit::Quarter => ("P", 1.0, "Q"),
        TimeUnit::Year => ("P", 1.0, "Y"),
        TimeUnit::Decade => ("P", 10.0, "Y"),
        TimeUnit::Century => ("P", 100.0, "Y"),
    };
    match count {
        Count::Exactly(number) => format!("{prefix}{}{letter}", number * factor),
        Count::Some => format!("{prefix}X{letter}"),
    }
}

/// "the last two years", "the next six months".
pub(super) fn shifted_length(scope: &Scope<'_>, at: usize) -> Option<Match> {
    let shift = match scope.word(at) {
        "last" | "past" | "previous" | "preceding" => -1,
        "next" | "coming" | "following" => 1,
        _ => return None,
    };
    let (end, count, unit) = counted_unit(scope, at + 1)?;
    match count.whole() {
        Some(number) => Some(before_or_after(scope, end, shift, (number, unit))),
        None => Some((end, of_length(count, unit))),
    }
}

/// `count` units that end (`shift` below zero) or begin on the anchor's day.
pub(super) fn before_or_after(
    scope: &Scope<'_>,
    end: usize,
    shift: i32,
    (count, unit): (i32, TimeUnit),
) -> Match {
    let mut draft = of_length(Count::Exactly(f64::from(count)), unit);
    let Some(anchor) = scope.anchor else {
        return (end, draft);
    };
    if let Some(other) = days_of(anchor.day, unit, shift * count.min(5000)) {
        let (from, to) = if shift < 0 {
            (other, anchor.day)
        } else {
            (anchor.day, other)
        };
        draft.edtf = Some(format!("{from}/{to}"));
        draft.bounds = (Some(from), Some(to));
        draft.basis = anchor.basis;
    }
    (end, draft)
}

/// "annual", "every Tuesday", "each year", "Sundays", "twice a week", "per day".
pub(super) fn set(scope: &Scope<'_>, at: usize) -> Option<Match> {
    let word = scope.word(at);
    let named = scope.is_capital(at) && (scope.is_capital(at + 1) || 0 < at);
    if let Some(value) = scope.words.sets.get(word)
        && !named
    {
        return Some((at + 1, Draft::unplaced(TimeKind::Set, value.clone())));
    }
    if let Some(day) = word.strip_suffix('s').filter(|day| day.ends_with("day"))
        && let Some(number) = scope.words.weekdays.get(day)
        && scope.is_capital(at)
    {
        return Some((
            at + 1,
            Draft::unplaced(TimeKind::Set, format!("XXXX-WXX-{number}")),
        ));
    }
    match word {
        "every" | "each" => repeated(scope, at + 1),
        "per" => {
            let &unit = scope.words.units.get(scope.word(at + 1))?;
            Some((
                at + 2,
                Draft::unplaced(TimeKind::Set, period_value(Count::Exactly(1.0), unit)),
            ))
        }
        _ => None,
    }
}

fn repeated(scope: &Scope<'_>, at: usize) -> Option<Match> {
    let set = |end, value: String| Some((end, Draft::unplaced(TimeKind::Set, value)));
    if let Some(number) = scope.words.weekdays.get(scope.word(at)) {
        return set(at + 1, format!("XXXX-WXX-{number}"));
    }
    if let Some(month) = scope
        .words
        .months
        .get(scope.word(at))
        .filter(|_| scope.is_capital(at))
    {
        return set(at + 1, format!("XXXX-{month:02}"));
    }
    if let Some(part) = scope.words.day_parts.get(scope.word(at)) {
        return set(at + 1, format!("XXXX-XX-XXT{part}"));
    }
    if let ("other", Some(number)) = (scope.word(at), scope.words.weekdays.get(scope.word(at + 1)))
    {
        return set(at + 2, format!("XXXX-WXX-{number}"));
    }
    let (other, name) = match scope.word(at) {
        "other" => (2.0, at + 1),
        "single" => (1.0, at + 1),
        _ => (1.0, at),
    };
    if let Some(&unit) = scope.words.units.get(scope.word(name)) {
        return set(name + 1, period_value(Count::Exactly(other), unit));
    }
    let (end, count, unit) = counted_unit(scope, at)?;
    set(end, period_value(count, unit))
}
