//! People: which names are one person's.
//!
//! Input: the names of a report. Output: the entity of each person's name.
//! What always holds: two full given names that differ are two people,
//! unless one is short for the other; a name is compared with a bounded
//! number of others.

use rapporteur_language::{Gender, Names, spelling};
use rapporteur_text::EntityKind;

use super::entity::{Draft, Linker, Map, NONE};
use super::name::{Named, is_suffix};

/// People of one surname that a name is compared with, the latest first.
const MOST: usize = 32;

/// Words of a name that are looked at, the last among them.
const MOST_WORDS: usize = 10;

/// The people found so far.
#[derive(Default)]
pub(super) struct People {
    /// By how the surname sounds.
    by_surname: Map<String, Vec<usize>>,
    /// By how the whole name sounds.
    by_name: Map<String, usize>,
    /// Whom a word of a name meant last.
    last: Map<String, usize>,
    /// For each person, the sentence of the first mention and the number of
    /// mentions so far.
    told: Vec<(usize, u32)>,
}

/// A person's name in parts.
struct Parts<'a> {
    words: Vec<&'a str>,
    keys: Vec<String>,
    suffix: Option<&'a str>,
}

impl People {
    /// Links full names, then bare ones.
    pub(super) fn link(mut self, linker: &mut Linker<'_>) {
        for at in 0..linker.named.len() {
            let name = &linker.named[at];
            if name.kind == EntityKind::Person {
                let parts = parts(linker, name);
                if 1 < parts.words.len() {
                    linker.entity_of[at] = self.full_name(linker, name, parts);
                }
            }
        }
        for at in 0..linker.named.len() {
            if linker.named[at].kind == EntityKind::Person {
                self.settle(linker, at);
            }
        }
    }

    fn full_name<'a>(&mut self, linker: &mut Linker<'a>, name: &Named, parts: Parts<'a>) -> usize {
        let whole = parts.keys.join(" ");
        let surname = parts.keys.last().cloned().unwrap_or_default();
        let gender = linker.gender_beside(name);
        let names = &linker.words.language.names;
        let fits = |it: usize| agree(names, &linker.drafts[it], &parts, gender);
        let exact = self.by_name.get(&whole).copied().filter(|&it| fits(it));
        let same = self.by_surname.get(&surname).into_iter().flatten();
        let known = exact.or_else(|| same.rev().take(MOST).copied().find(|&it| fits(it)));
        let printed = linker.words.phrase(&name.tokens);
        let person = if let Some(known) = known {
            let draft = &mut linker.drafts[known];
            if weight(&draft.name) < weight(&parts.words) {
                draft.printed = printed;
                (draft.name, draft.keys) = (parts.words, parts.keys);
            }
            draft.suffix = draft.suffix.or(parts.suffix);
            known
        } else {
            let given = names.gender(parts.words[0]);
            self.open(linker, printed, parts, gender.or(given))
        };
        self.by_name.insert(whole, person);
        person
    }

    fn open<'a>(
        &mut self,
        linker: &mut Linker<'a>,
        printed: &'a str,
        parts: Parts<'a>,
        gender: Option<Gender>,
    ) -> usize {
        let surname = parts.keys.last().cloned().unwrap_or_default();
        let mut draft = Draft::new(EntityKind::Person, None, printed);
        draft.gender = gender;
        draft.suffix = parts.suffix;
        (draft.name, draft.keys) = (parts.words, parts.keys);
        let person = linker.start(draft);
        self.by_surname.entry(surname).or_default().push(person);
        person
    }

    /// Bare names join the person of that name mentioned last before, or
    /// else first after.
    fn settle(&mut self, linker: &mut Linker<'_>, at: usize) {
        let name = &linker.named[at];
        if linker.entity_of[at] == NONE {
            let parts = parts(linker, name);
            let gender = linker.gender_beside(name);
            let known = self.bearer(linker, &parts, gender);
            let printed = linker.words.phrase(&name.tokens);
            let person = known.unwrap_or_else(|| self.open(linker, printed, parts, gender));
            linker.entity_of[at] = person;
        }
        let person = linker.entity_of[at];
        let start = name.tokens.start;
        let sentence = linker.sentences.partition_point(|it| it.end <= start);
        if self.told.len() <= person {
            self.told.resize(person + 1, (sentence, 0));
        }
        if self.told[person].1 == 0 {
            self.told[person].0 = sentence;
        }
        self.told[person].1 += 1;
        for key in &linker.drafts[person].keys {
            match self.last.get_mut(key) {
                Some(last) => *last = person,
                None => drop(self.last.insert(key.clone(), person)),
            }
        }
    }

    /// The person that a bare name means.
    fn bearer(
        &self,
        linker: &Linker<'_>,
        parts: &Parts<'_>,
        gender: Option<Gender>,
    ) -> Option<usize> {
        let key = parts.keys.last()?;
        let suits = |it: usize| {
            let draft = &linker.drafts[it];
            let own = draft.gender;
            gender.is_none() || own.is_none_or(|own| Some(own) == gender)
        };
        let last = self.last.get(key).copied().filter(|&it| suits(it));
        let same = || self.by_surname.get(key).into_iter().flatten().take(MOST);
        let mut known = same().copied().filter(|&it| suits(it));
        let first = known.next();
        let rest = known.fold(first, |best, it| best.map(|best| self.likelier(best, it)));
        let latest = last.filter(|it| linker.drafts[*it].keys.last() == Some(key));
        match (rest, latest) {
            // Of those told of alike, the last mentioned.
            (Some(rest), Some(latest)) => Some(self.likelier(latest, rest)),
            (rest, _) => rest.or(last),
        }
    }

    /// Of two of one surname, whom a bare surname means: who was named more
    /// often so far, or in an earlier sentence first.
    fn likelier(&self, one: usize, other: usize) -> usize {
        let told = |it: usize| self.told.get(it).copied().unwrap_or_default();
        let (known, new) = (told(one), told(other));
        let more = known.1 < new.1 || (known.1 == new.1 && 0 < new.1 && new.0 < known.0);
        if more { other } else { one }
    }
}

/// A person's words without honorifics, offices, dots and suffix.
fn parts<'a>(linker: &Linker<'a>, name: &Named) -> Parts<'a> {
    let words = linker.words;
    let mut tokens = name.tokens.clone();
    while 1 < tokens.len() && (words.is_honorific(tokens.start) || words.is_head(tokens.start)) {
        tokens.start += 1;
    }
    let mut suffix = None;
    let mut kept: Vec<&str> = Vec::with_capacity(tokens.len());
    for at in tokens.clone() {
        let word = words.word(at).trim_end_matches('.');
        if !word.starts_with(char::is_alphabetic)
            || words.tokens[at].kind == rapporteur_text::TokenKind::Clitic
        {
            continue;
        }
        if is_suffix(word) && !kept.is_empty() {
            suffix = Some(word);
        } else if !(words.is_honorific(at) && 1 < tokens.len()) || tokens.end == at + 1 {
            kept.push(word);
        }
    }
    if MOST_WORDS < kept.len() {
        kept.drain(MOST_WORDS - 1..kept.len() - 1);
    }
    if kept.is_empty() {
        kept.push(words.word(tokens.start));
    }
    Parts {
        keys: kept.iter().map(|word| spelling::key(word)).collect(),
        words: kept,
        suffix,
    }
}

/// Whether a name can be that person's: given names are equal, one is the
/// other's initial or short for it, as far as both have them; and nothing
/// says that it is a father's or a spouse's.
fn agree(names: &Names, known: &Draft<'_>, name: &Parts<'_>, gender: Option<Gender>) -> bool {
    let apart = |one: Option<&str>, other: Option<&str>| {
        one.is_some_and(|one| other.is_some_and(|other| one != other))
    };
    let genders = gender.is_some_and(|it| known.gender.is_some_and(|own| own != it));
    if genders || apart(known.suffix, name.suffix) {
        return false;
    }
    let one = (&known.name[..], &known.keys[..]);
    let other = (&name.words[..], &name.keys[..]);
    let ((short, keys), (long, long_keys)) = if one.0.len() <= other.0.len() {
        (one, other)
    } else {
        (other, one)
    };
    let (Some(first), Some(key)) = (short.first(), keys.first()) else {
        return false;
    };
    let middles = |words: &[&str]| {
        let middle = words.get(1).filter(|_| 2 < words.len());
        middle.and_then(|it| it.chars().next())
    };
    let middle = middles(short).is_none_or(|it| middles(long).is_none_or(|other| it == other));
    let same = key == &long_keys[0] || same_given(names, first, long[0]);
    let inner = long_keys[..long.len() - 1].contains(key);
    (same && middle) || (1 < short.len() && short.len() < long.len() && inner)
}

fn same_given(names: &Names, one: &str, other: &str) -> bool {
    let initial = |word: &str| word.chars().filter(|it| it.is_alphabetic()).count() == 1;
    let first = |word: &str| word.chars().next();
    let close = || names.gender(one) == names.gender(other) && is_slip(one, other);
    close()
        || ((initial(one) || initial(other)) && first(one) == first(other))
        || names.is_short_for(one, other)
        || names.is_short_for(other, one)
}

/// Whether two long words differ in one letter amid them ("Kristin",
/// "Kristen").
fn is_slip(one: &str, other: &str) -> bool {
    let same_length = one.len() == other.len() && 6 <= one.len() && one.is_ascii();
    let pairs = || one.bytes().zip(other.bytes());
    let ends = one.as_bytes().last() == other.as_bytes().last()
        && one.as_bytes().first() == other.as_bytes().first();
    same_length && ends && pairs().filter(|(one, other)| one != other).count() == 1
}

/// How much a name tells: words that are no initials, then letters.
fn weight(name: &[&str]) -> (usize, usize) {
    let whole = name.iter().filter(|word| 1 < word.chars().count()).count();
    (whole, name.iter().map(|word| word.len()).sum())
}
