//! Features of the two decisions: which words are a cue, and which words are
//! the source and the content of one cue.
//!
//! Input: a [`Page`]. Output: a [`Sequence`] a decision. What always holds:
//! training and marking read the same features.

use std::ops::Range;

use super::decode::Sequence;
use super::page::{Page, Quoted, Word, feature};

/// Labels of the cue decision.
pub(super) mod cue {
    /// Outside a cue.
    pub(crate) const OUT: usize = 0;
    /// The first word of a cue.
    pub(crate) const FIRST: usize = 1;
    /// A further word of a cue.
    pub(crate) const MORE: usize = 2;
}

/// Labels of the role decision.
pub(super) mod role {
    /// Neither source nor content.
    pub(crate) const NONE: usize = 0;
    /// In the source.
    pub(crate) const SOURCE: usize = 1;
    /// In the content.
    pub(crate) const CONTENT: usize = 2;
}

const NOTHING: u64 = 0x5eed;

/// Words around a position, with blanks over the edges of `range`.
struct Around<'a> {
    page: &'a Page,
    range: Range<usize>,
}

impl Around<'_> {
    fn word(&self, at: usize, by: isize) -> Option<&Word> {
        let at = at.checked_add_signed(by)?;
        self.range.contains(&at).then(|| &self.page.words[at])
    }

    fn lower(&self, at: usize, by: isize) -> u64 {
        self.word(at, by).map_or(NOTHING, |it| it.lower)
    }

    fn class(&self, at: usize, by: isize) -> u64 {
        self.word(at, by).map_or(NOTHING, |it| it.class)
    }

    fn shape(&self, at: usize, by: isize) -> u64 {
        self.word(at, by).map_or(NOTHING, |it| it.shape)
    }

    fn quoted(&self, at: usize, by: isize) -> u64 {
        self.word(at, by).map_or(7, |it| it.quoted as u64)
    }
}

/// The cue decision over one sentence.
pub(crate) fn cue_sequence(page: &Page, range: Range<usize>) -> Sequence {
    let around = Around {
        page,
        range: range.clone(),
    };
    let has_marks = page.words[range.clone()]
        .iter()
        .any(|it| it.quoted != Quoted::Outside);
    let mut sequence = Sequence::default();
    for at in range.clone() {
        sequence
            .unary
            .push(cue_features(&around, at, &range, has_marks));
        sequence.edges.push(vec![
            feature(101, 0, 0, 0),
            feature(102, around.lower(at, 0), 0, 0),
            feature(103, around.class(at, -1), around.class(at, 0), 0),
            feature(104, around.lower(at, -1), around.lower(at, 0), 0),
        ]);
        sequence.fixed.push(false);
    }
    sequence
}

fn cue_features(around: &Around, at: usize, sentence: &Range<usize>, has_marks: bool) -> Vec<u64> {
    let lower = |by| around.lower(at, by);
    let class = |by| around.class(at, by);
    let shape = |by| around.shape(at, by);
    let quoted = |by| around.quoted(at, by);
    let word = &around.page.words[at];
    let marked = u64::from(has_marks);
    let first = bucket(at - sentence.start);
    let last = bucket(sentence.end - 1 - at);
    let mut all = vec![
        feature(1, 0, 0, 0),
        feature(2, lower(0), 0, 0),
        feature(3, word.suffix, class(-1), 0),
        feature(4, class(0), 0, 0),
        feature(5, lower(0), lower(1), 0),
        feature(6, lower(-1), lower(0), 0),
        feature(7, class(-1), class(0), class(1)),
        feature(8, class(-2), class(-1), class(0)),
        feature(9, class(0), class(1), class(2)),
        feature(10, lower(0), class(-1), class(1)),
        feature(11, lower(0), class(1), class(2)),
        feature(12, lower(0), class(-1), class(-2)),
        feature(13, lower(0), quoted(0), marked),
        feature(14, quoted(-2), quoted(-1), quoted(0)),
        feature(15, quoted(0), quoted(1), quoted(2)),
        feature(16, lower(0), first.min(4), last.min(4)),
        feature(17, first, word.shape, 0),
        feature(18, last, word.shape, 0),
        feature(19, lower(0), shape(-1), shape(1)),
        feature(20, lower(1), lower(2), class(0)),
        feature(21, lower(-1), lower(-2), class(0)),
        feature(22, lower(0), lower(1), lower(2)),
        feature(23, lower(-2), lower(-1), lower(0)),
        feature(24, word.suffix, shape(-1), marked),
        feature(25, lower(0), lower(2), 0),
        feature(26, class(-3), class(-2), class(-1)),
        feature(27, class(1), class(2), class(3)),
    ];
    for by in [-3, -2, -1, 1, 2, 3] {
        let by: isize = by;
        let side = by.cast_unsigned() as u64;
        all.push(feature(30, side, lower(by), 0));
        all.push(feature(31, side, class(by), class(0)));
    }
    all
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
const FAR: usize = 400;
/// Sentences on each side of it that can.
const MOST: usize = 12;

/// Which tokens can belong to the statement of a cue: its sentence, the
/// sentences that its quotations reach into, and those that go on quoting.
pub(crate) fn window(page: &Page, cue: &Range<usize>) -> Range<usize> {
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
    start..page.sentences[last].end.min(cue.end + FAR)
}

fn ends_in_colon(page: &Page, sentence: usize) -> bool {
    let last = &page.words[page.sentences[sentence].end - 1];
    last.lower == super::page::hash(":")
}

/// The role decision over the window of `cue`; `others` are the other cues.
pub(crate) fn role_sequence(
    page: &Page,
    window: &Range<usize>,
    cue: &Range<usize>,
    others: &[Range<usize>],
) -> Sequence {
    let mut sequence = Sequence::default();
    let paths = Paths::new(page, window, cue, others);
    for at in window.clone() {
        let fixed = cue.contains(&at);
        sequence.fixed.push(fixed);
        if fixed {
            sequence.unary.push(Vec::new());
            sequence.edges.push(Vec::new());
            continue;
        }
        let view = RoleView::new(page, window, cue, at, &paths);
        sequence.unary.push(view.unary());
        sequence.edges.push(view.edges());
    }
    sequence
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
    /// Hash of the word classes passed.
    path: u64,
}

impl Paths {
    fn new(
        page: &Page,
        window: &Range<usize>,
        cue: &Range<usize>,
        others: &[Range<usize>],
    ) -> Self {
        let mut steps = vec![Step::default(); window.len()];
        let mut walk = |ats: &mut dyn Iterator<Item = usize>, right: bool| {
            let mut step = Step::default();
            for at in ats {
                let word = &page.words[at];
                let edge = |it: &Range<usize>| {
                    if right {
                        it.start == at
                    } else {
                        it.end == at + 1
                    }
                };
                if right {
                    step.sentences += u64::from(page.sentences[page.sentence_of(at)].start == at);
                } else {
                    step.cues += u64::from(others.iter().any(edge));
                    step.sentences += u64::from(page.sentences[page.sentence_of(at)].end == at + 1);
                }
                steps[at - window.start] = step;
                if right {
                    step.cues += u64::from(others.iter().any(edge));
                }
                step.commas += u64::from(word.comma);
                step.verbs += u64::from(word.verb);
                step.quotes += u64::from(matches!(word.quoted, Quoted::Opens | Quoted::Closes));
                step.path = feature(200, step.path, word.class, 0);
            }
        };
        walk(&mut (window.start..cue.start).rev(), false);
        walk(&mut (cue.end..window.end), true);
        Self {
            from: window.start,
            steps,
        }
    }

    fn at(&self, at: usize) -> Step {
        self.steps[at - self.from]
    }
}

/// One token of a cue's window.
struct RoleView<'a> {
    around: Around<'a>,
    at: usize,
    word: &'a Word,
    side: u64,
    distance: usize,
    step: Step,
    /// The cue's last word and class, and the word after it.
    cue_word: u64,
    cue_class: u64,
    cue_next: u64,
    cue_first: bool,
    cue_quoted: u64,
    same_quotation: u64,
    cue_phrase: u64,
}

impl<'a> RoleView<'a> {
    fn new(
        page: &'a Page,
        window: &Range<usize>,
        cue: &Range<usize>,
        at: usize,
        paths: &Paths,
    ) -> Self {
        let around = Around {
            page,
            range: window.clone(),
        };
        let left = at < cue.start;
        let last = &page.words[cue.end - 1];
        let word = &page.words[at];
        let home = page.sentences[page.sentence_of(cue.start)].clone();
        let phrase = page.words[cue.clone()].iter().take(8);
        Self {
            at,
            word,
            side: u64::from(left),
            distance: if left {
                cue.start - at
            } else {
                at + 1 - cue.end
            },
            step: paths.at(at),
            cue_word: last.lower,
            cue_class: last.class,
            cue_next: around.class(cue.end, 0),
            cue_first: home.start == cue.start,
            cue_quoted: around.quoted(cue.start, -1) * 8 + around.quoted(cue.end, 0),
            same_quotation: u64::from(word.quotation.is_some() && word.quotation == last.quotation),
            cue_phrase: phrase.fold(0, |sum, it| feature(300, sum, it.lower, 0)),
            around,
        }
    }

    fn lower(&self, by: isize) -> u64 {
        self.around.lower(self.at, by)
    }

    fn class(&self, by: isize) -> u64 {
        self.around.class(self.at, by)
    }

    fn quoted(&self, by: isize) -> u64 {
        self.around.quoted(self.at, by)
    }

    /// Commas, verbs and sentence ends between the token and the cue.
    fn between(&self) -> u64 {
        let step = &self.step;
        step.commas.min(3)
            | step.verbs.min(3) << 2
            | step.sentences.min(2) << 4
            | step.cues.min(2) << 6
    }

    fn unary(&self) -> Vec<u64> {
        let side = self.side;
        let near = side | bucket(self.distance) << 1;
        let step = &self.step;
        let quote = side | self.quoted(0) << 1 | self.same_quotation << 4 | step.quotes.min(3) << 5;
        let path = if self.distance <= 6 {
            step.path
        } else {
            NOTHING
        };
        let after_cue = u64::from(self.cue_first) << 1 | side;
        vec![
            feature(401, side, 0, 0),
            feature(402, near, 0, 0),
            feature(403, near, self.cue_word, 0),
            feature(404, side, self.cue_word, self.class(0)),
            feature(405, side, self.cue_word, self.lower(0)),
            feature(406, side, self.lower(0), self.between()),
            feature(407, side, self.class(-1), self.class(0)),
            feature(408, side, self.class(0), self.class(1)),
            feature(409, side, self.lower(-1), self.lower(0)),
            feature(410, side, self.lower(0), self.lower(1)),
            feature(411, side, self.between(), 0),
            feature(412, side, self.between(), self.cue_word),
            feature(413, side, self.between(), self.cue_quoted),
            feature(414, quote, self.cue_quoted, 0),
            feature(415, quote, self.between(), 0),
            feature(416, quote, self.cue_word, 0),
            feature(417, path, side, 0),
            feature(418, path, side, self.cue_word),
            feature(419, path, side, self.class(0)),
            feature(420, near, self.cue_class, self.cue_next),
            feature(421, side, self.cue_next, self.between()),
            feature(422, near, self.cue_quoted, self.class(0)),
            feature(423, after_cue, self.between(), self.class(0)),
            feature(424, near, self.word.shape, self.cue_next),
            feature(425, side, self.cue_phrase, self.between()),
            feature(426, near, self.cue_phrase, 0),
            feature(427, near, self.class(-1), self.class(1)),
            feature(428, side, self.between(), self.word.suffix),
            feature(429, after_cue, self.cue_next, self.cue_quoted),
            feature(430, near, after_cue, self.cue_class),
            feature(431, side, self.lower(-2), self.lower(-1)),
            feature(432, side, self.lower(1), self.lower(2)),
        ]
    }

    fn edges(&self) -> Vec<u64> {
        let side = self.side;
        let near = side | bucket(self.distance).min(6) << 1;
        let quotes = self.quoted(-1) | self.quoted(0) << 3 | self.quoted(1) << 6;
        vec![
            feature(501, 0, 0, 0),
            feature(502, side, self.lower(0), 0),
            feature(503, side, self.lower(-1), 0),
            feature(504, side, self.class(-1), self.class(0)),
            feature(505, side, quotes, 0),
            feature(506, near, self.class(0), self.cue_next),
            feature(507, side, self.lower(-1), self.lower(0)),
            feature(508, near, self.between(), 0),
            feature(509, side, self.lower(0), self.lower(1)),
            feature(510, side, self.class(0), self.class(1)),
            feature(511, side, self.lower(0), self.between()),
            feature(512, side, self.lower(-1), self.class(0)),
            feature(513, side, self.cue_phrase, self.class(0)),
        ]
    }
}
