//! One item: its words, its reports, and how the reports differ.

use maud::{Markup, html};
use rapporteur_text::{
    Conflict, Edit, EditKind, Evidence, Item, ItemKind, Level, ReadingForm, Relation,
};

use super::view::{View, item_id};
use crate::Account;
use crate::labels::{self, Standing, counted, difference, note, value};
use crate::outline::{Line, PartKind, Wording, all_evidence, origins_of, wordings};
use crate::plain::{ends, plain};

/// Words shown at either end of a long stretch that a wording leaves out.
const LEFT_OUT: usize = 5;
/// Reports of one origin, and origins of one item, that are shown by name.
const REPORTS: usize = 8;
const ORIGINS: usize = 24;
/// Wordings that are shown unfolded.
const UNFOLDED: usize = 4;

impl View<'_> {
    /// One line of a part.
    pub(super) fn line(&self, line: &Line<'_>, kind: PartKind) -> Markup {
        let item = line.item;
        let id = (!line.again).then(|| item_id(item));
        let differs = item.conflict.as_ref().filter(|_| kind == PartKind::Differs);
        html! {
            li.line id=[id] {
                (sign(line.standing))
                div {
                    @if !line.lead.is_empty() { p.lead { bdi { (line.lead.join(" · ")) } } }
                    p.words { (self.words(item)) }
                    (self.support(item))
                    @if !line.again { (self.detail(item)) }
                    @else if let Some(conflict) = differs { (self.values(item, conflict)) }
                }
            }
        }
    }

    /// An item's words, which open the first of its evidence.
    fn words(&self, item: &Item) -> Markup {
        let words = Account::summary(item);
        if let Some(it) = item.evidence.first() {
            html! { a href=(self.open(it.at)) { bdi { (words) } } }
        } else {
            html! { bdi { (words) } }
        }
    }

    /// Which reports have an item, by origin.
    fn support(&self, item: &Item) -> Markup {
        let said = item.kind() != ItemKind::Statement && item.level == Level::Utterance;
        html! {
            p.support {
                @if 1 < item.origins { span.count { (item.origins) " origins" } " " }
                (self.references(item, &all_evidence(item)))
                @if said { " " span.said title="the origins agree that it was said" { "as said" } }
                @else { " " span.said { (labels::form(item)) } }
                @if let Some(page) = self.item_page(item) { " " a.own href=(page) { "compare" } }
            }
        }
    }

    /// Links to evidence, one a report; `=` ties reports of one origin.
    pub(super) fn references(&self, item: &Item, evidence: &[u32]) -> Markup {
        let first = |report| {
            let mut places = evidence.iter().map(|&ix| item.evidence[ix as usize].at);
            places.find(|at| at.report == report)
        };
        let origins = origins_of(item, evidence);
        let more = origins.len().saturating_sub(ORIGINS);
        html! {
            span.refs {
                @for reports in origins.iter().take(ORIGINS) {
                    span.origin {
                        @for (at, &report) in reports.iter().take(REPORTS).enumerate() {
                            @if 0 < at { span.tie title="one origin" { "=" } }
                            @if let Some(at) = first(report) { (self.reference(at)) }
                        }
                        @if REPORTS < reports.len() {
                            (self.more(item, &counted(reports.len() - REPORTS, "more report"), "of the same origin"))
                        }
                    }
                    " "
                }
                @if 0 < more { (self.more(item, &counted(more, "more origin"), "on the item’s own page")) }
            }
        }
    }

    /// A link to all of an item's evidence.
    fn more(&self, item: &Item, words: &str, tooltip: &str) -> Markup {
        let all = match self.item_page(item) {
            _ if self.alone => "#trace".to_owned(),
            Some(page) => format!("{page}#trace"),
            None => self.part_path("matrix"),
        };
        html! { a.ref href=(all) title=(tooltip) { "+" (words) } }
    }

    /// A link to a piece of evidence, named by its report.
    pub(super) fn reference(&self, at: Evidence) -> Markup {
        let outlet = self.account.outlet(at.report);
        let tooltip = format!(
            "{}: {}",
            outlet.as_deref().unwrap_or("outlet not known"),
            self.sentence(at)
        );
        html! {
            a.ref href=(self.open(at)) title=(tooltip) {
                bdi { (self.account.label(at.report)) }
                @if let Some(number) = self.footnote(at) { sup.fn { (number) } }
            }
        }
    }

    /// Values that differ, wordings side by side, and notes.
    fn detail(&self, item: &Item) -> Markup {
        let conflict = item
            .conflict
            .as_ref()
            .filter(|it| it.relation != Relation::Equal);
        html! {
            @if let Some(conflict) = conflict { (self.conflict(item, conflict)) }
            (self.wordings(item))
            @for it in &item.notes {
                p.note { b { "note" } " " (note(it.label)) " " (self.references(item, &it.evidence)) }
            }
            (self.why(item))
        }
    }

    /// What joined an item's evidence, and what came near and was not joined.
    fn why(&self, item: &Item) -> Markup {
        if item.joins.is_empty() && item.nearest.is_none() {
            return html! {};
        }
        let own = |ix: u32| self.reference(item.evidence[ix as usize].at);
        let score = |score: f32| format!("{score:.2}");
        html! {
            details.why {
                summary { "why" }
                ul {
                    @for it in &item.joins {
                        li { (own(it.pair.0)) " " (own(it.pair.1)) " joined by " code { (it.by) } " " (score(it.score)) }
                    }
                    @if let Some(it) = &item.nearest {
                        @let other = self.account.record().item(it.item);
                        li {
                            (own(it.own)) " not joined with " (self.reference(other.evidence[it.other as usize].at))
                            " “" bdi { (Account::summary(other)) } "”: " code { (it.by) } " " (score(it.score))
                        }
                    }
                }
            }
        }
    }

    fn conflict(&self, item: &Item, conflict: &Conflict) -> Markup {
        html! {
            table.sides {
                caption { (difference(conflict)) }
                @for side in &conflict.sides {
                    tr {
                        th scope="row" { bdi { (value(conflict.kind, &side.value)) } }
                        td { "“" bdi { (plain(&side.words)) } "”" }
                        td { (self.references(item, &side.evidence)) }
                    }
                }
            }
        }
    }

    /// All values of a conflict on one line, each with its reports.
    fn values(&self, item: &Item, conflict: &Conflict) -> Markup {
        html! {
            p.values {
                @for side in &conflict.sides {
                    span { b { bdi { (value(conflict.kind, &side.value)) } } " " (self.references(item, &side.evidence)) }
                    " "
                }
            }
        }
    }

    /// The wordings of an item, where there are several.
    fn wordings(&self, item: &Item) -> Markup {
        let all = wordings(item);
        if all.len() < 2 {
            return html! {};
        }
        let few = item.kind() == ItemKind::Statement && all.len() <= UNFOLDED;
        let open = few || self.alone;
        html! {
            details.wordings open[open] {
                summary { (all.len()) " wordings" }
                dl {
                    @for wording in &all {
                        @let above = is_above(wording, item);
                        dt {
                            (self.references(item, &wording.evidence))
                            (form(wording.reading.form))
                            @if above { span.form { "as above" } }
                        }
                        @if !above { dd { (body(wording)) } }
                    }
                }
            }
        }
    }
}

/// The sign of how an item stands, in words for those who do not see it.
pub(super) fn sign(standing: Standing) -> Markup {
    let class = match standing {
        Standing::Corroborated => "sign two",
        Standing::One => "sign one",
        Standing::Differs => "sign differs",
        Standing::Refines => "sign refines",
    };
    html! { span class=(class) role="img" title=(standing.meaning()) aria-label=(standing.meaning()) { (standing.sign()) } }
}

fn form(form: ReadingForm) -> Markup {
    match form {
        ReadingForm::Direct | ReadingForm::Narrative => html! {},
        ReadingForm::Mixed => html! { span.form { "partly quoted" } },
        ReadingForm::Indirect => html! { span.form { "indirect" } },
    }
}

/// Whether a wording stands whole in the item's own line.
fn is_above(wording: &Wording<'_>, item: &Item) -> bool {
    wording.base && plain(&wording.reading.text) == plain(&item.summary)
}

/// A wording, with what differs from the base both marked and bracketed.
fn body(wording: &Wording<'_>) -> Markup {
    let words = plain(&wording.reading.text);
    if wording.edits().is_empty() {
        return html! { bdi { (words) } };
    }
    html! { bdi { @for edit in wording.edits() { (step(edit)) " " } } }
}

fn step(edit: &Edit) -> Markup {
    let (base, text) = (plain(&edit.base), plain(&edit.text));
    let weight = edit.meaningful.then_some("strong");
    match edit.kind {
        EditKind::Same => html! { (text) },
        EditKind::Transposition if text.is_empty() => {
            html! { del title="stands elsewhere" { "[~" (base) "…]" } }
        }
        EditKind::Transposition => html! { ins title="stood elsewhere" { "[~" (text) "~]" } },
        EditKind::Addition => html! { ins class=[weight] { "[+" (text) "+]" } },
        EditKind::Omission => {
            let weight = weight.filter(|_| base.split(' ').count() <= 2 * LEFT_OUT);
            html! { del class=[weight] title=(base) { "[−" (ends(&base, LEFT_OUT)) "−]" } }
        }
        EditKind::Substitution => {
            let tooltip = format!("for: {base}");
            html! { mark.sub.strong[edit.meaningful] title=(tooltip) { "{" (text) "}" } }
        }
    }
}
