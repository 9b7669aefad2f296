//! The text of an Office Open XML file.
//!
//! Input: the parts `word/document.xml` and `word/styles.xml`. Output: its
//! paragraphs. Deleted and moved-away revisions, hidden runs, notes, comments
//! and field codes are left out; inserted revisions and links are kept.

use std::collections::HashMap;

use foldhash::fast::RandomState;
use quick_xml::events::BytesStart;

use super::xml::{Tag, attribute, walk};
use crate::read::flow::{Flow, Kind};

/// Elements whose text is no part of the report.
const LEFT_OUT: [&str; 7] = [
    "del",
    "moveFrom",
    "Fallback",
    "instrText",
    "delText",
    "comment",
    "sdtPr",
];

/// Most paragraphs that are open at once: text boxes in text boxes.
const DEPTH: usize = 32;

/// Names of paragraph styles by their ids.
type Styles = HashMap<String, String, RandomState>;

/// The paragraphs of the document.
pub(super) fn flow(document: &str, styles: &str) -> Result<Flow, String> {
    let mut reader = Word {
        styles: style_names(styles)?,
        ..Word::default()
    };
    walk(document, |tag| match tag {
        Tag::Start(start) => reader.start(start),
        Tag::End(name) => reader.end(name),
        Tag::Text(text) => reader.text(text),
    })?;
    reader.end_paragraph();
    Ok(reader.flow)
}

/// Lower-case names of styles: a translated Word has its own ids, not names.
fn style_names(part: &str) -> Result<Styles, String> {
    let mut names = Styles::default();
    let mut style = None;
    if part.is_empty() {
        return Ok(names);
    }
    walk(part, |tag| {
        let Tag::Start(start) = tag else { return };
        match start.local_name().into_inner() {
            "style" => style = attribute(start, "styleId"),
            "name" => {
                if let Some((id, name)) = style.take().zip(attribute(start, "val")) {
                    names.insert(id, name.to_lowercase());
                }
            }
            _ => {}
        }
    })?;
    Ok(names)
}

/// A paragraph being read.
#[derive(Default)]
struct Paragraph {
    kind: Kind,
    text: String,
}

#[derive(Default)]
struct Word {
    styles: Styles,
    flow: Flow,
    open: Vec<Paragraph>,
    /// How many elements that are left out are open.
    skipping: usize,
    /// How many tables are open.
    tables: usize,
    /// Whether characters are those of a run's text.
    in_text: bool,
    hidden: bool,
}

impl Word {
    fn start(&mut self, start: &BytesStart<'_>) {
        let name = start.local_name().into_inner();
        if LEFT_OUT.contains(&name) {
            self.skipping += 1;
        }
        if 0 < self.skipping {
            return;
        }
        match name {
            "p" => self.open_paragraph(),
            "pStyle" => self.style(&attribute(start, "val").unwrap_or_default()),
            "numId" => self.list(&attribute(start, "val").unwrap_or_default()),
            "r" => self.hidden = false,
            "vanish" => self.hidden = !is_off(start),
            "t" => self.in_text = true,
            "tab" => self.mark('\t'),
            "br" | "cr" => self.mark('\n'),
            "noBreakHyphen" => self.mark('-'),
            "tbl" => self.tables += 1,
            "tr" if self.tables == 1 => self.flow.open_row(),
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
            "p" => self.end_paragraph(),
            "t" => self.in_text = false,
            "tc" if self.tables == 1 => self.flow.end_cell(),
            "tr" if self.tables == 1 => self.flow.end_row(),
            "tbl" => self.tables = self.tables.saturating_sub(1),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.in_text && !self.hidden && self.skipping == 0 {
            let words = text
                .chars()
                .filter(|it| !it.is_control() && *it != '\u{ad}');
            if let Some(paragraph) = self.open.last_mut() {
                paragraph.text.extend(words);
            }
        }
    }

    /// A break or tab of a run. The tab stops of a paragraph's properties are
    /// called `tab` too; they stand before its text and are trimmed.
    fn mark(&mut self, mark: char) {
        if let Some(paragraph) = self.open.last_mut().filter(|_| !self.hidden) {
            paragraph.text.push(mark);
        }
    }

    fn open_paragraph(&mut self) {
        if self.open.len() < DEPTH {
            self.open.push(Paragraph::default());
        }
    }

    fn end_paragraph(&mut self) {
        if let Some(paragraph) = self.open.pop() {
            self.flow.add(paragraph.kind, &paragraph.text);
        }
    }

    fn style(&mut self, id: &str) {
        let name = self.styles.get(id).cloned();
        let name = name.unwrap_or_else(|| id.to_lowercase());
        let kind = match name.as_str() {
            "title" => Kind::Title,
            it if it.starts_with("heading") || it == "subtitle" => Kind::Subhead,
            it if it.starts_with("list") => Kind::ListItem,
            _ => return,
        };
        if let Some(paragraph) = self.open.last_mut() {
            paragraph.kind = kind;
        }
    }

    /// A paragraph of a numbered or bulleted list; list 0 is none.
    fn list(&mut self, id: &str) {
        if let Some(paragraph) = self.open.last_mut()
            && id != "0"
            && paragraph.kind == Kind::Paragraph
        {
            paragraph.kind = Kind::ListItem;
        }
    }
}

/// Whether a switch is set to off.
fn is_off(start: &BytesStart<'_>) -> bool {
    attribute(start, "val").is_some_and(|it| matches!(it.as_str(), "0" | "false" | "off"))
}
