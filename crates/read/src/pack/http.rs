//! What a server replied (RFC 9112), as crawls keep it.
//!
//! Input: the bytes of one reply. Output: its status, its type and its body,
//! with chunks joined and content encodings undone. Crawlers often undo them
//! themselves and keep the old header, so a body that is not in the encoding
//! it claims is taken as it is.

use std::io::Read;

use flate2::bufread::{DeflateDecoder, ZlibDecoder};

use super::budget::{Budget, Made};
use super::gzip::{self, Members};
use super::tape::Tape;
use super::zstd::{self, Frames};

/// Most bytes of a body once unpacked.
const BODY_CAP: u64 = 64 << 20;
/// Encodings undone one after the other; no server uses more than two.
const ENCODINGS: usize = 3;
/// Bytes that the brotli decoder reads at once.
const BROTLI_BUFFER: usize = 4 << 10;

/// Where the blank line that ends a head ends.
pub(super) fn end_of_head(bytes: &[u8]) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = memchr::memchr(b'\n', &bytes[from..]) {
        from += at + 1;
        match &bytes[from..] {
            [b'\n', ..] => return Some(from + 1),
            [b'\r', b'\n', ..] => return Some(from + 2),
            _ => {}
        }
    }
    None
}

/// The fields of a head behind its first line; a line that begins blank goes
/// on with the one before it and is left out.
pub(super) fn fields(head: &str) -> impl Iterator<Item = (&str, &str)> {
    head.lines()
        .skip(1)
        .filter(|line| !line.starts_with([' ', '\t']))
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.trim(), value.trim()))
}

/// One reply.
#[derive(Debug)]
pub(super) struct Reply<'r> {
    pub(super) status: u16,
    pub(super) media_type: Option<String>,
    encodings: Vec<String>,
    is_chunked: bool,
    payload: &'r [u8],
}

/// The body of a reply, and what broke it off.
#[derive(Debug, Default)]
pub(super) struct Body {
    pub(super) bytes: Vec<u8>,
    pub(super) fault: Option<String>,
}

impl Body {
    pub(super) fn whole(bytes: &[u8]) -> Self {
        Self {
            bytes: bytes.to_vec(),
            fault: None,
        }
    }
}

impl<'r> Reply<'r> {
    pub(super) fn parse(bytes: &'r [u8]) -> Option<Self> {
        let end = end_of_head(bytes)?;
        let head = String::from_utf8_lossy(&bytes[..end]);
        let status = head.split_ascii_whitespace().nth(1)?.parse().ok()?;
        let mut reply = Self {
            status,
            media_type: None,
            encodings: Vec::new(),
            is_chunked: false,
            payload: &bytes[end..],
        };
        for (name, value) in fields(&head) {
            match name.to_ascii_lowercase().as_str() {
                "content-type" => reply.media_type = Some(value.to_owned()),
                "transfer-encoding" => {
                    reply.is_chunked |= value.to_ascii_lowercase().contains("chunked");
                }
                "content-encoding" => {
                    let names = value.split(',').map(|it| it.trim().to_ascii_lowercase());
                    reply.encodings.extend(names);
                }
                _ => {}
            }
        }
        Some(reply)
    }

    /// The body as the page's author wrote it.
    pub(super) fn body(&self, budget: &Budget) -> Body {
        let joined = self.is_chunked.then(|| joined(self.payload)).flatten();
        let mut body = Body {
            bytes: joined.unwrap_or_else(|| self.payload.to_vec()),
            fault: None,
        };
        for encoding in self.encodings.iter().rev().take(ENCODINGS) {
            if let Some(undone) = undone(encoding, &body.bytes, budget) {
                body = undone;
            }
        }
        body
    }
}

/// The chunks of a body in one; `None` where it is not in chunks.
fn joined(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut all = Vec::new();
    let mut first = true;
    while let Some(size) = chunk_size(&mut rest) {
        first = false;
        let chunk = &rest[..size.min(rest.len())];
        all.extend_from_slice(chunk);
        rest = &rest[chunk.len()..];
        rest = rest.strip_prefix(b"\r\n").unwrap_or(rest);
        if size == 0 || rest.is_empty() {
            break;
        }
    }
    (!first).then_some(all)
}

/// Takes the line that says how long a chunk is.
fn chunk_size(rest: &mut &[u8]) -> Option<usize> {
    let end = memchr::memchr(b'\n', &rest[..rest.len().min(1 << 10)])?;
    let line = std::str::from_utf8(&rest[..end]).ok()?;
    let digits = line.split(';').next()?.trim();
    let size = usize::from_str_radix(digits, 16).ok()?;
    *rest = &rest[end + 1..];
    Some(size)
}

/// The bytes that were packed so; `None` where they were not.
fn undone(encoding: &str, bytes: &[u8], budget: &Budget) -> Option<Body> {
    match encoding {
        "gzip" | "x-gzip" if bytes.starts_with(gzip::MAGIC) => {
            Some(drained(Members::new(Tape::new(bytes)), budget))
        }
        "zstd" if bytes.starts_with(zstd::MAGIC) => {
            Some(drained(Frames::new(Tape::new(bytes)), budget))
        }
        // Some servers send the raw form, against the standard.
        "deflate" => some(drained(ZlibDecoder::new(bytes), budget))
            .or_else(|| some(drained(DeflateDecoder::new(bytes), budget))),
        "br" => some(drained(
            brotli_decompressor::Decompressor::new(bytes, BROTLI_BUFFER),
            budget,
        )),
        _ => None,
    }
}

/// What was unpacked whole, or at least begun.
fn some(body: Body) -> Option<Body> {
    (body.fault.is_none() || !body.bytes.is_empty()).then_some(body)
}

/// All that a decoder gives, as far as the cap.
fn drained(from: impl Read, budget: &Budget) -> Body {
    let mut bytes = Vec::new();
    let read = Made { from, budget }
        .take(BODY_CAP + 1)
        .read_to_end(&mut bytes);
    let fault = match read {
        Err(_) => Some("the packed page breaks off; what came before was read".to_owned()),
        Ok(_) if BODY_CAP < bytes.len() as u64 => {
            bytes.truncate(BODY_CAP as usize);
            Some(format!(
                "the packed page is over {} MiB; the rest was not read",
                BODY_CAP >> 20
            ))
        }
        Ok(_) => None,
    };
    Body { bytes, fault }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(reply: &[u8]) -> String {
        let reply = Reply::parse(reply).expect("a reply");
        String::from_utf8(reply.body(&Budget::default()).bytes).expect("text")
    }

    #[test]
    fn chunks_are_joined_where_there_are_any() {
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        let chunked = format!("{head}4\r\nport\r\nA;x=1\r\n of Callao.\r\n0\r\n\r\n");
        assert_eq!(body(chunked.as_bytes()), "port of Callao");
        let undone = format!("{head}<p>The port");
        assert_eq!(body(undone.as_bytes()), "<p>The port");
        let cut = format!("{head}ffffffffffffffff\r\n<p>The port");
        assert_eq!(body(cut.as_bytes()), "<p>The port");
    }

    #[test]
    fn an_encoding_that_was_undone_before_is_passed_over() {
        for encoding in ["gzip", "deflate", "br", "zstd", "rot13"] {
            let reply = format!("HTTP/1.1 200 OK\nContent-Encoding: {encoding}\n\n<p>The port</p>");
            assert_eq!(body(reply.as_bytes()), "<p>The port</p>");
        }
    }
}
