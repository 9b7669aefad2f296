//! Offices: "Indian Foreign Minister", "the Kremlin spokesman", "the EAM".
//!
//! Input: a report's words and names. Output: office phrases, with the
//! country they say. What always holds: an office is read from its own words
//! and its neighbours in the sentence, never guessed.

use std::ops::Range;

use rapporteur_text::{EntityKind, Token};

use super::name::{Named, Words};

/// An office as a report prints it.
#[derive(Clone, Debug)]
pub(super) struct Office {
    /// Its tokens, without article and country.
    pub(super) tokens: Range<usize>,
    /// Its tokens with article and country.
    pub(super) cover: Range<usize>,
    /// The words to compare by, in small letters: "foreign minister".
    pub(super) key: String,
    /// ISO 3166 alpha-3 of the country it says.
    pub(super) country: Option<&'static str>,
}

impl Office {
    /// Whether both print the same office, and no two countries.
    pub(super) fn is(&self, held: &Office) -> bool {
        self.key == held.key && self.agrees(held)
    }

    /// Whether a holder of `held` can be meant by this phrase.
    pub(super) fn may_mean(&self, held: &Office) -> bool {
        const RANKS: [&str; 5] = ["prime", "deputy", "vice", "former", "chief"];
        let (short, long) = (plain(&self.key), plain(&held.key));
        let shortened = long
            .strip_suffix(short.as_str())
            .is_some_and(|rest| rest.ends_with(' '));
        let ranked = RANKS.iter().any(|rank| long.starts_with(rank));
        let one_word = !short.contains(' ');
        self.agrees(held) && (short == long || (shortened && one_word && !ranked))
    }

    fn agrees(&self, held: &Office) -> bool {
        match (self.country, held.country) {
            (Some(one), Some(other)) => one == other,
            _ => true,
        }
    }
}

/// A foreign minister is one under either name.
fn plain(key: &str) -> String {
    key.replace("external affairs", "foreign")
}

/// Reads offices among `named`.
pub(super) struct Offices<'a> {
    pub(super) words: Words<'a>,
    pub(super) named: &'a [Named],
}

impl Offices<'_> {
    /// The office whose last word is the token before `end`, not reaching
    /// below `from`.
    pub(super) fn ending_at(&self, end: usize, from: usize) -> Option<Office> {
        let head = end.checked_sub(1).filter(|&head| from <= head)?;
        if !self.words.is_head(head) {
            return None;
        }
        let mut start = head;
        while let Some(before) = self.before(start, from) {
            start = before;
        }
        let (country, mut cover) = self.country_before(start, from);
        let article = cover.checked_sub(1).filter(|&it| from <= it);
        if article.is_some_and(|it| is_article(self.words.word(it))) {
            cover -= 1;
        }
        let key = self.key(start..end);
        Some(Office {
            tokens: start..end,
            cover: cover..end,
            country: country.or_else(|| self.own_country(start..end)),
            key,
        })
    }

    /// Where the office phrase goes on to the left of `start`.
    fn before(&self, start: usize, from: usize) -> Option<usize> {
        let before = start.checked_sub(1).filter(|&it| from <= it)?;
        let word = self.words.word(before);
        if word == ")" && from + 3 <= before && self.words.word(before - 2) == "(" {
            return self.is_before(before - 3, from).then_some(before - 3);
        }
        self.is_before(before, from).then_some(before)
    }

    fn is_before(&self, at: usize, from: usize) -> bool {
        if at < from {
            return false;
        }
        let small = self.words.small(at);
        if self.words.language.titles.is_before(small.as_str()) {
            return true;
        }
        match self.name_at(at) {
            Some(name) => name.kind == EntityKind::Organisation && name.tokens.len() == 1,
            None => {
                self.words.is_capital(at)
                    && !self
                        .words
                        .language
                        .punctuation
                        .is_opener(self.words.word(at))
                    && !self.words.is_honorific(at)
            }
        }
    }

    /// The name that token `at` belongs to.
    pub(super) fn name_at(&self, at: usize) -> Option<&Named> {
        let next = self.named.partition_point(|name| name.tokens.end <= at);
        self.named
            .get(next)
            .filter(|name| name.tokens.contains(&at))
    }

    /// The country named right before `start`, and where its name starts.
    fn country_before(&self, start: usize, from: usize) -> (Option<&'static str>, usize) {
        let mut at = start;
        if from < at && matches!(self.words.word(at - 1), "'s" | "’s") {
            at -= 1;
        }
        let name = at
            .checked_sub(1)
            .filter(|&it| from <= it)
            .and_then(|it| self.name_at(it));
        let Some(name) = name.filter(|name| from <= name.tokens.start) else {
            return (None, start);
        };
        let phrase = self.words.phrase(&name.tokens);
        let listed = self.words.language.names.listed(phrase);
        let country = listed.filter(|it| {
            matches!(it.kind, EntityKind::Group | EntityKind::Location) && it.code.is_some()
        });
        match country {
            Some(listed) => (listed.code, name.tokens.start),
            None => (None, start),
        }
    }

    /// The country of a seat of government inside the phrase.
    fn own_country(&self, tokens: Range<usize>) -> Option<&'static str> {
        tokens.into_iter().find_map(|at| {
            let listed = self.words.language.names.listed(self.words.word(at))?;
            listed.seat
        })
    }

    /// Words to compare by.
    fn key(&self, tokens: Range<usize>) -> String {
        let mut key = String::new();
        for at in tokens.clone() {
            let small = self.words.small(at);
            let small = small.as_str();
            if small.is_empty() || !small.starts_with(|it: char| it.is_ascii_lowercase()) {
                continue;
            }
            let bracketed = at + 1 < tokens.end && self.words.word(at + 1) == ")";
            if bracketed {
                continue;
            }
            let word = self.words.language.titles.expansion(small).unwrap_or(small);
            if !key.is_empty() {
                key.push(' ');
            }
            key.push_str(word);
        }
        key
    }
}

fn is_article(word: &str) -> bool {
    matches!(
        word,
        "the" | "The" | "a" | "an" | "A" | "An" | "his" | "her" | "His" | "Her" | "their" | "its"
    )
}

/// Tokens of each sentence.
pub(super) fn token_ranges(
    sentences: &[rapporteur_text::Span],
    tokens: &[Token],
) -> Vec<Range<usize>> {
    let mut from = 0;
    sentences
        .iter()
        .map(|sentence| {
            let count = tokens[from..]
                .iter()
                .take_while(|token| token.span.end() <= sentence.end())
                .count();
            from += count;
            from - count..from
        })
        .collect()
}
