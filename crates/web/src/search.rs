//! What a search finds: items, then sentences, then what is near in meaning.

use maud::{Markup, html};
use rapporteur_present::html::page;
use rapporteur_present::terminal::{headline, line};
use rapporteur_store::{Hits, ItemHit, Near, Query, SentenceHit, Stretch};
use rapporteur_text::page_name;

use crate::http::{Answer, Request};
use crate::lists::{PAGE, counted, number, served, title, turning};
use crate::pages::{CSV, MARKDOWN};
use crate::site::{Form, Outcome, Site};
use crate::twins;

pub(crate) fn search(site: &Site<'_>, request: &Request, form: Form) -> Outcome {
    let query = Query {
        text: request.get("q").unwrap_or_default(),
        speaker: request.get("speaker"),
        outlet: request.get("outlet"),
        kind: request.get("kind"),
        status: request.get("status"),
        since: request.get("since"),
        until: request.get("until"),
    };
    let hits = site
        .store
        .search(&query, PAGE, (number(request) - 1) * PAGE)?;
    Ok(match form {
        Form::Json => Answer::json(&hits),
        Form::Csv => Answer::of(CSV, twins::hits_table(&hits)),
        Form::Md => Answer::of(MARKDOWN, twins::hits_list(&hits)),
        Form::Html => {
            let served = served(request, "search", &["json", "csv", "md"]);
            Answer::page(page("Search", &found(request, &query, &hits), &served))
        }
    })
}

fn found(request: &Request, query: &Query, hits: &Hits) -> Markup {
    let asked = !query.text.is_empty() || !query.filters().is_empty();
    let most = hits.items_in_all.max(hits.sentences_in_all);
    html! {
        div.masthead {
            h1 { "Search" }
            @if asked { p.counts { "Looked for " bdi { (line(&hits.query)) } "." } }
            (narrowing(request))
        }
        @if asked && hits.items_in_all == 0 && hits.sentences_in_all == 0 {
            p { @if hits.is_empty() { "Nothing found." } @else { "Nothing has these words." } }
            @for filter in &hits.emptied_by { p { "Without “" (filter) "” there would be something." } }
        }
        @if !hits.items.is_empty() {
            section.part id="items" {
                h2 { "Items " (hits.items_in_all) }
                ol.found { @for it in &hits.items { (item(it)) } }
            }
        }
        @if !hits.sentences.is_empty() {
            section.part id="sentences" {
                h2 { "Sentences " (hits.sentences_in_all) }
                ol.found { @for it in &hits.sentences { (sentence(it)) } }
            }
        }
        @if let Some(near) = hits.near.as_ref().filter(|it| !it.is_empty()) { (nearby(near)) }
        @if let Some(weighed) = hits.weighed {
            p.quiet { "More matched; the " (weighed) " newest were weighed." }
        }
        (turning(request, "search", most))
    }
}

fn nearby(near: &Near) -> Markup {
    html! {
        section.part id="near" {
            h2 { "Near in meaning" }
            p.quiet.alone {
                "Searched " bdi { (line(&near.restated())) } "; words in quotation marks stay as they are."
            }
            @if !near.items.is_empty() {
                h3 { "Items" }
                ol.found { @for it in &near.items { (item(it)) } }
            }
            @if !near.sentences.is_empty() {
                h3 { "Sentences" }
                ol.found { @for it in &near.sentences { (sentence(it)) } }
            }
        }
    }
}

fn narrowing(request: &Request) -> Markup {
    let value = |name| request.get(name).unwrap_or_default();
    let choice = |name: &'static str, label: &str, all: &[&str]| {
        html! {
            label { (label)
                select name=(name) {
                    option value="" { "any" }
                    @for it in all { option value=(it) selected[value(name) == *it] { (it) } }
                }
            }
        }
    };
    html! {
        form.filters action="search" {
            label { "Words" input type="search" name="q" value=(value("q")); }
            (choice("kind", "Kind", &["statement", "event", "commitment", "figure"]))
            (choice("status", "Status", &["corroborated", "reported", "disputed"]))
            label { "Speaker" input type="text" name="speaker" value=(value("speaker")); }
            label { "Outlet" input type="text" name="outlet" value=(value("outlet")); }
            label { "Since" input type="date" name="since" value=(value("since")); }
            label { "Until" input type="date" name="until" value=(value("until")); }
            button { "Search" }
        }
    }
}

fn marked(words: &[Stretch]) -> Markup {
    html! {
        bdi { @for it in words {
            @if it.hit { b { (visible(&it.text)) } } @else { (visible(&it.text)) }
        } }
    }
}

/// Words without what steers a terminal or a page; the spaces at their ends
/// stay.
fn visible(text: &str) -> String {
    let ends = |it: bool| if it { " " } else { "" };
    let start = ends(text.starts_with(char::is_whitespace));
    let end = ends(text.ends_with(char::is_whitespace));
    let words = line(text);
    if words.is_empty() {
        start.into()
    } else {
        format!("{start}{}{end}", words.trim())
    }
}

fn item(it: &ItemHit) -> Markup {
    let story = page_name(&it.story);
    html! {
        li {
            p.words { a href={ "s/" (story) "/f/" (page_name(&it.id)) } { (marked(&it.words)) } }
            p.imprint {
                (it.kind) " · " (it.status) " · " (counted(it.origins, "origin"))
                @if let Some(speaker) = &it.speaker { " · " bdi { (line(speaker)) } }
                @if let Some(day) = &it.earliest { " · " (day) }
                " · " a href={ "s/" (story) } { bdi { (title(&it.story_title)) } }
            }
        }
    }
}

fn sentence(it: &SentenceHit) -> Markup {
    let report = format!("r/{}.html", page_name(&it.report));
    html! {
        li {
            p.words { a href=(report) { (marked(&it.words)) } }
            p.imprint {
                bdi { (headline(it.outlet.as_deref().unwrap_or("outlet not known"))) }
                @if let Some(day) = it.published.as_ref().and_then(|it| it.get(..10)) { " · " (day) }
                @if let Some(title) = &it.title { " · " bdi { (headline(title)) } }
            }
        }
    }
}
