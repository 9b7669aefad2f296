//! What a network is made of, as its file and its training see it.

use std::fmt::Debug;
use std::ops::Range;

/// The sizes of a kind of network, and where each of its tensors lies.
pub trait Layout: Copy + Debug + PartialEq {
    /// Names of its dense tensors.
    type Tensor: Copy + Debug + PartialEq;
    /// How its files may start, and how many sizes they then tell.
    const KINDS: &'static [(&'static [u8; 4], usize)];

    /// Its sizes, in the order of the file; as many as one of
    /// [`Layout::KINDS`] has.
    fn sizes(&self) -> Vec<usize>;
    /// The layout of so many sizes; `None` when they do not fit together or
    /// are not of a size one would embed.
    fn of_sizes(sizes: &[usize]) -> Option<Self>;
    /// Rows and columns of the table of features.
    fn table(&self) -> (usize, usize);
    /// Every dense tensor in the order of the file, with its rows and columns.
    fn tensors(&self) -> Vec<(Self::Tensor, usize, usize)>;

    /// Where `tensor` lies among the dense values.
    ///
    /// # Panics
    /// When the network has no such tensor.
    fn place(&self, tensor: Self::Tensor) -> Range<usize> {
        let mut start = 0;
        for (it, rows, columns) in self.tensors() {
            let end = start + rows * columns;
            if it == tensor {
                return start..end;
            }
            start = end;
        }
        panic!("{tensor:?} of {self:?}")
    }

    /// How many dense values there are.
    fn dense(&self) -> usize {
        let sizes = self.tensors().into_iter();
        sizes.map(|(_, rows, columns)| rows * columns).sum()
    }
}

/// Whether `size` is a multiple of `step`, not nothing and at most `most`.
pub(crate) fn is_within(size: usize, step: usize, most: usize) -> bool {
    0 < size && size <= most && size.is_multiple_of(step)
}
