//! Where a clause begins and ends, and whether somebody only says it.

use std::ops::Range;

use rapporteur_language::clauses::Jobs;

use super::Words;

/// How many tokens may stand between a comma and its ", X said".
const ATTRIBUTION: usize = 8;

impl Words<'_> {
    /// The clause around the token at `at`, within its `sentence`.
    pub(crate) fn clause(&self, at: usize, sentence: &Range<usize>) -> Range<usize> {
        self.clause_start(at, sentence.start)..self.clause_end(at + 1, sentence.end)
    }

    /// Scans left; a relative clause between commas is stepped over.
    pub(crate) fn clause_start(&self, at: usize, floor: usize) -> usize {
        let mut left = at;
        while floor < left {
            let token = left - 1;
            if self.is_mark(token, ',')
                && let Some(open) = self.insertion(token, floor)
            {
                left = open;
            } else if self.opens(token, at) {
                return left;
            } else {
                left = token;
            }
        }
        floor
    }

    /// Whether a clause that runs to `at` begins right after `token`.
    fn opens(&self, token: usize, at: usize) -> bool {
        let breaks = self.is_mark(token, ';') || self.is_mark(token, ':');
        let quote = self.quoted(token) != self.quoted(at) && self.is_quote(token);
        let crosses = self.quoted(token) != self.quoted(at);
        breaks
            || quote
            || crosses
            || self.does(token, Jobs::SAY.and(Jobs::RELATIVE))
            || (self.does(token, Jobs::CLAUSE) && self.starts_clause(token))
    }

    /// The comma that opens the insertion which `close` ends: ", who …," or
    /// ", the minister,".
    pub(super) fn insertion(&self, close: usize, floor: usize) -> Option<usize> {
        let open = (floor..close).rev().find(|&at| self.is_mark(at, ','))?;
        let first = open + 1;
        let inserted = first < close
            && (self.does(first, Jobs::RELATIVE)
                || (self.does(first, Jobs::DETERMINER) && close - open < 16)
                || self.is(first, "along")
                || self.is(first, "together"));
        let relative = self.does(first, Jobs::RELATIVE);
        let named = floor < open
            && (self.name(open - 1).is_some()
                || (relative && self.phrase_before(open, floor).is_some()));
        (inserted && named).then_some(open)
    }

    /// Whether the conjunction at `token` starts a clause rather than a
    /// phrase: "as he met" but not "as partners".
    fn starts_clause(&self, token: usize) -> bool {
        let phrase = ["as", "after", "before", "since", "until", "amid", "than"];
        if !phrase.iter().any(|word| self.is(token, word)) {
            return true;
        }
        let next = token + 1;
        next < self.len()
            && (self.does(next, Jobs::PRONOUN)
                || self.name(next).is_some()
                || self.does(next, Jobs::DETERMINER))
            && self.finite_verb_follows(next)
    }

    /// Whether an auxiliary or a trigger's finite form follows within a
    /// short subject.
    fn finite_verb_follows(&self, from: usize) -> bool {
        let to = (from + 9).min(self.len());
        let stop = (from..to).find(|&at| self.is_punctuation(at)).unwrap_or(to);
        (from..stop).any(|at| {
            self.does(at, Jobs::BE.and(Jobs::HAVE).and(Jobs::WILL).and(Jobs::MAY))
                || self.is_finite(at)
        })
    }

    /// Scans right to the next clause, quotation or attribution.
    pub(crate) fn clause_end(&self, from: usize, roof: usize) -> usize {
        let inside = 0 < from && self.quoted(from - 1);
        for at in from..roof {
            if self.ends(at, inside) || self.attribution(at, roof) {
                return at;
            }
        }
        roof
    }

    fn ends(&self, at: usize, inside: bool) -> bool {
        const BOTH_WAYS: [&str; 6] = ["that", "so", "amid", "once", "but", "or"];
        let plain = self.does(at, Jobs::CLAUSE) && !BOTH_WAYS.iter().any(|word| self.is(at, word));
        self.is_mark(at, ';')
            || self.quoted(at) != inside
            || (plain && self.starts_clause(at))
            || self.joins_clause(at)
            || (self.does(at, Jobs::RELATIVE) && !self.is(at, "that"))
    }

    /// Where a relative clause between commas closes: "the owners, who will
    /// vote in May, are …"; for other clauses the end of `rest`.
    pub(crate) fn relative_end(&self, start: usize, mut rest: Range<usize>) -> usize {
        let inserted =
            1 < start && self.does(start - 1, Jobs::RELATIVE) && self.is_mark(start - 2, ',');
        let end = rest.end;
        let comma = rest.find(|&at| self.is_mark(at, ',') && self.time(at).is_none());
        comma.filter(|_| inserted).unwrap_or(end)
    }

    /// Whether "and" goes on with a new subject: "and it will …", "and again,
    /// you know, …"; or with what was said: "and said they would …".
    fn joins_clause(&self, at: usize) -> bool {
        const SUBJECTS: [&str; 7] = ["he", "she", "it", "they", "we", "you", "i"];
        let to = (at + 4).min(self.len());
        let mut next = (at + 1..to).filter(|&at| !(self.is_adverb(at) || self.is_mark(at, ',')));
        let pronoun = next.next();
        let begins = |at: usize| {
            SUBJECTS.iter().any(|word| self.is(at, word))
                || self.is(at, "said")
                || self.is(at, "that")
        };
        self.does(at, Jobs::AND) && pronoun.is_some_and(begins)
    }

    /// Whether the comma at `at` is followed by "he said" or "said X".
    fn attribution(&self, at: usize, roof: usize) -> bool {
        if !self.is_mark(at, ',') {
            return false;
        }
        let to = (at + 1 + ATTRIBUTION).min(roof);
        let said = (at + 1..to).find(|&at| self.does(at, Jobs::SAY));
        let adding = at + 1 < roof && (self.is(at + 1, "adding") || self.is(at + 1, "saying"));
        let bracket = |at: usize| self.is_mark(at, '(') || self.is_mark(at, ')');
        let plain = |said: usize| (at + 1..said).all(|at| !self.is_punctuation(at) || bracket(at));
        adding || said.is_some_and(plain)
    }

    /// Whether the clause that starts at `start` is what somebody is said to
    /// say: a reporting verb before it, or an attribution after it.
    pub(crate) fn reported(&self, start: usize, end: usize, sentence: &Range<usize>) -> bool {
        if self.attributed_after(end, sentence) {
            return true;
        }
        let from = start.saturating_sub(ATTRIBUTION + 4).max(sentence.start);
        let mut passed_that = false;
        for at in (from..start).rev() {
            if self.does(at, Jobs::SAY) {
                return true;
            }
            if self.is(at, "that") {
                passed_that = true;
            } else if !(passed_that
                || self.time(at).is_some()
                || self.name(at).is_some()
                || self.is_quote(at)
                || self.is_mark(at, ':')
                || self.is_mark(at, ',')
                || self.does(at, Jobs::PREPOSITION.and(Jobs::PEOPLE)))
            {
                return false;
            }
        }
        passed_that
    }

    /// ", Peskov said" or "said Peskov" closes the sentence.
    pub(crate) fn attributed_after(&self, end: usize, sentence: &Range<usize>) -> bool {
        let to = (end + 1 + ATTRIBUTION).min(sentence.end);
        end < sentence.end && self.attribution(end, sentence.end)
            || (end..to).any(|at| self.does(at, Jobs::SAY) && self.quoted(end.saturating_sub(1)))
    }

    /// How many tokens there are.
    pub(crate) fn len(&self) -> usize {
        self.tokens.len()
    }
}
