//! The verb group around a verb: auxiliaries, negation, what governs it.

use std::ops::Range;

use rapporteur_language::clauses::{Form, Jobs};
use rapporteur_text::Realis;

use super::{Matched, Words};

/// A verb with what stands before it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Group {
    /// Its first token.
    pub start: usize,
    /// Whether it took place.
    pub realis: Realis,
    /// The subject suffers it.
    pub passive: bool,
    /// The token that governs an infinitive: "agreed" in "agreed to meet".
    pub governor: Option<usize>,
    /// A bare present ("meet"), which only a plural subject has.
    pub bare: bool,
    /// A participle after a comma or "after", which borrows the subject of
    /// its sentence.
    pub participle: bool,
    /// "would", which is a future after "said that".
    pub would: bool,
}

/// What was met on the way left.
#[derive(Clone, Copy, Default)]
struct Seen {
    jobs: Jobs,
    negated: bool,
    governor: Option<usize>,
    infinitive: bool,
    would: bool,
}

impl Words<'_> {
    /// Whether the token is a trigger's form that needs no auxiliary.
    pub(super) fn is_finite(&self, at: usize) -> bool {
        self.form(at).any(Form::PAST.and(Form::PRESENT))
    }

    /// The group of the verb at `at`, looked for no further left than
    /// `floor`; `None` when the verb tells of nothing: a purpose, a bare
    /// participle.
    pub(crate) fn group(&self, at: usize, floor: usize) -> Option<Group> {
        let (start, seen) = self.walk(at, floor)?;
        let form = self.form(at);
        let be = seen.jobs.any(Jobs::BE);
        let have = seen.jobs.any(Jobs::HAVE);
        let passive = be
            && form.any(Form::PARTICIPLE)
            && seen
                .governor
                .is_none_or(|it| at - it < 4 && self.be_between(it, at));
        let reduced = !be && !have && form.any(Form::PARTICIPLE) && self.by_follows(at);
        let helped =
            be || have || seen.infinitive || seen.jobs.any(Jobs::WILL.and(Jobs::MAY).and(Jobs::DO));
        let participle = form == Form::ING && !be;
        if participle && !self.borrows(at, floor) {
            return None;
        }
        if !helped
            && !participle
            && !form.any(Form::PAST.and(Form::PRESENT).and(Form::BASE))
            && !reduced
        {
            return None;
        }
        Some(Group {
            start,
            realis: self.realis(&seen, at, floor)?,
            passive: passive || reduced,
            governor: seen.governor,
            bare: !helped && !participle && !form.any(Form::PAST.and(Form::PRESENT)),
            participle,
            would: seen.would,
        })
    }

    fn walk(&self, at: usize, floor: usize) -> Option<(usize, Seen)> {
        let helpers = Jobs::BE
            .and(Jobs::HAVE)
            .and(Jobs::DO)
            .and(Jobs::WILL)
            .and(Jobs::MAY);
        let mut seen = Seen::default();
        let mut left = at;
        while floor < left {
            let token = left - 1;
            if self.does(token, Jobs::NOT) && !self.does(token, Jobs::AND) {
                seen.negated = true;
            } else if self.does(token, helpers) {
                seen.jobs = seen.jobs.and(self.tokens[token].jobs);
                seen.would |= self.is(token, "would");
            } else if self.is(token, "to") && !seen.infinitive {
                let governor = self.governor(token, floor)?;
                seen.infinitive = true;
                seen.governor = Some(governor);
                if !self.does(governor, helpers) {
                    left = governor;
                    continue;
                }
            } else if !self.is_adverb(token) || self.time(token).is_some() {
                break;
            }
            left = token;
        }
        Some((left, seen))
    }

    /// The verb or adjective before the "to" at `to`.
    fn governor(&self, to: usize, floor: usize) -> Option<usize> {
        let known = Jobs::PLAN.and(Jobs::WISH).and(Jobs::REFUSE).and(Jobs::DOES);
        let before = (floor..to).rev().find(|&at| !self.is_adverb(at))?;
        self.does(before, known).then_some(before)
    }

    fn be_between(&self, from: usize, to: usize) -> bool {
        (from + 1..to).any(|at| self.does(at, Jobs::BE))
    }

    fn by_follows(&self, at: usize) -> bool {
        at + 1 < self.len() && self.is(at + 1, "by")
    }

    /// Whether the participle at `at` stands where it borrows a subject.
    fn borrows(&self, at: usize, floor: usize) -> bool {
        floor < at && (self.is_mark(at - 1, ',') || self.is(at - 1, "after"))
    }

    fn realis(&self, seen: &Seen, at: usize, floor: usize) -> Option<Realis> {
        let supposed = (floor.saturating_sub(1)..at).any(|at| self.does(at, Jobs::IF));
        if seen.negated {
            return Some(Realis::Negated);
        }
        if supposed {
            return Some(Realis::Hypothetical);
        }
        if let Some(governor) = seen.governor {
            return self.governed(governor, seen);
        }
        Some(if seen.jobs.any(Jobs::WILL) {
            Realis::Future
        } else if seen.jobs.any(Jobs::MAY) {
            Realis::Hypothetical
        } else {
            Realis::Actual
        })
    }

    /// What a governing word makes of the act.
    fn governed(&self, governor: usize, seen: &Seen) -> Option<Realis> {
        let jobs = self.tokens[governor].jobs;
        if jobs.any(Jobs::REFUSE) {
            return Some(Realis::Negated);
        }
        if jobs.any(Jobs::WISH) {
            return Some(Realis::Hypothetical);
        }
        if jobs.any(Jobs::PLAN) {
            let doubtful = seen.jobs.any(Jobs::MAY) && !seen.jobs.any(Jobs::WILL);
            return Some(if doubtful {
                Realis::Hypothetical
            } else {
                Realis::Future
            });
        }
        jobs.any(Jobs::DOES).then_some(Realis::Actual)
    }
}

impl Words<'_> {
    /// The verb group of a match: of its verb, which a noun may open ("a fire
    /// … broke"); a match without any verb stands for itself.
    pub(crate) fn group_of(&self, matched: &Matched, floor: usize) -> Option<Group> {
        let start = matched.tokens.start;
        match matched.verb {
            Some(at) if at == start => self.group(at, floor),
            Some(at) => {
                let group = self.group(at, start)?;
                Some(Group { start, ..group })
            }
            None => self.bare_group(start, floor),
        }
    }

    /// A trigger that is no verb: what stands before it decides whether it
    /// took place.
    fn bare_group(&self, at: usize, floor: usize) -> Option<Group> {
        let modal = self.does(at, Jobs::WILL.and(Jobs::MAY));
        let (start, seen) = self.walk(at + usize::from(modal), floor)?;
        Some(Group {
            start,
            realis: self.realis(&seen, at, floor)?,
            passive: false,
            governor: seen.governor,
            bare: false,
            participle: false,
            would: seen.would,
        })
    }

    /// "the", "a", or an adjective of place in lower case.
    pub(crate) fn is_article(&self, at: usize) -> bool {
        self.does(at, Jobs::DETERMINER) || self.written(at).chars().all(char::is_lowercase)
    }

    /// Without marks at either end, nor words that lead on to what was left
    /// out: "held a meeting during" before "which".
    pub(crate) fn trimmed(&self, mut tokens: Range<usize>) -> Range<usize> {
        while tokens.len() > 1 && self.dangles(tokens.end - 1) {
            tokens.end -= 1;
        }
        while tokens.len() > 1 && (self.is_punctuation(tokens.start) || self.is_quote(tokens.start))
        {
            tokens.start += 1;
        }
        tokens
    }

    /// Whether the token may not be the last of a span. A preposition may
    /// ("stepped down"), unless a relative follows.
    fn dangles(&self, at: usize) -> bool {
        let article = ["the", "a", "an"].iter().any(|word| self.is(at, word));
        let leads = self.does(at, Jobs::AND.and(Jobs::RELATIVE)) && !self.is(at, "that");
        let relative = at + 1 < self.len() && self.does(at + 1, Jobs::RELATIVE);
        self.is_punctuation(at)
            || self.is_quote(at)
            || leads
            || (article && !self.named(at))
            || (relative && self.does(at, Jobs::PREPOSITION) && !self.is(at + 1, "that"))
    }
}
