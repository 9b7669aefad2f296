//! Small networks that tag, parse and name the words of sentences and tell what
//! is reported of whom, on a CPU, with the same result on every processor.
//!
//! Input: rows of features per word, and a file of weights. Output: for each
//! word its part of speech, head and relation, and the names. What always
//! holds: the result depends on the input and the weights alone, sentence by
//! sentence; a file of any bytes loads or is refused.

#![expect(
    clippy::inline_always,
    reason = "what is not inlined is not compiled for the vectors of the processor"
)]

pub mod attribution;
pub mod chain;
pub mod context;
pub mod curve;
pub mod encode;
mod file;
pub mod kernel;
mod layout;
pub mod names;
mod parse;
mod shape;
pub mod tree;
mod whole;

pub use encode::Words;
pub use file::Weights;
pub use layout::Layout;
pub use parse::{LONGEST, Reading};
pub use shape::{DISTANCES, Shape, TAG_COLUMNS, Tensor, distance_bucket};
