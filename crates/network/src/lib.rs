//! A small network that tags, parses and names the words of sentences, on a
//! CPU, with the same result on every processor.
//!
//! Input: rows of features per word, and a file of weights. Output: for each
//! word its part of speech, head and relation, and the names. What always
//! holds: the result depends on the input and the weights alone, sentence by
//! sentence; a file of any bytes loads or is refused.

#![expect(
    clippy::inline_always,
    reason = "what is not inlined is not compiled for the vectors of the processor"
)]

pub mod curve;
pub mod encode;
mod file;
pub mod kernel;
pub mod names;
mod parse;
mod shape;
pub mod tree;

pub use encode::Words;
pub use file::Weights;
pub use parse::{LONGEST, Reading};
pub use shape::{DISTANCES, Shape, TAG_COLUMNS, Tensor, distance_bucket};
