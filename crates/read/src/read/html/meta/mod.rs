//! What a page declares and shows of its report's publication.
//!
//! Each fact is taken from the first place that has it, in this order:
//!
//! 1. the input's own fields, where the page came in one;
//! 2. JSON-LD of a `NewsArticle` or the like ([`linked`]);
//! 3. `meta` elements: `OpenGraph`, Dublin Core, Parsely, Sailthru ([`tags`]);
//! 4. microdata (`itemprop`) and `<time datetime>` ([`shown`]);
//! 5. visible text: the headline, a byline, a date ([`shown`]);
//! 6. `<title>`, `<html lang>`, and the address, for the outlet.
//!
//! One exception: of two wordings of the headline, the one that the page shows
//! in an `h1` is taken, since that is what its readers saw.

mod linked;
mod shown;
mod tags;

use rapporteur_text::{Imprint, Title};

use super::features::letters;
use super::tree::Tree;
use crate::read::fields;

pub(super) use linked::{Linked, declared_words};
pub(super) use shown::published_in;

/// `declared`, completed from the page.
pub(super) fn completed(declared: Imprint, tree: &Tree<'_>, linked: &Linked) -> Imprint {
    let linked = linked.imprint();
    let tags = tags::imprint(tree);
    let mut page = fill(linked, tags);
    page.byline = page
        .byline
        .filter(|it| shown::is_author(it, page.outlet.as_deref()));
    let title = shown::title(tree, page.title.as_ref().map(|it| it.text.as_str()));
    page.title = title.map(|text| Title { text, span: None });
    let mut imprint = fill(declared, page);
    imprint.byline = imprint
        .byline
        .or_else(|| shown::author(tree, imprint.outlet.as_deref()));
    imprint = fill(imprint, shown::imprint(tree));
    let by_url = imprint.url.as_deref().and_then(fields::outlet_of);
    imprint.outlet = imprint.outlet.or(by_url);
    let outlet = imprint.outlet.clone();
    if let Some(title) = &mut imprint.title {
        let bare = shown::without_outlet(&title.text, outlet.as_deref(), imprint.url.as_deref());
        title.text = bare.to_owned();
    }
    imprint
}

/// What is known, and where it is silent, what more says.
fn fill(known: Imprint, more: Imprint) -> Imprint {
    Imprint {
        url: known.url.or(more.url),
        canonical: known.canonical.or(more.canonical),
        outlet: known.outlet.or(more.outlet),
        family: known.family.or(more.family),
        via: known.via.or(more.via),
        earlier: known.earlier,
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

/// A field as a reader would see it: references resolved, tags dropped, white
/// space collapsed.
fn plain(field: &str) -> String {
    let collapse = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    if !field.contains(['<', '&']) {
        return collapse(field);
    }
    let once = Tree::parse(field).map(|tree| tree.text_of(0, field.len()));
    let once = once.unwrap_or_default();
    // Some fields are escaped twice.
    if !["&quot;", "&amp;", "&#"].iter().any(|it| once.contains(it)) {
        return collapse(&once);
    }
    let twice = Tree::parse(&once).map(|tree| tree.text_of(0, once.len()));
    collapse(&twice.unwrap_or_default())
}

/// The imprint with its words as a reader would see them.
fn tidied(mut imprint: Imprint) -> Imprint {
    for field in [
        &mut imprint.outlet,
        &mut imprint.byline,
        &mut imprint.section,
    ] {
        *field = field
            .take()
            .map(|it| plain(&it))
            .filter(|it| !it.is_empty());
    }
    if let Some(title) = &mut imprint.title {
        title.text = plain(&title.text);
    }
    imprint.title = imprint.title.filter(|it| !it.text.is_empty());
    imprint
}

/// Whether two texts have the same letters, or one holds the other and is not
/// much longer.
fn alike(one: &str, other: &str) -> bool {
    let (one, other) = (letters(one), letters(other));
    let (short, long) = if one.len() < other.len() {
        (one, other)
    } else {
        (other, one)
    };
    8 <= short.len() && long.contains(&short) && long.len() <= short.len() * 3
}
