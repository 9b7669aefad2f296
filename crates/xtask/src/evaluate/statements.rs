//! Statements on `PolNeAR`'s development part.
//!
//! A role is right when its spans are the gold spans, to the character; one
//! gold role is matched to one that was found. Beside that, how many tokens
//! of content agree: of pairs matched one to one by their overlap, over the
//! tokens of both sides alike.

use std::collections::BTreeMap;
use std::path::Path;

use rapporteur_language::Language;
use rapporteur_mark::statement_learning::Gold;
use rapporteur_text::{Imprint, Marks, Mask, Report, Span, Statement, TokenKind};

use crate::polnear;
use crate::score::{Score, Tally};

/// Scores the statement step, on texts without cuts.
pub(super) fn evaluate(data: &Path) -> anyhow::Result<Vec<Score>> {
    let mut counts = Counts::default();
    for it in polnear::read(&data.join("polnear/dev"))? {
        let report = Report::new(None, it.name, it.text, Imprint::default());
        let (mask, imprint) = (Mask::default(), Imprint::default());
        let marks = rapporteur_mark::mark(&report, &mask, &imprint, Language::english());
        counts.add(&marks, &it.gold);
    }
    Ok(counts.scores())
}

#[derive(Default)]
struct Counts {
    source: Tally,
    cue: Tally,
    content: Tally,
    tokens: Tally,
    kinds: BTreeMap<&'static str, Tally>,
}

impl Counts {
    fn add(&mut self, marks: &Marks, gold: &[Gold]) {
        let found = &marks.statements;
        self.source.add(exact(
            gold.iter().map(|it| &it.source),
            found.iter().map(|it| &it.source),
        ));
        self.cue.add(exact(
            gold.iter().map(|it| &it.cue),
            found.iter().map(|it| &it.cue),
        ));
        self.content.add(exact(
            gold.iter().map(|it| &it.content),
            found.iter().map(|it| &it.content),
        ));
        for kind in ["direct", "indirect", "mixed"] {
            let gold = gold.iter().filter(|it| quoted(marks, &it.content) == kind);
            let found = found.iter().filter(|it| quoted(marks, &it.content) == kind);
            self.kinds.entry(kind).or_default().add(exact(
                gold.map(|it| &it.content),
                found.map(|it| &it.content),
            ));
        }
        self.tokens.add(overlap(marks, gold, found));
    }

    fn scores(&self) -> Vec<Score> {
        let mut all = Vec::new();
        for (name, tally) in [
            ("source", self.source),
            ("cue", self.cue),
            ("content", self.content),
        ] {
            all.extend(tally.scores(&format!("statements.{name}")));
        }
        all.extend(self.tokens.scores("statements.content-tokens"));
        for (kind, tally) in &self.kinds {
            all.extend(tally.scores(&format!("statements.content-{kind}")));
        }
        all
    }
}

/// Roles that are the same to the character, each matched once.
fn exact<'a>(
    gold: impl Iterator<Item = &'a Vec<Span>>,
    found: impl Iterator<Item = &'a Vec<Span>>,
) -> Tally {
    let mut tally = Tally::default();
    let mut left: BTreeMap<&[Span], usize> = BTreeMap::new();
    for role in gold.filter(|it| !it.is_empty()) {
        *left.entry(role).or_default() += 1;
        tally.gold += 1;
    }
    for role in found.filter(|it| !it.is_empty()) {
        tally.found += 1;
        if let Some(count) = left.get_mut(role.as_slice()).filter(|it| 0 < **it) {
            *count -= 1;
            tally.right += 1;
        }
    }
    tally
}

/// The kind of a statement, by marks alone, for gold and found alike.
fn quoted(marks: &Marks, content: &[Span]) -> &'static str {
    let mut inside = content.iter().flat_map(|&span| marks.tokens_in(span));
    let has = inside.any(|it| marks.tokens[it].kind == TokenKind::Quote);
    let starts = content.iter().all(|&span| {
        let first = marks.tokens_in(span).start;
        let token = marks.tokens.get(first);
        token.is_some_and(|it| it.kind == TokenKind::Quote)
    });
    match (has, starts) {
        (true, true) => "direct",
        (true, false) => "mixed",
        _ => "indirect",
    }
}

/// Tokens of content that agree, over pairs matched by their overlap, most
/// first.
fn overlap(marks: &Marks, gold: &[Gold], found: &[Statement]) -> Tally {
    let tokens = |content: &[Span]| -> Vec<usize> {
        content.iter().flat_map(|&it| marks.tokens_in(it)).collect()
    };
    let gold: Vec<Vec<usize>> = gold.iter().map(|it| tokens(&it.content)).collect();
    let found: Vec<Vec<usize>> = found.iter().map(|it| tokens(&it.content)).collect();
    let mut pairs = Vec::new();
    for (a, one) in gold.iter().enumerate() {
        for (b, other) in found.iter().enumerate() {
            let shared = one
                .iter()
                .filter(|it| other.binary_search(it).is_ok())
                .count();
            if 0 < shared {
                pairs.push((std::cmp::Reverse(shared), a, b));
            }
        }
    }
    pairs.sort_unstable();
    let (mut golds, mut founds) = (vec![false; gold.len()], vec![false; found.len()]);
    let mut right = 0;
    for (shared, a, b) in pairs {
        if !golds[a] && !founds[b] {
            (golds[a], founds[b]) = (true, true);
            right += shared.0;
        }
    }
    Tally {
        right,
        found: found.iter().map(Vec::len).sum(),
        gold: gold.iter().map(Vec::len).sum(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gold_role_is_matched_once() {
        let role = vec![Span::new(0, 3)];
        let other = vec![Span::new(0, 4)];
        let tally = exact([&role, &other].into_iter(), [&role, &role].into_iter());
        assert_eq!((tally.right, tally.found, tally.gold), (1, 2, 2));
    }
}
