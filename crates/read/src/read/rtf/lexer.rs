//! The tokens of rich text.
//!
//! Input: bytes. Output: groups, control words with their numbers, symbols
//! and runs of bytes. What always holds: each token is of at least one byte;
//! what `\bin` counts is passed over, at most to the end.

/// Longest name of a control word; the specification's are shorter than 32.
const NAME: usize = 32;

/// One token.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// `{`.
    Open,
    /// `}`.
    Close,
    /// `\*`: a reader that does not know the word that follows skips the group.
    Optional,
    /// `\word` or `\word-12`.
    Word(&'a str, Option<i32>),
    /// A backslash and any other character.
    Symbol(u8),
    /// `\'e9`.
    Hex(u8),
    /// Bytes of text, without line ends of the source.
    Bytes(&'a [u8]),
}

/// Reads tokens from the left.
#[derive(Debug)]
pub(super) struct Lexer<'a> {
    rest: &'a [u8],
}

impl<'a> Lexer<'a> {
    /// Of these bytes.
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    fn advance(&mut self, by: usize) -> &'a [u8] {
        let (taken, rest) = self.rest.split_at(by.min(self.rest.len()));
        self.rest = rest;
        taken
    }

    /// What a backslash begins.
    fn control(&mut self) -> Token<'a> {
        self.advance(1);
        match self.rest {
            [first, ..] if first.is_ascii_alphabetic() => self.word(),
            [b'\'', high, low, ..] => match (digit(*high), digit(*low)) {
                (Some(high), Some(low)) => {
                    self.advance(3);
                    Token::Hex(high << 4 | low)
                }
                _ => self.symbol(),
            },
            [b'*', ..] => {
                self.advance(1);
                Token::Optional
            }
            _ => self.symbol(),
        }
    }

    fn symbol(&mut self) -> Token<'a> {
        let taken = self.advance(1);
        Token::Symbol(taken.first().copied().unwrap_or(b' '))
    }

    fn word(&mut self) -> Token<'a> {
        let letters = self.rest.iter().take_while(|it| it.is_ascii_alphabetic());
        let len = letters.take(NAME).count();
        let name = std::str::from_utf8(self.advance(len)).unwrap_or_default();
        let number = self.number();
        if self.rest.first() == Some(&b' ') {
            self.advance(1);
        }
        if let ("bin", Some(count)) = (name, number) {
            self.advance(usize::try_from(count).unwrap_or(0));
        }
        Token::Word(name, number)
    }

    /// The number after a word; one too long for its type is taken and none.
    fn number(&mut self) -> Option<i32> {
        let sign = usize::from(self.rest.first() == Some(&b'-'));
        let digits = self.rest.iter().skip(sign);
        let digits = digits.take_while(|it| it.is_ascii_digit()).count();
        if digits == 0 {
            return None;
        }
        let number = self.advance(sign + digits);
        std::str::from_utf8(number).ok()?.parse().ok()
    }
}

impl<'a> Iterator for Lexer<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        while let Some(first) = self.rest.first() {
            match first {
                b'{' => {
                    self.advance(1);
                    return Some(Token::Open);
                }
                b'}' => {
                    self.advance(1);
                    return Some(Token::Close);
                }
                b'\\' => return Some(self.control()),
                b'\r' | b'\n' | 0 => {
                    self.advance(1);
                }
                _ => {
                    let end = |it: &u8| matches!(it, b'{' | b'}' | b'\\' | b'\r' | b'\n' | 0);
                    let len = self.rest.iter().position(end);
                    return Some(Token::Bytes(self.advance(len.unwrap_or(self.rest.len()))));
                }
            }
        }
        None
    }
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).map(|it| it as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_take_one_space_and_lengths_end_with_the_file() {
        let tokens: Vec<_> = Lexer::new(b"{\\b1  a\\'e9\\*\\bin99 abc").collect();
        assert_eq!(
            tokens,
            [
                Token::Open,
                Token::Word("b", Some(1)),
                Token::Bytes(b" a"),
                Token::Hex(0xe9),
                Token::Optional,
                Token::Word("bin", Some(99)),
            ]
        );
    }
}
