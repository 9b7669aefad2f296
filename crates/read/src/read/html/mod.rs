//! Web pages: one report a page.
//!
//! Input: a page's bytes, or a piece of a page from a field. Output: one
//! report: paragraphs set apart by a blank line, what the markup says of them
//! (captions, embedded posts, subheads), and what the page declares. The page
//! is tokenised by the WHATWG standard (`html5gum`) into a flat tree of
//! capped depth, so that no nesting costs more than its length.

mod blocks;
mod body;
mod context;
mod features;
mod live;
mod meta;
mod script;
mod setting;
mod tree;

use std::collections::HashMap;

use encoding_rs::Encoding;
use rapporteur_language::{
    Pages,
    pages::{CONTEXT, WIDTH},
};
use rapporteur_text::{Imprint, OriginMap, Report, Span};

use super::decode::{Mapped, decode};
use super::{Options, ReadOut, Source, fitting};
use blocks::Block;
use meta::Linked;
use tree::Tree;

/// Most bytes of a page.
const PAGE_CAP: usize = 16 << 20;

/// Openings of pages and of pieces of pages, lower case.
const OPENINGS: [&str; 9] = [
    "<!doctype html",
    "<html",
    "<head",
    "<body",
    "<article",
    "<div",
    "<p>",
    "<meta",
    "<main",
];

/// A page's blocks, as training sees them.
#[derive(Debug)]
pub struct SeenPage<'p> {
    tree: Tree<'p>,
    blocks: Vec<Block>,
    words: Vec<Vec<(usize, String)>>,
    rows: Vec<[f32; WIDTH]>,
}

impl<'p> SeenPage<'p> {
    /// The blocks of a page in UTF-8; `None` for what is no page.
    pub fn new(page: &'p str) -> Option<Self> {
        let tree = parse(page).ok()?;
        let blocks = blocks::blocks(&tree);
        let declared = meta::declared_words(&tree, &Linked::of(&tree));
        let rows = features::rows(&tree, &blocks, &declared, &HashMap::new());
        let words = blocks.iter().map(|it| features::words(&tree, it)).collect();
        Some(Self {
            tree,
            blocks,
            words,
            rows,
        })
    }

    /// The words of each block.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.blocks.iter().map(|it| it.text.as_str())
    }

    /// For each block, the words of class and id names around it, each with
    /// how far up it stands.
    pub fn class_words(&self) -> &[Vec<(usize, String)>] {
        &self.words
    }

    /// What is seen of each block by itself, when those words weigh as given.
    pub fn rows(&self, weights: &HashMap<String, f32>) -> Vec<[f32; WIDTH]> {
        let mut rows = self.rows.clone();
        for (row, words) in rows.iter_mut().zip(&self.words) {
            let seen = features::of_words(words, weights);
            row[features::WORDS_AT..features::WORDS_AT + seen.len()].copy_from_slice(&seen);
        }
        rows
    }

    /// What is seen of each block among the scores of all.
    pub fn context(&self, rows: &[[f32; WIDTH]], scores: &[f32]) -> Vec<[f32; CONTEXT]> {
        context::rows(&self.tree, &self.blocks, rows, scores)
    }
}

/// The characters of a page, for training.
pub fn page_text(bytes: &[u8]) -> Option<String> {
    let page = decode(bytes, declared_encoding(bytes))?;
    Some(page.into_parts().0)
}

/// Whether a file without a telling name is a page.
pub(super) fn opens(opening: &[u8]) -> bool {
    let head = &opening[..opening.len().min(2000)];
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let comment = head.starts_with("<!--") || head.starts_with("<?xml");
    OPENINGS.iter().any(|it| head.starts_with(it)) || (comment && head.contains("<html"))
}

/// Reads the file: one report, or each post of a live blog as one.
pub(super) fn read(bytes: &[u8], source: &Source, _: &Options) -> ReadOut {
    read_all(bytes, source).unwrap_or_else(|reason| ReadOut::one(Err(reason), source))
}

fn read_all(bytes: &[u8], source: &Source) -> Result<ReadOut, String> {
    let page = page(bytes, source)?;
    let tree = parse(page.text())?;
    let linked = Linked::of(&tree);
    if let Some(posts) = live::posts(&page, &tree, &linked, source) {
        return Ok(posts);
    }
    let parts = Parts {
        page: &page,
        tree: &tree,
        linked: &linked,
    };
    let file = source.file.clone();
    let report = parts.report(file, None, Imprint::default(), Pages::embedded());
    Ok(ReadOut::one(report, source))
}

/// Reads a page as one report, its blocks told from the rest by `pages`; for
/// measuring trees that are not built in.
pub fn read_page(bytes: &[u8], source: &Source, pages: &Pages) -> Result<Report, String> {
    let page = page(bytes, source)?;
    let report = report_by(&page, source.file.clone(), None, Imprint::default(), pages)?;
    Ok(source.addressed(report))
}

/// The characters of a page: by what the server declared, else the page.
fn page<'a>(bytes: &'a [u8], source: &Source) -> Result<Mapped<'a>, String> {
    if PAGE_CAP < bytes.len() {
        return Err(format!("a page over {} MiB", PAGE_CAP >> 20));
    }
    let declared = source.charset().or_else(|| declared_encoding(bytes));
    decode(bytes, declared).ok_or_else(|| "a binary file, not a page".into())
}

/// The report of a page or a piece of one; what `declared` holds stands
/// before what the page says.
pub(super) fn report(
    page: &Mapped<'_>,
    file: String,
    id: Option<String>,
    declared: Imprint,
) -> Result<Report, String> {
    report_by(page, file, id, declared, Pages::embedded())
}

fn report_by(
    page: &Mapped<'_>,
    file: String,
    id: Option<String>,
    declared: Imprint,
    pages: &Pages,
) -> Result<Report, String> {
    let tree = parse(page.text())?;
    let linked = Linked::of(&tree);
    let parts = Parts {
        page,
        tree: &tree,
        linked: &linked,
    };
    parts.report(file, id, declared, pages)
}

/// A page taken apart.
#[derive(Clone, Copy)]
struct Parts<'a> {
    page: &'a Mapped<'a>,
    tree: &'a Tree<'a>,
    linked: &'a Linked,
}

impl Parts<'_> {
    /// The page's one report.
    fn report(
        &self,
        file: String,
        id: Option<String>,
        declared: Imprint,
        pages: &Pages,
    ) -> Result<Report, String> {
        let tree = self.tree;
        let words = meta::declared_words(tree, self.linked);
        let blocks = body::main_blocks(tree, blocks::blocks(tree), &words, pages);
        let declared = meta::completed(declared, tree, self.linked);
        let shown = blocks.iter().filter(|it| it.cut.is_none());
        let shown: usize = shown.map(|it| it.text.len()).sum();
        if let Some(held) = self.held_in_scripts(shown) {
            return set_held(self.page, held, file, id, declared);
        }
        let blocks: Vec<&Block> = blocks.iter().collect();
        set_report(self.page, &blocks, file, id, declared)
    }

    /// The report's words where the page shows few of them, or a part.
    fn held_in_scripts(&self, shown: usize) -> Option<Mapped<'static>> {
        let hidden = || {
            let few = shown < SHOWN;
            few.then(|| script::hidden_piece(self.tree)).flatten()
        };
        script::declared_body(self.tree, self.linked, shown).or_else(hidden)
    }
}

/// Fewest bytes of words that a page shows, below which its scripts are asked.
const SHOWN: usize = 250;

/// The report of words that a script held: text as it is, or a piece of a page.
fn set_held(
    page: &Mapped<'_>,
    held: Mapped<'static>,
    file: String,
    id: Option<String>,
    declared: Imprint,
) -> Result<Report, String> {
    let origin = held.origin().through(page.origin());
    if held.text().contains("</p>") || held.text().contains("<br") {
        let held = Mapped::new(held.into_parts().0, origin);
        return fragment(&held, file, id, declared);
    }
    let text = fitting(held.into_parts().0)?;
    Ok(Report::new(id, file, text, declared).with_origin(origin))
}

/// The report whose body a feed, an agency's file or a mail gives as a piece
/// of a page: all its blocks are the report's, and it declares nothing.
pub(super) fn fragment(
    piece: &Mapped<'_>,
    file: String,
    id: Option<String>,
    declared: Imprint,
) -> Result<Report, String> {
    let tree = parse(piece.text())?;
    let blocks = blocks::blocks(&tree);
    set_report(
        piece,
        &blocks.iter().collect::<Vec<_>>(),
        file,
        id,
        declared,
    )
}

fn parse(page: &str) -> Result<Tree<'_>, String> {
    if PAGE_CAP < page.len() {
        return Err(format!("a page over {} MiB", PAGE_CAP >> 20));
    }
    Ok(Tree::parse(page).ok_or("a page of over a million elements")?)
}

/// Sets blocks in one text, a blank line between two.
fn set_report(
    page: &Mapped<'_>,
    blocks: &[&Block],
    file: String,
    id: Option<String>,
    declared: Imprint,
) -> Result<Report, String> {
    let (mut text, mut markup, mut kinds, mut runs) = (String::new(), vec![], vec![], vec![]);
    for &block in blocks {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let start = text.len();
        text.push_str(&block.text);
        let span = Span::new(start, text.len());
        markup.extend(block.cut.map(|cut| (span, cut)));
        kinds.extend(block.kind.map(|kind| (span, kind)));
        runs.extend(block.runs.iter().map(|run| blocks::moved(run, start)));
    }
    let text = fitting(text).map_err(|reason| format!("the page's main text {reason}"))?;
    let origin = OriginMap::new(runs).through(page.origin());
    let report = Report::new(id, file, text, declared);
    Ok(report
        .with_markup(markup)
        .with_blocks(kinds)
        .with_origin(origin))
}

/// The encoding that the first bytes declare in a `meta` element.
fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
    let (_, after) = head.split_once("charset")?;
    let after = after.trim_start().strip_prefix('=')?;
    let label = after.trim_start_matches(['"', '\'', ' ']);
    let end = label.find(['"', '\'', ' ', '>', '/', ';'])?;
    Encoding::for_label(&label.as_bytes()[..end])
}

#[cfg(test)]
mod tests;
