//! Reports to masks.
//!
//! Input: one report. Output: a mask that says what is not the outlet's own
//! reporting, and the imprint, completed from the text. What always holds:
//! the text is only cut, never changed; the cuts are disjoint; words that a
//! source says are cut only where the report has them twice.

mod credits;
mod cuts;
mod dateline;
mod embeds;
mod head;
mod imprint;
mod language;
mod lines;
mod repeats;
mod script;
mod subheads;
mod words;

use rapporteur_language::{Cleaning, Language};
use rapporteur_text::{Cut, Imprint, Mask, Report};

use crate::when;
use cuts::Cuts;

/// What cleaning finds.
#[derive(Clone, Debug)]
pub struct Cleaned {
    /// What is not the outlet's own reporting.
    pub mask: Mask,
    /// Declared facts of publication, completed from the text.
    pub imprint: Imprint,
}

/// Finds what of `report` is not the outlet's own reporting, and completes
/// its imprint.
pub fn clean(report: &Report, language: &Language) -> Cleaned {
    let text = report.text();
    let rules = &language.cleaning;
    let lines = lines::lines(text);
    let words = words::words(text, &lines);
    let mut cuts = Cuts::new(text);
    script::cut(text, rules, &mut cuts);
    embeds::cut(text, &lines, &words, &mut cuts);
    cut_markup(report, &mut cuts);
    cut_by_rule(text, &lines, rules, &mut cuts);
    let head = head::cut(report, &lines, rules, &mut cuts);
    repeats::cut(text, &lines, &words, &mut cuts);
    credits::cut_foot(text, &lines, rules, &mut cuts);
    subheads::cut(text, &lines, &mut cuts);
    let mask = cuts.mask();
    let imprint = imprint::complete(report, &head, &mask, rules);
    Cleaned { mask, imprint }
}

/// Believes the page's markup where the words allow it: what it calls a
/// byline, a date or a heading is short.
fn cut_markup(report: &Report, cuts: &mut Cuts<'_>) {
    for &(span, cut) in report.markup() {
        let most = match cut {
            Cut::Byline | Cut::Date => 120,
            Cut::Headline | Cut::Subhead => 250,
            Cut::Caption => 1200,
            _ => usize::MAX,
        };
        if span.len() <= most {
            cuts.add(span, cut);
        }
    }
}

/// Cuts the lines that a rule of the data file fits.
fn cut_by_rule(text: &str, lines: &[lines::Line], rules: &Cleaning, cuts: &mut Cuts<'_>) {
    for line in lines {
        let Some(rest) = cuts.rest(line.span) else {
            continue;
        };
        let words = &text[rest.range()];
        if 800 < words.len() {
            continue;
        }
        let dated = || when::dates(words).next().is_some();
        if let Some(cut) = rules.why(words, dated()) {
            cuts.add(rest, cut);
        }
    }
}

#[cfg(test)]
mod tests;
