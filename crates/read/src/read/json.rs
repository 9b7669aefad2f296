//! JSON Lines: one object a line; also a file that is one object, an array,
//! or an object that holds an array of reports.
//!
//! Which names of fields are understood stands in [`super::fields`]; a name
//! that the user gives may lead into objects by dots. Objects of the standards
//! for news go to [`super::objects`] first, unless the user names the columns.
//! A line that does not parse is skipped with its number and the rest is read.

use rapporteur_text::Report;
use serde::de::{DeserializeSeed, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::fields::{Body, Fields};
use super::strings::Strings;
use super::{Options, ReadOut, Source, fitting, html, objects};

/// Most bytes of one line, or of a file that is one value.
const VALUE_CAP: usize = 64 << 20;

/// Most entries of a list; one report a line is read to any number.
const ENTRIES: usize = 200_000;

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
pub(super) fn read(bytes: &[u8], source: &Source, options: &Options) -> ReadOut {
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let before = source.bytes_before + bytes.len() - text.len();
    let reading = Reading { source, options };
    let is_list = text.trim_ascii_start().starts_with(b"[");
    if source.lines_before.is_none() && is_list && text.len() <= VALUE_CAP {
        return reading.list(text, before);
    }
    if source.lines_before.is_none()
        && !is_lines(text)
        && text.len() <= VALUE_CAP
        && let Ok(value) = serde_json::from_slice::<Value>(text)
    {
        return reading.whole(value, &Strings::of(text, before));
    }
    reading.lines(text, before)
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

/// What the objects of one file are read with.
#[derive(Clone, Copy)]
struct Reading<'a> {
    source: &'a Source,
    options: &'a Options,
}

impl Reading<'_> {
    /// Reads one object a line of `bytes`, which lie at `before` in the file.
    fn lines(&self, bytes: &[u8], before: usize) -> ReadOut {
        let mut out = ReadOut::default();
        let (mut from, mut number) = (0, self.source.lines_before.unwrap_or(0));
        while from < bytes.len() {
            let end = memchr::memchr(b'\n', &bytes[from..]).map_or(bytes.len(), |it| from + it);
            number += 1;
            let line = bytes[from..end].trim_ascii();
            if !line.is_empty() {
                let part = self.source.part(&format!("L{number}"));
                match parse(line) {
                    Ok(object) => {
                        let strings = Strings::of(&bytes[from..end], before + from);
                        self.add(&mut out, &object, &part, &strings, Some(number));
                    }
                    Err(reason) => out.skip(reason, self.source, Some(number)),
                }
            }
            from = end + 1;
        }
        out
    }

    /// Reads a file that is a list, entry by entry.
    fn list(&self, text: &[u8], before: usize) -> ReadOut {
        let strings = Strings::of(text, before);
        let mut out = ReadOut::default();
        let mut number = 0;
        let mut take = |value: Value| {
            number += 1;
            if number <= ENTRIES {
                self.entry(&mut out, value, number, &strings);
            }
        };
        let mut parser = serde_json::Deserializer::from_slice(text);
        let read = Each(&mut take)
            .deserialize(&mut parser)
            .and_then(|()| parser.end());
        if let Err(error) = read {
            let reason = format!("not JSON behind entry {number}: {error}");
            out.skip(reason, self.source, None);
        }
        if ENTRIES < number {
            out.skip(format!("all after entry {ENTRIES}"), self.source, None);
        }
        if out.reports.is_empty() && out.skipped.is_empty() {
            out.add(Err("an empty list".into()), self.source, None);
        }
        out
    }

    /// Reads one entry of a list.
    fn entry(&self, out: &mut ReadOut, value: Value, number: usize, strings: &Strings<'_>) {
        let part = self.source.part(&number.to_string());
        match value {
            Value::Object(object) => self.add(out, &object, &part, strings, None),
            _ => out.skip(
                format!("entry {number} is not a JSON object"),
                self.source,
                None,
            ),
        }
    }

    /// Reads a file that is one value.
    fn whole(&self, value: Value, strings: &Strings<'_>) -> ReadOut {
        let mut out = ReadOut::default();
        let list = match value {
            Value::Object(mut object) => {
                let list = LISTS
                    .iter()
                    .find(|it| object.get(**it).is_some_and(is_list));
                let whole = self.options.columns.is_empty();
                if whole && let Some(out) = objects::read(&object, self.source, strings) {
                    return out;
                }
                let Some(list) = list else {
                    let file = self.source.file.clone();
                    let report = report(&object, file, strings, self.options);
                    return ReadOut::one(report, self.source);
                };
                object.remove(*list).unwrap_or_default()
            }
            other => other,
        };
        let Value::Array(list) = list else {
            return ReadOut::one(Err("holds no JSON object".into()), self.source);
        };
        for (index, value) in list.into_iter().enumerate().take(ENTRIES) {
            self.entry(&mut out, value, index + 1, strings);
        }
        if out.reports.is_empty() && out.skipped.is_empty() {
            out.add(Err("an empty list".into()), self.source, None);
        }
        out
    }

    /// Adds the reports of one object, which `part` names.
    fn add(
        &self,
        out: &mut ReadOut,
        object: &Map<String, Value>,
        part: &Source,
        strings: &Strings<'_>,
        line: Option<usize>,
    ) {
        let standard = || objects::read(object, part, strings);
        let named = !self.options.columns.is_empty();
        match (!named).then(standard).flatten() {
            Some(more) => out.extend(more),
            None => out.add(
                report(object, part.file.clone(), strings, self.options),
                self.source,
                line,
            ),
        }
    }
}

/// Hands on each entry of a list as it is parsed, so that a list of many small
/// entries is never held whole.
struct Each<'a>(&'a mut dyn FnMut(Value));

impl<'de> DeserializeSeed<'de> for Each<'_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, parser: D) -> Result<(), D::Error> {
        parser.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Each<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(value) = list.next_element()? {
            (self.0)(value);
        }
        Ok(())
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
    strings: &Strings<'_>,
    options: &Options,
) -> Result<Report, String> {
    let fields = Fields {
        object,
        columns: &options.columns,
    };
    let (id, declared) = (fields.id(), fields.imprint());
    match fields.body() {
        Some((_, Body::Text(text))) => {
            let (text, origin) = strings.mapped(text).into_parts();
            Ok(Report::new(id, file, fitting(text)?, declared).with_origin(origin))
        }
        Some((_, Body::Html(page))) if page.contains("<body") || page.contains("<html") => {
            html::report(&strings.mapped(page), file, id, declared)
        }
        Some((_, Body::Html(piece))) => html::fragment(&strings.mapped(piece), file, id, declared),
        None => Err("has no text: none of the fields text, body, content, html".into()),
    }
}
