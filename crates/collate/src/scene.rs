//! Where a story plays.
//!
//! Input: its items and reports. Output: the place that most of what happened,
//! most datelines and most headlines name. What always holds: it is a place
//! that a report names; a town goes before the country that it may lie in.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rapporteur_text::{Annotated, Detail, EntityKind, Item, StoryEntity, StoryEntityIx};

use crate::sources::Sources;

/// What a dateline or a headline weighs, in happenings there.
const HEAD: u32 = 2;

/// The place of a story, where its reports name one.
pub(crate) fn scene(items: &[Item], sources: &Sources) -> Option<StoryEntityIx> {
    let mut votes: BTreeMap<StoryEntityIx, u32> = BTreeMap::new();
    for item in items {
        if let Detail::Event {
            place: Some(place), ..
        } = item.detail
        {
            *votes.entry(place).or_insert(0) += item.origins;
        }
    }
    let entities = (0..).map(StoryEntityIx).zip(&sources.cast.entities);
    for (ix, entity) in entities.filter(|(_, it)| it.kind == EntityKind::Location) {
        let count = |heads: fn(&Annotated, &StoryEntity) -> bool| {
            let reports = sources.reports.iter();
            HEAD * reports.filter(|it| heads(it, entity)).count() as u32
        };
        let (lines, titles) = (count(in_dateline), count(in_title));
        // A headline alone may mean a firm that is called like a town.
        if 0 < lines || votes.contains_key(&ix) {
            *votes.entry(ix).or_insert(0) += lines + titles;
        }
    }
    let weight = |&(place, votes): &(StoryEntityIx, u32)| {
        let wide = sources.cast.entity(place).code.is_some();
        (votes * if wide { 1 } else { 2 }, Reverse(place))
    };
    // One happening alone may be told as background.
    let least = if sources.reports.len() < 3 { 1 } else { 2 };
    let told = votes.into_iter().filter(|&(_, votes)| least <= votes);
    told.max_by_key(weight).map(|(place, _)| place)
}

fn in_dateline(it: &Annotated, place: &StoryEntity) -> bool {
    let dateline = it.imprint.dateline.as_ref();
    is_named(place, dateline.and_then(|it| it.place.as_deref()))
}

fn in_title(it: &Annotated, place: &StoryEntity) -> bool {
    is_named(place, it.imprint.title.as_ref().map(|it| it.text.as_str()))
}

fn is_named(place: &StoryEntity, words: Option<&str>) -> bool {
    let words = words.unwrap_or_default().to_lowercase();
    let mut names = place.aliases.iter().chain([&place.name]);
    names.any(|name| holds(&words, &name.to_lowercase()))
}

/// Whether `words` have `name` as words of its own.
fn holds(words: &str, name: &str) -> bool {
    let free = |it: Option<char>| !it.is_some_and(char::is_alphanumeric);
    !name.is_empty()
        && words.match_indices(name).any(|(at, _)| {
            free(words[..at].chars().next_back()) && free(words[at + name.len()..].chars().next())
        })
}

#[cfg(test)]
mod tests {
    use super::holds;

    #[test]
    fn a_name_counts_as_words_of_its_own() {
        assert!(holds("talks in verra, at last", "verra"));
        assert!(!holds("verran talks", "verra"));
        assert!(!holds("talks", ""));
    }
}
