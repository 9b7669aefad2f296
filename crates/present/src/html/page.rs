//! What every page has: head, style, a way back and a foot.

use maud::{DOCTYPE, Markup, PreEscaped, html};

/// Nothing may be loaded, sent or run; only this page's own style applies.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; \
                      base-uri 'none'; form-action 'none'";
const STYLE: &str = include_str!("style.css");

/// What stands around a page's content.
pub(super) struct Frame<'a> {
    /// The title of the window.
    pub(super) title: &'a str,
    /// Where the way back leads, and what it says.
    pub(super) back: Option<(&'a str, &'a str)>,
    /// Rules of this page alone; made by us, never from a report's words.
    pub(super) rules: String,
}

impl Frame<'_> {
    /// A whole page around `content`.
    pub(super) fn around(&self, content: &Markup) -> String {
        let page = html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta http-equiv="Content-Security-Policy" content=(POLICY);
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="referrer" content="no-referrer";
                    meta name="color-scheme" content="light dark";
                    link rel="icon" href="data:,";
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
                    }
                    main #main { (content) }
                    footer.foot {
                        "Every line is the reports’ own words or a fixed label. Support counts origins, "
                        "not outlets, and is no verdict on truth."
                    }
                }
            }
        };
        page.into_string()
    }
}
