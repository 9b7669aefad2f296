//! Live blogs: each post its own report, in the page's order.
//!
//! Input: a page's tree. Output: the posts, where the page says in JSON-LD or
//! microdata of schema.org's `LiveBlogPosting` that it is a live blog and at
//! least two posts hold words. Each post is of the page's outlet, under the
//! page's file and id with `#` and its number.

use rapporteur_text::{Imprint, OriginMap, Report, Title};
use serde_json::Value;

use super::blocks::{self, Block};
use super::meta::{self, Linked};
use super::tree::Tree;
use super::{script, set_report};
use crate::read::decode::Mapped;
use crate::read::{ReadOut, Source, schema};

/// Most posts of one page.
const POSTS: usize = 10_000;

/// The posts of a live blog; `None` where the page is none.
pub(super) fn posts(
    page: &Mapped<'_>,
    tree: &Tree<'_>,
    linked: &Linked,
    source: &Source,
) -> Option<ReadOut> {
    let out = of_data(tree, linked, source).or_else(|| of_elements(tree, source))?;
    let declared = meta::completed(Imprint::default(), tree, linked);
    let completed = |report: Report| {
        let origin = report.origin().through(page.origin());
        let own = report.declared().clone();
        let imprint = Imprint {
            url: own.url.or_else(|| declared.url.clone()),
            outlet: declared.outlet.clone().or(own.outlet),
            language: own.language.or_else(|| declared.language.clone()),
            published: own.published.or(declared.published),
            section: own.section.or_else(|| declared.section.clone()),
            canonical: own.canonical.or_else(|| declared.canonical.clone()),
            ..own
        };
        report.with_declared(imprint).with_origin(origin)
    };
    Some(ReadOut {
        reports: out.reports.into_iter().map(completed).collect(),
        skipped: out.skipped,
    })
}

/// Posts of a `LiveBlogPosting` in JSON-LD.
fn of_data(tree: &Tree<'_>, linked: &Linked, source: &Source) -> Option<ReadOut> {
    let is_live = |object: &serde_json::Map<String, Value>| {
        let posts = object.get("liveBlogUpdate").and_then(Value::as_array);
        posts.is_some_and(|it| 2 <= it.len())
    };
    let (place, blog) = linked.report(is_live)?;
    let out = schema::read(blog, source, &script::strings(tree, place))?;
    (2 <= out.reports.len()).then_some(out)
}

/// Posts that microdata mark.
fn of_elements(tree: &Tree<'_>, source: &Source) -> Option<ReadOut> {
    let nodes = tree.nodes.iter().enumerate();
    let marked = nodes.filter(|(_, node)| {
        let property = node.attribute("itemprop").unwrap_or_default();
        property.eq_ignore_ascii_case("liveblogupdate")
    });
    let ranges: Vec<(usize, usize)> = marked.map(|(at, node)| (at, node.end)).collect();
    if ranges.len() < 2 {
        return None;
    }
    let blocks = blocks::blocks(tree);
    let mut out = ReadOut::default();
    for (index, &(from, to)) in ranges.iter().enumerate().take(POSTS) {
        let part = source.part(&(index + 1).to_string());
        let own: Vec<&Block> = blocks
            .iter()
            .filter(|it| (from..to).contains(&it.node))
            .collect();
        if own.is_empty() {
            continue;
        }
        let heading = own.iter().find(|it| it.cut.is_some() && it.kind.is_some());
        let declared = Imprint {
            title: heading.map(|it| Title {
                text: it.text.clone(),
                span: None,
            }),
            published: meta::published_in(tree, from..to),
            ..Imprint::default()
        };
        let unmapped = Mapped::new(tree.page, OriginMap::copied(tree.page.len(), 0));
        let report = set_report(&unmapped, &own, part.file.clone(), None, declared);
        out.add(report, &part, None);
    }
    (2 <= out.reports.len()).then_some(out)
}
