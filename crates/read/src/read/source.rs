//! Where bytes came from, and what was not read of them.

use encoding_rs::Encoding;
use rapporteur_text::{Imprint, Report};

use super::fields;

/// Where bytes came from, and what was said of them there.
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// Path as the user gave it; `-` for standard input. A part of a file is
    /// named by `#`: `news.zip#may/a.html`, `reports.jsonl#L3`.
    pub file: String,
    /// Address under which they were fetched, where a crawl or a saved page
    /// says so.
    pub url: Option<String>,
    /// Media type, with its parameters, as the server or the mail declared it.
    pub media_type: Option<String>,
    /// Lines of the file before these bytes, where they are a stretch of it.
    pub lines_before: Option<usize>,
    /// Bytes of the file before these lines.
    pub bytes_before: usize,
}

/// Endings of files that are packed by themselves.
const PACKED: [&str; 4] = [".gz", ".gzip", ".zst", ".zstd"];

/// Media types that say which format it is, and the ending each stands for.
const MEDIA_TYPES: [(&str, &str); 6] = [
    ("text/html", "html"),
    ("application/xhtml+xml", "html"),
    ("application/json", "json"),
    ("application/x-ndjson", "jsonl"),
    ("text/csv", "csv"),
    ("text/tab-separated-values", "tsv"),
];

impl Source {
    /// A file of which no more is known than its name.
    pub fn named(file: impl Into<String>) -> Self {
        Self {
            file: file.into(),
            ..Self::default()
        }
    }

    /// A part of this source under its own name.
    pub(crate) fn part(&self, name: &str) -> Self {
        Self::named(format!("{}#{name}", self.file))
    }

    /// The ending that the media type stands for; else the lower-case ending
    /// of the name of the file, or of its part, before that of its packing.
    pub(crate) fn extension(&self) -> Option<String> {
        if let Some(ending) = self.ending_of_type() {
            return Some(ending.to_owned());
        }
        let name = self.file.rsplit(['/', '\\', '#']).next()?;
        let name = name.to_ascii_lowercase();
        let unpacked = PACKED.iter().find_map(|it| name.strip_suffix(it));
        let (_, ending) = unpacked.unwrap_or(&name).rsplit_once('.')?;
        Some(ending.to_owned())
    }

    /// The ending of files of the declared media type.
    fn ending_of_type(&self) -> Option<&'static str> {
        let declared = self.media_type.as_deref()?;
        let kind = declared.split(';').next()?.trim();
        let mut known = MEDIA_TYPES.iter();
        let known = known.find(|(it, _)| it.eq_ignore_ascii_case(kind))?;
        Some(known.1)
    }

    /// The encoding that the media type names.
    pub(crate) fn charset(&self) -> Option<&'static Encoding> {
        let mut parameters = self.media_type.as_deref()?.split(';').skip(1);
        let label = parameters.find_map(|it| {
            let (name, value) = it.split_once('=')?;
            let is_charset = name.trim().eq_ignore_ascii_case("charset");
            is_charset.then(|| value.trim_matches([' ', '"', '\'']))
        })?;
        Encoding::for_label(label.as_bytes())
    }

    /// The report, with this source's address where it has none of its own.
    pub(crate) fn addressed(&self, report: Report) -> Report {
        let Some(url) = self
            .url
            .as_ref()
            .filter(|_| report.declared().url.is_none())
        else {
            return report;
        };
        let declared = report.declared().clone();
        let declared = Imprint {
            outlet: declared.outlet.or_else(|| fields::outlet_of(url)),
            url: Some(url.clone()),
            ..declared
        };
        report.with_declared(declared)
    }
}

/// How to read: what a user says of the input.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Names of fields or columns that hold what we ask for.
    pub columns: Columns,
}

/// The names under which JSON lines, CSV and Parquet keep a report's parts.
///
/// A name given here is taken before those that are understood anyway.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    named: Vec<(String, String)>,
}

/// The parts of a report that a column can be named for.
pub const PARTS: [&str; 10] = [
    "id",
    "url",
    "outlet",
    "title",
    "byline",
    "published",
    "modified",
    "section",
    "language",
    "text",
];

impl Columns {
    /// Whether the user named none.
    pub(crate) fn is_empty(&self) -> bool {
        self.named.is_empty()
    }

    /// No names but those that are understood anyway.
    pub(crate) const fn usual() -> Self {
        Self { named: Vec::new() }
    }

    /// The map that `part=name` pairs, parted by commas, spell:
    /// `text=Body,published=Load Date`.
    pub fn parse(spec: &str) -> Result<Self, String> {
        let pair = |it: &str| {
            let (part, name) = it
                .split_once('=')
                .ok_or_else(|| format!("{it:?} is not part=column"))?;
            let (part, name) = (part.trim(), name.trim());
            if !PARTS.contains(&part) {
                return Err(format!("{part:?} is none of {}", PARTS.join(", ")));
            }
            if name.is_empty() {
                return Err(format!("no column named for {part}"));
            }
            Ok((part.to_owned(), name.to_owned()))
        };
        let named = spec.split(',').map(pair).collect::<Result<_, _>>()?;
        Ok(Self { named })
    }

    /// The columns that the user named.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.named.iter().map(|(_, name)| name.as_str())
    }

    /// The column that the user named for a part.
    pub fn of(&self, part: &str) -> Option<&str> {
        let mut named = self.named.iter();
        named
            .find(|(it, _)| it == part)
            .map(|(_, name)| name.as_str())
    }
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
    pub(crate) fn one(read: Result<Report, String>, source: &Source) -> Self {
        let mut out = Self::default();
        out.add(read, source, None);
        out
    }

    /// Adds one report, or why there is none.
    pub(crate) fn add(
        &mut self,
        read: Result<Report, String>,
        source: &Source,
        line: Option<usize>,
    ) {
        match read {
            Ok(report) => self.reports.push(source.addressed(report)),
            Err(reason) => self.skip(reason, source, line),
        }
    }

    /// Adds why something was not read.
    pub(crate) fn skip(&mut self, reason: String, source: &Source, line: Option<usize>) {
        self.skipped.push(Skipped {
            file: source.file.clone(),
            line,
            reason,
        });
    }

    /// Adds all of another.
    pub(crate) fn extend(&mut self, more: Self) {
        self.reports.extend(more.reports);
        self.skipped.extend(more.skipped);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_in_pairs() {
        let columns = Columns::parse("text=Body, published=Load Date").expect("two pairs");
        assert_eq!(columns.of("text"), Some("Body"));
        assert_eq!(columns.of("published"), Some("Load Date"));
        assert_eq!(columns.of("title"), None);
        assert!(Columns::parse("body=Text").is_err());
        assert!(Columns::parse("text").is_err());
        assert!(Columns::parse("text=").is_err());
    }

    #[test]
    fn the_ending_is_that_of_the_part() {
        assert_eq!(
            Source::named("a.zip#b/C.HTML").extension().as_deref(),
            Some("html")
        );
        assert_eq!(Source::named("a.b/c").extension(), None);
        let packed = Source::named("day.jsonl.gz");
        assert_eq!(packed.extension().as_deref(), Some("jsonl"));
    }

    #[test]
    fn a_media_type_says_the_format_and_the_encoding() {
        let source = Source {
            media_type: Some("Text/HTML; Charset=\"iso-8859-2\"".into()),
            ..Source::named("crawl.warc#3")
        };
        assert_eq!(source.extension().as_deref(), Some("html"));
        assert_eq!(source.charset(), Some(encoding_rs::ISO_8859_2));
    }
}
