//! One item's page: its wordings, its origins, the sentence of each report.

use std::collections::BTreeSet;

use maud::{Markup, html};
use rapporteur_text::{Item, ItemIx, ReportIx};

use super::page::Frame;
use super::view::{View, item_id};
use crate::Account;
use crate::labels::{counted, day};
use crate::lineage;
use crate::outline::{all_evidence, alone, origins_of};
use crate::plain::{plain, shorten};

/// Characters of the window's title.
const TITLE: usize = 80;
/// Ties that are told of one origin.
const FEW: usize = 20;

pub(super) fn page(view: &View<'_>, ix: ItemIx) -> String {
    let record = view.account.record();
    let item = record.item(ix);
    let (kind, group) = alone(record, ix);
    let title = shorten(&Account::summary(item), TITLE);
    let back = format!("{}{}#{}", view.up, view.story_path(), item_id(item));
    let story = view.account.title();
    let content = html! {
        div.masthead {
            p.dates { (item.kind().as_str()) " · " (item.status.as_str()) }
            h1.item { bdi { (title) } }
        }
        (view.alone(&group, kind))
        (view.strip(item))
        (view.graph(item))
        (view.origins(item))
        (view.trace(item))
    };
    Frame {
        title: &title,
        back: Some((&back, &story)),
        rules: String::new(),
        served: view.served,
    }
    .around(&content)
}

impl View<'_> {
    /// What stands behind the count of origins.
    fn origins(&self, item: &Item) -> Markup {
        let origins = origins_of(item, &all_evidence(item));
        html! {
            section.part id="origins" {
                h2 { "Origins" @if item.conflict.is_none() { " " (origins.len()) } }
                ul.pairs {
                    @for reports in &origins {
                        li {
                            p.tied { @for (at, &ix) in reports.iter().enumerate() {
                                @if 0 < at { " = " } bdi { (self.account.label(ix)) }
                            } }
                            @for tie in self.ties(reports) { p.quiet { bdi { (tie) } } }
                        }
                    }
                }
            }
        }
    }

    /// What ties reports that count as one.
    fn ties(&self, reports: &[ReportIx]) -> Vec<String> {
        let account = self.account;
        let pairs = lineage::pairs(account.record()).into_iter();
        let members: BTreeSet<ReportIx> = reports.iter().copied().collect();
        let within = pairs.filter(|it| members.contains(&it.a) && members.contains(&it.b));
        let mut ties: Vec<String> = within
            .map(|it| format!("{}: {}", account.tie(&it), account.extent(&it).join(", ")))
            .collect();
        let wires = lineage::wires(account.record()).into_iter();
        let carried = wires.filter(|(it, _)| members.contains(&it.to));
        ties.extend(
            carried.map(|(it, agency)| format!("{} ← {}", account.label(it.to), plain(&agency))),
        );
        if FEW < ties.len() {
            let more = ties.len() - FEW;
            ties.truncate(FEW);
            ties.push(format!("and {}", counted(more, "more tie")));
        }
        ties
    }

    /// The sentence around each piece of evidence.
    fn trace(&self, item: &Item) -> Markup {
        html! {
            section.part id="trace" {
                h2 { "Evidence" }
                ol.sources {
                    @for support in &item.evidence {
                        li {
                            p.label { bdi { (self.account.label(support.at.report)) } }
                            div {
                                p.words { a href=(self.open(support.at)) { bdi { (self.sentence(support.at)) } } }
                                p.imprint {
                                    bdi { (self.account.outlet(support.at.report).unwrap_or_else(|| "outlet not known".into())) }
                                    @if let Some(it) = self.account.record().report(support.at.report).published {
                                        " · " (day(it.date))
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
