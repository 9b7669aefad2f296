//! What the labels of an export say, as an imprint.

use std::collections::BTreeMap;
use std::ops::Range;

use rapporteur_language::{Exports, Layout, Part};
use rapporteur_text::{Imprint, PublishedBasis, Title};

use super::lines::{Line, blocks};
use crate::read::fields::{language_tag, without_by};
use crate::when::{self, Stamp};

/// Most bytes of a value; what is longer is no field.
const VALUE_CAP: usize = 2_000;
/// Bytes from which what ends as a sentence does is one.
const SENTENCE: usize = 50;

/// Values by the part that they are of; the first of each stands.
#[derive(Debug, Default)]
pub(super) struct Fields {
    values: BTreeMap<Part, String>,
}

impl Fields {
    /// Keeps a value, unless the part has one.
    pub(super) fn add(&mut self, part: Part, value: &str) {
        let value = value.trim();
        let kept = part != Part::Other && part != Part::Text;
        if kept && !value.is_empty() && value.len() <= VALUE_CAP {
            self.values.entry(part).or_insert_with(|| value.to_owned());
        }
    }

    /// Keeps what the labelled lines of a range say.
    pub(super) fn add_lines(&mut self, layout: &Layout, lines: &[Line<'_>]) {
        for line in lines {
            if let Some((_, part, value)) = layout.field(&line.text) {
                self.add(part, &line.text[value..]);
            }
        }
    }

    /// The value of a part.
    pub(super) fn get(&self, part: Part) -> Option<&str> {
        self.values.get(&part).map(String::as_str)
    }

    /// The database's own number, without the words before it.
    pub(super) fn id(&self) -> Option<String> {
        let words = self.get(Part::Id)?.split_whitespace();
        words.last().map(str::to_owned)
    }

    /// What is said of the publication.
    pub(super) fn imprint(&self) -> Imprint {
        let own = |part| self.get(part).map(str::to_owned);
        let day = self.get(Part::Published).unwrap_or_default();
        let time = self.get(Part::Time).unwrap_or_default();
        let stamp = date(&format!("{day} {time}"));
        Imprint {
            url: own(Part::Url).filter(|it| it.contains("://")),
            outlet: self
                .get(Part::Outlet)
                .map(|it| without_place(it).to_owned()),
            title: own(Part::Title).map(|text| Title { text, span: None }),
            byline: self.get(Part::Byline).map(|it| in_order(without_by(it))),
            published: stamp.map(|it| it.published(PublishedBasis::Declared)),
            section: self.get(Part::Section).and_then(section),
            language: self.get(Part::Language).and_then(language),
            ..Imprint::default()
        }
    }
}

/// The outlet's name less the place behind it: "Coast Mirror (Port Marlo)".
fn without_place(outlet: &str) -> &str {
    let bare = outlet
        .trim_end()
        .strip_suffix(')')
        .and_then(|it| it.rsplit_once(" ("));
    bare.map_or(outlet, |(name, _)| name)
}

/// "Ilse Garrow" of "Garrow, Ilse"; other bylines as they are.
fn in_order(byline: &str) -> String {
    match byline.split_once(", ") {
        Some((last, first)) if is_one_name(last) && is_one_name(first) => format!("{first} {last}"),
        _ => byline.to_owned(),
    }
}

/// Whether a text is one capitalised word.
fn is_one_name(text: &str) -> bool {
    let rest = text.chars().skip(1);
    text.starts_with(char::is_uppercase)
        && text
            .chars()
            .all(|it| it.is_alphabetic() || "-'’.".contains(it))
        && rest.clone().any(char::is_lowercase)
}

/// The section less its page: "NEWS; Pg. 3".
fn section(value: &str) -> Option<String> {
    let section = value.split(';').next().unwrap_or_default().trim();
    (!section.is_empty()).then(|| section.to_owned())
}

/// The tag of a language by the name that exports give it.
pub(super) fn language(value: &str) -> Option<String> {
    let name = value.split([';', ',']).next().unwrap_or_default().trim();
    let known = Exports::embedded().language(name).map(str::to_owned);
    known.or_else(|| language_tag(name).filter(|it| it.len() == 2))
}

/// The first day that a value names, in English or as Europresse writes it.
pub(super) fn date(value: &str) -> Option<Stamp> {
    when::field(value).or_else(|| foreign_date(value))
}

fn foreign_date(value: &str) -> Option<Stamp> {
    let words: Vec<&str> = value.split_whitespace().take(40).collect();
    words.windows(3).find_map(|three| {
        let dom: u8 = three[0].trim_end_matches("er").parse().ok()?;
        let month = Exports::embedded().month(three[1])?;
        let year: u16 = three[2].trim_end_matches(',').parse().ok()?;
        when::field(&format!("{year:04}-{month:02}-{dom:02}"))
    })
}

/// Whether a line is a day of publication: it begins with one, a day of the
/// week aside, and has few other words.
pub(super) fn is_date(line: &str) -> bool {
    let mut words = line.splitn(2, [',', ' ']);
    let first = words.next().unwrap_or_default();
    let rest = if first.to_lowercase().ends_with("day") {
        words.next().unwrap_or_default().trim_start()
    } else {
        line
    };
    line.len() <= 80 && when::date_at(rest).is_some()
}

/// Whether a line claims rights: a sentence may open with "Copyright" too,
/// but goes on with no year.
pub(super) fn is_copyright(line: &str) -> bool {
    let line = line.to_lowercase();
    let claims = ["copyright ©", "copyright (c)", "copyright", "©", "(c)"];
    let claimed = claims.iter().find_map(|it| line.strip_prefix(it));
    claimed.is_some_and(|it| it.trim_start().starts_with(|it: char| it.is_ascii_digit()))
        || line.starts_with("all rights reserved")
}

/// Where the text of a report ends among the lines from `from` to `to`: at
/// the first line that surely ends it, and the feet right above; else at the
/// copyright below it.
pub(super) fn text_end(layout: &Layout, lines: &[Line<'_>], from: usize, to: usize) -> usize {
    let sure = (from..to).find(|&at| layout.ends(&lines[at].text));
    let foot = |block: &Range<usize>| {
        let first = &lines[block.start].text;
        is_copyright(first) || (sure.is_some() && layout.is_foot(first) && !is_sentence(first))
    };
    let sure_end = sure.unwrap_or(to);
    let blocks = blocks(lines, from..sure_end);
    let feet = blocks.iter().rev().take_while(|it| foot(it));
    feet.last().map_or(sure_end, |it| it.start)
}

/// Whether a line is a sentence that only looks labelled.
fn is_sentence(line: &str) -> bool {
    SENTENCE <= line.len() && line.ends_with(['.', '!', '?', '”', '"'])
}
