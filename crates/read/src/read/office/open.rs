//! The text of an `OpenDocument` file.
//!
//! Input: the part `content.xml`. Output: its paragraphs. Notes, annotations
//! and tracked deletions are left out.

use std::collections::HashMap;

use foldhash::fast::RandomState;
use quick_xml::events::BytesStart;

use super::xml::{Tag, attribute, walk};
use crate::read::flow::{Flow, Kind};

/// Elements whose text is no part of the report.
const LEFT_OUT: [&str; 6] = [
    "annotation",
    "note",
    "tracked-changes",
    "title",
    "desc",
    "ruby-text",
];

/// Most paragraphs that are open at once: frames in frames.
const DEPTH: usize = 32;

/// Most spaces that one element stands for; the rest is layout.
const SPACES: usize = 8;

/// The paragraphs of the content.
pub(super) fn flow(content: &str) -> Result<Flow, String> {
    let mut reader = Open::default();
    walk(content, |tag| match tag {
        Tag::Start(start) => reader.start(start),
        Tag::End(name) => reader.end(name),
        Tag::Text(text) => reader.text(text),
    })?;
    reader.end_paragraph();
    Ok(reader.flow)
}

#[derive(Default)]
struct Open {
    flow: Flow,
    paragraphs: Vec<(Kind, String)>,
    /// Styles of this file, and the ones they derive from.
    parents: HashMap<String, String, RandomState>,
    skipping: usize,
    tables: usize,
    lists: usize,
}

impl Open {
    fn start(&mut self, start: &BytesStart<'_>) {
        let name = start.local_name().into_inner();
        if LEFT_OUT.contains(&name) {
            self.skipping += 1;
        }
        if 0 < self.skipping {
            return;
        }
        match name {
            "style" => self.know_style(start),
            "p" => self.open_paragraph(self.kind(start)),
            "h" => self.open_paragraph(Kind::Subhead),
            "s" => self.spaces(&attribute(start, "c").unwrap_or_default()),
            "tab" => self.push('\t'),
            "line-break" => self.push('\n'),
            "list" => self.lists += 1,
            "table" => self.tables += 1,
            "table-row" if self.tables == 1 => self.flow.open_row(),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if LEFT_OUT.contains(&name) {
            self.skipping = self.skipping.saturating_sub(1);
        }
        if 0 < self.skipping {
            return;
        }
        match name {
            "p" | "h" => self.end_paragraph(),
            "list" => self.lists = self.lists.saturating_sub(1),
            "table-cell" if self.tables == 1 => self.flow.end_cell(),
            "table-row" if self.tables == 1 => self.flow.end_row(),
            "table" => self.tables = self.tables.saturating_sub(1),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let Some((_, held)) = self.paragraphs.last_mut().filter(|_| self.skipping == 0) {
            // The format says that white space in a part is one space.
            for character in text.chars().filter(|it| *it != '\u{ad}') {
                if !character.is_whitespace() {
                    held.push(character);
                } else if !held.ends_with(char::is_whitespace) {
                    held.push(' ');
                }
            }
        }
    }

    fn push(&mut self, mark: char) {
        if let Some((_, held)) = self.paragraphs.last_mut() {
            held.push(mark);
        }
    }

    fn spaces(&mut self, count: &str) {
        let count = count.parse().unwrap_or(1).min(SPACES);
        (0..count).for_each(|_| self.push(' '));
    }

    fn know_style(&mut self, start: &BytesStart<'_>) {
        let parent = attribute(start, "parent-style-name");
        if let Some((name, parent)) = attribute(start, "name").zip(parent) {
            self.parents.insert(name, parent);
        }
    }

    fn kind(&self, start: &BytesStart<'_>) -> Kind {
        let style = attribute(start, "style-name").unwrap_or_default();
        let style = self.parents.get(&style).unwrap_or(&style);
        match style.as_str() {
            "Title" => Kind::Title,
            "Subtitle" => Kind::Subhead,
            _ if 0 < self.lists => Kind::ListItem,
            _ => Kind::Paragraph,
        }
    }

    fn open_paragraph(&mut self, kind: Kind) {
        if self.paragraphs.len() < DEPTH {
            self.paragraphs.push((kind, String::new()));
        }
    }

    fn end_paragraph(&mut self) {
        if let Some((kind, text)) = self.paragraphs.pop() {
            self.flow.add(kind, &text);
        }
    }
}
