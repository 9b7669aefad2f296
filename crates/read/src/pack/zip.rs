//! Zip (PKWARE APPNOTE 6.3), from its first byte to its last.
//!
//! Our own reader: it goes by the header before each member and never by the
//! directory at the end, so that a zip streams from standard input, one that
//! is cut short gives what it has, and each byte is unpacked once: members
//! that overlap, and zips that hold themselves, cost no more than their
//! length. Names are only names: nothing is written.

use std::io::{BufRead as _, Read};
use std::ops::ControlFlow;

use flate2::bufread::DeflateDecoder;
use memchr::memmem::Finder;

use super::budget::Made;
use super::tape::{Part, Tape, plainly};
use super::zstd::Frames;
use super::{MEMBERS, Walk, is_hidden, too_many};
use crate::read::Source;

/// The first bytes of a member.
pub(super) const MAGIC: &[u8] = b"PK\x03\x04";
/// The first bytes of the directory, and of the end of a zip without members.
const DIRECTORY: [&[u8]; 2] = [b"PK\x01\x02", b"PK\x05\x06"];
/// The first bytes behind a member whose sizes were not known before it.
const DESCRIPTOR: &[u8] = b"PK\x07\x08";
/// Bytes of a member's header before its name.
const HEADER: usize = 30;
/// Names of members by which Office files and books are known.
const OFFICE: [&[u8]; 8] = [
    b"[Content_Types].xml",
    b"mimetype",
    b"_rels/",
    b"META-INF/",
    b"docProps/",
    b"word/",
    b"xl/",
    b"ppt/",
];

/// Whether it is a zip of files, and not an Office file or a book.
pub(super) fn opens(head: &[u8]) -> bool {
    let name = head.get(HEADER..).unwrap_or_default();
    head.starts_with(MAGIC) && !OFFICE.iter().any(|it| name.starts_with(it))
}

/// One member's header.
struct Header {
    name: String,
    method: u16,
    is_encrypted: bool,
    /// Bytes that it takes here, where they were known before it.
    size: Option<u64>,
}

impl Header {
    /// Takes the header that begins here; `None` where it is cut short.
    fn take(tape: &mut Tape<'_>) -> Option<Self> {
        let fixed: [u8; HEADER] = tape.peek(HEADER).get(..HEADER)?.try_into().ok()?;
        let short = |at: usize| u16::from_le_bytes([fixed[at], fixed[at + 1]]);
        let (flags, name, extra) = (short(6), usize::from(short(26)), usize::from(short(28)));
        let all = tape.peek(HEADER + name + extra);
        let after = all.get(HEADER..HEADER + name + extra)?;
        let small = u32::from_le_bytes([fixed[18], fixed[19], fixed[20], fixed[21]]);
        let size = match small {
            u32::MAX => wide_size(&after[name..]),
            0 if flags & 8 != 0 => None,
            size => Some(size.into()),
        };
        let header = Self {
            name: String::from_utf8_lossy(&after[..name]).into_owned(),
            method: short(8),
            is_encrypted: flags & 1 != 0,
            size,
        };
        tape.skip(HEADER + name + extra);
        Some(header)
    }

    /// Why the member cannot be read, where that is plain from its header.
    fn refusal(&self) -> Option<String> {
        if self.is_encrypted {
            return Some("encrypted, and the key is not known".into());
        }
        match (self.method, self.size) {
            (0, None) => Some("its size is only told behind it".into()),
            (0 | 8 | 93, _) => None,
            (method, _) => Some(format!(
                "packed by method {method}; only stored, deflate and zstd are known"
            )),
        }
    }
}

/// The packed size that the extra field of a zip64 member holds.
fn wide_size(mut extra: &[u8]) -> Option<u64> {
    while let [a, b, c, d, rest @ ..] = extra {
        let len = usize::from(u16::from_le_bytes([*c, *d]));
        let held = rest.get(..len)?;
        if u16::from_le_bytes([*a, *b]) == 1 {
            return Some(u64::from_le_bytes(held.get(8..16)?.try_into().ok()?));
        }
        extra = &rest[len..];
    }
    None
}

/// Opens every member in order.
pub(super) fn unpack(walk: &mut Walk<'_>, mut tape: Tape<'_>, source: &Source) -> ControlFlow<()> {
    for _ in 0..MEMBERS {
        if !to_member(walk, &mut tape, source)? {
            return ControlFlow::Continue(());
        }
        let Some(header) = Header::take(&mut tape) else {
            return walk.skip(source, "the zip file is cut short");
        };
        member(walk, &mut tape, &header, source)?;
    }
    too_many(walk, source)
}

/// Comes to the next member, past damage with a reason. False at the
/// directory and at the end.
fn to_member(walk: &mut Walk<'_>, tape: &mut Tape<'_>, source: &Source) -> ControlFlow<(), bool> {
    let here = tape.peek(MAGIC.len());
    if here.starts_with(MAGIC) {
        return ControlFlow::Continue(true);
    }
    if DIRECTORY.iter().any(|it| here.starts_with(it)) {
        return ControlFlow::Continue(false);
    }
    if tape.is_at_end() {
        walk.skip(source, "the zip file is cut short")?;
        return ControlFlow::Continue(false);
    }
    walk.skip(
        source,
        "holds bytes that belong to no member of the zip file",
    )?;
    loop {
        if tape.pass_to(&Finder::new(b"PK")) {
            let here = tape.peek(MAGIC.len());
            if here.starts_with(MAGIC) || DIRECTORY.iter().any(|it| here.starts_with(it)) {
                return ControlFlow::Continue(here.starts_with(MAGIC));
            }
            tape.skip(2);
            continue;
        }
        let Some(fault) = tape.fault() else {
            return ControlFlow::Continue(false);
        };
        walk.skip(source, &plainly(&fault))?;
        if fault.kind() != std::io::ErrorKind::InvalidData {
            return ControlFlow::Continue(false);
        }
    }
}

/// Opens one member, and comes to what is behind it.
fn member(
    walk: &mut Walk<'_>,
    tape: &mut Tape<'_>,
    header: &Header,
    source: &Source,
) -> ControlFlow<()> {
    let source = source.part(&header.name);
    let passed = is_hidden(&header.name) || header.name.ends_with('/');
    let refusal = header.refusal().filter(|_| !passed);
    if let Some(reason) = &refusal {
        walk.skip(&source, reason)?;
    }
    let opened = !passed && refusal.is_none();
    match header.size {
        Some(size) => sized(walk, tape, header.method, size, opened, &source),
        None if header.method == 8 && !header.is_encrypted => inflated(walk, tape, opened, &source),
        // The next header is looked for.
        None => ControlFlow::Continue(()),
    }
}

/// Opens a member of known size.
fn sized(
    walk: &mut Walk<'_>,
    tape: &mut Tape<'_>,
    method: u16,
    size: u64,
    opened: bool,
    source: &Source,
) -> ControlFlow<()> {
    let mut part = Part::new(tape, size);
    let budget = walk.budget;
    if opened && method == 0 {
        walk.open(Tape::new(&mut part), source)?;
    } else if opened {
        let packed = Tape::new(&mut part);
        let from: Box<dyn Read + '_> = if method == 8 {
            Box::new(DeflateDecoder::new(packed))
        } else {
            Box::new(Frames::new(packed))
        };
        walk.open(Tape::new(Made { from, budget }), source)?;
    }
    part.pass_rest();
    pass_descriptor(tape);
    ControlFlow::Continue(())
}

/// Opens a member that ends where its deflate data says so.
fn inflated(
    walk: &mut Walk<'_>,
    tape: &mut Tape<'_>,
    opened: bool,
    source: &Source,
) -> ControlFlow<()> {
    let from = DeflateDecoder::new(&mut *tape);
    let budget = walk.budget;
    let mut made = Made { from, budget };
    if opened {
        walk.open(Tape::new(&mut made), source)?;
    }
    // What was not wanted is unpacked all the same, to find its end; where
    // that fails, the next header is looked for.
    let _ = std::io::copy(&mut made, &mut std::io::sink());
    pass_descriptor(tape);
    ControlFlow::Continue(())
}

/// Passes over the sum and the sizes behind a member, of 4 or of 8 bytes each.
fn pass_descriptor(tape: &mut Tape<'_>) {
    let here = tape.peek(24 + 2);
    let signed = if here.starts_with(DESCRIPTOR) { 4 } else { 0 };
    let ends = [12, 20].map(|len| len + signed);
    let fits = |end: &&usize| here.get(**end..).is_some_and(|it| it.starts_with(b"PK"));
    if let Some(&end) = ends.iter().find(fits) {
        tape.consume(end);
    }
}
