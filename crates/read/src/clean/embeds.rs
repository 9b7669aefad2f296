//! Posts of other services that stand in the text with no mark around them.
//!
//! A post ends in its signature ("— Name (@handle) December 27, 2023"), in
//! the address of its picture, or, where only its words were left, in an
//! ellipsis amid the text. It begins where its line does, or where the words
//! begin to repeat what the report quotes.

use std::collections::HashSet;

use foldhash::fast::FixedState;
use rapporteur_text::{Cut, Span};

use super::cuts::Cuts;
use super::lines::Line;
use super::words::Word;
use crate::when;

/// Words of a run that counts as repeating a quotation.
const RUN: usize = 4;
/// Sentences that a post may have.
const SENTENCES: usize = 12;
/// Bytes between a signature's dash and its handle.
const NAME: usize = 120;

/// How a post ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    /// A signature or a picture's address: surely a post.
    Sure,
    /// An ellipsis: a post only where it repeats a quotation.
    Ellipsis,
}

/// Cuts every embedded post.
pub(super) fn cut(text: &str, lines: &[Line], words: &[Word], cuts: &mut Cuts<'_>) {
    let ends = ends(text);
    if ends.is_empty() {
        return;
    }
    let quoted = quoted_runs(words);
    let mut floor = 0;
    for (at, end, mark) in ends {
        if at < floor {
            continue;
        }
        if let Some(start) = start(at, mark, lines, words, &quoted, floor) {
            cuts.add(Span::new(start, end), Cut::Embed);
            floor = end;
        }
    }
}

/// Where posts may end: `(first byte of the mark, one past the last, mark)`.
fn ends(text: &str) -> Vec<(usize, usize, Mark)> {
    let mut ends = Vec::new();
    for (at, _) in text.match_indices("(@") {
        ends.extend(signature(text, at));
    }
    for opener in ["pic.twitter.com/", "pic.x.com/", "https://t.co/"] {
        for (at, _) in text.match_indices(opener) {
            let rest = &text[at..];
            let len = rest.find(char::is_whitespace).unwrap_or(rest.len());
            ends.push((at, at + len, Mark::Sure));
        }
    }
    for (at, mark) in text.match_indices('…') {
        let after = text[at + mark.len()..].trim_start_matches(' ');
        let spaced = after.len() < text.len() - at - mark.len();
        if spaced && after.starts_with(char::is_uppercase) {
            ends.push((at, at + mark.len(), Mark::Ellipsis));
        }
    }
    ends.sort_unstable_by_key(|&(at, end, _)| (at, end));
    join(text, ends)
}

/// A picture's address and the signature after it are one end.
fn join(text: &str, ends: Vec<(usize, usize, Mark)>) -> Vec<(usize, usize, Mark)> {
    let mut joined: Vec<(usize, usize, Mark)> = Vec::with_capacity(ends.len());
    for (at, end, mark) in ends {
        match joined.last_mut() {
            Some(last) if mark == Mark::Sure && near(text, last.1, at) => {
                *last = (last.0, end, Mark::Sure);
            }
            _ => joined.push((at, end, mark)),
        }
    }
    joined
}

/// Whether only white space and dashes lie between, or nothing.
fn near(text: &str, from: usize, to: usize) -> bool {
    text.get(from..to)
        .is_none_or(|it| it.chars().all(|c| c.is_whitespace() || "—–-".contains(c)))
}

/// The signature around the handle at `at`: "— Name (@handle) Date".
fn signature(text: &str, at: usize) -> Option<(usize, usize, Mark)> {
    let rest = &text[at..];
    let close = rest.find(')').filter(|len| *len < 40)?;
    let after = &rest[close + 1..];
    let spaces = after.len() - after.trim_start().len();
    let (len, _) = when::date_at(after.trim_start())?;
    let mut from = at.saturating_sub(NAME);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let dash = text[from..at].rfind(['—', '–', '-'])? + from;
    Some((dash, at + close + 1 + spaces + len, Mark::Sure))
}

/// Runs of words that the report has in quotation marks.
fn quoted_runs(words: &[Word]) -> HashSet<[u64; RUN], FixedState> {
    words
        .windows(RUN)
        .filter(|run| run.iter().all(|it| it.quoted))
        .map(|run| std::array::from_fn(|at| run[at].hash))
        .collect()
}

/// Where the post that ends at `end` begins.
fn start(
    end: usize,
    mark: Mark,
    lines: &[Line],
    words: &[Word],
    quoted: &HashSet<[u64; RUN], FixedState>,
    floor: usize,
) -> Option<usize> {
    let last = words.partition_point(|it| it.span.start() < end);
    let first = words.partition_point(|it| it.span.start() < floor);
    let line = lines
        .iter()
        .rev()
        .find(|it| it.span.start() < end)?
        .span
        .start();
    let (mut echo, mut own_line) = (None, None);
    let mut to = last;
    for _ in 0..SENTENCES {
        let Some(from) = (first..to).rev().find(|&it| words[it].opens) else {
            break;
        };
        let sentence = &words[from..to];
        if sentence.iter().any(|it| it.quoted) {
            break;
        }
        let begin = sentence[0].span.start();
        if line <= begin {
            own_line = Some(begin);
        }
        if echoes(sentence, quoted) {
            echo = Some(begin);
        }
        to = from;
    }
    match mark {
        Mark::Sure => echo.or(own_line).or(Some(end)),
        Mark::Ellipsis => echo,
    }
}

/// Whether most words of a sentence stand in runs that the report quotes.
fn echoes(sentence: &[Word], quoted: &HashSet<[u64; RUN], FixedState>) -> bool {
    let mut covered = vec![false; sentence.len()];
    for (at, run) in sentence.windows(RUN).enumerate() {
        if quoted.contains(&std::array::from_fn(|it| run[it].hash)) {
            covered[at..at + RUN].fill(true);
        }
    }
    let count = covered.iter().filter(|it| **it).count();
    5 <= sentence.len() && sentence.len() * 3 <= count * 5
}
