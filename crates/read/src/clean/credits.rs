//! Agencies that are credited with the text itself.
//!
//! A credit stands in the opening or closing lines, in the byline or in a
//! caption; an agency named amid the text is a citation and is left alone.

use rapporteur_language::Cleaning;
use rapporteur_text::{Credit, CreditPlace, Cut, Mask, Span};

use super::cuts::Cuts;
use super::lines::Line;

/// Bytes of the opening in which a credit counts.
pub(super) const HEAD: usize = 400;
/// Bytes of the closing in which a credit counts.
pub(super) const FOOT: usize = 300;

/// The usual name of the agency that `name` spells.
pub(super) fn agency_of(name: &str, rules: &Cleaning) -> Option<&'static str> {
    let name = name.trim();
    let mut known = rules.agencies.iter();
    known
        .find(|(_, spellings)| spellings.contains(&name))
        .map(|(agency, _)| *agency)
}

/// The agencies that a short text names, with where, in text order.
pub(super) fn named_in(text: &str, span: Span, rules: &Cleaning) -> Vec<(&'static str, Span)> {
    let words = &text[span.range()];
    let mut found: Vec<(&'static str, Span)> = Vec::new();
    for (agency, spellings) in &rules.agencies {
        for spelling in spellings {
            if let Some(at) = find_word(words, spelling) {
                let start = span.start() + at;
                found.push((agency, Span::new(start, start + spelling.len())));
                break;
            }
        }
    }
    found.sort_by_key(|(_, span)| (span.start(), std::cmp::Reverse(span.end())));
    let covers = found.clone();
    found.retain(|(_, span)| {
        !covers
            .iter()
            .any(|(_, it)| it != span && it.contains(*span))
    });
    found
}

/// Where `name` stands as a whole word.
fn find_word(text: &str, name: &str) -> Option<usize> {
    text.match_indices(name).map(|(at, _)| at).find(|&at| {
        let bound = |it: Option<char>| it.is_none_or(|it| !it.is_alphanumeric());
        bound(text[..at].chars().next_back()) && bound(text[at + name.len()..].chars().next())
    })
}

/// Cuts credits that end the last paragraphs: "(With PTI inputs)", "PTI COR".
pub(super) fn cut_foot(text: &str, lines: &[Line], rules: &Cleaning, cuts: &mut Cuts<'_>) {
    for line in lines.iter().rev().take(6) {
        if line.span.end() + FOOT < text.trim_end().len() {
            break;
        }
        let Some(rest) = cuts.gaps(line.span).last().map(|it| it.trim(text)) else {
            continue;
        };
        if let Some(span) = sign_off(text, rest, rules) {
            cuts.add(span, Cut::Credit);
        }
    }
}

/// The credit at the end of a paragraph, after its last sentence.
fn sign_off(text: &str, line: Span, rules: &Cleaning) -> Option<Span> {
    let words = &text[line.range()];
    if is_desk_code(words) {
        return Some(line);
    }
    let tail = if words.ends_with(')') {
        words.rfind('(')?
    } else {
        let end = words.rfind(['.', '”', '"', '!', '?'])?;
        end + words[end..].chars().next()?.len_utf8()
    };
    let credit = words[tail..]
        .trim_start_matches([' ', '-', '–', '—', '('])
        .trim_end_matches(')');
    let first = credit.split(' ').next()?;
    let count = credit.split_whitespace().count();
    let codes = || {
        credit
            .split_whitespace()
            .all(|it| it.chars().all(|c| !c.is_lowercase()))
    };
    let agency =
        agency_of(credit.trim(), rules).or_else(|| agency_of(first, rules).filter(|_| codes()));
    let inputs = count <= 8 && credit.to_lowercase().contains("inputs");
    let fits = count <= 6 && agency.is_some();
    (fits || (inputs && words.ends_with(')')))
        .then(|| Span::new(line.start() + tail, line.end()).trim(text))
}

/// "ijm/fg/jv": the desk's initials under agency copy.
fn is_desk_code(words: &str) -> bool {
    words.contains('/')
        && words.len() <= 20
        && words
            .chars()
            .all(|it| it.is_ascii_lowercase() || matches!(it, '/' | '-'))
}

/// Every credit of a report, in text order, the byline's first.
pub(super) fn credits(
    text: &str,
    byline: Option<&str>,
    mask: &Mask,
    rules: &Cleaning,
) -> Vec<Credit> {
    let mut credits = Vec::new();
    let mut add = |agency: &str, place, span| {
        let credit = Credit {
            agency: agency.to_owned(),
            place,
            span,
        };
        let known = |it: &Credit| it.agency == credit.agency && it.place == place;
        if !credits.iter().any(known) {
            credits.push(credit);
        }
    };
    for (agency, _) in byline
        .map(|it| named_in(it, Span::new(0, it.len()), rules))
        .unwrap_or_default()
    {
        add(agency, CreditPlace::Byline, None);
    }
    let end = text.trim_end().len();
    for &(span, cut) in mask.cuts() {
        let above = span.start() < HEAD && span.start() <= end - span.end().min(end);
        let place = match cut {
            Cut::Caption => CreditPlace::Caption,
            Cut::Byline => CreditPlace::Byline,
            Cut::Credit | Cut::Dateline | Cut::Legal if above => CreditPlace::Head,
            Cut::Credit | Cut::Legal if end < span.end() + FOOT => CreditPlace::Foot,
            _ => continue,
        };
        for (agency, span) in named_in(text, span, rules) {
            add(agency, place, Some(span));
        }
    }
    let bare = |span: Span| mask.at(span.start()).is_none_or(|it| it == Cut::Dateline);
    for (agency, span) in in_brackets(text, rules) {
        if !bare(span) {
            continue;
        }
        add(agency, CreditPlace::Head, Some(span));
    }
    credits
}

/// Agencies alone in brackets in the opening: "(Reuters)", "/TASS/".
fn in_brackets(text: &str, rules: &Cleaning) -> Vec<(&'static str, Span)> {
    let mut end = HEAD.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = &text[..end];
    let mut found = Vec::new();
    for (at, open) in head.match_indices(['(', '/']) {
        let close = if open == "(" { ')' } else { '/' };
        let name = head[at + 1..].split(close).next().unwrap_or_default();
        if let Some(agency) = agency_of(name, rules)
            && head[at + 1 + name.len()..].starts_with(close)
        {
            found.push((agency, Span::new(at + 1, at + 1 + name.len())));
        }
    }
    found
}
