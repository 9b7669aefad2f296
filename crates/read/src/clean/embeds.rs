//! Posts of other services that stand in the text with no mark around them.
//!
//! A post ends in its signature ("— Name (@handle) December 27, 2023"), in
//! the address of its picture, or, where only its words were left, in an
//! ellipsis amid the text. It begins where its line does, or where the words
//! begin to repeat what the report quotes. A post that the report quotes is
//! cut; of any other its words are kept, for a source said them and they stand
//! nowhere else, and only its signature and its picture's address are cut.

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
/// Addresses that posts end in.
const ADDRESSES: [(&str, Mark); 3] = [
    ("pic.twitter.com/", Mark::Sure),
    ("pic.x.com/", Mark::Sure),
    ("https://t.co/", Mark::Address),
];
/// Bytes between a signature's dash and its handle.
const NAME: usize = 120;

/// How a post ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    /// A signature or a picture's address: surely a post.
    Sure,
    /// A shortened address: a post only where the words repeat a quotation.
    Address,
    /// An ellipsis: the same.
    Ellipsis,
}

/// Cuts every embedded post, and returns the posts whose words are kept.
pub(super) fn cut(text: &str, lines: &[Line], words: &[Word], cuts: &mut Cuts<'_>) -> Vec<Span> {
    let ends = ends(text);
    let mut kept = Vec::new();
    if ends.is_empty() {
        return kept;
    }
    let quoted = quoted_runs(words);
    let mut floor = 0;
    for (at, end, mark) in ends {
        if at < floor {
            continue;
        }
        let post = Post::before(at, lines, words, &quoted, floor);
        match (post.echo, mark) {
            (Some(start), _) => cuts.add(Span::new(start, end), Cut::Embed),
            (None, Mark::Ellipsis | Mark::Address) => continue,
            (None, Mark::Sure) => {
                cuts.add(Span::new(at, end), Cut::Embed);
                let words = post.line.map(|it| Span::new(it, at).trim(text));
                kept.extend(words.filter(|it| !it.is_empty()));
            }
        }
        floor = end;
    }
    kept
}

/// Where posts may end: `(first byte of the mark, one past the last, mark)`.
fn ends(text: &str) -> Vec<(usize, usize, Mark)> {
    let mut ends = Vec::new();
    for (at, _) in text.match_indices("(@") {
        ends.extend(signature(text, at));
    }
    for (opener, mark) in ADDRESSES {
        for (at, _) in text.match_indices(opener) {
            let rest = &text[at..];
            let len = rest.find(char::is_whitespace).unwrap_or(rest.len());
            ends.push((at, at + len, mark));
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
            Some(last) if mark != Mark::Ellipsis && near(text, last.1, at) => {
                let sure = last.2 == Mark::Sure || mark == Mark::Sure;
                *last = (last.0, end, if sure { Mark::Sure } else { mark });
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

/// Where a post may begin.
#[derive(Clone, Copy, Debug, Default)]
struct Post {
    /// Where its words begin to repeat what the report quotes, if they do.
    echo: Option<usize>,
    /// Its first sentence in the line that it ends in.
    line: Option<usize>,
}

impl Post {
    /// The post that ends at `end`: at most [`SENTENCES`] sentences, none with
    /// a quotation, none before `floor`.
    fn before(
        end: usize,
        lines: &[Line],
        words: &[Word],
        quoted: &HashSet<[u64; RUN], FixedState>,
        floor: usize,
    ) -> Self {
        let last = words.partition_point(|it| it.span.start() < end);
        let first = words.partition_point(|it| it.span.start() < floor);
        let mut post = Self::default();
        let Some(line) = lines.iter().rev().find(|it| it.span.start() < end) else {
            return post;
        };
        let (mut to, mut echo) = (last, None);
        for _ in 0..SENTENCES {
            let Some(from) = (first..to).rev().find(|&it| words[it].opens) else {
                break;
            };
            let sentence = &words[from..to];
            if sentence.iter().any(|it| it.quoted) {
                break;
            }
            let begin = sentence[0].span.start();
            if line.span.start() <= begin {
                post.line = Some(begin);
            }
            if echoes(sentence, quoted) {
                echo = Some(from);
            }
            to = from;
        }
        // Sentences between may say more than the report quotes.
        let echo = echo.filter(|&from| is_retold(&words[from..last], quoted));
        post.echo = echo.map(|from| words[from].span.start());
        post
    }
}

/// Whether most words of a sentence stand in runs that the report quotes.
fn echoes(sentence: &[Word], quoted: &HashSet<[u64; RUN], FixedState>) -> bool {
    5 <= sentence.len() && sentence.len() * 3 <= retold(sentence, quoted) * 5
}

/// Whether a third of the words of a post do: a post that was cut off ends in
/// words that the report tells without quoting.
fn is_retold(post: &[Word], quoted: &HashSet<[u64; RUN], FixedState>) -> bool {
    post.len() <= retold(post, quoted) * 3
}

/// How many of the words stand in runs that the report quotes.
fn retold(words: &[Word], quoted: &HashSet<[u64; RUN], FixedState>) -> usize {
    let mut covered = vec![false; words.len()];
    for (at, run) in words.windows(RUN).enumerate() {
        if quoted.contains(&std::array::from_fn(|it| run[it].hash)) {
            covered[at..at + RUN].fill(true);
        }
    }
    covered.iter().filter(|it| **it).count()
}
