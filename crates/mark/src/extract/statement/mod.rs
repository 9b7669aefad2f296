//! Attributed statements: source, cue and content (PARC 3, Pareti 2016;
//! `PolNeAR`, Newell et al. 2018).
//!
//! Input: a report with its tokens, sentences and entities. Output: its
//! statements in the order of their content. What always holds: every
//! statement has content; spans slice the text; words are given to a speaker
//! only where the text gives them.

use rapporteur_language::Language;
use rapporteur_text::{
    Attitude, Deprel, EntityIx, Marks, Report, Span, Statement, StatementKind, TokenKind,
};

use crate::tag::States;

mod features;
mod find;
pub mod learning;
mod occasion;
mod page;
mod quote;
mod repair;
mod running;
mod speaker;
mod subject;
#[cfg(test)]
mod tests;
mod told;
mod voice;

use page::Page;
use quote::Quotation;

/// Attributed statements, from tokens and entities; then the speakers' own
/// pronouns are mentions of them.
pub(crate) fn speak(report: &Report, marks: &mut Marks, states: &States, language: &Language) {
    let (statements, own) = statements(report, marks, states, language);
    marks.statements = statements;
    voice::give_voice(report.text(), marks, &own);
}

type Own = Vec<(EntityIx, Span)>;

fn statements(
    report: &Report,
    marks: &Marks,
    states: &States,
    language: &Language,
) -> (Vec<Statement>, Own) {
    let text = report.text();
    let quotations = quote::quotations(text, &marks.paragraphs);
    let page = Page::new(text, marks, quotations, &language.cues);
    let mut statements = find::statements(&page, text, states, language);
    for statement in &mut statements {
        let content = std::mem::take(&mut statement.content);
        statement.content = snap(content, &page.quotations, text);
    }
    repair::repair(text, marks, &mut statements);
    subject::mend(text, &page, marks, &mut statements);
    running::join_quotations(text, &page, marks, &mut statements);
    told::spare(text, marks, &mut statements);
    for statement in &mut statements {
        finish(text, &page, marks, language, statement);
    }
    statements.sort_by_key(|it| (it.content_cover(), it.cue.first().copied()));
    running::speakers(text, &page, marks, &mut statements);
    let own = voice::own_words(text, &page, marks, &statements);
    (statements, own)
}

/// Widens content to the whole of a quotation of which it holds most.
fn snap(content: Vec<Span>, quotations: &[Quotation], text: &str) -> Vec<Span> {
    let mut wide: Vec<Span> = Vec::new();
    for part in content {
        let from = quotations.partition_point(|it| it.span.end() <= part.start());
        let near = quotations[from..].iter().map(|it| it.span);
        let span = near
            .take_while(|it| it.start() < part.end())
            .filter(|it| it.len() < 2 * it.overlap(part))
            .fold(part, Span::cover);
        match wide.last_mut() {
            Some(last) if touches(text, *last, span) => {
                *last = last.cover(span);
            }
            _ => wide.push(span),
        }
    }
    wide
}

/// Whether nothing but white space lies between two spans in order.
fn touches(text: &str, first: Span, second: Span) -> bool {
    let between = first.end().min(second.start())..second.start();
    text[between].trim().is_empty()
}

/// Fills what follows from the spans: kind, attitude, negation, occasion.
fn finish(text: &str, page: &Page, marks: &Marks, language: &Language, statement: &mut Statement) {
    statement.kind = kind(page, marks, &statement.content);
    let Some(&cue) = statement.cue.first() else {
        return;
    };
    let plain = PLAIN.iter().any(|it| text[cue.range()].ends_with(it));
    let indirect = statement.kind == StatementKind::Indirect;
    statement.topic = indirect && !plain && is_topic(text, marks, statement);
    let tokens = marks.tokens_in(cue);
    let lower = |at: usize| text[marks.tokens[at].span.range()].to_lowercase();
    let words: Vec<String> = tokens.clone().map(lower).collect();
    let attitude = words.iter().find_map(|it| language.cues.attitude(it));
    statement.attitude = attitude.unwrap_or(Attitude::Statement);
    let sentence = page.sentences.get(page.sentence_of(tokens.start)).cloned();
    let sentence = sentence.unwrap_or(tokens.clone());
    let before = sentence.start.max(tokens.start.saturating_sub(3))..tokens.start;
    let outside = |at: &usize| {
        let span = marks.tokens[*at].span;
        let mut held = statement.content.iter().chain(&statement.source);
        !held.any(|it| it.overlaps(span))
    };
    let auxiliaries: Vec<String> = before.filter(outside).map(lower).chain(words).collect();
    let any = |list: &[&str]| auxiliaries.iter().any(|it| list.contains(&it.as_str()));
    statement.negated = any(&["not", "n't", "n’t", "never", "neither", "cannot"]);
    statement.modal = any(&[
        "may", "might", "could", "would", "will", "should", "can", "'ll", "’ll",
    ]);
    let here = page.span(sentence);
    let paragraph = marks.paragraph_at(cue.start());
    let lead = paragraph.filter(|it| it.start() < here.start());
    let lead = lead.map(|it| Span::new(it.start(), here.start()));
    statement.occasion = occasion::occasion(text, here, lead, statement, &language.cues);
}

/// Verbs that need a clause: what follows is one, whatever the parse says.
const PLAIN: &[&str] = &["said", "says", "say", "saying"];

/// Whether the content has words and is no clause: what it hangs by is no verb
/// with its subject, nor told by a form of "be".
fn is_topic(text: &str, marks: &Marks, statement: &Statement) -> bool {
    let Some(first) = statement.content.first() else {
        return false;
    };
    if text[first.range()].starts_with("that ") {
        return false;
    }
    let from = |at: usize| marks.words.partition_point(|it| it.span.start() < at);
    let within = from(first.start())..from(first.end());
    let inside = |at: &usize| within.contains(at);
    let head = |at: usize| marks.words[at].head.map(|it| it as usize);
    let Some(root) = within
        .clone()
        .find(|&at| head(at).is_none_or(|it| !inside(&it)))
    else {
        return false;
    };
    let near = within.start.saturating_sub(1)..within.end;
    let mut under = near.filter(|&at| head(at) == Some(root));
    let clause = [Deprel::Nsubj, Deprel::NsubjPass, Deprel::Cop, Deprel::Expl];
    let led = |at: usize| matches!(marks.words[at].deprel, Deprel::Mark) && inside(&at);
    !under.any(|at| (clause.contains(&marks.words[at].deprel) && inside(&at)) || led(at))
}

/// How much of the words of `content` stands in quotation marks.
fn kind(page: &Page, marks: &Marks, content: &[Span]) -> StatementKind {
    let (mut quoted, mut bare) = (0, 0);
    for at in content.iter().flat_map(|&span| marks.tokens_in(span)) {
        let counts = matches!(marks.tokens[at].kind, TokenKind::Word | TokenKind::Number);
        if counts && page.words[at].quotation.is_some() {
            quoted += 1;
        } else if counts {
            bare += 1;
        }
    }
    match (quoted, bare) {
        (0, _) => StatementKind::Indirect,
        (_, 0) => StatementKind::Direct,
        _ => StatementKind::Mixed,
    }
}
