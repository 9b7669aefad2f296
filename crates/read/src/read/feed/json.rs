//! JSON Feed 1 and 1.1.

use rapporteur_text::Imprint;
use serde_json::{Map, Value};

use super::{Channel, absolute, set};
use crate::read::entry::{Body, Entry, byline, line_of, time, title};
use crate::read::strings::Strings;
use crate::read::{ReadOut, Source, fields};

/// Whether an object is a feed.
pub(in crate::read) fn is_feed(object: &Map<String, Value>) -> bool {
    let version = text(object, "version").unwrap_or_default();
    version.contains("jsonfeed.org/") && object.contains_key("items")
}

/// Reads every item.
pub(in crate::read) fn read(
    feed: &Map<String, Value>,
    source: &Source,
    strings: &Strings<'_>,
) -> ReadOut {
    let channel = Channel {
        title: text(feed, "title"),
        link: text(feed, "home_page_url"),
        language: text(feed, "language"),
    };
    let items = feed.get("items").and_then(Value::as_array);
    let items = items.into_iter().flatten();
    let empty = Map::new();
    set(
        items.map(|it| entry(it.as_object().unwrap_or(&empty), feed, &channel, strings)),
        source,
    )
}

fn entry<'a>(
    item: &'a Map<String, Value>,
    feed: &Map<String, Value>,
    channel: &Channel,
    strings: &Strings<'_>,
) -> Entry<'a> {
    let url = text(item, "url").and_then(|it| absolute(it, channel));
    let field = |name| item.get(name)?.as_str().map(|it| strings.mapped(it));
    let html = field("content_html").and_then(Body::of_html);
    let plain = || field("content_text").and_then(|it| Body::of_text(&it));
    let summary = || field("summary").and_then(|it| Body::of_text(&it));
    let language = text(item, "language").or_else(|| channel.language.clone());
    let tags = item.get("tags").and_then(Value::as_array);
    let first = tags.and_then(|it| it.first()?.as_str());
    Entry {
        id: id(item),
        declared: Imprint {
            outlet: channel.outlet(url.as_deref(), None),
            url,
            canonical: text(item, "external_url"),
            title: title(text(item, "title").map(|it| line_of(&it))),
            byline: authors(item).or_else(|| authors(feed)),
            published: text(item, "date_published").and_then(|it| time(&it)),
            modified: text(item, "date_modified").and_then(|it| time(&it)),
            section: first.map(str::to_owned),
            language: language.and_then(|it| fields::language_tag(&it)),
            ..Imprint::default()
        },
        body: html.or_else(plain).or_else(summary),
    }
}

fn id(item: &Map<String, Value>) -> Option<String> {
    match item.get("id")? {
        Value::Number(it) => Some(it.to_string()),
        _ => text(item, "id"),
    }
}

/// A string with something in it.
fn text(object: &Map<String, Value>, name: &str) -> Option<String> {
    let text = object.get(name)?.as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The names of `authors`, or of the one `author` of version 1.
fn authors(object: &Map<String, Value>) -> Option<String> {
    let name = |it: &Value| text(it.as_object()?, "name");
    let list = object.get("authors").and_then(Value::as_array);
    let many = list.into_iter().flatten().filter_map(name);
    byline(many.chain(object.get("author").and_then(name)))
}
