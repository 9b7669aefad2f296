//! What the network sees of each word.
//!
//! Input: the words of a report, in sentences. Output: for each word rows of
//! the network's table of features. What always holds: the rows depend on the
//! report alone; time is linear in its length; no memory is taken per word.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;

use rapporteur_language::{Gender, Language, Vectors};
use rapporteur_network::Words as Rows;
use rapporteur_network::context::{Context, Encoder, LONGEST_WORD, Pieces};
use rapporteur_text::{EntityKind, Span};

/// Rows for whole forms.
pub const FORMS: Range<u32> = 0..1 << 14;
/// Rows for beginnings and endings.
pub const AFFIXES: Range<u32> = FORMS.end..FORMS.end + (1 << 13);
/// Rows for shapes.
pub const SHAPES: Range<u32> = AFFIXES.end..AFFIXES.end + (1 << 10);
/// Rows for what is known of a word and of its place.
pub const FLAGS: Range<u32> = SHAPES.end..SHAPES.end + 256;

/// The first row for pieces of words; the others follow.
pub const PIECES: u32 = FLAGS.end;

/// How many rows the features have in all.
pub fn feature_rows() -> usize {
    PIECES as usize + Vectors::english().pieces().size()
}

/// Rows that are seen beside words in their context: all but those of forms
/// and of pieces.
pub const BESIDE: Range<u32> = AFFIXES.start..FLAGS.end;

/// Words longer than this are known by their first bytes.
const LONGEST: usize = 48;

/// The words of a report.
#[derive(Clone, Copy)]
pub struct Page<'a> {
    /// The report's text.
    pub text: &'a str,
    /// Its words.
    pub words: &'a [Span],
    /// The words of each sentence.
    pub sentences: &'a [Range<usize>],
    /// What is known of names and titles.
    pub language: &'a Language,
}

impl<'a> Page<'a> {
    fn word(&self, at: usize) -> &'a str {
        &self.text[self.words[at].range()]
    }

    fn phrase(&self, words: Range<usize>) -> &'a str {
        let start = self.words[words.start].start();
        &self.text[start..self.words[words.end - 1].end()]
    }

    /// Whether `at` stands tight behind the word before.
    fn is_tight(&self, at: usize) -> bool {
        0 < at && at < self.words.len() && self.words[at - 1].end() == self.words[at].start()
    }
}

/// Replaces `rows` by the features of all words of `page`.
pub fn features(page: Page<'_>, rows: &mut Rows) {
    rows.clear();
    let seen = Seen::of(page);
    let pieces = Vectors::english().pieces();
    let mut listed = vec![0_u8; page.words.len()];
    for sentence in page.sentences {
        list_names(page, sentence, &mut listed);
        let manner = Manner::of(page, sentence);
        for at in sentence.clone() {
            let word = page.word(at);
            form_rows(word, &mut rows.features);
            pieces.pieces(word, |piece| {
                rows.features.push(PIECES + piece.index() as u32);
            });
            let mut flag = |number: u32| rows.features.push(FLAGS.start + number);
            place_flags(page, sentence, at, manner, &mut flag);
            list_flags(page, at, listed[at], &mut flag);
            let mut form = u32::MAX;
            if word.starts_with(char::is_uppercase) {
                form = seen.flags(word, &mut flag);
            }
            rows.forms.push(form);
            rows.ends.push(rows.features.len() as u32);
        }
        rows.sentences.push(rows.ends.len() as u32);
    }
    if let Some(context) = page.language.context() {
        leave_forms_out(rows);
        in_context(page, context, &mut rows.base);
    }
}

/// Keeps the rows [`BESIDE`] words in their context, counted from its start.
fn leave_forms_out(rows: &mut Rows) {
    let (mut from, mut kept) = (0, 0);
    for end in &mut rows.ends {
        for at in from..*end as usize {
            let row = rows.features[at];
            if BESIDE.contains(&row) {
                rows.features[kept] = row - BESIDE.start;
                kept += 1;
            }
        }
        from = std::mem::replace(end, kept as u32) as usize;
    }
    rows.features.truncate(kept);
}

thread_local! {
    /// Memory of the last report, for the next one on this thread.
    static DESK: RefCell<(Pieces, Encoder)> = RefCell::default();
}

/// Replaces `base` by what `context` says of each word.
fn in_context(page: Page<'_>, context: &Context, base: &mut Vec<f32>) {
    DESK.with_borrow_mut(|(pieces, encoder)| {
        pieces.clear();
        let tokenizer = Vectors::english().pieces();
        for sentence in page.sentences {
            for at in sentence.clone() {
                let most = pieces.pieces.len() + LONGEST_WORD;
                tokenizer.pieces(page.word(at), |piece| {
                    if pieces.pieces.len() < most {
                        pieces.pieces.push(piece.index() as u16);
                    }
                });
                pieces.ends.push(pieces.pieces.len() as u32);
            }
            pieces.sentences.push(pieces.ends.len() as u32);
        }
        encoder.read(context, pieces, base);
    });
}

/// Rows for the word itself: its form, its beginning and ends, its shape.
fn form_rows(word: &str, rows: &mut Vec<u32>) {
    let mut buffer = [0; LONGEST + 4];
    let small = lowered(word, &mut buffer);
    let mut row = |section: &Range<u32>, salt: u64, bytes: &[u8]| {
        let hash = hash(salt, bytes);
        let size = u64::from(section.end - section.start);
        rows.push(section.start + (hash % size) as u32);
    };
    row(&FORMS, 1, small);
    let letters = || (0..small.len()).filter(|&it| is_letter_start(small[it]));
    for (salt, length) in [(2, 2), (3, 3)] {
        let end = letters().nth(length).unwrap_or(small.len());
        row(&AFFIXES, salt, &small[..end]);
    }
    for (salt, length) in [(4, 1), (5, 2), (6, 3), (7, 4)] {
        let start = letters().rev().nth(length - 1).unwrap_or(0);
        row(&AFFIXES, salt, &small[start..]);
    }
    let mut shape = [0; 12];
    let shape = shape_of(word, &mut shape);
    row(&SHAPES, 8, shape);
}

/// Whether a byte of UTF-8 starts a character.
fn is_letter_start(byte: u8) -> bool {
    byte & 0xc0 != 0x80
}

/// The word in small letters with each digit as 0, cut after [`LONGEST`] bytes.
fn lowered<'a>(word: &str, buffer: &'a mut [u8; LONGEST + 4]) -> &'a [u8] {
    let mut length = 0;
    for character in word.chars().flat_map(char::to_lowercase) {
        if LONGEST < length {
            break;
        }
        let character = match character {
            '0'..='9' => '0',
            '’' => '\'',
            '‐' | '‑' | '–' => '-',
            '“' | '”' => '"',
            other => other,
        };
        length += character.encode_utf8(&mut buffer[length..]).len();
        if LONGEST <= length {
            break;
        }
    }
    &buffer[..length]
}

/// "Xx", "X.X", "00-00": classes of characters, at most two of a kind in a row.
fn shape_of<'a>(word: &str, buffer: &'a mut [u8; 12]) -> &'a [u8] {
    let mut length = 0;
    for character in word.chars().take(LONGEST) {
        let class = match character {
            it if it.is_uppercase() => b'X',
            it if it.is_alphabetic() => b'x',
            it if it.is_numeric() => b'0',
            it if it.is_ascii() => it as u8,
            _ => b'_',
        };
        let run = 2 <= length && buffer[length - 2..length] == [class; 2];
        if !run && length < buffer.len() {
            buffer[length] = class;
            length += 1;
        }
    }
    &buffer[..length]
}

/// How a sentence is written.
#[derive(Clone, Copy, Default)]
struct Manner {
    /// Nearly all its longer words have capitals, as in a headline.
    is_headline: bool,
    /// It has capitals only.
    is_shouted: bool,
}

impl Manner {
    fn of(page: Page<'_>, sentence: &Range<usize>) -> Self {
        let (mut long, mut small, mut letters, mut capitals) = (0, 0, 0, 0);
        for at in sentence.clone().take(200) {
            let word = page.word(at);
            let first = word.chars().next();
            if 4 <= word.len() && first.is_some_and(char::is_alphabetic) {
                long += 1;
                small += usize::from(!first.is_some_and(char::is_uppercase));
            }
            for letter in word.chars().take(LONGEST).filter(|it| it.is_alphabetic()) {
                letters += 1;
                capitals += usize::from(letter.is_uppercase());
            }
        }
        Self {
            is_headline: 4 <= long && small * 6 <= long,
            is_shouted: 8 <= letters && letters * 9 <= capitals * 10,
        }
    }
}

fn place_flags(
    page: Page<'_>,
    sentence: &Range<usize>,
    at: usize,
    manner: Manner,
    flag: &mut impl FnMut(u32),
) {
    let facts = [
        at == sentence.start,
        at + 1 == sentence.end,
        manner.is_headline,
        manner.is_shouted,
        sentence.start < at && page.is_tight(at),
        at + 1 < sentence.end && page.is_tight(at + 1),
        sentence.len() == 1,
    ];
    for (number, _) in facts.iter().enumerate().filter(|it| *it.1) {
        flag(number as u32);
    }
}

/// Marks the words of listed names: one and twice the kind, odd where a name
/// begins.
fn list_names(page: Page<'_>, sentence: &Range<usize>, listed: &mut [u8]) {
    let names = &page.language.names;
    let mut at = sentence.start;
    while at < sentence.end {
        let longest = names.longest(page.word(at));
        // A listed name counts words between spaces, which may be several here.
        let most = sentence
            .end
            .min(at + if longest == 0 { 0 } else { longest + 3 });
        let found = (at + 1..=most)
            .rev()
            .find_map(|end| Some((end, names.listed(page.phrase(at..end))?)));
        let Some((end, name)) = found else {
            at += 1;
            continue;
        };
        let kind = match (name.seat, name.kind) {
            (Some(_), _) => EntityKind::ALL.len() as u8,
            (None, kind) => kind as u8,
        };
        for (it, listed) in listed[at..end].iter_mut().enumerate() {
            *listed = 1 + 2 * kind + u8::from(it != 0);
        }
        at = end;
    }
}

/// What lists say of the word.
fn list_flags(page: Page<'_>, at: usize, listed: u8, flag: &mut impl FnMut(u32)) {
    let word = page.word(at);
    if listed != 0 {
        flag(16 + u32::from(listed));
    }
    match page.language.names.gender(word) {
        Some(Gender::Man) => flag(48),
        Some(Gender::Woman) => flag(49),
        None => {}
    }
    if let Some(kind) = page.language.names.shape(word) {
        flag(50 + kind as u32);
    }
    let mut buffer = [0; LONGEST + 4];
    let small = lowered(word.trim_end_matches('.'), &mut buffer);
    let small = std::str::from_utf8(small).unwrap_or_default();
    let titles = &page.language.titles;
    let facts = [
        titles.is_honorific(small),
        titles.is_head(small),
        titles.is_before(small),
    ];
    for (number, _) in facts.iter().enumerate().filter(|it| *it.1) {
        flag(60 + number as u32);
    }
}

/// How the report writes words elsewhere.
struct Seen(HashMap<u64, (u32, u8), foldhash::fast::FixedState>);

const SMALL: u8 = 1;
const CAPITAL_INSIDE: u8 = 2;
const BEHIND_PERSON: u8 = 4;
const AGAIN: u8 = 8;
const ONCE: u8 = 16;

impl Seen {
    fn of(page: Page<'_>) -> Self {
        let mut seen = HashMap::with_capacity_and_hasher(
            page.words.len() / 2,
            foldhash::fast::FixedState::default(),
        );
        let mut buffer = [0; LONGEST + 4];
        for sentence in page.sentences {
            let manner = Manner::of(page, sentence);
            if manner.is_headline || manner.is_shouted {
                continue;
            }
            for at in sentence.clone() {
                let word = page.word(at);
                if !word.starts_with(char::is_alphabetic) {
                    continue;
                }
                let key = hash(9, lowered(word, &mut buffer));
                let next = seen.len() as u32;
                let (_, facts) = seen.entry(key).or_insert((next, 0));
                *facts |= if *facts & ONCE == 0 { ONCE } else { AGAIN };
                if !word.starts_with(char::is_uppercase) {
                    *facts |= SMALL;
                } else if sentence.start < at {
                    let before = page.word(at - 1);
                    let opens = matches!(before, "\"" | "“" | "‘" | "'" | ":" | "-" | "—" | "–");
                    if !opens {
                        *facts |= CAPITAL_INSIDE;
                    }
                    let small = lowered(before.trim_end_matches('.'), &mut buffer);
                    let small = std::str::from_utf8(small).unwrap_or_default();
                    let person = page.language.titles.is_honorific(small)
                        || page.language.names.gender(before).is_some();
                    if person {
                        *facts |= BEHIND_PERSON;
                    }
                }
            }
        }
        Self(seen)
    }

    /// Tells what is known of the capitalised `word`; gives the number of its
    /// form.
    fn flags(&self, word: &str, flag: &mut impl FnMut(u32)) -> u32 {
        let mut buffer = [0; LONGEST + 4];
        let key = hash(9, lowered(word, &mut buffer));
        let (form, facts) = self.0.get(&key).copied().unwrap_or((u32::MAX, 0));
        flag(64 + u32::from(facts & 3));
        if facts & BEHIND_PERSON != 0 {
            flag(68);
        }
        if facts & AGAIN != 0 {
            flag(69);
        }
        form
    }
}

/// The same on every machine (FNV-1a, then mixed as `MurmurHash3` ends).
fn hash(salt: u64, bytes: &[u8]) -> u64 {
    let start = 0xcbf2_9ce4_8422_2325 ^ salt.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mix = |sum: u64, &byte: &u8| (sum ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    let mut sum = bytes.iter().fold(start, mix);
    sum ^= sum >> 33;
    sum = sum.wrapping_mul(0xff51_afd7_ed55_8ccd);
    sum ^ (sum >> 33)
}
