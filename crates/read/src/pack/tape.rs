//! Bytes that come once, with a look ahead.
//!
//! Input: any reader. Output: its bytes in order. What always holds: only what
//! was looked at and not yet taken is in memory; a fault of the reader below
//! comes after all bytes before it, and reading may go on behind it.

use std::io::{self, BufRead, ErrorKind, Read};

use memchr::memmem::Finder;

/// How many bytes are asked for at once.
const CHUNK: usize = 64 << 10;

/// A reader with a look ahead.
pub(super) struct Tape<'a> {
    from: Box<dyn Read + 'a>,
    buffer: Vec<u8>,
    /// How many bytes of the buffer were taken.
    taken: usize,
    /// What broke off the bytes in the buffer.
    fault: Option<io::Error>,
    ended: bool,
}

impl<'a> Tape<'a> {
    pub(super) fn new(from: impl Read + 'a) -> Self {
        Self {
            from: Box::new(from),
            buffer: Vec::new(),
            taken: 0,
            fault: None,
            ended: false,
        }
    }

    /// The bytes in hand.
    fn rest(&self) -> &[u8] {
        &self.buffer[self.taken..]
    }

    /// At least `count` bytes without taking them; fewer at a fault or at the
    /// end.
    pub(super) fn peek(&mut self, count: usize) -> &[u8] {
        while self.rest().len() < count && self.fill() {}
        self.rest()
    }

    /// Reads more, unless the end or a fault has come.
    fn fill(&mut self) -> bool {
        if self.ended || self.fault.is_some() {
            return false;
        }
        if self.buffer.len() <= 2 * self.taken {
            self.buffer.drain(..self.taken);
            self.taken = 0;
        }
        let before = self.buffer.len();
        self.buffer.resize(before + CHUNK, 0);
        let read = self.from.read(&mut self.buffer[before..]);
        self.buffer.truncate(before + *read.as_ref().unwrap_or(&0));
        match read {
            Ok(count) => self.ended = count == 0,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => self.fault = Some(error),
        }
        !self.ended && self.fault.is_none()
    }

    /// The fault that broke off the bytes that were looked at; behind it,
    /// reading goes on.
    pub(super) fn fault(&mut self) -> Option<io::Error> {
        self.fault.take()
    }

    /// Whether all was taken and nothing more comes before a fault.
    pub(super) fn is_empty(&mut self) -> bool {
        self.peek(1).is_empty()
    }

    /// Whether all was taken and the reader below has ended without a fault.
    pub(super) fn is_at_end(&mut self) -> bool {
        self.is_empty() && self.fault.is_none()
    }

    /// Takes bytes that were looked at.
    pub(super) fn skip(&mut self, count: usize) {
        self.taken = self.buffer.len().min(self.taken + count);
    }

    /// Passes over `count` bytes; says how many there were before a fault or
    /// the end.
    pub(super) fn pass(&mut self, count: u64) -> u64 {
        let mut left = count;
        while 0 < left {
            let here = self.peek(1).len() as u64;
            if here == 0 {
                break;
            }
            let step = here.min(left);
            self.skip(step as usize);
            left -= step;
        }
        count - left
    }

    /// Passes over all bytes before the first `mark`; whether there is one
    /// before a fault or the end.
    pub(super) fn pass_to(&mut self, mark: &Finder<'_>) -> bool {
        let overlap = mark.needle().len() - 1;
        loop {
            let here = self.peek(overlap + 1);
            let len = here.len();
            if let Some(at) = mark.find(here) {
                self.skip(at);
                return true;
            }
            if len <= overlap {
                self.skip(len);
                return false;
            }
            self.skip(len - overlap);
        }
    }
}

impl Read for Tape<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let here = self.fill_buf()?;
        let count = here.len().min(out.len());
        out[..count].copy_from_slice(&here[..count]);
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Tape<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.is_empty()
            && let Some(fault) = self.fault()
        {
            return Err(fault);
        }
        Ok(self.rest())
    }

    fn consume(&mut self, count: usize) {
        self.skip(count);
    }
}

/// The next bytes of a tape, of which it was said how many they are; that
/// there are fewer is a fault.
pub(super) struct Part<'t, 'a> {
    tape: &'t mut Tape<'a>,
    left: u64,
}

impl<'t, 'a> Part<'t, 'a> {
    pub(super) fn new(tape: &'t mut Tape<'a>, size: u64) -> Self {
        Self { tape, left: size }
    }

    /// Passes over what was not read.
    pub(super) fn pass_rest(self) {
        self.tape.pass(self.left);
    }
}

impl Read for Part<'_, '_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let most = out.len().min(self.left.try_into().unwrap_or(usize::MAX));
        if most == 0 {
            return Ok(0);
        }
        let count = self.tape.read(&mut out[..most])?;
        self.left -= count as u64;
        if count == 0 {
            self.left = 0;
            return Err(cut_short());
        }
        Ok(count)
    }
}

/// The fault of bytes that end before they should.
pub(super) fn cut_short() -> io::Error {
    io::Error::new(ErrorKind::UnexpectedEof, "cut short")
}

/// The fault of bytes that are not what they should be; more may follow.
pub(super) fn damaged(what: &str) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, what.to_owned())
}

/// A fault in a user's words.
pub(super) fn plainly(fault: &io::Error) -> String {
    match fault.kind() {
        ErrorKind::UnexpectedEof => "cut short".into(),
        ErrorKind::InvalidInput => "its packed data is damaged".into(),
        _ => fault.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives its parts one by one; an empty one is a fault.
    struct Broken(Vec<&'static [u8]>);

    impl Read for Broken {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            if self.0.is_empty() {
                return Ok(0);
            }
            let part = self.0.remove(0);
            if part.is_empty() {
                return Err(damaged("a gap"));
            }
            out[..part.len()].copy_from_slice(part);
            Ok(part.len())
        }
    }

    #[test]
    fn a_fault_comes_after_the_bytes_before_it_and_reading_goes_on() {
        let mut tape = Tape::new(Broken(vec![b"abc", b"de", b"", b"fg"]));
        assert_eq!(tape.peek(9), b"abcde");
        tape.skip(4);
        let mut rest = Vec::new();
        assert!(tape.read_to_end(&mut rest).is_err());
        assert_eq!(rest, b"e");
        assert_eq!(tape.peek(9), b"fg");
        assert!(tape.fault().is_none());
    }

    #[test]
    fn a_mark_is_found_over_the_edge_of_two_reads() {
        let mut tape = Tape::new(Broken(vec![b"abcWA", b"RC/x", b"y"]));
        assert!(tape.pass_to(&Finder::new("WARC/")));
        assert_eq!(tape.peek(9), b"WARC/xy");
        assert!(!tape.pass_to(&Finder::new("PK")));
        assert!(tape.is_empty());
    }

    #[test]
    fn a_part_that_ends_early_is_a_fault() {
        let mut tape = Tape::new(&b"abcdef"[..]);
        let mut some = Vec::new();
        Part::new(&mut tape, 2).read_to_end(&mut some).unwrap();
        assert_eq!(some, b"ab");
        assert!(Part::new(&mut tape, 9).read_to_end(&mut some).is_err());
    }
}
