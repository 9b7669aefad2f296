//! What a page declares about itself.
//!
//! In this order, the first that says something: the input's own fields;
//! JSON-LD of an article; `meta` elements (`OpenGraph`, Dublin Core and their
//! like); microdata; the page's elements `time`, `h1`, `title`, `html lang`.

use rapporteur_text::{Imprint, PublishedBasis, Title};
use serde_json::{Map, Value};

use super::features::{Declared, letters};
use super::tree::Tree;
use crate::read::fields;
use crate::when;

/// Most bytes of one JSON-LD script.
const SCRIPT_CAP: usize = 1 << 20;
/// Most JSON-LD scripts that are looked at.
const SCRIPTS: usize = 32;

/// `meta` names and the fields that they fill, best first.
const META: [(&str, &str); 28] = [
    ("og:url", "url"),
    ("og:site_name", "outlet"),
    ("application-name", "outlet"),
    ("og:title", "title"),
    ("dc.title", "title"),
    ("twitter:title", "title"),
    ("parsely-title", "title"),
    ("author", "byline"),
    ("byl", "byline"),
    ("article:author", "byline"),
    ("dc.creator", "byline"),
    ("parsely-author", "byline"),
    ("sailthru.author", "byline"),
    ("article:published_time", "published"),
    ("og:published_time", "published"),
    ("datepublished", "published"),
    ("parsely-pub-date", "published"),
    ("sailthru.date", "published"),
    ("pubdate", "published"),
    ("publishdate", "published"),
    ("publish-date", "published"),
    ("ptime", "published"),
    ("dc.date.issued", "published"),
    ("dc.date", "published"),
    ("dcterms.created", "published"),
    ("date", "published"),
    ("og:locale", "language"),
    ("content-language", "language"),
];

/// `declared`, completed from the page.
pub(super) fn completed(declared: Imprint, tree: &Tree<'_>) -> Imprint {
    [linked_data(tree), meta(tree), elements(tree)]
        .into_iter()
        .fold(declared, fill)
        .with_outlet_of_url()
}

/// Completes an imprint by its own fields.
trait OutletOfUrl {
    fn with_outlet_of_url(self) -> Self;
}

impl OutletOfUrl for Imprint {
    fn with_outlet_of_url(mut self) -> Self {
        if self.outlet.is_none() {
            self.outlet = self.url.as_deref().and_then(fields::outlet_of);
        }
        self
    }
}

/// What is known, and where it is silent, what more says.
fn fill(known: Imprint, more: Imprint) -> Imprint {
    Imprint {
        url: known.url.or(more.url),
        canonical: known.canonical.or(more.canonical),
        outlet: known.outlet.or(more.outlet),
        family: known.family.or(more.family),
        via: known.via.or(more.via),
        title: known.title.or(more.title),
        byline: known.byline.or(more.byline),
        published: known.published.or(more.published),
        modified: known.modified.or(more.modified),
        section: known.section.or(more.section),
        dateline: known.dateline.or(more.dateline),
        credits: known.credits,
        language: known.language.or(more.language),
    }
}

/// The first article that JSON-LD describes.
fn linked_data(tree: &Tree<'_>) -> Imprint {
    let values = linked_values(tree);
    let found = values.iter().find_map(article);
    found.map(fields::imprint).unwrap_or_default()
}

/// Everything that JSON-LD scripts hold.
fn linked_values(tree: &Tree<'_>) -> Vec<Value> {
    let scripts = tree.elements("script").filter(|(_, node)| {
        let kind = node.attribute("type").unwrap_or_default();
        kind.trim().eq_ignore_ascii_case("application/ld+json")
    });
    scripts
        .take(SCRIPTS)
        .filter_map(|(index, _)| lenient(&tree.text_of(index, SCRIPT_CAP)))
        .collect()
}

/// JSON as pages have it: in a comment, ended by a semicolon, with line
/// breaks inside strings.
fn lenient(script: &str) -> Option<Value> {
    let ends = [' ', '\n', '\r', '\t', ';', '/', '*'];
    let script = script.trim_matches(ends);
    let script = script.strip_prefix("<![CDATA[").unwrap_or(script);
    let script = script
        .strip_suffix("]]>")
        .unwrap_or(script)
        .trim_matches(ends);
    serde_json::from_str(script).ok().or_else(|| {
        let bare: String = script
            .chars()
            .map(|it| if it.is_control() { ' ' } else { it })
            .collect();
        serde_json::from_str(&bare).ok()
    })
}

/// The words with which the page declares its report.
pub(super) fn declared_words(tree: &Tree<'_>) -> Declared {
    let values = linked_values(tree);
    let found = values.iter().find_map(article);
    let field = |name: &str| {
        found
            .and_then(|it| it.get(name)?.as_str())
            .map(bare_letters)
    };
    let of_meta = |names: [&str; 2]| {
        let mut all = tree.elements("meta").filter(|(_, node)| {
            let name = node
                .attribute("property")
                .or_else(|| node.attribute("name"));
            name.is_some_and(|it| names.contains(&it))
        });
        let content = all.find_map(|(_, node)| node.attribute("content"));
        content.map(bare_letters)
    };
    Declared {
        body: field("articleBody")
            .filter(|it| 400 < it.len())
            .unwrap_or_default(),
        title: field("headline")
            .or_else(|| of_meta(["og:title", "twitter:title"]))
            .unwrap_or_default(),
        description: of_meta(["og:description", "description"])
            .or_else(|| field("description"))
            .filter(|it| 20 < it.len())
            .unwrap_or_default(),
    }
}

/// Letters and digits of a field, in which pages put references and tags.
fn bare_letters(field: &str) -> String {
    if !field.contains(['<', '&']) {
        return letters(field);
    }
    Tree::parse(field).map_or_else(String::new, |tree| letters(&tree.text_of(0, SCRIPT_CAP)))
}

/// The first object that is an article, in lists and graphs too.
fn article(value: &Value) -> Option<&Map<String, Value>> {
    match value {
        Value::Array(list) => list.iter().find_map(article),
        Value::Object(object) if is_article(object) => Some(object),
        Value::Object(object) => object.get("@graph").and_then(article),
        _ => None,
    }
}

fn is_article(object: &Map<String, Value>) -> bool {
    let named = |value: &Value| {
        value.as_str().is_some_and(|it| {
            it.ends_with("Article") || it.ends_with("BlogPosting") || it == "Report"
        })
    };
    match object.get("@type") {
        Some(Value::Array(list)) => list.iter().any(named),
        Some(value) => named(value),
        None => false,
    }
}

/// What `meta` elements and the canonical address say.
fn meta(tree: &Tree<'_>) -> Imprint {
    let mut found: Vec<(usize, &str)> = Vec::new();
    for (_, node) in tree.elements("meta") {
        let names = ["property", "name", "itemprop", "http-equiv"];
        let name = names.iter().find_map(|it| node.attribute(it));
        let (Some(name), Some(content)) = (name, node.attribute("content")) else {
            continue;
        };
        let name = name.trim().to_ascii_lowercase();
        if let Some(rank) = META.iter().position(|(it, _)| *it == name) {
            found.push((rank, content));
        }
    }
    // Stable: the first element of a name stays first.
    found.sort_by_key(|&(rank, _)| rank);
    let mut object = Map::new();
    if let Some(url) = canonical(tree) {
        object.insert("url".into(), url.into());
    }
    for (rank, content) in found {
        let usable = !content.trim().is_empty()
            && (META[rank].1 != "published" || when::field(content).is_some());
        if usable && !object.contains_key(META[rank].1) {
            object.insert(META[rank].1.into(), content.into());
        }
    }
    fields::imprint(&object)
}

fn canonical<'t>(tree: &'t Tree<'_>) -> Option<&'t str> {
    tree.elements("link")
        .find(|(_, node)| node.attribute("rel") == Some("canonical"))
        .and_then(|(_, node)| node.attribute("href"))
        .filter(|href| href.contains("://"))
}

/// What the page shows.
fn elements(tree: &Tree<'_>) -> Imprint {
    let first = |name: &str| {
        let mut found = tree.elements(name);
        let text = found.next().map(|(at, _)| tree.text_of(at, 1000));
        text.map(|it| it.split_whitespace().collect::<Vec<_>>().join(" "))
            .filter(|it| !it.is_empty())
    };
    let mut times = tree
        .elements("time")
        .filter_map(|(_, node)| when::field(node.attribute("datetime")?));
    let language = tree
        .elements("html")
        .find_map(|(_, node)| node.attribute("lang"));
    Imprint {
        title: first("h1")
            .or_else(|| first("title").map(|it| without_outlet(&it).to_owned()))
            .map(|text| Title { text, span: None }),
        published: times
            .next()
            .map(|it| it.published(PublishedBasis::Declared)),
        language: language.and_then(fields::language_tag),
        ..Imprint::default()
    }
}

/// A page title less the outlet's name after the last " | " or " - ".
fn without_outlet(title: &str) -> &str {
    for mark in [" | ", " – ", " — ", " - "] {
        if let Some((head, tail)) = title.rsplit_once(mark)
            && tail.len() < head.len()
            && tail.split(' ').count() <= 5
        {
            return head.trim();
        }
    }
    title
}
