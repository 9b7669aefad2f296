//! An editor's acts: forms to do them, the list of what was done.
//!
//! What always holds: an act needs a POST with the server's token, both in the
//! cookie and in the form, from a page of this very server; asking for a page
//! never changes anything.

use std::collections::BTreeSet;

use maud::{Markup, html};
use rapporteur_present::csv;
use rapporteur_present::html::{Served, page};
use rapporteur_present::terminal::{headline, line};
use rapporteur_store::{EditRow, Told};
use rapporteur_text::{Act, ActKind, Item, page_name};

use crate::http::{Answer, Request, encoded};
use crate::lists::title;
use crate::pages::{CSV, MARKDOWN};
use crate::server::refusal;
use crate::site::{Fault, Form, Outcome, Site, up};

/// What an editor asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Do this; items, stories and reports by their ids.
    Do(Act),
    /// Undo the act of that number.
    Undo(i64),
}

/// Does what an editor asks for, or says why not.
pub type Editor = Box<dyn Fn(&Wish) -> Result<(), String> + Send + Sync>;

/// Who may edit, and how it is done.
pub(crate) struct Editing {
    token: String,
    editor: Editor,
}

impl std::fmt::Debug for Editing {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Editing")
    }
}

/// Bytes of the longest name of an outlet that is offered.
const LONGEST_NAME: usize = 200;
/// The cookie that holds the token.
const COOKIE: &str = "rapporteur-edit";

impl Editing {
    pub(crate) fn new(token: String, editor: Editor) -> Self {
        Self { token, editor }
    }

    /// The token, for one who has it already.
    pub(crate) fn token_of(&self, request: &Request) -> Option<String> {
        let cookies = request.cookie.as_deref().unwrap_or_default().split(';');
        let mut values = cookies.filter_map(|it| it.trim().strip_prefix(COOKIE)?.strip_prefix('='));
        let known = values.any(|it| same(it, &self.token));
        known.then(|| self.token.clone())
    }

    /// Gives the token to a browser that opened the address with it.
    pub(crate) fn welcome(&self, token: &str) -> Answer {
        if !same(token, &self.token) {
            return refusal(403, "this is not the token that `serve --edit` printed");
        }
        Answer {
            cookie: Some(format!(
                "{COOKIE}={token}; Path=/; HttpOnly; SameSite=Strict"
            )),
            ..Answer::seen("/".into())
        }
    }

    /// Does what a form asks for.
    pub(crate) fn post(&self, request: &Request) -> Answer {
        let origin = request.host.as_ref().map(|host| format!("http://{host}"));
        if request.origin.is_none() || request.origin != origin {
            return refusal(403, "a form is taken only from a page of this server");
        }
        let token = request.field("token").unwrap_or_default();
        if self.token_of(request).is_none() || !same(&token, &self.token) {
            return refusal(
                403,
                "editing needs the address with the token that `serve --edit` printed",
            );
        }
        let Some(wish) = wish(request).filter(|_| request.path == "/edit") else {
            return refusal(400, "this form asks for nothing that can be done");
        };
        match (self.editor)(&wish) {
            Ok(()) => Answer::seen(back(request)),
            Err(why) => refused(&why, &back(request)),
        }
    }
}

/// Whether two texts are the same, in a time that tells nothing of where they
/// differ.
fn same(one: &str, other: &str) -> bool {
    let differ = one
        .bytes()
        .zip(other.bytes())
        .fold(0, |sum, (a, b)| sum | (a ^ b));
    one.len() == other.len() && differ == 0
}

/// Where to go after an act: a page of this server.
fn back(request: &Request) -> String {
    let back = request.field("back").unwrap_or_default();
    let steps: Vec<String> = back
        .split('/')
        .filter(|it| !it.is_empty())
        .map(encoded)
        .collect();
    format!("/{}", steps.join("/"))
}

fn wish(request: &Request) -> Option<Wish> {
    let act = request.field("act")?;
    if act == "undo" {
        return request.field("number")?.parse().ok().map(Wish::Undo);
    }
    let fields = request.form.iter().filter(|(name, _)| name == "what");
    let what = fields.map(|(_, value)| value.trim().to_owned());
    Some(Wish::Do(Act {
        kind: serde_json::from_value(act.into()).ok()?,
        what: what.filter(|it| !it.is_empty()).collect(),
        why: request.field("why"),
    }))
}

fn refused(why: &str, back: &str) -> Answer {
    let content = html! {
        div.masthead { h1 { "Nothing was changed" } p.counts { bdi { (line(why)) } } }
        p { a.own href=(back) { "← Back" } }
    };
    Answer {
        status: 409,
        ..Answer::page(page("Nothing was changed", &content, &Served::default()))
    }
}

/// What an act is called.
pub(crate) fn name(kind: ActKind) -> &'static str {
    match kind {
        ActKind::Unreliable => "Does not count as support",
        ActKind::Exclude => "Left out",
        ActKind::MergeItems => "Made one item",
        ActKind::SplitItem => "Made an item of their own",
        ActKind::MergeStories => "Made one story",
        ActKind::SplitStory => "Made a story of their own",
    }
}

/// Everything that was done.
pub(crate) fn list(site: &Site<'_>, form: Form) -> Outcome {
    let edits = site.store.edits()?;
    Ok(match form {
        Form::Json => Answer::json(&edits),
        Form::Csv => Answer::of(CSV, table(&edits)),
        Form::Md => Answer::of(MARKDOWN, markdown(&edits)),
        Form::Html => {
            let content = html! {
                div.masthead {
                    h1 { "Edits" }
                    p.counts { "What was decided by hand. What is undone stays here." }
                }
                @if edits.is_empty() { p { "Nothing was edited." } }
                ol.found { @for it in &edits { (entry(site, it)) } }
            };
            let served = Served {
                twins: ["json", "csv", "md"]
                    .map(|it| (it, format!("edits.{it}")))
                    .to_vec(),
                ..Served::default()
            };
            Answer::page(page("Edits", &content, &served))
        }
    })
}

fn entry(site: &Site<'_>, it: &EditRow) -> Markup {
    html! {
        li {
            p.words {
                b.plain { (name(it.kind)) } ": "
                @for (at, told) in it.told.iter().enumerate() { @if 0 < at { " · " } bdi { (headline(told)) } }
            }
            @if let Some(why) = &it.why { p { bdi { (headline(why)) } } }
            p.imprint {
                "No. " (it.number) " · " (it.at)
                @if let Some(undone) = &it.undone { " · undone " (undone) }
            }
            @if let Some(token) = site.token.as_ref().filter(|_| it.undone.is_none()) {
                form.filters method="post" action="edit" {
                    (hidden(token, "undo", "/edits"))
                    input type="hidden" name="number" value=(it.number);
                    button { "Undo" }
                }
            }
        }
    }
}

fn table(edits: &[EditRow]) -> String {
    let mut out = csv::line(["number", "at", "kind", "what", "why", "undone"].into_iter());
    for it in edits {
        let cells = [
            it.number.to_string(),
            it.at.clone(),
            it.kind.as_str().to_owned(),
            it.told.join("; "),
            it.why.clone().unwrap_or_default(),
            it.undone.clone().unwrap_or_default(),
        ];
        out += &csv::line(cells.iter().map(String::as_str));
    }
    out
}

fn markdown(edits: &[EditRow]) -> String {
    let entry = |it: &EditRow| {
        let told: Vec<_> = it.told.iter().map(|it| crate::twins::escaped(it)).collect();
        let why = it
            .why
            .as_ref()
            .map(|it| format!(" ({})", crate::twins::escaped(it)));
        let undone = it.undone.as_ref().map(|it| format!(", undone {it}"));
        format!(
            "{}. {}, {}{}: {}{}\n",
            it.number,
            it.at,
            name(it.kind),
            undone.unwrap_or_default(),
            told.join("; "),
            why.unwrap_or_default()
        )
    };
    let entries: String = edits.iter().map(entry).collect();
    format!("# Edits\n\n{entries}")
}

fn hidden(token: &str, act: &str, back: &str) -> Markup {
    html! {
        input type="hidden" name="token" value=(token);
        input type="hidden" name="act" value=(act);
        input type="hidden" name="back" value=(back);
    }
}

fn why(button: &str) -> Markup {
    html! {
        label { "Why" input type="text" name="why" maxlength="500"; }
        button { (button) }
    }
}

/// The forms of a story.
pub(crate) fn story(site: &Site<'_>, id: &str) -> Outcome {
    let token = token(site)?;
    let told = match site.find_story(id)? {
        Ok(told) => told,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let story = &told.record.id;
    let back = format!("/s/{}", page_name(story));
    let open = |act: ActKind| hidden(token, act.as_str(), &back);
    let up = up(3);
    let content = html! {
        div.masthead { h1 { "Edit" } p.counts { bdi { (title(&told.record.title)) } } }
        section.part {
            h2 { "Reports" }
            @for (act, button) in [(ActKind::SplitStory, "Make them a story of their own"), (ActKind::Exclude, "Leave them out")] {
                form.edit method="post" action={ (up) "edit" } {
                    (open(act))
                    fieldset {
                        legend { (button) }
                        @for it in &told.reports { (report(it)) }
                        div.filters { (why(button)) }
                    }
                }
            }
        }
        section.part {
            h2 { "Another story" }
            form.edit method="post" action={ (up) "edit" } {
                (open(ActKind::MergeStories))
                input type="hidden" name="what" value=(story);
                div.filters {
                    label { "Id of the story that is the same" input type="text" name="what" required; }
                    (why("Make them one"))
                }
            }
        }
        section.part {
            h2 { "Outlets" }
            form.edit method="post" action={ (up) "edit" } {
                (open(ActKind::Unreliable))
                div.filters {
                    label { "In all stories, this outlet does not count as support"
                        select name="what" { @for it in outlets(&told) { option { (it) } } }
                    }
                    (why("Do not count it"))
                }
            }
        }
        (elsewhere())
    };
    Ok(around(&content, up))
}

fn elsewhere() -> Markup {
    html! {
        p.quiet.after { "Items are made one or taken apart on their own pages. Everything is listed under "
            a.own href="/edits" { "Edits" } " and can be undone there." }
    }
}

fn report(it: &rapporteur_text::Annotated) -> Markup {
    let id = it.report.id().as_str();
    let title = it.imprint.title.as_ref().map(|it| &it.text);
    let name = it.imprint.outlet.as_ref().into_iter().chain(title);
    let name: Vec<String> = name.map(|it| headline(it)).collect();
    let file = it.report.file();
    let file = file.rsplit('/').next().unwrap_or(file);
    html! {
        label.check { input type="checkbox" name="what" value=(id);
            bdi { @if name.is_empty() { (headline(file)) } @else { (name.join(", ")) } } }
    }
}

/// The outlets of a story; a name too long to be one is none.
fn outlets(told: &Told) -> BTreeSet<&str> {
    let outlets = told
        .reports
        .iter()
        .filter_map(|it| it.imprint.outlet.as_deref());
    outlets.filter(|it| it.len() <= LONGEST_NAME).collect()
}

/// The forms of an item.
pub(crate) fn item(site: &Site<'_>, story: &str, id: &str) -> Outcome {
    let token = token(site)?;
    let missing = || Fault::Missing(format!("no item {id} in story {story}"));
    let told = site.store.story(story)?.ok_or_else(missing)?;
    let item = told
        .record
        .items
        .iter()
        .find(|it| it.id == id)
        .ok_or_else(missing)?;
    let back = format!("/s/{}", page_name(story));
    let up = up(5);
    let has = item.reports();
    let content = html! {
        div.masthead { h1.item { bdi { (headline(&item.summary)) } } p.counts { (item.kind().as_str()) } }
        @if 1 < has.len() {
            section.part {
                h2 { "Not one item" }
                form.edit method="post" action={ (up) "edit" } {
                    (hidden(token, ActKind::SplitItem.as_str(), &back))
                    input type="hidden" name="what" value=(id);
                    fieldset {
                        legend { "What these reports have of it is an item of its own" }
                        @for ix in &has { (report(&told.reports[ix.index()])) }
                        div.filters { (why("Take apart")) }
                    }
                }
            }
        }
        section.part {
            h2 { "The same as another" }
            form.edit method="post" action={ (up) "edit" } {
                (hidden(token, ActKind::MergeItems.as_str(), &back))
                input type="hidden" name="what" value=(id);
                div.filters {
                    label { "Item" select name="what" { @for it in others(&told, item) {
                        option value=(it.id) { (headline(&it.summary)) }
                    } } }
                    (why("Make them one"))
                }
            }
        }
        (elsewhere())
    };
    Ok(around(&content, up))
}

/// The other items of the kind.
fn others<'t>(told: &'t Told, item: &Item) -> Vec<&'t Item> {
    let of_kind = |it: &&Item| it.kind() == item.kind() && it.id != item.id;
    told.record.items.iter().filter(of_kind).collect()
}

fn token<'s>(site: &'s Site<'_>) -> Result<&'s String, Fault> {
    let why = || Fault::Missing("editing needs `serve --edit` and the address it prints".into());
    site.token.as_ref().ok_or_else(why)
}

fn around(content: &Markup, up: &'static str) -> Answer {
    let served = Served {
        up,
        ..Served::default()
    };
    Answer::page(page("Edit", content, &served))
}
