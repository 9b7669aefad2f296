//! Cues, sources and contents as the network finds them.
//!
//! Input: a [`Page`] and the tagger's vectors. Output: a statement for each
//! cue that has content, in the order of their cues. What always holds: spans
//! are those of whole tokens.

use std::cell::RefCell;
use std::ops::Range;

use rapporteur_language::Language;
use rapporteur_network::Words;
use rapporteur_network::attribution::{Attribution, Window};
use rapporteur_network::chain::{LABELS, Scores, Shares, best};
use rapporteur_text::{Attitude, Span, Statement, StatementKind};

use super::features::{self, cue, role};
use super::page::Page;
use crate::tag::States;

/// A cue, and how likely it is one.
#[derive(Clone, Debug)]
struct FoundCue {
    words: Range<usize>,
    share: f32,
}

/// Tokens of windows that are read at once; bounds memory.
const PART: usize = 4096;

thread_local! {
    /// Memory of the last report, for the next one on this thread.
    static DESK: RefCell<(Words, Vec<f32>, Attribution)> = RefCell::default();
}

/// The statements of a page, as the network sees them.
pub(super) fn statements(
    page: &Page,
    text: &str,
    states: &States,
    language: &Language,
) -> Vec<Statement> {
    if page.words.is_empty() {
        return Vec::new();
    }
    DESK.with_borrow_mut(|(rows, base, reading)| {
        let weights = language.attribution();
        features::text(page, text, &language.cues, rows);
        rows.fold(weights.shape.features);
        of_tokens(page, states, base);
        reading.read_text(weights, rows, base);
        let found = cues(page, &reading.cues, language);
        let cues: Vec<Range<usize>> = found.iter().map(|it| it.words.clone()).collect();
        let mut statements = Vec::new();
        let mut windows = Vec::new();
        let mut from = 0;
        while from < found.len() {
            rows.clear();
            windows.clear();
            while from + windows.len() < found.len() && rows.len() < PART {
                let window = features::window(page, &cues[from + windows.len()]);
                features::of_window(page, &window, &cues, rows);
                windows.push(window);
            }
            rows.fold(weights.shape.features);
            reading.read_windows(weights, &windows, rows);
            let mut scores = &mut reading.roles[..];
            for (window, found) in windows.iter().zip(&found[from..]) {
                let (own, rest) = scores.split_at_mut(window.words.len());
                scores = rest;
                statements.extend(statement(page, window, found, own, language));
            }
            from += windows.len();
        }
        statements
    })
}

/// The tagger's vectors of tokens: of the word that each hangs by.
pub(super) fn of_tokens(page: &Page, states: &States, base: &mut Vec<f32>) {
    base.clear();
    for &word in &page.told {
        base.extend_from_slice(states.of(word as usize));
    }
}

fn cues(page: &Page, scores: &[Scores], language: &Language) -> Vec<FoundCue> {
    let steps = language.attribution().cue_steps();
    let mut found: Vec<FoundCue> = Vec::new();
    for sentence in &page.sentences {
        let scores = &scores[sentence.clone()];
        let labels = best(scores, &steps);
        if labels.iter().all(|it| *it == cue::OUT) {
            continue;
        }
        let shares = Shares::of(scores, &steps);
        for (offset, &label) in labels.iter().enumerate() {
            let at = sentence.start + offset;
            match found.last_mut() {
                Some(last) if label == cue::MORE && last.words.end == at => last.words.end += 1,
                _ if label == cue::OUT => {}
                _ => found.push(FoundCue {
                    words: at..at + 1,
                    share: 1.0 - shares.labels[offset][usize::from(cue::OUT)],
                }),
            }
        }
    }
    found
}

/// Keeps the words of the cue out of its source and content.
pub(super) fn spare_cue(window: &Window, scores: &mut [Scores]) {
    const NEVER: f32 = -1e4;
    for at in window.cue.clone() {
        scores[at - window.words.start] = std::array::from_fn(|label| {
            if label == usize::from(role::NONE) {
                0.0
            } else {
                NEVER
            }
        });
    }
    const { assert!(role::NONE == 0 && (role::CONTENT as usize) < LABELS) }
}

/// The statement of one cue; none without content.
fn statement(
    page: &Page,
    window: &Window,
    found: &FoundCue,
    scores: &mut [Scores],
    language: &Language,
) -> Option<Statement> {
    spare_cue(window, scores);
    let steps = language.attribution().role_steps();
    let labels = best(scores, &steps);
    let [source, content] = [role::SOURCE, role::CONTENT].map(|role| {
        let mut runs: Vec<Range<usize>> = Vec::new();
        for (offset, _) in labels.iter().enumerate().filter(|(_, it)| **it == role) {
            let at = window.words.start + offset;
            match runs.last_mut() {
                Some(last) if last.end == at => last.end = at + 1,
                _ => runs.push(at..at + 1),
            }
        }
        let runs = runs.into_iter().map(|it| page.span(it));
        runs.collect::<Vec<Span>>()
    });
    (!content.is_empty()).then(|| Statement {
        kind: StatementKind::Indirect,
        attitude: Attitude::Statement,
        source,
        cue: vec![page.span(found.words.clone())],
        content,
        speaker: None,
        occasion: None,
        addressee: None,
        negated: false,
        modal: false,
        topic: false,
        by: "statement.learnt",
        confidence: {
            let said = found.share * Shares::of(scores, &steps).share_of(&labels).sqrt();
            language.calibration.share(said)
        },
    })
}
