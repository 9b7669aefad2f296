//! The blocks of text of a page.
//!
//! Input: a page's tree. Output: stretches of text on lines of their own, in
//! document order, each with the way back to the page and what the markup
//! says it is. Programs, menus and what is not shown are left out.

use rapporteur_text::{BlockKind, Cut, Run, Span};

use super::setting::Setting;
use super::tree::{Kind, Node, Tree, is_block};

/// A stretch of text on lines of its own.
#[derive(Debug)]
pub(super) struct Block {
    /// Its words, white space collapsed.
    pub(super) text: String,
    /// The way back, in bytes of the page's characters.
    pub(super) runs: Vec<Run>,
    /// What the markup says it is, where that is no reporting.
    pub(super) cut: Option<Cut>,
    /// What the markup says it is, unless a paragraph.
    pub(super) kind: Option<BlockKind>,
    /// The innermost block element around it.
    pub(super) node: usize,
    /// How many of its bytes are links.
    pub(super) linked: usize,
}

/// Elements that never hold a report's words.
const DROPPED: [&str; 20] = [
    "script", "style", "noscript", "template", "svg", "iframe", "object", "select", "button",
    "textarea", "head", "nav", "canvas", "audio", "video", "dialog", "menu", "math", "map",
    "datalist",
];

/// Most bytes of a cell that is read as a part of its row.
const CELL: usize = 200;

/// All blocks in document order.
pub(super) fn blocks(tree: &Tree<'_>) -> Vec<Block> {
    let lengths = lengths(tree);
    let mut gatherer = Gatherer::new(tree);
    let mut index = 1;
    while index < tree.nodes.len() {
        gatherer.leave(index);
        let node = &tree.nodes[index];
        if is_unshown(tree, index, &lengths) {
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

/// Bytes of text below each node, programs left out.
fn lengths(tree: &Tree<'_>) -> Vec<usize> {
    let mut before = Vec::with_capacity(tree.nodes.len() + 1);
    let mut sum = 0;
    before.push(0);
    for node in &tree.nodes {
        let program = matches!(tree.nodes[node.parent].name(), "script" | "style");
        if let Kind::Text(text) = &node.kind
            && !program
        {
            sum += tree.chars(text).trim().len();
        }
        before.push(sum);
    }
    let length = |(at, node): (usize, &Node)| before[node.end] - before[at];
    tree.nodes.iter().enumerate().map(length).collect()
}

/// Whether a node and all below it are no part of what a reader sees.
///
/// What an attribute hides is believed only of less than half of the page's
/// words: some pages hide themselves until a script runs.
fn is_unshown(tree: &Tree<'_>, index: usize, lengths: &[usize]) -> bool {
    let node = &tree.nodes[index];
    let name = node.name();
    if name.is_empty() {
        return false;
    }
    if DROPPED.contains(&name) {
        return true;
    }
    let hidden = node.attribute("hidden").is_some()
        || node.attribute("aria-hidden") == Some("true")
        || node
            .attribute("style")
            .is_some_and(|style| style.replace(' ', "").contains("display:none"));
    (hidden || is_notice(node)) && lengths[index] * 2 < lengths[0]
}

/// Whether an element is set over or beside the page: menus, boxes that ask
/// for consent, search.
fn is_notice(node: &Node) -> bool {
    const ROLES: [&str; 4] = ["navigation", "search", "dialog", "alertdialog"];
    const WORDS: [&str; 6] = [
        "cookie",
        "cookies",
        "consent",
        "gdpr",
        "cookiebanner",
        "cmp",
    ];
    let role = node.attribute("role").unwrap_or_default();
    ROLES.contains(&role)
        || (!matches!(node.name(), "html" | "body" | "main" | "article")
            && words_of(node).any(|it| WORDS.contains(&it.as_str())))
}

/// The words that class, id, role and the like are joined of, lower case.
pub(super) fn words_of(node: &Node) -> impl Iterator<Item = String> + '_ {
    [
        "class",
        "id",
        "role",
        "data-testid",
        "data-component",
        "data-type",
        "data-module",
    ]
    .into_iter()
    .filter_map(|name| node.attribute(name))
    .flat_map(|value| value.split(|it: char| !it.is_ascii_alphanumeric()))
    .filter(|it| !it.is_empty())
    .map(str::to_ascii_lowercase)
}

/// What the markup says a block is, where that is no reporting.
fn cut_of(tree: &Tree<'_>, index: usize) -> Option<Cut> {
    tree.upward(index)
        .take(6)
        .find_map(|(_, node)| match node.name() {
            "h1" => Some(Cut::Headline),
            "h2" | "h3" | "h4" | "h5" | "h6" => Some(Cut::Subhead),
            "figcaption" => Some(Cut::Caption),
            "time" => Some(Cut::Date),
            _ => cut_of_class(node),
        })
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

/// What the markup says a block is, unless a paragraph.
fn kind_of(tree: &Tree<'_>, index: usize) -> Option<BlockKind> {
    tree.upward(index).take(8).find_map(|(_, node)| {
        let is_pulled = || {
            let mut words = words_of(node);
            words.any(|it| matches!(it.as_str(), "pullquote" | "pullquotes" | "pulledquote"))
        };
        match node.name() {
            "li" | "dt" | "dd" => Some(BlockKind::ListItem),
            "td" | "th" | "tr" => Some(BlockKind::Table),
            "h2" | "h3" | "h4" | "h5" | "h6" => Some(BlockKind::Subhead),
            "blockquote" | "aside" | "figure" | "div" if is_pulled() => Some(BlockKind::PullQuote),
            "blockquote" => Some(BlockKind::Quote),
            _ => None,
        }
    })
}

/// Collects text into blocks.
struct Gatherer<'t, 'p> {
    tree: &'t Tree<'p>,
    blocks: Vec<Block>,
    /// Open block elements.
    open: Vec<usize>,
    /// Where the innermost link around the text ends.
    link_end: usize,
    /// Where the innermost inline element that says what its words are ends,
    /// and what it says.
    inline: (usize, Option<Cut>),
    setting: Setting,
    linked: usize,
    /// Bytes that an inline element says are no reporting, and why.
    said: (usize, Option<Cut>),
}

impl<'t, 'p> Gatherer<'t, 'p> {
    fn new(tree: &'t Tree<'p>) -> Self {
        Self {
            tree,
            blocks: Vec::new(),
            open: vec![0],
            link_end: 0,
            inline: (0, None),
            setting: Setting::default(),
            linked: 0,
            said: (0, None),
        }
    }

    fn enter(&mut self, index: usize) {
        let node = &self.tree.nodes[index];
        match &node.kind {
            Kind::Text(text) => {
                let before = self.setting.text.len();
                let chars = self.tree.chars(text);
                if 2 <= self.setting.breaks() && !chars.trim().is_empty() {
                    self.flush();
                }
                self.setting
                    .add(self.tree.page, text.range.start, text.range.end, chars);
                let added = self.setting.text.len().saturating_sub(before);
                if index < self.link_end {
                    self.linked += added;
                }
                if index < self.inline.0 {
                    self.said = (self.said.0 + added, self.inline.1);
                }
            }
            Kind::Element(name, _) if name == "br" => self.setting.add_break(),
            Kind::Element(..) if self.is_cell(index) => self.setting.add_space(),
            Kind::Element(name, _) if is_block(name) => {
                self.flush();
                self.open.push(index);
            }
            Kind::Element(name, _) => {
                if name == "a" {
                    self.link_end = self.link_end.max(node.end);
                }
                let cut = if name == "time" {
                    Some(Cut::Date)
                } else {
                    cut_of_class(node)
                };
                if cut.is_some() && self.inline.0 <= index {
                    self.inline = (node.end, cut);
                }
            }
        }
    }

    /// Whether a node is a cell of a table of facts, whose rows are read as
    /// lines; cells that hold paragraphs lay out the page.
    fn is_cell(&self, index: usize) -> bool {
        let node = &self.tree.nodes[index];
        if !matches!(node.name(), "td" | "th") {
            return false;
        }
        let within = &self.tree.nodes[index + 1..node.end];
        let length = |node: &Node| match &node.kind {
            Kind::Text(text) => text.range.len(),
            Kind::Element(..) => 0,
        };
        within.iter().all(|it| !is_block(it.name()))
            && within.iter().map(length).sum::<usize>() <= CELL
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

    /// Ends the block.
    fn flush(&mut self) {
        let (text, runs) = self.setting.take();
        let linked = std::mem::take(&mut self.linked).min(text.len());
        let (said, why) = std::mem::take(&mut self.said);
        if !text.chars().any(char::is_alphanumeric) {
            return;
        }
        let node = *self.open.last().unwrap_or(&0);
        let inline = why.filter(|_| text.len() * 2 < said * 5);
        // "Northwire, Verra · Wednesday 13 March": who, and when.
        let inline = match inline {
            Some(Cut::Date) if said + 4 < text.len() => Some(Cut::Byline),
            other => other,
        };
        self.blocks.push(Block {
            linked,
            cut: cut_of(self.tree, node).or(inline),
            kind: kind_of(self.tree, node),
            text,
            runs,
            node,
        });
    }
}

/// A run of a block as it stands in a text that the block begins at `start`.
pub(super) fn moved(run: &Run, start: usize) -> Run {
    Run {
        text: Span::new(run.text.start() + start, run.text.end() + start),
        ..*run
    }
}
