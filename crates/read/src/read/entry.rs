//! One report as a feed, an agency's file or a mail gives it.
//!
//! Input: fields and a body: a piece of a page, or text. Output: the report.
//! What always holds: plain text is kept unchanged but for white space at its
//! ends; words keep their way back where the format has one.

use rapporteur_text::{Imprint, OriginMap, Published, PublishedBasis, Report, Run, Span, Title};

use super::decode::Mapped;
use super::{fields, fitting, html, xml};
use crate::when;

/// Letters from which words beside the title are a text of their own; others
/// count double, since most scripts say more in each.
const WORDS: usize = 25;

/// A report in the making.
#[derive(Debug, Default)]
pub(super) struct Entry<'a> {
    /// The id that its source gives it.
    pub(super) id: Option<String>,
    /// What its source declares.
    pub(super) declared: Imprint,
    /// Its words.
    pub(super) body: Option<Body<'a>>,
}

/// The words of a report.
#[derive(Debug)]
pub(super) enum Body<'a> {
    /// A piece of a page, all of it the report's.
    Piece(Mapped<'a>),
    /// Text as it stands.
    Plain(Mapped<'a>),
}

impl<'a> Body<'a> {
    /// The words of a field that holds HTML: tags, or references alone, or
    /// both escaped once too often. None where it is blank.
    pub(super) fn of_html(field: Mapped<'a>) -> Option<Self> {
        if has_tags(field.text()) {
            return Some(Body::Piece(field));
        }
        let field = xml::unescaped(&field);
        if has_tags(field.text()) {
            return Some(Body::Piece(field));
        }
        Self::of_text(&field)
    }

    /// The words of a field that holds text; none where it is blank.
    pub(super) fn of_text(field: &Mapped<'_>) -> Option<Self> {
        let inner = Span::new(0, field.text().len()).trim(field.text());
        (!inner.is_empty()).then(|| Body::Plain(part(field, inner)))
    }

    /// Its words in one line.
    fn line(&self) -> String {
        match self {
            Body::Piece(it) => line_of(it.text()),
            Body::Plain(it) => it.text().split_whitespace().collect::<Vec<_>>().join(" "),
        }
    }
}

impl Entry<'_> {
    /// The report, or why there is none.
    pub(super) fn report(self, file: String) -> Result<Report, String> {
        let Some(body) = self.body else {
            return Err(match self.declared.title {
                Some(title) => format!("a headline without a text: “{}”", shown(&title.text)),
                None => "holds no text".into(),
            });
        };
        match body {
            Body::Piece(piece) => html::fragment(&piece, file, self.id, self.declared),
            Body::Plain(text) => {
                let (text, origin) = text.into_parts();
                let report = Report::new(self.id, file, fitting(text)?, self.declared);
                Ok(report.with_origin(origin))
            }
        }
    }

    /// The same, with a body that only repeats the title taken for none.
    pub(super) fn with_own_words(mut self) -> Self {
        let title = self.declared.title.as_ref().map(|it| it.text.as_str());
        let own = |body: &Body<'_>| {
            let line = body.line();
            let rest = title.and_then(|it| line.strip_prefix(it));
            let weight = |it: char| if it.is_ascii() { 1 } else { 2 };
            let letters = rest
                .unwrap_or(&line)
                .chars()
                .filter(|it| it.is_alphanumeric());
            WORDS <= letters.map(weight).sum()
        };
        self.body = self.body.filter(own);
        self
    }
}

/// The opening of a title for a reason.
fn shown(title: &str) -> String {
    title.chars().take(80).collect()
}

/// A headline that only a field holds.
pub(super) fn title(text: Option<String>) -> Option<Title> {
    text.map(|text| Title { text, span: None })
}

/// A time that a field declares, also as `20240503T071500+0200`.
pub(super) fn time(text: &str) -> Option<Published> {
    let parted = parted(text.trim());
    let stamp = when::field(parted.as_deref().unwrap_or(text))?;
    Some(stamp.published(PublishedBasis::Declared))
}

/// The basic form of ISO 8601 in its extended form.
fn parted(text: &str) -> Option<String> {
    let (date, rest) = text.split_at_checked(8)?;
    let (time, zone) = rest.strip_prefix('T')?.split_at_checked(6)?;
    let digits = |it: &str| it.bytes().all(|it| it.is_ascii_digit());
    let (day, clock) = (digits(date), digits(time));
    (day && clock).then(|| {
        let (year, month, day) = (&date[..4], &date[4..6], &date[6..]);
        let (hour, minute, second) = (&time[..2], &time[2..4], &time[4..]);
        format!("{year}-{month}-{day}T{hour}:{minute}:{second}{zone}")
    })
}

/// Names in one line, without "By".
pub(super) fn byline(names: impl Iterator<Item = String>) -> Option<String> {
    let mut all: Vec<String> = Vec::new();
    for name in names {
        let name = fields::without_by(&name).to_owned();
        if !name.is_empty() && !name.contains("://") && !all.contains(&name) {
            all.push(name);
        }
    }
    (!all.is_empty()).then(|| all.join(", "))
}

/// Whether a text holds tags.
fn has_tags(text: &str) -> bool {
    text.match_indices('<').any(|(at, _)| {
        let rest = text[at + 1..].trim_start_matches('/');
        rest.starts_with(|it: char| it.is_ascii_alphabetic()) && rest.contains('>')
    })
}

/// A field that may hold markup, in one line of words.
pub(super) fn line_of(field: &str) -> String {
    let words = if has_tags(field) {
        xml::without_tags(field)
    } else {
        field.to_owned()
    };
    let words = xml::unescaped(&Mapped::unmapped(words));
    words
        .text()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// A part of a text with its way back.
pub(super) fn part(whole: &Mapped<'_>, span: Span) -> Mapped<'static> {
    let origin = OriginMap::copied(span.len(), span.start() as u64).through(whole.origin());
    Mapped::new(whole.text()[span.range()].to_owned(), origin)
}

/// Several texts as one, with their ways back.
pub(super) fn joined(parts: &[&Mapped<'_>]) -> Mapped<'static> {
    let (mut text, mut runs) = (String::new(), Vec::new());
    for part in parts {
        let shift = text.len();
        text.push_str(part.text());
        runs.extend(part.origin().runs().iter().map(|run| Run {
            text: Span::new(run.text.start() + shift, run.text.end() + shift),
            ..*run
        }));
    }
    Mapped::new(text, OriginMap::new(runs))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(field: &str) -> String {
        match Body::of_html(Mapped::copied(field, 0)) {
            Some(Body::Piece(it)) => format!("piece {}", it.text()),
            Some(Body::Plain(it)) => format!("plain {}", it.text()),
            None => "none".into(),
        }
    }

    #[test]
    fn a_field_is_a_piece_of_a_page_or_text() {
        assert_eq!(body("<p>One &amp; two"), "piece <p>One &amp; two");
        assert_eq!(body("&lt;p&gt;One&lt;/p&gt;"), "piece <p>One</p>");
        assert_eq!(
            body(" One &amp; two\n\nthree < four "),
            "plain One & two\n\nthree < four"
        );
        assert_eq!(body(" \n"), "none");
    }

    #[test]
    fn a_body_that_repeats_the_title_is_none() {
        let entry = |body: &'static str| Entry {
            declared: Imprint {
                title: title(Some("Ferries sail again".into())),
                ..Imprint::default()
            },
            body: Body::of_html(Mapped::unmapped(body)),
            id: None,
        };
        let bare = entry("<a href='x'>Ferries sail again</a>&nbsp;<b>Coast Mirror</b>");
        assert!(bare.with_own_words().body.is_none());
        let own = entry("The first boat left Port Marlo at six.");
        assert!(own.with_own_words().body.is_some());
    }
}
