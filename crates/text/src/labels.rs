//! Fixed labels, read back from a file.
//!
//! Labels are `&'static str` since they stand in the program. One that is read
//! is kept for as long as the program runs, each once; there are few.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Deserializer};

/// A fixed word of the program: a rule, a type, a mode.
pub type Label = &'static str;

/// Labels that were read so far.
static KNOWN: Mutex<BTreeSet<Label>> = Mutex::new(BTreeSet::new());
/// Longest label; anything longer is none.
const LONGEST: usize = 64;
/// Most labels; a file with more is not one of ours.
const MOST: usize = 10_000;

/// A label.
pub(crate) fn label<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Label, D::Error> {
    let text = String::deserialize(deserializer)?;
    kept(&text).ok_or_else(|| serde::de::Error::custom("no label of this program"))
}

/// Labels in a list, or none or one.
pub(crate) fn labels<'de, D, C>(deserializer: D) -> Result<C, D::Error>
where
    D: Deserializer<'de>,
    C: FromLabels,
{
    let texts = C::Texts::deserialize(deserializer)?;
    C::from_texts(texts).ok_or_else(|| serde::de::Error::custom("no label of this program"))
}

/// What holds any number of labels.
pub(crate) trait FromLabels: Sized {
    /// The same, of texts.
    type Texts: for<'de> Deserialize<'de>;
    /// Takes each text for a label.
    fn from_texts(texts: Self::Texts) -> Option<Self>;
}

impl FromLabels for Option<Label> {
    type Texts = Option<String>;

    fn from_texts(texts: Self::Texts) -> Option<Self> {
        match texts {
            None => Some(None),
            Some(text) => kept(&text).map(Some),
        }
    }
}

impl FromLabels for Vec<Label> {
    type Texts = Vec<String>;

    fn from_texts(texts: Self::Texts) -> Option<Self> {
        texts.iter().map(|text| kept(text)).collect()
    }
}

/// The label of that text, kept from now on; none where it is too long, or of
/// a file with more labels than this program has.
pub fn known_label(text: &str) -> Option<Label> {
    kept(text)
}

fn kept(text: &str) -> Option<Label> {
    if LONGEST < text.len() {
        return None;
    }
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(label) = known.get(text) {
        return Some(label);
    }
    if MOST <= known.len() {
        return None;
    }
    let label: Label = Box::leak(text.to_owned().into_boxed_str());
    known.insert(label);
    Some(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_kept_once_and_a_long_text_is_none() {
        let one = kept("statement.quote").expect("short");
        let two = kept(&String::from("statement.quote")).expect("short");
        assert!(std::ptr::eq(one, two));
        assert_eq!(kept(&"x".repeat(LONGEST + 1)), None);
    }
}
