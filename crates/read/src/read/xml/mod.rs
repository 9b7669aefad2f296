//! XML as a flat tree that leads back to the bytes.
//!
//! Input: the characters of a feed or an agency's file, however broken.
//! Output: elements in file order, whose words come with the way back to the
//! bytes of the file. What always holds: building takes time linear in the
//! file; elements nested deeper than [`DEPTH`] become siblings; an end tag
//! without its start is passed over, and one that is missing is implied. An
//! entry of a feed or an item of an agency never lies within another, so all
//! of them together hold no more than the file.
//! Follows XML 1.0 where the file does. `quick-xml` was weighed: it rejects
//! much of what feeds get wrong, and does not tell where a value's bytes lie.

mod markup;
mod references;
mod scan;

use rapporteur_text::Span;

use super::decode::{Mapped, decode};
pub(super) use references::{Draft, unescaped};
use scan::Token;

/// Most bytes of a file: agencies' collections of a day stay below.
const FILE_CAP: usize = 64 << 20;
/// Deepest nesting that is kept.
const DEPTH: usize = 200;
/// Most elements and stretches of text: memory stays near that of the file.
const NODES: usize = 1 << 21;
/// Elements that end where the next of their name begins: what each holds is
/// read by itself.
const ALONE: [&str; 4] = ["item", "entry", "newsItem", "NewsItem"];
/// Most bytes of the opening in which the first element is looked for.
const PROLOG: usize = 4096;

/// A file.
#[derive(Debug)]
pub(super) struct Tree<'a> {
    page: Mapped<'a>,
    nodes: Vec<Node>,
    /// How names are told.
    names: Names,
}

/// How elements are named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Names {
    /// With their prefix, unless it is the first element's own.
    Prefixed,
    /// Without any prefix.
    Local,
}

#[derive(Debug)]
struct Node {
    /// One past the last descendant.
    end: usize,
    kind: Kind,
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    /// The root, above the first element.
    File,
    /// Name and attributes as written.
    Element(Span, Span),
    /// Characters with references.
    Text(Span),
    /// Characters as they stand.
    Verbatim(Span),
}

/// One element of a file, or the file itself.
#[derive(Clone, Copy, Debug)]
pub(super) struct Element<'t> {
    tree: &'t Tree<'t>,
    index: usize,
}

/// The name of the first element, without its prefix, of a file that opens
/// with these bytes.
pub(super) fn first_element(opening: &[u8]) -> Option<String> {
    let page = decode(&opening[..opening.len().min(PROLOG)], None)?;
    let text = page.text();
    if !text
        .trim_start_matches(['\u{feff}', ' ', '\r', '\n', '\t'])
        .starts_with('<')
    {
        return None;
    }
    scan::tokens(text).find_map(|token| match token {
        Token::Start { name, .. } => Some(local(&text[name.range()]).to_owned()),
        _ => None,
    })
}

/// The characters of a piece of markup less its tags, a space for each.
pub(super) fn without_tags(piece: &str) -> String {
    let mut words = String::new();
    for token in scan::tokens(piece) {
        match token {
            Token::Text(span) | Token::Verbatim(span) => words.push_str(&piece[span.range()]),
            Token::Start { .. } | Token::End(_) => words.push(' '),
        }
    }
    words
}

/// The characters of an XML file, in the encoding that it is found to have.
pub(super) fn characters<'a>(
    bytes: &'a [u8],
    media_type: Option<&str>,
) -> Result<Mapped<'a>, String> {
    if FILE_CAP < bytes.len() {
        return Err(format!("an XML file over {} MiB", FILE_CAP >> 20));
    }
    let declared = media_type.and_then(|it| labelled(it, "charset"));
    let declared = declared.or_else(|| {
        let head = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]);
        let (declaration, _) = head.split_once("?>")?;
        labelled(declaration, "encoding")
    });
    decode(bytes, declared).ok_or_else(|| "a binary file, not XML".into())
}

/// The encoding that `name=` labels.
fn labelled(text: &str, name: &str) -> Option<&'static encoding_rs::Encoding> {
    let at = text.to_ascii_lowercase().find(name)?;
    let label = text[at + name.len()..].trim_start().strip_prefix('=')?;
    let label = label.trim_start_matches(['"', '\'', ' ']);
    let end = label.find(['"', '\'', ' ', ';']).unwrap_or(label.len());
    encoding_rs::Encoding::for_label(&label.as_bytes()[..end])
}

impl<'a> Tree<'a> {
    /// Builds the tree, unless the file has too many parts.
    pub(super) fn parse(page: Mapped<'a>, names: Names) -> Result<Self, String> {
        let mut builder = Builder::new(page.text());
        for token in scan::tokens(page.text()) {
            builder.take(token);
            if NODES < builder.nodes.len() {
                return Err(format!("an XML file of over {NODES} elements"));
            }
        }
        let nodes = builder.finish();
        Ok(Self { page, nodes, names })
    }

    /// The file itself, which holds the first element.
    pub(super) fn root(&self) -> Element<'_> {
        Element {
            tree: self,
            index: 0,
        }
    }

    fn slice(&self, span: Span) -> &str {
        &self.page.text()[span.range()]
    }
}

impl<'t> Element<'t> {
    /// Its name, as [`Names`] says.
    pub(super) fn name(self) -> &'t str {
        let Kind::Element(name, _) = self.node().kind else {
            return "";
        };
        let name = self.tree.slice(name);
        match self.tree.names {
            Names::Local => local(name),
            Names::Prefixed => {
                let prefix = self.tree.own_prefix();
                let own = prefix.and_then(|it| name.strip_prefix(it)?.strip_prefix(':'));
                own.unwrap_or(name)
            }
        }
    }

    /// The value of an attribute, trimmed; none where it is empty.
    pub(super) fn attribute(self, name: &str) -> Option<String> {
        let Kind::Element(_, inside) = self.node().kind else {
            return None;
        };
        let mut all = scan::attributes(self.tree.slice(inside));
        let (_, raw) = all.find(|(it, _)| it.eq_ignore_ascii_case(name))?;
        let value = unescaped(&Mapped::unmapped(raw));
        let value = value.text().trim();
        (!value.is_empty()).then(|| value.to_owned())
    }

    /// Elements right below it.
    pub(super) fn children(self) -> impl Iterator<Item = Element<'t>> {
        let tree = self.tree;
        let end = self.node().end;
        let mut at = self.index + 1;
        std::iter::from_fn(move || {
            while at < end {
                let index = at;
                at = tree.nodes[at].end;
                if matches!(tree.nodes[index].kind, Kind::Element(..)) {
                    return Some(Element { tree, index });
                }
            }
            None
        })
    }

    /// Elements of that name right below it.
    pub(super) fn all(self, name: &'static str) -> impl Iterator<Item = Element<'t>> {
        self.children()
            .filter(move |it| it.name().eq_ignore_ascii_case(name))
    }

    /// The first element of that name right below it.
    pub(super) fn child(self, name: &'static str) -> Option<Element<'t>> {
        self.all(name).next()
    }

    /// The element that a way of names leads to.
    pub(super) fn at(self, way: &[&'static str]) -> Option<Element<'t>> {
        way.iter().try_fold(self, |it, name| it.child(name))
    }

    /// Elements of that name anywhere below it, in file order.
    pub(super) fn below(self, name: &'static str) -> impl Iterator<Item = Element<'t>> {
        let tree = self.tree;
        (self.index + 1..self.node().end)
            .map(move |index| Element { tree, index })
            .filter(move |it| it.name().eq_ignore_ascii_case(name))
    }

    /// Whether elements stand right below it.
    pub(super) fn has_children(self) -> bool {
        self.children().next().is_some()
    }

    /// All its words, references resolved.
    pub(super) fn words(self) -> Mapped<'static> {
        let mut draft = Draft::default();
        for node in &self.tree.nodes[self.index..self.node().end] {
            match node.kind {
                Kind::Text(span) => draft.unescape(self.tree.slice(span), span.start()),
                Kind::Verbatim(span) => draft.copy(self.tree.slice(span), span.start()),
                Kind::File | Kind::Element(..) => {}
            }
        }
        draft.over(self.tree.page.origin())
    }

    /// All its words, white space collapsed; none where there are none.
    pub(super) fn line(self) -> Option<String> {
        let words = self.words();
        let line: Vec<&str> = words.text().split_whitespace().collect();
        (!line.is_empty()).then(|| line.join(" "))
    }

    fn node(self) -> &'t Node {
        &self.tree.nodes[self.index]
    }
}

impl Tree<'_> {
    /// The prefix of the first element.
    fn own_prefix(&self) -> Option<&str> {
        let name = self.nodes.iter().find_map(|node| match node.kind {
            Kind::Element(name, _) => Some(self.slice(name)),
            _ => None,
        })?;
        name.split_once(':').map(|(prefix, _)| prefix)
    }
}

/// A name without its prefix.
fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// Builds a tree from tokens.
struct Builder<'a> {
    text: &'a str,
    nodes: Vec<Node>,
    /// Open elements, outermost first.
    open: Vec<usize>,
}

impl<'a> Builder<'a> {
    fn new(text: &'a str) -> Self {
        let root = Node {
            end: 0,
            kind: Kind::File,
        };
        Self {
            text,
            nodes: vec![root],
            open: vec![0],
        }
    }

    fn take(&mut self, token: Token) {
        match token {
            Token::Text(span) => drop(self.add(Kind::Text(span))),
            Token::Verbatim(span) => drop(self.add(Kind::Verbatim(span))),
            Token::End(name) => self.end(name),
            Token::Start {
                name,
                attributes,
                empty,
            } => {
                if ALONE.contains(&local(&self.text[name.range()])) {
                    self.end(name);
                }
                self.start(Kind::Element(name, attributes), empty);
            }
        }
    }

    fn add(&mut self, kind: Kind) -> usize {
        let index = self.nodes.len();
        self.nodes.push(Node {
            end: index + 1,
            kind,
        });
        index
    }

    fn start(&mut self, kind: Kind, empty: bool) {
        if !empty
            && DEPTH <= self.open.len()
            && let Some(deepest) = self.open.pop()
        {
            self.nodes[deepest].end = self.nodes.len();
        }
        let index = self.add(kind);
        if !empty {
            self.open.push(index);
        }
    }

    /// Closes the innermost open element of that name, with all within it.
    fn end(&mut self, name: Span) {
        let open = |&at: &usize| match self.nodes[at].kind {
            Kind::Element(it, _) => self.text[it.range()] == self.text[name.range()],
            _ => false,
        };
        let Some(at) = self.open.iter().rposition(open) else {
            return;
        };
        let end = self.nodes.len();
        for &index in &self.open[at..] {
            self.nodes[index].end = end;
        }
        self.open.truncate(at);
    }

    fn finish(mut self) -> Vec<Node> {
        let end = self.nodes.len();
        for &index in &self.open {
            self.nodes[index].end = end;
        }
        self.nodes
    }
}

#[cfg(test)]
mod tests;
