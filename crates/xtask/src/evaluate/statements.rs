//! Statements on `PolNeAR`'s development part.
//!
//! A role is right when its spans are the gold spans, to the character; one
//! gold role is matched to one that was found. Beside that, how many tokens
//! of content agree: of pairs matched one to one by their overlap, over the
//! tokens of both sides alike. `errors` tells kinds of errors apart: what became
//! of gold cues, what the cues found were, and of the content of cues that are
//! right. `sure` is how many of the statements that call themselves so sure are
//! right in cue, source and content.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rapporteur_language::Language;
use rapporteur_mark::statement_learning::Gold;
use rapporteur_text::{Imprint, Marks, Mask, Report, Span, Statement, TokenKind};

use crate::polnear;
use crate::score::{Score, Tally, margin};

/// Scores the statement step, on texts without cuts.
pub(super) fn evaluate(data: &Path, language: &Language) -> anyhow::Result<Vec<Score>> {
    let mut counts = Vec::new();
    for it in polnear::read(&data.join("polnear/dev"))? {
        let report = Report::new(None, it.name, it.text, Imprint::default());
        let (mask, imprint) = (Mask::default(), Imprint::default());
        let marks = rapporteur_mark::mark(&report, &mask, &imprint, language);
        counts.push(Counts::of(&marks, &it.gold));
    }
    Ok(scores(&counts))
}

/// Counts of one report.
#[derive(Default)]
struct Counts {
    source: Tally,
    cue: Tally,
    content: Tally,
    tokens: Tally,
    kinds: BTreeMap<&'static str, Tally>,
    errors: BTreeMap<&'static str, Tally>,
    sure: [Tally; BINS.len()],
}

/// Kinds of statements by their marks.
const KINDS: [&str; 3] = ["direct", "indirect", "mixed"];

/// Where the bins of confidence begin.
const BINS: [f32; 5] = [0.0, 0.3, 0.5, 0.7, 0.9];

impl Counts {
    fn of(marks: &Marks, gold: &[Gold]) -> Self {
        let mut counts = Self::default();
        counts.add(marks, gold);
        counts
    }

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
        for kind in KINDS {
            let gold = gold.iter().filter(|it| quoted(marks, &it.content) == kind);
            let found = found.iter().filter(|it| quoted(marks, &it.content) == kind);
            self.kinds.entry(kind).or_default().add(exact(
                gold.map(|it| &it.content),
                found.map(|it| &it.content),
            ));
        }
        self.tokens.add(overlap(marks, gold, found));
        self.add_errors(gold, found);
    }

    fn add_errors(&mut self, gold: &[Gold], found: &[Statement]) {
        let touch = |a: &[Span], b: &[Span]| a.iter().any(|a| b.iter().any(|b| a.overlaps(*b)));
        let mut count = |kind: &'static str, is_so: bool| {
            let tally = self.errors.entry(kind).or_default();
            tally.gold += 1;
            tally.right += usize::from(is_so);
        };
        for gold in gold {
            let same = found.iter().find(|it| it.cue == gold.cue);
            let near = found.iter().any(|it| touch(&it.cue, &gold.cue));
            count("cue-other-bounds", same.is_none() && near);
            count("cue-missed", !near);
            let Some(found) = same else {
                continue;
            };
            let holds = |a: &[Span], b: &[Span]| b.iter().all(|b| a.iter().any(|a| a.contains(*b)));
            let right = found.content == gold.content;
            let long = !right && holds(&found.content, &gold.content);
            let short = !right && !long && holds(&gold.content, &found.content);
            count("content-too-long", long);
            count("content-too-short", short);
            count("content-other", !right && !long && !short);
            count(
                "source-wrong",
                !found.source.is_empty() && found.source != gold.source,
            );
            count(
                "source-missed",
                found.source.is_empty() && !gold.source.is_empty(),
            );
        }
        for found in found {
            let near = gold.iter().any(|it| touch(&it.cue, &found.cue));
            count("cue-invented", !near);
            let right = is_right(found, gold);
            let bin = BINS.partition_point(|it| *it <= found.confidence).max(1) - 1;
            self.sure[bin].gold += 1;
            self.sure[bin].right += usize::from(right);
        }
    }
}

/// Whether a statement has cue, source and content of a gold one; the cue may
/// have other bounds.
pub(crate) fn is_right(found: &Statement, gold: &[Gold]) -> bool {
    let touch = |a: &[Span], b: &[Span]| a.iter().any(|a| b.iter().any(|b| a.overlaps(*b)));
    gold.iter().any(|it| {
        let same = it.content == found.content && it.source == found.source;
        same && touch(&it.cue, &found.cue)
    })
}

/// Scores over all reports; the F1 of a role with its interval.
fn scores(reports: &[Counts]) -> Vec<Score> {
    let sum = |of: &dyn Fn(&Counts) -> Tally| {
        let mut sum = Tally::default();
        for report in reports {
            sum.add(of(report));
        }
        sum
    };
    let mut all = Vec::new();
    let mut add = |name: &str, of: &dyn Fn(&Counts) -> Tally| {
        let mut scores = sum(of).scores(&format!("statements.{name}"));
        let parts: Vec<Tally> = reports.iter().map(of).collect();
        scores[2].margin = Some(margin(&parts));
        all.extend(scores);
    };
    add("source", &|it| it.source);
    add("cue", &|it| it.cue);
    add("content", &|it| it.content);
    add("content-tokens", &|it| it.tokens);
    for kind in KINDS {
        add(&format!("content-{kind}"), &|it| {
            it.kinds.get(kind).copied().unwrap_or_default()
        });
    }
    let mut share = |name: String, of: &dyn Fn(&Counts) -> Tally| {
        let tally = sum(of);
        all.push(Score::new(
            format!("statements.{name}"),
            tally.recall(),
            tally.gold,
        ));
    };
    let kinds: BTreeSet<&str> = reports
        .iter()
        .flat_map(|it| it.errors.keys().copied())
        .collect();
    for kind in kinds {
        let of = |it: &Counts| it.errors.get(kind).copied().unwrap_or_default();
        share(format!("errors.{kind}"), &of);
    }
    for (at, from) in BINS.iter().enumerate() {
        share(format!("sure.from-{from}"), &|it| it.sure[at]);
    }
    all
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
