//! What `meta` elements and the canonical address say.

use rapporteur_text::Imprint;
use serde_json::Map;

use super::super::tree::Tree;
use super::tidied;
use crate::read::fields;
use crate::when;

/// `meta` names and the fields that they fill, best first.
const META: [(&str, &str); 48] = [
    ("og:url", "url"),
    ("og:site_name", "outlet"),
    ("application-name", "outlet"),
    ("dc.publisher", "outlet"),
    ("og:title", "title"),
    ("dc.title", "title"),
    ("dcterms.title", "title"),
    ("twitter:title", "title"),
    ("parsely-title", "title"),
    ("sailthru.title", "title"),
    ("citation_title", "title"),
    ("author", "byline"),
    ("byl", "byline"),
    ("article:author", "byline"),
    ("dc.creator", "byline"),
    ("dcterms.creator", "byline"),
    ("citation_author", "byline"),
    ("parsely-author", "byline"),
    ("sailthru.author", "byline"),
    ("article:author_name", "byline"),
    ("article:published_time", "published"),
    ("og:published_time", "published"),
    ("og:article:published_time", "published"),
    ("datepublished", "published"),
    ("parsely-pub-date", "published"),
    ("sailthru.date", "published"),
    ("pubdate", "published"),
    ("publishdate", "published"),
    ("publish-date", "published"),
    ("publication_date", "published"),
    ("ptime", "published"),
    ("dc.date.issued", "published"),
    ("dcterms.date", "published"),
    ("dc.date", "published"),
    ("dcterms.created", "published"),
    ("citation_publication_date", "published"),
    ("date", "published"),
    ("article:modified_time", "modified"),
    ("og:modified_time", "modified"),
    ("datemodified", "modified"),
    ("dcterms.modified", "modified"),
    ("og:updated_time", "modified"),
    ("last-modified", "modified"),
    ("article:section", "section"),
    ("parsely-section", "section"),
    ("section", "section"),
    ("og:locale", "language"),
    ("content-language", "language"),
];

/// What the elements of a page say.
pub(super) fn imprint(tree: &Tree<'_>) -> Imprint {
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
    for (rank, content) in found {
        let field = META[rank].1;
        let dated = !matches!(field, "published" | "modified") || when::field(content).is_some();
        let linked = field == "byline" && content.contains("://");
        if !content.trim().is_empty() && dated && !linked && !object.contains_key(field) {
            object.insert(field.into(), content.into());
        }
    }
    let canonical = canonical(tree);
    if let Some(url) = canonical {
        object.entry("url").or_insert_with(|| url.into());
    }
    Imprint {
        canonical: canonical.map(str::to_owned),
        ..tidied(fields::imprint(&object))
    }
}

fn canonical<'t>(tree: &'t Tree<'_>) -> Option<&'t str> {
    let links = tree.elements("link");
    let mut named = links.filter(|(_, node)| {
        let rel = node.attribute("rel");
        rel.is_some_and(|it| it.eq_ignore_ascii_case("canonical"))
    });
    let href = named.find_map(|(_, node)| node.attribute("href"));
    href.map(str::trim).filter(|it| it.contains("://"))
}
