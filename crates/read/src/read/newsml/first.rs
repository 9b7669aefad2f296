//! NewsML 1: one `NewsItem` with the first of its components that holds text.

use rapporteur_text::{Imprint, Report};

use super::{g2, nitf};
use crate::read::entry::{Body, Entry, byline, time, title};
use crate::read::xml::Element;
use crate::read::{agency, fields};

/// The item's report, or why it has none.
pub(super) fn report(item: Element<'_>, file: String) -> Result<Report, String> {
    let formal = |name| item.at(&["NewsManagement", name]);
    let status = formal("Status").and_then(|it| it.attribute("FormalName"));
    if let Some(reason) = agency::held_back(status.as_deref(), None, None) {
        return Err(reason);
    }
    let mut contents = item.below("DataContent");
    let found = contents.find_map(|it| Some((it, words(it)?)));
    let Some((content, body)) = found else {
        return Err("an agency's item that holds no text".into());
    };
    let inner = content.below("nitf").next().map(nitf::entry);
    let declared = imprint(item, inner.map(|it| it.declared).unwrap_or_default());
    let id = item
        .below("PublicIdentifier")
        .next()
        .and_then(Element::line);
    let body = Some(body);
    Entry { id, declared, body }.report(file)
}

/// The words of a content, unless it is a picture's or encoded.
fn words(content: Element<'_>) -> Option<Body<'static>> {
    if content.has_children() {
        return g2::piece(content);
    }
    let words = content.words();
    if words.text().split_whitespace().count() < 2 {
        return None;
    }
    Body::of_html(words)
}

fn imprint(item: Element<'_>, inner: Imprint) -> Imprint {
    let line = |name| item.below(name).next().and_then(Element::line);
    let formal = |name| item.below(name).next()?.attribute("FormalName");
    let date = |name| time(&line(name)?);
    let first = date("FirstCreated").or(inner.published);
    let revised = date("ThisRevisionCreated");
    let mut declared = Imprint {
        title: title(line("HeadLine")).or(inner.title),
        byline: byline(line("ByLine").into_iter()).or(inner.byline),
        published: first.or(revised),
        modified: revised.filter(|it| first.is_some() && Some(*it) != first),
        language: formal("Language")
            .and_then(|it| fields::language_tag(&it))
            .or(inner.language),
        url: inner.url,
        outlet: inner.outlet,
        section: inner.section,
        credits: inner.credits,
        ..Imprint::default()
    };
    let party = |name| {
        let party = item.below(name).next()?.below("Party").next()?;
        party.attribute("FormalName")
    };
    let provider = party("Provider").or_else(|| line("ProviderId"));
    let sources = line("CreditLine").into_iter().chain(party("Source"));
    agency::attribute(&mut declared, provider, sources);
    declared
}
