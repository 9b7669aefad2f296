//! A story, an item of it, a report.

use rapporteur_present::html::{self, Served};
use rapporteur_present::{Account, csv, json, markdown};
use rapporteur_store::Told;
use rapporteur_text::{ItemIx, ReportIx, page_name};

use crate::http::{Answer, Request, encoded};
use crate::site::{Fault, Form, Outcome, Site, up};

pub(crate) const CSV: &str = "text/csv; charset=utf-8";
pub(crate) const MARKDOWN: &str = "text/markdown; charset=utf-8";

pub(crate) fn account(told: &Told) -> Account<'_> {
    Account::new(&told.record, told.reports.iter().collect())
}

pub(crate) fn story(site: &Site<'_>, request: &Request, id: &str, form: Form) -> Outcome {
    let told = match site.find_story(id)? {
        Ok(told) => told,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let account = account(&told);
    Ok(match form {
        Form::Json => Answer::json(&json::story(&account)),
        Form::Csv => Answer::of(CSV, csv::evidence(&[account])),
        Form::Md => Answer::of(MARKDOWN, markdown::brief(&account)),
        Form::Html => {
            let name = encoded(id);
            let twins = ["json", "csv", "md"].map(|it| (it, format!("{name}.{it}")));
            let served = Served {
                up: up(2),
                twins: twins.to_vec(),
                command: format!("rapporteur show {id}"),
                notice: notice(site, request, id)?,
                ways: edit_way(site, &name),
                ..Served::default()
            };
            Answer::page(html::story(&account, &served))
        }
    })
}

/// Says that an id of before led here, where it did.
fn notice(site: &Site<'_>, request: &Request, id: &str) -> Result<Option<String>, Fault> {
    let Some(from) = request.get("from") else {
        return Ok(None);
    };
    let led = site.store.find_story(&from)? == rapporteur_store::Found::One(id.to_owned());
    Ok((led && from != id).then(|| format!("Story {from} is part of this one now.")))
}

/// The way to the forms, for one who may edit.
fn edit_way(site: &Site<'_>, name: &str) -> Vec<(String, String)> {
    let way = || ("Edit this".to_owned(), format!("{name}/edit"));
    site.token.is_some().then(way).into_iter().collect()
}

pub(crate) fn item(site: &Site<'_>, id: &str, item: &str, form: Form) -> Outcome {
    let missing = || Fault::Missing(format!("no item {item} in story {id}"));
    let rapporteur_store::Found::One(now) = site.store.find_item(item)? else {
        return Err(missing());
    };
    let story = site.store.story_of_item(&now)?.ok_or_else(missing)?;
    if now != item || story != id {
        let there = format!("/s/{}/f/{}", encoded(&story), encoded(&now));
        return Ok(Answer::moved(there));
    }
    let told = site.store.story(&story)?.ok_or_else(missing)?;
    let at = told.record.items.iter().position(|it| it.id == now);
    let ix = ItemIx(at.ok_or_else(missing)? as u32);
    let account = account(&told);
    Ok(match form {
        Form::Json => Answer::json(&json::item(&account, ix)),
        Form::Csv => Answer::of(CSV, csv::item(&account, account.record().item(ix))),
        Form::Md => Answer::of(MARKDOWN, markdown::item(&account, ix)),
        Form::Html => {
            let name = encoded(item);
            let served = Served {
                up: up(4),
                twins: ["json", "csv", "md"]
                    .map(|it| (it, format!("{name}.{it}")))
                    .to_vec(),
                command: format!("rapporteur explain {id} {item}"),
                ways: edit_way(site, &name),
                ..Served::default()
            };
            Answer::page(html::item(&account, ix, &served))
        }
    })
}

pub(crate) fn report(site: &Site<'_>, page: &str, form: Form) -> Outcome {
    let missing = || Fault::Missing(format!("no report {page}"));
    let story = site.store.story_of_page(page)?.ok_or_else(missing)?;
    let told = site.store.story(&story)?.ok_or_else(missing)?;
    let named = |it: &rapporteur_text::StoryReport| page_name(it.id.as_str()) == page;
    let at = told.record.reports.iter().position(named);
    let ix = ReportIx(at.ok_or_else(missing)? as u32);
    let account = account(&told);
    Ok(match form {
        Form::Json => {
            let mut story = json::story(&account);
            Answer::json(&story.reports.swap_remove(ix.index()))
        }
        Form::Csv => Answer::of(CSV, csv::report(&account, ix)),
        Form::Md => Answer::of(MARKDOWN, markdown::report(&account, ix)),
        Form::Html => {
            let name = encoded(page);
            let twins = ["json", "csv", "md"].map(|it| (it, format!("{name}.{it}")));
            let many = site.store.versions(page)?.len();
            let ways = (1 < many).then(|| (format!("{many} versions"), format!("{name}/versions")));
            let served = Served {
                up: up(2),
                twins: twins.to_vec(),
                ways: ways.into_iter().collect(),
                ..Served::default()
            };
            Answer::page(html::report(&account, ix, &served))
        }
    })
}
