//! The pages of a record file, given to browsers of this machine.
//!
//! Input: requests over HTTP/1.1, read-only. Output: pages, each with twins in
//! JSON, CSV and Markdown. What always holds: a request that names another
//! host than this machine is refused; no page has a script or asks for
//! anything from elsewhere; all that a report says is escaped.

mod cache;
mod http;
mod lists;
mod method;
mod pages;
mod parts;
mod search;
mod server;
mod site;
mod twins;

pub use server::{Server, is_this_machine};
