//! Reads the chains of GUM (Zeldes 2017) from its CoNLL-U files.
//!
//! Input: one file. Output: its text, put together from the tokens, with the
//! names and pronouns of persons, organisations and places, each with its
//! chain. What always holds: names are disjoint; every span slices the text.

use std::collections::BTreeMap;

use rapporteur_text::{EntityKind, Span};

use super::{Document, Gold, Naming, disjoint};

/// Verbs whose subject speaks, by lemma.
const SAYING: &[&str] = &[
    "say", "tell", "add", "explain", "state", "note", "write", "argue", "claim", "announce",
    "warn", "ask", "reply", "insist", "suggest", "admit", "declare", "report", "comment", "answer",
    "recall", "tweet", "stress", "describe", "call",
];

struct Row<'a> {
    form: &'a str,
    lemma: &'a str,
    upos: &'a str,
    xpos: &'a str,
    /// The number of its head among the rows.
    head: Option<usize>,
    relation: &'a str,
    span: Span,
}

/// A mention as the file brackets it.
struct Bracket<'a> {
    chain: &'a str,
    kind: &'a str,
    /// The tokens, counted from 1 in the mention, that tell what it is.
    least: &'a str,
    start: usize,
    end: usize,
}

/// Reads a file.
pub(super) fn read(name: &str, file: &str) -> Document {
    let (text, rows, brackets) = parse(file);
    let mut chains: BTreeMap<&str, usize> = BTreeMap::new();
    let mut gold = Vec::new();
    for it in &brackets {
        let next = chains.len();
        let chain = *chains.entry(it.chain).or_insert(next);
        let Some(kind) = kind(it.kind) else { continue };
        let Some((span, naming)) = mention(&rows, &brackets, it, kind) else {
            continue;
        };
        let head = head(it);
        let speaks = naming == Naming::Pronoun && speaks(&rows, head);
        gold.push(Gold {
            span,
            naming,
            kind,
            chain,
            speaks,
        });
    }
    Document {
        name: name.to_owned(),
        end: text.len(),
        text,
        gold: disjoint(gold),
    }
}

fn kind(kind: &str) -> Option<EntityKind> {
    match kind {
        "person" => Some(EntityKind::Person),
        "organization" => Some(EntityKind::Organisation),
        "place" => Some(EntityKind::Location),
        _ => None,
    }
}

fn head(it: &Bracket) -> usize {
    let first = it.least.split(',').next().and_then(|it| it.parse().ok());
    it.start + first.unwrap_or(1_usize).saturating_sub(1)
}

/// The name around a proper head, or the pronoun.
fn mention(
    rows: &[Row],
    all: &[Bracket],
    it: &Bracket,
    kind: EntityKind,
) -> Option<(Span, Naming)> {
    let head = head(it);
    let row = rows.get(head)?;
    if row.upos == "PRON" && matches!(row.xpos, "PRP" | "PRP$") {
        return Some((row.span, Naming::Pronoun));
    }
    if row.upos != "PROPN" {
        return None;
    }
    let proper = |at: usize| rows.get(at).is_some_and(|it| it.upos == "PROPN");
    let mut start = head;
    while it.start < start && proper(start - 1) {
        start -= 1;
    }
    let last = it
        .least
        .split(',')
        .next_back()
        .and_then(|it| it.parse().ok());
    let mut end = (it.start + last.unwrap_or(1_usize)).clamp(head + 1, it.end + 1);
    if !proper(end - 1) {
        end = head + 1;
    }
    while end <= it.end && proper(end) {
        end += 1;
    }
    // "US" is no part of the name in "US President Ruiz".
    let before = |start: usize| {
        let inner = all.iter().filter(|inner| inner.start == start);
        inner
            .filter(|inner| inner.end < head)
            .map(|inner| inner.end + 1)
            .max()
    };
    while let Some(next) = before(start).filter(|_| kind == EntityKind::Person) {
        start = next;
    }
    Some((rows[start].span.cover(rows[end - 1].span), Naming::Name))
}

/// Whether the pronoun at `at` is the third person who says something.
fn speaks(rows: &[Row], at: usize) -> bool {
    let row = &rows[at];
    let third = ["he", "she", "they"].contains(&row.form.to_lowercase().as_str());
    let verb = row.head.and_then(|it| rows.get(it));
    third && row.relation == "nsubj" && verb.is_some_and(|it| SAYING.contains(&it.lemma))
}

/// The text, its tokens and the brackets over them.
fn parse(file: &str) -> (String, Vec<Row<'_>>, Vec<Bracket<'_>>) {
    let (mut text, mut rows, mut brackets) = (String::new(), Vec::new(), Vec::new());
    let mut open: Vec<Bracket> = Vec::new();
    let (mut first, mut onto) = (0, true);
    // Where the parts of a contraction are looked for, and up to which part.
    let mut joined: Option<(usize, usize)> = None;
    for line in file.lines() {
        if line.starts_with("# newpar") && !text.is_empty() && !text.ends_with('\n') {
            text.push_str("\n\n");
            onto = true;
        }
        if line.is_empty() {
            first = rows.len();
        }
        let cells: Vec<&str> = line.split('\t').collect();
        let [id, form, lemma, upos, xpos, _, to, relation, _, more] = cells[..] else {
            continue;
        };
        if id.contains('.') {
            continue;
        }
        let part = joined.filter(|it| id.parse::<usize>().is_ok_and(|id| id <= it.1));
        let start = if let Some((from, _)) = part {
            from + text.get(from..).and_then(|it| it.find(form)).unwrap_or(0)
        } else {
            if !onto {
                text.push(' ');
            }
            onto = more.contains("SpaceAfter=No");
            text.push_str(form);
            text.len() - form.len()
        };
        if let Some((_, last)) = id.split_once('-') {
            joined = last.parse().ok().map(|last| (start, last));
            continue;
        }
        let end = (start + form.len()).min(text.len());
        joined = part.map(|it| (end, it.1));
        let head = to.parse::<usize>().ok().and_then(|it| it.checked_sub(1));
        let span = if text.is_char_boundary(end) {
            Span::new(start, end)
        } else {
            Span::new(start, start)
        };
        rows.push(Row {
            form,
            lemma,
            upos,
            xpos,
            head: head.map(|it| first + it),
            relation,
            span,
        });
        let entity = more.split('|').find_map(|it| it.strip_prefix("Entity="));
        bracket(
            entity.unwrap_or_default(),
            rows.len() - 1,
            &mut open,
            &mut brackets,
        );
    }
    brackets.sort_by_key(|it| (it.start, it.end));
    (text, rows, brackets)
}

/// Opens and closes the brackets of one token: `(3-place-...(4-...)3)`.
fn bracket<'a>(
    entity: &'a str,
    at: usize,
    open: &mut Vec<Bracket<'a>>,
    done: &mut Vec<Bracket<'a>>,
) {
    let mut rest = entity;
    while !rest.is_empty() {
        let opens = rest.starts_with('(');
        let body = rest.trim_start_matches('(');
        let end = body.find(['(', ')']).unwrap_or(body.len());
        let closes = body[end..].starts_with(')');
        let fields: Vec<&str> = body[..end].splitn(8, '-').collect();
        if opens {
            let field = |at: usize| fields.get(at).copied().unwrap_or_default();
            let it = Bracket {
                chain: field(0),
                kind: field(1),
                least: field(5),
                start: at,
                end: at,
            };
            if closes { done.push(it) } else { open.push(it) }
        } else if let Some(place) = open.iter().rposition(|it| it.chain == fields[0]) {
            let mut it = open.remove(place);
            it.end = at;
            done.push(it);
        }
        rest = &body[end + usize::from(closes)..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nested_brackets_give_names_pronouns_and_who_speaks() {
        let row = |id: &str,
                   form: &str,
                   upos: &str,
                   xpos: &str,
                   head: &str,
                   relation: &str,
                   more: &str| {
            [id, form, form, upos, xpos, "_", head, relation, "_", more].join("\t")
        };
        let file = [
            row(
                "1",
                "Peruvian",
                "PROPN",
                "NNP",
                "2",
                "compound",
                "Entity=(1-person-new-s-cf1-3-coref(2-place-new-s-cf1-1-coref)",
            ),
            row("2", "President", "PROPN", "NNP", "3", "compound", "_"),
            row("3", "Ruiz", "PROPN", "NNP", "4", "nsubj", "Entity=1)"),
            row("4", "said", "VERB", "VBD", "0", "root", "_"),
            row("5-6", "he's", "_", "_", "_", "_", "SpaceAfter=No"),
            row(
                "5",
                "he",
                "PRON",
                "PRP",
                "7",
                "nsubj",
                "Entity=(1-person-giv-s-cf1-1-coref)",
            ),
            row("6", "'s", "AUX", "VBZ", "7", "cop", "_"),
            row("7", "!", "PUNCT", ".", "4", "punct", "_"),
        ];
        let document = read("a", &file.join("\n"));
        assert_eq!(document.text, "Peruvian President Ruiz said he's!");
        let told: Vec<_> = document
            .gold
            .iter()
            .map(|it| (&document.text[it.span.range()], it.chain))
            .collect();
        assert_eq!(told, [("Peruvian", 0), ("President Ruiz", 1), ("he", 1)]);
    }
}
