//! Whether an item that one report alone has is worth a line of the brief.
//!
//! Input: an item. Output: a judgement. What always holds: what two reports
//! have is never left out, and all stays in the record.

use rapporteur_text::{Evidence, Item, ItemKind, Statement};

use crate::sources::Sources;

/// Words before the verb of a cue.
const HELPERS: [&str; 14] = [
    "is", "are", "was", "were", "be", "been", "has", "have", "had", "will", "would", "may", "did",
    "does",
];

/// Whether it is too weak to be shown as something that was said or done.
pub(crate) fn is_weak(item: &Item, sources: &Sources) -> bool {
    if 1 < item.reports().len() {
        return false;
    }
    match item.kind() {
        ItemKind::Statement => item.evidence.iter().all(|it| is_doubtful(it.at, sources)),
        ItemKind::Event => item.evidence.iter().all(|it| is_fragment(it.at, sources)),
        ItemKind::Commitment | ItemKind::Figure => false,
    }
}

/// Whether a statement may be none: nobody is sure, and its cue is seldom one.
fn is_doubtful(at: Evidence, sources: &Sources) -> bool {
    let report = sources.report(at.report);
    let overlap = |it: &Statement| -> usize {
        let parts = it.content.iter().filter(|span| span.overlaps(at.span));
        parts
            .map(|span| span.end().min(at.span.end()) - span.start().max(at.span.start()))
            .sum()
    };
    let statements = report.marks.statements.iter().filter(|it| 0 < overlap(it));
    let Some(statement) = statements.max_by_key(|it| (overlap(it), it.confidence.to_bits())) else {
        return false;
    };
    statement.confidence < sources.thresholds().sure
        && !statement
            .cue
            .iter()
            .any(|&cue| is_reporting(report.report.slice(cue), sources))
}

/// Whether the verb of a cue is one more often than by accident.
fn is_reporting(cue: &str, sources: &Sources) -> bool {
    const OFTEN: f32 = 0.25;
    let cues = &sources.language.cues;
    let words: Vec<String> = cue.split_whitespace().map(str::to_lowercase).collect();
    let is_verb = |word: &&String| {
        let class = cues.class(word);
        class.is_some_and(|it| it.starts_with("VB")) && !HELPERS.contains(&word.as_str())
    };
    let verb = words.iter().find(is_verb).or(words.first());
    let count = verb.and_then(|word| cues.count(word));
    count.is_some_and(|it| OFTEN * it.seen as f32 <= it.cue as f32)
}

/// Whether the words of an event begin with its verb, so that nobody did it, or
/// end before it is told what was done: "and vowed that", "Mr Orr, asked".
fn is_fragment(at: Evidence, sources: &Sources) -> bool {
    const FEW: usize = 5;
    let text = sources.text(at);
    let words: Vec<&str> = text.split_whitespace().collect();
    let (Some(first), Some(last)) = (words.first(), words.last()) else {
        return true;
    };
    let is = |word: &str, classes: &[&str]| {
        let class = sources.language.cues.class(&word.to_lowercase());
        class.is_some_and(|it| classes.iter().any(|class| it.starts_with(class)))
    };
    let headless = text.starts_with(char::is_lowercase) && is(first, &["VB", "CC", "MD", "IN"]);
    headless || *last == "that" || (words.len() <= FEW && is(last, &["VB"]))
}
