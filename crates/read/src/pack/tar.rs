//! Tar: POSIX ustar and pax, GNU long names, and the old form before them.
//!
//! Our own reader, so that it streams, keeps no header longer than a cap and
//! finds the next header after a damaged one. Names are only names: nothing is
//! written, links are not followed.

use std::io::Read as _;
use std::ops::ControlFlow;

use super::tape::{Part, Tape, plainly};
use super::{MEMBERS, Walk, is_hidden, too_many};
use crate::read::Source;

/// All of a tar file is in blocks of this many bytes.
const BLOCK: usize = 512;
/// Most bytes of a long name or of a pax header.
const HEADER_CAP: u64 = 1 << 20;

/// Whether the first block is a header: its sum is right.
pub(super) fn opens(head: &[u8]) -> bool {
    Header::parse(head).is_some()
}

/// One header.
struct Header<'h> {
    block: &'h [u8],
    size: u64,
}

impl<'h> Header<'h> {
    fn parse(block: &'h [u8]) -> Option<Self> {
        let block = block.get(..BLOCK)?;
        let declared = octal(&block[148..156])?;
        let sum = |byte: usize, it: &u8| {
            u64::from(if (148..156).contains(&byte) {
                b' '
            } else {
                *it
            })
        };
        let sum: u64 = block.iter().enumerate().map(|(at, it)| sum(at, it)).sum();
        (declared == sum && block[0] != 0).then_some(Self {
            block,
            size: size(&block[124..136])?,
        })
    }

    fn kind(&self) -> u8 {
        self.block[156]
    }

    fn name(&self) -> String {
        let name = until_zero(&self.block[..100]);
        let prefix = until_zero(&self.block[345..500]);
        let is_posix = self.block[257..].starts_with(b"ustar\0");
        let name = String::from_utf8_lossy(name);
        if is_posix && !prefix.is_empty() {
            return format!("{}/{name}", String::from_utf8_lossy(prefix));
        }
        name.into_owned()
    }
}

/// What a header before the next one says of it.
#[derive(Default)]
struct Said {
    name: Option<String>,
    size: Option<u64>,
}

/// Opens every file in order.
pub(super) fn unpack(walk: &mut Walk<'_>, mut tape: Tape<'_>, source: &Source) -> ControlFlow<()> {
    let mut said = Said::default();
    for _ in 0..MEMBERS {
        if !to_header(walk, &mut tape, source)? {
            return ControlFlow::Continue(());
        }
        let Some(header) = Header::parse(tape.peek(BLOCK)) else {
            return walk.skip(source, "a header of the tar file is cut short");
        };
        let (kind, declared, name) = (header.kind(), header.size, header.name());
        tape.skip(BLOCK);
        let size = match kind {
            b'L' | b'x' => declared,
            _ => said.size.unwrap_or(declared),
        };
        let mut part = Part::new(&mut tape, size);
        match kind {
            b'L' => said.name = Some(long_name(&mut part)),
            b'x' => said = pax(&mut part, said),
            b'0' | b'\0' | b'7' | b'S' => {
                let name = said.name.take().unwrap_or(name);
                said = Said::default();
                member(walk, &mut part, kind, &name, source)?;
            }
            b'g' | b'K' => {}
            _ => said = Said::default(),
        }
        part.pass_rest();
        tape.pass((BLOCK as u64 - size % BLOCK as u64) % BLOCK as u64);
    }
    too_many(walk, source)
}

/// Opens one file.
fn member(
    walk: &mut Walk<'_>,
    part: &mut Part<'_, '_>,
    kind: u8,
    name: &str,
    source: &Source,
) -> ControlFlow<()> {
    if is_hidden(name) || name.ends_with('/') {
        return ControlFlow::Continue(());
    }
    let member = source.part(name);
    if kind == b'S' {
        return walk.skip(&member, "a sparse file, which is not read");
    }
    walk.open(Tape::new(part), &member)
}

/// Comes to the next header, past blocks of zeros; past damage with a reason.
/// False at the end.
fn to_header(walk: &mut Walk<'_>, tape: &mut Tape<'_>, source: &Source) -> ControlFlow<(), bool> {
    let mut damaged = false;
    loop {
        let block = tape.peek(BLOCK);
        let block = &block[..block.len().min(BLOCK)];
        if Header::parse(block).is_some() {
            return ControlFlow::Continue(true);
        }
        let (len, zeros) = (block.len(), block.iter().all(|it| *it == 0));
        if !zeros && !damaged {
            damaged = true;
            walk.skip(source, "a header of the tar file is damaged")?;
        }
        tape.skip(len);
        if len < BLOCK {
            let fault = tape.fault();
            if let Some(fault) = &fault {
                walk.skip(source, &plainly(fault))?;
            }
            return ControlFlow::Continue(false);
        }
    }
}

/// The name that a GNU header holds.
fn long_name(part: &mut Part<'_, '_>) -> String {
    String::from_utf8_lossy(until_zero(&held(part))).into_owned()
}

/// The name and the size that a pax header holds: `length key=value`, one a
/// line, where the length counts the line.
fn pax(part: &mut Part<'_, '_>, before: Said) -> Said {
    let held = held(part);
    let (mut rest, mut said) = (&held[..], before);
    while let Some(line) = pax_line(&mut rest) {
        match line {
            (b"path", name) => said.name = Some(String::from_utf8_lossy(name).into_owned()),
            (b"size", size) => said.size = digits(size, 10),
            _ => {}
        }
    }
    said
}

/// Takes one line of a pax header.
fn pax_line<'h>(rest: &mut &'h [u8]) -> Option<(&'h [u8], &'h [u8])> {
    let space = memchr::memchr(b' ', rest)?;
    let len = usize::try_from(digits(&rest[..space], 10)?).ok()?;
    let line = rest.get(space + 1..len)?.strip_suffix(b"\n")?;
    *rest = &rest[len..];
    let equals = memchr::memchr(b'=', line)?;
    Some((&line[..equals], &line[equals + 1..]))
}

/// What a header of our own interest holds, as far as the cap.
fn held(part: &mut Part<'_, '_>) -> Vec<u8> {
    let mut held = Vec::new();
    // What broke off is told where the next header is missing.
    let _ = part.take(HEADER_CAP).read_to_end(&mut held);
    held
}

fn until_zero(bytes: &[u8]) -> &[u8] {
    let end = memchr::memchr(0, bytes).unwrap_or(bytes.len());
    &bytes[..end]
}

/// A size: in octal digits, or in binary where the first bit says so.
fn size(field: &[u8]) -> Option<u64> {
    if field[0] & 0x80 == 0 {
        return octal(field);
    }
    let (high, low) = field.split_at(4);
    let high = high[0] == 0x80 && high[1..] == [0, 0, 0];
    let low = low.iter().fold(0, |sum: u64, it| sum << 8 | u64::from(*it));
    high.then_some(low)
}

fn octal(field: &[u8]) -> Option<u64> {
    digits(until_zero(field).trim_ascii(), 8)
}

fn digits(field: &[u8], radix: u32) -> Option<u64> {
    u64::from_str_radix(std::str::from_utf8(field).ok()?, radix).ok()
}
