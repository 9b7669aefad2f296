//! What page furniture and the trimmings of reports look like.
//!
//! Input: `data/cleaning.toml` (rules with their examples), and lists of
//! agencies, cities, furniture and function words, an entry a line. Output:
//! [`Cleaning`]. What always holds: matching one line costs its words times
//! the patterns, whatever the line.

use std::collections::{BTreeMap, HashSet};

use rapporteur_text::Cut;
use serde::Deserialize;

/// Words that `*` may stand for.
const GAP: usize = 8;

/// Words and rules for reading pages and cleaning reports.
#[derive(Debug)]
pub struct Cleaning {
    /// Words of class and id names of page furniture, lower case.
    pub furniture: HashSet<&'static str>,
    /// Cities that datelines name, lower case.
    pub cities: HashSet<String>,
    /// Agencies' usual names with the spellings that credit them.
    pub agencies: Vec<(&'static str, Vec<&'static str>)>,
    /// Languages by tag, each with its function words.
    pub function_words: Vec<(&'static str, HashSet<&'static str>)>,
    /// How program text begins.
    pub script_openers: Vec<String>,
    /// Words that stand beside a date on a line of its own, lower case.
    pub date_labels: HashSet<String>,
    /// Capitals before a colon that are no place, lower case.
    pub not_places: HashSet<String>,
    /// How a report says where it was taken from.
    pub syndication: Syndication,
    /// Words that give what a line says to somebody, lower case, with the
    /// spaces around them.
    attributions: Vec<String>,
    rules: Vec<Rule>,
    /// Names of agencies in lower-case words, one blank between two.
    agency_names: HashSet<String>,
    /// Rules by the first word of their patterns, which may be a sign.
    by_first: BTreeMap<String, Vec<(usize, usize)>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    script_openers: Vec<String>,
    date_labels: HashSet<String>,
    not_places: HashSet<String>,
    attributions: Vec<String>,
    syndication: Syndication,
    rule: Vec<Raw>,
}

/// How a report says where it was taken from, lower case.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Syndication {
    /// What such a line calls the report: "this story".
    pub subjects: Vec<String>,
    /// What stands before the outlet's name: "originally published by".
    pub marks: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Raw {
    cut: String,
    at: At,
    most: usize,
    patterns: Vec<String>,
    #[serde(default)]
    only_bracketed: bool,
    #[serde(default)]
    only_labelled: bool,
    #[serde(default)]
    only_dated: bool,
    #[serde(default)]
    only_slashed: bool,
    #[serde(default)]
    only_enclosed: bool,
    #[cfg_attr(not(test), expect(dead_code, reason = "run as tests"))]
    examples: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "run as tests"))]
    counter: Vec<String>,
}

/// Where in the line a pattern stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum At {
    Start,
    End,
    Whole,
    Anywhere,
}

#[derive(Debug)]
struct Rule {
    cut: Cut,
    patterns: Vec<Vec<String>>,
    raw: Raw,
}

impl Cleaning {
    /// The data that is built in.
    ///
    /// # Panics
    /// Never in a build whose tests pass: the file is parsed by one.
    pub fn embedded() -> Self {
        let file: File = toml::from_str(include_str!("../data/cleaning.toml"))
            .expect("data/cleaning.toml is parsed by a test");
        let rules: Vec<Rule> = file.rule.into_iter().map(Rule::new).collect();
        let agencies: Vec<_> = listed(include_str!("../data/agencies.tsv"), '\t');
        let names = agencies.iter().flat_map(|(_, aliases)| aliases);
        let agency_names = names.map(|it| words(it).join(" ")).collect();
        Self {
            agency_names,
            furniture: include_str!("../data/page-furniture.txt").lines().collect(),
            cities: include_str!("../data/dateline-cities.txt")
                .lines()
                .map(str::to_lowercase)
                .collect(),
            agencies,
            function_words: listed(include_str!("../data/function-words.tsv"), ' ')
                .into_iter()
                .map(|(tag, words)| (tag, words.into_iter().collect()))
                .collect(),
            script_openers: file.script_openers,
            date_labels: file.date_labels,
            not_places: file.not_places,
            syndication: file.syndication,
            attributions: file.attributions,
            by_first: by_first(&rules),
            rules,
        }
    }

    /// Why `line` is no reporting, by the first rule that fits; `dated` says
    /// whether it holds a full date.
    pub fn why(&self, line: &str, dated: bool) -> Option<Cut> {
        let words = words(line);
        let mut tried: Vec<(usize, usize)> = Vec::new();
        for first in words
            .iter()
            .map(String::as_str)
            .chain(["*", "#", "@agency"])
        {
            tried.extend(self.by_first.get(first).into_iter().flatten());
        }
        tried.sort_unstable();
        tried.dedup();
        tried
            .into_iter()
            .find(|&(rule, pattern)| self.fits(&self.rules[rule], pattern, line, &words, dated))
            .map(|(rule, _)| self.rules[rule].cut)
    }

    fn fits(&self, rule: &Rule, pattern: usize, line: &str, words: &[String], dated: bool) -> bool {
        let raw = &rule.raw;
        if raw.most < words.len()
            || (raw.only_bracketed && !bracketed(line))
            || (raw.only_enclosed && !(bracketed(line) && line.starts_with(['(', '['])))
            || (raw.only_dated && !dated)
            || (raw.only_slashed && !self.is_slashed(line))
        {
            return false;
        }
        let pattern = &rule.patterns[pattern];
        let starts = match raw.at {
            At::Start | At::Whole => 0..=0,
            At::End | At::Anywhere => 0..=words.len(),
        };
        let fits = starts.into_iter().any(|from| {
            let whole = matches!(raw.at, At::End | At::Whole);
            self.matches(pattern, &words[from..], whole)
                .is_some_and(|len| !raw.only_labelled || labelled(line, from + len))
        });
        // Last, since it looks at every word of the line.
        fits && !(asks(rule.cut) && self.attributes(line))
    }

    /// How many words the pattern takes from the front, all where `whole`.
    fn matches(&self, pattern: &[String], words: &[String], whole: bool) -> Option<usize> {
        let Some((first, rest)) = pattern.split_first() else {
            return (!whole || words.is_empty()).then_some(0);
        };
        let taken = |len: usize| Some(len + self.matches(rest, words.get(len..)?, whole)?);
        match first.as_str() {
            "*" => (0..=GAP.min(words.len())).find_map(taken),
            "#" => words
                .first()
                .filter(|it| it.bytes().all(|b| b.is_ascii_digit()))
                .and_then(|_| taken(1)),
            "@agency" => (1..=4.min(words.len()))
                .find_map(|len| self.is_agency(&words[..len]).then(|| taken(len))?),
            word => (words.first()? == word).then(|| taken(1))?,
        }
    }

    /// Whether the line ends as a picture's credit does: "Jo Orr/Reuters".
    fn is_slashed(&self, line: &str) -> bool {
        let agency = line.rsplit('/').next().unwrap_or_default();
        agency.len() < line.len() && self.is_agency(&words(agency))
    }

    /// Whether the line gives what it says to somebody: "…, he said".
    fn attributes(&self, line: &str) -> bool {
        let line = line.to_lowercase();
        self.attributions
            .iter()
            .any(|it| line.contains(it.as_str()))
    }

    /// Whether lower-case words are an agency's name.
    fn is_agency(&self, name: &[String]) -> bool {
        self.agency_names.contains(&name.join(" "))
    }
}

impl Rule {
    fn new(raw: Raw) -> Self {
        let cut = Cut::ALL.into_iter().find(|it| it.as_str() == raw.cut);
        let split = |it: &String| it.split(' ').map(str::to_owned).collect();
        Self {
            cut: cut.expect("a test reads every rule's cut"),
            patterns: raw.patterns.iter().map(split).collect(),
            raw,
        }
    }
}

/// Whether cuts of this kind speak to the reader for the outlet; a line that
/// gives its words to somebody else is none of them.
fn asks(cut: Cut) -> bool {
    matches!(
        cut,
        Cut::Promotion | Cut::Navigation | Cut::Comment | Cut::Legal | Cut::Byline
    )
}

fn by_first(rules: &[Rule]) -> BTreeMap<String, Vec<(usize, usize)>> {
    let mut first: BTreeMap<String, Vec<(usize, usize)>> = BTreeMap::new();
    for (rule, it) in rules.iter().enumerate() {
        for (pattern, words) in it.patterns.iter().enumerate() {
            first
                .entry(words[0].clone())
                .or_default()
                .push((rule, pattern));
        }
    }
    first
}

/// Lines of a tab-separated table: the first field, and the parts of the rest.
fn listed(table: &'static str, mark: char) -> Vec<(&'static str, Vec<&'static str>)> {
    table
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .map(|(name, rest)| (name, rest.split(mark).collect()))
        .collect()
}

/// Runs of letters and digits, lower case; "©" and a leading "-" count.
fn words(line: &str) -> Vec<String> {
    line.split(|it: char| !it.is_alphanumeric() && it != '©')
        .filter(|it| !it.is_empty())
        .take(100)
        .map(str::to_lowercase)
        .collect()
}

/// Whether the line is in brackets, or its end is.
fn bracketed(line: &str) -> bool {
    line.trim_end_matches('.').ends_with([')', ']'])
}

/// Whether a colon, bar or dash follows the first `count` words.
fn labelled(line: &str, count: usize) -> bool {
    let mut seen = 0;
    let mut inside = false;
    for character in line.chars() {
        let word = character.is_alphanumeric() || character == '©';
        if inside && !word {
            seen += 1;
            if seen == count {
                return matches!(character, ':' | '|' | '/' | '—' | '–');
            }
        }
        inside = word;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_fits_its_examples_and_no_counter_example() {
        let cleaning = Cleaning::embedded();
        for rule in &cleaning.rules {
            for (lines, expected) in [(&rule.raw.examples, true), (&rule.raw.counter, false)] {
                assert!(!lines.is_empty());
                for line in lines {
                    let dated = line.contains("20");
                    let why = cleaning.why(line, dated);
                    assert_eq!(why.is_some(), expected, "{line}: {why:?}");
                }
            }
        }
    }

    #[test]
    fn agencies_have_spellings() {
        let cleaning = Cleaning::embedded();
        assert!(
            cleaning
                .agencies
                .iter()
                .all(|(_, aliases)| !aliases.is_empty())
        );
        assert!(cleaning.cities.contains("moscow"));
    }
}
