//! Text that the report has already.
//!
//! A body that is printed whole a second time, perhaps without its paragraph
//! breaks, or a paragraph that is. What stands first is kept, and of what
//! stands second each sentence that has a word of its own.

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
/// Words over which a repeat is a body printed again, in which quotation marks
/// may have been lost or turned.
const BODY: usize = 100;
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
            for (from, to) in known_sentences(text, words, &known, at..last, cuts) {
                cuts.add(
                    through(text, lines, words[from].span, words[to - 1].span),
                    Cut::Repeat,
                );
            }
            at = last;
        } else {
            at += 1;
        }
    }
}

/// The stretches of whole sentences, within a repeat, that stand in one piece
/// in what came first. A quotation is cut whole or not at all, and only where
/// it was one before: put together from pieces, it is another reading.
fn known_sentences(
    text: &str,
    words: &[Word],
    known: &[Option<usize>],
    range: std::ops::Range<usize>,
    cuts: &Cuts<'_>,
) -> Vec<(usize, usize)> {
    let is_cut = |it: usize| cuts.at(words[it].span.start()).is_some();
    let body = BODY <= range.len();
    let as_before = |it: usize| {
        let first = known[it].filter(|_| words[it].quoted && !body);
        first.is_none_or(|first| words[first].quoted)
    };
    // Words that are cut (program text) stand between in neither copy.
    let follows = |it: usize| match (known[it - 1], known[it]) {
        (Some(before), Some(at)) => before < at && (before + 1..at).all(is_cut),
        (_, Some(_)) => is_cut(it - 1),
        (_, None) => is_cut(it),
    };
    let mut stretches: Vec<(usize, usize)> = Vec::new();
    let mut from = range.start;
    while from < range.end {
        let next = (from + 1..range.end).find(|&it| words[it].opens);
        let to = next.unwrap_or(range.end);
        let old = (known[from].is_some() || is_cut(from))
            && (from + 1..to).all(follows)
            && (from..to).all(as_before);
        if old {
            match stretches.last_mut() {
                Some(last) if last.1 == from && follows(from) => last.1 = to,
                _ => stretches.push((from, to)),
            }
        }
        from = to;
    }
    let inside = |it: usize| is_inside_quotation(text, words, it);
    stretches.retain(|&(from, to)| !inside(from) && !inside(to));
    stretches
}

/// Whether the words before and at a place stand in one quotation.
fn is_inside_quotation(text: &str, words: &[Word], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).and_then(|it| words.get(it)) else {
        return false;
    };
    words.get(at).is_some_and(|word| {
        let between = &text[before.span.end()..word.span.start()];
        before.quoted && word.quoted && !between.contains(['“', '”', '"', '«', '»'])
    })
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
