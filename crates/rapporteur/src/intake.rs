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
    waiting: Vec<(Piece, Option<Leaf>)>,
    bytes: usize,
}

/// Bytes that hold reports, told from others by a hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// Of the bytes, of where they lay, and of how they are read.
    pub hash: [u8; 16],
    /// The file, with `#` and the part where it holds many.
    pub file: String,
}

/// What one piece of an input gave.
#[derive(Debug)]
pub struct Taken {
    /// Its reports, and what could not be read.
    pub out: ReadOut,
    /// What it was read from; none where nothing was opened.
    pub leaf: Option<Leaf>,
}

impl Leaf {
    fn of(bytes: &[u8], source: &Source, options: &Options) -> Self {
        let mut hash = xxhash_rust::xxh3::Xxh3::new();
        let how = format!("{}\0{source:?}\0{options:?}\0", env!("CARGO_PKG_VERSION"));
        hash.update(how.as_bytes());
        hash.update(bytes);
        Self {
            hash: hash.digest128().to_be_bytes(),
            file: source.file.clone(),
        }
    }
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
        let mut take = |taken: Taken| take(taken.out);
        self.unpack(input, source, |_| (Some(None), Ok(())), &mut take)
    }

    /// The same, passing over the leaves that `known` knows; what is handed on
    /// says which leaf it was.
    pub fn add_unknown<E>(
        &mut self,
        input: &mut dyn Read,
        source: &Source,
        mut known: impl FnMut(&Leaf) -> Result<bool, E>,
        mut take: impl FnMut(Taken) -> Result<(), E>,
    ) -> Result<(), E> {
        let options = self.options;
        let judge = |piece: &Piece| {
            let Piece::Leaf { bytes, source } = piece else {
                return (Some(None), Ok(()));
            };
            let leaf = Leaf::of(bytes, source, options);
            match known(&leaf) {
                Ok(true) => (None, Ok(())),
                Ok(false) => (Some(Some(leaf)), Ok(())),
                Err(error) => (None, Err(error)),
            }
        };
        self.unpack(input, source, judge, &mut take)
    }

    /// Takes an input apart; `judge` says which pieces to keep, and as what.
    fn unpack<E>(
        &mut self,
        input: &mut dyn Read,
        source: &Source,
        mut judge: impl FnMut(&Piece) -> (Option<Option<Leaf>>, Result<(), E>),
        take: &mut impl FnMut(Taken) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut failed = Ok(());
        let _ = unpack(input, source, &mut |piece| {
            let (keep, judged) = judge(&piece);
            failed = judged;
            if let Some(leaf) = keep {
                self.push(piece, leaf);
            }
            let full = BATCH <= self.waiting.len() || BATCH_BYTES <= self.bytes;
            if failed.is_ok() && full {
                failed = self.drain(take);
            }
            if failed.is_err() {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        });
        failed
    }

    fn push(&mut self, piece: Piece, leaf: Option<Leaf>) {
        if let Piece::Leaf { bytes, .. } = &piece {
            self.bytes += bytes.len();
        }
        self.waiting.push((piece, leaf));
    }

    /// Reads what waits, and hands it on.
    pub fn finish<E>(&mut self, mut take: impl FnMut(ReadOut) -> Result<(), E>) -> Result<(), E> {
        self.drain(&mut |taken: Taken| take(taken.out))
    }

    /// The same, saying which leaf it was.
    pub fn finish_unknown<E>(
        &mut self,
        mut take: impl FnMut(Taken) -> Result<(), E>,
    ) -> Result<(), E> {
        self.drain(&mut take)
    }

    fn drain<E>(&mut self, take: &mut impl FnMut(Taken) -> Result<(), E>) -> Result<(), E> {
        self.bytes = 0;
        let waiting = std::mem::take(&mut self.waiting);
        let read: Vec<Taken> = waiting
            .into_par_iter()
            .map(|(piece, leaf)| Taken {
                out: self.read(piece),
                leaf,
            })
            .collect();
        read.into_iter().try_for_each(take)
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
