//! Rules that find happenings: a pattern of words, the PLOVER type it tells
//! of, and where its actors and recipients stand.
//!
//! Input: `data/events.toml`. Output: [`EventRules`]. Types, modes and contexts
//! are those of the PLOVER codebook (Open Event Data Alliance, draft 0.8,
//! 2021), or our own that begin `x:`. What always holds: every type, mode and
//! context is on the closed lists below; every rule carries an example.

use serde::Deserialize;

use crate::clauses::Clauses;
use crate::pattern::{Pattern, Vocabulary, WordId};

/// PLOVER's sixteen types, then our own.
pub const TYPES: [&str; 23] = [
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
    "x:disaster",
    "x:accident",
    "x:crime",
    "x:court",
    "x:election",
    "x:business",
    "x:sport",
];

/// PLOVER's modes for the types that have any, and those of `x:business`.
pub const MODES: [&str; 54] = [
    "visit",
    "third-party",
    "multilateral",
    "phone",
    "withdraw",
    "release",
    "disarm",
    "ceasefire",
    "access",
    "resign",
    "assist",
    "change",
    "yield",
    "meet",
    "disapprove",
    "investigate",
    "allege",
    "restrict",
    "arrest",
    "relations",
    "expel",
    "territory",
    "violence",
    "demo",
    "riot",
    "strike",
    "hunger",
    "boycott",
    "obstruct",
    "vandalize",
    "convict",
    "discontinue",
    "troops",
    "weapons",
    "police",
    "militia",
    "seize",
    "censor",
    "curfew",
    "martial-law",
    "deport",
    "withhold",
    "beat",
    "abduct",
    "explosives",
    "firearms",
    "heavy-weapons",
    "assassinate",
    "aerial",
    "suicide-attack",
    "merger",
    "results",
    "appointment",
    "layoff",
];

/// PLOVER's contexts, of those that a rule names.
pub const CONTEXTS: [&str; 20] = [
    "military",
    "intelligence",
    "executive",
    "legislative",
    "election",
    "political_institutions",
    "economic",
    "legal",
    "human_rights",
    "rights_freedoms",
    "diplomatic",
    "territory",
    "peacekeeping",
    "health",
    "asylum",
    "disasters",
    "technology",
    "terrorism",
    "crime",
    "humanitarian",
];

/// Where a role is looked for, seen from the trigger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Slot {
    /// Before the verb.
    Subject,
    /// Right after the match.
    Object,
    /// After "with".
    With,
    /// After "to".
    To,
    /// After "by".
    By,
    /// After "of".
    Of,
    /// After "against".
    Against,
    /// After "on" or "upon".
    On,
    /// After "from".
    From,
    /// After "between".
    Between,
    /// After "over".
    Over,
    /// After "in" or "at".
    In,
    /// After "for".
    For,
    /// After "into".
    Into,
    /// The first name within the match.
    Inside,
}

/// One rule as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    mode: Option<String>,
    #[serde(default)]
    context: Vec<String>,
    patterns: Vec<String>,
    #[serde(default)]
    near: Option<String>,
    #[serde(default)]
    unless: Option<String>,
    actor: Option<Vec<Slot>>,
    #[serde(default)]
    recipient: Vec<Slot>,
    #[serde(default)]
    needs: Needs,
    #[serde(default)]
    spoken: bool,
    #[serde(default)]
    reported: bool,
    #[serde(default)]
    mutual: bool,
    #[serde(default)]
    impersonal: bool,
    examples: Vec<String>,
    #[serde(default)]
    counter: Vec<String>,
}

/// Which roles must be filled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Needs {
    /// None.
    Nothing,
    /// An actor.
    #[default]
    Actor,
    /// A recipient.
    Recipient,
    /// An actor or a recipient.
    Either,
    /// Both.
    Both,
    /// Two parties in all, in whichever role.
    Two,
}

/// One rule.
#[derive(Debug)]
pub struct EventRule {
    /// `event.` and the rule's name.
    pub id: &'static str,
    /// PLOVER type or `x:` type.
    pub kind: &'static str,
    /// Mode.
    pub mode: Option<&'static str>,
    /// Contexts.
    pub context: Vec<&'static str>,
    /// Words that must stand in the clause, if any are listed.
    pub near: Vec<WordId>,
    /// Words that must not stand in the clause.
    pub unless: Vec<WordId>,
    /// Where actors stand, first that is filled.
    pub actor: Vec<Slot>,
    /// Where recipients stand, first that is filled.
    pub recipient: Vec<Slot>,
    /// Which roles must be filled.
    pub needs: Needs,
    /// A speaker's own words inside quotation marks count.
    pub spoken: bool,
    /// The content of an indirect statement counts.
    pub reported: bool,
    /// What the parties do is one happening whoever is named first.
    pub mutual: bool,
    /// The subject is a thing ("a blast", "the bill"), never an actor.
    pub impersonal: bool,
    /// Sentences that it codes, in the tests' markup.
    pub examples: Vec<String>,
    /// Sentences that it must not code.
    pub counter: Vec<String>,
}

/// All rules, found by the words they start with.
#[derive(Debug)]
pub struct EventRules {
    rules: Vec<EventRule>,
    patterns: Vec<(Pattern, usize)>,
    /// By word id: the patterns that it can start, in file order.
    starts: Vec<Vec<u32>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    rule: Vec<Written>,
}

impl EventRules {
    /// The rules that are built in; their words are added to `vocabulary`.
    ///
    /// # Panics
    /// Never in a build whose tests pass: the file is parsed by one.
    pub fn embedded(vocabulary: &mut Vocabulary, clauses: &Clauses) -> Self {
        let file: File = toml::from_str(include_str!("../data/events.toml"))
            .expect("data/events.toml is parsed by a test");
        let (mut rules, mut patterns) = (Vec::new(), Vec::new());
        for written in file.rule {
            for pattern in &written.patterns {
                let pattern = vocabulary.parse(pattern, clauses);
                let pattern = pattern.expect("every pattern of data/events.toml is tested");
                patterns.push((pattern, rules.len()));
            }
            rules.push(rule(written, vocabulary));
        }
        let starts = starts(patterns.iter().map(|(pattern, _)| pattern));
        Self {
            rules,
            patterns,
            starts,
        }
    }

    /// Every rule, in file order.
    pub fn rules(&self) -> &[EventRule] {
        &self.rules
    }

    /// The patterns that `word` can start, with their rules, in file order.
    pub fn starting_with(&self, word: WordId) -> impl Iterator<Item = (&Pattern, &EventRule)> {
        let starts = self.starts.get(word.0 as usize);
        starts.into_iter().flatten().map(|&ix| {
            let (pattern, rule) = &self.patterns[ix as usize];
            (pattern, &self.rules[*rule])
        })
    }
}

/// For each word id, the patterns that it can start.
pub(crate) fn starts<'a>(patterns: impl Iterator<Item = &'a Pattern>) -> Vec<Vec<u32>> {
    let mut starts: Vec<Vec<u32>> = Vec::new();
    for (ix, pattern) in patterns.enumerate() {
        for word in pattern.anchors() {
            let word = word.0 as usize;
            if starts.len() <= word {
                starts.resize(word + 1, Vec::new());
            }
            starts[word].push(ix as u32);
        }
    }
    starts
}

/// Rules are read once and live as long as the program, so their names may be
/// borrowed from it.
pub(crate) fn lasting(name: String) -> &'static str {
    Box::leak(name.into_boxed_str())
}

fn rule(written: Written, vocabulary: &mut Vocabulary) -> EventRule {
    let context = written.context.iter();
    EventRule {
        id: lasting(format!("event.{}", written.id)),
        kind: on_list(&TYPES, &written.kind),
        mode: written.mode.as_deref().map(|mode| on_list(&MODES, mode)),
        context: context.map(|name| on_list(&CONTEXTS, name)).collect(),
        near: words(written.near.as_deref(), vocabulary),
        unless: words(written.unless.as_deref(), vocabulary),
        actor: written.actor.unwrap_or_else(|| vec![Slot::Subject]),
        recipient: written.recipient,
        needs: written.needs,
        spoken: written.spoken,
        reported: written.reported,
        mutual: written.mutual,
        impersonal: written.impersonal,
        examples: written.examples,
        counter: written.counter,
    }
}

/// Takes in the words of a list that is split at blanks.
pub(crate) fn words(list: Option<&str>, vocabulary: &mut Vocabulary) -> Vec<WordId> {
    let list = list.unwrap_or_default().split_whitespace();
    list.map(|word| vocabulary.word(word)).collect()
}

pub(crate) fn on_list(list: &[&'static str], name: &str) -> &'static str {
    let found = list.iter().find(|known| **known == name);
    found.expect("every type, mode and context of data/events.toml is tested")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_parses_and_carries_an_example() {
        let clauses = Clauses::embedded();
        let rules = EventRules::embedded(&mut Vocabulary::default(), &clauses);
        assert!(!rules.rules().is_empty());
        for rule in rules.rules() {
            assert!(!rule.examples.is_empty(), "{} has no example", rule.id);
        }
    }

    #[test]
    fn rules_have_names_of_their_own() {
        let clauses = Clauses::embedded();
        let rules = EventRules::embedded(&mut Vocabulary::default(), &clauses);
        let mut names: Vec<_> = rules.rules().iter().map(|rule| rule.id).collect();
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
