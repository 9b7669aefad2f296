//! Patterns over the tokens of a clause, as the rules of events and
//! commitments write them.
//!
//! | written | matches |
//! |---|---|
//! | `talks\|meeting` | one of these words, in any case |
//! | `~meet\|~visit` | any form of these verbs |
//! | `nearly?` | the words, or nothing |
//! | `*6` | up to six tokens of one clause |
//! | `$per $loc $org $grp $ent` | a person, place, body, people or any name |
//! | `$num $time` | a number, a temporal expression |
//!
//! What always holds: a pattern's first element is words, so that rules are
//! found by the word a token is.

use std::collections::HashMap;

use crate::clauses::{Clauses, Form};

/// Numbers a word that some pattern holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WordId(pub u32);

/// One step of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Element {
    /// One of these words, sorted; `verb` when written with `~`.
    Words {
        /// The words.
        words: Vec<WordId>,
        /// Whether they are forms of verbs.
        verb: bool,
        /// Whether the step may be left out.
        optional: bool,
    },
    /// Up to so many tokens.
    Gap(usize),
    /// A name of this sort.
    Name(Sort),
    /// A number.
    Number,
    /// A temporal expression.
    Time,
}

/// Sorts of name that a pattern can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Any.
    Any,
    /// A person.
    Person,
    /// A place.
    Location,
    /// A body.
    Organisation,
    /// A nationality or group.
    Group,
}

/// A parsed pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// The steps; the first is words.
    pub elements: Vec<Element>,
}

impl Pattern {
    /// The words that can start a match.
    pub fn anchors(&self) -> &[WordId] {
        match self.elements.first() {
            Some(Element::Words { words, .. }) => words,
            _ => &[],
        }
    }
}

/// The words of all patterns, numbered, and the verb forms among them.
#[derive(Debug, Default)]
pub struct Vocabulary {
    ids: HashMap<String, WordId>,
    forms: Vec<Form>,
}

impl Vocabulary {
    /// The number of a lower-case word.
    pub fn id(&self, word: &str) -> Option<WordId> {
        self.ids.get(word).copied()
    }

    /// Takes in one lower-case word.
    pub fn word(&mut self, word: &str) -> WordId {
        self.take(word, Form::default())
    }

    /// What the word can be as a verb; nothing when no pattern uses it as one.
    pub fn form(&self, word: WordId) -> Form {
        self.forms[word.0 as usize]
    }

    /// Parses a pattern and takes in its words; says what is wrong with one
    /// that does not parse.
    pub fn parse(&mut self, pattern: &str, clauses: &Clauses) -> Result<Pattern, String> {
        let elements = pattern
            .split_whitespace()
            .map(|part| self.element(part, clauses))
            .collect::<Result<Vec<_>, _>>()?;
        match elements.first() {
            Some(Element::Words {
                optional: false, ..
            }) => Ok(Pattern { elements }),
            _ => Err(format!("`{pattern}` does not start with words")),
        }
    }

    fn element(&mut self, part: &str, clauses: &Clauses) -> Result<Element, String> {
        if let Some(most) = part.strip_prefix('*') {
            let most = most.parse().map_err(|_| format!("`{part}` is no gap"))?;
            return Ok(Element::Gap(most));
        }
        if let Some(sort) = part.strip_prefix('$') {
            return sort_of(sort).ok_or_else(|| format!("`{part}` is no sort of name"));
        }
        let optional = part.ends_with('?');
        let (mut words, mut verb) = (Vec::new(), false);
        for word in part.trim_end_matches('?').split('|') {
            match word.strip_prefix('~') {
                Some(base) => {
                    verb = true;
                    words.extend(self.verb(base, clauses));
                }
                None => words.push(self.take(word, Form::default())),
            }
        }
        words.sort_unstable();
        words.dedup();
        Ok(Element::Words {
            words,
            verb,
            optional,
        })
    }

    fn verb(&mut self, base: &str, clauses: &Clauses) -> Vec<WordId> {
        let forms = clauses.forms(base);
        forms
            .into_iter()
            .map(|(word, form)| self.take(&word, form))
            .collect()
    }

    fn take(&mut self, word: &str, form: Form) -> WordId {
        let next = WordId(self.forms.len() as u32);
        let id = *self.ids.entry(word.to_string()).or_insert(next);
        if id == next {
            self.forms.push(Form::default());
        }
        let known = &mut self.forms[id.0 as usize];
        *known = known.and(form);
        id
    }
}

fn sort_of(sort: &str) -> Option<Element> {
    Some(match sort {
        "ent" => Element::Name(Sort::Any),
        "per" => Element::Name(Sort::Person),
        "loc" => Element::Name(Sort::Location),
        "org" => Element::Name(Sort::Organisation),
        "grp" => Element::Name(Sort::Group),
        "num" => Element::Number,
        "time" => Element::Time,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_open_into_their_forms() {
        let clauses = Clauses::embedded();
        let mut vocabulary = Vocabulary::default();
        let pattern = vocabulary.parse("~hold *6 talks|meeting", &clauses);
        let pattern = pattern.expect("parses");
        let held = vocabulary.id("held").expect("is a form of hold");
        assert!(pattern.anchors().contains(&held));
        assert!(vocabulary.form(held).any(Form::PAST));
        assert_eq!(pattern.elements[1], Element::Gap(6));
    }

    #[test]
    fn a_pattern_starts_with_words() {
        let clauses = Clauses::embedded();
        let mut vocabulary = Vocabulary::default();
        assert!(vocabulary.parse("*3 talks", &clauses).is_err());
        assert!(vocabulary.parse("$per met", &clauses).is_err());
        assert!(vocabulary.parse("met $who", &clauses).is_err());
    }
}
