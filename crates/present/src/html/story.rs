//! One story's page.

use maud::{Markup, html};
use rapporteur_text::{Act, Record, ReportIx};

use super::page::Frame;
use super::view::View;
use crate::json::agencies;
use crate::labels::{Standing, basis, counted, cuts, day, is_nested, period};
use crate::lineage::all;
use crate::outline::{Group, Outline, Part, PartKind, outline, rest};
use crate::plain::{headline, is_link, plain};

pub(super) fn page(view: &View<'_>) -> String {
    let record = view.account.record();
    let (outline, rest) = (outline(record, false), rest(record));
    let content = html! {
        (view.masthead())
        (contents(&outline))
        (view.timeline(&outline))
        @for part in &outline.parts { (view.part(part)) }
        @if !outline.parts.iter().any(|part| part.kind == PartKind::Differs) { (agreement(record)) }
        (view.rest(&rest))
        (view.lineage())
        (view.coverage(&outline))
        (view.sources())
        (legend())
        (view.evidence())
    };
    let title = view.account.title();
    let up = format!("{}index.html", view.up);
    let back = Some((up.as_str(), "Stories"));
    Frame {
        title: &title,
        back,
        rules: String::new(),
        served: view.served,
    }
    .around(&content)
}

/// Links to the parts, with how many lines each has.
fn contents(outline: &Outline<'_>) -> Markup {
    let lines = |part: &Part<'_>| part.groups.iter().map(|it| it.lines.len()).sum::<usize>();
    html! {
        nav.contents aria-label="Parts" {
            @for part in &outline.parts {
                a href={ "#" (anchor(part.kind)) } { (part.kind.title()) " " span { (lines(part)) } }
            }
            a href="#copied" { "Who copied whom" }
            a href="#coverage" { "Coverage" }
            a href="#sources" { "Sources" }
        }
    }
}

fn anchor(kind: PartKind) -> String {
    kind.title().to_lowercase().replace(' ', "-")
}

/// What the signs mean.
fn legend() -> Markup {
    let all = [
        Standing::Corroborated,
        Standing::One,
        Standing::Differs,
        Standing::Refines,
    ];
    html! {
        section.legend aria-label="Signs" {
            @for it in all { p { (super::readings::sign(it)) " " (it.meaning()) } }
            p { span.tie { "=" } " reports tied so share a text and count as one origin" }
            p { b { "as said" } " the origins agree that it was said, not that it is so" }
            p { "{other words} [+added+] [−left out−] against the first wording" }
        }
    }
}

/// Said where no values contradict one another.
fn agreement(record: &Record) -> Markup {
    let refined = record.items.iter().filter_map(|it| it.conflict.as_ref());
    let refined = refined.filter(|it| is_nested(it)).count();
    html! {
        section.part id="differs" {
            h2 { (PartKind::Differs.title()) }
            p.quiet.alone {
                "Nothing found that cannot both hold."
                @if 0 < refined { " " (refined) " that refine or overlap (≈)." }
            }
        }
    }
}

impl View<'_> {
    /// What editors did to the story.
    fn edited(&self, acts: &[Act]) -> Markup {
        html! {
            p.notice {
                "Edited by hand: "
                @for (at, act) in acts.iter().enumerate() {
                    @if 0 < at { " · " } (crate::labels::act(act.kind))
                    @if let Some(why) = &act.why { " (" bdi { (headline(why)) } ")" }
                }
                @if self.served.is_some() { " · " a.own href={ (self.up) "edits" } { "all edits" } }
            }
        }
    }

    fn masthead(&self) -> Markup {
        let record = self.account.record();
        html! {
            div.masthead {
                p.dates {
                    @match (record.first, record.last) {
                        (Some(first), Some(last)) => (period(first, last)),
                        (Some(one), None) | (None, Some(one)) => (day(one)),
                        (None, None) => "day not known",
                    }
                    @if let Some(ix) = record.place { " · " bdi { (plain(&record.entity(ix).name)) } }
                }
                h1 { bdi { (self.account.title()) } }
                p.counts { (self.account.counts().join(" · ")) }
                @if !record.edits.is_empty() { (self.edited(&record.edits)) }
            }
        }
    }

    fn part(&self, part: &Part<'_>) -> Markup {
        html! {
            section.part id=(anchor(part.kind)) {
                h2 { (part.kind.title()) }
                (self.groups(part))
            }
        }
    }

    /// One group of lines by itself.
    pub(super) fn alone(&self, group: &Group<'_>, kind: PartKind) -> Markup {
        html! { ol.lines { @for line in &group.lines { (self.line(line, kind)) } } }
    }

    fn groups(&self, part: &Part<'_>) -> Markup {
        html! {
            @for group in &part.groups {
                @if let Some(heading) = &group.heading {
                    h3 {
                        bdi { (heading.name) }
                        @if let Some(office) = &heading.office { span.office { bdi { (office) } } }
                    }
                }
                ol.lines { @for line in &group.lines { (self.line(line, part.kind)) } }
            }
        }
    }

    /// Items that the brief leaves out, folded.
    fn rest(&self, parts: &[Part<'_>]) -> Markup {
        let count = |part: &Part<'_>| part.groups.iter().map(|it| it.lines.len()).sum();
        html! {
            @if !parts.is_empty() {
                section.part id="rest" {
                    h2 { "Not in the brief" }
                    @for part in parts {
                        details.more {
                            summary { (part.kind.title()) ": " (counted(count(part), "more line")) }
                            (self.groups(part))
                        }
                    }
                }
            }
        }
    }

    fn sources(&self) -> Markup {
        html! {
            section.part id="sources" {
                h2 { "Sources" }
                ol.sources { @for ix in all(self.account.record()) { (self.source(ix)) } }
            }
        }
    }

    fn source(&self, ix: ReportIx) -> Markup {
        let title = self
            .account
            .title_of(ix)
            .unwrap_or_else(|| "No title".into());
        html! {
            li {
                p.label { bdi { (self.account.label(ix)) } }
                div {
                    p.words { a href={ (self.up) (self.report_path(ix)) } { bdi { (title) } } }
                    (self.imprint(ix))
                }
            }
        }
    }

    /// Outlet, day and basis, byline, agencies, file, address and cuts.
    pub(super) fn imprint(&self, ix: ReportIx) -> Markup {
        let report = self.account.report(ix);
        let imprint = &report.imprint;
        let published = self.account.record().report(ix).published;
        html! {
            p.imprint {
                bdi { (self.account.outlet(ix).unwrap_or_else(|| "outlet not known".into())) }
                @if let Some(byline) = &imprint.byline { " · " bdi { (headline(byline)) } }
                " · "
                @match published {
                    Some(it) => { time datetime=(it.to_iso()) { (day(it.date)) } " (" (basis(it.basis)) ")" },
                    None => "day not known",
                }
                @for agency in agencies(imprint) { " · credits " bdi { (plain(&agency)) } }
            }
            p.imprint {
                code title=(plain(report.report.file())) { bdi { (self.account.file_of(ix)) } }
                @if let Some(url) = &imprint.url { " · " (address(url)) }
                @if let Some(cuts) = cuts(&report.mask) { " · cut: " (cuts) }
            }
        }
    }

    /// Every piece of evidence as a footnote; for print.
    fn evidence(&self) -> Markup {
        html! {
            section.evidence {
                h2 { "Evidence" }
                ol {
                    @for (number, at) in self.footnotes() {
                        li value=(number) {
                            bdi { (self.account.label(at.report)) }
                            @if let Some(outlet) = self.account.outlet(at.report) { ", " bdi { (outlet) } }
                            @if let Some(it) = self.account.record().report(at.report).published {
                                ", " (day(it.date))
                            }
                            ": " bdi { (self.sentence(at)) }
                            @if let Some(url) = self.account.report(at.report).imprint.url.as_deref().filter(|it| is_link(it)) {
                                " " bdi { (url) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// An address: a link where it is http or https, else its text.
fn address(url: &str) -> Markup {
    if is_link(url) {
        html! { a href=(url) rel="noreferrer noopener nofollow" { bdi { (headline(url)) } } }
    } else {
        html! { code { bdi { (headline(url)) } } }
    }
}
