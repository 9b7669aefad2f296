//! A page as a flat tree.
//!
//! Input: a page's characters. Output: nodes in document order, each with the
//! index one past its last descendant; text nodes know where in the page they
//! stand. What always holds: building takes time linear in the page; elements
//! nested deeper than [`DEPTH`] become siblings; of an element's attributes
//! only those that reading asks for are kept.

use std::borrow::Cow;
use std::convert::Infallible;
use std::ops::Range;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::emitters::{Emitter, ForwardingEmitter};
use html5gum::{Span, Tokenizer};

/// Deepest nesting that is kept.
const DEPTH: usize = 200;
/// Most nodes of a page.
const NODES: usize = 1 << 20;
/// Attributes that reading asks for.
const ATTRIBUTES: [&str; 22] = [
    "class",
    "id",
    "role",
    "property",
    "name",
    "content",
    "itemprop",
    "datetime",
    "href",
    "rel",
    "type",
    "lang",
    "hidden",
    "style",
    "aria-hidden",
    "itemtype",
    "http-equiv",
    "itemid",
    "data-testid",
    "data-component",
    "data-type",
    "data-module",
];
/// Names of elements that pages are made of, in order.
const NAMES: [&str; 64] = [
    "a",
    "article",
    "aside",
    "b",
    "blockquote",
    "body",
    "br",
    "button",
    "cite",
    "dd",
    "div",
    "dl",
    "dt",
    "em",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "label",
    "li",
    "link",
    "main",
    "meta",
    "nav",
    "noscript",
    "ol",
    "option",
    "p",
    "path",
    "picture",
    "pre",
    "q",
    "script",
    "section",
    "select",
    "source",
    "span",
    "strong",
    "style",
    "sup",
    "svg",
    "table",
    "td",
    "time",
    "title",
    "tr",
    "ul",
    "use",
];
/// Elements without content.
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];
/// Elements that an end tag or an implied end does not reach across.
const BARRIERS: [&str; 7] = [
    "table", "td", "th", "caption", "button", "object", "template",
];

/// One node.
#[derive(Debug)]
pub(super) struct Node {
    /// Index of the parent; the root is its own.
    pub(super) parent: usize,
    /// One past the last descendant.
    pub(super) end: usize,
    /// What it is.
    pub(super) kind: Kind,
}

/// What a node is.
#[derive(Debug)]
pub(super) enum Kind {
    /// An element with its lower-case name and the attributes kept.
    Element(Cow<'static, str>, Vec<(&'static str, String)>),
    /// Characters.
    Text(Text),
}

/// Characters of a page.
#[derive(Debug)]
pub(super) struct Text {
    /// Where they stand in the page, references and all.
    pub(super) range: Range<usize>,
    /// The characters, where they are not just those of the page.
    decoded: Option<Box<str>>,
}

/// A page.
#[derive(Debug)]
pub(super) struct Tree<'p> {
    /// The page's characters.
    pub(super) page: &'p str,
    /// Nodes in document order; the first is a root that stands for the page.
    pub(super) nodes: Vec<Node>,
}

impl Node {
    /// The element's name; empty for text.
    pub(super) fn name(&self) -> &str {
        match &self.kind {
            Kind::Element(name, _) => name,
            Kind::Text(_) => "",
        }
    }

    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        match &self.kind {
            Kind::Element(_, attributes) => attributes
                .iter()
                .find(|(it, _)| *it == name)
                .map(|(_, value)| value.as_str()),
            Kind::Text(_) => None,
        }
    }
}

impl<'p> Tree<'p> {
    /// Builds the tree, unless the page has too many nodes.
    pub(super) fn parse(page: &'p str) -> Option<Self> {
        let mut builder = Builder::new(page);
        let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, span: Span<usize>| {
            builder.take(&event, span.start..span.end);
            None::<Infallible>
        });
        emitter.naively_switch_states(true);
        for _ in Tokenizer::new_with_emitter(page, Unfussy(emitter)) {}
        builder.finish()
    }

    /// The characters of a text node, references resolved.
    pub(super) fn chars<'t>(&'t self, text: &'t Text) -> &'t str {
        text.decoded
            .as_deref()
            .unwrap_or_else(|| &self.page[text.range.clone()])
    }

    /// All characters below a node, white space as it stands, up to `most`
    /// bytes.
    pub(super) fn text_of(&self, index: usize, most: usize) -> String {
        let mut text = String::new();
        for node in &self.nodes[index..self.nodes[index].end] {
            if let Kind::Text(part) = &node.kind {
                text.push_str(self.chars(part));
            }
            if most < text.len() {
                break;
            }
        }
        text
    }

    /// Elements of that name, in document order, with their index.
    pub(super) fn elements<'a>(
        &'a self,
        name: &'a str,
    ) -> impl Iterator<Item = (usize, &'a Node)> + 'a {
        let nodes = self.nodes.iter().enumerate();
        nodes.filter(move |(_, node)| node.name() == name)
    }

    /// A node and all that it stands in, innermost first; the root is left out.
    pub(super) fn upward(&self, from: usize) -> impl Iterator<Item = (usize, &Node)> {
        let mut next = from;
        std::iter::from_fn(move || {
            let index = next;
            let node = &self.nodes[index];
            next = node.parent;
            (index != 0).then_some((index, node))
        })
    }
}

/// An emitter that no errors are looked for: finding them takes a seventh of
/// all time.
struct Unfussy<E>(E);

impl<E: Emitter> ForwardingEmitter for Unfussy<E> {
    type Token = E::Token;

    fn inner(&mut self) -> &mut impl Emitter<Token = Self::Token> {
        &mut self.0
    }

    #[inline]
    fn should_emit_errors(&mut self) -> bool {
        false
    }
}

/// Builds a tree from tokens.
struct Builder<'p> {
    page: &'p str,
    nodes: Vec<Node>,
    /// Open elements, outermost first.
    open: Vec<usize>,
    /// The attribute whose value comes next.
    attribute: Option<&'static str>,
    /// Whether the tag being read is a start tag.
    starting: bool,
}

impl<'p> Builder<'p> {
    fn new(page: &'p str) -> Self {
        let root = Node {
            parent: 0,
            end: 0,
            kind: Kind::Element(Cow::Borrowed(""), Vec::new()),
        };
        Self {
            page,
            nodes: vec![root],
            open: vec![0],
            attribute: None,
            starting: false,
        }
    }

    fn take(&mut self, event: &CallbackEvent<'_>, span: Range<usize>) {
        if NODES < self.nodes.len() {
            return;
        }
        match event {
            CallbackEvent::OpenStartTag { name } => self.start(&lossy(name)),
            CallbackEvent::AttributeName { name } => {
                let kept = ATTRIBUTES.iter().find(|it| it.as_bytes() == *name);
                self.attribute = kept.copied().filter(|_| self.starting);
                self.set_attribute("");
            }
            CallbackEvent::AttributeValue { value } => self.set_attribute(&lossy(value)),
            CallbackEvent::CloseStartTag { self_closing } => self.started(*self_closing),
            CallbackEvent::EndTag { name } => self.end(&lossy(name)),
            CallbackEvent::String { value } => {
                let same = self.page.as_bytes().get(span.clone()) == Some(*value);
                let text = Text {
                    range: span,
                    decoded: (!same).then(|| lossy(value).into()),
                };
                self.add(Kind::Text(text));
            }
            _ => {}
        }
    }

    /// Adds a node below the innermost open element.
    fn add(&mut self, kind: Kind) -> usize {
        let index = self.nodes.len();
        let parent = *self.open.last().unwrap_or(&0);
        self.nodes.push(Node {
            parent,
            end: index + 1,
            kind,
        });
        index
    }

    fn start(&mut self, name: &str) {
        for closed in implied(name) {
            self.close(closed, true);
        }
        let known = NAMES
            .binary_search(&name)
            .map(|at| Cow::Borrowed(NAMES[at]));
        let name = known.unwrap_or_else(|_| Cow::Owned(name.to_owned()));
        self.add(Kind::Element(name, Vec::new()));
        self.starting = true;
    }

    /// The start tag has been read whole.
    fn started(&mut self, self_closing: bool) {
        self.starting = false;
        let last = self.nodes.len() - 1;
        let name = self.nodes[last].name();
        let foreign = self_closing && matches!(name, "path" | "svg" | "g" | "use");
        if VOID.contains(&name) || foreign {
            return;
        }
        if DEPTH <= self.open.len()
            && let Some(deepest) = self.open.pop()
        {
            self.nodes[deepest].end = last;
            self.nodes[last].parent = self.nodes[deepest].parent;
        }
        self.open.push(last);
    }

    fn set_attribute(&mut self, value: &str) {
        let Some(name) = self.attribute else { return };
        let last = self.nodes.len() - 1;
        if let Kind::Element(_, attributes) = &mut self.nodes[last].kind {
            match attributes.iter_mut().find(|(it, _)| *it == name) {
                Some((_, held)) if held.is_empty() => value.clone_into(held),
                Some(_) => {}
                None => attributes.push((name, value.to_owned())),
            }
        }
    }

    fn end(&mut self, name: &str) {
        self.starting = false;
        self.attribute = None;
        self.close(name, false);
    }

    /// Closes the innermost open `name`, with all within it.
    fn close(&mut self, name: &str, implied: bool) {
        let list = matches!(name, "li" | "dt" | "dd");
        let mut found = None;
        for (at, &index) in self.open.iter().enumerate().skip(1).rev() {
            let open = self.nodes[index].name();
            if open == name {
                found = Some(at);
                break;
            }
            let list_barrier = implied && list && matches!(open, "ul" | "ol" | "dl");
            let barrier = BARRIERS.contains(&open) && !matches!(name, "table" | "tr" | "td" | "th");
            let row_barrier = implied && open == "table";
            if list_barrier || barrier || row_barrier {
                break;
            }
        }
        let Some(at) = found else { return };
        let end = self.nodes.len();
        for &index in &self.open[at..] {
            self.nodes[index].end = end;
        }
        self.open.truncate(at);
    }

    fn finish(mut self) -> Option<Tree<'p>> {
        let end = self.nodes.len();
        for &index in &self.open {
            self.nodes[index].end = end;
        }
        (end <= NODES).then_some(Tree {
            page: self.page,
            nodes: self.nodes,
        })
    }
}

/// What the start of an element closes.
fn implied(name: &str) -> &'static [&'static str] {
    match name {
        "li" => &["p", "li"],
        "dt" | "dd" => &["p", "dt", "dd"],
        "tr" => &["p", "td", "th", "tr"],
        "td" | "th" => &["p", "td", "th"],
        "option" => &["option"],
        _ if is_block(name) => &["p"],
        _ => &[],
    }
}

/// Whether an element stands on lines of its own.
pub(super) fn is_block(name: &str) -> bool {
    const BLOCKS: [&str; 42] = [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ];
    BLOCKS.binary_search(&name).is_ok()
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_end_where_the_next_begins() {
        let tree = Tree::parse("<div><p>One<p>Two<ul><li>a<li>b</ul></div>Three").expect("small");
        let texts: Vec<String> = tree
            .elements("p")
            .map(|(at, _)| tree.text_of(at, 99))
            .collect();
        assert_eq!(texts, ["One", "Two"]);
        assert_eq!(tree.elements("li").count(), 2);
        let (div, node) = tree.elements("div").next().expect("one");
        assert_eq!(tree.text_of(div, 99), "OneTwoab");
        assert_eq!(node.parent, 0);
    }

    #[test]
    fn deep_nesting_is_flattened() {
        let page = "<div>".repeat(100_000) + "<p>Words" + &"</div>".repeat(100_000);
        let tree = Tree::parse(&page).expect("under the cap");
        let (at, _) = tree.elements("p").next().expect("one");
        assert_eq!(tree.text_of(at, 99), "Words");
    }
}
