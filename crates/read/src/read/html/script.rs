//! The report where a page holds it in its scripts: whole in JSON-LD behind a
//! paywall's stub, or as data from which a program sets the page.
//!
//! Input: a page's tree. Output: the words with the way back to the page.

use serde_json::Value;

use super::meta::Linked;
use super::tree::{Kind, Tree};
use crate::read::decode::Mapped;
use crate::read::strings::Strings;

/// Fewest bytes of a body that is taken in place of what the page shows.
const BODY: usize = 400;
/// Fewest paragraphs of a piece of a page in a script's strings.
const PARAGRAPHS: usize = 3;
/// Most bytes of the scripts that are searched for one.
const SEARCHED: usize = 4 << 20;

/// The strings of a script, by their places in the page.
pub(super) fn strings<'p>(tree: &Tree<'p>, script: usize) -> Strings<'p> {
    let texts = tree.nodes[script..tree.nodes[script].end].iter();
    let text = texts.filter_map(|node| match &node.kind {
        Kind::Text(text) => Some(text.range.clone()),
        Kind::Element(..) => None,
    });
    text.take(1).next().map_or_else(Strings::default, |range| {
        let start = range.start;
        let inside = tree.page.get(range).unwrap_or_default();
        Strings::of(inside.as_bytes(), start)
    })
}

/// The `articleBody` of the report that JSON-LD describes, where it is much
/// longer than the `shown` bytes of what the page shows.
pub(super) fn declared_body(
    tree: &Tree<'_>,
    linked: &Linked,
    shown: usize,
) -> Option<Mapped<'static>> {
    let (script, value) = linked.report(|_| true)?;
    let body = value.get("articleBody").and_then(Value::as_str)?;
    let longer = BODY <= body.len() && shown * 2 < body.len();
    longer.then(|| {
        let mapped = strings(tree, script).mapped(body);
        let (text, origin) = mapped.into_parts();
        Mapped::new(text, origin)
    })
}

/// The longest string of the page's scripts that is a piece of a page with
/// paragraphs.
pub(super) fn hidden_piece(tree: &Tree<'_>) -> Option<Mapped<'static>> {
    let mut searched = 0;
    let mut best: Option<Mapped<'static>> = None;
    for (script, _) in tree.elements("script") {
        for node in &tree.nodes[script..tree.nodes[script].end] {
            let Kind::Text(text) = &node.kind else {
                continue;
            };
            searched += text.range.len();
            if SEARCHED < searched {
                return best;
            }
            let inside = tree.page.get(text.range.clone()).unwrap_or_default();
            let found = Strings::longest(inside.as_bytes(), text.range.start, |it| {
                PARAGRAPHS <= it.matches("</p>").count()
            });
            if let Some(found) = found
                && best
                    .as_ref()
                    .is_none_or(|it| it.text().len() < found.text().len())
            {
                best = Some(found);
            }
        }
    }
    best
}
