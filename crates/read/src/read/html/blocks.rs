//! The blocks of text of a page, furniture left out.

use rapporteur_language::Language;
use rapporteur_text::Cut;

use super::tree::{Kind, Node, Tree, is_block};

/// A stretch of text on lines of its own.
#[derive(Debug)]
pub(super) struct Block {
    /// Its words, white space collapsed.
    pub(super) text: String,
    /// What the markup says it is, unless a paragraph.
    pub(super) cut: Option<Cut>,
    /// The innermost block element around it.
    pub(super) node: usize,
    /// How many of its bytes are links.
    pub(super) linked: usize,
}

/// Elements that never hold a report's words.
const DROPPED: [&str; 18] = [
    "script", "style", "noscript", "template", "svg", "iframe", "object", "select", "button",
    "textarea", "head", "nav", "footer", "canvas", "audio", "video", "dialog", "menu",
];

/// All blocks in document order.
pub(super) fn blocks(tree: &Tree) -> Vec<Block> {
    let lengths = lengths(tree);
    let mut gatherer = Gatherer::new(tree);
    let mut index = 1;
    while index < tree.nodes.len() {
        gatherer.leave(index);
        let node = &tree.nodes[index];
        if is_furniture(tree, index, &lengths) {
            gatherer.flush_if_block(node);
            index = node.end;
            continue;
        }
        gatherer.enter(index);
        index += 1;
    }
    gatherer.leave(tree.nodes.len());
    gatherer.flush();
    gatherer.blocks
}

/// Bytes of text below each node.
fn lengths(tree: &Tree) -> Vec<usize> {
    let mut before = Vec::with_capacity(tree.nodes.len() + 1);
    let mut sum = 0;
    before.push(0);
    for node in &tree.nodes {
        let program = matches!(tree.nodes[node.parent].name(), "script" | "style");
        if let Kind::Text(text) = &node.kind
            && !program
        {
            sum += text.trim().len();
        }
        before.push(sum);
    }
    let length = |(at, node): (usize, &Node)| before[node.end] - before[at];
    tree.nodes.iter().enumerate().map(length).collect()
}

/// Whether a node and all below it are no part of a report's text.
///
/// What a class or an attribute says is believed only of less than half of
/// the page's words: some pages wrap all of themselves in "has-sidebar".
fn is_furniture(tree: &Tree, index: usize, lengths: &[usize]) -> bool {
    let node = &tree.nodes[index];
    let name = node.name();
    if name.is_empty() {
        return false;
    }
    if DROPPED.contains(&name) {
        return true;
    }
    if lengths[0] <= lengths[index] * 2 {
        return false;
    }
    let hidden = node.attribute("hidden").is_some()
        || node.attribute("aria-hidden") == Some("true")
        || node
            .attribute("style")
            .is_some_and(|style| style.replace(' ', "").contains("display:none"));
    let bare = matches!(name, "aside" | "form") || (name == "header" && !has_heading(tree, index));
    hidden || bare || has_furniture_class(node)
}

/// Whether an `h1` stands below a node.
fn has_heading(tree: &Tree, index: usize) -> bool {
    let below = &tree.nodes[index..tree.nodes[index].end];
    below.iter().any(|node| node.name() == "h1")
}

/// Whether class, id or role name page furniture.
fn has_furniture_class(node: &Node) -> bool {
    if matches!(node.name(), "body" | "html" | "main" | "article" | "p") {
        return node.name() == "p" && words_of(node).any(|it| it == "also" || it == "related");
    }
    let furniture = &Language::english().cleaning.furniture;
    words_of(node).any(|word| furniture.contains(word.as_str()))
}

/// The words that class, id and role are joined of, lower case.
fn words_of(node: &Node) -> impl Iterator<Item = String> + '_ {
    ["class", "id", "role"]
        .into_iter()
        .filter_map(|name| node.attribute(name))
        .flat_map(|value| value.split(|it: char| !it.is_ascii_alphanumeric()))
        .map(str::to_ascii_lowercase)
}

/// What the markup says a block is.
fn cut_of(tree: &Tree, mut index: usize) -> Option<Cut> {
    for _ in 0..6 {
        let node = &tree.nodes[index];
        let cut = match node.name() {
            "h1" => Some(Cut::Headline),
            "h2" | "h3" | "h4" | "h5" | "h6" => Some(Cut::Subhead),
            "figcaption" => Some(Cut::Caption),
            "time" => Some(Cut::Date),
            _ => cut_of_class(node),
        };
        if cut.is_some() || index == 0 {
            return cut;
        }
        index = node.parent;
    }
    None
}

fn cut_of_class(node: &Node) -> Option<Cut> {
    let words: Vec<String> = words_of(node).collect();
    let has = |word: &str| words.iter().any(|it| it == word);
    let post = has("tweet") || has("instagram") || has("tiktok") || has("bluesky") || has("fb");
    if node.name() == "blockquote" && post {
        Some(Cut::Embed)
    } else if has("caption") || has("figcaption") {
        Some(Cut::Caption)
    } else if has("byline") || has("author") || node.attribute("rel") == Some("author") {
        Some(Cut::Byline)
    } else {
        None
    }
}

/// Collects text into blocks.
struct Gatherer<'t> {
    tree: &'t Tree,
    blocks: Vec<Block>,
    /// Open block elements.
    open: Vec<usize>,
    /// Where the innermost link around the text ends.
    link_end: usize,
    text: String,
    linked: usize,
    at: usize,
}

impl<'t> Gatherer<'t> {
    fn new(tree: &'t Tree) -> Self {
        Self {
            tree,
            blocks: Vec::new(),
            open: vec![0],
            link_end: 0,
            text: String::new(),
            linked: 0,
            at: 0,
        }
    }

    fn enter(&mut self, index: usize) {
        self.at = index;
        let node = &self.tree.nodes[index];
        match &node.kind {
            Kind::Text(text) => self.add(text),
            Kind::Element(name, _) if name == "br" => self.text.push('\n'),
            Kind::Element(name, _) if name == "a" => self.link_end = self.link_end.max(node.end),
            Kind::Element(name, _) if is_block(name) => {
                self.flush();
                self.open.push(index);
            }
            Kind::Element(..) => {
                if cut_of_class(node).is_some() || node.name() == "time" {
                    self.flush();
                    self.open.push(index);
                }
            }
        }
    }

    /// Closes the block elements that end at or before `index`.
    fn leave(&mut self, index: usize) {
        while let Some(&open) = self.open.last()
            && open != 0
            && self.tree.nodes[open].end <= index
        {
            self.flush();
            self.open.pop();
        }
    }

    fn flush_if_block(&mut self, node: &Node) {
        if is_block(node.name()) {
            self.flush();
        }
    }

    /// Adds characters, white space collapsed; a line break stands.
    fn add(&mut self, text: &str) {
        let before = self.text.len();
        for character in text.chars() {
            if !character.is_whitespace() || character == '\u{a0}' {
                self.text.push(if character == '\u{a0}' {
                    ' '
                } else {
                    character
                });
            } else if !self.text.ends_with([' ', '\n']) {
                self.text.push(' ');
            }
        }
        if self.at < self.link_end {
            self.linked += self.text.len() - before;
        }
    }

    /// Ends the block; two line breaks in it part paragraphs.
    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        let linked = std::mem::take(&mut self.linked);
        let node = *self.open.last().unwrap_or(&0);
        for part in text.split("\n\n") {
            let lines: Vec<&str> = part
                .lines()
                .map(str::trim)
                .filter(|it| !it.is_empty())
                .collect();
            let text = lines.join("\n");
            if text.chars().any(char::is_alphanumeric) {
                self.blocks.push(Block {
                    linked: linked.min(text.len()),
                    cut: cut_of(self.tree, node),
                    text,
                    node,
                });
            }
        }
    }
}
