//! Every mention of a commitment.

use std::ops::Range;

use jiff::civil::Date;
use rapporteur_language::clauses::{Form, Jobs};
use rapporteur_language::commitments::{Action, CommitmentRule, Parsed, Tense};
use rapporteur_language::events::Slot;
use rapporteur_language::pattern::Pattern;
use rapporteur_text::{
    Commitment, CommitmentStatus, EntityIx, Realis, Span, TimeBasis, TimeIx, TimeKind, Upos,
};

use super::super::clause::{Group, Party, Tree, Words, matches};

/// A rule's match in its clause.
struct Site<'a> {
    words: &'a Words<'a>,
    rule: &'a CommitmentRule,
    matched: Range<usize>,
    clause: Range<usize>,
    sentence: Range<usize>,
    group: Group,
    published: Option<Date>,
}

/// What stands before a commitment that is only how things look.
const SEEMING: [&str; 8] = [
    "appear", "appears", "appeared", "seem", "seems", "seemed", "looks", "looked",
];

/// Mentions of commitments in text order.
pub(super) fn found(words: &Words<'_>, published: Option<Date>) -> Vec<Commitment> {
    let mut commitments: Vec<Commitment> = Vec::new();
    let tree = Tree::new(words);
    let mut verb = 0;
    for sentence in words.sentences() {
        let first = commitments.len();
        let mut taken = sentence.start;
        for at in sentence.clone() {
            if taken <= at
                && let Some((commitment, end)) = at_token(words, at, &sentence, published)
            {
                commitments.push(commitment);
                taken = end;
            }
        }
        while verb < tree.len() && tree.token(verb) < sentence.end {
            let known = |span: Span| commitments[first..].iter().any(|it| it.span.overlaps(span));
            if let Some(it) = by_parse(words, &tree, verb, &sentence, published)
                && !known(it.span)
            {
                commitments.push(it);
            }
            verb += 1;
        }
        commitments[first..].sort_by_key(|it| it.span);
    }
    commitments
}

/// What the parse says is to come, where no pattern tells of it.
fn by_parse(
    words: &Words<'_>,
    tree: &Tree<'_>,
    verb: u32,
    sentence: &Range<usize>,
    published: Option<Date>,
) -> Option<Commitment> {
    let token = tree.token(verb);
    let upos = tree.upos(verb);
    let outside = token < sentence.start || words.name(token).is_some();
    if outside || !matches!(upos, Upos::Verb | Upos::Adj) {
        return None;
    }
    let outlook = tree.outlook(verb)?;
    let lemma = tree.lemma(verb);
    let mut rules = words.rules.commitments.rules().iter();
    let rule = rules.find(|rule| {
        let listed = rule.verbs.is_empty() || rule.verbs.contains(&lemma);
        let fits = match rule.parsed {
            Some(Parsed::Future) => outlook.realis == Realis::Future,
            Some(Parsed::Timetable) => {
                let present = tree.lower(verb).ends_with('s') || tree.lower(verb) == lemma;
                outlook.realis == Realis::Actual && upos == Upos::Verb && present
            }
            None => false,
        };
        fits && listed && !rule.except.contains(&lemma)
    })?;
    let start = words.clause_start(token, sentence.start);
    let end = words.clause_end(token + 1, sentence.end);
    let helpers = tree.first_helper(verb).map_or(token, |it| tree.token(it));
    let site = Site {
        words,
        rule,
        matched: token..token + 1,
        clause: start..words.relative_end(start, token + 1..end),
        sentence: sentence.clone(),
        group: Group {
            start: helpers.clamp(start, token),
            realis: if outlook.would {
                Realis::Hypothetical
            } else {
                outlook.realis
            },
            passive: outlook.passive,
            governor: None,
            bare: false,
            participle: false,
            would: outlook.would,
        },
        published,
    };
    site.commitment()
}

/// The first rule that fits at the token, and where its clause ends.
fn at_token(
    words: &Words<'_>,
    at: usize,
    sentence: &Range<usize>,
    published: Option<Date>,
) -> Option<(Commitment, usize)> {
    let id = words.id(at).filter(|_| words.name(at).is_none())?;
    let mut rules = words.rules.commitments.starting_with(id);
    rules.find_map(|(pattern, rule)| {
        let site = site(words, pattern, rule, at, sentence, published)?;
        Some((site.commitment()?, site.clause.end))
    })
}

fn site<'a>(
    words: &'a Words<'a>,
    pattern: &Pattern,
    rule: &'a CommitmentRule,
    at: usize,
    sentence: &Range<usize>,
    published: Option<Date>,
) -> Option<Site<'a>> {
    let matched = matches(words, pattern, at, sentence.end)?;
    let start = words.clause_start(at, sentence.start);
    let group = words.group_of(&matched, start)?;
    let matched = matched.tokens;
    let end = words.clause_end(matched.end, sentence.end);
    let clause = start..words.relative_end(start, matched.end..end);
    Some(Site {
        words,
        rule,
        matched,
        clause,
        sentence: sentence.clone(),
        group,
        published,
    })
}

impl Site<'_> {
    fn commitment(&self) -> Option<Commitment> {
        if !(self.tense_fits() && self.words_fit()) {
            return None;
        }
        let subject = self.subject();
        let bare = self.group.bare && !subject.as_ref().is_some_and(|it| it.plural || it.speaker);
        if bare {
            return None;
        }
        let start = subject
            .as_ref()
            .map_or(self.group.start, |party| party.tokens.start);
        let start = start.min(self.group.start);
        let start = self.widened(self.announced(start));
        if subject.is_none() && self.headless() {
            return None;
        }
        let action = self.action(start)?;
        let due = self.due(&action);
        let own = subject.as_ref().is_none_or(|party| party.speaker);
        let vague = self.rule.needs_act && own && self.rule.action == Action::Clause;
        if (self.rule.needs_due || vague) && due.is_none() {
            return None;
        }
        let who = self.who(subject.clone());
        let person = subject.as_ref().is_some_and(|party| {
            let first = party.tokens.start;
            ["he", "she", "they", "it", "we"]
                .iter()
                .any(|it| !party.tokens.is_empty() && self.words.is(first, it))
        });
        if self.rule.status == CommitmentStatus::Denied && who.is_empty() && !person {
            return None;
        }
        let words = self.words;
        let whole = start.min(action.start)..action.end;
        Some(Commitment {
            span: words.span(&words.trimmed(whole)),
            action: words.span(&words.trimmed(action)),
            to: self.to(subject.as_ref()),
            who,
            due,
            status: self.status(),
            condition: self.condition(),
            by: self.rule.id,
        })
    }

    fn tense_fits(&self) -> bool {
        let said = self.words.quoted(self.matched.start)
            || self
                .words
                .reported(self.clause.start, self.clause.end, &self.sentence);
        let future = self.group.realis == Realis::Future
            || (self.group.would && said && self.group.realis == Realis::Hypothetical);
        match self.rule.tense {
            Tense::Past => self.group.realis == Realis::Actual,
            Tense::Future => future && self.group.governor.is_none(),
            Tense::Any => future || self.group.realis == Realis::Actual,
        }
    }

    /// None of the rule's excluded words, and an act where one is needed.
    fn words_fit(&self) -> bool {
        let words = self.words;
        let barred = |at: usize| {
            words
                .id(at)
                .is_some_and(|id| self.rule.unless.contains(&id))
        };
        if self.clause.clone().any(barred) {
            return false;
        }
        // "Appears ready to sell": what somebody makes of it.
        let before = self.matched.start.checked_sub(1);
        if before.is_some_and(|at| SEEMING.iter().any(|it| words.is(at, it))) {
            return false;
        }
        // "May be sold": nobody undertakes it.
        let any = |at: usize, list: &[&str]| list.iter().any(|it| words.is(at, it));
        let mut helpers = self.group.start..self.matched.start;
        if self.group.passive && helpers.any(|at| any(at, &["may", "might", "could"])) {
            return false;
        }
        // "A parade, intended to cheer …": nobody who intends.
        let first = self.matched.start;
        let cut_off = before.is_some_and(|at| words.is_mark(at, ','));
        if cut_off && self.group.start == first && any(first, &["intended", "planned"]) {
            return false;
        }
        let last = self.matched.end - 1;
        let infinitive = words.is(last, "to")
            && self.matched.end < self.clause.end
            && !words.does(self.matched.end, Jobs::DETERMINER.and(Jobs::PREPOSITION))
            && words.name(self.matched.end).is_none();
        let modal =
            (self.matched.end..self.clause.end).any(|at| words.does(at, Jobs::WILL.and(Jobs::MAY)));
        let own = !words.is(self.matched.start, "is") && !words.is(self.matched.start, "are");
        !self.rule.needs_act || (infinitive && own) || modal
    }

    /// "the talks between X and Y": what the subject's names hang on.
    fn widened(&self, mut start: usize) -> usize {
        let (words, floor) = (self.words, self.clause.start);
        for _ in 0..3 {
            let before = start.checked_sub(1).filter(|&at| floor <= at);
            let before = before.filter(|&at| words.does(at, Jobs::PREPOSITION));
            let Some(noun) = before.and_then(|at| words.phrase_before(at, floor)) else {
                break;
            };
            start = noun.start;
        }
        // "the money they had raised": the last word is no subject.
        let helper = Jobs::HAVE.and(Jobs::BE);
        let inner = floor < start && words.does(start - 1, helper);
        if inner { floor } else { start }
    }

    /// A clause without its subject tells nobody anything.
    fn headless(&self) -> bool {
        let first = self.matched.start;
        let verb = self.words.form(first) != Form::default() || self.words.does(first, Jobs::BE);
        self.rule.action == Action::Clause && verb
    }

    /// "to be held" says of the noun before it what is to come.
    fn announced(&self, start: usize) -> usize {
        let words = self.words;
        let Some(before) = self.matched.start.checked_sub(1) else {
            return start;
        };
        if !words.is(self.matched.start, "to") || before < self.clause.start {
            return start;
        }
        let end = self.matched.start - usize::from(words.is_mark(before, ','));
        let noun = words.phrase_before(end, self.clause.start);
        noun.map_or(start, |noun| noun.start)
    }

    fn subject(&self) -> Option<Party> {
        if self.words.is(self.matched.start, "to") {
            return None;
        }
        if self.group.participle {
            let before = self.matched.start;
            return self.words.shared_subject(self.sentence.start, before);
        }
        let floor = self.clause.start.min(self.group.start);
        let party = self.words.subject(self.group.start, floor)?;
        Some(party)
    }

    fn action(&self, start: usize) -> Option<Range<usize>> {
        let from = match self.rule.action {
            Action::After => self.matched.end,
            Action::Cue => self.matched.start,
            Action::Clause => self.opening(start),
        };
        (from < self.clause.end).then_some(from..self.clause.end)
    }

    /// A clause begins with its time when one opens it: "Tonight, …".
    fn opening(&self, start: usize) -> usize {
        let first = self.clause.start;
        let timed = first < start && self.words.time(first).is_some() && start - first < 6;
        if timed { first } else { start }
    }

    /// The first calendar time that can still come; for what was signed, the
    /// period it is for.
    fn due(&self, action: &Range<usize>) -> Option<TimeIx> {
        let outside = matches!(
            self.rule.status,
            CommitmentStatus::Planned | CommitmentStatus::Proposed
        );
        let from = if outside {
            self.clause.start.min(action.start)
        } else {
            action.start
        };
        let cue = self.matched.start.clamp(from, action.end);
        let tokens = (cue..action.end).chain(from..cue);
        let mut times = tokens.filter_map(|at| Some((at, self.words.time(at)?)));
        times
            .find(|&(at, time)| self.can_be_due(at, time))
            .map(|(_, time)| time)
    }

    fn can_be_due(&self, at: usize, ix: TimeIx) -> bool {
        let time = self.words.marks.time(ix);
        let within = time.latest.is_some()
            && at
                .checked_sub(1)
                .is_some_and(|it| self.words.is(it, "within"));
        let dated = matches!(time.kind, TimeKind::Date | TimeKind::Time) || within;
        let told = at
            .checked_sub(1)
            .is_some_and(|it| self.words.does(it, Jobs::SAY));
        if !dated || told {
            return false;
        }
        let Some(latest) = time.latest else {
            // Without a publication a relative time stays unresolved.
            let unresolved = time.earliest.is_none();
            let period = self.rule.status != CommitmentStatus::Signed || self.words.is_period(at);
            return period
                && self
                    .published
                    .map_or(unresolved, |day| time.earliest >= Some(day));
        };
        let signed = self.rule.status == CommitmentStatus::Signed;
        // A relative time that lies behind may be read again, pointing forward.
        let movable = time.basis != TimeBasis::Explicit && !signed;
        let ahead = movable || self.published.is_none_or(|published| published <= latest);
        ahead && (!signed || self.words.is_period(at))
    }

    fn who(&self, subject: Option<Party>) -> Vec<EntityIx> {
        let party = subject.unwrap_or_default();
        if self.group.passive && !party.entities.is_empty() {
            let by = self.words.slot(Slot::By, &self.matched, self.clause.end);
            return by.map(|party| party.entities).unwrap_or_default();
        }
        if !party.entities.is_empty() {
            return party.entities;
        }
        let own = party.speaker || (self.rule.speaker_acts && party.tokens.is_empty());
        if own {
            let speaker = self.words.speaker_at(self.matched.start);
            return speaker.into_iter().collect();
        }
        let subject = party.tokens.start..self.group.start.max(party.tokens.end);
        let between = self.words.slot(
            Slot::Between,
            &(subject.start..subject.start + 1),
            self.clause.end,
        );
        let between = between.filter(|_| !subject.is_empty());
        between.map(|party| party.entities).unwrap_or_default()
    }

    fn to(&self, subject: Option<&Party>) -> Vec<EntityIx> {
        if self.group.passive && self.rule.to.contains(&Slot::Inside) {
            return subject
                .map(|party| party.entities.clone())
                .unwrap_or_default();
        }
        let slots = self.rule.to.iter();
        let mut parties =
            slots.filter_map(|&slot| self.words.slot(slot, &self.matched, self.clause.end));
        let filled = parties.find(|party| !party.entities.is_empty());
        filled.map(|party| party.entities).unwrap_or_default()
    }

    /// What is only hoped, believed or likely is proposed, not planned.
    fn status(&self) -> CommitmentStatus {
        const DOUBT: [&str; 8] = [
            "confident",
            "confidence",
            "hope",
            "hopes",
            "hoped",
            "hopeful",
            "likely",
            "believe",
        ];
        let doubt = self.sentence.start..self.matched.end;
        let doubted = doubt
            .into_iter()
            .any(|at| DOUBT.iter().any(|word| self.words.is(at, word)));
        if doubted && self.rule.status == CommitmentStatus::Planned {
            return CommitmentStatus::Proposed;
        }
        // “The road will open in May,” he promised.
        let promised = |at: usize| {
            let word = ["promised", "vowed", "pledged"];
            !self.words.quoted(at) && word.iter().any(|it| self.words.is(at, it))
        };
        let quoted = self.words.quoted(self.matched.start);
        if quoted && self.sentence.clone().any(promised) {
            return CommitmentStatus::Promised;
        }
        self.rule.status
    }

    /// "if …", "provided …" after the clause.
    fn condition(&self) -> Option<Span> {
        let at = self.clause.end;
        let starts = at < self.sentence.end
            && self.words.does(at, Jobs::IF)
            && !self.words.is(at, "whether");
        starts.then(|| {
            let end = self.words.clause_end(at + 1, self.sentence.end);
            self.words.span(&self.words.trimmed(at..end))
        })
    }
}
