//! Zstandard (RFC 8878): frames one after the other are one stream.
//!
//! What always holds: as for gzip, damage is a fault between what came before
//! it and the next frame that can be found. A frame's window takes at most
//! 100 MiB, which the decoder sees to; dictionaries are not known.

use std::io::{self, ErrorKind, Read};
use std::ops::ControlFlow;

use memchr::memmem::Finder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

use super::Walk;
use super::budget::Made;
use super::tape::{Tape, damaged};
use crate::read::Source;

/// The first bytes of a frame.
pub(super) const MAGIC: &[u8] = b"\x28\xb5\x2f\xfd";
/// How much is unpacked before some is handed on, in bytes.
const STEP: usize = 128 << 10;

/// Opens what is packed.
pub(super) fn unpack(walk: &mut Walk<'_>, tape: Tape<'_>, source: &Source) -> ControlFlow<()> {
    let made = Made {
        from: Frames::new(tape),
        budget: walk.budget,
    };
    walk.open(Tape::new(made), source)
}

/// The unpacked bytes of all frames.
pub(super) struct Frames<'a> {
    tape: Tape<'a>,
    decoder: FrameDecoder,
    state: State,
}

#[derive(Clone, Copy)]
enum State {
    /// Before a frame, or behind the last.
    Between,
    /// In a frame that is not all unpacked.
    Inside,
    /// Behind damage, in search of a frame.
    Lost,
    Ended,
}

impl<'a> Frames<'a> {
    pub(super) fn new(tape: Tape<'a>) -> Self {
        Self {
            tape,
            decoder: FrameDecoder::new(),
            state: State::Between,
        }
    }

    /// Begins the next frame; passes over frames that are to be skipped.
    fn begin(&mut self) -> io::Result<State> {
        if self.tape.is_at_end() {
            return Ok(State::Ended);
        }
        match self.decoder.reset(&mut self.tape) {
            Ok(()) => Ok(State::Inside),
            Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                length,
                ..
            })) => {
                self.tape.pass(length.into());
                Ok(State::Between)
            }
            Err(_) => self.lost("holds bytes that are no zstd data"),
        }
    }

    /// Unpacks some of the frame.
    fn step(&mut self) -> io::Result<State> {
        let upto = BlockDecodingStrategy::UptoBytes(STEP);
        match self.decoder.decode_blocks(&mut self.tape, upto) {
            Ok(_) => Ok(State::Inside),
            Err(_) if self.tape.is_at_end() => {
                self.state = State::Ended;
                Err(super::tape::cut_short())
            }
            Err(_) => self.lost("its zstd data is damaged"),
        }
    }

    /// Ends a frame whose bytes were all handed on.
    fn end(&mut self) -> io::Result<State> {
        let declared = self.decoder.get_checksum_from_data();
        if declared.is_some() && declared != self.decoder.get_calculated_checksum() {
            self.state = State::Between;
            return Err(damaged("its zstd data is damaged"));
        }
        Ok(State::Between)
    }

    fn lost(&mut self, why: &str) -> io::Result<State> {
        self.state = State::Lost;
        Err(damaged(why))
    }

    /// The next place where a frame may begin.
    fn seek(&mut self) -> io::Result<State> {
        loop {
            if self.tape.pass_to(&Finder::new(MAGIC)) {
                return Ok(State::Between);
            }
            match self.tape.fault() {
                None => return Ok(State::Ended),
                Some(fault) if fault.kind() == ErrorKind::InvalidData => {}
                Some(fault) => return Err(fault),
            }
        }
    }
}

impl Read for Frames<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            if let State::Inside = self.state {
                let count = self.decoder.read(out)?;
                if 0 < count || out.is_empty() {
                    return Ok(count);
                }
            }
            self.state = match self.state {
                State::Ended => return Ok(0),
                State::Between => self.begin()?,
                State::Inside if self.decoder.is_finished() => self.end()?,
                State::Inside => self.step()?,
                State::Lost => self.seek()?,
            };
        }
    }
}
