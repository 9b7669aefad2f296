//! Rules that find commitments: a cue, how firm it is, and which part of the
//! clause says what is to be done.
//!
//! Input: `data/commitments.toml`. Output: [`CommitmentRules`]. What always
//! holds: every rule carries an example.

use rapporteur_text::CommitmentStatus;
use serde::Deserialize;

use crate::clauses::Clauses;
use crate::events::{Slot, lasting, starts, words};
use crate::pattern::{Pattern, Vocabulary, WordId};

/// Which words are the action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// From the end of the match to the end of the clause.
    After,
    /// The whole clause, subject included.
    Clause,
    /// From the cue to the end of the clause.
    Cue,
}

/// What the verb group of the cue must be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tense {
    /// Anything that is no possibility and not negated.
    #[default]
    Any,
    /// To come: "will", "would" after a reporting verb, "is to".
    Future,
    /// Been and gone, or now.
    Past,
}

/// Which verbs a rule over the parse takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Parsed {
    /// Those that "will" or "is to" governs.
    Future,
    /// Those of timetables, in the present.
    Timetable,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: String,
    status: String,
    #[serde(default)]
    patterns: Vec<String>,
    parsed: Option<Parsed>,
    #[serde(default)]
    verbs: String,
    #[serde(default)]
    except: String,
    #[serde(default)]
    unless: Option<String>,
    action: Action,
    #[serde(default)]
    tense: Tense,
    #[serde(default)]
    needs_due: bool,
    #[serde(default)]
    needs_act: bool,
    #[serde(default)]
    speaker_acts: bool,
    #[serde(default)]
    to: Vec<Slot>,
    examples: Vec<String>,
    #[serde(default)]
    counter: Vec<String>,
}

/// One rule.
#[derive(Debug)]
pub struct CommitmentRule {
    /// `commitment.` and the rule's name.
    pub id: &'static str,
    /// How firm.
    pub status: CommitmentStatus,
    /// Which verbs of the parse it takes, if any.
    pub parsed: Option<Parsed>,
    /// Dictionary forms of the only verbs that it takes of the parse.
    pub verbs: Vec<String>,
    /// Dictionary forms of verbs that it leaves.
    pub except: Vec<String>,
    /// Words that must not stand in the clause.
    pub unless: Vec<WordId>,
    /// Which words are the action.
    pub action: Action,
    /// What the verb group must be.
    pub tense: Tense,
    /// A time to come must stand in the clause.
    pub needs_due: bool,
    /// The action must be one: an infinitive, or a clause with "will".
    pub needs_act: bool,
    /// Without a subject the speaker is who.
    pub speaker_acts: bool,
    /// Where the other side stands, first that is filled.
    pub to: Vec<Slot>,
    /// Sentences that it finds, in the tests' markup.
    pub examples: Vec<String>,
    /// Sentences that it must not find.
    pub counter: Vec<String>,
}

/// All rules, found by the words they start with.
#[derive(Debug)]
pub struct CommitmentRules {
    rules: Vec<CommitmentRule>,
    patterns: Vec<(Pattern, usize)>,
    starts: Vec<Vec<u32>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    rule: Vec<Written>,
}

impl CommitmentRules {
    /// The rules that are built in; their words are added to `vocabulary`.
    ///
    /// # Panics
    /// Never in a build whose tests pass: the file is parsed by one.
    pub fn embedded(vocabulary: &mut Vocabulary, clauses: &Clauses) -> Self {
        let file: File = toml::from_str(include_str!("../data/commitments.toml"))
            .expect("data/commitments.toml is parsed by a test");
        let (mut rules, mut patterns) = (Vec::new(), Vec::new());
        for written in file.rule {
            for pattern in &written.patterns {
                let pattern = vocabulary.parse(pattern, clauses);
                let pattern = pattern.expect("every pattern of data/commitments.toml is tested");
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
    pub fn rules(&self) -> &[CommitmentRule] {
        &self.rules
    }

    /// The patterns that `word` can start, with their rules, in file order.
    pub fn starting_with(&self, word: WordId) -> impl Iterator<Item = (&Pattern, &CommitmentRule)> {
        let starts = self.starts.get(word.0 as usize);
        starts.into_iter().flatten().map(|&ix| {
            let (pattern, rule) = &self.patterns[ix as usize];
            (pattern, &self.rules[*rule])
        })
    }
}

fn rule(written: Written, vocabulary: &mut Vocabulary) -> CommitmentRule {
    CommitmentRule {
        id: lasting(format!("commitment.{}", written.id)),
        status: status(&written.status),
        parsed: written.parsed,
        verbs: list(&written.verbs),
        except: list(&written.except),
        unless: words(written.unless.as_deref(), vocabulary),
        action: written.action,
        tense: written.tense,
        needs_due: written.needs_due,
        needs_act: written.needs_act,
        speaker_acts: written.speaker_acts,
        to: written.to,
        examples: written.examples,
        counter: written.counter,
    }
}

fn list(words: &str) -> Vec<String> {
    words.split_whitespace().map(str::to_owned).collect()
}

fn status(word: &str) -> CommitmentStatus {
    use CommitmentStatus::{Agreed, Cancelled, Denied, Done, Planned, Promised, Proposed, Signed};
    let all = [
        Proposed, Planned, Promised, Agreed, Signed, Done, Cancelled, Denied,
    ];
    let found = all.into_iter().find(|status| status.as_str() == word);
    found.expect("every status of data/commitments.toml is tested")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_parses_and_carries_an_example() {
        let clauses = Clauses::embedded();
        let rules = CommitmentRules::embedded(&mut Vocabulary::default(), &clauses);
        assert!(!rules.rules().is_empty());
        for rule in rules.rules() {
            assert!(!rule.examples.is_empty(), "{} has no example", rule.id);
        }
    }
}
