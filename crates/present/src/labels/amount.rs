//! Normalised figures as short labels.

use rapporteur_language::Language;
use rapporteur_text::{ConflictKind, Detail, Item, Modifier};

/// The value of a figure where its words do not show it as it is: a currency,
/// a scale, a bound or a change; nothing where reports give several.
pub(crate) fn figure(item: &Item) -> Option<String> {
    let conflict = item.conflict.as_ref();
    let several = conflict.is_some_and(|it| it.kind == ConflictKind::Number);
    let shown = is_shown(&item.detail, &item.summary);
    amount(&item.detail).filter(|_| !several && !shown)
}

/// Whether `words` give an exact bare value in digits or in words.
fn is_shown(detail: &Detail, words: &str) -> bool {
    let Detail::Figure {
        value,
        max: None,
        modifier: Modifier::Exact,
        currency: None,
        from: None,
        ..
    } = detail
    else {
        return false;
    };
    let lower = words.to_lowercase();
    let tokens = lower.split(|char: char| !char.is_alphanumeric() && !matches!(char, ',' | '.'));
    let known = &Language::english().quantities.numbers;
    let mut tens = 0.0;
    for token in tokens.map(|it| it.trim_matches([',', '.'])) {
        let word = |words: &std::collections::HashMap<String, f64>| words.get(token).copied();
        let small = word(&known.units).or_else(|| word(&known.ordinals));
        let digits = token.trim_end_matches(char::is_alphabetic).replace(',', "");
        let found = small
            .or_else(|| word(&known.tens))
            .or_else(|| digits.parse().ok());
        if found.is_some_and(|it| (it + tens).total_cmp(value).is_eq()) {
            return true;
        }
        tens = word(&known.tens).unwrap_or(0.0);
    }
    false
}

/// The value of a figure: `> USD 50 billion`, `52 → 64`, `7th`; nothing for
/// the other kinds of item.
pub(crate) fn amount(detail: &Detail) -> Option<String> {
    let Detail::Figure {
        value,
        max,
        modifier,
        unit,
        currency,
        from,
        ordinal,
        ..
    } = detail
    else {
        return None;
    };
    if *ordinal && value.fract() == 0.0 {
        return Some(ordinal_number(*value));
    }
    let before = before(currency.as_deref());
    let from = from
        .map(|from| format!("{} → ", number(from)))
        .unwrap_or_default();
    let max = max
        .map(|max| format!("–{}", number(max)))
        .unwrap_or_default();
    let one = value.total_cmp(&1.0).is_eq() && max.is_empty();
    let after = after(unit.as_deref(), one);
    let (sign, value) = (sign(*modifier), number(*value));
    Some(format!("{sign}{before}{from}{value}{max}{after}"))
}

fn sign(modifier: Modifier) -> &'static str {
    match modifier {
        Modifier::Exact => "",
        Modifier::About => "~ ",
        Modifier::Below => "< ",
        Modifier::Above => "> ",
        Modifier::AtMost => "≤ ",
        Modifier::AtLeast => "≥ ",
    }
}

fn before(currency: Option<&str>) -> String {
    currency.map(|code| format!("{code} ")).unwrap_or_default()
}

fn after(unit: Option<&str>, one: bool) -> String {
    match unit {
        None => String::new(),
        Some("%") => " %".into(),
        Some(unit) => match Language::english().quantities.names.get(unit) {
            Some(name) if one => format!(" {name}"),
            Some(name) => format!(" {}", plural(name)),
            None => format!(" {unit}"),
        },
    }
}

/// "kilometres per hour", "degrees Celsius", "tonnes".
fn plural(name: &str) -> String {
    let head = match name.find(" per ") {
        Some(at) => at,
        None if name.starts_with("degree ") => "degree".len(),
        None => name.len(),
    };
    let (head, rest) = name.split_at(head);
    let head = match head.strip_suffix("foot") {
        Some(before) => format!("{before}feet"),
        None if head.ends_with(['s', 'x', 'z']) || head.ends_with("ch") => format!("{head}es"),
        None => format!("{head}s"),
    };
    head + rest
}

fn ordinal_number(value: f64) -> String {
    let ending = match (value % 100.0, value % 10.0) {
        (11.0..=13.0, _) => "th",
        (_, 1.0) => "st",
        (_, 2.0) => "nd",
        (_, 3.0) => "rd",
        _ => "th",
    };
    format!("{}{ending}", number(value))
}

/// `1,500`, `2.3 billion`.
pub(super) fn number(value: f64) -> String {
    let scales = [(1e12, " trillion"), (1e9, " billion"), (1e6, " million")];
    let scale = scales.into_iter().find(|(size, _)| *size <= value.abs());
    let (size, word) = scale.unwrap_or((1.0, ""));
    format!("{}{word}", grouped((value / size * 1e6).round() / 1e6))
}

/// The integer part in groups of three digits.
fn grouped(value: f64) -> String {
    let text = value.to_string();
    let (sign, digits) = text
        .strip_prefix('-')
        .map_or(("", text.as_str()), |rest| ("-", rest));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut out = String::from(sign);
    for (at, digit) in whole.chars().enumerate() {
        if 0 < at && (whole.len() - at).is_multiple_of(3) && 4 <= whole.len() {
            out.push(',');
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push('.');
        out += fraction;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_take_scale_words_and_groups() {
        assert_eq!(number(50e9), "50 billion");
        assert_eq!(number(2.3e9), "2.3 billion");
        assert_eq!(number(4200.0), "4,200");
        assert_eq!(number(64.0), "64");
        assert_eq!(number(-1234.5), "-1,234.5");
        assert_eq!(number(1.75), "1.75");
    }

    #[test]
    fn units_are_words() {
        assert_eq!(after(Some("d"), false), " days");
        assert_eq!(after(Some("a"), true), " year");
        assert_eq!(after(Some("%"), false), " %");
        assert_eq!(plural("kilometre per hour"), "kilometres per hour");
        assert_eq!(plural("degree Celsius"), "degrees Celsius");
        assert_eq!(plural("square foot"), "square feet");
        assert_eq!(plural("inch"), "inches");
    }

    #[test]
    fn a_value_that_the_words_show_is_not_said_again() {
        let figure = |value, unit: Option<&str>| Detail::Figure {
            value,
            max: None,
            modifier: Modifier::Exact,
            unit: unit.map(Into::into),
            currency: None,
            concept: None,
            from: None,
            ordinal: false,
            when: None,
        };
        assert!(is_shown(&figure(5.0, Some("d")), "a five-day visit"));
        assert!(is_shown(&figure(4200.0, None), "4,200 students"));
        assert!(is_shown(&figure(52.0, None), "Fifty-two injured"));
        assert!(is_shown(&figure(74.0, Some("%")), "cases fell by 74%"));
        assert!(is_shown(&figure(7.0, None), "7th meeting"));
        assert!(!is_shown(&figure(500_000.0, None), "5 lakh families"));
        assert!(!is_shown(&figure(2.0, None), "Fifty-two injured"));
    }

    #[test]
    fn ordinals_take_their_ending() {
        for (value, expected) in [(1.0, "1st"), (7.0, "7th"), (12.0, "12th"), (23.0, "23rd")] {
            assert_eq!(ordinal_number(value), expected);
        }
    }
}
