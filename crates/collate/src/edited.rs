//! Items as an editor wants them.
//!
//! Input: the drafts of a story and an editor's acts. Output: the drafts with
//! items merged and split, and which acts did something. What always holds: no
//! evidence is lost; items of two kinds are never one.

use std::collections::BTreeSet;

use rapporteur_text::{Act, ActKind, Edits, ReportIx};

use crate::drafts::{Draft, Tie};
use crate::items;
use crate::sources::Sources;

/// Applies the acts on items; the places of those that applied.
pub(crate) fn apply(drafts: &mut Vec<Draft>, edits: &Edits, sources: &Sources) -> BTreeSet<usize> {
    let mut applied = BTreeSet::new();
    for (place, act) in edits.acts.iter().enumerate() {
        let done = match act.kind {
            ActKind::MergeItems => merge(drafts, act, sources),
            ActKind::SplitItem => split(drafts, act, sources),
            _ => false,
        };
        if done {
            applied.insert(place);
        }
    }
    applied
}

/// Joins the items of an act into the first of them.
fn merge(drafts: &mut Vec<Draft>, act: &Act, sources: &Sources) -> bool {
    let named = |draft: &Draft| items::is_named(draft, &act.what, sources);
    let places: Vec<usize> = (0..drafts.len()).filter(|&at| named(&drafts[at])).collect();
    let Some((&first, rest)) = places.split_first() else {
        return false;
    };
    let rest: Vec<usize> = rest
        .iter()
        .copied()
        .filter(|&at| drafts[at].kind() == drafts[first].kind())
        .collect();
    for &at in rest.iter().rev() {
        let other = drafts.remove(at);
        let draft = &mut drafts[first];
        draft.joins.push(Tie {
            a: draft.pieces[0].at,
            b: other.pieces[0].at,
            by: "editor.merge-items",
            score: 1.0,
        });
        draft.joins.extend(other.joins);
        let new = other.pieces.into_iter();
        let new = new.filter(|it| draft.pieces.iter().all(|own| own.at != it.at));
        draft.extend(new.collect());
    }
    !rest.is_empty()
}

/// Makes an item of its own of what some reports have of an item.
fn split(drafts: &mut Vec<Draft>, act: &Act, sources: &Sources) -> bool {
    let Some((item, reports)) = act.what.split_first() else {
        return false;
    };
    let item = std::slice::from_ref(item);
    let named = |draft: &Draft| items::is_named(draft, item, sources);
    let Some(at) = drafts.iter().position(named) else {
        return false;
    };
    let goes = |ix: ReportIx| sources.is_named(ix, reports);
    let draft = drafts[at].clone();
    let (gone, kept): (Vec<_>, Vec<_>) = draft.pieces.iter().partition(|it| goes(it.at.report));
    if gone.is_empty() || kept.is_empty() {
        return false;
    }
    for (place, pieces) in [(Some(at), kept), (None, gone)] {
        let mut part = Draft::new(draft.detail.clone(), pieces);
        let own = |tie: &&Tie| [tie.a, tie.b].iter().all(|it| part.index_of(*it).is_some());
        part.joins = draft.joins.iter().filter(own).copied().collect();
        match place {
            Some(at) => drafts[at] = part,
            None => drafts.push(part),
        }
    }
    true
}
