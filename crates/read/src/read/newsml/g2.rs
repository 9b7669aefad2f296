//! NewsML-G2: one `newsItem`.

use rapporteur_text::{Imprint, Report};

use super::nitf;
use crate::read::decode::Mapped;
use crate::read::entry::{Body, Entry, byline, line_of, time, title};
use crate::read::xml::Element;
use crate::read::{agency, fields};

/// The item's report, or why it has none.
pub(super) fn report(item: Element<'_>, file: String) -> Result<Report, String> {
    if let Some(reason) = held_back(item) {
        return Err(reason);
    }
    let content = item.child("contentSet");
    let body = content.and_then(body);
    if body.is_none()
        && let Some(reason) = without_text(item, content)
    {
        return Err(reason);
    }
    let inner = content
        .and_then(|it| it.below("nitf").next())
        .map(nitf::entry);
    let declared = imprint(item, inner.map(|it| it.declared).unwrap_or_default());
    let id = item.attribute("guid");
    let body = body.map(|it| dated(item, it));
    Entry { id, declared, body }.report(file)
}

/// Why the item may not be printed.
fn held_back(item: Element<'_>) -> Option<String> {
    let meta = item.child("itemMeta")?;
    let status = meta.child("pubStatus").and_then(code);
    let made = meta.child("versionCreated").and_then(Element::line);
    let embargo = meta.child("embargoed");
    let embargo = embargo.map(|it| it.line().unwrap_or_default());
    agency::held_back(status.as_deref(), embargo.as_deref(), made.as_deref())
}

/// The last part of a code, or the literal, that an element carries.
fn code(element: Element<'_>) -> Option<String> {
    let names = ["literal", "qcode", "uri", "code"];
    let code = names.iter().find_map(|it| element.attribute(it))?;
    let last = code.rsplit([':', '/']).next().unwrap_or(&code);
    Some(last.to_owned())
}

/// Why there is no text, where the item says.
fn without_text(item: Element<'_>, content: Option<Element<'_>>) -> Option<String> {
    let class = item.at(&["itemMeta", "itemClass"]).and_then(code);
    if let Some(class) = class.filter(|it| it != "text") {
        return Some(format!("a {class} of an agency, which holds no text"));
    }
    let elsewhere = content?.child("remoteContent")?.attribute("href");
    let place = elsewhere.map(|it| format!(" ({it})")).unwrap_or_default();
    Some(format!("its text stands in another file{place}"))
}

/// The first text of the content: inline XML before inline data.
fn body(content: Element<'_>) -> Option<Body<'static>> {
    let inline = content.all("inlineXML").find_map(inline_xml);
    inline.or_else(|| content.all("inlineData").find_map(inline_data))
}

fn inline_xml(inline: Element<'_>) -> Option<Body<'static>> {
    if let Some(nitf) = inline.below("nitf").next() {
        return nitf::entry(nitf).body;
    }
    let page = inline.below("body").next().unwrap_or(inline);
    Body::of_html(page.markup())
}

/// Inline data is text or escaped markup, as its type says; what is encoded
/// is no text.
fn inline_data(inline: Element<'_>) -> Option<Body<'static>> {
    if inline.attribute("encoding").is_some() {
        return None;
    }
    let kind = inline.attribute("contenttype").unwrap_or_default();
    let words = inline.words();
    let page = kind.contains("html") || words.text().contains("</p>");
    if page {
        Body::of_html(words)
    } else {
        Body::of_text(&words)
    }
}

/// The body with the dateline of the item's own fields, where a piece of a
/// page does not print it.
fn dated(item: Element<'_>, body: Body<'static>) -> Body<'static> {
    match (body, item.at(&["contentMeta", "dateline"])) {
        (Body::Piece(piece), Some(dateline)) => Body::Piece(nitf::with_dateline(dateline, piece)),
        (body, _) => body,
    }
}

/// What the item declares, before what the NITF within it does.
fn imprint(item: Element<'_>, inner: Imprint) -> Imprint {
    let meta = |name| item.at(&["itemMeta", name]);
    let content = |name| item.at(&["contentMeta", name]);
    let date = |it: Option<Element<'_>>| time(&it?.line()?);
    let made = date(meta("versionCreated"));
    let first = date(meta("firstCreated")).or_else(|| date(content("contentCreated")));
    let changed = date(content("contentModified")).or(made);
    let published = first.or(made).or(inner.published);
    let mut declared = Imprint {
        url: content("link")
            .and_then(|it| it.attribute("href"))
            .or(inner.url),
        title: title(headline(item)).or(inner.title),
        byline: author(item).or(inner.byline),
        published,
        modified: changed.filter(|it| Some(*it) != published),
        section: section(item).or(inner.section),
        language: language(item).or(inner.language),
        outlet: inner.outlet,
        credits: inner.credits,
        ..Imprint::default()
    };
    let provider = meta("provider").and_then(name);
    let sources = ["infoSource", "creditline"];
    let sources = sources.iter().flat_map(|it| all(item, it)).filter_map(name);
    agency::attribute(&mut declared, provider, sources);
    declared
}

/// Elements of the content's metadata of that name.
fn all<'t>(item: Element<'t>, name: &'static str) -> impl Iterator<Item = Element<'t>> {
    let meta = item.child("contentMeta");
    meta.into_iter().flat_map(move |it| it.all(name))
}

/// The main headline: one without a role, or of the role `main`, or any.
fn headline(item: Element<'_>) -> Option<String> {
    let role = |it: &Element<'_>| {
        let role = it.attribute("role").unwrap_or_default();
        role.is_empty() || role.ends_with("main") || role.ends_with("headline")
    };
    let main = all(item, "headline").filter(role).find_map(Element::line);
    let any = || all(item, "headline").find_map(Element::line);
    let meta = || item.at(&["itemMeta", "title"]).and_then(Element::line);
    main.or_else(any).or_else(meta).map(|it| line_of(&it))
}

/// The printed byline, else the people who made the text.
fn author(item: Element<'_>) -> Option<String> {
    let printed = byline(all(item, "by").filter_map(Element::line));
    printed.or_else(|| byline(all(item, "creator").filter_map(name)))
}

/// A name, a literal or a code that an element tells whom it means by.
fn name(element: Element<'_>) -> Option<String> {
    let literal = || element.attribute("literal");
    let own = || element.line().filter(|_| !element.has_children());
    element
        .child("name")
        .and_then(Element::line)
        .or_else(own)
        .or_else(literal)
        .or_else(|| element.attribute("qcode"))
        .or_else(|| element.attribute("uri"))
}

/// The first subject that has a name.
fn section(item: Element<'_>) -> Option<String> {
    all(item, "subject").find_map(|it| it.child("name")?.line())
}

fn language(item: Element<'_>) -> Option<String> {
    let tagged = item.at(&["contentMeta", "language"]);
    let tag = tagged.and_then(|it| it.attribute("tag"));
    let tag = tag.or_else(|| item.attribute("xml:lang"))?;
    fields::language_tag(&tag)
}

/// A piece of a page that an item of another format holds.
pub(super) fn piece(inline: Element<'_>) -> Option<Body<'static>> {
    inline_xml(inline).or_else(|| {
        let words: Mapped<'static> = inline.words();
        Body::of_html(words)
    })
}
