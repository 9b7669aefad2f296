//! What the word before a date does to it: "by the end of March" is on or
//! before it, "since 2014" on or after.
//!
//! Input: the drafts of a sentence. Output: the same with TIMEX3 mod, EDTF
//! interval and an open bound. Spans stay: the preposition is no part of them.

use jiff::civil::Date;
use rapporteur_text::TimeKind;

use super::draft::{Draft, Scope};
use super::period::add_days;

/// Applies the preposition before each date.
pub(super) fn apply(scope: &Scope<'_>, found: &mut [(usize, usize, Draft)]) {
    for (from, to, draft) in found.iter_mut() {
        if draft.kind != TimeKind::Date {
            continue;
        }
        let (Some(earliest), Some(latest)) = draft.bounds else {
            continue;
        };
        let word = preposition(scope, *from);
        let alone = stands_alone(scope, *to);
        match word {
            "by" | "until" | "till" | "than" if draft.flag.is_none() || alone => {
                on_or_before(draft, latest);
            }
            "since" => on_or_after(draft, earliest, scope.anchor.map(|anchor| anchor.day)),
            // All of the year lies before its end.
            "before" if alone && scope.word(*from) == "end" => on_or_before(draft, latest),
            "before" | "to" if alone => before(draft, add_days(earliest, -1)),
            "from" | "starting" | "beginning" if alone && goes_on(scope, *to, latest) => {
                on_or_after(draft, earliest, None);
            }
            "after" if alone => after(draft, add_days(latest, 1)),
            _ => {}
        }
    }
}

/// The word that governs the date at `from`; "to" only of "prior to", "than"
/// only of "no later than".
fn preposition<'a>(scope: &'a Scope<'_>, from: usize) -> &'a str {
    let mut back = from;
    while matches!(scope.before(back), "the" | "very" | "this" | "about") {
        back -= 1;
    }
    let word = scope.before(back);
    let led = back.checked_sub(2).map_or("", |at| scope.word(at));
    match (led, word) {
        ("prior", "to") => "to",
        ("later", "than") => "than",
        ("ahead", "of") => "before",
        ("starting" | "beginning", "in" | "on") => "starting",
        (_, "to" | "than") => "",
        // "hit by Friday" and "by 2014 standards" are too rare to tell apart.
        _ => word,
    }
}

/// Whether nothing ends what begins "from July 1", which lies ahead.
fn goes_on(scope: &Scope<'_>, to: usize, latest: Date) -> bool {
    let ends = matches!(
        scope.word(to),
        "to" | "until" | "till" | "through" | "and" | "-" | "–"
    );
    let ahead = scope.anchor.is_some_and(|anchor| anchor.day <= latest);
    !ends && ahead
}

/// Whether the date is all that the preposition governs: "after Tuesday's
/// vote" is not after Tuesday.
fn stands_alone(scope: &Scope<'_>, to: usize) -> bool {
    scope.pieces.get(to).is_none_or(|next| {
        !next.text.chars().any(char::is_alphanumeric)
            && !matches!(next.lower.as_ref(), "'s" | "-" | "'" | "’")
            || scope.words.context.behind.contains(next.lower.as_ref())
    })
}

fn on_or_before(draft: &mut Draft, latest: Date) {
    draft.modifier = Some("ON_OR_BEFORE");
    draft.edtf = Some(format!("../{latest}"));
    draft.bounds = (None, Some(latest));
}

fn before(draft: &mut Draft, latest: Date) {
    draft.modifier = Some("BEFORE");
    draft.edtf = Some(format!("../{latest}"));
    draft.bounds = (None, Some(latest));
}

fn on_or_after(draft: &mut Draft, earliest: Date, today: Option<Date>) {
    draft.modifier = Some("ON_OR_AFTER");
    let until = today.filter(|today| earliest <= *today);
    draft.edtf = Some(match until {
        Some(today) => format!("{earliest}/{today}"),
        None => format!("{earliest}/.."),
    });
    draft.bounds = (Some(earliest), until);
}

fn after(draft: &mut Draft, earliest: Date) {
    draft.modifier = Some("AFTER");
    draft.edtf = Some(format!("{earliest}/.."));
    draft.bounds = (Some(earliest), None);
}
