//! Rich Text Format.
//!
//! Input: the file's bytes. Output: the paragraphs of its text, with
//! headings, lists and tables; notes, headers, pictures, deleted revisions
//! and field codes are left out. What always holds: one pass over the bytes;
//! groups are counted, not recursed into; a length that lies ends at the end
//! of the file. Follows Microsoft's RTF Specification 1.9.1.

mod characters;
mod lexer;
mod words;

use std::collections::BTreeMap;

use super::flow::{Flow, Kind, properties};
use super::{Options, ReadOut, Source};
use characters::Characters;
use lexer::{Lexer, Token};
use words::{Destination, destination, mark};

/// Deepest groups whose formatting is remembered; those deeper share it.
const DEPTH: usize = 1_000;
/// Most styles that are remembered, and most bytes of one's name.
const STYLES: usize = 4_096;
const NAME_CAP: usize = 2_000;

/// Whether a file is rich text.
pub(super) fn opens(opening: &[u8]) -> bool {
    opening.starts_with(b"{\\rtf")
}

/// Reads the file: one report, or those of an export.
pub(super) fn read(bytes: &[u8], source: &Source, _: &Options) -> ReadOut {
    let mut reader = Reader::default();
    for token in Lexer::new(bytes) {
        reader.take(&token);
    }
    reader.end_paragraph();
    let declared = properties(&reader.title, &reader.author);
    reader.flow.read(source, declared)
}

/// What a group holds, until it ends.
#[derive(Clone, Copy, Debug, Default)]
struct Group {
    destination: Destination,
    hidden: bool,
}

/// What a paragraph is, until it is reset.
#[derive(Clone, Copy, Debug, Default)]
struct Shape {
    style: i32,
    list: bool,
    heading: bool,
    cell: bool,
}

#[derive(Default)]
struct Reader {
    flow: Flow,
    characters: Characters,
    group: Group,
    /// Formatting of the groups around.
    open: Vec<Group>,
    /// Groups open beyond [`DEPTH`].
    deeper: usize,
    shape: Shape,
    /// Whether the next destination may be skipped when unknown.
    optional: bool,
    /// Paragraph styles by number.
    styles: BTreeMap<i32, String>,
    style: i32,
    title: String,
    author: String,
}

impl Reader {
    fn take(&mut self, token: &Token<'_>) {
        let optional = std::mem::take(&mut self.optional);
        match token {
            Token::Open => self.open_group(),
            Token::Close => self.close_group(),
            Token::Optional => self.optional = true,
            Token::Bytes(bytes) => {
                self.characters.bytes(bytes);
                self.keep_property();
            }
            Token::Hex(byte) => {
                self.characters.hex(*byte);
                self.keep_property();
            }
            Token::Word(name, number) => self.word(name, *number, optional),
            Token::Symbol(symbol) => self.symbol(*symbol),
        }
    }

    fn open_group(&mut self) {
        // A style that names no number is the first.
        self.style = 0;
        self.characters.open_group();
        if self.open.len() < DEPTH {
            self.open.push(self.group);
        } else {
            self.deeper += 1;
        }
    }

    fn close_group(&mut self) {
        self.keep_property();
        if 0 < self.deeper {
            self.deeper -= 1;
        } else if let Some(group) = self.open.pop() {
            self.group = group;
        }
        self.characters.close_group();
        self.listen();
    }

    /// Whether characters that come now are the report's.
    fn listen(&mut self) {
        let destination = self.group.destination;
        self.characters.heard = destination != Destination::Skipped && !self.group.hidden;
        self.characters
            .naming_fonts(destination == Destination::Fonts);
    }

    /// Ends what a group of the file's properties, fonts or styles holds.
    fn keep_property(&mut self) {
        let held = match self.group.destination {
            Destination::Fonts | Destination::Info => {
                self.characters.take();
                return;
            }
            Destination::Title => &mut self.title,
            Destination::Author => &mut self.author,
            Destination::Styles if self.styles.len() < STYLES => {
                self.styles.entry(self.style).or_default()
            }
            Destination::Styles | Destination::Text | Destination::Skipped => return,
        };
        let text = self.characters.take();
        if held.len() + text.len() <= NAME_CAP {
            held.push_str(&text);
        }
    }

    fn symbol(&mut self, symbol: u8) {
        match symbol {
            b'~' => self.characters.push(' '),
            b'_' => self.characters.push('-'),
            b'\n' | b'\r' => self.end_text_paragraph(),
            b'\\' | b'{' | b'}' => self.characters.bytes(&[symbol]),
            _ => self.characters.end_run(),
        }
    }

    fn word(&mut self, name: &str, number: Option<i32>, optional: bool) {
        let on = number != Some(0);
        if let Some(mark) = mark(name) {
            return self.characters.push(mark);
        }
        if let Some(destination) = destination(name) {
            return self.enter(destination);
        }
        match (name, number) {
            ("u", Some(unit)) => self.characters.unit(unit),
            ("uc", Some(count)) => self.characters.fallback(count),
            ("ansicpg", Some(page)) => self.characters.code_page(page),
            ("f", Some(font)) => self.characters.font(font),
            ("fcharset", Some(set)) => self.characters.charset(set),
            ("s", Some(style)) => self.set_style(style),
            ("v" | "deleted", _) => self.hide(on),
            ("plain", _) => self.hide(false),
            ("pntext" | "listtext", _) => self.enter_bullet(),
            _ if self.group.destination != Destination::Text => self.characters.end_run(),
            ("par" | "sect" | "page" | "nestcell" | "nestrow", _) => self.end_text_paragraph(),
            ("ls", _) => self.shape.list = on,
            ("outlinelevel", Some(level)) => self.shape.heading = (0..9).contains(&level),
            ("intbl", _) => self.shape.cell = true,
            ("pard", _) => self.shape = Shape::default(),
            ("cell", _) => self.end_cell(),
            ("row", _) => self.flow.end_row(),
            _ if optional => self.enter(Destination::Skipped),
            _ => self.characters.end_run(),
        }
    }

    fn enter(&mut self, destination: Destination) {
        self.characters.end_run();
        if self.group.destination == Destination::Skipped {
            return;
        }
        self.group.destination = destination;
        self.listen();
    }

    /// The bullet or number of a list's point, which the text leaves out.
    fn enter_bullet(&mut self) {
        if self.group.destination == Destination::Text {
            self.shape.list = true;
        }
        self.enter(Destination::Skipped);
    }

    fn hide(&mut self, hidden: bool) {
        self.characters.end_run();
        self.group.hidden = hidden;
        self.listen();
    }

    fn set_style(&mut self, style: i32) {
        self.characters.end_run();
        if self.group.destination == Destination::Styles {
            self.style = style;
        } else if self.group.destination == Destination::Text {
            self.shape.style = style;
        }
    }

    fn end_text_paragraph(&mut self) {
        self.characters.end_run();
        if self.group.destination == Destination::Text {
            self.end_paragraph();
        }
    }

    fn end_paragraph(&mut self) {
        if self.shape.cell {
            self.flow.open_row();
        } else {
            self.flow.end_row();
        }
        let text = self.characters.take();
        self.flow.add(self.kind(), &text);
    }

    fn end_cell(&mut self) {
        self.shape.cell = true;
        self.end_paragraph();
        self.flow.end_cell();
    }

    fn kind(&self) -> Kind {
        let name = self.styles.get(&self.shape.style);
        let name = name.map(|it| it.trim_start().to_lowercase());
        match name.as_deref() {
            Some(it) if it.trim_end_matches(';') == "title" => Kind::Title,
            Some(it) if it.starts_with("heading") => Kind::Subhead,
            _ if self.shape.heading => Kind::Subhead,
            _ if self.shape.list => Kind::ListItem,
            _ => Kind::Paragraph,
        }
    }
}

#[cfg(test)]
mod tests;
