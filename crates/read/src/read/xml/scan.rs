//! XML, token by token, whatever is wrong with it.
//!
//! Input: characters. Output: tokens in order, each with the spans of its
//! parts. What always holds: the time is linear in the characters, and what
//! is no markup (`AT&T`, `a < b`) is text. A file that is cut off gives what
//! came before the cut. No entity of a document type is ever expanded.

use memchr::{memchr, memmem};
use rapporteur_text::Span;

/// One piece of an XML file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A start tag.
    Start {
        /// The name as written, with its prefix.
        name: Span,
        /// All that stands between the name and the end of the tag.
        attributes: Span,
        /// Whether the element ends with its tag.
        empty: bool,
    },
    /// An end tag.
    End(Span),
    /// Characters in which references are escapes.
    Text(Span),
    /// Characters as they stand.
    Verbatim(Span),
}

/// The tokens of `text`.
pub(super) fn tokens(text: &str) -> impl Iterator<Item = Token> + '_ {
    let mut scanner = Scanner { text, at: 0 };
    std::iter::from_fn(move || scanner.next())
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl Scanner<'_> {
    fn next(&mut self) -> Option<Token> {
        while self.at < self.text.len() {
            let rest = self.rest();
            let token = if !opens_markup(rest) {
                Some(self.characters())
            } else if rest.starts_with("<![CDATA[") {
                Some(self.verbatim())
            } else if rest.starts_with("<!--") {
                self.skip_past("-->")
            } else if rest.starts_with("<?") {
                self.skip_past("?>")
            } else if rest.starts_with("<!") {
                self.skip_declaration()
            } else if rest.starts_with("</") {
                Some(self.end_tag())
            } else {
                Some(self.start_tag())
            };
            if token.is_some() {
                return token;
            }
        }
        None
    }

    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    /// Where `mark` next stands after the cursor, or the end.
    fn find(&self, mark: &str) -> Option<usize> {
        memmem::find(self.rest().as_bytes(), mark.as_bytes()).map(|it| self.at + it)
    }

    /// Text up to the next markup.
    fn characters(&mut self) -> Token {
        let start = self.at;
        let bytes = self.text.as_bytes();
        let mut at = start + usize::from(bytes[start] == b'<');
        while let Some(found) = memchr(b'<', &bytes[at..]) {
            at += found;
            if opens_markup(&self.text[at..]) {
                self.at = at;
                return Token::Text(Span::new(start, at));
            }
            at += 1;
        }
        self.at = self.text.len();
        Token::Text(Span::new(start, self.at))
    }

    fn verbatim(&mut self) -> Token {
        let start = self.at + "<![CDATA[".len();
        let end = self.find("]]>").map_or(self.text.len(), |it| it.max(start));
        self.at = self.text.len().min(end + "]]>".len());
        Token::Verbatim(Span::new(start, end))
    }

    fn skip_past(&mut self, mark: &str) -> Option<Token> {
        self.at = self
            .find(mark)
            .map_or(self.text.len(), |it| it + mark.len());
        None
    }

    /// Passes over a document type with what it declares in brackets.
    fn skip_declaration(&mut self) -> Option<Token> {
        let end = self.find(">").unwrap_or(self.text.len());
        if self.text[self.at..end].contains('[') {
            let close = self.find("]>").map(|it| it + 2);
            self.at = close.unwrap_or(self.text.len());
        } else {
            self.at = self.text.len().min(end + 1);
        }
        None
    }

    fn end_tag(&mut self) -> Token {
        let start = self.at + 2;
        let name = name_end(self.text, start);
        let end = self.text[name..].find(['>', '<']).map(|it| name + it);
        self.at = match end {
            Some(end) => end + usize::from(self.text.as_bytes()[end] == b'>'),
            None => self.text.len(),
        };
        Token::End(Span::new(start, name))
    }

    fn start_tag(&mut self) -> Token {
        let start = self.at + 1;
        let name = name_end(self.text, start);
        let end = tag_end(self.text.as_bytes(), name);
        let closed = self.text.as_bytes().get(end) == Some(&b'>');
        self.at = end + usize::from(closed);
        let inside = &self.text[name..end];
        let attributes = inside.strip_suffix('/').unwrap_or(inside);
        Token::Start {
            name: Span::new(start, name),
            attributes: Span::new(name, name + attributes.len()),
            empty: attributes.len() < inside.len(),
        }
    }
}

/// Whether text that begins here is markup.
fn opens_markup(text: &str) -> bool {
    let mut characters = text.chars();
    if characters.next() != Some('<') {
        return false;
    }
    match characters.next() {
        Some('/') => characters.next().is_some_and(opens_name),
        Some('!') => text[2..].starts_with(|it: char| "-[Dd".contains(it)),
        Some('?') => true,
        Some(it) => opens_name(it),
        None => false,
    }
}

fn opens_name(it: char) -> bool {
    it.is_alphabetic() || it == '_' || it == ':'
}

/// One past the name that begins at `start`.
fn name_end(text: &str, start: usize) -> usize {
    let end = |it: char| it.is_whitespace() || matches!(it, '/' | '>' | '<' | '=' | '"' | '\'');
    text[start..].find(end).map_or(text.len(), |it| start + it)
}

/// Where the tag whose attributes begin at `from` ends: at its `>`, at the
/// `<` of the next tag if it has none, or with the text. A quotation mark
/// counts only after `=`, and only when it is closed.
fn tag_end(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    let mut valued = false;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'>' | b'<' => return at,
            b'"' | b'\'' if valued => {
                valued = false;
                if let Some(close) = memchr(byte, &bytes[at + 1..]) {
                    at += close + 1;
                }
            }
            b'=' => valued = true,
            it if it.is_ascii_whitespace() => {}
            _ => valued = false,
        }
        at += 1;
    }
    bytes.len()
}

/// Names and raw values in the inside of a start tag.
pub(super) fn attributes(inside: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = inside;
    std::iter::from_fn(move || {
        loop {
            rest = rest.trim_start_matches(|it: char| it.is_whitespace() || "/\"'=".contains(it));
            if rest.is_empty() {
                return None;
            }
            let end = name_end(rest, 0).max(1);
            let (name, after) = rest.split_at_checked(end)?;
            rest = after.trim_start();
            let Some(value) = rest.strip_prefix('=') else {
                continue;
            };
            let (value, after) = value_of(value.trim_start());
            rest = after;
            return Some((name, value));
        }
    })
}

/// The value that `text` begins with, and what follows it.
fn value_of(text: &str) -> (&str, &str) {
    let quote = text.chars().next().filter(|it| matches!(it, '"' | '\''));
    if let Some(quote) = quote
        && let Some((value, after)) = text[1..].split_once(quote)
    {
        return (value, after);
    }
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    text.split_at(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        let tell = |token| match token {
            Token::Start { name, empty, .. } => {
                format!("<{}{}>", &text[name.range()], if empty { "/" } else { "" })
            }
            Token::End(name) => format!("</{}>", &text[name.range()]),
            Token::Text(span) => text[span.range()].to_owned(),
            Token::Verbatim(span) => format!("[{}]", &text[span.range()]),
        };
        tokens(text).map(tell).collect()
    }

    #[test]
    fn markup_is_told_from_text() {
        let text = "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b \"c\">]><a x='>'><!-- < -->5 < 6 & \
                    7<b/><![CDATA[<i>]]></a>";
        assert_eq!(told(text), ["<a>", "5 < 6 & 7", "<b/>", "[<i>]", "</a>"]);
    }

    #[test]
    fn what_is_cut_off_gives_what_came_before() {
        assert_eq!(told("<a><![CDATA[One"), ["<a>", "[One]"]);
        assert_eq!(told("<a>One</a"), ["<a>", "One", "</a>"]);
        assert_eq!(told("<a>One<!-- two"), ["<a>", "One"]);
        assert_eq!(told("<a b='c"), ["<a>"]);
        assert_eq!(told("<a b=\"<c>d"), ["<a>", "<c>", "d"]);
    }

    #[test]
    fn attributes_are_read_however_they_are_quoted() {
        let found: Vec<_> = attributes(" a='1' b = \"x y\" c d=2 e=\"5\" screen\" f='g").collect();
        assert_eq!(
            found,
            [
                ("a", "1"),
                ("b", "x y"),
                ("d", "2"),
                ("e", "5"),
                ("f", "'g")
            ]
        );
    }
}
