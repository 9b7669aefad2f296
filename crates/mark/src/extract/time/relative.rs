//! Grammar of times that lean on the day the report speaks: "today", "last
//! year", "three days ago", "the following day".
//!
//! Input: a scope and where to begin. Output: the longest reading there. What
//! always holds: without an anchor nothing is placed in the calendar.

use jiff::civil::Date;
use rapporteur_language::calendar::TimeUnit;
use rapporteur_text::TimeKind;

use super::dates::month_from;
use super::draft::{Draft, Match, Scope};
use super::length;
use super::named;
use super::period::{Period, add_days, add_months, days_between, monday};

/// "today", "yesterday", "tonight", "this morning", "last night".
pub(super) fn near_day(scope: &Scope<'_>, at: usize) -> Option<Match> {
    let (end, shift, part) = match (scope.word(at), scope.word(at + 1)) {
        ("today", _) => (at + 1, 0, None),
        ("yesterday", _) => (at + 1, -1, None),
        ("tomorrow", _) => (at + 1, 1, None),
        ("tonight", _) => (at + 1, 0, Some("NI")),
        ("last", "night") => (at + 2, -1, Some("NI")),
        ("this", part) => {
            let part = scope.words.day_parts.get(part)?;
            (at + 2, 0, Some(part.as_str()))
        }
        ("day", "before") if scope.word(at + 2) == "yesterday" => (at + 3, -2, None),
        ("day", "after") if scope.word(at + 2) == "tomorrow" => (at + 3, 2, None),
        _ => return None,
    };
    let draft = match scope.anchor {
        None => Draft::unplaced(TimeKind::Date, named_ref(shift)),
        Some(anchor) => Draft::of(spoken_day(scope, at, anchor.day, shift), anchor.basis),
    };
    match part {
        Some(part) => Some((end, in_part(draft, part))),
        None => Some(with_day_part(scope, end, draft)),
    }
}

/// "today" in a quotation may be the day it was said: where the report named
/// a day shortly before its own, either can be meant.
fn spoken_day(scope: &Scope<'_>, at: usize, today: Date, shift: i32) -> Period {
    let said = scope
        .last_day
        .filter(|&day| (1..=3).contains(&days_between(day, today)) && in_quotation(scope, at));
    let to = add_days(today, shift);
    match said {
        Some(day) => Period::Days(add_days(day, shift), to),
        None => Period::Day(to),
    }
}

/// Whether an open quotation mark stands before the piece in its sentence, or
/// a closing one behind it.
fn in_quotation(scope: &Scope<'_>, at: usize) -> bool {
    let (before, behind) = scope.pieces.split_at(at);
    let last = before
        .iter()
        .rev()
        .find(|piece| matches!(piece.text, "“" | "”"));
    let next = behind.iter().find(|piece| matches!(piece.text, "“" | "”"));
    let straight = before.iter().filter(|piece| piece.text == "\"").count();
    let open = last.is_some_and(|piece| piece.text == "“");
    open || next.is_some_and(|piece| piece.text == "”") || straight % 2 == 1
}

/// TIMEX3's words for what has no anchor.
fn named_ref(shift: i32) -> &'static str {
    match shift {
        0 => "PRESENT_REF",
        1.. => "FUTURE_REF",
        _ => "PAST_REF",
    }
}

/// A day narrowed to a part: `2023-12-27TNI`.
fn in_part(draft: Draft, part: &str) -> Draft {
    let value = if draft.value.ends_with("_REF") {
        format!("XXXX-XX-XXT{part}")
    } else {
        format!("{}T{part}", draft.value)
    };
    Draft {
        kind: TimeKind::Time,
        value,
        ..draft
    }
}

/// Takes "morning" or "night" behind a day into it.
pub(super) fn with_day_part(scope: &Scope<'_>, end: usize, draft: Draft) -> Match {
    match scope.words.day_parts.get(scope.word(end)) {
        Some(part) => (end + 1, in_part(draft, part)),
        None => (end, draft),
    }
}

/// Which way "last", "this" or "next" points.
fn shift_word(word: &str) -> Option<i32> {
    match word {
        "last" | "past" | "previous" => Some(-1),
        "this" | "current" | "present" => Some(0),
        "next" | "coming" | "upcoming" => Some(1),
        _ => None,
    }
}

/// "last year", "this week", "next month", "the last decade".
pub(super) fn shifted_unit(scope: &Scope<'_>, at: usize) -> Option<Match> {
    let shift = shift_word(scope.word(at))?;
    let fiscal = matches!(scope.word(at + 1), "fiscal" | "financial");
    let name =
        at + 1 + usize::from(fiscal || matches!(scope.word(at + 1), "calendar" | "academic"));
    let &unit = scope.words.units.get(scope.word(name))?;
    if scope.word(name).ends_with('s') {
        return vague_plural(scope, at, name + 1, shift);
    }
    if is_length(scope, at, unit) {
        return Some(length::before_or_after(scope, name + 1, shift, (1, unit)));
    }
    let Some(anchor) = scope.anchor else {
        return Some((name + 1, Draft::unplaced(TimeKind::Date, named_ref(shift))));
    };
    let period = if fiscal {
        Period::Fiscal(anchor.day.year() + shift as i16)
    } else {
        period_of(anchor.day, unit, shift)?
    };
    Some((name + 1, Draft::of(period, anchor.basis)))
}

/// "the last decade", "the past year": a length that ends now.
fn is_length(scope: &Scope<'_>, at: usize, unit: TimeUnit) -> bool {
    let the = matches!(scope.before(at), "the" | "this");
    match scope.word(at) {
        "past" => true,
        "last" | "next" => {
            the && matches!(
                unit,
                TimeUnit::Year
                    | TimeUnit::Decade
                    | TimeUnit::Century
                    | TimeUnit::Week
                    | TimeUnit::Month
            )
        }
        _ => false,
    }
}

/// "coming weeks", "past years".
fn vague_plural(scope: &Scope<'_>, at: usize, end: usize, shift: i32) -> Option<Match> {
    let vague = matches!(scope.word(at), "coming" | "past" | "previous" | "next");
    vague.then(|| (end, Draft::unplaced(TimeKind::Date, named_ref(shift))))
}

/// The period of `unit` that holds `day`, or the one `shift` on from it.
pub(super) fn period_of(day: Date, unit: TimeUnit, shift: i32) -> Option<Period> {
    let week = add_days(monday(day), 7 * shift);
    Some(match unit {
        TimeUnit::Day => Period::Day(add_days(day, shift)),
        TimeUnit::Week => Period::Week(week),
        TimeUnit::Weekend => Period::Weekend(past_weekend(day, week, shift)),
        TimeUnit::Month => month_from(day, shift),
        TimeUnit::Quarter => {
            let (year, month) = add_months(day.year(), day.month(), 3 * shift);
            Period::Quarter(year, (month + 2) / 3)
        }
        TimeUnit::Year => Period::Year(day.year() + shift as i16),
        TimeUnit::Decade => Period::Decade((day.year() / 10 + shift as i16) * 10),
        TimeUnit::Century => Period::Century((day.year() / 100 + shift as i16) * 100),
        _ => return None,
    })
}

/// "last weekend" on a Sunday is the week's before; so is "this weekend" on a
/// Monday, which is told back.
fn past_weekend(day: Date, week: Date, shift: i32) -> Date {
    let monday_now = shift == 0 && day.weekday().to_monday_zero_offset() == 0;
    if monday_now { add_days(week, -7) } else { week }
}

/// "three days ago", "two weeks from now".
pub(super) fn ago(scope: &Scope<'_>, at: usize) -> Option<Match> {
    let (end, count, unit) = length::counted_unit(scope, at)?;
    let (end, sign) = match (scope.word(end), scope.word(end + 1)) {
        ("ago", _) => (end + 1, -1),
        ("from", "now" | "today") => (end + 2, 1),
        _ => return None,
    };
    let (Some(count), Some(anchor)) = (count.whole(), scope.anchor) else {
        return Some((end, Draft::unplaced(TimeKind::Date, named_ref(sign))));
    };
    let period = moved(anchor.day, unit, sign * count)?;
    Some((end, Draft::of(period, anchor.basis)))
}

/// The period of `unit`'s own grain that lies `count` units from `day`.
pub(super) fn moved(day: Date, unit: TimeUnit, count: i32) -> Option<Period> {
    let count = match unit {
        TimeUnit::Year => count.clamp(-1500, 1500),
        _ => count.clamp(-20_000, 20_000),
    };
    match unit {
        TimeUnit::Fortnight => period_of(day, TimeUnit::Week, 2 * count),
        TimeUnit::Night => period_of(day, TimeUnit::Day, count),
        TimeUnit::Decade => period_of(day, TimeUnit::Year, 10 * count.clamp(-150, 150)),
        TimeUnit::Century => period_of(day, TimeUnit::Year, 100 * count.clamp(-15, 15)),
        _ => period_of(day, unit, count),
    }
}

/// "the same day", "the following day", "a day earlier": leans on the last
/// day the text named, and has no day without one.
pub(super) fn told_day(scope: &Scope<'_>, at: usize) -> Option<Match> {
    let (end, shift) = match (scope.word(at), scope.word(at + 1), scope.word(at + 2)) {
        ("same" | "that", "day", _) => (at + 2, 0),
        ("following", "day", _) => (at + 2, 1),
        ("previous" | "preceding", "day", _) => (at + 2, -1),
        ("a" | "one", "day", "earlier" | "before") => (at + 3, -1),
        ("a" | "one", "day", "later" | "after") | ("the", "next", "day") => (at + 3, 1),
        _ => return None,
    };
    let draft = match scope.last_day {
        Some(day) => {
            let basis = scope
                .anchor
                .map_or(rapporteur_text::TimeBasis::Explicit, |it| it.basis);
            Draft::of(Period::Day(add_days(day, shift)), basis)
        }
        None => Draft::unplaced(TimeKind::Date, "XXXX-XX-XX"),
    };
    Some((end, draft))
}

/// "earlier this month", "later today", "later this year", "earlier in the week".
pub(super) fn within(scope: &Scope<'_>, at: usize) -> Option<Match> {
    let later = match scope.word(at) {
        "earlier" => false,
        "later" => true,
        _ => return None,
    };
    let start = at + 1 + usize::from(matches!(scope.word(at + 1), "on" | "in"));
    let (end, draft) = shifted_unit(scope, start)
        .or_else(|| near_day(scope, start))
        .or_else(|| named::the_unit(scope, start))
        .or_else(|| named::season(scope, start))?;
    let modifier = if later { "END" } else { "START" };
    let (Some(period), Some(anchor)) = (draft.period, scope.anchor) else {
        return Some((
            end,
            Draft {
                modifier: Some(modifier),
                ..draft
            },
        ));
    };
    let (from, to) = period.bounds();
    if matches!(period, Period::Day(_)) || !(from <= anchor.day && anchor.day <= to) {
        return Some((
            end,
            Draft {
                modifier: Some(modifier),
                ..draft
            },
        ));
    }
    let bounds = if later {
        (anchor.day, to)
    } else {
        (from, anchor.day)
    };
    Some((end, draft.narrowed(modifier, bounds)))
}

/// "recent years", "recently", "currently".
pub(super) fn vague(scope: &Scope<'_>, at: usize) -> Option<Match> {
    let next_is_plural_unit =
        scope.word(at + 1).ends_with('s') && scope.words.units.contains_key(scope.word(at + 1));
    let (end, value) = match scope.word(at) {
        "recently" => (at + 1, "PAST_REF"),
        "currently" => (at + 1, "PRESENT_REF"),
        "recent" if next_is_plural_unit => (at + 2, "PAST_REF"),
        _ => return None,
    };
    Some((end, Draft::unplaced(TimeKind::Date, value)))
}

/// The day `count` units on from the anchor, for lengths that begin or end there.
pub(super) fn days_of(anchor: Date, unit: TimeUnit, count: i32) -> Option<Date> {
    let day = match unit {
        TimeUnit::Day | TimeUnit::Night => add_days(anchor, count),
        TimeUnit::Week => add_days(anchor, 7 * count),
        TimeUnit::Fortnight => add_days(anchor, 14 * count),
        TimeUnit::Month => same_day(anchor, count),
        TimeUnit::Quarter => same_day(anchor, 3 * count),
        TimeUnit::Year => same_day(anchor, 12 * count),
        TimeUnit::Decade => same_day(anchor, 120 * count),
        TimeUnit::Century => same_day(anchor, 1200 * count),
        _ => return None,
    };
    (days_between(anchor, day).signum() == count.signum()).then_some(day)
}

/// The same day of the month, or its last, `months` on.
fn same_day(anchor: Date, months: i32) -> Date {
    let (year, month) = add_months(anchor.year(), anchor.month(), months);
    let first = jiff::civil::date(year, month, 1);
    let day = anchor.day().min(first.days_in_month());
    jiff::civil::date(year, month, day)
}
