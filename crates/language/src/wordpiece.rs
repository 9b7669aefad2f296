//! Words as pieces of a fixed vocabulary.
//!
//! Input: a text or a word. Output: its pieces in order, handed on one by one.
//! What always holds: nothing is allocated for a text; a word of more than
//! [`LONGEST_WORD`] bytes, or that the vocabulary cannot make up, is one
//! [`Piece::UNKNOWN`]; `data/pieces.txt` is the vocabulary, and the number of
//! a line, from 0, is the number of its piece.
//!
//! Follows the uncased tokenizer of BERT (Devlin et al. 2019): lower case,
//! accents off, longest piece first, `##` before a piece within a word. Unlike
//! it, every sign that is neither letter nor digit stands alone, so that "€5"
//! parts as "$5" does.

use std::collections::HashMap;

use foldhash::fast::FixedState;

/// Bytes of the longest word that is looked up, after folding.
pub const LONGEST_WORD: usize = 64;

/// The vocabulary, one piece a line.
const PIECES: &str = include_str!("../data/pieces.txt");

/// Letters with accents, behind the letter that stays without them: those of
/// Latin-1, Latin Extended-A, -B and Additional that Unicode decomposes.
const ACCENTED: &[&str] = &[
    "aàáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặ",
    "bḃḅḇ",
    "cçćĉċčḉ",
    "dďḋḍḏḑḓ",
    "eèéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ",
    "fḟ",
    "gĝğġģǧǵḡ",
    "hĥȟḣḥḧḩḫẖ",
    "iìíîïĩīĭįǐȉȋḭḯỉị",
    "jĵǰ",
    "kķǩḱḳḵ",
    "lĺļľḷḹḻḽ",
    "mḿṁṃ",
    "nñńņňǹṅṇṉṋ",
    "oòóôõöōŏőơǒǫǭȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợ",
    "pṕṗ",
    "rŕŗřȑȓṙṛṝṟ",
    "sśŝşšșṡṣṥṧṩ",
    "tţťțṫṭṯṱẗ",
    "uùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự",
    "vṽṿ",
    "wŵẁẃẅẇẉẘ",
    "xẋẍ",
    "yýÿŷȳẏẙỳỵỷỹ",
    "zźżžẑẓẕ",
];

/// The number of a piece: its line in the vocabulary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Piece(u16);

impl Piece {
    /// A word that the vocabulary cannot make up: the first line.
    pub const UNKNOWN: Piece = Piece(0);

    /// Its line in the vocabulary, from 0.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// The tokenizer.
pub struct WordPiece {
    /// Pieces that begin a word.
    first: HashMap<&'static [u8], Piece, FixedState>,
    /// Pieces within a word, without their `##`.
    inner: HashMap<&'static [u8], Piece, FixedState>,
    /// Letters without accents, by the letters with them.
    plain: HashMap<char, u8, FixedState>,
    /// Bytes of the longest piece.
    longest: usize,
    /// How many pieces there are.
    size: usize,
}

impl std::fmt::Debug for WordPiece {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "WordPiece({} pieces)", self.size)
    }
}

impl WordPiece {
    /// The vocabulary that is built in.
    pub(crate) fn embedded() -> Self {
        Self::new(PIECES)
    }

    fn new(pieces: &'static str) -> Self {
        let mut made = Self {
            first: HashMap::default(),
            inner: HashMap::default(),
            plain: HashMap::default(),
            longest: 0,
            size: 0,
        };
        for (piece, line) in (0..=u16::MAX).zip(pieces.lines()) {
            let (map, key) = match line.strip_prefix("##") {
                Some(rest) if !rest.is_empty() => (&mut made.inner, rest),
                _ => (&mut made.first, line),
            };
            map.insert(key.as_bytes(), Piece(piece));
            made.longest = made.longest.max(key.len());
            made.size += 1;
        }
        for row in ACCENTED {
            let letters = row.chars().skip(1);
            made.plain
                .extend(letters.map(|letter| (letter, row.as_bytes()[0])));
        }
        made
    }

    /// Every piece, in the order of the vocabulary.
    pub fn all(&self) -> impl Iterator<Item = Piece> + use<> {
        (0..self.size as u16).map(Piece)
    }

    /// The built-in pieces that begin a word, each with its letters, in the
    /// order of the vocabulary.
    pub(crate) fn words() -> impl Iterator<Item = (Piece, &'static str)> {
        let words = (0..=u16::MAX).zip(PIECES.lines());
        words
            .filter(|(_, it)| !it.starts_with("##"))
            .map(|(at, it)| (Piece(at), it))
    }

    /// How many pieces there are.
    pub fn size(&self) -> usize {
        self.size
    }

    /// Hands the pieces of a text to `take`, in order.
    pub fn pieces(&self, text: &str, mut take: impl FnMut(Piece)) {
        let mut word = Word::default();
        for letter in text.chars() {
            if letter.is_ascii_alphanumeric() {
                word.push(letter.to_ascii_lowercase() as u8);
            } else if letter.is_ascii() {
                self.end(&mut word, &mut take);
                if letter.is_ascii_punctuation() {
                    word.push(letter as u8);
                    self.end(&mut word, &mut take);
                }
            } else {
                self.fold(letter, &mut word, &mut take);
            }
        }
        self.end(&mut word, &mut take);
    }

    /// Takes a letter that is not ASCII.
    #[cold]
    fn fold(&self, letter: char, word: &mut Word, take: &mut impl FnMut(Piece)) {
        if is_dropped(letter) {
            return;
        }
        if letter.is_alphanumeric() {
            for small in letter.to_lowercase().filter(|&it| !is_dropped(it)) {
                match self.plain.get(&small) {
                    Some(&plain) => word.push(plain),
                    None => word.extend(small),
                }
            }
            return;
        }
        self.end(word, take);
        if !letter.is_whitespace() && !letter.is_control() {
            word.extend(letter);
            self.end(word, take);
        }
    }

    /// Hands on the pieces of the word so far, and empties it.
    fn end(&self, word: &mut Word, take: &mut impl FnMut(Piece)) {
        let mut pieces = [Piece::UNKNOWN; LONGEST_WORD];
        match word.bytes() {
            Some([]) => {}
            Some(bytes) => match self.part(bytes, &mut pieces) {
                Some(count) => pieces[..count].iter().for_each(|&piece| take(piece)),
                None => take(Piece::UNKNOWN),
            },
            None => take(Piece::UNKNOWN),
        }
        word.length = 0;
    }

    /// Parts a word, longest piece first; the number of its pieces.
    fn part(&self, bytes: &[u8], pieces: &mut [Piece; LONGEST_WORD]) -> Option<usize> {
        let (mut start, mut count) = (0, 0);
        while start < bytes.len() {
            let map = if start == 0 { &self.first } else { &self.inner };
            let last = bytes.len().min(start + self.longest);
            let longest = (start + 1..=last)
                .rev()
                .find_map(|end| Some((end, *map.get(&bytes[start..end])?)));
            let (end, piece) = longest?;
            *pieces.get_mut(count)? = piece;
            count += 1;
            start = end;
        }
        Some(count)
    }
}

/// A word on its way, folded.
struct Word {
    bytes: [u8; LONGEST_WORD],
    /// Its bytes, also those that found no room.
    length: usize,
}

impl Default for Word {
    fn default() -> Self {
        Self {
            bytes: [0; LONGEST_WORD],
            length: 0,
        }
    }
}

impl Word {
    fn push(&mut self, byte: u8) {
        if let Some(room) = self.bytes.get_mut(self.length) {
            *room = byte;
        }
        self.length = self.length.saturating_add(1);
    }

    fn extend(&mut self, letter: char) {
        let mut room = [0; 4];
        for byte in letter.encode_utf8(&mut room).bytes() {
            self.push(byte);
        }
    }

    /// The word; `None` when it was too long.
    fn bytes(&self) -> Option<&[u8]> {
        self.bytes.get(..self.length)
    }
}

/// Whether a sign leaves no trace: combining marks, joiners, soft hyphens.
fn is_dropped(letter: char) -> bool {
    matches!(letter,
        '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<&'static str> {
        let lines: Vec<&str> = PIECES.lines().collect();
        let mut found = Vec::new();
        WordPiece::embedded().pieces(text, |piece| found.push(lines[piece.index()]));
        found
    }

    #[test]
    fn words_part_as_those_of_bert_do() {
        assert_eq!(
            pieces("Minister's unaffable talks, Café Zürich"),
            [
                "minister", "'", "s", "una", "##ffa", "##ble", "talks", ",", "cafe", "zurich"
            ]
        );
        assert_eq!(
            pieces("e\u{301}lan El\u{ad}an ÉLAN"),
            pieces("elan elan elan")
        );
        assert_eq!(pieces("€5m"), ["€", "5", "##m"]);
        assert_eq!(pieces("Wrocław"), ["wrocław"]);
    }

    #[test]
    fn what_the_vocabulary_lacks_is_one_unknown_piece() {
        assert_eq!(pieces("東京 talks"), ["[UNK]", "talks"]);
        assert_eq!(pieces(&"a".repeat(65)), ["[UNK]"]);
        assert_eq!(pieces(&"é".repeat(100_000)), ["[UNK]"]);
        assert!(pieces(" \n\t\u{200b}\u{3000}").is_empty());
    }

    #[test]
    fn every_line_of_the_vocabulary_is_a_piece_of_its_own() {
        let pieces = WordPiece::embedded();
        assert_eq!(pieces.size(), PIECES.lines().count());
        assert_eq!(pieces.first.len() + pieces.inner.len(), pieces.size());
        assert_eq!(pieces.first[&b"[UNK]"[..]], Piece::UNKNOWN);
    }
}
