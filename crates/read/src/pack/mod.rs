//! Packed files, crawls and archives, taken apart as they stream.
//!
//! Input: a reader and its name. Output: [`Piece`]s in file order: the bytes of
//! each thing that may hold reports, and what was not opened with its reason.
//! What always holds, on any bytes: nothing is written and names are only
//! names; everything unpacked is at most 64 MiB and 200 times the bytes read
//! (see [`budget`]), so time grows with their number; in memory are one leaf
//! (at most [`LEAF`]), the record at hand (64 MiB) and the windows of at most
//! [`DEPTH`] decoders.
//!
//! Each kind of pack is one file here and one row of [`KINDS`].

mod budget;
mod gzip;
mod http;
mod lines;
mod tape;
mod tar;
mod warc;
mod zip;
mod zstd;

use std::io::{ErrorKind, Read};
use std::ops::ControlFlow;

use crate::read::{self, Options, ReadOut, Skipped, Source};
use budget::{Budget, Counted};
use tape::{Tape, plainly};

/// How deep packs may lie in each other: a gzipped tar of zips of gzipped
/// crawls is five.
const DEPTH: usize = 6;
/// Most bytes of one leaf.
const LEAF: u64 = 1 << 30;
/// Most members of one archive. The largest research corpora have some
/// 100,000 files.
const MEMBERS: usize = 1_000_000;
/// Most reasons given for one file; the others are counted.
const REASONS: usize = 1_000;
/// Bytes by which a kind of pack is known: a tar header.
const HEAD: usize = 512;

/// One kind of pack.
struct Kind {
    /// Whether bytes that begin so are of this kind.
    opens: fn(&[u8]) -> bool,
    /// Opens all that it holds.
    unpack: fn(&mut Walk<'_>, Tape<'_>, &Source) -> ControlFlow<()>,
}

/// Every kind of pack.
const KINDS: [Kind; 5] = [
    Kind {
        opens: |head| head.starts_with(gzip::MAGIC),
        unpack: gzip::unpack,
    },
    Kind {
        opens: |head| head.starts_with(zstd::MAGIC),
        unpack: zstd::unpack,
    },
    Kind {
        opens: zip::opens,
        unpack: zip::unpack,
    },
    Kind {
        opens: |head| head.starts_with(warc::MAGIC),
        unpack: warc::unpack,
    },
    Kind {
        opens: tar::opens,
        unpack: tar::unpack,
    },
];

/// Something that a pack held.
#[derive(Debug)]
pub enum Piece {
    /// Bytes that may hold reports, for [`read`](crate::read()).
    Leaf {
        /// The bytes.
        bytes: Vec<u8>,
        /// Where they lay.
        source: Source,
    },
    /// What was not opened.
    Skipped(Skipped),
}

/// Takes apart what `input` gives, and hands on its pieces in order; what is
/// no pack is one piece, and so is each stretch of a long file of JSON lines.
///
/// Stops where `each` breaks.
pub fn unpack(
    input: &mut dyn Read,
    source: &Source,
    each: &mut dyn FnMut(Piece) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let budget = Budget::default();
    let mut walk = Walk::new(&budget, each);
    let counted = Counted {
        from: input,
        budget: &budget,
    };
    let ended = walk.open(Tape::new(counted), source);
    if walk.spent {
        return walk.tell_spent(source);
    }
    ended?;
    walk.count_reasons(source)
}

/// Whether the bytes are a pack.
pub(crate) fn opens(bytes: &[u8], source: &Source) -> bool {
    kind_of(&bytes[..bytes.len().min(HEAD)], source).is_some()
}

/// Reads every report of a pack that is in memory.
pub(crate) fn read(mut bytes: &[u8], source: &Source, options: &Options) -> ReadOut {
    let mut out = ReadOut::default();
    let mut add = |piece| {
        match piece {
            Piece::Leaf { bytes, source } => out.extend(read::leaf(&bytes, &source, options)),
            Piece::Skipped(it) => out.skipped.push(it),
        }
        ControlFlow::Continue(())
    };
    let _ = unpack(&mut bytes, source, &mut add);
    if out.reports.is_empty() && out.skipped.is_empty() {
        out.skip("holds no file that may be a report".into(), source, None);
    }
    out
}

/// The kind of pack that begins so; none for what a format reads itself, as
/// Office files are.
fn kind_of(head: &[u8], source: &Source) -> Option<&'static Kind> {
    let kind = KINDS.iter().find(|it| (it.opens)(head))?;
    (!read::is_surely(head, source)).then_some(kind)
}

/// A walk through one file.
struct Walk<'w> {
    budget: &'w Budget,
    each: &'w mut dyn FnMut(Piece) -> ControlFlow<()>,
    depth: usize,
    reasons: usize,
    /// Whether the file asked for more work than it may; nothing more is
    /// opened then.
    spent: bool,
    /// Whether that was the last thing said.
    told: bool,
}

impl<'w> Walk<'w> {
    fn new(budget: &'w Budget, each: &'w mut dyn FnMut(Piece) -> ControlFlow<()>) -> Self {
        Self {
            budget,
            each,
            depth: 0,
            reasons: 0,
            spent: false,
            told: false,
        }
    }

    /// Takes apart what comes, or hands it on as it is.
    fn open(&mut self, mut tape: Tape<'_>, source: &Source) -> ControlFlow<()> {
        let Some(kind) = kind_of(tape.peek(HEAD), source) else {
            return lines::hand_on(self, tape, source);
        };
        if DEPTH <= self.depth {
            return self.skip(source, &format!("packed more than {DEPTH} times over"));
        }
        self.depth += 1;
        let ended = (kind.unpack)(self, tape, source);
        self.depth -= 1;
        ended
    }

    /// Hands on all that comes as one leaf, with why it breaks off if it does.
    fn whole(&mut self, tape: Tape<'_>, source: &Source) -> ControlFlow<()> {
        let mut bytes = Vec::new();
        let read = tape.take(LEAF + 1).read_to_end(&mut bytes);
        if LEAF < bytes.len() as u64 {
            return self.skip(source, &format!("larger than {} MiB", LEAF >> 20));
        }
        let Err(fault) = read else {
            return self.leaf(bytes, source);
        };
        if bytes.is_empty() || fault.kind() == ErrorKind::QuotaExceeded {
            return self.skip(source, &plainly(&fault));
        }
        self.leaf(bytes, source)?;
        self.skip(
            source,
            &format!("{}; what came before was read", plainly(&fault)),
        )
    }

    fn leaf(&mut self, bytes: Vec<u8>, source: &Source) -> ControlFlow<()> {
        self.hand(Piece::Leaf {
            bytes,
            source: source.clone(),
        })
    }

    /// Says why something was not opened. Once the file has asked for too
    /// much, that is the last word.
    fn skip(&mut self, source: &Source, reason: &str) -> ControlFlow<()> {
        self.reasons += 1;
        if REASONS < self.reasons && !self.budget.is_spent() {
            return ControlFlow::Continue(());
        }
        self.hand(Piece::Skipped(Skipped {
            file: source.file.clone(),
            line: None,
            reason: reason.to_owned(),
        }))
    }

    fn hand(&mut self, piece: Piece) -> ControlFlow<()> {
        self.spent = self.budget.is_spent();
        self.told = matches!(piece, Piece::Skipped(_));
        (self.each)(piece)?;
        if self.spent {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }

    /// Says that the file asked for too much, where a fault did not say so.
    fn tell_spent(&mut self, source: &Source) -> ControlFlow<()> {
        if self.told {
            return ControlFlow::Continue(());
        }
        (self.each)(Piece::Skipped(Skipped {
            file: source.file.clone(),
            line: None,
            reason: budget::reason(),
        }))
    }

    /// Says how many reasons were not given.
    fn count_reasons(&mut self, source: &Source) -> ControlFlow<()> {
        if self.reasons <= REASONS {
            return ControlFlow::Continue(());
        }
        let more = self.reasons - REASONS;
        self.hand(Piece::Skipped(Skipped {
            file: source.file.clone(),
            line: None,
            reason: format!("{more} more parts of it were not read"),
        }))
    }
}

/// Whether a member is what systems put beside files, or hidden by its name.
fn is_hidden(name: &str) -> bool {
    let last = name.trim_end_matches('/').rsplit(['/', '\\']).next();
    let hidden = last.is_some_and(|it| it.starts_with('.'));
    hidden || name.starts_with("__MACOSX/")
}

/// Ends an archive of more members than are opened.
fn too_many(walk: &mut Walk<'_>, source: &Source) -> ControlFlow<()> {
    walk.skip(
        source,
        &format!("more than {MEMBERS} members; the rest was not read"),
    )
}

#[cfg(test)]
mod tests;
