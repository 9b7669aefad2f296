//! Datelines: "MOSCOW:", "Moscow, Dec 27 (ANI):", "LONDON, March 3 (Reuters) - ".
//!
//! Input: a text and where a paragraph of it begins. Output: the dateline
//! that stands there. A place in small letters needs a day, an agency or to
//! be a city of the table; capitals need no more than their mark.

use jiff::civil::Date;
use rapporteur_language::Cleaning;
use rapporteur_text::Span;

use crate::when::{self, Stamp};

/// Most bytes of a dateline.
const MOST: usize = 110;

/// A dateline as printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Its words, with the mark and the space after it.
    pub(super) span: Span,
    /// The place.
    pub(super) place: Option<String>,
    /// The full date.
    pub(super) stamp: Option<Stamp>,
    /// Month and day where no year is printed.
    pub(super) month_day: Option<(i8, i8)>,
    /// The words in brackets and where they stand.
    pub(super) agency: Option<(String, Span)>,
}

impl Found {
    /// The full date.
    pub(super) fn date(&self) -> Option<Date> {
        self.stamp.map(|it| it.date)
    }
}

/// The dateline that `line` begins with.
pub(super) fn at(text: &str, line: Span, rules: &Cleaning) -> Option<Found> {
    let words = &text[line.range()];
    let place = place(words);
    let mut at = place.len();
    let mut found = Found {
        span: line,
        place: (!place.trim().is_empty()).then(|| tidy(place)),
        stamp: None,
        month_day: None,
        agency: None,
    };
    at += joint(&words[at..]);
    at += day(&words[at..], &mut found);
    at += words[at..].len() - words[at..].trim_start_matches([',', ' ', '.']).len();
    if let Some((name, from, len)) = bracketed(&words[at..]) {
        let start = line.start() + at + from;
        found.agency = Some((name.to_owned(), Span::new(start, start + name.len())));
        at += len;
    }
    let mark = mark(&words[at..], &found)?;
    at += mark;
    let more = words[at..].trim_start();
    let opens =
        more.starts_with(|it: char| it.is_uppercase() || it.is_numeric() || "“\"‘'[(".contains(it));
    if MOST < at || !opens || !is_dateline(place, &words[..at], &found, rules) {
        return None;
    }
    found.span = Span::new(line.start(), line.end() - more.len());
    Some(found)
}

/// Capitalised words from the start, up to a mark, a bracket or a day.
fn place(words: &str) -> &str {
    let mut end = 0;
    for (count, word) in words.split_inclusive(' ').take(8).enumerate() {
        let bare = word.trim_end();
        let linked = matches!(bare, "de" | "of" | "al" | "and" | "la" | "el" | "/") && 0 < count;
        let capital = bare.trim_start_matches('[').starts_with(char::is_uppercase);
        let month =
            when::month_day_at(&words[end..]).is_some() || when::date_at(&words[end..]).is_some();
        if month || !(capital || linked) {
            break;
        }
        if let Some(stop) = bare.find([':', '(', '—', '–']) {
            return &words[..end + stop];
        }
        end += word.len();
    }
    words[..end].trim_end_matches([' ', ',', '-'])
}

/// "New Delhi" of "New Delhi [India]" and of "NEW DELHI, ".
fn tidy(place: &str) -> String {
    let place = place.split('[').next().unwrap_or_default();
    place.trim_matches([' ', ',', '.', '-', ']']).to_owned()
}

/// Bytes of what stands between place and day.
fn joint(rest: &str) -> usize {
    rest.len() - rest.trim_start_matches([' ', ',']).len()
}

/// Takes a day; returns its bytes.
fn day(rest: &str, found: &mut Found) -> usize {
    if let Some((len, stamp)) = when::date_at(rest) {
        found.stamp = Some(stamp);
        return len;
    }
    if let Some((len, month, dom)) = when::month_day_at(rest) {
        found.month_day = Some((month, dom));
        return len;
    }
    0
}

/// "(ANI)" or "/TASS/": the name, where it begins and the bytes of it all.
fn bracketed(rest: &str) -> Option<(&str, usize, usize)> {
    let close = match rest.chars().next()? {
        '(' => ')',
        '/' => '/',
        _ => return None,
    };
    let len = rest[1..].find(close)?;
    let name = &rest[1..=len];
    let trimmed = name.trim();
    let short = !trimmed.is_empty() && len <= 40 && trimmed.split(' ').count() <= 4;
    short.then_some((trimmed, 1 + name.find(trimmed)?, len + 2))
}

/// Bytes of the mark that ends a dateline.
fn mark(rest: &str, found: &Found) -> Option<usize> {
    let space = rest.len() - rest.trim_start().len();
    let rest = &rest[space..];
    for mark in ["---", "--", "—", "–", ":-", ":", "-", "|", "."] {
        let Some(after) = rest.strip_prefix(mark) else {
            continue;
        };
        let loose = matches!(mark, "-" | ".") || (mark == "–" && space == 0);
        let spaced = after.starts_with(char::is_whitespace);
        let sure = found.agency.is_some() || (mark == "-" && 0 < space) || mark == "–";
        if spaced || (!loose && mark != ":") || found.agency.is_some() {
            return (!loose || sure).then_some(space + mark.len());
        }
        return None;
    }
    (found.agency.is_some() && found.place.is_some()).then_some(0)
}

/// Whether what was taken is a dateline and not a label or a speaker.
fn is_dateline(place: &str, all: &str, found: &Found, rules: &Cleaning) -> bool {
    let name = found.place.as_deref().unwrap_or_default();
    let lower = name.to_lowercase();
    if rules.not_places.contains(&lower) || place.contains('@') {
        return false;
    }
    let agency = found.agency.as_ref().map(|(name, _)| name.as_str());
    let known = agency.is_some_and(|it| super::credits::agency_of(it, rules).is_some());
    let dated = found.stamp.is_some() || found.month_day.is_some();
    let capitals = 3 <= name.len()
        && name.chars().all(|it| !it.is_lowercase())
        && name.chars().filter(|it| it.is_alphabetic()).count() * 2 > name.len();
    let first = lower.split([',', '/']).next().unwrap_or_default().trim();
    let city = rules.cities.contains(first) || rules.cities.contains(&lower);
    if name.is_empty() {
        return known && !all.trim_end().ends_with(':');
    }
    let proper = agency.is_none_or(|it| it.starts_with(char::is_uppercase) || known);
    proper
        && (city
            || known
            || (capitals && name.split(' ').count() <= 5)
            || (dated && agency.is_some()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn parse(text: &str) -> Option<(Option<String>, String)> {
        let line = Span::new(0, text.len());
        let found = at(text, line, &Cleaning::embedded())?;
        Some((found.place, text[found.span.end()..].to_owned()))
    }

    #[test]
    fn usual_datelines_are_taken_whole() {
        for (text, place) in [
            ("MOSCOW: The talks began.", Some("MOSCOW")),
            ("Moscow, Dec 27 (ANI): The talks began.", Some("Moscow")),
            ("WASHINGTON (AP) — The talks began.", Some("WASHINGTON")),
            (
                "LONDON, March 3 (Reuters) - The talks began.",
                Some("LONDON"),
            ),
            ("PORT ANSEL, Oct. 10 — The talks began.", Some("PORT ANSEL")),
            (
                "New Delhi [India], December 27 (ANI): The talks began.",
                Some("New Delhi"),
            ),
            (
                "MOSCOW, December 27. /TASS/. The talks began.",
                Some("MOSCOW"),
            ),
            (
                "VERRA, March 12 (Northwire) - The talks began.",
                Some("VERRA"),
            ),
            ("Sept. 15 (UPI) -- The talks began.", None),
            ("(Reuters) - The talks began.", None),
            (
                "PARIS, Nov 19, 2024 (AFP) - The talks began.",
                Some("PARIS"),
            ),
            ("New Delhi: The talks began.", Some("New Delhi")),
            ("VERRA — The talks began.", Some("VERRA")),
        ] {
            let found = parse(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(found.0.as_deref(), place, "{text}");
            assert_eq!(found.1, "The talks began.", "{text}");
        }
    }

    #[test]
    fn labels_speakers_and_sentences_are_no_datelines() {
        for text in [
            "BREAKING: The talks began.",
            "India-Lima Relationship: President Ruiz will speak.",
            "Ruiz: We will sign.",
            "The Latest: Ruiz urges calm.",
            "Moscow said on Monday that the talks began.",
            "Ana Ruiz (Labour) won.",
            "Q: What began?",
            "May 3 was cold.",
            "Poll: Most want talks.",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_day_of_a_dateline_is_kept_as_printed() {
        let text = "PARIS, Nov 19, 2024 (AFP) - The talks began.";
        let found = at(text, Span::new(0, text.len()), &Cleaning::embedded()).expect("one");
        assert_eq!(found.date(), Some(date(2024, 11, 19)));
        let text = "PARIS, Nov 19 (AFP) - The talks began.";
        let found = at(text, Span::new(0, text.len()), &Cleaning::embedded()).expect("one");
        assert_eq!(found.month_day, Some((11, 19)));
    }
}
