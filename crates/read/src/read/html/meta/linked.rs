//! What JSON-LD scripts of a page say of its report.
//!
//! Follows schema.org's `Article` and its kinds. Scripts are read leniently:
//! in comments, with line breaks inside strings, in graphs and lists.

use rapporteur_text::Imprint;
use serde_json::{Map, Value};

use super::super::features::{Declared, letters};
use super::super::tree::Tree;
use super::{plain, tidied};
use crate::read::fields;

/// Most bytes of one script.
const SCRIPT_CAP: usize = 1 << 20;
/// Most scripts that are looked at.
const SCRIPTS: usize = 32;
/// Fewest letters of a body that is compared with the page.
const BODY: usize = 400;

/// What the JSON-LD scripts of a page hold, each with its script.
#[derive(Debug, Default)]
pub(in super::super) struct Linked {
    values: Vec<(usize, Value)>,
}

impl Linked {
    /// Everything that the scripts hold.
    pub(in super::super) fn of(tree: &Tree<'_>) -> Self {
        let value = |script| Some((script, lenient(&tree.text_of(script, SCRIPT_CAP))?));
        Self {
            values: scripts(tree).take(SCRIPTS).filter_map(value).collect(),
        }
    }

    /// The first report that is described and that `fits`, and its script.
    pub(in super::super) fn report(
        &self,
        fits: impl Fn(&Map<String, Value>) -> bool,
    ) -> Option<(usize, &Map<String, Value>)> {
        let mut values = self.values.iter();
        values.find_map(|(script, value)| Some((*script, report_in(value, &fits)?)))
    }

    /// What the first report that is described declares.
    pub(super) fn imprint(&self) -> Imprint {
        let found = self.report(|_| true);
        let imprint = found.map(|(_, report)| fields::imprint(report));
        imprint.map(tidied).unwrap_or_default()
    }
}

/// The JSON-LD scripts.
fn scripts<'t>(tree: &'t Tree<'_>) -> impl Iterator<Item = usize> + 't {
    let scripts = tree.elements("script").filter(|(_, node)| {
        let kind = node.attribute("type").unwrap_or_default();
        kind.trim().eq_ignore_ascii_case("application/ld+json")
    });
    scripts.map(|(index, _)| index)
}

/// JSON as pages have it: in a comment, ended by a semicolon, with line
/// breaks inside strings.
fn lenient(script: &str) -> Option<Value> {
    let ends = [' ', '\n', '\r', '\t', ';', '/', '*'];
    let script = script.trim_matches(ends);
    let script = script.strip_prefix("<![CDATA[").unwrap_or(script);
    let script = script.strip_suffix("]]>").unwrap_or(script);
    let script = script.trim_matches(ends);
    serde_json::from_str(script).ok().or_else(|| {
        let bare = script
            .chars()
            .map(|it| if it.is_control() { ' ' } else { it });
        serde_json::from_str(&bare.collect::<String>()).ok()
    })
}

/// The first object that describes a report, in lists and graphs too.
fn report_in<'v>(
    value: &'v Value,
    fits: &impl Fn(&Map<String, Value>) -> bool,
) -> Option<&'v Map<String, Value>> {
    match value {
        Value::Array(list) => list.iter().find_map(|it| report_in(it, fits)),
        Value::Object(object) if is_report(object) && fits(object) => Some(object),
        Value::Object(object) => ["@graph", "mainEntity"]
            .into_iter()
            .find_map(|it| object.get(it).and_then(|it| report_in(it, fits))),
        _ => None,
    }
}

fn is_report(object: &Map<String, Value>) -> bool {
    let named = |value: &Value| {
        value.as_str().is_some_and(|it| {
            it.ends_with("Article") || it.ends_with("BlogPosting") || it == "Report"
        })
    };
    match object.get("@type") {
        Some(Value::Array(list)) => list.iter().any(named),
        Some(value) => named(value),
        None => false,
    }
}

/// The words with which the page declares its report.
pub(in super::super) fn declared_words(tree: &Tree<'_>, linked: &Linked) -> Declared {
    let found = linked.report(|_| true).map(|(_, report)| report);
    let bare = |text: &str| letters(&plain(text));
    let field = |name: &str| found.and_then(|it| it.get(name)?.as_str()).map(bare);
    let of_meta = |names: [&str; 2]| {
        let mut all = tree.elements("meta").filter(|(_, node)| {
            let name = node
                .attribute("property")
                .or_else(|| node.attribute("name"));
            name.is_some_and(|it| names.contains(&it))
        });
        let content = all.find_map(|(_, node)| node.attribute("content"));
        content.map(bare)
    };
    Declared {
        body: field("articleBody")
            .filter(|it| BODY < it.len())
            .unwrap_or_default(),
        title: field("headline")
            .or_else(|| of_meta(["og:title", "twitter:title"]))
            .unwrap_or_default(),
        description: of_meta(["og:description", "description"])
            .or_else(|| field("description"))
            .filter(|it| 20 < it.len())
            .unwrap_or_default(),
    }
}
