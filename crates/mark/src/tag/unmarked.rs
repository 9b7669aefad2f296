//! Ends of sentences that no full stop marks, or behind one that a small
//! letter follows: headings run into a text, mail, notes.
//!
//! Input: a paragraph and a blank in it. Output: the features that the model
//! `data/tag/sentences.model` weighs. What always holds: the look back and
//! ahead at a blank is bounded.

use rapporteur_language::Cues;

use super::paragraph::is_blank;
use crate::hashing::{feature, hash, mix};

/// How many characters of a word are read.
const LONGEST: usize = 32;
/// How many bytes before and behind a blank are read.
const WINDOW: usize = 160;

/// What is true of a whole paragraph.
#[derive(Clone, Copy)]
pub(super) struct Style {
    /// Whether small letters follow full stops, always, at times or never.
    stops: u64,
    /// Whether it ends like a sentence, is short, or holds an address.
    kind: u64,
}

impl Style {
    pub(super) fn of(paragraph: &str) -> Self {
        let (mut small, mut large, mut blanks, mut address) = (0_u32, 0_u32, 0_u32, false);
        let (mut before, mut stopped) = (' ', false);
        for character in paragraph.chars() {
            if is_blank(character) {
                blanks += 1;
                stopped |= matches!(before, '.' | '!' | '?');
            } else {
                small += u32::from(stopped && character.is_lowercase());
                large += u32::from(stopped && character.is_uppercase());
                stopped = false;
            }
            address |= matches!(character, '@' | '<' | '|');
            before = character;
        }
        let stops = match (small, large) {
            (0, 0) => 0,
            (0, _) => 1,
            (_, 0) => 2,
            _ => 3 + u64::from(large < small),
        };
        let whole = paragraph.trim_end_matches(['"', '”', '’', '\'', ')', ']']);
        let ends = whole.ends_with(['.', '!', '?', '…', ':']);
        Self {
            stops,
            kind: u64::from(ends) | u64::from(blanks < 12) << 1 | u64::from(address) << 2,
        }
    }
}

impl Style {
    /// Whether the paragraph has full stops where they belong.
    fn is_careful(self) -> bool {
        self.stops == 1 && self.kind == 1
    }
}

/// What stands around a blank.
pub(super) struct Around<'a> {
    /// The end of the sentence so far, cut to a window.
    before: &'a str,
    /// The start of the rest of the paragraph, cut to a window.
    behind: &'a str,
    /// The start of the sentence so far.
    first: &'a str,
    /// How many blanks it has had.
    length: usize,
    /// A quotation mark is open.
    quoted: bool,
    /// The sentence before had an end that nothing marked.
    unmarked: bool,
}

impl<'a> Around<'a> {
    /// `sentence` stands before the blank and has had `length` blanks,
    /// `behind` follows; a quotation mark is open, and the last sentence had
    /// an end that nothing marked, or not.
    pub(super) fn new(
        [sentence, behind]: [&'a str; 2],
        length: usize,
        [quoted, unmarked]: [bool; 2],
    ) -> Self {
        let from = sentence.ceil_char_boundary(sentence.len().saturating_sub(WINDOW));
        let to = behind.floor_char_boundary(WINDOW);
        Self {
            before: &sentence[from..],
            behind: &behind[..to],
            first: sentence,
            length,
            quoted,
            unmarked,
        }
    }

    /// Whether a sentence may end here: a small letter does not start one
    /// behind a plain word, nor does anything in a careful paragraph.
    pub(super) fn may_end(&self, style: Style) -> bool {
        let last = self.before.chars().next_back();
        let next = self.behind.chars().next();
        let starts = next.is_some_and(|it| {
            !matches!(
                it,
                ',' | ';' | ':' | ')' | ']' | '”' | '’' | '»' | '%' | '&'
            )
        });
        let small = next.is_some_and(char::is_lowercase) && !self.is_near_address();
        let plain = last.is_none_or(|it| it.is_alphanumeric() || it == ',');
        starts && !(plain && (small || style.is_careful()))
    }

    /// Whether an address stands on either side.
    fn is_near_address(&self) -> bool {
        let last = self.before.rsplit(is_blank).next().unwrap_or_default();
        self.behind.starts_with("http") || last.contains(['@', '/'])
    }

    /// Fills `features` with what speaks for and against an end here.
    pub(super) fn features(&self, style: Style, cues: &Cues, features: &mut Vec<u64>) {
        features.clear();
        let mut back = self.before.rsplit(is_blank).filter(|it| !it.is_empty());
        let left = [back.next(), back.next(), back.next()].map(|it| Chunk::of(it, cues));
        let mut ahead = self.behind.split(is_blank).filter(|it| !it.is_empty());
        let right = [ahead.next(), ahead.next(), ahead.next()].map(|it| Chunk::of(it, cues));
        let first = Chunk::of(Some(self.first), cues);
        let length = bucket(self.length);
        let rest = bucket(self.behind.split(is_blank).count());
        let opened = self.before.rfind(['(', '[']) > self.before.rfind([')', ']']);
        let open = u64::from(self.quoted) | u64::from(opened) << 1;
        let unmarked = u64::from(self.unmarked) + 1;
        let marks = left[0].last << 8 | right[0].first;
        let manner = style.stops << 3 | style.kind;
        let told = [
            (0, 0, 0),
            (left[0].word, 0, 0),
            (left[1].word, left[0].shape, 0),
            (right[0].word, 0, 0),
            (right[0].word, right[0].shape, marks),
            (right[1].word, right[0].shape, 0),
            (left[0].word, right[0].word, 0),
            (right[0].word, right[1].word, 0),
            (left[0].word, left[1].word, 0),
            (left[0].shape, right[0].shape, 0),
            (left[1].shape, left[0].shape, right[0].shape),
            (left[0].shape, right[0].shape, right[1].shape),
            (right[0].shape, right[1].shape, right[2].shape),
            (left[2].shape, left[1].shape, left[0].shape),
            (left[0].word, right[0].shape, 0),
            (left[0].shape, right[0].word, 0),
            (marks, 0, 0),
            (marks, style.stops, 0),
            (marks, manner, 0),
            (marks, length, 0),
            (marks, rest, open),
            (marks, right[0].word, style.stops),
            (manner, length, right[0].first),
            (manner, left[0].shape, right[0].shape),
            (manner, right[0].word, 0),
            (first.word, marks, 0),
            (first.shape, left[0].shape, right[0].shape),
            (length, rest, marks),
            (open, marks, style.stops),
            (right[0].shape, right[1].shape, manner),
            (right[0].shape, right[1].word, marks),
            (unmarked, marks, length),
            (unmarked, left[0].shape, right[0].shape),
            (unmarked, first.shape, right[0].shape),
            (left[0].sort, right[0].sort, marks),
            (left[1].sort, left[0].sort, right[0].sort),
            (
                left[0].sort,
                right[0].sort,
                right[1].sort << 8 | style.stops,
            ),
            (left[0].sort << 8 | right[0].sort, first.sort, unmarked),
            (left[0].class, right[0].class, marks),
            (right[0].class, right[0].shape, marks),
            (right[0].class, right[1].class, right[0].shape),
            (right[0].class, marks, manner),
            (left[1].class, left[0].class, marks),
            (left[0].class, right[0].class, right[1].class),
            (left[0].class, left[0].shape, right[0].shape),
            (right[0].class, length, marks),
        ];
        let hashes = told.iter().zip(1..);
        features.extend(hashes.map(|(&(a, b, c), template)| feature(template, a, b, c)));
    }
}

/// A number by size, so that long ones are alike.
fn bucket(count: usize) -> u64 {
    match count {
        0..=4 => count as u64,
        5..=6 => 5,
        7..=9 => 6,
        10..=14 => 7,
        15..=23 => 8,
        _ => 9,
    }
}

/// What is looked at of the characters between two blanks.
#[derive(Default)]
struct Chunk {
    /// Its letters and digits, in small letters.
    word: u64,
    /// Its kinds of characters, runs taken as one.
    shape: u64,
    first: u64,
    last: u64,
    /// What it may be: an address, a name, a number, a plain word.
    sort: u64,
    /// Its commonest Penn tags.
    class: u64,
}

impl Chunk {
    fn of(text: Option<&str>, cues: &Cues) -> Self {
        let mut chunk = Self::default();
        let text = text.unwrap_or_default().chars().take(LONGEST);
        let (mut address, mut letters, mut digits) = (0, 0, 0);
        let (mut small_letters, mut length) = ([0; LONGEST], 0);
        for character in text.take_while(|&it| !is_blank(it)) {
            match character {
                '@' | '_' => address = 1,
                '/' if chunk.last == u64::from('/') => address = 30,
                _ => {}
            }
            letters += usize::from(character.is_alphabetic());
            digits += usize::from(character.is_numeric());
            if character.is_alphanumeric() {
                let small = character.to_lowercase().next().unwrap_or(character);
                chunk.word = mix(chunk.word ^ u64::from(small)).rotate_left(5);
                if small.is_ascii() {
                    small_letters[length] = small as u8;
                    length += 1;
                }
            }
            let kind = kind(character);
            if kind != chunk.last {
                chunk.shape = mix(chunk.shape ^ kind).rotate_left(5);
            }
            chunk.last = kind;
            if chunk.first == 0 {
                chunk.first = kind;
            }
        }
        chunk.sort = match (letters, digits) {
            _ if 0 < address => address,
            (0, 0) => 2,
            (0, _) => 3,
            (1.., 1..) => 4,
            _ => 5 + chunk.first.min(3) + 4 * chunk.last.min(5),
        };
        let word = std::str::from_utf8(&small_letters[..length]).unwrap_or_default();
        chunk.class = cues.class(word).map_or(u64::from(0 < digits), hash);
        chunk
    }
}

/// Letters and digits by kind, other characters as themselves.
fn kind(character: char) -> u64 {
    match character {
        _ if character.is_uppercase() => 1,
        _ if character.is_alphabetic() => 2,
        _ if character.is_numeric() => 3,
        '“' | '”' => u64::from('"'),
        '’' | '‘' => u64::from('\''),
        '–' | '—' => u64::from('-'),
        _ if character.is_ascii() => u64::from(character),
        _ => 4,
    }
}
