//! The lines of a page, and the elements that an export marks.
//!
//! Input: a page's characters. Output: its words in lines, block elements
//! parted by blank lines, with their places in the page; and where the
//! elements of some classes lie. What always holds: one pass; places lie on
//! character boundaries, in the page's order.

use std::convert::Infallible;
use std::ops::Range;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use super::lines::Line;

/// Deepest nesting that is told apart.
const DEPTH: usize = 500;
/// What an `hr` is given as.
const RULE: &str = "________________________";

/// Classes that Europresse gives to the parts of a report.
pub(super) const CLASSES: [&str; 5] = [
    "DocPublicationName",
    "DocHeader",
    "titreArticle",
    "docOcurrContainer",
    "publiC-lblNodoc",
];

const VOID: [&str; 10] = [
    "area", "base", "col", "embed", "img", "input", "link", "meta", "source", "wbr",
];
const INLINE: [&str; 22] = [
    "a", "abbr", "b", "bdi", "cite", "code", "em", "font", "i", "ins", "label", "mark", "nobr",
    "q", "small", "span", "strike", "strong", "sub", "sup", "tt", "u",
];
const UNSEEN: [&str; 5] = ["script", "style", "title", "noscript", "template"];

/// An element of the page.
#[derive(Debug)]
pub(super) struct Element {
    /// Its class among [`CLASSES`], or `article`.
    pub(super) class: &'static str,
    /// What lies within, in the characters of the page.
    pub(super) inner: Range<usize>,
}

/// A page in lines.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// Its lines.
    pub(super) lines: Vec<Line<'static>>,
    /// The elements that an export marks, in order of their starts.
    pub(super) elements: Vec<Element>,
}

impl Page {
    /// The lines and elements of a page.
    pub(super) fn parse(page: &str) -> Self {
        let mut reader = Reader::default();
        let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, span: Span<usize>| {
            let place = |at: usize| page.floor_char_boundary(at);
            reader.take(&event, place(span.start)..place(span.end));
            None::<Infallible>
        });
        emitter.naively_switch_states(true);
        for _ in Tokenizer::new_with_emitter(page, emitter) {}
        reader.end_line();
        reader.page
    }

    /// The words within a range of the page, in one line.
    pub(super) fn words(&self, within: &Range<usize>) -> String {
        let from = self.lines.partition_point(|it| it.end <= within.start);
        let lines = self.lines[from..].iter();
        let within: Vec<&str> = lines
            .take_while(|it| it.start < within.end)
            .flat_map(|it| it.text.split_whitespace())
            .collect();
        within.join(" ")
    }
}

/// An open element.
struct Open {
    name: String,
    /// Which of the page's elements it is.
    element: Option<usize>,
}

#[derive(Default)]
struct Reader {
    page: Page,
    line: String,
    parts: Vec<(usize, usize)>,
    end: usize,
    open: Vec<Open>,
    /// Whether the attribute that is read is a class.
    in_class: bool,
    class: Option<&'static str>,
    starting: Option<String>,
}

impl Reader {
    fn take(&mut self, event: &CallbackEvent<'_>, span: Range<usize>) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.starting = Some(lossy(name));
                self.class = None;
            }
            CallbackEvent::AttributeName { name } => self.in_class = *name == b"class",
            CallbackEvent::AttributeValue { value } if self.in_class => {
                self.class = class_of(&lossy(value));
            }
            CallbackEvent::CloseStartTag { .. } => self.start(span.end),
            CallbackEvent::EndTag { name } => self.end_element(&lossy(name), span.start),
            CallbackEvent::String { value } => self.text(&lossy(value), span),
            _ => {}
        }
    }

    fn start(&mut self, at: usize) {
        let Some(name) = self.starting.take() else {
            return;
        };
        match name.as_str() {
            "br" => return self.end_line(),
            "hr" => return self.rule(at),
            it if VOID.contains(&it) => return,
            it if self.class.is_some() || !INLINE.contains(&it) => self.end_block(),
            _ => {}
        }
        if DEPTH <= self.open.len() {
            return;
        }
        let class = if name == "article" {
            Some("article")
        } else {
            self.class.take()
        };
        let element = class.map(|class| {
            self.page.elements.push(Element {
                class,
                inner: at..at,
            });
            self.page.elements.len() - 1
        });
        self.open.push(Open { name, element });
    }

    fn end_element(&mut self, name: &str, at: usize) {
        if !INLINE.contains(&name) {
            self.end_block();
        }
        if let Some(found) = self.open.iter().rposition(|it| it.name == name) {
            let closed: Vec<usize> = self
                .open
                .drain(found..)
                .filter_map(|it| it.element)
                .collect();
            for &element in &closed {
                let inner = &mut self.page.elements[element].inner;
                inner.end = at.max(inner.start);
            }
            if !closed.is_empty() {
                self.end_block();
            }
        }
    }

    fn text(&mut self, text: &str, span: Range<usize>) {
        let unseen = |it: &Open| UNSEEN.contains(&it.name.as_str());
        if self.open.last().is_some_and(unseen) {
            return;
        }
        let shown = if self.line.is_empty() {
            text.trim_start()
        } else {
            text
        };
        if shown.is_empty() {
            return;
        }
        let place = span.start + text.len() - shown.len();
        self.parts.push((self.line.len(), place.min(span.end)));
        let one_line = |it: char| {
            if it.is_whitespace() && it != '\t' {
                ' '
            } else {
                it
            }
        };
        self.line.extend(shown.chars().map(one_line));
        self.end = span.end;
    }

    fn rule(&mut self, at: usize) {
        self.end_block();
        self.line.push_str(RULE);
        self.parts.push((0, at));
        self.end = at;
        self.end_block();
    }

    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        let parts = std::mem::take(&mut self.parts);
        let start = parts.first().map_or(self.end, |it| it.1);
        self.page.lines.push(Line {
            text: line.trim_end().to_owned().into(),
            start,
            end: self.end.max(start),
            parts,
        });
    }

    fn end_block(&mut self) {
        if !self.line.is_empty() {
            self.end_line();
        }
        if self.page.lines.last().is_some_and(|it| !it.is_blank()) {
            self.end_line();
        }
    }
}

/// The class that an export gives, among those of an element.
fn class_of(value: &str) -> Option<&'static str> {
    let mut classes = value.split_whitespace();
    classes.find_map(|it| CLASSES.iter().copied().find(|known| it.ends_with(known)))
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
