//! The compact form of Thrift, as far as to walk through it.
//!
//! What always holds: nothing is kept, so that no count in the bytes can ask
//! for memory; `None` is said of bytes that are not of this form.

/// How deep structures may lie in each other.
const DEPTH: usize = 24;

/// Kinds of values, as their headers name them.
pub(crate) const LIST: u8 = 9;
pub(crate) const STRUCT: u8 = 12;

/// Bytes that are walked through.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Walk<'b> {
    bytes: &'b [u8],
}

impl<'b> Walk<'b> {
    pub(crate) fn new(bytes: &'b [u8]) -> Self {
        Self { bytes }
    }

    /// How many bytes are left.
    pub(crate) fn left(&self) -> usize {
        self.bytes.len()
    }

    fn take(&mut self, count: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.bytes.split_at_checked(count)?;
        self.bytes = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1).map(|it| it[0])
    }

    fn unsigned(&mut self) -> Option<u64> {
        let mut value = 0;
        for shift in (0..70).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f).checked_shl(shift)?;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    /// A whole number.
    pub(crate) fn number(&mut self) -> Option<i64> {
        let value = self.unsigned()?;
        Some((value >> 1).cast_signed() ^ -(value & 1).cast_signed())
    }

    /// Walks through a structure; `on` may take the value of a field, by its
    /// number and kind, and says whether it did.
    pub(crate) fn fields(
        &mut self,
        on: &mut dyn FnMut(&mut Self, i64, u8) -> Option<bool>,
    ) -> Option<()> {
        self.fields_within(DEPTH, on)
    }

    fn fields_within(
        &mut self,
        depth: usize,
        on: &mut dyn FnMut(&mut Self, i64, u8) -> Option<bool>,
    ) -> Option<()> {
        let mut number = 0_i64;
        loop {
            let header = self.byte()?;
            let (step, kind) = (header >> 4, header & 0x0f);
            if kind == 0 {
                return Some(());
            }
            number = match step {
                0 => self.number()?,
                step => number.checked_add(i64::from(step))?,
            };
            if !on(self, number, kind)? {
                self.skip(kind, depth)?;
            }
        }
    }

    /// How many values a list has, and of which kind.
    pub(crate) fn list(&mut self) -> Option<(usize, u8)> {
        let header = self.byte()?;
        let count = match header >> 4 {
            15 => self.unsigned()?.try_into().ok()?,
            count => usize::from(count),
        };
        Some((count, header & 0x0f))
    }

    fn skip(&mut self, kind: u8, depth: usize) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        match kind {
            // The value of a flag is in its header.
            1 | 2 => {}
            3 => drop(self.byte()?),
            4..=6 => drop(self.unsigned()?),
            7 => drop(self.take(8)?),
            8 => {
                let len = self.unsigned()?.try_into().ok()?;
                self.take(len)?;
            }
            LIST | 10 => {
                let (count, kind) = self.list()?;
                for _ in 0..count {
                    self.skip_value(kind, depth)?;
                }
            }
            11 => {
                let count = self.unsigned()?;
                let kinds = if count == 0 { 0 } else { self.byte()? };
                for _ in 0..count {
                    self.skip_value(kinds >> 4, depth)?;
                    self.skip_value(kinds & 0x0f, depth)?;
                }
            }
            STRUCT => self.fields_within(depth, &mut |_, _, _| Some(false))?,
            13 => drop(self.take(16)?),
            _ => return None,
        }
        Some(())
    }

    /// Passes over a value in a list, where a flag takes a byte.
    fn skip_value(&mut self, kind: u8, depth: usize) -> Option<()> {
        if matches!(kind, 1 | 2) {
            self.byte().map(drop)
        } else {
            self.skip(kind, depth)
        }
    }
}
