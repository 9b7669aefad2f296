//! Reads the chains of MEANTIME (Minard et al. 2016).
//!
//! Input: one file. Output: the text of its title and first five sentences,
//! which alone are annotated, with the names and pronouns of persons,
//! organisations and places. A name's least span is its mention, which the
//! set keeps short.

use std::collections::BTreeMap;

use rapporteur_text::{EntityKind, Span};

use super::super::times::{attribute, text_of};
use super::{Document, Gold, Naming, disjoint};

/// Reads a file.
pub(super) fn read(name: &str, xml: &str) -> Document {
    let (text, places) = text_of(xml);
    let kinds: BTreeMap<&str, EntityKind> = elements(xml, "ENTITY")
        .filter_map(|(head, _)| Some((attribute(head, "m_id"), kind(attribute(head, "ent_type"))?)))
        .collect();
    let mut chains: BTreeMap<&str, &str> = BTreeMap::new();
    for (_, body) in elements(xml, "REFERS_TO") {
        let target = body.split("<target").nth(1).map(|it| attribute(it, "m_id"));
        for source in body.split("<source").skip(1) {
            chains.insert(attribute(source, "m_id"), target.unwrap_or_default());
        }
    }
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    let mut gold = Vec::new();
    for (head, body) in elements(xml, "ENTITY_MENTION") {
        let naming = match attribute(head, "syntactic_type") {
            "NAM" | "PRE.NAM" => Naming::Name,
            "PRO" => Naming::Pronoun,
            _ => continue,
        };
        let Some(&chain) = chains.get(attribute(head, "m_id")) else {
            continue;
        };
        let Some(&kind) = kinds.get(chain) else {
            continue;
        };
        let anchors = body.split("<token_anchor").skip(1);
        let mut tokens =
            anchors.filter_map(|it| places.get(attribute(it, "t_id").parse::<usize>().ok()?));
        let Some(&(start, end)) = tokens.next() else {
            continue;
        };
        let end = tokens.last().map_or(end, |it| it.1);
        let next = numbers.len();
        let chain = *numbers.entry(chain).or_insert(next);
        let span = Span::new(start, end);
        gold.push(Gold {
            span,
            naming,
            kind,
            chain,
            speaks: false,
        });
    }
    gold.sort_by_key(|it| it.span);
    Document {
        name: name.to_owned(),
        end: text.len(),
        text,
        gold: disjoint(gold),
    }
}

fn kind(kind: &str) -> Option<EntityKind> {
    match kind {
        "PER" => Some(EntityKind::Person),
        "ORG" => Some(EntityKind::Organisation),
        "LOC" => Some(EntityKind::Location),
        _ => None,
    }
}

/// The elements of one name: attributes, and what stands inside.
fn elements<'a>(xml: &'a str, name: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    let open = format!("<{name} ");
    let parts: Vec<&str> = xml.split(open.as_str()).skip(1).collect();
    parts.into_iter().map(move |it| {
        let (head, body) = it.split_once('>').unwrap_or((it, ""));
        // With the space before it, so that a name is found whole.
        let at = head.as_ptr() as usize - xml.as_ptr() as usize - 1;
        let head = &xml[at..at + 1 + head.len()];
        (
            head,
            body.split(&format!("</{name}>")).next().unwrap_or_default(),
        )
    })
}
