//! Words of the calendar: months, weekdays, parts of the day, zones,
//! holidays, and the verbs that tell which way a clause points.
//!
//! Input: `data/calendar.toml`. What always holds: keys are lower case, as
//! the scanner cuts words.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

/// Words of the calendar.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Calendar {
    /// Name or abbreviation to 1–12.
    pub months: HashMap<String, i8>,
    /// Name or abbreviation to 1–7, Monday first.
    pub weekdays: HashMap<String, i8>,
    /// Word to unit.
    pub units: HashMap<String, TimeUnit>,
    /// Word to TIMEX3 part of the day (`MO`).
    pub day_parts: HashMap<String, String>,
    /// Word to TIMEX3 season (`SP`).
    pub seasons: HashMap<String, String>,
    /// Zone name to minutes east of UTC.
    pub zones: HashMap<String, i16>,
    /// One word that says how often, to a TIMEX3 period (`P1Y`).
    pub sets: HashMap<String, String>,
    /// Word to part of a period.
    pub parts: HashMap<String, PeriodPart>,
    /// Words that tell what a doubtful word or number is.
    pub context: ContextWords,
    /// Named days, longest name first where one begins another.
    pub holidays: Vec<Holiday>,
    /// Verbs.
    pub tense: TenseWords,
}

/// Words that tell what a doubtful word or number beside them is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContextWords {
    /// Before a year.
    pub year: HashSet<String>,
    /// Behind a number that is a count, not a year.
    pub counted: HashSet<String>,
    /// Before a month whose name is a word or a name too.
    pub month: HashSet<String>,
    /// Before "a year" that is a length, not a rate.
    pub length: HashSet<String>,
    /// Behind a date that a preposition governs alone.
    pub behind: HashSet<String>,
}

/// A unit of time.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum TimeUnit {
    /// 1 s.
    Second,
    /// 60 s.
    Minute,
    /// 60 min.
    Hour,
    /// A calendar day.
    Day,
    /// A calendar day, counted by its night.
    Night,
    /// Monday to Sunday (ISO 8601).
    Week,
    /// Two weeks.
    Fortnight,
    /// Saturday and Sunday.
    Weekend,
    /// A calendar month.
    Month,
    /// Three calendar months.
    Quarter,
    /// A calendar year.
    Year,
    /// Ten calendar years.
    Decade,
    /// A hundred calendar years.
    Century,
}

/// Which part of a period a word takes.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum PeriodPart {
    /// The first half, loosely.
    Early,
    /// The middle half, loosely.
    Mid,
    /// The second half, loosely.
    Late,
    /// The last third, loosely.
    End,
}

/// A day with a name, by exactly one rule.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// Its words, lower case.
    pub words: Vec<String>,
    /// Month and day.
    pub fixed: Option<(i8, i8)>,
    /// Which (-1 is the last), ISO weekday, month.
    pub nth: Option<(i8, i8, i8)>,
    /// Days from Easter Sunday.
    pub easter: Option<i32>,
}

/// Verbs and what they say of the time of their clause.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct TenseWords {
    /// Before a bare verb: points forward.
    pub future: HashSet<String>,
    /// Governs "to" and what is to come.
    pub forward: HashSet<String>,
    /// Past forms that do not end in "-ed".
    pub past: HashSet<String>,
    /// Words in "-ed" that are no past form.
    pub not_past: HashSet<String>,
}

impl Calendar {
    /// The words that are built in.
    ///
    /// # Panics
    /// Never in a build whose tests pass: the file is parsed by one.
    pub fn embedded() -> Self {
        toml::from_str(include_str!("../data/calendar.toml"))
            .expect("data/calendar.toml is parsed by a test")
    }
}

#[cfg(test)]
mod tests {
    use super::Calendar;

    #[test]
    fn every_holiday_has_exactly_one_rule() {
        for holiday in &Calendar::embedded().holidays {
            let rules = usize::from(holiday.fixed.is_some())
                + usize::from(holiday.nth.is_some())
                + usize::from(holiday.easter.is_some());
            assert_eq!(rules, 1, "{:?}", holiday.words);
        }
    }

    #[test]
    fn months_and_weekdays_are_in_range() {
        let calendar = Calendar::embedded();
        assert!(
            calendar
                .months
                .values()
                .all(|&month| (1..=12).contains(&month))
        );
        assert!(
            calendar
                .weekdays
                .values()
                .all(|&day| (1..=7).contains(&day))
        );
    }
}
