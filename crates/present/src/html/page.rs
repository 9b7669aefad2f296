//! What every page has: head, style, a way back and a foot.

use maud::{DOCTYPE, Markup, PreEscaped, html};

/// Nothing may be loaded, sent or run; only this page's own style applies.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; \
                      base-uri 'none'; form-action 'none'";
/// The same where forms may be sent to the server that the page is from, which
/// also has the file of keys.
const SERVED: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; img-src data:; \
                      base-uri 'none'; form-action 'self'";
const STYLE: &str = include_str!("style.css");

/// What a page has besides where a server gives it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Served {
    /// The way up to the first page: `../` for a page one folder down.
    pub up: &'static str,
    /// What the search was for.
    pub query: String,
    /// The same page in other forms: label and address.
    pub twins: Vec<(&'static str, String)>,
    /// The command that shows the same.
    pub command: String,
    /// Said at the top, such as where an id led.
    pub notice: Option<String>,
    /// Ways to what else there is of what the page shows: label and address.
    pub ways: Vec<(String, String)>,
}

impl Served {
    fn bar(&self) -> Markup {
        let home = if self.up.is_empty() { "./" } else { self.up };
        html! {
            nav.bar aria-label="Record" {
                a href=(home) { "Stories" }
                a href={ (self.up) "method" } { "How it is counted" }
                a href={ (self.up) "edits" } { "Edits" }
                @for (label, href) in &self.ways { a href=(href) { (label) } }
                form action={ (self.up) "search" } role="search" {
                    input type="search" name="q" value=(self.query) aria-label="Search items and sentences" placeholder="Search";
                    button { "Search" }
                }
            }
        }
    }

    fn twins(&self) -> Markup {
        html! {
            @if !self.twins.is_empty() {
                p.twins { "This page as " @for (label, href) in &self.twins { a href=(href) { (label) } " " } }
            }
            @if !self.command.is_empty() { p.twins { code { bdi { (self.command) } } } }
        }
    }
}

/// What stands around a page's content.
pub(super) struct Frame<'a> {
    /// The title of the window.
    pub(super) title: &'a str,
    /// Where the way back leads, and what it says.
    pub(super) back: Option<(&'a str, &'a str)>,
    /// Rules of this page alone; made by us, never from a report's words.
    pub(super) rules: String,
    /// What a server adds.
    pub(super) served: Option<&'a Served>,
}

impl Frame<'_> {
    /// A whole page around `content`.
    pub(super) fn around(&self, content: &Markup) -> String {
        let page = html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta http-equiv="Content-Security-Policy" content=(if self.served.is_some() { SERVED } else { POLICY });
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="referrer" content=(if self.served.is_some() { "same-origin" } else { "no-referrer" });
                    meta name="color-scheme" content="light dark";
                    link rel="icon" href="data:,";
                    @if let Some(served) = self.served { script src={ (served.up) "keys.js" } defer {} }
                    title { (self.title) " · Rapporteur" }
                    style { (PreEscaped(STYLE)) (PreEscaped(&self.rules)) }
                }
                body {
                    a.skip href="#main" { "Skip to content" }
                    header.top {
                        @if let Some((href, label)) = self.back {
                            a href=(href) { "← " bdi { (label) } }
                        } @else {
                            span { "Rapporteur" }
                        }
                        @if let Some(served) = self.served { (served.bar()) }
                    }
                    main #main {
                        @if let Some(notice) = self.served.and_then(|it| it.notice.as_ref()) {
                            p.notice role="status" { bdi { (notice) } }
                        }
                        (content)
                    }
                    footer.foot {
                        @if let Some(served) = self.served { (served.twins()) }
                        "Every line is the reports’ own words or a fixed label. Support counts origins, "
                        "not outlets, and is no verdict on truth."
                    }
                }
            }
        };
        page.into_string()
    }
}
