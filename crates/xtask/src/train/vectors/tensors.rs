//! Tensors of a safetensors file.
//!
//! Input: the file's bytes: the length of its header, a JSON header, numbers.
//! Output: tensors by name, as 32-bit floats.

use anyhow::{Context as _, ensure};
use serde_json::Value;

/// A file that is open.
pub(in crate::train) struct Tensors<'a> {
    header: Value,
    body: &'a [u8],
}

impl<'a> Tensors<'a> {
    /// Reads the header.
    pub(in crate::train) fn read(bytes: &'a [u8]) -> anyhow::Result<Self> {
        let (length, rest) = bytes.split_first_chunk::<8>().context("too short")?;
        let length = usize::try_from(u64::from_le_bytes(*length))?;
        let (header, body) = rest.split_at_checked(length).context("too short")?;
        let header = serde_json::from_slice(header).context("no header")?;
        Ok(Self { header, body })
    }

    /// The numbers of a tensor that has so many.
    pub(in crate::train) fn get(&self, name: &str, count: usize) -> anyhow::Result<Vec<f32>> {
        let entry = self.header.get(name).context(name.to_owned())?;
        ensure!(entry["dtype"] == "F32", "{name} is not of 32-bit floats");
        let bound = |at: usize| {
            let bound = entry["data_offsets"][at].as_u64().context("no bounds")?;
            anyhow::Ok(usize::try_from(bound)?)
        };
        let bytes = self.body.get(bound(0)?..bound(1)?);
        let (numbers, _) = bytes.context("bounds outside the file")?.as_chunks::<4>();
        ensure!(numbers.len() == count, "{name} has {}", numbers.len());
        Ok(numbers.iter().map(|it| f32::from_le_bytes(*it)).collect())
    }
}
