//! Bytes to reports.
//!
//! Input: the bytes of one file and its name. Output: reports in file order,
//! and what was not read with its reason. What always holds: any bytes give a
//! report or a reason, in time that grows with their number; nothing panics.
//!
//! Each format is one file here and one row of [`FORMATS`].

mod decode;
mod fields;
mod html;
mod json;
mod plain;

use rapporteur_text::Report;

/// Most bytes of text that one report may hold: longer ones are books.
const TEXT_CAP: usize = 16 << 20;

/// Where bytes came from.
#[derive(Clone, Debug)]
pub struct Source {
    /// Path as the user gave it; `-` for standard input.
    pub file: String,
}

/// What one file gave.
#[derive(Debug, Default)]
pub struct ReadOut {
    /// Reports, in file order.
    pub reports: Vec<Report>,
    /// What was not read.
    pub skipped: Vec<Skipped>,
}

/// Something that was not read, and why.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Skipped {
    /// The file.
    pub file: String,
    /// The line (1-based) of a file that holds one report a line.
    pub line: Option<usize>,
    /// Why, in words a user understands.
    pub reason: String,
}

impl ReadOut {
    /// One report, or why there is none.
    fn one(read: Result<Report, String>, source: &Source) -> Self {
        let mut out = Self::default();
        out.add(read, source, None);
        out
    }

    /// Adds one report, or why there is none.
    fn add(&mut self, read: Result<Report, String>, source: &Source, line: Option<usize>) {
        match read {
            Ok(report) => self.reports.push(report),
            Err(reason) => self.skipped.push(Skipped {
                file: source.file.clone(),
                line,
                reason,
            }),
        }
    }
}

/// One format that can be read.
struct Format {
    /// Endings of file names, lower case, without the dot.
    extensions: &'static [&'static str],
    /// Whether the first bytes (white space and byte order mark dropped) are
    /// of this format, whatever the file is called.
    opens: fn(&[u8]) -> bool,
    /// Reads all reports.
    read: fn(&[u8], &Source) -> ReadOut,
}

/// Every format, asked in this order; the first that fits reads.
const FORMATS: [Format; 3] = [
    Format {
        extensions: &["html", "htm", "xhtml", "shtml"],
        opens: html::opens,
        read: html::read,
    },
    Format {
        extensions: &["jsonl", "ndjson", "jsonlines", "json"],
        opens: json::opens,
        read: json::read,
    },
    Format {
        extensions: &["txt", "text", "md"],
        opens: |_| true,
        read: plain::read,
    },
];

/// First bytes of files that hold no text, and what they are.
const BINARY: [(&[u8], &str); 11] = [
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a zip or Office file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"\x28\xb5\x2f\xfd", "a zstd file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"SQLite format 3\0", "a database"),
    (b"\x7fELF", "a program"),
    (b"{\\rtf", "a rich text file"),
    (b"PAR1", "a Parquet file"),
];

/// Reads every report in `bytes`.
///
/// The format is told by the file's ending, and by its first bytes where the
/// ending is unknown or is `txt` over a web page.
pub fn read(bytes: &[u8], source: &Source) -> ReadOut {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return ReadOut::one(Err("empty".into()), source);
    }
    if let Some((_, what)) = BINARY.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return ReadOut::one(Err(format!("{what}, which is not read")), source);
    }
    let opening = opening(bytes);
    if is_feed(opening) {
        return ReadOut::one(Err("a feed or XML file, which is not read".into()), source);
    }
    (format_of(opening, source).read)(bytes, source)
}

/// The format for a file with this name that opens with these bytes.
fn format_of(opening: &[u8], source: &Source) -> &'static Format {
    let extension = source
        .file
        .rsplit_once('.')
        .map(|(_, it)| it.to_ascii_lowercase());
    let named = FORMATS.iter().find(|format| {
        extension
            .as_deref()
            .is_some_and(|it| format.extensions.contains(&it))
    });
    let opened = || FORMATS.iter().find(|format| (format.opens)(opening));
    match named {
        Some(format) if !format.extensions.contains(&"txt") => format,
        Some(_) if html::opens(opening) => &FORMATS[0],
        Some(format) => format,
        None => opened().unwrap_or(&FORMATS[2]),
    }
}

/// The bytes after a UTF-8 byte order mark and white space.
fn opening(bytes: &[u8]) -> &[u8] {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    bytes.trim_ascii_start()
}

/// Whether `opening` is XML of a kind other than a web page's.
fn is_feed(opening: &[u8]) -> bool {
    let head = &opening[..opening.len().min(1000)];
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let xml = head.starts_with("<?xml") && !head.contains("<html");
    xml || head.starts_with("<rss") || head.starts_with("<feed") || head.starts_with("<newsml")
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
