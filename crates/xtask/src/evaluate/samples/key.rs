//! The key to the samples: what a right reading must find, made by hand.

use serde::Deserialize;

/// All stories of the samples.
#[derive(Debug, Deserialize)]
pub(super) struct Key {
    pub(super) story: Vec<Story>,
}

/// One story.
#[derive(Debug, Deserialize)]
pub(super) struct Story {
    pub(super) name: String,
    pub(super) reports: Vec<String>,
    #[serde(default)]
    pub(super) statement: Vec<Statement>,
    #[serde(default)]
    pub(super) figure: Vec<Figure>,
    #[serde(default)]
    pub(super) commitment: Vec<Commitment>,
    #[serde(default)]
    pub(super) event: Vec<Event>,
    #[serde(default)]
    pub(super) copy: Vec<Copy>,
    #[serde(default)]
    pub(super) cut: Vec<Cut>,
}

/// Where a report says it.
#[derive(Debug, Deserialize)]
pub(super) struct Mention {
    pub(super) report: String,
    pub(super) text: String,
    /// Another speaker than the item's, where one report differs.
    pub(super) speaker: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Statement {
    pub(super) speaker: String,
    pub(super) origins: u32,
    pub(super) evidence: Vec<Mention>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Figure {
    pub(super) value: f64,
    pub(super) unit: String,
    pub(super) evidence: Vec<Mention>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Commitment {
    pub(super) status: String,
    pub(super) due_latest: Option<String>,
    pub(super) evidence: Vec<Mention>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Event {
    pub(super) kind: String,
    pub(super) date: String,
    pub(super) evidence: Vec<Mention>,
}

/// Two reports, one of which took from the other.
#[derive(Debug, Deserialize)]
pub(super) struct Copy {
    pub(super) first: String,
    pub(super) later: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Cut {
    pub(super) report: String,
    pub(super) why: String,
    pub(super) text: String,
}
