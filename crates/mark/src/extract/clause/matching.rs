//! Whether a pattern of the rules stands at a token.

use std::ops::Range;

use rapporteur_language::clauses::Jobs;
use rapporteur_language::pattern::{Element, Pattern, Sort};
use rapporteur_text::{EntityKind, TokenKind};

use super::Words;

/// What a pattern takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Matched {
    /// The tokens.
    pub tokens: Range<usize>,
    /// The first of them that the pattern takes as a form of a verb.
    pub verb: Option<usize>,
}

/// What `pattern` takes when it starts at `at`, before `roof`.
pub(crate) fn matches(
    words: &Words<'_>,
    pattern: &Pattern,
    at: usize,
    roof: usize,
) -> Option<Matched> {
    let taken = step(words, &pattern.elements, at, roof)?;
    Some(Matched {
        tokens: at..taken.end,
        verb: taken.verb,
    })
}

/// Where a match ends, and its first verb.
#[derive(Clone, Copy)]
struct Taken {
    end: usize,
    verb: Option<usize>,
}

/// The end of a match of `elements` that starts at `at`.
fn step(words: &Words<'_>, elements: &[Element], at: usize, roof: usize) -> Option<Taken> {
    let Some((element, rest)) = elements.split_first() else {
        return Some(Taken {
            end: at,
            verb: None,
        });
    };
    match element {
        Element::Gap(most) => gap(words, rest, *most, at, roof),
        Element::Words { optional, verb, .. } => {
            let taken = one(words, element, at, roof).and_then(|end| {
                let taken = step(words, rest, end, roof)?;
                let verb = verb.then_some(end - 1).or(taken.verb);
                Some(Taken { verb, ..taken })
            });
            let left_out = || {
                if *optional {
                    step(words, rest, at, roof)
                } else {
                    None
                }
            };
            taken.or_else(left_out)
        }
        _ => step(words, rest, one(words, element, at, roof)?, roof),
    }
}

/// The shortest gap that lets the rest match. Patterns hold few gaps and each
/// is short, so that the cost of going back is bounded.
fn gap(words: &Words<'_>, rest: &[Element], most: usize, at: usize, roof: usize) -> Option<Taken> {
    let (mut from, mut taken) = (at, 0);
    loop {
        if let Some(taken) = step(words, rest, from, roof) {
            return Some(taken);
        }
        if most <= taken || roof <= from || closes(words, from, at) {
            return None;
        }
        taken += usize::from(!words.is_quote(from));
        from += 1;
    }
}

/// Whether a gap may not run over the token.
fn closes(words: &Words<'_>, at: usize, from: usize) -> bool {
    let stop = words.is_mark(at, ';') || words.is_mark(at, ':') || words.is_mark(at, '.');
    stop || words.quoted(at) != words.quoted(from)
        || words.does(at, Jobs::RELATIVE.and(Jobs::SAY))
        || words.is(at, "not")
}

/// One token, or one name or time, that an element takes.
fn one(words: &Words<'_>, element: &Element, at: usize, roof: usize) -> Option<usize> {
    if roof <= at {
        return None;
    }
    match element {
        Element::Words { words: ids, .. } => {
            let at = if words.is_quote(at) && at + 1 < roof {
                at + 1
            } else {
                at
            };
            let id = words.id(at)?;
            ids.binary_search(&id).ok().map(|_| at + 1)
        }
        Element::Name(sort) => {
            let name = words.name(at)?;
            (name.first == at && is_of(*sort, name.kind)).then_some(name.end)
        }
        Element::Number => {
            let number = words.marks.tokens[at].kind == TokenKind::Number;
            (number && words.time(at).is_none()).then_some(at + 1)
        }
        Element::Time => {
            let time = words.time(at)?;
            let run = (at..roof).take_while(|&at| words.time(at) == Some(time));
            Some(at + run.count())
        }
        Element::Gap(_) => None,
    }
}

fn is_of(sort: Sort, kind: EntityKind) -> bool {
    match sort {
        Sort::Any => true,
        Sort::Person => kind == EntityKind::Person,
        Sort::Location => matches!(kind, EntityKind::Location | EntityKind::Facility),
        Sort::Organisation => kind == EntityKind::Organisation,
        Sort::Group => kind == EntityKind::Group,
    }
}
