//! Times as items carry them.

use rapporteur_text::{Bounds, Evidence, ReportIx, TimeIx};

use crate::sources::Sources;
use crate::words::Word;

/// A report's time.
pub(crate) fn bounds(report: ReportIx, ix: TimeIx, sources: &Sources) -> Bounds {
    let time = sources.report(report).marks.time(ix);
    Bounds {
        value: time.value.clone(),
        edtf: time.edtf.clone(),
        earliest: time.earliest,
        latest: time.latest,
    }
}

/// Content stems outside temporal expressions, in text order, so that a date
/// that differs does not make an action another one.
pub(crate) fn timeless(at: Evidence, sources: &Sources) -> Vec<u32> {
    timeless_words(at, sources).map(|word| word.stem).collect()
}

/// The words of content outside temporal expressions, in text order.
pub(crate) fn timeless_words<'s>(
    at: Evidence,
    sources: &'s Sources,
) -> impl Iterator<Item = &'s Word> {
    let times = &sources.report(at.report).marks.times;
    let near = times.iter().filter(move |time| time.span.overlaps(at.span));
    let near: Vec<_> = near.map(|time| time.span).collect();
    let words = sources.words(at).iter();
    words
        .filter(|word| sources.tells(word.stem))
        .filter(move |word| !near.iter().any(|time| time.contains(word.span)))
}
