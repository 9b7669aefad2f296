//! Who is who: one entity per person, body and place of a report.
//!
//! Input: words, sentences, names. Output: entities in the order in which
//! they are first mentioned. What always holds: each name is a mention of
//! exactly one entity; two given names never share a person.

use std::collections::HashMap;
use std::ops::Range;

use rapporteur_language::Gender;
use rapporteur_text::{Entity, EntityKind, Mention, MentionKind};

use super::name::{Named, Words, is_suffix};
use super::office::{Office, Offices};

/// An entity while its mentions are gathered.
pub(super) struct Draft<'a> {
    pub(super) kind: EntityKind,
    code: Option<&'static str>,
    /// The words of the fullest name.
    pub(super) name: Vec<&'a str>,
    printed: &'a str,
    pub(super) gender: Option<Gender>,
    pub(super) offices: Vec<Office>,
    pub(super) mentions: Vec<Mention>,
}

impl Draft<'_> {
    /// Whether nothing says that the person serves another country.
    pub(super) fn may_be_of(&self, country: Option<&str>) -> bool {
        let mut own = self.offices.iter().filter_map(|it| it.country).peekable();
        country.is_none() || own.peek().is_none() || own.any(|it| Some(it) == country)
    }
}

/// Joins `named` into entities.
pub(super) struct Linker<'a> {
    pub(super) words: Words<'a>,
    pub(super) sentences: &'a [Range<usize>],
    pub(super) named: &'a [Named],
    pub(super) drafts: Vec<Draft<'a>>,
    /// By kind and code or words.
    known: HashMap<(EntityKind, &'a str), usize, foldhash::fast::FixedState>,
    /// People by their last word.
    by_surname: HashMap<&'a str, Vec<usize>, foldhash::fast::FixedState>,
    /// The entity of each name.
    pub(super) entity_of: Vec<usize>,
    /// Where each name starts, with the office and honorifics before it.
    pub(super) leads: Vec<usize>,
}

const NONE: usize = usize::MAX;

impl<'a> Linker<'a> {
    pub(super) fn new(words: Words<'a>, sentences: &'a [Range<usize>], named: &'a [Named]) -> Self {
        Self {
            words,
            sentences,
            named,
            drafts: Vec::new(),
            known: HashMap::default(),
            by_surname: HashMap::default(),
            entity_of: vec![NONE; named.len()],
            leads: named.iter().map(|name| name.tokens.start).collect(),
        }
    }

    /// Links every name.
    pub(super) fn link(&mut self) {
        for at in 0..self.named.len() {
            let name = &self.named[at];
            if name.kind != EntityKind::Person {
                self.entity_of[at] = self.thing(name);
            } else if 1 < self.person_words(name).len() {
                self.entity_of[at] = self.full_name(name);
            }
        }
        self.link_single_names();
        for at in 0..self.named.len() {
            self.mention(at);
        }
    }

    /// A body or place: by its code, else by its words.
    fn thing(&mut self, name: &Named) -> usize {
        let phrase = self.words.phrase(&name.tokens);
        let listed = self.words.language.names.listed(phrase);
        let code = listed
            .filter(|it| it.kind == name.kind)
            .and_then(|it| it.code);
        let bare = phrase.strip_prefix("The ").or(phrase.strip_prefix("the "));
        let key = (name.kind, code.unwrap_or(bare.unwrap_or(phrase)));
        if let Some(&known) = self.known.get(&key) {
            let draft = &mut self.drafts[known];
            if draft.printed.len() < phrase.len() && name.kind == EntityKind::Organisation {
                draft.printed = phrase;
            }
            return known;
        }
        self.known.insert(key, self.drafts.len());
        self.start(name.kind, code, phrase, Vec::new())
    }

    fn start(
        &mut self,
        kind: EntityKind,
        code: Option<&'static str>,
        printed: &'a str,
        name: Vec<&'a str>,
    ) -> usize {
        self.drafts.push(Draft {
            kind,
            code,
            name,
            printed,
            gender: None,
            offices: Vec::new(),
            mentions: Vec::new(),
        });
        self.drafts.len() - 1
    }

    /// A person's words without honorifics and dots.
    fn person_words(&self, name: &Named) -> Vec<&'a str> {
        name.tokens
            .clone()
            .filter(|&at| !self.words.is_honorific(at))
            .map(|at| self.words.word(at).trim_end_matches('.'))
            .filter(|word| word.starts_with(char::is_alphabetic) && !is_suffix(word))
            .collect()
    }

    fn full_name(&mut self, name: &Named) -> usize {
        let words = self.person_words(name);
        let surname = words[words.len() - 1];
        let mut same = self.by_surname.get(surname).into_iter().flatten().copied();
        let known = same.rfind(|&it| agree(&self.drafts[it].name, &words));
        if let Some(known) = known {
            let draft = &mut self.drafts[known];
            if weight(&draft.name) < weight(&words) {
                draft.printed = self.words.phrase(&name.tokens);
                draft.name = words;
            }
            return known;
        }
        let gender = self.words.language.names.gender(words[0]);
        let printed = self.words.phrase(&name.tokens);
        let person = self.start(EntityKind::Person, None, printed, words);
        self.drafts[person].gender = gender;
        self.by_surname.entry(surname).or_default().push(person);
        person
    }

    /// Bare surnames join the person of that name mentioned last before, or
    /// else first after.
    fn link_single_names(&mut self) {
        let mut last: HashMap<&str, usize, foldhash::fast::FixedState> = HashMap::default();
        for at in 0..self.named.len() {
            let name = &self.named[at];
            if name.kind != EntityKind::Person {
                continue;
            }
            if self.entity_of[at] != NONE {
                let words = self.drafts[self.entity_of[at]].name.clone();
                for word in words {
                    last.insert(word, self.entity_of[at]);
                }
                continue;
            }
            let words = self.person_words(name);
            let Some(&word) = words.last() else {
                self.entity_of[at] = self.thing(name);
                continue;
            };
            let known = self.bearer(word, last.get(word).copied(), name);
            let person = known.unwrap_or_else(|| self.lone(word, name));
            last.insert(word, person);
            self.entity_of[at] = person;
        }
    }

    /// The person that the single name `word` means.
    fn bearer(&self, word: &str, last: Option<usize>, name: &Named) -> Option<usize> {
        let gender = self.gender_before(name.tokens.start);
        let suits = |it: usize| {
            gender.is_none() || self.drafts[it].gender.is_none_or(|own| Some(own) == gender)
        };
        let by_surname = self.by_surname.get(word);
        let is_surname = |it: usize| self.drafts[it].name.last() == Some(&word);
        if let Some(last) = last.filter(|&it| suits(it) && is_surname(it)) {
            return Some(last);
        }
        if let Some(&first) = by_surname.into_iter().flatten().find(|&&it| suits(it)) {
            return Some(first);
        }
        last.filter(|&it| suits(it))
    }

    fn lone(&mut self, word: &'a str, name: &Named) -> usize {
        let printed = self.words.phrase(&name.tokens);
        let person = self.start(EntityKind::Person, None, printed, vec![word]);
        self.by_surname.entry(word).or_default().push(person);
        person
    }

    fn gender_before(&self, start: usize) -> Option<Gender> {
        let before = start.checked_sub(1)?;
        let small = self.words.small(before);
        self.words.language.titles.gender(small.as_str())
    }

    fn mention(&mut self, at: usize) {
        let name = &self.named[at];
        let entity = self.entity_of[at];
        let span = self.words.span(&name.tokens);
        let gender = self.gender_before(name.tokens.start);
        let office = (name.kind == EntityKind::Person)
            .then(|| self.office(name))
            .flatten();
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
        draft.gender = gender.or(draft.gender);
        draft.offices.extend(office);
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

/// Whether two names with one surname can be one person's: given names are
/// equal, or one is the other's initial, as far as both have them.
fn agree(one: &[&str], other: &[&str]) -> bool {
    let (short, long) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    let Some(first) = short.first() else {
        return false;
    };
    let begins = same_given(first, long[0]);
    let inner = long[..long.len() - 1].contains(first);
    begins || (1 < short.len() && inner)
}

fn same_given(one: &str, other: &str) -> bool {
    let initial = |word: &str| word.chars().filter(|it| it.is_alphabetic()).count() == 1;
    one == other || ((initial(one) || initial(other)) && one.chars().next() == other.chars().next())
}

/// How much a name tells: words that are no initials, then letters.
fn weight(name: &[&str]) -> (usize, usize) {
    let whole = name.iter().filter(|word| 1 < word.chars().count()).count();
    (whole, name.iter().map(|word| word.len()).sum())
}
