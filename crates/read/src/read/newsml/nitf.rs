//! NITF: a whole file, or the body of another format's item.

use rapporteur_text::{Imprint, Report, Span};

use crate::read::decode::Mapped;
use crate::read::entry::{Body, Entry, byline, joined, line_of, part, time, title};
use crate::read::xml::Element;
use crate::read::{agency, fields};

/// Characters of a paragraph in which its dateline is looked for.
const OPENING: usize = 100;

/// What an element of NITF is in a page; nothing for what is no part of the
/// report, an empty name for what marks words alone.
const NAMES: [(&str, Option<&str>); 24] = [
    ("bq", Some("blockquote")),
    ("block", Some("div")),
    ("hl2", Some("h2")),
    ("hl1", Some("h2")),
    ("hedline", Some("")),
    ("media", Some("figure")),
    ("media-caption", Some("figcaption")),
    ("media-producer", Some("figcaption")),
    ("media-metadata", None),
    ("media-object", None),
    ("media-reference", Some("")),
    ("nitf-table", Some("")),
    ("nitf-table-metadata", None),
    ("custom-table", None),
    ("note", None),
    ("fn", Some("div")),
    ("ul", Some("ul")),
    ("br", Some("br")),
    ("hr", Some("hr")),
    ("pre", Some("pre")),
    ("body.content", Some("div")),
    ("body.end", Some("div")),
    ("tagline", Some("p")),
    ("bibliography", None),
];

/// Names that NITF has from HTML.
const KEPT: [&str; 17] = [
    "p", "table", "tr", "td", "th", "tbody", "thead", "tfoot", "caption", "ol", "li", "dl", "dt",
    "dd", "em", "sub", "sup",
];

/// A file's report.
pub(super) fn report(nitf: Element<'_>, file: String) -> Result<Report, String> {
    let mut entry = entry(nitf);
    entry.declared.outlet = entry.declared.outlet.or_else(|| {
        let url = entry.declared.url.as_deref();
        url.and_then(fields::outlet_of)
    });
    entry.report(file)
}

/// All that a `nitf` element says and holds.
pub(super) fn entry(nitf: Element<'_>) -> Entry<'static> {
    let data = nitf.at(&["head", "docdata"]);
    let attribute = |element: &'static str, name: &str| data?.child(element)?.attribute(name);
    let published = nitf.at(&["head", "pubdata"]);
    let head = nitf.at(&["body", "body.head"]);
    let headline = head.and_then(|it| it.at(&["hedline", "hl1"])?.line());
    let on_page = nitf.at(&["head", "title"]).and_then(Element::line);
    let issued = attribute("date.issue", "norm");
    let released = attribute("date.release", "norm");
    let stated = head.and_then(|it| it.at(&["dateline", "story.date"])?.attribute("norm"));
    let dates = [issued, released, stated];
    let mut declared = Imprint {
        url: published.and_then(|it| it.attribute("ex-ref")),
        title: title(headline.or(on_page)),
        byline: head.and_then(author),
        published: dates.iter().flatten().find_map(|it| time(it)),
        section: published.and_then(|it| it.attribute("position.section")),
        language: nitf
            .attribute("xml:lang")
            .and_then(|it| fields::language_tag(&it)),
        ..Imprint::default()
    };
    let printed_by = published.and_then(|it| it.attribute("name"));
    let distributor = head.and_then(|it| it.child("distributor")?.line());
    let credit = head.and_then(|it| it.at(&["rights", "rights.owner"])?.line());
    agency::attribute(
        &mut declared,
        printed_by,
        distributor.into_iter().chain(credit),
    );
    Entry {
        id: attribute("doc-id", "id-string"),
        declared,
        body: body(nitf, head),
    }
}

/// The names in `byline`s: those marked as people, else all the words.
fn author(head: Element<'_>) -> Option<String> {
    let lines = head.all("byline").filter_map(|it| {
        let people: Vec<_> = it.all("person").filter_map(Element::line).collect();
        let named = (!people.is_empty()).then(|| people.join(", "));
        named.or_else(|| it.line())
    });
    byline(lines)
}

/// The content with its sign-off, and the dateline run in before the first
/// paragraph where the text does not print it.
fn body(nitf: Element<'_>, head: Option<Element<'_>>) -> Option<Body<'static>> {
    let body = nitf.child("body").unwrap_or(nitf);
    let content = body.child("body.content").unwrap_or(body).renamed(rename);
    let end = body.child("body.end").map(|it| it.renamed(rename));
    let whole = match &end {
        Some(end) => joined(&[&content, end]),
        None => content,
    };
    let dateline = head.and_then(|it| it.child("dateline"));
    let whole = match dateline {
        Some(dateline) => with_dateline(dateline, whole),
        None => whole,
    };
    Body::of_html(whole)
}

/// What an element of NITF is in a page.
fn rename(name: &str) -> Option<&str> {
    let lower = |it: &&(&str, Option<&str>)| it.0.eq_ignore_ascii_case(name);
    match NAMES.iter().find(lower) {
        Some((_, page)) => *page,
        None => Some(KEPT.iter().find(|it| **it == name).copied().unwrap_or("")),
    }
}

/// `body` with the words of `dateline` before its first paragraph's, unless
/// that prints one.
pub(super) fn with_dateline(dateline: Element<'_>, body: Mapped<'static>) -> Mapped<'static> {
    let words = dateline.renamed(|_| Some(""));
    let inner = Span::new(0, words.text().len()).trim(words.text());
    let place = dateline.child("location").and_then(Element::line);
    let place = place.unwrap_or_else(|| words.text()[inner.range()].to_owned());
    let place = place.split(',').next().unwrap_or_default().trim();
    let Some(at) = first_paragraph(body.text()).filter(|_| !place.is_empty()) else {
        return body;
    };
    let opening: String = body.text()[at..].chars().take(OPENING).collect();
    if is_printed(place, &line_of(&opening)) {
        return body;
    }
    let head = part(&body, Span::new(0, at));
    let rest = part(&body, Span::new(at, body.text().len()));
    joined(&[&head, &part(&words, inner), &Mapped::unmapped(" — "), &rest])
}

/// Whether a paragraph opens with the place of a dateline, or has it in
/// capitals near its start.
fn is_printed(place: &str, opening: &str) -> bool {
    let start: String = opening.chars().take(place.chars().count()).collect();
    start.to_lowercase() == place.to_lowercase() || opening.contains(&place.to_uppercase())
}

/// One past the first start tag of a paragraph.
fn first_paragraph(body: &str) -> Option<usize> {
    let mut starts = body.match_indices("<p").map(|(at, _)| at + 2);
    let start = starts.find(|&at| body[at..].starts_with(['>', ' ', '\n', '\t']))?;
    body[start..].find('>').map(|it| start + it + 1)
}
