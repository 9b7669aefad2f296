//! Noun phrases: where one ends or begins, and whom it names.

use std::ops::Range;

use rapporteur_language::clauses::Jobs;
use rapporteur_text::{EntityIx, EntityKind, MentionKind, TimeKind};

use super::{Name, Words};

/// No noun phrase of interest is longer.
const LONGEST: usize = 14;

/// Whom a role names, and the tokens that do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Party {
    /// Entities in text order, each once.
    pub entities: Vec<EntityIx>,
    /// The tokens of the phrase.
    pub tokens: Range<usize>,
    /// Two or more are named or meant.
    pub plural: bool,
    /// "I", "we": the speaker of a quotation.
    pub speaker: bool,
}

impl Words<'_> {
    /// The noun phrase that ends before `end`, no further left than `floor`.
    pub(crate) fn phrase_before(&self, end: usize, floor: usize) -> Option<Range<usize>> {
        let floor = floor.max(end.saturating_sub(LONGEST));
        let mut start = end;
        while floor < start && self.nominal(start - 1) {
            start -= 1;
            if self.does(start, Jobs::DETERMINER) && !self.goes_on_before(start, floor) {
                break;
            }
        }
        (start < end).then_some(start..end)
    }

    /// "Chile's two leaders", "the two leaders": a phrase does not begin at
    /// "two".
    fn goes_on_before(&self, at: usize, floor: usize) -> bool {
        floor < at && (self.is_possessive(at - 1) || self.does(at - 1, Jobs::DETERMINER))
    }

    /// The noun phrase that starts at `start`, before `roof`.
    pub(super) fn phrase_after(&self, start: usize, roof: usize) -> Option<Range<usize>> {
        let roof = roof.min(start + LONGEST);
        let mut end = start;
        let article = |at: usize| self.does(at, Jobs::DETERMINER);
        let opens = |at: usize| start < at && article(at) && !article(at - 1);
        while end < roof && self.nominal(end) && !opens(end) {
            end += 1;
        }
        (start < end).then_some(start..end)
    }

    /// Whether the token can stand in a noun phrase.
    fn nominal(&self, at: usize) -> bool {
        if self.named(at) || self.is_possessive(at) {
            return true;
        }
        let breaks = Jobs::BE
            .and(Jobs::HAVE)
            .and(Jobs::DO)
            .and(Jobs::WILL)
            .and(Jobs::MAY)
            .and(Jobs::AND)
            .and(Jobs::CLAUSE)
            .and(Jobs::RELATIVE)
            .and(Jobs::PREPOSITION)
            .and(Jobs::SAY)
            .and(Jobs::VERB)
            .and(Jobs::ADVERB)
            .and(Jobs::NOT);
        let breaks = self.tokens[at].jobs.any(breaks)
            && !self.does(at, Jobs::DETERMINER.and(Jobs::PEOPLE))
            && !self.is(at, "first")
            && !self.is(at, "last");
        !(breaks || self.is_punctuation(at) || self.is_timed(at))
    }

    /// Whether the token is of a time that stands by itself: not "annual",
    /// which is an adjective.
    fn is_timed(&self, at: usize) -> bool {
        self.time(at).is_some_and(|ix| {
            let time = self.marks.time(ix);
            time.kind != TimeKind::Set || 1 < self.marks.tokens_in(time.span).len()
        })
    }

    /// "Russia's": the clitic between an owner and what it owns.
    pub(super) fn is_possessive(&self, at: usize) -> bool {
        matches!(self.written(at), "'s" | "’s" | "'" | "’")
    }

    /// Whom the noun phrase names. Its last name, unless that is only an
    /// owner, an adjective or a place beside a common noun; then the body or
    /// country that the noun stands for.
    pub(super) fn named_by(&self, phrase: &Range<usize>) -> Option<EntityIx> {
        let last = self.last_word(phrase)?;
        if let Some(name) = self.name(last)
            && self.stands_alone(name, phrase)
        {
            return Some(name.entity);
        }
        if let Some(person) = self.last_name(phrase, |name| {
            name.kind == EntityKind::Person && !self.owns(name, phrase)
        }) {
            return Some(person.entity);
        }
        let people = self.does(last, Jobs::PEOPLE);
        let owner = self.last_name(phrase, |name| name.kind != EntityKind::Person);
        owner.filter(|_| people).map(|name| name.entity)
    }

    /// The last token that is no quotation mark.
    fn last_word(&self, phrase: &Range<usize>) -> Option<usize> {
        phrase.clone().rev().find(|&at| !self.is_quote(at))
    }

    fn last_name(&self, phrase: &Range<usize>, fits: impl Fn(Name) -> bool) -> Option<Name> {
        let names = phrase.clone().rev().filter_map(|at| self.name(at));
        names.into_iter().find(|&name| fits(name))
    }

    /// Whether the name is no mere owner of what follows.
    fn stands_alone(&self, name: Name, phrase: &Range<usize>) -> bool {
        !self.owns(name, phrase)
    }

    fn owns(&self, name: Name, phrase: &Range<usize>) -> bool {
        name.end < phrase.end && self.is_possessive(name.end)
    }

    /// Whether the phrase speaks of two who were named before: "the two
    /// leaders", "both sides", "they".
    pub(super) fn means_pair(&self, phrase: &Range<usize>) -> bool {
        let Some(last) = self.last_word(phrase) else {
            return false;
        };
        let first = phrase.start;
        let both = phrase
            .clone()
            .any(|at| self.is(at, "two") || self.is(at, "both"));
        (both && self.does(last, Jobs::PAIR)) || (phrase.len() == 1 && self.does(first, Jobs::THEY))
    }

    /// The two persons last mentioned by name before `at`, in text order; or
    /// the two countries, when fewer persons were.
    pub(super) fn pair_before(&self, at: usize) -> Vec<EntityIx> {
        let persons = self.last_two(at, |kind| kind == EntityKind::Person);
        if persons.len() == 2 {
            return persons;
        }
        self.last_two(at, |kind| kind == EntityKind::Location)
    }

    fn last_two(&self, at: usize, fits: impl Fn(EntityKind) -> bool) -> Vec<EntityIx> {
        const LOOK_BACK: usize = 120;
        let mut found: Vec<EntityIx> = Vec::new();
        for at in (at.saturating_sub(LOOK_BACK)..at).rev() {
            let name = self.name(at).filter(|name| fits(name.kind));
            let Some(name) = name.filter(|name| name.mention != MentionKind::Pronoun) else {
                continue;
            };
            if !found.contains(&name.entity) {
                found.push(name.entity);
            }
            if found.len() == 2 {
                break;
            }
        }
        found.reverse();
        found
    }
}
