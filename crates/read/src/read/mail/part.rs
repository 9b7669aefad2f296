//! The parts of a mail.
//!
//! Input: a mail's bytes. Output: its leaves in order, each with its headers
//! and where its body lies. What always holds: nesting and number of parts
//! are capped; a part that is not closed ends with what holds it. Headers are
//! read by `mail-parser`; bodies are parted here, since that crate keeps no
//! way back through their encodings and nests as deep as a mail says.

use mail_parser::{HeaderValue, Message, MessageParser, MimeHeaders as _};

/// Most bytes of one head.
const HEAD_CAP: usize = 1 << 20;
/// Deepest nesting of parts: real mails have four levels.
const DEPTH: usize = 12;
/// Most parts of one mail.
pub(super) const PARTS: usize = 1000;

/// A mail, or a part of one.
#[derive(Debug)]
pub(super) struct Part<'a> {
    head: Option<Message<'a>>,
    /// The body as the mail holds it.
    pub(super) body: &'a [u8],
    /// Where the body begins in the file.
    pub(super) start: usize,
}

impl<'a> Part<'a> {
    /// The part that lies at `start` of the file.
    pub(super) fn new(bytes: &'a [u8], start: usize) -> Self {
        let at = head_end(bytes);
        let head = &bytes[..at.min(HEAD_CAP)];
        Self {
            head: MessageParser::default().parse_headers(head),
            body: &bytes[at..],
            start: start + at,
        }
    }

    /// A header in one line, as it reads.
    pub(super) fn text(&self, name: &'static str) -> Option<String> {
        match self.head.as_ref()?.header(name)? {
            HeaderValue::Text(text) => filled(text),
            HeaderValue::TextList(list) => filled(list.first()?),
            _ => self.raw(name),
        }
    }

    /// A header as it is written.
    pub(super) fn raw(&self, name: &'static str) -> Option<String> {
        filled(self.head.as_ref()?.header_raw(name)?)
    }

    /// Name and address of the sender.
    pub(super) fn sender(&self) -> (Option<String>, Option<String>) {
        let from = self.head.as_ref().and_then(|it| it.from()?.first());
        let name = from.and_then(|it| filled(it.name.as_deref()?));
        let address = from.and_then(|it| filled(it.address.as_deref()?));
        (name, address)
    }

    /// The media type without its parameters, lower case.
    pub(super) fn media_type(&self) -> String {
        let kind = self.head.as_ref().and_then(|it| it.content_type());
        let kind = kind.map(|it| format!("{}/{}", it.ctype(), it.subtype().unwrap_or("*")));
        kind.unwrap_or_else(|| "text/plain".into())
            .to_ascii_lowercase()
    }

    /// A parameter of the media type.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        self.head.as_ref()?.content_type()?.attribute(name)
    }

    /// The name of an attached file.
    pub(super) fn file_name(&self) -> Option<&str> {
        let name = self.head.as_ref()?.attachment_name()?;
        let name = name.rsplit(['/', '\\', '#']).next()?.trim();
        (!name.is_empty()).then_some(name)
    }

    /// Whether it is to be kept as a file rather than shown.
    pub(super) fn is_attached(&self) -> bool {
        let disposition = self.head.as_ref().and_then(|it| it.content_disposition());
        disposition.is_some_and(mail_parser::ContentType::is_attachment)
    }

    /// How the body is encoded for transfer.
    pub(super) fn encoding(&self) -> String {
        self.text("Content-Transfer-Encoding").unwrap_or_default()
    }

    /// All leaves, in order; itself where it has no parts. What is nested too
    /// deep stays a leaf.
    pub(super) fn leaves(self) -> Vec<Part<'a>> {
        let mut leaves = Vec::new();
        self.part_into(&mut leaves, DEPTH);
        leaves
    }

    fn part_into(self, leaves: &mut Vec<Part<'a>>, depth: usize) {
        if PARTS <= leaves.len() {
            return;
        }
        let boundary = self.parameter("boundary").map(str::to_owned);
        let multiple = self.media_type().starts_with("multipart/");
        match boundary.filter(|it| multiple && !it.is_empty() && 0 < depth) {
            Some(boundary) => {
                for part in parted(self.body, self.start, &boundary) {
                    part.part_into(leaves, depth - 1);
                }
            }
            None => leaves.push(self),
        }
    }
}

/// The parts between the lines that `--boundary` opens.
fn parted<'a>(body: &'a [u8], start: usize, boundary: &str) -> Vec<Part<'a>> {
    let mark = format!("--{boundary}");
    let mut parts = Vec::new();
    let mut open: Option<usize> = None;
    for at in memchr::memmem::find_iter(body, mark.as_bytes()) {
        let after = &body[at + mark.len()..];
        let opens_line = at == 0 || body[at - 1] == b'\n';
        let line_end = memchr::memchr(b'\n', after).unwrap_or(after.len());
        let rest = after[..line_end].trim_ascii();
        if !opens_line || !(rest.is_empty() || rest.starts_with(b"--")) {
            continue;
        }
        if let Some(from) = open.take() {
            parts.push(Part::new(
                without_break(&body[from..at.max(from)]),
                start + from,
            ));
        }
        if rest.starts_with(b"--") || PARTS <= parts.len() {
            return parts;
        }
        open = Some((at + mark.len() + line_end + 1).min(body.len()));
    }
    if let Some(from) = open {
        parts.push(Part::new(&body[from..], start + from));
    }
    parts
}

/// A body without the line break that belongs to the boundary after it.
fn without_break(body: &[u8]) -> &[u8] {
    let body = body.strip_suffix(b"\n").unwrap_or(body);
    body.strip_suffix(b"\r").unwrap_or(body)
}

/// One past the blank line that ends the head.
fn head_end(bytes: &[u8]) -> usize {
    if bytes.starts_with(b"\n") || bytes.starts_with(b"\r\n") {
        return if bytes[0] == b'\n' { 1 } else { 2 };
    }
    for at in memchr::memchr_iter(b'\n', bytes) {
        match &bytes[at + 1..] {
            [b'\n', ..] => return at + 2,
            [b'\r', b'\n', ..] => return at + 3,
            _ => {}
        }
    }
    bytes.len()
}

/// The words in one line, unless there are none.
fn filled(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    (!words.is_empty()).then(|| words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_told_by_their_boundaries() {
        let mail =
            b"Content-Type: multipart/mixed; boundary=\"x\"\r\n\r\npreamble\r\n--x\r\n\r\none\r\n\
                     --xy\r\n--x \r\nContent-Type: text/html\r\n\r\n<p>two\r\n--x--\r\nafter";
        let leaves = Part::new(mail, 0).leaves();
        let bodies: Vec<&[u8]> = leaves.iter().map(|it| it.body).collect();
        assert_eq!(bodies, [&b"one\r\n--xy"[..], b"<p>two"]);
        assert_eq!(leaves[1].media_type(), "text/html");
        let at = leaves[1].start;
        assert_eq!(&mail[at..at + 6], b"<p>two");
    }

    #[test]
    fn parts_nested_very_deep_end_somewhere() {
        let level = "Content-Type: multipart/mixed; boundary=x\n\n--x\n";
        let mail = level.repeat(50_000);
        assert!(Part::new(mail.as_bytes(), 0).leaves().len() <= PARTS);
    }
}
