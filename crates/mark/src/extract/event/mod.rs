//! Happenings, by rules over clauses and by frames over the parse.
//!
//! Input: a report and its marks up to times and statements. Output: events in
//! text order, one for each happening however often the report mentions it.
//! Types, modes and contexts are PLOVER's (Open Event Data Alliance, 2021) or
//! our own. What always holds: an event's trigger lies in its span; inside
//! quotation marks only what the rule allows a speaker to tell of himself
//! counts.

use rapporteur_language::Language;
use rapporteur_text::{Event, Imprint, Marks, Report};

use super::clause::Words;

mod find;
mod frame;
mod merge;
mod role;

/// Events, from tokens, entities and times.
pub(crate) fn events(
    report: &Report,
    marks: &Marks,
    imprint: &Imprint,
    language: &Language,
) -> Vec<Event> {
    let words = Words::new(report.text(), marks, &language.rules);
    let published = super::time::anchor(imprint).map(|anchor| anchor.day);
    let mut found = find::found(&words, published);
    frame::add(&words, published, &mut found);
    found.sort_by_key(|event| (event.trigger, event.span));
    merge::merged(found, marks)
}

#[cfg(test)]
mod tests;
