//! An account with the addresses of its pages.

use std::collections::BTreeMap;

use maud::{Markup, html};
use rapporteur_text::{CodePoints, Evidence, Item, ReportIx, Span, page_name};

use super::page::Served;
use crate::Account;
use crate::plain::{plain, shorten};

/// Characters of a sentence that a link's tooltip holds.
const TOOLTIP: usize = 280;

/// An account beside what its pages need to point into one another.
pub(super) struct View<'a> {
    pub(super) account: &'a Account<'a>,
    /// The way up to the first page.
    pub(super) up: &'static str,
    /// The page is of one item, and shows all of it.
    pub(super) alone: bool,
    /// What a server adds.
    pub(super) served: Option<&'a Served>,
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
            up: "../",
            alone: false,
            served: None,
            points: points.collect(),
            footnotes,
        }
    }

    /// The same for a page that a server gives.
    pub(super) fn served(account: &'a Account<'a>, served: &'a Served) -> Self {
        Self {
            up: served.up,
            served: Some(served),
            ..Self::new(account)
        }
    }

    /// The same for a page one folder further down.
    pub(super) fn below(account: &'a Account<'a>) -> Self {
        Self {
            up: "../../",
            ..Self::new(account)
        }
    }

    /// The address of a page of the story's own: `s/STORY/lineage.html`.
    pub(super) fn part_path(&self, part: &str) -> String {
        let story = page_name(&self.account.record().id);
        format!("{}s/{story}/{part}.html", self.up)
    }

    /// The address of an item's own page, where a server gives it.
    pub(super) fn item_page(&self, item: &Item) -> Option<String> {
        self.served.filter(|_| !self.alone).map(|_| {
            let story = page_name(&self.account.record().id);
            format!("{}s/{story}/f/{}", self.up, page_name(&item.id))
        })
    }

    /// `s/STORY.html`.
    pub(super) fn story_path(&self) -> String {
        story_path(self.account)
    }

    /// `r/REPORT.html`.
    pub(super) fn report_path(&self, ix: ReportIx) -> String {
        format!(
            "r/{}.html",
            page_name(self.account.record().report(ix).id.as_str())
        )
    }

    /// A span of a report's page, from a page one folder down.
    pub(super) fn open(&self, at: Evidence) -> String {
        format!(
            "{}{}#{}",
            self.up,
            self.report_path(at.report),
            self.anchor(at)
        )
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
    format!("s/{}.html", page_name(&account.record().id))
}

/// The id of an item in its story's page.
pub(super) fn item_id(item: &Item) -> String {
    format!("i-{}", page_name(&item.id))
}

/// The ways to the pages beside one of several of a name: `matrix.html`,
/// `matrix-2.html` and so on.
pub(super) fn turning(name: &str, number: usize, last: usize) -> Markup {
    let file = |number: usize| match number {
        1 => format!("{name}.html"),
        _ => format!("{name}-{number}.html"),
    };
    html! {
        @if 1 < last {
            nav.pages aria-label="Pages" {
                span { "page " (number) " of " (last) }
                @if 1 < number { a href=(file(number - 1)) rel="prev" { "← before" } }
                @if number < last { a href=(file(number + 1)) rel="next" { "after →" } }
            }
        }
    }
}
