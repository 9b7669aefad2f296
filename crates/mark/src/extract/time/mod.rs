//! Temporal expressions, normalised to TIMEX3, EDTF and bounds.
//!
//! Input: sentences and what is known of the publication. Output: times in
//! text order, not overlapping. What always holds: `earliest <= latest` where
//! both stand; nothing relative is placed without an anchor; no day is made
//! up where the text gives a month or a year. Standards: TIMEX3 (`TimeML`),
//! EDTF (ISO 8601-2).

mod clock;
mod counted;
mod dates;
mod draft;
#[cfg(test)]
mod edtf;
mod length;
mod named;
mod period;
mod preposition;
mod relative;
mod tense;

use jiff::civil::Date;
use rapporteur_language::Language;
use rapporteur_text::{Imprint, Marks, PublishedBasis, Report, Span, Time, TimeBasis, TimeKind};

use super::scan::{self, Piece};
use draft::{Draft, Match, Scope};
use period::{Period, days_between};

pub(crate) use draft::Anchor;
pub(crate) use tense::Direction;

/// A grammar: what stands at a piece.
type Grammar = fn(&Scope<'_>, usize) -> Option<Match>;

/// All grammars; the longest reading wins, then the first listed.
const GRAMMARS: [Grammar; 32] = [
    counted::from_now,
    counted::within_length,
    counted::shifted,
    counted::nth_weekday,
    counted::nth_week,
    counted::day_of_month,
    counted::all_of,
    counted::year_and_part,
    dates::numeric,
    dates::month_date,
    dates::weekday,
    dates::year,
    dates::short_decade,
    dates::century,
    named::part,
    named::half,
    named::first_months,
    named::quarter,
    named::fiscal,
    named::season,
    named::holiday,
    named::unit_end,
    relative::within,
    relative::near_day,
    relative::shifted_unit,
    relative::ago,
    relative::told_day,
    relative::vague,
    clock::clock,
    length::shifted_length,
    length::set,
    length::plain,
];

/// Temporal expressions, anchored on the imprint.
pub(crate) fn times(
    report: &Report,
    marks: &Marks,
    imprint: &Imprint,
    language: &Language,
) -> Vec<Time> {
    let anchor = anchor(imprint);
    let mut found = Vec::new();
    let mut last_day = None;
    for &sentence in &marks.sentences {
        let pieces = scan::pieces(report.text(), sentence);
        found.extend(find(&pieces, anchor, None, &mut last_day, language));
    }
    found
}

/// The day that relative times of a report lean on: the dateline's where it
/// is printed and near the publication, else the publication's. A day that no
/// printed news can be of anchors nothing.
pub(crate) fn anchor(imprint: &Imprint) -> Option<Anchor> {
    let published = imprint.published.map(|published| Anchor {
        day: published.date,
        basis: match published.basis {
            PublishedBasis::OtherReport => TimeBasis::OtherReport,
            PublishedBasis::Dateline => TimeBasis::Dateline,
            _ => TimeBasis::Publication,
        },
    });
    let dateline = imprint.dateline.as_ref().and_then(|dateline| dateline.date);
    let chosen = match (dateline, published) {
        (Some(day), Some(published)) if 10 < days_between(day, published.day).abs() => {
            Some(published)
        }
        (Some(day), _) => Some(Anchor {
            day,
            basis: TimeBasis::Dateline,
        }),
        (None, published) => published,
    };
    chosen.filter(|anchor| (1600..3000).contains(&anchor.day.year()))
}

/// Reads `time` again as part of a commitment, which points forward: a
/// weekday, a month or a day of the year that lay behind the anchor moves to
/// the next one, "this year" of a month long over moves a year, and the basis
/// says so. Leaves what is explicit, or lies ahead already, as it is.
pub(crate) fn reanchor_forward(
    report: &Report,
    time: &mut Time,
    imprint: &Imprint,
    language: &Language,
) {
    let Some(anchor) = anchor(imprint) else {
        return;
    };
    if time.basis == TimeBasis::Explicit {
        return;
    }
    let behind = time.latest.is_some_and(|latest| latest < anchor.day);
    if behind {
        let pieces = scan::pieces(report.text(), time.span);
        let mut last_day = None;
        let forward = Some(Direction::Future);
        let again = find(&pieces, Some(anchor), forward, &mut last_day, language);
        let Some(moved) = again.into_iter().find(|again| again.span == time.span) else {
            return;
        };
        if moved.earliest == time.earliest {
            return;
        }
        let modifier = time.modifier.or(moved.modifier);
        *time = Time { modifier, ..moved };
        time.basis = TimeBasis::Commitment;
    } else if time.basis == TimeBasis::Tense {
        time.basis = TimeBasis::Commitment;
    }
}

/// Times of one sentence; `last_day` carries the last day named from
/// sentence to sentence.
fn find(
    pieces: &[Piece<'_>],
    anchor: Option<Anchor>,
    forced: Option<Direction>,
    last_day: &mut Option<Date>,
    language: &Language,
) -> Vec<Time> {
    let mut scope = Scope {
        pieces,
        words: &language.calendar,
        numbers: &language.quantities.numbers,
        anchor,
        forced,
        last_day: *last_day,
    };
    let mut found: Vec<(usize, usize, Draft)> = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        match longest(&scope, at) {
            Some((end, draft)) => {
                if let Some(Period::Day(day)) = draft.period {
                    scope.last_day = Some(day);
                }
                found.push((at, end, draft));
                at = end;
            }
            None => at += 1,
        }
    }
    *last_day = scope.last_day;
    place_clocks(&mut found);
    preposition::apply(&scope, &mut found);
    found
        .into_iter()
        .map(|(from, to, draft)| {
            let from = with_article(pieces, from);
            let span = Span::new(pieces[from].span.start(), pieces[to - 1].span.end());
            draft.at(span)
        })
        .collect()
}

/// "the" is part of "the last decade" and "the end of March" (`TimeML`).
fn with_article(pieces: &[Piece<'_>], from: usize) -> usize {
    const LED: [&str; 16] = [
        "last",
        "past",
        "next",
        "previous",
        "coming",
        "following",
        "beginning",
        "start",
        "middle",
        "end",
        "first",
        "second",
        "third",
        "fourth",
        "latter",
        "final",
    ];
    let article = from
        .checked_sub(1)
        .filter(|&back| pieces[back].lower == "the");
    let led = LED.contains(&pieces[from].lower.as_ref());
    article.filter(|_| led).unwrap_or(from)
}

/// The longest reading at a piece.
fn longest(scope: &Scope<'_>, at: usize) -> Option<Match> {
    let mut best: Option<Match> = None;
    for grammar in GRAMMARS {
        if let Some((end, draft)) = grammar(scope, at)
            && end <= scope.pieces.len()
            && best.as_ref().is_none_or(|(far, _)| *far < end)
        {
            best = Some((end, draft));
        }
    }
    best
}

/// Puts each time of day on the nearest day that the sentence names.
fn place_clocks(found: &mut [(usize, usize, Draft)]) {
    for nth in 0..found.len() {
        if !(found[nth].2.kind == TimeKind::Time && found[nth].2.value.starts_with('T')) {
            continue;
        }
        let from = found[nth].0;
        let day = found
            .iter()
            .filter(|(_, _, draft)| {
                matches!(draft.period, Some(Period::Day(_))) && draft.kind == TimeKind::Date
            })
            .min_by_key(|(start, _, _)| start.abs_diff(from))
            .map(|(_, _, draft)| draft.clone());
        clock::place(&mut found[nth].2, day.as_ref());
    }
}

#[cfg(test)]
mod tests;
