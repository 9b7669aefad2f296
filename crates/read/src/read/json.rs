//! JSON Lines: one object a line; also a file that is one object, an array,
//! or an object that holds an array of reports.
//!
//! Which names of fields are understood stands in [`super::fields`]; a name
//! that the user gives may lead into objects by dots. A line
//! that does not parse is skipped with its number and the rest is read.

use rapporteur_text::Report;
use serde_json::{Map, Value};

use super::decode::Mapped;
use super::fields::{Body, Fields};
use super::{Options, ReadOut, Source, fitting, html};

/// Most bytes of one line, or of a file that is one value.
const VALUE_CAP: usize = 64 << 20;

/// Fields under which an export keeps its list of reports.
const LISTS: [&str; 8] = [
    "reports", "articles", "items", "results", "data", "docs", "hits", "@graph",
];

/// Whether a file without a telling name is JSON.
pub(super) fn opens(opening: &[u8]) -> bool {
    let rest = |byte: u8| opening.strip_prefix(&[byte]).map(<[u8]>::trim_ascii_start);
    let object = |it: &[u8]| it.starts_with(b"\"");
    rest(b'{').is_some_and(object)
        || rest(b'[').is_some_and(|it| {
            it.strip_prefix(b"{")
                .is_some_and(|it| object(it.trim_ascii_start()))
        })
}

/// Reads every object.
pub(super) fn read(bytes: &[u8], source: &Source, options: &Options) -> ReadOut {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if source.lines_before.is_none()
        && !is_lines(bytes)
        && bytes.len() <= VALUE_CAP
        && let Ok(value) = serde_json::from_slice::<Value>(bytes)
    {
        return whole(value, source, options);
    }
    lines(bytes, source, options)
}

/// Whether the first line with anything on it is an object by itself and
/// something follows it.
pub(crate) fn is_lines(bytes: &[u8]) -> bool {
    let bytes = bytes.trim_ascii();
    let Some(end) = memchr::memchr(b'\n', bytes) else {
        return false;
    };
    serde_json::from_slice::<Map<String, Value>>(&bytes[..end]).is_ok()
}

/// Reads one object a line.
fn lines(bytes: &[u8], source: &Source, options: &Options) -> ReadOut {
    let mut out = ReadOut::default();
    let (mut from, mut number) = (0, source.lines_before.unwrap_or(0));
    while from < bytes.len() {
        let end = memchr::memchr(b'\n', &bytes[from..]).map_or(bytes.len(), |it| from + it);
        number += 1;
        let line = bytes[from..end].trim_ascii();
        if !line.is_empty() {
            let file = format!("{}#L{number}", source.file);
            out.add(parse(line, file, options), source, Some(number));
        }
        from = end + 1;
    }
    out
}

fn parse(line: &[u8], file: String, options: &Options) -> Result<Report, String> {
    if VALUE_CAP < line.len() {
        return Err(format!("the line is over {} MiB", VALUE_CAP >> 20));
    }
    let value = serde_json::from_slice(line).map_err(|error| format!("not JSON: {error}"))?;
    match value {
        Value::Object(object) => report(&object, file, options),
        _ => Err("not a JSON object".into()),
    }
}

/// Reads a file that is one value.
fn whole(value: Value, source: &Source, options: &Options) -> ReadOut {
    let mut out = ReadOut::default();
    let list = match value {
        Value::Object(mut object) => {
            let Some(list) = LISTS
                .iter()
                .find(|it| object.get(**it).is_some_and(is_list))
            else {
                return ReadOut::one(report(&object, source.file.clone(), options), source);
            };
            object.remove(*list).unwrap_or_default()
        }
        other => other,
    };
    let Value::Array(list) = list else {
        return ReadOut::one(Err("holds no JSON object".into()), source);
    };
    for (index, value) in list.into_iter().enumerate() {
        let number = index + 1;
        let read = match value {
            Value::Object(object) => report(&object, format!("{}#{number}", source.file), options),
            _ => Err(format!("entry {number} is not a JSON object")),
        };
        out.add(read, source, None);
    }
    if out.reports.is_empty() && out.skipped.is_empty() {
        out.add(Err("an empty list".into()), source, None);
    }
    out
}

/// Whether a value is an array of objects.
fn is_list(value: &Value) -> bool {
    value
        .as_array()
        .is_some_and(|list| list.iter().any(Value::is_object))
}

/// One object's report.
pub(super) fn report(
    object: &Map<String, Value>,
    file: String,
    options: &Options,
) -> Result<Report, String> {
    let fields = Fields {
        object,
        columns: &options.columns,
    };
    let (id, declared) = (fields.id(), fields.imprint());
    match fields.body() {
        Some((_, Body::Text(text))) => {
            Ok(Report::new(id, file, fitting(text.to_owned())?, declared))
        }
        Some((_, Body::Html(page))) => html::report(&Mapped::unmapped(page), file, id, declared),
        None => Err("has no text: none of the fields text, body, content, html".into()),
    }
}
