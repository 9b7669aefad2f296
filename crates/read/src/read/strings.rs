//! Where the strings of a JSON file lie in it.
//!
//! Input: the bytes of a file or a line that is JSON. Output: for a string
//! that was parsed from it, its characters with their way back. What always
//! holds: the bytes found are a string of the file that decodes to the same
//! characters; of several alike, the first is taken. Strings below
//! [`SHORTEST`] bytes have no way back.

use std::collections::HashMap;
use std::hash::BuildHasher as _;

use foldhash::quality::FixedState;
use rapporteur_text::OriginMap;

use super::decode::Mapped;
use super::xml::Draft;

/// Fewest bytes of a string that is kept in mind: names of fields are shorter
/// than texts, and there are many.
const SHORTEST: usize = 16;

/// The longer strings of a file.
#[derive(Debug, Default)]
pub(super) struct Strings<'a> {
    bytes: &'a [u8],
    /// Where `bytes` begin in the file.
    start: usize,
    /// First bytes of strings, by the hash of their characters.
    places: HashMap<u64, usize, FixedState>,
}

impl<'a> Strings<'a> {
    /// The strings of `bytes`, which lie at `start` of the file.
    pub(super) fn of(bytes: &'a [u8], start: usize) -> Self {
        let mut places = HashMap::with_hasher(FixedState::default());
        let mut at = 0;
        while let Some(found) = memchr::memchr(b'"', &bytes[at..]) {
            let open = at + found + 1;
            let close = end(bytes, open);
            if SHORTEST <= close - open
                && let Some(text) = unescaped(&bytes[open..close], open)
            {
                places.entry(hash(text.text())).or_insert(open);
            }
            at = bytes.len().min(close + 1);
        }
        Self {
            bytes,
            start,
            places,
        }
    }

    /// The longest string of `bytes`, which lie at `start` of the file, that
    /// `fits`.
    pub(super) fn longest(
        bytes: &[u8],
        start: usize,
        fits: impl Fn(&str) -> bool,
    ) -> Option<Mapped<'static>> {
        let mut best: Option<Mapped<'static>> = None;
        let mut at = 0;
        while let Some(found) = memchr::memchr(b'"', &bytes[at..]) {
            let open = at + found + 1;
            let close = end(bytes, open);
            let least = best.as_ref().map_or(SHORTEST, |it| it.text().len());
            if least < close - open
                && let Some(text) = unescaped(&bytes[open..close], start + open)
                && least < text.text().len()
                && fits(text.text())
            {
                best = Some(text);
            }
            at = bytes.len().min(close + 1);
        }
        best
    }

    /// The characters of a string of the file, with their way back.
    pub(super) fn mapped<'t>(&self, text: &'t str) -> Mapped<'t> {
        let origin = self.origin(text).unwrap_or_default();
        Mapped::new(text, origin)
    }

    fn origin(&self, text: &str) -> Option<OriginMap> {
        let open = *self.places.get(&hash(text))?;
        let close = end(self.bytes, open);
        let found = unescaped(&self.bytes[open..close], self.start + open)?;
        (found.text() == text).then(|| found.into_parts().1)
    }
}

fn hash(text: &str) -> u64 {
    FixedState::default().hash_one(text)
}

/// Where the string whose characters begin at `open` is closed, or the end.
fn end(bytes: &[u8], open: usize) -> usize {
    let mut at = open;
    while let Some(found) = memchr::memchr2(b'"', b'\\', &bytes[at..]) {
        at += found;
        if bytes[at] == b'"' {
            return at;
        }
        at = bytes.len().min(at + 2);
    }
    bytes.len()
}

/// The characters of the inside of a string; none where an escape is wrong.
fn unescaped(inside: &[u8], start: usize) -> Option<Mapped<'static>> {
    let text = std::str::from_utf8(inside).ok()?;
    let mut draft = Draft::default();
    let mut from = 0;
    while let Some(at) = memchr::memchr(b'\\', &inside[from..]) {
        let at = from + at;
        draft.copy(&text[from..at], start + from);
        let (character, len) = escape(&text[at..])?;
        let mut buffer = [0; 4];
        draft.escape(character.encode_utf8(&mut buffer), start + at, len);
        from = at + len;
    }
    draft.copy(&text[from..], start + from);
    Some(draft.finish())
}

/// The character of the escape that `text` begins with, and its length.
fn escape(text: &str) -> Option<(char, usize)> {
    let plain = match text.as_bytes().get(1)? {
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'u' => return unicode(text),
        it @ (b'"' | b'\\' | b'/') => char::from(*it),
        _ => return None,
    };
    Some((plain, 2))
}

/// `\u2019`, or the two escapes of a character beyond the first plane.
fn unicode(text: &str) -> Option<(char, usize)> {
    let unit = |at: usize| {
        let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(digits, 16).ok()
    };
    let first = unit(0)?;
    if let Some(character) = char::from_u32(u32::from(first)) {
        return Some((character, 6));
    }
    let pair = [first, unit(6)?];
    let character = char::decode_utf16(pair).next()?.ok()?;
    Some((character, 12))
}

#[cfg(test)]
mod tests {
    use rapporteur_text::{RunKind, Span};

    use super::*;

    #[test]
    fn a_string_leads_back_through_its_escapes() {
        let file = r#"{"id": "x", "body": "The caf\u00e9 \ud83d\ude00 \"sails\"\nagain."}"#;
        let text = "The café 😀 \"sails\"\nagain.";
        let strings = Strings::of(file.as_bytes(), 100);
        let mapped = strings.mapped(text);
        let bytes = |words: &str| {
            let at = text.find(words).expect("there");
            let it = mapped.origin().bytes(Span::new(at, at + words.len()));
            let it = it.expect("mapped");
            &file[it.start as usize - 100..it.end as usize - 100]
        };
        assert_eq!(bytes("é"), "\\u00e9");
        assert_eq!(bytes("😀"), "\\ud83d\\ude00");
        assert_eq!(bytes("sails"), "sails");
        assert_eq!(bytes("\nagain"), "\\nagain");
        let escapes = mapped.origin().runs().iter();
        assert_eq!(escapes.filter(|it| it.kind == RunKind::Escaped).count(), 5);
    }

    #[test]
    fn what_is_not_there_or_broken_has_no_way_back() {
        for file in [
            "",
            "\"",
            "{\"body\": \"The ferry sails \\x again.\"}",
            "\"The ferry sails\\",
        ] {
            let strings = Strings::of(file.as_bytes(), 0);
            assert!(strings.mapped("The ferry sails again.").origin().is_empty());
        }
    }
}
