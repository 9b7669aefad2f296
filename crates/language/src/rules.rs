//! The rules that find events and commitments, over one vocabulary of words.

use crate::clauses::Clauses;
use crate::commitments::CommitmentRules;
use crate::events::EventRules;
use crate::frames::Frames;
use crate::pattern::Vocabulary;

/// Word classes, the words of all patterns, and both sets of rules.
#[derive(Debug)]
pub struct Rules {
    /// What words do in a clause.
    pub clauses: Clauses,
    /// The words that patterns hold.
    pub vocabulary: Vocabulary,
    /// Rules for happenings.
    pub events: EventRules,
    /// Frames of verbs for happenings, over the parse.
    pub frames: Frames,
    /// Rules for what was agreed, promised or planned.
    pub commitments: CommitmentRules,
}

impl Rules {
    /// The rules that are built in.
    pub(crate) fn embedded() -> Self {
        let clauses = Clauses::embedded();
        let mut vocabulary = Vocabulary::default();
        let events = EventRules::embedded(&mut vocabulary, &clauses);
        let commitments = CommitmentRules::embedded(&mut vocabulary, &clauses);
        Self {
            clauses,
            vocabulary,
            events,
            frames: Frames::embedded(),
            commitments,
        }
    }
}
