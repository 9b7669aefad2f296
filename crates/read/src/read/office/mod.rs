//! Word processors' packed files: Office Open XML (`.docx`) and
//! `OpenDocument` (`.odt`).
//!
//! Input: a zip of XML parts. Output: the paragraphs of its text, with
//! headings, lists and tables; deleted revisions, notes and comments are left
//! out. What always holds: a part is unpacked up to [`PART_CAP`] and no
//! further; entities that a part declares are not expanded; nesting costs no
//! stack. Follows ECMA-376 and ISO/IEC 26300.

mod open;
mod word;
mod xml;

use std::io::{Cursor, Read};

use rapporteur_text::Imprint;
use zip::ZipArchive;

use super::decode::decode;
use super::flow::{Flow, properties};
use super::{Options, ReadOut, Source};
use xml::Fields;

/// Most unpacked bytes of one part: a text of 16 MiB with heavy markup. What
/// unpacks to more is a bomb or a book.
const PART_CAP: u64 = 128 << 20;

/// Endings of the files that are read here.
pub(super) const EXTENSIONS: [&str; 5] = ["docx", "docm", "dotx", "odt", "ott"];

/// First bytes of a zip.
const ZIP: &[u8] = b"PK\x03\x04";

/// What the first entry of an Open Document text holds, unpacked.
const OPEN: &[u8] = b"application/vnd.oasis.opendocument.text";

/// Whether a file is a zip that a word processor packed: its ending says so,
/// or its first entry does.
pub(super) fn opens(opening: &[u8], source: &Source) -> bool {
    if !opening.starts_with(ZIP) {
        return false;
    }
    let extension = source.extension().unwrap_or_default();
    let named = EXTENSIONS.contains(&extension.as_str());
    named || first_entry(opening).is_some_and(is_office)
}

/// The name of the first entry, and what follows it.
fn first_entry(zip: &[u8]) -> Option<(&[u8], &[u8])> {
    let length = |at: usize| {
        Some(usize::from(u16::from_le_bytes([
            *zip.get(at)?,
            *zip.get(at + 1)?,
        ])))
    };
    let (name, extra) = (length(26)?, length(28)?);
    let rest = zip.get(30..)?;
    Some((rest.get(..name)?, rest.get(name + extra..)?))
}

fn is_office((name, content): (&[u8], &[u8])) -> bool {
    match name {
        b"mimetype" => content.starts_with(OPEN),
        b"[Content_Types].xml" | b"_rels/.rels" => true,
        _ => name.starts_with(b"word/") || name.starts_with(b"docProps/"),
    }
}

/// Reads the file: one report, or those of an export.
pub(super) fn read(bytes: &[u8], source: &Source, _: &Options) -> ReadOut {
    match flow(bytes) {
        Ok((flow, declared)) => flow.read(source, declared),
        Err(reason) => ReadOut::one(Err(reason), source),
    }
}

fn flow(bytes: &[u8]) -> Result<(Flow, Imprint), String> {
    let mut zip = ZipArchive::new(Cursor::new(bytes))
        .map_err(|_| "not a whole Office file: it was cut off or damaged".to_owned())?;
    if let Some(document) = part(&mut zip, "word/document.xml")? {
        let styles = part(&mut zip, "word/styles.xml")?.unwrap_or_default();
        let flow = word::flow(&document, &styles)?;
        let core = part(&mut zip, "docProps/core.xml")?.unwrap_or_default();
        Ok((flow, declared(&core)?))
    } else if let Some(content) = part(&mut zip, "content.xml")? {
        let flow = open::flow(&content)?;
        let meta = part(&mut zip, "meta.xml")?.unwrap_or_default();
        Ok((flow, declared(&meta)?))
    } else if zip.index_for_name("EncryptedPackage").is_some() {
        Err("an Office file under a password".into())
    } else {
        Err("an Office file that holds no text".into())
    }
}

/// The characters of a part, where the file has it.
fn part(zip: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<Option<String>, String> {
    let Some(index) = zip.index_for_name(name) else {
        return Ok(None);
    };
    let packed = zip
        .by_index(index)
        .map_err(|_| format!("its part {name} cannot be unpacked"))?;
    let mut bytes = Vec::new();
    let read = packed.take(PART_CAP + 1).read_to_end(&mut bytes);
    if PART_CAP < bytes.len() as u64 {
        return Err(format!(
            "its part {name} unpacks to over {} MiB",
            PART_CAP >> 20
        ));
    }
    if read.is_err() {
        return Err(format!("its part {name} cannot be unpacked"));
    }
    let text = decode(&bytes, None).ok_or_else(|| format!("its part {name} is no text"))?;
    Ok(Some(text.into_parts().0))
}

/// What the properties of the file declare.
fn declared(part: &str) -> Result<Imprint, String> {
    let fields = Fields::of(part, &["title", "creator", "initial-creator"])?;
    let author = fields.first("initial-creator").or(fields.first("creator"));
    Ok(properties(
        fields.first("title").unwrap_or_default(),
        author.unwrap_or_default(),
    ))
}

#[cfg(test)]
mod tests;
