//! Statements, times, figures, events and commitments, one module each.

pub(crate) mod clause;
pub(crate) mod commitment;
pub(crate) mod event;
pub(crate) mod figure;
pub(crate) mod place;
mod scan;
pub(crate) mod statement;
pub(crate) mod time;
