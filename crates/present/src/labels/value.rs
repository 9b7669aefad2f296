//! The value of one side of a conflict, as a reader writes it.

use jiff::civil::Date;
use rapporteur_text::ConflictKind;

use super::amount::number;
use super::days::{day, period};
use crate::plain::plain;

/// A normalised value in words: `≥ 30`, `16–31 Jan 2024`, `by 31 Mar 2024`;
/// anything else as it stands.
pub(crate) fn value(kind: ConflictKind, normal: &str) -> String {
    let said = match kind {
        ConflictKind::Date => days(normal),
        ConflictKind::Number => figure(normal),
        _ => None,
    };
    said.unwrap_or_else(|| plain(normal))
}

/// `>= 30`, `~ 4000`, `12-14` or `31`.
fn figure(normal: &str) -> Option<String> {
    let signs = [
        (">= ", "≥ "),
        ("<= ", "≤ "),
        ("> ", "> "),
        ("< ", "< "),
        ("~ ", "~ "),
    ];
    let signed = signs
        .iter()
        .find_map(|(ascii, sign)| Some((*sign, normal.strip_prefix(ascii)?)));
    let (sign, digits) = signed.unwrap_or(("", normal));
    let one = |digits: &str| digits.parse().ok().map(number);
    let words = match digits.get(1..).and_then(|rest| rest.find('-')) {
        Some(at) => format!("{}–{}", one(&digits[..=at])?, one(&digits[at + 2..])?),
        None => one(digits)?,
    };
    Some(format!("{sign}{words}"))
}

/// A day, month or year of EDTF, or an interval or set of two of them.
fn days(normal: &str) -> Option<String> {
    let inner = normal
        .trim_start_matches(['[', '{'])
        .trim_end_matches([']', '}']);
    let ends = inner.split_once("..").or_else(|| inner.split_once('/'));
    let (from, to) = ends.unwrap_or((inner, inner));
    let open = |end: &str| matches!(end.trim_matches('/'), "" | "..");
    match (open(from), open(to)) {
        (true, true) => None,
        (true, false) => Some(format!("by {}", day(part(to.trim_matches('/'))?.1))),
        (false, true) => Some(format!("from {}", day(part(from.trim_matches('/'))?.0))),
        (false, false) => Some(period(part(from)?.0, part(to)?.1)),
    }
}

/// First and last day of `2024`, `2024-01` or `2024-01-16`.
fn part(text: &str) -> Option<(Date, Date)> {
    let text = text.trim_end_matches(['~', '?', '%']);
    let text = text.split_once('T').map_or(text, |(date, _)| date);
    let mut numbers = text.split('-').map(str::parse::<i16>);
    let year = numbers.next()?.ok()?;
    let month = numbers.next().transpose().ok()?;
    let dom = numbers.next().transpose().ok()?;
    let small = |it: i16| i8::try_from(it).ok();
    match (month, dom) {
        (None, _) => Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?)),
        (Some(month), None) => {
            let first = Date::new(year, small(month)?, 1).ok()?;
            Some((first, first.last_of_month()))
        }
        (Some(month), Some(dom)) => {
            let only = Date::new(year, small(month)?, small(dom)?).ok()?;
            Some((only, only))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_never_shown_as_they_are_stored() {
        let cases = [
            ("2024-01", "Jan 2024"),
            ("[2024-01-16..2024-01-31]", "16–31 Jan 2024"),
            ("../2024-03-31", "by 31 Mar 2024"),
            ("[..2024-03-31]", "by 31 Mar 2024"),
            ("2024-03-31/..", "from 31 Mar 2024"),
            ("2023-12-27TEV", "27 Dec 2023"),
            ("2024", "2024"),
            ("2024-02/2024-03", "Feb–Mar 2024"),
            ("PRESENT_REF", "PRESENT_REF"),
        ];
        for (normal, expected) in cases {
            assert_eq!(value(ConflictKind::Date, normal), expected);
        }
    }

    #[test]
    fn figures_take_signs_and_groups() {
        let cases = [
            (">= 30", "≥ 30"),
            ("~ 4000", "~ 4,000"),
            ("12-14", "12–14"),
            ("-3", "-3"),
            ("31", "31"),
            ("many", "many"),
        ];
        for (normal, expected) in cases {
            assert_eq!(value(ConflictKind::Number, normal), expected);
        }
    }
}
