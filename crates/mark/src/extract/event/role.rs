//! Who did it and to whom, by where a rule says they stand.

use std::ops::Range;

use rapporteur_language::events::{EventRule, Needs, Slot};
use rapporteur_text::EntityIx;

use super::super::clause::{Group, Party, Words};

/// A rule's match in its clause.
pub(super) struct Site<'a> {
    pub(super) words: &'a Words<'a>,
    pub(super) rule: &'a EventRule,
    pub(super) matched: Range<usize>,
    pub(super) clause: Range<usize>,
    pub(super) sentence: Range<usize>,
    pub(super) group: Group,
}

/// Actors, recipients, and where the subject starts.
pub(super) struct Roles {
    pub(super) actors: Vec<EntityIx>,
    pub(super) recipients: Vec<EntityIx>,
    pub(super) start: usize,
    pub(super) speaker: bool,
}

impl Site<'_> {
    /// The roles, or `None` when the rule needs more than the clause gives.
    pub(super) fn roles(&self) -> Option<Roles> {
        let subject = self.subject();
        let start = subject
            .as_ref()
            .map_or(self.group.start, |party| party.tokens.start);
        let first = self.matched.start == self.clause.start && !self.group.passive;
        let speaker = subject
            .as_ref()
            .map_or(first && self.rule.spoken, |party| party.speaker)
            && self.words.quoted(self.matched.start);
        if self.group.bare
            && !subject
                .as_ref()
                .is_some_and(|party| party.plural || party.speaker)
        {
            return None;
        }
        let (actor, recipient) = if self.group.passive {
            (vec![Slot::By], vec![Slot::Subject])
        } else {
            (self.rule.actor.clone(), self.rule.recipient.clone())
        };
        let mut actors = self.first_filled(&actor, subject.as_ref());
        if speaker && actors.is_empty() {
            actors.extend(self.words.speaker_at(self.matched.start));
        }
        let mut recipients = self.first_filled(&recipient, subject.as_ref());
        recipients.retain(|entity| !actors.contains(entity));
        let roles = Roles {
            actors,
            recipients,
            start,
            speaker,
        };
        enough(self.rule.needs, &roles).then_some(roles)
    }

    fn subject(&self) -> Option<Party> {
        if self.group.participle {
            return self
                .words
                .shared_subject(self.sentence.start, self.matched.start);
        }
        self.words
            .subject(self.group.start, self.clause.start.min(self.group.start))
    }

    fn first_filled(&self, slots: &[Slot], subject: Option<&Party>) -> Vec<EntityIx> {
        let parties = slots.iter().map(|&slot| self.party(slot, subject));
        let filled = parties.flatten().find(|party| !party.entities.is_empty());
        filled.map(|party| party.entities).unwrap_or_default()
    }

    fn party(&self, slot: Slot, subject: Option<&Party>) -> Option<Party> {
        match slot {
            Slot::Subject => subject.filter(|_| !self.rule.impersonal).cloned(),
            _ => self.words.slot(slot, &self.matched, self.clause.end),
        }
    }
}

fn enough(needs: Needs, roles: &Roles) -> bool {
    let (actor, recipient) = (
        !roles.actors.is_empty() || roles.speaker,
        !roles.recipients.is_empty(),
    );
    match needs {
        Needs::Nothing => true,
        Needs::Actor => actor,
        Needs::Recipient => recipient,
        Needs::Either => actor || recipient,
        Needs::Both => actor && recipient,
        Needs::Two => 2 <= roles.actors.len() + roles.recipients.len(),
    }
}
