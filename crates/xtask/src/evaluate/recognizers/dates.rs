//! Values of dates, periods, lengths, recurrences and hours.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jiff::civil::Date;
use rapporteur_language::Language;
use rapporteur_text::Time;
use serde_json::Value;

use super::super::listing::Listing;
use super::{bytes, cases, field, marked};
use crate::score::Score;

/// The files whose answers carry values.
const FILES: [&str; 9] = [
    "DateTimeModel.json",
    "MergedParser.json",
    "DateParser.json",
    "DatePeriodParser.json",
    "DurationParser.json",
    "HolidayParser.json",
    "SetParser.json",
    "TimeParser.json",
    "DateTimeParser.json",
];

/// The kinds that news English is scored on; the rest is told apart: dates in
/// digits, names of months, weekdays and holidays in small letters, hours.
const NEWS: [&str; 4] = ["date", "daterange", "duration", "set"];

/// One answer, in the shape that both kinds of file share.
struct Gold {
    kind: String,
    text: String,
    bytes: (usize, usize),
    /// What may stand as its value.
    values: Vec<Allowed>,
}

/// One resolution of an answer.
struct Allowed {
    timex: String,
    value: String,
    start: String,
    end: String,
    open: bool,
}

/// Scores every answer.
pub(crate) fn evaluate(data: &Path) -> anyhow::Result<Vec<Score>> {
    let mut listing = Listing::default();
    let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for file in FILES {
        for case in cases(data, &format!("DateTime/{file}"))? {
            let input = field(&case, "Input");
            let reference = field(&case["Context"], "ReferenceDateTime");
            let day: Option<Date> = reference.get(..10).and_then(|day| day.parse().ok());
            let fresh: Vec<_> = golds(&case)
                .into_iter()
                .filter(|it| seen.insert((input.to_owned(), reference.to_owned(), it.bytes)))
                .collect();
            if fresh.is_empty() {
                continue;
            }
            let (report, marks) = marked(input, day);
            for gold in fresh {
                let kind = kind_of(&gold, input);
                let over: Vec<&Time> = marks
                    .times
                    .iter()
                    .filter(|it| it.span.start() < gold.bytes.1 && gold.bytes.0 < it.span.end())
                    .collect();
                let one = |it: &&Time| gold.values.iter().any(|value| fits(it, value));
                let both = gold.values.iter().any(|value| spans(&over, value));
                let right = both || over.iter().any(one);
                let count = counts.entry(kind.clone()).or_default();
                count.0 += usize::from(right);
                count.1 += 1;
                if !right {
                    let got = over.first().map_or("-".to_owned(), |it| {
                        format!(
                            "{:?} {} {:?}..{:?}",
                            report.slice(it.span),
                            it.value,
                            it.earliest,
                            it.latest
                        )
                    });
                    let wanted = gold.values.first().map_or(String::new(), |it| {
                        format!("{} {} {}..{}", it.timex, it.value, it.start, it.end)
                    });
                    listing.add(
                        kind,
                        format!("{:?} {wanted} | {got} | {input} | {reference}", gold.text),
                    );
                }
            }
        }
    }
    listing.write("dates")?;
    Ok(scores(&counts))
}

fn scores(counts: &BTreeMap<String, (usize, usize)>) -> Vec<Score> {
    let share = |(right, all): (usize, usize)| 100.0 * right as f64 / all.max(1) as f64;
    let sum = |wanted: &dyn Fn(&str) -> bool| {
        let counts = counts.iter().filter(|(kind, _)| wanted(kind));
        counts.fold((0, 0), |sum, (_, it)| (sum.0 + it.0, sum.1 + it.1))
    };
    let news = sum(&|kind| NEWS.contains(&kind));
    let all = sum(&|_| true);
    let mut scores = vec![
        Score::new("dates.news.value", share(news), news.1),
        Score::new("dates.all.value", share(all), all.1),
    ];
    for (kind, &count) in counts {
        scores.push(Score::new(
            format!("dates.{kind}.value"),
            share(count),
            count.1,
        ));
    }
    scores
}

/// The answers of a case that have a type.
fn golds(case: &Value) -> Vec<Gold> {
    let input = field(case, "Input");
    let results = case["Results"].as_array().map_or(&[][..], Vec::as_slice);
    let gold = |result: &Value| {
        let kind = [field(result, "TypeName"), field(result, "Type")].concat();
        let kind = kind.rsplit('.').next().unwrap_or_default().to_owned();
        let start = result["Start"].as_u64()? as usize;
        let length = result["Length"].as_u64().map(|it| it as usize);
        let length = length.or_else(|| Some(result["End"].as_u64()? as usize + 1 - start))?;
        let values = allowed(result);
        (!values.is_empty()).then(|| Gold {
            kind,
            text: field(result, "Text").to_owned(),
            bytes: bytes(input, start, length),
            values,
        })
    };
    results.iter().filter_map(gold).collect()
}

fn allowed(result: &Value) -> Vec<Allowed> {
    let listed = [&result["Resolution"]["values"], &result["Value"]["values"]];
    if let Some(values) = listed.iter().find_map(|it| it.as_array()) {
        let one = |it: &Value| Allowed {
            timex: field(it, "timex").to_owned(),
            value: field(it, "value").to_owned(),
            start: field(it, "start").to_owned(),
            end: field(it, "end").to_owned(),
            open: !field(it, "Mod").is_empty(),
        };
        return values.iter().map(one).collect();
    }
    let value = &result["Value"];
    let read = |side: &Value| Allowed {
        timex: field(value, "Timex").to_owned(),
        value: ["date", "time", "dateTime", "duration"]
            .map(|it| field(side, it))
            .concat(),
        start: ["startDate", "startDateTime", "startTime"]
            .map(|it| field(side, it))
            .concat(),
        end: ["endDate", "endDateTime", "endTime"]
            .map(|it| field(side, it))
            .concat(),
        open: !field(value, "Mod").is_empty(),
    };
    let sides = [&value["FutureResolution"], &value["PastResolution"]];
    sides
        .into_iter()
        .filter(|it| it.is_object())
        .map(read)
        .collect()
}

/// The kind an answer is counted under: its type, or why news has no such.
fn kind_of(gold: &Gold, input: &str) -> String {
    let text = input.get(gold.bytes.0..gold.bytes.1).unwrap_or_default();
    let calendar = &Language::english().calendar;
    let digits = text.split_whitespace().any(|word| {
        word.starts_with(|it: char| it.is_ascii_digit())
            && word.contains(['/', '.', '-', '\\', '~'])
            && word.chars().filter(char::is_ascii_digit).count() >= 2
            && !(word.len() == 10 && word.as_bytes()[4] == b'-')
    });
    let small = text.split(|it: char| !it.is_alphabetic()).any(|word| {
        let day = calendar.weekdays.contains_key(word);
        day || calendar.months.contains_key(word)
            && !matches!(word, "may" | "march" | "mar" | "sat" | "sun")
    });
    let holiday = text.starts_with(|it: char| it.is_lowercase())
        && calendar
            .holidays
            .iter()
            .any(|it| text.contains(it.words[0].as_str()));
    let sign = text.contains(['<', '>', '=', '~', '|', '@']);
    if !gold.kind.starts_with("date") || gold.kind.starts_with("datetime") {
        return gold.kind.clone();
    }
    if digits || sign {
        return "numeric".into();
    }
    if small || holiday {
        return "small-letters".into();
    }
    gold.kind.clone()
}

fn fits(time: &Time, allowed: &Allowed) -> bool {
    let day = |text: &str| text.get(..10).and_then(|day| day.parse::<Date>().ok());
    let both = (time.earliest, time.latest);
    if !allowed.start.is_empty() || !allowed.end.is_empty() {
        let (start, end) = (day(&allowed.start), day(&allowed.end));
        let last = end.and_then(|end| end.yesterday().ok());
        let midnight = allowed.end.len() <= 10 || allowed.end.ends_with("00:00:00");
        let ends = both.1 == last && midnight || (allowed.open || !midnight) && both.1 == end;
        return (both.0 == start
            || allowed.open
                && both.0.is_some()
                && start.is_some_and(|it| it.tomorrow().ok() == both.0))
            && ends
            && both != (None, None);
    }
    if let Some(value) = day(&allowed.value) {
        let hour = allowed.value.get(11..16);
        let same = both == (Some(value), Some(value));
        return same
            && hour.is_none_or(|hour| {
                hour == "00:00" || time.value.contains(&format!("T{}", short(hour)))
            });
    }
    let timex = allowed.timex.trim_end_matches(')');
    if timex.starts_with('T') {
        return time
            .value
            .rsplit_once('T')
            .is_some_and(|(_, hour)| short(hour) == short(&timex[1..]));
    }
    !timex.is_empty() && time.value == timex
}

/// Whether two times are the ends of a range: "from Monday to Friday".
fn spans(times: &[&Time], allowed: &Allowed) -> bool {
    let day = |text: &str| text.get(..10).and_then(|day| day.parse::<Date>().ok());
    let (Some(start), Some(end)) = (day(&allowed.start), day(&allowed.end)) else {
        return false;
    };
    let [first, .., last] = times else {
        return false;
    };
    let ends = [Some(end), end.yesterday().ok()];
    let closed = ends.contains(&last.latest) || last.earliest == Some(end);
    first.earliest == Some(start) && closed
}

/// "07:00" and "07" are one hour.
fn short(hour: &str) -> &str {
    hour.strip_suffix(":00").unwrap_or(hour)
}
