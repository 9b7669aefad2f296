//! The markup within an element as a piece of a web page.
//!
//! Input: an element that holds XHTML or NITF. Output: the same as HTML: tags
//! are written anew, by a table of names, so that prefixes, empty elements
//! and the vocabulary of agencies are understood by a reader of pages; words
//! are copied with their way back.

use super::references::Draft;
use super::{Element, Kind, local};
use crate::read::decode::Mapped;

/// Elements of HTML without content or end tag.
const VOID: [&str; 10] = [
    "area", "br", "col", "embed", "hr", "img", "input", "link", "source", "wbr",
];

/// The element of HTML that stands for one of another vocabulary, by its
/// local name: nothing at all for what is no part of a report, an empty name
/// for what has no element of its own.
pub(in crate::read) type Rename = fn(&str) -> Option<&str>;

impl Element<'_> {
    /// All within it as a piece of a page, names as they are.
    pub(in crate::read) fn markup(self) -> Mapped<'static> {
        self.renamed(|name| Some(name))
    }

    /// All within it as a piece of a page under the names that `rename` gives.
    pub(in crate::read) fn renamed(self, rename: Rename) -> Mapped<'static> {
        let mut writer = Writer {
            draft: Draft::default(),
            open: Vec::new(),
        };
        let end = self.node().end;
        let mut index = self.index + 1;
        while index < end {
            writer.leave(index);
            let it = Element { index, ..self };
            index = writer.enter(it, rename);
        }
        writer.leave(end);
        writer.draft.over(self.tree.page.origin())
    }
}

struct Writer<'t> {
    draft: Draft,
    /// Names of elements to be ended and where they end, outermost first.
    open: Vec<(&'t str, usize)>,
}

impl<'t> Writer<'t> {
    /// Ends what ends before `index`.
    fn leave(&mut self, index: usize) {
        while let Some((name, _)) = self.open.pop_if(|(_, end)| *end <= index) {
            self.draft.put("</");
            self.draft.put(name);
            self.draft.put(">");
        }
    }

    /// Writes a node; gives the index of the next to write.
    fn enter(&mut self, it: Element<'t>, rename: Rename) -> usize {
        match it.node().kind {
            Kind::File => {}
            Kind::Text(span) => self.draft.copy(it.tree.slice(span), span.start()),
            Kind::Verbatim(span) => self.verbatim(it.tree.slice(span), span.start()),
            Kind::Element(name, attributes) => {
                let Some(name) = rename(local(it.tree.slice(name))) else {
                    return it.node().end;
                };
                self.start(name, it.tree.slice(attributes), it.node().end);
            }
        }
        it.index + 1
    }

    fn start(&mut self, name: &'t str, attributes: &str, end: usize) {
        if name.is_empty() {
            return;
        }
        self.draft.put("<");
        self.draft.put(name);
        self.draft.put(attributes.trim_end());
        self.draft.put(">");
        if !VOID.contains(&name) {
            self.open.push((name, end));
        }
    }

    /// Characters that a page would take for markup, escaped.
    fn verbatim(&mut self, text: &str, start: usize) {
        let mut from = 0;
        for (at, mark) in text.match_indices(['<', '&']) {
            self.draft.copy(&text[from..at], start + from);
            let escape = if mark == "<" { "&lt;" } else { "&amp;" };
            self.draft.escape(escape, start + at, 1);
            from = at + 1;
        }
        self.draft.copy(&text[from..], start + from);
    }
}
