//! Times as items carry them.

use rapporteur_text::{Bounds, Evidence, ReportIx, TimeIx};

use crate::sources::Sources;

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
    let times = &sources.report(at.report).marks.times;
    sources
        .words(at)
        .iter()
        .filter(|word| sources.tells(word.stem))
        .filter(|word| !times.iter().any(|time| time.span.contains(word.span)))
        .map(|word| word.stem)
        .collect()
}
