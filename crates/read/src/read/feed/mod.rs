//! Feeds: each of its entries a report.
//!
//! Input: RSS 0.9x, 1.0 and 2.0, Atom 1.0 and JSON Feed 1.x, broken as they
//! come. Output: reports in feed order, each of the fullest text that its
//! entry holds, and the entries that hold none. What always holds: a report's
//! words lead back to the bytes of an XML feed through its escapes.

mod atom;
pub(super) mod json;
mod rss;

use rapporteur_language::Outlets;

use super::entry::{Body, Entry};
use super::xml::{self, Element, Names, Tree};
use super::{Options, ReadOut, Source, fields};

/// Most entries of one feed: archives of a paper's whole run stay below.
const ENTRIES: usize = 200_000;

/// What a feed says of all its entries.
#[derive(Debug, Default)]
struct Channel {
    title: Option<String>,
    link: Option<String>,
    language: Option<String>,
}

/// Whether a file that opens so is a feed.
pub(super) fn opens(opening: &[u8]) -> bool {
    let first = xml::first_element(opening);
    first.is_some_and(|it| {
        matches!(
            &*it.to_ascii_lowercase(),
            "rss" | "rdf" | "feed" | "channel"
        )
    })
}

/// Reads every entry.
pub(super) fn read(bytes: &[u8], source: &Source, _: &Options) -> ReadOut {
    let tree = xml::characters(bytes, source.media_type.as_deref())
        .and_then(|page| Tree::parse(page, Names::Prefixed));
    match tree {
        Ok(tree) => entries(&tree, source),
        Err(reason) => ReadOut::one(Err(reason), source),
    }
}

fn entries(tree: &Tree<'_>, source: &Source) -> ReadOut {
    let root = tree.root();
    let (rss, atom) = (rss::channel(root), atom::channel(root));
    let items = root.below("item").map(|it| rss::entry(it, &rss));
    let entries = root.below("entry").map(|it| atom::entry(it, &atom));
    set(items.chain(entries), source)
}

/// The reports of all entries.
fn set<'a>(entries: impl Iterator<Item = Entry<'a>>, source: &Source) -> ReadOut {
    let mut out = ReadOut::default();
    for (index, entry) in entries.enumerate() {
        if ENTRIES <= index {
            out.skip(format!("all after entry {ENTRIES}"), source, None);
            break;
        }
        let part = source.part(&(index + 1).to_string());
        let report = entry.with_own_words().report(part.file.clone());
        out.add(report, &part, None);
    }
    if out.reports.is_empty() && out.skipped.is_empty() {
        out.skip("a feed without entries".into(), source, None);
    }
    out
}

/// The words of an element that holds HTML, escaped or not.
fn html_of(element: Element<'_>) -> Option<Body<'static>> {
    if element.has_children() {
        return Body::of_html(element.markup());
    }
    Body::of_html(element.words())
}

impl Channel {
    /// The outlet of an entry at `link` that the feed took from `origin`: by
    /// the table of hosts, else as the feed names it.
    fn outlet(&self, link: Option<&str>, origin: Option<String>) -> Option<String> {
        let own = self.link.as_deref().and_then(host);
        let host = link.and_then(host);
        let known = |it: &str| Outlets::embedded().by_host(it).map(str::to_owned);
        let elsewhere = match (&host, &own) {
            (Some(host), Some(own)) if !are_of_one(host, own) => fields::outlet_of(host),
            _ => None,
        };
        host.as_deref()
            .and_then(known)
            .or(origin)
            .or(elsewhere)
            .or_else(|| own.as_deref().and_then(known))
            .or_else(|| self.name(host.as_deref().or(own.as_deref())))
            .or_else(|| link.and_then(fields::outlet_of))
    }

    /// The feed's title less the section beside the outlet's name: the part
    /// that the host spells, else the first.
    fn name(&self, host: Option<&str>) -> Option<String> {
        let title = self.title.as_deref()?;
        let marks = [" | ", " - ", " – ", " — ", " » ", " > ", ": ", " :: "];
        let mut parts = vec![title];
        for mark in marks {
            parts = parts.iter().flat_map(|it| it.split(mark)).collect();
        }
        let spelt = |part: &&str| {
            let letters = part.chars().filter(|it| it.is_alphanumeric());
            let name: String = letters.flat_map(char::to_lowercase).collect();
            let name = name.strip_prefix("the").unwrap_or(&name);
            let host = host.unwrap_or_default().replace(['-', '.'], "");
            3 < name.len() && host.contains(name)
        };
        let named = parts.iter().copied().find(|it| spelt(it));
        let named = named.or_else(|| parts.first().copied())?.trim();
        (!named.is_empty()).then(|| named.to_owned())
    }
}

/// The host of an address, lower case, without `www.`.
fn host(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?;
    let host = host.rsplit('@').next()?.split(':').next()?;
    let host = host.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    (!host.is_empty()).then(|| host.to_owned())
}

/// Whether one host is the other's or lies below it.
fn are_of_one(a: &str, b: &str) -> bool {
    let below = |a: &str, b: &str| a.strip_suffix(b).is_some_and(|it| it.ends_with('.'));
    a == b || below(a, b) || below(b, a)
}

/// `link`, completed by the feed's own where it is a path alone.
fn absolute(link: String, channel: &Channel) -> Option<String> {
    if link.contains("://") {
        return Some(link);
    }
    let own = channel.link.as_deref()?;
    let (scheme, _) = own.split_once("://")?;
    let path = link.strip_prefix('/')?;
    Some(format!("{scheme}://{}/{path}", host(own)?))
}

#[cfg(test)]
mod tests;
