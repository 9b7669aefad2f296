//! RSS 0.9x, 1.0 and 2.0 with the modules that newsrooms use: `content`,
//! `dc`, `media`, `feedburner`.

use rapporteur_text::{Imprint, Published};

use super::{Channel, absolute, html_of};
use crate::read::entry::{Entry, byline, line_of, time, title};
use crate::read::fields;
use crate::read::xml::Element;

/// Elements that hold the text of an item, fullest first.
const BODIES: [&str; 5] = [
    "content:encoded",
    "content",
    "description",
    "media:description",
    "itunes:summary",
];

/// What the channel says.
pub(super) fn channel(root: Element<'_>) -> Channel {
    let Some(channel) = root.below("channel").next() else {
        return Channel::default();
    };
    Channel {
        title: text(channel, &["title"]),
        link: channel.all("link").find_map(Element::line),
        language: text(channel, &["language", "dc:language"]),
    }
}

/// One item.
pub(super) fn entry(item: Element<'_>, channel: &Channel) -> Entry<'static> {
    let guid = item.child("guid").or_else(|| item.child("id"));
    let id = guid.and_then(Element::line);
    let url = url(item, guid, channel);
    let origin = item.child("source").and_then(Element::line);
    let language = text(item, &["dc:language", "language"]);
    let language = language.or_else(|| channel.language.clone());
    let published = date(item, &["pubDate", "dc:date", "dcterms:issued", "published"]);
    let modified = date(item, &["dcterms:modified", "atom:updated", "updated"]);
    let about = || item.attribute("rdf:about");
    Entry {
        id: id.or_else(about),
        declared: Imprint {
            outlet: channel.outlet(url.as_deref(), origin),
            url,
            title: title(text(item, &["title", "media:title", "dc:title"])),
            byline: author(item),
            published: published.or(modified),
            modified,
            section: section(item),
            language: language.and_then(|it| fields::language_tag(&it)),
            ..Imprint::default()
        },
        body: BODIES
            .iter()
            .filter_map(|name| item.child(name))
            .find_map(html_of),
    }
}

/// The words of the first of these elements that has some.
fn text(element: Element<'_>, names: &[&'static str]) -> Option<String> {
    let mut all = names.iter().filter_map(|name| element.child(name)?.line());
    all.next().map(|it| line_of(&it))
}

fn date(item: Element<'_>, names: &[&'static str]) -> Option<Published> {
    let mut all = names.iter().filter_map(|name| item.child(name)?.line());
    all.find_map(|it| time(&it))
}

/// The address of the report: before a counter of clicks, the link itself,
/// then a guid that is one.
fn url(item: Element<'_>, guid: Option<Element<'_>>, channel: &Channel) -> Option<String> {
    let origin = item.child("feedburner:origLink").and_then(Element::line);
    let link = || {
        item.all("link")
            .find_map(|it| it.line().or_else(|| it.attribute("href")))
    };
    let permanent = || {
        let guid = guid?;
        let bare = guid.attribute("isPermaLink").as_deref() == Some("false");
        guid.line().filter(|it| !bare && it.contains("://"))
    };
    origin
        .or_else(link)
        .and_then(|it| absolute(it, channel))
        .or_else(permanent)
}

/// `dc:creator`s, else the `author`, an address with a name in brackets.
fn author(item: Element<'_>) -> Option<String> {
    let creators = item.all("dc:creator").filter_map(Element::line);
    let authors = item
        .all("author")
        .filter_map(Element::line)
        .map(|it| name_of(&it));
    let itunes = item.all("itunes:author").filter_map(Element::line);
    byline(creators.map(|it| line_of(&it)))
        .or_else(|| byline(authors))
        .or_else(|| byline(itunes))
}

/// The name in `desk@host (Name)`; nothing of a bare address.
fn name_of(author: &str) -> String {
    if !author.contains('@') {
        return author.to_owned();
    }
    let named = author
        .split_once('(')
        .and_then(|(_, it)| it.strip_suffix(')'));
    named.unwrap_or_default().trim().to_owned()
}

/// The first category that is no address.
fn section(item: Element<'_>) -> Option<String> {
    let names = ["category", "dc:subject"];
    let mut all = names.iter().flat_map(|name| item.all(name));
    all.find_map(|it| {
        it.line()
            .map(|it| line_of(&it))
            .filter(|it| !it.contains("://"))
    })
}
