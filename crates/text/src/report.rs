//! One article as one outlet published it, and what is known about it.

use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

use crate::{Cut, Marks, Mask, OriginMap, Span};

/// A report's identity: the input's own id where it had one, else a hash of
/// its content. Stable over runs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ReportId(Box<str>);

impl ReportId {
    /// Wraps an id as given.
    pub fn new(id: impl Into<Box<str>>) -> Self {
        Self(id.into())
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for ReportId {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Twelve hexadecimal digits of XXH3 over the parts, each ended by a zero
/// byte so that parts cannot run together.
pub fn content_hash(parts: &[&str]) -> String {
    let mut hash = xxhash_rust::xxh3::Xxh3::new();
    for part in parts {
        hash.update(part.as_bytes());
        hash.update(&[0]);
    }
    format!("{:012x}", hash.digest() >> 16)
}

/// A name that is safe in a path and an address, on any system: the id itself
/// where it is short, lower-case and plain, else a hash of it.
pub fn page_name(id: &str) -> String {
    let safe = |byte: u8| {
        byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'_'
    };
    let plain = !id.is_empty() && id.len() <= 64 && id.bytes().all(safe);
    if plain && !id.starts_with("x-") {
        id.to_owned()
    } else {
        format!("x-{}", content_hash(&[id]))
    }
}

/// A report as it was read: its text, where it lay, and what its source
/// declared about it.
#[derive(Clone, Debug)]
pub struct Report {
    id: ReportId,
    file: Box<str>,
    text: Box<str>,
    declared: Imprint,
    markup: Box<[(Span, Cut)]>,
    blocks: Box<[(Span, BlockKind)]>,
    origin: OriginMap,
}

/// What a block of the text is, other than a paragraph of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BlockKind {
    /// A heading between paragraphs.
    Subhead,
    /// A point of a list.
    ListItem,
    /// Words set off as somebody else's: a `blockquote`.
    Quote,
    /// A sentence of the report, set large beside it.
    PullQuote,
    /// A row of a table.
    Table,
}

impl BlockKind {
    /// The word that outputs use.
    pub fn as_str(self) -> &'static str {
        match self {
            BlockKind::Subhead => "subhead",
            BlockKind::ListItem => "list-item",
            BlockKind::Quote => "quote",
            BlockKind::PullQuote => "pull-quote",
            BlockKind::Table => "table",
        }
    }
}

impl Report {
    /// A report of `text`, read from `file` (a path, or a path with `#part`
    /// for a file that holds many), with what its source declared.
    ///
    /// Without an `id`, one is made from the content.
    pub fn new(id: Option<String>, file: String, text: String, declared: Imprint) -> Self {
        let id = id.unwrap_or_else(|| {
            let url = declared.url.as_deref().unwrap_or_default();
            let outlet = declared.outlet.as_deref().unwrap_or_default();
            content_hash(&[url, outlet, &text])
        });
        Self {
            id: ReportId::new(id),
            file: file.into(),
            text: text.into(),
            declared,
            markup: Box::default(),
            blocks: Box::default(),
            origin: OriginMap::default(),
        }
    }

    /// The same report, with what the page's own markup says is no reporting:
    /// a `figcaption` is a caption, an `h2` a subhead.
    ///
    /// The spans must slice the text; cleaning checks them against the words.
    #[must_use]
    pub fn with_markup(mut self, markup: Vec<(Span, Cut)>) -> Self {
        self.markup = markup.into();
        self
    }

    /// The same report, with what its blocks are where the source says so or
    /// cleaning found it, in text order; paragraphs are left out. The spans
    /// must slice the text.
    #[must_use]
    pub fn with_blocks(mut self, blocks: Vec<(Span, BlockKind)>) -> Self {
        self.blocks = blocks.into();
        self
    }

    /// The same report, with the way back to the bytes it was read from.
    #[must_use]
    pub fn with_origin(mut self, origin: OriginMap) -> Self {
        self.origin = origin;
        self
    }

    /// The same report, with what its container knows of it where the report
    /// itself is silent, such as the address under which a crawl found it.
    #[must_use]
    pub fn with_declared(mut self, declared: Imprint) -> Self {
        self.declared = declared;
        self
    }

    /// The same report under another id, for two readings that would clash.
    #[must_use]
    pub fn with_id(mut self, id: ReportId) -> Self {
        self.id = id;
        self
    }

    /// Identity.
    pub fn id(&self) -> &ReportId {
        &self.id
    }

    /// Where it was read from.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The text; all spans point into it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What the source declared in fields of its own, not in the text.
    pub fn declared(&self) -> &Imprint {
        &self.declared
    }

    /// What the page's markup says is no reporting, in text order; empty for
    /// plain text.
    pub fn markup(&self) -> &[(Span, Cut)] {
        &self.markup
    }

    /// What the source says its blocks are, in text order; paragraphs are left
    /// out.
    pub fn blocks(&self) -> &[(Span, BlockKind)] {
        &self.blocks
    }

    /// The way back to the bytes it was read from.
    pub fn origin(&self) -> &OriginMap {
        &self.origin
    }

    /// The words of `span`.
    ///
    /// # Panics
    /// When `span` is of another report and does not slice this text.
    pub fn slice(&self, span: Span) -> &str {
        &self.text[span.range()]
    }
}

/// What is known about a publication: who, when, under which title.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imprint {
    /// Address of the page.
    pub url: Option<String>,
    /// Address that the page names as its canonical one. On another outlet's
    /// host, the report is a copy of what stands there.
    pub canonical: Option<String>,
    /// Outlet's name as printed, or by its host.
    pub outlet: Option<String>,
    /// Publisher that owns the outlet, where the table of facts knows it.
    pub family: Option<String>,
    /// Outlet that the report says it was taken from: "via", "first published
    /// by", a canonical address elsewhere.
    pub via: Option<String>,
    /// Headline.
    pub title: Option<Title>,
    /// Author line without "By".
    pub byline: Option<String>,
    /// When it was published.
    pub published: Option<Published>,
    /// When it was last changed, as the source declares.
    pub modified: Option<Published>,
    /// Section of the outlet: "World", "Business".
    pub section: Option<String>,
    /// Place and date that the text opens with.
    pub dateline: Option<Dateline>,
    /// Agencies credited, in text order.
    pub credits: Vec<Credit>,
    /// BCP 47 language tag.
    pub language: Option<String>,
    /// Files that hold earlier texts of the report, in order.
    #[serde(default)]
    pub earlier: Vec<String>,
}

impl Imprint {
    /// Whether the language is English or not known.
    pub fn is_english(&self) -> bool {
        let primary = |tag: &str| tag.split('-').next() == Some("en");
        self.language.as_deref().is_none_or(primary)
    }
}

/// A headline and where the text prints it, if it does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Title {
    /// The words.
    pub text: String,
    /// Where the text prints them; `None` when only a field or a page's head does.
    pub span: Option<Span>,
}

/// A publication time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// Calendar day in the outlet's zone.
    pub date: Date,
    /// Time of day, where given.
    pub time: Option<Time>,
    /// Seconds east of UTC, where given.
    pub offset: Option<i32>,
    /// How it is known.
    pub basis: PublishedBasis,
}

impl Published {
    /// ISO 8601: `2023-12-27`, `2023-12-27T18:30:00` or with an offset.
    pub fn to_iso(&self) -> String {
        let Some(time) = self.time else {
            return self.date.to_string();
        };
        let (hour, minute, second) = (time.hour(), time.minute(), time.second());
        let zone = self.offset.map(iso_offset).unwrap_or_default();
        format!("{}T{hour:02}:{minute:02}:{second:02}{zone}", self.date)
    }
}

/// `+05:30`, or `Z` for zero.
fn iso_offset(seconds: i32) -> String {
    if seconds == 0 {
        return "Z".into();
    }
    let minutes = seconds.abs() / 60;
    let sign = if seconds < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

/// How a publication time is known, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PublishedBasis {
    /// A field of the input or the page's metadata.
    Declared,
    /// A date line in the text.
    Text,
    /// The dateline, when it carries a full date.
    Dateline,
    /// Digits of the address.
    Address,
    /// The latest full date the text names, such as an embedded post's.
    Mentioned,
    /// The other reports of the story.
    OtherReport,
}

/// "Moscow, Dec 27 (ANI):" and its like.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dateline {
    /// Place as printed.
    pub place: Option<String>,
    /// Day, as far as printed; the year may be inferred from publication.
    pub date: Option<Date>,
    /// Month and day as printed when the year is unknown.
    pub month_day: Option<(i8, i8)>,
    /// Where the text prints it.
    pub span: Span,
}

/// An agency named as a source of the text itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credit {
    /// Agency's usual name (`ANI`, `Reuters`), or `agencies` when unnamed.
    pub agency: String,
    /// Where the credit stands.
    pub place: CreditPlace,
    /// The words, where the text has them.
    pub span: Option<Span>,
}

/// Where a credit stands. Only these places count as lineage; an agency
/// named amid the text is a citation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CreditPlace {
    /// In the dateline or the opening lines.
    Head,
    /// In the closing lines.
    Foot,
    /// In the byline or author field.
    Byline,
    /// In a caption: the picture's lineage, not the text's.
    Caption,
}

/// A report with all that is known of it alone: what `annotate` prints.
#[derive(Clone, Debug)]
pub struct Annotated {
    /// The report as read.
    pub report: Report,
    /// Declared and found facts of publication.
    pub imprint: Imprint,
    /// What is not the outlet's own reporting.
    pub mask: Mask,
    /// What the text says.
    pub marks: Marks,
}

impl Annotated {
    /// Whether statements, times, figures, events and commitments were looked
    /// for: in English, and where the language is not known. A report in any
    /// other language has sentences and nothing else.
    pub fn is_marked(&self) -> bool {
        self.imprint.is_english()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{date, time};

    #[test]
    fn names_of_pages_stay_inside_their_folder() {
        assert_eq!(page_name("a1-b_2"), "a1-b_2");
        for id in [
            "../etc",
            "",
            "A",
            "x-1",
            "a b",
            "é",
            ".",
            "con.html",
            &"a".repeat(65),
        ] {
            assert!(page_name(id).starts_with("x-"), "{id}");
            assert_eq!(page_name(id).len(), 14);
        }
    }

    #[test]
    fn ids_come_from_content() {
        let one = Report::new(None, "a".into(), "text".into(), Imprint::default());
        let two = Report::new(None, "b".into(), "text".into(), Imprint::default());
        let other = Report::new(None, "a".into(), "texts".into(), Imprint::default());
        assert_eq!(one.id(), two.id());
        assert_ne!(one.id(), other.id());
    }

    #[test]
    fn publication_prints_only_what_is_known() {
        let day = date(2023, 12, 27);
        let mut published = Published {
            date: day,
            time: None,
            offset: None,
            basis: PublishedBasis::Declared,
        };
        assert_eq!(published.to_iso(), "2023-12-27");
        published.time = Some(time(18, 5, 0, 0));
        assert_eq!(published.to_iso(), "2023-12-27T18:05:00");
        published.offset = Some(-19_800);
        assert_eq!(published.to_iso(), "2023-12-27T18:05:00-05:30");
    }
}
