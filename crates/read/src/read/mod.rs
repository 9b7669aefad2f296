//! Bytes to reports.
//!
//! Input: the bytes of one file and its name. Output: reports in file order,
//! and what was not read with its reason. What always holds: any bytes give a
//! report or a reason, in time that grows with their number; nothing panics.
//!
//! Each format is one file here and one row of [`FORMATS`].

mod agency;
mod csv;
mod decode;
mod entry;
mod exports;
mod feed;
mod fields;
mod flow;
mod html;
mod json;
mod mail;
mod newsml;
mod ninjs;
mod objects;
mod office;
#[cfg(feature = "parquet")]
mod parquet;
#[cfg(feature = "pdf")]
mod pdf;
mod plain;
mod rtf;
mod schema;
mod source;
mod strings;
mod xml;

use crate::pack;
pub use html::{SeenPage, page_text, read_page};
pub(crate) use json::is_lines as is_json_lines;
pub use source::{Columns, Options, PARTS, ReadOut, Skipped, Source};

/// Most bytes of text that one report may hold: longer ones are books.
const TEXT_CAP: usize = 16 << 20;

/// One format that can be read.
struct Format {
    /// Endings of file names, lower case, without the dot.
    extensions: &'static [&'static str],
    /// Whether bytes that open so (white space and byte order mark dropped)
    /// are of this format, whatever the file is called.
    surely: fn(&[u8], &Source) -> bool,
    /// Whether they may be, where the file's name says nothing.
    likely: fn(&[u8]) -> bool,
    /// Reads all reports.
    read: fn(&[u8], &Source, &Options) -> ReadOut,
}

/// Every format, asked in this order: the first that is sure, else the first
/// with the file's ending, else the first that is likely.
const FORMATS: &[Format] = &[
    #[cfg(feature = "pdf")]
    Format {
        extensions: &["pdf"],
        surely: |opening, _| pdf::opens(opening),
        likely: |_| false,
        read: pdf::read,
    },
    Format {
        extensions: &office::EXTENSIONS,
        surely: office::opens,
        likely: |_| false,
        read: office::read,
    },
    Format {
        extensions: &["rtf"],
        surely: |opening, _| rtf::opens(opening),
        likely: |_| false,
        read: rtf::read,
    },
    Format {
        extensions: &[],
        surely: exports::opens,
        likely: |_| false,
        read: exports::read,
    },
    Format {
        extensions: &["eml", "mht", "mhtml", "mbox"],
        surely: |_, _| false,
        likely: mail::opens,
        read: mail::read,
    },
    Format {
        extensions: &["newsml", "nitf", "g2"],
        surely: |opening, _| newsml::opens(opening),
        likely: |_| false,
        read: newsml::read,
    },
    Format {
        extensions: &["rss", "atom", "rdf", "xml"],
        surely: |opening, _| feed::opens(opening),
        likely: |_| false,
        read: feed::read,
    },
    Format {
        extensions: &["html", "htm", "xhtml", "shtml", "amp", "php", "aspx"],
        surely: |opening, _| html::opens(opening),
        likely: html::opens,
        read: html::read,
    },
    Format {
        extensions: &["jsonl", "ndjson", "jsonlines", "json"],
        surely: |_, _| false,
        likely: json::opens,
        read: json::read,
    },
    #[cfg(feature = "parquet")]
    Format {
        extensions: &["parquet"],
        surely: |opening, _| parquet::opens(opening),
        likely: |_| false,
        read: parquet::read,
    },
    Format {
        extensions: &["csv", "tsv", "tab", "psv"],
        surely: |_, _| false,
        likely: csv::opens,
        read: csv::read,
    },
    Format {
        extensions: &["txt", "text", "md"],
        surely: |_, _| false,
        likely: |_| true,
        read: plain::read,
    },
];

/// First bytes of files that hold no text, and what they are.
const BINARY: [(&[u8], &str); 9] = [
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a zip or Office file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"SQLite format 3\0", "a database"),
    (b"\x7fELF", "a program"),
    (b"{\\rtf", "a rich text file"),
    (b"PAR1", "a Parquet file"),
];

/// Reads every report in `bytes`; those of a pack are unpacked in memory.
///
/// The format is told by the first bytes where they can be nothing else, then
/// by the file's ending, then by what the bytes are likely to be.
pub fn read(bytes: &[u8], source: &Source, options: &Options) -> ReadOut {
    if pack::opens(bytes, source) {
        pack::read(bytes, source, options)
    } else {
        leaf(bytes, source, options)
    }
}

/// Reads every report in bytes that are no pack.
pub(crate) fn leaf(bytes: &[u8], source: &Source, options: &Options) -> ReadOut {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return ReadOut::one(Err("empty".into()), source);
    }
    let opening = opening(bytes);
    let format = format_of(opening, source);
    if !(format.surely)(opening, source)
        && let Some((_, what)) = BINARY.iter().find(|(magic, _)| bytes.starts_with(magic))
    {
        return ReadOut::one(Err(format!("{what}, which is not read")), source);
    }
    if is_xml(opening) && !(format.surely)(opening, source) {
        return ReadOut::one(Err("an XML file of a kind that is not read".into()), source);
    }
    (format.read)(bytes, source, options)
}

/// The format for a file with this name that opens with these bytes.
fn format_of(opening: &[u8], source: &Source) -> &'static Format {
    let extension = source.extension();
    let surely = FORMATS.iter().find(|it| (it.surely)(opening, source));
    let named = || {
        let extension = extension.as_deref()?;
        FORMATS.iter().find(|it| it.extensions.contains(&extension))
    };
    let likely = || FORMATS.iter().find(|it| (it.likely)(opening));
    surely
        .or_else(named)
        .or_else(likely)
        .unwrap_or(&FORMATS[FORMATS.len() - 1])
}

/// Whether bytes that begin so can be of one format only.
pub(crate) fn is_surely(head: &[u8], source: &Source) -> bool {
    let opening = opening(head);
    FORMATS.iter().any(|it| (it.surely)(opening, source))
}

/// The bytes after a UTF-8 byte order mark and white space.
fn opening(bytes: &[u8]) -> &[u8] {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    bytes.trim_ascii_start()
}

/// Whether `opening` is XML of a kind other than a web page's.
fn is_xml(opening: &[u8]) -> bool {
    let head = &opening[..opening.len().min(1000)];
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    head.starts_with("<?xml") && !head.contains("<html")
}

/// The text, unless it is too long or holds no words.
fn fitting(text: String) -> Result<String, String> {
    if TEXT_CAP < text.len() {
        return Err(format!("its text is over {} MiB", TEXT_CAP >> 20));
    }
    if !text.chars().any(char::is_alphanumeric) {
        return Err("holds no words".into());
    }
    Ok(text)
}

#[cfg(test)]
mod tests;
