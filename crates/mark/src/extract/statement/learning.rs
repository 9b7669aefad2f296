//! What training needs to see of the statement step: the same sequences that
//! marking scores, with gold labels on them.

use std::ops::Range;

use rapporteur_language::Cues;
use rapporteur_text::{Marks, Span};

use super::features::{self, cue, role};
use super::page::Page;
use super::quote;

pub use super::decode::{FIXED, Position, STATES, Sequence, after, best};

/// One gold statement.
#[derive(Clone, Debug, Default)]
pub struct Gold {
    /// Source spans; may be empty.
    pub source: Vec<Span>,
    /// Cue spans.
    pub cue: Vec<Span>,
    /// Content spans.
    pub content: Vec<Span>,
}

/// A sequence with its gold labels (`FIXED` where none is asked for).
#[derive(Clone, Debug)]
pub struct Lesson {
    /// Features.
    pub sequence: Sequence,
    /// Gold labels.
    pub labels: Vec<usize>,
}

/// Lessons for the cue model and for the role model from one report.
pub fn lessons(
    text: &str,
    marks: &Marks,
    gold: &[Gold],
    lists: &Cues,
) -> (Vec<Lesson>, Vec<Lesson>) {
    let quotations = quote::quotations(text, &marks.paragraphs);
    let page = Page::new(text, marks, quotations, lists);
    let cues: Vec<Range<usize>> = gold
        .iter()
        .filter_map(|it| tokens(marks, &it.cue))
        .collect();
    let cue_lessons = page.sentences.iter().map(|sentence| Lesson {
        sequence: features::cue_sequence(&page, sentence.clone()),
        labels: sentence.clone().map(|at| cue_label(&cues, at)).collect(),
    });
    let role_lessons = gold.iter().filter_map(|gold| {
        let own = tokens(marks, &gold.cue)?;
        let window = features::window(&page, &own);
        let others = others(&cues, &own, &window);
        let label = |at: usize| role_label(&page, gold, &own, at);
        Some(Lesson {
            sequence: features::role_sequence(&page, &window, &own, &others),
            labels: window.clone().map(label).collect(),
        })
    });
    (cue_lessons.collect(), role_lessons.collect())
}

/// The cues but `own` that lie in `window`.
pub(super) fn others(
    cues: &[Range<usize>],
    own: &Range<usize>,
    window: &Range<usize>,
) -> Vec<Range<usize>> {
    let near = |it: &&Range<usize>| window.start <= it.start && it.end <= window.end && *it != own;
    cues.iter().filter(near).cloned().collect()
}

/// The tokens from the first to the last that touch `spans`.
fn tokens(marks: &Marks, spans: &[Span]) -> Option<Range<usize>> {
    let cover = spans.iter().copied().reduce(Span::cover)?;
    let from = marks
        .tokens
        .partition_point(|it| it.span.end() <= cover.start());
    let to = marks
        .tokens
        .partition_point(|it| it.span.start() < cover.end());
    (from < to).then_some(from..to)
}

fn cue_label(cues: &[Range<usize>], at: usize) -> usize {
    match cues.iter().find(|it| it.contains(&at)) {
        Some(it) if it.start == at => cue::FIRST,
        Some(_) => cue::MORE,
        None => cue::OUT,
    }
}

fn role_label(page: &Page, gold: &Gold, own: &Range<usize>, at: usize) -> usize {
    let span = page.words[at].span;
    let in_any = |spans: &[Span]| spans.iter().any(|it| it.overlaps(span));
    if own.contains(&at) {
        FIXED
    } else if in_any(&gold.source) {
        role::SOURCE
    } else if in_any(&gold.content) {
        role::CONTENT
    } else {
        role::NONE
    }
}
