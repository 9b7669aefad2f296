//! The fields in which exports, feeds and pages declare a report.
//!
//! Input: a JSON object, of JSON Lines or of JSON-LD. Output: the report's
//! own id, its body and its [`Imprint`]. A field is found under the first of
//! its names that holds something; letter case and `_ - :` do not matter.

use std::borrow::Cow;

use rapporteur_language::Outlets;
use rapporteur_text::{Imprint, Published, PublishedBasis, Title};
use serde_json::{Map, Value};

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

/// What a report's words are found in.
#[derive(Debug)]
pub(super) enum Body<'a> {
    /// Text, to be kept unchanged.
    Text(&'a str),
    /// A page or a piece of one.
    Html(&'a str),
}

/// The report's words, where the object has any.
pub(super) fn body(object: &Map<String, Value>) -> Option<Body<'_>> {
    let html = || {
        strings(object, &HTML)
            .next()
            .map(|(_, page)| Body::Html(page))
    };
    strings(object, &TEXT)
        .next()
        .map(|(name, text)| match name {
            "text" => Body::Text(text),
            _ if is_marked_up(text) => Body::Html(text),
            _ => Body::Text(text),
        })
        .or_else(html)
}

/// Whether the words of a `body` or `content` are a piece of a page.
fn is_marked_up(text: &str) -> bool {
    let head = text.trim_start();
    head.starts_with('<') && (text.contains("</p>") || text.contains("</div>"))
}

/// The object's own id, where it has one.
pub(super) fn id(object: &Map<String, Value>) -> Option<String> {
    values(object, &ID).find_map(|(_, value)| match value {
        Value::String(id) if !id.trim().is_empty() => Some(id.clone()),
        Value::Number(id) => Some(id.to_string()),
        _ => None,
    })
}

/// What the object declares of the publication.
pub(super) fn imprint(object: &Map<String, Value>) -> Imprint {
    let url = values(object, &URL).find_map(|(_, value)| name_of(value, &["@id", "url"]));
    let named = values(object, &OUTLET)
        .filter_map(|(_, value)| name_of(value, &["name", "title"]))
        .find(|it| !it.contains("://"));
    Imprint {
        outlet: named.or_else(|| url.as_deref().and_then(outlet_of)),
        url,
        title: values(object, &TITLE)
            .find_map(|(_, value)| name_of(value, &["name", "main"]))
            .map(|text| Title { text, span: None }),
        byline: values(object, &BYLINE).find_map(|(_, value)| byline(value)),
        published: values(object, &PUBLISHED).find_map(|(_, value)| published(value)),
        modified: values(object, &MODIFIED).find_map(|(_, value)| published(value)),
        section: values(object, &SECTION).find_map(|(_, value)| name_of(value, &["name"])),
        canonical: values(object, &CANONICAL)
            .find_map(|(_, value)| name_of(value, &["@id", "url"])),
        language: values(object, &LANGUAGE)
            .find_map(|(_, value)| name_of(value, &["alternateName", "name"]))
            .and_then(|tag| language_tag(&tag)),
        ..Imprint::default()
    }
}

/// The values under any of `names`, in the order of the names.
fn values<'a>(
    object: &'a Map<String, Value>,
    names: &'static [&'static str],
) -> impl Iterator<Item = (&'static str, &'a Value)> {
    names.iter().filter_map(|name| {
        let exact = object.get(*name);
        let found = exact.or_else(|| {
            object
                .iter()
                .find_map(|(key, value)| (plain(key) == *name).then_some(value))
        });
        found.map(|value| (*name, value))
    })
}

/// The values under any of `names` that are strings with something in them.
fn strings<'a>(
    object: &'a Map<String, Value>,
    names: &'static [&'static str],
) -> impl Iterator<Item = (&'static str, &'a str)> {
    values(object, names).filter_map(|(name, value)| {
        let text = value.as_str()?;
        (!text.trim().is_empty()).then_some((name, text))
    })
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

/// `en` of `en_GB.UTF-8`, `EN`, `eng` or `English`; none of what is no tag.
pub(super) fn language_tag(tag: &str) -> Option<String> {
    let tag = tag.trim().to_ascii_lowercase().replace('_', "-");
    let primary = tag.split(['-', '.']).next().unwrap_or_default();
    match primary {
        "english" | "eng" => Some("en".into()),
        it if (2..=3).contains(&it.len()) && it.bytes().all(|b| b.is_ascii_alphabetic()) => {
            Some(tag.split('.').next().unwrap_or_default().to_owned())
        }
        _ => None,
    }
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
    let known = Outlets::embedded().by_address(url);
    let named = known.map(|it| it.name.to_owned());
    Some(named.unwrap_or_else(|| host.trim_start_matches("www.").to_owned()))
}
