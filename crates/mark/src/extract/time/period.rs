//! Stretches of the calendar and their arithmetic.
//!
//! Input: a kind of stretch and where it lies. Output: its TIMEX3 value, its
//! EDTF form and its first and last day. What always holds: first ≤ last.
//! Standards: TIMEX3 (`TimeML` 1.2.1), EDTF (ISO 8601-2), ISO 8601 weeks.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use rapporteur_language::calendar::PeriodPart;

/// A stretch of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Period {
    /// One day.
    Day(Date),
    /// The week of this Monday.
    Week(Date),
    /// Saturday and Sunday of the week of this Monday.
    Weekend(Date),
    /// Year and month.
    Month(i16, i8),
    /// Year and quarter.
    Quarter(i16, i8),
    /// Year and half.
    Half(i16, i8),
    /// Year and TIMEX3 season.
    Season(i16, &'static str),
    /// A year.
    Year(i16),
    /// A business year, named by one calendar year.
    Fiscal(i16),
    /// Ten years from this one.
    Decade(i16),
    /// A hundred years from this one (1900 for the 20th century).
    Century(i16),
    /// From the first day to the last, both years given.
    Years(i16, i16),
    /// From one day to another.
    Days(Date, Date),
}

/// The day, if the calendar has it.
pub(super) fn day(year: i16, month: i8, day: i8) -> Option<Date> {
    Date::new(year, month, day).ok()
}

/// `start` and `days` more, kept within the calendar.
pub(super) fn add_days(start: Date, days: i32) -> Date {
    start.saturating_add(days.days())
}

/// The Monday of the week of `day`.
pub(super) fn monday(day: Date) -> Date {
    add_days(day, -i32::from(day.weekday().to_monday_zero_offset()))
}

/// Year and month, `months` on.
pub(super) fn add_months(year: i16, month: i8, months: i32) -> (i16, i8) {
    let count = i32::from(year) * 12 + i32::from(month) - 1 + months;
    let year = count.div_euclid(12).clamp(1, 9998) as i16;
    (year, count.rem_euclid(12) as i8 + 1)
}

fn last_of_month(year: i16, month: i8) -> Date {
    date(year, month, 1).last_of_month()
}

fn year_in_range(year: i16) -> i16 {
    year.clamp(1, 9998)
}

impl Period {
    /// First and last day.
    pub(super) fn bounds(self) -> (Date, Date) {
        let years = |from: i16, to: i16| {
            let (from, to) = (year_in_range(from), year_in_range(to));
            (date(from, 1, 1), date(to, 12, 31))
        };
        match self {
            Period::Day(day) => (day, day),
            Period::Week(first) => (first, add_days(first, 6)),
            Period::Weekend(first) => (add_days(first, 5), add_days(first, 6)),
            Period::Month(year, month) => (date(year, month, 1), last_of_month(year, month)),
            Period::Quarter(year, quarter) => {
                let month = quarter * 3;
                (date(year, month - 2, 1), last_of_month(year, month))
            }
            Period::Half(year, half) => {
                let month = half * 6;
                (date(year, month - 5, 1), last_of_month(year, month))
            }
            Period::Season(year, season) => season_bounds(year, season),
            Period::Year(year) => years(year, year),
            Period::Fiscal(year) => years(year - 1, year + 1),
            // As EDTF masks digits: of "00XX" the year 0 is left out alone.
            Period::Decade(year) => years(year / 10 * 10, year / 10 * 10 + 9),
            Period::Century(year) => years(year / 100 * 100, year / 100 * 100 + 99),
            Period::Years(from, to) => years(from, to),
            Period::Days(from, to) => (from, to),
        }
    }

    /// TIMEX3 value.
    pub(super) fn value(self) -> String {
        match self {
            Period::Day(day) => day.to_string(),
            Period::Week(first) => week_value(first),
            Period::Weekend(first) => format!("{}-WE", week_value(first)),
            Period::Month(year, month) => format!("{year:04}-{month:02}"),
            Period::Quarter(year, quarter) => format!("{year:04}-Q{quarter}"),
            Period::Half(year, half) => format!("{year:04}-H{half}"),
            Period::Season(year, season) => format!("{year:04}-{season}"),
            Period::Year(year) => format!("{year:04}"),
            Period::Fiscal(year) => format!("FY{year:04}"),
            Period::Decade(year) => format!("{:03}", year / 10),
            Period::Century(year) => format!("{:02}", year / 100),
            Period::Years(from, to) => format!("{from:04}/{to:04}"),
            Period::Days(from, to) => format!("{from}/{to}"),
        }
    }

    /// EDTF, level 1 where the level has the stretch, else an interval.
    pub(super) fn edtf(self) -> String {
        match self {
            Period::Day(_) | Period::Month(..) | Period::Year(_) | Period::Years(..) => {
                self.value()
            }
            Period::Season(year, season) => format!("{year:04}-{}", season_code(season)),
            Period::Decade(year) => format!("{:03}X", year / 10),
            Period::Century(year) => format!("{:02}XX", year / 100),
            Period::Quarter(..) | Period::Half(..) => {
                let (from, to) = self.bounds();
                let month = |day: Date| format!("{:04}-{:02}", day.year(), day.month());
                format!("{}/{}", month(from), month(to))
            }
            Period::Fiscal(year) => format!("{:04}/{:04}", year - 1, year + 1),
            Period::Week(_) | Period::Weekend(_) | Period::Days(..) => {
                let (from, to) = self.bounds();
                format!("{from}/{to}")
            }
        }
    }

    /// First and last day of a part, loosely: halves for "early" and "late",
    /// the middle half for "mid", the last third for "end".
    pub(super) fn part_bounds(self, part: PeriodPart) -> (Date, Date) {
        let (from, to) = self.bounds();
        let days = days_between(from, to) + 1;
        match part {
            PeriodPart::Early => (from, add_days(from, (days + 1) / 2 - 1)),
            PeriodPart::Mid => (add_days(from, days / 4), add_days(to, -(days / 4))),
            PeriodPart::Late => (add_days(from, days / 2), to),
            PeriodPart::End => (add_days(from, days * 2 / 3), to),
        }
    }

    /// First and last day of the first or second half, exactly: a month is
    /// cut behind its 15th, a year behind June.
    pub(super) fn half_bounds(self, second: bool) -> (Date, Date) {
        let (from, to) = self.bounds();
        let cut = match self {
            Period::Month(year, month) => date(year, month, 15),
            Period::Year(year) => date(year, 6, 30),
            Period::Decade(year) => date(year + 4, 12, 31),
            _ => add_days(from, (days_between(from, to) + 1) / 2 - 1),
        };
        if second {
            return (add_days(cut, 1).min(to), to);
        }
        (from, cut.max(from))
    }
}

/// Days from one day to a later one.
pub(super) fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

fn week_value(first: Date) -> String {
    let week = first.iso_week_date();
    format!("{:04}-W{:02}", week.year(), week.week())
}

/// Wide enough for both ways to count: by the month and by the sun. Northern
/// hemisphere; a winter may be the one that begins or the one that ends.
fn season_bounds(year: i16, season: &str) -> (Date, Date) {
    match season {
        "SP" => (date(year, 3, 1), date(year, 6, 21)),
        "SU" => (date(year, 6, 1), date(year, 9, 23)),
        "FA" => (date(year, 9, 1), date(year, 12, 22)),
        _ => (date(year, 1, 1), date(year + 1, 3, 21)),
    }
}

fn season_code(season: &str) -> i8 {
    match season {
        "SP" => 21,
        "SU" => 22,
        "FA" => 23,
        _ => 24,
    }
}

/// Easter Sunday of the Western church (Meeus, Jones and Butcher).
pub(super) fn easter(year: i16) -> Option<Date> {
    let (golden, century, rest) = (
        i32::from(year) % 19,
        i32::from(year) / 100,
        i32::from(year) % 100,
    );
    let moon =
        (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
    let sunday = (32 + 2 * (century % 4) + 2 * (rest / 4) - moon - rest % 4) % 7;
    let late = (golden + 11 * moon + 22 * sunday) / 451;
    let n = moon + sunday - 7 * late + 114;
    day(year, (n / 31) as i8, (n % 31 + 1) as i8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_of_a_month_meet_behind_the_fifteenth() {
        let january = Period::Month(2024, 1);
        assert_eq!(january.half_bounds(false).1, date(2024, 1, 15));
        assert_eq!(
            january.half_bounds(true),
            (date(2024, 1, 16), date(2024, 1, 31))
        );
    }

    #[test]
    fn periods_print_as_timex_and_edtf() {
        assert_eq!(Period::Quarter(2023, 3).value(), "2023-Q3");
        assert_eq!(Period::Quarter(2023, 3).edtf(), "2023-07/2023-09");
        assert_eq!(Period::Decade(1990).edtf(), "199X");
        assert_eq!(Period::Week(date(2024, 1, 1)).value(), "2024-W01");
        assert_eq!(Period::Years(2024, 2028).edtf(), "2024/2028");
    }

    #[test]
    fn easter_moves() {
        assert_eq!(easter(2023), day(2023, 4, 9));
        assert_eq!(easter(2024), day(2024, 3, 31));
    }

    #[test]
    fn months_carry_over_the_year() {
        assert_eq!(add_months(2023, 12, 1), (2024, 1));
        assert_eq!(add_months(2024, 1, -1), (2023, 12));
    }
}
