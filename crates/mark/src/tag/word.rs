//! Syntactic words, as the English treebanks of Universal Dependencies cut
//! them.
//!
//! Input: one token. Output: its words, of which only the place is known.
//! What always holds: the words of a token cover it, in order, without a gap;
//! none is empty.

use rapporteur_text::{Span, Token, TokenKind, Word};

use super::token::{is_dash, is_hyphen};

/// Appends the words of a sentence's `tokens` to `words`.
pub(super) fn words(text: &str, tokens: &[Token], words: &mut Vec<Word>) {
    let last = tokens.iter().rposition(|it| !closes(text, *it));
    for (at, token) in tokens.iter().enumerate() {
        let mut cut = Cut {
            slice: &text[token.span.range()],
            from: token.span.start(),
            start: 0,
            words,
        };
        match token.kind {
            TokenKind::Word => cut.word(Some(at) == last),
            TokenKind::Number => cut.number(),
            TokenKind::Clitic | TokenKind::Quote | TokenKind::Punctuation | TokenKind::Handle => {}
        }
        cut.to(cut.slice.len());
    }
}

/// Whether a token only closes what stands before it.
fn closes(text: &str, token: Token) -> bool {
    let bracket = || matches!(&text[token.span.range()], ")" | "]");
    match token.kind {
        TokenKind::Quote => true,
        TokenKind::Punctuation => bracket(),
        _ => false,
    }
}

/// A token that is being cut, up to `start`.
struct Cut<'a> {
    slice: &'a str,
    from: usize,
    start: usize,
    words: &'a mut Vec<Word>,
}

impl Cut<'_> {
    /// Makes a word of what lies before `end`.
    fn to(&mut self, end: usize) {
        if self.start < end {
            let span = Span::new(self.from + self.start, self.from + end);
            self.words.push(Word::at(span));
            self.start = end;
        }
    }

    /// Cuts at hyphens, or where words were contracted. The dot of an
    /// abbreviation that is the `last` of its sentence ends the sentence.
    fn word(&mut self, last: bool) {
        if self.slice.bytes().all(|it| it.is_ascii_alphabetic()) {
            for &at in contracted(self.slice) {
                self.to(usize::from(at));
            }
            return;
        }
        for (at, mark) in self.slice.char_indices().filter(|&(_, it)| is_dash(it)) {
            let (before, behind) = (&self.slice[self.start..at], &self.slice[at..]);
            let behind = behind.strip_prefix(mark).unwrap_or_default();
            let joins = is_prefix(before) && (before != "e" || at == 1) || is_suffix(behind);
            if !joins {
                self.to(at);
                self.to(at + mark.len_utf8());
            }
        }
        if last && self.slice.ends_with('.') && 2 < self.slice.len() {
            self.to(self.slice.len() - 1);
        }
    }

    fn number(&mut self) {
        if !is_whole(self.slice) {
            for (at, mark) in self.slice.char_indices().filter(|&(_, it)| is_dash(it)) {
                self.unit(at);
                self.to(at + mark.len_utf8());
            }
            self.unit(self.slice.len());
        }
    }

    /// Makes a word of the digits before `end` and one of the unit that is
    /// written onto them: "5|pm", "20|m".
    fn unit(&mut self, end: usize) {
        let piece = &self.slice[self.start..end];
        let digits = piece.trim_end_matches(|it: char| it.is_alphabetic());
        if digits.ends_with(char::is_numeric) && is_unit(&piece[digits.len()..]) {
            self.to(self.start + digits.len());
        }
        self.to(end);
    }
}

/// Where a word that was contracted without an apostrophe is cut. A name may
/// be spelt like a short one, so those count in small letters only.
fn contracted(word: &str) -> &'static [u8] {
    const LONGEST: usize = 8;
    let mut small = [0; LONGEST];
    let Some(small) = small.get_mut(..word.len()).filter(|it| 1 < it.len()) else {
        return &[];
    };
    small.copy_from_slice(word.as_bytes());
    small.make_ascii_lowercase();
    let short = small.len() < 4 && small != word.as_bytes();
    let found = CONTRACTED.binary_search_by(|(it, _)| it.as_bytes().cmp(small));
    found.map_or(&[], |at| if short { &[] } else { CONTRACTED[at].1 })
}

/// Contracted words with where they are cut, sorted.
const CONTRACTED: [(&str, &[u8]); 45] = [
    ("aint", &[2]),
    ("arent", &[3]),
    ("cannot", &[3]),
    ("cant", &[2]),
    ("couldnt", &[5]),
    ("didnt", &[3]),
    ("doesnt", &[4]),
    ("dont", &[2]),
    ("dunno", &[2, 3]),
    ("gimme", &[3]),
    ("gonna", &[3]),
    ("gotta", &[3]),
    ("hadnt", &[3]),
    ("hasnt", &[3]),
    ("havent", &[4]),
    ("heres", &[4]),
    ("hes", &[2]),
    ("im", &[1]),
    ("isnt", &[2]),
    ("itll", &[2]),
    ("ive", &[1]),
    ("lemme", &[3]),
    ("mustnt", &[4]),
    ("neednt", &[4]),
    ("outta", &[3]),
    ("shes", &[3]),
    ("shouldnt", &[6]),
    ("thats", &[4]),
    ("theres", &[5]),
    ("theyll", &[4]),
    ("theyre", &[4]),
    ("theyve", &[4]),
    ("wanna", &[3]),
    ("wasnt", &[3]),
    ("werent", &[4]),
    ("weve", &[2]),
    ("whats", &[4]),
    ("wheres", &[5]),
    ("whos", &[3]),
    ("wont", &[2]),
    ("wouldnt", &[5]),
    ("youd", &[3]),
    ("youll", &[3]),
    ("youre", &[3]),
    ("youve", &[3]),
];

/// Parts of words that treebanks leave on the word behind their hyphen.
fn is_prefix(part: &str) -> bool {
    const PREFIXES: [&str; 37] = [
        "anti", "arch", "bi", "co", "counter", "cross", "de", "e", "ex", "extra", "hyper", "inter",
        "intra", "mega", "meta", "micro", "mid", "mini", "mis", "multi", "neo", "non", "over",
        "para", "post", "pre", "pro", "pseudo", "psycho", "re", "semi", "socio", "sub", "trans",
        "ultra", "un", "uni",
    ];
    part.len() <= 7 && PREFIXES.iter().any(|it| it.eq_ignore_ascii_case(part))
}

/// Parts of words that treebanks leave on the word before their hyphen.
fn is_suffix(part: &str) -> bool {
    matches!(part, "esque" | "wise" | "ish" | "fold" | "e") || part.starts_with("e-")
}

/// A date, a telephone number, a postal code: "2024-12-27", "555-0134".
fn is_whole(number: &str) -> bool {
    let digits = |it: &str| it.bytes().all(|it| it.is_ascii_digit() || it == b'/');
    let mut parts = number.split(is_hyphen);
    let lengths = [parts.next(), parts.next(), parts.next()].map(|it| it.map(str::len));
    match lengths {
        [_, None, _] => number.bytes().all(|it| it.is_ascii_digit()),
        [Some(1 | 3 | 5), Some(4), None] | [_, _, Some(_)] => number.split(is_hyphen).all(digits),
        _ => false,
    }
}

/// A unit as it is written onto a number. Most count in small letters only:
/// "3G" is a name.
fn is_unit(letters: &str) -> bool {
    const UNITS: [&str; 42] = [
        "am", "b", "bn", "c", "cm", "ft", "g", "gb", "hr", "hrs", "k", "kg", "km", "kph", "lb",
        "lbs", "m", "mb", "mg", "min", "mins", "ml", "mm", "mph", "oz", "pm", "sec", "t", "tn",
        "yr", "yrs", "AM", "B", "GB", "GHz", "Hz", "K", "M", "MB", "MHz", "MW", "PM",
    ];
    UNITS.contains(&letters)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rapporteur_language::Language;

    fn cut(text: &str) -> Vec<&str> {
        let (mut tokens, mut found) = (Vec::new(), Vec::new());
        let all = Span::new(0, text.len());
        let punctuation = &Language::english().punctuation;
        super::super::token::tokens(text, all, punctuation, &mut tokens);
        words(text, &tokens, &mut found);
        found.iter().map(|it| &text[it.span.range()]).collect()
    }

    #[test]
    fn hyphens_part_words_but_not_prefixes() {
        assert_eq!(
            cut("a well-known pro-war e-mail of a 15-year-old"),
            [
                "a", "well", "-", "known", "pro-war", "e-mail", "of", "a", "15", "-", "year", "-",
                "old"
            ]
        );
        assert_eq!(cut("anti-drug-war"), ["anti-drug", "-", "war"]);
        assert_eq!(cut("COVID-19"), ["COVID", "-", "19"]);
    }

    #[test]
    fn the_dot_of_a_last_abbreviation_ends_the_sentence() {
        assert_eq!(cut("in the U.S."), ["in", "the", "U.S", "."]);
        assert_eq!(cut("the U.S. left"), ["the", "U.S.", "left"]);
    }

    #[test]
    fn contractions_are_cut() {
        assert_eq!(
            cut("I cannot go, CANNOT stay, dunno"),
            [
                "I", "can", "not", "go", ",", "CAN", "NOT", "stay", ",", "du", "n", "no"
            ]
        );
        assert_eq!(cut("Ive designed it"), ["Ive", "designed", "it"]);
        assert!(CONTRACTED.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn units_part_from_their_numbers() {
        assert_eq!(
            cut("$5m at 5pm, 20% of 1980s 7th 4x4"),
            [
                "$", "5", "m", "at", "5", "pm", ",", "20", "%", "of", "1980s", "7th", "4x4"
            ]
        );
        assert_eq!(cut("10am-5pm"), ["10", "am", "-", "5", "pm"]);
    }

    #[test]
    fn dates_and_telephone_numbers_stay_whole_and_ranges_do_not() {
        assert_eq!(
            cut("2024-12-27 9/11 555-0134 713-555-0134"),
            ["2024-12-27", "9/11", "555-0134", "713-555-0134"]
        );
        assert_eq!(
            cut("2024-28 1–2 #3 #talks"),
            ["2024", "-", "28", "1", "–", "2", "#", "3", "#talks"]
        );
    }
}
