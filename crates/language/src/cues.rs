//! What reporting looks like: cues, what they do to what they report, and word
//! classes.
//!
//! Input: `data/statement`. What always holds: lookups take no allocation;
//! words are in lower case.

use std::collections::HashMap;

use rapporteur_text::{Attitude, OccasionKind};

type Table<T> = HashMap<&'static str, T, foldhash::fast::FixedState>;

/// How often a phrase is a cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CueCount {
    /// Times it was a cue.
    pub cue: u32,
    /// Times it was seen at all.
    pub seen: u32,
}

/// Cues and word classes for statements.
#[derive(Debug)]
pub struct Cues {
    phrases: Table<CueCount>,
    attitudes: Table<Attitude>,
    classes: Table<&'static str>,
    occasions: Vec<(OccasionKind, &'static str)>,
}

impl Cues {
    /// The lists that are built in.
    pub(crate) fn embedded() -> Self {
        Self::of(
            include_str!("../data/statement/classes.tsv"),
            include_str!("../data/statement/cues.tsv"),
        )
    }

    /// The lists that are built in, but for word classes and cue phrases.
    pub fn of(classes: &'static str, phrases: &'static str) -> Self {
        Self {
            phrases: columns(phrases).filter_map(count).collect(),
            attitudes: columns(include_str!("../data/statement/attitudes.tsv"))
                .filter_map(|(attitude, word)| Some((word, named(attitude)?)))
                .collect(),
            classes: columns(classes).collect(),
            occasions: columns(include_str!("../data/statement/occasions.tsv"))
                .filter_map(|(kind, words)| Some((occasion(kind)?, words)))
                .collect(),
        }
    }

    /// The word class that `word` mostly has; two joined by a bar when the
    /// second is common too. Penn tags.
    pub fn class(&self, word: &str) -> Option<&'static str> {
        self.classes.get(word).copied()
    }

    /// How often `phrase` was a cue.
    pub fn count(&self, phrase: &str) -> Option<CueCount> {
        self.phrases.get(phrase).copied()
    }

    /// Words that say where something was said.
    pub fn occasions(&self) -> &[(OccasionKind, &'static str)] {
        &self.occasions
    }

    /// What a cue with the word `word` does to its content, where it is more
    /// than saying it.
    pub fn attitude(&self, word: &str) -> Option<Attitude> {
        self.attitudes.get(word).copied()
    }
}

/// First column and the rest of each line that is no comment.
fn columns(file: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = file.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once('\t'))
}

fn count((phrase, counts): (&'static str, &'static str)) -> Option<(&'static str, CueCount)> {
    let (cue, seen) = counts.split_once('\t')?;
    let (cue, seen) = (cue.parse().ok()?, seen.parse().ok()?);
    Some((phrase, CueCount { cue, seen }))
}

fn named(attitude: &str) -> Option<Attitude> {
    match attitude {
        "statement" => Some(Attitude::Statement),
        "belief" => Some(Attitude::Belief),
        "intention" => Some(Attitude::Intention),
        "decree" => Some(Attitude::Decree),
        "perception" => Some(Attitude::Perception),
        _ => None,
    }
}

fn occasion(kind: &str) -> Option<OccasionKind> {
    use OccasionKind::{Court, Interview, Post, PressConference, PressRelease, Remarks};
    let all = [
        Post,
        PressConference,
        PressRelease,
        Interview,
        Remarks,
        Court,
    ];
    all.into_iter().find(|it| it.as_str() == kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_lists_is_read() {
        let lines = |file: &'static str| file.lines().filter(|it| !it.starts_with('#')).count();
        let cues = Cues::embedded();
        assert_eq!(
            cues.phrases.len(),
            lines(include_str!("../data/statement/cues.tsv"))
        );
        assert_eq!(
            cues.classes.len(),
            lines(include_str!("../data/statement/classes.tsv"))
        );
        assert_eq!(
            cues.occasions.len(),
            lines(include_str!("../data/statement/occasions.tsv"))
        );
        assert_eq!(
            cues.attitudes.len(),
            lines(include_str!("../data/statement/attitudes.tsv"))
        );
    }
}
