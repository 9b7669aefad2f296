//! What the models get wrong in ways that a rule can mend.
//!
//! Input: the statements of the models. Output: the same, with content that
//! another cue holds closer dropped, content that breaks off at an inner
//! statement run on to its end, no comma behind a closing mark, and no clause
//! before a source. What always holds: no statement is left without content.

use rapporteur_text::{Deprel, Marks, Span, Statement, Upos};

/// Statements on each side that are looked at.
const NEAR: usize = 6;

/// Mends the statements, which stand in the order of their cues.
pub(super) fn repair(text: &str, marks: &Marks, statements: &mut [Statement]) {
    for at in 0..statements.len() {
        let near = at.saturating_sub(NEAR)..statements.len().min(at + NEAR + 1);
        let content = kept(&statements[at], &statements[near.clone()]);
        statements[at].content = content;
        let end = inner_end(text, marks, &statements[at], &statements[at + 1..near.end]);
        if let (Some(end), Some(last)) = (end, statements[at].content.last_mut()) {
            *last = Span::new(last.start(), end);
        }
        for span in &mut statements[at].content {
            *span = without_comma(text, *span);
        }
        for span in &mut statements[at].source {
            *span = without_clause(text, marks, *span);
        }
    }
}

/// Less a comma behind the mark that closes a quotation: it parts what is said
/// from who says it.
fn without_comma(text: &str, span: Span) -> Span {
    let words = &text[span.range()];
    let bare = words.strip_suffix(',').unwrap_or(words);
    if bare.ends_with(['”', '"', '’', '»']) {
        Span::new(span.start(), span.start() + bare.len())
    } else {
        span
    }
}

/// A source less a clause that was told before it: "the rules differ, and |
/// Justice Orr".
fn without_clause(text: &str, marks: &Marks, span: Span) -> Span {
    let words = &marks.words;
    let at = |offset| words.partition_point(|it| it.span.start() < offset);
    let within = at(span.start())..at(span.end());
    // Joined verbs are of the kind of the first of them.
    let relation = |mut word: usize| {
        for _ in 0..4 {
            match words[word].head {
                Some(head) if words[word].deprel == Deprel::Conj => word = head as usize,
                _ => break,
            }
        }
        words[word].deprel
    };
    let told = |&word: &usize| {
        let verb = matches!(words[word].upos, Upos::Verb | Upos::Aux);
        let apart = [
            Deprel::Root,
            Deprel::Ccomp,
            Deprel::Parataxis,
            Deprel::Advcl,
        ];
        verb && apart.contains(&relation(word))
    };
    let Some(verb) = within.clone().find(told) else {
        return span;
    };
    let parts = |&word: &usize| {
        words[word].deprel == Deprel::Cc || matches!(&text[words[word].span.range()], ":" | ";")
    };
    let Some(joint) = (verb + 1..within.end).rev().find(parts) else {
        return span;
    };
    let rest = joint + 1..within.end;
    let named = rest.clone().any(|word| words[word].upos == Upos::Propn);
    if !named || rest.clone().any(|word| told(&word)) {
        return span;
    }
    Span::new(words[rest.start].span.start(), span.end())
}

/// The content less the spans that are the content of a nearer cue.
fn kept(statement: &Statement, near: &[Statement]) -> Vec<Span> {
    let Some(&cue) = statement.cue.first() else {
        return statement.content.clone();
    };
    let closer = |span: Span| {
        near.iter().any(|it| {
            let same = it.content.iter().any(|other| other.contains(span));
            let own = it.cue.first().filter(|&&other| other != cue);
            same && own.is_some_and(|&other| gap(other, span) < gap(cue, span))
        })
    };
    let content = statement.content.iter().copied();
    let kept: Vec<Span> = content.filter(|&it| !closer(it)).collect();
    if kept.is_empty() || kept.len() == statement.content.len() {
        return statement.content.clone();
    }
    kept
}

/// Bytes between two spans.
fn gap(one: Span, other: Span) -> usize {
    let (first, second) = if one.start() < other.start() {
        (one, other)
    } else {
        (other, one)
    };
    second.start().saturating_sub(first.end())
}

/// Where the content ends when it breaks off at an inner statement: "said
/// that the two | leaders spoke about trade".
fn inner_end(
    text: &str,
    marks: &Marks,
    statement: &Statement,
    after: &[Statement],
) -> Option<usize> {
    let (cue, last) = (statement.cue.first()?, statement.content.last()?);
    let sentence = marks.sentence_at(cue.start())?;
    let inner = after.first()?;
    let (inner_cue, inner_last) = (inner.cue.first()?, inner.content.last()?);
    let forward = cue.end() <= last.start()
        && last.end() <= inner_cue.start()
        && inner_cue.end() <= inner_last.start()
        && sentence.contains(*inner_last);
    let between = text
        .get(last.end()..inner_cue.start())
        .filter(|_| forward)?;
    let broken = !between.contains([',', ';', '“', '”', '"', '.'])
        && !between
            .split_whitespace()
            .any(|it| it == "and" || it == "but");
    broken.then_some(inner_last.end())
}

#[cfg(test)]
mod tests {
    use rapporteur_language::Language;
    use rapporteur_text::{Imprint, Mask, Report};

    use super::*;

    /// What is left of `source`, with which `text` begins.
    fn left<'t>(text: &'t str, source: &str) -> &'t str {
        let report = Report::new(None, "a".into(), text.into(), Imprint::default());
        let (mask, imprint) = (Mask::default(), Imprint::default());
        let marks = crate::mark(&report, &mask, &imprint, Language::english());
        &text[without_clause(text, &marks, Span::new(0, source.len())).range()]
    }

    #[test]
    fn a_clause_before_the_source_is_no_part_of_it() {
        let source = "Both ferries need new engines, and harbour master Ines Duarte";
        let text = format!("{source} told the council that the money is there.");
        assert_eq!(left(&text, source), "harbour master Ines Duarte");
    }

    #[test]
    fn a_source_of_two_and_one_that_is_told_of_stay_whole() {
        for source in [
            "Ines Duarte and Omar Haddad",
            "Ines Duarte, who mended and sold ferries,",
        ] {
            let text = format!("{source} told the council that the money is there.");
            assert_eq!(left(&text, source), source);
        }
    }
}
