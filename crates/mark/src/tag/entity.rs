//! Who is who: one entity per person, body and place of a report.
//!
//! Input: words, sentences, names. Output: entities in the order in which
//! they are first mentioned. What always holds: each name is a mention of
//! exactly one entity; two given names never share a person; the time taken
//! grows with the number of names and not with its square.

use std::collections::HashMap;
use std::ops::Range;

use rapporteur_language::Gender;
use rapporteur_text::{Entity, EntityKind, Mention, MentionKind};

use super::body::Bodies;
use super::name::{Named, Words};
use super::office::{Office, Offices};
use super::person::People;

/// A map whose order is never looked at.
pub(super) type Map<K, V> = HashMap<K, V, foldhash::fast::FixedState>;

/// An entity while its mentions are gathered.
pub(super) struct Draft<'a> {
    pub(super) kind: EntityKind,
    pub(super) code: Option<&'static str>,
    /// The words of a person's fullest name.
    pub(super) name: Vec<&'a str>,
    /// How those words sound.
    pub(super) keys: Vec<String>,
    pub(super) suffix: Option<&'a str>,
    pub(super) printed: &'a str,
    pub(super) gender: Option<Gender>,
    pub(super) offices: Vec<Office>,
    pub(super) mentions: Vec<Mention>,
    /// How many names were tagged as each kind.
    pub(super) kinds: [u32; 8],
}

impl<'a> Draft<'a> {
    pub(super) fn new(kind: EntityKind, code: Option<&'static str>, printed: &'a str) -> Self {
        Self {
            kind,
            code,
            name: Vec::new(),
            keys: Vec::new(),
            suffix: None,
            printed,
            gender: None,
            offices: Vec::new(),
            mentions: Vec::new(),
            kinds: [0; 8],
        }
    }

    /// Whether nothing says that the person serves another country.
    pub(super) fn may_be_of(&self, country: Option<&str>) -> bool {
        let mut own = self.offices.iter().filter_map(|it| it.country).peekable();
        country.is_none() || own.peek().is_none() || own.any(|it| Some(it) == country)
    }

    /// The kind of most of its names; of several, the first.
    fn usual_kind(&self) -> EntityKind {
        const KINDS: [EntityKind; 8] = [
            EntityKind::Person,
            EntityKind::Organisation,
            EntityKind::Location,
            EntityKind::Group,
            EntityKind::Facility,
            EntityKind::Event,
            EntityKind::Product,
            EntityKind::Other,
        ];
        let counts = KINDS.iter().zip(self.kinds);
        let most = counts.rev().max_by_key(|(_, count)| *count);
        most.filter(|(_, count)| 0 < *count)
            .map_or(self.kind, |(kind, _)| *kind)
    }
}

/// Joins `named` into entities.
pub(super) struct Linker<'a> {
    pub(super) words: Words<'a>,
    pub(super) sentences: &'a [Range<usize>],
    pub(super) named: &'a [Named],
    pub(super) drafts: Vec<Draft<'a>>,
    /// The entity of each name.
    pub(super) entity_of: Vec<usize>,
    /// Where each name starts, with the office and honorifics before it.
    pub(super) leads: Vec<usize>,
}

/// No entity yet.
pub(super) const NONE: usize = usize::MAX;

impl<'a> Linker<'a> {
    pub(super) fn new(words: Words<'a>, sentences: &'a [Range<usize>], named: &'a [Named]) -> Self {
        Self {
            words,
            sentences,
            named,
            drafts: Vec::new(),
            entity_of: vec![NONE; named.len()],
            leads: named.iter().map(|name| name.tokens.start).collect(),
        }
    }

    /// Links every name.
    pub(super) fn link(&mut self) {
        People::default().link(self);
        Bodies::default().link(self);
        for at in 0..self.named.len() {
            self.mention(at);
        }
        for draft in &mut self.drafts {
            draft.kind = draft.usual_kind();
        }
    }

    pub(super) fn start(&mut self, draft: Draft<'a>) -> usize {
        self.drafts.push(draft);
        self.drafts.len() - 1
    }

    /// What the words around a name say of the person's gender: "Mrs" before
    /// it, ", a widow" behind it.
    pub(super) fn gender_beside(&self, name: &Named) -> Option<Gender> {
        let titles = &self.words.language.titles;
        let said = |at: usize| titles.gender(self.words.small(at).as_str());
        let before = name.tokens.start.checked_sub(1).and_then(said);
        let first = || {
            (1 < name.tokens.len())
                .then(|| said(name.tokens.start))
                .flatten()
        };
        before.or_else(first).or_else(|| self.gender_apposed(name))
    }

    fn gender_apposed(&self, name: &Named) -> Option<Gender> {
        let sentence = self.sentence(name.tokens.start)?;
        let from = name.tokens.end;
        let word = |at: usize| self.words.word(at);
        if sentence.end <= from + 2 || word(from) != "," {
            return None;
        }
        if !matches!(word(from + 1), "a" | "an" | "the" | "his" | "her" | "whose") {
            return None;
        }
        let inside = from + 2..sentence.end.min(from + 7);
        let stops = |at: usize| {
            self.words.tokens[at].kind != rapporteur_text::TokenKind::Word
                || matches!(
                    word(at),
                    "of" | "for" | "to" | "in" | "who" | "and" | "whose" | "with"
                )
        };
        let words = inside.take_while(|&at| !stops(at));
        let titles = &self.words.language.titles;
        words
            .last()
            .and_then(|at| titles.gender_apposed(self.words.small(at).as_str()))
    }

    fn mention(&mut self, at: usize) {
        let name = &self.named[at];
        let entity = self.entity_of[at];
        let span = self.words.span(&name.tokens);
        let person = name.kind == EntityKind::Person;
        let gender = person.then(|| self.gender_beside(name)).flatten();
        let office = person.then(|| self.office(name)).flatten();
        if let Some(before) = office
            .as_ref()
            .filter(|it| it.cover.end <= name.tokens.start)
        {
            self.leads[at] = before.cover.start;
        }
        let draft = &mut self.drafts[entity];
        draft.mentions.push(Mention {
            span,
            kind: MentionKind::Name,
        });
        draft.kinds[name.kind as usize] += 1;
        draft.gender = gender.or(draft.gender);
        if draft.offices.len() < MOST_OFFICES {
            draft.offices.extend(office);
        }
    }

    /// The office right before a person's name, or in apposition behind it.
    fn office(&self, name: &Named) -> Option<Office> {
        let sentence = self.sentence(name.tokens.start)?;
        let offices = Offices {
            words: self.words,
            named: self.named,
        };
        let mut end = name.tokens.start;
        while sentence.start < end && self.is_plain_honorific(end - 1) {
            end -= 1;
        }
        let before = offices.ending_at(end, sentence.start);
        before.or_else(|| apposed(&offices, name.tokens.end, sentence.end))
    }

    fn is_plain_honorific(&self, at: usize) -> bool {
        self.words.is_honorific(at) && !self.words.is_head(at)
    }

    pub(super) fn sentence(&self, token: usize) -> Option<&'a Range<usize>> {
        let next = self.sentences.partition_point(|it| it.end <= token);
        self.sentences.get(next).filter(|it| it.contains(&token))
    }

    /// The entities, in order of first mention.
    pub(super) fn finish(self) -> Vec<Entity> {
        let words = self.words;
        let mut entities: Vec<Entity> = self
            .drafts
            .into_iter()
            .filter(|draft| !draft.mentions.is_empty())
            .map(|draft| entity(words, draft))
            .collect();
        entities.sort_by_key(|entity| entity.mentions[0].span);
        entities
    }
}

/// Offices that are kept of one person.
const MOST_OFFICES: usize = 32;

/// ", India's foreign minister," behind a name that ends at `from`.
fn apposed(offices: &Offices<'_>, from: usize, end: usize) -> Option<Office> {
    let words = offices.words;
    if end <= from || words.word(from) != "," {
        return None;
    }
    let head = (from + 1..end.min(from + 8))
        .take_while(|&at| words.word(at) != ",")
        .take_while(|&at| {
            offices
                .name_at(at)
                .is_none_or(|it| it.kind != EntityKind::Person)
        })
        .find(|&at| words.is_head(at))?;
    let office = offices.ending_at(head + 1, from + 1)?;
    let closed = end <= head + 1 || matches!(words.word(head + 1), "," | "." | ";" | ")");
    (closed && office.cover.start == from + 1).then_some(office)
}

fn entity(words: Words<'_>, mut draft: Draft<'_>) -> Entity {
    draft.mentions.sort_by_key(|mention| mention.span);
    draft.mentions.dedup_by_key(|mention| mention.span);
    let office = fullest(&draft.offices);
    let country = office
        .and_then(|office| office.country)
        .or_else(|| draft.offices.iter().find_map(|it| it.country));
    Entity {
        kind: draft.kind,
        name: draft
            .printed
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" "),
        code: draft.code.map(str::to_owned),
        office: office.map(|it| words.phrase(&it.tokens).to_owned()),
        country: country.map(str::to_owned),
        point: None,
        mentions: draft.mentions,
    }
}

/// The office with the most words to compare by, "counterpart" aside; the
/// first of several.
fn fullest(offices: &[Office]) -> Option<&Office> {
    let offices = || offices.iter().filter(|it| !it.key.ends_with("counterpart"));
    let rank = |office: &&Office| {
        let short = office.tokens.len() < office.key.split(' ').count();
        let words = office.key.split(' ').count();
        (words, !short, usize::MAX - office.tokens.len())
    };
    let most = offices().map(|it| rank(&it)).max()?;
    offices().find(|it| rank(it) == most)
}
