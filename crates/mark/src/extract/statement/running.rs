//! What the paragraphs around a statement add: quotations that go on, those
//! without a cue of their own, and who "he" is.
//!
//! Input: the statements of the models. Output: the same with quotations
//! joined, floating ones added, and speakers. What always holds: a quotation
//! without a cue is given to a speaker only where the statement right before
//! it has one.

use rapporteur_text::{Attitude, EntityKind, Marks, Span, Statement, StatementKind};

use super::page::Page;
use super::quote::Quotation;
use super::speaker::{Mentions, Who, hangs, who};

/// Words that a floating quotation has at least; fewer is a title or a scare
/// quote.
const FEWEST: usize = 6;

/// Joins quotations that go on to the statement they belong to; the rest that
/// stand as sentences of their own become statements without a cue.
pub(super) fn join_quotations(
    text: &str,
    page: &Page,
    marks: &Marks,
    statements: &mut Vec<Statement>,
) {
    let holder = |statements: &[Statement], it: &Quotation| {
        let holds =
            |statement: &Statement| statement.content.iter().any(|span| span.overlaps(it.span));
        statements.iter().position(holds)
    };
    let mut from = 0;
    while from < page.quotations.len() {
        let tail = page.quotations[from + 1..]
            .iter()
            .take_while(|it| it.continues);
        let to = from + 1 + tail.count();
        let chain = &page.quotations[from..to];
        let owner = chain.iter().find_map(|it| holder(statements, it));
        let free: Vec<Span> = chain
            .iter()
            .filter(|it| holder(statements, it).is_none())
            .map(|it| it.span)
            .collect();
        match owner {
            Some(owner) => statements[owner].content.extend(free),
            None if stands_alone(text, marks, chain) => {
                let same = follows(text, page, marks, chain[0].span, statements);
                match same {
                    Some(owner) => statements[owner].content.extend(free),
                    None => statements.push(floating(free)),
                }
            }
            None => {}
        }
        from = to;
    }
    for statement in statements {
        statement.content.sort_unstable();
    }
}

fn floating(content: Vec<Span>) -> Statement {
    Statement {
        kind: StatementKind::Direct,
        attitude: Attitude::Statement,
        source: Vec::new(),
        cue: Vec::new(),
        content,
        speaker: None,
        occasion: None,
        addressee: None,
        negated: false,
        modal: false,
        topic: false,
        by: "statement.floating",
        confidence: 0.5,
    }
}

/// Whether a quotation is made of whole sentences with nothing around it.
fn stands_alone(text: &str, marks: &Marks, chain: &[Quotation]) -> bool {
    let words = |it: &Quotation| marks.tokens_in(it.span).len();
    let first = chain[0].span;
    let Some(paragraph) = marks.paragraph_at(first.start()) else {
        return false;
    };
    let before = text[paragraph.start()..first.start()].trim_end();
    let fresh = before.is_empty() || before.ends_with(['.', '!', '?', ':', '”', '"', '’']);
    let inner = text[first.range()].trim_end_matches(['”', '"', '’', '\'', '»', ' ']);
    let whole = inner.ends_with(['.', '!', '?', '…']) || 1 < chain.len();
    fresh && whole && FEWEST <= chain.iter().map(words).sum()
}

/// The direct statement that ends right before `quotation` in its paragraph.
fn follows(
    text: &str,
    page: &Page,
    marks: &Marks,
    quotation: Span,
    statements: &[Statement],
) -> Option<usize> {
    let paragraph = marks.paragraph_at(quotation.start())?;
    let token = marks.tokens_in(quotation).start;
    let sentence = page
        .sentences
        .get(page.sentence_of(token).checked_sub(1)?)?;
    let before = page.span(sentence.clone());
    let last = |statement: &Statement| {
        let cue = statement.cue.first().filter(|it| before.contains(**it));
        let quoted = statement
            .content
            .iter()
            .any(|it| text[it.range()].starts_with(['“', '"', '‘', '«']) && before.overlaps(*it));
        cue.is_some() && quoted
    };
    let inside = paragraph.contains(before);
    let mut hits = (0..statements.len()).filter(|&it| inside && last(&statements[it]));
    let only = hits.next()?;
    hits.next().is_none().then_some(only)
}

/// Gives each statement its speaker and addressee, in text order.
pub(super) fn speakers(text: &str, page: &Page, marks: &Marks, statements: &mut [Statement]) {
    let mentions = Mentions::new(marks);
    let mut doubtful = None;
    for at in 0..statements.len() {
        let (done, rest) = statements.split_at_mut(at);
        let Some(statement) = rest.first_mut() else {
            return;
        };
        let before = done.last();
        if statement.cue.is_empty() {
            inherit(marks, before, statement);
            continue;
        }
        if statement.source.is_empty() {
            statement.speaker = conjoined(text, marks, before, statement);
            continue;
        }
        let source = statement.source.iter().copied();
        let found = source.map(|it| who(text, marks, &mentions, it));
        let found = found.reduce(|first, next| if first == Who::Unnamed { next } else { first });
        statement.speaker = match found {
            // "She" is no company, whatever the entities say.
            Some(Who::Entity(ix)) => {
                let person = marks.entity(ix).kind == EntityKind::Person;
                (person || !is_pronoun(text, statement)).then_some(ix)
            }
            Some(Who::Pronoun) => pronoun(marks, &mentions, before, statement),
            _ => None,
        };
        // What is joined to "he" was taken from the words about him.
        let told = if is_pronoun(text, statement) {
            &statement.source[..1]
        } else {
            &statement.source[..]
        };
        if told.iter().any(|&it| hangs(text, marks, it)) {
            doubtful = statement.speaker.take();
        } else if doubtful.is_some() && is_pronoun(text, statement) && doubtful == statement.speaker
        {
            // "He" after a source in doubt is in doubt too.
            statement.speaker = None;
        } else {
            doubtful = None;
        }
        addressee(text, page, marks, &mentions, statement);
    }
}

fn is_pronoun(text: &str, statement: &Statement) -> bool {
    let word = statement
        .source
        .first()
        .map(|it| text[it.range()].to_lowercase());
    word.is_some_and(|it| it == "he" || it == "she")
}

/// A cue without a source, joined to the one before it in its sentence, has
/// the same speaker: "said X and expressed confidence that Y".
fn conjoined(
    text: &str,
    marks: &Marks,
    before: Option<&Statement>,
    statement: &Statement,
) -> Option<rapporteur_text::EntityIx> {
    let (before, cue) = (before?, statement.cue.first()?);
    let first = before.cue.first()?;
    let sentence = marks.sentence_at(cue.start())?;
    let same = sentence.contains(*first) && first.end() <= cue.start();
    let lead = text[sentence.start()..cue.start()].trim_end();
    let joined = lead.ends_with(" and") || lead.ends_with(" but") || lead.ends_with(',');
    (same && joined).then_some(before.speaker)?
}

/// A floating quotation takes the speaker of the statement before it, in its
/// own paragraph or the one before.
fn inherit(marks: &Marks, before: Option<&Statement>, statement: &mut Statement) {
    let Some(before) = before else { return };
    let near = paragraphs_apart(marks, before, statement).is_some_and(|apart| apart <= 1);
    let said = before.attitude == Attitude::Statement && !before.negated;
    if near && said && before.speaker.is_some() {
        statement.speaker = before.speaker;
        statement.confidence = 0.6;
        statement.by = "statement.floating-after";
    }
}

/// How many paragraphs lie from the end of one statement to the start of
/// the next.
fn paragraphs_apart(marks: &Marks, before: &Statement, statement: &Statement) -> Option<usize> {
    let index = |at: usize| marks.paragraphs.partition_point(|it| it.end() <= at);
    let end = before.content_cover().end().saturating_sub(1);
    index(statement.content_cover().start()).checked_sub(index(end))
}

/// "He" is the speaker right before, where nobody else was named since.
fn pronoun(
    marks: &Marks,
    mentions: &Mentions,
    before: Option<&Statement>,
    statement: &Statement,
) -> Option<rapporteur_text::EntityIx> {
    let before = before?;
    let ix = before.speaker?;
    let source = *statement.source.first()?;
    let from = before.source.first()?.start();
    let near = paragraphs_apart(marks, before, statement)? <= 1;
    let person = marks.entity(ix).kind == EntityKind::Person;
    let since = (from <= source.start()).then(|| Span::new(from, source.start()))?;
    (near && person && !mentions.others_named(marks, ix, since)).then_some(ix)
}

/// Cues whose object is whom they speak to.
const TO_WHOM: &[&str] = &[
    "told", "tells", "telling", "tell", "informed", "assured", "asked", "reminded", "warned",
];

fn addressee(
    text: &str,
    page: &Page,
    marks: &Marks,
    mentions: &Mentions,
    statement: &mut Statement,
) {
    let Some(&cue) = statement.cue.first() else {
        return;
    };
    let tokens = marks.tokens_in(cue);
    let to_whom =
        |at: &usize| TO_WHOM.contains(&text[page.words[*at].span.range()].to_lowercase().as_str());
    let Some(verb) = tokens.clone().find(to_whom) else {
        return;
    };
    let next = page.words.get(verb + 1).map(|it| it.span.start());
    let found = next.and_then(|it| mentions.starting_at(it));
    statement.addressee = found
        .filter(|(it, _)| !statement.content.iter().any(|span| span.overlaps(it.span)))
        .map(|(_, ix)| ix)
        .filter(|&ix| Some(ix) != statement.speaker);
}
