//! Text that the report has already.
//!
//! A body that is printed whole a second time, perhaps without its paragraph
//! breaks, or a paragraph that is. What stands first is kept.

use std::collections::HashMap;

use foldhash::fast::FixedState;
use rapporteur_text::{Cut, Span};

use super::cuts::Cuts;
use super::lines::Line;
use super::words::Word;

/// Words of a run that is looked up.
const RUN: usize = 6;
/// Fewest words of a repeat that are cut.
const FEWEST: usize = 14;
/// Words of a repeat that may be missing or strange in a row.
const GAP: usize = 40;

/// Cuts what is said twice.
pub(super) fn cut(text: &str, lines: &[Line], words: &[Word], cuts: &mut Cuts<'_>) {
    let known = earlier(words);
    let mut at = 0;
    while at < words.len() {
        if !words[at].opens || known[at].is_none() {
            at += 1;
            continue;
        }
        let end = extent(&known, at);
        if let Some(last) = closing(words, end)
            && FEWEST <= last - at
            && is_kept(words, &known, at..last, cuts)
        {
            cuts.add(
                through(text, lines, words[at].span, words[last - 1].span),
                Cut::Repeat,
            );
            at = last;
        } else {
            at += 1;
        }
    }
}

/// For each word that begins a run seen before, or lies in one: the index of
/// the same word there.
fn earlier(words: &[Word]) -> Vec<Option<usize>> {
    let mut seen: HashMap<[u64; RUN], usize, FixedState> = HashMap::default();
    let mut known = vec![None; words.len()];
    for (at, run) in words.windows(RUN).enumerate() {
        let key: [u64; RUN] = std::array::from_fn(|it| run[it].hash);
        match seen.get(&key) {
            Some(&first) if first + RUN <= at => {
                for step in 0..RUN {
                    known[at + step] = known[at + step].or(Some(first + step));
                }
            }
            Some(_) => {}
            None => {
                seen.insert(key, at);
            }
        }
    }
    known
}

/// One past the last word of the repeat that begins at `from`: it goes on
/// where the first text goes on, over small gaps in either.
fn extent(known: &[Option<usize>], from: usize) -> usize {
    let mut end = from;
    let mut place = known[from].unwrap_or(0);
    let mut strange = 0;
    for (at, known) in known.iter().enumerate().skip(from) {
        match known {
            Some(first) if place <= *first && *first < place + GAP => {
                (place, end, strange) = (*first, at + 1, 0);
            }
            _ => strange += 1,
        }
        if GAP < strange {
            break;
        }
    }
    end
}

/// `end`, or the last end of a sentence before it.
fn closing(words: &[Word], end: usize) -> Option<usize> {
    let whole = |it: usize| words.get(it).is_none_or(|word| word.opens);
    (1..=end).rev().take(200).find(|&it| whole(it))
}

/// Whether the text that is repeated is mostly kept itself, and the repeat
/// mostly a repeat.
fn is_kept(
    words: &[Word],
    known: &[Option<usize>],
    range: std::ops::Range<usize>,
    cuts: &Cuts<'_>,
) -> bool {
    let count = range.len();
    let firsts = known[range].iter().flatten();
    let kept = firsts.filter(|&&first| cuts.at(words[first].span.start()).is_none());
    count * 3 <= kept.count() * 4
}

/// From the first word through the last, with the marks that touch them.
fn through(text: &str, lines: &[Line], first: Span, last: Span) -> Span {
    let line_of = |span: Span| {
        let next = lines.partition_point(|it| it.span.end() <= span.start());
        lines[next].span
    };
    let before = &text[line_of(first).start()..first.start()];
    let lead = before.len()
        - before
            .trim_end_matches(|it: char| !it.is_whitespace())
            .len();
    let after = &text[last.end()..line_of(last).end()];
    let tail = after.find(|it: char| it.is_whitespace() || it.is_alphanumeric());
    Span::new(
        first.start() - lead,
        last.end() + tail.unwrap_or(after.len()),
    )
}
