//! IPTC ninjs 1, 2 and 3: an agency's item in JSON.
//!
//! Input: one item. Output: its report, then those of the texts associated
//! with it. What always holds: an item that may not be printed, or that is no
//! text, is skipped with its reason. Versions differ in the spelling of names
//! (`body_xhtml`, `bodies`, `contentType`), which is passed over here.

use rapporteur_text::Imprint;
use serde_json::{Map, Value};

use super::entry::{Body, Entry, byline, line_of, time, title};
use super::strings::Strings;
use super::{ReadOut, Source, agency, fields};

type Object = Map<String, Value>;

/// Fields that together tell an item of ninjs.
const TELLING: [&str; 14] = [
    "uri",
    "pubstatus",
    "versioncreated",
    "firstcreated",
    "contentcreated",
    "bodytext",
    "bodyxhtml",
    "bodies",
    "headlines",
    "infosource",
    "infosources",
    "copyrightholder",
    "representationtype",
    "urgency",
];
/// How many of them do.
const ENOUGH: usize = 3;
/// How deep texts are associated with texts.
const DEPTH: usize = 4;
/// Most associations of one item that are looked at.
const ASSOCIATIONS: usize = 1000;

/// Whether an object is an item of ninjs.
pub(super) fn is_item(object: &Object) -> bool {
    if object.contains_key("@type") || object.contains_key("@graph") {
        return false;
    }
    let standard = find(object, "standard").and_then(|it| fields::name_of(it, &["name"]));
    let named = standard.is_some_and(|it| it.eq_ignore_ascii_case("ninjs"));
    let telling = object
        .keys()
        .filter(|it| TELLING.contains(&&*fields::plain(it)));
    named || ENOUGH <= telling.count()
}

/// Reads an item and the texts associated with it.
pub(super) fn read(item: &Object, source: &Source, strings: &Strings<'_>) -> ReadOut {
    let mut out = ReadOut::default();
    read_into(&mut out, item, source, strings, None, DEPTH);
    out
}

fn read_into(
    out: &mut ReadOut,
    item: &Object,
    source: &Source,
    strings: &Strings<'_>,
    outlet: Option<&str>,
    depth: usize,
) {
    let report = match held_back(item).or_else(|| without_text(item)) {
        Some(reason) => Err(reason),
        None => entry(item, strings, outlet).report(source.file.clone()),
    };
    let own = report.as_ref().ok();
    let own = own.and_then(|it| it.declared().outlet.clone());
    let outlet = own.as_deref().or(outlet);
    out.add(report, source, None);
    if depth == 0 {
        return;
    }
    for (index, other) in associations(item).enumerate() {
        if has_body(other) {
            let part = source.part(&(index + 1).to_string());
            read_into(out, other, &part, strings, outlet, depth - 1);
        }
    }
}

/// The items associated: of versions 2 and 3 a list, of version 1 by names.
fn associations(item: &Object) -> impl Iterator<Item = &Object> {
    let all: Vec<&Value> = match find(item, "associations") {
        Some(Value::Array(list)) => list.iter().collect(),
        Some(Value::Object(named)) => named.values().collect(),
        _ => Vec::new(),
    };
    all.into_iter()
        .take(ASSOCIATIONS)
        .filter_map(Value::as_object)
}

fn held_back(item: &Object) -> Option<String> {
    let status = text(item, "pubstatus");
    let embargo = find(item, "embargoed").filter(|it| !it.is_null());
    let embargo = embargo.map(|it| fields::name_of(it, &[]).unwrap_or_default());
    let made = text(item, "versioncreated");
    agency::held_back(status.as_deref(), embargo.as_deref(), made.as_deref())
}

/// Why an item without a body has none, where its type says.
fn without_text(item: &Object) -> Option<String> {
    let kind = text(item, "type").filter(|it| it != "text")?;
    let bare = !has_body(item);
    bare.then(|| format!("a {kind} of an agency, which holds no text"))
}

/// An item, of the outlet of that with which it is associated unless it says.
fn entry<'a>(item: &'a Object, strings: &Strings<'_>, outlet: Option<&str>) -> Entry<'a> {
    let uri = text(item, "uri");
    let date = |name| text(item, name).and_then(|it| time(&it));
    let made = date("versioncreated");
    let first = ["firstcreated", "contentcreated"]
        .iter()
        .find_map(|it| date(it));
    let changed = date("contentmodified").or(made);
    let published = first.or(made);
    let authors = ["byline", "by", "bylines"]
        .iter()
        .find_map(|it| find(item, it));
    let mut declared = Imprint {
        url: uri.clone().filter(|it| it.starts_with("http")),
        title: title(headline(item)),
        byline: authors.and_then(|it| byline(names(it).into_iter())),
        published,
        modified: changed.filter(|it| Some(*it) != published),
        section: ["section", "subject", "subjects"]
            .iter()
            .find_map(|it| fields::name_of(find(item, it)?, &["name"])),
        language: text(item, "language").and_then(|it| fields::language_tag(&it)),
        ..Imprint::default()
    };
    let owner = ["provider", "copyrightholder"];
    let owner = owner
        .iter()
        .find_map(|it| fields::name_of(find(item, it)?, &["name", "literal"]));
    let sources = ["infosources", "infosource", "source"];
    let sources = sources
        .iter()
        .filter_map(|it| find(item, it))
        .flat_map(names);
    agency::attribute(&mut declared, owner, sources);
    declared.outlet = declared.outlet.or_else(|| outlet.map(str::to_owned));
    Entry {
        id: uri,
        declared,
        body: body(item, strings),
    }
}

/// `headline`, or the main one of `headlines`.
fn headline(item: &Object) -> Option<String> {
    let list = main_first(item, "headlines");
    let of_list = list.first().and_then(|it| text(it, "value"));
    let found = text(item, "headline").or(of_list);
    found.or_else(|| text(item, "title")).map(|it| line_of(&it))
}

/// The words: those of the list of bodies, else those of the fields named by
/// their form; markup before text.
fn body<'a>(item: &'a Object, strings: &Strings<'_>) -> Option<Body<'a>> {
    let mut bodies = main_first(item, "bodies");
    bodies.sort_by_key(|it| !is_markup(it));
    let of_list = bodies.iter().find_map(|it| {
        let words = strings.mapped(find(it, "value")?.as_str()?);
        if is_markup(it) {
            Body::of_html(words)
        } else {
            Body::of_text(&words)
        }
    });
    let field = |name| find(item, name)?.as_str().map(|it| strings.mapped(it));
    let markup = ["bodyxhtml", "bodyhtml", "bodyhtml5"];
    of_list
        .or_else(|| {
            markup
                .iter()
                .filter_map(|it| field(it))
                .find_map(Body::of_html)
        })
        .or_else(|| field("bodytext").and_then(|it| Body::of_text(&it)))
}

fn has_body(item: &Object) -> bool {
    body(item, &Strings::default()).is_some()
}

fn is_markup(body: &Object) -> bool {
    text(body, "contenttype").is_some_and(|it| it.contains("html"))
}

/// The objects of a list, those of the main role or of none first.
fn main_first<'a>(item: &'a Object, name: &str) -> Vec<&'a Object> {
    let list = find(item, name).and_then(Value::as_array);
    let mut all: Vec<&Object> = list
        .into_iter()
        .flatten()
        .filter_map(Value::as_object)
        .collect();
    let other = |it: &&Object| {
        let role = text(it, "role").unwrap_or_default();
        !(role.is_empty() || role.ends_with("main"))
    };
    all.sort_by_key(other);
    all
}

/// Names in a string, an object or a list of them.
fn names(value: &Value) -> Vec<String> {
    match value {
        Value::Array(list) => list
            .iter()
            .filter_map(|it| fields::name_of(it, &["name", "literal"]))
            .collect(),
        other => fields::name_of(other, &["name", "literal"])
            .into_iter()
            .collect(),
    }
}

/// The value of a field, its letter case and joints passed over.
fn find<'a>(object: &'a Object, name: &str) -> Option<&'a Value> {
    let mut fields = object.iter();
    fields
        .find(|(key, _)| fields::plain(key) == name)
        .map(|(_, value)| value)
}

/// A string with something in it.
fn text(object: &Object, name: &str) -> Option<String> {
    let text = find(object, name)?.as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{Options, read as read_all};

    fn from(file: &str) -> ReadOut {
        read_all(
            file.as_bytes(),
            &Source::named("a.json"),
            &Options::default(),
        )
    }

    #[test]
    fn what_may_not_be_printed_is_skipped_with_its_reason() {
        for (fields, reason) in [
            (r#""pubstatus": "canceled""#, "the agency cancelled it"),
            (
                r#""pubstatus": "withheld""#,
                "the agency’s status of it is withheld",
            ),
            (
                r#""embargoed": "2024-05-06T00:01:00Z""#,
                "under embargo until 2024-05-06T00:01:00Z",
            ),
        ] {
            let out = from(&format!(
                r#"{{"uri": "x", "versioncreated": "2024-05-03T08:00:00Z", "body_text": "One.", {fields}}}"#
            ));
            assert!(out.reports.is_empty());
            assert_eq!(out.skipped[0].reason, reason);
        }
    }

    #[test]
    fn associated_texts_are_reports_and_pictures_are_not() {
        let out = from(
            r#"{"uri": "a", "type": "text", "pubstatus": "usable", "body_text": "The ferry sails.",
            "associations": {"box": {"uri": "b", "type": "text", "body_text": "Ferries since 1911."},
            "pic": {"uri": "c", "type": "picture", "description_text": "The pier."}}}"#,
        );
        let ids: Vec<_> = out.reports.iter().map(|it| it.id().as_str()).collect();
        assert_eq!(ids, ["a", "b"]);
        assert_eq!(out.reports[1].file(), "a.json#1");
        assert!(out.skipped.is_empty());
    }

    #[test]
    fn a_picture_alone_has_its_reason() {
        let out = from(r#"{"uri": "a", "type": "picture", "pubstatus": "usable", "urgency": 4}"#);
        assert_eq!(
            out.skipped[0].reason,
            "a picture of an agency, which holds no text"
        );
    }

    #[test]
    fn fields_of_other_shapes_than_the_standards_do_no_harm() {
        let out = from(
            r#"{"uri": 7, "pubstatus": [], "versioncreated": {}, "bodies": [1, {"value": null}],
            "headlines": "x", "infosources": 3, "associations": 4, "byline": {"name": 2}}"#,
        );
        assert_eq!(out.skipped.len(), 1);
    }
}
