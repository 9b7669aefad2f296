//! Titles and offices of people.
//!
//! Input: `data/names/titles.txt`. What always holds: words are looked up in
//! small letters, without a final dot.

use std::collections::{HashMap, HashSet};

use crate::names::Gender;
use crate::punctuation::entries;

type Map<V> = HashMap<&'static str, V, foldhash::fast::FixedState>;
type Set = HashSet<&'static str, foldhash::fast::FixedState>;

/// Titles and offices.
#[derive(Debug)]
pub struct Titles {
    honorifics: Set,
    genders: Map<Gender>,
    apposed: Map<Gender>,
    heads: Set,
    before: Set,
    short: Map<&'static str>,
}

impl Titles {
    /// The lists that are built in.
    pub(crate) fn embedded() -> Self {
        let mut titles = Self {
            honorifics: Set::default(),
            genders: Map::default(),
            apposed: Map::default(),
            heads: Set::default(),
            before: Set::default(),
            short: Map::default(),
        };
        for line in entries(include_str!("../data/names/titles.txt")) {
            if let Some((list, words)) = line.split_once(':') {
                titles.add(list, words.trim());
            }
        }
        titles
    }

    fn add(&mut self, list: &str, words: &'static str) {
        if list == "short" {
            self.short.extend(words.split_once('='));
            return;
        }
        for word in words.split_whitespace() {
            match list {
                "honorific" => drop(self.honorifics.insert(word)),
                "man" => drop(self.genders.insert(word, Gender::Man)),
                "woman" => drop(self.genders.insert(word, Gender::Woman)),
                "he" => drop(self.apposed.insert(word, Gender::Man)),
                "she" => drop(self.apposed.insert(word, Gender::Woman)),
                "head" => drop(self.heads.insert(word)),
                "before" => drop(self.before.insert(word)),
                _ => {}
            }
        }
    }

    /// Whether `word` stands before a name and is no office: "mr", "dr".
    pub fn is_honorific(&self, word: &str) -> bool {
        self.honorifics.contains(word) || self.genders.contains_key(word)
    }

    /// The gender that `word` says: "mrs", "spokesman".
    pub fn gender(&self, word: &str) -> Option<Gender> {
        self.genders.get(word).copied()
    }

    /// The gender that `word` says behind a name: "a widow", "a spokesman".
    pub fn gender_apposed(&self, word: &str) -> Option<Gender> {
        self.gender(word).or(self.apposed.get(word).copied())
    }

    /// Whether `word` is the last word of an office.
    pub fn is_head(&self, word: &str) -> bool {
        self.heads.contains(word)
    }

    /// Whether `word` may belong to an office before its last word.
    pub fn is_before(&self, word: &str) -> bool {
        self.before.contains(word)
    }

    /// The office that the acronym `word` stands for.
    pub fn expansion(&self, word: &str) -> Option<&'static str> {
        self.short.get(word).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acronyms_of_offices_are_heads_and_have_an_expansion() {
        let titles = Titles::embedded();
        assert!(titles.is_head("pm"));
        assert_eq!(titles.expansion("pm"), Some("prime minister"));
        assert_eq!(titles.gender("mrs"), Some(Gender::Woman));
        assert!(titles.is_honorific("dr") && titles.is_before("deputy"));
    }
}
