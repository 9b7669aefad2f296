//! Agencies' XML: NewsML-G2, NewsML 1 and NITF.
//!
//! Input: a `newsItem`, a `newsMessage` or `itemSet` of many, a NewsML 1
//! file, or a bare NITF file. Output: one report for each text, in file
//! order; what may not be printed (embargoed, withheld, cancelled) and what
//! is no text is skipped with its reason. What always holds: words lead back
//! to the bytes of the file. Follows IPTC NewsML-G2 2.x, NewsML 1.2 and NITF 3.

mod first;
mod g2;
mod nitf;

use rapporteur_text::Report;

use super::xml::{self, Element, Names, Tree};
use super::{Options, ReadOut, Source};

/// First elements of the files that are read here, lower case.
const FIRST: [&str; 8] = [
    "newsitem",
    "newsmessage",
    "itemset",
    "packageitem",
    "conceptitem",
    "knowledgeitem",
    "newsml",
    "nitf",
];

/// Whether a file that opens so is an agency's.
pub(super) fn opens(opening: &[u8]) -> bool {
    let first = xml::first_element(opening).map(|it| it.to_ascii_lowercase());
    first.is_some_and(|it| FIRST.contains(&it.as_str()))
}

/// Reads every item.
pub(super) fn read(bytes: &[u8], source: &Source, _: &Options) -> ReadOut {
    let tree = xml::characters(bytes, source.media_type.as_deref())
        .and_then(|page| Tree::parse(page, Names::Local));
    match tree {
        Ok(tree) => items(&tree, source),
        Err(reason) => ReadOut::one(Err(reason), source),
    }
}

fn items(tree: &Tree<'_>, source: &Source) -> ReadOut {
    let root = tree.root();
    if let Some(nitf) = root.child("nitf") {
        return ReadOut::one(nitf::report(nitf, source.file.clone()), source);
    }
    let g2: Vec<_> = root.below("newsItem").filter(|it| is_g2(*it)).collect();
    if !g2.is_empty() {
        return each(&g2, source, g2::report);
    }
    let items: Vec<_> = root.below("NewsItem").collect();
    if !items.is_empty() {
        return each(&items, source, first::report);
    }
    let reason = if root.below("packageItem").next().is_some() {
        "a list of an agency's items, without a text of its own"
    } else {
        "an agency's file that holds no news item"
    };
    ReadOut::one(Err(reason.into()), source)
}

/// Whether an item is one of NewsML-G2, not of NewsML 1, which spells it alike.
fn is_g2(item: Element<'_>) -> bool {
    item.child("itemMeta").is_some()
        || item.child("contentMeta").is_some()
        || item.child("contentSet").is_some()
}

/// The reports of all items; one alone goes under the file's own name.
fn each(
    items: &[Element<'_>],
    source: &Source,
    report: fn(Element<'_>, String) -> Result<Report, String>,
) -> ReadOut {
    if let [item] = items {
        return ReadOut::one(report(*item, source.file.clone()), source);
    }
    let mut out = ReadOut::default();
    for (index, item) in items.iter().enumerate() {
        let part = source.part(&(index + 1).to_string());
        out.add(report(*item, part.file.clone()), &part, None);
    }
    out
}

#[cfg(test)]
mod tests;
