//! Who does what to whom, by the parse.
//!
//! Input: the words of a report with their heads. Output: [`Tree`], which
//! answers for one word. What always holds: every walk is bounded in depth, as
//! a parse may be wrong but never has a circle.

use std::borrow::Cow;

use rapporteur_language::clauses::Jobs;
use rapporteur_language::lemma;
use rapporteur_text::{Deprel, EntityIx, EntityKind, Realis, Upos};

use super::Words;

/// How far a walk through the tree may go.
const DEEPEST: usize = 6;

/// The parse of one report.
pub(crate) struct Tree<'w> {
    words: &'w Words<'w>,
    /// For each word, where its children begin in `children`.
    starts: Vec<u32>,
    children: Vec<u32>,
    /// For each word, the token that it lies in.
    tokens: Vec<u32>,
}

/// What a verb's helpers and governors make of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Outlook {
    /// Whether it took place.
    pub realis: Realis,
    /// The subject suffers it.
    pub passive: bool,
    /// The word that governs an infinitive.
    pub governor: Option<u32>,
    /// "must".
    pub must: bool,
    /// "would", a future where somebody says so.
    pub would: bool,
}

impl<'w> Tree<'w> {
    /// Indexes the parse.
    pub(crate) fn new(words: &'w Words<'w>) -> Self {
        let parsed = &words.marks.words;
        let mut starts = vec![0_u32; parsed.len() + 1];
        for head in parsed.iter().filter_map(|it| it.head) {
            starts[head as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut children = vec![0_u32; starts.last().map_or(0, |it| *it as usize)];
        for (at, word) in parsed.iter().enumerate() {
            if let Some(head) = word.head {
                children[next[head as usize] as usize] = at as u32;
                next[head as usize] += 1;
            }
        }
        Self {
            words,
            starts,
            children,
            tokens: tokens_of(words),
        }
    }

    /// The words of the parse.
    pub(crate) fn len(&self) -> u32 {
        self.tokens.len() as u32
    }

    /// The token that a word lies in.
    pub(crate) fn token(&self, word: u32) -> usize {
        self.tokens[word as usize] as usize
    }

    fn children(&self, word: u32) -> impl Iterator<Item = u32> {
        let (from, to) = (
            self.starts[word as usize] as usize,
            self.starts[word as usize + 1] as usize,
        );
        self.children[from..to].iter().copied()
    }

    /// The children that are one of `wanted` to their head.
    pub(crate) fn of<'a>(
        &'a self,
        word: u32,
        wanted: &'a [Deprel],
    ) -> impl Iterator<Item = u32> + 'a {
        self.children(word)
            .filter(move |&it| wanted.contains(&self.deprel(it)))
    }

    /// What a word is to its head.
    pub(crate) fn deprel(&self, word: u32) -> Deprel {
        self.words.marks.words[word as usize].deprel
    }

    /// Its part of speech.
    pub(crate) fn upos(&self, word: u32) -> Upos {
        self.words.marks.words[word as usize].upos
    }

    /// The word it hangs on.
    pub(crate) fn head(&self, word: u32) -> Option<u32> {
        self.words.marks.words[word as usize].head
    }

    /// The word in lower case.
    pub(crate) fn lower(&self, word: u32) -> String {
        let span = self.words.marks.words[word as usize].span;
        self.words.text[span.range()].to_lowercase()
    }

    /// Its dictionary form, in lower case.
    pub(crate) fn lemma(&self, word: u32) -> String {
        let lower = self.lower(word);
        let upos = match self.upos(word) {
            Upos::Propn => Upos::Noun,
            Upos::Aux => Upos::Verb,
            other => other,
        };
        match lemma(&lower, upos) {
            Cow::Borrowed(lemma) => lemma.to_owned(),
            Cow::Owned(lemma) => lemma,
        }
    }

    /// The preposition before a noun, if any.
    pub(crate) fn case(&self, word: u32) -> Option<String> {
        let first = self.of(word, &[Deprel::Case]).next();
        first.map(|it| self.lower(it))
    }

    /// The noun that is the subject of a verb, past "who", governors and
    /// verbs that share it.
    pub(crate) fn subject(&self, verb: u32) -> Option<u32> {
        let mut at = verb;
        for _ in 0..DEEPEST {
            if let Some(own) = self.own_subject(at) {
                return Some(self.meant(own, at));
            }
            let head = self.head(at)?;
            match self.deprel(at) {
                Deprel::Acl | Deprel::AclRelcl => return Some(head),
                Deprel::Xcomp => {
                    let object = self.of(head, &[Deprel::Obj, Deprel::Iobj]).next();
                    if self.is_verb(head)
                        && let Some(object) = object
                    {
                        return Some(object);
                    }
                    at = head;
                }
                Deprel::Conj | Deprel::Advcl | Deprel::Parataxis => at = head,
                _ => return None,
            }
        }
        None
    }

    fn own_subject(&self, verb: u32) -> Option<u32> {
        self.of(verb, &[Deprel::Nsubj, Deprel::NsubjPass]).next()
    }

    /// The noun that "who" or "which" stands for.
    fn meant(&self, subject: u32, verb: u32) -> u32 {
        let relative = matches!(self.lower(subject).as_str(), "who" | "which" | "that");
        let clause = self.deprel(verb) == Deprel::AclRelcl;
        self.head(verb)
            .filter(|_| relative && clause)
            .unwrap_or(subject)
    }

    /// The first word that helps a verb: "will" of "will have met".
    pub(crate) fn first_helper(&self, verb: u32) -> Option<u32> {
        self.of(verb, &[Deprel::Aux, Deprel::AuxPass, Deprel::Cop])
            .next()
    }

    fn is_verb(&self, word: u32) -> bool {
        matches!(self.upos(word), Upos::Verb | Upos::Aux)
    }

    /// What a verb is done to: its object, or the subject of a passive.
    pub(crate) fn object(&self, verb: u32, passive: bool) -> Option<u32> {
        if passive {
            let own = self.of(verb, &[Deprel::NsubjPass, Deprel::Nsubj]).next();
            return own
                .map(|it| self.meant(it, verb))
                .or_else(|| self.subject(verb));
        }
        self.of(verb, &[Deprel::Obj]).next()
    }

    /// The nouns that `prepositions` tie to `word`.
    pub(crate) fn after(&self, word: u32, prepositions: &[&str]) -> Option<u32> {
        let tied = [
            Deprel::Obl,
            Deprel::OblAgent,
            Deprel::Nmod,
            Deprel::OblUnmarked,
        ];
        self.of(word, &tied).find(|&it| {
            let case = self.case(it);
            case.is_some_and(|case| prepositions.contains(&case.as_str()))
        })
    }

    /// Whom a noun and what is joined to it name.
    pub(crate) fn names(&self, noun: u32) -> Vec<EntityIx> {
        let mut found = Vec::new();
        self.collect(noun, DEEPEST, &mut found);
        found
    }

    fn collect(&self, noun: u32, depth: usize, found: &mut Vec<EntityIx>) {
        if depth == 0 {
            return;
        }
        match self.named(noun) {
            Some(entity) => push(found, entity),
            None => self.modifiers(noun, depth - 1, found),
        }
        for other in self.of(noun, &[Deprel::Conj]) {
            self.collect(other, depth - 1, found);
        }
    }

    /// The entity whose mention holds the word.
    fn named(&self, word: u32) -> Option<EntityIx> {
        let name = self.words.name(self.token(word))?;
        let party = matches!(
            name.kind,
            EntityKind::Person
                | EntityKind::Organisation
                | EntityKind::Location
                | EntityKind::Group
        );
        party.then_some(name.entity)
    }

    /// "French warships", "the foreign minister of Chile", "villagers in the
    /// north of Peru": the nearest sort of modifier that names anyone.
    fn modifiers(&self, noun: u32, depth: usize, found: &mut Vec<EntityIx>) {
        const SORTS: [&[Deprel]; 4] = [
            &[Deprel::Flat, Deprel::Appos],
            &[Deprel::NmodPoss],
            &[Deprel::Compound, Deprel::Amod, Deprel::NmodUnmarked],
            &[Deprel::Nmod, Deprel::Acl, Deprel::Obl],
        ];
        for sort in SORTS {
            let before = found.len();
            for it in self.of(noun, sort) {
                let near = self.deprel(it) != Deprel::Nmod
                    || self.case(it).is_some_and(|case| {
                        matches!(
                            case.as_str(),
                            "of" | "from" | "in" | "at" | "by" | "for" | "to" | "with"
                        )
                    });
                if near {
                    self.collect(it, depth, found);
                }
            }
            if before < found.len() {
                return;
            }
        }
    }

    /// What the words around a verb make of it; `None` where it tells of
    /// nothing, as a purpose does.
    pub(crate) fn outlook(&self, verb: u32) -> Option<Outlook> {
        let mut at = verb;
        let passive = self.is_passive(verb);
        // "will visit and address": the second verb has the helpers of the first.
        for _ in 0..DEEPEST {
            let bare = self
                .of(
                    at,
                    &[Deprel::Aux, Deprel::AuxPass, Deprel::Nsubj, Deprel::Mark],
                )
                .next()
                .is_none();
            match self.head(at) {
                Some(head) if bare && self.deprel(at) == Deprel::Conj && self.is_verb(head) => {
                    at = head;
                }
                _ => break,
            }
        }
        let helpers: Vec<String> = self
            .of(at, &[Deprel::Aux, Deprel::Cop])
            .map(|it| self.lower(it))
            .collect();
        let has = |wanted: &[&str]| helpers.iter().any(|it| wanted.contains(&it.as_str()));
        let negated = self
            .of(verb, &[Deprel::Advmod, Deprel::Det])
            .chain(self.of(at, &[Deprel::Advmod]))
            .any(|it| matches!(self.lower(it).as_str(), "not" | "n't" | "never" | "no"));
        let governor = self.governor(at);
        let marked = self.of(at, &[Deprel::Mark]).map(|it| self.lower(it));
        let marks: Vec<String> = marked.collect();
        let supposed = marks
            .iter()
            .any(|it| matches!(it.as_str(), "if" | "unless" | "whether"));
        let infinitive = marks.iter().any(|it| it == "to");
        let realis = if negated {
            Realis::Negated
        } else if supposed {
            Realis::Hypothetical
        } else if let Some(governor) = governor {
            self.governed(governor)?
        } else if infinitive {
            // "is to give", where the parser takes "is" for a helper.
            if !has(&["is", "are", "was", "were"]) {
                return None;
            }
            Realis::Future
        } else if has(&["will", "'ll", "shall", "would"]) {
            Realis::Future
        } else if has(&["may", "might", "could", "can", "should", "must"]) {
            Realis::Hypothetical
        } else {
            Realis::Actual
        };
        Some(Outlook {
            realis,
            passive,
            governor,
            must: has(&["must"]),
            would: has(&["would"]),
        })
    }

    fn is_passive(&self, verb: u32) -> bool {
        let helped = self
            .of(verb, &[Deprel::AuxPass, Deprel::NsubjPass])
            .next()
            .is_some();
        let reduced = self.deprel(verb) == Deprel::Acl && self.lower(verb).ends_with("ed");
        helped || reduced
    }

    /// The word that an infinitive completes: "agreed" of "agreed to meet".
    fn governor(&self, verb: u32) -> Option<u32> {
        let to = self
            .of(verb, &[Deprel::Mark])
            .any(|it| self.lower(it) == "to");
        let complement = matches!(
            self.deprel(verb),
            Deprel::Xcomp | Deprel::Ccomp | Deprel::Acl
        );
        self.head(verb).filter(|_| to && complement)
    }

    fn governed(&self, governor: u32) -> Option<Realis> {
        let token = self.token(governor);
        let has = |jobs: Jobs| self.words.does(token, jobs);
        let negated = self
            .of(governor, &[Deprel::Advmod])
            .any(|it| matches!(self.lower(it).as_str(), "not" | "n't" | "never"));
        if has(Jobs::REFUSE) || negated {
            Some(Realis::Negated)
        } else if has(Jobs::PLAN) {
            Some(Realis::Future)
        } else if has(Jobs::WISH) {
            Some(Realis::Hypothetical)
        } else {
            has(Jobs::DOES).then_some(Realis::Actual)
        }
    }

    /// The verb of saying whose content `verb` is part of.
    pub(crate) fn said_by(&self, verb: u32) -> Option<u32> {
        let mut at = verb;
        for _ in 0..DEEPEST {
            let head = self.head(at)?;
            match self.deprel(at) {
                Deprel::Ccomp if self.words.does(self.token(head), Jobs::SAY) => {
                    return Some(head);
                }
                Deprel::Ccomp | Deprel::Conj | Deprel::Xcomp | Deprel::Advcl => at = head,
                _ => return None,
            }
        }
        None
    }
}

fn push(found: &mut Vec<EntityIx>, entity: EntityIx) {
    if !found.contains(&entity) {
        found.push(entity);
    }
}

/// The token of each word; words refine tokens and both are in text order.
fn tokens_of(words: &Words<'_>) -> Vec<u32> {
    let tokens = &words.marks.tokens;
    let mut at = 0;
    let places = words.marks.words.iter().map(|word| {
        while at + 1 < tokens.len() && tokens[at].span.end() <= word.span.start() {
            at += 1;
        }
        at as u32
    });
    places.collect()
}
