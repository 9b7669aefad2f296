//! Gzip (RFC 1952): members one after the other are one stream.
//!
//! What always holds: what came before damage is given first; then a fault,
//! then the next member that can be found. A file that ends early gives all
//! that it has.

use std::io::{self, ErrorKind, Read};
use std::mem;
use std::ops::ControlFlow;

use flate2::bufread::GzDecoder;
use memchr::memmem::Finder;

use super::Walk;
use super::budget::Made;
use super::tape::{Tape, cut_short, damaged};
use crate::read::Source;

/// The first bytes of a member; the third is the only method there is.
pub(super) const MAGIC: &[u8] = b"\x1f\x8b\x08";

/// Opens what is packed.
pub(super) fn unpack(walk: &mut Walk<'_>, tape: Tape<'_>, source: &Source) -> ControlFlow<()> {
    let made = Made {
        from: Members::new(tape),
        budget: walk.budget,
    };
    walk.open(Tape::new(made), source)
}

/// The unpacked bytes of all members.
pub(super) struct Members<'a> {
    state: State<'a>,
}

enum State<'a> {
    /// Before a member, or behind the last.
    Between(Tape<'a>),
    /// In a member; whether it has given any bytes.
    Inside(Box<GzDecoder<Tape<'a>>>, bool),
    /// Behind damage, in search of a member.
    Lost(Tape<'a>),
    Ended,
}

impl<'a> Members<'a> {
    pub(super) fn new(tape: Tape<'a>) -> Self {
        Self {
            state: State::Between(tape),
        }
    }
}

impl Read for Members<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if out.is_empty() {
            return Ok(0);
        }
        loop {
            self.state = match mem::replace(&mut self.state, State::Ended) {
                State::Ended => return Ok(0),
                State::Lost(tape) => seek(tape)?,
                State::Between(tape) => match next(tape) {
                    Ok(state) => state,
                    Err(tape) => {
                        self.state = State::Lost(tape);
                        return Err(damaged("holds bytes that are no gzip data"));
                    }
                },
                State::Inside(mut member, given) => match member.read(out) {
                    Ok(0) => State::Between(member.into_inner()),
                    Ok(count) => {
                        self.state = State::Inside(member, true);
                        return Ok(count);
                    }
                    Err(error) => match error.kind() {
                        ErrorKind::UnexpectedEof => return Err(cut_short()),
                        ErrorKind::InvalidInput | ErrorKind::InvalidData => {
                            self.state = State::Lost(member.into_inner());
                            if !given {
                                continue;
                            }
                            return Err(damaged("its gzip data is damaged"));
                        }
                        _ => return Err(error),
                    },
                },
            }
        }
    }
}

/// The member that begins here, or the end; the tape again where other bytes
/// are. Zeros pad the ends of files on tapes.
fn next(mut tape: Tape<'_>) -> Result<State<'_>, Tape<'_>> {
    while tape.peek(1).first() == Some(&0) {
        tape.skip(1);
    }
    if tape.is_at_end() {
        Ok(State::Ended)
    } else if tape.peek(MAGIC.len()).starts_with(MAGIC) {
        Ok(State::Inside(Box::new(GzDecoder::new(tape)), true))
    } else {
        Err(tape)
    }
}

/// The next place where a member may begin.
fn seek(mut tape: Tape<'_>) -> io::Result<State<'_>> {
    let mark = Finder::new(MAGIC);
    loop {
        if tape.pass_to(&mark) {
            // The upper three flags are reserved and zero.
            if tape.peek(4).get(3).is_some_and(|flags| *flags < 0x20) {
                return Ok(State::Inside(Box::new(GzDecoder::new(tape)), false));
            }
            tape.skip(1);
            continue;
        }
        match tape.fault() {
            None => return Ok(State::Ended),
            Some(fault) if fault.kind() == ErrorKind::InvalidData => {}
            Some(fault) => return Err(fault),
        }
    }
}
