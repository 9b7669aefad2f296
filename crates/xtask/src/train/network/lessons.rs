//! Lessons from treebanks, from names and from a network's own answers.

use std::ops::Range;

use rapporteur_language::Language;
use rapporteur_mark::syntax_learning::{self, KINDS, Page, features};
use rapporteur_network::{Words, names};
use rapporteur_text::Span;

use crate::conllu::{self, Document};
use crate::named::Named;

use super::lesson::Lesson;

/// One lesson a sentence, as the treebank cuts it.
pub(super) fn of_treebank(document: &Document, language: &Language) -> Vec<Lesson> {
    let mut words: Vec<Span> = Vec::new();
    let mut sentences = Vec::new();
    for sentence in &document.sentences {
        let start = words.len();
        words.extend(sentence.words.iter().map(|it| it.span));
        sentences.push(start..words.len());
    }
    let mut lessons = Lesson::all(&rows(&document.text, &words, &sentences, language));
    for (lesson, sentence) in lessons.iter_mut().zip(&document.sentences) {
        let answer = |word: &conllu::Word| {
            let head = word.head.map_or(0, |head| head as u32 + 1);
            (word.upos as u8, head, word.deprel as u8)
        };
        lesson.tree = sentence.words.iter().map(answer).collect();
    }
    lessons
}

fn rows(text: &str, words: &[Span], sentences: &[Range<usize>], language: &Language) -> Words {
    let page = Page {
        text,
        words,
        sentences,
        language,
    };
    let mut rows = Words::default();
    features(page, &mut rows);
    rows
}

/// One lesson a sentence, as marking cuts it; and the names that are to be
/// found.
pub(super) fn of_names(named: &Named, language: &Language) -> (Vec<Lesson>, Sought) {
    let (words, sentences) = cut(&named.text);
    let mut gold = Vec::new();
    let mut odd = 0;
    for (kind, span) in &named.names {
        let Some(kind) = KINDS.iter().position(|it| it == kind) else {
            continue;
        };
        let start = words.partition_point(|it| it.end() <= span.start());
        let end = words.partition_point(|it| it.start() < span.end());
        let fits = start < end
            && words[start].start() == span.start()
            && words[end - 1].end() == span.end();
        odd += usize::from(!fits);
        if start < end {
            gold.push((kind as u8, start..end));
        }
    }
    let rows = rows(&named.text, &words, &sentences, language);
    let mut lessons = Lesson::all(&rows);
    let mut next = gold.iter().peekable();
    for (lesson, sentence) in lessons.iter_mut().zip(&sentences) {
        let mut own = Vec::new();
        while let Some((kind, words)) = next.next_if(|it| it.1.start < sentence.end) {
            let end = words.end.min(sentence.end);
            let start = words.start.max(sentence.start);
            if start < end {
                own.push((*kind, start - sentence.start..end - sentence.start));
            }
        }
        lesson.names = names::labels(&own, lesson.len());
    }
    (lessons, Sought { rows, gold, odd })
}

/// A report whose names are to be found.
pub(super) struct Sought {
    pub(super) rows: Words,
    /// Kinds and words.
    pub(super) gold: Vec<(u8, Range<usize>)>,
    /// How many of them begin or end amid a word.
    pub(super) odd: usize,
}

pub(super) fn joined(lessons: &[Lesson]) -> Words {
    let mut words = Words::default();
    for lesson in lessons {
        let from = words.features.len() as u32;
        words.features.extend(&lesson.features);
        words.ends.extend(lesson.ends.iter().map(|it| it + from));
        words.sentences.push(words.ends.len() as u32);
        words.base.extend(&lesson.base);
    }
    words
}

/// Words and sentences as marking cuts them.
fn cut(text: &str) -> (Vec<Span>, Vec<Range<usize>>) {
    let mut words: Vec<Span> = Vec::new();
    let mut sentences = Vec::new();
    for sentence in syntax_learning::words(text) {
        let start = words.len();
        words.extend(sentence.words);
        sentences.push(start..words.len());
    }
    (words, sentences)
}
