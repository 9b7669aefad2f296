//! Evaluation, training and generated documents, as functions.
#![allow(clippy::print_stdout, clippy::print_stderr)]

pub mod basil;
pub mod conllu;
pub mod evaluate;
mod files;
mod invented;
pub mod licences;
pub mod load;
pub mod named;
mod plot;
pub mod polnear;
pub mod score;
pub mod train;
