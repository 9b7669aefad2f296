//! What the network sees of each token, and of each token of the window
//! around a cue.
//!
//! Input: a [`Page`]. Output: rows of the table of features. What always
//! holds: training and marking read the same rows.

use std::ops::Range;

use rapporteur_language::Cues;
use rapporteur_network::Words;
use rapporteur_network::attribution::Window;

use super::page::{Page, Quoted, Word, feature};

/// Rows of the table.
pub const ROWS: usize = 1 << 16;

/// Labels of the cue decision.
pub(super) mod cue {
    /// Outside a cue.
    pub(crate) const OUT: u8 = 0;
    /// The first word of a cue.
    pub(crate) const FIRST: u8 = 1;
    /// A further word of a cue.
    pub(crate) const MORE: u8 = 2;
}

/// Labels of the role decision.
pub(super) mod role {
    /// Neither source nor content.
    pub(crate) const NONE: u8 = 0;
    /// In the source.
    pub(crate) const SOURCE: u8 = 1;
    /// In the content.
    pub(crate) const CONTENT: u8 = 2;
}

const NOTHING: u64 = 0x5eed;

fn row(template: u64, a: u64, b: u64, c: u64) -> u32 {
    (feature(template, a, b, c) % ROWS as u64) as u32
}

/// Fills `rows` with what is seen of each token of the page.
pub(super) fn text(page: &Page, text: &str, lists: &Cues, rows: &mut Words) {
    rows.clear();
    let children = children(page);
    let mut lower = String::new();
    for sentence in &page.sentences {
        let has_marks = page.words[sentence.clone()]
            .iter()
            .any(|it| it.quoted != Quoted::Outside);
        for at in sentence.clone() {
            lower.clear();
            let written = &text[page.words[at].span.range()];
            lower.extend(written.chars().flat_map(char::to_lowercase));
            let often = often(lists, &lower);
            token(page, sentence, (at, children[at], often, has_marks), rows);
            rows.ends.push(rows.features.len() as u32);
        }
        rows.sentences.push(rows.ends.len() as u32);
    }
}

/// How often the word is a cue, in steps.
fn often(lists: &Cues, lower: &str) -> u64 {
    let Some(count) = lists.count(lower) else {
        return 0;
    };
    let share = 8 * count.cue / count.seen.max(1);
    1 + u64::from(share.min(8)) + 16 * u64::from(count.cue.ilog2().min(7))
}

/// Relations of the words that hang on each token, a bit each.
fn children(page: &Page) -> Vec<u64> {
    let mut children = vec![0; page.words.len()];
    for word in &page.words {
        if let Some(head) = word.head {
            children[head as usize] |= 1 << word.deprel;
        }
    }
    children
}

fn token(
    page: &Page,
    sentence: &Range<usize>,
    (at, children, often, has_marks): (usize, u64, u64, bool),
    rows: &mut Words,
) {
    let word = &page.words[at];
    let other = |at: usize| sentence.contains(&at).then(|| &page.words[at]);
    let lower = |it: Option<&Word>| it.map_or(NOTHING, |it| it.lower);
    let before = at.checked_sub(1).and_then(other);
    let after = other(at + 1);
    let head = word.head.map(|it| &page.words[it as usize]);
    let (upos, deprel) = (u64::from(word.upos), u64::from(word.deprel));
    let marked = word.quoted as u64 | u64::from(has_marks) << 3;
    let first = bucket(at - sentence.start).min(4);
    let last = bucket(sentence.end - 1 - at).min(4);
    rows.features.extend([
        row(1, word.lower, 0, 0),
        row(2, word.suffix, word.shape, 0),
        row(3, word.class, upos, 0),
        row(4, upos, deprel, 0),
        row(5, lower(head), deprel, 0),
        row(6, marked, upos, 0),
        row(7, word.lower, lower(after), 0),
        row(8, lower(before), word.lower, 0),
        row(9, word.lower, marked, 0),
        row(10, u64::from(word.mention), upos, deprel),
        row(11, often, upos, 0),
        row(12, first, last, word.shape),
        row(13, children, upos, 0),
        row(14, word.lower, children, 0),
    ]);
}

/// Distances in powers of about two.
fn bucket(distance: usize) -> u64 {
    match distance {
        0..=4 => distance as u64,
        5..=6 => 5,
        7..=10 => 6,
        11..=20 => 7,
        _ => 8,
    }
}

/// Tokens on each side of a cue that can belong to its statement.
const FAR: usize = 300;
/// Sentences on each side of it that can.
const MOST: usize = 12;

/// Which tokens can belong to the statement of a cue: its sentence, the
/// sentences that its quotations reach into, and those that go on quoting.
pub(super) fn window(page: &Page, cue: &Range<usize>) -> Window {
    let home = page.sentence_of(cue.start);
    let (mut first, mut last) = (home, home);
    let paragraph = page.paragraphs[home];
    let same = |it: usize| page.paragraphs.get(it) == Some(&paragraph);
    let crosses = |it: usize| {
        let left = page.words[page.sentences[it - 1].end - 1].quotation;
        left.is_some() && left == page.words[page.sentences[it].start].quotation
    };
    while 0 < first && same(first - 1) && home - first < MOST && crosses(first) {
        first -= 1;
    }
    let quoting = |it: usize| {
        page.sentences
            .get(it)
            .is_some_and(|it| page.words[it.start].quotation.is_some())
    };
    while last - home < MOST && quoting(last + 1) && (same(last + 1) || ends_in_colon(page, last)) {
        last += 1;
    }
    let start = page.sentences[first]
        .start
        .max(cue.start.saturating_sub(FAR));
    let end = page.sentences[last].end.min(cue.end + FAR);
    Window {
        words: start..end.max(cue.end),
        cue: cue.clone(),
    }
}

fn ends_in_colon(page: &Page, sentence: usize) -> bool {
    let last = &page.words[page.sentences[sentence].end - 1];
    last.lower == super::page::hash(":")
}

/// Appends to `rows` what is seen of each token of a window; `cues` are all
/// cues, in order.
pub(super) fn of_window(page: &Page, window: &Window, cues: &[Range<usize>], rows: &mut Words) {
    let paths = Paths::new(page, window, cues);
    let tree = Tree::new(page, window);
    let view = View::new(page, window);
    for at in window.words.clone() {
        view.rows(at, &paths, &tree, &mut rows.features);
        rows.ends.push(rows.features.len() as u32);
    }
    rows.sentences.push(rows.ends.len() as u32);
}

/// What lies between the cue and each token of its window.
struct Paths {
    from: usize,
    steps: Vec<Step>,
}

#[derive(Clone, Copy, Default)]
struct Step {
    commas: u64,
    verbs: u64,
    cues: u64,
    sentences: u64,
    quotes: u64,
    /// Whether the token is of another cue.
    in_cue: bool,
    /// Hash of the word classes passed.
    path: u64,
}

impl Paths {
    fn new(page: &Page, window: &Window, cues: &[Range<usize>]) -> Self {
        let Window { words, cue } = window;
        let mut others = vec![false; words.len()];
        let near = cues.partition_point(|it| it.end <= words.start);
        let near = cues[near..].iter().take_while(|it| it.start < words.end);
        for other in near.filter(|it| *it != cue) {
            for at in other.start.max(words.start)..other.end.min(words.end) {
                others[at - words.start] = true;
            }
        }
        let is_other = |at: usize| others[at - words.start];
        let mut steps = vec![Step::default(); words.len()];
        let mut walk = |ats: &mut dyn Iterator<Item = usize>, right: bool| {
            let mut step = Step::default();
            let mut within = false;
            for at in ats {
                let word = &page.words[at];
                let sentence = &page.sentences[page.sentence_of(at)];
                let edge = if right {
                    sentence.start == at
                } else {
                    sentence.end == at + 1
                };
                step.sentences += u64::from(edge);
                step.cues += u64::from(within && !is_other(at));
                step.in_cue = is_other(at);
                steps[at - words.start] = step;
                within = is_other(at);
                step.commas += u64::from(word.comma);
                step.verbs += u64::from(word.verb);
                step.quotes += u64::from(matches!(word.quoted, Quoted::Opens | Quoted::Closes));
                step.path = feature(200, step.path, word.class, 0);
            }
        };
        walk(&mut (words.start..cue.start).rev(), false);
        walk(&mut (cue.end..words.end), true);
        Self {
            from: words.start,
            steps,
        }
    }

    fn at(&self, at: usize) -> Step {
        self.steps[at - self.from]
    }
}

/// How tokens hang on the cue.
struct Tree<'a> {
    page: &'a Page,
    /// The cue's head, and the heads above it.
    above: Vec<usize>,
}

/// How one token hangs on the cue.
#[derive(Clone, Copy)]
struct Way {
    /// Steps up from the cue to what both hang on, and the relation by which
    /// the token's branch hangs on that.
    branch: u64,
    /// Hash of the relations passed on the way down to the token.
    passed: u64,
    depth: u64,
}

/// Heads above a cue that are looked at.
const ABOVE: usize = 6;
/// Heads above a token that are.
const DEEP: usize = 24;

impl<'a> Tree<'a> {
    fn new(page: &'a Page, window: &Window) -> Self {
        let cue = &window.cue;
        let outside = |at: &usize| {
            let head = page.words[*at].head;
            head.is_none_or(|head| !cue.contains(&(head as usize)))
        };
        let mut next = Some(cue.clone().find(outside).unwrap_or(cue.start));
        let mut above = Vec::with_capacity(ABOVE);
        while let Some(at) = next.filter(|_| above.len() < ABOVE) {
            above.push(at);
            next = page.words[at].head.map(|it| it as usize);
        }
        Self { page, above }
    }

    fn way(&self, at: usize) -> Way {
        let mut here = at;
        let mut branch = u64::from(self.page.words[at].deprel);
        let mut passed = [0; 3];
        for depth in 0..DEEP {
            if let Some(up) = self.above.iter().position(|&it| it == here) {
                let up = up as u64;
                let depth = depth as u64;
                let branch = if depth == 0 {
                    100 + up
                } else {
                    branch << 3 | up
                };
                let passed = feature(
                    300,
                    up,
                    passed[0] << 16 | passed[1] << 8 | passed[2],
                    depth.min(4),
                );
                return Way {
                    branch,
                    passed,
                    depth: depth.min(5),
                };
            }
            let word = &self.page.words[here];
            branch = u64::from(word.deprel);
            // The last three passed are those next to what both hang on.
            passed = [passed[1], passed[2], 1 + branch];
            match word.head {
                Some(head) => here = head as usize,
                None => break,
            }
        }
        Way {
            branch: 1 << 20,
            passed: 0,
            depth: 6,
        }
    }
}

/// One window, as its tokens are seen.
struct View<'a> {
    page: &'a Page,
    window: &'a Window,
    /// The cue's last word and class, and the class after it.
    cue_word: u64,
    cue_class: u64,
    cue_next: u64,
    cue_first: bool,
    cue_quoted: u64,
    cue_quotation: Option<u32>,
    cue_phrase: u64,
}

impl<'a> View<'a> {
    fn new(page: &'a Page, window: &'a Window) -> Self {
        let Window { words, cue } = window;
        let within = |at: usize| words.contains(&at).then(|| &page.words[at]);
        let quoted = |it: Option<&Word>| it.map_or(7, |it| it.quoted as u64);
        let last = &page.words[cue.end - 1];
        let home = &page.sentences[page.sentence_of(cue.start)];
        let phrase = page.words[cue.clone()].iter().take(8);
        Self {
            page,
            window,
            cue_word: last.lower,
            cue_class: last.class,
            cue_next: within(cue.end).map_or(NOTHING, |it| it.class),
            cue_first: home.start == cue.start,
            cue_quoted: quoted(cue.start.checked_sub(1).and_then(within)) * 8
                + quoted(within(cue.end)),
            cue_quotation: last.quotation,
            cue_phrase: phrase.fold(0, |sum, it| feature(301, sum, it.lower, 0)),
        }
    }

    fn rows(&self, at: usize, paths: &Paths, tree: &Tree<'_>, rows: &mut Vec<u32>) {
        let word = &self.page.words[at];
        let cue = &self.window.cue;
        let (side, distance) = if at < cue.start {
            (1, cue.start - at)
        } else if at < cue.end {
            (2, 0)
        } else {
            (0, at + 1 - cue.end)
        };
        let near = side | bucket(distance) << 2;
        let step = paths.at(at);
        let between = step.commas.min(3)
            | step.verbs.min(3) << 2
            | step.sentences.min(2) << 4
            | step.cues.min(2) << 6
            | side << 8;
        let same = u64::from(word.quotation.is_some() && word.quotation == self.cue_quotation);
        let quote = side | (word.quoted as u64) << 2 | same << 5 | step.quotes.min(3) << 6;
        let path = if distance <= 6 { step.path } else { NOTHING };
        let start = u64::from(self.cue_first) << 2 | side;
        let Way {
            branch,
            passed,
            depth,
        } = tree.way(at);
        let deprel = u64::from(word.deprel);
        rows.extend([
            row(402, near, step.in_cue.into(), 0),
            row(403, near, self.cue_word, 0),
            row(411, between, 0, 0),
            row(412, between, self.cue_word, 0),
            row(413, between, self.cue_quoted, 0),
            row(414, quote, self.cue_quoted, 0),
            row(415, quote, between, 0),
            row(416, quote, self.cue_word, 0),
            row(417, path, side, 0),
            row(420, near, self.cue_class, self.cue_next),
            row(429, start, self.cue_next, self.cue_quoted),
            row(440, branch, side, depth),
            row(441, branch, side, self.cue_word),
            row(442, passed, side, deprel),
            row(443, passed, self.cue_phrase, side),
            row(444, branch, between, 0),
            row(426, near, self.cue_phrase, 0),
            row(406, word.lower, between, 0),
        ]);
    }
}
