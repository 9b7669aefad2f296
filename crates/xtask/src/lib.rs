//! Evaluation, training and generated documents, as functions.
#![allow(clippy::print_stdout, clippy::print_stderr)]

pub mod evaluate;
pub mod licences;
pub mod polnear;
pub mod score;
pub mod train;
