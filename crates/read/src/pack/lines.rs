//! Long files of JSON lines, handed on in stretches of whole lines.
//!
//! What always holds: a stretch ends at a line end; its source says how many
//! lines and bytes stand before it, so that each line keeps its number and
//! its way back.

use std::io::ErrorKind;
use std::ops::ControlFlow;

use super::Walk;
use super::tape::{Tape, plainly};
use crate::read::{self, Source};

/// Bytes of a stretch; a longer line is a stretch by itself.
const STRETCH: usize = 8 << 20;
/// Most bytes of one line.
const LINE_CAP: usize = 64 << 20;
/// Bytes within which the first line must end.
const FIRST_LINE: usize = 1 << 20;

/// Hands on what is no pack: in stretches where it is JSON lines and long,
/// else whole.
pub(super) fn hand_on(walk: &mut Walk<'_>, mut tape: Tape<'_>, source: &Source) -> ControlFlow<()> {
    let is_lines = tape.peek(1).starts_with(b"{")
        && read::is_json_lines(tape.peek(FIRST_LINE))
        && STRETCH <= tape.peek(STRETCH).len();
    if is_lines {
        stretches(walk, tape, source)
    } else {
        walk.whole(tape, source)
    }
}

fn stretches(walk: &mut Walk<'_>, mut tape: Tape<'_>, source: &Source) -> ControlFlow<()> {
    let (mut before, mut bytes_before) = (0, 0);
    loop {
        let len = stretch(&mut tape);
        let bytes = tape.peek(len)[..len].to_vec();
        tape.skip(len);
        let source = Source {
            lines_before: Some(before),
            bytes_before,
            ..source.clone()
        };
        before += memchr::memchr_iter(b'\n', &bytes).count();
        bytes_before += len;
        if 0 < len {
            walk.leaf(bytes, &source)?;
            continue;
        }
        let Some(fault) = tape.fault() else {
            return ControlFlow::Continue(());
        };
        walk.skip(
            &source,
            &format!("{}; what came before was read", plainly(&fault)),
        )?;
        if fault.kind() != ErrorKind::InvalidData {
            return ControlFlow::Continue(());
        }
    }
}

/// Bytes of the next stretch; none at a fault or at the end.
fn stretch(tape: &mut Tape<'_>) -> usize {
    let here = tape.peek(STRETCH);
    if here.len() < STRETCH {
        return here.len();
    }
    let end = memchr::memrchr(b'\n', &here[..STRETCH]).map(|at| at + 1);
    end.unwrap_or_else(|| long_line(tape))
}

/// Bytes of a line that is longer than a stretch; at most a little over the
/// cap, from where the reader refuses it.
fn long_line(tape: &mut Tape<'_>) -> usize {
    let here = tape.peek(LINE_CAP + 1);
    let end = memchr::memchr(b'\n', here);
    end.map_or(here.len(), |at| at + 1)
}
