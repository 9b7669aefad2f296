//! schema.org in JSON-LD: `NewsArticle` and its kin, and live blogs.
//!
//! Input: an object with a `@type` or a `@graph`. Output: its reports; a live
//! blog gives each post as a report of its own, in the order of the file,
//! under the blog's id and `#` with the post's number. What always holds:
//! objects that are no reports (`Organization`, `WebPage`) are passed over
//! where others are.

use rapporteur_text::{Imprint, Report};
use serde_json::{Map, Value};

use super::entry::{Body, Entry};
use super::strings::Strings;
use super::{ReadOut, Source, fields, html};

type Object = Map<String, Value>;

/// Most posts of one live blog.
const POSTS: usize = 10_000;
/// How deep reports are looked for in what holds them.
const DEPTH: usize = 4;

/// Reads an object of schema.org; none where it is not one.
pub(super) fn read(object: &Object, source: &Source, strings: &Strings<'_>) -> Option<ReadOut> {
    let mut found = Vec::new();
    find(object, DEPTH, &mut found);
    if found.is_empty() {
        return without_report(object, source);
    }
    let mut out = ReadOut::default();
    let alone = found.len() == 1;
    for (index, report) in found.iter().enumerate() {
        let part = if alone {
            source.clone()
        } else {
            source.part(&(index + 1).to_string())
        };
        out.extend(of_object(report, &part, strings));
    }
    Some(out)
}

/// Why a graph or an object of another type holds nothing to read; none for
/// what has words all the same.
fn without_report(object: &Object, source: &Source) -> Option<ReadOut> {
    let typed = object.contains_key("@type") || object.contains_key("@graph");
    let reason = "describes no report: no NewsArticle or its like";
    let bare = typed && fields::usual(object).body().is_none();
    bare.then(|| ReadOut::one(Err(reason.into()), source))
}

/// The reports in an object: itself, those of its graph, or what it is about.
fn find<'a>(object: &'a Object, depth: usize, found: &mut Vec<&'a Object>) {
    if is_report(object) {
        found.push(object);
        return;
    }
    let typed = object.contains_key("@type") || object.contains_key("@graph");
    if depth == 0 || !typed {
        return;
    }
    for name in ["@graph", "mainEntity", "itemListElement", "item"] {
        match object.get(name) {
            Some(Value::Object(inner)) => find(inner, depth - 1, found),
            Some(Value::Array(list)) => {
                for inner in list.iter().filter_map(Value::as_object) {
                    find(inner, depth - 1, found);
                }
            }
            _ => {}
        }
    }
}

/// Whether a type is that of a report.
fn is_report(object: &Object) -> bool {
    let named = |value: &Value| {
        let name = value.as_str().unwrap_or_default();
        let name = name.rsplit(['/', ':', '#']).next().unwrap_or(name);
        name.ends_with("Article") || name.ends_with("BlogPosting") || name == "Report"
    };
    match object.get("@type") {
        Some(Value::Array(list)) => list.iter().any(named),
        Some(value) => named(value),
        None => false,
    }
}

/// The reports of one object: its own words, then the posts of a live blog.
fn of_object(object: &Object, source: &Source, strings: &Strings<'_>) -> ReadOut {
    let mut out = ReadOut::default();
    let declared = imprint(object);
    let id = fields::usual(object).id().or_else(|| declared.url.clone());
    let posts = posts(object);
    if posts.is_empty() || fields::usual(object).body().is_some() {
        let own = report(
            object,
            fields::usual(object).id(),
            declared.clone(),
            source,
            strings,
        );
        out.add(own, source, None);
    }
    for (index, post) in posts.iter().enumerate().take(POSTS) {
        let number = index + 1;
        let part = source.part(&number.to_string());
        let id = id.as_ref().map(|it| format!("{it}#{number}"));
        let declared = completed(imprint(post), &declared);
        out.add(report(post, id, declared, &part, strings), &part, None);
    }
    if POSTS < posts.len() {
        out.skip(format!("all after post {POSTS}"), source, None);
    }
    out
}

/// The posts of a live blog.
fn posts(object: &Object) -> Vec<&Object> {
    match object.get("liveBlogUpdate") {
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_object).collect(),
        Some(Value::Object(one)) => vec![one],
        _ => Vec::new(),
    }
}

fn report(
    object: &Object,
    id: Option<String>,
    declared: Imprint,
    source: &Source,
    strings: &Strings<'_>,
) -> Result<Report, String> {
    let body = match fields::usual(object).body() {
        Some((_, fields::Body::Text(text))) => Some(Body::Plain(strings.mapped(text))),
        Some((_, fields::Body::Html(page))) if page.contains("<body") => {
            let page = strings.mapped(page);
            return html::report(&page, source.file.clone(), id, declared);
        }
        Some((_, fields::Body::Html(page))) => Some(Body::Piece(strings.mapped(page))),
        None => None,
    };
    if body.is_none() && declared.title.is_none() {
        return Err("a report described without its text: no articleBody".into());
    }
    Entry { id, declared, body }.report(source.file.clone())
}

/// What the object declares, with the outlet that it is based on.
fn imprint(object: &Object) -> Imprint {
    let declared = fields::imprint(object);
    let based_on = object
        .get("isBasedOn")
        .or_else(|| object.get("isBasedOnUrl"));
    let via = based_on.and_then(outlet_of);
    Imprint {
        via: via.filter(|it| declared.outlet.as_ref() != Some(it)),
        ..declared
    }
}

/// The outlet of a work: its publisher, else whose address it has.
fn outlet_of(work: &Value) -> Option<String> {
    if let Value::Array(list) = work {
        return list
            .iter()
            .take(8)
            .filter(|it| !it.is_array())
            .find_map(outlet_of);
    }
    let publisher = work.get("publisher").or_else(|| work.get("provider"));
    let named = publisher.and_then(|it| fields::name_of(it, &["name"]));
    named.or_else(|| fields::outlet_of(&fields::name_of(work, &["url", "@id"])?))
}

/// A post's fields, and where it is silent, its blog's.
fn completed(post: Imprint, blog: &Imprint) -> Imprint {
    Imprint {
        url: post.url.or_else(|| blog.url.clone()),
        canonical: post.canonical.or_else(|| blog.canonical.clone()),
        outlet: blog.outlet.clone().or(post.outlet),
        title: post.title.or_else(|| blog.title.clone()),
        byline: post.byline.or_else(|| blog.byline.clone()),
        published: post.published.or(blog.published),
        section: post.section.or_else(|| blog.section.clone()),
        language: post.language.or_else(|| blog.language.clone()),
        ..post
    }
}
