//! Grammar of calendar dates: ISO and slashed dates, months with days and
//! years, weekdays, years, ranges of years, decades, centuries.
//!
//! Input: a scope and where to begin. Output: the longest reading there. What
//! always holds: a date that the calendar lacks is no reading.

use jiff::civil::Date;
use rapporteur_text::{TimeFlag, TimeKind};

use super::draft::{Draft, Match, Scope};
use super::period::{Period, add_days, add_months, day, days_between};
use super::relative;
use super::tense::Direction;
use rapporteur_text::TimeBasis::Explicit;

/// "2023-12-27", "27/12/2023".
pub(super) fn numeric(scope: &Scope<'_>, at: usize) -> Option<Match> {
    let (first, first_digits) = scope.digits(at)?;
    let mark = scope.word(at + 1);
    let parted = matches!(mark, "-" | "/") && scope.word(at + 3) == mark;
    if !parted || !(1..=4).all(|next| scope.is_glued(at + next)) || scope.is_glued(at) {
        return None;
    }
    let (second, _) = scope.digits(at + 2)?;
    let (third, third_digits) = scope.digits(at + 4)?;
    let date = if first_digits == 4 {
        day(first as i16, second as i8, i8::try_from(third).ok()?)?
    } else {
        let year = full_year(third, third_digits)?;
        day_month_order(scope, first, second, year)?
    };
    Some((at + 5, Draft::of(Period::Day(date), Explicit)))
}

fn full_year(number: i32, digits: usize) -> Option<i16> {
    match digits {
        4 if (1000..2200).contains(&number) => Some(number as i16),
        2 if number < 70 => Some(number as i16 + 2000),
        2 => Some(number as i16 + 1900),
        _ => None,
    }
}

/// Day and month in the order that the calendar allows; where it allows both,
/// the one nearer the anchor, and none without an anchor.
fn day_month_order(scope: &Scope<'_>, first: i32, second: i32, year: i16) -> Option<Date> {
    let (first, second) = (i8::try_from(first).ok()?, i8::try_from(second).ok()?);
    match (day(year, second, first), day(year, first, second)) {
        (Some(one), Some(other)) if one != other => {
            let anchor = scope.anchor?.day;
            let far = |date: Date| days_between(anchor, date).abs();
            Some(if far(one) < far(other) { one } else { other })
        }
        (one, other) => one.or(other),
    }
}

/// The month named at `at`, and where the name ends.
fn month_name(scope: &Scope<'_>, at: usize) -> Option<(usize, i8)> {
    let &month = scope.words.months.get(scope.word(at))?;
    if !scope.is_capital(at) {
        return None;
    }
    let short = scope.word(at).len() <= 4 && !matches!(scope.word(at), "may" | "june" | "july");
    let dotted = short && scope.word(at + 1) == "." && scope.is_glued(at + 1);
    let end = if dotted && scope.digits(at + 2).is_some() {
        at + 2
    } else {
        at + 1
    };
    let has_number = scope.digits(end).is_some()
        || at
            .checked_sub(1)
            .is_some_and(|back| scope.digits(back).is_some())
        || matches!(scope.before(at), "st" | "nd" | "rd" | "th");
    let doubtful = short
        || matches!(
            scope.word(at),
            "may" | "march" | "april" | "june" | "august"
        );
    if short
        && !has_number
        && !matches!(
            scope.before(at),
            "in" | "of" | "last" | "next" | "mid" | "early" | "late" | "since" | "until" | "by"
        )
    {
        return None;
    }
    (!doubtful || has_number || is_month_context(scope, at)).then_some((end, month))
}

/// Whether "May" or "April" stands as a month, not as a verb or a name.
fn is_month_context(scope: &Scope<'_>, at: usize) -> bool {
    let led = scope.words.context.month.contains(scope.before(at));
    let name = scope.is_capital(at + 1) && !scope.words.months.contains_key(scope.word(at + 1));
    led && !name
}

/// A day of the month at `at`: "27", "27th".
fn month_day(scope: &Scope<'_>, at: usize) -> Option<(usize, i8)> {
    let Some((number, digits)) = scope.digits(at) else {
        return word_day(scope, at);
    };
    if digits > 2 || !(1..=31).contains(&number) {
        return None;
    }
    let end = scope.ordinal(at).map_or(at + 1, |(end, _)| end);
    let counted = matches!(
        scope.word(end),
        "%" | "percent" | "million" | "billion" | "per" | ":" | "am" | "pm" | "years" | "people"
    ) && scope.word(end) != ":";
    (!counted).then_some((end, number as i8))
}

/// "fourth of July", "January first," in words.
fn word_day(scope: &Scope<'_>, at: usize) -> Option<(usize, i8)> {
    let (end, number) = scope.ordinal(at)?;
    let of_month = scope.word(end) == "of" && month_name(scope, end + 1).is_some();
    let behind = at
        .checked_sub(1)
        .is_some_and(|back| month_name(scope, back).is_some());
    let fits = of_month || behind && (closes(scope, end) || scope.year(end).is_some());
    (fits && (1..=31).contains(&number)).then_some((end, number as i8))
}

/// Whether nothing that a number could count stands at `at`.
fn closes(scope: &Scope<'_>, at: usize) -> bool {
    scope.pieces.get(at).is_none_or(|next| {
        !next.text.chars().any(char::is_alphanumeric)
            || scope.words.context.behind.contains(next.lower.as_ref())
    })
}

/// Whether a word at `at` leads from one day of a month to another.
fn leads_on(scope: &Scope<'_>, at: usize) -> bool {
    scope.is_dash(at) || matches!(scope.word(at), "and" | "to" | "through" | "until")
}

/// Anything that begins with a month or with a day before a month.
pub(super) fn month_date(scope: &Scope<'_>, at: usize) -> Option<Match> {
    if scope.is_glued(at)
        && at
            .checked_sub(1)
            .is_some_and(|back| scope.word(back) == "." || scope.word(back) == ",")
    {
        // "7.Dec" and its like are read where the month stands.
    }
    if let Some((end, month)) = month_name(scope, at) {
        return Some(behind_month(scope, at, end, month));
    }
    let (mut end, first) = month_day(scope, at)?;
    let last = leads_on(scope, end)
        .then(|| month_day(scope, end + 1))
        .flatten();
    if let Some((after, _)) = last {
        end = after;
    }
    let end = end + usize::from(scope.word(end) == "of");
    let (end, month) = month_name(scope, end)?;
    let (end, year) = year_behind(scope, end);
    let days = (first, last.map_or(first, |(_, day)| day));
    place_days(scope, (at, end), month, days, year)
}

fn behind_month(scope: &Scope<'_>, at: usize, end: usize, month: i8) -> Match {
    if let Some((mut after, first)) = month_day(scope, end) {
        let mut days = (first, first);
        if leads_on(scope, after)
            && let Some((next, last)) = month_day(scope, after + 1)
            && first < last
            && (scope.is_dash(after) || closes(scope, next))
            && month_name(scope, next).is_none()
        {
            (after, days.1) = (next, last);
        }
        let (after, year) = year_behind(scope, after);
        if let Some(found) = place_days(scope, (at, after), month, days, year) {
            return found;
        }
    }
    let (end, year) = year_behind(scope, end);
    (end, place_month(scope, (at, end), month, year))
}

/// How the text gives the year of a month.
#[derive(Clone, Copy)]
enum YearWord {
    /// As a number.
    Given(i16),
    /// As "this year" (0), "last year" (-1), "next year" (1).
    Relative(i32),
    /// Not at all.
    Absent,
}

/// ", 2023", "of 2023", "next year" behind a month or a day.
fn year_behind(scope: &Scope<'_>, at: usize) -> (usize, YearWord) {
    let skip = usize::from(matches!(scope.word(at), "," | "of" | "in"));
    if let Some(year) = scope.year(at + skip)
        && !(scope.word(at) == "," && scope.is_glued(at + 1))
        && scope.word(at) != "in"
    {
        return (at + skip + 1, YearWord::Given(year));
    }
    let shift = match scope.word(at + skip) {
        "this" => Some(0),
        "last" => Some(-1),
        "next" => Some(1),
        _ => None,
    };
    match shift {
        Some(shift) if scope.word(at + skip + 1) == "year" => {
            (at + skip + 2, YearWord::Relative(shift))
        }
        _ => (at, YearWord::Absent),
    }
}

fn place_month(scope: &Scope<'_>, (from, to): (usize, usize), month: i8, year: YearWord) -> Draft {
    if let YearWord::Given(year) = year {
        return Draft::of(Period::Month(year, month), Explicit);
    }
    let Some(anchor) = scope.anchor else {
        return Draft::unplaced(TimeKind::Date, format!("XXXX-{month:02}"));
    };
    let direction = scope.direction(from, to);
    let this = anchor.day.year();
    if let YearWord::Relative(shift) = year {
        let flagged = shift == 0 && said_this_year(anchor.day, month, direction);
        let year = this + shift as i16 + i16::from(flagged);
        let basis = if flagged {
            scope.basis(direction)
        } else {
            anchor.basis
        };
        let mut draft = Draft::of(Period::Month(year, month), basis);
        draft.flag = flagged.then_some(TimeFlag::SaidThisYear);
        return draft;
    }
    let year = year_of_month(anchor.day, month, direction);
    Draft::of(Period::Month(year, month), scope.basis(direction))
}

/// "January this year" of a clause that points forward, said when that month
/// is long over and the next one near.
fn said_this_year(anchor: Date, month: i8, direction: Direction) -> bool {
    let since = anchor.month() - month;
    direction == Direction::Future && 8 <= since
}

/// The year of a month without one: on or before the anchor, on or after it,
/// or the nearest.
fn year_of_month(anchor: Date, month: i8, direction: Direction) -> i16 {
    let ahead = month - anchor.month();
    let shift = match direction {
        Direction::Past => i16::from(0 < ahead),
        Direction::Future => -i16::from(ahead < 0),
        Direction::Unknown if 6 < ahead => 1,
        Direction::Unknown if ahead < -6 => -1,
        Direction::Unknown => 0,
    };
    anchor.year() - shift
}

fn place_days(
    scope: &Scope<'_>,
    (from, to): (usize, usize),
    month: i8,
    (first, last): (i8, i8),
    year: YearWord,
) -> Option<Match> {
    let anchor = scope.anchor;
    let (year, basis) = match (year, anchor) {
        (YearWord::Given(year), _) => (year, Explicit),
        (YearWord::Relative(shift), Some(anchor)) => {
            (anchor.day.year() + shift as i16, anchor.basis)
        }
        (YearWord::Absent, Some(anchor)) => {
            let direction = scope.direction(from, to);
            let year = year_of_day(anchor.day, (month, first), direction)?;
            (year, scope.basis(direction))
        }
        (_, None) => {
            let _ = day(2000, month, first)?;
            let value = format!("XXXX-{month:02}-{first:02}");
            return Some((to, Draft::unplaced(TimeKind::Date, value)));
        }
    };
    let from_day = day(year, month, first)?;
    let period = if first < last {
        Period::Days(from_day, day(year, month, last)?)
    } else {
        Period::Day(from_day)
    };
    Some((to, Draft::of(period, basis)))
}

/// The year that puts a month and day nearest the anchor, moved one year by a
/// tense that rules it out by more than a month.
fn year_of_day(anchor: Date, (month, of_month): (i8, i8), direction: Direction) -> Option<i16> {
    let this = anchor.year();
    let near = [this, this - 1, this + 1]
        .into_iter()
        .filter_map(|year| day(year, month, of_month))
        .min_by_key(|&date| days_between(anchor, date).abs())?;
    let ahead = days_between(anchor, near);
    let shift = match direction {
        Direction::Past if 31 < ahead => -1,
        Direction::Future if ahead < -31 => 1,
        _ => 0,
    };
    Some(near.year() + shift)
}

/// A weekday with what stands onto it.
pub(super) fn weekday(scope: &Scope<'_>, at: usize) -> Option<Match> {
    let (shift, name) = match scope.word(at) {
        "last" | "past" | "previous" => (Some(-1), at + 1),
        "next" => (Some(1), at + 1),
        "this" | "coming" => (Some(0), at + 1),
        _ => (None, at),
    };
    let &number = scope.words.weekdays.get(scope.word(name))?;
    if !scope.is_capital(name) {
        return None;
    }
    if let Some(found) = weekday_with_date(scope, name, number) {
        return Some(found);
    }
    if !scope.word(name).ends_with("day") {
        return None;
    }
    let (end, shift, weeks) = week_behind(scope, name + 1, shift);
    let draft = match scope.anchor {
        None => Draft::unplaced(TimeKind::Date, format!("XXXX-WXX-{number}")),
        Some(anchor) => {
            let direction = scope.direction(at, end);
            let date = place_weekday(anchor.day, number, (shift, weeks), direction);
            let decided = shift.is_none() && date != anchor.day;
            let basis = if decided {
                scope.basis(direction)
            } else {
                anchor.basis
            };
            Draft::of(Period::Day(date), basis)
        }
    };
    Some(relative::with_day_part(scope, end, draft))
}

/// "Tuesday (of) last week".
fn week_behind(scope: &Scope<'_>, at: usize, shift: Option<i32>) -> (usize, Option<i32>, bool) {
    let skip = usize::from(scope.word(at) == "of");
    let weeks = match scope.word(at + skip) {
        "last" => -1,
        "this" => 0,
        "next" => 1,
        _ => return (at, shift, false),
    };
    if scope.word(at + skip + 1) == "week" {
        return (at + skip + 2, Some(weeks), true);
    }
    (at, shift, false)
}

fn place_weekday(
    anchor: Date,
    number: i8,
    (shift, weeks): (Option<i32>, bool),
    direction: Direction,
) -> Date {
    let today = anchor.weekday().to_monday_one_offset();
    let back = i32::from(today - number).rem_euclid(7);
    let ahead = i32::from(number - today).rem_euclid(7);
    match (shift, direction) {
        (Some(shift), _) if weeks => add_days(anchor, i32::from(number - today) + 7 * shift),
        (Some(-1), _) => add_days(anchor, if back == 0 { -7 } else { -back }),
        (Some(1), _) => add_days(anchor, i32::from(number - today) + 7),
        (Some(_), Direction::Past) | (None, Direction::Past | Direction::Unknown) => {
            add_days(anchor, -back)
        }
        (_, Direction::Future | Direction::Unknown) => add_days(anchor, ahead),
    }
}

/// "Wednesday, December 27", "Wednesday (Dec 27)".
fn weekday_with_date(scope: &Scope<'_>, name: usize, number: i8) -> Option<Match> {
    let dotted = usize::from(scope.word(name + 1) == "." && scope.word(name).len() <= 5);
    let mark = name + 1 + dotted;
    let bracket = scope.word(mark) == "(";
    let start = mark + usize::from(bracket || scope.word(mark) == ",");
    let (mut end, mut draft) = month_date(scope, start).or_else(|| numeric(scope, start))?;
    let Some(Period::Day(date)) = draft.period else {
        return draft.value.starts_with("XXXX-").then_some((end, draft));
    };
    if bracket {
        if scope.word(end) != ")" {
            return None;
        }
        end += 1;
    }
    let fits = |date: &Date| date.weekday().to_monday_one_offset() == number;
    if !fits(&date) && draft.basis != Explicit {
        let other = [1, -1]
            .into_iter()
            .filter_map(|shift| day(date.year() + shift, date.month(), date.day()))
            .find(fits);
        if let Some(other) = other {
            draft = Draft::of(Period::Day(other), draft.basis);
        }
    }
    Some((end, draft))
}

/// Years, ranges of years, decades.
pub(super) fn year(scope: &Scope<'_>, at: usize) -> Option<Match> {
    let from = scope.year(at)?;
    if scope.word(at + 1) == "s" && scope.is_glued(at + 1) && from % 10 == 0 {
        let period = Period::Decade(from);
        return Some((at + 2, Draft::of(period, Explicit)));
    }
    if let Some((end, to)) = year_range_end(scope, at, from) {
        return Some((end, Draft::of(Period::Years(from, to), Explicit)));
    }
    let glued_on = scope.is_glued(at + 1)
        && !matches!(
            scope.word(at + 1),
            "," | "."
                | ";"
                | ":"
                | ")"
                | "'s"
                | "\""
                | "”"
                | "?"
                | "!"
                | "'"
                | "’"
                | "]"
                | "-"
                | "–"
                | "—"
                | "/"
        );
    (!glued_on && is_year_context(scope, at))
        .then(|| (at + 1, Draft::of(Period::Year(from), Explicit)))
}

/// "-28" or "-2028" behind 2024.
fn year_range_end(scope: &Scope<'_>, at: usize, from: i16) -> Option<(usize, i16)> {
    let dashed = scope.is_dash(at + 1) || scope.word(at + 1) == "/";
    if !dashed
        || !scope.is_glued(at + 1)
        || !scope.is_glued(at + 2)
        || scope.is_glued(at + 3) && scope.is_dash(at + 3)
    {
        return None;
    }
    let (number, digits) = scope.digits(at + 2)?;
    let to = match digits {
        4 => number as i16,
        2 => {
            let century = from - from % 100;
            let same = century + number as i16;
            if from < same { same } else { same + 100 }
        }
        _ => return None,
    };
    (1800 <= from && from < to && to - from <= 100).then_some((at + 3, to))
}

/// Whether a number of four digits is a year rather than a count or a name.
fn is_year_context(scope: &Scope<'_>, at: usize) -> bool {
    let before = scope.before(at);
    let led = scope.words.context.year.contains(before);
    let Some((number, _)) = scope.digits(at) else {
        return false;
    };
    if !led || !(1500..2150).contains(&number) {
        return false;
    }
    let next = scope.pieces.get(at + 1);
    let unit_follows = matches!(scope.word(at + 1), "sq" | "square" | "cubic")
        || scope.words.units.contains_key(scope.word(at + 1))
        || scope.numbers.scales.contains_key(scope.word(at + 1))
        || scope.words.context.counted.contains(scope.word(at + 1));
    let plural_follows = next.is_some_and(|next| {
        next.is_lower_word()
            && next.lower.ends_with('s')
            && 4 < next.lower.len()
            && !matches!(before, "in" | "the" | "since")
    });
    !unit_follows && !plural_follows
}

/// "the 1990s", "the '90s", "the nineties".
pub(super) fn short_decade(scope: &Scope<'_>, at: usize) -> Option<Match> {
    if !matches!(scope.word(at), "'" | "’" | "‘") || !matches!(scope.word(at + 2), "s") {
        return None;
    }
    let (number, digits) = scope.digits(at + 1)?;
    if digits != 2 || number % 10 != 0 || !scope.is_glued(at + 2) {
        return None;
    }
    let period = Period::Decade(
        full_year(number, 2)?
            + if number < 30 {
                0
            } else {
                i16::from(number < 70) * -100
            },
    );
    Some((at + 3, Draft::of(period, Explicit)))
}

/// "the 19th century".
pub(super) fn century(scope: &Scope<'_>, at: usize) -> Option<Match> {
    let (end, number) = scope.ordinal(at)?;
    let end = end + usize::from(scope.is_dash(end));
    if !(1..=22).contains(&number) || scope.word(end) != "century" {
        return None;
    }
    let first = ((number - 1) * 100).max(1) as i16;
    Some((end + 1, Draft::of(Period::Century(first), Explicit)))
}

/// The month `months` on from the anchor's.
pub(super) fn month_from(anchor: Date, months: i32) -> Period {
    let (year, month) = add_months(anchor.year(), anchor.month(), months);
    Period::Month(year, month)
}
