//! What is near in meaning to what was looked for, but has not its words.
//!
//! Input: a [`Query`]. Output: [`Near`]: items and sentences that have words
//! near to those looked for in their place, the most alike first. What always
//! holds: the words that were looked for instead are told; words in quotation
//! marks, beginnings, names and numbers are looked for as they are; a bounded
//! number of matches is compared with the query.
//!
//! Each word becomes a choice of itself and its neighbours among the built-in
//! vectors; what has one of each choice is compared with the whole query by
//! the same vectors. Where hardly anything has, the most common words are let
//! go of, one after the other.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::LazyLock;

use rapporteur_language::{Collation, Meaning, Piece, Vectors};
use rusqlite::Connection;
use serde::Serialize;

use super::{ItemHit, SentenceHit, matching, shown};
use crate::error::Kind;
use crate::query::{Query, Sought};

/// Items that have the very words, from which on none that is near is wanted.
pub(super) const FEW: u64 = 20;
/// Most of what is near that is told, of items and of sentences.
const MOST: usize = 20;
/// Words that are looked for in the place of one.
const NEIGHBOURS: usize = 12;
/// Words of a query that are given neighbours.
const WORDS: usize = 8;
/// Words of which any may be missing; of more, the most common.
const FEW_WORDS: usize = 4;
/// Newest matches that are compared with the query.
const COMPARED: usize = 400;
/// Matches below which a word is let go of.
const ENOUGH: usize = 10;
/// Least likeness of what has one of each choice, and of what lacks one.
const LIKENESS: [f32; 2] = [0.2, 0.35];
/// Wordings of an item that are compared.
const WORDINGS: usize = 4;

/// A word, and those that were looked for in its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Wider {
    /// The word.
    pub word: String,
    /// Words near it in meaning, nearest first.
    pub near: Vec<String>,
}

/// What is near in meaning to what was looked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Near {
    /// What was looked for in the place of words.
    pub words: Vec<Wider>,
    /// Items, the most alike first.
    pub items: Vec<ItemHit>,
    /// Sentences, the most alike first.
    pub sentences: Vec<SentenceHit>,
}

impl Near {
    /// Whether nothing is near.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty() && self.sentences.is_empty()
    }

    /// What was looked for instead, in words.
    pub fn restated(&self) -> String {
        let one = |it: &Wider| {
            let near: Vec<_> = it.near.iter().map(|it| format!("“{it}”")).collect();
            format!("for “{}” also {}", it.word, near.join(", "))
        };
        let words: Vec<_> = self.words.iter().map(one).collect();
        words.join("; ")
    }
}

/// What is near to the query; none where none of its words has neighbours.
pub(super) fn find(file: &Connection, query: &Query) -> Result<Option<Near>, Kind> {
    let choices = choices(query);
    let words: Vec<_> = choices.iter().filter_map(|it| it.wider.clone()).collect();
    if words.is_empty() {
        return Ok(None);
    }
    let sought = Vectors::english().meaning(&wanted(query));
    let expressions = expressions(query, &choices);
    let items = nearest(&expressions, &sought, |expression| {
        let newest = matching::newest(file, matching::items(query, Some(expression)), COMPARED)?;
        texts(file, "SELECT words FROM items WHERE item = ?1", &newest)
    })?;
    let sentences = nearest(&expressions, &sought, |expression| {
        let sentences = matching::sentences(query, Some(expression));
        let newest = matching::newest(file, sentences, COMPARED)?;
        let select = "SELECT text FROM sentences WHERE sentence = ?1";
        texts(file, select, &newest)
    })?;
    let mut near = Near {
        words,
        items: Vec::new(),
        sentences: Vec::new(),
    };
    for (number, expression) in items {
        near.items
            .extend(shown::items(file, &[number], Some(expression))?);
    }
    for (number, expression) in sentences {
        near.sentences
            .extend(shown::sentences(file, &[number], Some(expression))?);
    }
    Ok(Some(near))
}

/// What one thing that was looked for may be found by.
struct Choice {
    expression: String,
    /// How much a text without it lacks.
    weight: f32,
    wider: Option<Wider>,
}

fn choices(query: &Query) -> Vec<Choice> {
    let sought = query.sought();
    let mut widened = 0;
    let mut choices = Vec::new();
    for it in sought.iter().filter(|it| !it.absent) {
        if is_fixed(it) {
            choices.push(Choice {
                expression: it.quoted(),
                weight: f32::INFINITY,
                wider: None,
            });
        } else if !FUNCTION.contains(&it.words.to_lowercase()) && widened < WORDS {
            widened += 1;
            choices.push(choice(it));
        }
    }
    choices
}

/// Words without content of their own.
static FUNCTION: LazyLock<BTreeSet<String>> = LazyLock::new(|| Collation::embedded().function);

/// Whether it is looked for as it stands: a phrase, a beginning, a name, a
/// number, what is not one word.
fn is_fixed(it: &Sought) -> bool {
    let plain = |letter: char| letter.is_alphabetic() && !letter.is_uppercase();
    it.phrase || it.beginning || !it.words.chars().all(plain)
}

fn choice(it: &Sought) -> Choice {
    let vectors = Vectors::english();
    let mut near = vectors.near(&it.words, NEIGHBOURS);
    // The index would take "offs" for "off".
    near.retain(|it| !FUNCTION.contains(it.trim_end_matches('s')));
    let mut expression = format!("({}", it.quoted());
    for word in &near {
        let _ = write!(expression, " OR \"{word}\"");
    }
    expression.push(')');
    let mut weight: f32 = 0.0;
    vectors.pieces().pieces(&it.words, |piece| {
        if piece != Piece::UNKNOWN {
            weight = weight.max(vectors.weight(piece));
        }
    });
    let near: Vec<_> = near.into_iter().map(str::to_owned).collect();
    Choice {
        expression,
        weight,
        wider: (!near.is_empty()).then(|| Wider {
            word: it.words.clone(),
            near,
        }),
    }
}

/// Expressions of the index, the narrowest first: one of each choice, less
/// the words themselves; then without some: any of a few words, the most common
/// of many.
fn expressions(query: &Query, choices: &[Choice]) -> Vec<String> {
    let (fixed, mut wide): (Vec<&Choice>, Vec<&Choice>) =
        choices.iter().partition(|it| it.weight.is_infinite());
    wide.sort_by_key(|it| Reverse(it.weight.to_bits()));
    let least = choices.len().div_ceil(2).saturating_sub(fixed.len());
    let mut less = query
        .expression()
        .map_or_else(String::new, |it| format!(" NOT ({it})"));
    for it in query.sought().iter().filter(|it| it.absent) {
        let _ = write!(less, " NOT {}", it.quoted());
    }
    let all = |kept: &[&Choice]| {
        let kept = fixed.iter().chain(kept);
        let kept: Vec<_> = kept.map(|it| it.expression.as_str()).collect();
        format!("({})", kept.join(" AND "))
    };
    let mut expressions = Vec::new();
    for kept in (least.max(1)..=wide.len()).rev() {
        let some: Vec<_> = subsets(&wide, kept).iter().map(|it| all(it)).collect();
        expressions.push(format!("({}){less}", some.join(" OR ")));
    }
    expressions
}

/// Every choice of so many of a few; of more than a few, the first.
fn subsets<'c>(of: &[&'c Choice], many: usize) -> Vec<Vec<&'c Choice>> {
    if FEW_WORDS < of.len() {
        return vec![of[..many].to_vec()];
    }
    let sets = 0_u32..1 << of.len();
    let sets = sets.filter(|it| it.count_ones() as usize == many);
    let members = |bits: u32| (0..of.len()).filter(move |at| bits >> at & 1 == 1);
    sets.map(|bits| members(bits).map(|at| of[at]).collect())
        .collect()
}

/// A row's number and its words.
type Text = (i64, String);

/// The most alike of what matches, each with the expression by which it does.
fn nearest<'e>(
    expressions: &'e [String],
    sought: &Meaning,
    matching: impl Fn(&str) -> Result<Vec<Text>, Kind>,
) -> Result<Vec<(i64, &'e str)>, Kind> {
    let mut near: Vec<(f32, i64, &str)> = Vec::new();
    for (at, expression) in expressions.iter().enumerate() {
        for (number, text) in matching(expression)? {
            let likeness = likeness(sought, &text);
            let known = near.iter().any(|it| it.1 == number);
            if !known && LIKENESS[at.min(1)] <= likeness {
                near.push((likeness, number, expression));
            }
        }
        if ENOUGH <= near.len() {
            break;
        }
    }
    near.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
    near.truncate(MOST);
    Ok(near
        .into_iter()
        .map(|(_, number, by)| (number, by))
        .collect())
}

/// How alike the query and the nearest of an item's wordings are.
fn likeness(sought: &Meaning, text: &str) -> f32 {
    let vectors = Vectors::english();
    let like = |line| sought.similarity(&vectors.meaning(line));
    let wordings = text.lines().take(WORDINGS);
    wordings.map(like).fold(-1.0, f32::max)
}

fn texts(file: &Connection, select: &str, numbers: &[i64]) -> Result<Vec<Text>, Kind> {
    let mut select = file.prepare_cached(select)?;
    let text = |&number: &i64| Ok((number, select.query_row([number], |row| row.get(0))?));
    numbers.iter().map(text).collect()
}

/// The words that are wanted, as one text.
fn wanted(query: &Query) -> String {
    let sought = query.sought();
    let wanted = sought.iter().filter(|it| !it.absent);
    let words: Vec<_> = wanted.map(|it| it.words.as_str()).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Store;

    /// A file with one story whose items have these words.
    fn file(items: &[&str]) -> (tempfile::TempDir, Store) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("near.db")).unwrap();
        let file = &store.connection;
        file.execute_batch(
            "INSERT INTO batches (batch, at) VALUES (1, '2024-05-03');
             INSERT INTO stories VALUES (1, 's', 'Story', 1, NULL, NULL, NULL, 1, 1, 1, 1, 0, 1,
               NULL, '[]', '[]', '[]', '[]', '[]');",
        )
        .unwrap();
        for (place, words) in items.iter().enumerate() {
            file.execute(
                "INSERT INTO items (id, story, place, kind, status, level, origins, reports, summary,
                   words, names, detail, readings, notes)
                 VALUES ('i' || ?1, 1, ?1, 'event', 'reported', 'content', 1, 1, ?2, ?2, '', '{}',
                   '[]', '[]')",
                (place as i64, words),
            )
            .unwrap();
        }
        (folder, store)
    }

    const ITEMS: [&str; 4] = [
        "A fire killed four people in a warehouse",
        "The ship hit the bridge at night",
        "Voters went to the polls on Saturday",
        "The ministers agreed on a ceasefire in Verra",
    ];

    fn found(query: &str) -> Vec<String> {
        let (_folder, store) = file(&ITEMS);
        let hits = store.search(&Query::of(query), 20, 0).unwrap();
        assert!(hits.items.is_empty(), "no word is shared: {query}");
        let near = hits.near.into_iter().flat_map(|it| it.items);
        near.map(|it| it.words.iter().map(|it| it.text.as_str()).collect())
            .collect()
    }

    #[test]
    fn a_paraphrase_without_a_common_word_finds_its_item() {
        assert_eq!(
            found("deaths in an inferno").first().map(String::as_str),
            Some(ITEMS[0])
        );
        assert_eq!(
            found("boat struck causeway").first().map(String::as_str),
            Some(ITEMS[1])
        );
        assert_eq!(
            found("elections").first().map(String::as_str),
            Some(ITEMS[2])
        );
        assert_eq!(
            found("armistice").first().map(String::as_str),
            Some(ITEMS[3])
        );
    }

    #[test]
    fn phrases_names_and_numbers_are_looked_for_as_they_stand() {
        for query in ["\"boat\"", "Boat", "boa*", "4", "of the"] {
            assert_eq!(found(query), [""; 0], "{query}");
        }
        assert_eq!(found("boat \"no such phrase\""), [""; 0]);
    }

    #[test]
    fn what_must_not_be_there_is_not_near_either() {
        assert_eq!(found("boat struck causeway -night"), [""; 0]);
    }

    #[test]
    fn what_has_the_very_words_is_not_told_twice() {
        let (_folder, store) = file(&ITEMS);
        let hits = store.search(&Query::of("fire"), 20, 0).unwrap();
        assert_eq!(hits.items.len(), 1);
        let near = hits.near.unwrap();
        assert!(near.items.iter().all(|it| it.id != hits.items[0].id));
        assert!(
            near.restated().starts_with("for “fire” also “"),
            "{}",
            near.restated()
        );
    }
}
