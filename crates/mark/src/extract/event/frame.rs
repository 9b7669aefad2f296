//! Happenings by frames over the parse, where no pattern codes anything.
//!
//! Input: the words of a report, the parse, and what the patterns found.
//! Output: more mentions. What always holds: nothing inside quotation marks is
//! coded; a sentence has at most one event of a type from here, and none of a
//! type that a pattern found in it.

use std::ops::Range;

use jiff::civil::Date;
use rapporteur_language::events::Needs;
use rapporteur_language::frames::{Frame, Frames, Receiver};
use rapporteur_text::{Deprel, EntityIx, Event, MentionKind, Realis, Span, Upos};

use super::super::clause::{Group, Outlook, Tree, Words};
use super::find;
use super::role::{Roles, Site};

/// Adds what the frames find to `events`.
pub(super) fn add(words: &Words<'_>, published: Option<Date>, events: &mut Vec<Event>) {
    let tree = Tree::new(words);
    let mut at = 0;
    for sentence in words.sentences() {
        while at < tree.len() && tree.token(at) < sentence.start {
            at += 1;
        }
        while at < tree.len() && tree.token(at) < sentence.end {
            let coder = Coder {
                words,
                tree: &tree,
                frames: &words.rules.frames,
                verb: at,
                sentence: sentence.clone(),
                published,
            };
            if let Some(event) = coder.event() {
                let held = words.span(&sentence);
                match events.iter_mut().find(|known| clashes(known, &event, held)) {
                    Some(known) => complete(known, &event),
                    None => events.push(event),
                }
            }
            at += 1;
        }
    }
}

/// Whether a sentence has an event of the type, or one of the same words.
fn clashes(known: &Event, event: &Event, held: Span) -> bool {
    let here = held.contains_offset(known.trigger.start());
    here && (known.kind == event.kind || known.trigger.overlaps(event.trigger))
}

/// Names who is missing of what a pattern found.
fn complete(known: &mut Event, event: &Event) {
    let same = known.kind == event.kind && known.realis == event.realis;
    if !same || !known.trigger.overlaps(event.trigger) {
        return;
    }
    let fill = |side: &mut Vec<EntityIx>, other: &[EntityIx], from: &[EntityIx]| {
        if side.is_empty() {
            side.extend(from.iter().filter(|it| !other.contains(it)));
        }
    };
    fill(&mut known.recipients, &known.actors, &event.recipients);
    fill(&mut known.actors, &known.recipients, &event.actors);
}

/// One word that may be a frame's verb.
struct Coder<'a> {
    words: &'a Words<'a>,
    tree: &'a Tree<'a>,
    frames: &'a Frames,
    verb: u32,
    sentence: Range<usize>,
    published: Option<Date>,
}

impl Coder<'_> {
    fn event(&self) -> Option<Event> {
        let upos = self.tree.upos(self.verb);
        let token = self.tree.token(self.verb);
        let named = self
            .words
            .name(token)
            .is_some_and(|name| name.mention == MentionKind::Name);
        if !matches!(upos, Upos::Verb | Upos::Adj) || named || self.words.quoted(token) {
            return None;
        }
        let lemma = self.tree.lemma(self.verb);
        let outlook = self.tree.outlook(self.verb)?;
        if outlook.must {
            let frame = self.frames.must()?;
            return self.coded(frame, outlook);
        }
        // Endings that the lemmas cut too short: "shelled", "rioted".
        let lower = self.tree.lower(self.verb);
        let stem = lower.strip_suffix("ed").filter(|stem| *stem != lemma);
        let stems = stem.into_iter().flat_map(|stem| self.frames.of(stem));
        let mut frames = self.frames.of(&lemma).chain(stems);
        frames.find_map(|frame| self.coded(frame, outlook))
    }

    fn coded(&self, frame: &Frame, outlook: Outlook) -> Option<Event> {
        if !self.fits(frame, outlook) {
            return None;
        }
        let said = self.tree.said_by(self.verb);
        let (actors, recipients) = if outlook.must {
            let subject = self.tree.subject(said?)?;
            (self.tree.names(subject), self.receivers(frame, outlook))
        } else {
            let told = matches!(outlook.realis, Realis::Actual | Realis::Future);
            if !told || self.hearsay(frame, said) {
                return None;
            }
            (self.actors(frame, outlook), self.receivers(frame, outlook))
        };
        let mut recipients = recipients;
        recipients.retain(|it| !actors.contains(it));
        let enough = match frame.rule.needs {
            Needs::Nothing => true,
            Needs::Actor => !actors.is_empty(),
            Needs::Recipient => !recipients.is_empty(),
            Needs::Either => !actors.is_empty() || !recipients.is_empty(),
            Needs::Both => !actors.is_empty() && !recipients.is_empty(),
            Needs::Two => 2 <= actors.len() + recipients.len() && !actors.is_empty(),
        };
        enough.then(|| self.made(frame, outlook, actors, recipients))
    }

    /// Whether verb, particle, subject, object and the words around fit.
    fn fits(&self, frame: &Frame, outlook: Outlook) -> bool {
        let tree = self.tree;
        let verb = tree.upos(self.verb) == Upos::Verb;
        if !verb && !frame.complement {
            return false;
        }
        let particle = frame.particle.as_ref().is_none_or(|particle| {
            let hangs = [
                Deprel::CompoundPrt,
                Deprel::Advmod,
                Deprel::Obl,
                Deprel::Case,
            ];
            tree.of(self.verb, &hangs)
                .any(|it| tree.lower(it) == *particle)
        });
        let complement = !frame.complement || self.complement().is_some();
        let object = frame.object.is_empty()
            || tree
                .object(self.verb, outlook.passive)
                .is_some_and(|it| self.is_one_of(it, &frame.object));
        let subject = frame.subject.is_empty()
            || self
                .doer(outlook)
                .is_some_and(|it| self.is_one_of(it, &frame.subject));
        particle && complement && object && subject && self.surroundings(frame)
    }

    fn surroundings(&self, frame: &Frame) -> bool {
        let token = self.tree.token(self.verb);
        let has = |range: Range<usize>, list: &[String]| {
            let mut range = range;
            range.any(|at| {
                let written = self.words.written(at).to_lowercase();
                list.contains(&written)
            })
        };
        let near = frame.near.is_empty() || has(token + 1..self.sentence.end, &frame.near);
        near && !has(self.sentence.clone(), &frame.unless)
    }

    /// Whether the noun, or what it is a number or group of, is on the list.
    fn is_one_of(&self, noun: u32, list: &[String]) -> bool {
        let tree = self.tree;
        let is = |it: u32| list.contains(&tree.lemma(it));
        let joined = tree.of(noun, &[Deprel::Conj, Deprel::Compound, Deprel::Amod]);
        is(noun) || joined.into_iter().any(is) || tree.after(noun, &["of"]).is_some_and(is)
    }

    /// The verb that this one governs.
    fn complement(&self) -> Option<u32> {
        let kinds = [Deprel::Xcomp, Deprel::Ccomp, Deprel::Advcl];
        let mut found = self.tree.of(self.verb, &kinds);
        found.find(|&it| {
            self.tree.upos(it) == Upos::Verb && self.tree.token(self.verb) < self.tree.token(it)
        })
    }

    /// Who does it: the subject, or of a passive whoever stands after "by".
    fn doer(&self, outlook: Outlook) -> Option<u32> {
        if outlook.passive {
            return self.tree.after(self.verb, &["by"]);
        }
        self.tree.subject(self.verb)
    }

    fn actors(&self, frame: &Frame, outlook: Outlook) -> Vec<EntityIx> {
        if frame.rule.impersonal {
            return Vec::new();
        }
        let doer = self.doer(outlook);
        doer.map(|it| self.tree.names(it)).unwrap_or_default()
    }

    fn receivers(&self, frame: &Frame, outlook: Outlook) -> Vec<EntityIx> {
        let slots = frame.receivers.iter();
        let mut found = slots.map(|slot| self.at(slot, outlook));
        found.find(|it| !it.is_empty()).unwrap_or_default()
    }

    fn at(&self, slot: &Receiver, outlook: Outlook) -> Vec<EntityIx> {
        let tree = self.tree;
        let names = |it: Option<u32>| it.map(|it| tree.names(it)).unwrap_or_default();
        let object = tree.object(self.verb, outlook.passive);
        match slot {
            Receiver::Object | Receiver::Inside => names(object),
            Receiver::Receiver => names(tree.of(self.verb, &[Deprel::Iobj]).next()),
            Receiver::Subject => names(tree.subject(self.verb)),
            Receiver::Complement => self.complement().map_or_else(Vec::new, |verb| {
                let doer = names(tree.of(verb, &[Deprel::Nsubj, Deprel::NsubjPass]).next());
                if !doer.is_empty() {
                    return doer;
                }
                let tied = [Deprel::Obj, Deprel::Iobj, Deprel::Obl];
                let mut tied = tree.of(verb, &tied).map(|it| tree.names(it));
                tied.find(|it| !it.is_empty()).unwrap_or_default()
            }),
            Receiver::After(preposition) => {
                let of_verb = tree.after(self.verb, &[preposition]);
                let of_object = object.and_then(|it| tree.after(it, &[preposition]));
                let found = names(of_verb);
                if found.is_empty() {
                    names(of_object)
                } else {
                    found
                }
            }
        }
    }

    /// Whether somebody else only says so.
    fn hearsay(&self, frame: &Frame, said: Option<u32>) -> bool {
        if !frame.verbal {
            return false;
        }
        let Some(said) = said else {
            return false;
        };
        let subject = |verb| self.tree.subject(verb).map(|it| self.tree.names(it));
        subject(said) != subject(self.verb)
    }

    fn made(
        &self,
        frame: &Frame,
        outlook: Outlook,
        actors: Vec<EntityIx>,
        recipients: Vec<EntityIx>,
    ) -> Event {
        let token = self.tree.token(self.verb);
        let clause = self.words.clause(token, &self.sentence);
        let start = self
            .doer(outlook)
            .map_or(token, |it| self.tree.token(it))
            .clamp(clause.start, token);
        let site = Site {
            words: self.words,
            rule: &frame.rule,
            matched: token..token + 1,
            clause,
            sentence: self.sentence.clone(),
            group: Group {
                start: token,
                realis: if outlook.must {
                    Realis::Actual
                } else {
                    outlook.realis
                },
                passive: outlook.passive,
                governor: outlook.governor.map(|it| self.tree.token(it)),
                bare: false,
                participle: false,
                would: false,
            },
        };
        let roles = Roles {
            actors,
            recipients,
            start,
            speaker: false,
        };
        find::event(&site, &roles, self.published)
    }
}
