//! Character references and what they stand for.
//!
//! Input: characters with references: the five of XML, numbers, and the names
//! of HTML, which feeds use undeclared. Output: characters with their way
//! back. What always holds: what is no reference stays as it is, so a name
//! that only a document type declares is never expanded.

use std::convert::Infallible;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span as Place, Tokenizer};
use rapporteur_text::{OriginMap, Run, RunKind, Span};

use crate::read::decode::Mapped;

/// Longest name of a reference: the longest of HTML has 31 letters.
const NAME: usize = 32;

/// Characters in the making, with the runs that lead back to a text between.
#[derive(Debug, Default)]
pub(in crate::read) struct Draft {
    text: String,
    runs: Vec<Run>,
}

impl Draft {
    /// Adds characters that stand so at `start`.
    pub(in crate::read) fn copy(&mut self, text: &str, start: usize) {
        self.add(text, start, text.len(), RunKind::Copied);
    }

    /// Adds characters that `len` bytes at `start` are an escape for.
    pub(in crate::read) fn escape(&mut self, text: &str, start: usize, len: usize) {
        self.add(text, start, len, RunKind::Escaped);
    }

    /// Adds characters that stand nowhere.
    pub(in crate::read) fn put(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Adds characters of which references at `start` are escapes.
    pub(in crate::read) fn unescape(&mut self, text: &str, start: usize) {
        let mut from = 0;
        while let Some(at) = memchr::memchr(b'&', &text.as_bytes()[from..]) {
            let at = from + at;
            self.copy(&text[from..at], start + from);
            from = at;
            if let Some((len, character)) = reference(&text[at..]) {
                self.escape(&character, start + at, len);
                from += len;
            } else {
                self.copy("&", start + at);
                from += 1;
            }
        }
        self.copy(&text[from..], start + from);
    }

    fn add(&mut self, text: &str, start: usize, len: usize, kind: RunKind) {
        if text.is_empty() {
            return;
        }
        let span = Span::new(self.text.len(), self.text.len() + text.len());
        self.text.push_str(text);
        if let Some(last) = self.runs.last_mut()
            && last.kind == RunKind::Copied
            && kind == RunKind::Copied
            && last.bytes().end == start as u64
            && last.text.end() == span.start()
        {
            last.text = last.text.cover(span);
            last.len += len as u32;
            return;
        }
        self.runs.push(Run {
            text: span,
            start: start as u64,
            len: len as u32,
            kind,
        });
    }

    /// The characters, where the text between is the file itself.
    pub(in crate::read) fn finish(self) -> Mapped<'static> {
        Mapped::new(self.text, OriginMap::new(self.runs))
    }

    /// The characters, led back through the text between.
    pub(in crate::read) fn over(self, between: &OriginMap) -> Mapped<'static> {
        let origin = OriginMap::new(self.runs).through(between);
        Mapped::new(self.text, origin)
    }
}

/// `mapped` with its references resolved.
pub(in crate::read) fn unescaped(mapped: &Mapped<'_>) -> Mapped<'static> {
    let mut draft = Draft::default();
    draft.unescape(mapped.text(), 0);
    draft.over(mapped.origin())
}

/// The reference that `text` begins with: its length and characters.
fn reference(text: &str) -> Option<(usize, String)> {
    let bytes = text.as_bytes();
    let end = bytes.iter().take(NAME + 2).position(|&it| it == b';')?;
    let name = &text[1..end];
    let found = match name {
        "amp" => "&".into(),
        "lt" => "<".into(),
        "gt" => ">".into(),
        "quot" => "\"".into(),
        "apos" => "'".into(),
        "nbsp" => "\u{a0}".into(),
        _ => numbered(name).or_else(|| named(&text[..=end]))?,
    };
    Some((end + 1, found))
}

/// The character of `#8217` or `#x2019`; the controls that windows-1252 puts
/// letters on are left to [`named`].
fn numbered(name: &str) -> Option<String> {
    let digits = name.strip_prefix('#')?;
    let hex = digits.strip_prefix(['x', 'X']);
    let number = match hex {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => digits.parse().ok()?,
    };
    let character = char::from_u32(number).filter(|it| !it.is_control())?;
    Some(character.to_string())
}

/// What HTML takes a whole reference for.
fn named(reference: &str) -> Option<String> {
    let plain = |it: &u8| it.is_ascii_alphanumeric() || *it == b'#';
    let inner = &reference.as_bytes()[1..reference.len() - 1];
    if inner.is_empty() || !inner.iter().all(plain) {
        return None;
    }
    let mut found = String::new();
    let emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Place<()>| {
        if let CallbackEvent::String { value } = event {
            found.push_str(&String::from_utf8_lossy(value));
        }
        None::<Infallible>
    });
    for _ in Tokenizer::new_with_emitter(reference, emitter) {}
    (found != reference && !found.ends_with(';')).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(escaped: &str) -> String {
        let mapped = unescaped(&Mapped::copied(escaped, 0));
        mapped.text().to_owned()
    }

    #[test]
    fn references_of_xml_and_html_are_resolved_and_others_kept() {
        assert_eq!(
            text("Q&amp;A &#8217;&#x2019; &nbsp;&eacute;"),
            "Q&A ’’ \u{a0}é"
        );
        assert_eq!(
            text("AT&T & co; &lol9; &#0; &"),
            "AT&T & co; &lol9; \u{fffd} &"
        );
        assert_eq!(text("&#147;so&#148;"), "“so”");
        assert_eq!(text("&ampere;"), "&ampere;");
    }

    #[test]
    fn each_run_gives_its_text() {
        let file = "a &amp; b&#8217;s";
        let mapped = unescaped(&Mapped::copied(file, 0));
        for run in mapped.origin().runs() {
            let bytes = &file[run.start as usize..run.bytes().end as usize];
            let given = &mapped.text()[run.text.range()];
            match run.kind {
                RunKind::Copied => assert_eq!(bytes, given),
                _ => assert_eq!(text(bytes), given),
            }
        }
        assert_eq!(mapped.origin().runs().len(), 5);
    }
}
