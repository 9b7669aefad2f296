//! An account with the addresses of its pages.

use std::collections::BTreeMap;

use rapporteur_text::{CodePoints, Evidence, Item, ReportIx, Span, content_hash};

use crate::Account;
use crate::plain::{plain, shorten};

/// Characters of a sentence that a link's tooltip holds.
const TOOLTIP: usize = 280;

/// An account beside what its pages need to point into one another.
pub(super) struct View<'a> {
    pub(super) account: &'a Account<'a>,
    points: Vec<CodePoints<'a>>,
    footnotes: BTreeMap<Evidence, usize>,
}

impl<'a> View<'a> {
    pub(super) fn new(account: &'a Account<'a>) -> Self {
        let points = account
            .reports()
            .iter()
            .map(|it| CodePoints::new(it.report.text()));
        let mut footnotes = BTreeMap::new();
        for support in account
            .record()
            .items
            .iter()
            .flat_map(|item| &item.evidence)
        {
            let next = footnotes.len() + 1;
            footnotes.entry(support.at).or_insert(next);
        }
        Self {
            account,
            points: points.collect(),
            footnotes,
        }
    }

    /// `s/STORY.html`.
    pub(super) fn story_path(&self) -> String {
        story_path(self.account)
    }

    /// `r/REPORT.html`.
    pub(super) fn report_path(&self, ix: ReportIx) -> String {
        format!(
            "r/{}.html",
            slug(self.account.record().report(ix).id.as_str())
        )
    }

    /// A span of a report's page, from a page one folder down.
    pub(super) fn open(&self, at: Evidence) -> String {
        format!("../{}#{}", self.report_path(at.report), self.anchor(at))
    }

    /// The id of a span in its report's page: `t120-240`, in code points.
    pub(super) fn anchor(&self, at: Evidence) -> String {
        let [start, end] = self.points[at.report.index()].span(at.span);
        format!("t{start}-{end}")
    }

    /// The number of a piece of evidence among the story's footnotes.
    pub(super) fn footnote(&self, at: Evidence) -> Option<usize> {
        self.footnotes.get(&at).copied()
    }

    /// All pieces of evidence by their number.
    pub(super) fn footnotes(&self) -> Vec<(usize, Evidence)> {
        let mut notes: Vec<_> = self
            .footnotes
            .iter()
            .map(|(&at, &number)| (number, at))
            .collect();
        notes.sort_unstable();
        notes
    }

    /// The sentence around a piece of evidence, shortened.
    pub(super) fn sentence(&self, at: Evidence) -> String {
        let report = self.account.report(at.report);
        let around = report.marks.sentence_at(at.span.start()).unwrap_or(at.span);
        shorten(&plain(report.report.slice(around.cover(at.span))), TOOLTIP)
    }

    /// All that links lead to in one report, by place: evidence with the item
    /// it is for, and passages, which are for none.
    pub(super) fn targets(&self, ix: ReportIx) -> Vec<(Span, Option<&'a Item>)> {
        let record = self.account.record();
        let cited = record.items.iter().flat_map(|item| {
            let evidence = item.evidence.iter().map(|it| it.at);
            evidence.map(move |at| (at.report, at.span, Some(item)))
        });
        let passages = record
            .passages
            .iter()
            .flat_map(|it| [(it.a, it.a_span, None), (it.b, it.b_span, None)]);
        let mut targets: Vec<_> = cited
            .chain(passages)
            .filter(|(report, span, _)| *report == ix && !span.is_empty())
            .map(|(_, span, item)| (span, item))
            .collect();
        targets.sort_by_key(|&(span, item)| (span, item.is_none(), item.map(|it| &it.id)));
        targets
    }
}

/// `s/STORY.html`.
pub(super) fn story_path(account: &Account<'_>) -> String {
    format!("s/{}.html", slug(&account.record().id))
}

/// The id of an item in its story's page.
pub(super) fn item_id(item: &Item) -> String {
    format!("i-{}", slug(&item.id))
}

/// A name that is safe in a path and an address, on any system: the id itself
/// where it is short, lower-case and plain, else a hash of it.
fn slug(id: &str) -> String {
    let safe = |byte: u8| {
        byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'_'
    };
    let plain = !id.is_empty() && id.len() <= 64 && id.bytes().all(safe);
    if plain && !id.starts_with("x-") {
        id.to_owned()
    } else {
        format!("x-{}", content_hash(&[id]))
    }
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn names_of_pages_stay_inside_their_folder() {
        assert_eq!(slug("a1-b_2"), "a1-b_2");
        for id in [
            "../etc",
            "",
            "A",
            "x-1",
            "a b",
            "é",
            ".",
            "con.html",
            &"a".repeat(65),
        ] {
            assert!(slug(id).starts_with("x-"), "{id}");
            assert_eq!(slug(id).len(), 14);
        }
    }
}
