//! The lines that stand before a report's first sentence.
//!
//! From the top: a date, the headline, a byline, a staff credit, a caption,
//! the dateline. What is none of these is the report.

use rapporteur_language::Cleaning;
use rapporteur_text::{Cut, Report, Span};

use super::cuts::Cuts;
use super::dateline::{self, Found};
use super::lines::Line;
use crate::when::{self, Stamp};

/// Lines that are looked at.
const LINES: usize = 14;
/// Lines past the first of the report that may still carry the dateline.
const LATE: usize = 2;

/// What the opening lines say.
#[derive(Debug, Default)]
pub(super) struct Head {
    /// The headline.
    pub(super) headline: Option<Span>,
    /// The author line without "By".
    pub(super) byline: Option<String>,
    /// A date on a line of its own or before the first words.
    pub(super) date: Option<Stamp>,
    /// The dateline.
    pub(super) dateline: Option<Found>,
    /// The outlet, where its name stands on a line of its own.
    pub(super) outlet: Option<&'static str>,
}

/// Cuts the opening lines and says what they say.
pub(super) fn cut(report: &Report, lines: &[Line], rules: &Cleaning, cuts: &mut Cuts<'_>) -> Head {
    let mut opening = Opening {
        report,
        text: report.text(),
        lines,
        rules,
        head: Head::default(),
        late: 0,
    };
    for at in 0..lines.len().min(LINES) {
        if opening.line(at, cuts) {
            break;
        }
    }
    opening.head
}

/// Goes through the opening lines.
struct Opening<'r> {
    report: &'r Report,
    text: &'r str,
    lines: &'r [Line],
    rules: &'r Cleaning,
    head: Head,
    /// Lines of the report that were passed.
    late: usize,
}

impl Opening<'_> {
    /// Cuts one line; true when the report has begun.
    fn line(&mut self, at: usize, cuts: &mut Cuts<'_>) -> bool {
        let line = self.lines[at].span;
        let Some(mut rest) = cuts.rest(line) else {
            self.note_cut(line, cuts);
            return false;
        };
        if rest.start() != line.start() && self.late == 0 {
            self.note_cut(line, cuts);
        }
        if self.late == 0 {
            if let Some(after) = self.leading_date(rest, at, cuts) {
                rest = after;
            }
            if rest.is_empty() || self.whole(rest, at, cuts) {
                return false;
            }
        }
        if self.late != 0 && self.late_byline(rest, cuts) {
            return false;
        }
        if let Some(found) = self.with_byline(rest, cuts) {
            cuts.add(found.span, Cut::Dateline);
            self.head.dateline = Some(found);
            return true;
        }
        self.late += 1;
        LATE < self.late
    }

    /// A line "By Jane Orr" past a line that was not understood.
    fn late_byline(&mut self, line: Span, cuts: &mut Cuts<'_>) -> bool {
        let words = &self.text[line.range()];
        let short = words.split_whitespace().count() <= 6;
        let Some(name) = byline(words).filter(|_| short && is_by(words)) else {
            return false;
        };
        self.head.byline.get_or_insert(name);
        cuts.add(line, Cut::Byline);
        true
    }

    /// A line that was cut already may still say when and where.
    fn note_cut(&mut self, line: Span, cuts: &Cuts<'_>) {
        match cuts.at(line.start()) {
            Some(Cut::Caption) if self.head.dateline.is_none() => {
                self.head.dateline = dateline::at(self.text, line, self.rules);
            }
            Some(Cut::Date) if self.head.date.is_none() => {
                self.head.date = when::dates(&self.text[line.range()]).next().map(|it| it.2);
            }
            Some(Cut::Headline) => self.head.headline = Some(line),
            Some(Cut::Byline) if self.head.byline.is_none() => {
                self.head.byline = byline(&self.text[line.range()]);
            }
            _ => {}
        }
    }

    /// A date before the first words: "date 2023-12-27", "2023-12-27".
    fn leading_date(&mut self, line: Span, at: usize, cuts: &mut Cuts<'_>) -> Option<Span> {
        let words = &self.text[line.range()];
        let label = ["date ", "Date ", "date: ", "Date: ", "DATE: "];
        let label = label
            .iter()
            .find(|it| words.starts_with(**it))
            .map_or(0, |it| it.len());
        let (len, stamp) = when::date_at(&words[label..])?;
        let iso = words.as_bytes().get(label + 4) == Some(&b'-');
        let only = self.is_bare(&words[label + len..]);
        if 3 < at || !(only || iso) {
            return None;
        }
        self.head.date.get_or_insert(stamp);
        let end = if only {
            line.end()
        } else {
            line.start() + label + len
        };
        cuts.add(Span::new(line.start(), end), Cut::Date);
        Some(Span::new(end, line.end()).trim(self.text))
    }

    /// Whether only labels of dates, digits and marks are left.
    fn is_bare(&self, words: &str) -> bool {
        let mut words = words
            .split(|it: char| !it.is_alphanumeric())
            .filter(|it| !it.is_empty());
        words.all(|it| {
            let label = self.rules.date_labels.contains(&it.to_lowercase());
            label || it.bytes().all(|b| b.is_ascii_digit())
        })
    }

    /// Cuts a line that is wholly a date, a byline, an outlet or the headline.
    fn whole(&mut self, line: Span, at: usize, cuts: &mut Cuts<'_>) -> bool {
        let words = &self.text[line.range()];
        if self.is_date_line(words) {
            self.head.date = self.head.date.or_else(|| when::field(words));
            cuts.add(line, Cut::Date);
        } else if let Some(name) = byline(words) {
            self.head.byline.get_or_insert(name);
            self.head.date = self.head.date.or_else(|| when::field(words));
            cuts.add(line, Cut::Byline);
        } else if let Some(outlet) = Self::outlet(words) {
            self.head.outlet = Some(outlet);
            cuts.add(line, Cut::Credit);
        } else if self.is_masthead(line, at) {
            cuts.add(line, Cut::Credit);
        } else if self.is_headline(line, at) {
            self.head.headline = Some(line);
            cuts.add(line, Cut::Headline);
        } else if self.is_deck(line, at) {
            cuts.add(line, Cut::Subhead);
        } else {
            return false;
        }
        true
    }

    fn is_date_line(&self, words: &str) -> bool {
        if 120 < words.len() {
            return false;
        }
        when::dates(words).next().is_some_and(|(start, end, _)| {
            self.is_bare(&words[..start]) && self.is_bare(&words[end..])
        })
    }

    /// The outlet whose name is the whole line.
    fn outlet(words: &str) -> Option<&'static str> {
        let known = words.len() < 60 && words.split(' ').count() <= 6;
        known.then(|| rapporteur_language::Outlets::embedded().by_name(words))?
    }

    /// Whether the first line is the outlet's name: a few words, then a date,
    /// then the headline.
    fn is_masthead(&self, line: Span, at: usize) -> bool {
        let words = |span: Span| &self.text[span.range()];
        let (Some(date), Some(title)) = (self.lines.get(1), self.lines.get(2)) else {
            return false;
        };
        at == 0
            && words(line).split_whitespace().count() <= 4
            && self.is_date_line(words(date.span))
            && is_heading(words(title.span))
            && self.followed_by_text(2)
    }

    /// Whether the line is the headline: the declared one, or a short first
    /// line without a full stop that longer ones follow.
    fn is_headline(&self, line: Span, at: usize) -> bool {
        let words = &self.text[line.range()];
        if let Some(title) = &self.report.declared().title
            && same_words(&title.text, words)
        {
            return true;
        }
        let declared_elsewhere =
            !self.report.markup().is_empty() && self.report.declared().title.is_some();
        !declared_elsewhere
            && self.head.headline.is_none()
            && is_heading(words)
            && dateline::at(self.text, line, self.rules).is_none()
            && self.lines.len() > at + 1
            && self.followed_by_text(at)
    }

    /// Whether the line is a second heading right under the headline.
    fn is_deck(&self, line: Span, at: usize) -> bool {
        let words = &self.text[line.range()];
        self.head.headline.is_some()
            && 0 < at
            && is_heading(words)
            && !words.contains(['"', '“'])
            && self
                .lines
                .get(at + 1)
                .is_some_and(|it| line.len() < it.span.len())
            && dateline::at(self.text, line, self.rules).is_none()
    }

    /// Whether one of the next lines is a paragraph.
    fn followed_by_text(&self, at: usize) -> bool {
        let next = self.lines[at + 1..].iter().take(6);
        let prose = |span: Span| {
            let words = &self.text[span.range()];
            80 < words.len() && ends_sentence(words)
        };
        next.into_iter().any(|it| prose(it.span))
    }

    /// The dateline that the line begins with, perhaps after a byline.
    fn with_byline(&mut self, line: Span, cuts: &mut Cuts<'_>) -> Option<Found> {
        if self.head.dateline.is_some() && 0 < self.late {
            return None;
        }
        if let Some(found) = dateline::at(self.text, line, self.rules) {
            return Some(found);
        }
        let words = &self.text[line.range()];
        if self.late != 0 || !is_by(words) {
            return None;
        }
        let spaces = words
            .match_indices(' ')
            .map(|(at, _)| at + 1)
            .skip(1)
            .take(7);
        for at in spaces {
            let rest = Span::new(line.start() + at, line.end());
            if let Some(found) = dateline::at(self.text, rest, self.rules)
                && found
                    .place
                    .as_deref()
                    .is_some_and(|it| it.chars().all(|c| !c.is_lowercase()))
            {
                let span = Span::new(line.start(), rest.start()).trim(self.text);
                self.head.byline = byline(&self.text[span.range()]);
                cuts.add(span, Cut::Byline);
                return Some(found);
            }
        }
        None
    }
}

/// Whether the words begin with "By" and a name.
fn is_by(words: &str) -> bool {
    let by = words
        .strip_prefix("By ")
        .or_else(|| words.strip_prefix("BY "));
    by.is_some_and(|it| it.trim_start().starts_with(char::is_uppercase))
}

/// The author that a byline names: "By Jane Orr, Health Editor", "Jane Orr
/// By", "Jane Orr | Updated: May 3, 2024".
fn byline(words: &str) -> Option<String> {
    let count = words.split_whitespace().count();
    if 20 < count || words.ends_with('.') && !words.ends_with("m.") {
        return None;
    }
    if is_by(words) && count <= 14 {
        let name = words[3..].trim();
        let name = name.split(['|', '•', '·']).next().unwrap_or(name);
        return Some(name.trim().to_owned());
    }
    if let Some(name) = words
        .strip_suffix(" By")
        .or_else(|| words.strip_suffix(" by"))
    {
        return is_name(name).then(|| name.trim().to_owned());
    }
    let (name, rest) = words.split_once(['|', '•', '·'])?;
    (is_name(name) && when::field(rest).is_some()).then(|| name.trim().to_owned())
}

/// Two to five capitalised words.
fn is_name(words: &str) -> bool {
    let words: Vec<&str> = words.split_whitespace().collect();
    (2..=5).contains(&words.len()) && words.iter().all(|it| it.starts_with(char::is_uppercase))
}

/// Whether a line is set as a heading: a few words, no full stop.
pub(super) fn is_heading(words: &str) -> bool {
    let count = words.split_whitespace().count();
    let open =
        words.starts_with(|it: char| it.is_uppercase() || it.is_numeric() || "“\"‘'".contains(it));
    let close = words.ends_with(|it: char| it.is_alphanumeric() || "?!”’\"')".contains(it));
    (2..=25).contains(&count) && words.len() <= 200 && open && close && !ends_in_attribution(words)
}

/// Whether a line that ends in a quotation mark or letter reads as a sentence
/// of its own: a quotation closed with its stop inside.
fn ends_in_attribution(words: &str) -> bool {
    let bare = words.trim_end_matches(['”', '’', '"', '\'', ')']);
    bare.len() < words.len() && bare.ends_with(['.', ',', '!', '?'])
}

/// Whether a line ends as a sentence does.
pub(super) fn ends_sentence(words: &str) -> bool {
    let bare = words.trim_end_matches(['”', '’', '"', '\'', ')', ']']);
    bare.ends_with(['.', '!', '?', ':', '…', ','])
}

/// Whether two texts have the same words, punctuation and case aside.
fn same_words(one: &str, other: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let parts = text.split(|it: char| !it.is_alphanumeric());
        parts
            .filter(|it| !it.is_empty())
            .map(str::to_lowercase)
            .collect()
    };
    words(one) == words(other)
}
