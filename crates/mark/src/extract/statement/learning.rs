//! What training needs to see of the statement step: the same rows that
//! marking reads, with gold labels on them.

use std::ops::Range;

use rapporteur_language::{Cues, Language};
use rapporteur_network::Words;
use rapporteur_network::attribution::Window;
use rapporteur_network::chain::Scores;
use rapporteur_text::{Marks, Mask, Report, Span};

use super::features::{cue, role};
use super::page::Page;
use super::{features, find, quote};

pub use super::features::ROWS;

/// The file of the network, among the data of the language.
pub const MODEL: &str = "statement/network.bin";

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

/// One report as the network reads it, with gold labels.
#[derive(Clone, Debug, Default)]
pub struct Lesson {
    /// What is seen of its tokens, in sentences.
    pub words: Words,
    /// The tagger's vectors of its tokens, one after the other.
    pub base: Vec<f32>,
    /// Label of each token: no cue, the first word of one, a further one.
    pub cues: Vec<u8>,
    /// The window of each gold cue.
    pub windows: Vec<Window>,
    /// What is seen of the tokens of the windows, a sentence each.
    pub rows: Words,
    /// Label of each token of the windows: neither, source, content.
    pub roles: Vec<u8>,
}

/// The lesson of a report, its rows folded into a table of `rows`; `lists` are
/// the words that are known.
pub fn lesson(
    report: &Report,
    gold: &[Gold],
    lists: &Cues,
    language: &Language,
    rows: usize,
) -> Lesson {
    let text = report.text();
    let (marks, states) = crate::tag::tag(report, &Mask::default(), language);
    let quotations = quote::quotations(text, &marks.paragraphs);
    let page = Page::new(text, &marks, quotations, lists);
    let mut cues: Vec<(Range<usize>, &Gold)> = gold
        .iter()
        .filter_map(|it| Some((tokens(&marks, &it.cue)?, it)))
        .collect();
    cues.sort_by_key(|(cue, _)| (cue.start, cue.end));
    let all: Vec<Range<usize>> = cues.iter().map(|it| it.0.clone()).collect();
    let mut lesson = Lesson::default();
    features::text(&page, text, lists, &mut lesson.words);
    find::of_tokens(&page, &states, &mut lesson.base);
    lesson.cues = (0..page.words.len())
        .map(|at| cue_label(&all, at))
        .collect();
    for (own, gold) in &cues {
        let window = features::window(&page, own);
        features::of_window(&page, &window, &all, &mut lesson.rows);
        let labels = window
            .words
            .clone()
            .map(|at| role_label(&page, gold, own, at));
        lesson.roles.extend(labels);
        lesson.windows.push(window);
    }
    lesson.words.fold(rows);
    lesson.rows.fold(rows);
    lesson
}

/// Keeps the words of the cue out of its source and content, as marking does.
pub fn spare_cue(window: &Window, scores: &mut [Scores]) {
    find::spare_cue(window, scores);
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

fn cue_label(cues: &[Range<usize>], at: usize) -> u8 {
    match cues.iter().find(|it| it.contains(&at)) {
        Some(it) if it.start == at => cue::FIRST,
        Some(_) => cue::MORE,
        None => cue::OUT,
    }
}

fn role_label(page: &Page, gold: &Gold, own: &Range<usize>, at: usize) -> u8 {
    let span = page.words[at].span;
    let in_any = |spans: &[Span]| spans.iter().any(|it| it.overlaps(span));
    if own.contains(&at) {
        role::NONE
    } else if in_any(&gold.source) {
        role::SOURCE
    } else if in_any(&gold.content) {
        role::CONTENT
    } else {
        role::NONE
    }
}
