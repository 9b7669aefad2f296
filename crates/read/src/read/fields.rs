//! The fields in which exports, feeds and pages declare a report.
//!
//! Input: an object of JSON lines or JSON-LD, or a row of a table as one.
//! Output: the report's own id, its body and its [`Imprint`]. A part is found
//! under the name that the user gave for it, else under the first of its usual
//! names that holds something; letter case and `_ - :` do not matter for those.

use std::borrow::Cow;

use rapporteur_language::Outlets;
use rapporteur_text::{Imprint, Published, PublishedBasis, Title};
use serde_json::{Map, Value};

use super::Columns;
use crate::when;

const ID: [&str; 5] = ["id", "_id", "uuid", "guid", "identifier"];
const URL: [&str; 8] = [
    "url",
    "link",
    "uri",
    "canonical",
    "canonicalurl",
    "mainentityofpage",
    "sourceurl",
    "href",
];
const OUTLET: [&str; 9] = [
    "outlet",
    "publisher",
    "source",
    "site",
    "sitename",
    "newspaper",
    "publication",
    "sourcename",
    "media",
];
const TITLE: [&str; 4] = ["title", "headline", "heading", "name"];
const BYLINE: [&str; 6] = ["byline", "author", "authors", "creator", "writer", "by"];
const PUBLISHED: [&str; 12] = [
    "published",
    "date",
    "datepublished",
    "publishedat",
    "publisheddate",
    "publicationdate",
    "pubdate",
    "publishdate",
    "versioncreated",
    "datecreated",
    "created",
    "timestamp",
];
const MODIFIED: [&str; 9] = [
    "modified",
    "datemodified",
    "modifiedat",
    "updated",
    "updatedat",
    "lastmodified",
    "lastupdated",
    "dateupdated",
    "contentmodified",
];
const SECTION: [&str; 6] = [
    "section",
    "articlesection",
    "category",
    "desk",
    "rubric",
    "sections",
];
const CANONICAL: [&str; 2] = ["canonical", "canonicalurl"];
const LANGUAGE: [&str; 4] = ["language", "lang", "inlanguage", "locale"];
/// Fields whose words are taken as they are.
const TEXT: [&str; 8] = [
    "text",
    "body",
    "content",
    "articlebody",
    "maintext",
    "fulltext",
    "article",
    "story",
];
const HTML: [&str; 4] = ["html", "contenthtml", "bodyhtml", "bodyxhtml"];

/// Every part with its usual names; the text's are asked as they stand here.
const NAMES: [(&str, &[&str]); 11] = [
    ("id", &ID),
    ("url", &URL),
    ("outlet", &OUTLET),
    ("title", &TITLE),
    ("byline", &BYLINE),
    ("published", &PUBLISHED),
    ("modified", &MODIFIED),
    ("section", &SECTION),
    ("language", &LANGUAGE),
    ("text", &TEXT),
    ("text", &HTML),
];

/// Whether a column of this name holds a part of a report.
pub(super) fn is_known(name: &str, columns: &Columns) -> bool {
    let plain = plain(name);
    let names = |it: &(&str, &[&str])| it.1.contains(&&*plain);
    NAMES.iter().any(names) || columns.names().any(|it| it == name)
}

/// Whether the value under this name holds a part of a report, or parts in it.
#[cfg(feature = "parquet")]
pub(super) fn leads_to_known(name: &str, columns: &Columns) -> bool {
    let within = |it: &str| {
        it.strip_prefix(name)
            .is_some_and(|rest| rest.starts_with('.'))
    };
    is_known(name, columns) || columns.names().any(within)
}

/// Whether a column of this name holds the words, as far as names tell.
pub(super) fn holds_text(name: &str, columns: &Columns) -> bool {
    if let Some(given) = columns.of("text") {
        return given == name;
    }
    let plain = plain(name);
    TEXT.contains(&&*plain) || HTML.contains(&&*plain)
}

/// What a report's words are found in.
#[derive(Debug)]
pub(super) enum Body<'a> {
    /// Text, to be kept unchanged.
    Text(&'a str),
    /// A page or a piece of one.
    Html(&'a str),
}

/// No names but the usual ones.
static USUAL: Columns = Columns::usual();

/// What the object declares of the publication, by the usual names alone.
pub(super) fn imprint(object: &Map<String, Value>) -> Imprint {
    usual(object).imprint()
}

/// The object's fields, by the usual names alone.
pub(super) fn usual(object: &Map<String, Value>) -> Fields<'_> {
    Fields {
        object,
        columns: &USUAL,
    }
}

/// The fields of one report.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields<'a> {
    /// Names and values.
    pub(super) object: &'a Map<String, Value>,
    /// The names that the user gave.
    pub(super) columns: &'a Columns,
}

impl<'a> Fields<'a> {
    /// The report's words and the name of the field that holds them.
    pub(super) fn body(&self) -> Option<(&'a str, Body<'a>)> {
        let filled = |(key, value): (&'a str, &'a Value)| {
            let text = value.as_str()?;
            (!text.trim().is_empty()).then_some((key, text))
        };
        let text = |(key, text): (&'a str, &'a str)| {
            let is_text = plain(key) == TEXT[0] || !is_marked_up(text);
            let body = if is_text {
                Body::Text(text)
            } else {
                Body::Html(text)
            };
            (key, body)
        };
        let html = || self.usual(&HTML).find_map(filled);
        self.values("text", &TEXT)
            .find_map(filled)
            .map(text)
            .or_else(|| html().map(|(key, page)| (key, Body::Html(page))))
    }

    /// The report's own id, where it has one.
    pub(super) fn id(&self) -> Option<String> {
        self.values("id", &ID).find_map(|(_, value)| match value {
            Value::String(id) if !id.trim().is_empty() => Some(id.clone()),
            Value::Number(id) => Some(id.to_string()),
            _ => None,
        })
    }

    /// What is declared of the publication.
    pub(super) fn imprint(&self) -> Imprint {
        let url = self.name("url", &URL, &["@id", "url"]);
        let named = self
            .values("outlet", &OUTLET)
            .filter_map(|(_, value)| name_of(value, &["name", "title"]))
            .find(|it| !it.contains("://"));
        let title = self.name("title", &TITLE, &["name", "main"]);
        let language = self.name("language", &LANGUAGE, &["alternateName", "name"]);
        Imprint {
            outlet: named.or_else(|| url.as_deref().and_then(outlet_of)),
            url,
            title: title.map(|text| Title { text, span: None }),
            byline: self
                .values("byline", &BYLINE)
                .find_map(|(_, value)| byline(value)),
            published: self.stamp("published", &PUBLISHED),
            modified: self.stamp("modified", &MODIFIED),
            section: self.name("section", &SECTION, &["name"]),
            canonical: self.name("canonical", &CANONICAL, &["@id", "url"]),
            language: language.and_then(|tag| language_tag(&tag)),
            ..Imprint::default()
        }
    }

    fn name(&self, part: &str, names: &'a [&'a str], keys: &[&str]) -> Option<String> {
        self.values(part, names)
            .find_map(|(_, value)| name_of(value, keys))
    }

    fn stamp(&self, part: &str, names: &'a [&'a str]) -> Option<Published> {
        self.values(part, names)
            .find_map(|(_, value)| published(value))
    }

    /// What is under the name that the user gave, then under the usual names
    /// in their order, each with the name as it stands.
    fn values(
        &self,
        part: &str,
        names: &'a [&'a str],
    ) -> impl Iterator<Item = (&'a str, &'a Value)> + use<'a> {
        let given = self.columns.of(part);
        let given = given.and_then(|path| Some((path, at_path(self.object, path)?)));
        given.into_iter().chain(self.usual(names))
    }

    fn usual(&self, names: &'a [&'a str]) -> impl Iterator<Item = (&'a str, &'a Value)> + use<'a> {
        let object = self.object;
        names.iter().filter_map(move |name| {
            let exact = object.get(*name).map(|value| (*name, value));
            exact.or_else(|| {
                let same = |(key, value): (&'a String, &'a Value)| {
                    (plain(key) == *name).then_some((key.as_str(), value))
                };
                object.iter().find_map(same)
            })
        })
    }
}

/// What stands under a name, or under names parted by dots that lead into
/// objects and lists: `content.body`, `authors.0.name`.
fn at_path<'a>(object: &'a Map<String, Value>, path: &str) -> Option<&'a Value> {
    if let Some(value) = object.get(path) {
        return Some(value);
    }
    let mut parts = path.split('.');
    let first = object.get(parts.next()?)?;
    parts.try_fold(first, |value, part| match value {
        Value::Object(object) => object.get(part),
        Value::Array(list) => list.get(part.parse::<usize>().ok()?),
        _ => None,
    })
}

/// Whether the words of a `body` or `content` are a piece of a page.
fn is_marked_up(text: &str) -> bool {
    let head = text.trim_start();
    head.starts_with('<') && (text.contains("</p>") || text.contains("</div>"))
}

/// A field's name without letter case and joints.
pub(super) fn plain(key: &str) -> Cow<'_, str> {
    if key.bytes().all(|it| it.is_ascii_lowercase()) {
        return Cow::Borrowed(key);
    }
    let kept = key
        .chars()
        .filter(|it| !matches!(it, '_' | '-' | ':' | ' '));
    Cow::Owned(kept.flat_map(char::to_lowercase).collect())
}

/// A string, or the string under one of `keys` of an object, or that of the
/// first entry of a list.
pub(super) fn name_of(value: &Value, keys: &[&str]) -> Option<String> {
    match value {
        Value::String(text) => filled(text),
        Value::Object(object) => keys
            .iter()
            .find_map(|key| object.get(*key)?.as_str().and_then(filled)),
        Value::Array(list) => list.iter().take(8).find_map(|it| match it {
            Value::Array(_) => None,
            other => name_of(other, keys),
        }),
        _ => None,
    }
}

/// The trimmed text, unless nothing is left.
fn filled(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// One or more authors in one line, without "By".
fn byline(value: &Value) -> Option<String> {
    let names: Vec<String> = match value {
        Value::Array(list) => list
            .iter()
            .filter_map(|it| name_of(it, &["name"]))
            .collect(),
        other => name_of(other, &["name"]).into_iter().collect(),
    };
    let names: Vec<&str> = names
        .iter()
        .map(|it| without_by(it))
        .filter(|it| !it.is_empty() && !it.contains("://"))
        .collect();
    (!names.is_empty()).then(|| names.join(", "))
}

/// `line` without a leading "By".
pub(super) fn without_by(line: &str) -> &str {
    let line = line.trim();
    let head = line.get(..3).unwrap_or_default();
    if head.eq_ignore_ascii_case("by ") {
        line[3..].trim_start()
    } else {
        line
    }
}

/// A time of publication in any usual form; one that does not parse is none.
fn published(value: &Value) -> Option<Published> {
    let stamp = match value {
        Value::String(text) => when::field(text),
        Value::Number(number) => number.as_i64().and_then(when::epoch),
        _ => None,
    }?;
    Some(stamp.published(PublishedBasis::Declared))
}

/// `en-GB` of `en_GB.UTF-8`, `en` of `EN`, `eng` or `English`; none of what is
/// no tag. Regions are written in capitals, as BCP 47 advises.
pub(super) fn language_tag(tag: &str) -> Option<String> {
    let tag = tag.trim().to_ascii_lowercase().replace('_', "-");
    let tag = tag.split('.').next().unwrap_or_default();
    let mut parts = tag.split('-');
    let primary = match parts.next().unwrap_or_default() {
        "english" | "eng" => return Some("en".into()),
        it if (2..=3).contains(&it.len()) && it.bytes().all(|b| b.is_ascii_alphabetic()) => it,
        _ => return None,
    };
    let mut told = primary.to_owned();
    for part in parts {
        told.push('-');
        match part.len() {
            2 => told.push_str(&part.to_ascii_uppercase()),
            _ => told.push_str(part),
        }
    }
    Some(told)
}

/// The outlet that publishes at `url`: by the table of hosts, else the host.
pub(super) fn outlet_of(url: &str) -> Option<String> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default();
    let host = host
        .split(':')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    if !host.contains('.') || host.contains(char::is_whitespace) {
        return None;
    }
    let known = Outlets::embedded().by_host(&host).map(str::to_owned);
    Some(known.unwrap_or_else(|| host.trim_start_matches("www.").to_owned()))
}
