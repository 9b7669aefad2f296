//! JSON objects of the standards for news.
//!
//! Input: an object of a JSON file. Output: the reports that it holds, where
//! it says that it is a JSON Feed, ninjs or schema.org; none where it is an
//! object of no standard, whose fields are told by their names alone.

use serde_json::{Map, Value};

use super::strings::Strings;
use super::{ReadOut, Source, feed, ninjs, schema};

/// Reads an object by the standard that it follows.
pub(super) fn read(
    object: &Map<String, Value>,
    source: &Source,
    strings: &Strings<'_>,
) -> Option<ReadOut> {
    if feed::json::is_feed(object) {
        return Some(feed::json::read(object, source, strings));
    }
    if ninjs::is_item(object) {
        return Some(ninjs::read(object, source, strings));
    }
    schema::read(object, source, strings)
}
