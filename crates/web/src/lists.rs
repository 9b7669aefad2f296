//! Lists: stories, who bears a name.

use maud::{Markup, html};
use rapporteur_present::html::{Served, page};
use rapporteur_present::terminal::{headline, line};
use rapporteur_store::{SkippedInput, StoryFilter, StoryRow, Who};
use rapporteur_text::page_name;
use serde_json::json;

use crate::http::{Answer, Request, encoded};
use crate::pages::{CSV, MARKDOWN};
use crate::site::{Form, Outcome, Site};
use crate::twins;

/// Lines of a page.
pub(crate) const PAGE: usize = 50;
/// Files that could not be read, on the first page.
const UNREAD: usize = 100;

/// Which page of a list is wanted, from 1.
pub(crate) fn number(request: &Request) -> usize {
    let number = request.get("page").and_then(|it| it.parse().ok());
    number.unwrap_or(1).clamp(1, 1_000_000)
}

/// The address of the same list in another form, or on another page.
fn address(request: &Request, path: &str, page: Option<usize>) -> String {
    let kept = request
        .query
        .iter()
        .filter(|(name, value)| name != "page" && !value.is_empty());
    let mut fields: Vec<String> = kept
        .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
        .collect();
    fields.extend(page.map(|it| format!("page={it}")));
    if fields.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", fields.join("&"))
    }
}

pub(crate) fn served(request: &Request, name: &str, forms: &[&'static str]) -> Served {
    let twin = |form: &&'static str| (*form, address(request, &format!("{name}.{form}"), None));
    Served {
        query: request.get("q").unwrap_or_default(),
        twins: forms.iter().map(twin).collect(),
        ..Served::default()
    }
}

/// "51–100 of 143", and the ways to the pages beside.
pub(crate) fn turning(request: &Request, name: &str, all: u64) -> Markup {
    let number = number(request);
    let (from, to) = ((number - 1) * PAGE, (number * PAGE).min(all as usize));
    html! {
        @if PAGE < all as usize {
            nav.pages aria-label="Pages" {
                span { (from + 1) "–" (to) " of " (all) }
                @if 1 < number { a href=(address(request, name, Some(number - 1))) rel="prev" { "← before" } }
                @if to < all as usize { a href=(address(request, name, Some(number + 1))) rel="next" { "after →" } }
            }
        }
    }
}

pub(crate) fn counted(number: u32, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

pub(crate) fn stories(site: &Site<'_>, request: &Request, form: Form) -> Outcome {
    let filter = StoryFilter {
        since: request.get("since"),
        until: request.get("until"),
        outlet: request.get("outlet"),
    };
    let offset = (number(request) - 1) * PAGE;
    let (stories, all) = site.store.stories(&filter, PAGE, offset)?;
    Ok(match form {
        Form::Json => Answer::json(&json!({ "stories": stories, "in_all": all })),
        Form::Csv => Answer::of(CSV, twins::stories_table(&stories)),
        Form::Md => Answer::of(MARKDOWN, twins::stories_list(&stories)),
        Form::Html => {
            let skipped = if number(request) == 1 {
                site.store.skipped()?
            } else {
                Vec::new()
            };
            let totals = site.store.totals()?;
            let content = html! {
                div.masthead {
                    h1 { "Stories" }
                    p.counts {
                        (all) " of " (totals.stories) " stories · " (totals.reports) " reports · "
                        (totals.items) " items"
                    }
                    (filters(request))
                }
                ol.stories { @for it in &stories { (story(it)) } }
                @if stories.is_empty() {
                    p { "No story. Add reports with " code { "rapporteur build PATH…" } ", or ask for other days or outlets." }
                }
                (turning(request, "index.html", all))
                @if !skipped.is_empty() { (unread(&skipped)) }
            };
            let mut served = served(request, "index", &["json", "csv", "md"]);
            served.command = "rapporteur stories".into();
            Answer::page(page("Stories", &content, &served))
        }
    })
}

fn filters(request: &Request) -> Markup {
    let value = |name| request.get(name).unwrap_or_default();
    html! {
        form.filters action="index.html" {
            label { "Since" input type="date" name="since" value=(value("since")); }
            label { "Until" input type="date" name="until" value=(value("until")); }
            label { "Outlet" input type="text" name="outlet" value=(value("outlet")); }
            button { "Show" }
        }
    }
}

pub(crate) fn title(title: &str) -> String {
    let title = headline(title);
    if title.is_empty() {
        "Untitled story".into()
    } else {
        title
    }
}

pub(crate) fn days(it: &StoryRow) -> String {
    match (&it.first, &it.last) {
        (Some(first), Some(last)) if first != last => format!("{first} – {last}"),
        (Some(day), _) | (_, Some(day)) => day.clone(),
        _ => "day not known".into(),
    }
}

fn story(it: &StoryRow) -> Markup {
    html! {
        li {
            h2 { a href={ "s/" (page_name(&it.id)) } { bdi { (title(&it.title)) } } }
            p.counts {
                (days(it))
                @if let Some(place) = &it.place { " · " bdi { (line(place)) } }
                " · " (counted(it.reports, "report")) " · " (counted(it.outlets, "outlet"))
                " · " (counted(it.origins, "origin")) " · " (counted(it.items, "item"))
                @if 0 < it.disputed { " · " b.differs { "≠ " (it.disputed) } " cannot both hold" }
            }
        }
    }
}

fn unread(skipped: &[SkippedInput]) -> Markup {
    html! {
        section.part id="unread" {
            h2 { "Not read" }
            p.quiet.alone {
                (skipped.len()) " could not be read; no story above knows of them."
                @if UNREAD < skipped.len() { " The first " (UNREAD) ":" }
            }
            table.unread {
                thead { tr { th scope="col" { "Input" } th scope="col" { "Why" } } }
                tbody {
                    @for it in skipped.iter().take(UNREAD) {
                        tr {
                            td { code { bdi { (line(&it.file)) @if let Some(at) = it.line { ":" (at) } } } }
                            td { (line(&it.reason)) }
                        }
                    }
                }
            }
        }
    }
}

pub(crate) fn who(site: &Site<'_>, request: &Request, form: Form) -> Outcome {
    let name = request.get("name").unwrap_or_default();
    let entities = site.store.who(&name, PAGE)?;
    match form {
        Form::Json => return Ok(Answer::json(&json!({ "entities": entities }))),
        Form::Csv => return Ok(Answer::of(CSV, twins::who_table(&entities))),
        Form::Md => return Ok(Answer::of(MARKDOWN, twins::who_list(&entities))),
        Form::Html => {}
    }
    let content = html! {
        div.masthead {
            h1 { bdi { @if name.is_empty() { "Who" } @else { (line(&name)) } } }
            form.filters action="who" {
                label { "Name" input type="search" name="name" value=(name); }
                button { "Show" }
            }
        }
        @if entities.is_empty() && !name.is_empty() { p { "Nobody of that name is in this file." } }
        @for it in &entities { (entity(it)) }
    };
    let title = if name.is_empty() {
        "Who".into()
    } else {
        line(&name)
    };
    Ok(Answer::page(page(
        &title,
        &content,
        &served(request, "who", &["json", "csv", "md"]),
    )))
}

/// What a type of entity is called.
fn sort(code: &str) -> &str {
    match code {
        "PER" => "person",
        "ORG" => "body",
        "LOC" | "GPE" => "place",
        "NORP" => "people",
        "FAC" => "building",
        "EVENT" => "event",
        other => other,
    }
}

fn entity(it: &Who) -> Markup {
    let story = page_name(&it.story);
    html! {
        section.part {
            h2.name { bdi { (line(&it.name)) } @if let Some(office) = &it.office { span.office { bdi { (line(office)) } } } }
            p.imprint {
                (sort(&it.r#type)) " · " (counted(it.mentions, "mention")) " in "
                a href={ "s/" (story) } { bdi { (title(&it.story_title)) } }
                @if !it.aliases.is_empty() { " · also " bdi { (line(&it.aliases.join("; "))) } }
            }
            ol.found {
                @for part in &it.items {
                    li {
                        p.words { a href={ "s/" (story) "/f/" (page_name(&part.item)) } { bdi { (line(&part.summary)) } } }
                        p.imprint { (part.role) " · " (part.kind) " · " (part.status) " · " (counted(part.origins, "origin")) }
                    }
                }
            }
        }
    }
}
