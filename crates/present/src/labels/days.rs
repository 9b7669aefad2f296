//! Days and periods as a reader of English writes them.

use jiff::civil::Date;
use rapporteur_text::Bounds;

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// `27 Dec 2023`.
pub(crate) fn day(date: Date) -> String {
    format!("{} {} {}", date.day(), month(date), date.year())
}

/// `27–28 Dec 2023`, `Jan 2024`, `2024`, `28 Dec 2023 – 3 Jan 2024`.
pub(crate) fn period(first: Date, last: Date) -> String {
    let same_year = first.year() == last.year();
    let same_month = same_year && first.month() == last.month();
    let whole_months = first.day() == 1 && last.day() == last.days_in_month();
    let whole_years = whole_months && first.month() == 1 && last.month() == 12;
    match () {
        () if first == last => day(first),
        () if whole_years && same_year => first.year().to_string(),
        () if whole_years => format!("{}–{}", first.year(), last.year()),
        () if whole_months && same_month => format!("{} {}", month(first), first.year()),
        () if whole_months && same_year => {
            format!("{}–{} {}", month(first), month(last), last.year())
        }
        () if same_month => format!("{}–{}", first.day(), day(last)),
        () if same_year => format!("{} {} – {}", first.day(), month(first), day(last)),
        () => format!("{} – {}", day(first), day(last)),
    }
}

/// A normalised time; nothing where it has no day at either end.
pub(crate) fn bounds(time: &Bounds) -> Option<String> {
    let words = match (time.earliest, time.latest) {
        (Some(first), Some(last)) => period(first, last),
        (Some(first), None) => format!("from {}", day(first)),
        (None, Some(last)) => format!("by {}", day(last)),
        (None, None) => return None,
    };
    Some(words + &part_of_day(&time.value))
}

/// `, evening` for `2023-12-27TEV`, `, 14:30` for `2023-12-27T14:30`.
fn part_of_day(value: &str) -> String {
    let Some((_, part)) = value.split_once('T') else {
        return String::new();
    };
    let known = match part {
        "MO" => "morning",
        "MI" => "midday",
        "AF" => "afternoon",
        "EV" => "evening",
        "NI" => "night",
        "DT" => "daytime",
        clock if is_clock(clock) => return format!(", {}", &clock[..5]),
        _ => return String::new(),
    };
    format!(", {known}")
}

/// Whether a value begins as `14:30`.
fn is_clock(value: &str) -> bool {
    let bytes = value.as_bytes();
    5 <= bytes.len()
        && bytes[2] == b':'
        && [0, 1, 3, 4].iter().all(|&at| bytes[at].is_ascii_digit())
}

fn month(date: Date) -> &'static str {
    MONTHS[usize::from(date.month().unsigned_abs()) - 1]
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn periods_are_as_short_as_they_can_be() {
        let cases = [
            (date(2023, 12, 27), date(2023, 12, 27), "27 Dec 2023"),
            (date(2023, 12, 27), date(2023, 12, 28), "27–28 Dec 2023"),
            (date(2024, 1, 1), date(2024, 1, 31), "Jan 2024"),
            (date(2024, 1, 1), date(2024, 3, 31), "Jan–Mar 2024"),
            (date(2024, 1, 1), date(2028, 12, 31), "2024–2028"),
            (date(2024, 1, 30), date(2024, 2, 2), "30 Jan – 2 Feb 2024"),
            (
                date(2023, 12, 30),
                date(2024, 1, 2),
                "30 Dec 2023 – 2 Jan 2024",
            ),
        ];
        for (first, last, expected) in cases {
            assert_eq!(period(first, last), expected);
        }
    }

    #[test]
    fn one_open_end_is_said_in_words() {
        let time = |value: &str, earliest, latest| Bounds {
            value: value.into(),
            edtf: None,
            earliest,
            latest,
        };
        let by = time("2024-03", None, Some(date(2024, 3, 31)));
        assert_eq!(bounds(&by).as_deref(), Some("by 31 Mar 2024"));
        let day = Some(date(2023, 12, 27));
        assert_eq!(
            bounds(&time("2023-12-27TEV", day, day)).as_deref(),
            Some("27 Dec 2023, evening")
        );
        assert_eq!(
            bounds(&time("2023-12-27T14:30", day, day)).as_deref(),
            Some("27 Dec 2023, 14:30")
        );
        assert_eq!(bounds(&time("P5D", None, None)), None);
    }
}
