//! Who stands before a verb and who after it.

use std::ops::Range;

use rapporteur_language::clauses::Jobs;
use rapporteur_text::{EntityIx, EntityKind};

use super::{Party, Words};

/// How far after a verb a preposition's object may begin.
const REACH: usize = 16;

impl Words<'_> {
    /// The subject of the verb group that starts at `start`.
    pub(crate) fn subject(&self, start: usize, floor: usize) -> Option<Party> {
        let mut at = start;
        while floor < at {
            let token = at - 1;
            let timed = self.time(token).is_some() || self.before_time(token, start);
            if self.is_adverb(token) || self.is_quote(token) || timed {
                at = token;
            } else if self.is_mark(token, ')') {
                at = (floor..token).rev().find(|&at| self.is_mark(at, '('))?;
            } else if self.is_mark(token, ',') {
                match self.insertion(token, floor) {
                    Some(open) => at = open,
                    None => return self.shared_subject(floor, token),
                }
            } else if self.does(token, Jobs::RELATIVE) {
                at = self.before_relative(token, floor)?;
            } else if self.does(token, Jobs::AND) {
                return self.shared_subject(floor, token);
            } else {
                return self.subject_ending(at, floor);
            }
        }
        let relative = floor.checked_sub(1)?;
        if !self.does(relative, Jobs::RELATIVE) {
            return None;
        }
        let end = self.before_relative(relative, 0)?;
        let floor = match self.name(end - 1) {
            Some(name) => name.first,
            None => self.phrase_before(end, 0)?.start,
        };
        self.subject_ending(end, floor)
    }

    /// "on" in "on Wednesday met".
    fn before_time(&self, token: usize, start: usize) -> bool {
        token + 1 < start
            && self.time(token + 1).is_some()
            && self.does(token, Jobs::PREPOSITION.and(Jobs::DETERMINER))
    }

    /// Where the noun ends that "who" speaks of.
    fn before_relative(&self, relative: usize, floor: usize) -> Option<usize> {
        let before = relative.checked_sub(1).filter(|&at| floor <= at)?;
        let end = if self.is_mark(before, ',') {
            before
        } else {
            relative
        };
        (floor < end && self.phrase_before(end, floor).is_some()).then_some(end)
    }

    /// The subject whose last noun phrase ends at `end`.
    fn subject_ending(&self, end: usize, floor: usize) -> Option<Party> {
        let phrase = self.phrase_before(end, floor)?;
        let before = phrase.start.checked_sub(1).filter(|&at| floor <= at);
        let attached = before.filter(|&at| self.does(at, Jobs::PREPOSITION));
        if let Some(preposition) = attached.filter(|_| !self.is_person(&phrase)) {
            return self.head_before(preposition, &phrase, floor);
        }
        let mut party = self.party(&phrase);
        self.add_coordinated_before(&mut party, floor);
        Some(party)
    }

    fn is_person(&self, phrase: &Range<usize>) -> bool {
        let name = self.name(phrase.end - 1);
        name.is_some_and(|name| name.kind == EntityKind::Person)
    }

    /// "leaders of Egypt": people of a body or place; "the president of X".
    fn head_before(&self, preposition: usize, inner: &Range<usize>, floor: usize) -> Option<Party> {
        let head = self.phrase_before(preposition, floor)?;
        let of = self.is(preposition, "of") || self.is(preposition, "from");
        let people = self.does(head.end - 1, Jobs::PEOPLE);
        let mut party = self.party(&head);
        if party.entities.is_empty() && of && people {
            party.entities.extend(self.named_by(inner));
        }
        party.tokens.end = inner.end;
        self.add_coordinated_before(&mut party, floor);
        Some(party)
    }

    /// Whom a noun phrase names.
    fn party(&self, phrase: &Range<usize>) -> Party {
        let last = phrase.end - 1;
        let mut party = Party {
            entities: self.named_by(phrase).into_iter().collect(),
            tokens: phrase.clone(),
            plural: phrase.clone().any(|at| self.does(at, Jobs::PLURAL)) || self.many(last),
            speaker: phrase.len() == 1 && self.tokens[last].jobs.any(Jobs::SPEAKER),
        };
        if let Some(entities) = self.who_say(phrase) {
            party.entities = entities;
            party.plural = true;
        }
        if party.entities.is_empty() && self.means_pair(phrase) {
            party.entities = self.pair_after(phrase.end);
            if party.entities.is_empty() {
                party.entities = self.pair_before(phrase.start);
            }
            party.plural = true;
        }
        party
    }

    /// "X and Y said they would …": the two who say it.
    fn who_say(&self, phrase: &Range<usize>) -> Option<Vec<EntityIx>> {
        let they = phrase.start;
        let said = they.checked_sub(1).filter(|&at| self.does(at, Jobs::SAY))?;
        if phrase.len() != 1 || !self.does(they, Jobs::THEY) {
            return None;
        }
        let sentence = self
            .marks
            .sentence_at(self.marks.tokens[they].span.start())?;
        let first = self.marks.tokens_in(sentence).start;
        let verb = (first..said).find(|&at| self.verb_at(at));
        let party = self.subject(verb.unwrap_or(said), first)?;
        (party.entities.len() == 2).then_some(party.entities)
    }

    /// "companies": a common noun in the plural, by its ending.
    fn many(&self, at: usize) -> bool {
        let written = self.written(at);
        let common = written.len() > 4 && written.chars().all(char::is_lowercase);
        common
            && written.ends_with('s')
            && !["ss", "us", "is"].iter().any(|it| written.ends_with(it))
    }

    /// ", X and Y," right after "the two ministers".
    fn pair_after(&self, end: usize) -> Vec<EntityIx> {
        const LONGEST: usize = 24;
        let roof = self.len().min(end + LONGEST);
        if roof <= end || !self.is_mark(end, ',') {
            return Vec::new();
        }
        let Some(phrase) = self.phrase_after(end + 1, roof) else {
            return Vec::new();
        };
        let mut party = Party {
            entities: self.named_by(&phrase).into_iter().collect(),
            tokens: phrase,
            ..Party::default()
        };
        self.add_coordinated_after(&mut party, roof);
        let pair = party.entities.len() == 2;
        party.entities.into_iter().filter(|_| pair).collect()
    }

    /// "X, Y and Z met": adds X and Y, while each starts where a subject can.
    fn add_coordinated_before(&self, party: &mut Party, floor: usize) {
        let mut joined = false;
        while floor < party.tokens.start {
            let token = party.tokens.start - 1;
            let and = self.does(token, Jobs::AND);
            if !(and || (joined && self.is_mark(token, ','))) {
                break;
            }
            let end = self.coordinated_end(token, floor);
            let Some(phrase) = self.phrase_before(end, floor) else {
                break;
            };
            let found = self.named_by(&phrase);
            let (Some(entity), true) = (found, self.can_open(phrase.start, floor)) else {
                break;
            };
            if !party.entities.contains(&entity) {
                party.entities.insert(0, entity);
            }
            party.plural = true;
            party.tokens.start = phrase.start;
            joined = true;
        }
    }

    /// The end of the noun before "and", past ", who is …,".
    fn coordinated_end(&self, token: usize, floor: usize) -> usize {
        if floor < token && self.is_mark(token - 1, ',') {
            return self.insertion(token - 1, floor).unwrap_or(token - 1);
        }
        token
    }

    /// Whether a subject can start at `at`: no verb or preposition stands
    /// right before it.
    fn can_open(&self, at: usize, floor: usize) -> bool {
        let Some(before) = at.checked_sub(1).filter(|&it| floor <= it) else {
            return true;
        };
        self.is_punctuation(before)
            || self.is_quote(before)
            || self.time(before).is_some()
            || self.does(
                before,
                Jobs::CLAUSE
                    .and(Jobs::AND)
                    .and(Jobs::RELATIVE)
                    .and(Jobs::SAY),
            )
            || self.is(before, "between")
    }

    /// The subject that a second verb ("and met", ", killing") shares: the
    /// first noun phrase of the clause, past opening phrases.
    pub(crate) fn shared_subject(&self, floor: usize, before: usize) -> Option<Party> {
        let mut at = floor;
        while at < before {
            let skipped = self.is_punctuation(at)
                || self.is_quote(at)
                || self.is_adverb(at)
                || self.time(at).is_some()
                || (self.does(at, Jobs::CLAUSE.and(Jobs::AND))
                    && !self.does(at, Jobs::PREPOSITION));
            if skipped {
                at += 1;
            } else if self.does(at, Jobs::PREPOSITION)
                || self.form(at) == rapporteur_language::clauses::Form::ING
            {
                at = (at..before).find(|&at| self.is_mark(at, ','))? + 1;
            } else {
                break;
            }
        }
        let phrase = self.phrase_after(at, before)?;
        let mut party = self.party_cut_at_verb(phrase);
        self.add_coordinated_after(&mut party, before);
        Some(party)
    }

    /// A phrase read forward may run into the verb; the name ends it.
    fn party_cut_at_verb(&self, phrase: Range<usize>) -> Party {
        let first = phrase.clone().find(|&at| self.verb_at(at));
        let end = first.unwrap_or(phrase.end).max(phrase.start + 1);
        self.party(&(phrase.start..end))
    }

    fn verb_at(&self, at: usize) -> bool {
        self.name(at).is_none() && self.is_finite(at)
    }

    /// Whoever stands at `from`: the object of a verb or preposition.
    pub(crate) fn object(&self, from: usize, roof: usize) -> Option<Party> {
        let mut at = from;
        while at < roof && (self.is_adverb(at) || self.is_quote(at)) && self.name(at).is_none() {
            at += 1;
        }
        let phrase = self.phrase_after(at, roof)?;
        let mut party = self.party_cut_at_verb(phrase);
        if party.entities.is_empty() {
            self.look_past_of(&mut party, roof);
        }
        self.add_coordinated_after(&mut party, roof);
        Some(party)
    }

    /// "the leaders of Egypt", "his counterpart from Chile, Ana Rojas".
    fn look_past_of(&self, party: &mut Party, roof: usize) {
        let at = party.tokens.end;
        let people = self.does(party.tokens.end - 1, Jobs::PEOPLE);
        let of = at < roof && (self.is(at, "of") || self.is(at, "from"));
        if !(people && of) {
            return;
        }
        let Some(inner) = self.phrase_after(at + 1, roof) else {
            return;
        };
        party.entities.extend(self.named_by(&inner));
        party.tokens.end = inner.end;
    }

    /// "with X, Y and Z": adds Y and Z, unless Z begins a clause.
    fn add_coordinated_after(&self, party: &mut Party, roof: usize) {
        while !party.entities.is_empty() && party.tokens.end < roof {
            let token = party.tokens.end;
            let comma = self.is_mark(token, ',');
            let and = self.does(token, Jobs::AND);
            let oxford = comma && token + 1 < roof && self.does(token + 1, Jobs::AND);
            if !(comma || and) {
                return;
            }
            let from = token + 1 + usize::from(oxford);
            let Some(phrase) = self.phrase_after(from, roof) else {
                return;
            };
            let starts_clause = phrase.end < roof
                && !self.is_punctuation(phrase.end)
                && !self.does(phrase.end, Jobs::PREPOSITION.and(Jobs::AND))
                && self.time(phrase.end).is_none();
            let more = comma && !oxford && !self.and_follows(phrase.end, roof);
            let verb = phrase.clone().any(|at| self.verb_at(at));
            let (Some(entity), false) = (self.named_by(&phrase), starts_clause || more || verb)
            else {
                return;
            };
            if !party.entities.contains(&entity) {
                party.entities.push(entity);
            }
            party.plural = true;
            party.tokens.end = phrase.end;
        }
    }

    /// Whether a list goes on to its "and".
    fn and_follows(&self, from: usize, roof: usize) -> bool {
        let to = (from + 12).min(roof);
        (from..to).any(|at| self.does(at, Jobs::AND))
    }

    /// The object of the first `preposition` in `range`.
    pub(crate) fn after(&self, preposition: &[&str], range: Range<usize>) -> Option<Party> {
        let to = range.end.min(range.start + REACH);
        let found = (range.start..to).find(|&at| {
            preposition.iter().any(|word| self.is(at, word)) && self.name(at).is_none()
        })?;
        self.object(found + 1, range.end)
    }
}
