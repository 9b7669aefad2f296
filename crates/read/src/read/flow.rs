//! The paragraphs of a word processor's file, in one text.
//!
//! Input: paragraphs and table rows, as the reader of a format meets them.
//! Output: a text with a blank line between two blocks, and what each block
//! is. What always holds: blocks are in text order, disjoint and trimmed; a
//! text that grows over [`FLOW_CAP`] is refused, not cut.

use std::ops::Range;

use rapporteur_text::{BlockKind, Cut, Imprint, Report, Span, Title};

use super::{ReadOut, Source, exports, fitting};

/// Most bytes of text of one file: an export of a thousand long reports.
const FLOW_CAP: usize = 64 << 20;

/// What a block is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Kind {
    /// A paragraph.
    #[default]
    Paragraph,
    /// The title of the whole.
    Title,
    /// A heading.
    Subhead,
    /// A point of a list.
    ListItem,
    /// A row of a table, its cells parted by tabs.
    Row,
}

/// A text in blocks.
#[derive(Debug, Default)]
pub(super) struct Flow {
    text: String,
    blocks: Vec<(Span, Kind)>,
    /// Cells of the table row that is being read.
    row: Option<Vec<Vec<(Kind, String)>>>,
    full: bool,
}

impl Flow {
    /// Adds a paragraph, to the open cell where one is.
    pub(super) fn add(&mut self, kind: Kind, text: &str) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        match self.row.as_mut().and_then(|cells| cells.last_mut()) {
            Some(cell) => cell.push((kind, text.to_owned())),
            None => self.set(kind, text),
        }
    }

    /// Opens a row of a table with its first cell, unless one is open.
    pub(super) fn open_row(&mut self) {
        self.row.get_or_insert_with(|| vec![Vec::new()]);
    }

    /// Ends the open cell, and opens the next.
    pub(super) fn end_cell(&mut self) {
        if let Some(cells) = &mut self.row {
            cells.push(Vec::new());
        }
    }

    /// Ends the row. Cells of one paragraph each are a row of a table; else
    /// the table only lays out the page, and its paragraphs are paragraphs.
    pub(super) fn end_row(&mut self) {
        let mut cells = self.row.take().unwrap_or_default();
        cells.retain(|cell| !cell.is_empty());
        let tabular = 1 < cells.len() && cells.iter().all(|cell| cell.len() == 1);
        let paragraphs = cells.into_iter().flatten();
        if tabular {
            let texts: Vec<String> = paragraphs.map(|(_, text)| text).collect();
            self.set(Kind::Row, &texts.join("\t"));
        } else {
            paragraphs.for_each(|(kind, text)| self.set(kind, &text));
        }
    }

    fn set(&mut self, kind: Kind, text: &str) {
        if FLOW_CAP < self.text.len() + text.len() {
            self.full = true;
            return;
        }
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        let start = self.text.len();
        self.text.push_str(text);
        self.blocks.push((Span::new(start, self.text.len()), kind));
    }

    /// The reports that the file holds: many where it is an export of a press
    /// database, else one, with what its properties declare.
    pub(super) fn read(mut self, source: &Source, declared: Imprint) -> ReadOut {
        self.end_row();
        if self.full {
            let reason = format!("its text is over {} MiB", FLOW_CAP >> 20);
            return ReadOut::one(Err(reason), source);
        }
        if let Some(out) = exports::of_flow(&self, source) {
            return out;
        }
        let whole = 0..self.text.len();
        let declared = Imprint {
            title: self.title().or(declared.title),
            ..declared
        };
        ReadOut::one(
            self.report(&[whole], source.file.clone(), None, declared),
            source,
        )
    }

    /// The characters.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The block that is styled as the title of the whole.
    fn title(&self) -> Option<Title> {
        let (span, _) = self.blocks.iter().find(|it| it.1 == Kind::Title)?;
        Some(Title {
            text: self.text[span.range()].to_owned(),
            span: None,
        })
    }

    /// The report of these pieces of the text, a blank line between two.
    pub(super) fn report(
        &self,
        pieces: &[Range<usize>],
        file: String,
        id: Option<String>,
        declared: Imprint,
    ) -> Result<Report, String> {
        let (mut text, mut markup, mut blocks) = (String::new(), Vec::new(), Vec::new());
        for piece in pieces {
            if !text.is_empty() {
                text.push_str("\n\n");
            }
            for &(span, kind) in self.within(piece) {
                let start = text.len() + span.start() - piece.start;
                let span = Span::new(start, start + span.len());
                markup.extend(cut_of(kind).map(|cut| (span, cut)));
                blocks.extend(block_of(kind).map(|block| (span, block)));
            }
            text.push_str(&self.text[piece.clone()]);
        }
        let report = Report::new(id, file, fitting(text)?, declared);
        Ok(report.with_markup(markup).with_blocks(blocks))
    }

    /// The blocks that lie whole in a piece.
    fn within(&self, piece: &Range<usize>) -> &[(Span, Kind)] {
        let from = self.blocks.partition_point(|it| it.0.start() < piece.start);
        let to = self.blocks.partition_point(|it| it.0.end() <= piece.end);
        &self.blocks[from.min(to)..to]
    }
}

fn cut_of(kind: Kind) -> Option<Cut> {
    match kind {
        Kind::Title => Some(Cut::Headline),
        Kind::Subhead => Some(Cut::Subhead),
        Kind::Paragraph | Kind::ListItem | Kind::Row => None,
    }
}

fn block_of(kind: Kind) -> Option<BlockKind> {
    match kind {
        Kind::Subhead => Some(BlockKind::Subhead),
        Kind::ListItem => Some(BlockKind::ListItem),
        Kind::Row => Some(BlockKind::Table),
        Kind::Paragraph | Kind::Title => None,
    }
}

/// What the properties of a file declare: its title and its author.
///
/// Programs fill both in by themselves; what they put there is dropped.
pub(super) fn properties(title: &str, author: &str) -> Imprint {
    let title = title.trim();
    let author = author.trim();
    Imprint {
        title: is_title(title).then(|| Title {
            text: title.to_owned(),
            span: None,
        }),
        byline: is_person(author).then(|| author.to_owned()),
        ..Imprint::default()
    }
}

/// Whether a title was written: two words or more, and no file's name.
fn is_title(title: &str) -> bool {
    let by_program = ["Microsoft Word", "Untitled", "PowerPoint", "Print"];
    let file = title
        .rsplit_once('.')
        .is_some_and(|(_, ending)| (2..=5).contains(&ending.len()) && !ending.contains(' '));
    title.contains(' ') && !file && !by_program.iter().any(|it| title.starts_with(it))
}

/// Whether an author is a person's name, not that of an account.
fn is_person(author: &str) -> bool {
    let accounts = ["user", "admin", "office", "microsoft", "windows", "owner"];
    let mut words = author.split_whitespace();
    let capital = |it: &str| it.starts_with(char::is_uppercase);
    let account = |it: &str| accounts.contains(&it.to_lowercase().as_str());
    let plain = |it: char| it.is_alphabetic() || matches!(it, ' ' | '.' | '-' | '\'' | '’' | ',');
    (2..=8).contains(&words.clone().count())
        && author.chars().all(plain)
        && words.clone().any(capital)
        && !words.any(account)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_that_lays_out_the_page_gives_paragraphs() {
        let mut flow = Flow::default();
        flow.open_row();
        flow.add(Kind::Paragraph, "Ferries");
        flow.end_cell();
        flow.add(Kind::Paragraph, "9 ");
        flow.end_cell();
        flow.end_row();
        flow.open_row();
        flow.add(Kind::Paragraph, "The crews went back.");
        flow.add(Kind::Paragraph, "The port reopened.");
        flow.end_row();
        assert_eq!(
            flow.text(),
            "Ferries\t9\n\nThe crews went back.\n\nThe port reopened."
        );
        assert_eq!(flow.blocks[0].1, Kind::Row);
        assert_eq!(flow.blocks[2].1, Kind::Paragraph);
    }

    #[test]
    fn what_a_program_filled_in_is_not_declared() {
        let imprint = properties("Microsoft Word - ferry.docx", "Microsoft Office User");
        assert_eq!(imprint, Imprint::default());
        assert_eq!(properties("ferry final.docx", "igarrow2").title, None);
        let imprint = properties("Ferry strike ends", "Ilse Garrow");
        assert_eq!(imprint.byline.as_deref(), Some("Ilse Garrow"));
        assert_eq!(imprint.title.expect("one").text, "Ferry strike ends");
    }
}
