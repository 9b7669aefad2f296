//! One module a verb.

pub(crate) mod annotate;
pub(crate) mod brief;
pub(crate) mod demo;
pub(crate) mod gather;
