//! Atom 1.0 (RFC 4287).

use rapporteur_text::Imprint;

use super::{Channel, absolute, html_of};
use crate::read::entry::{Body, Entry, byline, line_of, time, title};
use crate::read::fields;
use crate::read::xml::Element;

/// What the feed says.
pub(super) fn channel(root: Element<'_>) -> Channel {
    let Some(feed) = root.below("feed").next() else {
        return Channel::default();
    };
    Channel {
        title: text(feed, "title"),
        link: link(feed),
        language: feed.attribute("xml:lang"),
    }
}

/// One entry.
pub(super) fn entry(entry: Element<'_>, channel: &Channel) -> Entry<'static> {
    let id = entry.child("id").and_then(Element::line);
    let permanent = id.clone().filter(|it| it.starts_with("http"));
    let url = link(entry)
        .and_then(|it| absolute(it, channel))
        .or(permanent);
    let origin = entry.at(&["source", "title"]).and_then(Element::line);
    let date = |name| time(&entry.child(name)?.line()?);
    let modified = date("updated").or_else(|| date("modified"));
    let published = date("published").or_else(|| date("issued"));
    let language = body_of(entry).and_then(|it| it.attribute("xml:lang"));
    let language = language.or_else(|| entry.attribute("xml:lang"));
    Entry {
        id,
        declared: Imprint {
            outlet: channel.outlet(url.as_deref(), origin),
            url,
            title: title(text(entry, "title").or_else(|| text(entry, "media:title"))),
            byline: author(entry),
            published: published.or(modified),
            modified,
            section: section(entry),
            language: language
                .or_else(|| channel.language.clone())
                .and_then(|it| fields::language_tag(&it)),
            ..Imprint::default()
        },
        body: ["content", "summary", "media:description"]
            .iter()
            .filter_map(|name| entry.child(name))
            .find_map(words),
    }
}

/// The element that holds the text.
fn body_of(entry: Element<'_>) -> Option<Element<'_>> {
    entry.child("content").or_else(|| entry.child("summary"))
}

/// A construct's words: markup, escaped markup or text. What its element only
/// points at is not there.
fn words(element: Element<'_>) -> Option<Body<'static>> {
    let kind = element.attribute("type").unwrap_or_default();
    let plain = matches!(&*kind, "" | "text" | "text/plain");
    let words = element.words();
    if plain && !element.has_children() && !words.text().contains("</") {
        return Body::of_text(&words);
    }
    html_of(element)
}

/// A construct's words in one line.
fn text(element: Element<'_>, name: &'static str) -> Option<String> {
    element.child(name)?.line().map(|it| line_of(&it))
}

/// The address of the page: the link that is an alternate or says nothing.
fn link(element: Element<'_>) -> Option<String> {
    let page = |it: &Element<'_>| {
        let rel = it.attribute("rel");
        rel.is_none_or(|it| it == "alternate")
    };
    let mut links = element.all("link").filter(page);
    links.find_map(|it| it.attribute("href"))
}

fn author(entry: Element<'_>) -> Option<String> {
    let people = entry.all("author").chain(entry.all("contributor"));
    let named = people.filter_map(|it| text(it, "name"));
    let creators = entry.all("dc:creator").filter_map(Element::line);
    byline(named).or_else(|| byline(creators))
}

fn section(entry: Element<'_>) -> Option<String> {
    let mut all = entry.all("category");
    all.find_map(|it| it.attribute("label").or_else(|| it.attribute("term")))
        .filter(|it| !it.contains("://"))
}
