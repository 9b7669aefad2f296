//! Which page answers which path.

use rapporteur_present::html::{self, Served};
use rapporteur_store::{Error, Found, Store, Told};

use crate::http::{Answer, Request, encoded};
use crate::{edit, lists, method, pages, parts, search, versions};

/// Keys for those who like them; every page works without.
const KEYS: &str = include_str!("keys.js");

/// The site of one record file.
pub(crate) struct Site<'s> {
    pub(crate) store: &'s Store,
    /// The token of one who may edit.
    pub(crate) token: Option<String>,
}

/// In which form a page is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Html,
    Json,
    Csv,
    Md,
}

impl Form {
    /// A path less its ending, and the form that the ending asks for.
    fn of(path: &str) -> (&str, Self) {
        let endings = [
            (".html", Self::Html),
            (".json", Self::Json),
            (".csv", Self::Csv),
            (".md", Self::Md),
        ];
        for (ending, form) in endings {
            if let Some(rest) = path.strip_suffix(ending) {
                return (rest, form);
            }
        }
        (path, Self::Html)
    }
}

/// What a path leads to: an answer, or a reason why there is none.
pub(crate) type Outcome = Result<Answer, Fault>;

/// Why there is no page.
#[derive(Debug)]
pub(crate) enum Fault {
    /// Nothing is there.
    Missing(String),
    /// It was there.
    Gone(String),
    /// The file could not be read.
    Store(Error),
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Store(error)
    }
}

impl<'s> Site<'s> {
    pub(crate) fn new(store: &'s Store, token: Option<String>) -> Self {
        Self { store, token }
    }

    /// Answers a request whose host and method are right.
    pub(crate) fn answer(&self, request: &Request) -> Answer {
        let (path, form) = Form::of(&request.path);
        let steps: Vec<&str> = path.trim_matches('/').split('/').collect();
        let outcome = match steps.as_slice() {
            ["" | "index"] => lists::stories(self, request, form),
            ["s", id] => pages::story(self, request, id, form),
            ["s", id, "f", item] => pages::item(self, id, item, form),
            ["s", id, "edit"] => edit::story(self, id),
            ["s", id, "f", item, "edit"] => edit::item(self, id, item),
            ["edits"] => edit::list(self, form),
            ["keys.js"] => Ok(Answer::of("text/javascript; charset=utf-8", KEYS.into())),
            ["s", id, part] => match parts::of(part) {
                Some(part) => parts::page(self, id, part, form),
                None => Err(Fault::Missing("there is no such page".into())),
            },
            ["r", page, "versions"] => versions::versions(self, page, form),
            ["r", page] => pages::report(self, page, form),
            ["search"] => search::search(self, request, form),
            ["who"] => lists::who(self, request, form),
            ["method"] => Ok(method::page(form)),
            _ => Err(Fault::Missing("there is no such page".into())),
        };
        outcome.unwrap_or_else(|fault| told(&fault, form, steps.len()))
    }

    /// The story of that name in addresses; where it leads elsewhere now, a
    /// way there.
    pub(crate) fn find_story(&self, id: &str) -> Result<Result<Told, Answer>, Fault> {
        match self.store.find_story(id)? {
            Found::One(now) if now == id => {
                let told = self.store.story(&now)?;
                told.map(Ok)
                    .ok_or_else(|| Fault::Missing(format!("no story {id}")))
            }
            Found::One(now) => Ok(Err(Answer::moved(format!(
                "/s/{}?from={}",
                encoded(&now),
                encoded(id)
            )))),
            Found::Gone => Err(Fault::Gone(format!(
                "story {id} is told by no report any more"
            ))),
            Found::Several(_) | Found::None => Err(Fault::Missing(format!("no story {id}"))),
        }
    }
}

/// The way up from a path of that many parts.
pub(crate) fn up(parts: usize) -> &'static str {
    match parts {
        0 | 1 => "",
        2 => "../",
        3 => "../../",
        4 => "../../../",
        _ => "../../../../",
    }
}

/// A page, or an object in JSON, that says why there is nothing.
fn told(fault: &Fault, form: Form, parts: usize) -> Answer {
    let (status, why) = match fault {
        Fault::Missing(why) => (404, why.clone()),
        Fault::Gone(why) => (410, why.clone()),
        Fault::Store(error) => (500, error.to_string()),
    };
    let answer = if form == Form::Json {
        Answer::json(&serde_json::json!({ "ok": false, "error": why, "status": status }))
    } else {
        let served = Served {
            up: up(parts),
            ..Served::default()
        };
        let content = maud::html! {
            div.masthead { h1 { "Nothing here" } p.counts { bdi { (why) } } }
        };
        Answer::page(html::page("Nothing here", &content, &served))
    };
    Answer { status, ..answer }
}
