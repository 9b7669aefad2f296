//! What is read from web pages: main text, title, author and day.
//!
//! Input: `pages-fundus` (bodies found by per-site rules) and
//! `pages-trafilatura` (segments that must and must not be in the text).
//! What is scored is a report's text less its cuts, as `annotate` prints both.
//! Output: for Fundus, 4-gram F1 as Scrapinghub's benchmark counts it (each
//! page weighs the same) and ROUGE-LSum (Lin 2004); for both sets, exact
//! titles, days and authors after normalising.

mod grams;
pub(crate) mod load;
mod rouge;

use std::collections::BTreeMap;
use std::path::Path;

use rapporteur_language::{Language, Pages};
use rapporteur_read::{Source, clean, read_page};
use rapporteur_text::{Cut, Imprint, Title};

use crate::score::{Score, Tally};
use load::Page;

/// What a page gave.
#[derive(Debug, Default)]
struct Told {
    /// Text less cuts, blocks in lines.
    text: String,
    /// Day of publication, ISO 8601.
    day: Option<String>,
    /// Title and byline.
    imprint: Imprint,
}

/// Scores both sets, as the program reads them.
pub(super) fn evaluate(data: &Path) -> anyhow::Result<Vec<Score>> {
    let mut sums = Sums::default();
    for page in all(data)? {
        sums.add(&page, &read(&page, Pages::embedded()));
    }
    Ok(sums.scores("pages"))
}

/// Scores what another program read, one JSON object a line with the fields
/// `name`, `text`, `title`, `byline` and `day`.
pub fn compare(data: &Path, told: &Path) -> anyhow::Result<Vec<Score>> {
    let mut by_name = BTreeMap::new();
    for line in std::fs::read_to_string(told)?.lines() {
        let value: serde_json::Value = serde_json::from_str(line)?;
        let field = |name: &str| value[name].as_str().map(str::to_owned);
        let imprint = Imprint {
            title: field("title").map(|text| Title { text, span: None }),
            byline: field("byline"),
            ..Imprint::default()
        };
        let told = Told {
            text: field("text").unwrap_or_default(),
            day: field("day"),
            imprint,
        };
        by_name.insert(field("name").unwrap_or_default(), told);
    }
    let mut sums = Sums::default();
    for page in all(data)? {
        sums.add(&page, by_name.entry(page.name.clone()).or_default());
    }
    Ok(sums.scores("pages"))
}

/// Scores both sets with trees that were learnt without the page's publisher:
/// what to expect of pages that were never seen.
pub(super) fn evaluate_held_out(data: &Path) -> anyhow::Result<Vec<Score>> {
    let mut sums = Sums::default();
    for (pages, held) in crate::train::pages::folds(&all(data)?) {
        for page in held {
            sums.add(page, &read(page, &pages));
        }
    }
    let mut scores = sums.scores("pages-held-out");
    scores.retain(|it| {
        it.name.contains("grams") || it.name.contains("rouge") || it.name.contains("segments")
    });
    Ok(scores)
}

/// The pages of both sets.
fn all(data: &Path) -> anyhow::Result<Vec<Page>> {
    let mut pages = load::fundus(&data.join("pages-fundus"))?;
    let folder = data.join("pages-trafilatura");
    if folder.is_dir() {
        pages.extend(load::trafilatura(&folder)?);
    }
    Ok(pages)
}

/// Reads a page and cleans it.
fn read(page: &Page, pages: &Pages) -> Told {
    let mut source = Source::named(page.name.clone());
    source.url = Some(page.url.clone());
    let Ok(report) = read_page(&page.html, &source, pages) else {
        return Told::default();
    };
    let cleaned = clean(&report, Language::english());
    let mut text = String::new();
    let mut from = 0;
    let cuts = cleaned.mask.cuts().iter();
    for &(span, _) in cuts.filter(|(_, it)| *it != Cut::Subhead) {
        text.push_str(&report.text()[from..span.start()]);
        from = span.end();
    }
    text.push_str(&report.text()[from..]);
    Told {
        text,
        day: cleaned.imprint.published.map(|it| it.date.to_string()),
        imprint: cleaned.imprint,
    }
}

/// What adds up over pages.
#[derive(Default)]
struct Sums {
    grams: grams::Sum,
    rouge: f64,
    bodies: usize,
    segments: Tally,
    fundus: Facts,
    trafilatura: Facts,
}

impl Sums {
    fn add(&mut self, page: &Page, told: &Told) {
        if page.body.is_empty() {
            self.add_segments(page, told);
            self.trafilatura.add(page, told);
            return;
        }
        let gold = page.body.join("\n");
        let counts = grams::compare(&gold, &told.text);
        let lsum = rouge::f1(&gold, &told.text);
        if is_listing() {
            println!("body {:.3} {lsum:.3} {}", counts.f1(), page.name);
            list_lines("  lacks", &gold, &told.text);
            list_lines("  holds", &told.text, &gold);
        }
        self.grams.add(counts);
        self.rouge += lsum;
        self.bodies += 1;
        self.fundus.add(page, told);
    }

    fn add_segments(&mut self, page: &Page, told: &Told) {
        for (segments, wanted) in [(&page.with, true), (&page.without, false)] {
            for segment in segments {
                let there = told.text.contains(segment.as_str());
                self.segments.gold += usize::from(wanted);
                self.segments.found += usize::from(there);
                self.segments.right += usize::from(there && wanted);
                if there != wanted && is_listing() {
                    let wrong = if wanted { "lacks" } else { "holds" };
                    println!("segment {} {wrong} {segment:?}", page.name);
                }
            }
        }
    }

    fn scores(self, name: &str) -> Vec<Score> {
        let score = |what: &str, value: f64| {
            Score::new(format!("{name}.{what}"), 100.0 * value, self.bodies)
        };
        let mut scores = vec![
            score("grams.p", self.grams.precision()),
            score("grams.r", self.grams.recall()),
            score("grams.f1", self.grams.f1()),
            score("rouge.f1", self.rouge / self.bodies.max(1) as f64),
        ];
        scores.extend(self.segments.scores(&format!("{name}.segments")));
        scores.extend(self.fundus.scores(&format!("{name}.fundus")));
        scores.extend(self.trafilatura.scores(&format!("{name}.trafilatura")));
        scores
    }
}

/// Lists the lines of one text that the other does not hold.
fn list_lines(what: &str, text: &str, other: &str) {
    let other = words(other);
    for line in text.lines().filter(|it| !it.trim().is_empty()) {
        if !other.contains(&words(line)) {
            println!("{what} {}", line.chars().take(150).collect::<String>());
        }
    }
}

/// Whether to list what is wrong with each page.
fn is_listing() -> bool {
    std::env::args().any(|it| it == "--worst")
}

/// Titles, days and authors that are right.
#[derive(Debug, Default)]
struct Facts {
    titles: Tally,
    days: Tally,
    authors: Tally,
}

impl Facts {
    fn add(&mut self, page: &Page, told: &Told) {
        let title = told.imprint.title.as_ref().map(|it| it.text.as_str());
        let day = told.day.clone();
        let byline = told.imprint.byline.as_deref();
        count(
            &mut self.titles,
            page,
            "title",
            page.title.as_deref(),
            title,
            words,
        );
        count(
            &mut self.days,
            page,
            "day",
            page.day.as_deref(),
            day.as_deref(),
            str::to_owned,
        );
        count(
            &mut self.authors,
            page,
            "author",
            page.author.as_deref(),
            byline,
            names,
        );
    }

    fn scores(self, set: &str) -> Vec<Score> {
        let mut scores = self.titles.scores(&format!("{set}.titles"));
        scores.extend(self.days.scores(&format!("{set}.days")));
        scores.extend(self.authors.scores(&format!("{set}.authors")));
        scores
    }
}

/// Counts one fact; pages without a gold value are left out.
fn count(
    tally: &mut Tally,
    page: &Page,
    what: &str,
    gold: Option<&str>,
    told: Option<&str>,
    normal: fn(&str) -> String,
) {
    let Some(gold) = gold.filter(|it| !it.is_empty()) else {
        return;
    };
    let right = told.is_some_and(|it| normal(it) == normal(gold));
    tally.gold += 1;
    tally.found += usize::from(told.is_some());
    tally.right += usize::from(right);
    if !right && is_listing() {
        println!("{what} {} gold {gold:?} told {told:?}", page.name);
    }
}

/// Letters and digits in lower case, a space between words.
fn words(text: &str) -> String {
    let parts = text.split(|it: char| !it.is_alphanumeric());
    let parts: Vec<String> = parts
        .filter(|it| !it.is_empty())
        .map(str::to_lowercase)
        .collect();
    parts.join(" ")
}

/// The names of several authors, in order of letters.
fn names(text: &str) -> String {
    let parts = text
        .split([',', ';', '&', '|'])
        .flat_map(|it| it.split(" und "));
    let parts = parts.flat_map(|it| it.split(" and "));
    let mut parts: Vec<String> = parts.map(words).filter(|it| !it.is_empty()).collect();
    parts.sort();
    parts.dedup();
    parts.join(", ")
}
