//! How much work one file may ask for.
//!
//! What always holds: all that unpacking makes of one file, at any depth, is at
//! most [`FLOOR`] and [`RATIO`] times the bytes read of it. So a bomb of 1 GB
//! of zeros ends at some 80 MiB, whether it is packed once or five times.

use std::cell::Cell;
use std::io::{self, ErrorKind, Read};

/// Bytes that may be made of however small a file.
const FLOOR: u64 = 64 << 20;
/// Bytes that may be made of each byte read. News packs to a tenth, lines that
/// repeat each other to a fiftieth; zeros, to a thousandth.
const RATIO: u64 = 200;

/// What was read of one file so far, and what was made of it.
#[derive(Debug, Default)]
pub(super) struct Budget {
    read: Cell<u64>,
    made: Cell<u64>,
}

impl Budget {
    /// Counts bytes that unpacking made; a fault when they are too many.
    pub(super) fn make(&self, count: usize) -> io::Result<()> {
        self.made.set(self.made.get() + count as u64);
        if self.is_spent() {
            Err(spent())
        } else {
            Ok(())
        }
    }

    /// Whether more was made than may be.
    pub(super) fn is_spent(&self) -> bool {
        FLOOR + RATIO.saturating_mul(self.read.get()) < self.made.get()
    }
}

/// The fault of a file that asks for too much; nothing comes behind it.
fn spent() -> io::Error {
    io::Error::new(ErrorKind::QuotaExceeded, reason())
}

/// That fault in a user's words.
pub(super) fn reason() -> String {
    format!("unpacks to more than {RATIO} times its size, as a decompression bomb does")
}

/// The file itself, counted.
pub(super) struct Counted<'b, R> {
    pub(super) from: R,
    pub(super) budget: &'b Budget,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.from.read(out)?;
        self.budget.read.set(self.budget.read.get() + count as u64);
        Ok(count)
    }
}

/// What unpacking makes, counted.
pub(super) struct Made<'b, R> {
    pub(super) from: R,
    pub(super) budget: &'b Budget,
}

impl<R: Read> Read for Made<'_, R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.budget.is_spent() {
            return Err(spent());
        }
        let count = self.from.read(out)?;
        self.budget.make(count)?;
        Ok(count)
    }
}
