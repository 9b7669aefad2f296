//! Grammar of times that are counted from another: "in two weeks", "within 18
//! months", "two days before Christmas", "the first Saturday of May", "the
//! first week of October", "the 18th".
//!
//! Input: a scope and where to begin. Output: the longest reading there. What
//! always holds: no reading is finer than its words: "in six months" is a
//! month, "in two weeks" a week.

use jiff::civil::{Date, Weekday};
use rapporteur_language::calendar::TimeUnit;
use rapporteur_text::TimeKind;

use super::draft::{Draft, Match, Scope};
use super::period::{Period, add_months, day, days_between, monday};
use super::relative::{days_of, moved, near_day};
use super::tense::Direction;
use super::{dates, length, named};

/// "two weeks" behind "in", where the clause points forward.
pub(super) fn from_now(scope: &Scope<'_>, at: usize) -> Option<Match> {
    if scope.before(at) != "in" {
        return None;
    }
    let (end, count, unit) = length::counted_unit(scope, at)?;
    let led = at.checked_sub(2).map_or("", |back| scope.word(back));
    let compared = matches!(
        led,
        "time" | "first" | "once" | "lowest" | "highest" | "most"
    );
    let anchor = scope.anchor?;
    let joined = scope.word(end) == "of" || scope.is_dash(end) || scope.is_dash(end - 2);
    if compared || joined || scope.direction(at, end) != Direction::Future {
        return None;
    }
    let end = past_time(scope, end);
    let period = moved(anchor.day, unit, count.whole()?)?;
    Some((end, Draft::of(period, anchor.basis)))
}

/// "in six months' time".
fn past_time(scope: &Scope<'_>, end: usize) -> usize {
    let apostrophe = usize::from(matches!(scope.word(end), "'" | "’" | "'s"));
    if apostrophe == 1 && scope.word(end + 1) == "time" {
        end + 2
    } else {
        end
    }
}

/// "two weeks" behind "within": a length that begins now.
pub(super) fn within_length(scope: &Scope<'_>, at: usize) -> Option<Match> {
    let back = at.checked_sub(1)?;
    let article = matches!(scope.word(back), "the" | "a") && scope.before(back) == "within";
    if scope.before(at) != "within" && !article {
        return None;
    }
    let (end, count, unit) = length::counted_unit(scope, at)?;
    let past = scope.direction(at, end) == Direction::Past;
    if past || scope.word(end) == "of" {
        return None;
    }
    Some(length::before_or_after(
        scope,
        end,
        1,
        (count.whole()?, unit),
    ))
}

/// "two days before Christmas", "three weeks after 15 January".
pub(super) fn shifted(scope: &Scope<'_>, at: usize) -> Option<Match> {
    let (end, count, unit) = length::counted_unit(scope, at)?;
    let sign = match scope.word(end) {
        "before" => -1,
        "after" => 1,
        "from" if !matches!(scope.word(at), "a" | "an") => 1,
        _ => return None,
    };
    let start = end + 1;
    let (end, draft) = named::holiday(scope, start)
        .or_else(|| dates::month_date(scope, start))
        .or_else(|| near_day(scope, start).filter(|_| scope.word(start) != "today"))?;
    let Some(Period::Day(from)) = draft.period else {
        return None;
    };
    let to = days_of(from, unit, sign * count.whole()?)?;
    Some((end, Draft::of(Period::Day(to), draft.basis)))
}

/// "the first Saturday of May", "the last Monday in March 2024".
pub(super) fn nth_weekday(scope: &Scope<'_>, at: usize) -> Option<Match> {
    let (end, nth) = which(scope, at)?;
    let &number = scope.words.weekdays.get(scope.word(end))?;
    let (end, (year, month), basis) = month_behind(scope, end + 1)?;
    let weekday = Weekday::from_monday_one_offset(number).ok()?;
    let first = day(year, month, 1)?;
    let found = first.nth_weekday_of_month(nth, weekday).ok()?;
    Some((end, Draft::of(Period::Day(found), basis)))
}

/// "the first week of October", "the last week of this month". A week belongs
/// to the month of its Thursday (ISO 8601).
pub(super) fn nth_week(scope: &Scope<'_>, at: usize) -> Option<Match> {
    let (end, nth) = which(scope, at)?;
    if scope.word(end) != "week" {
        return None;
    }
    let (end, (year, month), basis) = month_behind(scope, end + 1)?;
    let thursday = day(year, month, 1)?
        .nth_weekday_of_month(nth, Weekday::Thursday)
        .ok()?;
    let first = monday(thursday);
    Some((end, Draft::of(Period::Week(first), basis)))
}

/// "first", "2nd", "last": the end and the number, -1 for the last.
fn which(scope: &Scope<'_>, at: usize) -> Option<(usize, i8)> {
    if scope.word(at) == "last" {
        return Some((at + 1, -1));
    }
    let (end, number) = scope.ordinal(at)?;
    let nth = i8::try_from(number).ok()?;
    (1..=5).contains(&nth).then_some((end, nth))
}

/// "of May", "in March 2024", "of next month": the month.
fn month_behind(
    scope: &Scope<'_>,
    at: usize,
) -> Option<(usize, (i16, i8), rapporteur_text::TimeBasis)> {
    if !matches!(scope.word(at), "of" | "in") {
        return None;
    }
    let start = at + 1;
    let (end, draft) = dates::month_date(scope, start)
        .or_else(|| super::relative::shifted_unit(scope, start))
        .or_else(|| named::the_unit(scope, start))?;
    match draft.period? {
        Period::Month(year, month) => Some((end, (year, month), draft.basis)),
        _ => None,
    }
}

/// "the 18th", "Friday the 11th": a day of the month that is near.
pub(super) fn day_of_month(scope: &Scope<'_>, at: usize) -> Option<Match> {
    let (end, number) = scope.ordinal(at)?;
    let digits = scope.digits(at).is_some();
    let governing = at.checked_sub(2).map_or("", |back| scope.word(back));
    let weekday = scope.words.weekdays.contains_key(governing);
    let led = weekday
        || matches!(
            governing,
            "on" | "by" | "until" | "till" | "since" | "before" | "after" | "from" | "of" | "for"
        );
    let closed = scope.pieces.get(end).is_none_or(|next| {
        !next.text.chars().any(char::is_alphanumeric) && !scope.is_dash(end)
            || matches!(
                next.lower.as_ref(),
                "and" | "or" | "to" | "at" | "for" | "when" | "until" | "but" | "as" | "with"
            )
    });
    if !digits || scope.before(at) != "the" || !led || !closed {
        return None;
    }
    let number = i8::try_from(number)
        .ok()
        .filter(|it| (1..=31).contains(it))?;
    let Some(anchor) = scope.anchor else {
        return Some((
            end,
            Draft::unplaced(TimeKind::Date, format!("XXXX-XX-{number:02}")),
        ));
    };
    let direction = scope.direction(at, end);
    let date = near_month(anchor.day, number, direction)?;
    Some((end, Draft::of(Period::Day(date), scope.basis(direction))))
}

/// The day of this month, the last or the next, on the side that the tense says.
fn near_month(anchor: Date, number: i8, direction: Direction) -> Option<Date> {
    let months = [0, -1, 1].into_iter().filter_map(|shift| {
        let (year, month) = add_months(anchor.year(), anchor.month(), shift);
        day(year, month, number)
    });
    let fits = |date: &Date| match direction {
        Direction::Past => *date <= anchor,
        Direction::Future => anchor <= *date,
        Direction::Unknown => true,
    };
    months
        .filter(fits)
        .min_by_key(|&date| days_between(anchor, date).abs())
}

/// "all week", "all year": a length.
pub(super) fn all_of(scope: &Scope<'_>, at: usize) -> Option<Match> {
    if !matches!(scope.word(at), "all" | "entire" | "whole") {
        return None;
    }
    let hyphen = usize::from(scope.is_dash(at + 1));
    let name = at + 1 + hyphen;
    let &unit = scope.words.units.get(scope.word(name))?;
    let whole = matches!(
        unit,
        TimeUnit::Day | TimeUnit::Week | TimeUnit::Month | TimeUnit::Year
    );
    let one = whole && !scope.word(name).ends_with('s');
    one.then(|| (name + 1, length::one(unit)))
}

/// "2016 Q3", "2019 H2".
pub(super) fn year_and_part(scope: &Scope<'_>, at: usize) -> Option<Match> {
    let year = scope.year(at)?;
    if scope.is_glued(at + 1) || !scope.is_capital(at + 1) || !scope.is_glued(at + 2) {
        return None;
    }
    let (number, 1) = scope.digits(at + 2)? else {
        return None;
    };
    let number = i8::try_from(number).ok()?;
    let period = match scope.word(at + 1) {
        "q" if (1..=4).contains(&number) => Period::Quarter(year, number),
        "h" if (1..=2).contains(&number) => Period::Half(year, number),
        _ => return None,
    };
    Some((
        at + 3,
        Draft::of(period, rapporteur_text::TimeBasis::Explicit),
    ))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{Direction, near_month};

    #[test]
    fn a_day_of_the_month_lies_on_the_side_of_its_tense() {
        let anchor = date(2024, 3, 8);
        assert_eq!(
            near_month(anchor, 18, Direction::Future),
            Some(date(2024, 3, 18))
        );
        assert_eq!(
            near_month(anchor, 18, Direction::Past),
            Some(date(2024, 2, 18))
        );
        assert_eq!(
            near_month(anchor, 5, Direction::Future),
            Some(date(2024, 4, 5))
        );
        assert_eq!(
            near_month(anchor, 5, Direction::Unknown),
            Some(date(2024, 3, 5))
        );
    }
}
