//! The pages of a record file, given to browsers of this machine.
//!
//! Input: requests over HTTP/1.1. Output: pages, each with twins in JSON, CSV
//! and Markdown. What always holds: a request that names another host than
//! this machine is refused; no page runs anything but the file of keys, or asks
//! for anything from elsewhere; all that a report says is escaped; the file is
//! only read, but for forms with the token of an editor.

mod cache;
mod edit;
mod http;
mod lists;
mod method;
mod pages;
mod parts;
mod search;
mod server;
mod site;
mod twins;
mod versions;

pub use edit::{Editor, Wish};
pub use server::{Server, is_this_machine};
