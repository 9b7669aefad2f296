//! WARC 1.0 and 1.1 (ISO 28500): the pages of a crawl.
//!
//! Our own reader, so that it streams and goes on behind damage. Records of
//! kind `response`, `resource` and `conversion` are opened; the others hold no
//! page. Of responses, those of status 200 are opened, and none whose type is
//! that of a picture, a script, a style, a font, sound or film. A record that
//! lies about its length is told by what stands behind it: where no record
//! begins there, the next one is looked for, first within.

use std::ops::ControlFlow;

use memchr::memmem::{Finder, find};

use super::budget::Budget;
use super::tape::{Tape, plainly};
use super::{Walk, http};
use crate::read::Source;

/// The first bytes of a record.
pub(super) const MAGIC: &[u8] = b"WARC/";
/// Most bytes of a record's own header.
const HEADER_CAP: usize = 64 << 10;
/// Most bytes of a record that is held: longer ones are films.
const RECORD_CAP: u64 = 64 << 20;
/// Blanks that may stand between records; two line ends should.
const BLANKS: usize = 64;

/// One record's header.
#[derive(Default)]
struct Header {
    kind: String,
    length: Option<u64>,
    url: Option<String>,
    media_type: Option<String>,
    segment: Option<String>,
}

/// Why pages were not found, where none was.
#[derive(Default)]
struct Tally {
    opened: usize,
    other_status: usize,
    no_page: usize,
}

/// Opens every page in order.
pub(super) fn unpack(walk: &mut Walk<'_>, mut tape: Tape<'_>, source: &Source) -> ControlFlow<()> {
    let (mut number, mut tally) = (0_u64, Tally::default());
    while to_record(walk, &mut tape, source)? {
        number += 1;
        let mut place = source.part(&number.to_string());
        match take_header(&mut tape) {
            Ok(header) => {
                place.url.clone_from(&header.url);
                record(walk, &mut tape, &header, &place, &mut tally)?;
            }
            Err(reason) => {
                walk.skip(&place, reason)?;
                tape.skip(MAGIC.len());
            }
        }
    }
    if tally.opened == 0 && 0 < tally.other_status + tally.no_page {
        let reason = format!(
            "holds no page: {} records of a status other than 200, {} of other kinds of file",
            tally.other_status, tally.no_page
        );
        walk.skip(source, &reason)?;
    }
    ControlFlow::Continue(())
}

/// Comes to the next record, past damage with a reason. False at the end.
fn to_record(walk: &mut Walk<'_>, tape: &mut Tape<'_>, source: &Source) -> ControlFlow<(), bool> {
    pass_blanks(tape);
    if tape.peek(MAGIC.len()).starts_with(MAGIC) {
        return ControlFlow::Continue(true);
    }
    let mut told = false;
    loop {
        if let Some(fault) = tape.fault() {
            walk.skip(source, &plainly(&fault))?;
            told = true;
            if fault.kind() != std::io::ErrorKind::InvalidData {
                return ControlFlow::Continue(false);
            }
        } else if tape.is_at_end() {
            return ControlFlow::Continue(false);
        } else if !told {
            walk.skip(source, "holds bytes that belong to no record of the crawl")?;
            told = true;
        }
        if tape.pass_to(&Finder::new(MAGIC)) {
            if begins(tape.peek(MAGIC.len() + 5)) {
                return ControlFlow::Continue(true);
            }
            tape.skip(MAGIC.len());
        }
    }
}

/// Whether a record begins here: `WARC/1.0` and a line end.
fn begins(here: &[u8]) -> bool {
    let Some(rest) = here.strip_prefix(MAGIC) else {
        return false;
    };
    let version = rest
        .iter()
        .take_while(|it| it.is_ascii_digit() || **it == b'.');
    matches!(rest.get(version.count()), Some(b'\r' | b'\n'))
}

fn pass_blanks(tape: &mut Tape<'_>) {
    let here = tape.peek(BLANKS);
    let blanks = here
        .iter()
        .take(BLANKS)
        .take_while(|it| matches!(it, b'\r' | b'\n'));
    let count = blanks.count();
    tape.skip(count);
}

/// Takes the header that begins here; leaves the tape where there is none.
fn take_header(tape: &mut Tape<'_>) -> Result<Header, &'static str> {
    let mut wanted = 1 << 10;
    let end = loop {
        let here = tape.peek(wanted);
        if let Some(end) = http::end_of_head(here) {
            break end;
        }
        if here.len() < wanted {
            return Err("the record's header is cut short");
        }
        if HEADER_CAP <= here.len() {
            return Err("the record's header has no end");
        }
        wanted = here.len() + 1;
    };
    let head = String::from_utf8_lossy(&tape.peek(end)[..end]).into_owned();
    let header = header(&head);
    tape.skip(end);
    Ok(header)
}

fn header(head: &str) -> Header {
    let mut header = Header::default();
    for (name, value) in http::fields(head) {
        let value = value.to_owned();
        match name.to_ascii_lowercase().as_str() {
            "warc-type" => header.kind = value.to_ascii_lowercase(),
            "content-length" => header.length = value.parse().ok(),
            "warc-target-uri" => header.url = Some(value.trim_matches(['<', '>']).to_owned()),
            "content-type" => header.media_type = Some(value),
            "warc-segment-number" => header.segment = Some(value).filter(|it| it != "1"),
            _ => {}
        }
    }
    header
}

/// Opens one record, and comes to its end or to where the next one begins.
fn record(
    walk: &mut Walk<'_>,
    tape: &mut Tape<'_>,
    header: &Header,
    place: &Source,
    tally: &mut Tally,
) -> ControlFlow<()> {
    let Some(length) = header.length else {
        return walk.skip(place, "the record does not say how long it is");
    };
    if RECORD_CAP < length {
        let reason = format!("a record over {} MiB", RECORD_CAP >> 20);
        walk.skip(place, &reason)?;
        pass_long(tape, length);
        return ControlFlow::Continue(());
    }
    let length = length as usize;
    let here = tape.peek(length + BLANKS);
    if length <= here.len() && ends_at(here, length) {
        let payload = here[..length].to_vec();
        tape.skip(length);
        return payload_of(walk, &payload, header, place, tally);
    }
    let most = here.len().min(length);
    let next = next_within(&here[..most]);
    tape.skip(next.unwrap_or(most));
    let reason = if most < length && next.is_none() {
        "the record is cut short"
    } else {
        "the record is not as long as it says"
    };
    walk.skip(place, reason)
}

/// Whether a record may end at `length`: blanks, then another or nothing.
fn ends_at(here: &[u8], length: usize) -> bool {
    let rest = &here[length..];
    let blanks = rest
        .iter()
        .take_while(|it| matches!(it, b'\r' | b'\n'))
        .count();
    let behind = &rest[blanks..];
    behind.is_empty() || behind.starts_with(MAGIC) || MAGIC.starts_with(behind)
}

/// Where another record begins within what a record claims.
fn next_within(claimed: &[u8]) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = find(&claimed[from..], b"\nWARC/") {
        from += at + 1;
        if begins(&claimed[from..]) {
            return Some(from);
        }
    }
    None
}

/// Passes over a long record, but not over one that begins within it.
fn pass_long(tape: &mut Tape<'_>, length: u64) {
    let mut left = length;
    while 0 < left {
        let here = tape.peek(1 << 20);
        let most = here.len().min(left.try_into().unwrap_or(usize::MAX));
        if most == 0 {
            return;
        }
        let next = next_within(&here[..most]);
        // A record may begin over the edge of what was looked at.
        let edge = if most < here.len() || here.len() < 1 << 20 {
            0
        } else {
            16
        };
        let step = next.unwrap_or(most - edge);
        tape.skip(step);
        left -= step as u64;
        if next.is_some() {
            return;
        }
    }
}

/// What a record holds.
enum Held {
    /// What may be a page, and its media type.
    Page(http::Body, Option<String>),
    /// A reply that brings no page: moved, not found.
    OtherStatus,
    /// A picture, a script and the like.
    NoPage,
    /// A reply without an end of its head.
    Headless,
}

/// Hands on what a record holds, where it may be a page.
fn payload_of(
    walk: &mut Walk<'_>,
    payload: &[u8],
    header: &Header,
    place: &Source,
    tally: &mut Tally,
) -> ControlFlow<()> {
    if !matches!(header.kind.as_str(), "response" | "resource" | "conversion") {
        return ControlFlow::Continue(());
    }
    if header.segment.is_some() {
        return walk.skip(place, "a part of a record that is kept in several");
    }
    match held(payload, header, walk.budget) {
        Held::OtherStatus => tally.other_status += 1,
        Held::NoPage => tally.no_page += 1,
        Held::Headless => walk.skip(place, "the server's reply has no end of its head")?,
        Held::Page(body, media_type) => {
            tally.opened += 1;
            let source = Source {
                media_type,
                ..place.clone()
            };
            if !body.bytes.is_empty() || body.fault.is_none() {
                walk.leaf(body.bytes, &source)?;
            }
            if let Some(fault) = body.fault {
                walk.skip(place, &fault)?;
            }
        }
    }
    ControlFlow::Continue(())
}

/// What a record of a kind that may hold pages holds.
fn held(payload: &[u8], header: &Header, budget: &Budget) -> Held {
    let url = header.url.as_deref().unwrap_or_default();
    if !payload.starts_with(b"HTTP/") {
        let media_type = header.media_type.clone();
        return if may_be_page(media_type.as_deref(), url) {
            Held::Page(http::Body::whole(payload), media_type)
        } else {
            Held::NoPage
        };
    }
    match http::Reply::parse(payload) {
        None => Held::Headless,
        Some(reply) if reply.status != 200 => Held::OtherStatus,
        Some(reply) if !may_be_page(reply.media_type.as_deref(), url) => Held::NoPage,
        Some(reply) => Held::Page(reply.body(budget), reply.media_type),
    }
}

/// Kinds and types of media that hold no report.
const NO_PAGE: [&str; 10] = [
    "image/",
    "video/",
    "audio/",
    "font/",
    "text/css",
    "text/javascript",
    "text/dns",
    "application/javascript",
    "application/x-javascript",
    "application/font",
];

/// Whether something of this type and address may be a page.
fn may_be_page(media_type: Option<&str>, url: &str) -> bool {
    let media_type = media_type.unwrap_or_default().trim().to_ascii_lowercase();
    !NO_PAGE.iter().any(|it| media_type.starts_with(it))
        && !url.ends_with("/robots.txt")
        && !url.starts_with("dns:")
}
