//! JSON Lines: one object a line; also a file that is one object, an array,
//! or an object that holds an array of reports.
//!
//! Which names of fields are understood stands in [`super::fields`]; objects
//! of the standards for news go to [`super::objects`] first. A line
//! that does not parse is skipped with its number and the rest is read.

use rapporteur_text::Report;
use serde_json::{Map, Value};

use super::strings::Strings;
use super::{Options, ReadOut, Source, fields, fitting, html, objects};

/// Most bytes of one line, or of a file that is one value.
const VALUE_CAP: usize = 64 << 20;

/// Fields under which an export keeps its list of reports.
const LISTS: [&str; 7] = [
    "reports", "articles", "items", "results", "data", "docs", "hits",
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
pub(super) fn read(bytes: &[u8], source: &Source, _: &Options) -> ReadOut {
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let before = bytes.len() - text.len();
    if !is_lines(text)
        && text.len() <= VALUE_CAP
        && let Ok(value) = serde_json::from_slice::<Value>(text)
    {
        return whole(value, source, &Strings::of(text, before));
    }
    lines(text, before, source)
}

/// Whether the first line with anything on it is an object by itself and
/// something follows it.
fn is_lines(bytes: &[u8]) -> bool {
    let bytes = bytes.trim_ascii();
    let Some(end) = memchr::memchr(b'\n', bytes) else {
        return false;
    };
    serde_json::from_slice::<Map<String, Value>>(&bytes[..end]).is_ok()
}

/// Reads one object a line of `bytes`, which lie at `before` in the file.
fn lines(bytes: &[u8], before: usize, source: &Source) -> ReadOut {
    let mut out = ReadOut::default();
    let (mut from, mut number) = (0, 0);
    while from < bytes.len() {
        let end = memchr::memchr(b'\n', &bytes[from..]).map_or(bytes.len(), |it| from + it);
        number += 1;
        let line = bytes[from..end].trim_ascii();
        if !line.is_empty() {
            let part = source.part(&format!("L{number}"));
            match parse(line) {
                Ok(object) => {
                    let strings = Strings::of(&bytes[from..end], before + from);
                    add(&mut out, &object, &part, &strings, source, Some(number));
                }
                Err(reason) => out.skip(reason, source, Some(number)),
            }
        }
        from = end + 1;
    }
    out
}

/// Adds the reports of one object, which `part` names.
fn add(
    out: &mut ReadOut,
    object: &Map<String, Value>,
    part: &Source,
    strings: &Strings<'_>,
    source: &Source,
    line: Option<usize>,
) {
    match objects::read(object, part, strings) {
        Some(more) => out.extend(more),
        None => out.add(report(object, part.file.clone(), strings), source, line),
    }
}

fn parse(line: &[u8]) -> Result<Map<String, Value>, String> {
    if VALUE_CAP < line.len() {
        return Err(format!("the line is over {} MiB", VALUE_CAP >> 20));
    }
    let value = serde_json::from_slice(line).map_err(|error| format!("not JSON: {error}"))?;
    match value {
        Value::Object(object) => Ok(object),
        _ => Err("not a JSON object".into()),
    }
}

/// Reads a file that is one value.
fn whole(value: Value, source: &Source, strings: &Strings<'_>) -> ReadOut {
    let mut out = ReadOut::default();
    let list = match value {
        Value::Object(mut object) => {
            if let Some(read) = objects::read(&object, source, strings) {
                return read;
            }
            let Some(list) = LISTS
                .iter()
                .find(|it| object.get(**it).is_some_and(is_list))
            else {
                return ReadOut::one(report(&object, source.file.clone(), strings), source);
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
        let part = source.part(&number.to_string());
        match value {
            Value::Object(object) => add(&mut out, &object, &part, strings, source, None),
            _ => out.skip(format!("entry {number} is not a JSON object"), source, None),
        }
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
fn report(
    object: &Map<String, Value>,
    file: String,
    strings: &Strings<'_>,
) -> Result<Report, String> {
    let declared = fields::imprint(object);
    let id = fields::id(object);
    match fields::body(object) {
        Some(fields::Body::Text(text)) => {
            let (text, origin) = strings.mapped(text).into_parts();
            Ok(Report::new(id, file, fitting(text)?, declared).with_origin(origin))
        }
        Some(fields::Body::Html(page)) => html::report(&strings.mapped(page), file, id, declared),
        None => Err("has no text: none of the fields text, body, content, html".into()),
    }
}
