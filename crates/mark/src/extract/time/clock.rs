//! Grammar of times of day: "6 pm", "6:30 p.m. IST", "18:00 UTC", "noon".
//!
//! Input: a scope and where to begin. Output: a draft whose value has no day
//! yet (`T18:00`), which [`place`] gives one where the sentence names one.

use rapporteur_text::TimeKind;

use super::draft::{Draft, Match, Scope};

/// A time of day.
pub(super) fn clock(scope: &Scope<'_>, at: usize) -> Option<Match> {
    let (end, minutes) = named(scope, at)
        .or_else(|| with_half(scope, at))
        .or_else(|| with_colon(scope, at))
        .or_else(|| military(scope, at))?;
    let (end, zone) = zone(scope, end);
    let value = format!("T{:02}:{:02}{zone}", minutes / 60, minutes % 60);
    Some((end, Draft::unplaced(TimeKind::Time, value)))
}

fn named(scope: &Scope<'_>, at: usize) -> Option<(usize, i32)> {
    let led = matches!(
        scope.before(at),
        "at" | "by" | "until" | "before" | "after" | "around" | "since" | "about"
    );
    match scope.word(at) {
        "noon" | "midday" if led => Some((at + 1, 12 * 60)),
        "midnight" if led => Some((at + 1, 0)),
        _ => None,
    }
}

/// Hours and minutes at `at`: "6", "6:30", "6.30".
fn hour(scope: &Scope<'_>, at: usize) -> Option<(usize, i32, i32)> {
    let piece = scope.pieces.get(at)?;
    if let Some((hour, minute)) = piece.text.split_once('.') {
        let (hour, minute) = (hour.parse().ok()?, minute.parse().ok()?);
        return (hour < 24 && minute < 60 && piece.text.ends_with(|c: char| c.is_ascii_digit()))
            .then_some((at + 1, hour, minute));
    }
    let (hour, digits) = scope.digits(at)?;
    if 2 < digits || 24 <= hour {
        return None;
    }
    if scope.word(at + 1) == ":" && scope.is_glued(at + 1) && scope.is_glued(at + 2) {
        let (minute, 2) = scope.digits(at + 2)? else {
            return None;
        };
        return (minute < 60).then_some((at + 3, hour, minute));
    }
    Some((at + 1, hour, 0))
}

/// "6 pm", "6:30 p.m.", "7 o'clock".
fn with_half(scope: &Scope<'_>, at: usize) -> Option<(usize, i32)> {
    let (end, hour, minute) = hour(scope, at)?;
    let words: String = scope.pieces[end..]
        .iter()
        .take(4)
        .map(|piece| piece.lower.as_ref())
        .collect();
    let (len, afternoon) = match words.as_str() {
        word if word.starts_with("a.m.") => (4, false),
        word if word.starts_with("p.m.") => (4, true),
        word if word.starts_with("a.m") => (3, false),
        word if word.starts_with("p.m") => (3, true),
        _ => match scope.word(end) {
            "am" => (1, false),
            "pm" | "noon" => (1, true),
            _ => return None,
        },
    };
    if 12 < hour && !afternoon {
        return None;
    }
    let hour = if hour < 12 {
        hour + 12 * i32::from(afternoon)
    } else if hour == 12 && !afternoon {
        0
    } else {
        hour
    };
    Some((end + len, hour * 60 + minute))
}

/// "18:00" where it is no score and no part of a longer count.
fn with_colon(scope: &Scope<'_>, at: usize) -> Option<(usize, i32)> {
    let (end, hour, minute) = hour(scope, at)?;
    let colon = scope.word(at + 1) == ":";
    let longer = scope.is_glued(end)
        && matches!(scope.word(end), ":" | "." | "/")
        && scope.digits(end + 1).is_some();
    let clean = !scope.is_glued(at) && !longer;
    let led = matches!(
        scope.before(at),
        "at" | "by"
            | "until"
            | "from"
            | "to"
            | "around"
            | "about"
            | "since"
            | "before"
            | "after"
            | "("
    ) || scope.words.zones.contains_key(scope.word(end));
    (colon && clean && led).then_some((end, hour * 60 + minute))
}

/// "1800 GMT".
fn military(scope: &Scope<'_>, at: usize) -> Option<(usize, i32)> {
    let (number, 4) = scope.digits(at)? else {
        return None;
    };
    let zoned = scope.words.zones.contains_key(scope.word(at + 1)) && scope.is_capital(at + 1)
        || matches!(scope.word(at + 1), "hours" | "hrs");
    let end = at + 1 + usize::from(matches!(scope.word(at + 1), "hours" | "hrs"));
    let (hour, minute) = (number / 100, number % 100);
    (zoned && hour < 24 && minute < 60).then_some((end, hour * 60 + minute))
}

/// The zone behind a time: its end and ISO 8601 offset.
fn zone(scope: &Scope<'_>, at: usize) -> (usize, String) {
    let bracket = usize::from(scope.word(at) == "(");
    let name = at + bracket;
    let Some(&minutes) = scope.words.zones.get(scope.word(name)) else {
        let local = scope.word(at) == "local" && scope.word(at + 1) == "time";
        return (at + 2 * usize::from(local), String::new());
    };
    let capitals = scope.pieces[name].text.chars().all(char::is_uppercase);
    if !capitals {
        return (at, String::new());
    }
    let mut end = name + 1;
    let mut minutes = i32::from(minutes);
    if matches!(scope.word(end), "+" | "-" | "−")
        && let Some((hours, _)) = scope.digits(end + 1)
        && hours <= 14
    {
        minutes += hours * 60 * if scope.word(end) == "+" { 1 } else { -1 };
        end += 2;
    }
    if bracket == 1 {
        if scope.word(end) != ")" {
            return (at, String::new());
        }
        end += 1;
    }
    (end, offset(minutes))
}

fn offset(minutes: i32) -> String {
    if minutes == 0 {
        return "Z".into();
    }
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
}

/// Puts a time of day on the day of `day`, or leaves the day open.
pub(super) fn place(clock: &mut Draft, day: Option<&Draft>) {
    match day {
        Some(day) => {
            clock.value = format!("{}{}", day.value, clock.value);
            clock.edtf.clone_from(&day.edtf);
            clock.bounds = day.bounds;
            clock.basis = day.basis;
        }
        None => clock.value = format!("XXXX-XX-XX{}", clock.value),
    }
}
