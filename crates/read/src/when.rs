//! Calendar days and clock times as fields and pages print them.
//!
//! Input: a field, or any text. Output: [`Stamp`]s: only what is printed; a
//! day without a year is not given a year here. Forms: ISO 8601, RFC 2822,
//! "27 December 2023", "Dec 27, 2023, 6.30 pm IST", "2023/12/27", epoch
//! seconds and milliseconds, "27. Dezember 2023", "27 de diciembre de 2023".
//! What is ambiguous ("03/04/2023") is no date.

use jiff::civil::{Date, Time};
use rapporteur_text::{Published, PublishedBasis};

/// A day, with as much of the time as was printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    /// The day.
    pub(crate) date: Date,
    /// The time of day.
    pub(crate) time: Option<Time>,
    /// Seconds east of UTC.
    pub(crate) offset: Option<i32>,
}

impl Stamp {
    /// As a publication time known by `basis`.
    pub(crate) fn published(self, basis: PublishedBasis) -> Published {
        Published {
            date: self.date,
            time: self.time,
            offset: self.offset,
            basis,
        }
    }
}

/// English names of months; three letters are enough, and "Sept".
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Names of months in German, French, Spanish, Italian, Portuguese, Dutch and
/// the Scandinavian languages, where they are not English ones.
const FOREIGN_MONTHS: [&str; 12] = [
    "januar jänner janvier enero gennaio janeiro januari",
    "februar feber février fevrier febrero febbraio fevereiro februari",
    "märz maerz mars marzo março maart",
    "avril abril aprile",
    "mai mayo maggio maio mei maj",
    "juni juin junio giugno junho",
    "juli juillet julio luglio julho",
    "août aout agosto augustus augusti",
    "septembre septiembre settembre setembro",
    "oktober octobre octubre ottobre outubro",
    "novembre noviembre novembro",
    "dezember décembre decembre diciembre dicembre dezembro desember",
];

/// Zone names of news pages and their seconds east of UTC.
const ZONES: [(&str, i32); 21] = [
    ("Z", 0),
    ("UTC", 0),
    ("GMT", 0),
    ("BST", 3_600),
    ("WET", 0),
    ("CET", 3_600),
    ("CEST", 7_200),
    ("EET", 7_200),
    ("MSK", 10_800),
    ("IST", 19_800),
    ("SGT", 28_800),
    ("HKT", 28_800),
    ("JST", 32_400),
    ("KST", 32_400),
    ("AEST", 36_000),
    ("EST", -18_000),
    ("EDT", -14_400),
    ("CDT", -18_000),
    ("PST", -28_800),
    ("PDT", -25_200),
    ("ET", -18_000),
];

/// How far a field is searched for its date, in bytes.
const FIELD: usize = 200;

/// The first date in a field; bare digits of the right length are an epoch.
pub(crate) fn field(text: &str) -> Option<Stamp> {
    let text = text.trim();
    if let Ok(number) = text.parse::<i64>() {
        return match text.len() {
            8 => compact(text),
            10 | 13 => epoch(number),
            _ => None,
        };
    }
    dates(text)
        .take_while(|it| it.0 < FIELD)
        .map(|it| it.2)
        .next()
}

/// Seconds or milliseconds since 1970, between 1990 and 2100.
pub(crate) fn epoch(number: i64) -> Option<Stamp> {
    let seconds = if 100_000_000_000 < number {
        number / 1000
    } else {
        number
    };
    if !(631_152_000..4_102_444_800).contains(&seconds) {
        return None;
    }
    let utc = jiff::Timestamp::from_second(seconds).ok()?;
    let civil = jiff::tz::Offset::UTC.to_datetime(utc);
    Some(Stamp {
        date: civil.date(),
        time: Some(civil.time()),
        offset: Some(0),
    })
}

/// `20231227`.
fn compact(text: &str) -> Option<Stamp> {
    let digits = |range: std::ops::Range<usize>| text.get(range)?.parse::<i16>().ok();
    day(digits(0..4)?, digits(4..6)?, digits(6..8)?)
}

fn day(year: i16, month: i16, dom: i16) -> Option<Stamp> {
    let sensible = (1800..2200).contains(&year);
    let month = i8::try_from(month).ok()?;
    let date = Date::new(year, month, i8::try_from(dom).ok()?).ok()?;
    sensible.then_some(Stamp {
        date,
        time: None,
        offset: None,
    })
}

/// Every full date in `text`, as `(start, end, stamp)`, in text order.
pub(crate) fn dates(text: &str) -> impl Iterator<Item = (usize, usize, Stamp)> + '_ {
    let mut from = 0;
    std::iter::from_fn(move || {
        while let Some(start) = next_start(text, from) {
            if let Some((len, stamp)) = date_at(&text[start..]) {
                from = start + len;
                return Some((start, from, stamp));
            }
            from = skip_word(text, start);
        }
        from = text.len();
        None
    })
}

/// The next byte at or after `from` that begins a word of letters or digits.
fn next_start(text: &str, from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    rest.find(|it: char| it.is_ascii_alphanumeric())
        .map(|at| from + at)
}

/// One past the word that begins at `start`.
fn skip_word(text: &str, start: usize) -> usize {
    let rest = &text[start..];
    let len = rest.find(|it: char| !it.is_ascii_alphanumeric());
    len.map_or(text.len(), |len| start + len)
}

/// The full date that `text` begins with, with its time of day where one
/// follows, and its length.
pub(crate) fn date_at(text: &str) -> Option<(usize, Stamp)> {
    let mut cursor = Cursor { text, at: 0 };
    let mut stamp = match text.as_bytes().first()? {
        b'0'..=b'9' => numeric(&mut cursor)?,
        b'A'..=b'Z' | b'a'..=b'z' => named(&mut cursor)?,
        _ => return None,
    };
    if cursor.rest().starts_with(|it: char| it.is_ascii_digit()) {
        return None;
    }
    clock_after(&mut cursor, &mut stamp);
    Some((cursor.at, stamp))
}

/// "Dec 27" or "27 December" that `text` begins with: its length, month, day.
pub(crate) fn month_day_at(text: &str) -> Option<(usize, i8, i8)> {
    let mut cursor = Cursor { text, at: 0 };
    let (month, dom) = if text.starts_with(|it: char| it.is_ascii_digit()) {
        let dom = cursor.number(2)?;
        cursor.ordinal();
        cursor.joint();
        (cursor.month()?, dom)
    } else {
        let month = cursor.month()?;
        cursor.joint();
        let dom = cursor.number(2)?;
        cursor.ordinal();
        (month, dom)
    };
    if cursor
        .rest()
        .starts_with(|it: char| it.is_ascii_alphanumeric())
    {
        return None;
    }
    // A leap year, so that 29 February is a day.
    day(2000, month, dom)?;
    Some((cursor.at, month as i8, dom as i8))
}

/// `2023-12-27`, `2023/12/27`, `27 December 2023`, `27-Dec-2023`, and
/// `27/12/2023` where only one order can be.
fn numeric(cursor: &mut Cursor<'_>) -> Option<Stamp> {
    let first = cursor.number(4)?;
    if let Some(mark) = cursor.one_of(&['-', '/', '.'])
        && let Some(second) = cursor.number(2)
    {
        (cursor.one_of(&[mark])? == mark).then_some(())?;
        let third = cursor.number(4)?;
        return match (first, second, third) {
            (1000.., month, dom) => day(first, month, dom),
            (dom, month @ ..=12, year @ 1000..) if 12 < dom || dom == month => {
                day(year, month, dom)
            }
            (month @ ..=12, dom @ 13.., year @ 1000..) => day(year, month, dom),
            // With full stops the day comes first wherever such dates are written.
            (dom, month @ ..=12, year @ 1000..) if mark == '.' => day(year, month, dom),
            _ => None,
        };
    }
    cursor.ordinal();
    cursor.joint();
    let month = cursor.month()?;
    cursor.joint();
    day(cursor.year()?, month, first)
}

/// `December 27, 2023`.
fn named(cursor: &mut Cursor<'_>) -> Option<Stamp> {
    let month = cursor.month()?;
    cursor.joint();
    let dom = cursor.number(2)?;
    cursor.ordinal();
    cursor.joint();
    day(cursor.year()?, month, dom)
}

/// Takes a clock time and zone that follow a date, if they do.
fn clock_after(cursor: &mut Cursor<'_>, stamp: &mut Stamp) {
    let before = cursor.at;
    let iso = cursor.one_of(&['T', 't']).is_some();
    if !iso {
        cursor.skip(&[" at ", ", at ", " | ", " - ", " – ", ", ", " "]);
    }
    let Some(time) = clock(cursor) else {
        cursor.at = before;
        return;
    };
    stamp.time = Some(time);
    stamp.offset = zone(cursor);
}

/// `18:30`, `18:30:05.123`, `6:30 pm`, `8.05am`, `7 p.m.`
fn clock(cursor: &mut Cursor<'_>) -> Option<Time> {
    let hour = cursor.number(2)?;
    let mut parts = [0_i16; 2];
    let mut printed = 0;
    while printed < 2 && cursor.peek_pair() {
        cursor.at += 1;
        parts[printed] = cursor.number(2)?;
        printed += 1;
    }
    if printed == 2 && cursor.one_of(&['.', ',']).is_some() {
        cursor.number(9);
    }
    let half = half_of_day(cursor);
    let hour = match half {
        _ if printed == 0 && half.is_none() => return None,
        Some(after_noon) if (1..=12).contains(&hour) => hour % 12 + 12 * i16::from(after_noon),
        _ => hour,
    };
    let byte = |it: i16| i8::try_from(it).ok();
    Time::new(byte(hour)?, byte(parts[0])?, byte(parts[1])?, 0).ok()
}

/// Takes "am" or "pm"; true is after noon.
fn half_of_day(cursor: &mut Cursor<'_>) -> Option<bool> {
    let rest = cursor.rest();
    let lead = rest.len() - rest.trim_start_matches(' ').len();
    let word: String = rest[lead..]
        .chars()
        .take(4)
        .collect::<String>()
        .to_ascii_lowercase();
    let (after_noon, len) = match word.as_str() {
        "a.m." => (false, 4),
        "p.m." => (true, 4),
        it if it.starts_with("am") => (false, 2),
        it if it.starts_with("pm") => (true, 2),
        _ => return None,
    };
    cursor.at += lead + len;
    Some(after_noon)
}

/// Takes `Z`, `+05:30`, `-0800`, ` IST`.
fn zone(cursor: &mut Cursor<'_>) -> Option<i32> {
    let before = cursor.at;
    cursor.skip(&[" (", " "]);
    if let Some(sign) = cursor.one_of(&['+', '-']) {
        let hours = cursor.number(2);
        cursor.one_of(&[':']);
        if let (Some(hours @ 0..=14), Some(minutes @ 0..60)) = (hours, cursor.number(2)) {
            let seconds = i32::from(hours) * 3600 + i32::from(minutes) * 60;
            return Some(if sign == '-' { -seconds } else { seconds });
        }
        cursor.at = before;
        return None;
    }
    let name: String = cursor
        .rest()
        .chars()
        .take_while(char::is_ascii_alphabetic)
        .collect();
    let zone = ZONES.iter().find(|(it, _)| *it == name);
    cursor.at = zone.map_or(before, |_| cursor.at + name.len());
    zone.map(|&(_, seconds)| seconds)
}

/// Reads a text from the left.
struct Cursor<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Cursor<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    /// Takes up to `most` digits.
    fn number(&mut self, most: usize) -> Option<i16> {
        let digits = self
            .rest()
            .bytes()
            .take(most)
            .take_while(u8::is_ascii_digit)
            .count();
        let number = &self.rest()[..digits];
        self.at += digits;
        match digits {
            0 => None,
            1..=4 => number.parse().ok(),
            _ => Some(0),
        }
    }

    /// Takes four digits, or two after an apostrophe.
    fn year(&mut self) -> Option<i16> {
        let before = self.at;
        let year = self.number(4)?;
        (self.at - before == 4).then_some(year)
    }

    fn one_of(&mut self, marks: &[char]) -> Option<char> {
        let mark = self.rest().chars().next().filter(|it| marks.contains(it))?;
        self.at += mark.len_utf8();
        Some(mark)
    }

    /// Takes the first of `joints` that comes next.
    fn skip(&mut self, joints: &[&str]) {
        if let Some(joint) = joints.iter().find(|it| self.rest().starts_with(**it)) {
            self.at += joint.len();
        }
    }

    /// Whether `:05` or `.05` comes next.
    fn peek_pair(&self) -> bool {
        let bytes = self.rest().as_bytes();
        matches!(bytes, [b':' | b'.', a, b, ..] if a.is_ascii_digit() && b.is_ascii_digit())
    }

    /// Takes "st", "nd", "rd", "th" after a number.
    fn ordinal(&mut self) {
        self.skip(&["st", "nd", "rd", "th"]);
    }

    /// Takes what stands between the parts of a printed date.
    fn joint(&mut self) {
        self.skip(&["., ", " of ", " de ", ", ", ". ", ".", "-", "/", " ", ","]);
    }

    /// Takes a month's name, whole or cut to three letters or more.
    fn month(&mut self) -> Option<i16> {
        let rest = self.rest();
        let len = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let word = rest[..len].to_ascii_lowercase();
        let whole = |name: &&str| name.starts_with(&word) && (len == 3 || len == name.len());
        let at = MONTHS
            .iter()
            .position(|it| whole(it) || (word == "sept" && *it == "september"));
        let Some(at) = at else {
            return self.foreign_month();
        };
        if len < 3 {
            return None;
        }
        self.at += len;
        i16::try_from(at + 1).ok()
    }

    /// Takes a month's whole name in another language.
    fn foreign_month(&mut self) -> Option<i16> {
        let rest = self.rest();
        let len = rest
            .find(|it: char| !it.is_alphabetic())
            .unwrap_or(rest.len());
        if 12 < len {
            return None;
        }
        let word = rest[..len].to_lowercase();
        let at = FOREIGN_MONTHS
            .iter()
            .position(|it| it.split(' ').any(|name| name == word))?;
        self.at += len;
        i16::try_from(at + 1).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn iso(text: &str) -> Option<String> {
        field(text).map(|it| it.published(PublishedBasis::Declared).to_iso())
    }

    #[test]
    fn usual_forms_of_dates_are_read() {
        for (text, expected) in [
            ("2023-12-27", "2023-12-27"),
            ("2023-12-27T18:30:05.123+05:30", "2023-12-27T18:30:05+05:30"),
            ("2023-12-27T18:30Z", "2023-12-27T18:30:00Z"),
            ("2023-12-27 18:30 IST", "2023-12-27T18:30:00+05:30"),
            (
                "Wed, 27 Dec 2023 18:30:00 -0500",
                "2023-12-27T18:30:00-05:00",
            ),
            ("27 December 2023", "2023-12-27"),
            ("Dec 27, 2023", "2023-12-27"),
            ("Sept. 3rd, 2021 at 6:30 p.m. GMT", "2021-09-03T18:30:00Z"),
            (
                "Updated: Feb 28, 2024, 08:05 IST",
                "2024-02-28T08:05:00+05:30",
            ),
            ("May 13, 2024 | 2:12 p.m. EDT", "2024-05-13T14:12:00-04:00"),
            ("Monday 13 May 2024 8.05am", "2024-05-13T08:05:00"),
            ("20231227", "2023-12-27"),
            ("1703682000", "2023-12-27T13:00:00Z"),
            ("1703682000000", "2023-12-27T13:00:00Z"),
            ("27/12/2023", "2023-12-27"),
            ("12/27/2023", "2023-12-27"),
            ("2024-05-13T12:30:00 AM", "2024-05-13T00:30:00"),
        ] {
            assert_eq!(iso(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "yesterday",
            "03/04/2023",
            "2023-02-30",
            "12345",
            "May day",
            "99/99/9999",
        ] {
            assert_eq!(iso(text), None, "{text}");
        }
    }

    #[test]
    fn days_without_a_year_are_read_apart() {
        assert_eq!(month_day_at("Dec 27 (ANI)"), Some((6, 12, 27)));
        assert_eq!(month_day_at("Oct. 10 — "), Some((7, 10, 10)));
        assert_eq!(month_day_at("3 March -"), Some((7, 3, 3)));
        assert_eq!(month_day_at("March 2023"), None);
        assert_eq!(month_day_at("Mark 3"), None);
    }

    proptest! {
        #[test]
        fn any_text_gives_dates_that_slice(text in ".{0,80}|[A-Za-z0-9 ,:./+-]{0,60}") {
            for (start, end, _) in dates(&text) {
                prop_assert!(text.get(start..end).is_some());
            }
            let _ = (field(&text), month_day_at(&text));
        }
    }
}
