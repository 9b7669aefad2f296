//! Words that collation weighs differently: function words, negations,
//! hedges, titles, and what a count is a count of.
//!
//! Input: `data/collation.toml`. What always holds: words are lower case and
//! sorted sets, as collation normalises them.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

/// Word sets, lower case.
#[derive(Clone, Debug)]
pub struct Collation {
    /// Carry no content: never make two wordings alike.
    pub function: BTreeSet<String>,
    /// Turn a clause round.
    pub negation: BTreeSet<String>,
    /// Make a clause less sure.
    pub hedge: BTreeSet<String>,
    /// Make a clause unsure by themselves, in reported speech, too.
    pub unsure: BTreeSet<String>,
    /// Stems of verbs that say little beside their object: `hold` talks.
    pub light: BTreeSet<String>,
    /// Make a clause sure.
    pub firm: BTreeSet<String>,
    /// Start a clause of its own inside a sentence.
    pub joint: BTreeSet<String>,
    /// Stand before a name and are no part of it.
    pub title: BTreeSet<String>,
    /// Lower-case phrases of a sentence that withdraws what it tells.
    pub correction: Vec<String>,
    /// Number words and ordinals to digits: `seventh` to `7`.
    pub numbers: BTreeMap<String, u32>,
    /// Forms of irregular verbs to the verb: `came` to `come`.
    pub irregular: BTreeMap<String, String>,
    /// Nouns for people that say nothing of what became of them.
    pub person: BTreeSet<String>,
    /// Words to what a count is a count of: `killed` to `dead`.
    pub senses: BTreeMap<String, String>,
}

/// The file as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    function: String,
    negation: String,
    hedge: String,
    unsure: String,
    light: String,
    firm: String,
    joint: String,
    title: String,
    correction: Vec<String>,
    numbers: String,
    ordinals: String,
    irregular: String,
    person: String,
    sense: Vec<Sense>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sense {
    name: String,
    words: String,
}

impl Collation {
    /// The words that are built in.
    ///
    /// # Panics
    /// Never in a build whose tests pass: the file is parsed by one.
    pub fn embedded() -> Self {
        let raw: Raw = toml::from_str(include_str!("../data/collation.toml"))
            .expect("data/collation.toml is parsed by a test");
        Self {
            function: set(&raw.function),
            negation: set(&raw.negation),
            hedge: set(&raw.hedge),
            unsure: set(&raw.unsure),
            light: set(&raw.light),
            firm: set(&raw.firm),
            joint: set(&raw.joint),
            title: set(&raw.title),
            person: set(&raw.person),
            numbers: counted(&raw.numbers)
                .chain(counted(&raw.ordinals))
                .collect(),
            irregular: irregular(&raw.irregular),
            senses: senses(&raw.sense),
            correction: raw.correction,
        }
    }
}

fn set(words: &str) -> BTreeSet<String> {
    words.split_whitespace().map(str::to_owned).collect()
}

/// Each word with its place in the list.
fn counted(words: &str) -> impl Iterator<Item = (String, u32)> {
    words.split_whitespace().map(str::to_owned).zip(0..)
}

/// Lines of a verb and its forms.
fn irregular(lines: &str) -> BTreeMap<String, String> {
    let pairs = lines.lines().flat_map(|line| {
        let mut words = line.split_whitespace();
        let verb = words.next().unwrap_or_default().to_owned();
        words.map(move |form| (form.to_owned(), verb.clone()))
    });
    pairs.collect()
}

fn senses(senses: &[Sense]) -> BTreeMap<String, String> {
    let pairs = senses.iter().flat_map(|sense| {
        let words = sense.words.split_whitespace();
        words.map(|word| (word.to_owned(), sense.name.clone()))
    });
    pairs.collect()
}

#[cfg(test)]
mod tests {
    use super::Collation;

    #[test]
    fn the_embedded_file_parses() {
        let words = Collation::embedded();
        assert!(words.function.contains("the"));
        assert_eq!(words.numbers["seventh"], 7);
        assert_eq!(words.irregular["came"], "come");
        assert_eq!(words.senses["killed"], "dead");
    }
}
