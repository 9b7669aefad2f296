//! The text of PDF files, in reading order.
//!
//! Input: a file's bytes. Output: its blocks of text, with what each is, and
//! what the file's properties say. What always holds: any bytes give a paper
//! or an error; work ends at [`PAGES`] pages, [`GLYPHS`] characters and
//! [`STEPS`] drawing steps; lines that recur at the head or the foot of pages
//! are left out. Follows ISO 32000-2 by `hayro`.
//!
//! A PDF has no paragraphs, only characters at places. Lines, columns and
//! paragraphs are made from the places alone: see `lines`, `columns` and
//! `paragraphs`.

mod columns;
mod furniture;
mod glyphs;
mod lines;
mod paragraphs;

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro_interpret::hayro_syntax::{LoadPdfError, Pdf};

use lines::Line;

/// Most bytes of a file: a newspaper of a hundred pages with its pictures.
pub const BYTES: usize = 256 << 20;
/// Most pages that are read.
pub const PAGES: usize = 2_000;
/// Most characters that are read: a book of four hundred pages.
pub const GLYPHS: usize = 1 << 20;
/// Most steps of drawing, some ten seconds of them: forms may draw forms that
/// draw forms.
pub const STEPS: usize = 2 << 20;

/// A file's text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Paper {
    /// Its blocks, in reading order.
    pub blocks: Vec<Block>,
    /// The title among its properties, as the program that made it wrote it.
    pub title: Option<String>,
    /// The author among its properties.
    pub author: Option<String>,
}

/// Lines that belong together.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// What it is.
    pub kind: Kind,
    /// Its words, in one line; words broken at line ends are whole.
    pub text: String,
}

/// What a block is, by its size and place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A paragraph.
    Paragraph,
    /// The largest letters at the top of the first page.
    Title,
    /// A short block in larger letters.
    Heading,
}

/// Why a file was not read.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Error(#[from] Fault);

#[derive(Debug, thiserror::Error)]
enum Fault {
    #[error("a PDF file over {} MiB", BYTES >> 20)]
    Big,
    #[error("a PDF file under a password")]
    Locked,
    #[error("not a whole PDF file: it was cut off or damaged")]
    Broken,
    #[error("holds no text layer: its pages are pictures")]
    Pictures,
    #[error("a PDF file too long to read: over {PAGES} pages, {GLYPHS} letters or {STEPS} strokes")]
    Long,
}

/// Reads a file.
pub fn read(bytes: &[u8]) -> Result<Paper, Error> {
    if BYTES < bytes.len() {
        return Err(Fault::Big.into());
    }
    // The library means never to panic; this makes sure of it.
    let read = catch_unwind(AssertUnwindSafe(|| paper(bytes)));
    read.unwrap_or(Err(Fault::Broken)).map_err(Error)
}

fn paper(bytes: &[u8]) -> Result<Paper, Fault> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|fault| match fault {
        LoadPdfError::Decryption(_) => Fault::Locked,
        LoadPdfError::Invalid => Fault::Broken,
    })?;
    let pages = glyphs::pages(&pdf).ok_or(Fault::Long)?;
    let mut pages: Vec<Vec<Line>> = pages.into_iter().map(lines::lines).collect();
    furniture::drop_furniture(&mut pages);
    let pages: Vec<_> = pages.into_iter().map(columns::in_order).collect();
    let blocks = paragraphs::blocks(&pages);
    if !blocks
        .iter()
        .any(|it| it.text.chars().any(char::is_alphanumeric))
    {
        return Err(Fault::Pictures);
    }
    let metadata = pdf.metadata();
    Ok(Paper {
        blocks,
        title: metadata.title.as_deref().and_then(property),
        author: metadata.author.as_deref().and_then(property),
    })
}

/// A property's characters: UTF-16 or UTF-8 after a mark, else Latin.
fn property(bytes: &[u8]) -> Option<String> {
    let text = if let Some(wide) = bytes.strip_prefix(b"\xfe\xff") {
        let units = wide
            .chunks_exact(2)
            .map(|it| u16::from_be_bytes([it[0], it[1]]));
        char::decode_utf16(units)
            .map(|it| it.unwrap_or('\u{fffd}'))
            .collect()
    } else {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let latin = || bytes.iter().map(|&it| char::from(it)).collect();
        std::str::from_utf8(bytes).map_or_else(|_| latin(), str::to_owned)
    };
    let text: String = text.chars().filter(|it| !it.is_control()).collect();
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The middle one of numbers, or zero of none.
fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(0.0)
}
