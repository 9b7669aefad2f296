//! The events of an XML part.
//!
//! Input: a part's characters. Output: start and end tags by their names
//! without prefix, and text. What always holds: only the five predefined
//! entities and character references stand for characters; a part that is
//! cut off or broken gives what stands before the fault.

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

/// Most bytes of one field of a file's properties.
const FIELD_CAP: usize = 2_000;

/// One event.
pub(super) enum Tag<'a> {
    /// The start of an element.
    Start(&'a BytesStart<'a>),
    /// Its end; an element without content has one too.
    End(&'a str),
    /// Characters.
    Text(&'a str),
}

/// Gives each event of a part to `take`, until the part ends or breaks.
pub(super) fn walk(part: &str, mut take: impl FnMut(Tag<'_>)) -> Result<(), String> {
    let mut reader = Reader::from_str(part);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    let mut begun = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                begun = true;
                take(Tag::Start(&start));
            }
            Ok(Event::Empty(start)) => {
                begun = true;
                take(Tag::Start(&start));
                take(Tag::End(start.local_name().into_inner()));
            }
            Ok(Event::End(end)) => take(Tag::End(end.local_name().into_inner())),
            Ok(Event::Text(text)) => take(Tag::Text(&text.xml10_content())),
            Ok(Event::CData(data)) => take(Tag::Text(&data.xml10_content())),
            Ok(Event::GeneralRef(named)) => give_character(&named, &mut take),
            Ok(Event::Eof) => return Ok(()),
            Ok(_) => {}
            Err(_) if begun => return Ok(()),
            Err(_) => return Err("a part of it is not XML".into()),
        }
    }
}

/// The character that a reference stands for; a declared entity stands for
/// none.
fn give_character(named: &BytesRef<'_>, take: &mut impl FnMut(Tag<'_>)) {
    if let Ok(Some(character)) = named.resolve_char_ref() {
        take(Tag::Text(character.encode_utf8(&mut [0; 4])));
    } else if let Some(text) = resolve_predefined_entity(named) {
        take(Tag::Text(text));
    }
}

/// The value of the attribute of that name, prefix aside.
pub(super) fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = start.attributes();
    let mut attributes = attributes.with_checks(false).flatten();
    let found = attributes.find(|it| it.key.local_name().into_inner() == name)?;
    Some(found.value.into_owned())
}

/// The texts of a part's elements that hold no others.
pub(super) struct Fields {
    found: Vec<(String, String)>,
}

impl Fields {
    /// The elements of these names.
    pub(super) fn of(part: &str, names: &[&str]) -> Result<Self, String> {
        let mut found: Vec<(String, String)> = Vec::new();
        let mut open = false;
        if part.is_empty() {
            return Ok(Self { found });
        }
        walk(part, |tag| match tag {
            Tag::Start(start) => {
                let name = start.local_name().into_inner().to_owned();
                open = names.contains(&name.as_str()) && found.len() < names.len() * 4;
                if open {
                    found.push((name, String::new()));
                }
            }
            Tag::End(_) => open = false,
            Tag::Text(text) => {
                if let Some((_, held)) = found.last_mut().filter(|_| open)
                    && held.len() + text.len() <= FIELD_CAP
                {
                    held.push_str(text);
                }
            }
        })?;
        Ok(Self { found })
    }

    /// The first of that name that holds something.
    pub(super) fn first(&self, name: &str) -> Option<&str> {
        let mut named = self.found.iter().filter(|(it, _)| it == name);
        named
            .find(|(_, text)| !text.trim().is_empty())
            .map(|(_, text)| text.as_str())
    }
}
