//! What changed from one text of a report to the next.
//!
//! Words are held against words by their longest common subsequence, between
//! the beginning and the end that both texts share. What always holds: the
//! table of that is bounded; a change too large for it is told as one.

use std::fmt::Write as _;

use maud::{Markup, html};
use rapporteur_present::csv;
use rapporteur_present::html::{Served, page};
use rapporteur_present::terminal::{headline, line};
use rapporteur_store::VersionRow;
use serde::Serialize;
use serde_json::json;

use crate::http::Answer;
use crate::pages::{CSV, MARKDOWN};
use crate::site::{Fault, Form, Outcome, Site, up};
use crate::twins::escaped;

/// Cells of the table by which words are aligned.
const CELLS: usize = 4_000_000;
/// Words shown at either end of what stayed.
const AROUND: usize = 12;

/// What became of some words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Change {
    Kept,
    Out,
    In,
}

/// Words with what became of them.
type Step = (Change, String);

pub(crate) fn versions(site: &Site<'_>, name: &str, form: Form) -> Outcome {
    let versions = site.store.versions(name)?;
    let Some(latest) = versions.first() else {
        return Err(Fault::Missing(format!("no report {name}")));
    };
    let changes: Vec<Vec<Step>> = versions
        .windows(2)
        .map(|it| steps(&it[1].text, &it[0].text))
        .collect();
    Ok(match form {
        Form::Json => Answer::json(&json!({ "versions": versions, "changes": changes })),
        Form::Csv => Answer::of(CSV, table(&versions, &changes)),
        Form::Md => Answer::of(MARKDOWN, markdown(&versions, &changes)),
        Form::Html => {
            let title = latest.title.as_deref().unwrap_or(&latest.file);
            let content = html! {
                div.masthead {
                    h1 { "Versions" }
                    p.counts { bdi { (headline(title)) } " · " (versions.len()) }
                }
                @for (at, it) in versions.iter().enumerate() { (section(it, changes.get(at))) }
            };
            let served = Served {
                up: up(3),
                twins: ["json", "csv", "md"]
                    .map(|it| (it, format!("versions.{it}")))
                    .to_vec(),
                ..Served::default()
            };
            Answer::page(page("Versions", &content, &served))
        }
    })
}

fn section(it: &VersionRow, changes: Option<&Vec<Step>>) -> Markup {
    html! {
        section.part {
            h2 { "Version " (it.version) }
            p.imprint { "kept " (it.at)
                @if let Some(at) = &it.published { " · published " (at) }
                @if let Some(title) = &it.title { " · " bdi { (headline(title)) } }
            }
            @if let Some(steps) = changes {
                p.changes { @for step in steps { (shown(step)) " " } }
            } @else { p.quiet { "The first that was read." } }
        }
    }
}

fn shown((change, words): &Step) -> Markup {
    match change {
        Change::Kept => html! { bdi { (line(&shortened(words))) } },
        Change::Out => html! { del { "[−" bdi { (line(words)) } "−]" } },
        Change::In => html! { ins { "[+" bdi { (line(words)) } "+]" } },
    }
}

/// The ends of a long stretch.
fn shortened(text: &str) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    if words.len() <= 2 * AROUND + 4 {
        return text.to_owned();
    }
    let (start, end) = (&words[..AROUND], &words[words.len() - AROUND..]);
    format!("{} … {}", start.join(" "), end.join(" "))
}

/// How many words have that change.
fn count(steps: &[Step], change: Change) -> usize {
    let of = steps.iter().filter(|it| it.0 == change);
    of.map(|it| it.1.split(' ').count()).sum()
}

fn table(versions: &[VersionRow], changes: &[Vec<Step>]) -> String {
    let head = [
        "version",
        "at",
        "published",
        "title",
        "words_in",
        "words_out",
    ];
    let mut out = csv::line(head.into_iter());
    for (at, it) in versions.iter().enumerate() {
        let counts = [Change::In, Change::Out].map(|change| {
            let steps = changes.get(at);
            steps.map_or(String::new(), |it| count(it, change).to_string())
        });
        let of = |it: &Option<String>| it.clone().unwrap_or_default();
        let [words_in, words_out] = counts;
        let cells = [
            it.version.to_string(),
            it.at.clone(),
            of(&it.published),
            of(&it.title),
            words_in,
            words_out,
        ];
        out += &csv::line(cells.iter().map(String::as_str));
    }
    out
}

fn markdown(versions: &[VersionRow], changes: &[Vec<Step>]) -> String {
    let mut out = String::from("# Versions\n");
    for (at, it) in versions.iter().enumerate() {
        let _ = write!(out, "\n## Version {}, kept {}\n\n", it.version, it.at);
        for (change, words) in changes.get(at).into_iter().flatten() {
            let _ = match change {
                Change::Kept => write!(out, "{} ", escaped(&shortened(words))),
                Change::Out => write!(out, "~~{}~~ ", escaped(words)),
                Change::In => write!(out, "**{}** ", escaped(words)),
            };
        }
        out.push('\n');
    }
    out
}

/// From one text to another.
fn steps(from: &str, to: &str) -> Vec<Step> {
    let (from, to): (Vec<&str>, Vec<&str>) = (
        from.split_whitespace().collect(),
        to.split_whitespace().collect(),
    );
    let same = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let (from_rest, to_rest) = (&from[same..], &to[same..]);
    let ends = from_rest.iter().rev().zip(to_rest.iter().rev());
    let end = ends.take_while(|(a, b)| a == b).count();
    let (out, new) = (
        &from_rest[..from_rest.len() - end],
        &to_rest[..to_rest.len() - end],
    );
    let mut steps = Vec::new();
    push(&mut steps, Change::Kept, &from[..same]);
    if (out.len() + 1).saturating_mul(new.len() + 1) <= CELLS {
        aligned(&mut steps, out, new);
    } else {
        push(&mut steps, Change::Out, out);
        push(&mut steps, Change::In, new);
    }
    push(&mut steps, Change::Kept, &from[from.len() - end..]);
    steps
}

/// Aligns words by their longest common subsequence.
fn aligned(steps: &mut Vec<Step>, out: &[&str], new: &[&str]) {
    let width = new.len() + 1;
    let mut longest = vec![0_u32; (out.len() + 1) * width];
    for a in (0..out.len()).rev() {
        for b in (0..new.len()).rev() {
            longest[a * width + b] = if out[a] == new[b] {
                longest[(a + 1) * width + b + 1] + 1
            } else {
                longest[(a + 1) * width + b].max(longest[a * width + b + 1])
            };
        }
    }
    let (mut a, mut b) = (0, 0);
    while a < out.len() || b < new.len() {
        if a < out.len() && b < new.len() && out[a] == new[b] {
            push(steps, Change::Kept, &out[a..=a]);
            (a, b) = (a + 1, b + 1);
        } else if a < out.len()
            && (b == new.len() || longest[a * width + b + 1] <= longest[(a + 1) * width + b])
        {
            push(steps, Change::Out, &out[a..=a]);
            a += 1;
        } else {
            push(steps, Change::In, &new[b..=b]);
            b += 1;
        }
    }
}

/// Adds words to the last step, or a step of their own.
fn push(steps: &mut Vec<Step>, change: Change, words: &[&str]) {
    if words.is_empty() {
        return;
    }
    let words = words.join(" ");
    match steps.last_mut().filter(|it| it.0 == change) {
        Some((_, text)) => {
            text.push(' ');
            text.push_str(&words);
        }
        None => steps.push((change, words)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(from: &str, to: &str) -> String {
        let step = |(change, words): Step| match change {
            Change::Kept => words,
            Change::Out => format!("[-{words}-]"),
            Change::In => format!("[+{words}+]"),
        };
        let steps: Vec<String> = steps(from, to).into_iter().map(step).collect();
        steps.join(" ")
    }

    #[test]
    fn words_that_changed_are_told_among_those_that_stayed() {
        assert_eq!(
            told(
                "At least 30 people were killed on Tuesday",
                "At least 34 people died on Tuesday"
            ),
            "At least [-30-] [+34+] people [-were killed-] [+died+] on Tuesday"
        );
        assert_eq!(told("a b", "a b"), "a b");
        assert_eq!(told("", "a"), "[+a+]");
        assert_eq!(told("a", ""), "[-a-]");
    }

    #[test]
    fn a_change_too_large_to_align_is_told_as_one() {
        let (from, to) = ("a ".repeat(3_000), "b ".repeat(3_000));
        assert_eq!(steps(&from, &to).len(), 2);
    }

    #[test]
    fn long_stretches_that_stayed_are_shortened() {
        let text = vec!["word"; 100].join(" ");
        assert_eq!(shortened(&text).split(' ').count(), 2 * AROUND + 1);
    }
}
