//! How exports of press databases name the parts of a report.
//!
//! Input: `data/exports.toml`. Output: one [`Layout`] for each database that
//! writes labels or codes, and the words of languages and months. What always
//! holds: labels stand in the file's order; a line has at most one.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// The layouts of all databases.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exports {
    languages: BTreeMap<String, String>,
    months: BTreeMap<String, u8>,
    /// Nexis and Lexis.
    pub nexis: Layout,
    /// `ProQuest`.
    pub proquest: Layout,
    /// Factiva, with its two-letter codes.
    pub factiva: Layout,
}

/// How one database names the parts of a report.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    marker: Marker,
    fields: Vec<(String, Part)>,
    ends: Vec<String>,
    feet: Vec<String>,
    /// Lines and what they name: `line = part: value`.
    pub examples: Vec<String>,
    /// Lines that name nothing.
    pub counter: Vec<String>,
}

/// What parts a label from its value.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Marker {
    Colon,
    Code,
}

/// The part of a report that a label names.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// The headline.
    Title,
    /// Who published it.
    Outlet,
    /// Who wrote it.
    Byline,
    /// The day of publication.
    Published,
    /// The time of day of publication.
    Time,
    /// The section of the outlet.
    Section,
    /// The language.
    Language,
    /// The database's own number.
    Id,
    /// The address.
    Url,
    /// The words of the report.
    Text,
    /// Nothing that reading keeps.
    #[serde(rename = "")]
    Other,
}

static EMBEDDED: LazyLock<Exports> = LazyLock::new(|| {
    toml::from_str(include_str!("../data/exports.toml"))
        .expect("a test parses the embedded exports.toml")
});

impl Exports {
    /// The layouts that are built in.
    pub fn embedded() -> &'static Exports {
        &EMBEDDED
    }

    /// The tag of a language by its name, letter case aside.
    pub fn language(&self, name: &str) -> Option<&str> {
        self.languages.get(&name.to_lowercase()).map(String::as_str)
    }

    /// The month of that name in a language other than English.
    pub fn month(&self, name: &str) -> Option<u8> {
        self.months.get(&name.to_lowercase()).copied()
    }
}

impl Layout {
    /// The label that a line begins with: its place in the layout's order,
    /// the part it names, and where in the line its value begins.
    pub fn field(&self, line: &str) -> Option<(usize, Part, usize)> {
        let fields = self.fields.iter().enumerate();
        let mut found = fields
            .filter_map(|(at, (label, part))| Some((at, *part, self.marker.value(label, line)?)));
        found.next()
    }

    /// Whether a line surely ends the text.
    pub fn ends(&self, line: &str) -> bool {
        let whole = |it: &&String| line.eq_ignore_ascii_case(it);
        self.ends
            .iter()
            .any(|it| self.marker.value(it, line).is_some())
            || self.ends.iter().any(|it| whole(&it))
    }

    /// Whether a line ends the text where it stands right above what does.
    pub fn is_foot(&self, line: &str) -> bool {
        self.feet
            .iter()
            .any(|it| self.marker.value(it, line).is_some())
    }
}

impl Marker {
    /// Where in `line` the value of `label` begins, if the line begins so.
    fn value(self, label: &str, line: &str) -> Option<usize> {
        let head = line.get(..label.len())?;
        let rest = &line[label.len()..];
        let marked = match self {
            Marker::Colon => rest.starts_with(':') && is_label(label, head),
            Marker::Code => {
                let gap = rest.is_empty() || rest.starts_with('\t') || rest.starts_with("  ");
                gap && head == label
            }
        };
        let mark = rest.len() - rest.trim_start_matches([':', ' ', '\t', '\u{a0}']).len();
        marked.then_some(label.len() + mark)
    }
}

/// Whether `head` is the label as it is, or in capitals throughout.
fn is_label(label: &str, head: &str) -> bool {
    let capitals = !head.bytes().any(|it| it.is_ascii_lowercase());
    head == label || (capitals && head.eq_ignore_ascii_case(label))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(layout: &Layout, line: &str) -> Option<String> {
        let (_, part, value) = layout.field(line)?;
        let value = &line[value..];
        Some(match part {
            Part::Other => String::new(),
            part => format!("{part:?}: {value}").replacen(
                &format!("{part:?}"),
                &format!("{part:?}").to_lowercase(),
                1,
            ),
        })
    }

    #[test]
    fn every_layout_reads_its_examples() {
        let exports = Exports::embedded();
        for layout in [&exports.nexis, &exports.proquest, &exports.factiva] {
            for example in &layout.examples {
                let (line, expected) = example.split_once(" = ").expect("line = part");
                let told = told(layout, line).expect(line);
                assert_eq!(told.trim(), expected.trim(), "{line}");
            }
            for line in &layout.counter {
                assert_eq!(told(layout, line), None, "{line}");
            }
        }
    }

    #[test]
    fn a_foot_is_told_from_what_surely_ends_the_text() {
        let nexis = &Exports::embedded().nexis;
        assert!(nexis.ends("LOAD-DATE: May 3, 2024"));
        assert!(nexis.ends("Classification"));
        assert!(!nexis.ends("Classification of ships is slow."));
        assert!(nexis.is_foot("SUBJECT: FERRIES (90%)"));
        assert_eq!(Exports::embedded().language("ENGLISH"), Some("en"));
        assert_eq!(Exports::embedded().month("Mai"), Some(5));
    }
}
