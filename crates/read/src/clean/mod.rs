//! Reports to masks.
//!
//! Input: one report. Output: a mask that says what is not the outlet's own
//! reporting, and the imprint, completed from the text. What always holds:
//! the text is only cut, never changed; the cuts are disjoint; words that a
//! source says are cut only where the report has them twice.

mod boilerplate;
mod credits;
mod cuts;
mod dateline;
mod embeds;
mod head;
mod imprint;
mod language;
mod lines;
mod repeats;
mod script;
mod subheads;
mod syndication;
mod words;

use rapporteur_language::{Cleaning, Language};
use rapporteur_text::{BlockKind, Cut, Imprint, Mask, Report, Span};

use crate::when;
pub use boilerplate::Boilerplate;
use cuts::Cuts;

/// What cleaning finds.
#[derive(Clone, Debug)]
pub struct Cleaned {
    /// What is not the outlet's own reporting.
    pub mask: Mask,
    /// Declared facts of publication, completed from the text.
    pub imprint: Imprint,
    /// What the blocks of the text are, as the source declares and as found:
    /// a post that is printed nowhere else is somebody's words, set off.
    pub blocks: Vec<(Span, BlockKind)>,
}

/// Finds what of `report` is not the outlet's own reporting, and completes
/// its imprint.
pub fn clean(report: &Report, language: &Language) -> Cleaned {
    let text = report.text();
    let rules = &language.cleaning;
    let lines = lines::lines(text);
    let words = words::words(text, &lines, &language.punctuation);
    let mut cuts = Cuts::new(text);
    script::cut(text, rules, &mut cuts);
    cut_pulled(report, &mut cuts);
    cut_markup(report, &mut cuts);
    let posts = embeds::cut(text, &lines, &words, &mut cuts);
    cut_by_rule(text, &lines, rules, &mut cuts);
    let head = head::cut(report, &lines, rules, &mut cuts);
    repeats::cut(text, &lines, &words, &mut cuts);
    credits::cut_foot(text, &lines, rules, &mut cuts);
    subheads::cut(text, &lines, &mut cuts);
    let mask = cuts.mask();
    let via = syndication::via(text, &lines, rules);
    let imprint = imprint::complete(report, &head, via, &mask, rules);
    Cleaned {
        blocks: blocks(report, &posts, &mask),
        mask,
        imprint,
    }
}

/// The declared blocks, with the posts that no declared block and no cut
/// touches, in text order.
fn blocks(report: &Report, posts: &[Span], mask: &Mask) -> Vec<(Span, BlockKind)> {
    let mut blocks = report.blocks().to_vec();
    let free = |post: &&Span| {
        let declared = report.blocks().iter().any(|(it, _)| it.overlaps(**post));
        !declared && !mask.touches(**post)
    };
    blocks.extend(posts.iter().filter(free).map(|&it| (it, BlockKind::Quote)));
    blocks.sort_unstable();
    blocks
}

/// Cuts sentences that the page sets large beside the text they are from; one
/// that the text does not have is left.
fn cut_pulled(report: &Report, cuts: &mut Cuts<'_>) {
    let letters = |text: &str| -> String {
        let kept = text.chars().filter(|it| it.is_alphanumeric());
        kept.flat_map(char::to_lowercase).collect()
    };
    let pulled = report
        .blocks()
        .iter()
        .filter(|it| it.1 == BlockKind::PullQuote);
    for &(span, _) in pulled {
        let words = letters(report.slice(span));
        let before = letters(&report.text()[..span.start()]);
        let after = letters(&report.text()[span.end()..]);
        if !words.is_empty() && (before.contains(&words) || after.contains(&words)) {
            cuts.add(span, Cut::Repeat);
        }
    }
}

/// Believes the page's markup where the words allow it: what it calls a
/// byline, a date or a heading is short.
fn cut_markup(report: &Report, cuts: &mut Cuts<'_>) {
    for &(span, cut) in report.markup() {
        let most = match cut {
            Cut::Byline | Cut::Date => 120,
            Cut::Headline | Cut::Subhead => 250,
            Cut::Caption => 1200,
            _ => usize::MAX,
        };
        if span.len() <= most {
            cuts.add(span, cut);
        }
    }
}

/// Most words of the heading of a list of other reports.
const LIST_HEADING: usize = 4;

/// Cuts the lines that a rule of the data file fits, and the lists of other
/// reports below a heading such as "Most read".
fn cut_by_rule(text: &str, lines: &[lines::Line], rules: &Cleaning, cuts: &mut Cuts<'_>) {
    let mut listing = false;
    for line in lines {
        let Some(rest) = cuts.rest(line.span) else {
            continue;
        };
        let words = &text[rest.range()];
        if 800 < words.len() {
            continue;
        }
        let dated = when::dates(words).next().is_some();
        if let Some(cut) = rules.why(words, dated).filter(|_| !is_quotation(words)) {
            listing = cut == Cut::Related && words.split_whitespace().count() <= LIST_HEADING;
            cuts.add(rest, cut);
        } else if listing && is_listed(words, line.breaks) {
            cuts.add(rest, Cut::Related);
        } else {
            listing = false;
        }
    }
}

/// Whether a line opens with a quotation and goes on to say whose it is.
fn is_quotation(words: &str) -> bool {
    let Some(rest) = words.strip_prefix(['“', '"', '«', '„']) else {
        return false;
    };
    let after = rest.rsplit(['”', '"', '»', '“']).next().unwrap_or_default();
    after.len() < rest.len() && 2 <= after.split_whitespace().count()
}

/// Whether a line below the heading of a list of other reports is one of
/// them: numbered or marked, or a headline right under the line before.
fn is_listed(words: &str, breaks: usize) -> bool {
    let bare = words.trim_start_matches(|it: char| it.is_ascii_digit());
    let numbered = bare.len() < words.len() && bare.starts_with(['.', ')']);
    let marked = words.starts_with(['•', '*', '▪', '-', '–']);
    let open = words.ends_with(['.', '…', ',']);
    let short = words.split_whitespace().count() <= 25;
    short && !open && (numbered || marked || (breaks == 1 && head::is_heading(words)))
}

#[cfg(test)]
mod tests;
