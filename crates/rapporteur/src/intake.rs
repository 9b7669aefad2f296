//! Many inputs, read on all cores as they stream.
//!
//! Input: readers and their names. Output: what each piece of them gave, in
//! order. What always holds: at most a batch of pieces is in memory, and the
//! result is the same on any number of threads.

use std::io::Read;
use std::ops::ControlFlow;

use rapporteur_read::{Options, Piece, ReadOut, Source, read, unpack};
use rayon::prelude::*;

/// Pieces that are read at once; enough for many cores.
const BATCH: usize = 64;
/// Bytes from which a batch is full, however few its pieces are.
const BATCH_BYTES: usize = 16 << 20;

/// Reads inputs in batches.
#[derive(Debug)]
pub struct Intake<'o> {
    options: &'o Options,
    waiting: Vec<Piece>,
    bytes: usize,
}

impl<'o> Intake<'o> {
    /// Reads by these options.
    pub fn new(options: &'o Options) -> Self {
        Self {
            options,
            waiting: Vec::new(),
            bytes: 0,
        }
    }

    /// Takes one input apart; whenever a batch is full, it is read and handed
    /// on. The last pieces wait for [`Intake::finish`].
    pub fn add<E>(
        &mut self,
        input: &mut dyn Read,
        source: &Source,
        mut take: impl FnMut(ReadOut) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut failed = Ok(());
        let _ = unpack(input, source, &mut |piece| {
            self.push(piece);
            if BATCH <= self.waiting.len() || BATCH_BYTES <= self.bytes {
                failed = self.finish(&mut take);
            }
            if failed.is_err() {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        });
        failed
    }

    fn push(&mut self, piece: Piece) {
        if let Piece::Leaf { bytes, .. } = &piece {
            self.bytes += bytes.len();
        }
        self.waiting.push(piece);
    }

    /// Reads what waits, and hands it on.
    pub fn finish<E>(&mut self, mut take: impl FnMut(ReadOut) -> Result<(), E>) -> Result<(), E> {
        self.bytes = 0;
        let waiting = std::mem::take(&mut self.waiting);
        let read: Vec<ReadOut> = waiting
            .into_par_iter()
            .map(|piece| self.read(piece))
            .collect();
        read.into_iter().try_for_each(&mut take)
    }

    fn read(&self, piece: Piece) -> ReadOut {
        match piece {
            Piece::Leaf { bytes, source } => read(&bytes, &source, self.options),
            Piece::Skipped(it) => ReadOut {
                reports: Vec::new(),
                skipped: vec![it],
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_many_inputs_is_kept() {
        let options = Options::default();
        let mut intake = Intake::new(&options);
        let mut files = Vec::new();
        let mut take = |out: ReadOut| {
            files.extend(out.reports.iter().map(|it| it.file().to_owned()));
            Ok::<_, ()>(())
        };
        for number in 0..150 {
            let source = Source::named(format!("{number}.txt"));
            let mut text = "The port reopened.".as_bytes();
            intake.add(&mut text, &source, &mut take).unwrap();
        }
        intake.finish(&mut take).unwrap();
        let expected: Vec<String> = (0..150).map(|it| format!("{it}.txt")).collect();
        assert_eq!(files, expected);
    }
}
