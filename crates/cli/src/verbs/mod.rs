//! One module a verb, or a few that are alike.

pub(crate) mod annotate;
pub(crate) mod brief;
pub(crate) mod build;
pub(crate) mod check;
pub(crate) mod demo;
pub(crate) mod edit;
pub(crate) mod export;
pub(crate) mod gather;
pub(crate) mod linked;
pub(crate) mod lists;
pub(crate) mod search;
pub(crate) mod serve;
pub(crate) mod story;
pub(crate) mod watch;
