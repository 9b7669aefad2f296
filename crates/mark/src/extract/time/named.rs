//! Grammar of quarters, halves, seasons, business years, holidays, and parts
//! of periods ("early next week", "the second half of January").
//!
//! Input: a scope and where to begin. Output: the longest reading there.

use jiff::civil::{Date, Weekday};
use rapporteur_language::calendar::{Holiday, PeriodPart, TimeUnit};
use rapporteur_text::TimeBasis::Explicit;
use rapporteur_text::TimeKind;

use super::draft::{Draft, Match, Scope};
use super::period::{Period, add_days, day, days_between, easter};
use super::relative::{near_day, period_of, shifted_unit, told_day};
use super::tense::Direction;
use super::{dates, length};

/// A period that a part can be taken of.
fn whole(scope: &Scope<'_>, at: usize) -> Option<Match> {
    let at = at
        + usize::from(
            scope.word(at) == "the" && !scope.words.units.contains_key(scope.word(at + 1)),
        );
    dates::month_date(scope, at)
        .or_else(|| dates::year(scope, at))
        .or_else(|| bare_year(scope, at))
        .or_else(|| dates::short_decade(scope, at))
        .or_else(|| dates::century(scope, at))
        .or_else(|| shifted_unit(scope, at))
        .or_else(|| quarter(scope, at))
        .or_else(|| fiscal(scope, at))
        .or_else(|| season(scope, at))
        .or_else(|| dates::weekday(scope, at))
        .or_else(|| near_day(scope, at))
        .or_else(|| told_day(scope, at))
        .or_else(|| the_unit(scope, at))
}

fn bare_year(scope: &Scope<'_>, at: usize) -> Option<Match> {
    let year = scope.year(at)?;
    (1500..2150)
        .contains(&year)
        .then(|| (at + 1, Draft::of(Period::Year(year), Explicit)))
}

/// "the year", "the month": the one that holds the anchor.
pub(super) fn the_unit(scope: &Scope<'_>, at: usize) -> Option<Match> {
    let &unit = scope.words.units.get(scope.word(at + 1))?;
    let placed = matches!(
        unit,
        TimeUnit::Week
            | TimeUnit::Month
            | TimeUnit::Quarter
            | TimeUnit::Year
            | TimeUnit::Decade
            | TimeUnit::Century
            | TimeUnit::Day
    );
    if scope.word(at) != "the" || !placed || scope.word(at + 1).ends_with('s') {
        return None;
    }
    let draft = match scope.anchor {
        Some(anchor) => Draft::of(period_of(anchor.day, unit, 0)?, anchor.basis),
        None => Draft::unplaced(TimeKind::Date, "PRESENT_REF"),
    };
    Some((at + 2, draft))
}

/// "early next week", "mid-2011", "the end of March", "late on Tuesday".
pub(super) fn part(scope: &Scope<'_>, at: usize) -> Option<Match> {
    let &part = scope.words.parts.get(scope.word(at))?;
    let adjective = matches!(part, PeriodPart::Early | PeriodPart::Late)
        && matches!(scope.word(at), "early" | "late");
    let start = match scope.word(at + 1) {
        "of" if !adjective => at + 2,
        "in" | "on" if adjective => at + 2,
        mark if matches!(mark, "-" | "–") && scope.is_glued(at + 1) => at + 2,
        _ if adjective || part == PeriodPart::Mid => at + 1,
        _ => return None,
    };
    let (end, draft) = whole(scope, start)?;
    Some((end, draft.part(part)))
}

/// "year-end", "month-end".
pub(super) fn unit_end(scope: &Scope<'_>, at: usize) -> Option<Match> {
    let &unit = scope.words.units.get(scope.word(at))?;
    let joined = scope.is_dash(at + 1) && scope.word(at + 2) == "end";
    if !joined || !matches!(unit, TimeUnit::Year | TimeUnit::Month | TimeUnit::Quarter) {
        return None;
    }
    let draft = match scope.anchor {
        Some(anchor) => Draft::of(period_of(anchor.day, unit, 0)?, anchor.basis),
        None => Draft::unplaced(TimeKind::Date, "XXXX"),
    };
    Some((at + 3, draft.part(PeriodPart::End)))
}

/// "the second half of January", "H1 2024", "the first three months of 2023".
pub(super) fn half(scope: &Scope<'_>, at: usize) -> Option<Match> {
    if scope.word(at) == "h" && scope.is_capital(at) && scope.is_glued(at + 1) {
        let (number, 1) = scope.digits(at + 1)? else {
            return None;
        };
        let year = scope.year(at + 2)?;
        let half = Period::Half(
            year,
            i8::try_from(number)
                .ok()
                .filter(|half| matches!(half, 1 | 2))?,
        );
        return Some((at + 3, Draft::of(half, Explicit)));
    }
    let second = match scope.word(at) {
        "first" => false,
        "second" | "latter" => true,
        _ => return None,
    };
    let dash = usize::from(scope.is_dash(at + 1));
    if scope.word(at + 1 + dash) != "half" || scope.word(at + 2 + dash) != "of" {
        return None;
    }
    let (end, draft) = whole(scope, at + 3 + dash)?;
    Some((end, half_of(draft, second)))
}

fn half_of(draft: Draft, second: bool) -> Draft {
    let modifier = if second { "END" } else { "START" };
    match draft.period {
        Some(Period::Year(year)) => {
            let half = Draft::of(Period::Half(year, 1 + i8::from(second)), draft.basis);
            Draft {
                flag: draft.flag,
                ..half
            }
        }
        Some(period) => draft.narrowed(modifier, period.half_bounds(second)),
        None => Draft {
            modifier: Some(modifier),
            ..draft
        },
    }
}

/// "the first nine months of 2023".
pub(super) fn first_months(scope: &Scope<'_>, at: usize) -> Option<Match> {
    if !matches!(scope.word(at), "first" | "last") {
        return None;
    }
    let (end, count, unit) = length::counted_unit(scope, at + 1)?;
    let count = count.whole().filter(|count| (1..=12).contains(count))?;
    if scope.word(end) != "of" || unit != TimeUnit::Month {
        return None;
    }
    let (end, draft) = whole(scope, end + 1)?;
    let Some(Period::Year(year)) = draft.period else {
        return None;
    };
    let months = if scope.word(at) == "first" {
        (1, count as i8)
    } else {
        (13 - count as i8, 12)
    };
    let (from, to) = (
        Period::Month(year, months.0).bounds().0,
        Period::Month(year, months.1).bounds().1,
    );
    let mut found = Draft::of(Period::Days(from, to), draft.basis);
    found.kind = TimeKind::Duration;
    found.value = format!("P{count}M");
    Some((end, found))
}

/// "Q3", "Q3 2023", "the third quarter of 2023".
pub(super) fn quarter(scope: &Scope<'_>, at: usize) -> Option<Match> {
    let lettered = scope.word(at) == "q" && scope.is_capital(at) && scope.is_glued(at + 1);
    let (end, number) = if lettered {
        (at + 2, scope.digits(at + 1)?.0)
    } else {
        let (end, number) = scope.ordinal(at)?;
        let end = end + usize::from(scope.is_dash(end));
        let fiscal = usize::from(matches!(scope.word(end), "fiscal" | "financial"));
        if scope.word(end + fiscal) != "quarter" {
            return None;
        }
        (end + fiscal + 1, number)
    };
    let quarter = i8::try_from(number)
        .ok()
        .filter(|number| (1..=4).contains(number))?;
    let of = end + usize::from(matches!(scope.word(end), "of" | ","));
    let of = of + usize::from(scope.word(of) == "the");
    let year = fiscal(scope, of)
        .or_else(|| bare_year(scope, of))
        .or_else(|| shifted_unit(scope, of));
    match year {
        Some((
            end,
            Draft {
                period: Some(Period::Year(year)),
                basis,
                ..
            },
        )) => Some((end, Draft::of(Period::Quarter(year, quarter), basis))),
        Some((
            end,
            Draft {
                period: Some(Period::Fiscal(year)),
                basis,
                ..
            },
        )) => {
            let mut draft = Draft::of(Period::Fiscal(year), basis);
            draft.value = format!("FY{year:04}-Q{quarter}");
            Some((end, draft))
        }
        _ => Some((end, quarter_without_year(scope, (at, end), quarter))),
    }
}

fn quarter_without_year(scope: &Scope<'_>, (from, to): (usize, usize), quarter: i8) -> Draft {
    let Some(anchor) = scope.anchor else {
        return Draft::unplaced(TimeKind::Date, format!("XXXX-Q{quarter}"));
    };
    let direction = scope.direction(from, to);
    let now = (anchor.day.month() + 2) / 3;
    let shift = match direction {
        Direction::Future => i16::from(quarter < now),
        Direction::Past | Direction::Unknown => -i16::from(now < quarter),
    };
    let period = Period::Quarter(anchor.day.year() + shift, quarter);
    Draft::of(period, scope.basis(direction))
}

/// "fiscal 2023-24", "FY24", "financial year 2024", "the fiscal year".
pub(super) fn fiscal(scope: &Scope<'_>, at: usize) -> Option<Match> {
    let start = match scope.word(at) {
        "fiscal" | "financial" => at + 1 + usize::from(scope.word(at + 1) == "year"),
        "fy" if scope.is_capital(at) => at + 1,
        _ => return None,
    };
    if let Some((
        end,
        Draft {
            period: Some(Period::Years(from, to)),
            ..
        },
    )) = dates::year(scope, start)
    {
        return Some((end, Draft::of(Period::Years(from, to), Explicit)));
    }
    let (number, digits) = scope.digits(start)?;
    let year = match digits {
        4 if (1900..2150).contains(&number) => number as i16,
        2 if scope.word(at) == "fy" => 2000 + number as i16,
        _ => return None,
    };
    Some((start + 1, Draft::of(Period::Fiscal(year), Explicit)))
}

/// "this summer", "summer 2024", "the winter of 2022", "in the spring".
pub(super) fn season(scope: &Scope<'_>, at: usize) -> Option<Match> {
    let shift = match scope.word(at) {
        "last" => Some(-1),
        "this" => Some(0),
        "next" => Some(1),
        _ => None,
    };
    let name = at + usize::from(shift.is_some());
    let code = season_code(scope.words.seasons.get(scope.word(name))?);
    let of = name + 1 + usize::from(scope.word(name + 1) == "of");
    if let Some(year) = scope.year(of) {
        return Some((of + 1, Draft::of(Period::Season(year, code), Explicit)));
    }
    let parted = matches!(scope.before(at), "early" | "late" | "mid");
    let led = parted && scope.before(at.wrapping_sub(1)) == "in"
        || scope.before(at) == "in"
        || scope.before(at) == "the" && scope.before(at.wrapping_sub(1)) == "in";
    if shift.is_none() && (!led || scope.is_capital(name)) {
        return None;
    }
    let Some(anchor) = scope.anchor else {
        return Some((
            name + 1,
            Draft::unplaced(TimeKind::Date, format!("XXXX-{code}")),
        ));
    };
    let direction = scope.direction(at, name + 1);
    let year = season_year(anchor.day, code, shift, direction);
    Some((
        name + 1,
        Draft::of(Period::Season(year, code), anchor.basis),
    ))
}

fn season_code(code: &str) -> &'static str {
    match code {
        "SP" => "SP",
        "SU" => "SU",
        "FA" => "FA",
        _ => "WI",
    }
}

/// The year whose season is meant: "last summer" the latest that is over,
/// "next summer" the first to begin, "this" or none by tense.
fn season_year(anchor: Date, code: &'static str, shift: Option<i32>, direction: Direction) -> i16 {
    let this = anchor.year();
    let (from, to) = Period::Season(this, code).bounds();
    match (shift, direction) {
        (Some(-1), _) => {
            if to < anchor {
                this
            } else {
                this - 1
            }
        }
        (Some(1), _) => {
            if anchor < from {
                this
            } else {
                this + 1
            }
        }
        (None, Direction::Past) if anchor < from => this - 1,
        (None, Direction::Future) if to < anchor => this + 1,
        _ => this,
    }
}

/// "Christmas Day", "Good Friday", "Thanksgiving 2024".
pub(super) fn holiday(scope: &Scope<'_>, at: usize) -> Option<Match> {
    if !scope.is_capital(at) {
        return None;
    }
    let holiday = scope
        .words
        .holidays
        .iter()
        .find(|holiday| is_named(scope, at, holiday))?;
    let end = at + holiday.words.len();
    if let Some(year) = scope.year(end) {
        return Some((
            end + 1,
            Draft::of(Period::Day(day_in(holiday, year)?), Explicit),
        ));
    }
    let named = scope.is_capital(end) || scope.before(at) == "#";
    if named || (scope.is_dash(end) && scope.is_glued(end)) {
        return None;
    }
    let Some(anchor) = scope.anchor else {
        return Some((end, unplaced_holiday(holiday)));
    };
    let direction = scope.direction(at, end);
    let date = nearest(holiday, anchor.day, direction)?;
    Some((end, Draft::of(Period::Day(date), scope.basis(direction))))
}

fn is_named(scope: &Scope<'_>, at: usize, holiday: &Holiday) -> bool {
    let mut words = holiday.words.iter().enumerate();
    words.all(|(nth, word)| scope.word(at + nth) == word)
}

fn unplaced_holiday(holiday: &Holiday) -> Draft {
    let value = match holiday.fixed {
        Some((month, day)) => format!("XXXX-{month:02}-{day:02}"),
        None => "XXXX-XX-XX".into(),
    };
    Draft::unplaced(TimeKind::Date, value)
}

/// The holiday's day in a year.
fn day_in(holiday: &Holiday, year: i16) -> Option<Date> {
    if let Some((month, of_month)) = holiday.fixed {
        return day(year, month, of_month);
    }
    if let Some((nth, weekday, month)) = holiday.nth {
        let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
        return day(year, month, 1)?.nth_weekday_of_month(nth, weekday).ok();
    }
    Some(add_days(easter(year)?, holiday.easter?))
}

/// The year's day nearest the anchor, on the side that the tense says.
fn nearest(holiday: &Holiday, anchor: Date, direction: Direction) -> Option<Date> {
    let this = anchor.year();
    let fits = |date: &Date| match direction {
        Direction::Past => *date <= anchor,
        Direction::Future => anchor <= *date,
        Direction::Unknown => true,
    };
    [this - 1, this, this + 1]
        .into_iter()
        .filter_map(|year| day_in(holiday, year))
        .filter(fits)
        .min_by_key(|&date| days_between(anchor, date).abs())
}
