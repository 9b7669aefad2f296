//! What a page shows of its report's headline, author and day.

use rapporteur_text::{Imprint, Published, PublishedBasis};

use super::super::blocks::words_of;
use super::super::features::letters;
use super::super::tree::{Node, Tree};
use super::{alike, plain};
use crate::read::fields;
use crate::when::{self, Stamp};

/// Most bytes of a headline.
const HEADLINE: usize = 400;
/// Most bytes of a byline.
const BYLINE: usize = 120;
/// Most authors that are named.
const AUTHORS: usize = 8;

/// The headline: the `h1` that words what the page declares, else what it
/// declares, else its `<title>`.
pub(super) fn title(tree: &Tree<'_>, declared: Option<&str>) -> Option<String> {
    let texts = |name: &str| -> Vec<String> {
        let all = tree.elements(name).take(20);
        all.map(|(at, _)| plain(&tree.text_of(at, HEADLINE)))
            .filter(|it| !it.is_empty() && it.len() <= HEADLINE)
            .collect()
    };
    let whole = texts("title").into_iter().next();
    let headings = texts("h1");
    for base in [declared, whole.as_deref()].into_iter().flatten() {
        if let Some(heading) = headings.iter().find(|it| alike(it, base)) {
            // A heading with more than the headline has its kicker in front.
            let longer = letters(base).len() < letters(heading).len();
            let base = declared.filter(|_| longer);
            return Some(base.unwrap_or(heading).to_owned());
        }
        if let Some(heading) = headings.iter().find(|it| shares_words(it, base)) {
            return Some(heading.clone());
        }
    }
    let only = headings.first().filter(|_| headings.len() == 1);
    let worded = only.filter(|it| {
        whole
            .as_deref()
            .is_some_and(|whole| shares_a_word(it, whole))
    });
    declared
        .map(str::to_owned)
        .or_else(|| worded.cloned())
        .or(whole)
        .or_else(|| only.cloned())
}

/// The words of a text of four bytes and more, lower case.
fn long_words(text: &str) -> Vec<String> {
    let parts = text.split(|it: char| !it.is_alphanumeric());
    let long = parts.filter(|it| 3 < it.len());
    long.map(str::to_lowercase).collect()
}

/// Whether a page's only heading words something of its `<title>`.
fn shares_a_word(heading: &str, title: &str) -> bool {
    let title = long_words(title);
    let own = long_words(heading);
    2 <= own.len() && own.iter().any(|it| title.contains(it))
}

/// Whether most words of a heading stand in `base`.
fn shares_words(heading: &str, base: &str) -> bool {
    let (own, base) = (long_words(heading), long_words(base));
    let held = own.iter().filter(|it| base.contains(it)).count();
    3 <= held && own.len() <= 2 * held
}

/// A title less the outlet's name after its last bar or dash.
pub(super) fn without_outlet<'t>(
    title: &'t str,
    outlet: Option<&str>,
    url: Option<&str>,
) -> &'t str {
    for mark in [" | ", " – ", " — ", " - ", " :: ", " • ", " » ", " · "] {
        let Some((head, tail)) = title.rsplit_once(mark) else {
            continue;
        };
        let tail = letters(tail);
        let named = |name: &str| {
            let name = letters(name);
            3 <= tail.len() && (name.contains(&tail) || (4 <= name.len() && tail.contains(&name)))
        };
        let host = url.and_then(|it| it.split('/').nth(2));
        if outlet.is_some_and(named) || host.is_some_and(named) {
            return without_outlet(head.trim(), outlet, url);
        }
    }
    title
}

/// Whether a declared author is a name and not the outlet's, an address or a
/// number.
pub(super) fn is_author(name: &str, outlet: Option<&str>) -> bool {
    let bare = letters(name);
    let own = outlet.is_some_and(|it| letters(it) == bare);
    bare.chars().any(char::is_alphabetic) && !own && !name.contains(['@', '/'])
}

/// The author that the page shows.
pub(super) fn author(tree: &Tree<'_>, outlet: Option<&str>) -> Option<String> {
    let mut found: Vec<(usize, String)> = Vec::new();
    for (at, node) in tree.nodes.iter().enumerate() {
        if AUTHORS <= found.len() {
            break;
        }
        let Some(rank) = author_rank(node) else {
            continue;
        };
        if tree.upward(at).any(|(_, it)| is_aside(it)) {
            continue;
        }
        let text = plain(&tree.text_of(at, BYLINE + 1));
        if let Some(name) = name_in(&text, rank == 0).filter(|it| is_author(it, outlet)) {
            found.push((rank, name));
        }
    }
    let best = found.iter().map(|it| it.0).min()?;
    let mut names: Vec<String> = Vec::new();
    for (_, name) in found.into_iter().filter(|it| it.0 == best) {
        let known = |it: &String| letters(it).contains(&letters(&name));
        // A second name that is one word is a label: "more", "archive".
        let whole = names.is_empty() || name.contains(' ');
        if whole && !names.iter().any(known) {
            names.push(name);
        }
    }
    // Marks of one rank name the report's authors; classes also those of others.
    names.truncate(if best == 0 { AUTHORS } else { 1 });
    Some(names.join(", "))
}

/// How surely an element holds an author's name, 0 the surest.
fn author_rank(node: &Node) -> Option<usize> {
    const WORDS: [&str; 10] = [
        "byline",
        "author",
        "authors",
        "autor",
        "autoren",
        "auteur",
        "writer",
        "contributor",
        "authorname",
        "vcard",
    ];
    if node.name().is_empty() || matches!(node.name(), "meta" | "link" | "script" | "body" | "html")
    {
        return None;
    }
    let rel = node.attribute("rel").unwrap_or_default();
    let property = node.attribute("itemprop").unwrap_or_default();
    // An hCard's formatted name, too.
    let named = || words_of(node).any(|it| it == "fn");
    if rel.split(' ').any(|it| it == "author") || property == "author" || named() {
        return Some(0);
    }
    words_of(node)
        .any(|it| WORDS.contains(&it.as_str()))
        .then_some(1)
}

/// Whether an element is around what others wrote.
fn is_aside(node: &Node) -> bool {
    const WORDS: [&str; 10] = [
        "comment",
        "comments",
        "related",
        "sidebar",
        "teaser",
        "recommended",
        "footer",
        "card",
        "reply",
        "respond",
    ];
    // Classes of the page as a whole say what it has, not what this is.
    let whole = matches!(node.name(), "html" | "body" | "main" | "article");
    matches!(node.name(), "footer" | "blockquote")
        || (!whole && words_of(node).any(|it| WORDS.contains(&it.as_str())))
}

/// The name in "By Jane Orr | 3 May" and its like; where the markup is `sure`,
/// without a capital, too.
fn name_in(text: &str, sure: bool) -> Option<String> {
    const OPENERS: [&str; 22] = [
        "by ",
        "von ",
        "par ",
        "por ",
        "di ",
        "door ",
        "av ",
        "af ",
        "text: ",
        "text ",
        "autor: ",
        "author: ",
        "autorin: ",
        "written by ",
        "posted by ",
        "published by ",
        "view all posts by ",
        "zeige alle beiträge von ",
        "alle beiträge von ",
        "more articles by ",
        "autor ",
        "author ",
    ];
    let lower = text.to_lowercase();
    let opener = OPENERS.iter().find(|it| lower.starts_with(**it));
    let text = opener.and_then(|it| text.get(it.len()..)).unwrap_or(text);
    let text = fields::without_by(text);
    let end = text
        .find(['|', '•', '·', '\n', '(', '–'])
        .unwrap_or(text.len());
    let text = text[..end].trim_matches([' ', ',', ':', '-', '.']);
    let words: Vec<&str> = text.split_whitespace().collect();
    let names = (1..=7).contains(&words.len()) && text.len() <= BYLINE;
    let capital = words
        .iter()
        .filter(|it| it.starts_with(char::is_uppercase))
        .count();
    let proper = sure || words.len() <= 2 * capital;
    let fits = names && proper && !text.contains(|it: char| it.is_ascii_digit());
    let label = matches!(
        letters(text).as_str(),
        "posted" | "author" | "autor" | "authors" | "autoren" | "by" | "redaktion" | "admin"
    );
    (fits && !label).then(|| text.to_owned())
}

/// The day and language that the page shows.
pub(super) fn imprint(tree: &Tree<'_>) -> Imprint {
    let language = tree
        .elements("html")
        .find_map(|(_, node)| node.attribute("lang"));
    let stamp = |stamp: Stamp| stamp.published(PublishedBasis::Declared);
    Imprint {
        published: published(tree).map(stamp),
        modified: of_property(tree, "datemodified").map(stamp),
        language: language.and_then(fields::language_tag),
        ..Imprint::default()
    }
}

/// The day of publication: microdata, `<time>`, then text that a class calls
/// a date.
fn published(tree: &Tree<'_>) -> Option<Stamp> {
    of_property(tree, "datepublished")
        .or_else(|| of_time(tree))
        .or_else(|| of_class(tree))
}

/// The day of the first `<time>` or `datePublished` among some nodes.
pub(in super::super) fn published_in(
    tree: &Tree<'_>,
    range: std::ops::Range<usize>,
) -> Option<Published> {
    let nodes = range.map(|at| (at, &tree.nodes[at]));
    let mut dated = nodes.filter(|(_, node)| {
        let property = node.attribute("itemprop").unwrap_or_default();
        node.name() == "time" || property.eq_ignore_ascii_case("datepublished")
    });
    let stamp = dated.find_map(|(at, node)| stamp_of(tree, at, node))?;
    Some(stamp.published(PublishedBasis::Declared))
}

/// The first element with that `itemprop` and a day.
fn of_property(tree: &Tree<'_>, property: &str) -> Option<Stamp> {
    let mut nodes = tree.nodes.iter().enumerate();
    nodes.find_map(|(at, node)| {
        let named = node.attribute("itemprop")?.eq_ignore_ascii_case(property);
        named.then(|| stamp_of(tree, at, node)).flatten()
    })
}

/// What an element says in its attributes, else in its words.
fn stamp_of(tree: &Tree<'_>, at: usize, node: &Node) -> Option<Stamp> {
    let attributes = ["datetime", "content"];
    let said = attributes
        .iter()
        .find_map(|it| when::field(node.attribute(it)?));
    said.or_else(|| in_words(&tree.text_of(at, BYLINE)))
}

fn in_words(text: &str) -> Option<Stamp> {
    when::dates(text).map(|it| it.2).next()
}

/// The first `<time>` that is not a comment's or another report's, those that
/// are marked as publication first.
fn of_time(tree: &Tree<'_>) -> Option<Stamp> {
    let times: Vec<(bool, Stamp)> = tree
        .elements("time")
        .filter(|(at, _)| !tree.upward(*at).any(|(_, it)| is_aside(it)))
        .filter_map(|(at, node)| {
            let marked = words_of(node).any(|it| matches!(it.as_str(), "published" | "pubdate"));
            Some((!marked, stamp_of(tree, at, node)?))
        })
        .collect();
    times.into_iter().min_by_key(|it| it.0).map(|it| it.1)
}

/// The first element whose class calls its few words a date.
fn of_class(tree: &Tree<'_>) -> Option<Stamp> {
    const WORDS: [&str; 16] = [
        "date",
        "published",
        "pubdate",
        "posted",
        "datum",
        "fecha",
        "timestamp",
        "dateline",
        "byline",
        "meta",
        "time",
        "datetime",
        "publishdate",
        "postdate",
        "created",
        "articledate",
    ];
    let mut nodes = tree.nodes.iter().enumerate();
    nodes.find_map(|(at, node)| {
        let named = !node.name().is_empty()
            && !matches!(node.name(), "body" | "html" | "script" | "head")
            && words_of(node).any(|it| WORDS.contains(&it.as_str()));
        if !named || tree.upward(at).any(|(_, it)| is_aside(it)) {
            return None;
        }
        let text = tree.text_of(at, 4 * BYLINE + 1);
        (text.len() <= 4 * BYLINE)
            .then(|| in_words(&text))
            .flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_from_labels_and_sentences() {
        assert_eq!(
            name_in("By Jane Orr | 3 May", false).as_deref(),
            Some("Jane Orr")
        );
        assert_eq!(
            name_in("Von Anna Sleegers, Frankfurt", false).as_deref(),
            Some("Anna Sleegers, Frankfurt")
        );
        assert_eq!(name_in("Author", false), None);
        assert_eq!(
            name_in("follow us on all the channels that we have", false),
            None
        );
    }

    #[test]
    fn the_headline_loses_the_outlets_name() {
        let url = Some("https://www.harbourpost.example/a");
        let bare = |title| without_outlet(title, Some("The Harbour Post"), url);
        assert_eq!(bare("Port reopens - Harbour Post"), "Port reopens");
        assert_eq!(
            bare("Port reopens | News | Harbourpost"),
            "Port reopens | News"
        );
        assert_eq!(bare("Port - a history"), "Port - a history");
    }

    #[test]
    fn the_heading_that_readers_saw_is_the_title() {
        let page = "<title>Port reopens after strike - The Bell</title><h1>The Bell</h1>\
                    <h1>Port of Lima reopens after strike</h1>";
        let tree = Tree::parse(page).expect("small");
        assert_eq!(
            title(&tree, Some("Port reopens after long strike")).as_deref(),
            Some("Port of Lima reopens after strike")
        );
        assert_eq!(
            title(&tree, None).as_deref(),
            Some("Port of Lima reopens after strike")
        );
        let tree = Tree::parse("<title>Toll at Stell</title><h1>Board lifts the Stell toll</h1>");
        let tree = tree.expect("small");
        assert_eq!(
            title(&tree, None).as_deref(),
            Some("Board lifts the Stell toll")
        );
    }
}
