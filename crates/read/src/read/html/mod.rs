//! Web pages: one report a page.
//!
//! Input: a page's bytes, or a piece of a page from a field. Output: one
//! report: paragraphs set apart by a blank line, what the markup says of them
//! (captions, embedded posts, subheads), and what the page declares. The page
//! is tokenised by the WHATWG standard (`html5gum`) into a flat tree of
//! capped depth, so that no nesting costs more than its length.

mod blocks;
mod body;
mod meta;
mod tree;

use encoding_rs::Encoding;
use rapporteur_text::{Cut, Imprint, Report, Span};

use super::decode::{Mapped, decode};
use super::{Options, ReadOut, Source, fitting};
use blocks::Block;
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

/// Whether a file without a telling name is a page.
pub(super) fn opens(opening: &[u8]) -> bool {
    let head = &opening[..opening.len().min(2000)];
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let comment = head.starts_with("<!--") || head.starts_with("<?xml");
    OPENINGS.iter().any(|it| head.starts_with(it)) || (comment && head.contains("<html"))
}

/// Reads the file as one report.
pub(super) fn read(bytes: &[u8], source: &Source, _: &Options) -> ReadOut {
    ReadOut::one(page(bytes, source), source)
}

fn page(bytes: &[u8], source: &Source) -> Result<Report, String> {
    if PAGE_CAP < bytes.len() {
        return Err(format!("a page over {} MiB", PAGE_CAP >> 20));
    }
    let page = decode(bytes, declared_encoding(bytes)).ok_or("a binary file, not a page")?;
    report(&page, source.file.clone(), None, Imprint::default())
}

/// The report of a page or a piece of one; what `declared` holds stands
/// before what the page says.
pub(super) fn report(
    page: &Mapped<'_>,
    file: String,
    id: Option<String>,
    declared: Imprint,
) -> Result<Report, String> {
    let tree = parse(page)?;
    let blocks = body::main_blocks(&tree, blocks::blocks(&tree));
    let declared = meta::completed(declared, &tree);
    set_report(&blocks, file, id, declared)
}

/// The report whose body a feed, an agency's file or a mail gives as a piece
/// of a page: all its blocks are the report's, and it declares nothing.
pub(super) fn fragment(
    piece: &Mapped<'_>,
    file: String,
    id: Option<String>,
    declared: Imprint,
) -> Result<Report, String> {
    let tree = parse(piece)?;
    set_report(&blocks::blocks(&tree), file, id, declared)
}

fn parse(page: &Mapped<'_>) -> Result<Tree, String> {
    if PAGE_CAP < page.text().len() {
        return Err(format!("a page over {} MiB", PAGE_CAP >> 20));
    }
    Ok(Tree::parse(page.text()).ok_or("a page of over a million elements")?)
}

fn set_report(
    blocks: &[Block],
    file: String,
    id: Option<String>,
    declared: Imprint,
) -> Result<Report, String> {
    let (text, markup) = set(blocks);
    let text = fitting(text).map_err(|reason| format!("the page's main text {reason}"))?;
    Ok(Report::new(id, file, text, declared).with_markup(markup))
}

/// Blocks in one text, a blank line between two.
fn set(blocks: &[Block]) -> (String, Vec<(Span, Cut)>) {
    let (mut text, mut markup) = (String::new(), Vec::new());
    for block in blocks {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let start = text.len();
        text.push_str(&block.text);
        if let Some(cut) = block.cut {
            markup.push((Span::new(start, text.len()), cut));
        }
    }
    (text, markup)
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
