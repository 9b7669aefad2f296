//! Frames: verbs, what they are done to, and the PLOVER type that they tell
//! of, for the parse.
//!
//! Input: `data/frames.toml`. Output: [`Frames`]. What always holds: types,
//! modes and contexts are on the lists of [`crate::events`]; every frame
//! carries an example.

use std::collections::HashMap;

use serde::Deserialize;

use crate::events::{EventRule, Needs, lasting, on_list};

/// Where a recipient stands, seen from the verb.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Receiver {
    /// What it is done to.
    Object,
    /// Whom the object's own modifiers name.
    Inside,
    /// Whom something is given to, without a preposition.
    Receiver,
    /// Whom the verb that it governs is done by or to.
    Complement,
    /// Who does it.
    Subject,
    /// After one of these words.
    After(&'static str),
}

/// One frame as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    mode: Option<String>,
    #[serde(default)]
    context: Vec<String>,
    verbs: String,
    particle: Option<String>,
    #[serde(default)]
    object: String,
    #[serde(default)]
    subject: String,
    #[serde(default)]
    near: String,
    #[serde(default)]
    unless: String,
    #[serde(default)]
    complement: bool,
    #[serde(default)]
    must: bool,
    #[serde(default)]
    verbal: bool,
    #[serde(default)]
    impersonal: bool,
    #[serde(default)]
    receivers: Vec<String>,
    #[serde(default)]
    needs: Needs,
    examples: Vec<String>,
    #[serde(default)]
    counter: Vec<String>,
}

/// One frame.
#[derive(Debug)]
pub struct Frame {
    /// Type, mode, context, needs and examples.
    pub rule: EventRule,
    /// A word that must hang on the verb.
    pub particle: Option<String>,
    /// What it must be done to, in dictionary forms; any where empty.
    pub object: Vec<String>,
    /// What must do it; any where empty.
    pub subject: Vec<String>,
    /// Words of which one must stand behind the verb; none where empty.
    pub near: Vec<String>,
    /// Words of which none may stand in the sentence.
    pub unless: Vec<String>,
    /// It must govern a verb.
    pub complement: bool,
    /// Words, not deeds.
    pub verbal: bool,
    /// Where recipients stand, first that names anyone.
    pub receivers: Vec<Receiver>,
}

/// Every frame, by its verbs.
#[derive(Debug)]
pub struct Frames {
    all: Vec<Frame>,
    verbs: HashMap<String, Vec<usize>, foldhash::fast::FixedState>,
    must: Option<usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    frame: Vec<Written>,
}

impl Frames {
    /// The frames that are built in.
    ///
    /// # Panics
    /// Never in a build whose tests pass: the file is parsed by one.
    pub(crate) fn embedded() -> Self {
        let file: File = toml::from_str(include_str!("../data/frames.toml"))
            .expect("data/frames.toml is parsed by a test");
        let mut frames = Self {
            all: Vec::new(),
            verbs: HashMap::default(),
            must: None,
        };
        for written in file.frame {
            let nth = frames.all.len();
            for verb in written.verbs.split_whitespace() {
                frames.verbs.entry(verb.to_owned()).or_default().push(nth);
            }
            if written.must {
                frames.must = Some(nth);
            }
            frames.all.push(frame(written));
        }
        frames
    }

    /// Every frame, in file order.
    pub fn all(&self) -> &[Frame] {
        &self.all
    }

    /// The frames of a verb by its dictionary form, in file order.
    pub fn of(&self, verb: &str) -> impl Iterator<Item = &Frame> {
        let found = self.verbs.get(verb).into_iter().flatten();
        found.filter_map(|&nth| self.all.get(nth))
    }

    /// The frame of what somebody says that others must do.
    pub fn must(&self) -> Option<&Frame> {
        self.must.and_then(|nth| self.all.get(nth))
    }
}

fn frame(written: Written) -> Frame {
    let list = |words: &str| words.split_whitespace().map(str::to_owned).collect();
    let receivers = written.receivers.into_iter().map(receiver).collect();
    Frame {
        particle: written.particle,
        object: list(&written.object),
        subject: list(&written.subject),
        near: list(&written.near),
        unless: list(&written.unless),
        complement: written.complement,
        verbal: written.verbal,
        receivers,
        rule: EventRule {
            id: lasting(format!("event.frame.{}", written.id)),
            kind: on_list(&crate::events::TYPES, &written.kind),
            mode: written
                .mode
                .as_deref()
                .map(|mode| on_list(&crate::events::MODES, mode)),
            context: written
                .context
                .iter()
                .map(|name| on_list(&crate::events::CONTEXTS, name))
                .collect(),
            near: Vec::new(),
            unless: Vec::new(),
            actor: Vec::new(),
            recipient: Vec::new(),
            needs: written.needs,
            spoken: false,
            reported: !written.verbal,
            mutual: false,
            impersonal: written.impersonal,
            examples: written.examples,
            counter: written.counter,
        },
    }
}

fn receiver(name: String) -> Receiver {
    match name.as_str() {
        "object" => Receiver::Object,
        "inside" => Receiver::Inside,
        "receiver" => Receiver::Receiver,
        "complement" => Receiver::Complement,
        "subject" => Receiver::Subject,
        _ => Receiver::After(lasting(name)),
    }
}

#[cfg(test)]
mod tests {
    use super::Frames;

    #[test]
    fn every_frame_carries_an_example_and_a_counter_example() {
        let frames = Frames::embedded();
        assert!(!frames.all().is_empty());
        for frame in frames.all() {
            let rule = &frame.rule;
            assert!(!rule.examples.is_empty(), "{} has no example", rule.id);
            assert!(!rule.counter.is_empty(), "{} has no counter", rule.id);
        }
    }
}
