//! Normalised figures as short labels.

use rapporteur_text::{Detail, Modifier};

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
    let (sign, value, after) = (sign(*modifier), number(*value), after(unit.as_deref()));
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

fn after(unit: Option<&str>) -> String {
    match unit {
        None => String::new(),
        Some("%") => " %".into(),
        Some(unit) => format!(" {unit}"),
    }
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
fn number(value: f64) -> String {
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
    fn ordinals_take_their_ending() {
        for (value, expected) in [(1.0, "1st"), (7.0, "7th"), (12.0, "12th"), (23.0, "23rd")] {
            assert_eq!(ordinal_number(value), expected);
        }
    }
}
